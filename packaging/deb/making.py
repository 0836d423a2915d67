"""What deb-check is made of: the package, and others with something wrong in them; a bare system; Exchange in a box."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from life import Chroot, Failed

PROJECT = Path(__file__).parents[2]
CACHE = PROJECT / "build" / "deb-check"


def built(release: str, folder: Path) -> Path:
    words = [sys.executable, "packaging/deb/build.py", "--release", release, "--fast", "--out", str(folder)]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"the package cannot be built:\n{done.stdout}{done.stderr}")
    return next(folder.glob("*.deb"))


def bootstrapped(release: str, folder: Path) -> Path:
    """A root of its own, made anew; what was downloaded is kept."""
    format_ = "$(REPO_URI) $(CODENAME) $(ORIGIN)"
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", format_], capture_output=True, text=True, check=True
    ).stdout
    known = {tuple(line.split()[:3]) for line in said.splitlines()}
    own = sorted(uri for uri, codename, origin in known if codename == release)
    other = sorted(
        uri for uri, codename, origin in known if origin == "Debian" and "security" not in codename
    )
    if not (own or other):
        raise Failed(f"this machine's package sources have neither {release} nor another Debian")
    mirror = (own or other)[0]
    archives = CACHE / release
    archives.mkdir(parents=True, exist_ok=True)
    root = folder / "root"
    done = subprocess.run(
        ["debootstrap", "--variant=minbase", f"--cache-dir={archives}", release, str(root), mirror],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Failed(f"debootstrap: {done.stdout[-2000:]}")
    (root / "etc/apt/sources.list").unlink(missing_ok=True)
    if own:
        shutil.copytree("/etc/apt/sources.list.d", root / "etc/apt/sources.list.d", dirs_exist_ok=True)
        if Path("/etc/apt/sources.list").exists():
            shutil.copyfile("/etc/apt/sources.list", root / "etc/apt/sources.list")
    else:
        (root / "etc/apt/sources.list").write_text(f"deb {mirror} {release} main\n", encoding="utf-8")
    dumped = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in dumped.splitlines() if line.startswith("Acquire::")]
    (root / "etc/apt/apt.conf.d/99outside").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


def variant(package: Path, folder: Path, version: str, broken: Callable[[Path], None] | None = None) -> Path:
    """The package again, as another version; `broken`: with something wrong in the application."""
    tree = folder / "variant"
    subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
    control = tree / "DEBIAN/control"
    lines = [
        f"Version: {version}" if x.startswith("Version:") else x for x in control.read_text().splitlines()
    ]
    control.write_text("\n".join(lines) + "\n")
    if broken is not None:
        broken(tree / "usr/lib/kiosk/app")
    target = folder / f"kiosk_{version}.deb"
    subprocess.run(
        ["dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "-b", tree, target],
        check=True,
        capture_output=True,
    )
    shutil.rmtree(tree)
    return target


def dies(app: Path) -> None:
    """It ends at once, as after a mistake in a module."""
    shutil.rmtree(app / "kiosk/__pycache__", ignore_errors=True)
    (app / "kiosk/run.py").write_text("raise RuntimeError('planted')\n")


def deaf(app: Path) -> None:
    """It runs and draws, and never asks Exchange."""
    shutil.rmtree(app / "kiosk/__pycache__", ignore_errors=True)
    path = app / "kiosk/exchange.py"
    text = path.read_text()
    path.write_text(
        text.replace(
            "async def join(",
            "async def join(self, *_: object) -> None:\n        return\n\n    async def _join(",
            1,
        )
    )


class Sandbox:
    """`kiosk sandbox` of this tree, outside of the root."""

    def __init__(self, folder: Path) -> None:
        words = [sys.executable, "-m", "kiosk", "sandbox", "--dir", str(folder), "--port", "0"]
        self._process = subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        self._told = json.loads(self._process.stdout.readline())

    def configure(self, root: Chroot) -> None:
        """Hands its kiosk.toml, and what that names, to the display."""
        outside, inside = Path(self._told["config"]).parent, root.path / "etc/kiosk"
        for name in ("kiosk.toml", "ca.pem", "secret"):
            shutil.copyfile(outside / name, inside / name)
            root.run("chown", "kiosk:", f"/etc/kiosk/{name}")
            root.run("chmod", "600", f"/etc/kiosk/{name}")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
