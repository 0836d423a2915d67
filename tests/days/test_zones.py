"""Names of zones: every one that Exchange may use is a place with rules, or is told to be none."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.ask import _in_words
from kiosk.room import days
from kiosk.sync.wire import zone_of_schedule
from tests.core.world import World
from tests.fakes.virtual import virtually

WINDOWS = """
-12:00 Dateline
-10:00 Aleutian, Hawaiian
-09:30 Marquesas
-09:00 Alaskan
-08:00 Pacific
-07:00 Mountain, US Mountain, Yukon
-06:00 Canada Central, Central America, Central, Easter Island
-05:00 Eastern, Haiti, SA Pacific, Turks And Caicos, US Eastern
-04:00 Atlantic, Central Brazilian, Pacific SA, SA Western, Venezuela
-03:30 Newfoundland
-03:00 Argentina, Bahia, E. South America, Magallanes, Montevideo, SA Eastern, Saint Pierre, Tocantins
-02:00 Greenland
-01:00 Azores, Cape Verde
+00:00 GMT, Greenwich, Morocco, Sao Tome
+01:00 Central Europe, Central European, Romance, W. Central Africa, W. Europe
+02:00 E. Europe, Egypt, FLE, GTB, Israel, Kaliningrad, Libya, Middle East, Namibia, South Africa, South Sudan, Sudan, West Bank
+03:00 Arab, Arabic, Belarus, E. Africa, Jordan, Russian, Syria, Turkey, Volgograd
+03:30 Iran
+04:00 Arabian, Astrakhan, Azerbaijan, Caucasus, Georgian, Mauritius, Saratov
+04:30 Afghanistan
+05:00 Ekaterinburg, Pakistan, Qyzylorda, West Asia
+05:30 India, Sri Lanka
+05:45 Nepal
+06:00 Bangladesh, Central Asia, Omsk
+06:30 Myanmar
+07:00 Altai, N. Central Asia, North Asia, SE Asia, Tomsk, W. Mongolia
+08:00 China, North Asia East, Singapore, Taipei, Ulaanbaatar, W. Australia
+08:45 Aus Central W.
+09:00 Korea, North Korea, Tokyo, Transbaikal, Yakutsk
+09:30 AUS Central, Cen. Australia
+10:00 AUS Eastern, E. Australia, Tasmania, Vladivostok, West Pacific
+10:30 Lord Howe
+11:00 Bougainville, Central Pacific, Magadan, Norfolk, Sakhalin
+12:00 Fiji, New Zealand
+12:45 Chatham Islands
+13:00 Samoa, Tonga
+14:00 Line Islands
"""
"""Windows' zones (each with " Standard Time" behind its name) by the least that their clocks were ahead of UTC in 2025."""
MORE = (
    "Paraguay Standard Time", "Cuba Standard Time", "Pacific Standard Time (Mexico)", "Mountain Standard Time (Mexico)",
    "Central Standard Time (Mexico)", "Eastern Standard Time (Mexico)",
)  # fmt: skip
"""Those whose rules have changed of late or whose names end otherwise."""
PLAIN = {
    "UTC": 0, "UTC-02": -2, "UTC-08": -8, "UTC-09": -9, "UTC-11": -11, "UTC+12": 12, "UTC+13": 13,
    "Russia Time Zone 3": 4, "Russia Time Zone 10": 11, "Russia Time Zone 11": 12,
}  # fmt: skip
NO_PLACE = (
    "Customized Time Zone", "tzone://Microsoft/Custom", "tzone://Microsoft/Elsewhere", "Mid-Atlantic Standard Time",
    "Kamchatka Standard Time", "(UTC+01:00) Amsterdam, Berlin", "UTC+05:30", "Europe", "", " ", "W.\0Europe", "x" * 5000,
)  # fmt: skip


def ahead(text: str) -> timedelta:
    length = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return -length if text.startswith("-") else length


def windows() -> Iterator[tuple[str, timedelta]]:
    for line in WINDOWS.strip().splitlines():
        offset, _, zones = line.partition(" ")
        for name in zones.split(", "):
            yield f"{name} Standard Time", ahead(offset)
    for name, hours in PLAIN.items():
        yield name, timedelta(hours=hours)


def test_a_windows_name_is_a_place_with_that_clock() -> None:
    months = [datetime(2025, month, 15, 12, tzinfo=UTC) for month in range(1, 13)]

    def least(name: str) -> timedelta:
        return min(month.astimezone(days.zone(name)).utcoffset() or timedelta() for month in months)

    assert {name: least(name) for name, _ in windows()} == dict(windows())


def test_every_windows_name_is_known_without_the_machines_own_rules() -> None:
    names = [name for name, _ in windows()] + list(MORE)
    ask = "import sys; from kiosk.room.days import zone; print(*(zone(n).key for n in sys.argv[1:]))"
    found = subprocess.run(
        [sys.executable, "-c", ask, *names], env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert len(found.stdout.split()) == len(names)


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "tzone://Microsoft/Utc", "Coordinated Universal Time"])
def test_utc_has_several_names(name: str) -> None:
    assert datetime(2026, 7, 1, tzinfo=days.zone(name)).utcoffset() == timedelta(0)


@pytest.mark.parametrize("name", NO_PLACE)
def test_what_names_no_place_is_never_guessed(name: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        days.zone(name)
    assert zone_of_schedule(schedule(name)) is None


def schedule(name: str) -> dict[str, Any]:
    """getSchedule of a room whose working hours are kept in that zone (facts.md §2.8)."""
    custom = {"@odata.type": "#microsoft.graph.customTimeZone", "bias": -60, "name": name}
    return {"value": [{"workingHours": {"startTime": "08:00:00.0000000", "timeZone": custom}}]}


@pytest.mark.parametrize("name", ["Customized Time Zone", "Kamchatka Standard Time"])
def test_a_mailbox_that_names_no_place_leaves_the_zone_of_before_and_the_log_says_so(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def day() -> tuple[str, str]:
        world = World(tmp_path)
        answer = world.exchange.post

        async def post(path: str, body: Mapping[str, Any]) -> Any:
            return schedule(name) if path.endswith("/getSchedule") else await answer(path, body)

        world.exchange.post = post  # type: ignore[method-assign]  # because this mailbox answers differently
        async with world:
            await world.ready()
            await asyncio.sleep(60)
            room = world.core.facts.room
            return room.zone if room else "", world.state

    assert virtually(day()) == ("UTC", "free")
    told = [record.getMessage() for record in caplog.records if "time zone" in record.getMessage()]
    assert told == [
        "the mailbox names no time zone that is a place: going on with UTC; room.time_zone sets it"
    ]


def test_kiosk_status_says_in_which_zone_its_times_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as machine:
        machine.setenv("TZ", "America/New_York")
        time.tzset()
        said = _in_words({"room": {"name": "Aurora"}, "state": "free", "until": "2026-10-13T09:41:00Z"})
    time.tzset()
    assert said.splitlines()[0] == "Aurora: free until Tue 05:41 EDT"
