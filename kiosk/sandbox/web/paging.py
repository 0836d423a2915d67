"""Collections in pages: $top, $skip, $count, $select, and the link to the next page (facts.md §2.0)."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import quote, urlencode

from kiosk.sandbox.model.refusals import bad_request
from kiosk.sandbox.web.call import Answer, Call, JsonObject

Item = TypeVar("Item")


def number(call: Call, name: str, default: int) -> int:
    """A query option that counts something."""
    value = call.query.get(name)
    if value is None:
        return default
    if not value.isdigit():
        raise bad_request("BadRequest", f"Invalid value '{value}' for {name} query option found.")
    return int(value)


def page(
    call: Call,
    base_url: str,
    items: Sequence[Item],
    show: Callable[[Item], JsonObject],
    *,
    default: int,
    largest: int,
) -> Answer:
    """One page of a collection; the next link is absolute and repeats the query."""
    skip = number(call, "$skip", 0)
    wished = call.wishes().page_size
    size = min(number(call, "$top", wished or default), largest)
    shown = [show(item) for item in items[skip : skip + size]] if size else []
    body: JsonObject = {"@odata.context": f"{base_url}/$metadata#{quote(call.path.strip('/'))}"}
    if call.query.get("$count", "").lower() == "true":
        body["@odata.count"] = len(items)
    body["value"] = shown
    if size and skip + size < len(items):
        body["@odata.nextLink"] = next_link(call, base_url, {"$skip": str(skip + size)})
    return Answer(200, body)


_SPELLED = {"startdatetime": "startDateTime", "enddatetime": "endDateTime"}


def next_link(call: Call, base_url: str, more: dict[str, str], *, keep: bool = True) -> str:
    """An absolute link to the same path, with the query of this call and something more."""
    query = {name: value for name, value in call.query.items() if name not in more} if keep else {}
    spelled = {_SPELLED.get(name, name): value for name, value in (query | more).items()}
    return f"{base_url}/{call.path.strip('/')}?{urlencode(spelled, safe='$:/()', quote_via=quote)}"


def selected(shown: JsonObject, call: Call, known: Sequence[str], kind: str) -> JsonObject:
    """Only what $select names; ids and OData annotations stay."""
    wanted = [name.strip() for name in call.query.get("$select", "").split(",") if name.strip()]
    if not wanted or wanted == ["*"]:
        return shown
    names = {name.lower(): name for name in known}
    for name in wanted:
        if name.split("/")[0].lower() not in names:
            raise bad_request(
                "RequestBroker--ParseUri", f"Could not find a property named '{name}' on type '{kind}'."
            )
    keep = {names[name.split("/")[0].lower()] for name in wanted}
    return {
        name: value for name, value in shown.items() if name in keep or name.startswith("@") or name == "id"
    }
