"""What a person is told of each reason: title and text of DESIGN.md §10. Which one it is, the core decides."""

# ruff: noqa: RUF001 - dashes, minus and quotation marks are the boards' own
from __future__ import annotations

from kiosk.room.reasons import Reason
from kiosk.ui.marked import noop

_UNHEARD = (
    noop("glass", "Still checking"),
    noop("glass", "Exchange is slower than usual. You can wait here."),
)
_NO_STATUS = noop("glass", "No status at the moment")

TOLD: dict[Reason, tuple[str, str]] = {
    Reason.SLOT_TAKEN: (
        noop("glass", "Someone just booked this"),
        noop("glass", "Another booking reached the calendar first. Nothing was booked for you."),
    ),
    Reason.DECLINED_BY_RULE: (
        noop("glass", "Exchange said no"),
        noop("glass", "A rule for this room does not allow this booking. Nothing was booked."),
    ),
    Reason.TOO_LONG: (
        noop("glass", "Too long for this room"),
        noop("glass", "Bookings here can last up to {length}."),
    ),
    Reason.TOO_FAR_AHEAD: (
        noop("glass", "Too far ahead"),
        noop("glass", "This display can book until {date}."),
    ),
    Reason.OUTSIDE_HOURS: (noop("glass", "Closed at that time"), "{what}"),
    Reason.PAST: (noop("glass", "That time has passed"), noop("glass", "The next free time is {at}.")),
    Reason.EXTENSION_TAKEN: (
        noop("glass", "Not free any longer"),
        noop("glass", "{what} starts at {at}."),
    ),
    Reason.MOVE_TAKEN: (
        noop("glass", "Not free any longer"),
        noop("glass", "Your booking stands as it was."),
    ),
    Reason.END_UNANSWERED: (
        noop("glass", "Still booked"),
        noop("glass", "The calendar did not answer. We try again. The room shows Busy until then."),
    ),
    Reason.HOLD_LOST: (
        noop("glass", "Your hold could not be booked"),
        noop("glass", "Someone had booked {room} before the display was back online."),
    ),
    Reason.HOLD_REFUSED: (
        noop("glass", "Your hold could not be booked"),
        noop("glass", "A rule for this room does not allow it. Nothing was booked."),
    ),
    Reason.CANCELLED_ELSEWHERE: (
        noop("glass", "This booking was cancelled"),
        noop("glass", "It was taken back in the calendar. Nothing is booked for you."),
    ),
    Reason.NOT_ANSWERED_IN_TIME: (
        noop("glass", "No answer in time"),
        noop("glass", "The calendar did not answer before the booking was over. Nothing was booked."),
    ),
    Reason.SERVER_FAULT: (
        noop("glass", "That did not work"),
        noop("glass", "Nothing was booked. Please try again."),
    ),
    Reason.CHANGE_REFUSED: (
        noop("glass", "That did not work"),
        noop("glass", "Your booking stands as it was."),
    ),
    Reason.RELEASE_REFUSED: (
        noop("glass", "That did not work"),
        noop("glass", "The calendar does not let this display release the room."),
    ),
    Reason.NOTHING_TO_CHANGE: (
        noop("glass", "Nothing to change"),
        noop("glass", "That booking is over or was moved."),
    ),
    Reason.EMAIL: (
        noop("glass", "Check the email address"),
        noop("glass", "It should look like name@company.com."),
    ),
    Reason.NOT_INVITED: (
        noop("glass", "Booked, but no invite"),
        noop("glass", "We could not send mail to {who}. The room is yours."),
    ),
    Reason.NOT_READY: (
        noop("glass", "One moment"),
        noop("glass", "This display is still reading the calendar."),
    ),
    Reason.UNREACHABLE: _UNHEARD,
    Reason.UNANSWERED: _UNHEARD,
    Reason.GARBLED: _UNHEARD,
    Reason.THROTTLED: (noop("glass", "One moment"), noop("glass", "The calendar is busy. We try again.")),
    Reason.READ_REFUSED: (
        _NO_STATUS,
        noop("glass", "We can’t reach this room’s calendar. Please look inside before you go in."),
    ),
    Reason.BOOKING_REFUSED: (
        noop("glass", "Booking here is off for now"),
        noop("glass", "The calendar refuses bookings from this display. Please book in Outlook."),
    ),
    Reason.MAILBOX_MISSING: (
        _NO_STATUS,
        noop("glass", "This sign is not linked to a calendar. Please look inside before you go in."),
    ),
    Reason.ACCESS_LOST: (
        _NO_STATUS,
        noop("glass", "This sign has lost its access to the calendar. Please look inside before you go in."),
    ),
    Reason.CLOCK: (
        _NO_STATUS,
        noop("glass", "This display’s clock is wrong, so times may be false."),
    ),
    Reason.DISK: (
        noop("glass", "Nothing was booked"),
        noop("glass", "This display could not keep your booking. Please book in Outlook."),
    ),
    Reason.OUTCOME_UNKNOWN: (
        noop("glass", "Not confirmed"),
        noop("glass", "We could not find out what became of this booking. Staff can see it."),
    ),
    Reason.ROOMS_UNSEEN: (
        noop("glass", "That did not work"),
        noop("glass", "We can’t see that room’s calendar at the moment. Nothing was booked."),
    ),
    Reason.ELSEWHERE_REFUSED: (
        noop("glass", "Not possible from here"),
        noop("glass", "That room cannot be booked from this display. Nothing was booked."),
    ),
}

WITHOUT_WHAT: dict[Reason, str] = {
    # The same text where the meeting's subject may not be told.
    Reason.EXTENSION_TAKEN: noop("glass", "The next meeting starts at {at}."),
}
