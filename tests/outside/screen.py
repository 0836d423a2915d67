"""A place to show a window: a virtual X screen, a private session bus and its accessibility bus.

Knows nothing of the display that will be shown there. Everything started here dies with the test process.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

# A display that is installed finds its modules compiled; one that may not keep them compiles some 130 at every start.
FOREIGN = (
    "DBUS_", "XDG_", "QT_", "QML", "WAYLAND", "DISPLAY", "SSL_", "REQUESTS_", "KIOSK", "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip
PROXIES = {
    name for word in ("http", "https", "all", "no") for name in (f"{word}_proxy", f"{word.upper()}_PROXY")
}
# The kernel kills the child when the test process dies, however it dies.
LEASH = ["setpriv", "--pdeathsig", "KILL", "--"]


def end_group(process: subprocess.Popen[str], grace: float = 3.0) -> int:
    """Ends a process that leads its own group, and whatever it started; waits `grace` seconds before force."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait(5)


class Screen:
    """An X screen with a session bus. `environment` is what a program needs to appear on it."""

    def __init__(self, size: str = "1400x900x24") -> None:
        missing = [tool for tool in ("Xvfb", "dbus-daemon", "setpriv") if shutil.which(tool) is None]
        if missing:
            raise RuntimeError(
                f"missing on this machine: {', '.join(missing)}; packaging/prepare dev installs them"
            )
        self._home = Path(tempfile.mkdtemp(prefix="outside-"))
        self._processes: list[subprocess.Popen[str]] = []
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(FOREIGN) and k not in PROXIES},
            "HOME": str(self._home),
            "XDG_RUNTIME_DIR": str(self._home),
            "GSETTINGS_BACKEND": "memory",
            "QT_QPA_PLATFORM": "xcb",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
        }
        try:
            self._start_x(size)
            self._start_bus()
        except BaseException:
            self.close()
            raise

    def _run(self, command: list[str], *, say: int | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*LEASH, *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=() if say is None else (say,),
            start_new_session=True,
            text=True,
        )
        self._processes.append(process)
        return process

    def _start_x(self, size: str) -> None:
        read, write = os.pipe()
        with os.fdopen(read) as answer:
            command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
            self._run(command, say=write)
            os.close(write)
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.environment["DISPLAY"] = f":{number}"

    def _start_bus(self) -> None:
        address = f"unix:path={self._home / 'bus'}"
        process = self._run(
            ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address={address}"]
        )
        if process.stdout is None or not (line := process.stdout.readline().strip()):
            raise RuntimeError("the session bus did not start")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = line

    @property
    def bus(self) -> str:
        return self.environment["DBUS_SESSION_BUS_ADDRESS"]

    def close(self) -> None:
        for process in reversed(self._processes):
            end_group(process)
            if process.stdout is not None:
                process.stdout.close()
        self._processes.clear()
        shutil.rmtree(self._home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
