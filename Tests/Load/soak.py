"""Two replicas behind a balancer answer many requests from 64 connections while their certificate rotates twice, their configuration changes,
and both are replaced, as in a rollout: no request may fail, and no memory may grow.

usage: soak.py SOCKWARDEN [--requests N]"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import reviews
import wrk
from servers import ROOT, free_port, make_certificates, sockwarden

parser = argparse.ArgumentParser()
parser.add_argument("sockwarden")
parser.add_argument("--requests", type=int, default=200_000)
arguments = parser.parse_args()


class Volume:
    """A Secret's or a ConfigMap's folder as the kubelet keeps it: files that are links through `..data`, which is renamed as a whole."""

    def __init__(self, folder):
        self.folder, self.number = folder, 0
        self.folder.mkdir()

    def put(self, files):
        """files: their bytes by name."""
        self.number += 1
        new = self.folder / f"..{self.number}"
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        (self.folder / "..data_tmp").symlink_to(new.name)
        os.rename(self.folder / "..data_tmp", self.folder / "..data")
        for name in files:
            if not (self.folder / name).is_symlink():
                (self.folder / name).symlink_to(f"..data/{name}")


class Replica:
    def __init__(self, folder, number):
        self.metrics_port = free_port()
        self.server = sockwarden(
            arguments.sockwarden, folder / "tls", folder / f"replica-{number}.log", "--metrics", f"127.0.0.1:{self.metrics_port}", "--drain", "4",
            "--config", folder / "config/sockwarden.yaml")
        self.name = f"replica {number}"
        self.memory = []

    def metrics(self, name):
        """A counter, all of its labels together."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name) and line[len(name)] in " {")

    def reloads(self, what):
        return Path(self.server.log).read_text().count(f'"message":"{what} reloaded"')


def wait_until(what, holds, load, seconds=300):
    deadline = time.monotonic() + seconds
    while not holds():
        if load.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"no end of waiting until {what}")
        time.sleep(0.1)


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    body, endpoints = folder / "body.json", folder / "endpoints"
    body.write_bytes(reviews.listener_policy(reviews.GUIDE))
    tls, config = Volume(folder / "tls"), Volume(folder / "config")

    def rotate():
        make_certificates(folder / "made")
        tls.put({name: (folder / "made" / name).read_bytes() for name in ("tls.crt", "tls.key")})

    rotate()
    config.put({"sockwarden.yaml": b"{}"})
    replicas, retired = [Replica(folder, 1), Replica(folder, 2)], []

    def route():
        (folder / "endpoints.new").write_text("\n".join(str(replica.server.port) for replica in replicas))
        os.rename(folder / "endpoints.new", endpoints)

    def answered():
        """Also by those that have ended, as they were last asked."""
        for replica in replicas:
            replica.answered = replica.metrics("sockwarden_reviews_total")
        return sum(replica.answered for replica in replicas + retired)

    def note_memory():
        for replica in replicas:
            replica.memory.append(replica.server.memory())

    route()
    balancer = subprocess.Popen([sys.executable, "-uB", ROOT / "Tests/Load/balancer.py", endpoints], stdout=subprocess.PIPE, text=True)
    load = wrk.begin(f"https://127.0.0.1:{balancer.stdout.readline().strip()}/validate", body, 64, 3600)
    failed = False
    try:
        def answer_more(tenths=1):
            wanted = answered() + tenths * arguments.requests / 10
            wait_until("more requests are answered", lambda: answered() >= wanted, load)
            note_memory()

        answer_more()
        for rotation in (1, 2):
            rotate()
            wait_until("the certificate is reloaded", lambda: all(replica.reloads("certificates") >= rotation for replica in replicas), load)
            print(f"certificate rotated after {answered():,.0f} requests", flush=True)
            answer_more(2)
        config.put({"sockwarden.yaml": b"rules: {SW203: off}"})
        wait_until("the configuration is reloaded", lambda: all(replica.reloads("configuration") == 1 for replica in replicas), load)
        print(f"configuration changed after {answered():,.0f} requests", flush=True)
        for number in (3, 4):
            # As a rollout does it: the new one is ready before the old one is told to end, and for a while the old one is still asked.
            old, new = replicas[0], Replica(folder, number)
            replicas.append(new)
            route()
            answered()
            old.server.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            answered()
            replicas.remove(old)
            retired.append(old)
            route()
            status = old.server.process.wait(timeout=60)
            print(f"{old.name} replaced after {answered():,.0f} requests, exit status {status}", flush=True)
            failed |= status != 0
        for _ in range(5):
            answer_more()
        load.send_signal(signal.SIGINT)
        figures = wrk.figures(load.communicate()[0])
        print(f"{figures['requests']:,} requests from 64 connections in {figures['seconds']:.0f} s: {sum(figures['failures'].values())} failures "
              f"{figures['failures'] or ''}; p50 {figures['p50']:.1f} ms, p99 {figures['p99']:.1f} ms, most {figures['most']:.0f} ms")
        failed |= bool(figures["failures"]) or figures["requests"] < arguments.requests
        for replica in retired + replicas:
            series = ", ".join(f"{value / 1e6:.1f}" for value in replica.memory)
            # The first figure has seen each connection's buffers once.
            grown = bool(replica.memory) and replica.memory[-1] > replica.memory[0] * 1.1 + 2e6
            print(f"{replica.name}: resident {series} MB{' NOT FLAT' if grown else ''}")
            failed |= grown
    finally:
        for process in [load, balancer, *(replica.server.process for replica in replicas + retired)]:
            process.kill()
            process.wait()
sys.exit(1 if failed else 0)
