"""What a program and everything that it started take of the machine, as the kernel counts it: the same way for anybody's."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")
SCHEDULED = 2
"""CPUCLOCK_SCHED: with a process's number it makes the clock of that process (clock_getcpuclockid(3))."""
GONE = (FileNotFoundError, ProcessLookupError)


def family(first: int) -> list[int]:
    """Process `first`, all below it, and all of its session that lost their parents."""
    below: dict[int, list[int]] = {}
    of_session = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with suppress(*GONE):
            _, parent, _, session, *_ = _stat(folder)
            below.setdefault(int(parent), []).append(int(folder.name))
            if int(session) == first:
                of_session.append(int(folder.name))
    found: set[int] = set()
    left = [first, *of_session]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += below.get(one, [])
    return sorted(found)


def proportional(first: int) -> float:
    """Megabytes of all processes, where a page that n processes share counts as 1/n for each (PSS)."""
    total = 0
    for pid in family(first):
        with suppress(*GONE):
            total += _number(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")
    return total / 1024


@dataclass(frozen=True, slots=True)
class Spent:
    """Since the processes began."""

    processor: float
    """Seconds, of all processors."""
    wakeups: int
    """How often a thread that slept went on (its voluntary context switches)."""
    written: int
    """Bytes that were meant for the disk."""

    def since(self, before: Spent) -> Spent:
        return Spent(
            self.processor - before.processor, self.wakeups - before.wakeups, self.written - before.written
        )


def spent(first: int) -> Spent:
    processor, wakeups, written = 0.0, 0, 0
    for pid in family(first):
        folder = Path(f"/proc/{pid}")
        with suppress(*GONE):
            for task in (folder / "task").iterdir():
                with suppress(*GONE):
                    wakeups += _number(task / "status", "voluntary_ctxt_switches:")
            processor += _processor(pid)
            written += _number(folder / "io", "write_bytes:")
    return Spent(processor, wakeups, written)


def _processor(pid: int) -> float:
    """Seconds of a process with all threads that it ever had, to the nanosecond, and of its children that have ended."""
    try:
        own = time.clock_gettime((~pid << 3) | SCHEDULED)
    except OSError as gone:
        raise ProcessLookupError from gone
    return own + sum(map(int, _stat(Path(f"/proc/{pid}"))[13:15])) * TICK


def _stat(folder: Path) -> list[str]:
    """From the state on: what is before it may hold any character."""
    return (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()


def _number(file: Path, name: str) -> int:
    for line in file.read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0
