"""Builds the image of a card for a Raspberry Pi: make image. As root; half an hour where qemu runs ARM's programs.

Debian's own tools only: mmdebstrap makes the system, genimage the card. Packages come from this machine's own package sources; with Raspberry
Pi's archive among them, the kernel is the board's own, which knows its panels; else it is Debian's. Ends with what was made, or what is missing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "deb"))
sys.path.insert(0, str(Path(__file__).parent))
import build as deb
from foreign import Unable, entered
from partitions import MEGABYTES, imaged
from system import bootable, made
from trim import Unexpected

WORK = deb.PROJECT / "build" / "image"
NEEDED = {
    "mmdebstrap": "mmdebstrap", "genimage": "genimage", "mcopy": "mtools", "mkfs.vfat": "dosfstools",
    "mkfs.ext4": "e2fsprogs", "unshare": "util-linux",
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="make image", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--release", choices=["trixie"], default="trixie")
    parser.add_argument("--package", type=Path, help="a package that is built already")
    parser.add_argument("--out", type=Path, default=deb.PROJECT / "dist")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    missing = lacking(NEEDED)
    if missing or os.geteuid() != 0:
        print(
            missing or "make image makes files of other users and needs to be run as root.", file=sys.stderr
        )
        return 1
    try:
        package = args.package or deb.build(args.release, "arm64", args.out, fast=False)
        if not args.inside:
            words = [sys.executable, __file__, f"--release={args.release}", f"--out={args.out}"]
            return entered("arm64", [*words, f"--package={package}", "--inside"])
        return card(args.release, package.resolve(), args.out)
    except (Unable, Unexpected) as wrong:
        print(wrong, file=sys.stderr)
        return 1


def lacking(needed: dict[str, str]) -> str:
    """What is to be installed, as a sentence; empty: nothing."""
    found = [name for name in needed if shutil.which(name) is None]
    packages = " ".join(sorted({needed[name] for name in found}))
    return f"Missing: {', '.join(found)}. Run: apt-get install {packages}" if found else ""


def card(release: str, package: Path, out: Path) -> int:
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    tree = WORK / "tree"
    of_the_board = made(tree, release, "arm64", package, kernel=True)
    bootable(tree)
    imaged(tree, WORK)
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{package.stem}_raspberry-pi.img"
    shutil.move(WORK / "card.img", target)
    shutil.rmtree(tree)
    real = target.stat().st_blocks * 512
    print(f"{target}  {target.stat().st_size / 1e6:.0f} MB, of which {real / 1e6:.0f} MB are used")
    print(f"partitions: {', '.join(f'{name} {size} MB' for name, size in MEGABYTES.items())}")
    if not of_the_board:
        print(
            "With Debian's kernel: a Raspberry Pi 4 with an HDMI panel. For panels on the ribbon and for a Raspberry Pi 5 build on a machine "
            "that has Raspberry Pi's archive among its package sources, such as a Raspberry Pi."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
