"""What the process holds of memory: kept together, given back, and measured."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from pathlib import Path

M_ARENA_MAX = -8
"""mallopt(3): how many heaps threads may spread over."""


def keep_together() -> None:
    """One heap for all threads, before there are any. glibc gives each its own, which fills with holes over the weeks."""
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """What is free of the heap goes back to the system; glibc keeps it for as long as anything above it is in use.

    Takes some milliseconds, in which no thread gets memory.
    """
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def resident() -> int:
    """Resident memory of this process in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
