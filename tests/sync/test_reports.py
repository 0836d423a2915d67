"""A report as a mail and as JSON, and a webhook that answers in every way."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.room.model import PromiseId, Room
from kiosk.room.reports import Category, Fate, Report, Tried
from kiosk.sync.reports import mail, payload
from kiosk.sync.webhook import Webhook
from tests.fakes.web import Answer, Asked, serving

ROOM = Room("aurora@contoso.com", "Aurora", "Europe/Berlin", "3")
REPORT = Report(
    PromiseId("r1"), "204117", Category.SCREEN, datetime(2026, 10, 13, 7, 41, tzinfo=UTC), "Left", "no picture"
)  # fmt: skip


def test_a_mail_names_room_trouble_number_and_the_rooms_own_time() -> None:
    sent = mail(REPORT, ROOM, "facilities@contoso.com")
    message = sent["message"]
    assert sent["saveToSentItems"] is False
    assert message["subject"] == "[204117] Aurora: Screen or projector, Left"
    assert "2026-10-13 09:41 (Europe/Berlin)" in message["body"]["content"]
    assert "no picture" in message["body"]["content"]
    assert "replyTo" not in message


@pytest.mark.parametrize(
    ("answer", "tried"),
    [
        (Answer(200), Tried(Fate.TAKEN)),
        (Answer(202), Tried(Fate.TAKEN)),
        (Answer(302, headers={"Location": "https://elsewhere.example"}), Tried(Fate.REFUSED)),
        (Answer(404), Tried(Fate.REFUSED)),
        (Answer(429, headers={"Retry-After": "30"}), Tried(Fate.ASKED_TO_WAIT, timedelta(seconds=30))),
        (Answer(503), Tried(Fate.UNANSWERED)),
    ],
)
async def test_what_a_webhook_answers_is_told_by_its_status_alone(
    answer: Answer, tried: Tried, tmp_path: Path
) -> None:
    asked: list[Asked] = []

    def serve(request: Asked) -> Answer:
        asked.append(request)
        return answer

    token = tmp_path / "token"
    token.write_text("s3cret\n")
    with serving(serve) as address:
        hook = Webhook(f"{address}/hook?a=b", Clock(), token_file=token, ca_file=None, proxy=None)
        assert await hook.post(payload(REPORT, ROOM), REPORT.id) == tried
        await hook.close()
    (request,) = asked
    assert (request.method, request.path) == ("POST", "/hook?a=b")
    assert request.headers["Idempotency-Key"] == "r1"
    assert request.headers["Authorization"] == "Bearer s3cret"
    assert json.loads(request.body)["room"]["mailbox"] == "aurora@contoso.com"


async def test_without_a_line_nothing_has_left_and_without_its_token_nothing_is_sent(tmp_path: Path) -> None:
    with serving(lambda _: Answer(200)) as address:
        pass
    gone = Webhook(address, Clock(), token_file=None, ca_file=None, proxy=None)
    assert await gone.post({}, "r1") == Tried(Fate.NEVER_LEFT)
    await gone.close()
    blind = Webhook(address, Clock(), token_file=tmp_path / "none", ca_file=None, proxy=None)
    assert await blind.post({}, "r1") == Tried(Fate.REFUSED)
    await blind.close()
