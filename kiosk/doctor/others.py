"""Whether the rooms of [[nearby]] tell when they are free, and can be read where that is needed to book them. Never writes."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.config.desired import Config
from kiosk.doctor import mailboxes
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.mailboxes import Listening
from kiosk.doctor.refusals import Target
from kiosk.sync import neighbours
from kiosk.sync.errors import GraphFault

DAY = timedelta(days=1)


async def checks(exchange: Listening, config: Config, client: str, now: datetime) -> list[Check]:
    """One check for each room that is closed to the display, or one for all that are well; none where none is listed."""
    listed = [room.mailbox for room in config.nearby]
    asker = config.system_user.mailbox or config.room.mailbox or ""
    if not listed:
        return []
    try:
        plans = await neighbours.plans(exchange, asker, listed, now, now + DAY)
    except GraphFault:
        what = "Whether other rooms are free could not be asked."
        return [Check("nearby", Verdict.NOTE, what, "Mend what is wrong above first, then try again.")]
    told = {plan.mailbox.lower() for plan in plans}
    found = [_closed(mailbox) for mailbox in listed if mailbox.lower() not in told]
    if config.system_user.booking == "direct":
        targets = [Target(mailbox, "nearby.mailbox", client) for mailbox in listed if mailbox.lower() in told]
        read = [await mailboxes.calendar(exchange, "nearby", target, now) for target in targets]
        found += [check for check in read if not check.ok]
    return found or [Check("nearby", Verdict.OK, "Every room of [[nearby]] tells when it is free.")]


def _closed(mailbox: str) -> Check:
    what = f"{mailbox} does not tell when it is free: at the door it reads Not known, and cannot be booked."
    remedy = (
        "Is nearby.mailbox spelt right, and a room? If so, an Exchange administrator:\n"
        f"Set-MailboxFolderPermission -Identity {mailbox}:\\Calendar -User Default -AccessRights AvailabilityOnly"
    )
    return Check("nearby", Verdict.NOTE, what, remedy)
