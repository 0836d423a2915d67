"""calendarView/delta: rounds, pages and tokens, with all that Exchange strips and hides (facts.md §2.3)."""

from collections.abc import Iterator
from datetime import datetime

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.ids import change_key
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.occurrences import in_window
from kiosk.sandbox.model.refusals import Refusal, bad_request
from kiosk.sandbox.web.call import Answer, Call, JsonObject
from kiosk.sandbox.web.delta_tokens import Entry, Group, How, Round
from kiosk.sandbox.web.paging import next_link
from kiosk.sandbox.web.sandbox import Sandbox
from kiosk.sandbox.web.shape import event_json
from kiosk.sandbox.web.views import window

_UNSUPPORTED = ("$select", "$expand", "$filter", "$orderby", "$search", "$top", "$count", "$skip")
_STRIPPED = ("id", "seriesMasterId", "type", "start", "end")


def delta(sandbox: Sandbox, call: Call) -> Answer:
    box = sandbox.mailbox(call.arguments["user"])
    asked = [name for name in _UNSUPPORTED if name in call.query]
    if asked:
        raise bad_request(
            "ErrorInvalidUrlQuery",
            "The following parameters are not supported with change tracking over the 'CalendarView' resource: "
            f"'{', '.join(asked)}'.",
        )
    if "$skiptoken" in call.query:
        state = _kept(sandbox, call, call.query["$skiptoken"])
    elif "$deltatoken" in call.query:
        known = _kept(sandbox, call, call.query["$deltatoken"])
        changes = tuple(_changes(sandbox, box, known))
        state = Round(box.guid, known.start, known.end, box.version, changes)
    else:
        start, end = window(sandbox, call)
        everything = tuple(
            group for event in box.items.values() if (group := _group(sandbox, box, event, start, end))
        )
        state = Round(box.guid, start, end, box.version, everything, sandbox.switches.delta_empty_page)
    return _page(sandbox, call, box, state)


def _page(sandbox: Sandbox, call: Call, box: Mailbox, state: Round) -> Answer:
    size = call.wishes().page_size or sandbox.switches.page_default
    groups: list[Group] = list(state.rest)
    shown: list[JsonObject] = []
    if not state.empty_first:
        while groups and len(shown) < size:
            shown += [_entry(sandbox, box, entry, call) for entry in groups.pop(0)]
    body: JsonObject = {"@odata.context": f"{sandbox.base_url}/$metadata#Collection(event)", "value": shown}
    following = Round(state.mailbox, state.start, state.end, state.since, tuple(groups))
    token = sandbox.delta.keep(following)
    if groups or state.empty_first:
        body["@odata.nextLink"] = next_link(call, sandbox.base_url, {"$skiptoken": token}, keep=False)
    else:
        body["@odata.deltaLink"] = next_link(call, sandbox.base_url, {"$deltatoken": token}, keep=False)
    return Answer(200, body)


def _kept(sandbox: Sandbox, call: Call, token: str) -> Round:
    state = sandbox.delta.kept.get(token)
    if state is not None:
        return state
    if sandbox.switches.delta_dead == "400":
        raise Refusal(400, "syncStateNotFound", "The sync state generation is not found.")
    fresh = next_link(call, sandbox.base_url, {"$deltaToken": ""}, keep=False)
    raise Refusal(
        410, "resyncRequired", "Resync is required. The delta token is no longer valid.", {"Location": fresh}
    )


def _group(sandbox: Sandbox, box: Mailbox, event: Event, start: datetime, end: datetime) -> Group:
    found = list(in_window(event, start, end, box.zone))
    if not found or event.recurrence is None:
        return [(one, How.FULL) for one in found]
    master: Group = [(event, How.FULL)] if sandbox.switches.delta_master else []
    return master + [(one, How.FULL if one.is_exception else How.STRIPPED) for one in found]


def _changes(sandbox: Sandbox, box: Mailbox, known: Round) -> Iterator[Group]:
    """What happened since the token; a changed item outside the window is told as removed."""
    for key, version in list(box.versions.items()):
        if version <= known.since:
            continue
        event = box.items[key]
        group = _group(sandbox, box, event, known.start, known.end)
        for exception in event.exceptions.values():
            if not any(one is exception for one, _ in group):
                group.append((exception, How.REMOVED))
        yield group or [(event, How.REMOVED)]
    for version, event in list(box.graves.values()):
        if version > known.since:
            gone = list(in_window(event, known.start, known.end, box.zone)) if event.recurrence else []
            yield [(event, How.REMOVED), *((one, How.REMOVED) for one in gone)]


def _entry(sandbox: Sandbox, box: Mailbox, entry: Entry, call: Call) -> JsonObject:
    event, how = entry
    wishes = call.wishes()
    kind = {"@odata.type": "#microsoft.graph.event"}
    if how is How.REMOVED:
        own_id = sandbox.exchange.id_of(box, event, immutable=wishes.immutable)
        return {**kind, "id": own_id, "@removed": {"reason": "deleted"}}
    whole = event_json(sandbox.exchange, box, event, wishes)
    key = change_key(box.guid, event.key, event.change)
    whole["@odata.etag"] = f'W/"DwAAABYAAA{key}"'  # another spelling than elsewhere (facts.md §2.1)
    if how is How.STRIPPED:
        whole = {name: whole[name] for name in ("@odata.etag", *_STRIPPED)}
    return {**kind, **whole}
