"""Every sentence of the glass in English, as DESIGN.md and its boards have it. How they are filled in is text.py's.

`{at}` and the like are filled in; `%n` is a count that takes plural forms; `|` parts the two lines of a key.
"""

# ruff: noqa: RUF001 - dashes, minus and quotation marks are the boards' own
from __future__ import annotations

from kiosk.room.face import Phrase

CONTEXT = "glass"


def noop(context: str, source: str) -> str:  # noqa: ARG001 - lupdate reads the context
    """Mark a sentence for lupdate (`-tr-function-alias QT_TRANSLATE_NOOP+=noop`); it is translated when said."""
    return source


VISIBLE: dict[Phrase, str] = {
    # the word
    Phrase.FREE: noop("glass", "Free"),
    Phrase.FREE_DOUBT: noop("glass", "Free?"),
    Phrase.BUSY: noop("glass", "Busy"),
    Phrase.HOLDING: noop("glass", "Holding"),
    Phrase.YOURS: noop("glass", "Yours"),
    Phrase.HELD: noop("glass", "Held"),
    Phrase.NO_STATUS: noop("glass", "No status"),
    Phrase.NEW_DISPLAY: noop("glass", "New display"),
    Phrase.STARTING: noop("glass", "Starting"),
    # under the word
    Phrase.UNTIL: noop("glass", "until {short}"),
    Phrase.UNTIL_OTHER_DAY: noop("glass", "until {short}"),
    Phrase.FOR_MINUTES: noop("glass", "for {length}"),
    Phrase.REST_OF_TODAY: noop("glass", "rest of today"),
    Phrase.ALL_DAY: noop("glass", "all day"),
    Phrase.AT_THE_MOMENT: noop("glass", "at the moment"),
    Phrase.FROM_TO: noop("glass", "{at} – {to}"),
    Phrase.NOT_CONNECTED: noop("glass", "Not connected to a room yet"),
    Phrase.READING_CALENDAR: noop("glass", "reading the calendar"),
    # sub lines
    Phrase.LENGTH_THEN: noop("glass", "{length}, then {what}"),
    Phrase.NEXT_DAY_AT: noop("glass", "Next: {weekday} {at}"),
    Phrase.NOTHING_BOOKED: noop("glass", "Nothing booked"),
    Phrase.STARTING_SOON: noop("glass", "Starting soon: {what}"),
    Phrase.WHO_FROM_TO: noop("glass", "{text} · {at} – {to}"),
    Phrase.SUBJECT: "{text}",
    Phrase.MEETING: noop("glass", "Meeting"),
    Phrase.PRIVATE_MEETING: noop("glass", "Private meeting"),
    Phrase.WHO_LEFT: noop("glass", "{text} · {length} left"),
    Phrase.LEFT: noop("glass", "{length} left"),
    Phrase.TOMORROW_DAY: noop("glass", "tomorrow, {weekday}"),
    Phrase.DAY: "{date}",
    Phrase.THEN: noop("glass", "then {what}"),
    Phrase.OVERLAP: noop("glass", "%n bookings overlap"),
    Phrase.NEW_BOOKING_AGO: noop("glass", "New booking, {length} ago"),
    Phrase.WAITING_FOR_CALENDAR: noop("glass", "Waiting for the calendar"),
    Phrase.USUALLY_SECONDS: noop("glass", "Usually a few seconds"),
    Phrase.STILL_CHECKING: noop("glass", "Still checking"),
    Phrase.TAKING_LONGER: noop("glass", "Taking longer than usual"),
    Phrase.NOT_CONFIRMED_YET: noop("glass", "Not confirmed yet"),
    Phrase.BOOKED_HERE: noop("glass", "Booked at this display"),
    Phrase.LENGTH_FROM_NOW: noop("glass", "{length}, starting now"),
    Phrase.OFFLINE_SINCE: noop("glass", "Offline. Last updated {at}"),
    Phrase.NEVER_HEARD: noop("glass", "Offline. Last updated never"),
    Phrase.AGO_MAY_MISS: noop("glass", "{length} ago. Newer bookings may be missing."),
    Phrase.MAY_HAVE_MOVED: noop("glass", "The meeting may have moved or ended."),
    Phrase.PROVISIONAL: noop("glass", "Provisional, not confirmed"),
    Phrase.HOLD_CODE_SINCE: noop("glass", "Code {text}. Offline since {at}."),
    Phrase.HOLD_CODE: noop("glass", "Code {text}"),
    Phrase.CANNOT_REACH_CALENDAR: noop("glass", "We can’t reach this room’s calendar."),
    Phrase.CLOCK_WRONG: noop("glass", "This display’s clock is wrong, so times may be false."),
    Phrase.NOT_LINKED: noop("glass", "This sign is not linked to a calendar."),
    Phrase.LOST_ACCESS: noop("glass", "This sign has lost its access to the calendar."),
    Phrase.LOOK_INSIDE: noop("glass", "Please look inside before you go in."),
    # card captions, titles, notes
    Phrase.LATER_TODAY: noop("glass", "Later today"),
    Phrase.NEXT: noop("glass", "Next"),
    Phrase.ON_DAY: "{date}",
    Phrase.BOOK_NOW: noop("glass", "Book now"),
    Phrase.BOOKED_AT_DISPLAY: noop("glass", "Booked at this display"),
    Phrase.BOOKED_IN_OUTLOOK: noop("glass", "Booked in Outlook. Only the organizer can change it there."),
    Phrase.WHILE_OFFLINE: noop("glass", "While offline"),
    Phrase.PLAN_AS_OF: noop("glass", "Today’s plan, as of {at}"),
    Phrase.CAN_HOLD: noop("glass", "Provisional booking"),
    Phrase.NO_OTHER_ROOMS: noop("glass", "Other rooms and invites"),
    Phrase.HOLD_PROVISIONALLY: noop("glass", "Hold provisionally"),
    Phrase.SENT_WHEN_ONLINE: noop("glass", "Sent when back online. It can still be declined."),
    Phrase.LOOKS_EMPTY: noop("glass", "Looks empty? Please look inside before you go in."),
    Phrase.BOOKING_ROOM: noop("glass", "Booking {text}"),
    Phrase.FROM_TO_LENGTH: noop("glass", "{at} – {to}, {length}"),
    Phrase.REQUEST_SENT: noop("glass", "Request sent"),
    Phrase.REQUEST_STORED: noop("glass", "Request stored"),
    Phrase.EXCHANGE_CHECKING: noop("glass", "Exchange is checking"),
    Phrase.SECONDS_SO_FAR: noop("glass", "{number} s so far"),
    Phrase.AT_TIME_SECONDS: "{seconds}",
    Phrase.AT_TIME: "{at}",
    Phrase.CONFIRMED: noop("glass", "Confirmed"),
    Phrase.YOU_CAN_WAIT: noop(
        "glass", "You can wait here. If Exchange says no, nothing is booked and we show you other times."
    ),
    Phrase.SLOWER_THAN_USUAL: noop("glass", "Exchange is slower than usual. You can wait here."),
    Phrase.HELD_UNTIL_WE_KNOW: noop("glass", "The room is held on this display until we know."),
    Phrase.WE_KEEP_TRYING: noop("glass", "We keep trying. The answer will show here."),
    Phrase.CALENDAR_BUSY_RETRY: noop("glass", "The calendar is busy. Trying again in {number} s."),
    Phrase.BOOKED: noop("glass", "Booked"),
    Phrase.ACCEPTED_AT: noop("glass", "Accepted {seconds}"),
    Phrase.LABEL_ROOM: noop("glass", "Room"),
    Phrase.LABEL_TIME: noop("glass", "Time"),
    Phrase.LABEL_CHANGE: noop("glass", "Change"),
    Phrase.ROOM_AND_FLOOR: "{place}",
    Phrase.CHANGE_HERE: noop("glass", "Extend or end it here, on this display."),
    Phrase.WAITING_FOR_NETWORK: noop("glass", "Waiting for the network"),
    Phrase.HOLD_IS_STORED: noop(
        "glass", "This hold is stored on the display. It goes to Exchange as soon as the display is online."
    ),
    Phrase.HELD_ON_DISPLAY: noop("glass", "Held on this display"),
    Phrase.TRYING_AGAIN_IN: noop("glass", "Trying again in {number} s"),
    Phrase.TRYING_NOW: noop("glass", "Trying now"),
    Phrase.ATTEMPT: noop("glass", "Attempt {number}"),
    Phrase.ACCEPTED_BY_EXCHANGE: noop("glass", "Accepted by Exchange"),
    Phrase.FREE_FOR: noop("glass", "<b>Free</b> for {length}"),
    Phrase.FREE_REST: noop("glass", "<b>Free</b> rest of today"),
    Phrase.INSTEAD_FOR: noop("glass", "Instead, for {length}"),
    Phrase.FROM_TIME: noop("glass", "From {at}"),
    Phrase.ROOM_STILL_WORKS: noop("glass", "The room still works"),
    Phrase.CHECK_IN_OUTLOOK: noop("glass", "Check or book {text} in Outlook. Bookings there are safe."),
    Phrase.EMPTY_USE_IT: noop("glass", "Empty? Use it until someone with a booking arrives."),
    Phrase.BOOKING_IS_OFF: noop("glass", "Booking here is off for now"),
    Phrase.BOOK_IN_OUTLOOK: noop(
        "glass", "The calendar refuses bookings from this display. Please book in Outlook."
    ),
    Phrase.STAFF_HOLD_NAME: noop("glass", "Staff: hold room name"),
    Phrase.CODE: noop("glass", "Code {text}"),
    Phrase.FIRST_SYNC: noop("glass", "First sync"),
    Phrase.LOADING_BOOKINGS: noop("glass", "Loading bookings"),
    Phrase.MAILBOX_FOUND: noop("glass", "Mailbox found"),
    Phrase.READ_ALLOWED: noop("glass", "Read allowed"),
    Phrase.STARTS_BY_ITSELF: noop("glass", "The display starts by itself when this is done."),
    Phrase.HOW_TO_CONNECT: noop(
        "glass",
        "This display shows its room as soon as it is set up. Staff: name the room in its configuration.",
    ),
    Phrase.STILL_NEED: noop("glass", "Still need {text}?"),
    # keys
    Phrase.KEY_MINUTES: noop("glass", "{minutes}|min"),
    Phrase.KEY_UNTIL: noop("glass", "until|{short}"),
    Phrase.KEY_PICK_TIME: noop("glass", "Pick a time"),
    Phrase.KEY_BOOK_UNTIL: noop("glass", "Book until {at}"),
    Phrase.KEY_HOLD_UNTIL: noop("glass", "Hold until {at}"),
    Phrase.KEY_BOOK_FROM: noop("glass", "Book from {at}"),
    Phrase.KEY_HOLD_FROM: noop("glass", "Hold from {at}"),
    Phrase.KEY_BOOK_RANGE: noop("glass", "Book {at} – {to}"),
    Phrase.KEY_HOLD_RANGE: noop("glass", "Hold {at} – {to}"),
    Phrase.KEY_EXTEND: noop("glass", "+{minutes}|min"),
    Phrase.KEY_EXTEND_UNTIL: noop("glass", "Extend to {at}"),
    Phrase.KEY_END_NOW: noop("glass", "End now"),
    Phrase.KEY_END_HOLD: noop("glass", "End hold now"),
    Phrase.KEY_TAP_AGAIN: noop("glass", "{what}? Tap again"),
    Phrase.KEY_CANCEL_REQUEST: noop("glass", "Cancel request"),
    Phrase.KEY_KEEP_HOLDING: noop("glass", "Keep holding"),
    Phrase.KEY_ADD_NAME: noop("glass", "Add a name or subject"),
    Phrase.KEY_UNDO: noop("glass", "Undo"),
    Phrase.KEY_DONE: noop("glass", "Done"),
    Phrase.KEY_MORE: noop("glass", "More"),
    Phrase.KEY_CLOSE: noop("glass", "Close"),
    Phrase.KEY_BOOK: noop("glass", "Book"),
    Phrase.KEY_BOOK_AT: noop("glass", "Book {at}"),
    Phrase.KEY_TRY_AGAIN: noop("glass", "Try again"),
    Phrase.KEY_DAY_VIEW: noop("glass", "Day view"),
    Phrase.KEY_EARLIER: noop("glass", "Earlier"),
    Phrase.KEY_LATER: noop("glass", "Later"),
    Phrase.KEY_NEXT_DAY: "{weekday_short}",
    Phrase.KEY_PREVIOUS_DAY: "{weekday_short}",
    Phrase.KEY_SAVE: noop("glass", "Save"),
    Phrase.KEY_NO: noop("glass", "No"),
    Phrase.KEY_OK: noop("glass", "OK"),
    # sheets
    Phrase.PICK_A_TIME: noop("glass", "Pick a time"),
    Phrase.TODAY_IN: noop("glass", "Today in {text}"),
    Phrase.DAY_IN: noop("glass", "{weekday} in {text}"),
    Phrase.FREE_TIMES: noop("glass", "Free times, tap to book"),
    Phrase.NO_FREE_TIME: noop("glass", "No free time on this day"),
    Phrase.START: noop("glass", "Start"),
    Phrase.LENGTH: noop("glass", "Length"),
    Phrase.UP_TO: noop("glass", "up to {at}"),
    Phrase.DRAG_OR_TAP: noop("glass", "drag the block, or tap − +"),
    Phrase.DETAILS: noop("glass", "Details"),
    Phrase.OPTIONAL: noop("glass", "optional"),
    Phrase.NOW_TO: noop("glass", "Now – {to}"),
    Phrase.LENGTH_IS: "{length}",
    Phrase.WAS_TAKEN: noop("glass", "{at} was just taken"),
    Phrase.ADD_NAME_TITLE: noop("glass", "Add a name or subject"),
    Phrase.MENU: noop("glass", "More"),
    Phrase.CLOSING_IN: noop("glass", "Closing in {number} s. Touch to stay."),
}

