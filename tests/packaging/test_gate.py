"""A new version is on trial: what stays, what goes back, what is kept to go back to. The gate itself, on a folder of its own."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DEB = Path(__file__).parents[2] / "packaging" / "deb"
WELL: dict[str, Any] = {"state": "free", "exchange": {"reachable": True}}
DEAF: dict[str, Any] = {"state": "unknown", "exchange": {"reachable": False}}
UNPAIRED: dict[str, Any] = {"state": "unpaired", "exchange": {"reachable": False}}


def gate_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kiosk_gate", DEB / "gate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["kiosk_gate"] = module
    spec.loader.exec_module(module)
    return module


gate = gate_module()


class Machine:
    """One root with a display in it that says `status`, and a service manager that remembers what it was told."""

    def __init__(self, root: Path) -> None:
        self.root, self.status, self.told = root, dict[str, Any](WELL), list[tuple[str, ...]]()
        self.state = root / "var/lib/kiosk-release"
        self.app, self.previous = root / "usr/lib/kiosk/app", root / "usr/lib/kiosk/previous"
        self.state.mkdir(parents=True)
        (self.app / "kiosk").mkdir(parents=True)
        self.unpack("1")
        self.answers = True
        self.gate = gate.Gate(root, lambda *words: self.told.append(words), self._ask)

    def _ask(self) -> dict[str, Any] | None:
        return self.status if self.answers else None

    def unpack(self, version: str) -> None:
        """As dpkg does it: a new file takes the name of the old one."""
        new = self.app / "kiosk/new"
        new.write_text(version)
        new.replace(self.app / "kiosk/version")

    def upgrade(self, version: str) -> None:
        self.gate.keep()
        self.unpack(version)
        self.gate.trial("the one before")

    def in_force(self) -> str:
        """As /usr/lib/kiosk/launch chooses."""
        back = (self.state / "back").exists() and self.previous.is_dir()
        return ((self.previous if back else self.app) / "kiosk/version").read_text()

    @property
    def on_trial(self) -> bool:
        return (self.state / "trial").exists()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_what_is_well_three_looks_in_a_row_stays(machine: Machine) -> None:
    machine.upgrade("2")
    machine.gate.start()
    machine.gate.judge()
    machine.status = DEAF
    machine.gate.judge()
    machine.status = WELL
    for _ in range(gate.WELL):
        assert machine.on_trial
        machine.gate.judge()
    assert not machine.on_trial
    assert machine.in_force() == "2"
    assert machine.told[-1] == ("stop", "kiosk-trial.timer")


def test_what_does_not_stay_up_goes_back_and_is_started_there(machine: Machine) -> None:
    machine.upgrade("2")
    for _ in range(gate.STARTS):
        machine.gate.start()
        assert machine.in_force() == "2"
    machine.gate.start()
    assert machine.in_force() == "1"
    assert not machine.on_trial


def test_what_never_hears_exchange_goes_back_and_is_restarted(machine: Machine) -> None:
    machine.upgrade("2")
    machine.gate.start()
    machine.status = DEAF
    for _ in range(gate.LOOKS):
        assert machine.in_force() == "2"
        machine.gate.judge()
    assert machine.in_force() == "1"
    assert ("restart", "kiosk.service") in machine.told


def test_what_was_deaf_before_is_not_blamed_on_the_new_version(machine: Machine) -> None:
    machine.status = DEAF
    machine.upgrade("2")
    for _ in range(gate.WELL):
        machine.gate.judge()
    assert not machine.on_trial
    assert machine.in_force() == "2"


def test_who_does_not_answer_at_all_is_blamed_even_so(machine: Machine) -> None:
    machine.status = DEAF
    machine.upgrade("2")
    machine.answers = False
    for _ in range(gate.LOOKS):
        machine.gate.judge()
    assert machine.in_force() == "1"


def test_a_display_without_a_room_is_well(machine: Machine) -> None:
    machine.status = UNPAIRED
    machine.upgrade("2")
    for _ in range(gate.WELL):
        machine.gate.judge()
    assert not machine.on_trial


def test_the_version_that_did_not_prove_itself_takes_nobodys_place(machine: Machine) -> None:
    machine.upgrade("2")
    for _ in range(gate.STARTS + 1):
        machine.gate.start()
    machine.upgrade("3")
    assert machine.in_force() == "3"
    for _ in range(gate.STARTS + 1):
        machine.gate.start()
    assert machine.in_force() == "1"


def test_an_upgrade_during_a_trial_keeps_the_last_that_was_well(machine: Machine) -> None:
    machine.upgrade("2")
    machine.upgrade("3")
    for _ in range(gate.STARTS + 1):
        machine.gate.start()
    assert machine.in_force() == "1"


def test_what_is_kept_costs_no_room_until_it_differs(machine: Machine) -> None:
    machine.gate.keep()
    kept = machine.previous / "kiosk/version"
    assert kept.stat().st_ino == (machine.app / "kiosk/version").stat().st_ino
    machine.unpack("2")
    assert kept.read_text() == "1"


def test_a_power_cut_amid_the_unpacking_is_survived(machine: Machine) -> None:
    """dpkg never came to say that there is a trial."""
    machine.gate.keep()
    machine.unpack("half of 2")
    for _ in range(gate.STARTS):
        machine.gate.start()
        assert machine.in_force() == "half of 2"
    machine.gate.start()
    assert machine.in_force() == "1"


def test_a_first_installation_is_not_on_trial(machine: Machine) -> None:
    machine.gate.trial("")
    machine.gate.start()
    assert not machine.on_trial


@pytest.mark.parametrize("damage", ["", "{", '{"of": "another version"}'])
def test_a_trial_that_cannot_be_read_begins_anew(machine: Machine, damage: str) -> None:
    machine.upgrade("2")
    (machine.state / "trial").write_text(damage)
    for _ in range(gate.STARTS + 1):
        machine.gate.start()
    assert machine.in_force() == "1"


@pytest.mark.parametrize(
    ("result", "code", "anew"),
    [("watchdog", "", True), ("timeout", "", True), ("exit-code", "70", True), ("exit-code", "1", False), ("success", "0", False)],
)  # fmt: skip
def test_a_display_that_was_stuck_gets_a_new_compositor(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, result: str, code: str, *, anew: bool
) -> None:
    monkeypatch.setenv("SERVICE_RESULT", result)
    monkeypatch.setenv("EXIT_STATUS", code)
    machine.gate.stopped()
    assert machine.told == ([("restart", "kiosk-session.service")] if anew else [])


def test_the_launcher_runs_what_is_in_force(tmp_path: Path) -> None:
    """The installed shell script, with the paths of a root of its own."""
    text = (DEB / "root/usr/lib/kiosk/launch").read_text()
    launch = tmp_path / "launch"
    launch.write_text(
        text.replace("/usr/lib/kiosk", str(tmp_path))
        .replace("/var/lib/kiosk-release", str(tmp_path))
        .replace("/usr/bin/python3", sys.executable)
    )
    for slot in ("app", "previous"):
        (tmp_path / slot / "kiosk").mkdir(parents=True)
        (tmp_path / slot / "kiosk/__main__.py").write_text(f"import sys; print('{slot}', sys.argv[1:])")

    def said() -> str:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        return subprocess.run(
            ["sh", launch, "status", "a b"],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
            cwd="/",
        ).stdout.strip()

    assert said() == "app ['status', 'a b']"
    (tmp_path / "back").touch()
    assert said() == "previous ['status', 'a b']"


def test_it_can_be_asked(machine: Machine) -> None:
    def ask(*words: str) -> str:
        command = [sys.executable, "-I", DEB / "gate.py", "--root", machine.root, *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert ask("show").splitlines() == ["in force: the installed version", "on trial: no"]
    machine.upgrade("2")
    ask("start")
    assert json.loads((machine.state / "trial").read_text())["starts"] == 1
    assert "on trial: yes" in ask("show")
