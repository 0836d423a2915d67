"""The glass as a screen reader meets it: AT-SPI over D-Bus, nothing else.

An item counts as seen when Qt says SHOWING. A reading is taken again when the glass changed meanwhile, so one reading is one moment.
"""

import asyncio
import contextlib
import re
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

T = TypeVar("T")
Ref = tuple[str, str]

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT: Ref = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
# Bits of AtspiStateType.
CHECKED, EDITABLE, SENSITIVE, SHOWING = 4, 7, 24, 25

LABELS = frozenset({"label", "static", "text label", "heading"})
BUTTONS = frozenset({"push button", "button", "toggle button", "check box", "radio button"})
FIELDS = frozenset({"text", "entry"})
ALERTS = frozenset({"alert", "alert message", "notification"})


class GoneError(Exception):
    """The item, or the whole application, is no longer there."""


class NotSeenError(AssertionError):
    """What was waited for did not appear; says what was there instead."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One item that can be seen. `name` is its accessible name."""

    role: str
    name: str
    enabled: bool
    editable: bool
    checked: bool
    ref: Ref


Wanted = str | re.Pattern[str]


def fits(thing: Thing, roles: frozenset[str], wanted: Wanted) -> bool:
    if thing.role not in roles:
        return False
    return thing.name == wanted if isinstance(wanted, str) else wanted.search(thing.name) is not None


