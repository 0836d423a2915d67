"""Every cause that a person can meet, with the code that staff can quote. docs/reasons.md says what to do."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """The value is the code of DESIGN.md §10 where the public face shows it."""

    SLOT_TAKEN = "E-409"
    DECLINED_BY_RULE = "E-POL-DEC"
    TOO_LONG = "E-POL-LEN"
    TOO_FAR_AHEAD = "E-POL-FAR"
    OUTSIDE_HOURS = "E-POL-HRS"
    PAST = "E-PAST"
    EXTENSION_TAKEN = "E-EXT"
    MOVE_TAKEN = "E-MOV"
    END_UNANSWERED = "E-END"
    HOLD_LOST = "E-OFF-LOST"
    HOLD_REFUSED = "E-OFF-REFUSED"
    CANCELLED_ELSEWHERE = "E-GONE"
    NOT_ANSWERED_IN_TIME = "E-NOANS"
    SERVER_FAULT = "E-500"
    CHANGE_REFUSED = "E-CHG"
    RELEASE_REFUSED = "E-REL"
    NOTHING_TO_CHANGE = "E-NONE-HERE"
    EMAIL = "E-MAIL"
    NOT_INVITED = "E-INV"
    NOT_READY = "E-START"

    UNREACHABLE = "E-NET"
    UNANSWERED = "E-TIME"
    GARBLED = "E-BODY"
    THROTTLED = "E-429"
    READ_REFUSED = "E-403"
    BOOKING_REFUSED = "E-403B"
    MAILBOX_MISSING = "E-404"
    ACCESS_LOST = "E-401"
    CLOCK = "E-CLK"
    DISK = "E-DISK"
    OUTCOME_UNKNOWN = "E-DOUBT"
    ROOMS_UNSEEN = "E-ROOMS"
    ELSEWHERE_REFUSED = "E-403R"

    @property
    def is_setup(self) -> bool:
        """Set up wrong: no retry mends it, a person must (state `problem`)."""
        return self in (Reason.READ_REFUSED, Reason.MAILBOX_MISSING, Reason.ACCESS_LOST)
