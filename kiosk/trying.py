"""What was handed over is looked at, and its room tried in a process of its own: whatever happens to that, the glass goes on."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.config.desired import parse_json
from kiosk.config.problems import ConfigProblem
from kiosk.pairing.bundle import Bundle, NoBundle, read
from kiosk.pairing.desk import Refused
from kiosk.room.staff_pin import well_formed

TRIAL_MOST = 120.0
"""Seconds that all trials together may take."""
Run = Callable[[Path, Bundle, Callable[[dict[str, Any]], None]], None]


def checked(text: bytes) -> Bundle:
    """What was handed over, if a display can be made of it. Raises `Refused` with what is wrong."""
    try:
        bundle = read(text)
        config = parse_json(json.dumps(dict(bundle.config), default=str))
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
    command = [sys.executable, "-m", "kiosk", "doctor", "--live", "--config", str(path)]
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
