"""The real alarm, when its timers are lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kiosk.core.alarm import Alarm
from tests.fakes.wait import eventually


async def test_an_alarm_that_has_lost_its_timers_is_late_and_rings_when_it_is_begun_anew() -> None:
    alarm = Alarm()
    rung: list[str] = []
    alarm._scheduler.remove_all_jobs()
    alarm.at("read", datetime.now(UTC) + timedelta(milliseconds=50), lambda: rung.append("read"))
    alarm._scheduler.remove_all_jobs()
    await eventually(lambda: alarm.late() > timedelta())
    assert rung == []
    alarm.begin_anew()
    assert rung == ["read"]
    alarm.at("read", datetime.now(UTC) + timedelta(milliseconds=50), lambda: rung.append("again"))
    await eventually(lambda: rung == ["read", "again"])
    assert alarm.late() <= timedelta()
    alarm.close()
