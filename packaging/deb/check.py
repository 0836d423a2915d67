"""Installs the package into a fresh system and lives with it: make deb-check [RELEASE=bookworm]. As root; some minutes.

A root of debootstrap, from the package sources of this machine; the package is installed there by apt. At first no systemd
runs in it: what the unit says is carried out here, its commands with its environment, its user, no rights, and a socket that
hears what is said to systemd; so minutes of trial pass in a moment. Then it is booted in a container, where there can be one,
and systemd itself has its turn. Exchange is a sandbox outside, on loopback. All of it in namespaces of its own: what is mounted
or started here is gone when this ends, however it ends.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from booted import Booted, Unable
from life import Chroot, Failed, Service, Session, unmount
from making import Sandbox, bootstrapped, built, deaf, dies, variant
from updated import taken_back, updated

PROMISED = 45.0
"""Seconds after which the picture is right again, whatever hung."""
HURT = (
    ("kiosk.service", "SIGKILL"), ("kiosk.service", "SIGSTOP"),
    ("kiosk-session.service", "SIGKILL"), ("kiosk-session.service", "SIGSTOP"),
)  # fmt: skip
KNOWN_TO_STAY = {"/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow"}
"""Where the user kiosk stays after a purge, as docs/guides/install.md says."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make deb-check", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("release", nargs="?", default="bookworm")
    parser.add_argument("--package", type=Path, help="a package that is built already")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if os.geteuid() != 0:
        print("make deb-check installs into a root of its own and needs to be run as root.", file=sys.stderr)
        return 1
    tools = ("debootstrap", "unshare", "setpriv", "dpkg-deb", "apt-ftparchive", "gpg")
    missing = [name for name in tools if shutil.which(name) is None]
    if missing:
        packages = "debootstrap util-linux dpkg apt-utils gpg gpg-agent"
        print(f"Missing: {', '.join(missing)}. Run: apt-get install {packages}", file=sys.stderr)
        return 1
    if not args.inside:
        words = [
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            sys.executable,
            *sys.argv,
        ]
        return subprocess.run([*words, "--inside"], check=False).returncode
    with tempfile.TemporaryDirectory(prefix="kiosk-deb-check-") as folder:
        try:
            check(args.release, args.package, Path(folder))
        except Failed as wrong:
            print(f"FAILED  {wrong}", file=sys.stderr)
            return 1
        finally:
            unmount(Path(folder))  # or the folder's end would be the end of what is mounted in it
    print("All of it holds.")
    return 0


def told(what: str, begun: float) -> None:
    print(f"ok  {time.monotonic() - begun:6.1f} s  {what}", flush=True)


def check(release: str, given: Path | None, folder: Path) -> None:
    """One life of the package, from the installation to the purge."""
    begun = time.monotonic()
    package = given or built(release, folder)
    told(f"built: {package.name}, {package.stat().st_size / 1e6:.1f} MB", begun)
    root = Chroot(bootstrapped(release, folder))
    box = Sandbox(folder / "box")
    told("a bare system, and Exchange in a box", begun)
    root.install(package)
    told("installed with apt", begun)
    installed(root)
    told("user, units, rights; every library that the application loads is there", begun)
    box.configure(root)
    display = Service(
        root, {"QT_QPA_PLATFORM": "offscreen", "KIOSK_ARGUMENTS": "--config /etc/kiosk/kiosk.toml"}
    )
    display.start()
    status = display.well()
    told(
        f"the unit's ExecStart runs off screen: kiosk status says {status['state']}, Exchange answers", begun
    )
    display.hears("WATCHDOG=1")
    told("it feeds the watchdog", begun)
    upgraded(root, display, package, folder, begun)
    display.stop()
    on_glass(root, begun)
    try:
        with_systemd(root, package, folder, release, begun)
    except Unable as why:
        print(f"--  not shown under systemd itself: {why}", flush=True)
        root.run("apt-get", "-q", "-y", "purge", "kiosk")
    left_behind(root)
    told("purged: nothing is left but the user's name", begun)
    box.close()


def installed(root: Chroot) -> None:
    """What the package promises right after the installation."""
    owner = root.run("stat", "-c", "%U %a", "/var/lib/kiosk").strip()
    if owner != "kiosk 700":
        raise Failed(f"/var/lib/kiosk: {owner}")
    for unit in ("kiosk.service", "kiosk-session.service", "kiosk-trial.timer", "kiosk-update.timer"):
        if not (root.path / f"etc/systemd/system/multi-user.target.wants/{unit}").is_symlink():
            raise Failed(f"{unit} does not start with the machine")
    said = root.run("sh", "-c", "find /usr/lib/kiosk/app -name '*.so*' -type f -exec ldd {} + 2>/dev/null")
    if "not found" in said:
        raise Failed(
            "libraries are missing: "
            + ", ".join(sorted({x.split()[0] for x in said.splitlines() if "not found" in x}))
        )
    verified = root.run(
        "systemd-analyze",
        "verify",
        "kiosk.service",
        "kiosk-session.service",
        "kiosk-trial.timer",
        "kiosk-trial.service",
        "kiosk-update.timer",
        "kiosk-update.service",
    )
    if "kiosk" in verified:
        raise Failed(verified)
    if "kiosk " not in root.run("kiosk", "--version"):
        raise Failed("kiosk --version")