class Glass:
    """One application's accessible tree, kept in touch by a thread of its own. All waits are in seconds."""

    def __init__(self, session_bus: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="at-spi", daemon=True)
        self._thread.start()
        self._changes = 0
        self._moved = asyncio.Event()
        # dbus-fast gives up the connection when the bus does not take a message at once, so few are under way.
        self._lanes = asyncio.Semaphore(8)
        self._application: Ref | None = None
        self._bus: MessageBus
        self._do(self._connect(session_bus))

    # -- what tests use ----------------------------------------------------------------------------------------

    def attach(self, pid: int, timeout: float = 20.0, ended: Callable[[], bool] = lambda: False) -> None:
        """From now on this is the glass of process `pid`; waits until its window is there, or the process has ended."""
        self._do(self._attach(pid, timeout, ended))

    def things(self) -> list[Thing]:
        """Everything that can be seen at one moment, in tree order."""
        return self._do(self._read())

    def names(self, roles: frozenset[str]) -> list[str]:
        return [thing.name for thing in self.things() if thing.role in roles]

    def label(self, wanted: Wanted, timeout: float = 10.0) -> Thing:
        return self.see(LABELS, wanted, timeout)

    def button(self, wanted: Wanted, timeout: float = 10.0) -> Thing:
        return self.see(BUTTONS, wanted, timeout)

    def alert(self, wanted: Wanted, timeout: float = 10.0) -> Thing:
        return self.see(ALERTS, wanted, timeout)

    def ends(self, timeout: float = 10.0) -> None:
        """Waits until what is attached is there no more."""
        with contextlib.suppress(GoneError):
            self.until(lambda _: None, "its end", timeout)

    def see(self, roles: frozenset[str], wanted: Wanted, timeout: float = 10.0) -> Thing:
        """Waits until such an item can be seen. Raises NotSeenError with what was there instead."""

        def found(things: list[Thing]) -> Thing | None:
            return next((thing for thing in things if fits(thing, roles, wanted)), None)

        return self.until(found, f"{min(roles)} {wanted!r}", timeout)

    def gone(self, roles: frozenset[str], wanted: Wanted, timeout: float = 10.0) -> None:
        """Waits until no such item can be seen."""
        self.until(
            lambda things: not any(fits(t, roles, wanted) for t in things) or None, f"no {wanted!r}", timeout
        )

    def until(self, found: Callable[[list[Thing]], T | None], what: str, timeout: float = 10.0) -> T:
        """Waits until `found` makes something of what can be seen."""
        return self._do(self._until(found, what, timeout))

    def press(self, wanted: Wanted, timeout: float = 10.0) -> str:
        """Presses the button through its press action; returns its name."""
        return self._do(self._press(wanted, timeout))

    def poke(self, thing: Thing, times: int) -> None:
        """Presses this very item so often, as fast as a nervous finger; whether it is still there does not matter."""
        for _ in range(times):
            with contextlib.suppress(GoneError):
                self._do(self._call(thing.ref, "org.a11y.atspi.Action", "DoAction", "i", 0))

    def type(self, field: str, text: str, timeout: float = 10.0) -> None:
        """Sets a text field's content through EditableText."""
        thing = self.see(FIELDS, field, timeout)
        assert thing.editable, f"{field} is not editable"
        done = self._do(self._call(thing.ref, "org.a11y.atspi.EditableText", "SetTextContents", "s", text))
        assert done == [True], f"{field} refused the text"

    def text(self, field: str) -> str:
        thing = self.see(FIELDS, field)
        body = self._do(self._call(thing.ref, "org.a11y.atspi.Text", "GetText", "ii", 0, -1))
        return str(body[0])

    def time_to(self, press: Wanted, label: str, timeout: float = 10.0) -> float:
        """Seconds from the press action being sent to `label` being in the tree."""
        return self._do(self._time_to(press, label, timeout))

    def extents(self, button: Wanted, timeout: float = 10.0) -> tuple[int, int, int, int]:
        """Where this button is on the screen: x, y, width, height in pixels."""
        thing = self.button(button, timeout)
        ((x, y, width, height),) = self._do(
            self._call(thing.ref, "org.a11y.atspi.Component", "GetExtents", "u", 0)
        )
        return x, y, width, height

    def close(self) -> None:
        self._do(self._disconnect())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    # -- the same, on the loop ---------------------------------------------------------------------------------

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _connect(self, session_bus: str) -> None:
        session = await MessageBus(bus_address=session_bus).connect()
        try:
            ask = Message("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
            answer = await session.call(ask)
        finally:
            session.disconnect()
            await session.wait_for_disconnect()  # type: ignore[no-untyped-call]  # because dbus-fast leaves it so
        if answer.message_type is MessageType.ERROR:
            raise RuntimeError("no accessibility bus; is at-spi2-core installed?")
        self._bus = await MessageBus(bus_address=answer.body[0]).connect()
        self._bus.add_message_handler(self._heard)
        registry = (ROOT[0], "/org/a11y/atspi/registry")
        for kind in ("object:", "window:"):
            await self._call(registry, "org.a11y.atspi.Registry", "RegisterEvent", "s", kind)
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        rule = "type='signal',interface='org.a11y.atspi.Event.Object'"
        await self._call(bus, "org.freedesktop.DBus", "AddMatch", "s", rule)

    async def _disconnect(self) -> None:
        self._bus.disconnect()
        with contextlib.suppress(Exception):
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # because dbus-fast leaves it so

    def _heard(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and (message.interface or "").startswith(
            "org.a11y.atspi.Event"
        ):
            self._changes += 1
            self._moved.set()

    async def _call(
        self, ref: Ref, interface: str, member: str, signature: str = "", *body: object
    ) -> list[Any]:
        message = Message(ref[0], ref[1], interface, member, signature=signature, body=list(body))
        async with self._lanes:
            answer = await asyncio.wait_for(self._bus.call(message), 15)
        if answer.message_type is MessageType.ERROR:
            raise GoneError(f"{interface}.{member} on {ref[1]}: {answer.error_name}")
        return answer.body

    async def _attach(self, pid: int, seconds: float, ended: Callable[[], bool]) -> None:
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not ended():
            (children,) = await self._call(ROOT, ACCESSIBLE, "GetChildren")
            for name, path in children:
                with contextlib.suppress(GoneError):
                    owner = await self._call(
                        bus, "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", name
                    )
                    (windows,) = await self._call((name, path), ACCESSIBLE, "GetChildren")
                    if owner == [pid] and windows:
                        self._application = (name, path)
                        return
            await self._wait(0.1)
        raise NotSeenError(f"process {pid} showed no window to the accessibility bus in {seconds} s")

    async def _wait(self, seconds: float) -> None:
        self._moved.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._moved.wait(), seconds)

    async def _read(self) -> list[Thing]:
        if self._application is None:
            raise RuntimeError("attach first")
        things: list[Thing] = []
        for _ in range(20):
            before = self._changes
            try:
                things = await self._walk(self._application)
            except GoneError:
                await self._call(
                    self._application, ACCESSIBLE, "GetRole"
                )  # is it the item or the application?
                continue
            if before == self._changes:
                break
        return things

    async def _walk(self, ref: Ref) -> list[Thing]:
        properties = "org.freedesktop.DBus.Properties"
        (name,), (role,), (states,), (children,) = await asyncio.gather(
            self._call(ref, properties, "Get", "ss", ACCESSIBLE, "Name"),
            self._call(ref, ACCESSIBLE, "GetRoleName"),
            self._call(ref, ACCESSIBLE, "GetState"),
            self._call(ref, ACCESSIBLE, "GetChildren"),
        )
        bits = states[0] | states[1] << 32
        below = await asyncio.gather(*(self._walk((child[0], child[1])) for child in children))
        things = [thing for part in below for thing in part]
        if bits >> SHOWING & 1:
            enabled, editable, checked = (bool(bits >> bit & 1) for bit in (SENSITIVE, EDITABLE, CHECKED))
            return [Thing(role, name.value, enabled, editable, checked, ref), *things]
        return things

    async def _until(self, found: Callable[[list[Thing]], T | None], what: str, seconds: float) -> T:
        deadline = time.monotonic() + seconds
        while True:
            things = await self._read()
            if (result := found(things)) is not None:
                return result
            left = deadline - time.monotonic()
            if left <= 0:
                seen = ", ".join(f"{thing.role} {thing.name!r}" for thing in things)
                raise NotSeenError(f"waited {seconds:g} s for {what}; seen: {seen}")
            await self._wait(min(left, 0.75))

    async def _press(self, wanted: Wanted, seconds: float) -> str:
        def found(things: list[Thing]) -> Thing | None:
            hits = [thing for thing in things if fits(thing, BUTTONS, wanted) and thing.enabled]
            return hits[0] if hits else None

        thing = await self._until(found, f"button {wanted!r}", seconds)
        await self._call(thing.ref, "org.a11y.atspi.Action", "DoAction", "i", 0)
        return thing.name

    async def _time_to(self, press: Wanted, label: str, seconds: float) -> float:
        def found(things: list[Thing]) -> Thing | None:
            return next((thing for thing in things if fits(thing, BUTTONS, press) and thing.enabled), None)

        thing = await self._until(found, f"button {press!r}", seconds)
        begun = time.perf_counter()
        await self._call(thing.ref, "org.a11y.atspi.Action", "DoAction", "i", 0)
        await self._until(
            lambda things: any(fits(t, LABELS, label) for t in things) or None, f"label {label!r}", seconds
        )
        return time.perf_counter() - begun
