"""What Exchange's refusals mean for one mailbox, who mends it, and how (facts.md §1.6, §1.7, §4.2). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.doctor.check import Advice


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of Graph's, as far as it matters here. Status 0: there was none."""

    status: int
    code: str = ""
    message: str = ""

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP


@dataclass(frozen=True, slots=True)
class Target:
    """Whose calendar was asked for, by which application; `key`: where the configuration names the mailbox."""

    mailbox: str
    key: str
    client: str


TEST = (
    "Test-ApplicationAccessPolicy -Identity {mailbox} -AppId {client}\n"
    "Test-ServicePrincipalAuthorization -Identity {client} -Resource {mailbox} | ft"
)
LAG = "A change takes effect after 30 minutes to 2 hours, even where the test already says yes."
POLICY = (
    "An Exchange administrator, in Exchange Online PowerShell:\n" + TEST + "\n"
    "Where the first says Denied: Get-ApplicationAccessPolicy | fl names the group that the policy allows; add the "
    "mailbox to it:\n"
    "Add-DistributionGroupMember -Identity <the group> -Member {mailbox}\n" + LAG
)
SCOPE = (
    "An Exchange administrator lets the application into this mailbox, in Exchange Online PowerShell "
    "(the object ID is that of the ENTERPRISE APPLICATION):\n"
    'New-ServicePrincipal -AppId {client} -ObjectId <object ID> -DisplayName "Room displays"\n'
    'New-ManagementScope -Name "Room displays" -RecipientRestrictionFilter '
    "\"RecipientTypeDetails -eq 'RoomMailbox' -or PrimarySmtpAddress -eq '<the system user>'\"\n"
    'New-ManagementRoleAssignment -App <object ID> -Role "Application Calendars.ReadWrite" '
    '-CustomResourceScope "Room displays"\n'
    "To see whether it holds:\n" + TEST + "\n" + LAG
)
MISSING = (
    "Compare {key} with the mailbox's primary address in the Exchange admin center, and graph.tenant_id with the "
    "tenant that holds it. A mailbox made just now takes some minutes."
)
NO_MAILBOX = (
    "The account exists, but Graph cannot read a mailbox of it: it is on premises, has no licence, was deleted, or is "
    "not ready yet. An Exchange administrator:\nGet-Mailbox -Identity {mailbox} | fl RecipientTypeDetails,"
    "IsSoftDeletedByDisable,WhenMailboxCreated"
)
WAIT = "Nothing to mend here. Run `kiosk doctor` again in a few minutes; the display keeps trying by itself."
BASE = "Compare graph.base_url: worldwide it is https://graph.microsoft.com/v1.0. A proxy with a page of its own answers so, too."
CLOUD = (
    "graph.base_url and graph.authority must belong to the same cloud; a policy of your tenant may also have revoked "
    "the token: Entra admin center > Monitoring > Sign-in logs."
)

GARBLED = "garbled"
"""Stands where a code would stand, for an answer that is not Graph's."""

NOBODY = frozenset(
    {
        "errorinvaliduser",
        "errormailrecipientnotfound",
        "errornonexistentmailbox",
        "request_resourcenotfound",
        "resourcenotfound",
    }
)
UNREADABLE = frozenset({"mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi", "erroritemnotfound"})


def advice(said: Said, target: Target) -> Advice:
    """What to do about a refused read of a mailbox."""
    what, remedy = _known(said)
    fields = {"mailbox": target.mailbox, "key": target.key, "client": target.client}
    return Advice(what.format_map(fields) + _quoted(said), remedy.format_map(fields))


def _known(said: Said) -> tuple[str, str]:  # noqa: PLR0911 - a table
    code, message = said.code.lower(), said.message.lower()
    match said.status:
        case 403 if "accesspolicy" in message or "access to odata is disabled" in message:
            return "A policy of the tenant keeps the application out of {mailbox}.", POLICY
        case 403:
            return "The application may not read the calendar of {mailbox}.", SCOPE
        case 400 | 404 if code in NOBODY:
            return "There is no mailbox {mailbox} in this tenant.", MISSING
        case 404 if code in UNREADABLE:
            return "{mailbox} is no mailbox that Graph can read.", NO_MAILBOX
        case 404:
            return "Exchange finds nothing at {mailbox}.", MISSING
        case 401:
            return "Exchange does not take the token that Entra gave.", CLOUD
        case 429:
            return "Exchange asks for fewer requests.", WAIT
        case 0 if code == GARBLED:
            return "Something answers in Exchange's place, but not in its words.", BASE
        case 0:
            return "Exchange did not answer.", WAIT
        case status if status >= 500:  # noqa: PLR2004 - HTTP
            return "Exchange has a fault of its own.", WAIT
        case _:
            return "Exchange refuses the question.", MISSING


def _quoted(said: Said) -> str:
    """What support will ask for. Graph's codes name no person and no meeting; its messages may, and stay out."""
    return f" ({said.status} {said.code})" if said.status and said.code else ""
