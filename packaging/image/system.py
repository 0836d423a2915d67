"""The system of an image as a tree of files: Debian's packages, the display's, and what root/ lays over them."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from foreign import Unable

HERE = Path(__file__).parent
PACKAGES = (
    "ca-certificates", "dbus", "e2fsprogs", "kmod", "libpam-systemd", "python3", "seatd", "systemd-resolved",
    "systemd-sysv", "systemd-timesyncd", "udev", "wlr-randr",
)  # fmt: skip
BOOTING = ("initramfs-tools", "raspi-firmware")
KERNEL_OF_DEBIAN = ("linux-image-arm64",)
KERNELS_OF_THE_BOARD = ("linux-image-rpi-v8", "linux-image-rpi-2712")
"""In Raspberry Pi's own archive: with the drivers of its panels, and of the Raspberry Pi 5."""
THE_BOARDS = "Raspberry Pi Foundation"
ENABLED = (
    "kiosk-image-number.service", "kiosk-image-usb.service", "systemd-networkd.service",
    "systemd-resolved.service", "systemd-timesyncd.service",
)  # fmt: skip
MASKED = (
    # They would write to a root that is only read, at every start or every night.
    "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "e2scrub_all.timer",
    "e2scrub_reap.service",
    # Nobody logs in behind the picture.
    "ctrl-alt-del.target", "debug-shell.service",
)  # fmt: skip
LEFT_OUT = ("usr/share/man", "usr/share/info", "usr/share/locale")


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of fstab."""

    source: str
    target: str
    kind: str
    options: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """On the data partition."""
        return "bind" in self.options

    @property
    def writable(self) -> bool:
        return "ro" not in self.options


def mounts() -> list[Mount]:
    """As written in root/etc/fstab, in that order."""
    lines = (HERE / "root/etc/fstab").read_text(encoding="utf-8").splitlines()
    parts = [line.split() for line in lines if line and not line.startswith("#")]
    return [Mount(*part[:3], tuple(part[3].split(","))) for part in parts]


def sources(release: str) -> tuple[list[str], bool]:
    """Lines for apt from this machine's own sources, and whether Raspberry Pi's archive is among them."""
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)\t$(CODENAME)\t$(ORIGIN)\t$(COMPONENT)\t$(SIGNED_BY)"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    known = sorted({tuple(line.split("\t")) for line in said.splitlines()})
    lines: list[str] = []
    of_the_board = False
    for uri, codename, origin, component, key in known:
        signed = f"[signed-by={key}] " if key.startswith("/") else ""
        if origin == "Debian" and "-" not in codename and component == "main":
            lines.append(f"deb {signed}{uri} {release} main non-free-firmware")
        elif origin == "Debian" and codename.endswith("-security") and component == "main":
            lines.append(f"deb {signed}{uri} {release}-security main non-free-firmware")
        elif origin == THE_BOARDS and codename == release:
            lines.append(f"deb {signed}{uri} {release} {component}")
            of_the_board = True
    if not lines:
        raise Unable("this machine's package sources have no Debian (after apt-get update)")
    return list(dict.fromkeys(lines)), of_the_board


def made(tree: Path, release: str, arch: str, package: Path, *, kernel: bool) -> bool:
    """Makes the tree. Whether the board's own kernel is in it."""
    lines, of_the_board = sources(release)
    included = list(PACKAGES)
    if kernel:
        included += [*BOOTING, *(KERNELS_OF_THE_BOARD if of_the_board else KERNEL_OF_DEBIAN)]
    # The display's package is installed by apt in the system itself: what it needs comes along.
    hooks = (f'cp {shlex.quote(str(package))} "$1/kiosk.deb"', 'chroot "$1" apt-get -q -y install /kiosk.deb', 'rm "$1/kiosk.deb"')  # fmt: skip
    words = [
        "mmdebstrap", "--mode=root", f"--architectures={arch}", "--variant=minbase", "--skip=check/qemu",
        f"--include={','.join(included)}", '--aptopt=APT::Install-Recommends "false"',
        *(f"--dpkgopt=path-exclude=/{name}/*" for name in LEFT_OUT),
        f"--essential-hook=copy-in {shlex.quote(str(HERE / 'root/etc/default'))} /etc",
        *(f"--customize-hook={hook}" for hook in hooks), release, str(tree), "-",
    ]  # fmt: skip
    done = subprocess.run(words, input="\n".join(lines) + "\n", capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unable(f"mmdebstrap: {done.stderr[-3000:]}")
    laid(tree)
    return of_the_board


def laid(tree: Path) -> None:
    """What an image has beyond its packages."""
    shutil.copytree(HERE / "root", tree, dirs_exist_ok=True)
    for program in (tree / "usr/lib/kiosk-image").iterdir():
        program.chmod(0o755)
    # Empty, not gone: systemd draws a number at the first start, and kiosk-image-number writes it down.
    (tree / "etc/machine-id").write_text("", encoding="ascii")
    for name in ("etc/resolv.conf", "var/lib/dbus/machine-id"):
        (tree / name).unlink(missing_ok=True)
    (tree / "etc/resolv.conf").symlink_to("../run/systemd/resolve/stub-resolv.conf")
    system = tree / "etc/systemd/system"
    for unit in ENABLED:
        link(system / "multi-user.target.wants" / unit, f"{home(unit)}/{unit}")
    for unit in MASKED:
        link(system / unit, "/dev/null")
    for mount in mounts():
        target = tree / mount.target.lstrip("/")
        target.mkdir(parents=True, exist_ok=True)
        if mount.kept:
            moved(target, tree / mount.source.lstrip("/"))


def home(unit: str) -> str:
    return (
        "/etc/systemd/system"
        if (HERE / "root/etc/systemd/system" / unit).exists()
        else "/usr/lib/systemd/system"
    )


def link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def moved(target: Path, source: Path) -> None:
    """What a package put into a folder that will lie on the data partition is the first of it there."""
    if source.exists():
        raise Unable(f"{source} stands twice in fstab")
    source.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "--archive", target, source], check=True)
    for path in target.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def bootable(tree: Path) -> None:
    """The boot partition's own files. Debian's firmware package writes two of them by itself, from root/etc/default."""
    boot = tree / "boot/firmware"
    boot.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "boot/kiosk-boot.toml", boot / "kiosk-boot.toml")
    config = boot / "config.txt"
    if config.exists() and "/etc/default/raspi-extra-cmdline" in config.read_text(encoding="utf-8"):
        return
    shutil.copyfile(HERE / "boot/config.txt", config)
    (boot / "cmdline.txt").write_text(f"console=tty1 {linux()}\n", encoding="utf-8")


def linux() -> str:
    """What Linux is told at its start. Of a word that stands twice, the last is followed: Debian's package writes root= and rw before."""
    return (HERE / "root/etc/default/raspi-extra-cmdline").read_text(encoding="utf-8").strip()
