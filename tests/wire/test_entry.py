"""The form of what a directory says: read whole or refused, carried as it came, and no byte changed unseen."""

import dataclasses
import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire import entry
from anefdesk.wire.entry import (
    AddScope,
    AddUser,
    Approval,
    Cutoff,
    Epoch,
    Erase,
    Grant,
    Hold,
    MinClient,
    Policy,
    Revoke,
    Said,
    TakeBack,
)
from tests.mailbox.organisation import NORTH, named, secret
from tests.wire.book import CASE, KEM, Book, filled


@pytest.fixture
def book() -> Book:
    return filled()


def _of_a_later_version(book: Book, by: str) -> bytes:
    state = book.state
    head = msgspec.msgpack.encode(["AD1", state.org, state.no + 1, state.head, 99, named(by), b"news", b"more"])
    signature = Ed25519PrivateKey.from_private_bytes(secret(by)).sign(b"anefdesk/dir/1" + head)
    return msgspec.msgpack.encode([head, signature])


def test_a_statement_of_a_later_version_is_kept_and_not_obeyed(book: Book) -> None:
    data = _of_a_later_version(book, "admin")
    read = entry.read(data)
    assert read.said is None
    assert read.encode() == data
    after = book.state.add(read)
    assert after == dataclasses.replace(book.state, no=read.no, head=read.digest(), not_understood=1)
    with pytest.raises(StorageError, match=r"directory\.denied"):
        book.state.add(entry.read(_of_a_later_version(book, "worker")))


def test_the_format_does_not_drift() -> None:
    book = Book()
    assert hashlib.sha256(book.entries[0].encode()).hexdigest() == (
        "e3e54eb3a1e236ecc8d1c8048ce18a6b4590a171207ece9dd03a60b7506a641b"
    )
    assert book.state.org.hex() == "aaa2fcba45782fa68edd7133e8e0e327"


@pytest.mark.parametrize(
    "said",
    [
        AddScope(b"short"), AddUser(named("x"), NORTH, bytes(31), bytes(32)),
        AddUser(named("x"), NORTH, KEM, bytes(31)), Grant(named("x"), 0, NORTH), Grant(named("x"), 99, NORTH),
        Revoke(named("x"), (Cutoff(b"short", 1, bytes(32)),)),
        Revoke(named("x"), (Cutoff(named("l"), -1, bytes(32)),)), Epoch(NORTH, 0, ()), Policy(False, 6),
        Policy(False, 366), MinClient(-1, 0), Erase(CASE, NORTH, (Approval(named("x"), b"short"),)),
        Erase(CASE, NORTH, (), -1), TakeBack(CASE, NORTH, 1 << 32),
    ],
)  # fmt: skip
def test_a_statement_out_of_form_is_refused(book: Book, said: Said) -> None:
    with pytest.raises(StorageError, match=r"wire\.malformed"):
        entry.read(book.signed("admin", said).encode())


@given(at=st.integers(0), by=st.integers(1, 255))
def test_no_byte_can_be_changed_unseen(at: int, by: int) -> None:
    book = Book()
    data = bytearray(book.signed("admin", AddScope(NORTH, b"label")).encode())
    data[at % len(data)] ^= by
    with pytest.raises(StorageError):
        book.state.add(entry.read(bytes(data)))


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_a_code(data: bytes) -> None:
    with pytest.raises(StorageError) as error:
        entry.read(data)
    assert error.value.code in {"wire.malformed", "wire.newer"}


def test_what_is_too_long_or_nested_without_end_is_refused() -> None:
    for data in (bytes(entry.LARGEST + 1), b"\x91" * 100_000):
        with pytest.raises(StorageError, match=r"wire\.malformed"):
            entry.read(data)


def test_an_entry_is_carried_as_it_came(book: Book) -> None:
    one = book.signed("admin", Hold(CASE, NORTH))
    assert dataclasses.replace(one, said=None).encode() == one.encode()
