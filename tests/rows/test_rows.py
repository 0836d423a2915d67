"""Every state and every text of DESIGN.md is reached through the real window, and every key of it wishes something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.room.project import project
from kiosk.room.reports import Reportable, Way
from tests.faces.pairs import moment
from tests.pixels.stage import Stage, at_rest, settle, stage
from tests.rows.rows import NOT_OURS, OVERLAYS, STATES, TEXTS, Row
from tests.sheet.glassful import Glassful, gather
from tests.ui.hand import field, key, tap, wishes

DESIGN = Path(__file__).parents[3] / "shared/design/DESIGN.md"
ROWS = [
    pytest.param(row, id=f"{name}-{row.facts}-{number}")
    for table in (STATES, OVERLAYS, TEXTS)
    for name, rows in table.items()
    for number, row in enumerate(rows)
]


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage(still=True) as scene:
        yield scene


def show(scene: Stage, row: Row) -> Glassful:
    """The row's facts on the glass, and what was typed into it."""
    begun = moment(row.facts)
    facts = begun.facts
    if row.rooms:
        near = moment("conflict-other-rooms")
        facts = replace(facts, nearby=replace(near.facts.nearby, as_of=begun.now))
    if row.report:
        facts = replace(facts, settings=replace(facts.settings, report=Reportable((Way.MAIL,))))
    scene.intents.clear()
    scene.show(at_rest(project(facts, begun.now)))
    name, text = row.written
    if name:
        typed = field(scene, name)
        typed.setProperty("text", text)
        settle()
    return gather(scene.quick)


@pytest.mark.parametrize("row", ROWS)
def test_what_design_says_stands_on_the_glass(scene: Stage, row: Row) -> None:
    standing = " ".join(" ".join(text.words.split()) for text in show(scene, row).texts)
    for text in row.texts:
        assert text in standing


@pytest.mark.parametrize("row", [row for row in ROWS if row.values[0].keys])
def test_each_of_its_keys_wishes_something(scene: Stage, row: Row) -> None:
    shown = show(scene, row)
    assert set(row.keys) <= {target.name for target in shown.targets}
    for name in row.keys:
        before = len(wishes(scene))
        scene.glass._last_filled = -1_000_000  # each row is another person, who has tapped nothing yet
        tap(scene, key(scene, name))
        assert len(wishes(scene)) == before + 1, name


def test_the_black_minutes_show_nothing(scene: Stage) -> None:
    shown = show(scene, Row("night-black", ()))
    assert (shown.texts, shown.targets, shown.icons) == ((), (), ())


# --- against DESIGN.md itself


def design() -> str:
    if not DESIGN.exists():
        pytest.skip("DESIGN.md does not stand beside the project: the tables cannot be compared with it")
    return DESIGN.read_text(encoding="utf-8")


def cells(text: str, begins: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if re.match(begins, line)
    ]


def test_no_state_of_design_is_missing() -> None:
    named = {row[1] for row in cells(design(), r"\| \d+ \| \w+ \|")}
    overlays = set(re.findall(r"\*\*(\w+)\*\*", design().partition("Overlays.")[2].partition("\n")[0]))
    assert (named, overlays) == (set(STATES), set(OVERLAYS))


def test_no_text_of_design_is_missing() -> None:
    assert {row[0] for row in cells(design(), r"\| E-")} == set(TEXTS) | set(NOT_OURS)
    assert not set(TEXTS) & set(NOT_OURS)


def test_the_texts_are_designs_word_for_word() -> None:
    differing = []
    for code, _, written in cells(design(), r"\| E-"):
        if code in NOT_OURS:
            continue
        ours = " ".join(TEXTS[code][0].texts)
        differing += [(code, part) for part in written.split(" / ")[:2] if not re.search(pattern(part), ours)]
    assert differing == []


def pattern(part: str) -> str:
    """DESIGN's sentence with anything in place of what is filled in; a straight apostrophe is a curved one."""
    sentence = re.sub(r"\(.*\)", "", part).strip().rstrip(".")
    words = re.split(r"\{[^}]*\}", sentence.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    return r"\S.*?".join(re.escape(word) for word in words)
