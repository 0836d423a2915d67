"""The display's own key, wherever it lies: in a file with its certificate, or in a chip with the certificate in a file beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk import credentials
from kiosk.system_user import chip, keys
from kiosk.system_user.certificate import (
    Certificate,
    KeyUnusable,
    public_file,
    self_signed,
    shown,
    write_once,
)
from kiosk.system_user.identity import Chip


class Tier(Enum):
    """What somebody needs who wants the key."""

    CHIP = "chip"
    """The running display."""
    SEALED = "sealed"
    """What systemd opens the credential with: the machine's TPM, or a key of root's on the same disk."""
    FILE = "file"
    """The disk, or its user's rights."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """`file`: the key with its certificate; with a `chip` there is no such file, only the public half beside its name."""

    file: Path
    chip: Chip | None = None

    @property
    def tier(self) -> Tier:
        if self.chip is not None:
            return Tier.CHIP
        return Tier.SEALED if credentials.is_handed(self.file) else Tier.FILE

    @property
    def exists(self) -> bool:
        """Whether it was made already. Asks no chip."""
        return (self.file if self.chip is None else public_file(self.file)).exists()


def make(own: OwnKey, name: str, now: datetime) -> Certificate:
    """Its certificate; the key and that are made where they are missing. Takes seconds, with a TPM up to a minute.

    `name` is what Entra's portal lists the certificate under.

    Raises:
        KeyUnusable: file, folder or chip cannot be used.
    """
    if own.chip is None:
        return keys.make(own.file, name, now)
    path = public_file(own.file)
    if not path.exists():
        certificate = self_signed(chip.make(own.chip), name, now)
        try:
            write_once(path, shown(certificate).public_pem.encode(), mode=0o644)
        except FileExistsError:
            pass  # another process was faster: its certificate counts
        except OSError as refused:
            raise KeyUnusable(f"{path} cannot be written: {refused.strerror}.") from None
    return shown(signer(own)[1])


def read(own: OwnKey) -> Certificate:
    """Its certificate. Asks no chip.

    Raises:
        KeyUnusable: the file is not there, or cannot be used.
    """
    return keys.read(own.file) if own.chip is None else shown(_certificate(own))


def signer(own: OwnKey) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """What signs for the display, and the certificate that Entra knows it by.

    Raises:
        KeyUnusable: file or chip cannot be used, or the certificate belongs to another key.
    """
    if own.chip is None:
        held = keys.read(own.file)
        return held.private, x509.load_pem_x509_certificate(held.public_pem.encode())
    certificate, private = _certificate(own), chip.key(own.chip)
    if private is None or private.public_key() != certificate.public_key():
        path = public_file(own.file)
        raise KeyUnusable(
            f"The key of the certificate {path} is not in the chip {own.chip.token}. Move {path} away and run `kiosk doctor`, "
            "which makes a new one; then upload that to Entra."
        )
    return private, certificate


def _certificate(own: OwnKey) -> x509.Certificate:
    path = public_file(own.file)
    try:
        return x509.load_pem_x509_certificate(keys.content(path))
    except FileNotFoundError:
        raise KeyUnusable(f"There is no file {path}. `kiosk doctor` makes it.") from None
    except OSError as unreadable:
        raise KeyUnusable(f"{path} cannot be read: {unreadable.strerror}.") from None
    except (ValueError, x509.InvalidVersion):
        raise KeyUnusable(f"{path} holds no certificate. Move it away and run `kiosk doctor`.") from None
