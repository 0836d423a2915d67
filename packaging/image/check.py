"""Runs the display in an image's system, its root read only: make image-check [ARCH=amd64]. As root; minutes, with qemu many.

The system is made as for the image but without a kernel. On this machine's own architecture its partitions are made too and mounted
as its fstab says, from files; for a foreign one the tree itself stands for them, read only. Then the unit's ExecStart is carried
out as deb-check does it (packaging/deb/life.py): Exchange in a box must be heard, and what it knew must outlive a power cut.
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

sys.path.insert(0, str(Path(__file__).parents[1] / "deb"))
sys.path.insert(0, str(Path(__file__).parent))
import build as deb
import life
from foreign import Unable, entered, runs
from life import Chroot, Failed, Service, unmount
from making import Sandbox
from partitions import imaged
from system import bootable, made, mounts

NEEDED = {
    "mmdebstrap": "mmdebstrap",
    "unshare": "util-linux",
    "genimage": "genimage",
    "mcopy": "mtools",
    "mkfs.vfat": "dosfstools",
}
SLOWLY = 600.0
"""Seconds that a step may take where qemu runs the display."""
TOLD = '[network]\nntp = "time.example.org"\n[display]\nlanguage = "de"\nrotation = 90\n'


class ReadOnly(Chroot):
    """A root that is mounted as its fstab says."""

    def __init__(self, path: Path, images: Path | None) -> None:
        self.path = path
        self.images = images
        self.parts = path.parent / "tree"

    def mounted(self) -> None:
        self.path.mkdir(exist_ok=True)
        for mount in mounts():
            target = self.path / mount.target.lstrip("/")
            if mount.kept:
                self._mount("--bind", self.path / mount.source.lstrip("/"), target)
            elif mount.kind == "tmpfs":
                self._mount("-t", "tmpfs", "-o", ",".join(mount.options), "tmpfs", target)
            elif mount.target == "/boot/firmware":
                # Read by the card's owner and by first_boot.py only; a kernel without FAT is no reason not to try the rest.
                self._mount("-t", "tmpfs", "tmpfs", target)
            else:
                self._partition(mount.target, "rw" if mount.writable else "ro", target)
        self._mount("-t", "proc", "-o", "ro", "proc", self.path / "proc")
        self._mount("-t", "tmpfs", "tmpfs", self.path / "run")

    def _partition(self, point: str, how: str, target: Path) -> None:
        if self.images is not None:
            name = {"/": "root", "/data": "data"}[point]
            self._mount("-o", f"loop,{how}", self.images / f"{name}.img", target)
            return
        self._mount("--bind", self.parts / point.lstrip("/"), target)
        if how == "ro":
            self._mount("-o", "remount,bind,ro", target)

    @staticmethod
    def _mount(*words: str | Path) -> None:
        done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"mount {' '.join(map(str, words))}: {done.stderr}")

    def cut(self) -> None:
        """The power; what lay in memory is gone."""
        unmount(self.path.parent)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make image-check", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--arch", choices=["amd64", "arm64"], default="amd64")
    parser.add_argument("--tree", type=Path, help="a system that is made already; it is changed")
    parser.add_argument("--package", type=Path, help="a package that is built already")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    absent = [name for name in NEEDED if shutil.which(name) is None]
    if absent or os.geteuid() != 0:
        packages = " ".join(sorted({NEEDED[name] for name in absent}))
        print(
            f"Missing: {', '.join(absent)}. Run: apt-get install {packages}" if absent
            else "make image-check mounts, and needs to be run as root.", file=sys.stderr,
        )  # fmt: skip
        return 1
    try:
        if not args.inside:
            return entered(args.arch, [sys.executable, *sys.argv, "--inside"])
        with tempfile.TemporaryDirectory(prefix="kiosk-image-check-", dir="/var/tmp") as folder:
            try:
                check(args.arch, args.package, args.tree, Path(folder))
            finally:
                unmount(Path(folder))
    except (Failed, Unable) as wrong:
        print(f"FAILED  {wrong}", file=sys.stderr)
        return 1
    print("All of it holds.")
    return 0


def check(arch: str, package: Path | None, given: Path | None, folder: Path) -> None:
    begun = time.monotonic()

    def told(what: str) -> None:
        print(f"ok  {time.monotonic() - begun:6.1f} s  {what}", flush=True)

    at_home = runs(arch) and os.uname().machine == ("x86_64" if arch == "amd64" else "aarch64")
    life.PATIENCE = life.PATIENCE if at_home else SLOWLY
    tree = folder / "tree"
    if given is not None:
        given.rename(tree)
    else:
        package = package or deb.build("trixie", arch, folder, fast=True)
        made(tree, "trixie", arch, package.resolve(), kernel=False)
        told(f"a system for {arch}: {megabytes(tree)} MB")
    if at_home:
        bootable(tree)
        imaged(tree, folder)
        told("its partitions")
    root = ReadOnly(folder / "root", folder if at_home else None)
    root.mounted()
    box = Sandbox(folder / "box")
    refused(root)
    told("nothing can be written to the root, /etc and /usr; what the display keeps can")
    box.configure(root)
    (root.path / "boot/firmware/kiosk-boot.toml").write_text(TOLD, encoding="utf-8")
    root.run("/usr/bin/python3", "-I", "/usr/lib/kiosk/first_boot.py")
    if "KIOSK_ROTATION=90" not in (root.path / "run/kiosk-boot/environment").read_text(encoding="utf-8"):
        raise Failed("kiosk-boot.toml is not followed")
    told("kiosk-boot.toml of the boot partition is followed")
    for what in ("the unit's ExecStart off screen", "after a power cut"):
        display = started(root)
        status = display.well()
        told(f"{what}: kiosk status says {status['state']}, Exchange answers")
        display.stop()
        if what != "after a power cut":
            root.cut()
            root.mounted()
    if at_home:
        apt(root)
        told("apt may write to the root while it works, and only then")
    box.close()


def started(root: ReadOnly) -> Service:
    root.run("systemd-tmpfiles", "--create", "/usr/lib/tmpfiles.d/kiosk.conf")
    display = Service(
        root, {"QT_QPA_PLATFORM": "offscreen", "KIOSK_ARGUMENTS": "--config /etc/kiosk/kiosk.toml"}
    )
    display.start()
    return display


def refused(root: ReadOnly) -> None:
    """That the root is read only is true of each of its folders; that the rest is not, of each mount."""
    for place in ("/", "/etc", "/usr/lib/kiosk", "/var/lib/dpkg", "/opt"):
        try:
            (root.path / place.lstrip("/") / "planted").touch()
        except OSError:
            continue
        raise Failed(f"{place} can be written")
    for mount in mounts():
        if mount.writable:
            path = root.path / mount.target.lstrip("/") / "planted"
            path.touch()
            path.unlink()


def apt(root: ReadOnly) -> None:
    """Its own hooks, called by dpkg's front end: what is installed is on the root afterwards, which is read only again."""
    root.run("apt-get", "-q", "update")
    root.run("apt-get", "-q", "-y", "install", "--reinstall", "hostname")
    refused(root)


def megabytes(tree: Path) -> int:
    said = subprocess.run(["du", "-sm", tree], capture_output=True, text=True, check=True).stdout
    return int(said.split()[0])


if __name__ == "__main__":
    sys.exit(main())
