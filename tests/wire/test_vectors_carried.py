"""Bytes of sticks, invitations and parcels, kept for ever: as ``test_vectors``, read as meant and written the same."""

import inspect
import io
import os
import tomllib
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from anefdesk.wire import bundle, invitation, parcel
from anefdesk.wire.bundle import Kind, Receipt, Spoken
from anefdesk.wire.entry import Wrap
from anefdesk.wire.invitation import Answer, Brings, Card, Invitation, KnownKey, Refused, Request
from anefdesk.wire.segment import Record
from anefdesk.wire.talk import Held, Range
from tests.wire import by_hand_carried as by_hand
from tests.wire.by_hand import (
    BEFORE,
    CASE,
    CHUNK_NAME,
    CLEAR,
    DEVICE,
    EPOCH_KEY,
    HYBRID_KEY,
    LOG,
    NONCE,
    ORG,
    SCOPE,
    USER,
    public,
    seed,
)

FILE = Path(__file__).parents[1] / "data" / "wire_vectors_carried.toml"
KEPT = {name: bytes.fromhex(text) for name, text in tomllib.loads(FILE.read_text("utf-8")).items()}
WRAPS = (Wrap(DEVICE, b"sealed"), Wrap(USER, b"sealed too"))
INVITATION = Invitation(by_hand.SECRET)
REQUEST = Request(
    DEVICE, public(seed("device")), HYBRID_KEY, public(seed("carrier")), USER, bytes(32), public(seed("user")),
    "Accueil", CLEAR.decode(), Brings(ORG, SCOPE, LOG, "Canari-Centre", "93"),
)  # fmt: skip
ANSWER = Answer(
    b"first", 3, BEFORE, SCOPE, CASE, (KnownKey(ORG, SCOPE, 3, EPOCH_KEY),), seed("labels"), by_hand.HUB, "",
    (b"second", b"third"),
)  # fmt: skip
CARD = Card(INVITATION, BEFORE, by_hand.HUB, seed("certificate"))


@pytest.fixture(autouse=True)
def _counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """No byte is random."""
    monkeypatch.setattr(os, "urandom", by_hand.counted)


def test_what_is_made_by_hand_is_what_is_kept() -> None:
    assert by_hand.vectors() == KEPT


def test_a_bundle() -> None:
    header = bundle.begun(ORG, SCOPE, 3, WRAPS, {2: by_hand.OLD_KEY})
    assert header.ladder == KEPT["ladder"]
    assert header.encode() == KEPT["bundle header"]
    out = io.BytesIO()
    writing = bundle.Writing(out.write, header, EPOCH_KEY)
    for kind, body in by_hand.THINGS:
        writing.put(Kind(kind), body)
    writing.close()
    assert out.getvalue() == KEPT["bundle"]
    source = io.BytesIO(KEPT["bundle"])
    assert bundle.read_header(source) == header
    assert tuple(bundle.things(source, header, EPOCH_KEY)) == by_hand.THINGS
    assert bundle.climbed(header, {2: by_hand.OLD_KEY}) == WRAPS
    assert by_hand.frame_opened(KEPT["bundle"][len(KEPT["bundle header"]) :]) is not None


def test_a_receipt() -> None:
    held = {SCOPE: {LOG: Held(70_000, BEFORE, (Range(71_000, 72_000),))}}
    spoken = Spoken(1_700_000_000_000, {LOG: 70_000})
    said = Receipt(ORG, DEVICE, by_hand.BUNDLE, 1_800_000_000_000, 300, BEFORE, held, (CHUNK_NAME,), spoken)
    assert bundle.signed(said, seed("device")) == KEPT["receipt"]
    header = bundle.read_header(io.BytesIO(KEPT["bundle header"]))
    assert bundle.read_receipt(KEPT["receipt"], header, lambda _: public(seed("device"))) == said


def test_the_letters_of_an_invitation() -> None:
    assert INVITATION.name == KEPT["invitation"]
    assert INVITATION.seal_request(REQUEST) == KEPT["request"]
    assert INVITATION.seal_answer(ANSWER) == KEPT["answer"]
    assert INVITATION.seal_answer(Refused()) == KEPT["refusal"]
    assert INVITATION.hand(ANSWER, by_hand.handed) == KEPT["handed"]
    assert INVITATION.open_answer(KEPT["handed"], lambda sealed, _context: sealed[32:]) == ANSWER
    assert INVITATION.open_request(KEPT["request"]) == REQUEST
    assert (INVITATION.open_answer(KEPT["answer"]), INVITATION.open_answer(KEPT["refusal"])) == (ANSWER, Refused())


def test_its_files_and_its_card() -> None:
    assert invitation.request_file(KEPT["invitation"], KEPT["request"]) == KEPT["request file"]
    assert invitation.answer_file(KEPT["invitation"], KEPT["answer"]) == KEPT["answer file"]
    assert invitation.read_request_file(KEPT["request file"]) == (KEPT["invitation"], KEPT["request"])
    assert invitation.read_answer_file(KEPT["answer file"]) == (KEPT["invitation"], KEPT["answer"])
    assert CARD.text() == KEPT["card"].decode()
    assert invitation.read_card(KEPT["card"].decode()) == CARD


@pytest.mark.parametrize("case", [parcel.OF_NO_CASE, CASE])
def test_a_parcel(case: bytes) -> None:
    made = parcel.write(ORG, DEVICE, 2, CLEAR, dict.fromkeys((DEVICE, USER), seed("receive")), by_hand.wrapped, case)
    assert made == Record(case, parcel.kind_of(case), NONCE, KEPT["parcel"])

    def unwrap(sealed: bytes, context: bytes) -> bytes:
        assert sealed == by_hand.wrapped(seed("receive"), by_hand.counted(32), context)
        return by_hand.counted(32)

    assert parcel.read(ORG, DEVICE, made, USER, unwrap) == parcel.Opened(KEPT["parcel id"], 2, CLEAR)


def test_no_structure_is_left_out() -> None:
    def structs(module: ModuleType) -> set[str]:
        return {
            name
            for name, kind in vars(module).items()
            if inspect.isclass(kind) and issubclass(kind, msgspec.Struct) and kind.__module__ == module.__name__
        }

    assert structs(bundle) == {"_Ladder", "Spoken", "Receipt", "_Signed"}
    assert structs(invitation) == {"Brings", "Request", "KnownKey", "Answer", "Refused", "Handed", "_Shown"}
    assert structs(parcel) == {"_Addressed", "_Wire", "_Clear"}
