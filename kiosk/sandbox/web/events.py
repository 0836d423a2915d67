"""One event: create, read, change, delete, cancel, answer (facts.md §2.4-2.6)."""

from datetime import timedelta

from kiosk.sandbox.model import answer, organize
from kiosk.sandbox.model.event import Answer as EventAnswer
from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.ids import change_key, parse_id
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import bad_request, change_key_moved, malformed_id, not_found
from kiosk.sandbox.web.call import Answer, Call
from kiosk.sandbox.web.event_answers import show_event
from kiosk.sandbox.web.read_event import read_edit
from kiosk.sandbox.web.read_values import boolean
from kiosk.sandbox.web.sandbox import Sandbox

_ANSWERS: dict[str, EventAnswer] = {
    "accept": "accepted",
    "decline": "declined",
    "tentativelyaccept": "tentativelyAccepted",
}


def create_event(sandbox: Sandbox, call: Call) -> Answer:
    box = sandbox.mailbox(call.arguments["user"])
    edit = read_edit(call.json(), creating=True)
    event = organize.create(sandbox.exchange, box, edit, call.now)
    shown = show_event(sandbox, box, event, call)
    shown = {"@odata.context": _context(sandbox, call), **shown}
    return Answer(201, shown, {"Location": f"{sandbox.base_url}/users/{box.guid}/events/{shown['id']}"})


def get_event(sandbox: Sandbox, call: Call) -> Answer:
    box, event = named_event(sandbox, call)
    shown = show_event(sandbox, box, event, call)
    return Answer(200, {"@odata.context": _context(sandbox, call), **shown})


def patch_event(sandbox: Sandbox, call: Call) -> Answer:
    box, event = named_event(sandbox, call)
    edit = read_edit(call.json(), creating=False)
    _hold_change_key(sandbox, call, box, event)
    if event.is_organizer:
        changed = organize.update(sandbox.exchange, box, event, edit, call.now)
    else:
        changed = answer.scribble(sandbox.exchange, box, event, edit, call.now)
    shown = show_event(sandbox, box, changed, call)
    return Answer(200, {"@odata.context": _context(sandbox, call), **shown})


def delete_event(sandbox: Sandbox, call: Call) -> Answer:
    box, event = named_event(sandbox, call)
    if "if-match" in call.headers:
        _hold_change_key(sandbox, call, box, event)
    if event.is_organizer:
        organize.withdraw(sandbox.exchange, box, event, call.now)
    else:
        answer.discard(sandbox.exchange, box, event, call.now)
    return Answer(204)


def cancel_event(sandbox: Sandbox, call: Call) -> Answer:
    box, event = named_event(sandbox, call)
    call.json()
    if not event.is_organizer:
        raise bad_request(
            "ErrorCalendarIsNotOrganizer",
            "Your request can't be completed. You need to be an organizer to cancel a meeting.",
        )
    _hold_change_key(sandbox, call, box, event)
    organize.withdraw(sandbox.exchange, box, event, call.now)
    return Answer(202)


def answer_event(sandbox: Sandbox, call: Call) -> Answer:
    box, event = named_event(sandbox, call)
    verb = call.path.rstrip("/").rsplit("/", 1)[-1].lower().removesuffix("()").rsplit(".", 1)[-1]
    sent = {name.lower(): value for name, value in call.json().items()}
    tell = boolean("sendResponse", sent.get("sendresponse", True))
    if sent.get("proposednewtime") is not None and (
        verb == "accept" or not tell or not event.new_time_proposals
    ):
        raise bad_request(
            "ErrorInvalidRequest",
            "Your request can't be completed. A new time cannot be proposed for this meeting.",
        )
    answer.respond(sandbox.exchange, box, event, _ANSWERS[verb], call.now, tell=tell)
    return Answer(202)


def named_event(sandbox: Sandbox, call: Call) -> tuple[Mailbox, Event]:
    """The event a path names, in the mailbox it names; an id of another mailbox finds nothing."""
    box = sandbox.mailbox(call.arguments["user"])
    ref = parse_id(call.arguments["event"])
    if ref is None:
        raise malformed_id()
    if ref.mailbox != box.guid:
        raise not_found()
    return box, organize.occurrence_of(box, ref.key, ref.day)


def _hold_change_key(sandbox: Sandbox, call: Call, box: Mailbox, event: Event) -> None:
    """412 when If-Match is old, and soon after create even without one (facts.md §2.5, §5 no. 18)."""
    wanted = call.headers.get("if-match", "*").strip()
    current = change_key(box.guid, event.key, event.change)
    if wanted != "*" and wanted.removeprefix("W/").strip('"') != current:
        raise change_key_moved()
    switches = sandbox.switches
    young = call.now - event.created < timedelta(seconds=switches.race_seconds)
    races = switches.change_key_race == "always" or (
        switches.change_key_race == "sometimes" and sandbox.random.random() < 0.5
    )
    if event.is_organizer and young and races:
        raise change_key_moved()


def _context(sandbox: Sandbox, call: Call) -> str:
    return f"{sandbox.base_url}/$metadata#users('{call.arguments['user']}')/events/$entity"
