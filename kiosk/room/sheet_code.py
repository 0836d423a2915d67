"""The sheet with the code that a phone reads, and the key that opens it. Pure."""

from __future__ import annotations

from kiosk.room import intents
from kiosk.room.face import CodeSheet, Key, Place, Say
from kiosk.room.link import phone_link
from kiosk.room.phrases import Phrase
from kiosk.room.survey import Scene


def code_sheet(scene: Scene, close: Key) -> CodeSheet | None:
    """None where the admin wants no code, or there is nothing true to offer."""
    outlook = scene.facts.settings.outlook
    link = phone_link(scene, outlook) if outlook else None
    return None if link is None else CodeSheet(Say(Phrase.CODE_TITLE), Say(Phrase.CODE_HINT), link, close)


def code_keys(scene: Scene) -> tuple[Key, ...]:
    """What the menu offers of it."""
    outlook = scene.facts.settings.outlook
    if not outlook or phone_link(scene, outlook) is None:
        return ()
    return (Key(Say(Phrase.KEY_CODE), intents.OpenCode(), Place.WIDE),)