def upgraded(root: Chroot, display: Service, package: Path, folder: Path, begun: float) -> None:
    """A good upgrade stays; one that dies and one that hears nothing go back by themselves."""

    def restarted() -> None:
        display.stop()
        display.start()

    root.install(variant(package, folder, "0.9.1"))
    restarted()
    display.well()
    for _ in range(3):
        root.gate("judge")
    expect(root, trial=False, back=False)
    told("a good upgrade proved itself within three looks", begun)

    root.install(variant(package, folder, "0.9.2", dies))
    restarted()
    display.well()
    expect(root, trial=False, back=True)
    told(
        f"an upgrade that dies: started {display.starts} times, then the version before shows the room again",
        begun,
    )

    root.install(variant(package, folder, "0.9.3", deaf))
    restarted()
    display.answers()
    for _ in range(15):
        root.gate("judge")
    expect(root, trial=False, back=True)
    restarted()
    display.well()
    told("an upgrade that never hears Exchange: after 15 looks the version before is back", begun)

    root.install(variant(package, folder, "0.9.4"))
    restarted()
    display.well()
    for _ in range(3):
        root.gate("judge")
    expect(root, trial=False, back=False)
    told("the next good upgrade is in force again", begun)


def expect(root: Chroot, *, trial: bool, back: bool) -> None:
    state = root.path / "var/lib/kiosk-release"
    found = ((state / "trial").exists(), (state / "back").exists())
    if found != (trial, back):
        raise Failed(
            f"trial, back = {found}:\n" + root.run("python3", "-I", "/usr/lib/kiosk/gate.py", "show")
        )


def on_glass(root: Chroot, begun: float) -> None:
    """The unit's own environment, on a compositor without a screen; then with one that hangs, and one that dies."""
    session = Session(root)
    session.start()
    display = Service(root, {"KIOSK_ARGUMENTS": "--config /etc/kiosk/kiosk.toml"})
    display.start()
    display.well()
    display.hears("WATCHDOG=1")
    told("it draws on cage, started by the session's own script", begun)
    for what, hurt in (("dies", session.kill), ("hangs", session.hang)):
        since = time.monotonic()
        hurt()
        display.ended()
        session.restart()
        display.well()
        took = time.monotonic() - since
        if took > PROMISED:
            raise Failed(f"a compositor that {what} costs {took:.0f} s")
        told(f"a compositor that {what}: {took:.0f} s until the room is shown again", begun)
    display.stop()
    session.stop()


def with_systemd(root: Chroot, package: Path, folder: Path, release: str, begun: float) -> None:
    """The units in a booted system: hurt, upgraded and purged there."""
    root.run("apt-get", "-q", "-y", "install", "systemd-sysv", "dbus")
    environment = root.path / "etc/kiosk/environment"
    kept = environment.read_text(encoding="utf-8")
    environment.write_text(kept + "KIOSK_ARGUMENTS=--config /etc/kiosk/kiosk.toml\n", encoding="utf-8")
    unmount(root.path)
    system = Booted(root.path)
    try:
        system.start()
        status = system.well()
        told(f"a booted system: kiosk.service is active, kiosk status says {status['state']}", begun)
        for unit, signal_name in HURT:
            since, before = time.monotonic(), system.pid("kiosk.service")
            system.signal(unit, signal_name)
            system.restarted(before)
            took = time.monotonic() - since
            if took > PROMISED:
                raise Failed(f"{signal_name} to {unit} costs {took:.0f} s")
            told(f"{signal_name} to {unit}: {took:.0f} s until it is well again", begun)
        told(updated(system, root, package, folder, release), begun)
        taken_back(root)
        before = system.pid("kiosk.service")
        system.install(variant(package, folder, "0.9.6", dies))
        system.restarted(before)
        system.well()
        expect_back(root)
        told("an upgrade that dies went back under systemd", begun)
        environment.write_text(kept, encoding="utf-8")
        system.run("apt-get", "-q", "-y", "purge", "kiosk")
        told("purged from the running system", begun)
    finally:
        system.halt()


def expect_back(root: Chroot) -> None:
    if not (root.path / "var/lib/kiosk-release/back").exists():
        raise Failed("the version before is not in force")


def left_behind(root: Chroot) -> None:
    found = root.run(
        "find", "/", "-xdev", "(", "-name", "*kiosk*", "-o", "-user", "kiosk", "-o", "-group", "kiosk", ")"
    ).split()
    found = [path for path in found if not path.startswith("/proc/")]
    named = root.run(
        "sh", "-c", "grep -rl kiosk /etc /var/lib/systemd /usr/lib/systemd /usr/lib/udev 2>/dev/null || true"
    ).split()
    named = [path for path in named if path.rstrip("-") not in KNOWN_TO_STAY]
    if found or named:
        raise Failed(f"left behind: {', '.join(sorted({*found, *named}))}")


if __name__ == "__main__":
    sys.exit(main())