NAMES: dict[Phrase, str] = {
    # What assistive technology reads where it is not what stands on the key (interface.md, Accessible names).
    Phrase.KEY_MINUTES: noop("glass", "%n minutes"),
    Phrase.KEY_UNTIL: noop("glass", "Until {short}"),
    Phrase.KEY_EXTEND: noop("glass", "Extend %n minutes"),
    Phrase.KEY_BOOK: noop("glass", "Book {at} – {to}"),
    Phrase.KEY_NEXT_DAY: noop("glass", "Next day"),
    Phrase.KEY_PREVIOUS_DAY: noop("glass", "Previous day"),
}

BIG_FIRST = frozenset({Phrase.KEY_MINUTES, Phrase.KEY_EXTEND})
"""Of a key with two lines, these have the large one above."""

WITHOUT_TEXT: dict[Phrase, str] = {
    # The same sentence where what goes into it is not there or may not be told.
    Phrase.KEY_TAP_AGAIN: noop("glass", "Tap again"),
    Phrase.WHO_FROM_TO: noop("glass", "{at} – {to}"),
    Phrase.WHO_LEFT: noop("glass", "{length} left"),
    Phrase.DAY_IN: "{weekday}",
    Phrase.HOLD_CODE_SINCE: noop("glass", "Offline since {at}."),
}
