"""The languages of the glass: what assets/languages/*.toml say of each. No Qt, and no sentence of its own.

A language is one file. Which of a sentence's forms fits a count, its plural rules say (CLDR's, for whole numbers).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from kiosk.keyboards import ENGLISH_KEYS, Layout

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "languages"
ENGLISH = "en"
OTHER = "other"
"""CLDR's category for every count that meets no other rule."""

Forms: TypeAlias = str | Mapping[str, str]
"""A sentence, or one for each plural category."""

_TERM = re.compile(r"[ni](?: % (\d+))? (!?=) ([\d.,]+)")


@dataclass(frozen=True, slots=True)
class Language:
    """One language, ready to be spoken."""

    code: str
    name: str
    """What it calls itself."""
    right_to_left: bool = False
    twelve: bool = False
    """The clock where neither the configuration nor a territory asks for one: 12 hours instead of 24."""
    script: str = "Latn"
    """ISO 15924; decides about fonts and letter spacing."""
    day: str = "dddd d MMMM"
    """Weekday, day and month, and the same with a short weekday; Qt's letters for dates and times."""
    day_short: str = "ddd d MMMM"
    time_twelve: str = "h:mm AP"
    hour_twelve: str = "h AP"
    plural: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, Forms] = field(default_factory=dict)
    keyboard: Layout = ENGLISH_KEYS

    def say(self, source: str, count: int | None = None, hint: str = "") -> str:
        """The sentence for the English `source`, in the form for `count`; the English one where there is none.

        `hint` tells two uses of one English word apart: "Next (keyboard)" stands before "Next".
        """
        forms = self.phrases.get(f"{source} ({hint})") or self.phrases.get(source, source)
        if isinstance(forms, str):
            return forms
        return forms.get(self.category(count), forms[OTHER])

    def category(self, count: int | None) -> str:
        """The plural category of a whole number."""
        if count is None:
            return OTHER
        return next((name for name, rule in self.plural.items() if meets(count, rule)), OTHER)


def meets(count: int, rule: str) -> bool:
    """Whether a whole number meets a plural rule as CLDR writes it: "n % 10 = 2..4 and n % 100 != 12..14".

    Raises:
        ValueError: the rule is not one for whole numbers.
    """
    return any(
        all(_holds(count, term.strip()) for term in part.split(" and ")) for part in rule.split(" or ")
    )


def _holds(count: int, term: str) -> bool:
    found = _TERM.fullmatch(term)
    if found is None:
        raise ValueError(f"not a plural rule for whole numbers: {term!r}")
    modulus, relation, ranges = found.groups()
    value = count % int(modulus) if modulus else count
    among = False
    for span in ranges.split(","):
        least, _, most = span.partition("..")
        among = among or int(least) <= value <= int(most or least)
    return among is (relation == "=")


def parse(code: str, text: str) -> Language:
    """A language from the text of its file.

    Raises:
        ValueError: it is not TOML, or a part of it is unknown, missing or of another kind.
    """
    try:
        told: dict[str, Any] = tomllib.loads(text)
        keyboard = {key: _frozen(value) for key, value in told.pop("keyboard", {}).items()}
        return Language(code=code, keyboard=Layout(**keyboard), **told)
    except TypeError as wrong:
        raise ValueError(f"{code}.toml: {wrong}") from None


def _frozen(value: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def codes() -> tuple[str, ...]:
    """The codes of all languages there are, English first."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return tuple(sorted(found, key=lambda code: code != ENGLISH))


def known(code: str) -> bool:
    """Whether there is a file for this language or, for "de-AT", for what it is a kind of."""
    return (FOLDER / f"{_base(code)}.toml").is_file()


@lru_cache(maxsize=16)
def load(code: str) -> Language:
    """The language for a code such as "de" or "de-AT"; English where there is none."""
    base = _base(code) if known(code) else ENGLISH
    path = FOLDER / f"{base}.toml"
    return parse(base, path.read_text(encoding="utf-8"))


def offered(configured: str, wished: Sequence[str] | None) -> tuple[str, ...]:
    """What a visitor may choose from, the configured language first: those of `wished` that there are, or all (None)."""
    first = configured if known(configured) else ENGLISH
    others = codes() if wished is None else [code for code in wished if known(code)]
    return (first, *(code for code in dict.fromkeys(others) if _base(code) != _base(first)))


def _base(code: str) -> str:
    return code.replace("_", "-").partition("-")[0]
