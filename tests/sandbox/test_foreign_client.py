"""Clients that others wrote, against the sandbox: msgraph-sdk reads and books, msal signs in."""

import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msal
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from .conftest import AURORA, DISPLAYS, NOON, Office
from .shapes import complaints

with warnings.catch_warnings():  # importing 40 generated modules, some of which deprecate each other
    warnings.simplefilter("ignore")
    from kiota_abstractions.authentication import AuthenticationProvider
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from msgraph.generated.models.attendee import Attendee
    from msgraph.generated.models.attendee_type import AttendeeType
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
    from msgraph.generated.models.email_address import EmailAddress
    from msgraph.generated.models.event import Event
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError
    from msgraph.generated.models.response_type import ResponseType
    from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
        GetSchedulePostRequestBody,
    )
    from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import (
        CalendarViewRequestBuilder,
    )
    from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
    from msgraph.graph_request_adapter import GraphRequestAdapter
    from msgraph.graph_service_client import GraphServiceClient
    from msgraph_core import GraphClientFactory  # type: ignore[import-untyped]  # because it ships no types

Window = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters


quietly = pytest.mark.filterwarnings("ignore:This class is deprecated:DeprecationWarning")
"""The SDK's generated classes warn about each other when they are first imported, which is lazily."""


class _Token(AuthenticationProvider):
    def __init__(self, token: str) -> None:
        self._token = token

    async def authenticate_request(
        self, request: Any, additional_authentication_context: dict[str, Any] | None = None
    ) -> None:
        del additional_authentication_context
        request.headers.add("Authorization", f"Bearer {self._token}")


@asynccontextmanager
async def sdk(office: Office) -> AsyncIterator[Any]:
    """The SDK with its own middleware; every body it gets is held against the official shapes."""

    async def check(response: httpx.Response) -> None:
        await response.aread()
        if response.content:
            request = response.request
            office.wrong += complaints(
                request.method, str(request.url), response.status_code, response.json()
            )

    inner = httpx.AsyncHTTPTransport(verify=office.trust)  # the SDK's own transport forgets to close it
    async with (
        inner,
        httpx.AsyncClient(transport=inner, timeout=20, event_hooks={"response": [check]}) as plain,
    ):
        http = GraphClientFactory.create_with_default_middleware(client=plain)
        adapter = GraphRequestAdapter(_Token(office.token()), client=http)
        adapter.base_url = office.base
        yield GraphServiceClient(request_adapter=adapter)


def moment(minutes: float) -> DateTimeTimeZone:
    wall = NOON + timedelta(minutes=minutes)
    return DateTimeTimeZone(date_time=f"{wall:%Y-%m-%dT%H:%M:%S}", time_zone="UTC")


@quietly
async def test_the_official_sdk_books_reads_and_cancels(office: Office) -> None:
    async with sdk(office) as graph:
        user = graph.users.by_user_id(DISPLAYS)
        room = Attendee(type=AttendeeType.Resource, email_address=EmailAddress(address=AURORA))
        made = await user.events.post(
            Event(
                subject="From the SDK",
                start=moment(60),
                end=moment(90),
                attendees=[room],
                transaction_id="sdk-1",
            )
        )
        assert made.created_date_time == NOON.replace(microsecond=made.created_date_time.microsecond)
        office.later(5)

        query = Window(start_date_time="2026-03-10T00:00:00Z", end_date_time="2026-03-11T00:00:00Z", top=1)
        view = await graph.users.by_user_id(AURORA).calendar_view.get(
            RequestConfiguration(query_parameters=query)
        )
        assert [(one.subject, one.response_status.response) for one in view.value] == [
            ("Room Displays", ResponseType.Accepted)
        ]
        again = await user.events.by_event_id(made.id).get()
        assert again.attendees[0].status.response == ResponseType.Accepted
        assert again.attendees[0].status.time > datetime(2026, 3, 10, tzinfo=UTC)

        body = GetSchedulePostRequestBody(schedules=[AURORA], start_time=moment(0), end_time=moment(120))
        schedule = await user.calendar.get_schedule.post(body)
        assert schedule.value[0].availability_view == "0020"

        await user.events.by_event_id(made.id).cancel.post(CancelPostRequestBody(comment="Done"))
        with pytest.raises(ODataError) as refused:
            await user.events.by_event_id(made.id).get()
        gone: Any = refused.value
        assert gone.error.code == "ErrorItemNotFound"


