"""The package brings itself up to date: when it does, what it asks apt for, and what it tells. With an apt of the test's own on the path."""

import fcntl
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kiosk.device.updates import STATE, UNDER_WAY, found
from kiosk.room.update import Course
from kiosk.room.updating import Hindrance

DEB = Path(__file__).parents[2] / "packaging" / "deb"


def update_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kiosk_update", DEB / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["kiosk_update"] = module
    spec.loader.exec_module(module)
    return module


update = update_module()

FAKE = """#!/bin/sh
# Says what the test wrote for it, and notes that it was asked.
name="${0##*/}"
case "$name $*" in
"apt-get "*--download-only*) name=fetch ;;
"apt-get "*" install "*) name=install ;;
"apt-get "*) name=lists ;;
esac
echo "$name $*" >> "FOLDER/asked"
for word in "$@"; do
    case "$word" in -oAPT::Status-Fd=*) status="${word#*=}" ;; esac
done
[ ! -e "FOLDER/$name.status" ] || cat "FOLDER/$name.status" > "/dev/fd/$status"
[ ! -e "FOLDER/$name.says" ] || cat "FOLDER/$name.says"
[ ! -e "FOLDER/$name.does" ] || . "FOLDER/$name.does"
[ ! -e "FOLDER/$name.fails" ] || { cat "FOLDER/$name.fails" >&2; exit 100; }
"""
TOOLS = ("apt-get", "apt-cache", "apt-mark", "dpkg", "dpkg-query", "mount")


class Remembering(update.Told):  # type: ignore[misc, name-defined] - a module found by its path has no types
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.all: list[tuple[str, int | None]] = []

    def write(self, told: dict[str, Any]) -> None:
        super().write(told)
        self.all.append((told["state"], told["percent"]))


