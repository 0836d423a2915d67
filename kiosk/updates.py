"""What `kiosk status` tells of updates: how far one is, and whether the display may be exchanged now. Its updater asks this."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kiosk.config.tables import UpdateTable
from kiosk.device import updates
from kiosk.device.machine import machine_zone
from kiosk.room.model import Facts
from kiosk.room.updating import hindrance


def told(facts: Facts, table: UpdateTable, now: datetime, root: Path = Path("/")) -> dict[str, object]:
    """`hindered`: null where nothing stands against it. `root` is / but in tests."""
    zone = "" if facts.room else machine_zone()
    why, update = hindrance(facts, table.quiet(), zone, now), updates.found(root)
    return {
        "automatic": table.automatic,
        "hindered": None if why is None else why.value,
        "state": None if update is None else update.course.value,
        "percent": None if update is None else update.percent,
        "version": None if update is None else update.version,
        "why": None if update is None else update.why,
        "at": None if update is None else update.at,
    }
