"""Where the pairs are, and how one is read and shown."""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.room.project import project
from tests.faces.read_facts import Moment, read
from tests.faces.tell_face import tell

FOLDER = Path(__file__).parent
FACTS, FACE = ".facts.json", ".face.json"


def names() -> list[str]:
    return sorted(path.name.removesuffix(FACTS) for path in FOLDER.glob(f"*{FACTS}"))


def moment(name: str) -> Moment:
    """The facts of a pair, and when they are looked at."""
    return read(json.loads((FOLDER / f"{name}{FACTS}").read_text(encoding="utf-8")))


def shown(name: str) -> str:
    """What the glass shows of a pair's facts, as its face file has it."""
    seen = moment(name)
    return json.dumps(tell(project(seen.facts, seen.now), seen.times), indent=1, ensure_ascii=False) + "\n"


def expected(name: str) -> str:
    path = FOLDER / f"{name}{FACE}"
    if not path.exists():
        raise FileNotFoundError(f"{path.name} is missing: python -m tests.faces {name} writes it for review")
    return path.read_text(encoding="utf-8")
