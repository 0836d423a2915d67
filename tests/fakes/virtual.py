"""Time that passes only when nobody has anything left to do: hours of waiting take milliseconds, the same way each run."""

import asyncio
import selectors
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from kiosk.clock import Boot

T = TypeVar("T")
BEGIN = datetime(2026, 10, 13, 9, 41, tzinfo=UTC)
"""A Tuesday; 11:41 in Berlin."""
STUCK_AFTER = 10.0
"""Real seconds that a thread may take before the loop is called stuck."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose `time()` jumps to the next timer as soon as all is quiet.

    While a thread works (the disk, a long parse) the time stands still.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        self._threads = 0
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self._seconds

    def pass_time(self, seconds: float) -> None:
        self._seconds += seconds

    @property
    def waits_for_threads(self) -> bool:
        return self._threads > 0

    def run_in_executor(  # type: ignore[override]  # because the stub of typeshed is narrower than its own base
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        self._threads += 1
        work = super().run_in_executor(executor, func, *args)
        work.add_done_callback(self._thread_ended)
        return work

    def _thread_ended(self, _: object) -> None:
        self._threads -= 1


class _Selector(selectors.DefaultSelector):
    """Waits for threads in real time, and for nothing else."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout <= 0:
            return super().select(0)
        if self._loop.waits_for_threads or timeout is None:
            woken = super().select(STUCK_AFTER)
            if not woken:
                raise RuntimeError("nothing will ever happen: no timer is set and no thread answers")
            return woken
        self._loop.pass_time(timeout)
        return super().select(0)


class VirtualClock:
    """`Clock` on the loop's time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.off = timedelta()
        """By how much somebody has set the wall clock wrong."""
        self.slept = timedelta()
        """For how long the machine was suspended: the monotonic clock stood still."""
        self._boots, self._dark = 1, timedelta()

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self._loop.time()) + self.slept + self.off

    def monotonic(self) -> float:
        return self._loop.time()

    def elapsed(self) -> timedelta:
        return timedelta(seconds=self._loop.time()) + self.slept - self._dark

    def boot(self) -> Boot:
        return Boot(str(self._boots), self.now() - self.elapsed())

    def booted(self, off: timedelta = timedelta()) -> None:
        """The machine was without power, and is started; `off`: its clock is wrong by this."""
        self._boots += 1
        self._dark, self.off = timedelta(seconds=self._loop.time()) + self.slept, off


class VirtualAlarm:
    """`Alarm` on the loop's time."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._set: dict[str, tuple[datetime, asyncio.TimerHandle]] = {}

    def at(self, name: str, when: datetime, ring: Callable[[], None]) -> None:
        due = self._set.get(name)
        if due is not None:
            if due[0] == when:
                return
            due[1].cancel()
        delay = max(0.0, (when - self._clock.now()).total_seconds())
        handle = asyncio.get_running_loop().call_later(delay, self._ring, name, ring)
        self._set[name] = (when, handle)

    def _ring(self, name: str, ring: Callable[[], None]) -> None:
        del self._set[name]
        ring()

    def close(self) -> None:
        for _, handle in self._set.values():
            handle.cancel()
        self._set.clear()


def virtually(work: Coroutine[object, object, T]) -> T:
    """Runs `work` to its end on a virtual loop of its own; a fault in any task of it is raised here."""
    faults: list[BaseException] = []

    def note(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        faults.append(context.get("exception") or RuntimeError(context["message"]))

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.get_loop().set_exception_handler(note)
        result = runner.run(work)
    assert threading.current_thread() is threading.main_thread()
    if faults:
        raise faults[0]
    return result
