"""Builds the Debian package: make deb [RELEASE=bookworm] [ARCH=amd64]. Prints where it lies, and how large it is.

For the machine's own release and architecture or for another: nothing of what is packed is run, the wheels are chosen by
platform tag. Two builds of one commit are the same file.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from sbom import licences, parts, sbom
from trim import Unexpected, needs, trim

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
OUT = PROJECT / "build" / "deb"
APP = "usr/lib/kiosk/app"


@dataclass(frozen=True, slots=True)
class Release:
    """A release of Debian, and of Raspberry Pi OS of its age."""

    number: int
    python: str
    glibc: int
    """The second number of glibc's version: the wheels' tags name it."""
    renamed: bool = False
    """Since Debian 13, for times after 2038: libglib2.0-0t64."""
    also: tuple[str, ...] = ()
    """What only this release needs."""


RELEASES = {
    # cage 0.1.4 does not start without Xwayland and does not say so.
    "bookworm": Release(12, "3.11", 36, also=("xwayland",)),
    "trixie": Release(13, "3.13", 41, renamed=True),
}
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
ARM_WANTS = 39
NEEDED = ("adduser", "cage", "greetd", "init-system-helpers", "systemd", "tzdata", "udev")
"""What is not a library: the session, and what the maintainer scripts call."""
RECOMMENDED = ("libpam-systemd", "seatd", "systemd-timesyncd | time-daemon", "wlr-randr")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make deb", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--release", choices=RELEASES, default="bookworm")
    parser.add_argument("--arch", choices=MACHINES, default="amd64")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist")
    parser.add_argument("--fast", action="store_true", help="hardly compressed, for tests")
    args = parser.parse_args()
    missing = [tool for tool in ("dpkg-deb", "readelf", "git") if shutil.which(tool) is None]
    if missing:
        print(f"Missing: {', '.join(missing)}. Run: apt-get install dpkg binutils git", file=sys.stderr)
        return 1
    try:
        built = build(args.release, args.arch, args.out, fast=args.fast)
    except Unexpected as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"{Path(failed.cmd[0]).name} failed:\n{failed.stderr or ''}", file=sys.stderr)
        return 1
    print(f"{built}  {built.stat().st_size / 1e6:.1f} MB")
    return 0


def build(name: str, arch: str, out: Path, *, fast: bool) -> Path:
    """The package's path."""
    release, epoch = RELEASES[name], committed()
    if arch == "arm64" and release.glibc < ARM_WANTS:
        raise Unexpected(
            f"Qt's wheels for ARM want glibc 2.{ARM_WANTS}; {name} has 2.{release.glibc}. Take RELEASE=trixie."
        )
    os.umask(0o022)
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    tree = OUT / f"{name}-{arch}"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(HERE / "root", tree)
    app = tree / APP
    own_files(app)
    before, after = wheels(app / "packages", release, arch)
    print(f"wheels: {before} MB, of which {after} MB are packed")
    for program in ("gate.py", "update.py", "first_boot.py"):
        shutil.copyfile(HERE / program, tree / "usr/lib/kiosk" / program)
    (tree / "usr/bin").mkdir(exist_ok=True)
    (tree / "usr/bin/kiosk").symlink_to("../lib/kiosk/launch")
    compiled(tree, release)
    full = f"{own_version()}-1~deb{release.number}"
    papers(tree, full, epoch)
    always, on_x11 = needs(app / "packages", renamed=release.renamed)
    control(tree, arch, full, release, always, on_x11)
    settle(tree, epoch)
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"kiosk_{full}_{arch}.deb"
    squeeze = ["-Zgzip", "-z1"] if fast else ["-Zxz", "-z6"]
    run("dpkg-deb", "--root-owner-group", *squeeze, "--build", tree, target)
    shutil.copyfile(tree / "usr/share/doc/kiosk/sbom.cdx.json", target.with_suffix(".cdx.json"))
    shutil.rmtree(tree)
    return target


