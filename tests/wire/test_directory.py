"""The directory: who may say what, folded the same everywhere, and no byte of it believed unsigned."""

import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.errors import StorageError
from anefdesk.wire import directory, entry
from anefdesk.wire.directory import START
from anefdesk.wire.entry import (
    EVERYWHERE,
    EXCHANGE,
    ROOT,
    AddScope,
    Adopt,
    Approval,
    CloseLog,
    Cutoff,
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
    TakeBack,
)
from tests.mailbox.organisation import NORTH, SOUTH, named, public, secret
from tests.wire.book import CASE, KEM, Book, device, filled, user


@pytest.fixture
def book() -> Book:
    return filled()


def _erasure(
    *people: str, case: bytes = CASE, of: bytes | None = None, org: bytes = b"", scope: bytes = NORTH, since: int = 0
) -> Callable[[Book], Said]:
    def made(book: Book) -> Said:
        message = entry.erasing(org or book.state.org, of or case, since)
        approvals = tuple(
            Approval(
                ROOT if who == "root" else named(who), Ed25519PrivateKey.from_private_bytes(secret(who)).sign(message)
            )
            for who in people
        )
        return Erase(case, scope, approvals, since)

    return made


def _plain(said: Said) -> Callable[[Book], Said]:
    return lambda _book: said


NEW_USER, NEW_PC = user("newcomer", NORTH), device("pc 2", NORTH)
# statement → who may say it; everybody else is denied
SAYINGS: dict[str, tuple[Callable[[Book], Said], set[str]]] = {
    "a centre": (_plain(AddScope(named("east"))), {"root", "admin"}),
    "a PC": (_plain(NEW_PC), {"root", "admin", "lead"}),
    "a PC of elsewhere": (_plain(device("pc 2", SOUTH)), {"root", "admin", "southern"}),
    "a person": (_plain(NEW_USER), {"root", "admin", "lead"}),
    "a worker": (_plain(Grant(named("officer"), Role.WORKER, NORTH)), {"root", "admin", "lead"}),
    "a lead": (_plain(Grant(named("worker"), Role.LEAD, NORTH)), {"root", "admin", "lead"}),
    "an admin": (_plain(Grant(named("worker"), Role.ADMIN, EVERYWHERE)), {"root", "admin"}),
    "a data officer": (_plain(Grant(named("worker"), Role.DATA_OFFICER, NORTH)), {"root", "admin"}),
    "a lead of everything": (_plain(Grant(named("worker"), Role.LEAD, EVERYWHERE)), {"root", "admin"}),
    "a lead of elsewhere": (_plain(Grant(named("worker"), Role.LEAD, SOUTH)), {"root", "admin"}),
    "a role taken": (_plain(Grant(named("worker"), Role.WORKER, NORTH, True)), {"root", "admin", "lead"}),
    "a role of a PC": (_plain(Grant(named("pc"), Role.LEAD, NORTH)), {"root", "admin"}),
    "a person out": (_plain(Revoke(named("worker"))), {"root", "admin", "lead"}),
    "a PC out": (_plain(Revoke(named("pc"), (Cutoff(named("log"), 9, bytes(32)),))), {"root", "admin", "lead"}),
    "an epoch": (_plain(Epoch(NORTH, 2, ())), {"root", "admin", "lead"}),
    "an epoch of elsewhere": (_plain(Epoch(SOUTH, 1, ())), {"root", "admin", "southern"}),
    "a log closed": (_plain(CloseLog(named("log"), NORTH)), {"root", "admin", "pc"}),
    "an erasure": (_erasure("lead", "officer"), {"root", "admin", "lead"}),
    "a hold": (_plain(Hold(CASE, NORTH)), {"root", "admin", "lead"}),
    "a request taken back": (_plain(TakeBack(CASE, NORTH, 1)), {"root", "admin", "lead"}),
    "a least version": (_plain(MinClient(2, 20_000)), {"root", "admin"}),
    "a policy": (_plain(Policy(opens_cases=True, lease_days=30)), {"root", "admin"}),
    "a recovery": (_plain(RecoveryUsed(NORTH, named("lead"))), {"root", "admin", "pc"}),
}
ADOPTED = Adopt(named("log"), named("alone"), named("centre"), NORTH, (OldKey(1, 1, b"sealed"),))
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
    book.say("admin", Grant(named("officer"), Role.ADMIN, EVERYWHERE))
    book.say("officer", Revoke(named(who)))
    for made, _ in SAYINGS.values():
        assert book.code(who, made(book)) == "directory.denied"


