"""Security chips in software: a TPM 2.0 (swtpm) behind tpm2-pkcs11, and SoftHSM. packaging/prepare dev installs both."""

import asyncio
import ctypes
import socket
import subprocess
import sys
from pathlib import Path

from kiosk.system_user.identity import Chip
from tests.fakes.mosquitto import program
from tests.fakes.wait import eventually

PIN, SO_PIN, TOKEN = "493817", "unlock-me", "door 412"


def library(*patterns: str) -> str:
    """The first that is there, whatever the machine's architecture."""
    found = [path for pattern in patterns for path in sorted(Path("/usr/lib").glob(pattern))]
    assert found, f"{patterns[0]} is not installed: packaging/prepare dev does it"
    return str(found[0])


def tpm_module() -> str:
    return library("*/libtpm2_pkcs11.so.1", "*/pkcs11/libtpm2_pkcs11.so")


def hsm_module() -> str:
    return library("*/softhsm/libsofthsm2.so", "softhsm/libsofthsm2.so")


def chip_in(folder: Path, module: str) -> Chip:
    """A token as an admin sets it up, and the file with its PIN. The library finds its store by the environment."""
    subprocess.run([sys.executable, "-m", "tests.fakes.chips", module], check=True, timeout=60)
    pin = folder / "pin"
    pin.write_text(f"{PIN}\n")
    pin.chmod(0o600)
    return Chip(module, TOKEN, pin)


class SoftTpm:
    """One TPM on a Unix socket. What it keeps for good is in `folder`; what it holds in memory is gone when it stops."""

    def __init__(self, folder: Path) -> None:
        self._state, self._store = folder / "tpm", folder / "store"
        self._state.mkdir()
        self._store.mkdir()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """By which tpm2-pkcs11 finds it."""
        return {
            "TPM2_PKCS11_STORE": str(self._store),
            "TPM2_PKCS11_TCTI": f"swtpm:path={self._state / 'socket'}",
            "TPM2_PKCS11_LOG_LEVEL": "0",
            "TSS2_LOG": "all+none",
        }

    def start(self) -> None:
        path = self._state / "socket"
        self._process = subprocess.Popen(
            [
                program("swtpm"), "socket", "--tpm2", "--tpmstate", f"dir={self._state}",
                "--ctrl", f"type=unixio,path={path}.ctrl", "--server", f"type=unixio,path={path}",
                "--flags", "not-need-init,startup-clear",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        asyncio.run(eventually(lambda: _answers(path) and Path(f"{path}.ctrl").exists()))

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            for name in ("socket", "socket.ctrl"):
                (self._state / name).unlink(missing_ok=True)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(str(path)) == 0


def _initialize(module: str) -> None:
    """C_InitToken and C_InitPIN, which no display calls: that is the admin's part."""
    cryptoki, number = ctypes.CDLL(module), ctypes.c_ulong

    def call(name: str, *arguments: object) -> None:
        answer = getattr(cryptoki, name)(*arguments)
        assert answer == 0, f"{name}: {answer:#x}"

    call("C_Initialize", None)
    slots, count, session = (number * 8)(), number(8), number()
    call("C_GetSlotList", 0, slots, ctypes.byref(count))
    slot = number(slots[count.value - 1])
    call("C_InitToken", slot, SO_PIN.encode(), number(len(SO_PIN)), TOKEN.encode().ljust(32))
    call("C_GetSlotList", 0, slots, ctypes.byref(number(8)))
    call("C_OpenSession", slot, number(6), None, None, ctypes.byref(session))
    call("C_Login", session, number(0), SO_PIN.encode(), number(len(SO_PIN)))
    call("C_InitPIN", session, PIN.encode(), number(len(PIN)))
    call("C_Finalize", None)


if __name__ == "__main__":
    _initialize(sys.argv[1])
