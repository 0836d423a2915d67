"""Brings the installed package up to date while nobody is at the door.

Run by kiosk-update.timer, or by a person with --now. The display itself says whether anything stands against it (`kiosk status`, `update`);
it is asked before anything is looked for, and again when the newer version is here, right before it takes the old one's place. apt fetches it, from the
one source in kiosk.sources, and believes only who signed that. Whether it then stays is for the gate to say (gate.py). How far it is
stands in /run/kiosk-update/state.json, for the display's staff menu.

Usage: update.py [--root DIR] [--now]
"""

import argparse
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from gate import status

SOURCE = "etc/apt/sources.list.d/kiosk.sources"
OWN = ("clock", "off", "hour")
"""What binds only the display's own updates: a person who asks for one is not held by it (kiosk/room/updating.py)."""
SILENT = 6
"""Looks in a row at which the display said nothing. Then there is no picture to be taken away, and a newer version may bring it back."""
UNDER_WAY = ("looking", "fetching", "installing")
NO_QUESTIONS = (
    "-oDpkg::Options::=--force-confdef",
    "-oDpkg::Options::=--force-confold",
    "-oDPkg::Lock::Timeout=60",
)
PATIENT = ("-oAcquire::http::Timeout=30", "-oAcquire::https::Timeout=30", "-oAcquire::Retries=2")
PROGRESS = re.compile(r"(?:dl|pm)status:[^:]*:([\d.]+):")


class Failed(Exception):
    """In a line, for staff."""