def test_a_revoked_pc_counts_up_to_its_cutoff_and_no_further(book: Book) -> None:
    log, head = named("log"), b"h" * 32
    assert book.state.counts(named("pc"), log, 10**6, bytes(32))
    state = book.say("admin", Revoke(named("pc"), (Cutoff(log, 9, head),)))
    assert state.counts(named("pc"), log, 8, bytes(32))
    assert state.counts(named("pc"), log, 9, head)
    assert not state.counts(named("pc"), log, 9, bytes(32))  # another ninth record
    assert not state.counts(named("pc"), log, 10, head)
    assert not state.counts(named("pc"), named("other log"), 1, head)  # begun after the theft
    assert not state.counts(named("nobody"), log, 1, head)


@pytest.mark.parametrize(
    "said",
    [
        AddScope(NORTH), AddScope(EVERYWHERE), AddScope(EXCHANGE), Epoch(EXCHANGE, 1, ()), device("pc 2", EXCHANGE),
        user("newcomer", EXCHANGE), Grant(named("worker"), Role.WORKER, EXCHANGE),
        Adopt(named("log"), named("a"), named("b"), EXCHANGE, ()), device("pc", NORTH), device("lead", NORTH),
        device("pc 2", named("nowhere")), user("pc", NORTH), user("lead", SOUTH), user("newcomer", named("nowhere")),
        Grant(named("nobody"), Role.WORKER, NORTH), Grant(named("worker"), Role.WORKER, named("nowhere")),
        Revoke(named("nobody")), Revoke(named("admin")), Grant(named("admin"), Role.ADMIN, EVERYWHERE, True),
        Epoch(NORTH, 1, ()), Epoch(NORTH, 3, ()), Epoch(named("nowhere"), 1, ()),
        Genesis(public("root"), named("other"), KEM, public("other")),
        Adopt(named("log"), named("a"), named("b"), SOUTH, (OldKey(1, 1, b"x"),)),
        Adopt(named("log"), named("a"), named("b"), named("nowhere"), ()),
        Adopt(named("log"), named("a"), SOUTH, NORTH, ()),
        Adopt(named("log"), named("a"), EXCHANGE, NORTH, ()),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_from_the_admin_too(book: Book, said: Said) -> None:
    assert book.code("admin", said) == "directory.refused"


def test_every_pc_writes_in_the_exchange_and_only_where_it_may_elsewhere(book: Book) -> None:
    state = book.state
    assert hashlib.sha256(b"anefdesk/exchange").digest()[:16] == EXCHANGE
    assert [name for name in PEOPLE if state.writes(named(name), EXCHANGE)] == ["pc", "far"]
    assert [name for name in PEOPLE if state.writes(named(name), NORTH)] == ["pc"]
    cut = Cutoff(named("parcels"), 3, b"h" * 32)
    state = book.say("admin", Revoke(named("pc"), (cut,)))
    assert state.counts(named("pc"), cut.log, 3, cut.head)
    assert not state.counts(named("pc"), cut.log, 4, bytes(32))


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
        (_erasure("lead", "officer", of=named("another case")), False),
        (_erasure("lead", "officer", org=named("another organisation")), False),
    ],
)
def test_an_erasure_needs_two_people(book: Book, made: Callable[[Book], Said], *, taken: bool) -> None:
    assert (book.code("lead", made(book)) == "") is taken


def test_a_lone_lead_erases_with_the_recovery_sheet(book: Book) -> None:
    book.say("admin", Revoke(named("officer")))
    assert book.code("lead", _erasure("lead")(book)) == "directory.refused"
    assert book.code("lead", _erasure("lead", "root")(book)) == ""


