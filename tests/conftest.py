"""What all tests share: no screen, no network but loopback, and the loop that each folder runs on."""

import asyncio
import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

# Qt reads these once, when it is first imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QT_API", "pyside6")

# No test makes an admin's keys in the home of whoever runs it.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="kiosk-tests-")

import pytest

atexit.register(shutil.rmtree, os.environ["XDG_CONFIG_HOME"], ignore_errors=True)

ON_QT = {"ui", "journeys", "pixels"}
"""Folders of tests/ whose async tests run on the display's own loop; all others need no Qt."""


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
    folder = Path(item.path).relative_to(config.rootpath / "tests").parts[0]
    return {"qt": _kiosk_loop} if folder in ON_QT else {"plain": asyncio.new_event_loop}
