"""Why a pushed document is not taken on: a code for programs, a sentence for people. Pure."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """It stays with what there is.

    `code` is one of: unsigned, unknown_key, too_large, garbled, not_for_this_display, old, future, newer_app,
    newer_schema, device_only, other_room, invalid, tried_before, picture, not_kept. `lines`: what is wrong, for the admin; no log has them.
    """

    def __init__(self, code: str, *lines: str) -> None:
        super().__init__(" ".join(lines))
        self.code, self.lines = code, lines

    @classmethod
    def of(cls, code: str, lines: Sequence[str]) -> Refused:
        return cls(code, *lines)
