"""Every parser of what comes from elsewhere is given spoilt bytes: found in the source, so that none is forgotten.

As ``test_anything_read``, whose readers count too. A function that decodes something and that no reader here reaches
fails ``test_no_parser_is_left_out``: give it a reader.
"""

import ast
import base64
import contextlib
import hashlib
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import anefdesk
from anefdesk.domain.report import FORMAT, Sent
from anefdesk.errors import AnefdeskError
from anefdesk.hub.sessions import RefusedError
from anefdesk.mailbox import copies
from anefdesk.services import figures_received
from anefdesk.services.figures_received import PcSays
from anefdesk.services.sync import codes, enrolment, labels, membership, root_sheet, shared_file, stick_file
from anefdesk.services.sync.membership import Membership
from anefdesk.wire import bundle, entry, http, invitation, parcel, sealing, segment, trust
from anefdesk.wire.bundle import Header
from anefdesk.wire.segment import Record
from tests.wire import by_hand_carried as by_hand
from tests.wire.by_hand import CASE, CLEAR, DEVICE, EPOCH_KEY, NONCE, ORG, SCOPE, packed, public, seed, signature
from tests.wire.test_anything_read import NESTED, READERS, Reader, spoilt
from tests.wire.test_vectors import KEPT as WIRE
from tests.wire.test_vectors_carried import INVITATION, KEPT

ROOT = Path(anefdesk.__file__).parent
PLACES = (
    *sorted((ROOT / "wire").glob("*.py")),
    *(
        ROOT / "services" / "sync" / f"{name}.py"
        for name in ("codes", "labels", "membership", "root_sheet", "shared_file", "stick_file")
    ),
    ROOT / "services" / "figures_received.py",
    ROOT / "mailbox" / "copies.py",
)
DECODES = {"decode", "from_bytes", "b64decode", "loads", "urlsafe_b64decode"}
HEADER = bundle.read_header(io.BytesIO(by_hand.header()))


def _file(reader: Callable[[Path], object], name: str) -> Reader:
    def read(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / name).write_bytes(data)
            return reader(Path(folder))

    return read


def _bundle(data: bytes) -> object:
    source = io.BytesIO(data)
    return list(bundle.things(source, bundle.read_header(source), EPOCH_KEY))


def _things(clear: bytes) -> object:
    sealed = bundle._Frames(HEADER, EPOCH_KEY).sealed(clear, 0, last=True)
    return list(bundle.things(io.BytesIO(sealed), HEADER, EPOCH_KEY))


def _climbed(ladder: bytes) -> object:
    return bundle.climbed(Header(ORG, SCOPE, 3, by_hand.BUNDLE, ladder), {2: by_hand.OLD_KEY})


def _wraps(clear: bytes) -> object:
    """Made by a PC of the centre gone mad."""
    own = by_hand.counted(32)
    rung = sealing.seal(bundle._derived(by_hand.OLD_KEY, by_hand.BUNDLE, b"anefdesk/rung/1"), own, by_hand._rung(2))
    wraps = sealing.seal(own, clear, by_hand._rung(3))
    return _climbed(packed([{2: rung.nonce + rung.ct}, wraps.nonce + wraps.ct]))


def _receipt(data: bytes) -> object:
    return bundle.read_receipt(data, HEADER, lambda _: public(seed("device")))


def _receipt_signed(body: bytes) -> object:
    return _receipt(packed([body, signature(seed("device"), b"anefdesk/receipt/1" + body)]))


def _letter(side: bytes, opens: Reader) -> Reader:
    def read(clear: bytes) -> object:
        sealed = sealing.seal(INVITATION._key, clear, INVITATION._bound(side))
        return opens(sealed.nonce + sealed.ct)

    return read


def _unwrap(_sealed: bytes, _context: bytes) -> bytes:
    return by_hand.counted(32)


def _parcel(body: bytes) -> object:
    return parcel.read(ORG, DEVICE, Record(CASE, parcel.kind_of(CASE), NONCE, body), DEVICE, _unwrap)


