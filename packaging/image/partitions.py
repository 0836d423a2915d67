"""How the card is divided, as genimage's configuration, and how the images of its partitions are made."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from foreign import Unable

MEGABYTES = {"boot": 384, "root": 2560, "data": 512}
"""Together less than a card of 4 GB. What is left of a card stays unused: it wears out later for that."""
LABELS = {"boot": "KIOSK-BOOT", "root": "kiosk-root", "data": "kiosk-data"}
KINDS = {"boot": "0x0C", "root": "0x83", "data": "0x83"}
POINTS = {"boot": "/boot/firmware", "root": "/", "data": "/data"}
SIGNATURE = "0x6b696f73"
"""Of the partition table; the same for every card, and nothing names a partition by it."""


def configuration() -> str:
    found = []
    for name, point in POINTS.items():
        what = "vfat" if name == "boot" else "ext4"
        inside = f'label = "{LABELS[name]}"' + ("" if name == "boot" else "\n    use-mke2fs = true")
        found.append(
            f'image {name}.img {{\n  {what} {{\n    {inside}\n  }}\n  size = {MEGABYTES[name]}M\n  mountpoint = "{point}"\n}}\n'
        )
    parts = "".join(
        f'  partition {name} {{\n    partition-type = {KINDS[name]}\n    image = "{name}.img"\n'
        f"    bootable = {'true' if name == 'boot' else 'false'}\n  }}\n"
        for name in POINTS
    )
    table = f'  hdimage {{\n    partition-table-type = "mbr"\n    disk-signature = {SIGNATURE}\n    align = 4M\n  }}\n'
    return "".join(found) + f"image card.img {{\n{table}{parts}}}\n"


def imaged(tree: Path, folder: Path) -> None:
    """boot.img, root.img, data.img and card.img in `folder`."""
    config = folder / "genimage.cfg"
    config.write_text(configuration(), encoding="utf-8")
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    done = subprocess.run(
        ["genimage", f"--config={config}", f"--rootpath={tree}", f"--tmppath={work}", f"--inputpath={folder}",
         f"--outputpath={folder}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    shutil.rmtree(work, ignore_errors=True)
    if done.returncode:
        raise Unable(f"genimage: {done.stdout[-2000:]}{done.stderr[-2000:]}")
