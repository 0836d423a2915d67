"""kiosk-boot.toml: what it may say, what becomes of it, and what is refused as a whole."""

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.config.load import load

PROGRAM = Path(__file__).parents[2] / "packaging" / "deb" / "first_boot.py"
FULL = """
[network]
hostname = "aurora-door"
address = "10.0.0.17/24"
gateway = "10.0.0.1"
dns = ["10.0.0.2", "10.0.0.3"]
ntp = "time.example.org"

[display]
language = "de"
rotation = 90
"""


def boot(root: Path, text: str | None) -> tuple[int, str]:
    """Exit code and what the console hears."""
    path = root / "boot/firmware/kiosk-boot.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    if text is not None:
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", PROGRAM, "--root", root],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


def written(root: Path) -> dict[str, str]:
    found = (
        path
        for path in root.rglob("*")
        if path.is_file() and "boot/" not in path.relative_to(root).as_posix()[:5]
    )
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_everything_that_can_be_told_is_followed(tmp_path: Path) -> None:
    assert boot(tmp_path, FULL) == (0, "")
    found = written(tmp_path)
    network = found["run/systemd/network/20-kiosk-boot.network"].splitlines()
    assert {"Address=10.0.0.17/24", "Gateway=10.0.0.1", "DNS=10.0.0.2", "DNS=10.0.0.3"} <= set(network)
    assert "NTP=time.example.org\n" in found["run/systemd/timesyncd.conf.d/kiosk-boot.conf"]
    environment = found["run/kiosk-boot/environment"]
    assert "KIOSK_ROTATION=90\n" in environment
    assert "--config /run/kiosk-boot/kiosk.toml" in environment


def test_network_manager_takes_it_too_and_nobody_else_reads_it(tmp_path: Path) -> None:
    boot(tmp_path, FULL)
    path = tmp_path / "run/NetworkManager/system-connections/kiosk-boot.nmconnection"
    assert path.stat().st_mode & 0o777 == 0o600
    found = configparser.ConfigParser()
    found.read(path, encoding="utf-8")
    assert found["connection"]["type"] == "ethernet"
    assert found["ipv4"]["address1"] == "10.0.0.17/24,10.0.0.1"
    assert found["ipv4"]["dns"] == "10.0.0.2;10.0.0.3;"
    assert found["ipv6"]["method"] == "auto"


def test_nothing_outlives_the_file(tmp_path: Path) -> None:
    boot(tmp_path, FULL)
    assert {name.partition("/")[0] for name in written(tmp_path)} == {"run"}


def test_the_display_takes_the_language_that_is_written_for_it(tmp_path: Path) -> None:
    boot(tmp_path, FULL)
    config = load(tmp_path / "run/kiosk-boot/kiosk.toml")
    assert config.display.language == "de"
    assert not config.paired


def test_nothing_is_written_where_nothing_is_told(tmp_path: Path) -> None:
    assert boot(tmp_path, None) == (0, "")
    assert written(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[network]\nwifi_password = "x"', "nothing secret may stand here"),
        ('[network]\nclient_secret = "x"', "nothing secret may stand here"),
        ('[network]\nhost = "x"', "there is no key network.host; there are hostname"),
        ("[hub]\nport = 1", "there is no table [hub]"),
        ("network = 1", "there is no table [network]"),
        ('[network]\nhostname = "a b"', "is not a name for a machine"),
        ('[network]\naddress = "10.0.0.17"\ngateway = "10.0.0.1"', "is not an address with its network"),
        ('[network]\naddress = "10.0.0.17/24"', "come together"),
        ('[network]\ndns = "10.0.0.2\\nDHCP=no"', "is not an address"),
        ('[network]\nntp = "a; rm"', "is not the name or address of a machine"),
        ('[display]\nlanguage = "de\\"\\nx"', "is not a language"),
        ("[display]\nrotation = 45", "is not a rotation"),
        ("[display]\nrotation = true", "is not a rotation"),
        ("[display", "it is not TOML"),
        ("[display]\nrotation = 90\n[network]\nhostname = 7", "is not a name for a machine"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_followed(tmp_path: Path, text: str, told: str) -> None:
    code, said = boot(tmp_path, text)
    assert (code, told in said) == (1, True), said
    assert written(tmp_path) == {}
