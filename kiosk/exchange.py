"""The roof's other half: builds what talks to Exchange, and joins it to the core. Imported after the first picture."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from kiosk import as_itself
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.tables import GraphTable
from kiosk.core.alarm import Alarm
from kiosk.core.courier import Courier, Try
from kiosk.core.disk import Disk
from kiosk.core.expiring import Expiring
from kiosk.core.giving import Giver
from kiosk.core.loop import Core
from kiosk.core.pull import Puller
from kiosk.core.push import Pusher
from kiosk.core.refusals import Refusals
from kiosk.core.searching import Choice, Searcher
from kiosk.core.supervisor import Part
from kiosk.core.supervisor_round import Supervised, Supervisor
from kiosk.core.tokens import NoTokens, Tokens, account_of, chip_of
from kiosk.memory import give_back
from kiosk.room.model import Room
from kiosk.room.reports import Report, Tried, Way
from kiosk.sync import reports
from kiosk.sync.engine import Engine
from kiosk.sync.errors import date_of
from kiosk.sync.graph import Graph
from kiosk.sync.webhook import Webhook
from kiosk.system_user import apart
from kiosk.system_user.identity import Identity

log = logging.getLogger("kiosk")
TIDY_EVERY = timedelta(hours=1)
MAKE_KEY_MOST = 15.0
"""Seconds that a start waits for the disk that holds the certificate."""


class Exchange:
    """Everything of one display that sends requests. Belongs to the loop."""

    def __init__(
        self, config: Config, core: Core, disk: Disk, make_alarm: Callable[[Clock], Alarm] | None
    ) -> None:
        self._config, self._core, self._disk = config, core, disk
        self._alarm = (make_alarm or Alarm)(core.clock)
        self._puller: Puller | None = None
        self._shown: ssl.SSLContext | None = None
        """What the hub sees of the display, where it relays."""
        self._senders: tuple[Pusher | Giver | Courier, ...] = ()
        self.looked: Callable[[], None] = lambda: None
        """Is called whenever the facts may have changed."""
        self.refusals = Refusals(core.clock, config.room.mailbox or "", config.system_user.mailbox or "")

    async def join(self, stack: AsyncExitStack, supervisor: Supervisor) -> None:
        """From here on the calendar is read and promises are sent, until `stack` is unwound."""
        core, alarm = self._core, self._alarm
        stack.callback(alarm.close)
        try:
            async with asyncio.timeout(MAKE_KEY_MOST):
                await self._make_key()
        except TimeoutError:
            log.error("the certificate's file cannot be reached")
        config, where = self._config, self._config.graph
        assert where is not None  # noqa: S101 - the display is paired
        graph = await self._graph(stack, where)
        mailbox, user = config.room.mailbox or "", config.system_user.mailbox or ""
        engine = Engine(graph, mailbox, user, f"kiosk {mailbox}")
        puller = self._puller = Puller(
            core, engine, self._disk, alarm.at, poll_seconds=where.poll_seconds,
            tentative_is_busy=config.booking.tentative_is_busy, waiting=lambda: graph.waiting,
            zone_is_set=config.room.time_zone is not None,
        )  # fmt: skip
        pusher = Pusher(core, engine, alarm.at, moved=puller.sooner)
        giver = Giver(core, engine.give_back, alarm.at, moved=puller.sooner)
        listed = tuple(room.neighbour() for room in config.nearby)
        choice = Choice(listed, config.find_room.from_places, config.find_room.max_rooms)
        every = timedelta(seconds=where.poll_seconds)
        searcher = Searcher(core, graph, alarm.at, choice, here=mailbox, asker=user or mailbox, every=every)
        stack.push_async_callback(searcher.stop)
        stack.push_async_callback(puller.stop)
        stack.push_async_callback(pusher.stop)
        stack.push_async_callback(giver.stop)
        courier = Courier(core, self._ways(stack, graph, where), alarm.at)
        stack.push_async_callback(courier.stop)
        self._senders = pusher, giver, courier
        parts: dict[Part, Supervised] = {Part.ALARM: alarm, Part.READING: puller, Part.SENDING: pusher}
        supervisor.look_after(parts)

        def looked() -> None:
            pusher.look()
            giver.look()
            searcher.look()
            courier.look()
            puller.look()
            self.looked()

        core.start(alarm.at, looked)
        self._tidy_up()
        Expiring(core, config.system_user).look()
        puller.start()

    def _tidy_up(self) -> None:
        """Now, when all that a start needs has been built and thrown away, and every hour."""
        give_back()
        if self._shown is not None:
            self._core.spawn(self._show_anew(self._shown))
        self._core.wake("memory", TIDY_EVERY, self._tidy_up)

    async def _graph(self, stack: AsyncExitStack, where: GraphTable) -> Graph:
        config, core = self._config, self._core
        ca_file = Path(where.ca_file) if where.ca_file else None
        if config.system_user.sign_in == "device":
            context = self._shown = await self._by_certificate()
            graph = Graph(
                where.base_url, NoTokens(), core.clock, ca_file=ca_file, proxy=where.proxy,
                hear_time=core.hear_time, hear_meaning=self.refusals.graph, context=context,
            )  # fmt: skip
            stack.push_async_callback(graph.close)
            return graph
        identity = Identity(
            account_of(config),
            None,
            core.clock,
            hear_date=lambda text: core.hear_time(date_of(text)),
            sign_in=apart.sign_in,
        )
        stack.push_async_callback(identity.close)
        graph = Graph(
            where.base_url, Tokens(identity, self.refusals.sign_in), core.clock, ca_file=ca_file, proxy=where.proxy,
            hear_time=core.hear_time, hear_meaning=self.refusals.graph,
        )  # fmt: skip
        stack.push_async_callback(graph.close)
        return graph

    async def _by_certificate(self) -> ssl.SSLContext | None:
        """None: there is nothing to show, and the hub will not answer."""
        try:
            return await asyncio.to_thread(as_itself.context, self._config, self._disk.folder)
        except as_itself.Unproven as wrong:
            log.error("the display cannot prove to its hub who it is: %s", wrong)
            return None

    async def _show_anew(self, shown: ssl.SSLContext) -> None:
        try:
            await asyncio.to_thread(as_itself.show_anew, shown, self._config, self._disk.folder)
        except as_itself.Unproven as wrong:
            log.warning("what the fleet says of this display cannot be read: %s", wrong)

    def _ways(self, stack: AsyncExitStack, graph: Graph, where: GraphTable) -> dict[Way, Try]:
        """How facilities are told."""
        table, user = self._config.report, self._config.system_user.mailbox or ""
        ways: dict[Way, Try] = {}
        mail_to = table.mail_to
        if mail_to is not None:

            async def by_mail(report: Report, room: Room) -> Tried:
                return await reports.send_mail(graph, user, reports.mail(report, room, mail_to))

            ways[Way.MAIL] = by_mail
        if table.webhook is not None:
            hook = Webhook(
                table.webhook, self._core.clock, proxy=where.proxy,
                token_file=Path(table.webhook_token_file) if table.webhook_token_file else None,
                ca_file=Path(where.ca_file) if where.ca_file else None,
            )  # fmt: skip
            stack.push_async_callback(hook.close)

            async def by_webhook(report: Report, room: Room) -> Tried:
                return await hook.post(reports.payload(report, room), report.id)

            ways[Way.WEBHOOK] = by_webhook
        return ways

    async def sync_now(self) -> bool:
        """Whether Exchange answered."""
        return self._puller is not None and await self._puller.sync_now()

    async def be_still(self) -> None:
        """Nothing of ours is sent any more; what is under way is cut off."""
        for sender in self._senders:
            await sender.stop()

    async def _make_key(self) -> None:
        """The display's own key, on its first start. Until its public half is uploaded Entra refuses it."""
        user, room = self._config.system_user, self._config.room
        if user.sign_in != "certificate":
            return
        from kiosk.system_user import certificate, own_key  # noqa: PLC0415 - needed by some displays

        own = own_key.OwnKey(Path(user.certificate_file), chip_of(user))
        if await asyncio.to_thread(lambda: own.exists):
            return

        try:
            await asyncio.to_thread(
                own_key.make, own, room.name or room.mailbox or "display", self._core.clock.now()
            )
        except certificate.KeyUnusable as unusable:
            log.error("%s", unusable)
        else:
            log.warning(
                "made a new key: upload %s to Entra (kiosk doctor says how)",
                certificate.public_file(own.file),
            )
