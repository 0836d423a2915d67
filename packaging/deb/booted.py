"""The same root with its own systemd, in a container of systemd-nspawn: what only a service manager does is done by it.

The display's unit runs as it is installed, locked down. Only cage gets no screen and no console: a container has none.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from life import Chroot, Failed

DROP_IN = "etc/systemd/system/kiosk-session.service.d"
WITHOUT_SCREEN = """[Service]
ExecStart=
ExecStart=/usr/lib/kiosk/session
User=kiosk
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
"""
PATIENCE = 60.0
HALT = signal.SIGRTMIN + 4
"""To systemd: power off (systemd(1))."""


class Unable(Exception):
    """No container can run on the machine; says why."""


class Booted:
    """From `start` until `halt`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None
        self._leader = 0

    def start(self) -> None:
        """Raises `Unable` where there can be no container, `Failed` where the display does not come up in it."""
        if shutil.which("systemd-nspawn") is None:
            raise Unable("systemd-nspawn is not installed (package systemd-container)")
        folder = self._path / DROP_IN
        folder.mkdir(parents=True)
        (folder / "container.conf").write_text(WITHOUT_SCREEN, encoding="utf-8")
        log = self._path.parent / "boot.log"
        with log.open("wb") as said:
            self._process = subprocess.Popen(
                ["systemd-nspawn", "--register=no", "--keep-unit", "--resolv-conf=off", "--quiet", "--boot",
                 f"--directory={self._path}"],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            found = children.read_text().split() if children.exists() else []
            if found and "systemd" in Path(f"/proc/{found[0]}/cmdline").read_text():
                self._leader = int(found[0])
                if self._ask("systemctl", "is-system-running").strip() in ("running", "degraded"):
                    return
            time.sleep(0.5)
        told = log.read_text(errors="replace")[-600:]
        raise Unable(f"no system came up in the container: {told}")

    def _words(self, *words: str) -> list[str]:
        return [
            "nsenter",
            f"--target={self._leader}",
            "--mount",
            "--uts",
            "--ipc",
            "--pid",
            "--root",
            "--wd",
            *words,
        ]

    def _ask(self, *words: str) -> str:
        environment = Chroot.environment()
        return subprocess.run(
            self._words(*words), capture_output=True, text=True, check=False, env=environment
        ).stdout

    def run(self, *words: str) -> str:
        done = subprocess.run(
            self._words(*words), capture_output=True, text=True, check=False, env=Chroot.environment()
        )
        if done.returncode:
            raise Failed(
                f"{' '.join(words)} ends with {done.returncode} in the container:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def install(self, package: Path) -> None:
        target = self._path / package.name
        shutil.copyfile(package, target)
        self.run("apt-get", "-q", "-y", "install", f"/{package.name}")
        target.unlink()

    def pid(self, unit: str) -> int:
        return int(self._ask("systemctl", "show", "--property=MainPID", "--value", unit).strip() or 0)

    def signal(self, unit: str, name: str) -> None:
        self.run("systemctl", "kill", f"--signal={name}", "--kill-who=main", unit)

    def restarted(self, before: int) -> dict[str, Any]:
        """Returns when another process than `before` is the display, and is well."""
        return self._until(lambda: self.pid("kiosk.service") not in (0, before))

    def well(self) -> dict[str, Any]:
        return self._until(lambda: True)

    def _until(self, fits: Callable[[], bool]) -> dict[str, Any]:
        deadline, said = time.monotonic() + PATIENCE, ""
        while time.monotonic() < deadline:
            if fits() and self._ask("systemctl", "is-active", "kiosk.service").strip() == "active":
                said = self._ask("kiosk", "status", "--data-dir", "/var/lib/kiosk", "--json")
                status = json.loads(said) if said else {}
                if (status.get("exchange") or {}).get("reachable"):
                    return dict(status)
            time.sleep(0.2)
        raise Failed(
            f"the display is not well in the container: {said}\n{self.journal('kiosk', 'kiosk-session')}"
        )

    def journal(self, *units: str) -> str:
        return self._ask("journalctl", "--no-pager", "--lines=40", *(f"--unit={unit}" for unit in units))

    def halt(self) -> None:
        shutil.rmtree(self._path / DROP_IN, ignore_errors=True)
        if self._process is not None and self._process.poll() is None:
            if self._leader:
                os.kill(self._leader, HALT)
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