def run(*words: str | Path) -> str:
    return subprocess.run(
        [str(word) for word in words], cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout


def committed() -> int:
    """When the tree that is packed was committed, in seconds since 1970: the date of all files."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given or run("git", "log", "-1", "--format=%ct"))


def own_version() -> str:
    found = re.search(r'__version__ = "([^"]+)"', (PROJECT / "kiosk/__init__.py").read_text(encoding="utf-8"))
    if found is None:
        raise Unexpected("kiosk/__init__.py names no version")
    return found[1]


def own_files(app: Path) -> None:
    """What git knows of the program and its assets."""
    for name in run("git", "ls-files", "-z", "kiosk", "assets").split("\0"):
        if name:
            (app / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / name, app / name)


def wheels(folder: Path, release: Release, arch: str) -> tuple[int, int]:
    """Unpacks the locked wheels for that system. Megabytes before and after what is not used was left out."""
    machine = MACHINES[arch]
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(release.glibc, 4, -1)] + [
        f"manylinux2014_{machine}"
    ]
    abi = "cp" + release.python.replace(".", "")
    run(
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile",
        "--require-hashes", "--only-binary=:all:", "--implementation=cp", f"--python-version={release.python}",
        f"--abi={abi}", "--abi=abi3", "--abi=none", *(f"--platform={tag}" for tag in tags),
        "--target", folder, "--requirement", PROJECT / "requirements/run.txt",
    )  # fmt: skip
    before = size(folder)
    trim(folder)
    return before, size(folder)


def size(folder: Path) -> int:
    return round(sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6)


def compiled(tree: Path, release: Release) -> None:
    """Bytecode beside every module, never compared again: what is installed does not change.

    Left to the installing machine where this one has no interpreter of that version.
    """
    python = next((found for name in (f"/usr/bin/python{release.python}", f"python{release.python}")
                   if (found := shutil.which(name)) and runs(found, release.python)), None)  # fmt: skip
    if python is None:
        print(f"No Python {release.python} here: the package compiles itself when it is installed.")
        return
    run(python, "-I", "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash",
        "-s", tree / APP, "-p", f"/{APP}", tree / APP)  # fmt: skip
    (tree / APP / ".compiled").touch()


def runs(python: str, version: str) -> bool:
    said = subprocess.run([python, "-V"], capture_output=True, text=True, check=False).stdout
    return said.startswith(f"Python {version}.")


def papers(tree: Path, version: str, epoch: int) -> None:
    """What a package has to say of itself: what it is made of, licences, and what there is to read."""
    doc = tree / "usr/share/doc/kiosk"
    doc.mkdir(parents=True)
    for name in ("README.md", "CHANGELOG.md", "SECURITY.md"):
        if (PROJECT / name).exists():
            shutil.copyfile(PROJECT / name, doc / name)
    shutil.copytree(PROJECT / "docs/guides", doc / "guides")
    shutil.copyfile(PROJECT / "docs/reasons.md", doc / "reasons.md")
    found = parts(tree / APP)
    (doc / "sbom.cdx.json").write_text(sbom(found, version, epoch), encoding="utf-8")
    (doc / "licences.txt").write_text(licences(found), encoding="utf-8")
    text = (HERE / "copyright").read_text(encoding="utf-8")
    (doc / "copyright").write_text(text + (PROJECT / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")


def control(
    tree: Path, arch: str, version: str, release: Release, always: set[str], on_x11: set[str]
) -> None:
    """The control archive: DEBIAN/ in the tree."""
    major, minor = (int(part) for part in release.python.split("."))
    python = (f"python3 (>= {release.python})", f"python3 (<< {major}.{minor + 1})")
    depends = ", ".join((*python, *sorted({*always, *NEEDED, *release.also})))
    recommends = ", ".join(sorted({*RECOMMENDED, *on_x11}))
    folder = tree / "DEBIAN"
    folder.mkdir()
    text = (HERE / "control.in").read_text(encoding="utf-8")
    for word, value in {
        "VERSION": version, "ARCH": arch, "DEPENDS": depends, "RECOMMENDS": recommends,
        "SIZE": str(sum(-(-path.lstat().st_size // 1024) for path in tree.rglob("*") if not path.is_dir())),
    }.items():  # fmt: skip
        text = text.replace(f"@{word}@", value)
    (folder / "control").write_text(text, encoding="utf-8")
    conffiles = sorted(f"/{path.relative_to(tree)}\n" for path in (tree / "etc").rglob("*") if path.is_file())
    (folder / "conffiles").write_text("".join(conffiles), encoding="utf-8")
    for script in (HERE / "scripts").iterdir():
        shutil.copyfile(script, folder / script.name)
        (folder / script.name).chmod(0o755)


def settle(tree: Path, epoch: int) -> None:
    """The same rights and dates whoever builds it."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            begins = path.is_file() and path.read_bytes()[:2] == b"#!"
            executable = path.is_dir() or (begins and "app/packages" not in str(path))
            path.chmod(stat.S_IMODE(0o755 if executable else 0o644))
        os.utime(path, (epoch, epoch), follow_symlinks=False)


if __name__ == "__main__":
    sys.exit(main())
