"""A running sandbox: its ports, its ticking, its end. Started by the command and by tests."""

import asyncio
import ipaddress
import secrets
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from kiosk.sandbox import certificates, files
from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.tenant.company import Company
from kiosk.sandbox.tenant.life import Life
from kiosk.sandbox.tenant.planned import put_in
from kiosk.sandbox.web import control_people, control_world
from kiosk.sandbox.web.call import JsonObject
from kiosk.sandbox.web.clock import SandboxClock
from kiosk.sandbox.web.control import Control
from kiosk.sandbox.web.faults import Faults
from kiosk.sandbox.web.listener import Listener
from kiosk.sandbox.web.notifier import Notifier
from kiosk.sandbox.web.sandbox import Sandbox, build
from kiosk.sandbox.web.service import Service

_TICK = 0.1  # seconds between looks at what fell due; only notifications and office life wait for it


@dataclass(frozen=True, slots=True)
class Plan:
    """How to start: from the command line, or from a test."""

    directory: Path
    company: Company
    host: str = "127.0.0.1"
    port: int = 0
    control_port: int = 0
    life: bool = False
    seed: int = 1
    switches: Switches = field(default_factory=Switches)
    authorities: Sequence[Path] = ()
    clock: SandboxClock = field(default_factory=SandboxClock)


class Running:
    """Opens on `start`, answers until `stop`."""

    def __init__(self, plan: Plan) -> None:
        directory = plan.directory.absolute()
        directory.mkdir(parents=True, exist_ok=True)
        self._plan = plan
        self._directory = directory
        self.sandbox: Sandbox = build(
            plan.company, seed=plan.seed, secret=files.client_secret(directory), switches=plan.switches,
            clock=plan.clock,
        )  # fmt: skip
        context = certificates.prepare(directory, [_reachable(plan.host)])
        self.faults = Faults(self.sandbox.random)
        self._notifier = Notifier(self.sandbox, [directory / "ca.pem", *plan.authorities])
        service = Service(self.sandbox, self.faults, self._notifier.prove)
        self._listener = Listener(service, plan.host, plan.port, context)
        self.key = secrets.token_urlsafe(24)
        handlers = {**control_people.HANDLERS, **control_world.HANDLERS}
        control = Control(self.sandbox, self.faults, self.key, self._refuse, handlers)
        self._control = Listener(control, "127.0.0.1", plan.control_port, context)
        self._life: Life | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def trust(self, certificates: Iterable[Path]) -> None:
        """Register certificates with the application; OSError or ValueError when one cannot be read."""
        for path in certificates:
            pem = path.read_bytes()
            try:
                x509.load_pem_x509_certificate(pem)
            except ValueError:
                raise ValueError(f"{path} holds no certificate in PEM") from None
            self.sandbox.application.certificates.append(pem)

    async def start(self) -> JsonObject:
        """Answer from now on; returns what the command prints. Raises OSError when the port is taken."""
        now = self.sandbox.clock.now()
        put_in(self.sandbox.exchange, self.sandbox.company, now)
        if self._plan.life:
            self._life = Life(self.sandbox.exchange, self._plan.seed, now)
        await self._listener.open()
        await self._control.open()
        self.sandbox.origin = f"https://{_in_url(_reachable(self._plan.host))}:{self._listener.port}"
        config = files.write_config(self._directory, self.sandbox)
        control = f"https://127.0.0.1:{self._control.port}/control"
        files.write_control(self._directory, control, self.key)
        self._tasks.append(asyncio.create_task(self._tick()))
        return {
            "base_url": self.sandbox.base_url,
            "authority": self.sandbox.origin,
            "ca_file": str(self._directory / "ca.pem"),
            "config": str(config),
            "rooms": [room.address for room in self.sandbox.company.rooms],
            "system_user": self.sandbox.company.system_user,
            "control": control,
            "control_file": str(self._directory / files.CONTROL),
        }

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._listener.close()
        await self._control.close()
        await self._notifier.close()
        (self._directory / files.CONTROL).unlink(missing_ok=True)

    async def _refuse(self, seconds: float) -> None:
        """Shut the public port for a while; the control surface stays open. No time at all: cut what is open."""
        await self._listener.close()
        if seconds <= 0:
            await self._listener.open()
            return

        async def open_again() -> None:
            await asyncio.sleep(seconds)
            await self._listener.open()

        self._tasks.append(asyncio.create_task(open_again()))

    async def _tick(self) -> None:
        while True:
            now = self.sandbox.now()
            if self._life is not None:
                self._life.live(now)
            self._notifier.send_due()
            await asyncio.sleep(_TICK)


def _reachable(host: str) -> str:
    """The name clients use: an any-address is this machine's own name or loopback."""
    try:
        if not ipaddress.ip_address(host).is_unspecified:
            return host
    except ValueError:
        return host
    return socket.gethostname() or "127.0.0.1"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
