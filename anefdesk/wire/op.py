"""One change as bytes: MessagePack arrays, strict types, padded so that sizes say little.

The bytes are sealed before they leave the desk; parsing accepts only what it can prove well-formed.
"""

from typing import Any

import msgspec

from anefdesk.errors import StorageError

SCHEMA = 1  # of the fields' meaning; carried by every op and never rewritten

Value = bool | int | str | bytes | None


class Op(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=False):
    """What one change says, without its place in the log.

    ``clock`` is the hybrid logical clock (48 bits of milliseconds, 16 of counter), ``wall_ms`` the author's
    own clock for display, ``user``, ``obj`` 16 bytes each, ``kind`` the kind of object, ``fields`` by number.
    """

    schema: int
    clock: int
    wall_ms: int
    user: bytes
    kind: int
    obj: bytes
    fields: dict[int, Any]  # values are Value; msgspec takes no union of str and bytes, so decode() checks
    reason: str = ""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Op)


def padded_length(length: int) -> int:
    """Padmé: the next length that leaks only its order of magnitude (at most 12 % more)."""
    if length < 2:  # noqa: PLR2004 - log2 needs two
        return length
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << max(low_bits, 0)) - 1
    return (length + mask) & ~mask


def encode(op: Op) -> bytes:
    """Bytes of ``op``, padded with zeros after a four-byte length."""
    body = _ENCODER.encode(op)
    framed = len(body).to_bytes(4, "big") + body
    return framed.ljust(padded_length(len(framed)), b"\0")


def decode(padded: bytes) -> Op:
    """Read what ``encode`` wrote.

    Raises:
        StorageError: ``wire.malformed`` when the bytes are not such an op.
    """
    length = int.from_bytes(padded[:4], "big")
    body = padded[4 : 4 + length]
    if len(body) != length or any(padded[4 + length :]):
        raise StorageError("wire.malformed")
    try:
        op = _DECODER.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise StorageError("wire.malformed") from None
    if not all(isinstance(value, Value) for value in op.fields.values()):
        raise StorageError("wire.malformed")
    return op
