"""What the privacy mode leaves of the text that was typed at the display (DESIGN.md §11). Pure.

What Exchange tells is stripped before it becomes an `Event`; this is for our own promises, which must be sent in full.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.room.model import Privacy, Promise
from kiosk.room.text import initials


def showable(promise: Promise, privacy: Privacy) -> Promise:
    """The promise without the typed text that the privacy mode hides: for showing, and for keeping once it was sent."""
    promise = replace(promise, guest="")
    if privacy is Privacy.FULL:
        return promise
    name = initials(promise.name) if privacy is Privacy.INITIALS else promise.name
    return replace(
        promise,
        subject=promise.subject if privacy.shows_subject else "",
        name=name if privacy.shows_organizer else "",
    )
