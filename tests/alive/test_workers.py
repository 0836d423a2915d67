"""Threads that nobody waits for."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import Future, wait

import pytest

from kiosk.workers import Workers


def test_no_more_threads_than_asked_for_and_all_work_done() -> None:
    workers = Workers(2, "test")
    names: set[str] = set()
    done = [workers.submit(lambda: names.add(threading.current_thread().name)) for _ in range(50)]
    wait(done, 20)
    assert all(future.done() for future in done)
    assert names <= {"test 1", "test 2"}
    workers.shutdown()


def test_one_thread_works_in_the_order_asked_for() -> None:
    workers = Workers(1, "test")
    order: list[int] = []
    wait([workers.submit(order.append, number) for number in range(100)], 20)
    assert order == list(range(100))
    workers.shutdown()


def test_a_fault_belongs_to_whoever_asked() -> None:
    workers = Workers(1, "test")
    with pytest.raises(ZeroDivisionError):
        workers.submit(lambda: 1 // 0).result(20)
    assert workers.submit(lambda: 1).result(20) == 1
    workers.shutdown()


def test_work_that_was_given_up_before_it_began_is_not_begun() -> None:
    workers = Workers(1, "test")
    gate, begun = threading.Event(), threading.Event()
    first: Future[bool] = workers.submit(gate.wait)
    second = workers.submit(begun.set)
    assert second.cancel()
    gate.set()
    assert first.result(20)
    assert workers.submit(lambda: 1).result(20) == 1
    assert not begun.is_set()
    workers.shutdown()


def test_nothing_is_taken_after_the_end() -> None:
    workers = Workers(1, "test")
    workers.shutdown()
    with pytest.raises(RuntimeError, match="no more work"):
        workers.submit(print)


def test_a_program_ends_though_a_thread_hangs() -> None:
    program = (
        "import threading\n"
        "from kiosk.workers import Workers\n"
        "workers = Workers(1, 'test')\n"
        "begun = threading.Event()\n"
        "workers.submit(lambda: (begun.set(), threading.Event().wait()))\n"
        "begun.wait(); workers.shutdown()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
