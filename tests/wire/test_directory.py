"""The directory: who may say what, folded the same everywhere, and no byte of it believed unsigned."""

import dataclasses
import hashlib
from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire import directory, entry
from anefdesk.wire.directory import START, Directory
from anefdesk.wire.entry import (
    EVERYWHERE,
    EXCHANGE,
    ROOT,
    AddDevice,
    AddScope,
    AddUser,
    Adopt,
    Approval,
    CloseLog,
    Cutoff,
    Entry,
    Epoch,
    Erase,
    ErasedBefore,
    Genesis,
    Grant,
    Hold,
    MinClient,
    OldKey,
    Policy,
    RecoveryUsed,
    Revoke,
    Role,
    Said,
    Wrap,
)


def _id(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:16]


def _secret(name: str) -> bytes:
    return hashlib.sha256(b"key of " + name.encode()).digest()


def _public(name: str) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(_secret(name)).public_key().public_bytes_raw()


NORTH, SOUTH = _id("north"), _id("south")
CASE = _id("case")
KEM = bytes(32)


def _user(name: str, scope: bytes) -> AddUser:
    return AddUser(_id(name), scope, KEM, _public(name))


def _device(name: str, scope: bytes) -> AddDevice:
    return AddDevice(_id(name), scope, _public(name), KEM, _public(f"{name} carrier"))


class Book:
    """A directory and whoever writes in it."""

    def __init__(self) -> None:
        first = entry.write(
            Genesis(_public("root"), _id("admin"), KEM, _public("admin")),
            _secret("root"), org=bytes(16), no=0, prev=START, signer=ROOT,
        )  # fmt: skip
        self.entries = [first]
        self.state = directory.begin(first)

    def signed(self, by: str, said: Said, **changed: object) -> Entry:
        signer = ROOT if by == "root" else _id(by)
        place = {"org": self.state.org, "no": self.state.no + 1, "prev": self.state.head, "signer": signer} | changed
        return entry.write(said, _secret(by), **place)  # type: ignore[arg-type]

    def say(self, by: str, said: Said) -> Directory:
        one = self.signed(by, said)
        self.state = self.state.add(one)
        self.entries.append(one)
        return self.state

    def code(self, by: str, said: Said) -> str:
        """Empty when it was taken."""
        try:
            self.state.add(self.signed(by, said))
        except StorageError as error:
            return error.code
        return ""


@pytest.fixture
def book() -> Book:
    """Two centres; in the north a PC, a lead, a data officer, a worker; in the south a lead and a PC."""
    made = Book()
    made.say("admin", AddScope(NORTH))
    made.say("admin", AddScope(SOUTH))
    for name, scope in (("pc", NORTH), ("far", SOUTH)):
        made.say("admin", _device(name, scope))
    for name, scope in (("lead", NORTH), ("officer", NORTH), ("worker", NORTH), ("southern", SOUTH)):
        made.say("admin", _user(name, scope))
    for name, role, scope in (
        ("lead", Role.LEAD, NORTH),
        ("officer", Role.DATA_OFFICER, NORTH),
        ("worker", Role.WORKER, NORTH),
        ("southern", Role.LEAD, SOUTH),
    ):
        made.say("admin", Grant(_id(name), role, scope))
    made.say("admin", Epoch(NORTH, 1, (Wrap(_id("pc"), b"sealed"),)))
    return made


def _erasure(*people: str, case: bytes = CASE, of: bytes | None = None, org: bytes = b"") -> Callable[[Book], Said]:
    def made(book: Book) -> Said:
        message = entry.erasing(org or book.state.org, of or case)
        approvals = tuple(
            Approval(
                ROOT if who == "root" else _id(who), Ed25519PrivateKey.from_private_bytes(_secret(who)).sign(message)
            )
            for who in people
        )
        return Erase(case, NORTH, approvals)

    return made


def _plain(said: Said) -> Callable[[Book], Said]:
    return lambda _book: said


