"""The three sounds: what is made, and that a player that is missing disturbs nobody."""

from __future__ import annotations

import io
import wave
from array import array
from pathlib import Path

import pytest

from kiosk.device.sound import LOUD, RATE, Player, wav
from kiosk.device.trouble import Absent
from kiosk.room.sounds import Sound


@pytest.mark.parametrize("sound", Sound)
def test_a_sound_is_short_and_not_loud_and_ends_in_silence(sound: Sound) -> None:
    with wave.open(io.BytesIO(wav(sound))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        samples = array("h", file.readframes(file.getnframes()))
    assert len(samples) < RATE / 2
    assert 0 < max(map(abs, samples)) <= 32767 * LOUD
    assert max(map(abs, samples[-20:])) < 200


def test_it_is_handed_to_the_player_as_a_whole(tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    player = Player(("tee", str(heard)))
    player.play(Sound.BOOKED)
    player.close()
    assert heard.read_bytes() == wav(Sound.BOOKED)


def test_without_a_player_nothing_happens_and_the_doctor_says_what_is_missing() -> None:
    player = Player(("no-such-player",))
    player.play(Sound.TICK)
    player.close()
    with pytest.raises(Absent) as absent:
        player.probe()
    assert "alsa-utils" in absent.value.remedy
