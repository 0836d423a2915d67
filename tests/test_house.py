"""The house's rules, read from the files themselves. What import-linter holds (who may know whom) is in pyproject.toml."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "kiosk"

WORLD = {"asyncio", "sqlite3", "httpx", "logging", "os", "pathlib", "time", "random", "uuid"}
"""What a pure file never imports: it waits, reads or writes, or is different each time."""
PURE = (
    "room/*.py",
    "system_user/decide.py",
    "system_user/upkeep.py",
    "core/supervisor.py",
    "sync/wire.py",
    "sync/usual.py",
    "sync/bodies.py",
    "sync/steps.py",
    "sync/back_off.py",
    "sync/outbox.py",
    "sync/errors.py",
    "sync/pace.py",
    "config/desired.py",
    "config/devices.py",
    "config/tables.py",
    "config/rules.py",
    "config/problems.py",
)
LONGEST_MODULE = 320
TOO_LONG = {"room/face.py": 410, "room/phrases.py": 379}
"""One closed union of what the glass can show; splitting it would scatter it."""


@cache
def modules() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def of(path: Path) -> str:
    """sync/store.py"""
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> set[str]:
    """The first names of all that a file imports, wherever it stands in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def importing(name: str) -> set[str]:
    return {of(path) for path in modules() if name in imports(path)}


def is_client(path: Path) -> bool:
    """Part of the display itself; the sandbox is another world that lives in the same package."""
    return not of(path).startswith("sandbox/")


def calls(path: Path) -> Iterator[str]:
    """All called names with their dots: datetime.now, self._clock.now."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("pattern", PURE)
def test_a_pure_file_knows_nothing_of_the_world(pattern: str) -> None:
    paths = list(PACKAGE.glob(pattern))
    assert paths, f"{pattern} is gone: mend the list"
    assert {of(path): sorted(imports(path) & WORLD) for path in paths if imports(path) & WORLD} == {}


def test_qt_lives_in_the_glass_and_under_its_roof() -> None:
    assert {name for name in importing("PySide6") if not name.startswith("ui/")} <= {"app.py"}


def test_there_is_one_file_with_sql() -> None:
    assert importing("sqlite3") == {"sync/store.py", "sync/databases.py"}


def test_each_whom_we_ask_over_http_is_asked_in_one_file() -> None:
    """Exchange, facilities, a display that is paired, a fleet's hub, and Exchange on behalf of a fleet."""
    client = {name for name in importing("httpx") if not name.startswith(("doctor/", "sandbox/"))}
    ours = {"sync/graph.py", "sync/webhook.py", "pairing/admin.py", "fleet_line.py", "hub/relay/upstream.py"}
    assert client == ours


def test_there_is_one_reader_of_time() -> None:
    readers = {
        of(path): sorted(name for name in calls(path) if READS_TIME.search(name))
        for path in modules()
        if is_client(path) and any(READS_TIME.search(name) for name in calls(path))
    }
    readers.pop("clock.py")
    assert readers == {}


READS_TIME = re.compile(
    r"^(datetime\.(datetime\.)?(now|utcnow|today)|(datetime\.)?date\.today|time\.(time|monotonic|perf_counter)(_ns)?)$"
)


def test_every_module_has_a_door_sign() -> None:
    assert [of(path) for path in modules() if not ast.get_docstring(tree(path))] == []


def test_nothing_is_left_to_be_done() -> None:
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    texts = {path: path.read_text(encoding="utf-8") for path in modules()}
    assert {of(path): left.findall(text) for path, text in texts.items() if left.search(text)} == {}


def test_no_module_is_a_long_read() -> None:
    lengths = {of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {n: length for n, length in lengths.items() if length > TOO_LONG.get(n, LONGEST_MODULE)} == {}


def test_every_silenced_rule_says_why() -> None:
    bare = re.compile(r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|type:\s*ignore(\[[^]]*\])?)\s*$", re.MULTILINE)
    texts = {path: path.read_text(encoding="utf-8") for path in modules()}
    assert {of(path): len(bare.findall(text)) for path, text in texts.items() if bare.search(text)} == {}


def test_no_committed_file_knows_the_machine_it_was_written_on() -> None:
    home = re.compile(r"(?<![\w.])/(work|root|home/[a-z]+)/")
    kinds = {".py", ".qml", ".toml", ".md", ".in", ".txt", ".sh", ".json"}
    folders = (PACKAGE, PROJECT / "tests", PROJECT / "packaging", PROJECT / "docs", PROJECT / "requirements")
    found = {
        path.relative_to(PROJECT).as_posix(): home.findall(path.read_text(encoding="utf-8"))
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and (path.suffix in kinds or not path.suffix)
        if home.search(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert {name: hits for name, hits in found.items() if name != "tests/test_house.py"} == {}
