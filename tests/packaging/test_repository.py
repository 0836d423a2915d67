"""The signed package source: apt itself takes from it, on loopback, and refuses what somebody changed on the way."""

import functools
import gzip
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.test_update import update

PROGRAM = Path(__file__).parents[2] / "packaging" / "deb" / "repository.py"
RELEASE = "bookworm"
NEEDED = ("apt-get", "apt-ftparchive", "dpkg-deb", "gpg")
pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason="apt-utils or gpg is not installed"
)


def package(folder: Path, version: str, arch: str = "amd64", text: str = "one") -> Path:
    """A small one of that name."""
    tree = folder / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(
        f"Package: kiosk\nVersion: {version}\nArchitecture: {arch}\nMaintainer: X <x@example.org>\n"
        f"Description: small\n {text}\n"
    )
    path = folder / f"kiosk_{version}_{arch}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tree, path], check=True, capture_output=True)
    shutil.rmtree(tree)
    return path


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of gpg with two keys for the moment."""
    home = tmp_path_factory.mktemp("gpg")
    home.chmod(0o700)
    for name in ("packages@example.org", "stranger@example.org"):
        subprocess.run(
            ["gpg", "--homedir", home, "--batch", "--passphrase", "", "--quick-generate-key", name, "ed25519", "sign", "1d"],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
    yield home
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "gpg-agent"], check=False, timeout=20)


class Source:
    """A package source in a folder, and the web server that hands it out."""

    def __init__(self, folder: Path, keys: Path) -> None:
        self.folder, self.packages, self._keys = folder / "apt", folder / "dist", keys
        self.packages.mkdir()
        handler = functools.partial(Silent, directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def make(self, *more: str, key: str = "packages@example.org") -> subprocess.CompletedProcess[str]:
        words = [
            sys.executable,
            PROGRAM,
            "--key",
            key,
            "--packages",
            self.packages,
            "--out",
            self.folder,
            *more,
        ]
        environment = {**os.environ, "GNUPGHOME": str(self._keys)}
        return subprocess.run(words, capture_output=True, text=True, check=False, env=environment, timeout=60)

    def of(self, name: str) -> Path:
        return self.folder / "dists" / RELEASE / name


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


class Apt:
    """apt of this machine with nothing of it: its own lists, its own installed packages, one source."""

    def __init__(self, folder: Path, source: Source) -> None:
        self._root = folder
        for name in ("state/lists/partial", "cache/archives/partial", "etc"):
            (folder / name).mkdir(parents=True)
        (folder / "status").touch()
        shutil.copyfile(source.folder / "kiosk.asc", folder / "kiosk.asc")
        (folder / "kiosk.sources").write_text(
            f"Types: deb\nURIs: http://127.0.0.1:{source.server.server_port}\nSuites: {RELEASE}\nComponents: main\n"
            f"Architectures: amd64\nSigned-By: {folder / 'kiosk.asc'}\n"
        )

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        at = self._root
        options = {
            "Dir::State": at / "state", "Dir::State::status": at / "status", "Dir::Cache": at / "cache", "Dir::Etc": at / "etc",
            "Dir::Etc::sourcelist": at / "kiosk.sources", "Dir::Etc::sourceparts": "-", "APT::Architecture": "amd64",
            "APT::Architectures": "amd64", "APT::Sandbox::User": "root", "Acquire::Retries": "0",
            "Acquire::http::Proxy": "DIRECT", "APT::Update::Error-Mode": "any", "Acquire::Check-Valid-Until": "true", "Acquire::Check-Date": "true", "Debug::NoLocking": "true", "Acquire::Languages": "none",
        }  # fmt: skip
        environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "APT_CONFIG": str(self._root / "status"),
        }
        return subprocess.run(
            ["apt-get", *(f"-o{name}={value}" for name, value in options.items()), *words],
            capture_output=True, text=True, check=False, env=environment, timeout=60,
        )  # fmt: skip

    def fetched(self) -> list[str]:
        return sorted(path.name for path in (self._root / "cache/archives").glob("*.deb"))


@pytest.fixture
def source(tmp_path: Path, keys: Path) -> Iterator[Source]:
    made = Source(tmp_path, keys)
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def apt(tmp_path: Path, source: Source) -> Apt:
    """With a source that is as it was made."""
    package(source.packages, "1.0-1~deb12")
    made = source.make()
    assert made.returncode == 0, made.stderr
    return Apt(tmp_path / "display", source)


def fetch(apt: Apt) -> subprocess.CompletedProcess[str]:
    return apt("-y", "install", "--download-only", "kiosk")


def flip(path: Path) -> None:
    """One bit, in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def test_apt_fetches_from_it(apt: Apt) -> None:
    assert apt("update").returncode == 0
    done = fetch(apt)
    assert done.returncode == 0, done.stderr
    assert apt.fetched() == ["kiosk_1.0-1~deb12_amd64.deb"]


