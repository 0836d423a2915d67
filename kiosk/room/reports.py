"""Reports to facilities: what somebody at the door says is wrong, and how far each way to facilities has come. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from kiosk.room import days
from kiosk.room.text import is_email, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.room.intents import SendReport
    from kiosk.room.model import Facts, PromiseId

KEEP_TRYING = timedelta(days=7)
"""What could not be delivered by then is given up: nobody mends a room by a note of last week."""
TRIES_AT_LEAST = 20
"""A clock that was put right looks like a week that went by: a way that is tried is not given up before so many tries."""
TOLD_GIVEN_UP = timedelta(days=1)
"""How much longer `kiosk status` counts what was given up."""
MOST = 30
"""Reports that are kept at once: one hand at the glass cannot fill facilities' mailbox."""
NOTE_MOST = 200
"""Letters."""
LEAST_NUMBER, NUMBERS = 100_000, 900_000
"""Numbers have six digits; two displays meet on one once in nine hundred thousand pairs of reports."""


class Category(Enum):
    """Kinds of trouble, as the configuration and a webhook name them."""

    SCREEN = "screen"
    VIDEO = "video"
    CABLES = "cables"
    WIFI = "wifi"
    CLIMATE = "climate"
    CLEANING = "cleaning"
    FURNITURE = "furniture"
    OTHER = "other"


class Way(Enum):
    """How facilities are told."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class Course(Enum):
    """How far one delivery has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Fate(Enum):
    """What became of one try."""

    TAKEN = "taken"
    NEVER_LEFT = "never_left"
    UNANSWERED = "unanswered"
    """It left; whether it arrived nobody knows."""
    ASKED_TO_WAIT = "asked_to_wait"
    REFUSED = "refused"
    """A person must mend something, a permission or an address."""


NEVER_LEFT_FIRST, SELDOM = timedelta(seconds=5), timedelta(hours=1)
PAUSES = {
    Fate.NEVER_LEFT: (NEVER_LEFT_FIRST, timedelta(minutes=1)),
    Fate.UNANSWERED: (timedelta(minutes=1), SELDOM),  # it may have arrived: sooner would be twice for nothing
    Fate.REFUSED: (timedelta(minutes=5), SELDOM),
}
"""How long to wait after the first try, and at most."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one try, as the other side or its silence told it."""

    fate: Fate
    wait: timedelta | None = None
    """How long the other side wants to be left alone, where it said so."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One way's share of a report. Times are aware UTC."""

    way: Way
    course: Course = Course.WAITING
    attempts: int = 0
    next_try_at: datetime | None = None
    offline: bool = False
    """The last try found no line: the next good one is a reason to try at once."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody said is wrong, from the tap until the day is over and it is delivered. Times are aware UTC.

    `note` and `reply_to` are gone as soon as every way has ended.
    """

    id: PromiseId
    """Also the Idempotency-Key under which a webhook hears of it."""
    number: str
    """What facilities and the person at the door call it: six digits. What is added to a report has the same."""
    category: Category
    at: datetime
    thing: str = ""
    note: str = ""
    reply_to: str = ""
    adds: bool = False
    """It adds a note to a report of the same number."""
    deliveries: tuple[Delivery, ...] = ()
    delivered_at: datetime | None = None
    """When the first way had delivered it."""
    stored: bool = False
    """It is on disk: only then may it be sent, or be called saved."""

    @property
    def ended(self) -> bool:
        return all(delivery.course is not Course.WAITING for delivery in self.deliveries)


@dataclass(frozen=True, slots=True)
class Reportable:
    """What the configuration lets people report, and how facilities hear of it. Without a way there is no key."""

    ways: tuple[Way, ...] = ()
    categories: tuple[Category, ...] = tuple(Category)
    things: tuple[tuple[Category, tuple[str, ...]], ...] = ()
    """What there is in this room, by the kind of trouble that it has."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """The sheet that asks what is wrong is open."""

    category: Category | None = None
    thing: str = ""
    misspelt: bool = False
    """It was not sent, because what was typed as an address is none."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The sheet that tells what became of a report is open, since `at` (aware UTC)."""

    report: PromiseId
    at: datetime


def earlier(facts: Facts, category: Category, thing: str, now: datetime) -> Report | None:
    """Today's first report of the same trouble, which a further one only adds to."""
    same = (one for one in of_today(facts, now) if (one.category, one.thing) == (category, thing))
    return next(same, None)


def of_today(facts: Facts, now: datetime) -> Iterator[Report]:
    """Today's reports in the room's zone, oldest first; none where the clock tells no day."""
    if facts.clock.wrong or facts.room is None:
        return
    today = days.local_date(now, facts.room.zone)
    for one in facts.reports:
        if one.stored and not one.adds and days.local_date(one.at, facts.room.zone) == today:
            yield one


