"""An attendee's copy of a meeting through its life: pure, from event to event."""

from dataclasses import replace
from datetime import date, datetime

from kiosk.sandbox.model.attendant import post_processed
from kiosk.sandbox.model.event import Answer, Event, Response
from kiosk.sandbox.model.mailbox import Mailbox


def arrived(meeting: Event, known: Event | None, box: Mailbox) -> Event:
    """The copy a request makes or renews; the organizer's private marks do not travel (facts.md §2.4).

    A room's copy is tentative again after every request. A person's answer stands while the times do.
    """
    same_slot = known is not None and (known.span, known.recurrence) == (meeting.span, meeting.recurrence)
    alive = known is not None and not known.cancelled
    keeps = known if same_slot and alive and box.kind != "room" else None
    holds = same_slot and alive and known is not None and not known.pending
    attendees = tuple(replace(a, status=Response()) for a in meeting.attendees)
    if meeting.hide_attendees:
        attendees = tuple(a for a in attendees if a.who.same(box.address))
    return replace(
        meeting,
        is_organizer=False,
        attendees=attendees,
        response=keeps.response if keeps else Response("notResponded"),
        show_as=keeps.show_as if keeps else "tentative",
        pending=box.kind == "room" and not holds,
        transaction_id=None,
        categories=(),
        properties=(),
        extensions=(),
        change=known.change if known else 0,
        cancelled=False,
    )


def answered(copy: Event, box: Mailbox, answer: Answer, now: datetime) -> Event:
    """The copy after its owner's answer; what an AutoAccept room accepts is post-processed (§3.5, t2)."""
    shows = copy.intended if answer == "accepted" else "free" if answer == "declined" else "tentative"
    done = replace(copy, response=Response(answer, now), show_as=shows, pending=False)
    if answer == "accepted" and box.kind == "room" and box.processing.automate_processing == "AutoAccept":
        done = post_processed(box, done)
    exceptions = {day: answered(one, box, answer, now) for day, one in copy.exceptions.items()}
    return replace(done, exceptions=exceptions)


def called_off(copy: Event) -> Event:
    """The copy after a cancellation that leaves it in the calendar: free and marked (facts.md §3.5)."""
    subject = copy.subject if copy.subject.startswith("Canceled: ") else f"Canceled: {copy.subject}"
    exceptions = {day: called_off(one) for day, one in copy.exceptions.items()}
    return replace(
        copy, cancelled=True, subject=subject, show_as="free", pending=False, exceptions=exceptions
    )


def without_day(copy: Event, day: date) -> Event:
    """A series that has lost one occurrence."""
    exceptions = {when: one for when, one in copy.exceptions.items() if when != day}
    return replace(copy, exceptions=exceptions, dropped=copy.dropped | {day})
