"""A key that lives in a security chip (a TPM, or another PKCS#11 token): made there, signing there, never leaving it.

The only user of python-pkcs11, which only a display with a chip has installed. Everything here blocks, a TPM for seconds.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding as paddings
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256

from kiosk.system_user.certificate import KeyUnusable
from kiosk.system_user.identity import Chip
from kiosk.system_user.keys import content

if TYPE_CHECKING:
    import pkcs11

LABEL = "kiosk"
"""What the key is called in its chip."""
RSA_BITS = 2048
"""All that every TPM 2.0 can, and enough for Entra."""
GUIDE = "docs/guides/credentials.md"

BUSY_MOST = 20.0
"""Seconds to wait for who has the chip. One that hangs holds one thread, not one more with every sign-in."""

_one_at_a_time = threading.Lock()
_refused: dict[Chip, str] = {}
"""PINs that a chip has refused. It counts wrong ones, and locks itself: none is tried twice."""


class ChipKey(rsa.RSAPrivateKey):
    """Signs in the chip, each time in a session of its own: what was unplugged may come back."""

    def __init__(self, chip: Chip, public: rsa.RSAPublicKey, about: str) -> None:
        self._chip, self._public = chip, public
        self.about = about
        """Who made the chip, as it says itself."""

    def public_key(self) -> rsa.RSAPublicKey:
        return self._public

    @property
    def key_size(self) -> int:
        return self._public.key_size

    def sign(self, data: Any, padding: Any, algorithm: Any) -> bytes:  # noqa: ANN401 - cryptography's own interface
        """By SHA-256, with PKCS #1 v1.5 or with PSS and a salt of 32 bytes, whatever salt is asked for.

        Raises:
            UnsupportedAlgorithm: the chip cannot do it, or does it otherwise (some TPMs salt PSS as they like).
            KeyUnusable: the chip cannot be used.
        """
        if not isinstance(algorithm, SHA256):
            raise UnsupportedAlgorithm("Only SHA-256.")
        with _session(self._chip) as session:
            signature = _signed(session, bytes(data), pss=isinstance(padding, paddings.PSS))
        try:
            self._public.verify(signature, bytes(data), _as_asked(padding), algorithm)
        except InvalidSignature:
            raise UnsupportedAlgorithm("The chip signs otherwise than it was asked to.") from None
        return signature

    def decrypt(self, ciphertext: Any, padding: Any) -> bytes:  # noqa: ANN401 - cryptography's own interface
        _only_signs(ciphertext, padding)

    def private_numbers(self) -> rsa.RSAPrivateNumbers:
        _only_signs()

    def private_bytes(self, *how: Any) -> bytes:  # noqa: ANN401 - cryptography's own interface
        _only_signs(*how)

    def __copy__(self) -> ChipKey:
        return self

    def __deepcopy__(self, memo: object) -> ChipKey:
        return self


def _only_signs(*_: object) -> NoReturn:
    raise UnsupportedAlgorithm("The key never leaves its chip, and only signs.")


def _as_asked(padding: object) -> paddings.AsymmetricPadding:
    if isinstance(padding, paddings.PSS):
        return paddings.PSS(paddings.MGF1(SHA256()), SHA256.digest_size)
    return paddings.PKCS1v15()


def key(chip: Chip) -> ChipKey | None:
    """The display's key in `chip`; None: there is none yet.

    Raises:
        KeyUnusable: the chip cannot be used.
    """
    with _session(chip) as session:
        return _found(chip, session)


def make(chip: Chip) -> ChipKey:
    """The display's key in `chip`, made there if there is none. A TPM takes up to a minute.

    Raises:
        KeyUnusable: the chip cannot be used.
    """
    with _session(chip, write=True) as session:
        found = _found(chip, session)
        if found is None:
            _generate(session)
            found = _found(chip, session)
        if found is None:
            raise KeyUnusable(f"The chip {chip.token} made a key and has none. {_GENERAL}")
        return found


def _found(chip: Chip, session: pkcs11.Session) -> ChipKey | None:
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - only where there is a chip

    wanted = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.LABEL: LABEL}
    public = list(session.get_objects(wanted))
    private = list(session.get_objects({**wanted, Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
    if not public or not private:
        return None
    if len(private) > 1:
        raise KeyUnusable(
            f"The chip {chip.token} holds {len(private)} keys named {LABEL}. Remove all but one: {GUIDE}"
        )
    number: Callable[[Any], int] = lambda name: int.from_bytes(public[0][name], "big")  # noqa: E731 - said once, here
    numbers = rsa.RSAPublicNumbers(number(Attribute.PUBLIC_EXPONENT), number(Attribute.MODULUS))
    about = f"{session.token.manufacturer_id} {session.token.model}".strip()
    return ChipKey(chip, numbers.public_key(), about)


def _generate(session: pkcs11.Session) -> None:
    from pkcs11 import Attribute, KeyType, MechanismFlag  # noqa: PLC0415 - only where there is a chip
    from pkcs11.constants import DEFAULT  # noqa: PLC0415 - the same

    # What a TPM's library cannot be asked for is left to it (DEFAULT): it refuses whole templates for one wish.
    left = dict.fromkeys((Attribute.DECRYPT, Attribute.UNWRAP, Attribute.SIGN), DEFAULT)
    session.generate_keypair(
        KeyType.RSA, RSA_BITS, store=True, label=LABEL, id=LABEL.encode(),
        capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
        public_template={Attribute.ENCRYPT: DEFAULT, Attribute.WRAP: DEFAULT},
        private_template={**left, Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
    )  # fmt: skip


def _signed(session: pkcs11.Session, data: bytes, *, pss: bool) -> bytes:
    from pkcs11 import MGF, Attribute, Mechanism, ObjectClass, exceptions  # noqa: PLC0415 - only where there is a chip

    try:
        found = next(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: LABEL}))
    except StopIteration:
        raise KeyUnusable(f"The key {LABEL} has gone from its chip. {_GENERAL}") from None
    signer: Any = found
    how: dict[str, Any] = {"mechanism": Mechanism.SHA256_RSA_PKCS}
    if pss:
        salted = (Mechanism.SHA256, MGF.SHA256, SHA256.digest_size)
        how = {"mechanism": Mechanism.SHA256_RSA_PKCS_PSS, "mechanism_param": salted}
    try:
        return bytes(signer.sign(data, **how))
    except (exceptions.MechanismInvalid, exceptions.MechanismParamInvalid, exceptions.FunctionNotSupported):
        raise UnsupportedAlgorithm("The chip has no such mechanism.") from None


_GENERAL = f"Try `kiosk doctor` after a restart of the machine; see {GUIDE}"


@contextmanager
def _session(chip: Chip, *, write: bool = False) -> Iterator[pkcs11.Session]:
    """Logged in. The library is let go afterwards: `kiosk doctor` may want the chip too."""
    try:
        import pkcs11  # noqa: PLC0415 - only where there is a chip
    except ImportError:
        how = f"Run: {sys.executable} -m pip install python-pkcs11"
        raise KeyUnusable(
            f"The package python-pkcs11, which speaks to the chip, is not installed. {how}"
        ) from None
    from pkcs11 import exceptions  # noqa: PLC0415 - the same

    pin = _pin(chip)
    with _turn(chip):
        if _refused.get(chip) == pin:
            raise KeyUnusable(_WRONG_PIN.format(chip=chip))
        try:
            library = pkcs11.lib(chip.module)
        except exceptions.PKCS11Error as failure:
            raise KeyUnusable(_not_loaded(chip, failure)) from None
        try:
            with _token(library, chip).open(user_pin=pin, rw=write) as session:
                yield session
        except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange):
            _refused[chip] = pin
            raise KeyUnusable(_WRONG_PIN.format(chip=chip)) from None
        except exceptions.PinLocked:
            raise KeyUnusable(
                f"The chip {chip.token} has locked itself after too many wrong PINs. Wait until it opens again (a TPM: hours), "
                f"or set a new PIN with the SO-PIN: {GUIDE}"
            ) from None
        except exceptions.PKCS11Error as failure:
            raise KeyUnusable(
                f"The chip {chip.token} does not answer as it should ({type(failure).__name__}). {_GENERAL}"
            ) from None
        finally:
            with suppress(exceptions.PKCS11Error):
                library.finalize()


@contextmanager
def _turn(chip: Chip) -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=BUSY_MOST):
        raise KeyUnusable(f"The chip {chip.token} makes a key just now, or does not answer. {_GENERAL}")
    try:
        yield
    finally:
        _one_at_a_time.release()


_WRONG_PIN = (
    "The chip {chip.token} refuses the PIN in {chip.pin_file}. It is not tried again, because the chip locks itself after some "
    "wrong ones: write the right one into the file."
)


def _not_loaded(chip: Chip, failure: Exception) -> str:
    if "OS exception" in str(failure):
        return (
            f"The library {chip.module} (system_user.pkcs11_module) cannot be loaded. For a TPM run: "
            "apt install libtpm2-pkcs11-1, and name its path, or libtpm2_pkcs11.so.1."
        )
    return (
        f"The library {chip.module} finds no chip that it can use ({type(failure).__name__}). Is the TPM there (ls /dev/tpmrm0), "
        f"may the display's user open it (group tss), and is the library's store where it looks? See {GUIDE}"
    )


def _token(library: Any, chip: Chip) -> pkcs11.Token:  # noqa: ANN401 - the library ships a type that it does not export
    found = [token for token in library.get_tokens() if token.label]
    for token in found:
        if token.label == chip.token:
            return token  # type: ignore[no-any-return] # as above
    there = ", ".join(sorted(token.label for token in found)) or "none"
    raise KeyUnusable(
        f"{chip.module} knows no token {chip.token} (system_user.pkcs11_token); it knows: {there}. A new TPM gets its token as "
        f"{GUIDE} says; a TPM that is not powered or not open to the display's user (group tss) shows none."
    )


def _pin(chip: Chip) -> str:
    try:
        pin = content(chip.pin_file).decode("utf-8-sig").strip()
    except OSError as unreadable:
        raise KeyUnusable(f"{chip.pin_file} cannot be read: {unreadable.strerror}.") from None
    except ValueError:
        pin = ""
    if not pin:
        raise KeyUnusable(f"{chip.pin_file} holds no PIN. Write the chip's user PIN into it.")
    return pin
