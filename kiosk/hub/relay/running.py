"""All of the relay that one hub process runs: the line to Exchange, the door for displays, and the ear for Exchange's notices."""

from __future__ import annotations

import secrets
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.routing import Route

from kiosk.hub import registry
from kiosk.hub.fleet import Fleet
from kiosk.hub.knocking import Gate
from kiosk.hub.relay import booked
from kiosk.hub.relay.door import Relay
from kiosk.hub.relay.notices import Hearing, Nudges
from kiosk.hub.relay.upstream import Upstream
from kiosk.hub.relay.watching import Watching
from kiosk.hub.settings import Relay as Table
from kiosk.hub.settings import Settings
from kiosk.serving import Port

AT_ONCE = 200


class Relaying:
    def __init__(self, folder: Path, table: Table, settings: Settings, fleet: Fleet) -> None:
        self._folder, self._table, self._settings, self._fleet = folder, table, settings, fleet
        self.upstream = Upstream(table, folder, fleet.clock)
        self._port = Port("notices", AT_ONCE)
        self._watching: Watching | None = None

    @property
    def notices_port(self) -> int:
        """0: nothing is heard of changes."""
        return self._port.number

    def open(self, gate: Gate, own: ssl.SSLContext) -> list[Route]:
        """The paths at which displays find Graph. `own`: what is shown to who brings notices, if nothing else is named.

        Raises:
            OSError: a file cannot be read, or the port for notices is taken.
        """
        fleet, notices = self._fleet, self._settings.notices
        self.upstream.open()
        if notices is not None:
            if notices.certificate_file is not None:
                own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                own.load_cert_chain(self._folder / notices.certificate_file)
            self._watching = Watching(fleet.store, self.upstream, fleet.clock, notices.url)
            nudges = Nudges(fleet.clock, self._nudge, self.upstream.later)
            path = urlsplit(notices.url).path
            hearing = Hearing(fleet.store, path, nudges.changed, self._watching.look)
            self._port.open(notices.listen, notices.port, Starlette(routes=hearing.routes()), own)
        user = self._table.mailbox if self._table.booking == "invite" else ""
        return Relay(fleet.store, gate, self.upstream, fleet.clock, self._settings.url, user).routes()

    def look(self) -> None:
        """Whether Exchange still tells of every room."""
        if self._watching is not None:
            self._watching.look()

    def forget(self) -> None:
        with self._fleet.store.begin() as on:
            booked.forget(on, self._fleet.clock.now())

    def close(self) -> None:
        self._port.close()
        self.upstream.close()

    def _nudge(self, room: str) -> None:
        """The displays of that room look now. What is lost on the way they see with their next look."""
        with self._fleet.store.reading() as on:
            those = registry.of_room(on, room)
        for display in those:
            self._fleet.line.ask(display, "sync", secrets.token_hex(12))
