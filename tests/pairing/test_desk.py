"""The display's desk: who may knock how often, with which code, and that a bundle is taken once and from nobody else."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from kiosk.pairing.desk import Desk, Refused
from kiosk.pairing.ends import AdminEnd, DisplayEnd
from kiosk.pairing.messages import Hello, Kept, Offer, Welcome, read, written
from kiosk.pairing.window import CODE_LIVES, HELLOS, TRIES, WRONG_MOST, Window
from tests.pairing.many import pair_of_keys

CODE, CHANNEL = "K7M-4QX", b"c" * 32
LAPTOP, OTHER = "10.0.0.5", "10.0.0.6"


class FakeOffice:
    """A display's other half, which writes down what it is told."""

    def __init__(self) -> None:
        private, self.key = pair_of_keys("display")
        self.sign = lambda said: private.sign(said, ec.ECDSA(SHA256()))
        self.kept: list[bytes] = []
        self.wrong = 0
        self.said: list[str] = []
        self.full = False

    def end(self, code: str) -> DisplayEnd:
        return DisplayEnd(code, self.key, self.sign, CHANNEL)

    def changed(self) -> None:
        self.said.append("changed")

    def tried(self, wrong: int) -> None:
        self.wrong = wrong

    def keep(self, bundle: bytes) -> None:
        if self.full:
            raise Refused(507, "The display cannot keep it.")
        self.kept.append(bundle)

    def audit(self, what: str, address: str, admin: bytes) -> None:
        assert address
        assert admin
        self.said.append(what)


class Door:
    """A desk, and a clock that only the test moves."""

    def __init__(self, wrong: tuple[float, ...] = ()) -> None:
        self.now = 1000.0
        self.office = FakeOffice()
        self.desk = Desk(self.office, lambda: self.now, Window(CODE, self.now, wrong=wrong))

    def begin(self, code: str = "", address: str = LAPTOP) -> tuple[AdminEnd, Offer]:
        end = AdminEnd(code or self.desk.window.code, pair_of_keys("admin")[1], CHANNEL)
        return end, read(Offer, self.desk.hello(address, written(end.hello())))

    def proves(self, code: str = "", address: str = LAPTOP) -> AdminEnd:
        end, offer = self.begin(code, address)
        end.trust(read(Welcome, self.desk.proof(address, written(end.prove(offer)))))
        return end

    def refused(self, code: str = "222-222", address: str = LAPTOP) -> int:
        with pytest.raises(Refused) as refusal:
            self.proves(code, address)
        return refusal.value.status


def test_who_knows_the_code_hands_over_once_and_may_say_it_again() -> None:
    door = Door()
    end = door.proves()
    handover = end.hand_over(b"bundle")
    for _ in range(2):
        kept = read(Kept, door.desk.handover(LAPTOP, written(handover)))
        assert end.settled(handover, kept)
    assert door.office.kept == [b"bundle"]
    assert door.office.said == ["code proven", "handed over"]


def test_a_bundle_that_the_disk_refuses_is_not_confirmed_and_may_be_handed_over_again() -> None:
    door = Door()
    handover = written(door.proves().hand_over(b"bundle"))
    door.office.full = True
    with pytest.raises(Refused):
        door.desk.handover(LAPTOP, handover)
    door.office.full = False
    door.desk.handover(LAPTOP, handover)
    assert door.office.kept == [b"bundle"]


def test_nobody_goes_on_with_what_another_began() -> None:
    door = Door()
    end, offer = door.begin()
    with pytest.raises(Refused) as refusal:
        door.desk.proof(OTHER, written(end.prove(offer)))
    assert refusal.value.status == 410
    proven = door.proves()
    with pytest.raises(Refused):
        door.desk.handover(OTHER, written(proven.hand_over(b"bundle")))
    assert door.office.kept == []


def test_a_code_that_was_used_lets_nobody_else_in_until_somebody_touches_the_glass() -> None:
    door = Door()
    door.proves()
    assert door.refused(CODE, OTHER) == 409
    door.desk.touched()
    assert door.desk.window.code != CODE
    door.proves(address=OTHER)


def test_five_wrong_codes_bring_another_one() -> None:
    door = Door()
    for _ in range(TRIES):
        assert door.refused() == 403
        door.now += 61
    assert door.desk.window.code != CODE
    assert door.refused(CODE) == 403
    door.proves()


def test_twenty_wrong_ones_within_an_hour_need_a_touch_and_that_is_counted_before_it_is_told() -> None:
    door = Door()
    for count in range(1, WRONG_MOST + 1):
        assert door.refused() == 403
        assert door.office.wrong == count
        door.now += 61
    assert door.refused(door.desk.window.code) == 409
    assert not door.desk.look(), "no code takes its place by itself"
    door.desk.touched()
    assert door.office.wrong == 0
    door.proves()


def test_wrong_ones_of_before_a_restart_count() -> None:
    assert Door(wrong=(1000.0,) * WRONG_MOST).refused(CODE) == 409


def test_one_address_knocks_five_times_a_minute() -> None:
    door = Door()
    for _ in range(HELLOS):
        door.begin()
    with pytest.raises(Refused) as refusal:
        door.begin()
    assert refusal.value.status == 429
    door.begin(address=OTHER)


def test_a_code_that_is_out_of_date_is_told_as_such() -> None:
    door = Door()
    door.now += CODE_LIVES - 10
    end, offer = door.begin()
    door.now += 20
    assert door.desk.look()
    with pytest.raises(Refused) as refusal:
        door.desk.proof(LAPTOP, written(end.prove(offer)))
    assert refusal.value.text == "That code is out of date. Use the one on the display now."


@pytest.mark.parametrize("said", [b"", b"{}", b"[" * 9000, written(Hello(b"k" * 900, b"n"))[:-1]])
def test_what_is_no_message_is_refused_and_costs_no_try(said: bytes) -> None:
    door = Door()
    for hears in (door.desk.hello, door.desk.proof, door.desk.handover):
        with pytest.raises(Refused) as refusal:
            hears(LAPTOP, said)
        assert refusal.value.status == 400
    assert door.desk.window.tries == 0


def test_progress_is_told_to_nobody_who_has_not_proven_the_code() -> None:
    door = Door()
    _, offer = door.begin()
    assert door.desk.sealed(offer.session, b"news") is None
    assert door.desk.sealed(b"none", b"news") is None
