"""Lets clients misbehave in every way that was ever found to hurt, and looks at a healthy one beside them, at the probes, and at the memory.

usage: attacks.py SOCKWARDEN [NAME…]
A healthy client keeps a connection, as the API server does. It must lose no request, its p99 may at most double (nothing is said below 5 ms), probes
must answer within their second, and memory must stay below the chart's limit. The attacker is a process of its own, which leaves the healthy
client the right of way: it would sit on another machine."""

import multiprocessing
import os
import resource
import socket
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import reviews
from servers import CONTEXT, free_port, make_certificates, sockwarden

LIMIT = 128 << 20
SECONDS = 4
resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)


def http(body, *headers, length=None):
    lines = ["POST /validate?timeout=10s HTTP/1.1", "Host: sockwarden.sockwarden.svc", "Content-Type: application/json", *headers,
             f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


GOOD = http(reviews.listener_policy(reviews.GUIDE))
DENIED = http(reviews.listener_policy(reviews.FOUR_ERRORS))
MANY = reviews.listener_policy([{"intValue": 1, "level": 7, "name": number} for number in range(40_000)])


def answer(connection):
    """Reads one answer; its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError(f"the end, after {data[:80]!r}")
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("the end, inside a body")
        body += more
    return int(head.split()[1])


class Attack:
    """Connections that are kept, and threads that go on, until the end."""

    def __init__(self, server):
        self.server, self.connections, self.ended, self.threads = server, [], threading.Event(), []

    def open(self, count, first=b"", tls=True):
        for _ in range(count):
            try:
                connection = self.server.connect(timeout=5) if tls else socket.create_connection(("127.0.0.1", self.server.port), timeout=5)
                self.connections.append(connection)
                if first:
                    connection.sendall(first)
            except OSError:
                # Refused: that is what limits are for.
                pass

    def go_on(self, work, threads=1):
        def run():
            while not self.ended.is_set():
                try:
                    work()
                except OSError:
                    pass
        self.threads += [threading.Thread(target=run) for _ in range(threads)]

    def run(self, prepare, is_ready, may_end):
        """In a process of its own."""
        os.nice(10)
        prepare(self)
        for thread in self.threads:
            thread.start()
        is_ready.set()
        may_end.wait()
        self.ended.set()
        for thread in self.threads:
            thread.join()


def nothing(attack):
    """nobody else"""


def idle(attack):
    """3,000 connections that only shake hands"""
    attack.open(3000)


def stalled(attack):
    """1,000 connections: no handshake, no request, half a head, half a body"""
    attack.open(250, tls=False)
    attack.open(250)
    attack.open(250, b"POST /validate HTTP/1.1\r\nHost: ")
    attack.open(250, GOOD[:-9])


def bodies(attack):
    """200 bodies of 6.9 MB, each but for its last byte"""
    large = http(b'{"x":"' + b"x" * 6_900_000, length=6_900_007)
    attack.go_on(lambda: attack.open(1, large) if len(attack.connections) < 200 else attack.ended.wait(0.1), 4)


def trickle(attack):
    """200 connections that send a byte at a time"""
    attack.open(200, b"POST /validate HTTP/1.1\r\nHost: ")

    def work():
        for connection in list(attack.connections):
            try:
                connection.send(b"x")
            except OSError:
                pass
        time.sleep(0.01)
    attack.go_on(work)


def deaf(attack):
    """1,000 clients that ask 1,000 times and never read"""
    for _ in range(1000):
        raw = socket.socket()
        # Little room for answers: the server is to keep what it cannot send.
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            raw.connect(("127.0.0.1", attack.server.port))
            connection = CONTEXT.wrap_socket(raw)
            attack.connections.append(connection)
            connection.settimeout(0.01)
            connection.sendall(GOOD * 1000)
        except OSError:
            # The server reads no further.
            pass


def handshakes(attack):
    """handshakes, one after the other"""
    attack.go_on(lambda: attack.server.connect().close(), 2)


def garbage(attack):
    """bytes that are no TLS"""
    def work():
        with socket.create_connection(("127.0.0.1", attack.server.port), timeout=5) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
            while connection.recv(4096):
                pass
    attack.go_on(work, 2)


def costly(attack):
    """two clients whose objects have 40,000 options"""
    request = http(MANY)

    def work():
        with attack.server.connect() as connection:
            while not attack.ended.is_set():
                connection.sendall(request)
                answer(connection)
    attack.go_on(work, 2)


def log(attack):
    """20,000 denials whose log nobody reads"""
    with attack.server.connect() as connection:
        for _ in range(200):
            connection.sendall(DENIED * 100)
            data, seen = b"", 0
            while seen < 100:
                # One byte less than what is counted: nothing is counted twice.
                data = data[-11:] + connection.recv(1 << 16)
                seen += data.count(b"HTTP/1.1 200")


def descriptors(attack):
    """400 connections to a process that may have 256 files"""
    for _ in range(400):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(("127.0.0.1", attack.server.port))
        attack.connections.append(connection)


ATTACKS = [nothing, idle, stalled, bodies, trickle, deaf, handshakes, garbage, costly, log, descriptors]


def measure(binary, folder, attack_by):
    metrics_port = free_port()
    options = ["--metrics", f"127.0.0.1:{metrics_port}"]
    more = {}
    if attack_by is descriptors:
        more["preexec"] = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    if attack_by is log:
        # A pipe that is read no further than it needs to start.
        more["stderr"] = os.pipe()[1]
    server = sockwarden(binary, folder / "pki", folder / "log", *options, **more)
    is_ready, may_end = multiprocessing.Event(), multiprocessing.Event()
    attacker = multiprocessing.Process(target=Attack(server).run, args=(attack_by, is_ready, may_end))
    times, probes, faults = [], [], []
    try:
        healthy = server.connect()

        def ask():
            began = time.perf_counter()
            healthy.sendall(GOOD)
            status = answer(healthy)
            times.append(time.perf_counter() - began)
            if status != 200:
                faults.append(f"status {status}")

        def probe():
            for path in ("livez", "readyz"):
                began = time.perf_counter()
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{metrics_port}/{path}", timeout=5) as reply:
                        reply.read()
                except OSError as error:
                    faults.append(f"/{path}: {error}")
                probes.append(time.perf_counter() - began)

        for _ in range(200):
            ask()
        times.clear()
        before = server.cpu_seconds()
        attacker.start()
        if not is_ready.wait(120):
            faults.append("the attack does not begin")
        end, count = time.monotonic() + SECONDS, 0
        try:
            while time.monotonic() < end:
                ask()
                count += 1
                if count % 50 == 0:
                    probe()
                time.sleep(0.002)
        except OSError as error:
            faults.append(f"the healthy client: {error}")
        peak, cpu = server.memory("VmHWM"), server.cpu_seconds() - before
        alive = server.process.poll() is None
    finally:
        may_end.set()
        attacker.join()
        server.stop()
    times.sort()
    if not alive:
        faults.append("the server ended")
    return {"p50": times[len(times) // 2], "p99": times[len(times) * 99 // 100], "asked": len(times), "probe": max(probes, default=0), "peak": peak,
            "cpu": cpu, "faults": faults}


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    make_certificates(folder / "pki")
    chosen = [attack for attack in ATTACKS if attack is nothing or not sys.argv[2:] or attack.__name__ in sys.argv[2:]]
    failed, usual = 0, None
    print("| beside | p50 | p99 | slowest probe | resident at most | the server's CPU | |\n|---|---|---|---|---|---|---|")
    for attack in chosen:
        figures = measure(sys.argv[1], folder, attack)
        usual = usual or figures["p99"]
        faults = sorted(set(figures["faults"]))[:3]
        if figures["p99"] > max(2 * usual, 0.005):
            faults.append("p99 more than doubled")
        if figures["peak"] > LIMIT:
            faults.append("more memory than the chart's limit")
        if figures["probe"] > 1:
            faults.append("a probe took more than its second")
        failed += bool(faults)
        print(f"| {attack.__doc__} | {figures['p50'] * 1e3:.2f} ms | {figures['p99'] * 1e3:.2f} ms | {figures['probe'] * 1e3:.0f} ms | "
              f"{figures['peak'] / (1 << 20):.0f} MiB | {figures['cpu']:.1f} s | {'; '.join(faults) or 'as it must be'} |", flush=True)
sys.exit(1 if failed else 0)
