"""The package's parts say what they should: units, users, rules, scripts, and what of Qt comes along."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.device import stick

PROJECT = Path(__file__).parents[2]
DEB = PROJECT / "packaging" / "deb"
ROOT = DEB / "root"
SYSTEM = ROOT / "usr/lib/systemd/system"
MOST_EXPOSED = 1.5


def unit(name: str) -> dict[str, list[str]]:
    """Every key with all its values; sections do not share keys here."""
    found: dict[str, list[str]] = {}
    for line in (SYSTEM / name).read_text(encoding="utf-8").splitlines():
        key, is_one, value = line.partition("=")
        if is_one and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_the_display_is_watched_and_started_again_for_ever() -> None:
    found = unit("kiosk.service")
    assert found["Type"] == ["notify"]
    assert found["WatchdogSec"] == ["30"]
    assert found["Restart"] == ["always"]
    assert found["StartLimitIntervalSec"] == ["0"]
    assert found["User"] == ["kiosk"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_display_is_locked_down() -> None:
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", SYSTEM / "kiosk.service"],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    found = re.search(r"Overall exposure level for kiosk\.service: ([\d.]+)", said)
    assert found is not None
    assert float(found[1]) <= MOST_EXPOSED


def test_every_path_that_a_unit_names_is_installed_or_the_systems() -> None:
    theirs = {"/usr/bin/python3", "/usr/sbin/greetd"} | {
        f"/usr/bin/{name}" for name in ("mount", "umount", "mountpoint", "findmnt")
    }
    for path in SYSTEM.iterdir():
        for key, values in unit(path.name).items():
            if key.startswith("Exec"):
                for word in " ".join(values).split():
                    program = word.lstrip("+-")
                    if program.startswith("/usr") and program not in theirs:
                        installed = ROOT / program.lstrip("/")
                        assert installed.exists() or (DEB / installed.name).exists(), program


def test_the_session_is_where_the_display_looks_for_it() -> None:
    environment = dict(value.split("=", 1) for value in unit("kiosk.service")["Environment"])
    session = (ROOT / "usr/lib/kiosk/session").read_text(encoding="utf-8")
    folder = environment["XDG_RUNTIME_DIR"]
    assert f"XDG_RUNTIME_DIR={folder}" in session
    assert environment["WAYLAND_DISPLAY"] == f"{folder}/display"
    assert f"d {folder} 0700 kiosk kiosk" in (ROOT / "usr/lib/tmpfiles.d/kiosk.conf").read_text()


def test_a_usb_drive_is_mounted_where_the_display_looks_and_nothing_on_it_counts_for_the_system() -> None:
    found = unit("kiosk-usb@.service")
    (mounts,) = found["ExecStart"]
    program, *words = mounts.split()
    assert program == "/usr/bin/mount"
    assert words[-1] == str(stick.FOLDER)
    options = set(words[words.index("-o") + 1].split(","))
    assert {"ro", "nosuid", "nodev", "noexec", "nosymfollow"} <= options
    assert set(words[words.index("-t") + 1].split(",")) == {"vfat", "exfat"}
    assert f"d {stick.FOLDER} 0755 root root" in (ROOT / "usr/lib/tmpfiles.d/kiosk.conf").read_text()
    rules = (ROOT / "usr/lib/udev/rules.d/71-kiosk.rules").read_text(encoding="utf-8").splitlines()
    (rule,) = (line for line in rules if "SYSTEMD_WANTS" in line)
    assert 'ENV{ID_BUS}=="usb"' in rule
    assert 'ENV{SYSTEMD_WANTS}+="kiosk-usb@%k.service"' in rule


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_how_a_drive_is_mounted(tmp_path: Path) -> None:
    (tmp_path / "kiosk-usb@sdz1.service").write_text((SYSTEM / "kiosk-usb@.service").read_text())
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "kiosk-usb@sdz1.service"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "kiosk-usb" not in said.stderr, said.stderr


def test_greetd_starts_the_session_as_the_displays_user() -> None:
    found = configparser.ConfigParser()
    found.read(ROOT / "usr/lib/kiosk/greetd.toml", encoding="utf-8")
    assert found["default_session"]["command"] == '"/usr/lib/kiosk/session"'
    assert found["default_session"]["user"] == '"kiosk"'


def test_the_user_has_no_password_no_shell_and_all_groups_that_it_needs() -> None:
    lines = (ROOT / "usr/lib/sysusers.d/kiosk.conf").read_text(encoding="utf-8").splitlines()
    assert 'u kiosk - "Kiosk display" /var/lib/kiosk /usr/sbin/nologin' in lines
    assert {line.split()[2] for line in lines if line.startswith("m kiosk")} >= {"video", "render", "input"}


def test_nothing_asks_polkit_and_nothing_takes_rights() -> None:
    for path in ROOT.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"polkit|pkexec|sudo", text), path


@pytest.mark.parametrize("name", ["postinst", "prerm", "postrm"])
def test_a_maintainer_script_is_sound(name: str) -> None:
    script = DEB / "scripts" / name
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert "\nset -e\n" in text
    subprocess.run(["sh", "-n", script], check=True, timeout=10)


@pytest.mark.parametrize("name", ["launch", "session", "touch", "usb-lock"])
def test_an_installed_script_is_sound(name: str) -> None:
    subprocess.run(["sh", "-n", ROOT / "usr/lib/kiosk" / name], check=True, timeout=10)


def touched(folder: Path, rotation: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", ROOT / "usr/lib/kiosk/touch", folder], env={"PATH": "/usr/bin:/bin", "KIOSK_ROTATION": rotation},
        capture_output=True, text=True, check=False, timeout=10,
    )  # fmt: skip


def at_the_corners(rule: str) -> list[tuple[float, float]]:
    """Where libinput says that a finger is which lies at the panel's own top left, top right and bottom left."""
    a, b, c, d, e, f = (float(part) for part in rule.rpartition('="')[2].strip('"\n').split())
    return [(a * x + b * y + c, d * x + e * y + f) for x, y in ((0, 0), (1, 0), (0, 1))]


