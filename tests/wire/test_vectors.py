"""Bytes kept for ever: read today as they were meant, and written again the same.

They were made by ``by_hand``, which shares nothing with the product: both must agree with what is kept.
"""

import inspect
import tomllib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from anefdesk.domain.household import ReservedKey
from anefdesk.domain.record import ObjectId, cells_of
from anefdesk.errors import StorageError
from anefdesk.wire import chunks, entry, keybox, op, reserved, segment, talk
from anefdesk.wire.entry import (
    AddDevice,
    AddScope,
    AddUser,
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
    Wrap,
)
from anefdesk.wire.sealing import NONCE as NONCE_BYTES
from anefdesk.wire.sealing import Place, Sealed, chain, record_key, unseal, unwrap_case_key
from anefdesk.wire.segment import Record, Run, Seen
from tests.wire import by_hand
from tests.wire.by_hand import (
    BEFORE,
    CASE,
    CASE_KEY,
    CHUNK_NAME,
    CLEAR,
    DEVICE,
    EPOCH_KEY,
    FEED,
    HYBRID_KEY,
    LOG,
    NONCE,
    ORG,
    OTHER_CASE,
    OTHER_LOG,
    SCOPE,
    USER,
    public,
    seed,
)

FILE = Path(__file__).parents[1] / "data" / "wire_vectors.toml"
KEPT = {name: bytes.fromhex(text) for name, text in tomllib.loads(FILE.read_text("utf-8")).items()}
PLACE = Place(ORG, SCOPE, LOG, 7, CASE, 3)
RECORDS = (Record(CASE, 0, NONCE, by_hand.record(7)), Record(OTHER_CASE, 0, NONCE, by_hand.record(8, OTHER_CASE)))
RUN = Run(ORG, SCOPE, LOG, DEVICE, 7, BEFORE, 3, 12, BEFORE[::-1], (Seen(OTHER_LOG, 70_000, b"headhead"),))
ERASED_BY = tuple(Approval(by, mark) for by, mark in (by_hand.approval("user"), by_hand.approval("root")))  # type: ignore[arg-type]
USER_KEY, LABEL = public(seed("user")), b"label"
SAID: tuple[Said, ...] = (
    Genesis(public(seed("root")), USER, bytes(32), USER_KEY, LABEL, opens_cases=True, lease_days=90),
    AddScope(SCOPE, LABEL),
    AddDevice(DEVICE, SCOPE, public(seed("device")), HYBRID_KEY, public(seed("carrier")), LABEL),
    AddUser(USER, SCOPE, bytes(32), USER_KEY, LABEL),
    Grant(USER, Role.LEAD, SCOPE),
    Revoke(DEVICE, (Cutoff(LOG, 70_000, BEFORE),)),
    Epoch(SCOPE, 3, (Wrap(DEVICE, b"sealed"), Wrap(USER, b"sealed too")), b"the key before"),
    CloseLog(LOG, SCOPE),
    Erase(CASE, SCOPE, ERASED_BY),
    Hold(CASE, SCOPE, lifted=True),
    MinClient(7, 20_000),
    Policy(opens_cases=True, lease_days=365),
    RecoveryUsed(SCOPE, USER),
    Adopt(LOG, OTHER_LOG, CASE, SCOPE, (OldKey(1, 2, b"sealed"),), (ErasedBefore(OTHER_CASE),)),
    TakeBack(CASE, SCOPE, 2),
)
_HELLO = talk.Hello(ORG, FEED, 300, 7, {SCOPE: 70_000})
_LONG = bytes(range(64))
TALK: tuple[msgspec.Struct, ...] = (
    talk.Problem("hub.busy", 30),
    talk.Challenge(_LONG[:56]),
    talk.Proof(ORG, DEVICE, True, _LONG[:56], _LONG),
    _HELLO,
    talk.Session("token-of_a_session=", 900, _HELLO),
    talk.Entries((b"one", b"two"), True),
    talk.Held(70_000, BEFORE, (talk.Range(71_000, 72_000),)),
    talk.Pulled(FEED, (b"segment",), (b"keybox",), 70_000, False),
    talk.Founding("code", b"entry", (b"second",)),
    talk.Opening(USER, _LONG),
)


def test_what_is_made_by_hand_is_what_is_kept() -> None:
    assert by_hand.vectors() == KEPT


def test_an_op() -> None:
    fields = {1: "main", 2: CLEAR.decode(), 3: None, 6: False, 7: -40_000, 9: 1 << 40, 200: b"\0\1"}
    meant = op.Op(1, (1_800_000_000_000 << 16) + 7, -5, USER, 2, CASE, fields, "a reason")
    assert op.decode(KEPT["op"]) == meant
    assert op.encode(meant) == KEPT["op"]


def test_a_sealed_record_its_routing_and_its_chain() -> None:
    assert PLACE.aad() == KEPT["place"]
    key = record_key(CASE_KEY, EPOCH_KEY, CASE, 3)
    assert key == KEPT["record key"]
    kept = KEPT["sealed record"]
    sealed = Sealed(kept[:NONCE_BYTES], kept[NONCE_BYTES:])
    assert unseal(key, sealed, PLACE.aad()) == CLEAR
    assert chain(BEFORE, PLACE, sealed) == KEPT["chained"]


def test_a_segment() -> None:
    made = segment.cut(RUN, RECORDS, seed("device"))
    assert made.encode() == KEPT["segment"]
    assert segment.read(KEPT["segment"]) == made
    assert made.signed_by(public(seed("device")))
    assert made.place(0) == PLACE


