"""An admin's pictures, from the disk to the glass: each is compared with its hash, looked at, and decoded off the loop. Roof.

Most displays have none, and load nothing for it.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import album, pictures
from kiosk.config.refused import Refused
from kiosk.config.tables import BrandTable

if TYPE_CHECKING:
    from kiosk.ui.pictures import Image
    from kiosk.ui.window import Window

log = logging.getLogger("kiosk")


@dataclass(slots=True)
class Hanging:
    """Belongs to the loop."""

    window: Window
    folder: Path
    spawn: Callable[[Coroutine[object, object, None]], object]
    _wanted: BrandTable = field(init=False, default_factory=BrandTable)

    def follow(self, brand: BrandTable) -> None:
        """The glass shows these in a moment. One that is not there, or damaged, is left out; all else stays as it is."""
        if brand != self._wanted or brand != BrandTable():
            self._wanted = brand
            self.spawn(self._follow(brand))

    async def _follow(self, brand: BrandTable) -> None:
        await asyncio.to_thread(importlib.import_module, "kiosk.ui.pictures")
        logo, wallpaper = await asyncio.to_thread(_decoded, self.folder, brand)
        if self._wanted is brand:
            self.window.hang(logo, wallpaper)


def drawable(key: str, content: bytes) -> bool:
    """Whether Qt can draw all of it. Any thread may ask."""
    return _image(key, content) is not None


def _decoded(folder: Path, brand: BrandTable) -> tuple[Image | None, Image | None]:
    from kiosk.ui.pictures import greyed  # noqa: PLC0415 - only for who has a picture

    logo = _found(folder, pictures.LOGO, brand.logo)
    wallpaper = _found(folder, pictures.WALLPAPER, brand.wallpaper)
    return logo, None if wallpaper is None else greyed(wallpaper)


def _found(folder: Path, key: str, told: str | None) -> Image | None:
    if told is None:
        return None
    picture = pictures.named(told)
    try:
        content = album.kept(folder, picture) if picture else album.file(Path(told))
        if content is not None:
            pictures.look(key, content)
    except (OSError, Refused) as wrong:
        log.warning("brand.%s is not shown: %s", key, type(wrong).__name__)
        return None
    image = None if content is None else _image(key, content)
    if image is None:
        log.warning("brand.%s is not shown: it is not there, or damaged", key)
    return image


def _image(key: str, content: bytes) -> Image | None:
    from kiosk.ui.pictures import LOGO_MOST, decoded  # noqa: PLC0415 - the same

    return decoded(content, LOGO_MOST if key == pictures.LOGO else max(pictures.WIDEST[key]))
