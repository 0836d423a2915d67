"""A display that its hub asks Exchange for: no tenant's credential on the wall, changes at once, and out when it is revoked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.relayed import DISPLAYS, World
from tests.hub.stage import until

from .display import Display
from .ports import listening
from .stage import BOOK, Stage
from .test_pairing import ADDRESS, CODE, begun_anew, ended, kiosk_pair, label, new_display

AURORA = "aurora@contoso.com"
SELDOM = 100
"""Seconds between looks: what is on the glass sooner was told."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, poll_seconds=SELDOM)
    world.open()
    yield world
    world.close()


def relayed(stage: Stage, world: World) -> Display:
    """A display that was paired into the fleet, and shows its room."""
    display = new_display(stage)
    display.environment["XDG_CONFIG_HOME"] = str(stage.folder / "admin")
    assert display.command("fleet", "login", str(world.stage.folder / "lena.hub")).returncode == 0
    address, code = label(display, ADDRESS), label(display, CODE)
    config = stage.folder / "relayed.toml"
    config.write_text(f'[room]\nmailbox = "{AURORA}"\n[display]\nprivacy = "full"\n')
    pairing = kiosk_pair(display, address, code, config, "--hub", "--no-test-booking")
    display.glass.press("Yes, this door", 30)
    exit_code, said = ended(pairing)
    assert exit_code == 0, said
    begun_anew(display, address)
    display.glass.label("Free", 30)
    display.until(lambda status: status["config"]["broker"]["connected"], "the broker", 30)
    until("the room is watched", lambda: world.office.get("/subscriptions")["value"])
    return display


def test_a_display_without_any_credential_shows_books_and_hears_of_changes_through_its_hub(
    stage: Stage, world: World
) -> None:
    display = relayed(stage, world)
    assert listening(display.pid) == set()
    company = world.office.started.running.sandbox.company
    held = b"".join(path.read_bytes() for path in display.data.rglob("*") if path.is_file())
    for what in (str(company.tenant_id), str(company.client_id), world.office.application["client_secret"]):
        assert what.encode() not in held, "the tenant's"

    display.glass.press(BOOK)
    display.glass.label("Yours", 20)
    (made,) = world.office.view(DISPLAYS)
    assert world.office.room_status(made, DISPLAYS) == "accepted"
    display.glass.press("Undo")
    display.glass.label("Free", 20)

    meeting = world.office.create(start=-1, length=30)
    display.glass.label("Busy", 15)
    world.office.ask("DELETE", f"/users/lena@contoso.com/events/{meeting['id']}")
    display.glass.label("Free", 15)


def test_a_revoked_display_is_out_and_says_that_it_knows_nothing(stage: Stage, world: World) -> None:
    display = relayed(stage, world)
    assert display.command("fleet", "revoke", "aurora", "--reason", "stolen").returncode == 0
    display.glass.label("This sign has lost its access to the calendar.", 60)