def test_the_newest_of_two_is_taken_and_both_stay(apt: Apt, source: Source) -> None:
    for old in source.packages.iterdir():
        old.unlink()
    package(source.packages, "1.1-1~deb12")
    assert source.make().returncode == 0
    apt("update")
    fetch(apt)
    assert apt.fetched() == ["kiosk_1.1-1~deb12_amd64.deb"]
    assert apt("-y", "install", "--download-only", "kiosk=1.0-1~deb12").returncode == 0


def test_each_release_and_architecture_has_its_own(source: Source) -> None:
    for version, arch in (("1.0-1~deb12", "amd64"), ("1.0-1~deb13", "amd64"), ("1.0-1~deb13", "arm64")):
        package(source.packages, version, arch)
    assert source.make().returncode == 0
    found = {
        path.relative_to(source.folder / "dists").as_posix(): path.read_text().count("Package: kiosk")
        for path in source.folder.rglob("Packages")
    }
    assert found == {
        "bookworm/main/binary-amd64/Packages": 1,
        "trixie/main/binary-amd64/Packages": 1,
        "trixie/main/binary-arm64/Packages": 1,
    }
    assert "~deb13" not in source.of("main/binary-amd64/Packages").read_text()


def test_what_is_signed_by_somebody_else_is_refused(apt: Apt, source: Source) -> None:
    assert source.make(key="stranger@example.org").returncode == 0
    said = apt("update")
    assert said.returncode != 0
    assert "NO_PUBKEY" in said.stderr or "Missing key" in said.stderr


def test_what_is_not_signed_is_refused(apt: Apt, source: Source) -> None:
    source.of("InRelease").unlink()
    source.of("Release.gpg").unlink()
    said = apt("update")
    assert said.returncode != 0
    assert "not signed" in said.stderr


@pytest.mark.parametrize("name", ["InRelease", "main/binary-amd64/Packages.gz"])
def test_one_other_bit_in_what_is_signed_is_refused(apt: Apt, source: Source, name: str) -> None:
    flip(source.of(name))
    source.of("Release.gpg").unlink()
    source.of("main/binary-amd64/Packages").unlink()
    assert apt("update").returncode != 0
    assert fetch(apt).returncode != 0
    assert apt.fetched() == []


def test_a_list_that_names_another_package_is_refused(apt: Apt, source: Source) -> None:
    """As whoever stands between would write it: sound in itself, and not what was signed."""
    plain = source.of("main/binary-amd64/Packages")
    forged = plain.read_text().replace("SHA256: ", "SHA256: 00")
    plain.write_text(forged)
    source.of("main/binary-amd64/Packages.gz").write_bytes(gzip.compress(forged.encode()))
    assert apt("update").returncode != 0


def test_one_other_bit_in_the_package_is_refused(apt: Apt, source: Source) -> None:
    apt("update")
    flip(next(source.folder.rglob("*.deb")))
    said = fetch(apt)
    assert said.returncode != 0
    assert "Hash Sum mismatch" in said.stderr
    assert apt.fetched() == []


def test_what_is_out_of_date_is_refused(apt: Apt, source: Source) -> None:
    """Somebody between who hands out the old one keeps a correction away no longer than it was said."""
    assert source.make("--days=-1").returncode == 0
    said = apt("update")
    assert said.returncode != 0
    assert "expired" in said.stderr


