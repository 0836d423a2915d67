"""What must hold whatever happens, checked after every step; whoever breaks it is written down."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.room.agenda import slots
from kiosk.room.face import Face, State, Told, Tone
from kiosk.room.model import Life, Mode, Notice, Promise, PromiseId, Wish
from kiosk.room.reasons import Reason
from kiosk.sandbox.model.ids import parse_id
from kiosk.sandbox.model.mailbox import Change
from tests.torture.display import Display
from tests.torture.happenings import Trouble
from tests.torture.line import UNDONE, Sent
from tests.torture.office import ROOM, SECRET_MARK, SUBJECT_MARK, USER, Office
from tests.torture.plan import Plan

GRACE = timedelta(seconds=1.5)
"""Within which the glass must have turned once its knowledge is too old."""
GOOD = frozenset({None, Trouble.SLOW, Trouble.TWICE})
"""What may befall a read that is a good read nonetheless."""
DOUBT_APART = 5.0
EVER = datetime.min.replace(tzinfo=UTC)


class Ledger:
    """What one display has told and promised, over all its processes."""

    def __init__(self) -> None:
        self.promises: dict[PromiseId, Promise] = {}
        """As they were at the last look of a living process."""
        self.asked: dict[PromiseId, tuple[datetime, datetime]] = {}
        self.acknowledged: set[PromiseId] = set()
        self.withdrawn: set[PromiseId] = set()
        """By the person at the door."""
        self.confirmed: set[PromiseId] = set()
        self.told: set[PromiseId] = set()
        self.wedged: set[PromiseId] = set()
        self.unseen: set[Reason] = set()
        """What was told, and was not on the glass yet."""
        self.read_begun: datetime | None = None
        self.read_shows = -1
        """The state of the room's calendar that the last good read showed."""
        self.read_gone: set[str] = set()
        """Meetings that a good read found to be no more."""
        self.known_at: datetime | None = None
        """True time at which the last good read began."""
        self.glass = ""


