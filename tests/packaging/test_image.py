"""The image for a Raspberry Pi: its data partition on real block devices, its units, and what `make image` asks for."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.test_gate import DEB

IMAGE = DEB.parent / "image"
ROOT = IMAGE / "root"
DATA = ROOT / "usr/lib/kiosk-image/data.py"
TOOLS = ("sfdisk", "losetup", "partx", "blkid", "mkfs.ext4", "e2fsck", "unshare")
MEGABYTE = 1 << 20


class Card:
    """A file of 400 MB as a disk, with a partition to boot from and one for the system, as the image has them."""

    def __init__(self, folder: Path) -> None:
        self.root, self._file = folder / "root", folder / "card.img"
        (self.root / "data").mkdir(parents=True)
        for name in ("etc/kiosk", "var/lib/kiosk", "var/lib/systemd"):
            (self.root / name).mkdir(parents=True)
        (self.root / "etc/kiosk/environment").write_text("of the image")
        with self._file.open("wb") as file:
            file.truncate(400 * MEGABYTE)
        table = "label: dos\nsize=16MiB, type=c\nsize=32MiB, type=83\n"
        subprocess.run(["sfdisk", "--quiet", self._file], input=table, text=True, check=True, timeout=60)
        said = subprocess.run(
            ["losetup", "--find", "--show", self._file],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        self.disk = said.stdout.strip()
        if self.disk:  # not every kernel looks for partitions by itself
            subprocess.run(["partx", "--add", self.disk], check=False, capture_output=True, timeout=60)

    @property
    def data(self) -> str:
        return f"{self.disk}p3"

    def start(self, *then: str) -> subprocess.CompletedProcess[str]:
        """A start of the machine, in a namespace of its own: what is mounted ends with it. `then`: what is done there."""
        script = 'python="$1" data="$2" root="$3" disk="$4"; "$python" -I -B "$data" --root "$root" --disk "$disk" || exit; cd "$root"; '
        return subprocess.run(
            ["unshare", "--mount", "sh", "-c", script + "; ".join(then or ("true",)), "sh", sys.executable, DATA, self.root, self.disk],
            capture_output=True, text=True, check=False, timeout=100,
        )  # fmt: skip

    def close(self) -> None:
        subprocess.run(["partx", "--delete", self.disk], check=False, capture_output=True, timeout=60)
        subprocess.run(["losetup", "--detach", self.disk], check=True, timeout=60)


def out_of(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Card]:
    if any(shutil.which(name) is None for name in TOOLS):
        pytest.skip("fdisk or e2fsprogs is not installed")
    made = Card(tmp_path)
    if not made.disk:
        pytest.skip("this machine lends no block devices")
    try:
        if not Path(f"{made.disk}p2").exists():
            pytest.skip("this machine lends no partitions of one")
        yield made
    finally:
        made.close()


def test_the_first_start_makes_a_partition_of_what_is_left(card: Card) -> None:
    done = card.start("cat etc/kiosk/environment", "echo kept > var/lib/kiosk/outbox.db")
    assert (done.returncode, done.stdout) == (0, "of the image"), done.stderr
    label = out_of("blkid", "--probe", "--output=value", "--match-tag=LABEL", card.data)
    size = out_of("blockdev", "--getsize64", card.data)
    assert label.strip() == "kiosk-data"
    assert int(size) > 340 * MEGABYTE
    assert not (card.root / "var/lib/kiosk/outbox.db").exists()  # it lies on the partition, not on the system


def test_what_was_kept_is_there_at_the_next_start(card: Card) -> None:
    card.start("echo kept > var/lib/kiosk/outbox.db", "echo mine > etc/kiosk/environment")
    (card.root / "etc/kiosk/environment").write_text("of a newer image")
    done = card.start("cat var/lib/kiosk/outbox.db etc/kiosk/environment")
    assert done.stdout == "kept\nmine\n", done.stderr


def test_rights_and_owners_come_along(card: Card) -> None:
    (card.root / "var/lib/kiosk").chmod(0o700)
    shutil.chown(card.root / "var/lib/kiosk", 1234, 1234)
    assert card.start("stat -c '%a %u' var/lib/kiosk").stdout == "700 1234\n"


def test_a_start_that_was_cut_off_before_it_was_formatted(card: Card) -> None:
    words = ["sfdisk", "--append", "--no-reread", "--no-tell-kernel", "--quiet", card.disk]
    subprocess.run(words, input="type=L\n", text=True, check=True, timeout=60)
    subprocess.run(["partx", "--add", "--nr", "3", card.disk], check=True, timeout=60)
    assert card.start("test -d data/var/lib/kiosk").returncode == 0


def test_a_start_that_was_cut_off_amid_the_copying(card: Card) -> None:
    card.start(
        "umount etc/kiosk", "mv data/etc/kiosk data/etc/kiosk.new", "rm data/etc/kiosk.new/environment"
    )
    assert card.start("cat etc/kiosk/environment").stdout == "of the image"


@pytest.mark.parametrize("at", [1024, 32 * MEGABYTE])
def test_what_a_power_cut_spoiled_is_mended(card: Card, at: int) -> None:
    """The superblock at the beginning, and some blocks in the middle."""
    card.start("echo kept > var/lib/kiosk/outbox.db")
    with Path(card.data).open("r+b") as device:
        device.seek(at)
        device.write(bytes(4096))
    done = card.start("cat var/lib/kiosk/outbox.db")
    assert (done.returncode, done.stdout) == (0, "kept\n"), done.stderr


def test_a_card_that_is_written_anew_has_nothing_of_the_display_before(card: Card) -> None:
    card.start("echo kept > var/lib/kiosk/outbox.db")
    subprocess.run(["partx", "--delete", "--nr", "3", card.disk], check=True, timeout=60)
    subprocess.run(
        ["sfdisk", "--delete", "--no-reread", "--no-tell-kernel", card.disk, "3"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    done = card.start("test -e var/lib/kiosk/outbox.db && echo there || echo gone")
    assert (done.returncode, done.stdout) == (0, "gone\n"), done.stderr


def test_somebody_elses_partition_is_left_alone(card: Card) -> None:
    card.start()
    subprocess.run(["mkfs.ext4", "-q", "-F", "-L", "photos", card.data], check=True, timeout=60)
    done = card.start()
    assert (done.returncode, "left alone" in done.stderr) == (1, True)


def test_what_outlives_the_power_is_all_that_the_package_keeps() -> None:
    kept = re.search(r"KEPT = \((.*?)\n\)", DATA.read_text(encoding="utf-8"), re.DOTALL)
    assert kept is not None
    places = {f"/{name}" for name in re.findall(r'"([^"]+)"', kept[1])}
    made = {
        line.split()[1]
        for line in (DEB / "root/usr/lib/tmpfiles.d/kiosk.conf").read_text().splitlines()
        if line
    }
    assert {place for place in made if not place.startswith("/run/")} <= places


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", ["kiosk-data.service", "var-log.mount", "var-tmp.mount"])
def test_a_unit_is_sound(unit: str) -> None:
    path = ROOT / "usr/lib/systemd/system" / unit
    said = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", path],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert [line for line in said.stderr.splitlines() if unit in line] == []


def test_a_mount_is_named_after_its_place() -> None:
    for path in (ROOT / "usr/lib/systemd/system").glob("*.mount"):
        assert f"Where=/{path.stem.replace('-', '/')}\n" in path.read_text(encoding="utf-8")


def test_the_recipe_is_sound_and_names_no_mirror() -> None:
    subprocess.run(["sh", "-n", IMAGE / "apply"], check=True, timeout=10)
    files = [path for path in IMAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert [
        path.name for path in files if re.search(r"https?://|ftp://", path.read_text(encoding="utf-8"))
    ] == []


def test_the_layer_asks_for_what_it_is_told() -> None:
    """Variables of the layer, those that its hook uses, and those that the command gives are the same."""
    layer = (IMAGE / "layer/kiosk-pi.yaml").read_text(encoding="utf-8")
    told = set(re.findall(r"^# X-Env-Var-(\w+): ", layer, re.MULTILINE))
    used = set(re.findall(r"\$IGconf_kiosk_(\w+)", layer))
    given = set(re.findall(r'"kiosk_(\w+)":', (IMAGE / "build.py").read_text(encoding="utf-8")))
    assert told == used == given
    assert "X-Env-Layer-Name: kiosk-pi" in layer
    assert "app: kiosk-pi" in (IMAGE / "config/kiosk-pi.yaml").read_text(encoding="utf-8")


def test_everything_in_the_boot_file_is_a_suggestion_that_can_be_taken(tmp_path: Path) -> None:
    """With its marks taken away it is followed; as it is, it changes nothing."""
    text = (IMAGE / "kiosk-boot.toml").read_text(encoding="utf-8")
    path, program = tmp_path / "kiosk-boot.toml", DEB / "first_boot.py"
    for given, written in ((text, False), (re.sub(r"(?m)^#(?=[\[a-z])", "", text), True)):
        path.write_text(given, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", program, "--root", tmp_path, path],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert (tmp_path / "run").exists() is written


def build(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, IMAGE / "build.py", *words], capture_output=True, text=True, check=False, timeout=60
    )


def test_it_says_all_that_is_missing(tmp_path: Path) -> None:
    done = build("--tool", tmp_path, "--packages", tmp_path, "--source", tmp_path)
    assert done.returncode == 1
    for part in (
        "rpi-image-gen: clone it",
        "make deb RELEASE=trixie ARCH=arm64",
        "kiosk.sources",
        "kiosk.asc",
    ):
        assert part in done.stderr


def test_of_several_packages_the_last_is_taken_and_none_for_another_release(tmp_path: Path) -> None:
    (tmp_path / "kiosk_9.0.0-1~deb12_amd64.deb").touch()
    assert "make deb RELEASE=trixie ARCH=arm64" in build("--packages", tmp_path).stderr
    (tmp_path / "kiosk_0.1.0-1~deb13_arm64.deb").touch()
    assert "make deb" not in build("--packages", tmp_path).stderr
