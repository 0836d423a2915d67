"""Staff in front of the glass: the display's own PIN, what is wrong with it, and the way back to the face."""

import re
import subprocess

from .display import KIOSK, Display
from .glass import LABELS
from .hands import Hands
from .server import REQUEST_ID
from .stage import AURORA, Stage, minutes, now

NAME_OF_ROOM = (120, 70)
"""A pixel on it; the window is in the upper left corner of the screen."""
PIN = "482917"


def with_pin(stage: Stage) -> Display:
    """A display that is free and has a PIN."""
    display = stage.free()
    subprocess.run(
        [KIOSK, "staff", "pin", "--data-dir", display.data],
        input=f"{PIN}\n",
        text=True,
        check=True,
        env=display.environment,
    )
    return display


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
