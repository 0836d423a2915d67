"""The image's recipe: what must be writable lies on the data partition or in memory, nothing else is; sizes, boot files, units."""

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[2]
DEB = PROJECT / "packaging" / "deb"
IMAGE = PROJECT / "packaging" / "image"
ROOT = IMAGE / "root"
DIRECTORIES = {
    "StateDirectory": "/var/lib", "CacheDirectory": "/var/cache", "LogsDirectory": "/var/log", "RuntimeDirectory": "/run",
    "ConfigurationDirectory": "/etc",
}  # fmt: skip
IN_MEMORY = {"/run", "/dev", "/proc", "/sys"}
"""What systemd mounts before it reads fstab."""
CARD = 4_000


def module(name: str) -> ModuleType:
    sys.path.insert(0, str(IMAGE))
    try:
        return __import__(name)
    finally:
        sys.path.remove(str(IMAGE))


@pytest.fixture(scope="module")
def system() -> ModuleType:
    return module("system")


@pytest.fixture(scope="module")
def partitions() -> ModuleType:
    return module("partitions")


def can_be_written(path: str, system: ModuleType) -> bool:
    """By the mount that holds it, which is the deepest of those that are above it."""
    writable = {mount.target: mount.writable for mount in system.mounts()} | dict.fromkeys(IN_MEMORY, True)
    above = [str(path), *map(str, PurePosixPath(path).parents)]
    return next(writable[place] for place in above if place in writable)


def units() -> list[Path]:
    return sorted((DEB / "root/usr/lib/systemd/system").glob("*.service"))


