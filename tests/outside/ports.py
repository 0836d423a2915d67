"""What a process listens on, as the kernel has it: a scan from outside that misses no port and no address."""

from pathlib import Path

LISTENS = "0A"
"""TCP's state in /proc/net; UDP has no such state: whoever has a port there can be sent to."""


def listening(pid: int) -> set[tuple[str, int]]:
    """Kind and port of every socket of that process that a stranger could reach, on whichever address."""
    own = {str(descriptor.readlink()) for descriptor in Path(f"/proc/{pid}/fd").iterdir()}
    found = set()
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]:
            local, _, state, *_, inode = line.split()[1:10]
            if f"socket:[{inode}]" in own and (kind.startswith("udp") or state == LISTENS):
                found.add((kind, int(local.rpartition(":")[2], 16)))
    return found
