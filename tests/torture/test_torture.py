"""A thousand short lives of a display, each with troubles of its own; and that the simulation can be believed."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.room.intents import OpenPickTime
from kiosk.sync import doubt
from tests.torture import __main__ as torture
from tests.torture.happenings import Compare, Outlook, Press
from tests.torture.loop import PROCESS, Fate, InLine, TortureLoop
from tests.torture.person import again
from tests.torture.plan import plan_of
from tests.torture.shrink import kind_of_failure, shrunk
from tests.torture.world import live

RUNS, AT_ONCE = 2000, 25
SHORT = 0.02
"""Virtual hours: one spell of troubles and the calm after it."""


@pytest.mark.parametrize("first", range(0, RUNS, AT_ONCE))
def test_whatever_befalls_it_what_must_hold_does_hold(first: int) -> None:
    broken = {
        seed: found
        for seed in range(first, first + AT_ONCE)
        if (found := live(plan_of(seed, SHORT)).violations)
    }
    assert broken == {}, f"`python -m tests.torture --hours {SHORT} --seeds N` tells the story of one"


def test_what_is_handed_to_one_thread_is_done_in_the_order_it_was_handed_in() -> None:
    class Slow:
        """Its first piece of work takes long; the others are due at the same moment, behind it."""

        alive, fate = True, Fate()

        def began(self, task: object) -> None: ...

        def work_takes(self) -> float:
            return 0.0 if done else 1.0

        def died(self) -> None: ...

    done: list[int] = []
    loop = TortureLoop()

    async def hand_in() -> None:
        PROCESS.set(Slow())
        disk = InLine()
        await asyncio.gather(*(loop.run_in_executor(disk, done.append, number) for number in range(9)))

    loop.run_until_complete(hand_in())
    loop.close()
    assert done == list(range(9))


def test_half_a_day_goes_by() -> None:
    assert live(plan_of(7, 12.0)).violations == ()


def test_a_seed_is_the_same_story_each_time_and_in_each_process() -> None:
    here = live(plan_of(11, 0.1), tell=True)
    assert live(plan_of(11, 0.1), tell=True) == here
    assert live(plan_of(12, 0.1), tell=True).story != here.story
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.torture", "--seeds", "11", "--hours", "0.1"],
            cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONHASHSEED": number}, stdout=subprocess.PIPE, text=True,
        )
        for number in ("1", "2")
    ]  # fmt: skip
    told = [process.communicate()[0] for process in processes]
    assert told[0] == told[1]
    assert "\n".join(here.story) in told[0]


def test_a_planted_fault_is_found_and_its_story_is_made_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubt, "DOUBT_READS", 1)
    plan = next(
        plan for plan in (plan_of(seed, SHORT) for seed in range(RUNS)) if "in doubt" in kind_of_failure(plan)
    )
    short = shrunk(plan)
    assert "in doubt" in kind_of_failure(short)
    needed = [one for one in short.happenings if not isinstance(one, Compare)]
    assert len(needed) <= 4, "a booking, what becomes of its request, and little else"


def test_a_share_is_never_the_whole_of_which_none_is_left_to_choose() -> None:
    rounded_up = 742507
    deeds = [one for one in plan_of(rounded_up).happenings if isinstance(one, Outlook)]
    assert max(one.choice for one in deeds) == 0.999999


def test_who_never_gets_there_gives_up() -> None:
    wish: Press | None = Press(0.0, "later", 0.3)
    pressed = 0
    while wish is not None:
        pressed += 1
        assert pressed < 10, "their day would never end, and nobody else's"
        wish = again(wish, wish.at, OpenPickTime())
    assert pressed == 6


def test_a_range_of_seeds_ends_with_one_line_of_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert torture.main(["--seeds", "0-2", "--hours", str(SHORT)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("3 seeds, 0 violations, ")
    assert line.endswith(" runs/s")


def test_runs_without_a_range_go_on_from_where_they_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torture, "DONE", tmp_path / "build" / "done")
    monkeypatch.setattr(torture, "RUNS", 3)
    assert torture.left_to_do(again=False) == (0, 3)
    assert torture.crowd(0, 2, SHORT, resumable=True) == 0
    assert torture.left_to_do(again=False) == (2, 3)
    assert torture.left_to_do(again=True) == (0, 3)