@pytest.mark.parametrize(
    ("rotation", "corners"),
    [
        # Hung a quarter turn clockwise, the panel's own top left is at the top right of who stands before it.
        ("90", [(1, 0), (1, 1), (0, 0)]),
        ("180", [(1, 1), (0, 1), (1, 0)]),
        ("270", [(0, 1), (0, 0), (1, 1)]),
    ],
)
def test_touch_is_turned_as_the_panel_hangs(
    tmp_path: Path, rotation: str, corners: list[tuple[int, int]]
) -> None:
    assert touched(tmp_path, rotation).returncode == 0
    rule = (tmp_path / "run/udev/rules.d/71-kiosk-touch.rules").read_text(encoding="utf-8")
    assert rule.startswith('ENV{ID_INPUT_TOUCHSCREEN}=="1", ENV{LIBINPUT_CALIBRATION_MATRIX}=')
    assert at_the_corners(rule) == corners


def test_a_panel_that_hangs_as_it_was_made_has_no_rule_any_more(tmp_path: Path) -> None:
    touched(tmp_path, "90")
    assert touched(tmp_path, "0").returncode == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_no_rotation_is_told_and_changes_nothing(tmp_path: Path) -> None:
    done = touched(tmp_path, "45")
    assert done.returncode == 1
    assert "KIOSK_ROTATION is 0, 90, 180 or 270, not 45" in done.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_touch_is_turned_before_the_compositor_looks_for_panels() -> None:
    assert unit("kiosk-session.service")["ExecStartPre"] == ["-/usr/lib/kiosk/touch"]


def test_the_guide_gives_the_matrices_that_the_package_takes(tmp_path: Path) -> None:
    page = (PROJECT / "docs/guides/troubleshooting.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| (90|180|270)° \| `([-0-9 ]+)` \|$", page, re.MULTILINE))
    assert set(told) == {"90", "180", "270"}
    for rotation, matrix in told.items():
        touched(tmp_path, rotation)
        rule = (tmp_path / "run/udev/rules.d/71-kiosk-touch.rules").read_text(encoding="utf-8")
        assert f'="{matrix}"' in rule


def test_a_purge_takes_every_place_that_is_made() -> None:
    made = {
        line.split()[1] for line in (ROOT / "usr/lib/tmpfiles.d/kiosk.conf").read_text().splitlines() if line
    }
    purged = (DEB / "scripts/postrm").read_text(encoding="utf-8")
    assert {path for path in (*made, "/var/cache/kiosk") if path not in purged} == set()


@pytest.fixture
def trim() -> object:
    sys.path.insert(0, str(DEB))
    try:
        import trim as found  # noqa: PLC0415 - a program's part, not a package's

        return found
    finally:
        sys.path.remove(str(DEB))


def test_what_the_glass_imports_of_qt_is_packed(trim: object) -> None:
    modules = set(getattr(trim, "MODULES"))  # noqa: B009 - a module found by its path has no type
    wanted = {
        name
        for path in (PROJECT / "kiosk").rglob("*.py")
        for name in re.findall(r"from PySide6\.Qt(\w+) import", path.read_text(encoding="utf-8"))
    }
    assert wanted <= modules
    packed = {re.sub(r"/(qmldir|lib.*)$", "", name).replace("/", ".") for name in getattr(trim, "QML")}  # noqa: B009 - the same
    imported = {
        name
        for path in (PROJECT / "kiosk").rglob("*.qml")
        for name in re.findall(r"^import (Qt[\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert imported <= packed


def test_nothing_that_is_under_the_gpl_alone_is_packed(trim: object) -> None:
    listed = [name for names in getattr(trim, "PLUGINS").values() for name in names]  # noqa: B009 - the same
    gpl = getattr(trim, "GPL_ONLY")  # noqa: B009 - the same
    assert [name for name in (*listed, *getattr(trim, "QML")) if gpl.search(name)] == []  # noqa: B009 - the same


def test_no_index_and_no_mirror_is_named() -> None:
    named = re.compile(r"https?://", re.IGNORECASE)
    assert [
        path.name
        for path in DEB.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and named.search(path.read_text(encoding="utf-8"))
    ] == []