class Told:
    """What the display reads, at any moment: whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            said = json.loads(self._path.read_text(encoding="utf-8"))
            return said if isinstance(said, dict) else {}
        return {}

    def write(self, told: dict[str, Any]) -> None:
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(told), encoding="utf-8")
        new.chmod(0o644)
        new.replace(self._path)


class Updater:
    """`root` is / but in tests; `ask` asks the display. apt and dpkg are found on the path."""

    def __init__(self, root: Path, ask: Callable[[], dict[str, Any] | None], told: Told) -> None:
        self._root, self._ask, self._told = root, ask, told
        self._release, self._run = root / "var/lib/kiosk-release", root / "run/kiosk-update"
        self._only = (f"-oDir::Etc::sourcelist={root / SOURCE}", "-oDir::Etc::sourceparts=-")

    def look(self, *, by_hand: bool) -> str:
        """One look; returns what is so now, in a word as in state.json, or why nothing was done."""
        if self._told.read().get("state") in UNDER_WAY:  # by one that was ended amid it
            self._tell("failed", why="it was cut short")
        if (self._release / "trial").exists() and not by_hand:
            return "proving"
        against = self._against(by_hand=by_hand)
        if against:
            return against
        version = None
        try:
            self._tell("looking")
            self._apt(
                "update", *self._only, "-oAPT::Get::List-Cleanup=false", "-oAPT::Update::Error-Mode=any"
            )
            version = self._newer()
            if version is None:
                return self._tell("current")
            wanted = ("--only-upgrade", "install", f"kiosk={version}")
            self._apt("--download-only", *wanted, course="fetching", version=version)
            against = self._against(by_hand=by_hand)
            if against:
                return self._tell("waiting", version=version, why=against)
            self._tell("installing", 0, version)
            with self._unhurried(), self._writable():
                self._out_of("dpkg", "--force-confdef", "--force-confold", "--configure", "-a")
                self._apt(*wanted, course="installing", version=version)
        except Failed as wrong:
            return self._tell("failed", version=version, why=str(wrong))
        return self._tell("current", version=version)

    def _against(self, *, by_hand: bool) -> str | None:
        """What the display says stands against it."""
        said, silence = self._ask(), self._run / "silent"
        told = (said or {}).get("update")
        if not isinstance(told, dict):
            looks = 1 + (int(silence.read_text()) if silence.exists() else 0)
            silence.write_text(str(looks))
            return None if by_hand or looks >= SILENT else "silent"
        silence.unlink(missing_ok=True)
        why = told.get("hindered")
        return None if why is None or (by_hand and why in OWN) else str(why)

    def _newer(self) -> str | None:
        """What the Kiosk source has, where it is not what is installed well."""
        if "kiosk" in self._out_of("apt-mark", "showhold", "kiosk").split():
            return None
        said = self._out_of("apt-cache", *self._only, "policy", "kiosk")
        found = dict(re.findall(r"^  (Installed|Candidate): (\S+)$", said, re.MULTILINE))
        whole = (
            self._out_of("dpkg-query", "--show", "--showformat=${db:Status-Status}", "kiosk") == "installed"
        )
        candidate = found.get("Candidate", "(none)")
        return None if candidate == "(none)" or (whole and candidate == found.get("Installed")) else candidate

    def _apt(self, *words: str, course: str = "looking", version: str | None = None) -> None:
        """With its progress told on the way."""
        reads, writes = os.pipe()
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said,
            os.fdopen(reads) as lines,
        ):
            process = subprocess.Popen(
                ["apt-get", "-q", "-y", f"-oAPT::Status-Fd={writes}", *NO_QUESTIONS, *PATIENT, *words],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, pass_fds=(writes,), env=self._environment(),
            )  # fmt: skip
            os.close(writes)
            before = None
            for line in lines:
                found = PROGRESS.match(line)
                percent = None if found is None else round(float(found[1]))
                if percent not in (None, before) and version is not None:
                    self._tell(course, percent, version)
                    before = percent
            if process.wait():
                said.seek(0)
                told = said.read()
                print(told[-4000:], file=sys.stderr)
                mistakes = re.findall(r"^E: (.+)$", told, re.MULTILINE)
                raise Failed((mistakes or [f"apt-get ended with {process.returncode}"])[0][:200])

    def _out_of(self, *words: str) -> str:
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=self._environment())
        if done.returncode:
            print(done.stdout, done.stderr, file=sys.stderr)
            raise Failed(f"{words[0]}: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}"[:200])
        return done.stdout

    @staticmethod
    def _environment() -> dict[str, str]:
        return {
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "NEEDRESTART_SUSPEND": "1",
        }

    @contextmanager
    def _writable(self) -> Iterator[None]:
        """The system, where it is mounted read only, as on the image for a Raspberry Pi."""
        if not os.statvfs(self._root / "usr").f_flag & os.ST_RDONLY:
            yield
            return
        # With a source named, fstab is not read, and no label in it has to be found.
        here = ("none", str(self._root))
        self._out_of("mount", "-o", "remount,rw", *here)
        try:
            yield
        finally:
            with suppress(Failed):  # it is again after the next start; what was installed is there
                self._out_of("mount", "-o", "remount,ro", *here)

    @staticmethod
    @contextmanager
    def _unhurried() -> Iterator[None]:
        """What is half unpacked is worse than an end that comes later: the service manager waits (TimeoutStopSec)."""
        before = signal.signal(signal.SIGTERM, lambda *_: None)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)

    def _tell(
        self, course: str, percent: int | None = None, version: str | None = None, why: str | None = None
    ) -> str:
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._told.write({"state": course, "percent": percent, "version": version, "why": why, "at": at})
        return course


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument(
        "--now", action="store_true", help="at any hour; a meeting and a touch stand against it even so"
    )
    args = parser.parse_args()
    if not (args.root / SOURCE).exists():
        print(f"kiosk: there is no /{SOURCE}: docs/guides/updates.md", file=sys.stderr)
        return 1
    folder = args.root / "run/kiosk-update"
    folder.mkdir(mode=0o755, exist_ok=True)
    updater = Updater(args.root, status, Told(folder / "state.json"))
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("kiosk: an update is under way")
            return 0
        found = updater.look(by_hand=args.now)
    print(f"kiosk: update: {found}")
    return 1 if found == "failed" else 0


if __name__ == "__main__":
    sys.exit(main())
