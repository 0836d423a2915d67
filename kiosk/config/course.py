"""What becomes of a revision: it is tried, then taken on or undone; and the gate that decides it (fleet.md §2.4). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

STARTS_MOST = 3
STARTS_WITHIN = timedelta(minutes=5)
"""A display that starts so often on a revision that is being tried does not get through with it."""
POISON_MOST = 16
FRAME_WITHIN, CALENDAR_WITHIN = timedelta(seconds=5), timedelta(seconds=90)
"""A picture that was asked for is drawn; a calendar that was read before can be read again."""
BROKER_WITHIN = timedelta(seconds=60)
"""A broker that let the display in before, or that the configuration names anew, lets it in."""


@dataclass(frozen=True, slots=True)
class Revision:
    """`v` and hash of a document that is on the disk."""

    v: int
    hash: str


@dataclass(frozen=True, slots=True)
class Trying:
    """A revision in force that has not proven itself. `since`: aware UTC; `starts`: of the program, since then."""

    revision: Revision
    since: datetime
    starts: int = 0
    healthy: bool = False
    """The calendar could be read before."""
    linked: bool = False
    """The broker must let the display in: it did before, or is another one."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of the latest revision. `state`: pending, applied, rejected or rolled_back."""

    v: int = 0
    state: str = "applied"
    code: str = ""
    lines: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    ro: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        return {
            "v": self.v, "state": self.state, "code": self.code, "why": list(self.lines),
            "ignored": list(self.ignored), "ro": dict(self.ro),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """All that a display remembers of revisions. `good`: the last one that proved itself; None: its own file."""

    good: Revision | None = None
    trying: Trying | None = None
    highest: int = 0
    latest: str = ""
    poison: tuple[str, ...] = ()
    last: Report = field(default_factory=Report)

    @property
    def in_force(self) -> Revision | None:
        """What the display runs on, or shall with its next start."""
        return self.trying.revision if self.trying is not None else self.good


def begun(
    course: Course, revision: Revision, report: Report, now: datetime, *, healthy: bool, linked: bool = False
) -> Course:
    """From here on `revision` is tried. `healthy`: the calendar can be read now; `linked`: the broker must be reached."""
    return replace(
        course, trying=Trying(revision, now, healthy=healthy, linked=linked), highest=max(course.highest, revision.v),
        latest=revision.hash, last=replace(report, v=revision.v, state="pending"),
    )  # fmt: skip


def started(course: Course, now: datetime) -> Course:
    """The program starts. A revision that it does not get through with is undone before the window opens."""
    trying = course.trying
    if trying is None:
        return course
    recent = timedelta() <= now - trying.since <= STARTS_WITHIN
    if recent and trying.starts + 1 > STARTS_MOST:
        return undone(course, "The display did not stay up with it.")
    again = replace(trying, starts=trying.starts + 1) if recent else replace(trying, since=now, starts=1)
    return replace(course, trying=again)


def proven(course: Course) -> Course:
    """What was tried is the last known good one."""
    if course.trying is None:
        return course
    return replace(
        course, good=course.trying.revision, trying=None, last=replace(course.last, state="applied")
    )


def undone(course: Course, why: str) -> Course:
    """What was tried did harm: the display goes back to what it was, and does not try that one again."""
    trying = course.trying
    if trying is None:
        return course
    poison = (*course.poison, trying.revision.hash)[-POISON_MOST:]
    last = replace(course.last, state="rolled_back", code="undone", lines=(why,))
    return replace(course, trying=None, poison=poison, last=last)


def rejected(course: Course, v: int, code: str, lines: tuple[str, ...]) -> Course:
    """One came that is not taken on; what is in force stays so."""
    return replace(course, last=Report(v, "rejected", code, lines))


class Verdict(Enum):
    WAIT = "wait"
    WELL = "well"
    HARM = "harm"


@dataclass(frozen=True, slots=True)
class Gate:
    """What is seen of a display that tries a revision. `healthy`, `linked`: what it owes (see `Trying`)."""

    healthy: bool
    drawn: bool = False
    read: bool = False
    """Since the revision is in force."""
    linked: bool = False
    let_in: bool = False
    """By the broker, now."""


def judged(gate: Gate, passed: timedelta) -> tuple[Verdict, str]:
    """Whether it may stay, and why not. `passed`: since it is in force, on a clock that nobody sets."""
    if not gate.drawn and passed >= FRAME_WITHIN:
        return Verdict.HARM, "No picture was drawn with it."
    if gate.healthy and not gate.read and passed >= CALENDAR_WITHIN:
        return Verdict.HARM, "The calendar could be read before, and cannot with it."
    if gate.linked and not gate.let_in and passed >= BROKER_WITHIN:
        return Verdict.HARM, "The broker cannot be reached with it."
    if gate.drawn and (gate.read or not gate.healthy) and (gate.let_in or not gate.linked):
        return Verdict.WELL, ""
    return Verdict.WAIT, ""


def due_in(gate: Gate, passed: timedelta) -> timedelta:
    """When to look again at the latest."""
    owed = (
        (FRAME_WITHIN, not gate.drawn),
        (BROKER_WITHIN, gate.linked and not gate.let_in),
        (CALENDAR_WITHIN, True),
    )
    least = min(end for end, open_ in owed if open_ and (end > passed or end is CALENDAR_WITHIN))
    return max(timedelta(milliseconds=50), least - passed)


def written(course: Course) -> dict[str, Any]:
    """As it is kept on disk."""

    def one(revision: Revision | None) -> dict[str, Any] | None:
        return None if revision is None else {"v": revision.v, "hash": revision.hash}

    trying = course.trying
    return {
        "good": one(course.good),
        "trying": trying
        and {
            "revision": one(trying.revision), "since": trying.since.isoformat(), "starts": trying.starts,
            "healthy": trying.healthy, "linked": trying.linked,
        },
        "highest": course.highest, "latest": course.latest, "poison": list(course.poison), "last": course.last.body(),
    }  # fmt: skip


def read(body: Mapping[str, Any]) -> Course:
    """Raises KeyError, TypeError or ValueError: that was not written by `written`."""

    def one(told: Mapping[str, Any] | None) -> Revision | None:
        return None if told is None else Revision(int(told["v"]), str(told["hash"]))

    told, trying = body["trying"], None
    if told is not None and (tried := one(told["revision"])) is not None:
        since = datetime.fromisoformat(told["since"])
        trying = Trying(tried, since, int(told["starts"]), bool(told["healthy"]), bool(told.get("linked")))
    last = body["last"]
    report = Report(
        int(last["v"]), str(last["state"]), str(last["code"]), tuple(last["why"]), tuple(last["ignored"]), last["ro"]
    )  # fmt: skip
    return Course(
        one(body["good"]), trying, int(body["highest"]), str(body["latest"]), tuple(body["poison"]), report
    )
