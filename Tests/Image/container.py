"""Runs a command as a container runtime would: in an unpacked image, with what a pod's security context says. Linux, root."""

import ctypes
import os
import resource
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUTS = 0x20000, 0x8000000, 0x4000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38


def call(function, *arguments):
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function.__name__}{arguments}: {os.strerror(number)}")


def mount(source, target, flags):
    call(libc.mount, os.fsencode(str(source)), os.fsencode(str(target)), None, ctypes.c_ulong(flags), None)


class MemoryLimit:
    """A control group of its own, or where this machine allows none, a bound on the process's data."""

    def __init__(self, limit):
        self.limit, self.folder = limit, None
        name = f"sockwarden-{os.getpid()}"
        for base, file in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
            folder = Path(base, name)
            try:
                folder.mkdir()
            except OSError:
                continue
            try:
                (folder / file).write_text(str(limit))
                self.folder = folder
                break
            except OSError:
                folder.rmdir()
        self.kind = "cgroup" if self.folder else "RLIMIT_DATA"

    def enter(self):
        if self.folder:
            (self.folder / "cgroup.procs").write_text(str(os.getpid()))
        else:
            resource.setrlimit(resource.RLIMIT_DATA, (self.limit, self.limit))

    def peak(self):
        """Bytes at their most, the page cache's included; None where nobody counts them."""
        for name in ("memory.max_usage_in_bytes", "memory.peak") if self.folder else ():
            if (self.folder / name).exists():
                return int((self.folder / name).read_text())
        return None

    def remove(self):
        if self.folder:
            self.folder.rmdir()


def entering(root, mounts, user, group, limit=None):
    """What a child does before it executes a file of the image.

    root: the unpacked image. mounts: folders by their place in it, read-only. No capability is left, none can come back, and nothing can be
    written."""
    for place in [*mounts, "/proc"]:
        (Path(root) / place.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def enter():
        if limit:
            limit.enter()
        call(libc.unshare, CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS)
        mount("none", "/", MS_REC | MS_PRIVATE)
        for source, target in [(root, root), *((source, str(root) + place) for place, source in mounts.items())]:
            mount(source, target, MS_BIND)
            mount("none", target, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV)
        # Every runtime gives a container this one.
        mount("/proc", f"{root}/proc", MS_BIND)
        mount("none", f"{root}/proc", MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV)
        os.chroot(root)
        os.chdir("/")
        for capability in range(int(last_capability) + 1):
            call(libc.prctl, PR_CAPBSET_DROP, capability, 0, 0, 0)
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
        call(libc.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)

    last_capability = Path("/proc/sys/kernel/cap_last_cap").read_text()
    return enter
