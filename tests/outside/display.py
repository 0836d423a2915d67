"""The display as an operator holds it: the command `kiosk`, its process, its exit codes. Its glass is `.glass`."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .glass import Glass
from .screen import LEASH, Screen, end_group

KIOSK = Path(sys.executable).with_name("kiosk")


class Display:
    """One display, `kiosk run` on a screen of its own choosing. Restarting it keeps the data directory."""

    def __init__(self, screen: Screen, config: Path, data: Path, size: str = "1280x800") -> None:
        self.environment = dict(screen.environment)
        self._config = config
        self.data = data
        self._size = size
        self._process: subprocess.Popen[str] | None = None
        self._ended = False
        self.log = data.with_suffix(".log")
        self.glass = Glass(screen.bus)

    def start(self) -> None:
        """Starts `kiosk run`; returns as soon as its window is known to the accessibility bus."""
        command = [str(KIOSK), "run", "--config", str(self._config), "--data-dir", str(self.data)]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [*LEASH, *command, "--windowed", self._size],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
            )
        self._ended = False
        poll = self._process.poll
        try:
            self.glass.attach(self.pid, ended=lambda: poll() is not None)
        except AssertionError as error:
            code = poll()
            raise AssertionError(
                f"{error}; exit code {code}; its log ends: {self.words()[-2000:]}"
            ) from error

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    def words(self) -> str:
        """All it wrote to stdout and stderr."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def kill(self) -> None:
        """kill -9: no goodbye, nothing flushed."""
        assert self._process is not None, "not started"
        self._ended = True
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(5)

    def stop(self) -> int | None:
        """SIGTERM; returns the exit code, None when it was not running."""
        if self._process is None or self._process.poll() is not None:
            return None
        self._ended = True
        return end_group(self._process, grace=8.0)

    def ended(self, within: float) -> int:
        """Its exit code, where it is to end by itself."""
        assert self._process is not None, "not started"
        self._ended = True
        return self._process.wait(within)

    @property
    def died(self) -> int | None:
        """The exit code when it ended and nobody here had ended it."""
        return None if self._ended or self._process is None else self._process.poll()

    def close(self) -> None:
        self.stop()
        self.glass.close()

    def command(self, *words: str, timeout: float = 30.0) -> subprocess.CompletedProcess[str]:
        """Runs another `kiosk` command to its end."""
        return subprocess.run(
            [str(KIOSK), *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def status(self) -> dict[str, Any]:
        done = self.command("status", "--data-dir", str(self.data), "--json")
        assert done.returncode == 0, f"kiosk status: {done.returncode}: {done.stderr}"
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def until(
        self, fits: Callable[[dict[str, Any]], object], what: str, timeout: float = 15.0
    ) -> dict[str, Any]:
        """Asks `kiosk status` until it fits; the last answer is shown when it never does."""
        deadline = time.monotonic() + timeout
        while True:
            status = self.status()
            if fits(status):
                return status
            assert time.monotonic() < deadline, (
                f"waited {timeout:g} s for {what}; status: {json.dumps(status)[:3000]}"
            )
            time.sleep(0.5)  # each question is a process: others need the processor

    def sync(self) -> subprocess.CompletedProcess[str]:
        return self.command("sync", "--data-dir", str(self.data))