def decided(intent: SendReport, facts: Facts, now: datetime, new_id: PromiseId) -> Report | None:
    """The report to be kept and sent; None: there are too many already, or nobody wants any."""
    reportable = facts.settings.report
    if not reportable.ways or len(facts.reports) >= MOST or intent.category not in reportable.categories:
        return None
    before = earlier(facts, intent.category, intent.thing, now)
    note, reply_to = words_of(intent)
    return Report(
        new_id, before.number if before else _number(facts, new_id), intent.category, now,
        intent.thing, note, reply_to, before is not None,
        tuple(Delivery(way) for way in reportable.ways),
    )  # fmt: skip


def is_misspelt(intent: SendReport) -> bool:
    """What was typed as an address is none: nobody could be answered."""
    reply_to = intent.reply_to.strip()
    return bool(reply_to) and not is_email(reply_to)


def words_of(intent: SendReport) -> tuple[str, str]:
    """The note on one line, and the address if it is one."""
    return one_line(intent.note, NOTE_MOST), "" if is_misspelt(intent) else intent.reply_to.strip()


def _number(facts: Facts, new_id: PromiseId) -> str:
    """Figured from the id alone, so that no counter can be lost with a disk; not one that is known here."""
    taken = {one.number for one in facts.reports}
    digits = int.from_bytes(new_id.encode()[:64], "big")
    numbers = (str(LEAST_NUMBER + (digits * 7919 + step) % NUMBERS) for step in range(MOST + 1))
    return next(number for number in numbers if number not in taken)


def after(report: Report, way: Way, tried: Tried, now: datetime, jitter: float) -> Report:
    """The report after one try. `jitter` (0.5 to 1) spreads displays that were cut off together.

    Words that somebody typed are gone as soon as no way needs them.
    """
    deliveries = tuple(
        _after(delivery, tried, now, jitter) if delivery.way is way else delivery
        for delivery in report.deliveries
    )
    if tried.fate is Fate.TAKEN:
        report = replace(report, delivered_at=report.delivered_at or now)
    return _without_words(replace(report, deliveries=deliveries))


def _after(delivery: Delivery, tried: Tried, now: datetime, jitter: float) -> Delivery:
    delivery = replace(delivery, attempts=delivery.attempts + 1, offline=tried.fate is Fate.NEVER_LEFT)
    if tried.fate is Fate.TAKEN:
        return replace(delivery, course=Course.DELIVERED, next_try_at=None)
    return replace(delivery, next_try_at=now + _pause(tried, delivery.attempts, jitter))


def _pause(tried: Tried, attempts: int, jitter: float) -> timedelta:
    """Doubled each time up to a bound, never less than was asked for."""
    if tried.fate is Fate.ASKED_TO_WAIT:
        return max(tried.wait or timedelta(0), NEVER_LEFT_FIRST) * (1.5 - jitter / 2)
    first, most = PAUSES[tried.fate]
    return max(first, min(first * (1 << min(attempts - 1, 10)), most) * jitter)


def encouraged(report: Report) -> Report:
    """The line is back: what found none is tried at once."""
    return replace(
        report,
        deliveries=tuple(
            replace(one, next_try_at=None, offline=False) if one.offline else one for one in report.deliveries
        ),
    )


def aged(report: Report, now: datetime) -> Report:
    """The report as time leaves it: after a week what was not delivered is given up."""
    if report.ended or now < report.at + KEEP_TRYING:
        return report
    given_up = tuple(
        replace(one, course=Course.GIVEN_UP, next_try_at=None) if _is_hopeless(one) else one
        for one in report.deliveries
    )
    return _without_words(replace(report, deliveries=given_up))


def _is_hopeless(delivery: Delivery) -> bool:
    """After a week: what nobody tries at all, as its way is not configured any more, or what was tried often enough."""
    begun = 0 < delivery.attempts < TRIES_AT_LEAST
    return delivery.course is Course.WAITING and not begun


def over(report: Report, facts: Facts, now: datetime) -> bool:
    """Nothing is to be sent any more, and nobody is to be told of it any more. The sheet that speaks of it keeps it."""
    told = facts.visit.sheet
    if not report.ended or facts.room is None or (isinstance(told, Reported) and told.report == report.id):
        return False
    if any(one.course is Course.GIVEN_UP for one in report.deliveries):
        return now >= report.at + KEEP_TRYING + TOLD_GIVEN_UP
    return days.local_date(report.at, facts.room.zone) != days.local_date(now, facts.room.zone)


def _without_words(report: Report) -> Report:
    return replace(report, note="", reply_to="") if report.ended else report
