"""What Exchange's refusals mean for a display, who mends it, and how (facts.md §1.6, §1.7, §4.2). Words and codes; pure."""

from __future__ import annotations

from kiosk.room.explain_entra import CONSENT, LOGS, TECHNICIAN, Words

EXCHANGE_ADMIN = "An Exchange administrator"
ENTRA_ADMIN = "An Entra administrator"
TEST = (
    "Test-ApplicationAccessPolicy -Identity {quoted_mailbox} -AppId {client}\n"
    "Test-ServicePrincipalAuthorization -Identity {client} -Resource {quoted_mailbox} | ft"
)
LAG = "A change takes effect after 30 minutes to 2 hours, even where the test already says yes."
POLICY_HOW = (
    "Add {mailbox} to the group the policy allows. It can take 30 min to apply, sometimes 2 hours. In Exchange Online "
    "PowerShell, Get-ApplicationAccessPolicy names the group:\n"
    "Get-ApplicationAccessPolicy | fl\n"
    "Add-DistributionGroupMember -Identity <the group> -Member {quoted_mailbox}"
)
SCOPE_HOW = (
    "Lets the application into this mailbox, in Exchange Online PowerShell (the object ID is that of the ENTERPRISE "
    "APPLICATION; `kiosk tenant setup` prints this for all rooms at once):\n"
    'New-ServicePrincipal -AppId {client} -ObjectId <object ID> -DisplayName "Room displays"\n'
    'New-ManagementScope -Name "Room displays" -RecipientRestrictionFilter '
    "\"RecipientTypeDetails -eq 'RoomMailbox' -or PrimarySmtpAddress -eq '<the system user>'\"\n"
    'New-ManagementRoleAssignment -App <object ID> -Role "Application Calendars.ReadWrite" '
    '-CustomResourceScope "Room displays"\n' + LAG
)
BLOCKS = "A rule in your tenant (an application access policy) blocks it."
POLICY_READS = Words(
    "Reading refused",
    "The app may not read the calendar of {mailbox}. " + BLOCKS,
    EXCHANGE_ADMIN,
    POLICY_HOW,
    TEST,
)
POLICY_WRITES = Words(
    "Booking refused",
    "The app may not write to the calendar of {mailbox}. " + BLOCKS,
    EXCHANGE_ADMIN,
    POLICY_HOW,
    TEST,
)
POLICY_WRITES_ROOM = POLICY_WRITES._replace(
    sentence="The app may read this room's calendar but not write to it. " + BLOCKS
)
READS = Words(
    "Reading refused",
    "The application may not read the calendar of {mailbox}.",
    EXCHANGE_ADMIN,
    SCOPE_HOW,
    TEST,
)
WRITES = Words(
    "Booking refused",
    "The application may not write to the calendar of {mailbox}: it lacks the role Application Calendars.ReadWrite there.",
    EXCHANGE_ADMIN, SCOPE_HOW, TEST,
)  # fmt: skip
DIRECTORY = Words(
    "Permission missing", "The application lacks a permission that Entra grants, such as Place.Read.All.",
    "A Global Administrator or Privileged Role Administrator",
    "Adds it under Entra admin center > App registrations > {client} > API permissions, then: " + CONSENT,
)  # fmt: skip
CLAIMS = Words(
    "Blocked by policy", "A policy of the tenant (Conditional Access) asks for more than an application can prove.",
    ENTRA_ADMIN, LOGS + " > Service principal sign-ins names the policy. Exclude this application from it.",
)  # fmt: skip
MISSING = Words(
    "Mailbox not found", "No mailbox has the address {mailbox}.", TECHNICIAN,
    "Was the room renamed? Compare {key} with the mailbox's primary address in the Exchange admin center, and graph.tenant_id "
    "with the tenant that holds it. A mailbox made just now takes some minutes.",
)  # fmt: skip
UNREADABLE = Words(
    "Mailbox not readable", "{mailbox} is no mailbox that Graph can read.", EXCHANGE_ADMIN,
    "The account exists, but Graph cannot read a mailbox of it: it is on premises, has no licence, was deleted, or is not "
    "ready yet.",
    "Get-Mailbox -Identity {quoted_mailbox} | fl RecipientTypeDetails,IsSoftDeletedByDisable,WhenMailboxCreated",
)  # fmt: skip
TOKEN = Words(
    "Token refused", "Exchange does not take the token that Entra gave.", ENTRA_ADMIN,
    "graph.base_url and graph.authority must belong to the same cloud; a policy of your tenant may also have revoked the "
    "token: " + LOGS + ".",
)  # fmt: skip
ITSELF = "Nothing to mend. Run `kiosk doctor` again in a few minutes; the display keeps trying by itself."
SLOW_DOWN = Words("Throttled", "Microsoft asked us to slow down{until}. Nothing to do.", "", ITSELF)
FAULT = Words("Exchange has a fault", "Exchange has a fault of its own.", "", ITSELF + " If it lasts: Microsoft 365 "
              "admin center > Health > Service health.")  # fmt: skip
