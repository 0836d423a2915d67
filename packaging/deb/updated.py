"""What deb-check sees of updates: a display in a booted system brings itself up to date from a signed package source."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from booted import Booted
from build import RELEASES
from life import Chroot, Failed
from making import variant
from repository import repository

OWNER = "packages@example.org"
SOURCE = """Types: deb
URIs: file:/srv/kiosk-apt
Suites: {release}
Components: main
Signed-By: /etc/apt/kiosk.asc
"""
NEVER, ALWAYS = ("00:00", "00:00"), ("00:00", "23:59")
"""Quiet hours: none, and all of them."""


def updated(system: Booted, root: Chroot, package: Path, folder: Path, release: str) -> str:
    """Nothing in loud hours; in quiet ones the newer version, which then proves itself. Says what was seen."""
    newer = f"0.9.5-1~deb{RELEASES[release].number}"
    offered(root, package, folder, release, newer)
    before = installed(system)
    quiet(system, root, NEVER)
    system.run("systemctl", "start", "kiosk-update.service")
    if installed(system) != before:
        raise Failed(f"it was exchanged in a loud hour: {installed(system)}")
    quiet(system, root, ALWAYS)
    against = system.well()["update"]["hindered"]
    if against is not None:
        return f"not shown how it updates itself: in the box stands against it: {against}"
    pid = system.pid("kiosk.service")
    system.run("systemctl", "start", "kiosk-update.service")
    if installed(system) != newer:
        raise Failed(f"it was not exchanged: {system.journal('kiosk-update')}")
    told = system.restarted(pid)["update"]
    if (told["state"], told["version"]) != ("proving", newer):
        raise Failed(f"kiosk status tells of the update: {told}")
    for _ in range(3):
        system.run("/usr/bin/python3", "-I", "/usr/lib/kiosk/gate.py", "judge")
    if system.well()["update"]["state"] != "current":
        raise Failed(f"it did not prove itself: {system.well()['update']}")
    return (
        "it brought itself up to date from a signed source in its quiet hours, not before, and proved itself"
    )


def offered(root: Chroot, package: Path, folder: Path, release: str, version: str) -> None:
    """The package as that version, in a signed source that the display was told of."""
    arch = package.stem.rpartition("_")[2]
    packages = folder / "newer"
    packages.mkdir()
    variant(package, folder, version).rename(packages / f"kiosk_{version}_{arch}.deb")
    with tempfile.TemporaryDirectory() as home:  # of a short path: gpg's agent has its socket there
        os.environ["GNUPGHOME"] = home
        make = [
            "gpg",
            "--batch",
            "--quiet",
            "--passphrase",
            "",
            "--quick-generate-key",
            OWNER,
            "ed25519",
            "sign",
            "1d",
        ]
        subprocess.run(make, check=True, capture_output=True)
        repository(packages, root.path / "srv/kiosk-apt", OWNER)
        subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=False)
    shutil.copyfile(root.path / "srv/kiosk-apt/kiosk.asc", root.path / "etc/apt/kiosk.asc")
    source = root.path / "etc/apt/sources.list.d/kiosk.sources"
    source.write_text(SOURCE.format(release=release), encoding="utf-8")


def quiet(system: Booted, root: Chroot, hours: tuple[str, str]) -> None:
    """Says when its hours are quiet, and starts it anew."""
    path = root.path / "etc/kiosk/kiosk.toml"
    kept = path.read_text(encoding="utf-8").partition("\n[update]\n")[0]
    begin, end = hours
    path.write_text(f'{kept}\n[update]\nquiet_from = "{begin}"\nquiet_to = "{end}"\n', encoding="utf-8")
    before = system.pid("kiosk.service")
    system.run("systemctl", "restart", "kiosk.service")
    system.restarted(before)


def installed(system: Booted) -> str:
    return system.run("dpkg-query", "--show", "--showformat=${Version}", "kiosk").strip()


def taken_back(root: Chroot) -> None:
    """What was put there for it; a purge of the package leaves the admin's files alone."""
    shutil.rmtree(root.path / "srv/kiosk-apt", ignore_errors=True)
    for name in ("kiosk.asc", "sources.list.d/kiosk.sources"):
        (root.path / "etc/apt" / name).unlink(missing_ok=True)
    for path in (root.path / "var/lib/apt/lists").glob("*kiosk*"):
        path.unlink()
