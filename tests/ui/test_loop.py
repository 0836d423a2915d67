"""The loop under everything: one test for each defect of qasync's that ours mends, and what must keep working."""

import asyncio
import contextvars
import signal
import sys
import threading

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEventLoop, Qt, QTimer, QTimerEvent
from PySide6.QtGui import QGuiApplication

from kiosk.ui.loop import LONGEST_MS, KioskLoop, run


def timers(loop: KioskLoop) -> list[QAbstractEventDispatcher.TimerInfo]:
    return QAbstractEventDispatcher.instance().registeredTimers(loop.bell)


def running() -> KioskLoop:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, KioskLoop)
    return loop


async def test_waits_are_kept_by_precise_timers() -> None:
    handle = running().call_later(5.55, lambda: None)
    (timer,) = timers(running())
    handle.cancel()
    assert timer.timerType == Qt.TimerType.PreciseTimer


async def test_a_delay_is_rounded_up_so_nobody_wakes_early() -> None:
    loop = running()
    handle = loop.call_later(5.5501, lambda: None)
    (timer,) = timers(loop)
    handle.cancel()
    assert timer.interval == 5551

    for delay in (0.0001, 0.0015, 0.0109):
        due = loop.time() + delay
        await asyncio.sleep(delay)
        assert loop.time() >= due


async def test_a_wait_longer_than_qt_can_count_is_armed_again() -> None:
    loop = running()
    rung: list[int] = []
    handle = loop.call_later(60 * 86_400, rung.append, 1)
    (first,) = timers(loop)
    assert first.interval == LONGEST_MS

    QCoreApplication.sendEvent(loop.bell, timer_event(first.timerId))  # the 24.8 days are over
    (second,) = timers(loop)
    assert second.timerId != first.timerId
    assert second.interval == LONGEST_MS
    assert rung == []
    handle.cancel()

    endless = loop.call_later(float("inf"), rung.append, 2)
    endless.cancel()


def timer_event(timer_id: int) -> QTimerEvent:
    return QTimerEvent(timer_id)


async def test_a_cancelled_wait_leaves_no_timer_behind() -> None:
    loop = running()
    before = len(timers(loop))
    for _ in range(200):
        await asyncio.wait_for(asyncio.sleep(0), timeout=3600)
    assert len(timers(loop)) == before


async def test_a_wait_is_a_timer_handle_that_knows_when() -> None:
    loop = running()
    due = loop.time() + 3600
    handle = loop.call_at(due, lambda: None)
    assert isinstance(handle, asyncio.TimerHandle)
    assert handle.when() == due
    handle.cancel()
    assert handle.cancelled()


async def test_a_qt_loop_inside_a_task_lets_no_other_task_in_and_all_go_on_afterwards() -> None:
    steps: list[str] = []

    async def other() -> None:
        steps.append("other began")
        await asyncio.sleep(0.001)
        steps.append("other ended")

    task = asyncio.create_task(other())
    nested = QEventLoop()
    QTimer.singleShot(20, nested.quit)
    QTimer.singleShot(5, lambda: steps.append("qt timer"))
    nested.exec()
    steps.append("nested over")
    await task
    assert steps == ["qt timer", "nested over", "other began", "other ended"]


async def test_a_qt_loop_inside_a_plain_callback_keeps_the_order_of_the_queue() -> None:
    loop = running()
    steps: list[str] = []
    over = asyncio.Event()

    def spin() -> None:
        QCoreApplication.processEvents()
        steps.append("spun")

    loop.call_soon(spin)
    loop.call_soon(steps.append, "second")
    loop.call_soon(steps.append, "third")
    loop.call_soon(over.set)
    await over.wait()
    assert steps == ["spun", "second", "third"]


async def test_callbacks_run_in_the_order_they_were_queued() -> None:
    seen: list[int] = []
    for number in range(50):
        running().call_soon(seen.append, number)
    await asyncio.sleep(0)
    assert seen == list(range(50))


async def test_a_call_from_another_thread_keeps_its_context_and_can_be_cancelled() -> None:
    loop = running()
    name: contextvars.ContextVar[str] = contextvars.ContextVar("name", default="none")
    seen: list[str] = []
    done = asyncio.Event()

    def elsewhere() -> None:
        name.set("thread")
        loop.call_soon_threadsafe(seen.append, "cancelled").cancel()
        loop.call_soon_threadsafe(lambda: seen.append(name.get()))
        loop.call_soon_threadsafe(done.set)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    await done.wait()
    assert seen == ["thread"]


async def test_sockets_executors_and_subprocesses_work() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.readline()).upper())
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        assert await reader.readline() == b"HELLO\n"
        writer.close()
        await writer.wait_closed()
    assert await asyncio.to_thread(threading.current_thread) is not threading.main_thread()
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(7)", stdout=-1)
    out, _ = await child.communicate()
    assert out == b"7\n"


async def test_a_unix_signal_reaches_its_handler() -> None:
    loop = running()
    heard = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, heard.set)
    signal.raise_signal(signal.SIGUSR1)
    await heard.wait()
    assert loop.remove_signal_handler(signal.SIGUSR1)


def test_run_returns_what_main_returns(qapp: QGuiApplication) -> None:
    async def main() -> int:
        await asyncio.sleep(0.001)
        return 7

    assert run(main(), qapp) == 7


def test_run_raises_what_main_raises_and_cancels_what_it_left_running(qapp: QGuiApplication) -> None:
    ended: list[str] = []

    async def background() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append("background")

    async def main() -> None:
        running().create_task(background(), name="background")
        await asyncio.sleep(0)
        raise ValueError("main failed")

    with pytest.raises(ValueError, match="main failed"):
        run(main(), qapp)
    assert ended == ["background"]


def test_asking_the_process_to_end_ends_the_loop(qapp: QGuiApplication) -> None:
    async def main() -> None:
        await asyncio.sleep(0)
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        run(main(), qapp)


def test_a_closed_loop_holds_no_timer_and_takes_no_more_work(qapp: QGuiApplication) -> None:
    loop = KioskLoop(qapp)
    loop.call_later(3600, lambda: None)
    loop.call_soon(lambda: None)
    loop.close()
    assert timers(loop) == []
    for call in (loop.call_soon, loop.call_soon_threadsafe):
        with pytest.raises(RuntimeError, match="closed"):
            call(lambda: None)
