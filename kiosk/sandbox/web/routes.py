"""Which handler answers which path, and what permission it takes (facts.md §1.5, §2.0)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.sandbox.web import delta, directory, events, mail, places, schedule, subscribing, views
from kiosk.sandbox.web.call import Answer, Call, Handshake
from kiosk.sandbox.web.sandbox import Sandbox

Handler = Callable[[Sandbox, Call], Answer | Handshake]
READ = ("Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite", "Calendars.ReadBasic.All")
WRITE = ("Calendars.ReadWrite",)
SUBSCRIBE = ("Calendars.Read",)  # a write scope alone is not accepted (facts.md §1.5)
DELEGATED_ONLY = ("no application has this",)
PLACES = ("Place.Read.All", "Place.ReadWrite.All")
USERS = ("User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All")
ORGANIZATION = ("Organization.Read.All", "Organization.ReadWrite.All", "Directory.Read.All", "User.Read.All")
MAIL = ("Mail.Send",)
SETTINGS = ("MailboxSettings.Read", "MailboxSettings.ReadWrite")


@dataclass(frozen=True, slots=True)
class Route:
    """`pattern` parts in braces are arguments; `scoped` calls obey the application's scope in Exchange."""

    method: str
    pattern: tuple[str, ...]
    handler: Handler
    permissions: tuple[str, ...]
    scoped: bool = True
    directory: bool = False


def _route(method: str, pattern: str, handler: Handler, permissions: tuple[str, ...], **more: bool) -> Route:
    return Route(method, tuple(pattern.split("/")), handler, permissions, **more)


def _calendar(method: str, tail: str, handler: Handler, permissions: tuple[str, ...]) -> list[Route]:
    """The same under the user, the user's default calendar and a calendar by id."""
    heads = ("users/{user}", "users/{user}/calendar", "users/{user}/calendars/{calendar}")
    return [_route(method, f"{head}/{tail}", handler, permissions) for head in heads]


ROUTES: tuple[Route, ...] = (
    *_calendar("GET", "calendarview", views.calendar_view, READ),
    _route("GET", "users/{user}/calendarview/delta", delta.delta, READ),
    _route("GET", "users/{user}/calendar/calendarview/delta", delta.delta, READ),
    *_calendar("GET", "events", views.list_events, READ),
    *_calendar("POST", "events", events.create_event, WRITE),
    *_calendar("GET", "events/{event}", events.get_event, READ),
    *_calendar("PATCH", "events/{event}", events.patch_event, WRITE),
    *_calendar("DELETE", "events/{event}", events.delete_event, WRITE),
    *_calendar("GET", "events/{event}/instances", views.instances, READ),
    *_calendar("POST", "events/{event}/cancel", events.cancel_event, WRITE),
    *_calendar("POST", "events/{event}/accept", events.answer_event, WRITE),
    *_calendar("POST", "events/{event}/decline", events.answer_event, WRITE),
    *_calendar("POST", "events/{event}/tentativelyaccept", events.answer_event, WRITE),
    *_calendar("POST", "events/{event}/permanentdelete", events.delete_event, WRITE),
    _route("POST", "users/{user}/calendar/getschedule", schedule.get_schedule, READ),
    _route("POST", "users/{user}/sendmail", mail.send_mail, MAIL),
    _route("GET", "users/{user}/calendar", directory.get_calendar, READ),
    _route("GET", "users/{user}/mailboxsettings", directory.mailbox_settings, SETTINGS, scoped=False),
    _route("GET", "users/{user}", directory.get_user, USERS, scoped=False, directory=True),
    _route("GET", "users", directory.list_users, USERS, scoped=False, directory=True),
    _route("GET", "organization", directory.organization, ORGANIZATION, scoped=False, directory=True),
    _route("GET", "subscriptions", subscribing.listed, SUBSCRIBE, scoped=False),
    _route("POST", "subscriptions", subscribing.create, SUBSCRIBE, scoped=False),
    _route("GET", "subscriptions/{subscription}", subscribing.get, SUBSCRIBE, scoped=False),
    _route("PATCH", "subscriptions/{subscription}", subscribing.renew, SUBSCRIBE, scoped=False),
    _route("DELETE", "subscriptions/{subscription}", subscribing.delete, SUBSCRIBE, scoped=False),
    _route(
        "POST", "subscriptions/{subscription}/reauthorize", subscribing.reauthorize, SUBSCRIBE, scoped=False
    ),
    _route("POST", "places/{place}/checkins", places.get_place, DELEGATED_ONLY, scoped=False),
    _route("GET", "places/room", places.list_rooms, PLACES, scoped=False),
    _route("GET", "places/roomlist", places.list_room_lists, PLACES, scoped=False),
    _route("GET", "places/{place}/roomlist/rooms", places.rooms_of_list, PLACES, scoped=False),
    _route("GET", "places/{place}/room", places.get_place, PLACES, scoped=False),
    _route("GET", "places/{place}/roomlist", places.get_place, PLACES, scoped=False),
    _route("GET", "places/{place}", places.get_place, PLACES, scoped=False),
)


def _normal(segment: str) -> str:
    """One spelling for all that clients write: namespace, empty brackets and case do not matter."""
    low = segment.lower().removesuffix("()")
    return low.removeprefix("microsoft.graph.").removeprefix("graph.")


def find(method: str, segments: tuple[str, ...]) -> tuple[Route, Mapping[str, str]] | bool:
    """The route and its arguments; True when the path exists for another method, False when it does not."""
    path_known = False
    for route in ROUTES:
        if len(route.pattern) != len(segments):
            continue
        found = _arguments(route.pattern, segments)
        if found is None:
            continue
        if route.method == method:
            return route, found
        path_known = True
    return path_known


def _arguments(pattern: tuple[str, ...], segments: tuple[str, ...]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for part, segment in zip(pattern, segments, strict=True):
        if part.startswith("{"):
            found[part.strip("{}")] = segment
        elif part != _normal(segment):
            return None
    return found
