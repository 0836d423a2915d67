"""Time of a run: it jumps from one event to the next, and what runs on threads elsewhere runs in line here."""

import asyncio
from asyncio import Handle
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextvars import Context, ContextVar, copy_context
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from tests.fakes.virtual import VirtualLoop

T = TypeVar("T")


class Process(Protocol):
    """What a piece of work belongs to: a display, which may be killed."""

    alive: bool
    fate: "Fate"
    """What the disk and the end have in store for it."""

    def began(self, task: asyncio.Task[Any]) -> None: ...

    def work_takes(self) -> float:
        """Seconds until the next piece of work on a thread is begun."""

    def died(self) -> None: ...


class Fate:
    """What the disk and the end have in store for one process."""

    def __init__(self) -> None:
        self.full = False
        self.kill_in: int | None = None
        """Statements that are left, if the process is to end at one."""
        self.kill_after = False
        self.commits = 0


class Killed(BaseException):
    """The process ends at this very statement. Nothing of it may catch this."""


PROCESS: ContextVar[Process | None] = ContextVar("process", default=None)


class Time:
    """True time, which the display's own clock may lose."""

    def __init__(self, loop: asyncio.AbstractEventLoop, begin: datetime) -> None:
        self._loop = loop
        self._begin = self._now = begin
        self._looked_at = 0.0
        self.slept = 0.0
        """Seconds that passed while the displays were suspended: their timers did not run."""

    def now(self) -> datetime:
        seconds = self.seconds
        if seconds != self._looked_at:
            self._looked_at, self._now = seconds, self._begin + timedelta(seconds=seconds)
        return self._now

    @property
    def seconds(self) -> float:
        return self._loop.time() + self.slept


class InLine(Executor):
    """A thread that has no life of its own."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Killed:
            process = PROCESS.get()
            assert process is not None
            process.died()
            raise
        return done


class TortureLoop(VirtualLoop):
    """Virtual time without a thread; knows which process each task belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self._selector.select = self._pass  # type: ignore[attr-defined]  # because nothing is ever waited for but time
        self._line_free_at: dict[Executor | None, float] = {}
        self._lines: defaultdict[Executor | None, deque[Callable[[], None]]] = defaultdict(deque)
        """What each thread has still to do. Two pieces may be due at one moment: they are done in the order asked for."""
        self.set_task_factory(_owned_task)

    def dies_at_step(self, process: Process, count: int) -> None:
        """The process ends as the n-th step from here on of anything it does falls due; a count of 0 calls it off."""
        left = count
        self.__dict__.pop("call_soon", None)

        def call_soon(callback: Callable[..., object], *args: Any, context: Context | None = None) -> Handle:
            nonlocal left
            if (context or copy_context()).get(PROCESS) is process:
                left -= 1
                if left <= 0:
                    del self.__dict__["call_soon"]
                    process.died()
            return super(TortureLoop, self).call_soon(callback, *args, context=context)

        if count:
            self.__dict__["call_soon"] = call_soon

    def _pass(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("nothing will ever happen: no timer is set")
        if timeout > 0:
            self.pass_time(timeout)
        return []

    def run_in_executor(  # type: ignore[override]  # because the stub of typeshed is narrower than its own base
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        process = PROCESS.get()
        done: asyncio.Future[T] = self.create_future()
        wait = process.work_takes() if process is not None else 0.0
        due = max(self._line_free_at.get(executor, 0.0), self.time() + wait)
        line = self._lines[executor]
        if line or due > self.time():
            self._line_free_at[executor] = due
            line.append(lambda: _work(process, done, func, args))
            self.call_at(due, _next_in, line)
        else:
            _work(process, done, func, args)
        return done


def _next_in(line: deque[Callable[[], None]]) -> None:
    line.popleft()()


def _work(process: Process | None, done: asyncio.Future[T], func: Callable[..., T], args: Any) -> None:
    if (process is not None and not process.alive) or done.cancelled():
        return
    try:
        result = func(*args)
    except Killed:
        assert process is not None
        process.died()
    except Exception as fault:  # noqa: BLE001 - handed to whoever waits
        done.set_exception(fault)
    else:
        done.set_result(result)


def _owned_task(loop: asyncio.AbstractEventLoop, coro: Any, **kwargs: Any) -> asyncio.Task[Any]:
    try:
        task: asyncio.Task[Any] = asyncio.Task(coro, loop=loop, **kwargs)
    except Killed:
        coro.close()  # its process ended before the first step
        raise
    process = PROCESS.get()
    if process is not None:
        process.began(task)
        if not process.alive:
            task.cancel()  # it ended while the task was made: nobody else knows of it
    return task
