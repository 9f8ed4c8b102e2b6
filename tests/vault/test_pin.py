"""The PIN's short life."""

import pytest

from anefdesk.errors import AccessRefusedError, AnefdeskError, InputRefusedError
from anefdesk.vault import pin
from anefdesk.vault.keys import Secrets, Unlocked
from anefdesk.vault.seal import PrivateKey
from tests.vault.conftest import TODAY, Clock

GOOD = "274913"


def _unlocked(name: bytes = b"CANARI", ends_on: str = "", escrow: PrivateKey | None = None) -> Unlocked:
    key = PrivateKey(b"x" * 32)
    user = name.ljust(16, b".")
    return Unlocked(Secrets(b"k" * 32, user, key, b"d" * 16, b"s" * 32, key, b"e" * 32, "worker", ends_on, escrow))


def _refusal(box: pin.PinBox, who: Unlocked, typed: str) -> AnefdeskError:
    with pytest.raises(AnefdeskError) as refused:
        box.unlock(who.user, typed, TODAY)
    return refused.value


def test_a_colleague_comes_back_with_six_digits() -> None:
    box, me, other = pin.PinBox(), _unlocked(), _unlocked(b"CANARI-2")
    box.remember(me, GOOD)
    box.remember(other, "839105")
    assert box.unlock(me.user, GOOD, TODAY).secrets() == me.secrets()
    assert box.unlock(other.user, "839105", TODAY).user == other.user
    assert _refusal(box, me, "839105").params == {"left": 4}


def test_five_tries_then_the_passphrase() -> None:
    box, me = pin.PinBox(), _unlocked()
    box.remember(me, GOOD)
    assert [_refusal(box, me, "111222").params.get("left") for _ in range(5)] == [4, 3, 2, 1, None]
    assert _refusal(box, me, GOOD).code == "pin.gone"
    assert not box.has(me.user)


def test_the_right_pin_gives_the_tries_back() -> None:
    box, me = pin.PinBox(), _unlocked()
    box.remember(me, GOOD)
    _refusal(box, me, "111222")
    box.unlock(me.user, GOOD, TODAY)
    assert _refusal(box, me, "111222").params == {"left": 4}


def test_it_ends_after_half_an_hour_locked() -> None:
    clock = Clock()
    box, me = pin.PinBox(clock.monotonic), _unlocked()
    box.remember(me, GOOD)
    clock.passes(7200)  # unlocked all that time
    box.desk_locked()
    clock.passes(1799)
    box.desk_locked()  # locking twice does not start again
    box.unlock(me.user, GOOD, TODAY)
    box.desk_locked()
    clock.passes(1800)
    assert _refusal(box, me, GOOD).code == "pin.gone"
    box.desk_unlocked()
    assert not box.has(me.user)


def test_a_colleagues_passphrase_stops_the_half_hour() -> None:
    clock = Clock()
    box, me = pin.PinBox(clock.monotonic), _unlocked()
    box.remember(me, GOOD)
    box.desk_locked()
    clock.passes(1700)
    box.desk_unlocked()
    clock.passes(1700)
    assert box.unlock(me.user, GOOD, TODAY).user == me.user


def test_sleep_forgets_everything() -> None:
    box, me = pin.PinBox(), _unlocked()
    box.remember(me, GOOD)
    box.forget_all()
    assert _refusal(box, me, GOOD).code == "pin.gone"


def test_an_account_that_ended_overnight_does_not_open() -> None:
    box, me = pin.PinBox(), _unlocked(ends_on="2026-11-22")
    box.remember(me, GOOD)
    assert str(_refusal(box, me, GOOD)) == "access.ended (on=2026-11-22)"


def test_the_sheet_gets_no_pin() -> None:
    with pytest.raises(AccessRefusedError, match="not_for_recovery"):
        pin.PinBox().remember(_unlocked(escrow=PrivateKey(b"x" * 32)), GOOD)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("27491", "length"),
        ("2749130000000", "length"),
        ("27491a", "digits"),
        ("٢٧٤٩١٣", "digits"),
        ("", "digits"),
        ("000000", "repeat"),
        ("121212", "repeat"),
        ("123123", "repeat"),
        ("123321", "repeat"),
        ("112112", "repeat"),
        ("111122", "repeat"),
        ("123456", "sequence"),
        ("654321", "sequence"),
        ("789012", "sequence"),
        ("246802", "sequence"),
        ("140789", "date"),
        ("890714", "date"),
        ("14071989", "date"),
        ("19890714", "date"),
        (GOOD, ""),
        ("83910572", ""),
    ],
)
def test_trivial_pins_are_refused(typed: str, reason: str) -> None:
    assert pin.weakness(typed) == reason
    if reason:
        with pytest.raises(InputRefusedError) as refused:
            pin.PinBox().remember(_unlocked(), typed)
        assert refused.value.params == {"reason": reason}


def test_the_box_holds_no_keys_in_clear() -> None:
    box, me = pin.PinBox(), _unlocked()
    box.remember(me, GOOD)
    (sealed,) = box._sealed.values()
    assert b"k" * 32 not in sealed.content
    assert GOOD.encode() not in sealed.content + sealed.salt
