"""Looks every day at when certificate or secret end, and says so in the log from six weeks before. A renewed one counts the next day."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from kiosk.config.tables import SystemUserTable
from kiosk.core.loop import Core
from kiosk.core.tokens import chip_of
from kiosk.room.expiry import Credential, Expiry, days_left, near

log = logging.getLogger("kiosk")
EVERY = timedelta(days=1)


def expiries(user: SystemUserTable) -> tuple[Expiry, ...]:
    """Reads the certificate's file. A secret does not tell its end: the admin may. What cannot be read has no end here."""
    if user.sign_in == "device":
        return ()  # the hub renews what it vouches for
    if user.sign_in == "client_secret":
        day = user.client_secret_expires
        if day is None:
            return ()
        return (Expiry(Credential.CLIENT_SECRET, datetime.combine(day, time(), UTC)),)
    from kiosk.system_user import certificate, own_key  # noqa: PLC0415 - a start need not wait for it

    own = own_key.OwnKey(Path(user.certificate_file), chip_of(user))
    try:
        return (Expiry(Credential.CERTIFICATE, own_key.read(own).not_after),)
    except certificate.KeyUnusable:
        return ()


class Expiring:
    """One look a day, on a thread."""

    def __init__(self, core: Core, user: SystemUserTable) -> None:
        self._core, self._user = core, user

    def look(self) -> None:
        """Now, and every day from now on."""
        self._core.spawn(self._look())
        self._core.wake("expiry", EVERY, self.look)

    async def _look(self) -> None:
        core = self._core
        found = await asyncio.to_thread(expiries, self._user)
        core.facts = replace(core.facts, expiries=found)  # what became known meanwhile stays
        now = core.clock.now()
        for one in near(core.facts.expiries, now):
            left = days_left(one, now)
            when = (
                f"ends on {one.ends.date()}, in {left} days" if left >= 0 else f"ended on {one.ends.date()}"
            )
            log.warning(
                "the %s %s: kiosk doctor says how to renew it", one.what.value.replace("_", " "), when
            )
