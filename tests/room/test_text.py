"""Foreign text is one plain line before anything keeps it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.room.text import initials, one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Design\n\treview ", "Design review"),
        ("Party \U0001f389 time ❤️", "Party time ❤"),
        ("a\u202eb\u2066c\u200bd\u0000e", "abcd e"),
        (" \u2028 ", ""),
        ("x" * 90, "x" * 80),
        ("x" * 79 + " y", "x" * 79),
        ("مراجعة التصميم", "مراجعة التصميم"),
    ],
)
def test_breaks_marks_and_emoji_go(text: str, line: str) -> None:
    assert one_line(text, 80) == line


@given(st.text(st.characters(max_codepoint=127), max_size=200), st.integers(1, 60))
def test_plain_text_that_needs_no_cleaning_is_cut_as_any_other(text: str, most: int) -> None:
    line = one_line(text, most)
    assert line == one_line(
        text + "é" * (len(text) > most * 4), most
    )  # what is beyond the cut does not matter
    assert (
        one_line("é" + text, most * 2) == "é" + one_line("e" + text, most * 2)[1:]
    )  # the long way says the same


@given(st.text(max_size=200))
def test_a_cleaned_line_is_clean(text: str) -> None:
    line = one_line(text, 80)

    assert one_line(line, 80) == line
    assert len(line) <= 80


def test_initials_of_initials_are_the_same() -> None:
    assert initials("Mina  Okafor") == "M. O."
    assert initials(initials("Mina Okafor")) == "M. O."
    assert initials("") == ""