NEW_USER, NEW_PC = _user("newcomer", NORTH), _device("pc 2", NORTH)
# statement → who may say it; everybody else is denied
SAYINGS: dict[str, tuple[Callable[[Book], Said], set[str]]] = {
    "a centre": (_plain(AddScope(_id("east"))), {"root", "admin"}),
    "a PC": (_plain(NEW_PC), {"root", "admin", "lead"}),
    "a PC of elsewhere": (_plain(_device("pc 2", SOUTH)), {"root", "admin", "southern"}),
    "a person": (_plain(NEW_USER), {"root", "admin", "lead"}),
    "a worker": (_plain(Grant(_id("officer"), Role.WORKER, NORTH)), {"root", "admin", "lead"}),
    "a lead": (_plain(Grant(_id("worker"), Role.LEAD, NORTH)), {"root", "admin", "lead"}),
    "an admin": (_plain(Grant(_id("worker"), Role.ADMIN, EVERYWHERE)), {"root", "admin"}),
    "a data officer": (_plain(Grant(_id("worker"), Role.DATA_OFFICER, NORTH)), {"root", "admin"}),
    "a lead of everything": (_plain(Grant(_id("worker"), Role.LEAD, EVERYWHERE)), {"root", "admin"}),
    "a lead of elsewhere": (_plain(Grant(_id("worker"), Role.LEAD, SOUTH)), {"root", "admin"}),
    "a role taken": (_plain(Grant(_id("worker"), Role.WORKER, NORTH, True)), {"root", "admin", "lead"}),
    "a role of a PC": (_plain(Grant(_id("pc"), Role.LEAD, NORTH)), {"root", "admin"}),
    "a person out": (_plain(Revoke(_id("worker"))), {"root", "admin", "lead"}),
    "a PC out": (_plain(Revoke(_id("pc"), (Cutoff(_id("log"), 9, bytes(32)),))), {"root", "admin", "lead"}),
    "an epoch": (_plain(Epoch(NORTH, 2, ())), {"root", "admin", "lead"}),
    "an epoch of elsewhere": (_plain(Epoch(SOUTH, 1, ())), {"root", "admin", "southern"}),
    "a log closed": (_plain(CloseLog(_id("log"), NORTH)), {"root", "admin", "pc"}),
    "an erasure": (_erasure("lead", "officer"), {"root", "admin", "lead"}),
    "a hold": (_plain(Hold(CASE, NORTH)), {"root", "admin", "lead"}),
    "a least version": (_plain(MinClient(2, 20_000)), {"root", "admin"}),
    "a policy": (_plain(Policy(opens_cases=True, lease_days=30)), {"root", "admin"}),
    "a recovery": (_plain(RecoveryUsed(NORTH, _id("lead"))), {"root", "admin", "pc"}),
}
ADOPTED = Adopt(_id("log"), _id("alone"), _id("centre"), NORTH, (OldKey(1, 1, b"sealed"),))
SAYINGS["a log brought along"] = (_plain(ADOPTED), {"root", "admin", "pc"})
PEOPLE = ("root", "admin", "lead", "officer", "worker", "southern", "pc", "far", "newcomer")


@pytest.mark.parametrize("what", SAYINGS)
def test_who_may_say_what(book: Book, what: str) -> None:
    said, allowed = SAYINGS[what]
    found = {who: book.code(who, said(book)) for who in PEOPLE}
    unknown = found.pop("newcomer")
    assert unknown == "directory.broken"  # nobody's key
    assert {who for who, code in found.items() if not code} == allowed
    assert set(found.values()) <= {"", "directory.denied"}


def test_every_kind_of_statement_is_in_the_table() -> None:
    said = {type(made(Book())) for made, _ in SAYINGS.values()}
    assert said | {Genesis} == set(Said.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["admin", "lead", "pc"])
def test_whoever_is_out_says_nothing_more(book: Book, who: str) -> None:
    book.say("admin", Grant(_id("officer"), Role.ADMIN, EVERYWHERE))
    book.say("officer", Revoke(_id(who)))
    for made, _ in SAYINGS.values():
        assert book.code(who, made(book)) == "directory.denied"


def test_a_revoked_pc_counts_up_to_its_cutoff_and_no_further(book: Book) -> None:
    log, head = _id("log"), b"h" * 32
    assert book.state.counts(_id("pc"), log, 10**6, bytes(32))
    state = book.say("admin", Revoke(_id("pc"), (Cutoff(log, 9, head),)))
    assert state.counts(_id("pc"), log, 8, bytes(32))
    assert state.counts(_id("pc"), log, 9, head)
    assert not state.counts(_id("pc"), log, 9, bytes(32))  # another ninth record
    assert not state.counts(_id("pc"), log, 10, head)
    assert not state.counts(_id("pc"), _id("other log"), 1, head)  # begun after the theft
    assert not state.counts(_id("nobody"), log, 1, head)


