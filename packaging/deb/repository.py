"""Makes of the packages in dist/ a signed package source for displays: make repository KEY=… [OUT=…] [DAYS=…].

Plain files, to be handed out by any web server or from a folder: pool/, dists/<release>/, and the public half of the key as
kiosk.asc. Debian's own tools make and sign it (apt-ftparchive, gpg), so apt on a display refuses it as soon as a byte of it is
another. What an earlier run put there stays, so that displays can be given an older version.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from build import PROJECT, RELEASES

COMPONENT = "main"
NAME = re.compile(r"kiosk_(?P<version>[^_]+)_(?P<arch>[a-z0-9]+)\.deb")
OF_RELEASE = re.compile(r"~deb(\d+)")
NEEDED = {"apt-ftparchive": "apt-utils", "dpkg-deb": "dpkg", "gpg": "gpg"}


class Wrong(Exception):
    """One sentence for who runs this."""


@dataclass(frozen=True, slots=True)
class Package:
    path: Path
    release: str
    arch: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="make repository", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--key", required=True, help="gpg's key that signs: a fingerprint or an address")
    parser.add_argument("--packages", type=Path, default=PROJECT / "dist", help="where the packages lie")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist" / "apt")
    parser.add_argument("--days", type=int, help="displays believe it for so long; without it, for ever")
    args = parser.parse_args()
    try:
        for release, arch, path in repository(args.packages, args.out, args.key, args.days):
            print(f"{release} {arch}  {path}")
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(
            f"{Path(failed.cmd[0]).name} failed:\n{(failed.stderr or b'').decode().strip()}", file=sys.stderr
        )
        return 1
    print(f"Signed. Hand out {args.out}; displays trust it by kiosk.asc: docs/guides/install.md")
    return 0


def repository(packages: Path, out: Path, key: str, days: int | None = None) -> list[tuple[str, str, Path]]:
    """The package source in `out`, with what lies in `packages` added: release, architecture and path of each package.

    Raises:
        Wrong: with the remedy.
    """
    missing = sorted({package for tool, package in NEEDED.items() if shutil.which(tool) is None})
    if missing:
        raise Wrong(f"Missing: {', '.join(missing)}. Run: apt-get install {' '.join(missing)}")
    found = sorted(known(packages), key=lambda one: one.path.name)
    if not found:
        raise Wrong(f"There is no package of Kiosk in {packages}. Make one with: make deb")
    fingerprint = secret(key)
    for one in found:
        placed(one, out)
    dists = out / "dists.new"
    shutil.rmtree(dists, ignore_errors=True)
    for folder in sorted((out / "pool").iterdir()):
        index(out, dists / folder.name, folder.name, days)
        sign(dists / folder.name, fingerprint)
    before = out / "dists.old"
    shutil.rmtree(before, ignore_errors=True)
    if (out / "dists").exists():
        (out / "dists").rename(before)
    dists.rename(out / "dists")
    shutil.rmtree(before, ignore_errors=True)
    (out / "kiosk.asc").write_bytes(run("gpg", "--batch", "--armor", "--export", fingerprint))
    return [(one.release, one.arch, placed(one, out)) for one in found]


def known(folder: Path) -> Iterator[Package]:
    """Those in `folder`, each for the release that its version names."""
    releases = {str(release.number): name for name, release in RELEASES.items()}
    for path in folder.glob("kiosk_*.deb"):
        named, said = NAME.fullmatch(path.name), fields(path)
        number = OF_RELEASE.search(said.get("Version", ""))
        if named is None or number is None or number[1] not in releases:
            raise Wrong(
                f"{path.name} does not say in its version for which release of Debian it is: make deb"
            )
        if (said["Package"], said["Version"], said["Architecture"]) != (
            "kiosk",
            named["version"],
            named["arch"],
        ):
            raise Wrong(f"{path.name} is another package inside than its name says: make deb")
        yield Package(path, releases[number[1]], named["arch"])


def fields(path: Path) -> dict[str, str]:
    lines = run("dpkg-deb", "--field", path, "Package", "Version", "Architecture").decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def secret(key: str) -> str:
    """The fingerprint of the one secret key that `key` means."""
    done = subprocess.run(
        ["gpg", "--batch", "--with-colons", "--list-secret-keys", key],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.split(":") for line in done.stdout.splitlines()]
    primary = [after[9] for line, after in pairwise(lines) if line[0] == "sec"]
    if len(primary) != 1:
        raise Wrong(
            f"gpg knows {len(primary) or 'no'} secret key{'s' if primary else ''} for {key!r}. "
            "Name one by its fingerprint: gpg --list-secret-keys; make one: gpg --quick-generate-key 'Kiosk packages' ed25519 sign 5y"
        )
    return primary[0]


def placed(package: Package, out: Path) -> Path:
    """Its place in the pool. What displays may have fetched under a name is never another file."""
    target = out / "pool" / package.release / package.path.name
    if target.exists():
        if target.read_bytes() != package.path.read_bytes():
            raise Wrong(
                f"{package.path.name} is there already with other content. Raise the version, then: make deb"
            )
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package.path, target)
    return target


def index(out: Path, target: Path, release: str, days: int | None) -> None:
    """Packages for each architecture, and Release with the digest of each."""
    arches = sorted({found["arch"] for path in (out / "pool" / release).iterdir()
                     if (found := NAME.fullmatch(path.name))})  # fmt: skip
    for arch in arches:
        folder = target / COMPONENT / f"binary-{arch}"
        folder.mkdir(parents=True)
        said = run("apt-ftparchive", "--arch", arch, "packages", f"pool/{release}", cwd=out)
        (folder / "Packages").write_bytes(said)
        (folder / "Packages.gz").write_bytes(run("gzip", "-9nc", folder / "Packages"))
    told = {
        "Origin": "Kiosk", "Label": "Kiosk", "Suite": release, "Codename": release,
        "Architectures": " ".join(arches), "Components": COMPONENT,
    }  # fmt: skip
    options = [f"-oAPT::FTPArchive::Release::{name}={value}" for name, value in told.items()]
    said = run("apt-ftparchive", *options, "release", target)
    if days is not None:
        until = format_datetime(datetime.now(UTC) + timedelta(days=days), usegmt=True)
        said = f"Valid-Until: {until}\n".encode() + said
    (target / "Release").write_bytes(said)


def sign(folder: Path, fingerprint: str) -> None:
    """InRelease, and Release.gpg for whoever asks for the two apart."""
    words = ["gpg", "--batch", "--yes", "--digest-algo", "SHA512", "--local-user", fingerprint]
    run(*words, "--clear-sign", "--output", folder / "InRelease", folder / "Release")
    run(*words, "--armor", "--detach-sign", "--output", folder / "Release.gpg", folder / "Release")


def run(*words: str | Path, cwd: Path | None = None) -> bytes:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, check=True, capture_output=True, env=environment
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
