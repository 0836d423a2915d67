"""Runs the fleet's Mosquitto, and keeps it told who does not count any more."""

from __future__ import annotations

import getpass
import logging
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from kiosk.hub import mosquitto, people, registry
from kiosk.hub.knocking import DISPLAY
from kiosk.hub.process import Base
from kiosk.outcome import failed

log = logging.getLogger("kiosk.hub")
FOLDER = "broker"
LOOK = 5.0
"""Seconds between two looks at who was revoked: fleet.md §5.4 I12 allows sixty."""
PLACES = ("/usr/sbin", "/usr/local/sbin")
LAST = 10.0
AGAIN = 1.0


def run(base: Base, stop: threading.Event, say: Callable[[str], None]) -> int:
    """Until `stop`. A broker that ends is started again."""
    program = shutil.which("mosquitto") or next((f"{place}/mosquitto" for place in PLACES if Path(place, "mosquitto").exists()), None)  # fmt: skip
    if program is None:
        return failed("Mosquitto is not installed. Run: sudo apt-get install mosquitto")
    folder = base.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    revoked = _revoked(base)
    path = _prepared(base, folder, revoked)
    told = False
    while not stop.is_set():
        process = subprocess.Popen([program, "-c", str(path)])  # noqa: S603 - found above
        if not told:
            told = True
            say(f"The broker of {base.settings.name} listens on port {base.settings.broker_port}.")
        while process.poll() is None and not stop.wait(LOOK):
            now = _revoked(base, revoked)
            if now != revoked:
                revoked = now
                _prepared(base, folder, revoked)
                process.send_signal(signal.SIGHUP)
                log.info("%d displays do not count any more", len({holder for holder, _ in revoked}))
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(LAST)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        elif not stop.wait(AGAIN):
            log.error("Mosquitto has ended (%s), and is started again", process.returncode)
    return 0


def _revoked(base: Base, before: frozenset[tuple[str, str]] = frozenset()) -> frozenset[tuple[str, str]]:
    """Holders and serials. A registry that does not answer changes nothing."""
    try:
        with base.store.begin() as on:
            return frozenset(people.disowned(on))
    except SQLAlchemyError:
        log.error("the registry does not answer")
        return before


def _prepared(base: Base, folder: Path, revoked: frozenset[tuple[str, str]]) -> Path:
    now, told = base.clock.now(), base.settings
    with base.store.begin() as on:
        gone = sorted(one.id for one in registry.everybody(on) if one.revoked_at is not None)
    files = mosquitto.Files(
        base.authorities.fleet.server(sorted({told.broker_host, "localhost", "127.0.0.1"}), now, name="broker").pem,
        base.authorities.fleet.pem,
        base.authorities.fleet.revoked([serial for holder, serial in revoked if holder.startswith(DISPLAY)], now),
        gone,
    )  # fmt: skip
    return mosquitto.prepare(
        folder, told.name, told.broker_listen, told.broker_port, files, getpass.getuser()
    )
