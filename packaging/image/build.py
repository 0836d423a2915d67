"""An image for a Raspberry Pi's card: make image [MODEL=rpi5] [SOURCE=FOLDER]. Prints where it lies, or what is missing.

Made by rpi-image-gen, Raspberry Pi's own tool, of its own layers and one of ours. It wants to be run on Debian 13 or Raspberry Pi OS, best on
a Raspberry Pi, with Raspberry Pi's package source in reach; from where it is fetched, its own page says.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
MODELS = {
    "rpi4": "Raspberry Pi 4 and 400",
    "rpi5": "Raspberry Pi 5 and 500",
    "cm4": "Compute Module 4",
    "cm5": "Compute Module 5",
}
"""rpi-image-gen's layers for a device, and what they are."""
TOOL = "rpi-image-gen"
EMULATED = Path("/proc/sys/fs/binfmt_misc/qemu-aarch64")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make image", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", choices=MODELS, default="rpi5")
    parser.add_argument(
        "--tool", type=Path, help=f"where {TOOL} was cloned to; else it is looked for on the path"
    )
    parser.add_argument("--packages", type=Path, default=PROJECT / "dist")
    parser.add_argument("--source", type=Path, help="a folder with kiosk.sources and kiosk.asc, for updates")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist")
    args = parser.parse_args()
    tool = found(args.tool)
    package = newest(args.packages)
    missing = list(lacking(tool, package, args.source))
    if missing or tool is None or package is None:
        print("The image cannot be built here. What is missing:", *missing, sep="\n- ", file=sys.stderr)
        return 1
    words = command(tool, args.model, package, args.source)
    if subprocess.run(words, check=False).returncode:
        print(f"{TOOL} did not make the image; what it says stands above.", file=sys.stderr)
        return 1
    made = sorted(tool.parent.glob("work/image-kiosk/*.img"))
    if not made:
        print(f"{TOOL} ended well and left no image in {tool.parent / 'work'}.", file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    target = args.out / f"{package.stem.replace('_arm64', '')}_{args.model}.img"
    shutil.copyfile(made[-1], target)
    print(
        f"{target}  {target.stat().st_size / 1e6:.0f} MB. Write it with Raspberry Pi Imager: docs/guides/image.md"
    )
    return 0


def found(folder: Path | None) -> Path | None:
    """The tool itself, in its clone."""
    path = folder / TOOL if folder is not None else Path(shutil.which(TOOL) or "/nowhere")
    return path.resolve() if path.is_file() else None


def newest(folder: Path) -> Path | None:
    """The package for Debian 13 and ARM that was built last."""
    packages = sorted(folder.glob("kiosk_*~deb13_arm64.deb"), key=lambda path: path.stat().st_mtime)
    return packages[-1].resolve() if packages else None


def lacking(tool: Path | None, package: Path | None, source: Path | None) -> list[str]:
    """Each with its remedy."""
    wants = []
    if tool is None:
        wants.append(
            f"{TOOL}: clone it from Raspberry Pi's account on GitHub, run its install_deps.sh as root, then: make image TOOL=FOLDER"
        )
    if package is None:
        wants.append("the package for Raspberry Pi OS: make deb RELEASE=trixie ARCH=arm64")
    if platform.machine() != "aarch64" and not EMULATED.exists():
        wants.append(
            "a machine that runs ARM programs: a Raspberry Pi with 64-bit Raspberry Pi OS; or apt-get install qemu-user-static binfmt-support"
        )
    if source is not None:
        wants += [
            f"{source / name}" for name in ("kiosk.sources", "kiosk.asc") if not (source / name).is_file()
        ]
    if os.geteuid() == 0:
        wants.append(f"another user than root: {TOOL} builds in a user namespace of its own")
    return wants


def command(tool: Path, model: str, package: Path, source: Path | None) -> list[str]:
    """What is called: our folder is looked through first, then the tool's own."""
    told = {"device_layer": model, "kiosk_package": package, "kiosk_recipe": HERE.resolve(),
            "kiosk_source": "none" if source is None else source.resolve()}  # fmt: skip
    overriding = [f"IGconf_{name}={value}" for name, value in told.items()]
    return [str(tool), "build", "-S", str(HERE.resolve()), "-c", "kiosk-pi.yaml", "--", *overriding]


if __name__ == "__main__":
    sys.exit(main())
