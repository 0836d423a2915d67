"""A display on its way to a room: the real port over loopback and the real admin's side; only the trial of the room is a fake."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk import connecting as connecting_file
from kiosk import trying as trying_file
from kiosk.clock import Clock
from kiosk.config import keep
from kiosk.config.load import load
from kiosk.config.tables import PairingTable
from kiosk.connecting import Connecting
from kiosk.core.disk import Disk
from kiosk.core.loop import Core
from kiosk.device.staff_file import StaffPin
from kiosk.pairing import kept
from kiosk.pairing.admin import Failed, pair
from kiosk.pairing.bundle import Bundle, written
from kiosk.pairing.desk import Refused
from kiosk.room import intents
from kiosk.room.face import Face
from kiosk.room.model import Facts
from kiosk.room.pairing import Pairing, Stage
from kiosk.room.staff_pin import Opened
from kiosk.system_user import keys
from tests.fakes.wait import eventually

TENANT: dict[str, Any] = {
    "graph": {"tenant_id": "contoso.onmicrosoft.com", "client_id": "c"},
    "system_user": {"mailbox": "displays@contoso.com", "sign_in": "client_secret", "client_secret_file": "s"},
    "room": {"mailbox": "aurora@contoso.com"},
}
BUNDLE = Bundle(TENANT, {"system_user.client_secret_file": b"hush"}, "482917")
WELL = ({"step": "sign_in"}, {"step": "sign_in", "ok": True}, {"room": "Aurora", "next": None})
NOT_YET = {
    "step": "sign_in",
    "ok": False,
    "what": "Entra does not know the certificate.",
    "remedy": "Upload it.",
}
Tell = Callable[[dict[str, Any]], None]


@dataclass
class Wall:
    """One display, and what its trials are to say."""

    folder: Path
    core: Core
    connecting: Connecting
    faces: list[Face]
    restarts: list[str]
    trials: list[tuple[dict[str, Any], ...]] = field(default_factory=list)
    """What each trial says in its turn; the last one is said again and again."""
    said: list[str] = field(default_factory=list)
    """By `kiosk pair`."""

    @property
    def pairing(self) -> Pairing:
        assert self.core.facts.pairing is not None
        return self.core.facts.pairing

    def try_room(self, _path: Path, _bundle: Bundle, tell: Tell) -> None:
        for line in self.trials.pop(0) if len(self.trials) > 1 else self.trials[0]:
            tell(line)

    async def until(self, stage: Stage) -> None:
        await eventually(lambda: self.pairing.stage is stage)

    def paired(self, bundle: Bundle = BUNDLE, code: str = "") -> asyncio.Task[None]:
        """`kiosk pair` on a computer beside it."""
        address, shown = self.pairing.address, self.pairing.code
        work = asyncio.to_thread(pair, address, code or shown, lambda _: bundle, say=self.said.append)
        return asyncio.get_running_loop().create_task(work)

    def press(self, intent: intents.WithoutRoom) -> None:
        self.core.submit(intent)


@pytest.fixture
async def wall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wall]:
    monkeypatch.setattr(connecting_file, "FAREWELL", 0.8)
    monkeypatch.setattr(connecting_file, "UPLOAD_EVERY", 0.05)
    async with AsyncExitStack() as stack:
        disk = Disk(tmp_path)
        stack.callback(disk.close)
        faces: list[Face] = []
        restarts: list[str] = []
        core = Core(Facts(pairing=Pairing()), clock=Clock(), disk=disk, publish=faces.append)
        stack.push_async_callback(core.stop)
        table = PairingTable(port=0, listen="127.0.0.1")
        made = Connecting(core, tmp_path, table, lambda: restarts.append("anew"), replaces="Borealis")
        shown = Wall(tmp_path, core, made, faces, restarts)
        made.run_trial = shown.try_room
        await made.join(stack)
        yield shown


async def test_what_was_tried_and_is_at_the_right_door_is_what_the_display_becomes(wall: Wall) -> None:
    kept.leave_open(wall.folder, wanted=True)
    wall.trials = [WELL]
    admin = wall.paired()
    await wall.until(Stage.DOOR)
    assert kept.config_of(wall.folder) is None, "nothing counts before somebody at the door said so"
    wall.press(intents.AnswerDoor(right=True))
    await admin
    assert "Aurora is connected. The display starts." in wall.said
    await eventually(lambda: wall.restarts == ["anew"])
    path = kept.config_of(wall.folder)
    assert path is not None
    assert load(path).room.mailbox == "aurora@contoso.com"
    assert not kept.is_open(wall.folder)
    assert StaffPin(wall.folder, lambda: 0.0).try_pin("482917") == Opened()


@pytest.mark.parametrize(
    ("name", "intent"),
    [
        ("set_pin", intents.AnswerDoor(right=True)),
        ("drop", intents.AnswerDoor(right=False)),
        ("drop", intents.NewCode()),
    ],
)
async def test_a_disk_that_hangs_holds_up_no_glass(
    wall: Wall, monkeypatch: pytest.MonkeyPatch, name: str, intent: intents.WithoutRoom
) -> None:
    hangs, wall.trials = threading.Event(), [WELL]
    where = trying_file if name == "set_pin" else kept
    admin = wall.paired()
    await wall.until(Stage.DOOR)
    if isinstance(intent, intents.NewCode):
        wall.press(intents.AnswerDoor(right=False))
        await wall.until(Stage.CODE)
    monkeypatch.setattr(where, name, lambda *_: hangs.wait(20))
    wall.press(intent)
    assert wall.pairing.stage is Stage.PREPARING, "the glass said so at once"
    await asyncio.sleep(0)
    hangs.set()
    await wall.until(Stage.LEAVING if intent == intents.AnswerDoor(right=True) else Stage.CODE)
    with suppress(Failed):
        await admin


async def test_what_was_pushed_before_counts_for_nothing_on_a_display_that_is_paired_anew(wall: Wall) -> None:
    keep.leave(wall.folder, "a.b.c")
    wall.trials = [WELL]
    admin = wall.paired()
    await wall.until(Stage.DOOR)
    wall.press(intents.AnswerDoor(right=True))
    await admin
    assert not (wall.folder / keep.FOLDER).exists()


async def test_at_the_wrong_door_nothing_of_it_is_left(wall: Wall) -> None:
    wall.trials, before = [WELL], wall.pairing.code
    admin = wall.paired()
    await wall.until(Stage.DOOR)
    wall.press(intents.AnswerDoor(right=False))
    with pytest.raises(Failed, match="not the right door"):
        await admin
    await wall.until(Stage.CODE)
    assert wall.pairing.code != before
    assert not list(wall.folder.glob("pair*.new")), "what was tried is gone"
    assert not wall.restarts


async def test_nobody_at_the_door_means_no(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting_file, "ANSWER_WITHIN", timedelta(seconds=0.1))
    wall.trials = [WELL]
    admin = wall.paired()
    with pytest.raises(Failed, match="nobody said so"):
        await admin
    await wall.until(Stage.CODE)


async def test_a_room_that_cannot_be_connected_is_told_with_its_remedy_and_another_try_is_at_hand(
    wall: Wall,
) -> None:
    wall.trials = [
        ({"step": "room.mailbox", "ok": False, "what": "No such mailbox.", "remedy": "Correct it."},)
    ]
    with pytest.raises(Failed, match=r"No such mailbox\.\nCorrect it\."):
        await wall.paired()
    assert wall.pairing.stage is Stage.FAILED
    wall.press(intents.NewCode())
    await wall.until(Stage.CODE)
    wall.trials = [WELL]
    admin = wall.paired()
    await wall.until(Stage.DOOR)
    wall.press(intents.AnswerDoor(right=True))
    await admin


async def test_a_trial_that_breaks_off_is_a_failure_and_not_for_ever(wall: Wall) -> None:
    wall.trials = [({"step": "room.calendar"},)]
    with pytest.raises(Failed, match="did not come to its end"):
        await wall.paired()


async def test_its_own_certificate_is_handed_out_and_waited_for(wall: Wall) -> None:
    keys.make(wall.folder / "kiosk.pem", "Aurora", Clock().now())
    wall.trials = [(NOT_YET,)]
    config = {**TENANT, "system_user": {"mailbox": "displays@contoso.com"}}
    admin = wall.paired(Bundle(config))
    await eventually(lambda: any("BEGIN CERTIFICATE" in line for line in wall.said))
    wall.trials = [WELL]
    await wall.until(Stage.DOOR)
    wall.press(intents.AnswerDoor(right=True))
    await admin


async def test_who_waits_for_an_upload_can_turn_back(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting_file, "UPLOAD_EVERY", 60.0)
    keys.make(wall.folder / "kiosk.pem", "Aurora", Clock().now())
    wall.trials = [(NOT_YET,)]
    admin = wall.paired(Bundle({**TENANT, "system_user": {"mailbox": "displays@contoso.com"}}))
    await eventually(lambda: any(one.well is False for one in wall.pairing.tried))
    wall.press(intents.NewCode())
    with pytest.raises(Failed):
        await admin
    await wall.until(Stage.CODE)


@pytest.mark.parametrize(
    ("bundle", "why"),
    [
        (Bundle({**TENANT, "room": {}}), "names no room"),
        (Bundle({**TENANT, "rooom": {}}), "rooom"),
        (Bundle(TENANT, BUNDLE.files, "12"), "six digits"),
    ],
)
async def test_what_no_display_can_be_made_of_is_refused_with_its_reason(
    wall: Wall, bundle: Bundle, why: str
) -> None:
    with pytest.raises(Failed, match=why):
        await wall.paired(bundle)
    assert not list(wall.folder.glob("pair*.new"))


async def test_what_the_configuration_wants_may_be_among_the_files_that_come_with_it() -> None:
    by_itself = {"mailbox": "displays@contoso.com", "sign_in": "device"}
    graph = {"base_url": "https://hub.contoso.com/graph/v1.0"}
    config = {"graph": graph, "system_user": by_itself, "room": {"mailbox": "aurora@contoso.com"}}
    files = {"config.broker_certificate_file": b"of the fleet", "config.broker_ca_file": b"its authority"}
    whole = Bundle(config, files)
    assert trying_file.checked(written(whole)) == whole
    with pytest.raises(Refused, match="broker_ca_file is missing"):
        trying_file.checked(written(Bundle(config, {"config.broker_certificate_file": b"of the fleet"})))


async def test_a_wrong_code_changes_nothing_but_the_count(wall: Wall) -> None:
    with pytest.raises(Failed, match="out of date"):
        await wall.paired(code="222-222")
    assert kept.wrong_tries(wall.folder) == 1
    with pytest.raises(Failed, match="A code has six"):
        await wall.paired(code="O0O")
    assert wall.pairing.stage is Stage.CODE


async def test_a_display_that_had_a_room_can_keep_it(wall: Wall) -> None:
    kept.leave_open(wall.folder, wanted=True)
    wall.press(intents.KeepRoom())
    await eventually(lambda: wall.restarts == ["anew"])
    assert not kept.is_open(wall.folder)


async def test_what_happened_can_be_read_afterwards_without_the_code(wall: Wall) -> None:
    code = wall.pairing.code
    with pytest.raises(Failed):
        await wall.paired(code="222-222")
    audit = (wall.folder / "pairing-audit.jsonl").read_text()
    assert '"wrong code", "from": "127.0.0.1"' in audit
    assert code not in audit
