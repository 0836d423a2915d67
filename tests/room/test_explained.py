"""Every refusal of Entra and Exchange that facts.md knows, and the text a technician sees for it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.room.explained import Doing, Explanation, GraphRefused, Names, SignInRefused, explained

NAMES = Names(
    mailbox="aurora@contoso.com", room="aurora@contoso.com", client="app-1", tenant="contoso.com",
    secret_file="secret", public_file="kiosk.public.pem", sha1="A1B2",
)  # fmt: skip
AT = datetime(2026, 10, 13, 9, 41, 2, tzinfo=UTC)
ENTRA, APPROVER = "An Entra administrator", "A Global Administrator or Privileged Role Administrator"
EXCHANGE, TECHNICIAN, NOBODY = "An Exchange administrator", "Whoever sets up this display", ""
FACTS = Path(__file__).parents[2].parent / "shared/graph/facts.md"

SIGN_INS = [
    ((7000215,), "Secret refused", "Entra refuses the client secret.", ENTRA, "secret's ID was pasted instead of its value"),
    ((7000222,), "Secret expired", "The client secret has expired.", ENTRA, "chmod 600 secret"),
    ((7000218,), "No credential", "Entra found neither secret nor certificate in the request.", ENTRA, "New client secret"),
    ((700016,), "Application unknown", "The tenant contoso.com knows no application app-1.", ENTRA, "graph.client_id"),
    ((7000229,), "Application not installed", "The application app-1 is registered but not installed in contoso.com.", APPROVER,
     "https://login.microsoftonline.com/contoso.com/adminconsent?client_id=app-1"),
    ((7000112,), "Application disabled", "The application app-1 is disabled.", ENTRA, "Enabled for users to sign in: Yes"),
    ((700027,), "Certificate unknown", "Entra does not know this display's certificate.", ENTRA,
     "Upload certificate: kiosk.public.pem\nEntra then lists the thumbprint A1B2."),
    ((700024,), "Clock wrong", "Entra finds the display's signature outside its time.", TECHNICIAN, "timedatectl set-ntp true"),
    ((90002, 900023), "Tenant unknown", "There is no tenant contoso.com at https://login.microsoftonline.com.", TECHNICIAN,
     "graph.tenant_id"),
    ((70011, 28002, 700022), "Wrong cloud", "Entra does not know the permission that was asked for.", TECHNICIAN, "same cloud"),
    ((500011,), "Wrong cloud", "This tenant has no Microsoft Graph at the address that was asked for.", TECHNICIAN, "same cloud"),
    ((65001, 90094, 90095), "Consent missing",
     "Nobody has consented to the application's permissions, or the consent was withdrawn.", APPROVER,
     "https://login.microsoftonline.com/contoso.com/adminconsent?client_id=app-1"),
    ((53003, 53000, 530032, 50131), "Blocked by policy", "Conditional Access blocks the sign-in.", ENTRA, "Exclude this application"),
    ((50126, 50034, 50053, 50055, 50057), "Not an application", "Entra speaks of a user name and password.", ENTRA,
     "application's own registration"),
    ((50076, 50079, 50158), "Second factor asked", "Entra asks for a second factor.", ENTRA, "Exclude this application"),
    ((50173, 70008, 700082, 70043, 70016, 70018, 70019), "Session ended", "Entra speaks of a user's session that has ended.", ENTRA,
     "Sign-in logs"),
    ((50196,), "Asked too often", "Entra was asked too often in a short time.", NOBODY, "Nothing to mend"),
    ((90033, 90024, 90055, 50033, 50087), "Entra is busy", "Entra is busy.", NOBODY, "Nothing to mend"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "title", "sentence", "who", "how"),
    [(number, *rest) for numbers, *rest in SIGN_INS for number in numbers],
)
def test_what_a_technician_reads_of_a_refused_sign_in(
    number: int, title: str, sentence: str, who: str, how: str
) -> None:
    told = explained(SignInRefused(number, "7f3c91aa-0001", AT), NAMES)
    assert (told.title, told.sentence, told.who) == (title, f"{sentence} (AADSTS{number})", who)
    assert how in told.how
    assert told.details == f"AADSTS{number}\n09:41:02Z id 7f3c91aa-0001"
    assert whole(told)


RAOP = "by policy"
BLOCKS = "A rule in your tenant (an application access policy) blocks it."
CHECKS = "Test-ApplicationAccessPolicy -Identity aurora@contoso.com -AppId app-1"
MAILBOX = "aurora@contoso.com"
READS = [
    ((403,), ("ErrorAccessDenied", "ExtensionError"), RAOP, "Reading refused",
     f"The app may not read the calendar of {MAILBOX}. {BLOCKS}", EXCHANGE, f"Add {MAILBOX} to the group the policy allows."),
    ((403,), ("ErrorAccessDenied", "ExtensionError", ""), "", "Reading refused",
     f"The application may not read the calendar of {MAILBOX}.", EXCHANGE, "New-ManagementRoleAssignment -App <object ID>"),
    ((403,), ("Authorization_RequestDenied",), "", "Permission missing",
     "The application lacks a permission that Entra grants, such as Place.Read.All.", APPROVER, "adminconsent?client_id=app-1"),
    ((403,), ("insufficient_claims",), "", "Blocked by policy",
     "A policy of the tenant (Conditional Access) asks for more than an application can prove.", ENTRA, "Exclude this application"),
    ((401,), ("InvalidAuthenticationToken", ""), "", "Token refused", "Exchange does not take the token that Entra gave.", ENTRA,
     "same cloud"),
    ((400, 404), ("ErrorInvalidUser", "Request_ResourceNotFound", "ResourceNotFound"), "", "Mailbox not found",
     f"No mailbox has the address {MAILBOX}.", TECHNICIAN, "Was the room renamed? Compare room.mailbox"),
    ((404,), ("MailboxNotEnabledForRESTAPI", "ErrorItemNotFound"), "", "Mailbox not readable",
     f"{MAILBOX} is no mailbox that Graph can read.", EXCHANGE, "on premises, has no licence"),
    ((404,), ("",), "", "Not there", f"Exchange finds nothing at {MAILBOX}.", TECHNICIAN, "room.mailbox"),
    ((400,), ("ErrorInvalidRequest", "ErrorPropertyValidationFailure", "RequestBodyRead", "ErrorCalendarEndDateIsEarlierThanStartDate",
              "ErrorInvalidPropertySet", "ErrorRecurrenceHasNoOccurrence", "ErrorOccurrenceCrossingBoundary", "SomethingNew"), "",
     "Request refused", "Exchange refuses the question: the request is not one that it takes.", TECHNICIAN, "send us its log"),
    ((400, 409), ("ErrorDuplicateTransactionId",), "", "Booked already", "Exchange has this booking from an earlier try.", NOBODY,
     "Nothing to mend"),
    ((409,), ("ErrorSaveConflict", ""), "", "Changed meanwhile", "Somebody or Exchange itself changed the event at the same time.",
     NOBODY, "Nothing to mend"),
    ((412,), ("ErrorIrresolvableConflict", "ErrorStaleObject"), "", "Changed meanwhile",
     "Somebody or Exchange itself changed the event at the same time.", NOBODY, "Nothing to mend"),
    ((410, 400), ("syncStateNotFound", "resyncRequired", "SyncStateInvalid"), "", "Read anew",
     "Exchange has forgotten how far the display had read.", NOBODY, "Nothing to mend"),
    ((423, 507, 509), ("", "notAllowed"), "", "Exchange takes no more",
     f"Exchange cannot write to {MAILBOX} now: it is locked, full, or over its limits.", EXCHANGE, "size of the mailbox"),
    ((429,), ("TooManyRequests", "ApplicationThrottled", "activityLimitReached", ""), "", "Throttled",
     "Microsoft asked us to slow down. Nothing to do.", NOBODY, "Nothing to mend"),
    ((500,), ("ErrorInternalServerTransientError", "ErrorInternalServerError"), "", "Exchange has a fault",
     "Exchange has a fault of its own.", NOBODY, "Service health"),
    ((502, 503, 504), ("ServiceUnavailable", "ErrorServerBusy", "ErrorMailboxStoreUnavailable", "ErrorConnectionFailed",
                       "ErrorTimeoutExpired", "ErrorInsufficientResources", "UnknownError"), "", "Exchange has a fault",
     "Exchange has a fault of its own.", NOBODY, "Service health"),
    ((503,), ("ErrorMailboxMoveInProgress",), "", "Mailbox is moving", f"Microsoft is moving the mailbox {MAILBOX} to another server.",
     NOBODY, "hours at most"),
    ((0,), ("garbled",), "", "Not Exchange's answer", "Something answers in Exchange's place, but not in its words.", TECHNICIAN,
     "graph.base_url"),
    ((0,), ("",), "", "No answer", "Exchange did not answer.", NOBODY, "Nothing to mend"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "code", "policy", "title", "sentence", "who", "how"),
    [
        (status, code, *rest)
        for statuses, codes, *rest in READS
        for status in statuses
        for code in codes
    ],
)  # fmt: skip
def test_what_a_technician_reads_of_a_refused_request(
    status: int, code: str, policy: str, title: str, sentence: str, who: str, how: str
) -> None:
    told = explained(GraphRefused(status, code, by_policy=bool(policy), request_id="7f3c-91aa", at=AT), NAMES)
    assert (told.title, told.sentence, told.who) == (title, sentence, who)
    assert how in told.how
    assert status != 403 or who != EXCHANGE or CHECKS in told.check
    assert (
        told.details == (f"{status} {code}".strip() if status else "no answer") + "\n09:41:02Z id 7f3c-91aa"
    )
    assert whole(told)


def whole(told: Explanation) -> bool:
    words = f"{told.title} {told.sentence} {told.who} {told.how} {told.check}"
    return "{" not in words and told.sentence.endswith((".", ")")) and len(told.title) <= 26


def test_a_room_that_may_be_read_and_not_written_is_told_in_the_words_of_the_design() -> None:
    refusal = GraphRefused(403, "ErrorAccessDenied", by_policy=True, doing=Doing.BOOK)
    told = explained(refusal, NAMES)
    assert told.title == "Booking refused"
    assert told.sentence == f"The app may read this room's calendar but not write to it. {BLOCKS}"
    assert told.how.startswith(f"Add {MAILBOX} to the group the policy allows. It can take 30 min to apply")
    assert told.check.splitlines() == [
        CHECKS, f"Test-ServicePrincipalAuthorization -Identity app-1 -Resource {MAILBOX} | ft",
    ]  # fmt: skip
    other = explained(refusal, Names(mailbox="displays@contoso.com", room=MAILBOX, client="app-1"))
    assert other.sentence == f"The app may not write to the calendar of displays@contoso.com. {BLOCKS}"


def test_without_a_policy_a_refused_booking_names_the_role_it_lacks() -> None:
    told = explained(GraphRefused(403, "ErrorAccessDenied", doing=Doing.BOOK), NAMES)
    assert "Application Calendars.ReadWrite" in told.sentence


def test_how_long_to_wait_is_told_where_exchange_said_it() -> None:
    told = explained(GraphRefused(429, "TooManyRequests", until=AT), NAMES)
    assert told.sentence == "Microsoft asked us to slow down until 09:41:02Z. Nothing to do."


def test_an_unknown_number_is_quoted_with_where_to_look_it_up() -> None:
    told = explained(SignInRefused(12345), NAMES)
    assert (
        told.sentence
        == "Entra refuses the sign-in (AADSTS12345), for a reason that this display does not know."
    )
    assert "https://login.microsoftonline.com/error?code=12345" in told.how
    assert told.details == "AADSTS12345"
    assert "Sign-in logs" in explained(SignInRefused(), NAMES).how


def test_what_is_not_known_leaves_a_place_to_fill_in() -> None:
    told = explained(GraphRefused(403, "ErrorAccessDenied", by_policy=True), Names())
    assert "-Identity <mailbox> -AppId <client ID>" in told.check


@pytest.mark.skipif(not FACTS.exists(), reason="the facts are not beside this clone")
def test_no_code_of_the_facts_is_left_to_the_generic_sentence() -> None:
    text = FACTS.read_text()
    entra = text.partition("### 1.3")[2].partition("### 1.4")[0]
    rows = [row.split("|")[1] for row in entra.splitlines() if re.match(r"\| \d", row)]
    numbers = {int(number) for row in rows for number in re.findall(r"\d{5,7}", row)}
    assert len(numbers) > 30
    unknown = {n for n in numbers if "does not know." in explained(SignInRefused(n), NAMES).sentence}
    assert unknown == set()
    tested = {code for _, codes, *_ in READS for code in codes}
    exchange = text.partition("### 4.2")[2].partition("Retry only")[0]
    cells = " ".join(row.split("|")[2] for row in exchange.splitlines() if re.match(r"\| \d", row))
    named = {
        code for code in re.findall(r"\b(?:Error|[A-Z][a-z]+[A-Z_])\w+", cells) if code != "ErrorSaveConflict"
    }
    assert len(named) > 15
    assert named - tested <= {"SaveConflict"}
