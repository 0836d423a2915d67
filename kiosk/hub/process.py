"""One hub process: the registry, the line to the broker, the port for people, and the thread that keeps them in step. Several may run beside each other."""

from __future__ import annotations

import logging
import ssl
import tempfile
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Self

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette

from kiosk.admin import ring
from kiosk.clock import Clock
from kiosk.hub import renewing, settings, store
from kiosk.hub.api import Api
from kiosk.hub.authority import Authorities, authorities
from kiosk.hub.fleet import Fleet
from kiosk.hub.knocking import Gate
from kiosk.hub.line import Line
from kiosk.hub.relay.running import Relaying
from kiosk.hub.settings import Settings
from kiosk.hub.store import Store
from kiosk.serving import Port

log = logging.getLogger("kiosk.hub")
TOGETHER = 0.02
"""Seconds in which reports gather: a thousand in one transaction cost little more than one."""
STEP = 1.0
REPEAT, RENEW, WATCH = timedelta(minutes=1), timedelta(hours=1), timedelta(seconds=10)
AFTER_FAULT = 5.0
AT_ONCE = 500
"""Connections."""


@dataclass(slots=True)
class Base:
    """What every command of a hub's folder begins with."""

    folder: Path
    settings: Settings
    authorities: Authorities
    store: Store
    ring: ring.Ring
    clock: Clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def context(self, name: str) -> ssl.SSLContext:
        """With which this hub listens and dials, as `name`; both sides are the fleet's own."""
        issued = self.authorities.fleet.server(
            sorted({self.settings.host, "localhost", "127.0.0.1"}), self.clock.now(), name=name
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        _show(context, issued.pem)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=self.authorities.fleet.pem + self.authorities.people.pem)
        return context

    def dialling(self, name: str) -> ssl.SSLContext:
        context = ssl.create_default_context(cadata=self.authorities.fleet.pem)
        _show(context, self.authorities.fleet.server([], self.clock.now(), name=name).pem)
        return context


def base(folder: Path) -> Base:
    """Raises SettingsWrong, StoreUnusable, AuthorityUnusable, RingUnusable."""
    told, clock = settings.read(folder), Clock()
    now = clock.now()
    return Base(
        folder, told, authorities(folder, told.name, now), store.opened(told.database_in(folder)),
        ring.ring(folder / "ring", now), clock,
    )  # fmt: skip


@dataclass(slots=True)
class Process:
    """`name`: this process's own at the broker: "hub", or "hub-2" and so on."""

    base: Base
    name: str
    fleet: Fleet = field(init=False)
    _line: Line = field(init=False)
    _relaying: Relaying | None = field(init=False, default=None)
    _port: Port = field(init=False)
    _thread: threading.Thread = field(init=False)
    _stop: threading.Event = field(init=False, default_factory=threading.Event)

    def __post_init__(self) -> None:
        told = self.base.settings
        self._line = Line(
            told.broker_host, told.broker_port, told.name, self.name, self.base.dialling(self.name)
        )
        self.fleet = Fleet(self.base.store, self.base.ring, self._line, self.base.clock)
        if told.relay is not None:
            self._relaying = Relaying(self.base.folder, told.relay, told, self.fleet)
        self._port = Port("hub", AT_ONCE, dated=False)  # what is relayed bears Exchange's
        self._thread = threading.Thread(target=self._work, name="hub", daemon=True)

    @property
    def port(self) -> int:
        return self._port.number

    def open(self, port: int | None = None) -> None:
        """From here on people are heard. Raises OSError: the port is taken."""
        gate, told = Gate(self.base.authorities), self.base.settings
        tables = None if told.relay is None else told.relay.tables(told.url)
        routes = Api(self.fleet, gate, self.base.authorities.fleet, tables).routes()
        if self._relaying is not None:
            own = self.base.context(self.name)
            own.verify_mode = ssl.CERT_NONE  # Exchange shows no certificate; what it says is not believed
            routes += self._relaying.open(gate, own)
        app = Starlette(routes=routes)
        self._port.open(told.listen, told.port if port is None else port, app, self.base.context(self.name))
        self._line.open()
        self._thread.start()
        log.info("the hub of %s listens on port %d", told.name, self.port)

    def close(self) -> None:
        self._stop.set()
        self._line.news.set()
        self._thread.join(10)
        self._port.close()
        if self._relaying is not None:
            self._relaying.close()
        self._line.close()
        self.base.store.close()

    def _work(self) -> None:
        clock = self.base.clock
        repeat = renew = step = watch = clock.monotonic()
        while not self._stop.is_set():
            self._line.news.wait(STEP)
            self._stop.wait(TOGETHER)
            now = clock.monotonic()
            try:
                self.fleet.hear(self._line.take())
                if now >= step:
                    step = now + STEP
                    self.fleet.advance()
                if now >= repeat:
                    repeat = now + REPEAT.total_seconds()
                    self.fleet.repeat()
                if now >= renew:
                    renew = now + RENEW.total_seconds()
                    renewing.renew(self.fleet, self.base.authorities.fleet)
                    if self._relaying is not None:
                        self._relaying.forget()
                if now >= watch and self._relaying is not None:
                    watch = now + WATCH.total_seconds()
                    self._relaying.look()
            except SQLAlchemyError as fault:
                log.error("the registry does not answer (%s); tried again", type(fault).__name__)
                self._stop.wait(AFTER_FAULT)


def _show(context: ssl.SSLContext, pem: str) -> None:
    with (
        tempfile.NamedTemporaryFile() as file
    ):  # readable by this user only; Python takes keys from files only
        file.write(pem.encode())
        file.flush()
        context.load_cert_chain(file.name)
