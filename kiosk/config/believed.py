"""Whom a display believes, on its disk: what it was handed, and the lists of keys that came since.

What is handed over (`trust.json`, as `kiosk pair` and `kiosk push --trust` make it) names the roots and a list that one of
them signed. Each later list is signed by a root of the one before, so all of them are kept, the newest last.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from kiosk.config import keep, signatures
from kiosk.config.refused import Refused
from kiosk.config.signatures import Trust

NAME = "keys.json"
LISTS_MOST = 64


def trust(folder: Path, handed: str) -> Trust:
    """Whom the display with this data directory believes, `handed` being what it was given first.

    Raises:
        Refused: it was given nothing that names anybody.
    """
    believed = trust_of(handed)
    for keys in _lists(folder):
        with suppress(Refused):  # of another root, which is not believed any more
            believed = signatures.renewed(believed, keys)
    return believed


def handed(folder: Path, file: Path) -> Trust:
    """The same of the file that was given first. Raises Refused, OSError."""
    try:
        text = file.read_text(encoding="ascii")
    except ValueError:
        raise Refused("garbled", f"{file} does not say who may push configurations.") from None
    return trust(folder, text)


def keep_keys(folder: Path, keys: str) -> None:
    """Raises OSError: the data directory takes nothing."""
    lists = [*(one for one in _lists(folder) if one != keys), keys][-LISTS_MOST:]
    keep.write(folder / keep.FOLDER / NAME, json.dumps({"lists": lists}).encode())


def written(believed: Trust) -> str:
    """As `trust_of` reads it."""
    return json.dumps({"roots": [root.x for root in believed.by], "keys": believed.keys})


def trust_of(text: str) -> Trust:
    """As it is handed over, or lies in a file that the configuration names.

    Raises:
        Refused: that is none.
    """
    try:
        body = json.loads(text)
        return signatures.first(body["roots"], body["keys"])
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise Refused("garbled", "That is no file that says who may push configurations.") from None


def _lists(folder: Path) -> list[str]:
    try:
        lists = keep.json_of(folder / keep.FOLDER / NAME)["lists"]
        return [str(one) for one in lists][-LISTS_MOST:]
    except (OSError, ValueError, KeyError, TypeError):
        return []
