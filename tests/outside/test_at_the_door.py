"""What else a person does at the door: reports a trouble while nothing is online, and moves what they booked."""

from __future__ import annotations

import json
import re
import threading

from tests.fakes.web import Answer, Asked, serving

from .stage import AURORA, BOOK, Stage, alive, minutes

MOVE_TO = re.compile("^Move to ([0-9:]{5}) \N{EN DASH} ([0-9:]{5})$")


def test_a_report_that_is_sent_offline_outlives_kill_9_and_arrives_once(stage: Stage) -> None:
    online, heard = threading.Event(), list[dict[str, object]]()

    def facilities(asked: Asked) -> Answer:
        if not online.is_set():
            return Answer(503)
        heard.append(json.loads(asked.body))
        return Answer(200)

    with serving(facilities) as url:
        display = stage.free(report={"webhook": url})
        stage.graph.down()
        display.glass.press("More")
        display.glass.press("Report a problem")
        display.glass.press("Screen or projector")
        display.glass.type("Note", "flickers since noon")
        display.glass.press("Send")
        display.glass.label("Report saved", 20)
        display.kill()
        display.start()
        online.set()
        stage.graph.up()
        display.glass.label("Free", 40)
        display.until(lambda _: bool(heard), "the report", 60)
    (report,) = heard
    assert "flickers since noon" in json.dumps(report)
    display.until(lambda s: "flickers" not in json.dumps(s), "nothing of it in status")


def test_a_booking_is_moved_to_a_later_time_and_stays_one_and_the_same(stage: Stage) -> None:
    display = stage.free(booking={"days_ahead": 0})
    display.glass.press("15 minutes")
    display.glass.press(BOOK)
    display.glass.label("Yours")
    stage.graph.tenant.post.settle()
    (before,) = alive(stage.graph.events(AURORA))
    display.glass.press("Done")
    display.glass.press("More")
    display.glass.press("Change booking")
    display.glass.press("Move")
    display.glass.press("Later")
    begin, end = MOVE_TO.findall(display.glass.button(MOVE_TO).name)[0]
    display.glass.press(MOVE_TO)
    local = stage.graph.local

    def moved(status: dict[str, object]) -> bool:
        return not status["outbox"] and any(
            f"{event.start.astimezone(local):%H:%M}-{event.end.astimezone(local):%H:%M}" == f"{begin}-{end}"
            for event in alive(stage.graph.events(AURORA))
        )

    display.until(moved, "the booking at its new time", 40)
    (after,) = alive(stage.graph.events(AURORA))
    assert (after.ical, after.start > before.start) == (before.ical, True)
    assert after.end - after.start == minutes(15)
