"""What the staff menu says, in English; which sentence is which, sentences.py knows."""

# ruff: noqa: RUF001 - quotation marks are the boards' own
from __future__ import annotations

from kiosk.room.phrases import Phrase
from kiosk.ui.marked import noop

STAFF: dict[Phrase, str] = {
    Phrase.STAFF_ACCESS: noop("glass", "Staff access"),
    Phrase.PIN_ENTER: noop("glass", "Enter this display’s own PIN, six digits."),
    Phrase.PIN_NOTE: noop("glass", "Five wrong PINs lock this menu, each time for longer."),
    Phrase.PIN_CHECKING: noop("glass", "One moment"),
    Phrase.PIN_WRONG: noop("glass", "That PIN is not right. %n tries left."),
    Phrase.PIN_LOCKED_SECONDS: noop("glass", "Locked for {number} s. An admin can unlock it."),
    Phrase.PIN_LOCKED: noop("glass", "Locked for {number} min. An admin can unlock it."),
    Phrase.PIN_OFF: noop("glass", "Too many wrong PINs. An admin must unlock it."),
    Phrase.PIN_UNSET: noop("glass", "This display has no PIN yet. An admin sets one with: kiosk staff pin"),
    Phrase.PIN_UNCOUNTED: noop(
        "glass", "The storage takes nothing, so no PIN can be tried. Restart the display."
    ),
    Phrase.STAFF_DIAGNOSTICS: noop("glass", "Diagnostics"),
    Phrase.STAFF_DISPLAY: noop("glass", "Display {text}"),
    Phrase.STAFF_NETWORK: noop("glass", "Network"),
    Phrase.STAFF_EXCHANGE: noop("glass", "Exchange"),
    Phrase.STAFF_CLOCK: noop("glass", "Clock"),
    Phrase.STAFF_LAST_SYNC: noop("glass", "Last sync"),
    Phrase.STAFF_READING: noop("glass", "Read calendar"),
    Phrase.STAFF_BOOKING: noop("glass", "Book calendar"),
    Phrase.STAFF_OUTBOX: noop("glass", "Outbox"),
    Phrase.STAFF_SIGN_IN: noop("glass", "Sign-in"),
    Phrase.STAFF_DISK: noop("glass", "Storage"),
    Phrase.STAFF_CONFIG: noop("glass", "Configuration"),
    Phrase.STAFF_APP: noop("glass", "App"),
    Phrase.STAFF_WIRED: noop("glass", "{text}, {number} Mb/s"),
    Phrase.STAFF_WIRELESS: noop("glass", "{text}, Wi-Fi"),
    Phrase.STAFF_SILENT_SINCE: noop("glass", "Silent since {at}"),
    Phrase.STAFF_CLOCK_WRONG: noop("glass", "Wrong: {seconds}"),
    Phrase.STAFF_AT_IN: noop("glass", "{at}, {text}"),
    Phrase.STAFF_NEVER: noop("glass", "Never"),
    Phrase.STAFF_NOT_REFUSED: noop("glass", "Allowed"),
    Phrase.STAFF_REFUSED: noop("glass", "Refused: {text}"),
    Phrase.STAFF_EMPTY: noop("glass", "Empty"),
    Phrase.STAFF_WAITING: noop("glass", "{number} waiting"),
    Phrase.STAFF_GIVEN_UP: noop("glass", "{number} given up"),
    Phrase.STAFF_ENDS: noop("glass", "Ends on {date}"),
    Phrase.STAFF_FROM_FILE: noop("glass", "From an admin’s file"),
    Phrase.STAFF_FROM_PAIRING: noop("glass", "From pairing"),
    Phrase.STAFF_WHO_FIXES: noop("glass", "Who can fix it:"),
    Phrase.STAFF_ASKING: noop("glass", "One moment"),
    Phrase.STAFF_ANSWERED: noop("glass", "Exchange answered."),
    Phrase.STAFF_NO_ANSWER: noop("glass", "Exchange did not answer."),
    Phrase.STAFF_LOG_SAVED: noop("glass", "The log is on the drive. You can pull it out."),
    Phrase.STAFF_NO_DRIVE: noop("glass", "Plug in a USB drive first. Or run: kiosk staff log"),
    Phrase.STAFF_LOG_REFUSED: noop("glass", "The drive takes nothing. Try another one."),
    Phrase.STAFF_STICK_EMPTY: noop("glass", "No configuration was found on a USB drive."),
    Phrase.STAFF_STICK_OTHERS: noop("glass", "No configuration on the drive is for this display."),
    Phrase.STAFF_STICK_CROWDED: noop(
        "glass", "There are too many files on the drive. Leave only this display’s."
    ),
    Phrase.STAFF_STICK_UNREADABLE: noop("glass", "The drive cannot be read."),
    Phrase.STAFF_STICK_TAKEN: noop(
        "glass", "Revision {text} was found. It is tried when this menu is closed."
    ),
    Phrase.STAFF_STICK_SAME: noop("glass", "Revision {text} is in force already."),
    Phrase.STAFF_STICK_REFUSED: noop("glass", "Not applied: {text}"),
    Phrase.STAFF_DETAILS_HINT: noop("glass", "Point your phone’s camera at the code to send this on."),
    Phrase.STAFF_STOP_SHOWING: noop("glass", "Stop showing {text} on this display?"),
    Phrase.STAFF_NEXT_PATTERN: noop("glass", "Next picture"),
    Phrase.KEY_STAFF_MENU: noop("glass", "Staff menu"),
    Phrase.KEY_BACK: noop("glass", "Back"),
    Phrase.STAFF_KEY_LOCK: noop("glass", "Lock"),
    Phrase.STAFF_KEY_SYNC: noop("glass", "Sync"),
    Phrase.STAFF_KEY_DETAILS: noop("glass", "Details"),
    Phrase.STAFF_KEY_RESTART: noop("glass", "Restart"),
    Phrase.STAFF_KEY_REPAIR: noop("glass", "Re-pair"),
    Phrase.STAFF_KEY_MOVE: noop("glass", "Show a pairing code"),
    Phrase.STAFF_KEY_IDENTIFY: noop("glass", "Identify"),
    Phrase.STAFF_KEY_PATTERN: noop("glass", "Test pattern"),
    Phrase.STAFF_KEY_LOG: noop("glass", "Save the log"),
    Phrase.STAFF_KEY_STICK: noop("glass", "Configuration from USB"),
}
