"""Memory that is free goes back to the system."""

import ctypes

import pytest

from kiosk.memory import give_back, resident

BLOCK, BLOCKS = 64 * 1024, 800


def test_what_is_free_below_something_in_use_is_given_back() -> None:
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "malloc_trim"):
        pytest.skip("another C library than glibc")
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.argtypes = [ctypes.c_void_p]
    taken = [libc.malloc(BLOCK) for _ in range(BLOCKS)]
    for block in taken:
        ctypes.memset(block, 1, BLOCK)
    *free, last = taken
    for block in free:
        libc.free(block)
    before = resident()
    give_back()
    assert before - resident() > BLOCK * BLOCKS // 2
    libc.free(last)
