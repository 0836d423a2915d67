"""What the staff menu tells of one display: row by row whether it is well, and what is wrong most. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.room import expiry
from kiosk.room.explained import Doing, Explanation, GraphRefused, Refusal, SignInRefused, explained
from kiosk.room.model import Facts, Life
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from kiosk.room.saying import Say
from kiosk.room.staff import Seen
from kiosk.room.staff_face import Finding, Health
from kiosk.room.survey import REFUSAL_HOLDS, is_stale
from kiosk.room.update import Course

SECOND = timedelta(seconds=1)
LONGEST_CODE = 280
"""Signs in the code for phones: more would make its squares too small for half a metre."""


def findings(facts: Facts, seen: Seen, now: datetime) -> tuple[Finding, ...]:
    """Row by row, from the plug to the programme. `now`: aware UTC."""
    return tuple(_findings(facts, seen, now))


def worst(seen: Seen) -> Explanation | None:
    """The refusal that a technician can do something about; None where nothing was refused."""
    return None if seen.refusal is None else explained(seen.refusal, seen.names)


def for_a_phone(facts: Facts, seen: Seen, now: datetime) -> str:
    """The same for whoever is rung up from here: short, in English, without a name of a person or a meeting."""
    heard = facts.heard
    read = "never" if heard.as_of is None else f"{heard.as_of:%Y-%m-%dT%H:%M:%SZ}"
    told = worst(seen)
    lines = [
        f"{facts.room.mailbox if facts.room else ''} {seen.display}".strip(),
        f"Kiosk {seen.version}, {now:%H:%M:%SZ}, read {read}",
        heard.problem.value if heard.problem else "",
        told.details if told else "",
        told.check.partition("\n")[0] if told else "",
    ]
    return "\n".join(line for line in lines if line)[:LONGEST_CODE]


def _findings(facts: Facts, seen: Seen, now: datetime) -> Iterator[Finding]:
    yield _network(seen)
    yield _exchange(facts, seen)
    yield _clock(facts, now)
    yield _last_sync(facts, now)
    yield _access(Phrase.STAFF_READING, _reading_refused(facts, seen))
    yield _access(Phrase.STAFF_BOOKING, _booking_refused(facts, seen, now))
    yield _outbox(facts)
    yield from _credentials(facts, now)
    if seen.disk is not None:
        yield Finding(Health.BAD, Say(Phrase.STAFF_DISK), Say(Phrase.SUBJECT, text=seen.disk))
    yield _configuration(seen)
    yield _app(seen)


def _app(seen: Seen) -> Finding:
    """Its version, and how far a newer one is."""
    name, update = f"Kiosk {seen.version}", seen.update
    phrase = None if update is None else _COURSES.get(update.course)
    if update is None or phrase is None:
        return Finding(Health.WELL, Say(Phrase.STAFF_APP), Say(Phrase.SUBJECT, text=name))
    wrong = update.course in (Course.WENT_BACK, Course.FAILED)
    value = Say(phrase, number=update.percent or 0, text=name)
    return Finding(Health.WARNING if wrong else Health.WELL, Say(Phrase.STAFF_APP), value)


def _configuration(seen: Seen) -> Finding:
    """Its revision where one was pushed; what became of a later one that is not in force."""
    source = Say(Phrase.STAFF_FROM_FILE if seen.by_file else Phrase.STAFF_FROM_PAIRING)
    number = str(seen.revision) if seen.revision else ""
    told = " · ".join(part for part in (number, seen.refused_config) if part)
    value = Say(Phrase.SUBJECT, text=told) if told else source
    return Finding(Health.WARNING if seen.refused_config else Health.WELL, Say(Phrase.STAFF_CONFIG), value)


def _network(seen: Seen) -> Finding:
    if not seen.address:
        return Finding(Health.BAD, Say(Phrase.STAFF_NETWORK), Say(Phrase.NO_NETWORK))
    if seen.wireless:
        value = Say(Phrase.STAFF_WIRELESS, text=seen.address)
    elif seen.speed is None:
        value = Say(Phrase.SUBJECT, text=seen.address)
    else:
        value = Say(Phrase.STAFF_WIRED, number=seen.speed, text=seen.address)
    return Finding(Health.WELL, Say(Phrase.STAFF_NETWORK), value)


def _exchange(facts: Facts, seen: Seen) -> Finding:
    heard = facts.heard
    if heard.reachable or heard.since is None:
        return Finding(
            Health.WELL if heard.reachable else Health.WARNING, Say(Phrase.STAFF_EXCHANGE),
            Say(Phrase.SUBJECT, text=seen.host),
        )  # fmt: skip
    return Finding(
        Health.BAD, Say(Phrase.STAFF_EXCHANGE), Say(Phrase.STAFF_SILENT_SINCE, at=heard.since, text=seen.host)
    )


def _clock(facts: Facts, now: datetime) -> Finding:
    """Our elapsed clock is not asked: how far off it is matters only where it is wrong."""
    zone = facts.room.zone if facts.room else "UTC"
    if facts.clock.wrong:
        return Finding(Health.BAD, Say(Phrase.STAFF_CLOCK), Say(Phrase.STAFF_CLOCK_WRONG, at=now))
    return Finding(Health.WELL, Say(Phrase.STAFF_CLOCK), Say(Phrase.STAFF_AT_IN, at=now, text=zone))


def _last_sync(facts: Facts, now: datetime) -> Finding:
    as_of = facts.heard.as_of
    if as_of is None:
        return Finding(Health.BAD, Say(Phrase.STAFF_LAST_SYNC), Say(Phrase.STAFF_NEVER))
    health = Health.BAD if is_stale(facts, now) else Health.WELL
    return Finding(health, Say(Phrase.STAFF_LAST_SYNC), Say(Phrase.AT_TIME_SECONDS, at=as_of))


def _reading_refused(facts: Facts, seen: Seen) -> str | None:
    """Its code where there is one; None: it is allowed."""
    told = worst(seen)
    match seen.refusal:
        case SignInRefused() | GraphRefused(doing=Doing.READ) if told is not None:
            return _code(told)
    problem = facts.heard.problem
    return problem.value if problem in _ACCESS else None


def _booking_refused(facts: Facts, seen: Seen, now: datetime) -> str | None:
    told, at = worst(seen), facts.heard.booking_refused_at
    if told is not None and _is_booking(seen.refusal):
        return _code(told)
    return Reason.BOOKING_REFUSED.value if at is not None and now - at < REFUSAL_HOLDS else None


def _code(told: Explanation) -> str:
    """The name of the refusal; its status stands among the details."""
    first = told.details.partition("\n")[0]
    return first.partition(" ")[2] or first


def _is_booking(refusal: Refusal | None) -> bool:
    return isinstance(refusal, GraphRefused) and refusal.doing is Doing.BOOK


def _access(label: Phrase, refused: str | None) -> Finding:
    if refused is None:
        return Finding(Health.WELL, Say(label), Say(Phrase.STAFF_NOT_REFUSED))
    return Finding(Health.BAD, Say(label), Say(Phrase.STAFF_REFUSED, text=refused))


def _outbox(facts: Facts) -> Finding:
    wedged = sum(promise.life is Life.WEDGED for promise in facts.promises)
    waiting = sum(promise.open for promise in facts.promises)
    if wedged:
        return Finding(Health.WARNING, Say(Phrase.STAFF_OUTBOX), Say(Phrase.STAFF_GIVEN_UP, number=wedged))
    if waiting:
        return Finding(Health.WELL, Say(Phrase.STAFF_OUTBOX), Say(Phrase.STAFF_WAITING, number=waiting))
    return Finding(Health.WELL, Say(Phrase.STAFF_OUTBOX), Say(Phrase.STAFF_EMPTY))


def _credentials(facts: Facts, now: datetime) -> Iterator[Finding]:
    for one in sorted(facts.expiries, key=lambda one: one.ends)[:1]:
        left = expiry.days_left(one, now)
        health = Health.BAD if left < 0 else Health.WARNING if expiry.near((one,), now) else Health.WELL
        yield Finding(health, Say(Phrase.STAFF_SIGN_IN), Say(Phrase.STAFF_ENDS, at=one.ends))


_ACCESS = (Reason.ACCESS_LOST, Reason.READ_REFUSED, Reason.MAILBOX_MISSING)
_COURSES = {
    Course.LOOKING: Phrase.STAFF_LOOKING,
    Course.FETCHING: Phrase.STAFF_FETCHING,
    Course.WAITING: Phrase.STAFF_NEWER_WAITS,
    Course.INSTALLING: Phrase.STAFF_INSTALLING,
    Course.PROVING: Phrase.STAFF_ON_TRIAL,
    Course.WENT_BACK: Phrase.STAFF_WENT_BACK,
    Course.FAILED: Phrase.STAFF_UPDATE_FAILED,
}
"""What is not here needs no word: nothing newer is known."""
