"""Identifiers as Exchange makes them: per mailbox, opaque, case-sensitive (facts.md §2.0, §2.1)."""

import base64
import hashlib
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

_REGULAR = "AAMkAD"
_IMMUTABLE = "AAkALg"
_UID_HEAD = "040000008200E00074C5B7101A82E008"


@dataclass(frozen=True, slots=True)
class Ref:
    """What an id means: an item of a mailbox, or one occurrence of it."""

    mailbox: UUID
    key: int
    day: date | None


def item_id(ref: Ref, *, immutable: bool = False) -> str:
    """The id Graph shows; items keep their key, so both formats last as long as the item stays put."""
    ordinal = ref.day.toordinal() if ref.day else 0
    plain = ref.mailbox.bytes + ref.key.to_bytes(6, "big") + ordinal.to_bytes(4, "big")
    mask = hashlib.sha256(b"kiosk sandbox" + ref.mailbox.bytes).digest()
    hidden = ref.mailbox.bytes + bytes(a ^ b for a, b in zip(plain[16:], mask[:10], strict=True))
    sealed = hidden + zlib.crc32(hidden).to_bytes(4, "big")
    head = _IMMUTABLE if immutable else _REGULAR
    return head + base64.urlsafe_b64encode(mask * 2 + sealed).decode()


def parse_id(text: str) -> Ref | None:
    """The meaning of an id in either format; None when no Exchange ever made it."""
    if not text.startswith((_REGULAR, _IMMUTABLE)):
        return None
    try:
        raw = base64.b64decode(text[len(_REGULAR) :].encode(), altchars=b"-_", validate=True)
    except ValueError:
        return None
    if len(raw) != 94:
        return None
    hidden, seal = raw[64:90], raw[90:]
    if zlib.crc32(hidden).to_bytes(4, "big") != seal:
        return None
    mask = hashlib.sha256(b"kiosk sandbox" + hidden[:16]).digest()
    plain = bytes(a ^ b for a, b in zip(hidden[16:], mask[:10], strict=True))
    ordinal = int.from_bytes(plain[6:], "big")
    day = date.fromordinal(ordinal) if ordinal else None
    return Ref(UUID(bytes=hidden[:16]), int.from_bytes(plain[:6], "big"), day)


def meeting_uid(now: datetime, number: int, seed: int) -> str:
    """A global object id: the same in every copy of a meeting."""
    stamp = int(now.timestamp() * 10_000_000).to_bytes(8, "little").hex().upper()
    tail = hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()[:32].upper()
    return f"{_UID_HEAD}00000000{stamp}000000000000000010000000{tail}"


def occurrence_uid(uid: str, day: date) -> str:
    """The id of one occurrence: its original date is written into the series' id."""
    return f"{uid[:32]}{day.year:04X}{day.month:02X}{day.day:02X}{uid[40:]}"


def change_key(mailbox: UUID, key: int, change: int) -> str:
    raw = hashlib.sha256(mailbox.bytes + key.to_bytes(6, "big")).digest()[:16] + change.to_bytes(6, "big")
    return base64.b64encode(raw).decode()
