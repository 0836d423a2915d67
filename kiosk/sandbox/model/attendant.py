"""The resource booking attendant's judgement: pure, from settings and calendar to a verdict (facts.md §3.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from kiosk.sandbox.model.event import Blocking, Event
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.occurrences import in_window, last_instant
from kiosk.sandbox.model.settings import DAYS_ALL, CalendarProcessing
from kiosk.sandbox.model.zones import to_wall


class Verdict(Enum):
    SKIP = "Action:None"
    ACCEPT = "Action:Accept"
    DECLINE = "Action:Decline"
    TENTATIVE = "Action:Tentative"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a request. `conflicts` are occurrences declined of an accepted series; `cut` ends it."""

    verdict: Verdict
    why: str
    conflicts: tuple[date, ...] = ()
    cut: date | None = None


@dataclass(frozen=True, slots=True)
class _Findings:
    broken: str = ""
    conflicts: tuple[date, ...] = ()
    cut: date | None = None


def decide(room: Mailbox, copy: Event, now: datetime, *, internal: bool, day: date | None = None) -> Decision:
    """The attendant's answer to the request that made `copy`; `day` judges one occurrence only."""
    rules = room.processing
    subject = _subject(copy, day)
    skipped = _why_skipped(room, copy, subject, now, internal=internal)
    if skipped:
        return Decision(Verdict.SKIP, skipped)
    found = _judge(room, copy, subject, now)
    sender = copy.organizer.address.lower()
    if not found.broken:
        if rules.all_book_in_policy or _listed(sender, rules.book_in_policy):
            return Decision(Verdict.ACCEPT, "in policy", found.conflicts, found.cut)
        if rules.all_request_in_policy or _listed(sender, rules.request_in_policy):
            return Decision(Verdict.TENTATIVE, "Forwarding Request To Delegates")
        return Decision(Verdict.DECLINE, "sender may not book")
    if rules.all_request_out_of_policy or _listed(sender, rules.request_out_of_policy):
        return Decision(Verdict.TENTATIVE, "out of policy: " + found.broken)
    return Decision(Verdict.DECLINE, found.broken)


def _subject(copy: Event, day: date | None) -> Event:
    if day is None:
        return copy
    return copy.exceptions.get(day, copy)


def _why_skipped(room: Mailbox, copy: Event, subject: Event, now: datetime, *, internal: bool) -> str:
    rules = room.processing
    if rules.automate_processing != "AutoAccept":
        return "AutomateProcessing is " + rules.automate_processing
    if copy.organizer.same(room.address):
        return "the resource is the organizer"
    if not internal and not rules.process_external_meeting_messages:
        return "Skipping processing because user settings for processing external items is false."
    if rules.policy_is_empty:
        return "no booking policy is set"
    if last_instant(subject, room.zone) <= now:
        return "the meeting is in the past"
    return ""


def _judge(room: Mailbox, copy: Event, subject: Event, now: datetime) -> _Findings:
    rules = room.processing
    if subject.recurrence is not None and not rules.allow_recurring_meetings:
        return _Findings("recurring meetings are not allowed")
    limit = _horizon(rules, now)
    late = last_instant(subject, room.zone) > limit
    cut: date | None = None
    if late and (subject.recurrence is None or rules.enforce_scheduling_horizon):
        return _Findings("beyond the booking window")
    if late:
        cut = to_wall(limit, subject.span.zone).date() - timedelta(days=1)
    instances = [
        one
        for one in in_window(subject, min(now, subject.span.instants(room.zone)[0]), limit, room.zone)
        if one.span.instants(room.zone)[1] > now
    ]
    broken = _rules_broken(room, copy, instances)
    if broken:
        return _Findings(broken)
    if rules.allow_conflicts:
        return _Findings(cut=cut)
    conflicts = tuple(sorted(_conflicting(room, copy, instances)))
    if not conflicts:
        return _Findings(cut=cut)
    share = 100 * len(conflicts) / len(instances)
    tolerated = (
        subject.recurrence is not None
        and len(conflicts) <= rules.maximum_conflict_instances
        and share <= rules.conflict_percentage_allowed
    )
    return _Findings(conflicts=conflicts, cut=cut) if tolerated else _Findings("conflicts")


def _horizon(rules: CalendarProcessing, now: datetime) -> datetime:
    return now + timedelta(days=rules.booking_window_in_days or 1)


def _rules_broken(room: Mailbox, copy: Event, instances: Sequence[Event]) -> str:
    rules = room.processing
    longest = timedelta(minutes=rules.maximum_duration_in_minutes)
    if longest and any(one.span.end - one.span.start > longest for one in instances):
        return "longer than allowed"
    if rules.schedule_only_during_work_hours and not all(_in_hours(room, one) for one in instances):
        return "outside working hours"
    if rules.booking_type == "Reserved":
        return "the room cannot be reserved"
    people = 1 + sum(1 for a in copy.attendees if a.kind != "resource")
    if rules.enforce_capacity and room.place.capacity is not None and people > room.place.capacity:
        return "too many people"
    return ""


def _in_hours(room: Mailbox, one: Event) -> bool:
    start, end = one.span.instants(room.zone)
    begin, finish = to_wall(start, room.hours.zone), to_wall(end, room.hours.zone)
    same_day = begin.date() == finish.date()
    in_time = room.hours.start <= begin.time() and finish.time() <= room.hours.end
    return same_day and in_time and DAYS_ALL[begin.weekday()] in room.hours.days


def _conflicting(room: Mailbox, copy: Event, instances: Iterable[Event]) -> Iterable[date]:
    for one in instances:
        start, end = one.span.instants(room.zone)
        if start == end:
            continue
        for other in room.others(copy.uid):
            if any(
                _blocks(found, start, end, room.zone) for found in in_window(other, start, end, room.zone)
            ):
                yield one.day or one.span.start.date()
                break


def _blocks(other: Event, start: datetime, end: datetime, zone: str) -> bool:
    begins, ends = other.span.instants(zone)
    return other.show_as in Blocking and not other.pending and ends > start and begins < end


def _listed(sender: str, people: Sequence[str]) -> bool:
    return sender in {one.lower() for one in people}


def post_processed(room: Mailbox, copy: Event) -> Event:
    """The room's copy as it looks after acceptance: Exchange rewrites what people would read on a door."""
    rules = room.processing
    subject = "" if rules.delete_subject else copy.subject
    if rules.add_organizer_to_subject:
        subject = " ".join(part for part in (copy.organizer.name, subject) if part)
    private = rules.remove_private_property and copy.sensitivity == "private"
    return replace(
        copy,
        subject=subject,
        body=replace(copy.body, content="") if rules.delete_comments else copy.body,
        online=copy.online and not rules.delete_comments,
        sensitivity="normal" if private else copy.sensitivity,
    )
