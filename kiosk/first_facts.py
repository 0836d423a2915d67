"""What is known before Exchange is asked: the configuration, and what the disk remembers. Roof."""

from __future__ import annotations

import logging
from dataclasses import replace

from kiosk import languages
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.core.disk import Disk
from kiosk.core.start import remembered
from kiosk.device.machine import machine_zone
from kiosk.room.model import Facts, Room, Settings
from kiosk.room.nearby import Nearby
from kiosk.room.pairing import Pairing

log = logging.getLogger("kiosk")


def settings(config: Config) -> Settings:
    """The configuration's, with the languages that there are."""
    wished = config.display
    if not languages.known(wished.language):
        log.warning("there is no file for display.language %s: the glass speaks English", wished.language)
    return replace(config.settings(), languages=languages.offered(wished.language, wished.languages))


async def first_facts(config: Config, disk: Disk, clock: Clock, *, has_room: bool) -> Facts:
    wished, table = settings(config), config.room
    if not has_room or table.mailbox is None:
        return Facts(settings=wished, pairing=Pairing(zone=table.time_zone or machine_zone()))
    room = Room(table.mailbox, table.name or "", table.time_zone or machine_zone())
    facts = await remembered(disk, room, wished, clock, zone=table.time_zone)
    offered = bool(config.nearby) or config.find_room.from_places
    return replace(facts, nearby=Nearby(offered=offered))
