"""What a document means, and what is said of one that cannot be used."""

from datetime import time, timedelta

import pytest

from kiosk.config.desired import Config, parse
from kiosk.config.problems import ConfigProblem
from kiosk.room.model import Mode, Privacy, Settings

WHOLE = """
[graph]
base_url  = "https://graph.microsoft.com/v1.0/"
authority = "https://login.microsoftonline.com"
tenant_id = "contoso.onmicrosoft.com"
client_id = "11111111-2222-3333-4444-555555555555"
ca_file   = "ca.pem"
proxy     = "http://proxy:8080"
poll_seconds = 10

[system_user]
mailbox  = "displays@contoso.com"
sign_in  = "certificate"
certificate_file = "kiosk.pem"
booking  = "direct"

[room]
mailbox   = "aurora@contoso.com"
name      = "Aurora"
time_zone = "Europe/Berlin"

[booking]
durations         = [60, 15, 30, 30]
max_minutes       = 240.5
days_ahead        = 0
when_offline      = "refuse"
decline_others    = false
check_in          = false
check_in_opens_minutes   = 0.5
release_after_minutes    = 10
confirm_timeout_seconds  = 5
stale_after_seconds      = 5
tentative_is_busy        = true
for_somebody             = true

[display]
language = "en"
clock    = "24"
theme    = "high-contrast"
privacy  = "initials"
diagonal_inches = 10.1
"""

NIGHT = time(20), time(6)
LEAST = """
graph = {tenant_id = "contoso.com", client_id = "11111111-2222-3333-4444-555555555555"}
room = {mailbox = "aurora@contoso.com"}
system_user = {mailbox = "displays@contoso.com"}
"""


def lines_for(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigProblem) as refused:
        parse(text)
    return refused.value.lines


def line_for(text: str) -> str:
    (line,) = lines_for(text)
    return line


def test_every_key_of_the_interface_is_understood() -> None:
    config = parse(WHOLE)
    assert config.graph is not None
    assert config.graph.base_url == "https://graph.microsoft.com/v1.0"
    assert config.graph.proxy == "http://proxy:8080"
    assert config.display.diagonal_inches == 10.1
    assert config.settings() == Settings(
        durations=(15, 30, 60),
        max_length=timedelta(minutes=240.5),
        days_ahead=0,
        hold_offline=False,
        confirm_timeout=timedelta(seconds=5),
        stale_after=timedelta(seconds=5),
        check_in_opens=timedelta(seconds=30),
        release_after=timedelta(minutes=10),
        for_somebody=True,
        privacy=Privacy.INITIALS,
        mode=Mode.DIRECT,
        night=NIGHT,
        orbit=True,
        outlook="outlook.office.com",
    )


def test_what_is_not_written_has_the_defaults_of_the_house() -> None:
    config = parse(LEAST)
    assert config.paired
    assert config.settings() == Settings(night=NIGHT, orbit=True, outlook="outlook.office.com")
    assert config.graph is not None
    assert (config.graph.base_url, config.graph.poll_seconds) == ("https://graph.microsoft.com/v1.0", 10)
    assert parse(LEAST + "[booking]\n[display]\n") == config


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[graph]\n",
        "[room]\n",
        '[room]\nname = "Aurora"\n',
        '[room]\nmailbox = "aurora@contoso.com"\n',
        '[graph]\ntenant_id = "contoso.com"\nclient_id = "1"\n',
    ],
)
def test_a_display_that_knows_no_room_or_no_exchange_is_unpaired_and_that_is_no_error(text: str) -> None:
    assert not parse(text).paired


def test_who_wants_no_code_for_phones_has_none() -> None:
    assert parse(LEAST + "[display]\nqr = false\n").settings().outlook == ""
    assert parse("[display]\nqr = true\n").settings().outlook == ""  # not paired: nothing to book


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    assert line_for("[booking]\nduration = [15]\n") == (
        "booking.duration is not a known key. The nearest is booking.durations."
    )
    assert line_for("[display]\nzzz = 1\n").startswith(
        "display.zzz is not a known key. The nearest is display."
    )


