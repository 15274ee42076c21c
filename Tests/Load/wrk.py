"""Debian's wrk: a client of HTTP/1.1 over TLS that is not ours."""

import json
import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("post.lua")


def command(url, body, connections, seconds, closes=False, timeout=10):
    threads = min(connections, os.cpu_count() or 1)
    return ["wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "--timeout", f"{timeout}s", "-s", str(SCRIPT), url, "--",
            str(body), *(["close"] if closes else [])]


def figures(output):
    """What post.lua printed last: requests, seconds, p50, p99 and most in ms, and failures by sort."""
    result = json.loads(output.strip().splitlines()[-1])
    result["failures"] = {key: result[key] for key in ("connect", "read", "write", "timeout", "status") if result[key]}
    return result


def load(*arguments, **more):
    run = subprocess.run(command(*arguments, **more), capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr + run.stdout)
    return figures(run.stdout)


def begin(*arguments, **more):
    """In the background: `figures(process.communicate()[0])` waits for it."""
    return subprocess.Popen(command(*arguments, **more), stdout=subprocess.PIPE, text=True)
