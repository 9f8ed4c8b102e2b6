"""One slot: the exact bytes, what is bound into them, and the floor."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.vault import slot

BINDING = slot.Binding(device=b"D" * 16, user=b"U" * 16, mode="device", training=False)
DEVICE_SECRET = bytes(range(32))
CONTENT = b"the keys of a member"
GOLDEN = "58241d7aaf484194be0766f766501a07f7ad1ad9c6b7328dda17150ce35a3d1402355620"
GOLDEN_BARE = "9a0009e535ed40a97f57801d2049989f68b344ce9fc40a188cd763df61a20ced9784d093"


def _closed(device_secret: bytes | None = DEVICE_SECRET) -> slot.Slot:
    return slot.close("Été à Besançon", CONTENT, BINDING, device_secret, slot.FLOOR, salt=b"S" * 16, nonce=b"N" * 12)


def test_the_bytes_of_a_slot_are_for_ever() -> None:
    assert _closed().sealed.hex() == GOLDEN
    assert _closed(None).sealed.hex() == GOLDEN_BARE


def test_accents_typed_another_way_open_the_same_slot() -> None:
    assert slot.reopen("E\u0301te\u0301 a\u0300 Besanc\u0327on", _closed(), BINDING, DEVICE_SECRET) == CONTENT


def test_only_this_passphrase_and_this_device_secret_open() -> None:
    made = _closed()
    assert slot.reopen("Ete a Besancon", made, BINDING, DEVICE_SECRET) is None
    assert slot.reopen("Été à Besançon", made, BINDING, bytes(32)) is None
    assert slot.reopen("Été à Besançon", made, BINDING, None) is None


@pytest.mark.parametrize(
    "changed",
    [{"device": b"d" * 16}, {"user": b"u" * 16}, {"mode": "passphrase_only"}, {"training": True}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_slot_moved_elsewhere_does_not_open(changed: dict[str, bytes | str | bool]) -> None:
    elsewhere = msgspec.structs.replace(BINDING, **changed)
    assert slot.reopen("Été à Besançon", _closed(), elsewhere, DEVICE_SECRET) is None


@pytest.mark.parametrize("cost", [slot.Cost(64 * 1024, 4, 1), slot.Cost(65 * 1024, 3, 1), slot.Cost(64 * 1024, 3, 2)])
def test_edited_parameters_do_not_open(cost: slot.Cost) -> None:
    assert slot.reopen("Été à Besançon", msgspec.structs.replace(_closed(), cost=cost), BINDING, DEVICE_SECRET) is None


def test_parameters_are_bound_to_the_seal_itself() -> None:
    bound = {slot._bound(BINDING, cost) for cost in (slot.FLOOR, slot.WITH_DEVICE, slot.WITHOUT_DEVICE)}
    assert len(bound) == 3


@pytest.mark.parametrize(
    "cost", [slot.Cost(64 * 1024 - 1, 3, 1), slot.Cost(64 * 1024, 2, 1), slot.Cost(64 * 1024, 3, 0)]
)
def test_below_the_floor_nothing_is_made_or_opened(cost: slot.Cost) -> None:
    with pytest.raises(StorageError, match="weak_slot"):
        slot.close("x", CONTENT, BINDING, None, cost)
    with pytest.raises(StorageError, match="weak_slot"):
        slot.reopen("x", msgspec.structs.replace(_closed(), cost=cost), BINDING, DEVICE_SECRET)


def test_an_absurd_cost_does_not_exhaust_the_pc() -> None:
    with pytest.raises(StorageError, match="damaged"):
        slot.Cost(1 << 31, 3, 1).check()


@pytest.mark.parametrize(("seconds", "passes"), [(0.05, 12), (0.2, 11), (0.25, 9), (0.5, 3), (4.0, 3)])
def test_calibration_only_goes_up_and_stays_bounded(seconds: float, passes: int) -> None:
    assert slot.calibrate(slot.WITH_DEVICE, lambda _: seconds) == slot.Cost(128 * 1024, passes, 2)


@given(st.floats(0.07, 20))
def test_a_calibrated_unlock_takes_half_a_second_to_one(seconds: float) -> None:
    made = slot.calibrate(slot.WITH_DEVICE, lambda _: seconds)
    assert made.passes == 3 or 0.45 <= seconds / 3 * made.passes <= 1.0 or made.passes == 12


def test_defaults_are_above_the_floor_and_stronger_without_a_device() -> None:
    for weaker, stronger in itertools.pairwise([slot.FLOOR, slot.WITH_DEVICE, slot.WITHOUT_DEVICE]):
        assert weaker.memory_kib * weaker.passes < stronger.memory_kib * stronger.passes
