"""What each language can type, whatever the size of the glass."""

from __future__ import annotations

import pytest

from kiosk import languages
from kiosk.keyboards import Kind, Layout, Page, Shape

CODES = languages.codes()
NEEDED = {
    "en": "", "de": "äöüß", "fr": "éèàùçâêîôûëïüœ", "es": "ñáéíóúü¿", "it": "àèéìòù", "nl": "éëïèêöü",
    "pl": "ąćęłńóśźż", "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىؤئ،؟",
    "ja": "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんー",
}  # fmt: skip


def pages(code: str, shape: Shape) -> tuple[Page, ...]:
    return languages.load(code).keyboard.at(shape)


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("code", CODES)
def test_every_letter_of_the_language_and_the_latin_alphabet_can_be_typed(code: str, shape: Shape) -> None:
    letters = {letter for page in pages(code, shape) for row in page.rows for letter in row}
    assert letters >= set(NEEDED[code] + "abcdefghijklmnopqrstuvwxyz1234567890-_")


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("code", CODES)
def test_no_page_needs_more_rows_than_the_first_or_has_a_letter_twice(code: str, shape: Shape) -> None:
    first = pages(code, shape)[0]
    for page in pages(code, shape):
        letters = "".join(page.rows).replace(" ", "")
        assert len(page.rows) <= len(first.rows)
        assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("code", CODES)
def test_the_figures_are_the_last_page(code: str) -> None:
    for shape in Shape:
        assert [page.kind for page in pages(code, shape)].index(Kind.FIGURES) == len(pages(code, shape)) - 1


def test_voiced_and_small_kana_are_forms_of_their_letter() -> None:
    kana = languages.load("ja").keyboard
    assert [kana.other_form(letter) for letter in "かがはばぱつっづんa"] == list("がかばぱはっづつんa")


def test_french_types_as_on_a_french_keyboard() -> None:
    assert pages("fr", Shape.WIDE)[0].rows[:2] == ("azertyuiop", "qsdfghjklm")


def test_narrow_glass_has_the_alphabet_in_its_order_and_arabic_begins_at_the_right() -> None:
    assert pages("fr", Shape.NARROW)[0].rows == ("abcdefg", "hijklmn", "opqrstu", "vwxyzé", "")
    assert pages("ar", Shape.NARROW)[0].rows[0].endswith("اب"[:1])


def test_a_language_that_says_nothing_of_a_keyboard_has_the_english_one() -> None:
    assert languages.parse("xx", 'name = "X"').keyboard == Layout()


def test_an_unknown_key_of_a_keyboard_is_told() -> None:
    with pytest.raises(ValueError, match=r"xx\.toml"):
        languages.parse("xx", 'name = "X"\n[keyboard]\nrow = ["a"]')
