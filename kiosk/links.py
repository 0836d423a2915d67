"""The ways on which configurations reach the display, behind one door: the LAN link, where admins knock, and its fleet's broker. Roof.

Whatever comes, and on whichever way, is judged by whoever opened them (pushing.py).
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.config import vouched
from kiosk.config.lan import LanLink
from kiosk.config.link import Command, Reported, Take, TakePicture
from kiosk.config.signatures import Trust
from kiosk.config.tables import ConfigTable
from kiosk.pairing.identity import Identity

if TYPE_CHECKING:
    from kiosk.config.mqtt import BrokerLink

log = logging.getLogger("kiosk")


@dataclass(slots=True)
class Links:
    """Belongs to the loop."""

    folder: Path
    own: Identity
    table: ConfigTable
    take: Take
    reported: Reported
    command: Command
    picture: TakePicture
    _lan: LanLink | None = field(init=False, default=None)
    _broker: BrokerLink | None = field(init=False, default=None)
    _why_not: str | None = field(init=False, default=None)
    _context: ssl.SSLContext | None = field(init=False, default=None)
    """With which the broker is dialled."""

    async def open(self, trust: Trust) -> None:
        """What the configuration asks for; what cannot be opened is told to the log, and by `status`."""
        if self.table.lan:
            await self._open_lan(trust)
        if self.table.broker is not None:
            await self._open_broker(self.table.broker)

    async def trust(self, trust: Trust) -> None:
        """Others may push from now on."""
        if self._lan is not None:
            await asyncio.to_thread(self._lan.close)
            self._lan = None
        if self.table.lan:
            await self._open_lan(trust)

    async def close(self) -> None:
        """Nobody is heard any more when this returns."""
        if self._lan is not None:
            await asyncio.to_thread(self._lan.close)
        if self._broker is not None:
            await self._broker.close()

    def tell(self) -> None:
        """Something has changed that is reported."""
        if self._broker is not None:
            self._broker.tell()

    @property
    def linked(self) -> bool:
        """The broker has let the display in."""
        return self._broker is not None and self._broker.up.is_set()

    async def let_in(self) -> None:
        """Returns when it has; never, where there is none."""
        await (self._broker.up if self._broker is not None else asyncio.Event()).wait()

    def status(self) -> dict[str, object]:
        """For `kiosk status`."""
        problem = self._broker.problem if self._broker is not None else self._why_not
        broker = None if self.table.broker is None else {"connected": self.linked, "problem": problem}
        return {"lan_port": self._lan.port or None if self._lan is not None else None, "broker": broker}

    async def _open_lan(self, trust: Trust) -> None:
        if not trust.admins:
            return
        self._lan = LanLink(asyncio.get_running_loop(), self.take, self.reported, self.own.id, self.picture)
        try:
            context = await asyncio.to_thread(self.own.server, self.folder, trust.admins)
            self._lan.open(self.table.listen, self.table.port, context)
        except (OSError, ValueError) as wrong:
            log.error("the LAN link cannot be opened on port %d: %s", self.table.port, wrong)

    async def _open_broker(self, broker: str) -> None:
        table = self.table
        host, _, port = broker.rpartition(":")
        if table.broker_certificate_file is None:
            self._why_not = (
                "config.broker_certificate_file is missing: the fleet vouches for this display with it."
            )
            log.error("MQTT broker %s: %s", host, self._why_not)
            return
        try:
            context = self._context = await asyncio.to_thread(
                self.own.client,
                self.folder,
                Path(table.broker_certificate_file),
                None if table.broker_ca_file is None else Path(table.broker_ca_file),
            )
        except (OSError, ValueError) as wrong:
            reason = (
                wrong.strerror
                if isinstance(wrong, OSError) and not isinstance(wrong, ssl.SSLError)
                else wrong
            )
            self._why_not = f"Its certificate or its authority cannot be used: {reason}."
            log.error("MQTT broker %s: %s", host, self._why_not)
            return
        await asyncio.to_thread(importlib.import_module, "kiosk.config.mqtt")
        from kiosk.config.mqtt import BrokerLink, Where  # noqa: PLC0415 - most displays have no use for it

        where = Where(host.strip("[]"), int(port), table.fleet, self.own.id, context)
        self._broker = BrokerLink(where, self._taken, self._reported, self.command, self.picture)
        self._broker.open()

    async def _reported(self) -> dict[str, Any]:
        """With when the fleet's word for this display ends: the hub sends the next one in time."""
        file = self.table.broker_certificate_file
        ends = None if file is None else await asyncio.to_thread(vouched.until, Path(file))
        return {**await self.reported(), "certificate_until": None if ends is None else ends.isoformat()}

    async def _taken(self, text: str, kind: str) -> dict[str, Any]:
        if kind != "certificate":
            return await self.take(text, kind)
        try:
            if await asyncio.to_thread(self._vouched, text):
                log.info("the fleet vouches for this display anew")
        except (vouched.NotVouched, OSError) as wrong:
            log.warning("a certificate was refused: %s", wrong)
        return {}

    def _vouched(self, pem: str) -> bool:
        """On a thread. What is dialled from now on shows it."""
        file, authority = self.table.broker_certificate_file, self.table.broker_ca_file
        if file is None or not vouched.replace(
            Path(file), pem, self.own.key, None if authority is None else Path(authority)
        ):
            return False
        if self._context is not None:
            self.own.show(self._context, self.folder, Path(file))
        return True
