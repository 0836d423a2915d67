"""Who counts as stuck; and what systemd is asked and told."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from kiosk.clock import Clock
from kiosk.core.supervisor import LIMITS, Part, Verdict, supervise
from kiosk.device import watchdog
from kiosk.device.watchdog import Answer, Watchdog, interval, notify

NOTHING = timedelta()
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("part", Part)
def test_who_is_late_twice_in_a_row_is_begun_anew(part: Part) -> None:
    late = {part: LIMITS[part] + SECOND}
    first = supervise(late, frozenset())
    assert first == Verdict(suspects=frozenset({part}))
    assert supervise(late, first.suspects) == Verdict(anew=frozenset({part}))


@pytest.mark.parametrize("part", Part)
def test_who_is_late_once_was_only_asleep(part: Part) -> None:
    first = supervise({part: timedelta(hours=8)}, frozenset())
    assert supervise({part: NOTHING}, first.suspects) == Verdict()


def test_who_is_late_within_bounds_is_left_alone() -> None:
    assert supervise(LIMITS, frozenset(Part)) == Verdict()


def test_what_was_begun_anew_and_is_late_again_is_begun_anew_again() -> None:
    late = {Part.READING: timedelta(hours=1)}
    suspects: frozenset[Part] = frozenset()
    begun = 0
    for _ in range(6):
        verdict = supervise(late, suspects)
        suspects = verdict.suspects
        begun += len(verdict.anew)
    assert begun == 3


def test_an_answer_counts_only_the_time_in_which_we_could_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGSTOP for an hour, or a machine that slept: not ours."""
    passed = iter([0.0, 3600.0, 3600.0, 3601.0, 3601.0, 3602.0])
    clock = Clock()
    monkeypatch.setattr(clock, "monotonic", lambda: next(passed))
    answer = Answer(clock)
    looks: list[float] = []
    monkeypatch.setattr(answer._given, "wait", lambda patience: looks.append(patience) or len(looks) == 3)
    assert answer.came(2.0)


def test_an_answer_that_never_comes_does_not_come() -> None:
    assert not Answer(Clock()).came(0.05)


def test_a_display_that_does_not_answer_has_a_second_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "PATIENCE", 0.05)
    ended: list[str] = []
    monkeypatch.setattr(watchdog, "end_process", ended.append)
    asked: list[Answer] = []

    def second_time(answer: Answer) -> None:
        asked.append(answer)
        if len(asked) == 2:
            answer.give(healthy=True)

    Watchdog(second_time, Clock())._look()
    assert (len(asked), ended) == (2, [])


def test_a_display_that_never_answers_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "PATIENCE", 0.05)
    ended: list[str] = []
    monkeypatch.setattr(watchdog, "end_process", ended.append)
    Watchdog(lambda _: None, Clock())._look()
    assert ended == ["the event loop"]


def test_a_loop_that_is_closed_is_asked_nothing() -> None:
    def closed(_: Answer) -> NoReturn:
        raise RuntimeError("Event loop is closed")

    Watchdog(closed, Clock())._look()


@pytest.mark.parametrize(
    ("usec", "every"), [("30000000", 12.0), ("10000000", 5.0), ("0", 12.0), ("often", 12.0), (None, 12.0)]
)
def test_systemd_is_told_at_least_twice_as_often_as_it_wants(
    usec: str | None, every: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    if usec is not None:
        monkeypatch.setenv("WATCHDOG_USEC", usec)
    assert interval() == every


def test_what_systemd_wants_of_another_process_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "2000000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid() + 1))
    assert interval() == 12.0


@pytest.fixture(params=["abstract", "path"])
def listening(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        if request.param == "abstract":
            line.bind("")  # the kernel chooses
            monkeypatch.setenv("NOTIFY_SOCKET", "@" + line.getsockname()[1:].decode())
        else:
            monkeypatch.chdir(tmp_path)
            line.bind("notify")
            monkeypatch.setenv("NOTIFY_SOCKET", "notify")
        line.settimeout(20)
        yield line


def test_systemd_is_told(listening: socket.socket) -> None:
    notify("READY=1")
    assert listening.recv(100) == b"READY=1"


def test_a_systemd_that_does_not_listen_disturbs_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    notify("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify("READY=1")
