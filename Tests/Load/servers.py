"""Servers under load: started on a free port of loopback, with development certificates, and looked at through /proc."""

import os
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
CONTEXT = ssl.create_default_context()
CONTEXT.check_hostname, CONTEXT.verify_mode = False, ssl.CERT_NONE


def make_certificates(folder):
    """A CA (kept where the folder has one) and a serving certificate."""
    subprocess.run([ROOT / "certs/make-development-certificates.sh", folder], check=True, capture_output=True)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Server:
    """A process that serves TLS on a port. What it writes goes to a file."""

    def __init__(self, command, log, path="/validate", preexec=None, stderr=None):
        """command: with {port} where the port goes. stderr: stands for the log's file."""
        self.port, self.path, self.log = free_port(), path, log
        self.began = time.perf_counter()
        with open(log, "ab") as file:
            self.process = subprocess.Popen(
                [str(word).replace("{port}", str(self.port)) for word in command], stdin=subprocess.DEVNULL, stdout=file,
                stderr=file if stderr is None else stderr, preexec_fn=preexec)
        self.seconds_to_ready = self._wait()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}{self.path}"

    def _wait(self):
        """Until a TLS handshake succeeds; how long that took."""
        while time.perf_counter() < self.began + 30:
            if self.process.poll() is not None:
                raise SystemExit(f"{self.process.args[0]} ended:\n{Path(self.log).read_text()[-2000:]}")
            try:
                self.connect().close()
                return time.perf_counter() - self.began
            except OSError:
                time.sleep(0.0005)
        raise SystemExit(f"{self.process.args[0]} does not answer")

    def connect(self, timeout=20):
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        try:
            return CONTEXT.wrap_socket(raw)
        except BaseException:
            raw.close()
            raise

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, field="VmRSS"):
        """Bytes; VmHWM is the most that it ever was."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
        raise ValueError(field)

    def stop(self, how=signal.SIGKILL):
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait()


def sockwarden(binary, certificates, log, *options, **more):
    command = [binary, "serve", "--listen", "127.0.0.1:{port}", "--certificate", f"{certificates}/tls.crt", "--key", f"{certificates}/tls.key"]
    return Server(command + list(options), log, **more)
