"""Programs of another architecture, for one command only: qemu-user, in namespaces of its own.

A machine on which they run already (its own architecture, or qemu-user registered with the kernel) is left as it is. Elsewhere the
command gets a user namespace with a registry of its own (Linux 6.7 and later), so that nothing is changed for anybody else.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
REGISTRY = Path("/proc/sys/fs/binfmt_misc")
NEW_USERS, NEW_MOUNTS = 0x10000000, 0x00020000
"""CLONE_NEWUSER and CLONE_NEWNS."""
ELF = r"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00"
MASK = r"\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff"
"""How the kernel knows a 64-bit program for ARM by its first twenty bytes."""


class Unable(Exception):
    """What is missing, in one sentence."""


def runs(arch: str) -> bool:
    """Whether this machine runs them as it is."""
    machine = MACHINES[arch]
    return platform.machine() == machine or (REGISTRY / f"qemu-{machine}").exists()


def entered(arch: str, words: list[str]) -> int:
    """Runs `words` where programs of `arch` run. Its exit code."""
    apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", *words]
    if runs(arch):
        return subprocess.run(apart, check=False).returncode
    interpreter = shutil.which(f"qemu-{MACHINES[arch]}-static")
    if interpreter is None:
        raise Unable(f"programs for {arch} do not run on this machine. Run: apt-get install qemu-user-static")
    return in_namespace(apart, f":kiosk-{arch}:M::{ELF}:{MASK}:{interpreter}:FPC")


def in_namespace(words: list[str], rule: str) -> int:
    """The parent gives the child's users their numbers; until then the child waits."""
    made, said = os.pipe()
    mapped, go = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(go)
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.unshare(NEW_USERS | NEW_MOUNTS):
                raise OSError(ctypes.get_errno(), "no user namespace")
            os.write(said, b"1")
            os.read(mapped, 1)
            os.setgid(0)
            os.setuid(0)
            subprocess.run(["mount", "-t", "binfmt_misc", "none", REGISTRY], check=True)
            (REGISTRY / "register").write_text(rule, encoding="ascii")
            os.execvp(words[0], words)  # noqa: S606 - the command itself, without a shell
        except (OSError, subprocess.CalledProcessError) as why:
            print(
                f"No namespace in which foreign programs run (Linux 6.7 or later, as root): {why}",
                file=sys.stderr,
            )
            os._exit(1)
    os.close(said)
    if os.read(made, 1):
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{child}/{name}").write_text("0 0 65536", encoding="ascii")
        os.write(go, b"1")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
