"""The one partition that is written: made at the first start of what is left of the card, looked through and mounted at each.

The system is mounted read only, so that a power cut finds nothing half written in it. What has to outlive the power lies on
/data, and is laid over its usual place (KEPT), filled with what the image has there. Safe to be cut off at any point: the next start goes on.

Usage: data.py [--root DIR] [--disk DEVICE --after NUMBER] [--folder DIR]
"""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

LABEL = "kiosk-data"
SECOND = (32768, 4096)
"""Where ext4 keeps its superblock a second time: the block, and the bytes of one."""
KEPT = (
    "etc/kiosk",
    "var/lib/kiosk",
    "var/lib/kiosk-release",
    "var/cache/kiosk",
    # The last time that was known: a board without a clock of its own begins with it.
    "var/lib/systemd",
    "var/lib/apt/lists",
    "var/cache/apt",
    # Wi-Fi, where the image has it.
    "etc/NetworkManager/system-connections",
    "var/lib/NetworkManager",
)
"""Below the root. What the image does not have is left out."""


class Wrong(Exception):
    """In a line, for the console."""


def run(*words: str | Path, given: str | None = None, fine: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(
        [str(word) for word in words], input=given, capture_output=True, text=True, check=False
    )
    if done.returncode not in fine:
        raise Wrong(f"{words[0]} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.stdout


def system() -> tuple[str, int]:
    """The disk that the system lies on, and its partition's number there."""
    source = run("findmnt", "--noheadings", "--output=SOURCE", "--mountpoint=/").strip()
    name = Path(os.path.realpath(source)).name
    at = Path("/sys/class/block") / name
    if not (at / "partition").exists():
        raise Wrong(f"the system lies on {source}, which is no partition of a disk")
    return f"/dev/{at.resolve().parent.name}", int((at / "partition").read_text())


def named(disk: str, number: int) -> str:
    """As the kernel names it: /dev/mmcblk0p3, /dev/sda3."""
    return f"{disk}{'p' if disk[-1].isdigit() else ''}{number}"


def partition(disk: str, after: int) -> str:
    """The one after the system's; made of all that is left where there is none."""
    device = named(disk, after + 1)
    table = json.loads(run("sfdisk", "--json", disk))["partitiontable"]
    if device not in [part["node"] for part in table["partitions"]]:
        words = ("--append", "--no-reread", "--no-tell-kernel", "--quiet", "--wipe-partitions=always")
        run("sfdisk", *words, disk, given="type=L\n")
        run("partx", "--add", "--nr", str(after + 1), disk, fine=(0, 1))  # 1: it is known already
        run("udevadm", "settle", "--timeout=10", fine=(0, 1))
        forgotten(device)
    said = run("blkid", "--probe", "--output=export", device, fine=(0, 2))
    found = dict(re.findall(r"^(LABEL|TYPE)=(.*)$", said, re.MULTILINE))
    if not found and not mended(device):  # new, or cut off before it was formatted
        run("mkfs.ext4", "-q", "-b", str(SECOND[1]), "-L", LABEL, "-m", "0", device)
    elif found.get("LABEL", LABEL) != LABEL:
        raise Wrong(f"{device} is somebody else's ({found}): it is left alone, and nothing is kept")
    return device


def forgotten(device: str) -> None:
    """What an earlier image left on the card at this place is another display's: its second superblock goes, too."""
    block, size = SECOND
    with Path(device).open("r+b") as file:
        if file.seek(0, os.SEEK_END) > (block + 1) * size:
            file.seek(block * size)
            file.write(bytes(size))
            os.fsync(file.fileno())


def mended(device: str) -> bool:
    """Whether there was one whose beginning was lost."""
    block, size = SECOND
    try:
        run("e2fsck", "-y", "-b", str(block), "-B", str(size), device, fine=(0, 1, 2))
    except Wrong:
        return False
    return True


def whole(device: str) -> None:
    """Mended by itself; what cannot be is mended as well as can be: nobody stands beside it to say yes."""
    try:
        run("e2fsck", "-p", device, fine=(0, 1, 2))
    except Wrong:
        run("e2fsck", "-y", device, fine=(0, 1, 2))


def laid_over(data: Path, root: Path) -> None:
    for name in KEPT:
        usual, kept = root / name, data / name
        if not usual.is_dir() or os.path.ismount(usual):
            continue
        if not kept.exists():
            beside = kept.with_name(kept.name + ".new")
            run("rm", "-rf", beside)
            kept.parent.mkdir(parents=True, exist_ok=True)
            run("cp", "-a", usual, beside)
            run("sync", "--file-system", beside)
            beside.rename(kept)
        run("mount", "--bind", kept, usual)


def known(root: Path) -> None:
    """The machine's id, which the kernel's start made up: kept from the first start on, for a network knows a machine by it."""
    path = root / "etc/machine-id"
    if not os.path.ismount(path) or root != Path("/"):
        return
    run("mount", "-o", "remount,rw", "/")
    try:
        run("systemd-machine-id-setup", "--commit")
    finally:
        run("mount", "-o", "remount,ro", "/")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument("--disk", help="instead of the one that the system lies on")
    parser.add_argument("--after", type=int, default=2, help="the number of the system's partition on it")
    parser.add_argument("--folder", type=Path, help="instead of a partition, in a container")
    args = parser.parse_args()
    data = args.root / "data"
    try:
        if args.folder is not None:
            run("mount", "--bind", args.folder, data)
        elif not os.path.ismount(data):
            disk, after = (args.disk, args.after) if args.disk else system()
            device = partition(disk, after)
            whole(device)
            run("mount", "-o", "noatime,nosuid,nodev,commit=5,errors=remount-ro", device, data)
        laid_over(data, args.root)
        known(args.root)
    except Wrong as wrong:
        print(f"kiosk: the data partition: {wrong}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