def test_a_held_case_is_not_erased_before_the_hold_is_lifted(book: Book) -> None:
    book.say("lead", Hold(CASE, NORTH))
    assert book.code("lead", _erasure("lead", "officer")(book)) == "directory.refused"
    book.say("lead", Hold(CASE, NORTH, lifted=True))
    assert book.say("lead", _erasure("lead", "officer")(book)).erased_in(NORTH) == {CASE}


def test_what_others_say_of_a_centres_file_counts_for_nothing(book: Book) -> None:
    for said in (user("southern 2", SOUTH), Grant(named("southern 2"), Role.LEAD, SOUTH)):
        book.say("admin", said)
    book.say("southern", Hold(CASE, SOUTH))
    book.say("southern", TakeBack(CASE, SOUTH, 3))
    book.say("southern", Hold(CASE, SOUTH, lifted=True))
    state = book.say("southern", _erasure("southern", "southern 2", scope=SOUTH, since=3)(book))
    assert (state.erased_in(NORTH), state.erased_in(SOUTH)) == (frozenset(), frozenset({CASE}))
    book.say("southern", Hold(CASE, SOUTH))
    assert book.say("lead", _erasure("lead", "officer")(book)).erased_in(NORTH) == {CASE}


def test_a_log_is_brought_along_once(book: Book) -> None:
    assert book.say("pc", ADOPTED).adopted == {named("log"): ADOPTED}
    assert book.code("pc", ADOPTED) == "directory.refused"


def test_what_was_erased_before_is_missing_in_the_log_brought_along_alone(book: Book) -> None:
    state = book.say("pc", Adopt(named("log"), named("alone"), named("centre"), NORTH, (), (ErasedBefore(CASE),)))
    brought = state.brought(named("log"), named("alone"), named("centre"))
    assert brought is not None
    assert [before.case for before in brought.erased] == [CASE]
    assert state.brought(named("another log"), named("alone"), named("centre")) is None
    assert state.brought(named("log"), state.org, named("centre")) is None
    assert state.erased == {}


@pytest.mark.parametrize("changed", [{"no": 1}, {"no": 99}, {"prev": bytes(32)}, {"org": bytes(16)}])
def test_an_entry_out_of_place_breaks_the_directory(book: Book, changed: dict[str, object]) -> None:
    with pytest.raises(StorageError, match=r"directory\.broken"):
        book.state.add(book.signed("admin", Hold(CASE, NORTH), **changed))


def test_an_entry_signed_by_another_than_it_says_breaks_the_directory(book: Book) -> None:
    with pytest.raises(StorageError, match=r"directory\.broken"):
        book.state.add(book.signed("worker", Hold(CASE, NORTH), signer=named("lead")))


def test_two_admins_who_wrote_apart_do_not_both_stand(book: Book) -> None:
    one, other = book.signed("admin", AddScope(named("east"))), book.signed("admin", AddScope(named("west")))
    with pytest.raises(StorageError, match=r"directory\.broken"):
        book.state.add(one).add(other)


def test_the_directory_is_read_back_the_same_from_its_bytes(book: Book) -> None:
    first, *rest = (entry.read(one.encode()) for one in book.entries)
    assert directory.folded(first, rest) == book.state
    assert book.state.org == first.digest()[:16]


def test_another_beginning_is_another_organisation(book: Book) -> None:
    said = Genesis(public("root"), named("admin"), KEM, public("admin"), opens_cases=True)
    other = entry.write(said, secret("root"), org=bytes(16), no=0, prev=START, signer=ROOT)
    assert directory.begin(other).org != book.state.org


@pytest.mark.parametrize(
    "made",
    [
        {"by": "admin"}, {"org": b"x" * 16}, {"no": 1}, {"prev": b"x" * 32}, {"signer": named("admin")},
        {"said": AddScope(NORTH)},
    ],
)  # fmt: skip
def test_no_other_entry_begins_an_organisation(made: dict[str, object]) -> None:
    said = Genesis(public("root"), named("admin"), KEM, public("admin"))
    place = {"org": bytes(16), "no": 0, "prev": START, "signer": ROOT, "said": said, "by": "root"} | made
    by = str(place.pop("by"))
    one = entry.write(place.pop("said"), secret(by), **place)  # type: ignore[arg-type]
    with pytest.raises(StorageError, match=r"directory\.broken"):
        directory.begin(one)