def test_a_version_is_never_another_file(apt: Apt, source: Source) -> None:
    assert apt("update").returncode == 0
    next(source.packages.glob("*.deb")).unlink()
    package(source.packages, "1.0-1~deb12", text="another")
    said = source.make()
    assert said.returncode == 1
    assert said.stderr.strip() == (
        "kiosk_1.0-1~deb12_amd64.deb is there already with other content. Raise the version, then: make deb"
    )


@pytest.mark.parametrize("key", ["nobody@example.org", "example.org"])
def test_no_key_and_two_keys_are_told(source: Source, key: str) -> None:
    package(source.packages, "1.0-1~deb12")
    said = source.make(key=key)
    assert said.returncode == 1
    assert "Name one by its fingerprint" in said.stderr
    assert not source.folder.exists()


def test_without_a_package_it_says_how_to_make_one(source: Source) -> None:
    said = source.make()
    assert (said.returncode, "make deb" in said.stderr) == (1, True)


class Installed:
    """A system in a folder with version 1.0 in it, real apt and dpkg on that folder, and the updater that is packed."""

    def __init__(self, root: Path, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
        self._root = root
        for name in ("etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/apt/preferences.d", "etc/apt/trusted.gpg.d", "var/lib/dpkg/info",
                     "var/lib/dpkg/updates", "var/lib/apt/lists/partial", "var/cache/apt/archives/partial", "var/log/apt",
                     "var/lib/kiosk-release", "run/kiosk-update", "usr"):  # fmt: skip
            (root / name).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        shutil.copyfile(source.folder / "kiosk.asc", root / "etc/apt/kiosk.asc")
        (root / "etc/apt/sources.list.d/kiosk.sources").write_text(
            f"Types: deb\nURIs: http://127.0.0.1:{source.server.server_port}\nSuites: {RELEASE}\nComponents: main\n"
            f"Signed-By: {root / 'etc/apt/kiosk.asc'}\n"
        )
        (root / "apt.conf").write_text(
            f'Dir "{root}/"; APT::Sandbox::User "root"; Acquire::http::Proxy "DIRECT"; Acquire::Languages "none";\n'
        )
        monkeypatch.setenv("APT_CONFIG", str(root / "apt.conf"))
        monkeypatch.setenv("DPKG_ROOT", str(root))
        subprocess.run(
            ["dpkg", "--install", *source.packages.glob("*.deb")], check=True, capture_output=True, timeout=60
        )
        self.told = update.Told(root / "run/kiosk-update/state.json")

    def look(self) -> str:
        return str(
            update.Updater(self._root, lambda: {"update": {"hindered": None}}, self.told).look(by_hand=False)
        )

    def version(self) -> str:
        words = ["dpkg-query", "--show", "--showformat=${Version}", "kiosk"]
        return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture
def installed(tmp_path: Path, source: Source, monkeypatch: pytest.MonkeyPatch) -> Installed:
    if os.geteuid() != 0:
        pytest.skip("dpkg installs only as root")
    package(source.packages, "1.0-1~deb12", own_architecture())
    assert source.make().returncode == 0
    return Installed(tmp_path / "machine", source, monkeypatch)


def own_architecture() -> str:
    return subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


def newer(source: Source, **sign: str) -> None:
    package(source.packages, "1.1-1~deb12", own_architecture())
    assert source.make(**sign).returncode == 0


def test_a_display_brings_itself_up_to_date_from_it(installed: Installed, source: Source) -> None:
    assert installed.look() == "current"
    assert installed.version() == "1.0-1~deb12"
    newer(source)
    assert installed.look() == "current"
    assert installed.version() == "1.1-1~deb12"
    assert installed.told.read()["version"] == "1.1-1~deb12"


def test_a_display_installs_nothing_that_a_stranger_signed(installed: Installed, source: Source) -> None:
    newer(source, key="stranger@example.org")
    assert installed.look() == "failed"
    assert installed.version() == "1.0-1~deb12"
    assert "signature" in installed.told.read()["why"] or "not signed" in installed.told.read()["why"]


def test_a_display_installs_no_package_that_was_changed_on_the_way(
    installed: Installed, source: Source
) -> None:
    newer(source)
    flip(next((source.folder / "pool").rglob("kiosk_1.1*.deb")))
    assert installed.look() == "failed"
    assert installed.version() == "1.0-1~deb12"
