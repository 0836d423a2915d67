"""What an admin runs to set up a tenant for displays: the consent link and Exchange's commands, with values quoted. Pure."""

from __future__ import annotations

from urllib.parse import quote

from kiosk.doctor.needs import Need, Over, Wanted, needs
from kiosk.room.powershell import literal, quoted

MARK = "CustomAttribute1"
"""Exchange keeps it for the tenant's own use. A scope that goes by it takes in another room with one command."""
MARKS = {Over.ROOMS: "RoomDisplays", Over.SYSTEM_USER: "RoomDisplaysUser"}
SCOPES = {
    Over.ROOMS: "Room displays: rooms",
    Over.SYSTEM_USER: "Room displays: system user",
    Over.PEOPLE: "Room displays: people",
}
NAME = "Room displays"


def consent_link(wanted: Wanted) -> str | None:
    """Where an admin consents to what Entra grants; None where nothing of the kind is needed, or there is no application yet."""
    if not wanted.client or all(need.in_exchange for need in needs(wanted)):
        return None
    tenant, client = quote(wanted.tenant, safe=""), quote(wanted.client, safe="")
    return f"{wanted.authority}/{tenant}/adminconsent?client_id={client}"


def powershell(wanted: Wanted, object_id: str = "") -> list[str]:
    """Lines for Exchange Online PowerShell, in order. `object_id`: of the enterprise application; asked for where it is empty."""
    found = [need for need in needs(wanted) if need.in_exchange]
    return [
        "Connect-ExchangeOnline",
        *_who(wanted, object_id),
        f"New-ServicePrincipal -AppId $client -ObjectId $object -DisplayName {literal(NAME)}",
        *_marks(wanted),
        *_scopes(wanted, found),
        *(
            f"New-ManagementRoleAssignment -App $object -Role {literal('Application ' + need.permission)} "
            f"-CustomResourceScope {literal(SCOPES[need.over])}"
            for need in found
        ),
        *_settings(wanted),
        *_shows(wanted),
    ]


def _who(wanted: Wanted, object_id: str) -> list[str]:
    client = literal(wanted.client) if wanted.client else 'Read-Host "Application (client) ID"'
    known = literal(object_id) if object_id else 'Read-Host "Object ID of the ENTERPRISE APPLICATION"'
    return [f"$client = {client}", f"$object = {known}"]


def _marks(wanted: Wanted) -> list[str]:
    marked = [(room, MARKS[Over.ROOMS]) for room in wanted.rooms]
    if wanted.system_user is not None:
        marked.append((wanted.system_user, MARKS[Over.SYSTEM_USER]))
    return [f"Set-Mailbox -Identity {quoted(mailbox)} -{MARK} {literal(mark)}" for mailbox, mark in marked]


def _scopes(wanted: Wanted, found: list[Need]) -> list[str]:
    lines: list[str] = []
    for over in dict.fromkeys(need.over for need in found):
        name = f"New-ManagementScope -Name {literal(SCOPES[over])} -RecipientRestrictionFilter "
        if over is Over.PEOPLE:
            lines.append('$group = Get-Group (Read-Host "Group of the people who may be booked for")')
            lines.append(name + "\"MemberOfGroup -eq '$($group.DistinguishedName)'\"")
        elif over is Over.ROOMS and not wanted.rooms:
            lines.append(name + "\"RecipientTypeDetails -eq 'RoomMailbox'\"")
        else:
            lines.append(name + f"\"{MARK} -eq '{MARKS[over]}'\"")
    return lines


def _settings(wanted: Wanted) -> list[str]:
    """What the rooms must do by themselves (facts.md §3.3)."""
    set_to = (
        ["-AutomateProcessing AutoAccept -AllBookInPolicy $true -AllowConflicts $false"]
        if wanted.invites
        else []
    )
    if wanted.checks_in:
        set_to.append("-EnableAutoRelease $false")
    if wanted.shows_subjects:
        set_to.append("-DeleteSubject $false -AddOrganizerToSubject $false -RemovePrivateProperty $false")
    if not set_to:
        return []
    words = "Set-CalendarProcessing " + " ".join(set_to)
    if not wanted.rooms:
        return ["Get-Mailbox -RecipientTypeDetails RoomMailbox -ResultSize Unlimited | " + words]
    return [words.replace("Processing ", f"Processing -Identity {quoted(room)} ", 1) for room in wanted.rooms]


def _shows(wanted: Wanted) -> list[str]:
    """InScope must be True for each of these."""
    mailboxes = [*wanted.rooms, *([wanted.system_user] if wanted.system_user else [])]
    return [
        f"Test-ServicePrincipalAuthorization -Identity $client -Resource {quoted(mailbox)} | ft"
        for mailbox in mailboxes
    ]


def as_text(wanted: Wanted, object_id: str = "") -> str:
    """All of it, to be read from top to bottom."""
    lines = ["What these displays need, and nothing more:", ""]
    for need in needs(wanted):
        where = "Exchange" if need.in_exchange else "Entra"
        lines.append(f"  {need.permission}, in {where}, over {need.over.value}: {need.why}")
        if need.less:
            lines.append(f"      To need less: {need.less}")
    return "\n".join([*lines, "", *_entra(wanted), "", *_exchange(wanted, object_id), "", *_after(wanted)])


def _entra(wanted: Wanted) -> list[str]:
    granted = [need.permission for need in needs(wanted) if not need.in_exchange]
    application = (
        wanted.client or "(none yet: New registration, this organizational directory only, no redirect URI)"
    )
    lines = [
        "1. Entra admin center > App registrations", f"   Application: {application}",
        "   API permissions: grant no Calendars and no Mail permission here. It would hold for every mailbox of the tenant.",
    ]  # fmt: skip
    if granted:
        lines.append(
            f"   Add the application permission {', '.join(granted)}. Then an admin opens this address and accepts:"
        )
        lines.append(
            f"   {consent_link(wanted) or '(the address is printed once --client names the application)'}"
        )
    else:
        lines.append("   Nothing to consent to: all that is needed is granted in Exchange.")
    if wanted.public_file:
        lines.append(f"   Certificates & secrets > Certificates > Upload certificate: {wanted.public_file}")
        lines.append(
            "   (Where it is not there yet: kiosk doctor --config FILE, on the display, makes the key and this file.)"
        )
    lines.append(
        f"   Enterprise applications > {NAME}: note its Object ID for the next step. It is not that of the registration."
    )
    return lines


def _exchange(wanted: Wanted, object_id: str) -> list[str]:
    return [
        f"2. Exchange Online PowerShell, as an Exchange administrator ({MARK} must not be in use for something else)", "",
        *(f"   {line}" for line in powershell(wanted, object_id)),
    ]  # fmt: skip


def _after(wanted: Wanted) -> list[str]:
    later = (
        ""
        if not wanted.rooms
        else f" Another room later: Set-Mailbox -Identity <room> -{MARK} {literal(MARKS[Over.ROOMS])}"
    )
    return [
        "3. Every Test- line must say InScope True. Exchange takes 30 minutes to 2 hours to notice." + later,
        "   Then: kiosk tenant setup --config FILE --check --outside SOMEBODY",
    ]  # fmt: skip
