"""The document that says what one display should be: its envelope, and whether this display takes it. Pure.

`cfg` holds the tables of kiosk.toml. What only the device may know stays with it: merged.py.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kiosk.config import bounded, pictures
from kiosk.config.pictures import Picture
from kiosk.config.refused import Refused

if TYPE_CHECKING:
    from kiosk.config.signatures import Signer

SCHEMA = (1, 0)
"""Of `cfg`: a higher first number is another language, a higher second one has words that are not known here."""
AHEAD = timedelta(hours=24)
"""A revision further in the future than this would shut out all that come after it."""
HIGHEST = 2**53
"""The largest whole number that every reader of JSON knows."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is signed for one display."""

    aud: str
    """The display's id."""
    v: int
    """Its revision: milliseconds since 1970 when it was published. It only grows."""
    iat: datetime
    """When it was signed, aware UTC."""
    cfg: Mapping[str, Any]
    prev: str = ""
    """The hash of the one that was published for this display before."""
    sv: tuple[int, int] = SCHEMA
    min_app: str = ""
    ro: Mapping[str, Any] = field(default_factory=dict)
    """Of the roll-out: its id and wave, said again in the report."""

    def body(self) -> dict[str, Any]:
        """As it is signed."""
        return {
            "aud": self.aud, "v": self.v, "sv": f"{self.sv[0]}.{self.sv[1]}", "min_app": self.min_app,
            "iat": int(self.iat.timestamp()), "prev": self.prev, "ro": dict(self.ro), "cfg": dict(self.cfg),
        }  # fmt: skip


def hash_of(text: str) -> str:
    """Of the signed text, as `prev` names it."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def unverified(text: str) -> bytes:
    """What a signed text says, whoever signed it: for one whose signature was seen before. Raises `Refused`."""
    try:
        middle = text.split(".")[1].encode("ascii")
        return base64.b64decode(middle + b"=" * (-len(middle) % 4), altchars=b"-_", validate=True)
    except (IndexError, ValueError, binascii.Error):
        raise Refused("garbled", "What was kept of the configuration is damaged.") from None


def claimed(text: str) -> int:
    """The revision that a refused text names, if it names one; for the report alone."""
    try:
        return read(unverified(text)).v
    except Refused:
        return 0


def pictures_of(text: str) -> list[Picture]:
    """Those that a text names, whoever signed it: what lies beside it is looked for by these."""
    try:
        return [one for _, one in pictures.wanted(read(unverified(text)).cfg)]
    except Refused:
        return []


def read(payload: bytes) -> Document:
    """Raises `Refused`: it is no document, or one of a schema that is not known here."""
    body = bounded.payload(payload)
    match body:
        case {"aud": str(aud), "v": int(v), "sv": str(sv), "iat": int(iat), "cfg": dict(cfg)} if (
            0 < v < HIGHEST and 0 <= iat < HIGHEST and not isinstance(v, bool) and not isinstance(iat, bool)
        ):
            pass
        case _:
            raise Refused("garbled", "It is signed, but no configuration.")
    schema = _schema(sv)
    if schema[0] != SCHEMA[0]:
        raise Refused(
            "newer_schema", f"It is written for another version of the display (schema {schema[0]})."
        )
    prev, min_app, rollout = (body.get(name) for name in ("prev", "min_app", "ro"))
    try:
        signed_at = datetime.fromtimestamp(iat, UTC)
    except (ValueError, OverflowError, OSError):
        raise Refused("garbled", "It was signed at no time that there is.") from None
    return Document(
        aud, v, signed_at, cfg, prev if isinstance(prev, str) else "", schema,
        min_app if isinstance(min_app, str) else "", rollout if isinstance(rollout, dict) else {},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What a display knows of documents when another one comes. `now` is None where its clock cannot be believed."""

    display: str
    version: str
    """Of the program."""
    highest: int = 0
    """Of all revisions that were taken on or tried."""
    latest: str = ""
    """The hash of that one: the same again is no mistake."""
    poison: tuple[str, ...] = ()
    """Hashes of those that did harm."""
    now: datetime | None = None


def meant(document: Document, text: str, signer: Signer, known: Known) -> None:
    """Returns if this display is to take it.

    Raises:
        Refused: it is another display's, older than what is known, from the future, or for a newer program.
    """
    if document.aud != known.display:
        raise Refused("not_for_this_display", f"It is for {document.aud[:24]!r}; this is {known.display}.")
    if signer.until is not None and document.iat > signer.until:
        raise Refused("unknown_key", "The key that signed it was not to be used any more by then.")
    if hash_of(text) in known.poison:
        raise Refused("tried_before", "It was tried before and undone. Publish one that is mended.")
    if document.v < known.highest or (document.v == known.highest and hash_of(text) != known.latest):
        raise Refused("old", f"It is older than revision {known.highest}, which the display knows.")
    if known.now is not None and document.v > (known.now + AHEAD).timestamp() * 1000:
        raise Refused(
            "future", "Its revision lies in the future. Set the clock of the computer that published it."
        )
    if _version(document.min_app) > _version(known.version):
        raise Refused("newer_app", f"It needs version {document.min_app[:20]}; this is {known.version}.")


def _schema(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    if not (major.isdecimal() and minor.isdecimal() and len(text) < 8):  # noqa: PLR2004 - 999.999
        raise Refused("garbled", "Its schema has no number.")
    return int(major), int(minor)


def _version(text: str) -> tuple[int, ...]:
    """ "1.4.0" as numbers; what is none counts as nothing."""
    return tuple(int(part) for part in text.split(".")[:4] if part.isdecimal() and len(part) < 8)  # noqa: PLR2004 - no number of a version
