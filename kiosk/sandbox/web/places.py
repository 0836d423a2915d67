"""The places directory: rooms and room lists (facts.md §2.9)."""

from uuid import NAMESPACE_DNS, UUID, uuid5

from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.tenant.company import RoomList
from kiosk.sandbox.web.call import Answer, Call, JsonObject
from kiosk.sandbox.web.filters import filtered_json
from kiosk.sandbox.web.paging import page, selected
from kiosk.sandbox.web.sandbox import Sandbox


def list_rooms(sandbox: Sandbox, call: Call) -> Answer:
    return _page(sandbox, call, [_room(one) for one in sandbox.exchange.rooms()])


def list_room_lists(sandbox: Sandbox, call: Call) -> Answer:
    return _page(sandbox, call, [_room_list(one) for one in sandbox.company.room_lists])


def rooms_of_list(sandbox: Sandbox, call: Call) -> Answer:
    """By the list's address, not its id."""
    wanted = call.arguments["place"].lower()
    for one in sandbox.company.room_lists:
        if one.address.lower() == wanted:
            rooms = [sandbox.exchange.find(address) for address in one.rooms]
            return _page(sandbox, call, [_room(room) for room in rooms if room is not None])
    raise _no_place(call.arguments["place"])


def get_place(sandbox: Sandbox, call: Call) -> Answer:
    """By address or by id."""
    wanted = call.arguments["place"].lower()
    for box in sandbox.exchange.rooms():
        if wanted in {box.address.lower(), str(place_id(box.address))}:
            return _entity(sandbox, call, _room(box), "room")
    for one in sandbox.company.room_lists:
        if wanted in {one.address.lower(), str(place_id(one.address))}:
            return _entity(sandbox, call, _room_list(one), "roomList")
    raise _no_place(call.arguments["place"])


def place_id(address: str) -> UUID:
    return uuid5(NAMESPACE_DNS, f"place.{address.lower()}")


def _entity(sandbox: Sandbox, call: Call, shown: JsonObject, kind: str) -> Answer:
    small = selected(shown, call, tuple(shown), f"microsoft.graph.{kind}")
    head = {
        "@odata.context": f"{sandbox.base_url}/$metadata#places/$entity",
        "@odata.type": f"#microsoft.graph.{kind}",
    }
    return Answer(200, {**head, **small})


def _page(sandbox: Sandbox, call: Call, shown: list[JsonObject]) -> Answer:
    kept = filtered_json(shown, call)

    def show(one: JsonObject) -> JsonObject:
        return selected(one, call, tuple(one), "microsoft.graph.place")

    return page(call, sandbox.base_url, kept, show, default=100, largest=100)


def _room(box: Mailbox) -> JsonObject:
    place = box.place
    return {
        "id": str(place_id(box.address)),
        "placeId": str(place_id(box.address)),
        "displayName": box.name,
        "nickname": box.name,
        "emailAddress": box.address,
        "address": None,
        "geoCoordinates": None,
        "phone": "",
        "label": None,
        "building": place.building or None,
        "floorNumber": place.floor,
        "floorLabel": place.floor_label or None,
        "capacity": place.capacity,
        "bookingType": box.processing.booking_type.lower(),
        "audioDeviceName": place.audio or None,
        "videoDeviceName": place.video or None,
        "displayDeviceName": place.display or None,
        "isWheelChairAccessible": place.accessible,
        "tags": list(place.tags),
        "teamsEnabledState": "unknown",
    }


def _room_list(one: RoomList) -> JsonObject:
    return {
        "id": str(place_id(one.address)),
        "placeId": str(place_id(one.address)),
        "displayName": one.name,
        "emailAddress": one.address,
        "address": None,
        "geoCoordinates": None,
        "phone": "",
    }


def _no_place(name: str) -> Refusal:
    return Refusal(404, "ResourceNotFound", f"The place '{name}' was not found.")
