"""Staff in front of the glass: the display's own PIN, what is wrong with it, and the way back to the face."""

import re
import subprocess

from .display import KIOSK, Display
from .glass import BUTTONS, LABELS
from .hands import Hands
from .server import REQUEST_ID
from .stage import AURORA, Stage, minutes, now

NAME_OF_ROOM = (120, 70)
"""A pixel on it; the window is in the upper left corner of the screen."""
PIN = "482917"


def with_pin(stage: Stage) -> Display:
    """A display that is free and has a PIN."""
    display = stage.free()
    give_pin(display)
    return display


def give_pin(display: Display) -> None:
    subprocess.run(
        [KIOSK, "staff", "pin", "--data-dir", display.data],
        input=f"{PIN}\n",
        text=True,
        check=True,
        env=display.environment,
    )


def enter(display: Display, pin: str) -> None:
    for figure in pin:
        display.glass.press(figure)


def hold_the_name(display: Display) -> None:
    """As long as it takes."""
    with Hands(display.environment["DISPLAY"]) as hands:
        hands.down(*NAME_OF_ROOM)
        display.glass.label("Staff access")
        hands.up()


def opened(display: Display) -> None:
    """The staff menu is open."""
    hold_the_name(display)
    enter(display, PIN)
    display.glass.label("Diagnostics")


def test_the_pin_opens_the_menu_and_lock_closes_it(stage: Stage) -> None:
    display = with_pin(stage)
    opened(display)
    display.glass.label("Read calendar: Allowed")
    display.glass.press("Lock")
    display.glass.gone(LABELS, "Diagnostics")
    display.glass.label("Free")


def test_wrong_pins_open_nothing_and_count_across_a_kill(stage: Stage) -> None:
    display = with_pin(stage)
    hold_the_name(display)
    for left in (4, 3, 2, 1):
        enter(display, "000000")
        display.glass.alert(re.compile(f"not right. {left} "))
    display.kill()
    display.start()
    display.glass.label("Free", 20)
    hold_the_name(display)
    enter(display, "000000")
    display.glass.alert(re.compile("^Locked for"))
    display.glass.gone(LABELS, "Diagnostics")


def test_sync_asks_exchange_now(stage: Stage) -> None:
    display = with_pin(stage)
    opened(display)
    display.glass.press("Sync")
    display.glass.alert("Exchange answered.")
    stage.graph.down()
    display.glass.press("Sync")
    display.glass.alert("Exchange did not answer.", 30)


def test_a_refusal_of_the_tenant_is_explained_with_the_id_that_support_asks_for(stage: Stage) -> None:
    display = with_pin(stage)
    stage.graph.api.blocked[AURORA] = "all"
    display.glass.label("No status", 30)
    opened(display)
    display.glass.label("Who can fix it:")
    display.glass.label(re.compile(REQUEST_ID))


def test_restart_from_the_glass_begins_anew(stage: Stage) -> None:
    display = with_pin(stage)
    opened(display)
    display.glass.press("Restart")
    display.glass.ends()
    display.glass.attach(display.pid, ended=lambda: display.died is not None)
    display.glass.label("Free", 20)
    assert "staff restart the display" in display.words()
    display.glass.gone(LABELS, "Diagnostics")


def test_the_log_holds_no_name(stage: Stage) -> None:
    display = with_pin(stage)
    stage.lena.meet([AURORA], now() + minutes(60), now() + minutes(90))
    display.glass.label(re.compile("Lena Fischer"))
    told = display.command("staff", "log", "--data-dir", str(display.data))
    assert told.returncode == 0, told.stderr
    assert '"reachable": true' in told.stdout
    assert "Lena" not in told.stdout


def believed(stage: Stage) -> Display:
    """A display that believes this computer, has a PIN, and looks for USB drives in a folder."""
    drive = stage.folder / "drive"
    drive.mkdir()
    display = stage.prepare(config={"trust_file": "trust.json"})
    display.environment |= {"XDG_CONFIG_HOME": str(stage.folder / "admin"), "KIOSK_USB": str(drive)}
    made = display.command("push", "--trust", str(stage.folder / "trust.json"))
    assert made.returncode == 0, made.stderr
    display.start()
    display.glass.label("Free", 20)
    told = display.until(lambda status: status["config"]["display"], "the display's id")
    for name, id_ in (("aurora", told["config"]["display"]), ("boreal", "rd-aaaaaaaaaaaaaaaa")):
        added = display.command("push", "--add", name, "--id", id_, "--room", AURORA)
        assert added.returncode == 0, added.stderr
    give_pin(display)
    return display


def brought(stage: Stage, display: Display, name: str, **tables: dict[str, object]) -> None:
    """An admin writes a document onto the drive, in the place of the one before."""
    file = stage.config(**{"config": {"trust_file": "trust.json"}, **tables})
    done = display.command("push", "--to", name, "--write", str(stage.folder / "drive"), str(file))
    assert done.returncode == 0, done.stderr


def take_it(display: Display) -> None:
    display.glass.press("More")
    display.glass.press("Configuration from USB")


def test_a_configuration_on_a_usb_drive_is_looked_for_told_and_followed(stage: Stage) -> None:
    display = believed(stage)
    opened(display)
    take_it(display)
    display.glass.alert("No configuration was found on a USB drive.")
    brought(stage, display, "boreal")
    take_it(display)
    display.glass.alert("No configuration on the drive is for this display.")
    brought(stage, display, "aurora", booking={"durations": [20, 40]})
    take_it(display)
    display.glass.alert(re.compile(r"^Revision \d+ was found\."))
    display.glass.press("Lock")
    told = display.until(lambda status: status["config"]["applied"], "the configuration", 30)
    assert told["config"]["problem"] is None
    display.glass.see(BUTTONS, "40 minutes")
    opened(display)
    take_it(display)
    display.glass.alert(re.compile(r"^Revision \d+ is in force already\."))


def test_a_damaged_one_is_refused_in_words_and_changes_nothing(stage: Stage) -> None:
    display = believed(stage)
    brought(stage, display, "aurora", booking={"durations": [20, 40]})
    file = stage.folder / "drive" / "aurora.jws"
    head, body, signature = file.read_text().split(".")
    file.write_text(".".join((head, body, signature[::-1])))
    opened(display)
    take_it(display)
    display.glass.alert("Not applied: Its signature is wrong: it was changed on its way.")
    display.glass.press("Lock")
    assert display.status()["config"]["applied"] == 0
    display.glass.see(BUTTONS, "30 minutes")
