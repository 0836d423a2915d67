"""A new version of the display is on trial until it has proved itself; else the one before comes back by itself.

Installed beside the applications and run by the system's own Python, so that no application judges itself. Plain files
in /var/lib/kiosk-release say where things stand: `trial` while there is one, `back` while the former application is in
force (the command kiosk looks for it), `log` for what happened. Time is counted in looks, one a minute, not in hours:
a display whose clock is wrong is judged like any other.

Usage: gate.py [--root DIR] keep | trial FORMER | start | judge | stopped | show
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

STARTS = 4
"""So often a version on trial may be started. A good one needs one start; a machine that is switched off, one more."""
LOOKS = 15
"""Looks within which it has to be well."""
WELL = 3
"""Looks in a row at which it is well: then it stays."""
UNIT = "kiosk.service"
SESSION = "kiosk-session.service"


@dataclass
class Trial:
    """Of what is installed now. `was_well`: what the version before said of itself at the end."""

    former: str
    was_well: bool = True
    starts: int = 0
    looks: int = 0
    well: int = 0


class Gate:
    """`root` is / but in tests; `tell` speaks to the service manager, `ask` to the display."""

    def __init__(
        self, root: Path, tell: Callable[..., None], ask: Callable[[], dict[str, Any] | None]
    ) -> None:
        self._home, self._state = root / "usr/lib/kiosk", root / "var/lib/kiosk-release"
        self._app, self._previous = self._home / "app", self._home / "previous"
        self._trial, self._back, self._was = self._state / "trial", self._state / "back", self._state / "was"
        self._tell, self._ask = tell, ask

    def keep(self) -> None:
        """Before an upgrade: what has proved itself is kept, by hard links. What has not takes nobody's place.

        From here on there is a trial: a power cut may leave the new version half unpacked, and nobody to say so.
        """
        was_well = well(self._ask())
        self._write(self._was, was_well)
        if self._back.exists() or self._trial.exists():
            return
        self._drop(self._previous)
        beside = self._home / "previous.new"
        self._drop(beside)
        shutil.copytree(self._app, beside, copy_function=os.link, symlinks=True)
        beside.rename(self._previous)
        self._write(self._trial, asdict(Trial("the version before", was_well)))

    def trial(self, former: str) -> None:
        """After an upgrade. Where there is nothing to go back to, nothing is on trial."""
        self._back.unlink(missing_ok=True)
        if not self._previous.is_dir():
            return
        was_well = bool(self._read(self._was, fallback=True))
        self._write(self._trial, asdict(Trial(former, was_well)))
        self._note(f"on trial; before it was {former}")

    def start(self) -> None:
        """Before each start of the display."""
        trial = self._present()
        if trial is None:
            return
        trial.starts += 1
        if trial.starts > STARTS:
            self._go_back(trial, f"it was started {STARTS} times and did not stay")
        else:
            self._write(self._trial, asdict(trial))

    def judge(self) -> None:
        """A look, one a minute."""
        trial = self._present()
        if trial is None:
            self._tell("stop", "kiosk-trial.timer")
            return
        status = self._ask()
        good = well(status) if trial.was_well else status is not None
        trial.looks, trial.well = trial.looks + 1, trial.well + 1 if good else 0
        if trial.well >= WELL:
            self._trial.unlink()
            self._note("proved itself")
            self._tell("stop", "kiosk-trial.timer")
        elif trial.looks >= LOOKS:
            self._go_back(trial, f"it was not well for {WELL} minutes within {LOOKS}")
            self._tell("restart", UNIT)
            self._tell("stop", "kiosk-trial.timer")
        else:
            self._write(self._trial, asdict(trial))

    def stopped(self) -> None:
        """After each end of the display. Who was stuck may have been stuck at its compositor: that begins anew too."""
        result, code = os.environ.get("SERVICE_RESULT", ""), os.environ.get("EXIT_STATUS", "")
        if result in ("watchdog", "timeout") or code == "70":
            self._tell("restart", SESSION)

    def show(self) -> None:
        """For people."""
        trial = self._present()
        print("in force:", "the version before" if self._back.exists() else "the installed version")
        print("on trial:", "no" if trial is None else f"yes, look {trial.looks} of at most {LOOKS}")
        log = self._state / "log"
        print(log.read_text(encoding="utf-8") if log.exists() else "", end="")

    def _go_back(self, trial: Trial, why: str) -> None:
        self._write(self._back, why)
        self._trial.unlink(missing_ok=True)
        self._note(f"went back to {trial.former}: {why}")

    def _present(self) -> Trial | None:
        found = self._read(self._trial, fallback=None)
        try:
            return None if found is None else Trial(**found)
        except TypeError:  # of another version of this file: it begins anew
            return Trial("an earlier version")

    def _note(self, line: str) -> None:
        """The last lines are kept, for staff and the journal."""
        print(f"kiosk: this version {line}" if line.startswith(("on", "proved")) else f"kiosk: {line}")
        log = self._state / "log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        log.write_text("\n".join([*lines[-19:], line]) + "\n", encoding="utf-8")

    @staticmethod
    def _write(path: Path, value: object) -> None:
        """Whole or not at all, a power cut included."""
        new = path.with_name(path.name + ".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(value, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    @staticmethod
    def _read(path: Path, *, fallback: Any) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return fallback if not path.exists() else {}

    @staticmethod
    def _drop(folder: Path) -> None:
        if folder.exists():
            shutil.rmtree(folder)


def well(status: dict[str, Any] | None) -> bool:
    """It answers, and Exchange answers it; or it waits for its room."""
    if status is None:
        return False
    return status.get("state") == "unpaired" or bool((status.get("exchange") or {}).get("reachable"))


def systemctl(*words: str) -> None:
    """Never waits: it is called by what the service manager runs itself. In a container there is none."""
    if Path("/run/systemd/system").is_dir():
        subprocess.run(["/usr/bin/systemctl", "--no-block", *words], check=False)


def status() -> dict[str, Any] | None:
    """What the display says; None: nothing."""
    command = ["/usr/lib/kiosk/launch", "status", "--data-dir", "/var/lib/kiosk", "--json"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
        found = json.loads(said)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return found if isinstance(found, dict) else None


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument("step", choices=("keep", "trial", "start", "judge", "stopped", "show"))
    parser.add_argument("former", nargs="?", default="an earlier version")
    args = parser.parse_args()
    gate = Gate(args.root, systemctl, status)
    if args.step == "trial":
        gate.trial(args.former)
    else:
        getattr(gate, args.step)()
    return 0


if __name__ == "__main__":
    sys.exit(main())
