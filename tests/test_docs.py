"""The documents say what is so: every reason, setting and command is there, every link leads somewhere."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from kiosk import __version__
from kiosk.cli import COMMANDS
from kiosk.config.desired import Config
from kiosk.room import explain_exchange
from kiosk.room.model import Privacy
from kiosk.room.reasons import Reason
from kiosk.sandbox.model.switches import described
from kiosk.sandbox.web.faults import Kind
from kiosk.ui.told import TOLD

PROJECT = Path(__file__).parent.parent
DOCS = PROJECT / "docs"
PAGES = sorted([*PROJECT.glob("*.md"), *DOCS.rglob("*.md"), *(PROJECT / "assets").glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


def sections(page: str) -> dict[str, str]:
    """Titles of the third level, each with what follows it."""
    parts = re.split(r"^### (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def anchors(page: Path) -> Iterator[str]:
    """What GitHub makes of the page's titles."""
    for title in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def straight(sentence: str) -> str:
    """One space between words, and none of the marks that stand for emphasis."""
    return " ".join(sentence.replace("*", "").split())


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_told_with_what_to_do(reason: Reason) -> None:
    found = [
        body
        for title, body in sections(text("docs/reasons.md")).items()
        if title.startswith(f"{reason.value}:")
    ]
    assert len(found) == 1
    assert f"`{reason.name}`" in found[0]
    assert all(part in found[0] for part in ("**When:**", "**Glass:**", "**Staff:**"))


def test_reasons_tells_of_nothing_that_does_not_exist() -> None:
    codes = {title.partition(":")[0] for title in sections(text("docs/reasons.md"))}
    assert codes == {reason.value for reason in Reason}


EXCHANGE_UNHEARD = (Reason.UNREACHABLE, Reason.UNANSWERED, Reason.GARBLED, Reason.THROTTLED)
"""These are never a card of their own: the glass says how old its knowledge is."""


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in EXCHANGE_UNHEARD])
def test_reasons_quotes_the_words_of_the_glass(reason: Reason) -> None:
    body = straight(
        next(
            b
            for title, b in sections(text("docs/reasons.md")).items()
            if title.startswith(f"{reason.value}:")
        )
    )
    title, words = TOLD[reason]
    assert f"{title}." in body
    if "{" not in words:
        assert words in body


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    pages = sorted(path.name for path in (DOCS / "adr").glob("[0-9]*.md"))
    assert [name[:4] for name in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", text("docs/adr/README.md"))
    assert listed == pages


@pytest.mark.parametrize("page", sorted((DOCS / "adr").glob("[0-9]*.md")), ids=lambda page: page.stem)
def test_a_decision_says_what_forced_it_and_what_follows(page: Path) -> None:
    words = page.read_text(encoding="utf-8")
    assert words.startswith(f"# {page.stem[:4]} ")
    assert re.findall(r"^## (.+)$", words, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `kiosk (\w+)", text("README.md"), re.MULTILINE))
    assert named == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_named_command_can_be_asked_for_help(command: str) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "kiosk", command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    assert asked.returncode == 0, asked.stderr
    options = set(re.findall(r"--[a-z-]+", asked.stdout))
    row = next(line for line in text("README.md").splitlines() if line.startswith(f"| `kiosk {command}"))
    assert set(re.findall(r"--[a-z-]+", row)) <= options


def test_the_readme_names_every_make_target_for_people() -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE)) - {"lock"}
    assert targets <= set(re.findall(r"make ([a-z]+)", text("README.md")))


def tables() -> dict[str, type[BaseModel]]:
    """The tables of kiosk.toml by name."""
    found: dict[str, type[BaseModel]] = {}
    for name, field in Config.model_fields.items():
        options = getattr(field.annotation, "__args__", (field.annotation,))
        found[name] = next(one for one in options if isinstance(one, type) and issubclass(one, BaseModel))
    return found


def rows(table: str) -> dict[str, str]:
    """Keys and defaults of one table, as the guide tells them."""
    page = text("docs/guides/configuration.md")
    section = re.split(rf"^## \[{table}\]", page, flags=re.MULTILINE)[1].partition("\n##")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+?) \| .+ \|.*\|$", section, re.MULTILINE))


@pytest.mark.parametrize(("table", "keys"), tables().items(), ids=list(tables()))
def test_every_setting_is_told_with_its_default(table: str, keys: type[BaseModel]) -> None:
    told = rows(table)
    assert set(told) == set(keys.model_fields)
    for key, setting in keys.model_fields.items():
        default = setting.default
        if not setting.is_required() and default is not None:
            words = str(list(default)) if isinstance(default, tuple) else str(default)
            assert told[key].strip('`"').lower() == words.lower(), key


@pytest.mark.parametrize("mode", Privacy)
def test_every_privacy_mode_is_told(mode: Privacy) -> None:
    assert f"| `{mode.value}` |" in text("docs/guides/configuration.md")


def test_the_changelog_names_this_version() -> None:
    assert __version__ in text("CHANGELOG.md")


def test_every_fault_of_the_sandbox_is_told() -> None:
    page = text("docs/guides/sandbox.md")
    assert [kind.value for kind in Kind if f"| `{kind.value}` |" not in page] == []


def test_the_sandboxs_guide_names_no_switch_that_does_not_exist() -> None:
    page = text("docs/guides/sandbox.md").partition("## Switches")[2]
    named = {
        name
        for row in re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert named
    assert named <= {name for name, _, _ in described()}


def test_the_guide_and_the_doctor_give_the_same_cmdlets() -> None:
    cmdlets = set(re.findall(r"\b(?:New|Test)-\w+", explain_exchange.SCOPE_HOW + explain_exchange.TEST))
    assert cmdlets <= set(re.findall(r"\b(?:New|Test)-\w+", text("docs/guides/tenant.md")))


def test_pictures_are_small_and_all_are_shown() -> None:
    pictures = {
        path.relative_to(PROJECT).as_posix(): path.stat().st_size
        for path in (DOCS / "pictures").glob("*.png")
    }
    assert {name for name, size in pictures.items() if size > 200_000} == set()
    assert set(pictures) == set(re.findall(r"docs/pictures/\w+\.png", text("README.md")))
