"""Where the displays of a fleet and its hub meet on an MQTT broker (fleet.md §2.2). Pure.

Each display has a branch of its own, named by its id, and the broker lets it say and hear nothing outside of it but the
list of keys.
"""

from __future__ import annotations

import re

ROOT = "rd/1"
DESIRED, COMMAND, CERTIFICATE = "desired", "cmd", "cert"
"""What a display hears: the signed document (retained), what it is asked to do now, and a certificate that takes the place
of its own (retained)."""
PRESENCE, REPORTED, EVENT = "presence", "reported", "evt"
"""What it says: whether it is there (retained; the broker says it when it is not), what became of the document, and
what was asked for."""
FLEET = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
PART = 96 * 1024
"""Bytes of a picture in one message: every broker takes that much."""
_PICTURE = re.compile(rf"{ROOT}/({FLEET.pattern})/p/([0-9a-f]{{64}})/([0-9]{{1,2}})")
_BRANCH = re.compile(rf"{ROOT}/({FLEET.pattern})/d/(rd-[a-z2-7]{{16}})/([a-z]+)")


def of(fleet: str, display: str, word: str) -> str:
    """A display's topic; `display` may be "+": all of them."""
    return f"{ROOT}/{fleet}/d/{display}/{word}"


def keys(fleet: str) -> str:
    """The list of keys, as a root signed it (retained)."""
    return f"{ROOT}/{fleet}/keys"


def picture(fleet: str, digest: str, part: int | str) -> str:
    """One part of a picture that documents name (retained); `part` counts from 0, and may be "+": all of them."""
    return f"{ROOT}/{fleet}/p/{digest}/{part}"


def part_of(topic: str) -> tuple[str, str, int] | None:
    """Fleet, digest and number of a picture's part; None: it is none."""
    found = _PICTURE.fullmatch(topic)
    return None if found is None else (found[1], found[2], int(found[3]))


def parts(topic: str) -> tuple[str, str, str] | None:
    """Fleet, display and word of a display's topic; None: it is none."""
    found = _BRANCH.fullmatch(topic)
    return None if found is None else (found[1], found[2], found[3])