def _within_parcel(framed: bytes) -> object:
    """Sealed to this PC by another gone mad."""
    sealed = sealing.seal(by_hand.counted(32), framed, by_hand.parcel_bound())
    body = packed(["AP1", by_hand.counted(16), [[DEVICE, b"wrapped"]], sealed.ct])
    record = Record(parcel.OF_NO_CASE, parcel.PARCEL, sealed.nonce, body)
    return parcel.read(ORG, DEVICE, record, DEVICE, _unwrap)


def _label(clear: bytes) -> object:
    sealed = sealing.seal(seed("labels"), clear, b"anefdesk/label/1")
    return labels.read(seed("labels"), sealed.nonce + sealed.ct)


def _framed(clear: bytes) -> bytes:
    return len(clear).to_bytes(4, "big") + clear


def _shown(data: bytes) -> object:
    return codes.read("ANEF1:" + base64.urlsafe_b64encode(data).decode().rstrip("="))


def _typed(data: bytes) -> object:
    return root_sheet.typed(data.decode("utf-8", "replace"), bytes(32))


def _said(one: object) -> bytes:
    return shared_file.write(one)  # type: ignore[arg-type]


_MEMBER = Membership(org=ORG, scope=SCOPE, device=DEVICE, hub=by_hand.HUB, certificate="PEM", genesis=b"first")
_RECEIPT_BODY = KEPT["receipt"][4:-66]  # after two heads of MessagePack, before the signature
_OFFER = shared_file.Offer(
    share=CASE, case=CASE, on="2026-11-23", by="Canari-Amina", seed=bytes(32), things=[(1, CASE, {2: "af", 3: True})],
    authors=["Canari-Amina"],
)  # fmt: skip
_MONTH = Sent(
    format=FORMAT, definitions=1, month="2026-10", made_on="2026-11-01", centre="Canari-Centre", catalogue="1",
    program="1", figures={"files": ((("69",), 7, None, None),)},
)  # fmt: skip
_ASKED = enrolment._Kept(by_hand.BUNDLE, b"sealed", b"", by_hand.HUB, b"", brings=False, letter=b"letter")
_FRAMES = [_framed(packed([table, [[ORG, DEVICE]]])) for table in ("org", "contact")]
_COPY = (
    copies.MAGIC
    + b"".join(_FRAMES)
    + _framed(packed(["", [[hashlib.sha256(copies.MAGIC + b"".join(_FRAMES)).digest()]]]))
)
CARRIED: dict[str, tuple[Reader, bytes]] = {
    "head of a segment": (segment.head_of, WIRE["segment"]),
    "segment of one record": (segment._too_many, WIRE["segment"]),
    "decision that waits": (entry.read_said, packed([5, packed([DEVICE, 3, SCOPE, False])])),
    "refusal of a hub": (http._refusal, WIRE["talk Problem"]),
    "bundle": (_bundle, KEPT["bundle"]),
    "things of a bundle": (_things, b"\x02\x00\x00\x00\x03abc\x09\x00\x00\x00\x00"),
    "ladder": (_climbed, KEPT["ladder"]),
    "wraps of a ladder": (_wraps, packed(by_hand.WRAPS)),
    "receipt": (_receipt, KEPT["receipt"]),
    "receipt signed": (_receipt_signed, _RECEIPT_BODY),
    "stick": (_file(lambda home: stick_file.inspect(home / "x.ab1"), "x.ab1"), KEPT["bundle"]),
    "folder of sticks": (_file(lambda home: stick_file.found(home, ORG), "x.ab1"), KEPT["bundle"]),
    "request": (INVITATION.open_request, KEPT["request"]),
    "request of who knows the code": (_letter(b"\x01", INVITATION.open_request), packed(by_hand.REQUEST)),
    "answer": (INVITATION.open_answer, KEPT["answer"]),
    "answer of who knows the code": (_letter(b"\x02", INVITATION.open_answer), packed(by_hand.ANSWER)),
    "handed": (lambda data: INVITATION.open_answer(data, lambda sealed, _: sealed[32:]), KEPT["handed"]),
    "address": (lambda data: trust.address(data.decode("utf-8", "replace")), b"https://hub.example"),
    "request file": (invitation.read_request_file, KEPT["request file"]),
    "answer file": (invitation.read_answer_file, KEPT["answer file"]),
    "QR": (_shown, base64.urlsafe_b64decode(KEPT["card"][6:] + b"==")),
    "code": (lambda data: codes.read(data.decode("utf-8", "replace")), KEPT["card"]),
    "printed key": (_typed, root_sheet.printed(bytes(20)).encode()),
    "parcel": (_parcel, KEPT["parcel"]),
    "within a parcel": (_within_parcel, _framed(packed([2, CLEAR]))),
    "label": (_label, CLEAR),
    "membership": (_file(membership.load, membership.FILE), msgspec.json.encode(_MEMBER)),
    "enrolment under way": (_file(enrolment._load, enrolment.FILE), msgspec.json.encode(_ASKED)),
    "copy of a hub": (_file(lambda home: list(copies.read_frames(home / "x")), "x"), _COPY),
    "month of a centre": (figures_received.read_month, msgspec.json.encode(_MONTH)),
    "what a PC says": (figures_received._read_pc, msgspec.json.encode(PcSays("2026-11-23", "1", "1"))),
    "shared file": (shared_file.read, _said(_OFFER)),
    "more of it": (shared_file.read, _said(shared_file.More(share=CASE, no=3, things=_OFFER.things))),
    "its end": (shared_file.read, _said(shared_file.End(share=CASE, on="2026-11-23"))),
    "its answer": (shared_file.read_answer, _said(shared_file.Answer(share=CASE, case=CASE, accepted=True, on="x"))),
}
MADE_HERE = {"Card.text"}  # decodes what it has just encoded