MOVING = Words("Mailbox is moving", "Microsoft is moving the mailbox {mailbox} to another server.", "", "Nothing to mend: "
               "it takes hours at most, and the display keeps trying by itself.")  # fmt: skip
FULL = Words(
    "Exchange takes no more", "Exchange cannot write to {mailbox} now: it is locked, full, or over its limits.",
    EXCHANGE_ADMIN, "Looks at the size of the mailbox; the display keeps trying by itself.",
    "Get-MailboxStatistics -Identity {quoted_mailbox} | fl TotalItemSize,StorageLimitStatus",
)  # fmt: skip
TWICE = Words(
    "Booked already",
    "Exchange has this booking from an earlier try.",
    "",
    "Nothing to mend: the display finds it.",
)
CHANGED = Words(
    "Changed meanwhile", "Somebody or Exchange itself changed the event at the same time.", "",
    "Nothing to mend: the display reads again and tries again.",
)  # fmt: skip
READ_ANEW = Words(
    "Read anew",
    "Exchange has forgotten how far the display had read.",
    "",
    "Nothing to mend: the display reads everything anew.",
)
GONE = Words(
    "Not there", "Exchange finds nothing at {mailbox}.", TECHNICIAN, MISSING.how,
)  # fmt: skip
QUESTION = Words(
    "Request refused", "Exchange refuses the question: the request is not one that it takes.", TECHNICIAN,
    "Is {key} a room's address? If so this is a mistake in the display: send us its log, which holds codes and no names. "
    "graph.base_url must be Graph v1.0.",
)  # fmt: skip
GARBLED = Words(
    "Not Exchange's answer", "Something answers in Exchange's place, but not in its words.", TECHNICIAN,
    "Compare graph.base_url: worldwide it is https://graph.microsoft.com/v1.0. A proxy with a page of its own answers so, too.",
)  # fmt: skip
SILENT = Words("No answer", "Exchange did not answer.", "", ITSELF)

NO_ANSWER_OF_GRAPH = "garbled"
"""Stands where a code would stand, for an answer that is not Graph's."""

BY_CODE: dict[str, Words] = {
    "authorization_requestdenied": DIRECTORY, "insufficient_claims": CLAIMS, "insufficientclaims": CLAIMS,
    "errorinvaliduser": MISSING, "errormailrecipientnotfound": MISSING, "errornonexistentmailbox": MISSING,
    "request_resourcenotfound": MISSING, "resourcenotfound": MISSING,
    "mailboxnotenabledforrestapi": UNREADABLE, "mailboxnotsupportedforrestapi": UNREADABLE, "erroritemnotfound": UNREADABLE,
    "errorduplicatetransactionid": TWICE,
    "errorirresolvableconflict": CHANGED, "errorstaleobject": CHANGED, "errorsaveconflict": CHANGED,
    "syncstatenotfound": READ_ANEW, "resyncrequired": READ_ANEW, "syncstateinvalid": READ_ANEW,
    "errormailboxmoveinprogress": MOVING,
    "toomanyrequests": SLOW_DOWN, "applicationthrottled": SLOW_DOWN, "activitylimitreached": SLOW_DOWN,
}  # fmt: skip
"""Codes that mean one thing whatever the status: it differs from call to call (facts.md §4.2, §5 row 28)."""

BY_STATUS: dict[int, Words] = {
    401: TOKEN, 404: GONE, 409: CHANGED, 410: READ_ANEW, 412: CHANGED, 423: FULL, 429: SLOW_DOWN, 507: FULL, 509: FULL,
}  # fmt: skip


def words(status: int, code: str, *, by_policy: bool, books: bool) -> Words:
    """Those of a refusal; every status has some. `code` in any case of letters."""
    code = code.lower()
    if status == 0:
        return GARBLED if code == NO_ANSWER_OF_GRAPH else SILENT
    if by_policy:
        return POLICY_WRITES if books else POLICY_READS
    known = BY_CODE.get(code) or BY_STATUS.get(status)
    if known is not None:
        return known
    if status == 403:  # noqa: PLR2004 - HTTP
        return WRITES if books else READS
    return FAULT if status >= 500 else QUESTION  # noqa: PLR2004 - HTTP
