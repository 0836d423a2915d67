"""What Entra's AADSTS numbers mean for a display, who mends it, and how (facts.md §1.3). Pure.

Microsoft may change numbers and texts at any time: they are hints for a person, nothing else depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.doctor.check import Advice


@dataclass(frozen=True, slots=True)
class Names:
    """What the sentences speak of."""

    authority: str
    tenant: str
    client: str
    secret_file: str
    public_file: str
    sha1: str


RENEWAL = (
    "An Entra administrator: Entra admin center > App registrations > {client} > Certificates & secrets > "
    "New client secret. Copy its Value, which is shown only once, into {secret_file} and run: chmod 600 {secret_file}"
)
UPLOAD = (
    "An Entra administrator: Entra admin center > App registrations > {client} > Certificates & secrets > "
    "Certificates > Upload certificate: {public_file}\n"
    "Entra then lists the thumbprint {sha1}. It takes effect within minutes."
)
CONSENT = "A Privileged Role Administrator opens this address and accepts:\n{authority}/{tenant}/adminconsent?client_id={client}"
POLICY = (
    "An Entra administrator: Entra admin center > Monitoring > Sign-in logs > Service principal sign-ins names the "
    "Conditional Access policy. Exclude this application, or add the display's network to the allowed locations. "
    "Then run `kiosk doctor` again; the display itself asks rarely until then."
)
NOT_A_PERSON = (
    "The display signs in as an application, which has no password, no MFA and no session. Check that "
    "graph.client_id is the application's own registration and that graph.tenant_id is your tenant, then look at "
    "Entra admin center > Monitoring > Sign-in logs."
)
ENABLE = (
    "An Entra administrator: Entra admin center > Enterprise applications > {client} > Properties > "
    "Enabled for users to sign in: Yes"
)
TENANT = (
    "Compare graph.tenant_id with the app registration's overview (Directory (tenant) ID), and graph.authority "
    "with your cloud: https://login.microsoftonline.com, US government https://login.microsoftonline.us, "
    "China https://login.partner.microsoftonline.cn"
)
LOGS = "An Entra administrator finds the cause under Entra admin center > Monitoring > Sign-in logs."
WAIT = "Nothing to mend. Run `kiosk doctor` again in a few minutes; the display keeps trying by itself."

TABLE: dict[int, tuple[str, str]] = {
    7000215: (
        "Entra refuses the client secret.",
        "The client secret is wrong. Often the secret's ID was pasted instead of its value. " + RENEWAL,
    ),
    7000222: ("The client secret has expired.", RENEWAL),
    7000218: ("Entra found neither secret nor certificate in the request.", RENEWAL),
    700016: (
        "The tenant {tenant} knows no application {client}.",
        "Compare graph.client_id and graph.tenant_id with the app registration's overview: Application (client) ID "
        "and Directory (tenant) ID. An application of another tenant must first be installed here. "
        + CONSENT,
    ),
    7000229: ("The application {client} is registered but not installed in {tenant}.", CONSENT),
    7000112: (
        "The application {client} is disabled.",
        ENABLE,
    ),
    700027: ("Entra does not know this display's certificate.", UPLOAD),
    700024: (
        "Entra finds the display's signature outside its time.",
        "The display's clock is wrong: see the check of the clock above. Run: timedatectl set-ntp true",
    ),
    90002: (
        "There is no tenant {tenant} at {authority}.",
        TENANT,
    ),
    70011: (
        "Entra does not know the permission that was asked for.",
        "graph.base_url and graph.authority must belong to the same cloud.",
    ),
    500011: (
        "This tenant has no Microsoft Graph at the address that was asked for.",
        "graph.base_url and graph.authority must belong to the same cloud.",
    ),
    65001: ("Nobody has consented to the application's permissions.", CONSENT),
    53003: ("Conditional Access blocks the sign-in.", POLICY),
    50126: ("Entra speaks of a user name and password.", NOT_A_PERSON),
    50076: ("Entra asks for a second factor.", POLICY),
    50173: ("Entra speaks of a user's session that has ended.", NOT_A_PERSON),
    50196: ("Entra was asked too often in a short time.", WAIT),
    90033: ("Entra is busy.", WAIT),
}

SAME = {
    28002: 70011,
    700022: 70011,
    90094: 65001,
    90095: 65001,
    900023: 90002,
    50034: 50126,
    50053: 50126,
    50055: 50126,
    50057: 50126,
    50079: 50076,
    50158: 50076,
    53000: 53003,
    530032: 53003,
    50131: 53003,
    70008: 50173,
    700082: 50173,
    70043: 50173,
    70016: 50173,
    70018: 50173,
    70019: 50173,
    90024: 90033,
    90055: 90033,
    50033: 90033,
    50087: 90033,
}
"""Numbers that mean the same to a display."""


def advice(code: int | None, names: Names) -> Advice:
    """What to do about a refused sign-in."""
    known = TABLE.get(SAME.get(code, code)) if code is not None else None
    if known is None:
        number = f"AADSTS{code}" if code is not None else "no number"
        known = (
            f"Entra refuses the sign-in ({number}).",
            f"What it means: https://login.microsoftonline.com/error?code={code}"
            if code is not None
            else POLICY,
        )
    fields = {
        "authority": names.authority,
        "tenant": names.tenant,
        "client": names.client,
        "secret_file": names.secret_file,
        "public_file": names.public_file,
        "sha1": names.sha1,
    }
    what, remedy = (text.format_map(fields) for text in known)
    return Advice(what if code is None or "AADSTS" in what else f"{what} (AADSTS{code})", remedy)


def upload(names: Names) -> str:
    """How the certificate's public half comes to Entra."""
    return UPLOAD.format(client=names.client, public_file=names.public_file, sha1=names.sha1)
