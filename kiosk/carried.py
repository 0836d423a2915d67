"""The pictures that a pushed document names, on their way to a display: a document waits until it has all of them. Roof.

Only what a document names is taken, so nobody fills a disk: two pictures of the one that waits, and two of the one in force whose
own the disk has lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk import in_force
from kiosk.config import album, pictures
from kiosk.config.course import Course, Revision
from kiosk.config.pictures import Picture
from kiosk.config.refused import Refused

log = logging.getLogger("kiosk")
Bring = Callable[[Picture], bytes | None]
"""Where a document was brought from: the picture that lies beside it."""


@dataclass(slots=True)
class Carried:
    """Belongs to the loop."""

    folder: Path
    drawable: Callable[[str, bytes], bool]
    """Whether the glass can draw it, as a logo or a wallpaper. Any thread may ask."""
    held: str | None = field(init=False, default=None)
    """The document that waits for the rest of its pictures. A newer one takes its place."""
    _wants: dict[str, tuple[str, Picture]] = field(init=False, default_factory=dict)
    _latest: frozenset[Picture] = field(init=False, default=frozenset())
    """Of the latest document, which may still wait for somebody to leave the door."""

    @property
    def wants(self) -> list[str]:
        """What is missing, for whoever has it."""
        return [str(picture) for _, picture in self._wants.values()]

    async def complete(self, text: str, cfg: Mapping[str, Any], bring: Bring | None = None) -> bool:
        """Every picture is kept, and can be drawn. False: the document is held until they come.

        Raises:
            Refused: one may not be shown; or it was not brought along, where nothing else can come.
        """
        self.held, self._wants = None, {}
        self._latest = frozenset(one for _, one in pictures.wanted(cfg))
        lacking = await asyncio.to_thread(self._gathered, cfg, bring)
        if lacking and bring is not None:
            raise Refused(
                "picture", *(f"brand.{key} is not beside the document: {one.digest}." for key, one in lacking)
            )
        self._wants = {one.digest: (key, one) for key, one in lacking}
        self.held = text if lacking else None
        return not lacking

    async def mend(self, course: Course) -> None:
        """What the disk has lost of the pictures in force is asked for again."""
        if self.held is None:
            lacking = await asyncio.to_thread(self._lost, course)
            self._wants = {one.digest: (key, one) for key, one in lacking}

    async def take(self, digest: str, content: bytes) -> str | None:
        """A picture that came. Returns the document that has all of them now; None: it, or nothing, still waits.

        Raises:
            Refused: "unasked": nobody asked for it, or it is another one. Else the document that names it is none for this display.
        """
        key, picture = self._wants.get(digest, ("", None))
        if picture is None:
            raise Refused("unasked", "The display did not ask for that picture.")
        if not picture.is_this(content):
            raise Refused("unasked", "That is another picture: it was changed on its way.")
        try:
            await asyncio.to_thread(self._keep, key, picture, content)
        except Refused:
            self.held, self._wants = None, {}
            raise
        self._wants.pop(digest, None)
        if self._wants or self.held is None:
            return None
        text, self.held = self.held, None
        return text

    async def settle(self, course: Course) -> None:
        """What neither the document in force, nor the last good one, nor the latest one names is removed."""
        await asyncio.to_thread(self._clear, course, self._latest)

    def _gathered(self, cfg: Mapping[str, Any], bring: Bring | None) -> list[tuple[str, Picture]]:
        lacking = []
        for key, picture in pictures.wanted(cfg):
            if picture.size > pictures.LARGEST[key]:
                raise Refused("picture", f"brand.{key} is larger than {pictures.LARGEST[key] // 1024} KiB.")
            content = album.kept(self.folder, picture) or (bring(picture) if bring is not None else None)
            if content is None or not picture.is_this(content):
                lacking.append((key, picture))
                continue
            self._keep(key, picture, content)
        return lacking

    def _keep(self, key: str, picture: Picture, content: bytes) -> None:
        pictures.look(key, content)
        if not self.drawable(key, content):
            raise Refused("picture", f"brand.{key} cannot be drawn: it is damaged.")
        try:
            album.put(self.folder, picture, content)
        except OSError as refused:
            raise Refused("not_kept", f"The display cannot keep it: {refused.strerror}.") from None

    def _lost(self, course: Course) -> list[tuple[str, Picture]]:
        return [
            (key, one) for key, one in self._named(course.in_force) if album.kept(self.folder, one) is None
        ]

    def _clear(self, course: Course, stay: frozenset[Picture]) -> None:
        named = {one for document in (course.good, course.in_force) for _, one in self._named(document)}
        album.clear(self.folder, named | stay)

    def _named(self, revision: Revision | None) -> list[tuple[str, Picture]]:
        if revision is None:
            return []
        try:
            return list(pictures.wanted(in_force.read(self.folder, revision).cfg))
        except Refused:
            return []
