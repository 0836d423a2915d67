"""Whatever a power cut leaves of what was not synced: what was promised is there, and the day is there or is read again."""

import pytest

from tests.durability.cuts import SOUND, Disk, Tally, cut_story

STORIES, CUTS = 8, 40
"""Of one test; there are four of them."""


@pytest.mark.parametrize("first", range(0, 4 * STORIES, STORIES))
def test_nothing_that_was_promised_is_lost_in_a_power_cut(first: int) -> None:
    tally = cut_all(range(first, first + STORIES))
    assert tally.faults == []
    assert tally.cuts == STORIES * CUTS
    assert tally.with_promises > tally.cuts / 3, "there was little to lose"
    assert tally.with_day > tally.could_have_day * 0.8, "the day is thrown away too easily"


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_with_an_outbox_that_is_not_synced_the_same_cuts_lose_promises(synchronous: str) -> None:
    weak = Disk(weaken=lambda name: synchronous if name == "outbox.db" else None)
    lost = [fault for fault in cut_all(range(STORIES), weak).faults if "promises:" in fault]
    assert len(lost) > STORIES, "these tests prove nothing"


def test_on_a_disk_that_forgets_new_names_the_same_cuts_lose_promises() -> None:
    lost = cut_all(range(STORIES), Disk(keeps_names=False)).faults
    assert len(lost) > STORIES, "these tests prove nothing"


def test_a_story_is_the_same_each_time() -> None:
    assert cut_story(3, 10) == cut_story(3, 10)


def cut_all(seeds: range, disk: Disk = SOUND) -> Tally:
    tally = Tally()
    for seed in seeds:
        tally.add(cut_story(seed, CUTS, disk))
    return tally
