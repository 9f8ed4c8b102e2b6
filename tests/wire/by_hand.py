"""The formats of the wire made a second time, by hand: no byte here comes from the product or its libraries.

MessagePack is written out, signatures are PyNaCl's, hashes and derived keys the standard library's; seals are worked
out from RFC 8452. ``tests/data/wire_vectors.toml`` keeps what comes of it.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from nacl.signing import SigningKey

Plain = int | bool | bytes | str | None | Sequence["Plain"] | Mapping["Plain", "Plain"]

# MessagePack


def packed(said: Plain) -> bytes:  # noqa: PLR0911 - one form for each type
    if said is None:
        return b"\xc0"
    if isinstance(said, bool):
        return b"\xc3" if said else b"\xc2"
    if isinstance(said, int):
        return _number(said)
    if isinstance(said, bytes):
        return _headed(len(said), ((b"\xc4", 1), (b"\xc5", 2), (b"\xc6", 4))) + said
    if isinstance(said, str):
        text = said.encode()
        short = bytes([0xA0 | len(text)]) if len(text) < 32 else b""
        return (short or _headed(len(text), ((b"\xd9", 1), (b"\xda", 2), (b"\xdb", 4)))) + text
    if isinstance(said, Mapping):
        assert len(said) < 16
        return bytes([0x80 | len(said)]) + b"".join(packed(key) + packed(value) for key, value in said.items())
    short = bytes([0x90 | len(said)]) if len(said) < 16 else b""
    return (short or _headed(len(said), ((b"\xdc", 2), (b"\xdd", 4)))) + b"".join(packed(one) for one in said)


def _headed(length: int, forms: Sequence[tuple[bytes, int]]) -> bytes:
    head, width = next((head, width) for head, width in forms if length < 1 << 8 * width)
    return head + length.to_bytes(width, "big")


def _number(value: int) -> bytes:
    if -32 <= value < 128:
        return value.to_bytes(1, "big", signed=True)
    if value >= 0:
        return _headed(value, ((b"\xcc", 1), (b"\xcd", 2), (b"\xce", 4), (b"\xcf", 8)))
    for head, width in ((b"\xd0", 1), (b"\xd1", 2), (b"\xd2", 4), (b"\xd3", 8)):
        if value >= -(1 << 8 * width - 1):
            return head + value.to_bytes(width, "big", signed=True)
    raise OverflowError(value)


# Signatures and keys


def public(seed: bytes) -> bytes:
    return bytes(SigningKey(seed).verify_key)


def signature(seed: bytes, message: bytes) -> bytes:
    return SigningKey(seed).sign(message).signature


def derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF with SHA-256 (RFC 5869), one block of it."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


# AES-256-GCM-SIV, RFC 8452

_FIELD = (1 << 128) | (1 << 127) | (1 << 126) | (1 << 121) | 1


def _aes(key: bytes, block: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(block)  # noqa: S305 - one block of it


def _dot(one: int, other: int) -> int:
    """Their product times x to the power of -128."""
    found = 0
    for bit in range(128):
        found ^= other if one >> bit & 1 else 0
        found = (found ^ _FIELD) >> 1 if found & 1 else found >> 1
    return found


def _polyval(key: bytes, data: bytes) -> bytes:
    h, total = int.from_bytes(key, "little"), 0
    for at in range(0, len(data), 16):
        total = _dot(total ^ int.from_bytes(data[at : at + 16], "little"), h)
    return total.to_bytes(16, "little")


def _whole(data: bytes) -> bytes:
    return data + bytes(-len(data) % 16)


def _keys(key: bytes, nonce: bytes) -> tuple[bytes, bytes]:
    parts = [_aes(key, number.to_bytes(4, "little") + nonce)[:8] for number in range(2 + len(key) // 8)]
    return b"".join(parts[:2]), b"".join(parts[2:])


def _tag(authenticates: bytes, encrypts: bytes, nonce: bytes, clear: bytes, aad: bytes) -> bytes:
    lengths = (8 * len(aad)).to_bytes(8, "little") + (8 * len(clear)).to_bytes(8, "little")
    total = bytearray(_polyval(authenticates, _whole(aad) + _whole(clear) + lengths))
    for at, octet in enumerate(nonce):
        total[at] ^= octet
    total[15] &= 0x7F
    return _aes(encrypts, bytes(total))


def _mixed(encrypts: bytes, tag: bytes, data: bytes) -> bytes:
    start = tag[:15] + bytes([tag[15] | 0x80])
    first = int.from_bytes(start[:4], "little")
    stream = b"".join(
        _aes(encrypts, ((first + at) % (1 << 32)).to_bytes(4, "little") + start[4:])
        for at in range(-(-len(data) // 16))
    )
    return bytes(one ^ other for one, other in zip(data, stream, strict=False))


def sealed(key: bytes, nonce: bytes, clear: bytes, aad: bytes) -> bytes:
    authenticates, encrypts = _keys(key, nonce)
    tag = _tag(authenticates, encrypts, nonce, clear, aad)
    return _mixed(encrypts, tag, clear) + tag


def opened(key: bytes, nonce: bytes, ct: bytes, aad: bytes) -> bytes | None:
    """``None`` for what does not open."""
    authenticates, encrypts = _keys(key, nonce)
    clear = _mixed(encrypts, ct[-16:], ct[:-16])
    return clear if _tag(authenticates, encrypts, nonce, clear, aad) == ct[-16:] else None


# What the vectors speak of


def seed(name: str) -> bytes:
    return hashlib.sha256(b"vector key of " + name.encode()).digest()


def named(name: str) -> bytes:
    return hashlib.sha256(b"vector of " + name.encode()).digest()[:16]


ORG, SCOPE, LOG, OTHER_LOG = (named(name) for name in ("org", "scope", "log", "other log"))
CASE, OTHER_CASE, DEVICE, USER = (named(name) for name in ("case", "other case", "device", "user"))
CASE_KEY, EPOCH_KEY = seed("case key"), seed("epoch key")
NONCE = bytes(range(12))
CLEAR = "Canari-Haïdari".encode()
BEFORE = hashlib.sha256(b"what came before").digest()
FEED, CHUNK_NAME = named("feed"), hashlib.sha256(b"chunk").digest()
HYBRID_KEY = bytes(index % 251 for index in range(32 + 1184))


def op() -> bytes:
    fields: dict[Plain, Plain] = {1: "main", 2: CLEAR.decode(), 3: None, 6: False, 7: -40_000, 9: 1 << 40, 200: b"\0\1"}
    return _padded([1, (1_800_000_000_000 << 16) + 7, -5, USER, 2, CASE, fields, "a reason"])


def _padded(said: list[Plain]) -> bytes:
    body = packed(said)
    framed = len(body).to_bytes(4, "big") + body
    size = len(framed).bit_length() - 1
    step = 1 << size - size.bit_length()
    return framed + bytes(-len(framed) % step)


def aad(seq: int, case: bytes = CASE, kind: int = 0, epoch: int = 3) -> bytes:
    numbers = seq.to_bytes(8, "big"), kind.to_bytes(1, "big"), epoch.to_bytes(4, "big")
    return b"anefdesk/rec/1" + ORG + SCOPE + LOG + numbers[0] + case + numbers[1] + numbers[2]


def record_key(case: bytes = CASE) -> bytes:
    return derived(CASE_KEY, EPOCH_KEY, b"anefdesk/rk/1" + case + (3).to_bytes(4, "big"))


def record(seq: int, case: bytes = CASE) -> bytes:
    return sealed(record_key(case), NONCE, CLEAR, aad(seq, case))


def chained(before: bytes, place: bytes, digest: bytes) -> bytes:
    return hashlib.sha256(b"anefdesk/chain/1" + before + hashlib.sha256(place).digest() + digest).digest()


def segment(*, erased: bool = False) -> bytes:
    """Two records, of two cases; the first erased or not: header and signature are the same."""
    records = list[Plain]()
    for seq, case in ((7, CASE), (8, OTHER_CASE)):
        ct = record(seq, case)
        digest = hashlib.sha256(NONCE + ct).digest()
        records.append([case, 2, b"", digest] if erased and case == CASE else [case, 0, NONCE, ct])
    signed = header()
    return packed([signed, signature(seed("device"), b"anefdesk/seg/1" + signed), records])


def brief() -> bytes:
    """The same to a hub that holds what is before it."""
    records: list[Plain] = [[case, 0, NONCE, record(seq, case)] for seq, case in ((7, CASE), (8, OTHER_CASE))]
    mark = signature(seed("device"), b"anefdesk/seg/1" + header())
    return packed([LOG, 7, 3, 12, [[OTHER_LOG, 70_000, b"headhead"]], mark, records])


def header() -> bytes:
    """What is signed of the segment."""
    head = BEFORE
    for seq, case in ((7, CASE), (8, OTHER_CASE)):
        head = chained(head, aad(seq, case), hashlib.sha256(NONCE + record(seq, case)).digest())
    seen: list[Plain] = [[OTHER_LOG, 70_000, b"headhead"]]
    return packed(["AS1", ORG, SCOPE, LOG, DEVICE, 7, 2, BEFORE, 3, 12, BEFORE[::-1], seen, head])


def keybox_body() -> bytes:
    """A case key sealed for an epoch."""
    binding = ORG + SCOPE + CASE + (3).to_bytes(4, "big")
    key = derived(EPOCH_KEY, b"", b"anefdesk/kw/1")
    return b"\x01" + NONCE + sealed(key, NONCE, CASE_KEY, b"anefdesk/keybox/1" + binding)


def keybox() -> bytes:
    numbers = (5).to_bytes(8, "big") + (3).to_bytes(4, "big")
    message = b"anefdesk/kb/1" + ORG + CASE + SCOPE + DEVICE + numbers + keybox_body()
    return packed([CASE, 5, SCOPE, 3, keybox_body(), DEVICE, signature(seed("device"), message)])


# A restricted file: its key's name, what its sealing is bound to, how it is announced, a record under it


def reserved_name() -> bytes:
    return hashlib.sha256(b"anefdesk/reserved/1" + CASE + seed("reserved key")).digest()[:16]


def reserved_op() -> bytes:
    fields: dict[Plain, Plain] = {1: reserved_name(), 2: USER, 3: b"sealed to a person", 4: True}
    return _padded([1, (1_800_000_000_000 << 16) + 7, -5, USER, 42, OTHER_CASE, fields, ""])


def reserved_record() -> bytes:
    key = derived(seed("reserved key"), EPOCH_KEY, b"anefdesk/rk/1" + CASE + (3).to_bytes(4, "big"))
    return sealed(key, NONCE, CLEAR, aad(7))


def chunks() -> tuple[bytes, bytes]:
    """A file of two chunks, cut short: the format does not need them full."""

    def part(number: int, last: int, clear: bytes) -> bytes:
        place = b"anefdesk/chunk/1" + number.to_bytes(4, "big") + bytes([last])
        return NONCE + sealed(CASE_KEY, NONCE, clear, place)

    return part(0, 0, CLEAR[:6]), part(1, 1, CLEAR[6:])


# The directory: number and body of each kind of entry


def approval(name: str) -> list[Plain]:
    by = bytes(16) if name == "root" else named(name)
    return [by, signature(seed(name), b"anefdesk/erase/1" + ORG + CASE)]


SAID: dict[str, tuple[int, list[Plain]]] = {
    "Genesis": (1, [public(seed("root")), USER, bytes(32), public(seed("user")), b"label", True, 90]),
    "AddScope": (2, [SCOPE, b"label"]),
    "AddDevice": (3, [DEVICE, SCOPE, public(seed("device")), HYBRID_KEY, public(seed("carrier")), b"label"]),
    "AddUser": (4, [USER, SCOPE, bytes(32), public(seed("user")), b"label"]),
    "Grant": (5, [USER, 3, SCOPE, False]),
    "Revoke": (6, [DEVICE, [[LOG, 70_000, BEFORE]]]),
    "Epoch": (7, [SCOPE, 3, [[DEVICE, b"sealed"], [USER, b"sealed too"]], b"the key before"]),
    "CloseLog": (8, [LOG, SCOPE]),
    "Erase": (9, [CASE, SCOPE, [approval("user"), approval("root")], 0]),
    "Hold": (10, [CASE, SCOPE, True]),
    "MinClient": (11, [7, 20_000]),
    "Policy": (12, [True, 365]),
    "RecoveryUsed": (13, [SCOPE, USER]),
    "Adopt": (14, [LOG, OTHER_LOG, CASE, SCOPE, [[1, 2, b"sealed"]], [[OTHER_CASE]]]),
    "TakeBack": (15, [CASE, SCOPE, 2]),
}


def entry(name: str) -> bytes:
    kind, body = SAID[name]
    first = name == "Genesis"
    place: list[Plain] = [bytes(16), 0, bytes(32)] if first else [ORG, 300, BEFORE]
    head = packed(["AD1", *place, kind, bytes(16) if first else USER, packed(body)])
    return packed([head, signature(seed("root" if first else "user"), b"anefdesk/dir/1" + head)])


# What a desk and a hub say

TALK: dict[str, Plain] = {
    "Problem": ["hub.busy", 30],
    "Challenge": [bytes(range(56))],
    "Proof": [ORG, DEVICE, True, bytes(range(56)), bytes(range(64))],
    "Hello": [ORG, FEED, 300, 7, {SCOPE: 70_000}],
    "Session": ["token-of_a_session=", 900, [ORG, FEED, 300, 7, {SCOPE: 70_000}]],
    "Entries": [[b"one", b"two"], True],
    "Held": [70_000, BEFORE, [[71_000, 72_000]]],
    "Pulled": [FEED, [b"segment"], [b"keybox"], 70_000, False],
    "Founding": ["code", b"entry", [b"second"]],
    "Opening": [USER, bytes(range(64))],
}


def session_message() -> bytes:
    host = hashlib.sha256(b"hub.example:8443").digest()
    return b"anefdesk/session/1" + host + ORG + DEVICE + b"\x01" + bytes(range(56))


def looking_message() -> bytes:
    return b"anefdesk/have/1" + ORG + DEVICE + SCOPE


def contacts_message() -> bytes:
    return b"anefdesk/contacts/1" + ORG + DEVICE + SCOPE


def opening_message() -> bytes:
    return b"anefdesk/enrolment/1" + ORG + FEED


def vectors() -> dict[str, bytes]:
    """Everything, by name."""
    first, second = chunks()
    head = hashlib.sha256(NONCE + record(7)).digest()
    return {
        "op": op(),
        "place": aad(7),
        "record key": record_key(),
        "sealed record": NONCE + record(7),
        "chained": chained(BEFORE, aad(7), head),
        "segment": segment(),
        "segment with a stub": segment(erased=True),
        "segment in brief": brief(),
        "keybox body": keybox_body(),
        "keybox": keybox(),
        "reserved key": reserved_name(),
        "reserved context": b"anefdesk/keeper/1" + ORG + CASE + reserved_name(),
        "reserved op": reserved_op(),
        "reserved record": NONCE + reserved_record(),
        "first chunk": first,
        "last chunk": second,
        "erasing": b"anefdesk/erase/1" + ORG + CASE,
        "erasing asked again": b"anefdesk/erase/2" + ORG + CASE + (2).to_bytes(8, "big"),
        **{f"entry {name}": entry(name) for name in SAID},
        **{f"talk {name}": packed(said) for name, said in TALK.items()},
        "session message": session_message(),
        "opening message": opening_message(),
        "looking message": looking_message(),
        "contacts message": contacts_message(),
    }
