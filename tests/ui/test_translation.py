"""Every word of the glass can be said in another language: it goes by the language's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import languages
from kiosk.ui.sentences import NAMES, VISIBLE, WITHOUT_TEXT
from kiosk.ui.told import TOLD
from tests.languages.sources import sentences
from tests.pixels import boards
from tests.pixels.measure import texts
from tests.pixels.stage import stage

WRITTEN_BY_PEOPLE = {"Lena Fischer",
    "Aurora", "Quick sync", "Design review", "Supplier call", "Sprint retro", "Weekly planning", "Planning",
    "Board meeting", "Priya Nair", "Mina Okafor", "Jonas Weber", "Team Delta", boards.LONG_ROOM, boards.LONG_SUBJECT,
    "K7M-4QX", "rd-4kzq…x7fa",
}  # fmt: skip
CALENDAR = re.compile(r"(Mon|Tue|Wed)\w*( \d+ October)?$")
"""Days come from Qt's locale, not from our sentences."""


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language in which every sentence stands in brackets."""
    said = "\n".join(f"'{source}' = '[{source}]'" for source in sentences())
    (tmp_path / "xx.toml").write_text(f'name = "Brackets"\n[phrases]\n{said}\n', encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    languages.load.cache_clear()
    yield "xx"
    languages.load.cache_clear()


def test_no_word_passes_by_the_translation(marked: str) -> None:
    with stage(language=marked) as scene:
        for board in boards.BOARDS.values():
            scene.show(board())
            for seen in texts(scene.quick):
                words = str(seen.get("text"))
                own = "[" in words or "]" in words or words in WRITTEN_BY_PEOPLE or CALENDAR.match(words)
                assert own or not re.search("[A-Za-z]{2}", words), f"not translated: {words!r}"


def test_the_tool_that_looks_for_sentences_finds_every_one() -> None:
    told = {part for pair in TOLD.values() for part in pair}
    wanted = {*VISIBLE.values(), *NAMES.values(), *WITHOUT_TEXT.values(), *told}
    assert {words for words in wanted if re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", words))} <= sentences()
