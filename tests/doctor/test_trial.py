"""The test booking: what is made, what is told, and that nothing is left, whatever comes in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.load import load
from kiosk.doctor import trial, verify
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.verify import Asked, Step
from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.running import Plan, Running
from kiosk.sandbox.tenant.office import contoso

ROOM, USER = "aurora@contoso.com", "displays@contoso.com"
QUICK = Switches(
    delivery_from=0, delivery_to=0, decision_from=0, decision_to=0, reply_from=0, reply_to=0, latency_from=0, latency_to=0,
    change_key_race="never",
)  # fmt: skip


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Running]:
    running = Running(Plan(tmp_path, contoso("W. Europe Standard Time"), switches=QUICK))
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def config(tenant: Running, tmp_path: Path) -> Config:
    assert tenant.sandbox.origin
    return load(tmp_path / "kiosk.toml")


async def verified(config: Config, asked: Asked) -> dict[str, Check]:
    told = [progress async for progress in verify.verify(config, Clock(), asked)]
    begun = [progress.step for progress in told if progress.check is None]
    assert begun == list(dict.fromkeys(begun)), "a step begins once"
    return {one.check.id: one.check for one in told if one.check is not None}


def kept(tenant: Running) -> dict[str, set[int]]:
    """What stands in each calendar."""
    return {box.address: set(box.items) for box in tenant.sandbox.exchange.mailboxes.values()}


def made(tenant: Running, mailbox: str) -> int:
    """Events that were taken away again."""
    box = tenant.sandbox.exchange.find(mailbox)
    assert box is not None
    return len(box.graves)


def invited(config: Config, **changes: object) -> Config:
    return config.model_copy(update={"system_user": config.system_user.model_copy(update=changes)})


@pytest.mark.parametrize("mode", ["invite", "direct"])
async def test_a_room_is_verified_step_by_step_and_nothing_is_left_of_it(
    tenant: Running, config: Config, mode: str
) -> None:
    tenant.sandbox.access.scope = {ROOM, USER}
    before = kept(tenant)
    found = await verified(invited(config, booking=mode), Asked(book=True, outside="lena@contoso.com"))
    assert list(found) == [step.value for step in Step]
    assert {name for name, check in found.items() if check.verdict is not Verdict.OK} <= {"room.attendant"}
    assert found["booking.test"].what == "A test booking was made, accepted and removed."
    assert found["scope.outside"].what == "lena@contoso.com is closed to the display, as it must be."
    assert kept(tenant) == before
    assert made(tenant, USER if mode == "invite" else ROOM) == 1


async def test_unasked_nothing_is_booked_and_nobody_elses_mailbox_is_tried(
    tenant: Running, config: Config
) -> None:
    found = await verified(config, Asked())
    assert "booking.test" not in found
    assert found["scope.outside"].verdict is Verdict.NOTE
    assert "--outside" in found["scope.outside"].remedy
    assert (made(tenant, USER), made(tenant, ROOM)) == (0, 0)


async def test_a_mailbox_that_should_be_closed_and_is_open_is_wrong(tenant: Running, config: Config) -> None:
    tenant.sandbox.access.scope = None
    check = (await verified(invited(config, outside_mailbox="lena@contoso.com"), Asked()))["scope.outside"]
    assert check.verdict is Verdict.WRONG
    assert check.what.startswith("The display can read the calendar of lena@contoso.com")
    assert "Get-ManagementRoleAssignment" in check.remedy


@pytest.mark.parametrize("mailbox", [ROOM.upper(), USER, "nobody@contoso.com"])
async def test_a_mailbox_that_is_needed_or_that_there_is_none_of_proves_nothing(
    config: Config, mailbox: str
) -> None:
    check = (await verified(config, Asked(outside=mailbox)))["scope.outside"]
    assert check.verdict is Verdict.NOTE
    assert mailbox in check.what


async def test_a_persons_mailbox_is_refused_in_the_words_of_the_design(
    tenant: Running, config: Config
) -> None:
    tenant.sandbox.access.scope = None
    room = config.room.model_copy(update={"mailbox": "lena@contoso.com"})
    found = await verified(config.model_copy(update={"room": room}), Asked(book=True))
    assert list(found)[-1] == "room.type"
    assert found["room.type"].what == "lena@ is a person's mailbox. Choose a room mailbox. (E-ROOM-TYPE)"


async def test_a_system_user_out_of_scope_is_told_as_a_refused_booking(
    tenant: Running, config: Config
) -> None:
    tenant.sandbox.access.scope = {ROOM}
    check = (await verified(config, Asked(book=True)))["booking.test"]
    assert check.verdict is Verdict.WRONG
    assert USER in check.what
    assert "an application access policy" in check.what


async def test_a_room_that_declines_is_told_with_the_rules_to_look_at(
    tenant: Running, config: Config
) -> None:
    before = kept(tenant)
    rule(tenant, maximum_duration_in_minutes=1)
    check = (await verified(config, Asked(book=True)))["booking.test"]
    assert check.verdict is Verdict.WRONG
    assert "declined a test booking" in check.what
    assert f"Get-CalendarProcessing -Identity {ROOM} | fl" in check.remedy
    assert kept(tenant) == before


async def test_a_room_that_never_answers_is_told_and_the_booking_is_taken_back(
    tenant: Running, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(tenant)
    rule(tenant, automate_processing="AutoUpdate")
    monkeypatch.setattr(trial, "ANSWER_WITHIN", 2.0)
    check = (await verified(config, Asked(book=True)))["booking.test"]
    assert check.verdict is Verdict.WRONG
    assert "-AutomateProcessing AutoAccept" in check.remedy
    assert {name: kept(tenant)[name] - before[name] for name in (USER,)} == {USER: set()}


async def test_what_a_run_that_died_in_the_middle_has_left_the_next_one_removes(
    tenant: Running, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(tenant)

    async def dies(*_: object) -> bool:
        return False

    with monkeypatch.context() as patched:
        patched.setattr(trial.Trial, "_remove", dies)
        check = (await verified(config, Asked(book=True)))["booking.test"]
    assert "could not be removed yet" in check.what
    assert kept(tenant) != before
    assert (await verified(config, Asked(book=True)))["booking.test"].verdict is Verdict.OK
    assert kept(tenant) == before


async def test_who_ends_the_doctor_in_the_middle_leaves_nothing(tenant: Running, config: Config) -> None:
    before = kept(tenant)
    run = asyncio.create_task(verified(config, Asked(book=True)))
    async with asyncio.timeout(30):
        while kept(tenant) == before:  # noqa: ASYNC110 - the sandbox rings nobody
            await asyncio.sleep(0.01)
    run.cancel()
    await asyncio.gather(run, return_exceptions=True)
    assert kept(tenant) == before


def rule(tenant: Running, **changes: object) -> None:
    box = tenant.sandbox.exchange.find(ROOM)
    assert box is not None
    box.processing = replace(box.processing, **changes)  # type: ignore[arg-type]


def test_a_test_stands_on_working_days_of_the_coming_week_before_a_full_hour() -> None:
    friday = datetime(2026, 10, 16, 12, tzinfo=UTC)
    found = list(trial.slots(friday, "Europe/Berlin"))
    assert found[0] == datetime(2026, 10, 19, 14, 57, tzinfo=UTC)
    assert found[-1] < friday + timedelta(days=8)
    assert {at.weekday() for at in found} == {0, 1, 2, 3, 4}
