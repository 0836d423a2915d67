"""One loop for Qt and asyncio: qasync's, with its defects mended. Nothing here knows rooms or faces.

qasync 0.28 keeps time with coarse Qt timers, cuts delays to whole milliseconds, overflows after 24.8 days,
leaves a cancelled timer alive until it would have rung, hands out no `TimerHandle`, and lets a Qt loop nested
in a task run other tasks, which then never wake again. The mending: what is ready waits in a queue of ours
with one Qt timer for its turn, and every delay has a Qt timer of its own that its handle can kill.
tests/ui/test_loop.py holds each of these; a new qasync must pass it before the version is raised.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal
from PySide6.QtGui import QGuiApplication

from kiosk.lean import instead_of
from kiosk.workers import Workers

# qasync takes the Qt binding that is loaded already, else the first it can find: PySide6 comes before it.
with instead_of("PySide6.QtWidgets", QApplication=QGuiApplication):
    from qasync import QEventLoop

T = TypeVar("T")

LONGEST_MS = 2**31 - 1
"""A Qt timer counts its milliseconds in 32 bits; what waits longer is armed again."""

WORKERS = 16
"""Threads for what may block: names being resolved, long bodies, Entra. One is started when all others are busy, so
there are few; a name server that is silent holds one for each try, and must not hold the last one."""


class Wait(asyncio.TimerHandle):
    """A callback that is due at a time of the loop's clock, and the Qt timer that will say so."""

    __slots__ = ("bell", "timer_id")

    def __init__(
        self,
        when: float,
        callback: Callable[..., object],
        args: tuple[object, ...],
        loop: KioskLoop,
        context: Context | None,
    ) -> None:
        super().__init__(when, callback, args, loop, context)
        self.bell = loop.bell
        self.timer_id = 0

    def cancel(self) -> None:
        self.bell.forget(self)
        super().cancel()


class Bell(QObject):
    """Qt's side of the loop: rings when something is ready to run or has become due."""

    handed_over = Signal(object)
    """A handle from another thread; Qt carries it into the loop's."""

    def __init__(self, loop: KioskLoop) -> None:
        super().__init__()
        self._loop = loop
        self._ready: deque[asyncio.Handle] = deque()
        self._waits: dict[int, Wait] = {}
        self._turn = 0
        self.handed_over.connect(self.queue)

    def queue(self, handle: asyncio.Handle) -> None:
        """Run it in the loop's next turn, after what was queued before it."""
        self._ready.append(handle)
        self._arm_turn()

    def wait(self, handle: Wait) -> None:
        """Run it at its time: never before, and with an accuracy of milliseconds however far away that is."""
        delay = handle.when() - self._loop.time()
        if delay <= 0:
            self.queue(handle)
            return
        milliseconds = math.ceil(min(delay * 1000, LONGEST_MS))
        handle.timer_id = self.startTimer(milliseconds, Qt.TimerType.PreciseTimer)
        self._waits[handle.timer_id] = handle

    def forget(self, handle: Wait) -> None:
        if self._waits.pop(handle.timer_id, None) is not None:
            self.killTimer(handle.timer_id)

    def silence(self) -> None:
        """The loop is closed: nothing rings any more."""
        for handle in tuple(self._waits.values()):
            self.forget(handle)
        self._ready.clear()
        if self._turn:
            self.killTimer(self._turn)
            self._turn = 0

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's name
        timer_id = event.timerId()
        self.killTimer(timer_id)
        if timer_id == self._turn:
            self._turn = 0
            self._run_turn()
        elif (handle := self._waits.pop(timer_id, None)) is not None:
            self.wait(handle)

    def _arm_turn(self) -> None:
        if not self._turn:
            self._turn = self.startTimer(0)

    def _run_turn(self) -> None:
        if asyncio.current_task(self._loop) is not None:
            # A Qt loop is running inside a task's step. Entering another task now would break both for ever;
            # the turn that runs this very step goes on with the queue when the step is over.
            return
        try:
            for _ in range(len(self._ready)):
                if not self._ready:  # a Qt loop nested in a plain callback took the rest
                    break
                handle = self._ready.popleft()
                if not handle.cancelled():
                    handle._run()  # noqa: SLF001 - asyncio offers no other way
        except BaseException as exit_asked:  # noqa: BLE001 - raised again by run_forever, past Qt's frames
            self._loop.leave_with(exit_asked)
        if self._ready:
            self._arm_turn()


class KioskLoop(QEventLoop):  # type: ignore[misc]  # because qasync ships no types
    """An asyncio event loop that runs inside Qt's, accurate and safe to nest Qt loops in."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self.bell = Bell(self)
        self._exit_asked: BaseException | None = None
        self.set_default_executor(Workers(WORKERS, "kiosk"))

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self.bell.queue(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self.bell.handed_over.emit(handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.TimerHandle:
        self._check_closed()
        handle = Wait(when, callback, args, self, context)
        self.bell.wait(handle)
        return handle

    def _add_callback(self, handle: asyncio.Handle) -> None:
        """The door that asyncio itself uses for the handlers of Unix signals."""
        self.bell.queue(handle)

    def leave_with(self, exit_asked: BaseException) -> None:
        """A callback asked the process to end (SystemExit, KeyboardInterrupt): end the loop with it."""
        self._exit_asked = exit_asked
        self.stop()

    def run_forever(self) -> None:
        super().run_forever()
        if self._exit_asked is not None:
            exit_asked, self._exit_asked = self._exit_asked, None
            raise exit_asked

    def run_until_complete(self, future: Awaitable[T]) -> T:
        task = asyncio.ensure_future(future, loop=self)
        try:
            result: T = super().run_until_complete(task)
        except BaseException:
            if task.done() and not task.cancelled():
                task.exception()  # it is on its way to our caller: not one that nobody looked at
            raise
        return result

    def close(self) -> None:
        super().close()
        self.bell.silence()


def run(main: Coroutine[Any, Any, T], app: QGuiApplication) -> T:
    """`asyncio.run` inside Qt: returns what `main` returns, after cancelling what it left running.

    `app` must not be told to quit meanwhile: `main` returning is the only way out.
    """
    with asyncio.Runner(loop_factory=lambda: KioskLoop(app)) as runner:
        return runner.run(main)
