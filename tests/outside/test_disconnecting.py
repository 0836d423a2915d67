"""A display is taken away from its room: what becomes of its bookings, and what of the room is left on its disk."""

import subprocess
from pathlib import Path

from .display import KIOSK, Display
from .faults import UNAVAILABLE, LoseReply
from .stage import AURORA, BOOK, EVENTS, SYSTEM, Stage, alive, minutes, now
from .test_at_the_door import MOVE_TO
from .test_pairing import ADDRESS, CODE, begun_anew, ended, kiosk_pair, label, new_display, until_unpaired

SUBJECT, PERSON = "Merger with Fabrikam", "Lena"


def paired(stage: Stage) -> Display:
    """A display that was connected to Aurora by its code, and has read a meeting there."""
    stage.lena.place(AURORA, now() + minutes(150), now() + minutes(180), subject=SUBJECT)
    display = new_display(stage)
    address, code = label(display, ADDRESS), label(display, CODE)
    pairing = kiosk_pair(display, address, code, stage.config(booking={"days_ahead": 0}), "--no-test-booking")
    display.glass.press("Yes, this door", 30)
    exit_code, said = ended(pairing)
    assert exit_code == 0, said
    begun_anew(display, address)
    display.glass.label("Free", 30)
    return display


def every_byte(folder: Path) -> bytes:
    """Every name and every byte of every file, free pages of databases too."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_socket()]
    return b"\n".join(str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes() for path in files)


def secrets(stage: Stage, display: Display) -> list[bytes]:
    """Words of the room and its people, and every key and secret, that the display holds now."""
    entra = stage.graph.entra
    words = [SUBJECT, PERSON, "Aurora", AURORA, SYSTEM, "contoso", entra.secret, entra.tenant, entra.client]
    keys = (display.data / "device.key").read_bytes().splitlines()[1:-1]
    held = [word.encode() for word in words] + keys
    before = every_byte(display.data)
    assert [word for word in held if word not in before] == [], "a search finds what is there"
    return held


def found(words: list[bytes], display: Display) -> list[bytes]:
    after = every_byte(display.data)
    return [word for word in words if word in after]


def disconnecting(display: Display, how: str) -> subprocess.Popen[str]:
    command = [str(KIOSK), "staff", "disconnect", "--data-dir", str(display.data), how]
    return subprocess.Popen(
        command, env=display.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def shows_a_code(display: Display) -> None:
    until_unpaired(display)
    display.glass.attach(display.pid, ended=lambda: display.died is not None)
    label(display, CODE)


def books_for_later(display: Display) -> None:
    """Now, and moved: so it is still to come."""
    display.glass.press("15 minutes")
    display.glass.press(BOOK)
    display.glass.label("Yours", 30)
    display.glass.press("Done")
    display.glass.press("More")
    display.glass.press("Change booking")
    display.glass.press("Move")
    display.glass.press("Later")
    display.glass.press(MOVE_TO)
    display.until(lambda s: not s["outbox"] and any(one["made_here"] for one in s["next"]), "it moved", 40)


def test_cancelled_nothing_of_ours_stands_and_nothing_is_left_on_the_disk(stage: Stage) -> None:
    display = paired(stage)
    books_for_later(display)
    stage.graph.faults.add("POST", EVENTS, LoseReply())
    stage.graph.faults.add("GET", f"/users/{SYSTEM}/", UNAVAILABLE, times=1000)
    display.glass.press("15 minutes")
    display.glass.press(BOOK)
    display.until(lambda s: [o for o in s["outbox"] if o["state"] == "in_doubt"], "a booking in doubt", 20)
    words = secrets(stage, display)
    going = disconnecting(display, "--cancel")
    display.glass.label("Being disconnected from its room", 20)
    stage.graph.faults.clear()
    exit_code, said = ended(going)
    assert exit_code == 0, said
    assert "2 bookings were cancelled in Exchange." in said
    shows_a_code(display)
    stage.graph.tenant.post.settle()
    assert not alive(stage.graph.events(SYSTEM))
    assert [one.subject for one in alive(stage.graph.events(AURORA))] == [SUBJECT], "somebody else's stays"
    assert found(words, display) == []


def test_left_what_was_booked_stands_and_nothing_is_left_on_the_disk(stage: Stage) -> None:
    display = paired(stage)
    books_for_later(display)
    words = secrets(stage, display)
    exit_code, said = ended(disconnecting(display, "--leave"))
    assert exit_code == 0, said
    assert "1 booking stays in Exchange." in said
    shows_a_code(display)
    stage.graph.tenant.post.settle()
    assert len(alive(stage.graph.events(SYSTEM))) == 1
    assert len(alive(stage.graph.events(AURORA))) == 2
    assert found(words, display) == []


def test_what_cannot_be_cancelled_keeps_the_room_and_kill_9_after_the_mark_removes_it(stage: Stage) -> None:
    display = paired(stage)
    words = secrets(stage, display)
    display.kill()
    exit_code, said = ended(disconnecting(display, "--cancel"))
    assert (exit_code, "its bookings cannot be cancelled" in said) == (1, True), said
    assert found(words, display) == words
    (display.data / "leaving").touch()  # as far as the display had come when it was killed
    display.start()
    shows_a_code(display)
    assert found(words, display) == []


def test_a_display_that_follows_a_file_is_emptied_and_ends(stage: Stage) -> None:
    stage.lena.place(AURORA, now() + minutes(150), now() + minutes(180), subject=SUBJECT)
    display = stage.free()
    display.until(lambda s: s["next"], "the meeting", 20)
    assert SUBJECT.encode() in every_byte(display.data)
    exit_code, said = ended(disconnecting(display, "--cancel"))
    assert exit_code == 0, said
    assert "Its --config file still names the room" in said
    assert display.ended(20) == 0
    assert every_byte(display.data) == b"kiosk.lock\n"
    display.start()
    display.glass.label("Free", 30)
