"""The display's three sounds, made here and played by ALSA's `aplay`, so that no sound system has to be loaded."""

from __future__ import annotations

import io
import logging
import queue
import shutil
import subprocess
import threading
import wave
from array import array
from collections.abc import Sequence
from math import exp, pi, sin

from kiosk.device.trouble import Absent, Edge
from kiosk.room.sounds import Sound

log = logging.getLogger("kiosk.device")

RATE = 22_050
"""Samples a second."""
LOUD = 0.25
"""Of full scale: a corridor is quiet."""
MOST = 3.0
"""Seconds that one sound may take; then the player is given up."""
NOTES: dict[Sound, tuple[tuple[float, float], ...]] = {
    Sound.TICK: ((1800.0, 0.03),),
    Sound.BOOKED: ((659.3, 0.14), (880.0, 0.26)),
    Sound.REFUSED: ((220.0, 0.3),),
}
"""Hertz and seconds of each note."""


def wav(sound: Sound) -> bytes:
    """The sound as a WAV file: sines that fade, so that nothing clicks."""
    samples = array("h")
    for hertz, seconds in NOTES[sound]:
        count = int(RATE * seconds)
        samples.extend(
            int(32767 * LOUD * min(1.0, at / 60) * exp(-5 * at / count) * sin(2 * pi * hertz * at / RATE))
            for at in range(count)
        )
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()


class Player:
    """Plays on a thread of its own. A sound that comes while another is heard is left out: it is never the only signal."""

    name = "loudspeaker"

    def __init__(self, command: Sequence[str] = ("aplay", "-q", "-t", "wav", "-")) -> None:
        self._command = tuple(command)
        self._asked: queue.Queue[Sound | None] = queue.Queue(maxsize=1)
        self._edge = Edge(self.name)
        self._thread: threading.Thread | None = None

    def play(self, sound: Sound) -> None:
        """Returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._keep, name="kiosk sounds", daemon=True)
            self._thread.start()
        try:
            self._asked.put_nowait(sound)
        except queue.Full:
            return

    def close(self) -> None:
        """Waits for the sound that is heard, and no longer than it may take."""
        if self._thread is None:
            return
        try:
            self._asked.put(None, timeout=MOST)
        except queue.Full:
            return
        self._thread.join(MOST)

    def probe(self) -> str:
        """Raises `Absent` with the remedy."""
        found = shutil.which(self._command[0])
        if found is None:
            raise Absent(
                f"The sounds need {self._command[0]}, which is not installed.",
                "Install the package alsa-utils, or set display.sounds = false.",
            )
        return "The sounds can be played; whether a loudspeaker is plugged in, only a person can hear."

    def _keep(self) -> None:
        while (sound := self._asked.get()) is not None:
            try:
                self.probe()
                subprocess.run(  # noqa: S603 - the command is this module's own
                    self._command, input=wav(sound), check=True, capture_output=True, timeout=MOST
                )
            except (Absent, OSError, subprocess.SubprocessError) as failure:
                self._edge.broke(failure)
            else:
                self._edge.works()
