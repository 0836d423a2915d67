"""Every state and every text of DESIGN.md is reached through the real window, and every key of it wishes something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.room.project import project
from kiosk.room.reports import Reportable, Way
from tests.faces.pairs import moment
from tests.pixels.stage import Stage, at_rest, settle, stage
from tests.rows.rows import EDGES, NOT_OURS, NOT_SEEN_BY_ONE, OVERLAYS, STATES, TEXTS, Row
from tests.sheet.glassful import Glassful, gather
from tests.ui.hand import field, key, tap, wishes

DESIGN = Path(__file__).parents[3] / "shared/design/DESIGN.md"
ROWS = [
    pytest.param(row, id=f"{name}-{row.facts}-{number}")
    for table in (STATES, OVERLAYS, TEXTS, EDGES)
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


@pytest.mark.parametrize(
    "name", ["edge-whole-day", "edge-after-midnight", "edge-over-midnight", "conflict-nothing-free"]
)
def test_the_numbers_of_a_scale_keep_their_distance(scene: Stage, name: str) -> None:
    shown = show(scene, Row(name, ()))
    lowest = max(text.box.top for text in shown.texts if text.words.isdigit())
    numbers = [text for text in shown.texts if text.box.top == lowest]
    assert len(numbers) > 4
    for one, following in pairwise(sorted(numbers, key=lambda text: text.box.left)):
        assert following.box.left - one.box.right > 0.3 * one.px, (one.words, following.words)


def test_a_subject_of_two_hundred_letters_has_two_lines_and_an_end(scene: Stage) -> None:
    shown = show(scene, Row("edge-long-name", ()))
    (subject,) = [text for text in shown.texts if text.words.startswith("Quarterly")]
    assert (subject.cut, round(subject.box.height / subject.px)) == (True, 2)
    (room,) = [text for text in shown.texts if text.words.startswith("Auditorium")]
    assert not room.cut


def test_where_no_neighbour_is_configured_there_is_no_key_for_one(scene: Stage) -> None:
    assert "Find another room" not in {target.name for target in show(scene, Row("free", ())).targets}


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


def test_no_edge_case_of_design_is_missing() -> None:
    listed = design().partition("## 15 ")[2].partition("\n## ")[0]
    named = {row[0] for row in cells(listed, r"\| [^-]")} - {"case"}
    assert named == set(EDGES) | set(NOT_SEEN_BY_ONE)


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
