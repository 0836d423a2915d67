"""What was tried, what came of it, and what to do about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.room.explained import Explanation


class Verdict(Enum):
    OK = "ok"
    NOTE = "note"
    """Worth knowing, or not to be known from here: nothing is wrong."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """`remedy` may have several lines; commands stand on lines of their own."""

    id: str
    verdict: Verdict
    what: str
    remedy: str = ""
    told: Explanation | None = None
    """Where Entra or Exchange refused: the same, part by part."""

    @property
    def ok(self) -> bool:
        return self.verdict is not Verdict.WRONG


@dataclass(frozen=True, slots=True)
class Advice:
    """What a refusal means, and who does what about it."""

    what: str
    remedy: str

    def wrong(self, check_id: str) -> Check:
        return Check(check_id, Verdict.WRONG, self.what, self.remedy)
