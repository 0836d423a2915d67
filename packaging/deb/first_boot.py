"""What a display is told by a file beside its system: kiosk-boot.toml on the partition that every computer can write.

Read at each start, before the network and the display; whoever can put the card into a computer says how the display reaches its network, how its
panel hangs, and which language it speaks. Nothing secret may stand there, for everybody can read it: a key that smells of a secret
is refused. What is wrong is told in the journal and on the first console, and the file changes nothing as a whole.

Usage: first_boot.py [--root DIR] [FILE ...]
"""

import argparse
import ipaddress
import re
import socket
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

PLACES = ("boot/firmware/kiosk-boot.toml", "boot/efi/kiosk-boot.toml", "boot/kiosk-boot.toml")
MARK = "# Written from kiosk-boot.toml at each start; change it there.\n"
SECRET = re.compile(r"(?i)secret|passw|psk|pin$|token|key")
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.IGNORECASE)


class Wrong(Exception):
    """One sentence for who wrote the file."""


def host(value: Any) -> str:
    if isinstance(value, str) and (HOST.fullmatch(value) or _is(ipaddress.ip_address, value)):
        return value
    raise Wrong(f"{value!r} is not the name or address of a machine")


def address(value: Any) -> str:
    if isinstance(value, str) and "/" in value and _is(ipaddress.ip_interface, value):
        return value
    raise Wrong(f"{value!r} is not an address with its network, such as 10.0.0.17/24")


def plain_address(value: Any) -> str:
    if isinstance(value, str) and _is(ipaddress.ip_address, value):
        return value
    raise Wrong(f"{value!r} is not an address, such as 10.0.0.1")


def label(value: Any) -> str:
    if isinstance(value, str) and "." not in value and HOST.fullmatch(value):
        return value
    raise Wrong(f"{value!r} is not a name for a machine: letters, digits and hyphens")


def language(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", value):
        return value
    raise Wrong(f"{value!r} is not a language, such as de")


def rotation(value: Any) -> str:
    if value in (0, 90, 180, 270) and not isinstance(value, bool):
        return str(value)
    raise Wrong(f"{value!r} is not a rotation: 0, 90, 180 or 270")


def many(one: Callable[[Any], str]) -> Callable[[Any], str]:
    def each(value: Any) -> str:
        return " ".join(one(item) for item in (value if isinstance(value, list) else [value]))

    return each


KEYS: dict[str, dict[str, Callable[[Any], str]]] = {
    "network": {
        "hostname": label, "address": address, "gateway": plain_address, "dns": many(plain_address), "ntp": many(host),
    },
    "display": {"language": language, "rotation": rotation},
}  # fmt: skip


def _is(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def understood(text: str) -> dict[str, str]:
    """Every key with its table, "network.dns", and its value as it is written into files. Raises `Wrong`."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        raise Wrong(f"it is not TOML: {mistake}") from None
    found: dict[str, str] = {}
    for table, keys in document.items():
        if table not in KEYS or not isinstance(keys, dict):
            raise Wrong(f"there is no table [{table}]; there are {', '.join(f'[{name}]' for name in KEYS)}")
        for key, value in keys.items():
            if key not in KEYS[table] and SECRET.search(key):
                raise Wrong(f"{table}.{key}: nothing secret may stand here, every computer can read it")
            if key not in KEYS[table]:
                raise Wrong(f"there is no key {table}.{key}; there are {', '.join(KEYS[table])}")
            found[f"{table}.{key}"] = KEYS[table][key](value)
    if ("network.address" in found) != ("network.gateway" in found):
        raise Wrong(
            "network.address and network.gateway come together, or neither, and the network says both"
        )
    return found


def files(told: dict[str, str]) -> dict[str, str]:
    """Path below the root and content. All of it below /run: the root may be read only, and nothing outlives the file."""
    found: dict[str, str] = {}
    if {"network.address", "network.dns"} & told.keys():
        found["run/systemd/network/20-kiosk-boot.network"] = networkd(told)
        found["run/NetworkManager/system-connections/kiosk-boot.nmconnection"] = network_manager(told)
    if "network.ntp" in told:
        found["run/systemd/timesyncd.conf.d/kiosk-boot.conf"] = f"[Time]\nNTP={told['network.ntp']}\n"
    environment = ""
    if "display.rotation" in told:
        environment += f"KIOSK_ROTATION={told['display.rotation']}\n"
    if "display.language" in told:
        environment += "KIOSK_ARGUMENTS=--config /run/kiosk-boot/kiosk.toml\n"
        found["run/kiosk-boot/kiosk.toml"] = f'[display]\nlanguage = "{told["display.language"]}"\n'
    if environment:
        found["run/kiosk-boot/environment"] = environment
    return found


def networkd(told: dict[str, str]) -> str:
    """For systemd-networkd, of a system that was made for one purpose."""
    lines = ["[Match]", "Type=ether", "[Network]"]
    if "network.address" in told:
        lines += [f"Address={told['network.address']}", f"Gateway={told['network.gateway']}"]
    else:
        lines += ["DHCP=yes"]
    return "\n".join([*lines, *(f"DNS={one}" for one in told.get("network.dns", "").split())]) + "\n"


def network_manager(told: dict[str, str]) -> str:
    """For NetworkManager, of Raspberry Pi OS."""
    sections: dict[str, list[str]] = {"ipv4": [], "ipv6": []}
    if "network.address" in told:
        section = f"ipv{ipaddress.ip_interface(told['network.address']).version}"
        sections[section] += [
            "method=manual",
            f"address1={told['network.address']},{told['network.gateway']}",
        ]
    for lines in sections.values():
        if not lines:
            lines.append("method=auto")
    for one in told.get("network.dns", "").split():
        sections[f"ipv{ipaddress.ip_address(one).version}"].append(f"dns={one};")
    lines = ["[connection]", "id=kiosk-boot", "type=ethernet", "autoconnect-priority=10"]
    for name, inside in sections.items():
        servers = "".join(line.removeprefix("dns=") for line in inside if line.startswith("dns="))
        lines += [f"[{name}]", *(line for line in inside if not line.startswith("dns="))]
        lines += [f"dns={servers}"] if servers else []
    return "\n".join(lines) + "\n"


def follow(root: Path, told: dict[str, str]) -> None:
    """Writes what is told. NetworkManager reads only what nobody else can."""
    for name, content in files(told).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MARK + content, encoding="utf-8")
        path.chmod(0o600 if name.endswith(".nmconnection") else 0o644)
    if "network.hostname" in told and root == Path("/"):
        socket.sethostname(told["network.hostname"])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument("file", nargs="*", type=Path)
    args = parser.parse_args()
    path = next(
        (path for path in args.file or [args.root / place for place in PLACES] if path.exists()), None
    )
    try:
        follow(args.root, {} if path is None else understood(path.read_text(encoding="utf-8")))
    except (Wrong, UnicodeDecodeError) as wrong:
        print(f"kiosk: {path} is not followed: {wrong}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
