"""Can the display reach a server at all, does it trust it, and do their clocks agree? Asks without any token."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import certifi
import httpx

from kiosk.clock import Clock
from kiosk.config.tables import GraphTable
from kiosk.doctor.check import Advice, Check, Verdict

PATIENCE = 10.0
"""Seconds for each piece of an answer."""
WHOLE = 30.0
"""Seconds for all of them, however slowly they drip."""

APART = timedelta(seconds=10)
"""A display that shows the time is not further from Exchange's than this."""

NOT_YET_VALID, EXPIRED, WRONG_HOST = 9, 10, 62
"""OpenSSL's numbers (X509_V_ERR_…) of what is wrong with a certificate."""


async def reach(check_id: str, url: str, graph: GraphTable, clock: Clock) -> tuple[Check, timedelta | None]:
    """Whether `url` answers anything at all, and how far the display's clock is ahead of the server's."""
    host = urlsplit(url).netloc
    try:
        async with (
            httpx.AsyncClient(
                verify=_context(graph.ca_file), proxy=graph.proxy, trust_env=False, timeout=PATIENCE
            ) as client,
            asyncio.timeout(WHOLE),
        ):
            before = clock.now()
            async with client.stream("GET", url) as answer:
                after = clock.now()
    except TimeoutError:
        return _advice(httpx.ReadTimeout("it drips"), host, graph.proxy).wrong(check_id), None
    except httpx.HTTPError as failure:
        return _advice(failure, host, graph.proxy).wrong(check_id), None
    if answer.status_code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
        return _proxy_refuses(host).wrong(check_id), None
    through = " through the proxy" if graph.proxy else ""
    what = f"{host} answers{through}, and its certificate is trusted."
    if urlsplit(url).scheme == "http":
        what = f"{host} answers, without TLS."
    return Check(check_id, Verdict.OK, what), _ahead(answer.headers.get("Date"), before, after)


def clocks(ahead: timedelta | None) -> Check:
    if ahead is None:
        return Check("clock", Verdict.NOTE, "No server said what time it is, so the clock was not compared.")
    if abs(ahead) <= APART:
        return Check("clock", Verdict.OK, "The display's clock agrees with Exchange's.")
    seconds = round(abs(ahead).total_seconds())
    way = "ahead of" if ahead > timedelta(0) else "behind"
    return Advice(
        f"The display's clock is {seconds} seconds {way} Exchange's.",
        "Let the display keep its time by itself: timedatectl set-ntp true\n"
        "Where UDP port 123 to the internet is closed, name your own time server in /etc/systemd/timesyncd.conf (NTP=).",
    ).wrong("clock")


def _context(ca_file: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


def _ahead(date: str | None, before: datetime, after: datetime) -> timedelta | None:
    """The Date header is cut to whole seconds: its middle is half a second later."""
    try:
        there = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    middle = before + (after - before) / 2
    return middle - there.replace(tzinfo=there.tzinfo or UTC) - timedelta(milliseconds=500)


def _causes(failure: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = failure
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _advice(failure: httpx.HTTPError, host: str, proxy: str | None) -> Advice:
    way = urlsplit(proxy).hostname or "the proxy" if proxy else host
    for cause in _causes(failure):
        match cause:
            case ssl.SSLCertVerificationError():
                return _distrust(cause, host)
            case ssl.SSLError():
                return Advice(f"{host} does not speak TLS with the display.", _firewall(host))
            case socket.gaierror():
                return Advice(
                    f"The name {way} is not known.",
                    "Compare graph.base_url, graph.authority and graph.proxy, and the display's DNS server: "
                    f"resolvectl query {way.partition(':')[0]}",
                )
            case httpx.ProxyError():
                return _proxy_refuses(host)
            case ConnectionRefusedError():
                return Advice(f"{way} refuses the connection.", _firewall(way))
            case _:
                continue
    if isinstance(failure, httpx.TimeoutException):
        return Advice(f"{way} does not answer within {PATIENCE:g} seconds.", _firewall(way))
    return Advice(f"The connection to {way} breaks ({type(failure).__name__}).", _firewall(way))


def _distrust(failure: ssl.SSLCertVerificationError, host: str) -> Advice:
    if failure.verify_code in (NOT_YET_VALID, EXPIRED):
        return Advice(
            f"The certificate of {host} is not valid at the display's time.",
            "Look at the display's clock first (date), then let it keep its time: timedatectl set-ntp true",
        )
    if failure.verify_code == WRONG_HOST:
        return Advice(
            f"The certificate of {host} is made out to another name.",
            "Compare graph.base_url and graph.authority; a network that asks guests to sign in answers so, too.",
        )
    return Advice(
        f"The certificate of {host} is signed by an authority that the display does not know.",
        "A firewall or proxy that looks into TLS has its own authority: ask the network team for its certificate in "
        f"PEM form, put it beside kiosk.toml and name it in graph.ca_file. Or have {host} left alone by it.",
    )


def _proxy_refuses(host: str) -> Advice:
    return Advice(
        f"The proxy does not let the display through to {host}.",
        f"The network team allows the display to reach {host} through the proxy of graph.proxy. A proxy that wants a "
        "name and password takes them as http://name:password@proxy:port.",
    )


def _firewall(host: str) -> str:
    return (
        f"The network team allows outgoing TLS connections from the display to {host}, or graph.proxy names the "
        "proxy that has to be used."
    )
