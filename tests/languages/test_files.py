"""The language files: nothing is left in English, nothing is said that nobody asks for, and what goes in goes in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest

from kiosk import languages
from kiosk.languages import ENGLISH, Language
from tests.languages.sources import sentences, sources

CODES = languages.codes()
OTHERS = [code for code in CODES if code != ENGLISH]
GAPS = re.compile(r"\{(\w+)\}|(%n|%\d)|(<b>|</b>)|(\|)")
COUNTED = {"{minutes}", "{number}", "{m}", "{h}", "%n"}
"""What says the count itself: a form for one number alone may say it in words."""
LOUD = ("!", "¡")


def forms(language: Language) -> Iterator[tuple[str, str, str]]:
    """English sentence, plural category and translation, one by one."""
    for key, said in language.phrases.items():
        for category, text in said.items() if not isinstance(said, str) else [("other", said)]:
            yield key, category, text


def gaps(text: str) -> list[str]:
    return sorted(gap[0].lower() for gap in GAPS.finditer(text))


@cache
def single(code: str, category: str) -> bool:
    """The category stands for one number alone, such as CLDR's `two` in Arabic."""
    language = languages.load(code)
    return len([count for count in range(1000) if language.category(count) == category]) == 1


def source_of(key: str) -> str:
    return key if key in sentences() else re.sub(r" \(\w+\)$", "", key)


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_is_left_in_english(code: str) -> None:
    said = languages.load(code).phrases
    missing = {s if not hint or s in sentences() else f"{s} ({hint})" for s, hint in sources()} - said.keys()
    assert missing == set(), f"{code}.toml does not say these yet"


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_said_that_nobody_asks_for(code: str) -> None:
    asked = sentences() | {f"{source} ({hint})" for source, hint in sources() if hint}
    assert languages.load(code).phrases.keys() - asked == set()


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_with_forms_has_one_for_every_plural_category(code: str) -> None:
    language = languages.load(code)
    wanted = {*language.plural, languages.OTHER}
    for key, said in language.phrases.items():
        assert isinstance(said, str) or said.keys() == wanted, key


@pytest.mark.parametrize("code", OTHERS)
def test_what_counts_has_all_the_forms_of_the_language(code: str) -> None:
    language = languages.load(code)
    for source in sentences():
        if "%n" in source and language.plural:
            assert not isinstance(language.phrases[source], str), source


@pytest.mark.parametrize("code", CODES)
def test_what_goes_into_the_english_sentence_goes_into_every_other(code: str) -> None:
    language = languages.load(code)
    for key, category, text in forms(language):
        wanted, here = gaps(source_of(key)), gaps(text)
        if single(code, category):
            wanted = [gap for gap in wanted if gap not in COUNTED or gap in here]
        assert here == wanted, f"{key!r} in {code}: {text!r}"


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_says_something_and_calmly(code: str) -> None:
    for key, _, text in forms(languages.load(code)):
        assert text.strip(), key
        assert text == text.strip(), key
        assert "  " not in text.replace("  ·  ", ""), key
        assert not any(loud in text for loud in LOUD), key


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_a_name_of_its_own(code: str) -> None:
    names = [languages.load(each).name for each in CODES]
    assert names.count(languages.load(code).name) == 1


@pytest.mark.parametrize("code", CODES)
def test_no_sentence_is_written_twice_in_a_file(code: str) -> None:
    text = (languages.FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)  # TOML itself refuses a key that is there twice
    assert languages.parse(code, text).code == code
