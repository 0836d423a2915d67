"""What was handed over is looked at, tried, told of and kept: all that may take its time, and belongs on no glass's loop.

The room is tried in a process of its own: whatever happens to that, the glass goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.config.desired import parse_json
from kiosk.config.keep import forget
from kiosk.config.problems import ConfigProblem
from kiosk.device.staff_file import set_pin
from kiosk.pairing import kept
from kiosk.pairing.bundle import Bundle, NoBundle, read
from kiosk.pairing.desk import Refused
from kiosk.room.pairing import Pairing, Trial
from kiosk.room.staff_pin import well_formed

TRIAL_MOST = 120.0
"""Seconds that all trials together may take."""
Run = Callable[[Path, Bundle, Callable[[dict[str, Any]], None]], None]


def checked(text: bytes) -> Bundle:
    """What was handed over, if a display can be made of it. Raises `Refused` with what is wrong."""
    try:
        bundle = read(text)
        config = parse_json(json.dumps(kept.named(bundle), default=str))
    except NoBundle as wrong:
        raise Refused(422, str(wrong)) from None
    except ConfigProblem as problem:
        raise Refused(422, "\n".join(problem.lines)) from None
    if not config.paired:
        raise Refused(422, "The configuration names no room, or not the tenant that it is in.")
    if bundle.pin is not None and not well_formed(bundle.pin):
        raise Refused(422, "A staff PIN is six digits.")
    return bundle


def doctor(path: Path, bundle: Bundle, tell: Callable[[dict[str, Any]], None]) -> None:
    """Tries the room in a process of its own, and tells each line of it. Takes seconds."""
    folder = path.parent.parent  # the display's data directory (pairing/kept.py)
    command = [
        sys.executable,
        "-m",
        "kiosk",
        "doctor",
        "--live",
        "--config",
        str(path),
        "--data-dir",
        str(folder),
    ]
    command += ["--book"] if bundle.book else []
    command += ["--outside", bundle.outside] if bundle.outside else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as process:  # noqa: S603 - our own program
        limit = threading.Timer(TRIAL_MOST, process.kill)
        limit.daemon = True
        limit.start()
        for line in process.stdout or ():
            with suppress(ValueError):
                told = json.loads(line)
                if isinstance(told, dict):
                    tell(told)
        limit.cancel()


def taken_on(folder: Path, bundle: Bundle) -> str | None:
    """It is what the display runs on, from its next start; what was pushed to it before is gone. Why not, else."""
    try:
        if bundle.pin is not None:
            set_pin(folder, bundle.pin)
        forget(folder)
        kept.take_on(folder)
    except OSError as refused:
        return refused.strerror or "the disk refuses it"
    return None


def news(pairing: Pairing, display: str, remedies: Mapping[Trial, str], certificate: Path | None) -> bytes:
    """What the other side may know of the trial. `certificate`: the file that somebody has to make known to Entra first."""
    tried = [
        {"id": one.trial.value, "ok": one.well, "what": one.told, "remedy": remedies.get(one.trial, "")}
        for one in pairing.tried
    ]
    told = {"stage": pairing.stage.value, "room": pairing.room, "display": display, "tried": tried}
    return json.dumps({**told, "certificate": certificate.read_text() if certificate else None}).encode()