@pytest.mark.parametrize("name", CARRIED)
def test_it_is_read_or_refused_by_a_code(name: str) -> None:
    reader, good = CARRIED[name]
    with contextlib.suppress(AnefdeskError) if name == "printed key" else contextlib.nullcontext():
        assert reader(good) not in (None, (), "", [])

    @settings(max_examples=60)
    @given(spoilt(good) | st.binary(max_size=200) | NESTED)
    @example(good.replace(b"Canari", b"\xff\xfenari"))
    @example(good.replace(b"2026", b"\xff\xfe26"))
    def try_it(data: bytes) -> None:
        with contextlib.suppress(AnefdeskError):
            reader(data)

    try_it()


# Is each of them tried?


def _parsers() -> Iterator[tuple[str, int, str]]:
    """File, first line and name of every function that decodes something."""
    for place in PLACES:
        stack: list[tuple[ast.AST, str]] = [(ast.parse(place.read_text("utf-8")), "")]
        while stack:
            node, within = stack.pop()
            name = getattr(node, "name", "") if isinstance(node, ast.FunctionDef | ast.ClassDef) else ""
            named = f"{within}.{name}".strip(".") if name else within
            stack += [(child, named) for child in ast.iter_child_nodes(node)]
            if isinstance(node, ast.FunctionDef) and any(_decodes(one) for one in ast.walk(node)):
                yield str(place), min([node.lineno, *(one.lineno for one in node.decorator_list)]), named


def _decodes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DECODES


def test_no_parser_is_left_out() -> None:
    reached: set[tuple[str, int]] = set()

    def called(frame: FrameType, what: str, _given: object) -> None:
        if what == "call":
            reached.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        for reader, good in [*READERS.values(), *CARRIED.values()]:
            with contextlib.suppress(AnefdeskError, RefusedError):
                reader(good)
    finally:
        sys.setprofile(before)
    parsers = list(_parsers())
    assert len(parsers) > 25
    assert {name for file, line, name in parsers if (file, line) not in reached} == MADE_HERE
