"""Sockwarden under load beside a server that answers a constant, and beside Kubernetes' own test webhook where $AGNHOST names it.

usage: benchmark.py SOCKWARDEN CONSTANT-SERVER [--rounds N] [--seconds N]
Rounds alternate between the servers, so that what else this machine does meets them all alike; the medians are printed. CPU is the server's
per request, resident the most that it ever was. Client and server share this machine's cores.
"""

import argparse
import os
import statistics
import tempfile
from pathlib import Path

import reviews
import wrk
from servers import Server, make_certificates, sockwarden

parser = argparse.ArgumentParser()
parser.add_argument("sockwarden")
parser.add_argument("constant")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seconds", type=int, default=3)
parser.add_argument("--connections", type=int, nargs="*", default=[1, 16, 256])
arguments = parser.parse_args()
agnhost = os.environ.get("AGNHOST")


def median(values):
    return statistics.median(values)


def table(head, rows):
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    make_certificates(folder / "pki")
    guide, errors = folder / "guide.json", folder / "errors.json"
    guide.write_bytes(reviews.listener_policy(reviews.GUIDE))
    errors.write_bytes(reviews.listener_policy(reviews.FOUR_ERRORS))

    def start_constant():
        return Server([arguments.constant, "{port}", folder / "pki/tls.crt", folder / "pki/tls.key"], folder / "constant.log")

    def start_sockwarden():
        return sockwarden(arguments.sockwarden, folder / "pki", folder / "sockwarden.log")

    def start_agnhost():
        command = [agnhost, "webhook", "--port", "{port}", "--tls-cert-file", folder / "pki/tls.crt", "--tls-private-key-file", folder / "pki/tls.key"]
        return Server(command, folder / "agnhost.log", path="/custom-resource")

    cases = {
        "constant, 300 bytes": (start_constant, guide),
        "the guide allowed": (start_sockwarden, guide),
        "four errors denied": (start_sockwarden, errors),
        **({"agnhost /custom-resource": (start_agnhost, guide)} if agnhost else {}),
    }

    def measure(connections, seconds, **more):
        """Each case's rounds, and the server that they met."""
        servers, rounds = {name: start() for name, (start, _) in cases.items()}, {name: [] for name in cases}
        try:
            for number in range(arguments.rounds + 1):
                for name, server in servers.items():
                    before = server.cpu_seconds()
                    figures = wrk.load(server.url, cases[name][1], connections, seconds if number else 1, **more)
                    # The first warms up.
                    if not number:
                        continue
                    if figures["failures"] or not figures["requests"]:
                        raise SystemExit(f"{name}: {figures}")
                    figures["cpu"] = (server.cpu_seconds() - before) / figures["requests"] * 1e6
                    figures["rate"] = figures["requests"] / figures["seconds"]
                    rounds[name].append(figures)
            return rounds, {name: server.memory("VmHWM") for name, server in servers.items()}
        finally:
            for server in servers.values():
                server.stop()

    size = guide.stat().st_size
    print(f"{os.cpu_count()} cores, client included; TLS 1.3, HTTP/1.1, a review of {size} bytes; median of {arguments.rounds} rounds of {arguments.seconds} s\n")
    for connections in arguments.connections:
        rounds, memory = measure(connections, arguments.seconds)
        rate = {name: median([r["rate"] for r in rounds[name]]) for name in cases}
        rows = []
        for name in cases:
            of = [rate[name] / rate[other] for other in cases if other == "constant, 300 bytes" or other.startswith("agnhost")]
            rows.append([
                name, f"{rate[name]:,.0f}", f"{median([r['cpu'] for r in rounds[name]]):.1f} µs", f"{median([r['p50'] for r in rounds[name]]):.2f} ms",
                f"{median([r['p99'] for r in rounds[name]]):.2f} ms", f"{memory[name] / 1e6:.0f} MB", *(f"{ratio:.2f}" for ratio in of)])
        head = [f"{connections} connection{'s' * (connections > 1)}", "reviews/s", "CPU", "p50", "p99", "resident", "of constant"]
        table(head + (["of agnhost"] if agnhost else []), rows)

    rounds, _ = measure(16, arguments.seconds, closes=True)
    table(["each on a connection of its own", "connections/s", "CPU"], [
        [name, f"{median([r['rate'] for r in rounds[name]]):,.0f}", f"{median([r['cpu'] for r in rounds[name]]):.0f} µs"] for name in cases])

    ready, size_of = {}, {}
    for name, (start, _) in cases.items():
        if name == "four errors denied":
            continue
        times = []
        for _ in range(11):
            server = start()
            times.append(server.seconds_to_ready)
            size_of[name] = os.stat(server.process.args[0]).st_size
            server.stop()
        ready[name] = median(times)
    table(["server", "from its start to the end of the first handshake", "size of the binary"],
          [[name.split(",")[0] if "guide" not in name else "sockwarden", f"{ready[name] * 1e3:.0f} ms", f"{size_of[name] / 1e6:.1f} MB"] for name in ready])
