"""What is around the glass: is it there, and may the display use it? Nothing lights up, and nothing that is absent is wrong."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from kiosk.config.desired import Config
from kiosk.core.around import lamps, panel_of, sensors
from kiosk.device.lamp import Lamp
from kiosk.device.presence import Sensor
from kiosk.device.sound import Player
from kiosk.device.trouble import Absent
from kiosk.doctor.check import Check, Verdict

PATIENCE = 15.0
"""Seconds: longer than any driver waits by itself."""


async def examine(config: Config) -> list[Check]:
    """One line for each light and sensor that the configuration names, all looked at together."""
    named = [(f"light.{driver}", lamp) for driver, lamp in lamps(config)]
    things: list[tuple[str, Lamp | Sensor | Player]] = [*named]
    panel = panel_of(config)
    if panel is not None:
        things.append(("display.backlight", panel))
    if config.display.sounds:
        things.append(("display.sounds", Player()))
    things += [(f"presence.{driver}", sensor) for driver, sensor in sensors(config)]
    found = await asyncio.gather(*(_looked_at(check_id, thing) for check_id, thing in things))
    return [*found, *notes(config)]


def notes(config: Config) -> list[Check]:
    """What can be said without looking."""
    told: list[Check] = []
    mqtt = config.mqtt
    if mqtt.password_file is not None and not mqtt.tls:
        what = "The display's MQTT password goes over the network in clear."
        told.append(
            Check("mqtt.tls", Verdict.NOTE, what, "Set mqtt.tls = true and give the broker a certificate.")
        )
    if config.presence.checks_in and not config.booking.check_in:
        what = "Sensors count as check-in, but nobody has to check in."
        told.append(
            Check("presence.checks_in", Verdict.NOTE, what, "Set booking.check_in = true, or leave it.")
        )
    return told


async def _looked_at(check_id: str, thing: Lamp | Sensor | Player) -> Check:
    try:
        async with asyncio.timeout(PATIENCE):
            return Check(check_id, Verdict.OK, await _on_its_own_thread(thing.probe))
    except Absent as absent:
        return Check(check_id, Verdict.NOTE, absent.what, absent.remedy)
    except TimeoutError:
        what = f"The {thing.name} does not answer within {PATIENCE:g} seconds."
        return Check(check_id, Verdict.NOTE, what, "Plug it in anew. The display goes on without it.")
    except Exception as failure:  # noqa: BLE001 - a driver's library may raise anything
        what = f"The {thing.name} cannot be used ({type(failure).__name__})."
        return Check(check_id, Verdict.NOTE, what, "Plug it in anew. The display goes on without it.")


async def _on_its_own_thread(probe: Callable[[], str]) -> str:
    """One that nobody waits for in the end: what hangs must not keep the doctor."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def tell(found: str | Exception) -> None:
        if answer.cancelled():
            return
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def look() -> None:
        found: str | Exception
        try:
            found = probe()
        except Exception as failure:  # noqa: BLE001 - told by _looked_at
            found = failure
        with suppress(RuntimeError):  # the doctor has gone
            loop.call_soon_threadsafe(tell, found)

    threading.Thread(target=look, daemon=True).start()
    return await answer
