"""What can be known about booking without booking anything. Pure."""

from __future__ import annotations

from kiosk.config.desired import Config
from kiosk.doctor.check import Check, Verdict
from kiosk.room.model import Privacy

READ_ONLY = frozenset({"Calendars.Read", "Calendars.ReadBasic.All", "Calendars.ReadBasic"})
WRITE = "Calendars.ReadWrite"
MAIL = "Mail.Send"


def notes(
    config: Config, room: str, client: str, roles: frozenset[str], *, booked: bool = False
) -> list[Check]:
    """`roles`: what Entra's token says of the application's permissions; empty when it says nothing. `booked`: it was tried."""
    by_hub = config.system_user.sign_in == "device"  # whose permissions are tried there
    found = [] if booked or by_hub else [_permission(config, room, client, roles)]
    if config.booking.check_in:
        found.append(_auto_release(room))
    if Privacy(config.display.privacy).shows_subject:
        found += [_private_meetings(room), _subjects(room)]
    if config.report.mail_to is not None and config.system_user.mailbox is not None and not by_hub:
        found.append(_reports(config.system_user.mailbox, client, roles))
    return found


def _reports(user: str, client: str, roles: frozenset[str]) -> Check:
    """Nothing is sent to try it."""
    if MAIL in roles:
        what = f"Reports are sent as mail of {user}. Entra's token carries Mail.Send: as mail of anybody in the tenant, too."
        remedy = "To limit it, remove that grant in Entra and assign the role Application Mail.Send in Exchange instead."
        return Check("report.mail_to", Verdict.NOTE, what, remedy)
    return Check(
        "report.mail_to", Verdict.NOTE,
        f"Reports are sent as mail of {user}, which takes Mail.Send; no mail was sent to try it.",
        "An Exchange administrator can see whether it is allowed, and docs/guides/report-a-problem.md how to allow it:\n"
        f"Test-ServicePrincipalAuthorization -Identity {client} -Resource {user} | ft\n"
        "must list the role Application Mail.Send with InScope True.",
    )  # fmt: skip


def _permission(config: Config, room: str, client: str, roles: frozenset[str]) -> Check:
    invite = config.system_user.booking == "invite"
    owner = (config.system_user.mailbox or room) if invite else room
    test = (
        f"Test-ServicePrincipalAuthorization -Identity {client} -Resource {owner} | ft\n"
        "must list the role Application Calendars.ReadWrite with InScope True."
    )
    how = f"Bookings are written into the calendar of {owner}; nothing was written to try it. "
    if WRITE in roles:
        what = (
            how
            + "Entra's token carries Calendars.ReadWrite, so it is allowed, in every mailbox of the tenant."
        )
        remedy = (
            "To limit the application to its rooms, remove that grant in Entra and assign the role in Exchange "
            "instead; both together defeat the limit. An Exchange administrator can see what holds:\n"
        )
        return Check("booking", Verdict.NOTE, what, remedy + test)
    if roles & READ_ONLY:
        what = how + "Entra grants the application reading only, so it needs the role from Exchange."
        return Check(
            "booking", Verdict.NOTE, what, f"An Exchange administrator can see whether it has it:\n{test}"
        )
    what = (
        how
        + "Entra's token does not say; Exchange decides, and refuses the first booking where it is not allowed."
    )
    return Check("booking", Verdict.NOTE, what, f"An Exchange administrator can see whether it is:\n{test}")


def attendant(room: str) -> Check:
    """What of the room's processing settings must be looked up: no request of Graph's tells it."""
    return Check(
        "room.attendant",
        Verdict.NOTE,
        "Whether the room answers invitations by itself is set in Exchange and cannot be read from here.",
        "An Exchange administrator:\n"
        f"Get-CalendarProcessing -Identity {room} | fl AutomateProcessing,AllBookInPolicy,AllowConflicts,"
        "BookingWindowInDays,MaximumDurationInMinutes\n"
        "AutomateProcessing must be AutoAccept, AllBookInPolicy True (or the system user be in BookInPolicy), "
        "AllowConflicts False. To set it:\n"
        f"Set-CalendarProcessing -Identity {room} -AutomateProcessing AutoAccept -AllBookInPolicy $true",
    )


def _auto_release(room: str) -> Check:
    """EnableAutoRelease is read by no request of Graph's, and its check-in only takes people's sign-ins (facts.md §2.9, §3.3)."""
    return Check(
        "room.auto_release",
        Verdict.NOTE,
        "Exchange may release the room by itself, and hears nothing of check-ins at this display: it would take meetings away "
        "that have begun. Whether it does cannot be read from here.",
        "An Exchange administrator:\n"
        f"Get-CalendarProcessing -Identity {room} | fl EnableAutoRelease,PostReservationMaxClaimTimeInMinutes\n"
        "EnableAutoRelease must be False while check_in is on. To set it:\n"
        f"Set-CalendarProcessing -Identity {room} -EnableAutoRelease $false\n"
        "Or set check_in = false in kiosk.toml, under [booking], and leave it to Exchange.",
    )


def _subjects(room: str) -> Check:
    """facts.md §3.3 and §5: what the attendant makes of what it accepts."""
    return Check(
        "room.subjects",
        Verdict.NOTE,
        "The display shows subjects. By default Exchange puts the organizer's name in place of a room's subjects, and there are "
        "none to show.",
        "An Exchange administrator:\n"
        f"Get-CalendarProcessing -Identity {room} | fl DeleteSubject,AddOrganizerToSubject,RemovePrivateProperty\n"
        "For subjects all three must be False; it holds for what is accepted from then on. To set them:\n"
        f"Set-CalendarProcessing -Identity {room} -DeleteSubject $false -AddOrganizerToSubject $false "
        "-RemovePrivateProperty $false",
    )


def _private_meetings(room: str) -> Check:
    return Check(
        "display.privacy",
        Verdict.NOTE,
        "The display shows subjects. By default Exchange takes the private mark off a room's meetings, so private ones "
        "would show theirs.",
        f"An Exchange administrator: Set-CalendarProcessing -Identity {room} -RemovePrivateProperty $false\nOr set "
        'privacy = "none" in kiosk.toml, under [display].',
    )
