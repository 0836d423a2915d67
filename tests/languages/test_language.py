"""A language: which form fits a count, which file a code means, and what is said where nothing is known."""

from __future__ import annotations

import pytest

from kiosk import languages
from kiosk.config import desired
from kiosk.config.problems import ConfigProblem
from kiosk.languages import Language, meets, parse


def polish(count: int) -> str:
    """CLDR's rule in words of our own."""
    if count == 1:
        return "one"
    return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"


def arabic(count: int) -> str:
    if count < 3:
        return ("zero", "one", "two")[count]
    rest = count % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


def french(count: int) -> str:
    return "one" if count < 2 else "other"


def plain(count: int) -> str:
    return "one" if count == 1 else "other"


@pytest.mark.parametrize(
    ("code", "rule"),
    [("en", plain), ("de", plain), ("es", plain), ("it", plain), ("nl", plain), ("fr", french), ("pl", polish),
     ("ar", arabic), ("ja", lambda _: "other")],
)  # fmt: skip
def test_plural_categories_are_those_of_cldr(code: str, rule: object) -> None:
    assert callable(rule)
    language = languages.load(code)
    assert [language.category(count) for count in range(400)] == [rule(count) for count in range(400)]


@pytest.mark.parametrize("rule", ["n is 1", "v = 0", "", "n % 10 = two"])
def test_a_rule_that_is_none_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"not a plural rule|invalid literal"):
        meets(1, rule)


def test_a_sentence_takes_the_form_for_its_count() -> None:
    language = Language(
        "xx", "X", plural={"one": "n = 1"}, phrases={"%n": {"one": "a", "other": "b"}, "c": "d"}
    )
    assert [language.say("%n", count) for count in (1, 2, None)] == ["a", "b", "b"]
    assert language.say("c", 1) == "d"


def test_what_is_not_said_is_said_in_english() -> None:
    assert Language("xx", "X").say("Free") == "Free"


def test_a_hint_tells_two_uses_of_a_word_apart() -> None:
    language = Language("xx", "X", phrases={"Next": "a", "Next (keyboard)": "b"})
    assert [language.say("Next"), language.say("Next", hint="keyboard"), language.say("Next", hint="list")] == [
        "a", "b", "a",
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "base"), [("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("en-US", "en")])
def test_a_territory_speaks_its_language(code: str, base: str) -> None:
    assert languages.known(code)
    assert languages.load(code).code == base


@pytest.mark.parametrize("code", ["xx", "xx-YY", "tlh"])
def test_a_language_without_a_file_speaks_english(code: str) -> None:
    assert not languages.known(code)
    assert languages.load(code).code == "en"


def test_a_file_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match=r"xx\.toml.*colour"):
        parse("xx", 'name = "X"\ncolour = "red"')


def test_english_comes_first() -> None:
    assert languages.codes()[0] == "en"


@pytest.mark.parametrize(
    ("configured", "wished", "offered"),
    [
        ("de", ("en", "de", "fr"), ("de", "en", "fr")),
        ("de-AT", ("de", "en"), ("de-AT", "en")),
        ("de", (), ("de",)),
        ("de", ("xx", "fr", "fr"), ("de", "fr")),
        ("xx", ("de",), ("en", "de")),
        ("en", None, ("en", "ar", "de", "es", "fr", "it", "ja", "nl", "pl")),
    ],
)
def test_a_visitor_may_choose_from_what_there_is(
    configured: str, wished: tuple[str, ...] | None, offered: tuple[str, ...]
) -> None:
    assert languages.offered(configured, wished) == offered


def test_the_configuration_names_the_language_and_what_a_visitor_may_choose() -> None:
    display = desired.parse('[display]\nlanguage = "de-AT"\nlanguages = ["de", "en"]\n').display
    assert (display.language, display.languages) == ("de-AT", ("de", "en"))
    assert desired.parse("").display.languages is None


def test_what_is_no_code_of_a_language_is_refused() -> None:
    with pytest.raises(ConfigProblem, match=r"display\.languages must be a language code"):
        desired.parse('[display]\nlanguages = ["German"]\n')