def test_a_segment_in_brief() -> None:
    made = segment.read(KEPT["segment"])
    kept = KEPT["segment in brief"]
    assert msgspec.msgpack.encode(made.brief()) == kept
    back = msgspec.msgpack.decode(kept, type=segment.Brief)
    told = {"org": ORG, "scope": SCOPE, "device": DEVICE, "prev": BEFORE, "dir_head": BEFORE[::-1]}
    assert segment.whole(back, **told) == KEPT["segment"]
    for name, value in told.items():
        other = segment.read(segment.whole(back, **{**told, name: bytes(len(value))}))
        assert not other.signed_by(public(seed("device")))
        with pytest.raises(StorageError, match=r"wire\.malformed"):
            segment.whole(back, **{**told, name: b""})


def test_a_segment_with_a_stub() -> None:
    back = segment.read(KEPT["segment with a stub"])
    assert back.encode() == KEPT["segment with a stub"]
    assert back.signed_by(public(seed("device")))
    assert segment.read(KEPT["segment"]).without(CASE) == back


def test_a_keybox() -> None:
    body = KEPT["keybox body"]
    assert unwrap_case_key(EPOCH_KEY, body, ORG + SCOPE + CASE + (3).to_bytes(4, "big")) == CASE_KEY
    made = keybox.write(
        seed("device"), org=ORG, case=CASE, version=5, scope=SCOPE, epoch=3, body=body, device=DEVICE
    )  # fmt: skip
    assert made.encode() == KEPT["keybox"]
    assert keybox.read(KEPT["keybox"]) == made
    assert made.signed_by(ORG, public(seed("device")))


def test_the_key_of_a_restricted_file() -> None:
    key = seed("reserved key")
    name = reserved.id_of(CASE, key)
    assert name == KEPT["reserved key"]
    assert reserved.context(ORG, CASE, name) == KEPT["reserved context"]
    said = ReservedKey(id=ObjectId(OTHER_CASE), key=name, holder=USER, sealed=b"sealed to a person", keeper=True)
    meant = op.Op(1, (1_800_000_000_000 << 16) + 7, -5, USER, int(said.KIND), OTHER_CASE, cells_of(said), "")
    assert op.decode(KEPT["reserved op"]) == meant
    assert op.encode(meant) == KEPT["reserved op"]
    kept = KEPT["reserved record"]
    sealed = Sealed(kept[:NONCE_BYTES], kept[NONCE_BYTES:])
    assert unseal(record_key(key, EPOCH_KEY, CASE, 3), sealed, PLACE.aad()) == CLEAR


def test_a_file_in_chunks() -> None:
    assert chunks.open_chunks(CASE_KEY, [KEPT["first chunk"], KEPT["last chunk"]]) == CLEAR


@pytest.mark.parametrize("said", SAID, ids=lambda said: type(said).__name__)
def test_an_entry_of_the_directory(said: Said) -> None:
    kept = KEPT[f"entry {type(said).__name__}"]
    first = isinstance(said, Genesis)
    place = {"org": bytes(16), "no": 0, "prev": bytes(32)} if first else {"org": ORG, "no": 300, "prev": BEFORE}
    by, signer = ("root", entry.ROOT) if first else ("user", USER)
    made = entry.write(said, seed(by), signer=signer, **place)  # type: ignore[arg-type]
    assert made.encode() == kept
    back = entry.read(kept)
    assert back == made
    assert back.encode() == kept
    assert back.signed_by(public(seed(by)))


def test_what_two_people_sign_to_erase() -> None:
    assert entry.erasing(ORG, CASE) == KEPT["erasing"]
    assert entry.erasing(ORG, CASE, 2) == KEPT["erasing asked again"]
    for by, approval in zip(("user", "root"), ERASED_BY, strict=True):
        assert entry.verified(public(seed(by)), approval.signature, KEPT["erasing"])


@pytest.mark.parametrize("said", TALK, ids=lambda said: type(said).__name__)
def test_a_body_that_desk_and_hub_exchange(said: msgspec.Struct) -> None:
    kept = KEPT[f"talk {type(said).__name__}"]
    assert talk.pack(said) == kept
    assert msgspec.msgpack.decode(kept, type=type(said)) == said


def test_bodies_that_are_lists() -> None:
    for kind, said in ((talk.Segments, (b"segment",)), (talk.Boxes, (b"keybox",)), (talk.Names, (CHUNK_NAME,))):
        assert msgspec.msgpack.decode(by_hand.packed(said), type=kind) == said
        assert talk.pack(said) == by_hand.packed(said)


def test_what_is_signed_to_open_a_session_and_to_wait_for_a_new_pc() -> None:
    said = talk.session_message("Hub.Example:8443", ORG, DEVICE, _LONG[:56], carrier=True)
    assert said == KEPT["session message"]
    assert talk.opening_message(ORG, FEED) == KEPT["opening message"]
    assert talk.looking_message(ORG, DEVICE, SCOPE) == KEPT["looking message"]
    assert talk.contacts_message(ORG, DEVICE, SCOPE) == KEPT["contacts message"]


def test_no_structure_is_left_out() -> None:
    def structs(module: object, keep: Callable[[type], bool] = lambda _: True) -> set[str]:
        return {
            name
            for name, kind in vars(module).items()
            if inspect.isclass(kind) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct and keep(kind)
        }

    assert {type(said) for said in SAID} == set(Said.__args__)
    within = {"Cutoff", "Wrap", "Approval", "OldKey", "ErasedBefore", "_Head", "_Wire"}
    assert structs(entry) == {type(said).__name__ for said in SAID} | within
    assert structs(talk) == {type(said).__name__ for said in TALK} | {"Range"}
    assert structs(segment) == {"Brief", "Header", "Record", "Seen", "_Wire"}
    assert structs(keybox) == {"_Wire"}
    assert structs(op) == {"Op"}
