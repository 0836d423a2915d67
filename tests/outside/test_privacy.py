"""What must not be seen is not on the glass, not in the status, not in a log and not in any byte on disk."""

import sqlite3
import stat
from pathlib import Path

import pytest

from .display import Display
from .stage import AURORA, BOOK, Stage, minutes, now

SECRET, BODY = "Zirkonium acquisition", "the price is Wolfram"
SHOWS_ALL = {"adds_organizer_to_subject": False, "removes_private": False}


def on_disk(display: Display, word: str) -> list[str]:
    """The files that hold the word, in any encoding worth looking for."""
    forms = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in display.data.rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def nowhere(display: Display, *words: str) -> None:
    """On no disk, on no glass, in no log and no status."""
    seen = " ".join(thing.name for thing in display.glass.things())
    status = display.command("status", "--data-dir", str(display.data), "--json").stdout
    for word in words:
        assert not on_disk(display, word)
        assert word.lower() not in (seen + status + display.words()).lower(), f"{word!r} is there"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Rooms that keep subject and private flag: the worst case."""
    stage.aurora.adds_organizer_to_subject = False
    stage.aurora.removes_private = False
    return stage


@pytest.mark.parametrize("sensitivity", ["private", "confidential"])
def test_a_private_meeting_is_only_that(stage: Stage, sensitivity: str) -> None:
    stage.lena.meet(
        [AURORA], now() - minutes(5), now() + minutes(50), subject=SECRET, body=BODY, sensitivity=sensitivity
    )
    stage.lena.meet(
        [AURORA], now() + minutes(90), now() + minutes(99), subject=SECRET, body=BODY, sensitivity=sensitivity
    )
    display = stage.display()
    display.glass.label("Busy", 20)
    current = display.status()["current"]
    assert (current["subject"], current["organizer"]) == ("Private meeting", None)
    nowhere(display, "Zirkonium", "Wolfram", "Lena", "lena@contoso.test")
    display.stop()
    assert not on_disk(display, "Zirkonium")


def test_a_meeting_that_becomes_private_is_forgotten(stage: Stage) -> None:
    meeting = stage.lena.place(AURORA, now() - minutes(5), now() + minutes(50), subject=SECRET)
    display = stage.display()
    display.until(lambda s: s["current"] and s["current"]["subject"] == SECRET, "the subject")
    with stage.graph.tenant.lock:
        meeting.sensitivity = "private"
        meeting.touch()
    display.until(lambda s: s["current"]["subject"] == "Private meeting", "privacy")
    display.until(lambda _: not on_disk(display, "Zirkonium"), "nothing left on disk")


def test_a_request_the_room_has_not_answered_shows_no_subject(stage: Stage) -> None:
    stage.aurora.deaf = True
    stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50), subject=SECRET, body=BODY)
    display = stage.display()
    display.glass.label("Busy", 20)
    nowhere(display, "Zirkonium", "Wolfram")


@pytest.mark.parametrize(
    ("mode", "subject", "organizer"),
    [
        ("full", SECRET, "Lena Fischer"),
        ("no_subject", "Meeting", "Lena Fischer"),
        ("no_organizer", SECRET, None),
        ("initials", "Meeting", "L. F."),
        ("none", "Meeting", None),
    ],
)
def test_each_mode_keeps_what_it_shows(stage: Stage, mode: str, subject: str, organizer: str | None) -> None:
    stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50), subject=SECRET, body=BODY)
    display = stage.display(display={"privacy": mode})
    display.glass.label("Busy", 20)
    current = display.status()["current"]
    assert (current["subject"], current["organizer"]) == (subject, organizer)
    hidden = ["Wolfram"]
    hidden += ["Zirkonium"] if subject != SECRET else []
    hidden += ["Lena", "lena@contoso.test"] if organizer != "Lena Fischer" else []
    nowhere(display, *hidden)


def test_a_subject_that_names_the_organizer_is_hidden_with_it(stage: Stage) -> None:
    stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50), subject="Lena Fischer 1:1 Wolfram")
    display = stage.display(display={"privacy": "no_organizer"})
    display.glass.label("Busy", 20)
    assert display.status()["current"]["subject"] == "Meeting"
    nowhere(display, "Wolfram", "Fischer")


def test_a_stricter_mode_empties_the_disk(stage: Stage) -> None:
    stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50), subject=SECRET)
    display = stage.display()
    display.until(lambda s: s["current"] and s["current"]["subject"] == SECRET, "the subject")
    display.kill()
    stage.config(name="kiosk0.toml", display={"privacy": "none"})
    stage.graph.down()
    display.start()
    display.until(
        lambda _: not on_disk(display, "Zirkonium") and not on_disk(display, "Lena"), "nothing left on disk"
    )
    stage.graph.up()
    display.until(lambda s: s["current"] and s["current"]["subject"] == "Meeting", "the stricter mode", 20)
    nowhere(display, "Zirkonium", "Lena")


def test_credentials_are_nowhere(stage: Stage) -> None:
    display = stage.free()
    display.glass.press(BOOK)
    display.glass.label("Yours", 20)
    nowhere(display, stage.graph.entra.secret, *stage.graph.entra.tokens)


def test_only_its_user_may_open_what_it_keeps(stage: Stage) -> None:
    display = stage.free()
    for path in display.data.rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077 or not others_reach(path, display.data), path


def others_reach(path: Path, top: Path) -> bool:
    """Whether a stranger could get to that path below `top` at all."""
    above = [
        folder for folder in [path.parent, *path.parent.parents] if folder == top or top in folder.parents
    ]
    return all(stat.S_IMODE(folder.stat().st_mode) & 0o011 for folder in above)


def test_what_is_over_is_gone_when_the_display_is(stage: Stage) -> None:
    meeting = stage.lena.place(AURORA, now() - minutes(5), now() + minutes(50), subject=SECRET)
    display = stage.display()
    display.until(lambda s: s["current"] and s["current"]["subject"] == SECRET, "the subject")
    with stage.graph.tenant.lock:
        del stage.aurora.events[meeting.id]
    display.until(lambda s: s["state"] == "free", "free")
    display.stop()
    assert not on_disk(display, "Zirkonium")
    for path in display.data.glob("*.db"):
        database = sqlite3.connect(path)
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        database.close()
