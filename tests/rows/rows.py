"""The rows of DESIGN.md's tables: what brings each about, and what then stands on the glass, in English.

`facts` names a pair of tests/faces. Every text is one that a person can read; every key one that can be pressed.
`rooms` adds neighbours, `report` somebody to tell, `written` is typed into the field of that name.
"""

# ruff: noqa: RUF001 - dashes and quotation marks are the boards' own
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or one case of it."""

    facts: str
    texts: tuple[str, ...]
    keys: tuple[str, ...] = ()
    rooms: bool = False
    report: bool = False
    written: tuple[str, str] = ("", "")


NOT_OURS = {
    "E-CHK": "a check-in is kept on the display and owed to nobody: there is nothing to be told later (docs/adr/0014)",
    "E-PIN": "comes with the staff menu",
    "E-PINL": "comes with the staff menu",
    "E-PAIR-EXP": "told by kiosk pair, where the code is typed (tests/pairing/test_desk.py, tests/outside/test_pairing.py)",
    "E-PAIR-USE": "needs somebody who knows of all displays: comes with the hub",
    "E-ROOM-TYPE": "told where a room is tried: kiosk doctor and kiosk pair (tests/doctor/test_verify.py)",
    "E-CFG": "comes with the pushed configuration",
}
"""Rows that the glass cannot come to yet, or never will, and why."""

NO_STATUS = "No status at the moment"
LOOK_INSIDE = "Please look inside before you go in."
ROOMS = ("Find another room",)
PROBLEM_KEYS = ("Find another room", "Tell facilities")

STATES: dict[str, tuple[Row, ...]] = {
    "unpaired": (Row("unpaired", ("New display", "Not connected to a room yet", "K7M-4QX", "Run kiosk pair on a computer", "Type the code", "Choose the room"), ("New code", "Language")),),
    "firstSync": (
        Row("first-sync-loading", ("First sync", "Mailbox found", "Read allowed", "Loading bookings")),
    ),
    "clockWrong": (
        Row("clock-wrong", (NO_STATUS, "This display’s clock is wrong"), PROBLEM_KEYS, rooms=True, report=True),
    ),
    "problem": (
        Row("problem-refused", (NO_STATUS, LOOK_INSIDE, "Code E-403"), PROBLEM_KEYS, rooms=True, report=True),
        Row("problem-day-old", (NO_STATUS, LOOK_INSIDE), PROBLEM_KEYS, rooms=True, report=True),
    ),
    "hold": (
        Row(
            "holding",
            ("Holding", "until 10:11", "Request sent", "Exchange is checking", "Confirmed"),
            ("Cancel request",),
        ),
    ),
    "yours": (
        Row("yours", ("Yours", "until 10:11", "Booked"), ("Add a name or subject", "Undo", "Done")),
    ),
    "held": (Row("held", ("Held", "until 10:56", "Code H-27.", "Trying again in"), ("End hold now",)),),
    "checkin": (
        Row("check-in", ("Check in", "by 11:10"), ("Check in", "Find another room", "More"), rooms=True),
    ),
    "busy": (
        Row(
            "busy",
            ("Busy", "until 11:45", "Design review", "Mina Okafor", "33 min left"),
            ("Book from 13:00", "Find another room", "More"),
            rooms=True,
        ),
        Row("busy-here", ("Busy", "Quick sync"), ("Extend 15 minutes", "Extend 30 minutes", "End now")),
        Row("busy-here-still-need", ("Still need Aurora?",), ("Extend 15 minutes", "No")),
    ),
    "soon": (
        Row("soon", ("Free", "for 8 min", "Starting soon: Design review"), ROOMS, rooms=True),
        Row("check-in-soon", ("Free", "for 8 min"), ("Check in",)),
    ),
    "free": (
        Row(
            "free",
            ("Free", "until 11:00", "1 h 19 min, then Design review"),
            (
                "Book until 10:11", "15 minutes", "30 minutes", "45 minutes", "60 minutes", "Until 11:00",
                "Pick a time", "More",
            ),
        ),
        Row("free-rest-of-today", ("Free", "rest of today"), ("90 minutes",)),
    ),
}  # fmt: skip
"""DESIGN.md §8: the one state that is decided, by its name there."""

OVERLAYS: dict[str, tuple[Row, ...]] = {
    "offline": (
        Row("offline-free", ("Free?", "Offline. Last updated 09:41"), ("Hold until 10:56",)),
        Row("offline-busy", ("Busy", "Offline. Last updated 09:41"), ("Hold from 13:00",)),
        Row("check-in-offline", ("Busy", "Offline. Last updated 10:59"), ("Check in",)),
    ),
    "bookingRefused": (
        Row("booking-refused", ("Free", "until 11:00", "Booking here is off for now")),
        Row("booking-refused-busy", ("Busy", "until 11:45", "Booking here is off for now")),
    ),
    "night": (Row("night", ("Free", "Touch to wake", "22:14")), Row("night-black", ())),
    "far": (
        Row("far-free", ("Aurora", "Free", "until 11:00")),
        Row("far-busy", ("Busy", "until")),
        Row("far-not-check-in", ("Check in",), ("Check in",)),
        Row("far-not-hold", ("Holding",)),
    ),
}
"""DESIGN.md §8: what lies over a state. Night and far never hide check-in or hold."""

TEXTS: dict[str, tuple[Row, ...]] = {
    "E-409": (
        Row(
            "conflict",
            (
                "Someone just booked this",
                "Another booking reached the calendar first. Nothing was booked for you.",
            ),
            ("Book 10:30 – 11:00", "OK"),
        ),
        Row(
            "conflict-other-rooms",
            ("Someone just booked this",),
            ("Book Borealis", "Book Cirrus", "Book 10:30 – 11:00", "Find another room"),
        ),
    ),
    "E-WAIT8": (
        Row(
            "holding-8s",
            ("Still checking", "Exchange is slower than usual. You can wait here."),
            ("Cancel request",),
        ),
    ),
    "E-WAIT30": (
        Row(
            "holding-30s",
            ("Taking longer than usual", "The room is held on this display until we know."),
            ("Keep holding", "Cancel request"),
        ),
    ),
    "E-WAIT120": (
        Row(
            "holding-120s",
            ("Not confirmed yet", "We keep trying. The answer will show here."),
            ("End hold now",),
        ),
        Row("holding-120s", ("Not confirmed yet",), ("Find another room", "End hold now"), rooms=True),
    ),
    "E-OFF": (
        Row(
            "offline-free",
            ("Offline. Last updated 09:41", "45 min ago. Newer bookings may be missing."),
            ("Hold until 10:56",),
        ),
    ),
    "E-OFF-HOLD": (
        Row(
            "held",
            (
                "Provisional, not confirmed",
                "This hold is stored on the display. It goes to Exchange as soon as the display is online.",
            ),
            ("End hold now",),
        ),
    ),
    "E-OFF-LOST": (
        Row(
            "hold-lost",
            (
                "Your hold could not be booked",
                "Someone had booked Aurora before the display was back online.",
            ),
            ROOMS,
            rooms=True,
        ),
    ),
    "E-403": (
        Row(
            "problem-refused",
            (NO_STATUS, "We can’t reach this room’s calendar. " + LOOK_INSIDE),
            PROBLEM_KEYS,
            rooms=True,
            report=True,
        ),
    ),
    "E-403B": (
        Row(
            "booking-refused",
            (
                "Booking here is off for now",
                "The calendar refuses bookings from this display. Please book in Outlook.",
            ),
            ROOMS,
            rooms=True,
        ),
    ),
    "E-404": (
        Row(
            "problem-missing",
            (NO_STATUS, "This sign is not linked to a calendar. " + LOOK_INSIDE),
            PROBLEM_KEYS,
            rooms=True,
            report=True,
        ),
    ),
    "E-401": (
        Row(
            "problem-access",
            (NO_STATUS, "This sign has lost its access to the calendar. " + LOOK_INSIDE),
            PROBLEM_KEYS,
            rooms=True,
            report=True,
        ),
    ),
    "E-429": (
        Row(
            "holding-throttled",
            ("One moment", "The calendar is busy. Trying again in 12 s."),
            ("Cancel request",),
        ),
    ),
    "E-429R": (
        Row("offline-asked-to-wait", ("Offline. Last updated 09:41", "The calendar asked us to wait.")),
    ),
    "E-500": (
        Row("fault", ("That did not work", "Nothing was booked. Please try again."), ("Try again",)),
        Row("fault", ("That did not work",), ROOMS, rooms=True),
    ),
    "E-POL-LEN": (
        Row(
            "too-long",
            ("Too long for this room", "Bookings here can last up to 4 h."),
            ("Book 17:00 – 21:00", "Change length"),
        ),
    ),
    "E-POL-FAR": (
        Row(
            "too-far",
            ("Too far ahead", "This display can book until Friday 16 October."),
            ("Change day",),
        ),
    ),
    "E-POL-HRS": (
        Row(
            "outside-hours",
            ("Closed at that time", "Aurora can be booked from 08:00 to 18:00."),
            ("Change time",),
        ),
        Row("pick-outside-hours", ("Aurora can be booked from 08:00 to 18:00.",), ("Book 17:45 – 18:00",)),
    ),
    "E-POL-DEC": (
        Row(
            "declined-by-rule",
            (
                "Exchange said no",
                "A rule for this room does not allow this booking. Nothing was booked.",
            ),
            ("Find another room", "Change time"),
            rooms=True,
        ),
    ),
    "E-PAST": (
        Row("past", ("That time has passed", "The next free time is 11:45."), ("Book 11:45 – 12:15",)),
    ),
    "E-CLK": (
        Row(
            "clock-wrong",
            (NO_STATUS, "This display’s clock is wrong, so times may be false."),
            PROBLEM_KEYS,
            rooms=True,
            report=True,
        ),
    ),
    "E-EXT": (
        Row(
            "extension-taken",
            ("Not free any longer", "Design review starts at 10:20."),
            ("Extend to 10:20", "Find another room"),
            rooms=True,
        ),
    ),
    "E-END": (
        Row(
            "end-unanswered",
            (
                "Still booked",
                "The calendar did not answer. We try again. The room shows Busy until then.",
            ),
            ("OK",),
        ),
    ),
    "E-MAIL": (
        Row(
            "pick-misspelt",
            ("Check the email address", "It should look like name@company.com."),
            written=("E-mail", "lena"),
        ),
    ),
    "E-INV": (
        Row(
            "not-invited",
            ("Booked, but no invite", "We could not send mail to lena@. The room is yours."),
            ("Done",),
        ),
    ),
    "E-REP": (
        Row("report-saved", ("Report saved", "It is sent as soon as the display is online."), ("Done",)),
    ),
    "E-NONE": (
        Row(
            "rooms-none",
            ("No free room nearby", "Cirrus is free first, at 10:30."),
            ("Book Cirrus", "Other floors"),
        ),
    ),
}
"""DESIGN.md §10, by code."""

EDGES: dict[str, tuple[Row, ...]] = {
    "all-day event": (
        Row("edge-all-day", ("Busy", "all day", "Board meeting")),
        Row("free-note", ("Free", "Fair week")),
    ),
    "back to back": (Row("edge-back-to-back", ("until 13:00", "Design review", "then Supplier call")),),
    "over midnight": (Row("edge-over-midnight", ("until 02:00", "tomorrow, Wednesday")),),
    "nothing more today": (
        Row("free-rest-of-today", ("Free rest of today", "Next: Wednesday 08:30")),
        Row("free-nothing-booked", ("Free rest of today", "Nothing booked")),
    ),
    "room name 60 chars": (
        Row("edge-long-name", ("Auditorium Professor Doctor Aurora von Sonnenschein-Feldkirch",)),
    ),
    "subject 200 chars": (Row("edge-long-name", ("Quarterly review of everything", "Mina Okafor")),),
    "empty or whitespace subject": (Row("busy-nameless", ("Meeting Mina Okafor",)),),
    "overlapping events": (Row("edge-overlap", ("until 12:30", "2 bookings overlap")),),
    "meeting < 15 min": (Row("edge-five-minutes", ("until 10:00", "Stand-up")),),
    "DST day": (
        Row("edge-dst-back", ("until 02:30 (winter time)", "1 h 20 min left", "1 2 2ᵇ 3 4")),
        Row("edge-dst-back-second", ("until 02:30 (winter time)", "20 min left")),
        Row("edge-dst-forward", ("until 03:30", "0 1 3 4")),
    ),
    "event moved while a sheet is open": (Row("pick-taken", ("12:15 was just taken",)),),
    "cancelled while running": (Row("edge-cancelled-while-running", ("Free",), ("Book until 11:42",)),),
    "seats or equipment unknown": (Row("edge-long-name", ("Feldkirch Busy",)),),
    "no neighbours configured": (Row("free", ("Free",)),),
}
"""DESIGN.md §15. Texts may run on from one item of the picture into the next."""

NOT_SEEN_BY_ONE = {
    "two displays, one room": "both show what the calendar shows; tests/torture has two displays on every second room",
}
"""Cases of §15 that one window cannot show, and who proves them."""
