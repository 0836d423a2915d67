"""The language switch at the door: one visit is spoken to in its own language, the next one in the configured one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.room import intents
from kiosk.room.face import MenuSheet
from kiosk.room.model import Facts, Life, Promise, Visit
from kiosk.room.next_change import next_change
from kiosk.room.phrases import Phrase
from kiosk.room.project import project
from kiosk.room.visit import touched
from tests.pixels.measure import key, keys, texts
from tests.pixels.stage import Stage, stage
from tests.room.aurora import OURS, at, aurora

NOW = at("09:41")
SECOND = timedelta(seconds=1)
OFFERED = ("en", "de", "ar")


def facts(*, languages: tuple[str, ...] = OFFERED) -> Facts:
    known = aurora(NOW)
    return replace(known, settings=replace(known.settings, languages=languages))


def spoken(known: Facts, now: datetime) -> str:
    return project(known, now).language


def choosing(known: Facts) -> Facts:
    return touched(touched(known, intents.OpenMenu(), NOW), intents.OpenLanguages(), NOW)


def keys_of(known: Facts, now: datetime) -> list[tuple[Phrase, str, bool]]:
    sheet = project(known, now).sheet
    assert isinstance(sheet, MenuSheet)
    return [(key.say.phrase, key.say.text, key.selected) for key in sheet.keys]


def test_the_menu_has_the_language_key_where_there_is_a_choice() -> None:
    opened = touched(facts(), intents.OpenMenu(), NOW)
    assert Phrase.KEY_LANGUAGE in {phrase for phrase, _, _ in keys_of(opened, NOW)}


@pytest.mark.parametrize("languages", [(), ("de",)])
def test_one_language_alone_is_no_choice(languages: tuple[str, ...]) -> None:
    opened = touched(facts(languages=languages), intents.OpenMenu(), NOW)
    assert Phrase.KEY_LANGUAGE not in {phrase for phrase, _, _ in keys_of(opened, NOW)}


def test_every_offered_language_has_a_key_and_the_one_that_is_spoken_is_marked() -> None:
    name = Phrase.LANGUAGE_NAME
    assert keys_of(choosing(facts()), NOW) == [(name, "en", True), (name, "de", False), (name, "ar", False)]
    german = touched(facts(), intents.Speak("de"), NOW)
    assert keys_of(choosing(german), NOW) == [(name, "en", False), (name, "de", True), (name, "ar", False)]


def test_the_chosen_language_is_spoken_and_the_sheet_is_gone() -> None:
    face = project(touched(choosing(facts()), intents.Speak("de"), NOW), NOW)
    assert face.language == "de"
    assert face.sheet is None


def test_after_45_seconds_without_a_touch_the_configured_language_is_back() -> None:
    german = touched(facts(), intents.Speak("de"), NOW)
    assert spoken(german, NOW + 44 * SECOND) == "de"
    assert spoken(german, NOW + 45 * SECOND) == ""


def test_the_glass_wakes_for_the_way_back() -> None:
    german = touched(facts(), intents.Speak("de"), NOW)
    before = NOW + 44 * SECOND
    assert next_change(german, before) <= NOW + 45 * SECOND


def test_whoever_touches_later_is_spoken_to_in_the_configured_language() -> None:
    german = touched(facts(), intents.Speak("de"), NOW)
    assert spoken(touched(german, intents.Touch(), NOW + 46 * SECOND), NOW + 47 * SECOND) == ""


def test_a_touch_keeps_the_language() -> None:
    german = touched(facts(), intents.Speak("de"), NOW)
    assert spoken(touched(german, intents.Touch(), NOW + 40 * SECOND), NOW + 80 * SECOND) == "de"


def test_the_language_stays_while_its_visitor_waits_for_exchange_and_reads_the_answer() -> None:
    visit = Visit(NOW, asked=OURS, language="de")
    waiting = Promise(OURS, NOW, NOW + timedelta(minutes=30), NOW, life=Life.AWAITING)
    asked = replace(facts(), visit=visit, promises=(waiting,))
    assert spoken(asked, NOW + 100 * SECOND) == "de"
    answered = replace(
        asked, promises=(replace(waiting, life=Life.CONFIRMED, answered_at=NOW + 110 * SECOND),)
    )
    assert spoken(answered, NOW + 121 * SECOND) == "de"
    assert spoken(answered, NOW + 122 * SECOND) == ""


def test_the_configured_languages_key_goes_back_to_it() -> None:
    german = touched(facts(), intents.Speak("de"), NOW)
    sheet = project(choosing(german), NOW).sheet
    assert isinstance(sheet, MenuSheet)
    assert sheet.keys[0].intent == intents.Speak("")


def words(scene: Stage) -> set[str]:
    return {str(seen.get("text")) for seen in texts(scene.quick)}


def test_the_window_speaks_mirrors_and_goes_back() -> None:
    with stage() as scene:
        scene.show(project(facts(), NOW))
        english = key(scene.quick, "More").place
        scene.show(project(touched(facts(), intents.Speak("ar"), NOW), NOW))
        assert "متاحة" in words(scene)
        assert "Free" not in words(scene)
        arabic = key(scene.quick, "المزيد").place
        width = scene.quick.width()
        assert arabic.center().x() == pytest.approx(width - english.center().x(), abs=1)
        scene.show(project(facts(), NOW))
        assert "Free" in words(scene)
        assert key(scene.quick, "More").place == english


def test_what_stands_in_qml_is_said_anew() -> None:
    with stage() as scene:
        viewing = touched(facts(), intents.OpenDayView(), NOW)
        scene.show(project(viewing, NOW))
        assert "Free times, tap to book" in words(scene)
        visit = replace(viewing.visit, language="de")
        scene.show(project(replace(viewing, visit=visit), NOW))
        assert "Freie Zeiten, zum Buchen tippen" in words(scene)


@pytest.mark.parametrize("size", [(800, 480), (720, 1280)], ids=str)
def test_nine_languages_find_room_each_by_its_own_name(size: tuple[int, int]) -> None:
    offered = ("en", "ar", "de", "es", "fr", "it", "ja", "nl", "pl")
    with stage(size) as scene:
        scene.show(project(choosing(facts(languages=offered)), NOW), ms=300)
        seen = [one for one in keys(scene.quick) if one.get("name") != "Close"]
        assert [one.get("name") for one in seen] == [
            "English", "العربية", "Deutsch", "Español", "Français", "Italiano", "日本語", "Nederlands", "Polski",
        ]  # fmt: skip
        for one in seen:
            assert 0 <= one.place.left() < one.place.right() <= size[0]
            assert one.place.bottom() <= size[1]
