"""Pictures that a configuration names: by a file on a computer, by their hash in a document; and which ones may be shown. Pure.

What a picture is, is read from its own first bytes, never from a name, and before anything decodes it: its kind, how many pixels
it unfolds to, and that it is no longer and no wider than a display has use for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.config.refused import Refused

TABLE = "brand"
LOGO, WALLPAPER = "logo", "wallpaper"
KEYS = (LOGO, WALLPAPER)
LARGEST = {LOGO: 128 * 1024, WALLPAPER: 512 * 1024}
"""Bytes."""
WIDEST = {LOGO: (2048, 1024), WALLPAPER: (2560, 1600)}
"""Pixels, as it lies or turned by a quarter: what is decoded takes four bytes for each."""
LONGEST = max(LARGEST.values())
PATTERN = r"^sha256:([0-9a-f]{64}):([1-9][0-9]{0,6})$"
_NAME = re.compile(PATTERN.strip("^$"))

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
TRANSPARENT = (4, 6)
"""PNG's colour types with an alpha channel."""
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""JPEG's markers of a picture that everybody decodes: baseline, extended, progressive."""
SCAN, SCANS_MOST = b"\xff\xda", 64
"""How a pass over a progressive JPEG begins; a thousand of them take minutes and few bytes."""
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""


@dataclass(frozen=True, slots=True, order=True)
class Picture:
    """What a document calls it. `digest`: its SHA-256, in hex; `size`: bytes."""

    digest: str
    size: int

    def __str__(self) -> str:
        return f"sha256:{self.digest}:{self.size}"

    def is_this(self, content: bytes) -> bool:
        return len(content) == self.size and hashlib.sha256(content).hexdigest() == self.digest


def named(text: str) -> Picture | None:
    """None: it is no such name, so that of a file."""
    found = _NAME.fullmatch(text)
    return None if found is None else Picture(found[1], int(found[2]))


def of(content: bytes) -> Picture:
    return Picture(hashlib.sha256(content).hexdigest(), len(content))


def wanted(tables: Mapping[str, Any]) -> Iterator[tuple[str, Picture]]:
    """What a document's tables name: the key, and the picture."""
    table = tables.get(TABLE)
    if isinstance(table, Mapping):
        for key in KEYS:
            if isinstance(told := table.get(key), str) and (found := named(told)) is not None:
                yield key, found


def look(key: str, content: bytes) -> None:
    """Returns if it may be shown as a logo or a wallpaper.

    Raises:
        Refused: with a plain sentence.
    """
    if len(content) > LARGEST[key]:
        raise _wrong(key, f"is larger than {LARGEST[key] // 1024} KiB")
    if content.startswith(PNG):
        width, height, transparent = _png(key, content)
    elif content.startswith(JPEG) and key == WALLPAPER:
        (width, height), transparent = _jpeg(key, content), False
    else:
        raise _wrong(key, "is no PNG" if key == LOGO else "is neither a PNG nor a JPEG")
    most, least = WIDEST[key]
    if not (0 < max(width, height) <= most and 0 < min(width, height) <= least):
        raise _wrong(key, f"has {width} by {height} pixels: {most} by {least} at most")
    if key == LOGO and not transparent:
        raise _wrong(key, "has no transparent ground: its shape is drawn in the ink of the glass")


def _png(key: str, content: bytes) -> tuple[int, int, bool]:
    """Width, height, and whether each pixel says how much of it there is. Its parts must fill it to the last byte."""
    if content[12:16] != b"IHDR" or int.from_bytes(content[8:12]) != 13:  # noqa: PLR2004 - the header's length
        raise _wrong(key, "is damaged")
    at = len(PNG)
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        at += 12 + length
        if kind == b"acTL":
            raise _wrong(key, "moves")
        if kind == b"zTXt" or (kind == b"iTXt" and _packed(content[at - 4 - length : at - 4])):
            raise _wrong(key, "holds packed text, which unfolds to any length: save it without metadata")
        if kind == b"IEND":
            break
    else:
        raise _wrong(key, "is damaged")
    if at != len(content):
        raise _wrong(key, "is damaged")
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24]), content[25] in TRANSPARENT


def _packed(text: bytes) -> bool:
    """After the keyword and a zero, one byte says whether the rest is compressed."""
    return text[text.find(b"\0") + 1 :][:1] != b"\0"


def _jpeg(key: str, content: bytes) -> tuple[int, int]:
    """Width and height, of the first frame that begins before anything is drawn."""
    if content.count(SCAN) > SCANS_MOST:
        raise _wrong(key, f"is drawn in more than {SCANS_MOST} passes")
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - every marker begins so
        marker = content[at + 1]
        if marker in FRAMES:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        if marker == 0xFF:  # noqa: PLR2004 - a filling byte
            at += 1
        elif marker in ALONE:
            at += 2
        else:
            at += 2 + max(2, int.from_bytes(content[at + 2 : at + 4]))
    raise _wrong(key, "is damaged, or of a kind of JPEG that not everybody decodes")


def _wrong(key: str, why: str) -> Refused:
    return Refused("picture", f"{TABLE}.{key} {why}.")
