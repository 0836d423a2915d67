"""Writing on the keyboard of the glass in one's own language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk import languages
from kiosk.room.face import PickTimeSheet
from kiosk.ui.looks import Looks
from tests.pixels import boards
from tests.pixels.stage import Stage, settle, stage
from tests.ui.hand import field, key, seen, tap, write

STILL = Looks(reduced_motion=True)


def named(code: str, english: str) -> str:
    return languages.load(code).say(english)


def begin(scene: Stage, code: str) -> None:
    face = boards.pick_time()
    assert isinstance(face.sheet, PickTimeSheet)
    scene.show(boards.free())
    scene.show(replace(face, language=code, sheet=replace(face.sheet, for_somebody=True)))
    tap(scene, field(scene, languages.load(code).say("Subject", hint="accessible")))
    settle()


@pytest.mark.parametrize(
    ("code", "text"),
    [("de", "grüße"), ("fr", "azéq"), ("es", "año"), ("pl", "wtz"), ("ar", "اجتماع"), ("ja", "かいき")],
)
def test_a_subject_is_typed_with_the_letters_of_the_language(code: str, text: str) -> None:
    with stage(language=code, looks=STILL) as scene:
        begin(scene, code)
        write(scene, text)
        assert scene.glass.property("subject") == text


def test_a_pole_finds_further_letters_beside_the_full_stop() -> None:
    with stage(language="pl", looks=STILL) as scene:
        begin(scene, "pl")
        tap(scene, key(scene, named("pl", "Accented letters")))
        write(scene, "łó")
        tap(scene, key(scene, named("pl", "Letters")))
        write(scene, "d")
        assert scene.glass.property("subject") == "łód"


def test_kana_become_voiced_and_small_and_the_second_page_has_the_rest() -> None:
    with stage(language="ja", looks=STILL) as scene:
        begin(scene, "ja")
        form = named("ja", "Another form of the letter")
        write(scene, "か")
        tap(scene, key(scene, form))
        tap(scene, key(scene, named("ja", "More letters")))
        write(scene, "ほ")
        tap(scene, key(scene, form))
        tap(scene, key(scene, form))
        assert scene.glass.property("subject") == "がぽ"


@pytest.mark.parametrize("code", ["ja", "ar", "de"])
def test_an_address_is_typed_with_latin_letters_at_once(code: str) -> None:
    with stage(language=code, looks=STILL) as scene:
        begin(scene, code)
        tap(scene, field(scene, languages.load(code).say("E-mail", hint="accessible")))
        write(scene, "a-b@c.de")
        assert scene.glass.property("email") == "a-b@c.de"
        tap(scene, field(scene, languages.load(code).say("Subject", hint="accessible")))
        assert seen(scene, name=named(code, "Space"))


def test_where_letters_are_large_or_small_shift_holds_for_one() -> None:
    with stage(looks=STILL) as scene:
        begin(scene, "en")
        tap(scene, key(scene, "Shift"))
        write(scene, "Qa")
        assert scene.glass.property("subject") == "Qa"