class Machine:
    """A root with an apt in it that has version 1.1 of what is installed as 1.0, and a display that says `hindered`, in turn."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / "fakes"
        for name in ("fakes", "usr", "run/kiosk-update", "var/lib/kiosk-release", "bin"):
            (root / name).mkdir(parents=True)
        for name in TOOLS:
            path = root / "bin" / name
            path.write_text(FAKE.replace("FOLDER", str(self.folder)))
            path.chmod(0o755)
        self.has("1.1")
        self.says("dpkg-query", "installed")
        self.hindered: list[str | None] = [None]
        self.answers: bool = True
        self.told = Remembering(root / "run/kiosk-update/state.json")

    def has(self, version: str) -> None:
        self.says("apt-cache", f"kiosk:\n  Installed: 1.0\n  Candidate: {version}\n  Version table:\n")

    def says(self, name: str, text: str, kind: str = "says") -> None:
        (self.folder / f"{name}.{kind}").write_text(text)

    def look(self, *, by_hand: bool = False) -> str:
        return str(update.Updater(self.root, self._ask, self.told).look(by_hand=by_hand))

    def _ask(self) -> dict[str, Any] | None:
        if not self.answers:
            return None
        return {"update": {"hindered": self.hindered.pop(0) if len(self.hindered) > 1 else self.hindered[0]}}

    def asked(self) -> list[str]:
        path = self.folder / "asked"
        return path.read_text().splitlines() if path.exists() else []

    def did(self) -> list[str]:
        return [line.partition(" ")[0] for line in self.asked()]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    return made


def test_a_newer_version_is_fetched_and_installed(machine: Machine) -> None:
    assert machine.look() == "current"
    assert machine.did() == ["lists", "apt-mark", "apt-cache", "dpkg-query", "fetch", "dpkg", "install"]
    state = json.loads((machine.root / "run/kiosk-update/state.json").read_text())
    assert (state["state"], state["version"], state["why"]) == ("current", "1.1", None)


def test_only_the_one_source_is_asked_and_only_the_one_package_is_upgraded(machine: Machine) -> None:
    """Any other source of the machine could have a package of that name."""
    machine.look()
    lists, policy, install = (
        next(line for line in machine.asked() if line.startswith(name))
        for name in ("lists", "apt-cache", "install")
    )
    source = f"-oDir::Etc::sourcelist={machine.root}/etc/apt/sources.list.d/kiosk.sources -oDir::Etc::sourceparts=-"
    assert source in lists
    assert "List-Cleanup=false" in lists
    assert source in policy
    assert install.endswith(" --only-upgrade install kiosk=1.1")
    assert "--force-confold" in install
    assert not any("unauthenticated" in line or "force-yes" in line for line in machine.asked())


def test_how_far_it_is_is_told_on_the_way(machine: Machine) -> None:
    machine.says(
        "fetch", "dlstatus:1:12.4:Retrieving\ndlstatus:1:12.4:Retrieving\ndlstatus:1:99.9:x\n", "status"
    )
    machine.says(
        "install", "pmstatus:kiosk:40.0:Unpacking\nwhat is no progress\npmstatus:kiosk:80:x\n", "status"
    )
    machine.look()
    assert machine.told.all == [
        ("looking", None), ("fetching", 12), ("fetching", 100), ("installing", 0), ("installing", 40), ("installing", 80), ("current", None),
    ]  # fmt: skip


def test_the_display_reads_what_is_told(machine: Machine) -> None:
    machine.hindered = [None, "touched"]
    machine.look()
    told = found(machine.root)
    assert told is not None
    assert (told.course, told.version, told.why) == (Course.WAITING, "1.1", "touched")


@pytest.mark.parametrize("why", [one.value for one in Hindrance])
def test_nothing_is_touched_while_something_stands_against_it(machine: Machine, why: str) -> None:
    machine.hindered = [why]
    assert machine.look() == why
    assert machine.asked() == []
    assert machine.told.all == []


def test_who_comes_while_it_is_fetched_is_left_alone(machine: Machine) -> None:
    machine.hindered = [None, "check_in"]
    assert machine.look() == "waiting"
    assert "install" not in machine.did()
    machine.hindered = [None]
    assert machine.look() == "current"
    assert machine.did()[-1] == "install"


@pytest.mark.parametrize("why", list(Hindrance))
def test_by_hand_it_is_held_by_people_alone(machine: Machine, why: Hindrance) -> None:
    machine.hindered = [why.value]
    own = list(Hindrance).index(why) >= list(Hindrance).index(Hindrance.CLOCK)
    assert machine.look(by_hand=True) == ("current" if own else why.value)


def test_nothing_newer(machine: Machine) -> None:
    machine.has("1.0")
    assert machine.look() == "current"
    assert machine.told.all == [("looking", None), ("current", None)]
    assert "fetch" not in machine.did()


def test_the_source_has_none(machine: Machine) -> None:
    machine.has("(none)")
    assert machine.look() == "current"
    assert "fetch" not in machine.did()


def test_what_a_power_cut_left_half_installed_is_installed_again(machine: Machine) -> None:
    machine.has("1.0")
    machine.says("dpkg-query", "half-configured")
    machine.look()
    assert machine.did()[-2:] == ["dpkg", "install"]
    assert machine.asked()[-2].endswith("--configure -a")


def test_what_is_on_hold_stays(machine: Machine) -> None:
    machine.says("apt-mark", "kiosk\n")
    assert machine.look() == "current"
    assert "fetch" not in machine.did()


@pytest.mark.parametrize("step", ["lists", "fetch", "install"])
def test_what_apt_has_against_it_is_told(machine: Machine, step: str) -> None:
    machine.says(step, "W: a warning\nE: The repository is not signed.\nE: More.\n", "fails")
    assert machine.look() == "failed"
    told = found(machine.root)
    assert told is not None
    assert (told.course, told.why) == (Course.FAILED, "The repository is not signed.")


def test_on_trial_it_waits_for_the_gates_word(machine: Machine) -> None:
    (machine.root / "var/lib/kiosk-release/trial").touch()
    assert machine.look() == "proving"
    assert machine.asked() == []


def test_a_display_that_says_nothing_is_exchanged_after_six_looks(machine: Machine) -> None:
    machine.answers = False
    assert [machine.look() for _ in range(update.SILENT)] == ["silent"] * (update.SILENT - 1) + ["current"]


def test_a_word_of_the_display_begins_the_count_anew(machine: Machine) -> None:
    machine.answers = False
    for _ in range(update.SILENT - 1):
        machine.look()
    machine.answers, machine.hindered = True, ["meeting"]
    assert machine.look() == "meeting"
    machine.answers = False
    assert machine.look() == "silent"


@pytest.mark.parametrize("course", UNDER_WAY)
def test_what_was_ended_amid_it_does_not_stand_there_for_ever(machine: Machine, course: Course) -> None:
    machine.told.write({"state": course.value, "percent": 3})
    machine.hindered = ["hour"]
    machine.look()
    told = found(machine.root)
    assert told is not None
    assert (told.course, told.why) == (Course.FAILED, "it was cut short")


def test_the_service_managers_word_does_not_end_dpkg_amid_it(machine: Machine) -> None:
    """The program is told to end while the package is being unpacked: it is done first."""
    machine.says("install", f"kill -TERM {os.getpid()}; touch {machine.root}/unpacked", "does")
    mine = signal.getsignal(signal.SIGTERM)
    assert machine.look() == "current"
    assert (machine.root / "unpacked").exists()
    assert signal.getsignal(signal.SIGTERM) is mine


def test_without_a_package_source_it_says_where_to_read(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-I", DEB / "update.py", "--root", tmp_path],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (said.returncode, "docs/guides/updates.md" in said.stderr) == (1, True)
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("unshare") is None, reason="only root may mount")
def test_a_system_that_is_read_only_can_be_written_only_while_it_is_installed(tmp_path: Path) -> None:
    """On a file system of its own, which is mounted as the image's root is; in a namespace, so that nothing stays mounted."""
    root = tmp_path / "root"
    root.mkdir()
    program = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from update import Updater, Told
