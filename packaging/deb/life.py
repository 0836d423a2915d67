"""What deb-check lives with: a root of its own, the display in it as its unit says, and the compositor before it."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

UNIT = "usr/lib/systemd/system/kiosk.service"
PATIENCE = 60.0
RIGHTLESS = (
    "setpriv",
    "--reuid=kiosk",
    "--regid=kiosk",
    "--init-groups",
    "--no-new-privs",
    "--bounding-set=-all",
)


class Failed(Exception):
    """Something does not hold."""


def unmount(folder: Path) -> None:
    """Everything that is mounted below `folder` in this namespace."""
    mounted = [Path(line.split()[4]) for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    for path in sorted((path for path in mounted if folder in path.parents), reverse=True):
        subprocess.run(["umount", "--lazy", path], check=True)


class Chroot:
    """A system in a folder. Its /proc is read only: nothing in it is a reason to change this machine's kernel."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for kind, name in (("proc", "proc"), ("tmpfs", "run"), ("tmpfs", "tmp")):
            options = "ro" if kind == "proc" else "rw"
            subprocess.run(["mount", "-t", kind, "-o", options, kind, path / name], check=True)
        (path / "tmp").chmod(0o1777)
        self.run("apt-get", "-q", "update")

    def run(self, *words: str) -> str:
        done = subprocess.run(
            self.words(*words), capture_output=True, text=True, check=False, env=self.environment()
        )
        if done.returncode:
            raise Failed(
                f"{shlex.join(words)} ends with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
            )
        return done.stdout

    def words(self, *words: str) -> list[str]:
        return ["chroot", str(self.path), *words]

    @staticmethod
    def environment() -> dict[str, str]:
        """Nothing of this machine's."""
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {"PATH": path, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}

    def install(self, package: Path) -> None:
        """With apt, as a person does."""
        target = self.path / package.name
        target.write_bytes(package.read_bytes())
        self.run("apt-get", "-q", "-y", "install", f"/{package.name}")
        target.unlink()

    def gate(self, step: str) -> None:
        self.run("/usr/bin/python3", "-I", "/usr/lib/kiosk/gate.py", step)


class Service:
    """kiosk.service, carried out: what it runs before, what it runs, when it runs it again."""

    def __init__(self, root: Chroot, overriding: dict[str, str]) -> None:
        self._root = root
        lines = (root.path / UNIT).read_text(encoding="utf-8").splitlines()
        self._unit = [line.partition("=")[::2] for line in lines if "=" in line and not line.startswith("#")]
        self._environment = root.environment() | dict(
            tuple(value.split("=", 1)) for key, value in self._unit if key == "Environment"
        )
        self._environment |= overriding
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = root.path / "run" / f"notify-{id(self)}"
        self._line.bind(str(address))
        address.chmod(0o666)  # the display has another user
        self._environment |= {"NOTIFY_SOCKET": f"/run/notify-{id(self)}", "WATCHDOG_USEC": self._watchdog()}
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted = threading.Event()
        self._came_to_an_end = threading.Event()
        self._thread: threading.Thread | None = None
        self._log = root.path.parent / "display.log"
        self.starts = 0

    def _one(self, key: str) -> str:
        return next(value for name, value in self._unit if name == key)

    def _watchdog(self) -> str:
        return str(int(self._one("WatchdogSec")) * 1_000_000)

    def start(self) -> None:
        self.starts = 0
        self._wanted.set()
        self._thread = threading.Thread(target=self._again_and_again, daemon=True)
        self._thread.start()

    def _again_and_again(self) -> None:
        for folder in ("var/cache/kiosk",):
            (self._root.path / folder).mkdir(mode=0o700, exist_ok=True)
            self._root.run("chown", "kiosk:", f"/{folder}")
        before = shlex.split(self._one("ExecStartPre").lstrip("+-"))
        words = [
            part for word in shlex.split(self._one("ExecStart"))
            for part in (self._environment.get(word[1:], "").split() if word.startswith("$") else (word,))
        ]  # fmt: skip
        while self._wanted.is_set():
            self._root.run(*before)
            self.starts += 1
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    [*self._root.words(*RIGHTLESS), *words], env=self._environment, stdout=log, stderr=log
                )
            self._process.wait()
            self._came_to_an_end.set()
            time.sleep(int(self._one("RestartSec")))

    def stop(self) -> None:
        self._wanted.clear()
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
        if self._thread is not None:
            self._thread.join()

    def ended(self) -> None:
        """Returns when the process that runs now has ended by itself."""
        self._came_to_an_end.clear()
        if not self._came_to_an_end.wait(PATIENCE):
            raise Failed(f"the display goes on\n{self.log()}")

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def hears(self, word: str) -> None:
        """Returns when the display has said `word` to systemd."""
        self._line.settimeout(0.5)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if word in self._line.recv(4096).decode():
                    return
            except TimeoutError:
                continue
        raise Failed(f"{word} is not said\n{self.log()}")

    def status(self) -> dict[str, Any] | None:
        words = self._root.words("kiosk", "status", "--data-dir", "/var/lib/kiosk", "--json")
        done = subprocess.run(
            words, capture_output=True, text=True, check=False, env=self._root.environment()
        )
        return json.loads(done.stdout) if done.returncode == 0 else None

    def answers(self) -> dict[str, Any]:
        return self._until(lambda _: True, "does not answer")

    def well(self) -> dict[str, Any]:
        """Answers, and Exchange answers it."""
        return self._until(lambda status: status["exchange"]["reachable"], "is not well")

    def _until(self, fits: Any, otherwise: str) -> dict[str, Any]:
        deadline, status = time.monotonic() + PATIENCE, None
        while time.monotonic() < deadline:
            status = self.status()
            if status is not None and fits(status):
                return status
            time.sleep(0.2)
        raise Failed(f"the display {otherwise}: {json.dumps(status)}\n{self.log()}")


class Session:
    """cage without a screen, as the user kiosk, by the script that greetd runs."""

    def __init__(self, root: Chroot) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = self._root.environment() | {
            "WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1",
        }  # fmt: skip
        with (self._root.path.parent / "session.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._root.words(*RIGHTLESS), "/usr/lib/kiosk/session"], env=environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        link = self._root.path / "run/kiosk-session/display"
        deadline = time.monotonic() + PATIENCE
        while not link.is_symlink():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise Failed(f"no session:\n{(self._root.path.parent / 'session.log').read_text()[-3000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def hang(self) -> None:
        assert self._process is not None  # noqa: S101 - it was started
        self._process.send_signal(signal.SIGSTOP)

    def restart(self) -> None:
        self.stop()
        self.start()

    def stop(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None  # noqa: S101 - it was started
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)
            self._process.wait()
