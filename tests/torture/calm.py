"""What must hold once all is calm: 90 seconds and one poll after the last trouble, and at the end of a run."""

from datetime import datetime, timedelta

from kiosk.room.agenda import slots
from kiosk.room.face import State
from kiosk.room.model import Life, Wish
from kiosk.room.reports import SELDOM
from tests.torture.display import Display
from tests.torture.office import SECRET_MARK, SUBJECT_MARK, Office
from tests.torture.plan import Plan
from tests.torture.witness import Witness

OVERDUE = timedelta(seconds=20)
"""A try that is under way may take so long."""


class Calm:
    """Compares what each display shows and keeps with what is true."""

    def __init__(self, plan: Plan, office: Office, witness: Witness) -> None:
        self._plan, self._office, self._witness = plan, office, witness

    def compare(self, display: Display) -> None:
        """The glass equals the calendar, and each booking is what its person was told."""
        now = self._office.time.now()
        facts = display.core.facts
        truth = {(one.start, one.end) for one in self._office.taken() if one.end > now}
        shown = {(slot.start, slot.end) for slot in slots(facts) if slot.end > max(now, slot.start)}
        waiting = {(p.start, p.until) for p in facts.promises if p.open}
        horizon = now + timedelta(days=self._plan.settings.days_ahead + 10)
        missing = {span for span in truth - shown if span[0] < horizon}
        extra = {span for span in shown - truth - waiting if span[0] < horizon}
        if missing or extra:
            self._witness.wrong(
                f"display {display.number} does not show {_spans(missing)}, shows {_spans(extra)} too much"
            )
        if facts.heard.as_of is None or not facts.heard.reachable:
            self._witness.wrong(f"display {display.number} has not found Exchange again: {facts.heard}")
        elif not missing and not extra:
            self._state(display, {(s, e) for s, e in truth | waiting if s <= now < e})
        for promise in facts.promises:
            if promise.open:
                self._witness.wrong(f"{promise.id} is left open: {promise.wish.value} {promise.life.value}")
        self._bookings(display, now)
        for room in (self._office.room, *self._office.others):
            self._witness.no_overlap(room)
        self._reports(display)
        self._disk(display)

    def _state(self, display: Display, running: set[tuple[datetime, datetime]]) -> None:
        face = display.core._face
        assert face is not None
        if any(promise.open for promise in display.core.facts.promises):
            return  # holding for a later time, too
        now = display.clock.now()
        gap = any(slot.end <= now < slot.end + timedelta(minutes=5) for slot in slots(display.core.facts))
        taken = face.state is State.BUSY
        if taken != bool(running) and not (gap and taken):
            self._witness.wrong(
                f"display {display.number} says {face.state.name}, and {len(running)} meetings are running"
            )

    def _bookings(self, display: Display, now: datetime) -> None:
        ledger = self._witness.ledgers[display.number]
        present = {promise.id: promise for promise in display.core.facts.promises}
        for promise_id in ledger.acknowledged:
            event = self._office.created_by(promise_id)
            promise = present.get(promise_id)
            stands = event is not None and event.span.instants("UTC")[1] > now
            unwanted = promise_id in ledger.withdrawn or (
                promise_id in ledger.told and promise_id not in ledger.confirmed
            )
            if (
                stands
                and event is not None
                and promise is None
                and unwanted
                and event.uid not in self._office.touched
            ):
                self._witness.wrong(f"{promise_id} was given up, and still stands in Exchange")
            if (
                event is None
                and promise is not None
                and promise.life is Life.KEPT
                and promise.wish is Wish.CREATE
            ):
                self._witness.wrong(f"{promise_id} is shown as kept, and Exchange has it not")

    def _reports(self, display: Display) -> None:
        """The line is there since so long that each has arrived, or has a time at which it is tried again."""
        now = display.clock.now()
        for report in display.core.facts.reports:
            for one in report.deliveries if not report.ended else ():
                at = one.next_try_at
                if at is None or one.offline or not -OVERDUE < at - now <= SELDOM:
                    self._witness.wrong(f"report {report.id} waits until {at}, after {one.attempts} tries")

    def _disk(self, display: Display) -> None:
        """No private subject on disk."""
        kept = b"".join(path.read_bytes() for path in display.folder.iterdir())
        if SECRET_MARK.encode() in kept:
            self._witness.wrong(f"display {display.number} keeps a private subject on disk")
        if SUBJECT_MARK.encode() in kept and not self._plan.settings.privacy.shows_subject:
            self._witness.wrong(
                f"display {display.number} keeps a subject on disk under {self._plan.settings.privacy.value}"
            )

    def written(self, display: Display, commits: int) -> None:
        """What is written is bounded."""
        ledger = self._witness.ledgers[display.number]
        minutes = self._plan.hours * 60
        bound = (
            3 * minutes
            + 100 * len(ledger.asked)
            + 30 * len(ledger.reports)
            + 3 * self._office.state_of_room()
            + 100
        )
        if commits > bound:
            self._witness.wrong(
                f"display {display.number} wrote {commits} times in {minutes:.0f} min, {len(ledger.asked)} bookings"
            )


def _spans(spans: set[tuple[datetime, datetime]]) -> str:
    return ", ".join(f"{start:%d %H:%M:%S}-{end:%H:%M:%S}" for start, end in sorted(spans)) or "nothing"
