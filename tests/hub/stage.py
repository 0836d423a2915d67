"""A hub as its admin runs it: the real commands, a real Mosquitto, and SQLite or a real PostgreSQL."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.cli import main
from kiosk.fleet_line import FleetLine, Pass
from kiosk.hub import brokering, process
from kiosk.hub.process import Process
from tests.fakes.mosquitto import free_port
from tests.hub.crowd import Display, base64_key

FLEET = "contoso"
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Stage:
    """The hub and its broker run on threads here; the broker's Mosquitto is a process, as always."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.hub = folder, folder / "hub"
        self.port, self.broker_port = free_port(), free_port()
        words = ["--database", database] if database else []
        done = self.command("hub", "init", "--dir", str(self.hub), "--name", FLEET, "--url", f"https://127.0.0.1:{self.port}",
                            "--broker", f"127.0.0.1:{self.broker_port}", *words)  # fmt: skip
        assert done.returncode == 0, done.stderr
        self._stop = threading.Event()
        self._said = threading.Event()
        self._broker: threading.Thread | None = None
        self._process: Process | None = None
        self._apart: list[subprocess.Popen[str]] = []

    def open(self) -> None:
        self._base = process.base(self.hub)
        told = (self._base, self._stop, lambda _: self._said.set())
        self._broker = threading.Thread(target=brokering.run, args=told)
        self._broker.start()
        assert self._said.wait(PATIENCE)
        self.serve(self.hub)

    def open_apart(self) -> None:
        """Hub and broker as processes of their own, as an admin runs them."""
        for verb in ("broker", "serve"):
            words = [sys.executable, "-m", "kiosk", "hub", verb, "--dir", str(self.hub)]
            with (self.folder / f"{verb}.log").open("w") as log:
                apart = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True)
            self._apart.append(apart)
            assert apart.stdout is not None
            assert apart.stdout.readline(), (self.folder / f"{verb}.log").read_text()

    def serve(self, folder: Path) -> None:
        """Begins, or begins anew."""
        self.end()
        self._process = Process(process.base(folder), "hub")
        self._process.open()

    def end(self) -> None:
        """The hub; its broker goes on."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def close(self) -> None:
        self.end()
        for apart in reversed(self._apart):
            apart.terminate()
            apart.communicate(timeout=PATIENCE)
        self._stop.set()
        if self._broker is not None:
            self._broker.join(PATIENCE)
            self._base.store.close()

    def command(self, *words: str) -> Done:
        said, wrong = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
            code = main(words)
        return Done(code, said.getvalue(), wrong.getvalue())

    def person(self, name: str, role: str, *more: str) -> Pass:
        file = self.folder / f"{name}.hub"
        done = self.command(
            "hub", "admin", "--dir", str(self.hub), "add", name, "--role", role, "--out", str(file), *more
        )
        assert done.returncode == 0, done.stderr
        return Pass.read(file)

    def as_person(self, told: Pass, *words: str) -> Done:
        return self.command("fleet", "--as", str(self.folder / f"{told.name}.hub"), *words)

    def admit(self, line: FleetLine, one: Display, name: str, **more: Any) -> str:
        """It is the fleet's; the authority that it is to trust."""
        room = more.pop("room", f"{name}@contoso.com")
        member = line.post("/v1/displays", key=base64_key(one), room=room, name=name, **more)
        one.certificate = member["certificate"]
        return str(member["authority"])

    def kill_broker(self) -> None:
        """kill -9 of Mosquitto; it is started again."""
        for stat in self.broker_process("stat"):
            os.kill(int(stat.split()[0]), signal.SIGKILL)

    def broker_process(self, file: str) -> list[str]:
        """What /proc says of it in that file."""
        settings = str(self.hub / "broker" / "mosquitto.conf")
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                words = path.read_text().split("\0")
                if words[0].endswith("mosquitto") and settings in words:
                    found.append((path.parent / file).read_text())
        return found


def until(what: str, found: Any, seconds: float = PATIENCE) -> Any:
    """Asks until it is so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.05)
    raise AssertionError(f"it never came: {what}")


def told(done: Done) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