def named(key: str) -> set[str]:
    """What the units say after that key, a word each."""
    found: set[str] = set()
    for path in units():
        for value in re.findall(rf"^{key}=(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            found |= set(value.split())
    return found


def test_the_root_is_only_read(system: ModuleType) -> None:
    for place in ("/", "/etc/systemd", "/usr/lib/kiosk/app", "/var/lib/dpkg", "/boot/firmware", "/home"):
        assert not can_be_written(place, system), place


def test_every_directory_that_a_unit_asks_for_can_be_written(system: ModuleType) -> None:
    wanted = {f"{base}/{name}" for key, base in DIRECTORIES.items() for name in named(key)}
    assert {"/var/lib/kiosk", "/var/cache/kiosk"} <= wanted
    assert {path for path in wanted if not can_be_written(path, system)} == set()


def test_every_path_that_a_unit_may_write_can_be_written(system: ModuleType) -> None:
    wanted = {path.lstrip("+-") for path in named("ReadWritePaths")}
    wanted |= {value.partition("=")[2] for value in named("Environment") if "=/" in value}
    assert "/sys/devices" in wanted
    assert {path for path in wanted if not can_be_written(path, system)} == set()


def test_every_directory_that_the_package_makes_at_a_start_can_be_written(system: ModuleType) -> None:
    text = (DEB / "root/usr/lib/tmpfiles.d/kiosk.conf").read_text(encoding="utf-8")
    made = {line.split()[1] for line in text.splitlines() if line.startswith("d ")}
    assert len(made) > 2
    assert {path for path in made if not can_be_written(path, system)} == set()


def test_what_the_boot_file_says_is_written_into_memory(system: ModuleType, tmp_path: Path) -> None:
    told = (IMAGE / "boot/kiosk-boot.toml").read_text(encoding="utf-8")
    path = tmp_path / "boot/firmware/kiosk-boot.toml"
    path.parent.mkdir(parents=True)
    path.write_text(re.sub(r"^#(?=\w+ *=)", "", told, flags=re.MULTILINE), encoding="utf-8")
    words = [sys.executable, "-I", DEB / "first_boot.py", "--root", tmp_path]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    written = {f"/{one.relative_to(tmp_path)}" for one in tmp_path.rglob("*") if one.is_file()} - {
        "/boot/firmware/kiosk-boot.toml"
    }
    assert "/run/kiosk-boot/environment" in written
    assert {name for name in written if not name.startswith("/run/")} == set()
    assert {name for name in written if not can_be_written(name, system)} == set()


def test_the_boot_file_as_it_is_shipped_says_nothing(tmp_path: Path) -> None:
    words = [sys.executable, "-I", DEB / "first_boot.py", "--root", tmp_path, IMAGE / "boot/kiosk-boot.toml"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    [
        "/var/lib/kiosk-release/trial",  # gate.py
        "/etc/kiosk/usb-allow",  # usb-lock
        "/run/udev/rules.d/71-kiosk-touch.rules",  # touch
        "/etc/credstore.encrypted/kiosk.pin",  # kiosk staff seal
        "/var/lib/systemd/credential.secret",  # what it seals with
        "/var/lib/systemd/timesync/clock",  # a board without a clock counts on from it
        "/var/lib/apt/lists/lock",
    ],
)
def test_what_programs_write_outlives_the_power_or_is_in_memory(path: str, system: ModuleType) -> None:
    assert can_be_written(path, system)
    held = [mount for mount in system.mounts() if mount.kept and path.startswith(mount.target + "/")]
    assert bool(held) != path.startswith("/run/")


def test_what_is_kept_lies_on_the_data_partition_each_in_a_place_of_its_own(system: ModuleType) -> None:
    kept = [mount for mount in system.mounts() if mount.kept]
    assert all(mount.source.startswith("/data/") for mount in kept)
    assert len({mount.source for mount in kept}) == len(kept)
    data = next(mount for mount in system.mounts() if mount.target == "/data")
    assert {"rw", "nodev", "nosuid", "errors=remount-ro"} <= set(data.options)


def test_what_is_on_the_card_is_checked_at_each_start() -> None:
    lines = (ROOT / "etc/fstab").read_text(encoding="utf-8").splitlines()
    passes = {line.split()[1]: line.split()[5] for line in lines if line.startswith("LABEL=")}
    assert passes == {"/": "1", "/boot/firmware": "2", "/data": "2"}
    assert "fsck.repair=yes" in (ROOT / "etc/default/raspi-extra-cmdline").read_text(encoding="utf-8").split()


def test_the_partitions_fit_a_card_and_are_those_of_fstab(partitions: ModuleType, system: ModuleType) -> None:
    labels = {
        mount.source.removeprefix("LABEL="): mount.target
        for mount in system.mounts()
        if "LABEL=" in mount.source
    }
    assert {partitions.LABELS[name]: point for name, point in partitions.POINTS.items()} == labels
    assert sum(partitions.MEGABYTES.values()) * 1.048576 < CARD
    assert partitions.MEGABYTES["data"] >= 64
    text = partitions.configuration()
    for name, size in partitions.MEGABYTES.items():
        assert re.search(rf"image {name}\.img {{[^}}]*}}\s+size = {size}M", text)
    assert text.index("partition boot") < text.index("partition root") < text.index("partition data")


def test_linux_starts_from_the_root_that_fstab_names_and_only_reads_it(
    system: ModuleType, tmp_path: Path
) -> None:
    system.bootable(tmp_path)
    (line,) = (tmp_path / "boot/firmware/cmdline.txt").read_text(encoding="utf-8").splitlines()
    words = line.split()
    assert "root=LABEL=kiosk-root" in words
    assert "ro" in words
    assert "rw" not in words
    assert {path.name for path in (tmp_path / "boot/firmware").iterdir()} == {
        "cmdline.txt", "config.txt", "kiosk-boot.toml",
    }  # fmt: skip


def test_what_debians_firmware_package_wrote_of_kernel_and_panels_is_left(
    system: ModuleType, tmp_path: Path
) -> None:
    boot = tmp_path / "boot/firmware"
    boot.mkdir(parents=True)
    written = "# /etc/default/raspi-firmware-custom or\n# /etc/default/raspi-extra-cmdline files.\nkernel=vmlinuz-6.12\n"
    (boot / "config.txt").write_text(written, encoding="utf-8")
    system.bootable(tmp_path)
    assert (boot / "config.txt").read_text(encoding="utf-8") == written
    assert {path.name for path in boot.iterdir()} == {"config.txt", "kiosk-boot.toml"}


def test_panels_on_the_ribbon_and_on_hdmi_are_found_by_the_board() -> None:
    lines = (IMAGE / "boot/config.txt").read_text(encoding="utf-8").splitlines()
    assert {"display_auto_detect=1", "dtoverlay=vc4-kms-v3d", "arm_64bit=1", "auto_initramfs=1"} <= set(lines)


def test_every_unit_of_the_image_is_installed_and_started(system: ModuleType) -> None:
    own = {path.name for path in (ROOT / "etc/systemd/system").glob("*.service")}
    assert own <= set(system.ENABLED)
    for name in own:
        text = (ROOT / "etc/systemd/system" / name).read_text(encoding="utf-8")
        (program,) = re.findall(r"^ExecStart=(\S+)", text, re.MULTILINE)
        assert program == "/usr/bin/udevadm" or (ROOT / program.lstrip("/")).exists()


def test_what_a_package_brought_is_the_first_on_the_data_partition(
    system: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "etc/kiosk").mkdir(parents=True)
    (tmp_path / "etc/kiosk/environment").write_text("#KIOSK_ROTATION=90\n", encoding="utf-8")
    (tmp_path / "etc/kiosk").chmod(0o750)
    (tmp_path / "etc/resolv.conf").write_text("nameserver 10.0.0.1\n", encoding="utf-8")
    system.laid(tmp_path)
    assert list((tmp_path / "etc/kiosk").iterdir()) == []
    kept = tmp_path / "data/kiosk-settings"
    assert (kept / "environment").read_text(encoding="utf-8") == "#KIOSK_ROTATION=90\n"
    assert kept.stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "etc/machine-id").read_bytes() == b""
    assert (tmp_path / "etc/resolv.conf").readlink() == Path("../run/systemd/resolve/stub-resolv.conf")
    wants = tmp_path / "etc/systemd/system/multi-user.target.wants"
    assert {path.name for path in wants.iterdir()} == set(system.ENABLED)
    assert {name for name in system.MASKED if str((wants.parent / name).readlink()) != "/dev/null"} == set()


@pytest.mark.parametrize("name", ["root", "number"])
def test_a_script_of_the_image_is_sound(name: str) -> None:
    subprocess.run(["sh", "-n", ROOT / "usr/lib/kiosk-image" / name], check=True, timeout=10)


def test_apt_makes_the_root_writable_and_read_only_again() -> None:
    text = (ROOT / "etc/apt/apt.conf.d/90kiosk-image").read_text(encoding="utf-8")
    assert re.findall(
        r"^DPkg::(\w+)-Invoke { \"/usr/lib/kiosk-image/root (\w+)\"; };$", text, re.MULTILINE
    ) == [
        ("Pre", "rw"),
        ("Post", "ro"),
    ]


def test_nothing_secret_and_no_mirror_is_in_the_recipe() -> None:
    for path in IMAGE.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            text = path.read_text(encoding="utf-8")
            assert not re.search(
                r"https?://|passw(or)?d *=|psk *=|BEGIN [A-Z ]*PRIVATE", text, re.IGNORECASE
            ), path
