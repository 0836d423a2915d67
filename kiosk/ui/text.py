"""Words, numbers, dates and zones: turns a Say into what a person reads or hears.

One of the two files that know zones (the other is room/days.py). The English sentences are in sentences.py and told.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QTime

from kiosk import languages
from kiosk.languages import Language
from kiosk.room.face import AgendaLine, Key, Say, Tick, Told
from kiosk.room.phrases import Phrase
from kiosk.ui.marked import noop
from kiosk.ui.sentences import NAMES, VISIBLE, WITHOUT_TEXT
from kiosk.ui.told import TOLD, WITHOUT_WHAT

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_GAP = re.compile(r"\{(\w+)\}")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
"""An abbreviation ends the sentence: one full stop is enough."""
_LEFTWARDS = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ENDS = frozenset({Phrase.UNTIL, Phrase.UNTIL_OTHER_DAY, Phrase.KEY_BOOK_UNTIL, Phrase.KEY_HOLD_UNTIL})
"""What tells an end to go by. In the hour that comes twice it says which of the two (DESIGN.md §15)."""
_ISOLATE, _END_ISOLATE, _RIGHT_TO_LEFT = "\u2068", "\u2069", "\u200f"


def _plain(text: str) -> str:
    """A name or subject from outside: line breaks and control characters cannot break the layout."""
    return _UNSAFE.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Words:
    """Speaks one language, one clock ("auto", "12" or "24") and one zone (an IANA name)."""

    language: str = "en"
    clock: str = "auto"
    zone: str = "UTC"

    @property
    def spoken(self) -> Language:
        """The language's own file; English where there is none."""
        return languages.load(self.language)

    # -- sentences ---------------------------------------------------------------------------------------------

    def say(self, say: Say | None) -> str:
        """What stands on the glass. A `|` parts the two lines of a key; `<b>` marks bold words."""
        if say is None:
            return ""
        if say.phrase is Phrase.KEY_TAP_AGAIN and say.what is None:
            return self._translated(WITHOUT_TEXT[say.phrase])
        if say.phrase in WITHOUT_TEXT and not say.text and say.what is None:
            return self._filled(WITHOUT_TEXT[say.phrase], say)
        return self._filled(VISIBLE[say.phrase], say)

    def name(self, say: Say | None, *, armed: bool = False) -> str:
        """What assistive technology reads: interface.md, Accessible names."""
        if say is None:
            return ""
        if armed:
            return self._translated(WITHOUT_TEXT[Phrase.KEY_TAP_AGAIN])
        if say.phrase is Phrase.KEY_BOOK and say.to is None:
            return self._filled(VISIBLE[Phrase.KEY_BOOK if say.at is None else Phrase.KEY_BOOK_AT], say)
        text = self._filled(NAMES[say.phrase], say) if say.phrase in NAMES else self.say(say)
        return text.replace("|", " ").replace("<b>", "").replace("</b>", "")

    def key(self, key: Key) -> tuple[str, str, bool]:
        """The two lines of a key, and whether the large one, which has the figures, is above; the second may be empty."""
        first, _, second = self.say(key.say).partition("|")
        upper, parted, _ = self.spoken.say(VISIBLE[key.say.phrase]).partition("|")
        return first, second, bool(parted) and "{" in upper

    def told(self, told: Told) -> tuple[str, str]:
        """Title and text. A text that lacks what goes into it is left out rather than shown with a gap."""
        title, text = TOLD[told.reason]
        text = text if told.what is not None else WITHOUT_WHAT.get(told.reason, text)
        lacking = (
            (told.at is None and ("{at}" in text or "{date}" in text))
            or (told.minutes is None and "{length}" in text)
            or (not told.who and "{who}" in text)
        )
        say = Say(
            Phrase.SUBJECT, at=told.at, minutes=told.minutes, text=told.who or told.room, what=told.what
        )
        return self._translated(title), "" if lacking else self._filled(text, say)

    def line(self, line: AgendaLine, today: date) -> tuple[str, str]:
        """Time and words of one line of the list; on another day the weekday stands in place of the time."""
        if line.at is None:
            return "", self.say(line.say)
        if self._local(line.at).date() == today:
            return self.time(line.at), self.say(line.say)
        told = Say(Phrase.SUBJECT, at=line.at, what=line.say)
        return self.weekday(line.at, short=True), self._filled(noop("glass", "{what}, {at}"), told)

    def floor(self, floor: str) -> str:
        """ "Floor 3" for a bare number; a floor that has words of its own is left alone."""
        if floor.lstrip("-").isdigit():
            return self._translated(noop("glass", "Floor {text}")).replace("{text}", self.number(int(floor)))
        return _plain(floor)

    def seats(self, seats: int | None) -> str:
        return "" if seats is None else self._translated(noop("glass", "%n seats"), seats)

    def _translated(self, source: str, count: int | None = None) -> str:
        text = self.spoken.say(source, count)
        return text if count is None else text.replace("%n", self.number(count))

    def _filled(self, source: str, say: Say) -> str:
        text = self._translated(source, say.minutes if say.number is None else say.number)
        filled = _TWO_STOPS.sub(".", _GAP.sub(lambda gap: self._value(gap[1], say), text))
        # What is put together of names and numbers alone would run from left to right.
        mixed = self.spoken.right_to_left and text.count("{") > 1 and not _LEFTWARDS.search(text)
        return _RIGHT_TO_LEFT + filled if mixed else filled

    def _name(self, text: str) -> str:
        """What somebody wrote, kept from turning the direction of the sentence around it."""
        text = _plain(text)
        turning = self.spoken.right_to_left or _LEFTWARDS.search(text) is not None
        return f"{_ISOLATE}{text}{_END_ISOLATE}" if text and turning else text

    def _value(self, name: str, say: Say) -> str:
        match name:
            case "text" | "room" | "who" | "language":
                return languages.load(say.text).name if name == "language" else self._name(say.text)
            case "place":
                room, comma, floor = _plain(say.text).rpartition(", ")
                return self._name(room) + comma + self.floor(floor)
            case "what":
                return self.say(say.what)
            case "minutes":
                return "" if say.minutes is None else self.number(say.minutes)
            case "countdown":
                minutes, seconds = divmod(say.number or 0, 60)
                return f"{self.number(minutes)}:{self.number(seconds // 10)}{self.number(seconds % 10)}"
            case "number":
                return "" if say.number is None else self.number(say.number)
            case "length":
                return "" if say.minutes is None else self.length(say.minutes)
            case "to":
                return "" if say.to is None else self.time(say.to)
            case "short" | "at" if say.at is not None and say.phrase in _ENDS:
                return self.time(say.at, short=name == "short") + self._which(say.at)
            case _:
                return "" if say.at is None else self._instant(name, say.at)

    def _instant(self, name: str, at: datetime) -> str:
        match name:
            case "at":
                return self.time(at)
            case "short":
                return self.time(at, short=True)
            case "seconds":
                return self.time(at, seconds=True)
            case "weekday":
                return self.weekday(at)
            case "Weekday":
                return self.weekday(at)[:1].upper() + self.weekday(at)[1:]
            case "weekday_short":
                return self.weekday(at, short=True)
            case _:
                return self.long_date(at)

    # -- numbers and times -------------------------------------------------------------------------------------

    def number(self, number: int) -> str:
        return self._locale().toString(number).replace(self._locale().groupSeparator(), "")

    def length(self, minutes: int) -> str:
        """A duration, never "0": less than one minute says so."""
        hours, rest = divmod(minutes, 60)
        if minutes < 1:
            return self._translated(noop("glass", "less than 1 min"))
        whole = self._translated(noop("glass", "{h} h"), hours).replace("{h}", self.number(hours))
        part = self._translated(noop("glass", "{m} min"), rest).replace("{m}", self.number(rest))
        if not hours or not rest:
            return whole if hours else part
        return (
            self._translated(noop("glass", "{hours} {rest}"))
            .replace("{hours}", whole)
            .replace("{rest}", part)
        )

    def time(self, at: datetime, *, short: bool = False, seconds: bool = False) -> str:
        """Wall time in the zone. `short` leaves out full minutes, which only a 12-hour clock does."""
        local = self._local(at)
        if not self.twelve:
            pattern = "HH:mm:ss" if seconds else "HH:mm"
        elif seconds:
            pattern = self.spoken.time_twelve.replace("mm", "mm:ss")
        else:
            full = short and local.minute == 0
            pattern = self.spoken.hour_twelve if full else self.spoken.time_twelve
        return self._locale().toString(QTime(local.hour, local.minute, local.second), pattern)

    def _which(self, at: datetime) -> str:
        """Which of two, where the clocks show this time twice: " (winter time)"; where no summer ends: " (CET)"."""
        local = self._local(at)
        first, second = (local.replace(fold=fold) for fold in (0, 1))
        if first.utcoffset() == second.utcoffset():
            return ""
        if first.dst() == second.dst():
            return f" ({local.tzname()})"
        summer, winter = noop("glass", "summer time"), noop("glass", "winter time")
        return f" ({self._translated(winter if local.fold else summer)})"

    def hour(self, tick: Tick, *, end: bool = False) -> str:
        """The label of an hour on a scale; on a 12-hour clock AM and PM stand at the ends only."""
        local = self._local(tick.at)
        if self.twelve and end:
            text = self._locale().toString(QTime(local.hour, 0), self.spoken.hour_twelve)
        else:
            text = self.number((local.hour % 12 or 12) if self.twelve else local.hour)
        return text + ("ᵇ" if tick.repeated else "")

    def long_date(self, at: datetime, *, short: bool = False) -> str:
        """Weekday, day and month, as in "Tuesday 13 October"."""
        return self._locale().toString(self._qdate(at), self.spoken.day_short if short else self.spoken.day)

    def weekday(self, at: datetime, *, short: bool = False) -> str:
        return self._locale().toString(self._qdate(at), "ddd" if short else "dddd")

    def day(self, at: datetime) -> date:
        """The calendar day in the zone."""
        return self._local(at).date()

    @property
    def twelve(self) -> bool:
        """12-hour clock: asked for, or the custom of the territory where one is named (en-US), or of the language."""
        if self.clock in ("12", "24"):
            return self.clock == "12"
        named = "-" in self.language or "_" in self.language
        if not named:
            return self.spoken.twelve
        return "AP" in self._locale().timeFormat(QLocale.FormatType.ShortFormat).upper()

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def _qdate(self, at: datetime) -> QDate:
        local = self._local(at)
        return QDate(local.year, local.month, local.day)

    def _locale(self) -> QLocale:
        return QLocale(self.language.replace("-", "_"))
