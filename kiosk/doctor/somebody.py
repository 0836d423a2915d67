"""What booking for somebody takes: tried with the calendars of people who have booked this room. Names none of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.mailboxes import Listening
from kiosk.doctor.refusals import Target
from kiosk.sync import bodies, look_up, steps, wire
from kiosk.sync.errors import GraphFault

PEOPLE = "booking.for_somebody"
AROUND = timedelta(days=14)
MOST = 3
"""People whose calendars are tried."""
_SCOPE = (
    "An Exchange administrator lets the application into the calendars of those who may be booked for, in Exchange "
    "Online PowerShell (the object ID is that of the ENTERPRISE APPLICATION; only direct members of the group count):\n"
    '$group = Get-Group "<the group of these people>"\n'
    'New-ManagementScope -Name "Room display users" -RecipientRestrictionFilter '
    "\"MemberOfGroup -eq '$($group.DistinguishedName)'\"\n"
    'New-ManagementRoleAssignment -App <object ID> -Role "Application Calendars.ReadWrite" '
    '-CustomResourceScope "Room display users"\n'
    "To see whether it holds for somebody:\n"
    "Test-ServicePrincipalAuthorization -Identity {client} -Resource <their address> | ft\n"
    "A change takes effect after 30 minutes to 2 hours. Where application access policies are in use, these people must be in "
    "the policy's group, too."
)


ROOMS = Check(
    PEOPLE + ".rooms",
    Verdict.NOTE,
    "The display may be unable to tell a room's address from a person's: whoever types another room's would write "
    "into its calendar, and its booking attendant would not be asked.",
    "Grant the application permission Place.Read.All in Entra, with admin consent; or set for_somebody = false in "
    "kiosk.toml, under [booking].",
)


async def checks(
    graph: Listening, room: Target, user: str | None, place: Check, now: datetime
) -> list[Check]:
    """`place`: what became of reading the room's own description."""
    found = await _scope(graph, room, user, now)
    return [found] if place.verdict is Verdict.OK else [found, ROOMS]


async def _scope(graph: Listening, target: Target, user: str | None, now: datetime) -> Check:
    """Whether the display may write for those who book this room. Their calendars are asked for, and nothing in them."""
    remedy = _SCOPE.replace("{client}", target.client)
    tried = [await _is_open(graph, who) for who in await _organizers(graph, target.mailbox, user, now)]
    is_open = [found for found in tried if found is not None]
    if not is_open:
        what = "Nobody has booked this room of late, so it was not tried whose calendars the display may write to."
        return Check(PEOPLE, Verdict.NOTE, what, remedy)
    if all(is_open):
        what = f"The display may write to the calendars of people who book this room ({len(is_open)} tried)."
        return Check(PEOPLE, Verdict.OK, what)
    closed = is_open.count(False)
    what = (
        f"{closed} of {len(is_open)} calendars of people who book this room are out of the application's scope: the scope of "
        "Application Calendars.ReadWrite is missing there. Such people are invited by the system user instead."
    )
    return Check(PEOPLE, Verdict.WRONG if closed == len(is_open) else Verdict.NOTE, what, remedy)


async def _organizers(graph: Listening, room: str, user: str | None, now: datetime) -> list[str]:
    params = bodies.window_params(now - AROUND, now + AROUND, "organizer", 50)
    try:
        found = wire.organizers(await graph.get(bodies.address("users", room, "calendarView"), params))
    except (GraphFault, wire.Unreadable):
        return []
    ours = {room.lower(), (user or "").lower(), ""}
    return list(islice(dict.fromkeys(who for who in found if who not in ours), MOST))


async def _is_open(graph: Listening, who: str) -> bool | None:
    """None: nobody whose calendar could be open to us."""
    try:
        answer = await look_up.look_up(graph, who)
    except (GraphFault, wire.Unreadable):
        return None
    match answer:
        case steps.Insider():
            return True
        case steps.Outsider(refused):
            return False if refused else None
        case _:
            return None
