"""Pictures over the MQTT link: a display hears those that its document names, in parts, and nothing of them once it has them. Belongs to the loop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from paho.mqtt.client import Client

from kiosk.config import pictures, topics
from kiosk.config.link import TakePicture
from kiosk.config.pictures import Picture


@dataclass(slots=True)
class Pictures:
    fleet: str
    take: TakePicture
    _wanted: dict[str, Picture] = field(init=False, default_factory=dict)
    _parts: dict[str, dict[int, bytes]] = field(init=False, default_factory=dict)

    def forget(self) -> None:
        """The broker was reached anew: it is to be asked again."""
        self._wanted, self._parts = {}, {}

    def want(self, client: Client, names: Iterable[str]) -> None:
        """From here on these are heard, and no others."""
        found = {one.digest: one for name in names if (one := pictures.named(str(name))) is not None}
        for digest in found.keys() - self._wanted.keys():
            client.subscribe(topics.picture(self.fleet, digest, "+"), 1)
        for digest in self._wanted.keys() - found.keys():
            client.unsubscribe(topics.picture(self.fleet, digest, "+"))
            self._parts.pop(digest, None)
        self._wanted = found

    def part(self, topic: str, said: bytes) -> tuple[str, bytes] | None:
        """Of a picture, by whoever said it. Returns its hash and all of it, once it is whole; whether it is that one, others judge."""
        found = topics.part_of(topic)
        picture = None if found is None or found[0] != self.fleet else self._wanted.get(found[1])
        if found is None or picture is None or len(said) > topics.PART:
            return None
        number, count = found[2], -(-picture.size // topics.PART)
        if number >= count:
            return None
        parts = self._parts.setdefault(picture.digest, {})
        parts[number] = said
        if len(parts) < count:
            return None
        del self._parts[picture.digest]
        return picture.digest, b"".join(parts[one] for one in range(count))