@quietly
async def test_the_official_sdk_follows_pages_and_delta_and_lists_places(office: Office) -> None:
    for number in range(3):
        office.create(attendees=[], start=number * 30, mailbox=DISPLAYS)
    async with sdk(office) as graph:
        builder = graph.users.by_user_id(DISPLAYS).calendar_view
        query = Window(start_date_time="2026-03-10T00:00:00Z", end_date_time="2026-03-11T00:00:00Z", top=2)
        first = await builder.get(RequestConfiguration(query_parameters=query))
        rest = await builder.with_url(first.odata_next_link).get()
        assert (len(first.value), len(rest.value)) == (2, 1)

        delta = builder.delta
        parameters = delta.DeltaRequestBuilderGetQueryParameters(
            start_date_time="2026-03-10T00:00:00Z", end_date_time="2026-03-11T00:00:00Z"
        )
        page = await delta.get(RequestConfiguration(query_parameters=parameters))
        assert len(page.value) == 3
        nothing = await delta.with_url(page.odata_delta_link).get()
        assert nothing.value == []

        rooms = await graph.places.graph_room.get()
        assert [one.display_name for one in rooms.value][:2] == ["Aurora", "Borealis"]
        lists = await graph.places.graph_room_list.get()
        assert len(lists.value) == 1
        tenant = await graph.organization.get()
        assert tenant.value[0].display_name == "Contoso"
        person = await graph.users.by_user_id(AURORA).get()
        assert person.display_name == "Aurora"


@pytest.fixture
def session(office: Office) -> Iterator[requests.Session]:
    with requests.Session() as made:
        made.trust_env = False
        made.verify = str(office.facts["ca_file"])
        yield made


def sign_in(office: Office, session: requests.Session, credential: Any) -> dict[str, Any]:
    client = msal.ConfidentialClientApplication(
        office.application["client_id"],
        authority=f"{office.facts['authority']}/contoso.onmicrosoft.com",
        client_credential=credential,
        http_client=session,
        instance_discovery=False,
    )
    return dict(client.acquire_token_for_client(["https://graph.microsoft.com/.default"]))


def test_msal_signs_in_with_the_secret(office: Office, session: requests.Session) -> None:
    token = sign_in(office, session, office.application["client_secret"])
    office.client.headers["Authorization"] = f"Bearer {token['access_token']}"
    assert office.get("/organization")["value"][0]["displayName"] == "Contoso"


def test_msal_hears_why_a_secret_is_wrong(office: Office, session: requests.Session) -> None:
    answer = sign_in(office, session, "wrong")
    assert (answer["error"], answer["error_codes"]) == ("invalid_client", [7000215])


@pytest.mark.parametrize("thumbprint", [True, False])
def test_msal_signs_in_with_a_certificate_the_application_knows(
    office: Office, session: requests.Session, tmp_path: Path, thumbprint: bool
) -> None:
    key, certificate = signing_pair()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = certificate.public_bytes(serialization.Encoding.PEM).decode()
    credential: dict[str, Any] = {"private_key": private, "public_certificate": public}
    if thumbprint:  # the older way: the SHA-1 of the certificate by hand
        sha1 = hashes.Hash(hashes.SHA1())
        sha1.update(certificate.public_bytes(serialization.Encoding.DER))
        credential = {"private_key": private, "thumbprint": sha1.finalize().hex()}
    unknown = sign_in(office, session, credential)
    assert (unknown["error"], unknown["error_codes"]) == ("invalid_client", [700027])

    (tmp_path / "kiosk.pem").write_text(public)
    office.act("application", certificate=public)
    assert sign_in(office, session, credential)["token_type"] == "Bearer"
    office.act("expire-tokens")


def signing_pair() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "display")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return key, certificate
