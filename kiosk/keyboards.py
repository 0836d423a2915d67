"""The keyboard on the glass: which letters a language has, on which pages and in which rows. No Qt; a language's file has the data."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
FIGURES = ("1234567890", "-/:;()&+=", ",?!'\"_%")
ACCENTS = "äöüßàáâãåæçèéêëíîïñóôõøœúłąćęńśźżìòùûÿ¿¡"
"""Those of other languages come after a language's own, as many as there is room for."""
ACROSS, UNTIL_LAST, LAST = 10, 9, 7
"""Letters in the rows of a page of accents."""
NARROW, BESIDE = 7, 5
"""Letters across on narrow glass, and in the lowest row, between Shift and Backspace."""


class Shape(Enum):
    """What the glass has room for: eleven keys across, ten, or seven."""

    WIDE = "wide"
    LOW = "low"
    NARROW = "narrow"


class Kind(Enum):
    """What a page is for; the first one is there when the keyboard opens."""

    LETTERS = "letters"
    MORE = "more"
    ACCENTS = "accents"
    LATIN = "latin"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Page:
    """One face of the keyboard. A space in a row leaves a place empty."""

    kind: Kind
    label: str
    """On the key that turns to it."""
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A language's own keyboard: the table `[keyboard]` of its file. Where that is silent it is the English one."""

    pages: tuple[tuple[str, ...], ...] = (QWERTY,)
    """Letters, page by page, row by row."""
    low: tuple[tuple[str, ...], ...] = ()
    """The same for glass with room for ten keys across; empty: no different."""
    block: int = 0
    """Letters that stay together in a row on narrow glass; 0: seven, in the order of the alphabet."""
    accents: str = ""
    """Further letters that its words need. Latin ones of other languages follow them."""
    label: str = "abc"
    """On the key that turns to the first page."""
    forms: tuple[str, ...] = ()
    """Letters that become one another with the key in place of Shift: "はばぱ". Empty: letters are large or small."""
    mark: str = ""
    """On that key."""

    @property
    def latin(self) -> bool:
        return "a" in "".join(self.pages[0])

    def at(self, shape: Shape) -> tuple[Page, ...]:
        """The pages in the order in which one key turns them, and the figures last."""
        own = self.pages if shape is Shape.WIDE else self.low or self.pages
        kinds = (Kind.LETTERS, *(Kind.MORE for _ in own[1:]))
        labels = (self.label, *(page[0][0] for page in own[1:]))
        pages = [
            Page(kind, label, self._narrow(rows) if shape is Shape.NARROW else rows)
            for kind, label, rows in zip(kinds, labels, own, strict=True)
        ]
        accents = self._accents("".join(own[0]))
        if accents:
            pages.append(Page(Kind.ACCENTS, accents[:3], _shaped(accents, shape)))
        if not self.latin:
            rows = _broken("".join(sorted("".join(QWERTY)))) if shape is Shape.NARROW else QWERTY
            pages.append(Page(Kind.LATIN, "abc", rows))
        figures = _broken("".join(FIGURES)) if shape is Shape.NARROW else FIGURES
        return (*pages, Page(Kind.FIGURES, "123", figures))

    def other_form(self, letter: str) -> str:
        """What a letter becomes: か, が, か again. One that has no other form stays as it is."""
        for ring in self.forms:
            if letter in ring:
                return ring[(ring.index(letter) + 1) % len(ring)]
        return letter

    def _narrow(self, rows: Sequence[str]) -> tuple[str, ...]:
        letters = "".join(rows).replace(" ", "")
        if self.block:
            return tuple(letters[n : n + self.block] for n in range(0, len(letters), self.block))
        return _broken("".join(sorted(letters, key=_place)))

    def _accents(self, known: str) -> str:
        more = ACCENTS if self.latin else ""
        ring = dict.fromkeys(letter for letter in self.accents + more if letter not in known)
        return "".join(ring)[: ACROSS + UNTIL_LAST + LAST]


def _place(letter: str) -> tuple[bool, str]:
    """In the order of the alphabet: a to z, then what only some languages have."""
    return not letter.isascii(), letter


def _shaped(letters: str, shape: Shape) -> tuple[str, ...]:
    if shape is Shape.NARROW:
        return _broken(letters)
    second = ACROSS + UNTIL_LAST
    return letters[:ACROSS], letters[ACROSS:second], letters[second:]


def _broken(letters: str) -> tuple[str, ...]:
    """Seven in each row, from the side where reading begins; the last row stands between two keys."""
    rows = []
    while len(letters) > BESIDE:
        rows.append(letters[:NARROW])
        letters = letters[NARROW:]
    leftwards = unicodedata.bidirectional(rows[0][0]) == "AL"
    return tuple(row[::-1] if leftwards else row for row in (*rows, letters))


ENGLISH_KEYS = Layout()
