"""The scene every test plays in: one tenant, rooms Aurora and Borealis, Lena and Milo in Outlook, and displays."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .display import Display
from .events import Event
from .glass import LABELS, Thing
from .graph import Graph
from .screen import Screen
from .tls import display_certificate

AURORA, BOREALIS = "aurora@contoso.test", "borealis@contoso.test"
SYSTEM = "displays@contoso.test"
BOOK = re.compile(r"^Book until \d")
EVENTS = r"/events$"
BUGS = re.compile(
    r"Traceback|TypeError|ReferenceError|Unable to assign|Binding loop|is not a function|none_dealloc"
)
Tables = dict[str, dict[str, Any]]


def now() -> datetime:
    return datetime.now(UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def soon_full_minute(offset: float = 0) -> datetime:
    """This minute's beginning, so many minutes later."""
    return now().replace(second=0, microsecond=0) + minutes(offset)


def moment(text: str) -> datetime:
    """A time in `kiosk status`: RFC 3339 in UTC."""
    found = datetime.fromisoformat(text)
    assert found.utcoffset() == timedelta(0), f"{text} is not in UTC"
    return found


def alive(events: list[Event]) -> list[Event]:
    """Those that still take the room's time."""
    return [event for event in events if not event.cancelled and event.show_as != "free"]


def word(*words: str) -> Callable[[list[Thing]], str | None]:
    """Finds the first of these status words on the glass."""

    def found(things: list[Thing]) -> str | None:
        seen = [thing.name for thing in things if thing.role in LABELS]
        return next((one for one in words if one in seen), None)

    return found


def to_toml(tables: Tables) -> str:
    lines = []
    for table, keys in tables.items():
        lines.append(f"[{table}]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in keys.items() if value is not None]
    return "\n".join(lines) + "\n"


class Stage:
    """One test's world."""

    def __init__(self, screen: Screen, graph: Graph) -> None:
        self.screen = screen
        self.graph = graph
        # Short, because a Unix socket's path may not be longer than 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="kd-"))
        self.displays: list[Display] = []
        self.aurora = self.graph.room(AURORA, "Aurora")
        self.borealis = self.graph.room(BOREALIS, "Borealis")
        self.system = self.graph.person(SYSTEM, "Room displays")
        self.lena = self.graph.person("lena@contoso.test", "Lena Fischer")
        self.milo = self.graph.person("milo@contoso.test", "Milo Okafor")

    def config(self, mode: str = "invite", name: str = "kiosk.toml", **tables: dict[str, Any]) -> Path:
        """Writes a configuration; `tables` change keys of the defaults, None leaves one out."""
        (self.folder / "ca.pem").write_bytes(self.graph.ca.pem)
        secret = self.folder / "secret"
        secret.touch(mode=0o600)
        secret.write_text(self.graph.entra.secret)
        whole: Tables = {
            "graph": {
                "base_url": self.graph.base_url,
                "authority": self.graph.origin,
                "tenant_id": self.graph.entra.tenant,
                "client_id": self.graph.entra.client,
                "ca_file": "ca.pem",
                "poll_seconds": 1,
            },
            "system_user": {
                "mailbox": SYSTEM,
                "sign_in": "client_secret",
                "client_secret_file": "secret",
                "booking": mode,
            },
            "room": {"mailbox": AURORA},
            "booking": {},
            "display": {"privacy": "full"},
        }
        for table, keys in tables.items():
            whole.setdefault(table, {}).update(keys)
        path = self.folder / name
        path.write_text(to_toml(whole))
        return path

    def certificate(self) -> str:
        """Makes the display's certificate and uploads its public half; returns the file's name."""
        self.graph.entra.certificates.append(display_certificate(self.folder / "kiosk.pem"))
        return "kiosk.pem"

    def display(self, mode: str = "invite", **tables: dict[str, Any]) -> Display:
        """A display that is running; it may not have read the calendar yet."""
        display = self.prepare(mode, **tables)
        display.start()
        return display

    def prepare(self, mode: str = "invite", **tables: dict[str, Any]) -> Display:
        config = self.config(mode, f"kiosk{len(self.displays)}.toml", **tables)
        display = Display(self.screen, config, self.folder / f"data{len(self.displays)}")
        self.displays.append(display)
        return display

    def free(self, mode: str = "invite", **tables: dict[str, Any]) -> Display:
        """A display that shows Free."""
        display = self.display(mode, **tables)
        display.glass.label("Free", 20)
        return display

    def close(self) -> None:
        """Ends everything; a display that died by itself, or wrote of a bug, fails the test."""
        died = [code for display in self.displays if (code := display.died) is not None]
        for display in self.displays:
            display.close()
        said = [display.words() for display in self.displays]
        self.graph.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        for words in said:
            assert not (bug := BUGS.search(words)), words[max(bug.start() - 300, 0) : bug.start() + 2000]
        assert not died, f"a display ended by itself; exit codes {died}"