root = Path(sys.argv[2])
updater = Updater(root, lambda: None, Told(root / "state.json"))
def write():
    try:
        (root / "usr/file").write_text("x")
        return "written"
    except OSError as no:
        return no.strerror
print(write())
with updater._writable():
    print(write())
print(write())
"""
    script = 'mount -t tmpfs none "$1" && mkdir "$1/usr" && mount -o remount,ro "$1" && exec "$2" -B -c "$3" "$4" "$1"'
    said = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", root, sys.executable, program, DEB],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if "permission denied" in said.stderr.lower() or "not permitted" in said.stderr.lower():
        pytest.skip("this machine lets nobody mount")
    assert said.stdout.splitlines() == ["Read-only file system", "written", "Read-only file system"], (
        said.stderr
    )


def test_the_programs_words_are_the_displays() -> None:
    """What it writes is what the display reads, and what binds only the display is what comes from the clock on."""
    assert set(update.UNDER_WAY) == {one.value for one in UNDER_WAY}
    order = [one.value for one in Hindrance]
    assert set(update.OWN) == set(order[order.index("clock") :])


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The program itself, on a machine where no display answers."""
    (root / update.SOURCE).parent.mkdir(parents=True, exist_ok=True)
    (root / update.SOURCE).touch()
    return subprocess.run(
        [sys.executable, "-I", "-B", DEB / "update.py", "--root", root, *words],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.skipif(
    Path("/usr/lib/kiosk/launch").exists(), reason="a display is installed here, and would be asked"
)
def test_the_program_leaves_a_silent_display_alone_and_does_not_when_a_person_asks(machine: Machine) -> None:
    said = run(machine.root)
    assert (said.returncode, said.stdout) == (0, "kiosk: update: silent\n")
    assert machine.asked() == []
    said = run(machine.root, "--now")
    assert (said.returncode, said.stdout) == (0, "kiosk: update: current\n")
    assert machine.did()[-1] == "install"


@pytest.mark.skipif(
    Path("/usr/lib/kiosk/launch").exists(), reason="a display is installed here, and would be asked"
)
def test_a_failure_is_the_programs_exit_code(machine: Machine) -> None:
    machine.says("lists", "E: The repository is not signed.\n", "fails")
    said = run(machine.root, "--now")
    assert (said.returncode, said.stdout) == (1, "kiosk: update: failed\n")
    assert "not signed" in said.stderr


def test_two_at_once_are_one(machine: Machine) -> None:
    with (machine.root / "run/kiosk-update/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = run(machine.root, "--now")
    assert (said.returncode, said.stdout) == (0, "kiosk: an update is under way\n")
    assert machine.asked() == []


def test_it_writes_where_the_display_reads(machine: Machine) -> None:
    run(machine.root, "--now")
    assert (machine.root / STATE).exists()
    assert (machine.root / STATE).stat().st_mode & 0o777 == 0o644


UNITS = DEB / "root/usr/lib/systemd/system"


def test_every_program_that_a_unit_runs_is_packed() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in UNITS.iterdir())
    programs = set(re.findall(r"/usr/lib/kiosk/(\w+\.py)", text))
    packed = re.search(r"for program in \(([^)]*)\)", (DEB / "build.py").read_text(encoding="utf-8"))
    assert packed is not None
    assert "update.py" in programs
    assert programs <= set(re.findall(r'"([^"]+)"', packed[1]))


@pytest.mark.parametrize("script", ["postinst", "prerm", "postrm"])
def test_the_timer_comes_and_goes_with_the_package(script: str) -> None:
    """As the gate's own does: whatever a script does with that one, it does with this one."""
    for line in (DEB / "scripts" / script).read_text(encoding="utf-8").splitlines():
        if "kiosk-trial.timer" in line and "invoke start" not in line:
            assert "kiosk-update.timer" in line
    assert "kiosk-update.timer" in (DEB / "scripts" / script).read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_service_is_locked_down_as_far_as_dpkg_allows() -> None:
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", UNITS / "kiosk-update.service"],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    exposed = re.search(r"Overall exposure level for kiosk-update\.service: ([\d.]+)", said)
    assert exposed is not None
    assert float(exposed[1]) <= 4.0
