import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import VerifyKey

from anefdesk.errors import StorageError
from anefdesk.wire import keybox
from anefdesk.wire.keybox import Keybox

KEY = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(KEY).public_key().public_bytes_raw()
ORG, CASE, SCOPE, DEVICE = (letter * 16 for letter in (b"o", b"c", b"s", b"v"))


def _box(version: int = 1, body: bytes = b"sealed") -> Keybox:
    return keybox.write(KEY, org=ORG, case=CASE, version=version, scope=SCOPE, epoch=1, body=body, device=DEVICE)


def test_a_keybox_comes_back_and_is_its_device_s() -> None:
    box = keybox.read(_box().encode())
    assert box == _box()
    assert box.signed_by(ORG, PUBLIC)
    assert not box.signed_by(b"x" * 16, PUBLIC)
    assert not box.signed_by(ORG, bytes(32))


def test_another_library_verifies_the_same_signature() -> None:
    box = _box()
    message = (
        b"anefdesk/kb/1" + ORG + CASE + SCOPE + DEVICE + (1).to_bytes(8, "big") + (1).to_bytes(4, "big") + b"sealed"
    )
    assert VerifyKey(PUBLIC).verify(message, box.signature) == message


def test_the_format_does_not_drift() -> None:
    assert (
        hashlib.sha256(_box().encode()).hexdigest()
        == "5e550f12a5ac3d23abed2ec7ddf41d57e73732828ee4aead8c439d8bd152876c"
    )


def test_of_two_the_later_version_stands_and_of_equals_the_same_everywhere() -> None:
    assert _box(1).before(_box(2))
    assert not _box(2).before(_box(1))
    assert _box(body=b"a").before(_box(body=b"b"))
    assert not _box().before(_box())


@given(at=st.integers(0), by=st.integers(1, 255))
def test_no_byte_can_be_changed_unseen(at: int, by: int) -> None:
    data = bytearray(_box().encode())
    data[at % len(data)] ^= by
    try:
        box = keybox.read(bytes(data))
    except StorageError:
        return
    assert not box.signed_by(ORG, PUBLIC)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_a_code(data: bytes) -> None:
    with pytest.raises(StorageError, match=r"wire\.malformed"):
        keybox.read(data)


@pytest.mark.parametrize(
    "box",
    [
        Keybox(b"short", 1, SCOPE, 1, b"x", DEVICE, bytes(64)), Keybox(CASE, 0, SCOPE, 1, b"x", DEVICE, bytes(64)),
        Keybox(CASE, 1, SCOPE, 0, b"x", DEVICE, bytes(64)), Keybox(CASE, 1, SCOPE, 1, b"", DEVICE, bytes(64)),
        Keybox(CASE, 1, SCOPE, 1, b"x", DEVICE, bytes(63)),
        Keybox(CASE, 1, SCOPE, 1, bytes(keybox.LARGEST), DEVICE, bytes(64)),
    ],
)  # fmt: skip
def test_a_keybox_out_of_form_is_refused(box: Keybox) -> None:
    with pytest.raises(StorageError, match=r"wire\.malformed"):
        keybox.read(box.encode())
