"""The tables of kiosk.toml with their bounds and defaults: the admin's words, one class a table. Pure."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kiosk.config.rules import (
    DAY,
    BacklightWish,
    BrokerAddress,
    Directory,
    FileName,
    FleetName,
    GraphAddress,
    Language,
    Lengths,
    Mailbox,
    Name,
    PictureName,
    Pixels,
    ProxyAddress,
    SignInAddress,
    Things,
    TokenLabel,
    WallTime,
    WebhookAddress,
    Word,
    ZoneName,
    between,
    one_of,
    own_address,
    some,
)
from kiosk.room.reports import Category, Reportable, Way
from kiosk.room.update import Quiet


class Table(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,  # a value may be a secret in the wrong place
    )


class GraphTable(Table):
    """Where Exchange and its sign-in are, and as whom the display knocks."""

    tenant_id: Directory = ""
    client_id: Word = ""
    """"", as the tenant: where somebody else signs in, a relay."""
    base_url: GraphAddress = "https://graph.microsoft.com/v1.0"
    """Without a slash at its end."""
    authority: SignInAddress = "https://login.microsoftonline.com"
    ca_file: FileName | None = None
    """Extra trust anchors, PEM; an absolute path once the file was loaded."""
    proxy: Annotated[ProxyAddress | None, Field(repr=False)] = None
    poll_seconds: Annotated[float, AfterValidator(between(1, 300))] = 10


class PairingTable(Table):
    """Where a display that belongs to no room lets staff knock. Once it has one, nothing listens."""

    port: Annotated[int, AfterValidator(between(0, 65535))] = 8443
    """0: any that is free."""
    listen: Annotated[str, AfterValidator(own_address)] = "0.0.0.0"  # noqa: S104 - staff's computer is elsewhere
    """The address of the display's own on which it listens."""


class ConfigTable(Table):
    """How configurations reach the display from elsewhere."""

    lan: bool = False
    """One port, on which nobody is heard who does not show an admin's certificate."""
    port: Annotated[int, AfterValidator(between(0, 65535))] = 8443
    """0: any that is free."""
    listen: Annotated[str, AfterValidator(own_address)] = "0.0.0.0"  # noqa: S104 - admins' computers are elsewhere
    trust_file: FileName | None = None
    """Who may push, for a display that was not paired: as `kiosk push --trust` writes it."""
    broker: BrokerAddress | None = None
    """The fleet's MQTT broker, over mutual TLS. None: the display dials nobody."""
    fleet: FleetName = "kiosk"
    broker_ca_file: FileName | None = None
    """None: the system's authorities."""
    broker_certificate_file: FileName | None = None
    """For the display's own key (pairing/identity.py), as the fleet's authority made it."""


class SystemUserTable(Table):
    """The account in whose name the display books. The files' paths are absolute once the file was loaded."""

    mailbox: Mailbox | None = None
    sign_in: Literal["certificate", "client_secret", "device"] = "certificate"
    """"device": at its fleet's hub, as itself; the hub signs in, and relays."""
    certificate_file: FileName = "kiosk.pem"
    pkcs11_module: FileName | None = None
    """The library of a security chip that holds the key in the certificate's stead: a path, or a name that the loader finds."""
    pkcs11_token: TokenLabel | None = None
    pkcs11_pin_file: FileName | None = None
    client_secret_file: FileName | None = None
    client_secret_expires: date | None = None
    """The day that Entra shows; nothing else tells it."""
    booking: Literal["invite", "direct"] = "invite"
    outside_mailbox: Mailbox | None = None
    """One that must be closed to the application: `kiosk doctor` tries whether it is."""


class RoomTable(Table):
    mailbox: Mailbox | None = None
    name: Name | None = None
    """None: what Exchange calls it."""
    time_zone: ZoneName | None = None
    """An IANA name. None: the mailbox's own."""


