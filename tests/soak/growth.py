"""What must not grow while a display lives: counted in the process itself, at rest, under one fixed picture."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtQuick import QQuickItem, QQuickWindow
from shiboken6 import Shiboken

from kiosk.memory import resident

DEFERRED_DELETE = 52


@dataclass(frozen=True)
class Counted:
    """One look. The least of several is what is really held: requests come and go."""

    own: int
    """Bytes of resident memory that belong to this process alone (RssAnon): what a leak eats."""
    resident: int
    """Bytes with the pages of mapped files, which the kernel takes away and brings back as it likes."""
    handles: int
    threads: int
    tasks: int
    timers: int
    """Callbacks of the loop that wait for their time."""
    qobjects: int
    """All that hangs on the window, its QML engine and the glass."""
    wrappers: int
    """Qt objects that Python holds."""
    objects: int
    """What Python's collector knows."""
    cache: int
    outbox: int
    """Bytes of each database, with what belongs to it."""

    def least(self, other: Counted) -> Counted:
        pairs = ((getattr(self, one.name), getattr(other, one.name)) for one in fields(self))
        return Counted(*(min(pair) for pair in pairs))

    def plain(self) -> dict[str, int]:
        return asdict(self)


def count(window: QQuickWindow, folder: Path) -> Counted:
    """What this process holds now."""
    QCoreApplication.sendPostedEvents(None, DEFERRED_DELETE)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (own,) = re.findall(r"RssAnon:\s+(\d+) kB", status)
    wrappers = len(Shiboken.getAllValidWrappers())
    objects = len(gc.get_objects())
    loop = asyncio.get_running_loop()
    return Counted(
        own=int(own) * 1024,
        resident=resident(),
        handles=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        threads=sum(1 for _ in Path("/proc/self/task").iterdir()),
        tasks=len(asyncio.all_tasks()),
        timers=len(loop.bell._waits),  # type: ignore[attr-defined]  # because it is the KioskLoop
        qobjects=sum(1 for _ in hanging_on(window)),
        wrappers=wrappers,
        objects=objects,
        cache=size(folder, "cache.db"),
        outbox=size(folder, "outbox.db"),
    )


def hanging_on(window: QQuickWindow) -> Iterator[QObject]:
    """The window's items and every object below them; Repeaters' and Loaders' items have no QObject parent."""
    seen: set[int] = set()
    left: list[QObject] = [window, window.contentItem()]
    while left:
        thing = left.pop()
        address = Shiboken.getCppPointer(thing)[0]
        if address in seen:
            continue
        seen.add(address)
        yield thing
        left += thing.children()
        if isinstance(thing, QQuickItem):
            left += thing.childItems()


BOUNDS = {
    "handles": 4,
    "threads": 2,
    "tasks": 4,
    "timers": 6,
    "qobjects": 12,
    "cache": 2**20,
    "outbox": 2**20,
}
"""By how much these may differ at two looks: four connections come and go, a sheet may just be closing."""
MEMORY = 0.02


def too_much(counts: list[Counted], *, memory: bool) -> list[str]:
    """What has grown from the first count to the last by more than it may, in words."""
    first, last = counts[0], counts[-1]
    grown = [
        f"{name} {getattr(first, name)} -> {getattr(last, name)}"
        for name, bound in BOUNDS.items()
        if getattr(last, name) > getattr(first, name) + bound
    ]
    if memory and last.own > first.own * (1 + MEMORY):
        grown.append(f"memory {first.own} -> {last.own}")
    return grown


def told(one: Counted) -> str:
    return ", ".join(f"{name} {value}" for name, value in one.plain().items())


def line(counts: list[Counted]) -> str:
    """From the first count to the last."""
    first, last = counts[0], counts[-1]
    memory = (
        f"{first.own / 2**20:.1f} -> {last.own / 2**20:.1f} MiB ({(last.own / first.own - 1) * 100:+.2f} %)"
    )
    names = (*BOUNDS, "wrappers", "objects")
    others = ", ".join(f"{name} {getattr(first, name)} -> {getattr(last, name)}" for name in names)
    return f"memory {memory}, resident in all {first.resident >> 20} -> {last.resident >> 20} MiB, {others}"


def size(folder: Path, name: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(f"{name}*"))