@pytest.mark.parametrize(
    "said",
    [
        AddScope(NORTH), AddScope(EVERYWHERE), AddScope(EXCHANGE), Epoch(EXCHANGE, 1, ()), _device("pc 2", EXCHANGE),
        _user("newcomer", EXCHANGE), Grant(_id("worker"), Role.WORKER, EXCHANGE),
        Adopt(_id("log"), _id("a"), _id("b"), EXCHANGE, ()), _device("pc", NORTH), _device("lead", NORTH),
        _device("pc 2", _id("nowhere")), _user("pc", NORTH), _user("lead", SOUTH), _user("newcomer", _id("nowhere")),
        Grant(_id("nobody"), Role.WORKER, NORTH), Grant(_id("worker"), Role.WORKER, _id("nowhere")),
        Revoke(_id("nobody")), Revoke(_id("admin")), Grant(_id("admin"), Role.ADMIN, EVERYWHERE, True),
        Epoch(NORTH, 1, ()), Epoch(NORTH, 3, ()), Epoch(_id("nowhere"), 1, ()),
        Genesis(_public("root"), _id("other"), KEM, _public("other")),
        Adopt(_id("log"), _id("a"), _id("b"), SOUTH, (OldKey(1, 1, b"x"),)),
        Adopt(_id("log"), _id("a"), _id("b"), _id("nowhere"), ()), Adopt(_id("log"), _id("a"), SOUTH, NORTH, ()),
        Adopt(_id("log"), _id("a"), EXCHANGE, NORTH, ()),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_from_the_admin_too(book: Book, said: Said) -> None:
    assert book.code("admin", said) == "directory.refused"


def test_every_pc_writes_in_the_exchange_and_only_where_it_may_elsewhere(book: Book) -> None:
    state = book.state
    assert hashlib.sha256(b"anefdesk/exchange").digest()[:16] == EXCHANGE
    assert [name for name in PEOPLE if state.writes(_id(name), EXCHANGE)] == ["pc", "far"]
    assert [name for name in PEOPLE if state.writes(_id(name), NORTH)] == ["pc"]
    cut = Cutoff(_id("parcels"), 3, b"h" * 32)
    state = book.say("admin", Revoke(_id("pc"), (cut,)))
    assert state.counts(_id("pc"), cut.log, 3, cut.head)
    assert not state.counts(_id("pc"), cut.log, 4, bytes(32))


def test_the_least_version_never_goes_back(book: Book) -> None:
    book.say("admin", MinClient(3, 20_000))
    assert book.code("admin", MinClient(2, 20_000)) == "directory.refused"


@pytest.mark.parametrize(
    ("made", "taken"),
    [
        (_erasure("lead", "officer"), True),
        (_erasure("lead"), False),
        (_erasure("lead", "lead"), False),
        (_erasure("lead", "worker"), False),
        (_erasure("lead", "southern"), False),
        (_erasure("lead", "root"), False),  # the sheet stands in for a second person only where there is none
        (_erasure("root"), False),
        (_erasure("lead", "officer", of=_id("another case")), False),
        (_erasure("lead", "officer", org=_id("another organisation")), False),
    ],
)
def test_an_erasure_needs_two_people(book: Book, made: Callable[[Book], Said], *, taken: bool) -> None:
    assert (book.code("lead", made(book)) == "") is taken


def test_a_lone_lead_erases_with_the_recovery_sheet(book: Book) -> None:
    book.say("admin", Revoke(_id("officer")))
    assert book.code("lead", _erasure("lead")(book)) == "directory.refused"
    assert book.code("lead", _erasure("lead", "root")(book)) == ""


def test_a_held_case_is_not_erased_before_the_hold_is_lifted(book: Book) -> None:
    book.say("lead", Hold(CASE, NORTH))
    assert book.code("lead", _erasure("lead", "officer")(book)) == "directory.refused"
    book.say("lead", Hold(CASE, NORTH, lifted=True))
    assert CASE in book.say("lead", _erasure("lead", "officer")(book)).erased


def test_a_log_is_brought_along_once(book: Book) -> None:
    assert book.say("pc", ADOPTED).adopted == {_id("log"): ADOPTED}
    assert book.code("pc", ADOPTED) == "directory.refused"


def test_what_was_erased_before_is_missing_in_the_log_brought_along_alone(book: Book) -> None:
    state = book.say("pc", Adopt(_id("log"), _id("alone"), _id("centre"), NORTH, (), (ErasedBefore(CASE),)))
    assert state.erases(_id("log"), CASE)
    assert not state.erases(_id("log"), _id("another case"))
    assert not state.erases(_id("another log"), CASE)
    assert CASE not in state.erased
    assert book.say("lead", _erasure("lead", "officer")(book)).erases(_id("another log"), CASE)


@pytest.mark.parametrize("changed", [{"no": 1}, {"no": 99}, {"prev": bytes(32)}, {"org": bytes(16)}])
def test_an_entry_out_of_place_breaks_the_directory(book: Book, changed: dict[str, object]) -> None:
    with pytest.raises(StorageError, match=r"directory\.broken"):
        book.state.add(book.signed("admin", Hold(CASE, NORTH), **changed))


def test_an_entry_signed_by_another_than_it_says_breaks_the_directory(book: Book) -> None:
    with pytest.raises(StorageError, match=r"directory\.broken"):
        book.state.add(book.signed("worker", Hold(CASE, NORTH), signer=_id("lead")))


def test_two_admins_who_wrote_apart_do_not_both_stand(book: Book) -> None:
    one, other = book.signed("admin", AddScope(_id("east"))), book.signed("admin", AddScope(_id("west")))
    with pytest.raises(StorageError, match=r"directory\.broken"):
        book.state.add(one).add(other)


def test_the_directory_is_read_back_the_same_from_its_bytes(book: Book) -> None:
    first, *rest = (entry.read(one.encode()) for one in book.entries)
    assert directory.folded(first, rest) == book.state
    assert book.state.org == first.digest()[:16]


def test_another_beginning_is_another_organisation(book: Book) -> None:
    said = Genesis(_public("root"), _id("admin"), KEM, _public("admin"), opens_cases=True)
    other = entry.write(said, _secret("root"), org=bytes(16), no=0, prev=START, signer=ROOT)
    assert directory.begin(other).org != book.state.org


@pytest.mark.parametrize(
    "made",
    [
        {"by": "admin"}, {"org": b"x" * 16}, {"no": 1}, {"prev": b"x" * 32}, {"signer": _id("admin")},
        {"said": AddScope(NORTH)},
    ],
)  # fmt: skip
def test_no_other_entry_begins_an_organisation(made: dict[str, object]) -> None:
    said = Genesis(_public("root"), _id("admin"), KEM, _public("admin"))
    place = {"org": bytes(16), "no": 0, "prev": START, "signer": ROOT, "said": said, "by": "root"} | made
    by = str(place.pop("by"))
    one = entry.write(place.pop("said"), _secret(by), **place)  # type: ignore[arg-type]
    with pytest.raises(StorageError, match=r"directory\.broken"):
        directory.begin(one)


def _of_a_later_version(book: Book, by: str) -> bytes:
    state = book.state
    head = msgspec.msgpack.encode(["AD1", state.org, state.no + 1, state.head, 99, _id(by), b"news", b"more"])
    signature = Ed25519PrivateKey.from_private_bytes(_secret(by)).sign(b"anefdesk/dir/1" + head)
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
        AddScope(b"short"), AddUser(_id("x"), NORTH, bytes(31), bytes(32)), AddUser(_id("x"), NORTH, KEM, bytes(31)),
        Grant(_id("x"), 0, NORTH), Grant(_id("x"), 99, NORTH), Revoke(_id("x"), (Cutoff(b"short", 1, bytes(32)),)),
        Revoke(_id("x"), (Cutoff(_id("l"), -1, bytes(32)),)), Epoch(NORTH, 0, ()), Policy(False, 6),
        Policy(False, 366), MinClient(-1, 0), Erase(CASE, NORTH, (Approval(_id("x"), b"short"),)),
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
