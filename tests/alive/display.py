"""A display in a process of its own, as the service manager runs it: `kiosk run`, with systemd played by a socket."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.clock import Clock
from kiosk.device.door import NobodyHome, ask
from kiosk.room.model import Event, EventId, Room
from kiosk.sync.store import Store

PROJECT = Path(__file__).parents[2]
ROOM = "aurora@contoso.com"
CONFIG = """
[graph]
base_url = "https://localhost:{port}/v1.0"
authority = "https://localhost:{port}"
tenant_id = "contoso.onmicrosoft.com"
client_id = "11111111-2222-3333-4444-555555555555"

[system_user]
mailbox = "displays@contoso.com"
sign_in = "client_secret"
client_secret_file = "secret"

[room]
mailbox = "aurora@contoso.com"
name = "Aurora"
time_zone = "Europe/Berlin"

[display]
privacy = "full"
"""
SUBJECT = "Quarterly secrets"


class Systemd:
    """Hears what sd_notify(3) says."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        self.address = f"/proc/{os.getpid()}/fd/{self._folder}/notify"
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(self.address)
        self.heard: list[str] = []

    def hears(self, word: str, seconds: float = 60, ended: Callable[[], bool] = lambda: False) -> bool:
        """Whether `word` is said anew within `seconds`; what was said before counts not."""
        self._line.settimeout(0.05)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                said = self._line.recv(4096).decode()
            except TimeoutError:
                if ended():
                    return False
                continue
            self.heard.append(said)
            if said == word:
                return True
        return False

    def forget(self) -> None:
        while self.hears("nothing of the kind", 0.1):
            pass

    def close(self) -> None:
        self._line.close()
        os.close(self._folder)


class Service:
    """One display on one data directory, started as often as one likes."""

    def __init__(self, folder: Path, *, port: int = 1, watchdog_seconds: float = 1.0) -> None:
        self._folder = folder
        self.data = folder / "data"
        self._config = folder / "kiosk.toml"
        self._config.write_text(CONFIG.format(port=port), encoding="utf-8")
        secret = folder / "secret"
        secret.touch(mode=0o600)
        secret.write_text("not asked for", encoding="utf-8")
        self.systemd = Systemd(folder)
        self._seconds = watchdog_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / "log"

    def remember_a_meeting(self) -> None:
        """The display was here before, and heard of a meeting that runs now."""
        self.data.mkdir(mode=0o700)
        store = Store(self.data)
        store.load(ROOM, "full")
        now = datetime.now(UTC)
        hour = timedelta(hours=1)
        meeting = Event(EventId("1"), "uid", now - hour, now + hour, subject=SUBJECT)
        store.keep_room(Room(ROOM, "Aurora", "Europe/Berlin", verified=True))
        store.apply((meeting,), now, "Europe/Berlin", Clock().boot())
        store.close()

    def start(self, code: str = "") -> None:
        """`code`: what is run in the display's process before it begins, to let something hang in it later."""
        program = f"{code}\nimport sys\nfrom kiosk.cli import main\nsys.exit(main(sys.argv[1:]))"
        words = ["run", "--config", str(self._config), "--data-dir", str(self.data), "--windowed", "800x480"]
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "NOTIFY_SOCKET": self.systemd.address,
            "WATCHDOG_USEC": str(int(self._seconds * 1e6)),
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program, *words],
                cwd=PROJECT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def status(self) -> dict[str, object] | None:
        """None: nobody answers."""
        try:
            return ask(self.data, "status", 5)
        except NobodyHome:
            return None

    def told(self) -> str:
        """What `kiosk status` says to a person."""
        command = [sys.executable, "-m", "kiosk", "status", "--data-dir", str(self.data)]
        return subprocess.run(
            command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True
        ).stdout

    def until(self, fits: Callable[[dict[str, object]], object], seconds: float = 60) -> dict[str, object]:
        deadline = time.monotonic() + seconds
        status = None
        while time.monotonic() < deadline:
            status = self.status()
            if status is not None and fits(status):
                return status
            time.sleep(0.05)
        raise AssertionError(f"{json.dumps(status)}\n{self.log()[-3000:]}")

    def end(self, number: signal.Signals = signal.SIGTERM, seconds: float = 60) -> int:
        """The exit code after a signal."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self.systemd.close()
