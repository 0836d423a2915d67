"""A new display is paired: its glass, `kiosk pair` on a computer beside it, and the room that it shows in the end."""

import json
import re
import socket
import subprocess
import time
from pathlib import Path

from .display import KIOSK, Display
from .glass import GoneError
from .ports import listening
from .stage import AURORA, SYSTEM, Stage, alive

CODE = re.compile(r"^[2-9A-Z]{3}-[2-9A-Z]{3}$")
MDNS = 5353
ADDRESS = re.compile(r"^127\.0\.0\.1:\d+$")


def new_display(stage: Stage) -> Display:
    """One that nobody has connected to anything."""
    config = stage.folder / "new.toml"
    config.write_text('[pairing]\nport = 0\nlisten = "127.0.0.1"\n')
    display = Display(stage.screen, config, stage.folder / f"data{len(stage.displays)}")
    stage.displays.append(display)
    display.start()
    return display


def label(display: Display, like: re.Pattern[str]) -> str:
    """The one text on the glass that looks so."""
    while True:
        try:
            return display.glass.label(like, 20).name
        except GoneError:  # it has begun anew meanwhile
            display.glass.attach(display.pid, ended=lambda: display.died is not None)


def kiosk_pair(
    display: Display, address: str, code: str, config: Path, *words: str, room: str = ""
) -> subprocess.Popen[str]:
    """`room`: what is typed where it asks which."""
    command = [str(KIOSK), "pair", "--address", address, "--config", str(config), *words]
    process = subprocess.Popen(
        command,
        env=display.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(f"{room}{code}\n482917\n")
    process.stdin.close()
    return process


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    code = process.wait(60)
    assert process.stdout is not None
    with process.stdout as said:
        return code, said.read()


def listens(address: str) -> bool:
    host, port = address.split(":")
    with socket.socket() as knocking:
        return knocking.connect_ex((host, int(port))) == 0


def begun_anew(display: Display, address: str) -> None:
    """Waits until the display has started again as what it became: its port is shut, its window a new one."""
    until = time.monotonic() + 20
    while listens(address):
        assert time.monotonic() < until, "the port stays open"
        time.sleep(0.05)
    display.glass.attach(display.pid, ended=lambda: display.died is not None)


def until_unpaired(display: Display) -> None:
    """Waits until the display has started again without its room; for a moment nobody answers."""
    until = time.monotonic() + 20
    while True:
        told = display.command("status", "--data-dir", str(display.data), "--json")
        if told.returncode == 0 and json.loads(told.stdout)["state"] == "unpaired":
            return
        assert time.monotonic() < until, told.stderr
        time.sleep(0.1)


def test_from_unpaired_to_the_first_face_in_four_actions(stage: Stage) -> None:
    display = new_display(stage)
    began = time.monotonic()
    display.glass.label("New display")
    address, code = label(display, ADDRESS), label(display, CODE)
    own_record = {("udp", MDNS)}
    assert listening(display.pid) - own_record == {("tcp", int(address.rpartition(":")[2]))}
    pairing = kiosk_pair(display, address, code, stage.config())  # 1 the command, 2 the code, 3 the PIN
    display.glass.press("Yes, this door", 20)  # 4
    exit_code, said = ended(pairing)
    assert exit_code == 0, said
    begun_anew(display, address)
    display.glass.label("Free", 30)
    assert time.monotonic() - began < 60
    assert "Aurora is connected" in said
    assert not alive(stage.graph.events(AURORA)), "the test booking was removed"
    assert not alive(stage.graph.events(SYSTEM))
    assert listening(display.pid) == set(), "nothing listens on a paired display"
    assert display.status()["room"]["mailbox"] == AURORA
    everything = b"".join(
        path.read_bytes() for path in display.data.rglob("*") if path.is_file() and not path.is_socket()
    )
    assert b"482917" not in everything
    assert code.encode() not in everything
    assert code not in display.words()
    moved = display.command("staff", "move", "--data-dir", str(display.data))
    assert moved.returncode == 0, moved.stderr
    until_unpaired(display)
    display.glass.attach(display.pid, ended=lambda: display.died is not None)
    assert label(display, CODE) != code
    again = label(display, ADDRESS)
    display.glass.press("Keep aurora")
    begun_anew(display, again)
    display.glass.label("Free", 30)


def test_the_room_is_chosen_from_those_of_the_tenant(stage: Stage) -> None:
    display = new_display(stage)
    address, code = label(display, ADDRESS), label(display, CODE)
    pairing = kiosk_pair(display, address, code, stage.config(), "--choose", "--no-test-booking", room="2\n")
    display.glass.label("Borealis: is this the right door?", 30)
    display.glass.press("No")
    _, said = ended(pairing)
    assert "1  Aurora, 6 seats, aurora@contoso.test" in said
    assert "2  Borealis, 6 seats, borealis@contoso.test" in said


def test_a_key_that_others_can_read_is_told_and_mended_without_a_restart_by_hand(stage: Stage) -> None:
    display = new_display(stage)
    label(display, CODE)
    display.stop()
    (display.data / "device.key").chmod(0o644)
    display.start()
    display.glass.label("This room could not be connected", 20)
    (display.data / "device.key").chmod(0o600)
    display.glass.press("Try again")
    label(display, CODE)


def test_a_wrong_code_is_told_and_the_right_one_still_works(stage: Stage) -> None:
    display = new_display(stage)
    address, code = label(display, ADDRESS), label(display, CODE)
    wrong = "222-222" if code != "222-222" else "333-333"
    exit_code, said = ended(kiosk_pair(display, address, wrong, stage.config()))
    assert (exit_code, "That code is out of date" in said) == (1, True), said
    pairing = kiosk_pair(display, address, code, stage.config())
    display.glass.press("No", 20)
    exit_code, said = ended(pairing)
    assert (exit_code, "not the right door" in said) == (1, True), said
    assert label(display, CODE) != code
    assert display.status()["state"] == "unpaired"


def test_a_room_that_is_not_there_is_told_on_both_sides_and_another_try_is_at_hand(stage: Stage) -> None:
    display = new_display(stage)
    address, code = label(display, ADDRESS), label(display, CODE)
    exit_code, said = ended(
        kiosk_pair(display, address, code, stage.config(), "--room", "nowhere@contoso.test")
    )
    assert exit_code == 1, said
    assert "nowhere@contoso.test" in said
    display.glass.label("This room could not be connected")
    display.glass.press("Try again")
    assert label(display, CODE) != code
    assert not list(display.data.glob("pairing.new/*"))
