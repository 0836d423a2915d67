"""The pictures of an admin's kiosk.toml: read from their files, looked at as a display will, and named by their hash."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.config import album, pictures
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused

Contents = Mapping[str, bytes]
"""By the SHA-256 in hex."""


def named(tables: Mapping[str, Any], folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The tables as a document says them, and the pictures that they name. `folder`: in which the file lies.

    Raises:
        ConfigProblem: with one plain sentence for each picture that cannot be shown.
    """
    brand = tables.get(pictures.TABLE)
    if not isinstance(brand, Mapping):
        return dict(tables), {}
    told, contents, wrong = dict(brand), {}, []
    for key in pictures.KEYS:
        name = brand.get(key)
        if not isinstance(name, str) or pictures.named(name) is not None:
            continue
        try:
            content = album.file(folder / name)
            pictures.look(key, content)
        except OSError as refused:
            wrong.append(f"brand.{key}: {folder / name} cannot be read: {refused.strerror}.")
        except Refused as refused:
            wrong += refused.lines
        else:
            picture = pictures.of(content)
            told[key], contents[picture.digest] = str(picture), content
    if wrong:
        raise ConfigProblem(wrong)
    return {**tables, pictures.TABLE: told}, contents
