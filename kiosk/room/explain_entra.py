"""What Entra's AADSTS numbers mean for a display, who mends it, and how (facts.md §1.3). Words and numbers; pure."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """With places for the names that explained.py knows."""

    title: str
    sentence: str
    who: str
    how: str
    check: str = ""


ENTRA_ADMIN = "An Entra administrator"
RENEWAL = (
    "Entra admin center > App registrations > {client} > Certificates & secrets > New client secret. Copy its Value, "
    "which is shown only once, into {secret_file} and run: chmod 600 {secret_file}"
)
UPLOAD = (
    "Entra admin center > App registrations > {client} > Certificates & secrets > Certificates > Upload certificate: "
    "{public_file}\nEntra then lists the thumbprint {sha1}. It takes effect within minutes."
)
CONSENT = "Opens this address and accepts:\n{authority}/{tenant}/adminconsent?client_id={client}"
APPROVER = "A Global Administrator or Privileged Role Administrator"
LOGS = "Entra admin center > Monitoring > Sign-in logs"
POLICY = (
    LOGS
    + " > Service principal sign-ins names the Conditional Access policy. Exclude this application, or add the "
    "display's network to the allowed locations. Then run `kiosk doctor` again; the display itself asks rarely until then."
)
NOT_A_PERSON = (
    "The display signs in as an application, which has no password, no MFA and no session. Check that graph.client_id is the "
    "application's own registration and that graph.tenant_id is your tenant, then look at " + LOGS + "."
)
TENANT = (
    "Compare graph.tenant_id with the app registration's overview (Directory (tenant) ID), and graph.authority with your "
    "cloud: https://login.microsoftonline.com, US government https://login.microsoftonline.us, "
    "China https://login.partner.microsoftonline.cn"
)
SAME_CLOUD = "graph.base_url and graph.authority must belong to the same cloud."
WAIT = "Nothing to mend. Run `kiosk doctor` again in a few minutes; the display keeps trying by itself."
TECHNICIAN = "Whoever sets up this display"

TABLE: dict[int, Words] = {
    7000215: Words(
        "Secret refused", "Entra refuses the client secret. ({code})", ENTRA_ADMIN,
        "The client secret is wrong. Often the secret's ID was pasted instead of its value. " + RENEWAL,
    ),
    7000222: Words("Secret expired", "The client secret has expired. ({code})", ENTRA_ADMIN, RENEWAL),
    7000218: Words(
        "No credential", "Entra found neither secret nor certificate in the request. ({code})", ENTRA_ADMIN, RENEWAL,
    ),
    700016: Words(
        "Application unknown", "The tenant {tenant} knows no application {client}. ({code})", ENTRA_ADMIN,
        "Compare graph.client_id and graph.tenant_id with the app registration's overview: Application (client) ID and "
        "Directory (tenant) ID. An application of another tenant must first be installed here. " + APPROVER + ": " + CONSENT,
    ),
    7000229: Words(
        "Application not installed", "The application {client} is registered but not installed in {tenant}. ({code})",
        APPROVER, CONSENT,
    ),
    7000112: Words(
        "Application disabled", "The application {client} is disabled. ({code})", ENTRA_ADMIN,
        "Entra admin center > Enterprise applications > {client} > Properties > Enabled for users to sign in: Yes",
    ),
    700027: Words(
        "Certificate unknown", "Entra does not know this display's certificate. ({code})", ENTRA_ADMIN, UPLOAD,
    ),
    700024: Words(
        "Clock wrong", "Entra finds the display's signature outside its time. ({code})", TECHNICIAN,
        "The display's clock is wrong. Check that NTP (UDP 123) is open, or the clock battery. Run: timedatectl set-ntp true",
    ),
    90002: Words("Tenant unknown", "There is no tenant {tenant} at {authority}. ({code})", TECHNICIAN, TENANT),
    70011: Words(
        "Wrong cloud", "Entra does not know the permission that was asked for. ({code})", TECHNICIAN, SAME_CLOUD,
    ),
    500011: Words(
        "Wrong cloud", "This tenant has no Microsoft Graph at the address that was asked for. ({code})", TECHNICIAN,
        SAME_CLOUD,
    ),
    65001: Words(
        "Consent missing", "Nobody has consented to the application's permissions, or the consent was withdrawn. ({code})",
        APPROVER, CONSENT,
    ),
    53003: Words("Blocked by policy", "Conditional Access blocks the sign-in. ({code})", ENTRA_ADMIN, POLICY),
    50126: Words(
        "Not an application", "Entra speaks of a user name and password. ({code})", ENTRA_ADMIN, NOT_A_PERSON,
    ),
    50076: Words("Second factor asked", "Entra asks for a second factor. ({code})", ENTRA_ADMIN, POLICY),
    50173: Words(
        "Session ended", "Entra speaks of a user's session that has ended. ({code})", ENTRA_ADMIN, NOT_A_PERSON,
    ),
    50196: Words("Asked too often", "Entra was asked too often in a short time. ({code})", "", WAIT),
    90033: Words("Entra is busy", "Entra is busy. ({code})", "", WAIT),
}  # fmt: skip

SAME = {
    28002: 70011, 700022: 70011,
    90094: 65001, 90095: 65001,
    900023: 90002,
    50034: 50126, 50053: 50126, 50055: 50126, 50057: 50126,
    50079: 50076, 50158: 50076,
    53000: 53003, 530032: 53003, 50131: 53003,
    70008: 50173, 700082: 50173, 70043: 50173, 70016: 50173, 70018: 50173, 70019: 50173,
    90024: 90033, 90055: 90033, 50033: 90033, 50087: 90033,
}  # fmt: skip
"""Numbers that mean the same to a display."""


def words(number: int | None) -> Words:
    """Those of a number, of an unknown one, or of none."""
    if number is None:
        return Words(
            "Sign-in refused", "Entra refuses the sign-in, and gives no number.", ENTRA_ADMIN, POLICY
        )
    known = TABLE.get(SAME.get(number, number))
    return known or Words(
        "Sign-in refused", "Entra refuses the sign-in ({code}), for a reason that this display does not know.", ENTRA_ADMIN,
        f"What it means: https://login.microsoftonline.com/error?code={number}\nThe cause is under " + LOGS + ".",
    )  # fmt: skip
