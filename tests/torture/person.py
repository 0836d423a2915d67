"""The people at the door: they see keys on the glass and press those that offer what they wish for."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from functools import cache

from kiosk.room import intents
from kiosk.room.face import Key
from kiosk.room.reports import Category
from kiosk.sandbox.tenant.office import DOMAIN
from tests.torture.display import Display
from tests.torture.happenings import Press
from tests.torture.office import LENA

AGAIN_AFTER = 1.0
"""Seconds between two presses of one person."""
EMAILS = ("", LENA, LENA, f"omar@{DOMAIN}", "xenia@fabrikam.example", "lena")
"""Nobody's, somebody's whose calendar is open to the display, whose is not, who has none here, and a mistake."""
ON_THE_WAY = intents.Arm | intents.OpenPickTime | intents.ShowDay | intents.MoveStart | intents.FindRoom
"""Who presses such a key has not got yet what they came for."""


def chosen(display: Display, wish: Press, tell: Callable[[str, str], None]) -> intents.Intent | None:
    """What is pressed, if any key offers what is wished for."""
    process = display.process
    if process is None or process.face is None:
        return None
    if wish.wish in ("rename", "move", "cancel"):
        return _change(display, wish, tell)
    if wish.wish == "report":
        return _report(display, wish, tell)
    if wish.wish == "elsewhere":
        tell("person", f"looks for another room on {display.number}")
        return intents.FindRoom()
    keys = [key for key in keys_of(process.face) if _grants(key.intent, wish.wish)]
    if not keys:
        return None
    key = keys[int(wish.choice * len(keys))]
    intent = key.intent
    if isinstance(intent, intents.Book) and display.core.facts.settings.for_somebody:
        intent = replace(intent, email=EMAILS[int(wish.choice * 97) % len(EMAILS)])
    tell("person", f"presses {key.say.phrase.name} on {display.number}: {intent}")
    return intent


def again(wish: Press, now: float, intent: intents.Intent) -> Press | None:
    """The next key of somebody who is not there yet, and has patience left."""
    if not isinstance(intent, ON_THE_WAY) or wish.patience == 0:
        return None
    then = "that room" if wish.wish == "elsewhere" else wish.wish
    return Press(now + AGAIN_AFTER, then, wish.choice * 7.13 % 1, wish.display, wish.patience - 1)


def _change(display: Display, wish: Press, tell: Callable[[str, str], None]) -> intents.Intent | None:
    ours = [promise for promise in display.core.facts.promises if promise.event_id is not None]
    if not ours:
        return None
    promise = ours[int(wish.choice * len(ours))]
    tell("person", f"{wish.wish}s {promise.id} on {display.number}")
    match wish.wish:
        case "move":
            by = (1 + int(wish.choice * 97) % 12) * timedelta(minutes=15)
            return intents.Move(promise.id, promise.start + by, promise.end + by)
        case "cancel":
            return intents.Withdraw(promise.id)
        case _:
            return intents.Rename(promise.id, "Stand-up", "Kim")


def _report(display: Display, wish: Press, tell: Callable[[str, str], None]) -> intents.Intent:
    category = (Category.SCREEN, Category.CLIMATE)[int(wish.choice * 97) % 2]
    tell("person", f"reports {category.value} on {display.number}")
    return intents.SendReport(category, note=f"Knob {wish.choice}" if wish.choice < 0.5 else "")


def _grants(intent: intents.Intent, wish: str) -> bool:
    match wish:
        case "book":
            return isinstance(intent, intents.Book)
        case "later":
            return isinstance(
                intent, intents.OpenPickTime | intents.ShowDay | intents.MoveStart | intents.Book
            )
        case "extend":
            return isinstance(intent, intents.Extend)
        case "withdraw":
            return isinstance(intent, intents.Withdraw | intents.Arm)
        case "that room":
            return isinstance(intent, intents.BookElsewhere)
        case "done":
            return isinstance(intent, intents.Done | intents.Dismiss)
        case _:
            return True


@cache
def _parts(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def keys_of(shown: object) -> Iterator[Key]:
    """Every key of a face, wherever it stands."""
    if isinstance(shown, Key):
        yield shown
    elif isinstance(shown, tuple):
        for one in shown:
            yield from keys_of(one)
    elif is_dataclass(shown):
        for field in fields(shown):
            yield from keys_of(getattr(shown, field.name))
