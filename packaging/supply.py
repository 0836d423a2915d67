"""What a release's supply chain is looked at for: make supply. Two builds are one file; no locked package is known to be weak.

Both builds are made of the same commit in two folders of different names, so that no path gets into what is made.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).parents[1]
AUDITOR = "pip-audit>=2.9,<3"
"""Kept by the Python Packaging Authority; installed for the moment, into a folder of its own."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make supply", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--release", default="bookworm")
    parser.add_argument("--arch", default="amd64")
    parser.add_argument("--only", choices=("same", "weak"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kiosk-supply-") as folder:
        well = [
            args.only == "weak" or same(Path(folder), args.release, args.arch),
            args.only == "same" or strong(Path(folder)),
        ]
    return 0 if all(well) else 1


def same(folder: Path, release: str, arch: str) -> bool:
    """Whether two builds of the commit are one."""
    epoch = out_of("git", "log", "-1", "--format=%ct", cwd=PROJECT).strip()
    os.environ["SOURCE_DATE_EPOCH"] = epoch
    found: list[dict[str, str]] = []
    for name in ("one", "another-with-a-longer-name"):
        clone = folder / name
        out_of(
            "git", "clone", "--quiet", "--no-local", "--depth=1", f"file://{PROJECT}", str(clone), cwd=folder
        )
        made = clone / "made"
        build = [sys.executable, "packaging/deb/build.py", "--fast", f"--release={release}", f"--arch={arch}"]
        out_of(*build, "--out", str(made), cwd=clone)
        wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
        out_of(*wheel, "--wheel-dir", str(made), ".", cwd=clone)
        found.append(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(made.iterdir())}
        )
    one, other = found
    for name in sorted({*one, *other}):
        equal = one.get(name) == other.get(name)
        print(f"{'same     ' if equal else 'DIFFERENT'}  {name}  {one.get(name, '')}")
    return one == other


def strong(folder: Path) -> bool:
    """Whether no locked package is in the public database of known weaknesses. Needs the network."""
    tools = folder / "tools"
    out_of(sys.executable, "-m", "venv", str(tools), cwd=folder)
    out_of(str(tools / "bin/pip"), "install", "--quiet", AUDITOR, cwd=folder)
    audit = [
        str(tools / "bin/pip-audit"),
        "--disable-pip",
        "--strict",
        "--require-hashes",
        "--progress-spinner=off",
        "-r",
        "requirements/run.txt",
    ]
    done = subprocess.run(audit, cwd=PROJECT, capture_output=True, text=True, check=False)
    print(done.stdout + done.stderr, end="")
    if done.returncode and unheard(done.stdout + done.stderr):
        print(
            "NOT KNOWN, which is not the same as weak: no advisories are to be had here. pip-audit reads them of the Python package index's JSON "
            "interface, which a mirror of packages mostly lacks. Run this where the index itself is reached."
        )
    return done.returncode == 0


def unheard(said: str) -> bool:
    """Whether pip-audit failed for want of advisories: nobody answered, or who answered has none of a package that is locked."""
    return "could not be audited" in said or "Failed to resolve" in said or "Max retries exceeded" in said


def out_of(*words: str, cwd: Path) -> str:
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words[:4])} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
