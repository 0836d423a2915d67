"""What the witness remembers of one display, over all its processes."""

from datetime import datetime

from kiosk.room.model import Promise, PromiseId
from kiosk.room.reasons import Reason
from kiosk.room.reports import Report


class Ledger:
    """What one display has told and promised, over all its processes."""

    def __init__(self) -> None:
        self.promises: dict[PromiseId, Promise] = {}
        """As they were at the last look of a living process."""
        self.asked: dict[PromiseId, tuple[datetime, datetime]] = {}
        self.acknowledged: set[PromiseId] = set()
        self.withdrawn: set[PromiseId] = set()
        """By the person at the door."""
        self.unwritten: set[PromiseId] = set()
        self.withdrawn_at: dict[PromiseId, float] = {}
        self.died_at = 0.0
        """Seconds of the run's time, as those above."""
        """Withdrawn while the disk was full: that is forgotten where the process ends before it is asked of Exchange."""
        self.confirmed: set[PromiseId] = set()
        self.told: set[PromiseId] = set()
        self.wedged: set[PromiseId] = set()
        self.reports: dict[PromiseId, Report] = {}
        """All that were on disk, as they were seen last."""
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
        """The last picture, in words."""
        self.wait_until = 0.0
        """Exchange has told the present process to leave it alone until then; in seconds of the run."""
        self.sayings: list[bool] = []
        """Of each date that the present process was told: was it the true time."""
        self.may_know_since = 0.0
        """Seconds of the run at which the present process could first know whether its clock is right."""
