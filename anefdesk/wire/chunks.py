"""Attachments as sealed chunks: one mebibyte each, numbered, the last one marked.

As in STREAM, the chunk number and the last-flag are bound into each seal: chunks can be neither swapped, dropped
nor cut short unseen. A chunk is named by the SHA-256 of its ciphertext, so equal files do not look equal.
"""

from collections.abc import Iterable, Iterator

from anefdesk.errors import StorageError
from anefdesk.wire.sealing import NONCE, Sealed, seal, unseal

CHUNK = 1 << 20
_NAME = 32  # bytes


def _aad(number: int, last: bool) -> bytes:  # noqa: FBT001 - one bit of the format
    return b"anefdesk/chunk/1" + number.to_bytes(4, "big") + bytes([last])


def seal_chunks(key: bytes, clear: bytes) -> Iterator[bytes]:
    """The sealed chunks of ``clear`` in order; an empty file is one empty chunk."""
    count = max(1, -(-len(clear) // CHUNK))
    for number in range(count):
        sealed = seal(key, clear[number * CHUNK : (number + 1) * CHUNK], _aad(number, number == count - 1))
        yield sealed.nonce + sealed.ct


def names_in(joined: bytes) -> list[bytes]:
    """The names of a file's chunks, which a record holds end to end."""
    return [joined[at : at + _NAME] for at in range(0, len(joined), _NAME)]


def open_chunks(key: bytes, chunks: Iterable[bytes]) -> bytes:
    """The clear file whose chunks, in order, are given.

    Raises:
        StorageError: ``wire.seal_broken`` when a chunk is missing, altered, or out of order.
    """
    parts = list(chunks)
    if not parts:
        raise StorageError("wire.seal_broken")
    return b"".join(
        unseal(key, Sealed(part[:NONCE], part[NONCE:]), _aad(number, number == len(parts) - 1))
        for number, part in enumerate(parts)
    )
