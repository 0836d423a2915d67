"""Least privilege, proven: a mailbox that this configuration does not need must be refused. Reads one calendar's ids at most."""

from __future__ import annotations

from datetime import datetime

from kiosk.config.desired import Config
from kiosk.doctor import mailboxes
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.mailboxes import Listening
from kiosk.doctor.refusals import Target
from kiosk.room.powershell import quoted

CHECK = "scope.outside"
FORBIDDEN = 403
SHOWS = (
    "Test-ServicePrincipalAuthorization -Identity {client} -Resource {mailbox} | ft\nmust say InScope False."
)


def needed(config: Config) -> frozenset[str]:
    """Mailboxes, in lower case, that the display reads or writes itself. People who are booked for come on top of it."""
    user, room = config.system_user.mailbox, config.room.mailbox
    nearby = [one.mailbox for one in config.nearby] if config.system_user.booking == "direct" else []
    return frozenset(name.lower() for name in (user, room, *nearby) if name)


async def check(exchange: Listening, config: Config, asked: str | None, now: datetime) -> Check:
    """`asked`: the mailbox to try; None: the one of the configuration."""
    mailbox = asked or config.system_user.outside_mailbox
    client = config.graph.client_id if config.graph else ""
    if mailbox is None:
        what = "Whether mailboxes that the display has no use for are closed to it was not tried: none was named."
        how = (
            "Name one, somebody's: kiosk doctor --config FILE --outside somebody@example.com, or outside_mailbox in "
            "kiosk.toml, under [system_user]. Or an Exchange administrator:\n"
        )
        return Check(CHECK, Verdict.NOTE, what, how + SHOWS.format(client=client, mailbox="<somebody>"))
    if mailbox.lower() in needed(config):
        what = f"{mailbox} is a mailbox that this display needs, so it proves nothing."
        return Check(
            CHECK, Verdict.NOTE, what, "Name one of somebody who has nothing to do with the displays."
        )
    target = Target(mailbox, "system_user.outside_mailbox", client)
    read = await mailboxes.calendar(exchange, CHECK, target, now)
    if read.ok:
        return _open(mailbox, client, person=config.booking.for_somebody)
    if exchange.said.status == FORBIDDEN:
        return Check(CHECK, Verdict.OK, f"{mailbox} is closed to the display, as it must be.")
    what = f"Whether {mailbox} is closed to the display is not known: {read.what}"
    return Check(CHECK, Verdict.NOTE, what, "Name another mailbox, somebody's that exists in this tenant.")


def _open(mailbox: str, client: str, *, person: bool) -> Check:
    what = f"The display can read the calendar of {mailbox}: the application may do more than this display needs."
    how = (
        "Somebody removes what is too much. An Entra administrator: App registrations > API permissions: remove every Calendars "
        "permission there, which holds for all mailboxes of the tenant. An Exchange administrator, in Exchange Online "
        f"PowerShell:\nGet-ManagementRoleAssignment -App {quoted(client)} | fl Role,CustomResourceScope\n"
        "Get-ManagementScope | fl Name,RecipientFilter\n`kiosk tenant setup` prints the scope that is enough. "
    )
    if person:
        how += "With for_somebody = true those who may be booked for are open on purpose: then name somebody else. "
    return Check(
        CHECK, Verdict.WRONG, what, f"{how}To see it:\n{SHOWS.format(client=client, mailbox=quoted(mailbox))}"
    )
