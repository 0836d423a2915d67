"""The door behind which both links stand: what whoever opens one gives it. lan.py is an admin's computer, mqtt.py the fleet's broker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

Take = Callable[[str, str], Coroutine[Any, Any, dict[str, Any]]]
"""A signed text, and its kind: "desired", "keys", or "certificate". Returns what is reported then."""
TakePicture = Callable[[str, bytes], Coroutine[Any, Any, dict[str, Any]]]
"""A picture that a document names, by its SHA-256 in hex. Returns what is reported then."""
Reported = Callable[[], Coroutine[Any, Any, dict[str, Any]]]
"""What the display is, and what became of the latest configuration."""
Command = Callable[[str], Awaitable[Mapping[str, Any]]]
"""What the display is asked to do now, by its word; returns what is answered."""