class Witness:
    """Sees every picture, every request and every change of the calendars."""

    def __init__(self, plan: Plan, office: Office, note: Callable[[str, str], None]) -> None:
        self.plan, self.office, self.note = plan, office, note
        self.violations: list[str] = []
        self.ledgers: dict[int, Ledger] = defaultdict(Ledger)
        self._created: Counter[str] = Counter()
        self._accepted: set[tuple[str, datetime]] = set()
        """iCalUId and end of what the room has accepted, ever."""
        self._gone: dict[str, int] = {}
        """iCalUId of what is no more, and the state of the room's calendar in which it was gone first."""
        self._since: dict[str, dict[datetime, datetime]] = defaultdict(dict)
        """By iCalUId and end: when the room first had the meeting with that end."""
        self._doubt: dict[str, float] = {}
        self._doubt_reads: dict[int, list[float]] = defaultdict(list)
        office.exchange.listeners.append(self._changed)

    def wrong(self, words: str) -> None:
        if any(words[:40] in known for known in self.violations):
            return  # once is enough
        self.note("!!", words)
        self.violations.append(f"{self.office.time.now():%d %H:%M:%S} {words}")

    # --- the calendars

    def _changed(self, change: Change) -> None:
        address, event = self.office.exchange.mailboxes[change.mailbox].address, change.event
        if address == USER:
            if change.kind == "created" and event.transaction_id:
                self._create(event.transaction_id, event.span.instants("UTC"))
            room = event.attendee(ROOM)
            if room is not None and room.status.answer == "accepted":
                self._accepted.add((event.uid, event.span.instants("UTC")[1]))
        elif address == ROOM:
            if change.kind == "created" and event.transaction_id:
                self._create(event.transaction_id, event.span.instants("UTC"))
            stands = change.kind != "deleted" and not event.cancelled and event.response.answer != "declined"
            if not stands and event.recurrence is None:
                self._gone.setdefault(event.uid, len(self.office._past.get(ROOM, ())))
            elif stands:
                self._gone.pop(event.uid, None)
                for ledger in self.ledgers.values():
                    ledger.read_gone.discard(event.uid)
                self._since[event.uid].setdefault(event.span.instants("UTC")[1], change.at)
                if event.response.answer in ("accepted", "organizer"):
                    self._accepted.add((event.uid, event.span.instants("UTC")[1]))
                    if (
                        self.plan.settings.mode is Mode.INVITE
                    ):  # direct bookings may stand until they were read back
                        self.no_overlap()

    def _create(self, transaction: str, span: tuple[datetime, datetime]) -> None:
        self._created[transaction] += 1
        if self._created[transaction] > 1:
            self.wrong(f"{transaction} was booked twice")
        for ledger in self.ledgers.values():
            asked = ledger.asked.get(PromiseId(transaction))
            if asked is not None and asked != span:
                self.wrong(f"{transaction} was asked for {asked} and booked for {span}")

    def no_overlap(self) -> None:
        """No two accepted bookings share time because of us: whichever came last into that time is not ours."""
        taken = [one for one in self.office.taken() if one.accepted and one.uid not in self.office.touched]
        for at, one in enumerate(taken):
            for other in taken[at + 1 :]:
                begin = max(one.start, other.start)
                if begin < min(one.end, other.end):
                    late = max(one, other, key=lambda each: self._there_since(each.uid, begin))
                    if late.ours:
                        self.wrong(f"{one.uid[-6:]} and {other.uid[-6:]} overlap, and the later one is ours")

    def _there_since(self, uid: str, moment: datetime) -> datetime:
        """When this meeting first reached into that moment; occurrences of a series were always there."""
        ends = self._since.get(uid, {})
        return min((since for end, since in ends.items() if end > moment), default=EVER)

    # --- requests

    def sent(self, display: Display, sent: Sent, trouble: Trouble | None) -> None:
        """A request leaves."""
        ledger = self.ledgers[display.number]
        seconds = self.office.time.seconds
        if sent.method == "GET" and "/calendarView?" in sent.target:
            if "transactionId" in sent.target:
                if trouble in GOOD and (USER in sent.target or self.plan.settings.mode is Mode.DIRECT):
                    self._doubt_reads[display.number].append(seconds)
            elif "skip" not in sent.target:
                ledger.read_begun = self.office.time.now()
        elif sent.creates and sent.body is not None:
            transaction = str(sent.body["transactionId"])
            if transaction in self._doubt:
                reads = [at for at in self._doubt_reads[display.number] if at > self._doubt[transaction]]
                if len(reads) < 2 or reads[-1] - reads[0] < DOUBT_APART - 0.3:
                    self.wrong(f"{transaction} was sent while in doubt after {len(reads)} reads")
            if trouble in UNDONE or trouble is Trouble.REFUSED:
                self._doubt.pop(transaction, None)
            else:
                self._doubt[transaction] = seconds

    def answered(self, sent: Sent, status: int) -> None:
        """Exchange has said that nothing was done."""
        if sent.creates and sent.body is not None and status in (401, 403, 429):
            self._doubt.pop(str(sent.body["transactionId"]), None)

    def arrived(self, display: Display, sent: Sent) -> None:
        """A request reaches Exchange: nobody else's meeting may be touched."""
        if not sent.writes or sent.creates:
            return
        _, _, mailbox, _, event_id = sent.target.split("?")[0].split("/")[:5]
        ref = parse_id(event_id)
        box = self.office.exchange.find(mailbox)
        event = box.items.get(ref.key) if box is not None and ref is not None else None
        if event is None:
            return
        if not event.is_organizer or not str(event.transaction_id or "").startswith(f"{self.plan.seed}-"):
            self.wrong(f"display {display.number} meddles with {event.uid[-6:]}: {sent.method}")

    def view_served(self, display: Display, target: str, number: int) -> None:
        if "transactionId" not in target:
            self.ledgers[display.number].read_shows = number

    # --- the glass

    def saw(self, display: Display, face: Face) -> None:
        ledger = self.ledgers[display.number]
        words = _words(face)
        if words != ledger.glass:  # a picture may differ by no more than the minute
            ledger.glass = words
            self.note(f"glass {display.number}", words)
        if isinstance(face.alert, Told):
            ledger.unseen.discard(face.alert.reason)
        if face.plane.tone is Tone.YOURS:
            self._yours(display)

    def _yours(self, display: Display) -> None:
        for promise in display.core.facts.promises:
            if promise.life is Life.CONFIRMED and promise.wish is not Wish.CANCEL:
                agreed = (promise.uid, promise.end) in self._accepted
                if not agreed and promise.uid not in self.office.touched:
                    self.wrong(
                        f"Yours {promise.id} ({promise.uid[-6:]}), and the room never accepted it until {promise.end:%H:%M}"
                    )

    def heard_notice(self, display: Display, notice: Notice) -> None:
        self.note(f"display {display.number}", f"tells {notice.reason.name}")
        self.ledgers[display.number].unseen.add(notice.reason)

    def read_well(self, display: Display) -> None:
        """A good read is taken over."""
        ledger = self.ledgers[display.number]
        ledger.known_at = ledger.read_begun
        if display.full:
            return  # what cannot be written cannot be known after a restart
        ledger.read_gone |= {uid for uid, since in self._gone.items() if since <= ledger.read_shows + 1}

    def looked(self, display: Display) -> None:
        ledger, facts = self.ledgers[display.number], display.core.facts
        self.fresh(display)
        for event in facts.events:
            if event.uid in ledger.read_gone and event.busy:
                self.wrong(f"display {display.number} shows {event.uid[-6:]} again, which was cancelled")
                ledger.read_gone.discard(event.uid)
        for reason in ledger.unseen - {notice.reason for notice in facts.notices}:
            ledger.unseen.remove(reason)
            self.wrong(f"display {display.number} told {reason.name} to nobody")
        present = {promise.id: promise for promise in facts.promises}
        if present != ledger.promises:
            self._promises(display, ledger, present)

    def fresh(self, display: Display) -> None:
        """Never free on knowledge that is too old."""
        process = display.process
        if process is None or not process.alive or process.face is None:
            return
        ledger, face = self.ledgers[display.number], process.face
        if face.state in (State.FREE, State.SOON):
            age = self.office.time.now() - (ledger.known_at or EVER)
            if age > self.plan.settings.stale_after + GRACE:
                self.wrong(f"display {display.number} says {face.state.name}, and its knowledge is {age} old")

    def _promises(self, display: Display, ledger: Ledger, present: Mapping[PromiseId, Promise]) -> None:
        for promise_id, promise in present.items():
            before = ledger.promises.get(promise_id)
            if before is None and promise_id not in ledger.asked:
                ledger.asked[promise_id] = (promise.start, promise.end)
            if before is None or (before.life, before.wish) != (promise.life, promise.wish):
                self.note(
                    f"display {display.number}", f"{promise_id}: {promise.wish.value} {promise.life.value}"
                )
            if promise.stored:
                ledger.acknowledged.add(promise_id)
            if promise.life in (Life.CONFIRMED, Life.KEPT) and promise.wish is not Wish.CANCEL:
                ledger.confirmed.add(promise_id)
            if promise.life is Life.WEDGED:
                ledger.wedged.add(promise_id)
            if promise.wish is Wish.CANCEL and promise_id not in ledger.withdrawn | ledger.told:
                self._must_tell(display, ledger, promise_id, "given up")
        for promise_id in ledger.promises.keys() - present.keys():
            self.note(f"display {display.number}", f"{promise_id}: settled")
            known = ledger.withdrawn | ledger.told | ledger.confirmed | ledger.wedged
            if promise_id in ledger.acknowledged - known:
                self._must_tell(display, ledger, promise_id, "settled")
        ledger.promises = dict(present)

    def _must_tell(self, display: Display, ledger: Ledger, promise_id: PromiseId, fate: str) -> None:
        now = display.clock.now()
        just_now = any(
            n.made_at is not None and abs(now - n.made_at) < timedelta(seconds=1)
            for n in display.core.facts.notices
        )
        ledger.told.add(promise_id)
        if not just_now:
            self.wrong(f"{promise_id} was {fate} and nobody was told")

    def restarted(self, display: Display) -> None:
        """What was promised is known to the new process; what was told dies with the old one."""
        if not display.runs:
            return  # killed in its very first moments
        ledger = self.ledgers[display.number]
        ledger.unseen.clear()
        present = {promise.id for promise in display.core.facts.promises}
        for promise_id, promise in ledger.promises.items():
            owed = promise.stored and promise.life is not Life.SETTLED
            if owed and promise_id not in present | ledger.withdrawn | ledger.told | ledger.confirmed:
                self.wrong(f"{promise_id} is lost after a restart")

    # --- when all is calm

    def compare(self, display: Display) -> None:
        """The glass equals the calendar, and each booking is what its person was told."""
        now = self.office.time.now()
        facts = display.core.facts
        truth = {(one.start, one.end) for one in self.office.taken() if one.end > now}
        shown = {(slot.start, slot.end) for slot in slots(facts) if slot.end > max(now, slot.start)}
        waiting = {(p.start, p.until) for p in facts.promises if p.open}
        horizon = now + timedelta(days=self.plan.settings.days_ahead + 10)
        missing = {span for span in truth - shown if span[0] < horizon}
        extra = {span for span in shown - truth - waiting if span[0] < horizon}
        if missing or extra:
            self.wrong(
                f"display {display.number} does not show {_spans(missing)}, shows {_spans(extra)} too much"
            )
        if facts.heard.as_of is None or not facts.heard.reachable:
            self.wrong(f"display {display.number} has not found Exchange again: {facts.heard}")
        elif not missing and not extra:
            self._state(display, {(s, e) for s, e in truth | waiting if s <= now < e})
        self._bookings(display, now)
        self.no_overlap()
        self.disk(display)

    def _state(self, display: Display, running: set[tuple[datetime, datetime]]) -> None:
        face = display.core._face
        assert face is not None
        if any(promise.open for promise in display.core.facts.promises):
            return  # holding for a later time, too
        now = display.clock.now()
        gap = any(slot.end <= now < slot.end + timedelta(minutes=5) for slot in slots(display.core.facts))
        taken = face.state is State.BUSY
        if taken != bool(running) and not (gap and taken):
            self.wrong(
                f"display {display.number} says {face.state.name}, and {len(running)} meetings are running"
            )

    def _bookings(self, display: Display, now: datetime) -> None:
        ledger = self.ledgers[display.number]
        present = {promise.id: promise for promise in display.core.facts.promises}
        for promise_id in ledger.acknowledged:
            event = self.office.created_by(promise_id)
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
                and event.uid not in self.office.touched
            ):
                self.wrong(f"{promise_id} was given up, and still stands in Exchange")
            if (
                event is None
                and promise is not None
                and promise.life is Life.KEPT
                and promise.wish is Wish.CREATE
            ):
                self.wrong(f"{promise_id} is shown as kept, and Exchange has it not")

    def disk(self, display: Display) -> None:
        """No private subject on disk."""
        kept = b"".join(path.read_bytes() for path in display.folder.iterdir())
        if SECRET_MARK.encode() in kept:
            self.wrong(f"display {display.number} keeps a private subject on disk")
        if SUBJECT_MARK.encode() in kept and not self.plan.settings.privacy.shows_subject:
            self.wrong(
                f"display {display.number} keeps a subject on disk under {self.plan.settings.privacy.value}"
            )

    def written(self, display: Display, commits: int) -> None:
        """What is written is bounded."""
        ledger = self.ledgers[display.number]
        minutes = self.plan.hours * 60
        bound = 3 * minutes + 100 * len(ledger.asked) + 3 * self.office.state_of_room() + 100
        if commits > bound:
            self.wrong(
                f"display {display.number} wrote {commits} times in {minutes:.0f} min, {len(ledger.asked)} bookings"
            )


def _words(face: Face) -> str:
    told: Any = face.alert.reason.name if isinstance(face.alert, Told) else ""
    until = (
        f" until {face.plane.until.at:%H:%M}"
        if face.plane.until is not None and face.plane.until.at is not None
        else ""
    )
    return f"{face.state.name}/{face.plane.tone.name}{until} {told}".rstrip()


def _spans(spans: set[tuple[datetime, datetime]]) -> str:
    return ", ".join(f"{start:%d %H:%M:%S}-{end:%H:%M:%S}" for start, end in sorted(spans)) or "nothing"
