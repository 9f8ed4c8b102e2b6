"""What a stick, an invitation and the exchange carry, made a second time by hand: as ``by_hand``, of which it is made.

Where the product takes random bytes, these count from nought. ``tests/data/wire_vectors_carried.toml`` keeps them.
"""

import base64
import hashlib

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
    Plain,
    derived,
    opened,
    packed,
    public,
    sealed,
    seed,
    signature,
)

HUB = "https://hub.example"
OLD_KEY = seed("epoch key of before")
WRAPS: list[Plain] = [[DEVICE, b"sealed"], [USER, b"sealed too"]]
THINGS = ((1, b"an entry"), (2, CLEAR), (4, CASE + b"a sealed chunk"))


def counted(size: int) -> bytes:
    """In place of random bytes."""
    return bytes(range(size))


def _four(number: int) -> bytes:
    return number.to_bytes(4, "big")


# A bundle

BUNDLE = counted(16)


def _rung(number: int) -> bytes:
    return b"anefdesk/rung/1" + ORG + SCOPE + _four(number) + _four(3)


def ladder() -> bytes:
    """From epoch 2 to epoch 3."""
    own = counted(32)
    rung = NONCE + sealed(derived(OLD_KEY, BUNDLE, b"anefdesk/rung/1"), NONCE, own, _rung(2))
    return packed([{2: rung}, NONCE + sealed(own, NONCE, packed(WRAPS), _rung(3))])


def header() -> bytes:
    return b"AB1\x01" + ORG + SCOPE + _four(3) + BUNDLE + _four(len(ladder())) + ladder()


def _bound(number: int, last: int) -> bytes:
    return b"anefdesk/bundle/1" + hashlib.sha256(header()).digest() + _four(number) + bytes([last])


def _bundle_key() -> bytes:
    return derived(EPOCH_KEY, BUNDLE, b"anefdesk/bundle/1")


def bundle() -> bytes:
    """Three things in the only frame."""
    clear = b"".join(bytes([kind]) + _four(len(body)) + body for kind, body in THINGS)
    return header() + NONCE + sealed(_bundle_key(), NONCE, clear, _bound(0, 1))


def frame_opened(frame: bytes) -> bytes | None:
    """Of one whose header is ours."""
    return opened(_bundle_key(), frame[:12], frame[12:], _bound(0, 1))


def receipt() -> bytes:
    held: list[Plain] = [70_000, BEFORE, [[71_000, 72_000]]]
    said: list[Plain] = [ORG, DEVICE, BUNDLE, 1_800_000_000_000, 300, BEFORE, {SCOPE: {LOG: held}}, [CHUNK_NAME]]
    body = packed([*said, [1_700_000_000_000, {LOG: 70_000}]])
    return packed([body, signature(seed("device"), b"anefdesk/receipt/1" + body)])


# An invitation

SECRET = counted(16)


def invitation_name() -> bytes:
    return derived(SECRET, b"", b"anefdesk/invitation/name/1")[:16]


def letter(side: int, said: Plain) -> bytes:
    key = derived(SECRET, b"", b"anefdesk/invitation/key/1")
    bound = b"anefdesk/invitation/letter/1" + bytes([side]) + invitation_name()
    return NONCE + sealed(key, NONCE, packed(said), bound)


BRINGS: list[Plain] = [ORG, SCOPE, LOG, "Canari-Centre", "93"]
REQUEST: list[Plain] = [
    DEVICE, public(seed("device")), HYBRID_KEY, public(seed("carrier")), USER, bytes(32), public(seed("user")),
    "Accueil", CLEAR.decode(), BRINGS,
]  # fmt: skip
ANSWER: list[Plain] = [
    1, b"first", 3, BEFORE, SCOPE, CASE, [[ORG, SCOPE, 3, EPOCH_KEY]], seed("labels"), HUB, "", [b"second", b"third"],
]  # fmt: skip


def handed(clear: bytes, context: bytes) -> bytes:
    """Stands for sealing to a PC, as ``wrapped``."""
    return hashlib.sha256(context).digest() + clear


HANDED: list[Plain] = [3, handed(packed(ANSWER), b"anefdesk/invitation/handed/1" + invitation_name())]


def card() -> str:
    shown = packed([SECRET, BEFORE, HUB, seed("certificate")])
    return "ANEF1:" + base64.urlsafe_b64encode(shown).decode().rstrip("=")


# A parcel


def wrapped(public: bytes, key: bytes, context: bytes) -> bytes:
    """Stands for sealing to a PC, which ``test_oracles`` tries."""
    return hashlib.sha256(public + key + context).digest()


def parcel_bound() -> bytes:
    return b"anefdesk/parcel/1" + ORG + DEVICE + counted(16)


def parcel() -> bytes:
    """The body of its record; the nonce is ``NONCE``."""
    clear = packed([2, CLEAR])
    framed = _four(len(clear)) + clear
    size = len(framed).bit_length() - 1
    padded = framed + bytes(-len(framed) % (1 << size - size.bit_length()))
    to: list[Plain] = [[one, wrapped(seed("receive"), counted(32), parcel_bound())] for one in sorted((DEVICE, USER))]
    return packed(["AP1", counted(16), to, sealed(counted(32), NONCE, padded, parcel_bound())])


def vectors() -> dict[str, bytes]:
    """Everything, by name."""
    name = invitation_name()
    return {
        "ladder": ladder(),
        "bundle header": header(),
        "bundle": bundle(),
        "receipt": receipt(),
        "invitation": name,
        "request": letter(1, REQUEST),
        "answer": letter(2, ANSWER),
        "handed": letter(2, HANDED),
        "refusal": letter(2, [2]),
        "request file": b"ANEFD1" + name + letter(1, REQUEST),
        "answer file": b"ANEFA1" + name + letter(2, ANSWER),
        "card": card().encode(),
        "parcel": parcel(),
        "parcel id": hashlib.sha256(parcel_bound()).digest()[:16],
    }
