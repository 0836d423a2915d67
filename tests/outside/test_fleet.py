"""A display of a fleet: it dials out to the broker, follows what the hub says, does what it is asked, and undoes what cuts it off."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.fleet import FLEET, FleetBroker, HubLine
from tests.hub.stage import Stage as HubStage

from .display import Display
from .ports import listening
from .stage import AURORA, Stage
from .test_pairing import ADDRESS, CODE, begun_anew, ended, kiosk_pair, label, new_display


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[FleetBroker]:
    broker = FleetBroker(tmp_path)
    broker.start()
    yield broker
    broker.kill()


@pytest.fixture
def hub(broker: FleetBroker) -> Iterator[HubLine]:
    hub = broker.hub()
    yield hub
    hub.close()


def member(stage: Stage, broker: FleetBroker) -> tuple[Display, str]:
    """A display that follows a file and belongs to the fleet; and its id."""
    table = {
        "trust_file": "trust.json", "broker": f"127.0.0.1:{broker.port}", "fleet": FLEET,
        "broker_ca_file": str(broker.ca_file), "broker_certificate_file": "certificate.pem",
    }  # fmt: skip
    display = stage.prepare(config=table)
    display.environment["XDG_CONFIG_HOME"] = str(stage.folder / "admin")
    assert display.command("push", "--trust", str(stage.folder / "trust.json")).returncode == 0
    display.data.mkdir(mode=0o700)
    own, certificate = broker.display(display.data)
    (stage.folder / "certificate.pem").write_bytes(certificate.read_bytes())
    added = display.command("push", "--add", "aurora", "--id", own.id, "--room", AURORA)
    assert added.returncode == 0, added.stderr
    display.start()
    display.until(lambda status: status["config"]["broker"], "its links")
    display.until(lambda status: status["config"]["broker"]["connected"], "the broker", 30)
    return display, own.id


def signed(display: Display, stage: Stage, file: Path) -> str:
    stick = stage.folder / "stick"
    done = display.command("push", "--to", "aurora", "--write", str(stick), str(file))
    assert done.returncode == 0, done.stderr
    return (stick / "aurora.jws").read_text(encoding="ascii")


def undone(display: Display, timeout: float = 120) -> str:
    """The problem that it tells once it has begun anew, twice."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        done = display.command("status", "--data-dir", str(display.data), "--json")
        if done.returncode == 0 and (problem := json.loads(done.stdout)["config"]["problem"]):
            return str(problem)
    raise AssertionError("it was not undone")


def test_a_display_of_a_fleet_follows_its_hub_and_listens_nowhere(
    stage: Stage, broker: FleetBroker, hub: HubLine
) -> None:
    display, own = member(stage, broker)
    display.glass.label("Free", 20)
    assert listening(display.pid) == set()
    german = stage.config(name="german.toml", display={"language": "de"})
    hub.say(own, "desired", signed(display, stage, german), retain=True)
    display.glass.label("Frei", 10)
    applied = display.until(lambda status: status["config"]["applied"], "the revision")["config"]["applied"]
    display.until(
        lambda _: any(one["state"] == "applied" and one["v"] == applied for one in hub.of("reported")),
        "its report",
    )
    assert "subject" not in json.dumps(hub.heard)

    hub.say(own, "cmd", json.dumps({"do": "identify", "id": "1"}))
    display.glass.label(f"{own[:7]}…{own[-4:]}", 10)
    display.until(
        lambda _: {"kind": "answer", "do": "identify", "id": "1", "ok": True} in hub.of("evt"), "its answer"
    )
    hub.say(own, "cmd", json.dumps({"do": "sync", "id": "2"}))
    display.until(
        lambda _: {"kind": "answer", "do": "sync", "id": "2", "ok": True} in hub.of("evt"), "the other"
    )

    broker.kill()
    display.until(lambda status: not status["config"]["broker"]["connected"], "the loss")
    display.glass.press("Schließen", 10)
    display.glass.label("Frei", 10)
    broker.start()
    display.until(lambda status: status["config"]["broker"]["connected"], "the broker again", 30)


def at_hub(display: Display) -> dict[str, Any]:
    """The fleet's only display, as its hub has it."""
    (listed,) = json.loads(display.command("fleet", "list", "--json").stdout)
    return dict(listed)


def test_a_display_is_paired_into_a_fleet_and_does_what_its_hub_says(stage: Stage, tmp_path: Path) -> None:
    hub = HubStage(tmp_path)
    hub.open()
    try:
        hub.person("lena", "admin")
        display = new_display(stage)
        display.environment["XDG_CONFIG_HOME"] = str(stage.folder / "admin")
        logged_in = display.command("fleet", "login", str(tmp_path / "lena.hub"))
        assert logged_in.stdout == f"lena at https://127.0.0.1:{hub.port} (admin).\n", logged_in.stderr
        address, code = label(display, ADDRESS), label(display, CODE)
        pairing = kiosk_pair(
            display, address, code, stage.config(), "--hub", "--site", "berlin", "--no-test-booking"
        )
        display.glass.press("Yes, this door", 20)
        exit_code, said = ended(pairing)
        assert exit_code == 0, said
        begun_anew(display, address)
        display.glass.label("Free", 30)
        display.until(lambda status: status["config"]["broker"]["connected"], "the broker", 30)
        display.until(lambda _: at_hub(display)["online"], "the hub knows that it is there")
        assert listening(display.pid) == set(), "it listens nowhere"

        german = tmp_path / "german.toml"
        german.write_text('[display]\nlanguage = "de"\n')
        done = display.command("fleet", "push", "--to", "site:berlin", str(german))
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "Roll-out 1: done: 1 of 1 displays follow it.", at_hub(display)
        assert label(display, re.compile("^Frei$")) == "Frei", "it began anew for that"
        assert (at_hub(display)["name"], at_hub(display)["state"]) == ("aurora", "applied")
        assert display.command("fleet", "sync", "aurora").stdout == "aurora: ok\n"
    finally:
        hub.close()


def test_a_configuration_that_cuts_a_display_off_its_broker_is_undone(
    stage: Stage, broker: FleetBroker, hub: HubLine
) -> None:
    display, own = member(stage, broker)
    display.glass.label("Free", 20)
    nowhere = stage.config(name="nowhere.toml", config={"broker": "127.0.0.1:9", "fleet": FLEET})
    hub.say(own, "desired", signed(display, stage, nowhere), retain=True)
    assert undone(display) == "rolled_back: undone. The broker cannot be reached with it."
    deadline = time.monotonic() + 60
    while not any(one["state"] == "rolled_back" for one in hub.of("reported")):
        assert time.monotonic() < deadline, "it is back, and says so"
        time.sleep(0.05)
    display.glass.attach(display.pid, ended=lambda: display.died is not None)
    display.glass.label("Free", 20)