class BookingTable(Table):
    durations: Annotated[Lengths, Field(strict=False)] = (15, 30, 45, 60)
    max_minutes: Annotated[float, AfterValidator(between(5, DAY))] = 240
    days_ahead: Annotated[int, AfterValidator(between(0, 60))] = 1
    when_offline: Literal["hold", "refuse"] = "hold"
    decline_others: bool = False
    check_in: bool = False
    check_in_opens_minutes: Annotated[float, AfterValidator(between(0, DAY))] = 10
    release_after_minutes: Annotated[float, AfterValidator(between(0, DAY))] = 10
    exempt_longer_minutes: Annotated[float, AfterValidator(between(0, DAY))] = 480
    exempt_created_minutes: Annotated[float, AfterValidator(between(0, DAY))] = 0
    exempt_organizers: Annotated[tuple[Mailbox, ...], Field(strict=False)] = ()
    confirm_timeout_seconds: Annotated[float, AfterValidator(between(5, 300))] = 30
    stale_after_seconds: Annotated[float, AfterValidator(between(5, 3600))] = 120
    tentative_is_busy: bool = True
    for_somebody: bool = False


class DisplayTable(Table):
    language: Language = "en"
    languages: Annotated[tuple[Language, ...] | None, Field(strict=False)] = None
    """What a visitor may choose from. None: all there are; empty: nothing to choose."""
    clock: Literal["auto", "12", "24"] = "auto"
    theme: Literal["dark", "light", "high-contrast"] = "dark"
    privacy: Literal["full", "no_subject", "no_organizer", "initials", "none"] = "none"
    diagonal_inches: Annotated[float, AfterValidator(between(3, 120))] | None = None
    """None: what the screen says of itself."""
    easy_reach: Literal["auto", "always", "never"] = "auto"
    text_scale: Annotated[float, AfterValidator(one_of(1.0, 1.25, 1.5))] = 1.0
    reduced_motion: bool = False
    qr: bool = True
    """The menu offers a code for phones."""
    safe_area: Annotated[Pixels, Field(strict=False)] = (0, 0, 0, 0)
    """Pixels that the frame covers: top, right, bottom, left."""
    night_from: WallTime = "20:00"
    """On the room's clock. The same as `night_to`: never."""
    night_to: WallTime = "06:00"
    orbit: bool = True
    backlight: BacklightWish = "auto"
    """"auto": the first one of this machine, where the display fills the screen; "off"; or its directory."""
    sounds: bool = False


class BrandTable(Table):
    """Whose rooms these are. In a file a picture is a file, an absolute path once that was loaded; in a document it is its hash."""

    logo: PictureName | None = None
    """Beside the room's name, in the ink of the glass."""
    wallpaper: PictureName | None = None
    """Behind the face of a free room, in shades of its colour."""


Trouble = Literal["screen", "video", "cables", "wifi", "climate", "cleaning", "furniture", "other"]
"""Values of room/reports.py's `Category`."""
TROUBLES: tuple[Trouble, ...] = get_args(Trouble)


class ReportTable(Table):
    """Who hears of what is wrong in the room. With neither an address nor a webhook there is no key for it."""

    mail_to: Mailbox | None = None
    webhook: Annotated[WebhookAddress | None, Field(repr=False)] = None
    webhook_token_file: FileName | None = None
    """What is sent as the Bearer token; an absolute path once the file was loaded."""
    categories: Annotated[tuple[Trouble, ...], Field(strict=False), AfterValidator(some)] = TROUBLES
    screen: Things = ()
    """What there is in this room, by the kind of trouble that it has."""
    video: Things = ()
    cables: Things = ()
    wifi: Things = ()
    climate: Things = ()
    cleaning: Things = ()
    furniture: Things = ()
    other: Things = ()

    def reportable(self) -> Reportable:
        told = ((Way.MAIL, self.mail_to), (Way.WEBHOOK, self.webhook))
        things = ((kind, getattr(self, kind.value)) for kind in Category)
        return Reportable(
            tuple(way for way, where in told if where is not None),
            tuple(Category(name) for name in self.categories),
            tuple((kind, names) for kind, names in things if names),
        )


class UpdateTable(Table):
    """When the installed package may exchange itself for a newer one. From where it comes, apt's own configuration says."""

    automatic: bool = True
    quiet_from: WallTime = "22:00"
    """On the room's clock. The same as `quiet_to`: no hour is quiet."""
    quiet_to: WallTime = "05:00"
    before_minutes: Annotated[float, AfterValidator(between(0, DAY))] = 30
    """No meeting may begin for so long."""

    def quiet(self) -> Quiet:
        begin, end = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_to)
        hours = None if begin == end else (begin, end)
        return Quiet(self.automatic, hours, timedelta(minutes=self.before_minutes))