def test_a_known_key_in_the_wrong_table_is_sent_home() -> None:
    assert line_for("[booking]\npoll_seconds = 5\n") == (
        "booking.poll_seconds is not a known key of [booking]. It belongs into [graph]."
    )


def test_an_unknown_table_names_the_nearest_known_one() -> None:
    assert line_for("[bookings]\nx = 1\n") == "[bookings] is not a known table. The nearest is [booking]."


def test_all_that_is_wrong_is_told_at_once() -> None:
    lines = lines_for(
        '[graph]\nclient_id = "1"\npoll_seconds = 0\n[display]\ntheme = "blue"\nclock = 24\n[booking]\ncheck_in = "no"\n'
    )
    assert lines == (
        "graph.tenant_id is missing. Entra shows it on the app registration's overview as Directory (tenant) ID.",
        "graph.poll_seconds must be between 1 and 300, not 0.",
        "booking.check_in must be true or false, without quotes.",
        'display.clock must be one of "auto", "12", "24", not 24.',
        'display.theme must be one of "dark", "light", "high-contrast", not \'blue\'.',
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("graph = 3", "graph must be a table: a line [graph] with its keys below."),
        ("[booking]\ndurations = 15", "booking.durations must be a list, such as [15, 30, 45, 60]."),
        ("[booking]\ndurations = [15, 0.5]", "booking.durations must be a whole number without quotes."),
        ("[booking]\ndurations = []", "booking.durations must list one or more lengths"),
        ("[booking]\ndurations = [0]", "booking.durations must list one or more lengths"),
        ("[booking]\nmax_minutes = true", "booking.max_minutes must be a number without quotes."),
        (
            '[system_user]\nclient_secret_expires = "2027-05-31"',
            "system_user.client_secret_expires must be a day without quotes, such as client_secret_expires = 2027-05-31.",
        ),
        ("[booking]\nmax_minutes = nan", "booking.max_minutes must be a number without quotes."),
        ("[booking]\nmax_minutes = 1441", "booking.max_minutes must be between 5 and 1440, not 1441."),
        ("[booking]\ndays_ahead = 61", "booking.days_ahead must be between 0 and 60, not 61."),
        ("[booking]\nconfirm_timeout_seconds = 4.9", "booking.confirm_timeout_seconds must be between 5 and 300"),
        ("[booking]\nstale_after_seconds = 3601", "booking.stale_after_seconds must be between 5 and 3600"),
        ("[room]\nname = 7", 'room.name must be text in quotes, such as name = "7".'),
        ('[room]\nmailbox = "aurora"', "room.mailbox must be the mailbox's e-mail address"),
        ('[room]\ntime_zone = "Europe/Berlyn"', "room.time_zone must name a time zone"),
        ("[display]\nsafe_area = [0, 8]", "display.safe_area must be four numbers of pixels"),
        ("[display]\nsafe_area = [0, 0, 900, 0]", "display.safe_area must be four numbers of pixels"),
        ('[display]\nlanguage = "English!"', "display.language must be a language code"),
        ('[graph]\ntenant_id="t"\nclient_id="1"\nbase_url="http://graph.example/v1.0"', "graph.base_url must begin with https"),
        ('[graph]\ntenant_id="t"\nclient_id="1"\nbase_url="graph.example"', "graph.base_url must be an address"),
        ('[graph]\ntenant_id="t"\nclient_id="1"\nauthority="http://127.0.0.1"', "graph.authority must be an address"),
        ('[graph]\ntenant_id="t"\nclient_id="1"\nproxy="proxy:8080"', "graph.proxy must be an address"),
        ('[graph]\ntenant_id="t/x"\nclient_id="1"', "graph.tenant_id must be the tenant's ID or domain"),
        ('[graph]\ntenant_id="t"\nclient_id=" "', "graph.client_id must not be empty"),
        ('[graph]\ntenant_id="t"\nclient_id="1"\nca_file=""', "graph.ca_file must name a file."),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_in_one_plain_sentence(text: str, line: str) -> None:
    assert line_for(text).startswith(line)


def test_broken_toml_is_told_with_its_line() -> None:
    assert line_for('[graph]\ntenant_id "x"\n').startswith("The file is not valid TOML, line 2: ")
    assert line_for('[graph]\ntenant_id = """x').startswith("The file is not valid TOML, at its end: ")


def test_plain_http_is_allowed_to_this_machine_alone() -> None:
    config = parse('[graph]\ntenant_id="t"\nclient_id="1"\nbase_url="http://127.0.0.1:8080/v1.0/"')
    assert config.graph is not None
    assert config.graph.base_url == "http://127.0.0.1:8080/v1.0"


def test_a_windows_zone_name_is_understood() -> None:
    assert parse('[room]\ntime_zone = "W. Europe Standard Time"').room.time_zone == "Europe/Berlin"


def test_a_key_that_another_key_needs_is_missed() -> None:
    assert line_for(LEAST.replace('mailbox = "displays@contoso.com"', "")).startswith(
        "system_user.mailbox is missing."
    )
    assert line_for(
        LEAST.replace('mailbox = "displays', 'sign_in = "client_secret", mailbox = "displays')
    ).startswith("system_user.client_secret_file is missing.")
    assert parse(LEAST.replace('mailbox = "displays@contoso.com"', 'booking = "direct"')).paired


def test_a_display_that_signs_in_as_itself_needs_no_tenant_but_its_fleet() -> None:
    relayed = (
        '[graph]\nbase_url = "https://hub.contoso.com:8444/graph/v1.0"\n'
        '[system_user]\nmailbox = "displays@contoso.com"\nsign_in = "device"\n[room]\nmailbox = "aurora@contoso.com"\n'
    )
    lines = lines_for(relayed)
    assert [line.split(" ")[0] for line in lines] == [
        "config.broker_certificate_file",
        "config.broker_ca_file",
    ]
    assert all(line.endswith("kiosk pair --hub.") for line in lines)
    config = parse(relayed + '[config]\nbroker_certificate_file = "one.pem"\nbroker_ca_file = "ca.pem"\n')
    assert config.paired
    with_secret = relayed.replace('sign_in = "device"', 'sign_in = "client_secret"')
    assert lines_for(with_secret)[0].startswith("graph.tenant_id is missing.")


def test_a_value_in_the_wrong_place_is_not_repeated_and_a_proxys_password_is_not_shown() -> None:
    text = '[graph]\ntenant_id="t"\nclient_id="1"\nproxy="http://user:hush@proxy:8080"\n'
    assert "hush" not in repr(parse(text))
    assert "hush" not in line_for(text.replace("http://user:hush", "ftp://user:hush"))


def test_a_configuration_is_a_value() -> None:
    assert parse(WHOLE) == parse(WHOLE)
    assert Config() == parse("")


@pytest.mark.parametrize("wall", ["24:00", "8:00", "20", "20:60", "evening"])
def test_a_night_begins_at_a_time_of_day(wall: str) -> None:
    assert line_for(f'[display]\nnight_from = "{wall}"\n') == (
        "display.night_from must be a time of day, such as 20:00."
    )


def test_a_night_that_begins_when_it_ends_is_none() -> None:
    assert parse(LEAST + '[display]\nnight_from = "06:00"\n').settings().night is None


CHIP = 'system_user = {booking = "direct", pkcs11_module = "libtpm2_pkcs11.so.1"'


def test_a_chip_needs_its_token_and_its_pin_and_no_client_secret() -> None:
    chip = LEAST.replace('system_user = {mailbox = "displays@contoso.com"', CHIP)
    with pytest.raises(ConfigProblem) as problem:
        parse(chip)
    assert [line.partition(" is missing")[0] for line in problem.value.lines] == [
        "system_user.pkcs11_token", "system_user.pkcs11_pin_file",
    ]  # fmt: skip
    whole = CHIP + ', pkcs11_token = "kiosk", pkcs11_pin_file = "pin"'
    assert parse(chip.replace(CHIP, whole)).system_user.pkcs11_token == "kiosk"
    secret = whole + ', sign_in = "client_secret", client_secret_file = "secret"'
    with pytest.raises(ConfigProblem, match="a chip holds a key, no client secret"):
        parse(chip.replace(CHIP, secret))
    with pytest.raises(ConfigProblem, match="at most 32 bytes"):
        parse(chip.replace(CHIP, whole.replace('"kiosk"', f'"{"k" * 33}"')))
