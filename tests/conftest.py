"""What all tests share: no screen, no network but loopback, and the loop that each folder runs on."""

import asyncio
import atexit
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

# Qt reads these once, when it is first imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QT_API", "pyside6")

# No test makes an admin's keys in the home of whoever runs it.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="kiosk-tests-")

import pytest

atexit.register(shutil.rmtree, os.environ["XDG_CONFIG_HOME"], ignore_errors=True)

T = TypeVar("T")
ON_QT = {"ui", "journeys", "pixels"}
"""Folders of tests/ whose async tests run on the display's own loop; all others need no Qt."""


WAITING = {"outside", "hub", "alive", "packaging"}
"""Folders whose tests mostly wait: for a display, a broker, a process that ends."""


def spread(waiting: list[T], others: list[T], workers: int) -> list[T]:
    """Each worker begins with a stretch of this list: on every second one what waits comes first.

    So it waits while the others compute, and not all of it at the end, with nothing left to do beside it.
    """
    first = max(1, workers // 2)
    size, more = divmod(len(waiting) + len(others), workers)
    left, found = iter(others), []
    for worker in range(workers):
        mine = waiting[worker // 2 :: first] if worker % 2 == 0 and worker // 2 < first else []
        found += mine
        found += itertools.islice(left, max(0, size + (worker < more) - len(mine)))
    return [*found, *left]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        waits = [item for item in items if _folder(item, config) in WAITING]
        others = [item for item in items if _folder(item, config) not in WAITING]
        items[:] = spread(waits, others, workers)


def _folder(item: pytest.Item, config: pytest.Config) -> str:
    return Path(item.path).relative_to(config.rootpath / "tests").parts[0]


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if name == "localhost" or name.endswith((".localhost", ".invalid")):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _stay_at_home(event: str, args: tuple[object, ...]) -> None:
    """A test that would reach beyond this machine fails where it tries to."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    if not _is_loopback(host):
        raise RuntimeError(f"tests stay on loopback; this one went to {host!r}")


sys.addaudithook(_stay_at_home)


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - only what needs Qt pays for it

    return QGuiApplication


def _kiosk_loop() -> asyncio.AbstractEventLoop:
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - only what needs Qt pays for it

    from kiosk.ui.loop import KioskLoop  # noqa: PLC0415

    app = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(app, QGuiApplication)
    return KioskLoop(app)


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"qt": _kiosk_loop} if _folder(item, config) in ON_QT else {"plain": asyncio.new_event_loop}
