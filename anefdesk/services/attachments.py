"""What is kept beside the casebook in sealed chunks, as it came: pieces, proofs of blockages, letters once issued.

Used by their services.
"""

import hashlib

from anefdesk.domain.blockage import Exhibit
from anefdesk.domain.case import Piece
from anefdesk.domain.letter import Letter
from anefdesk.errors import StorageError
from anefdesk.services.workplace import Workplace
from anefdesk.wire import chunks, sealing


def sealed(at: Workplace, data: bytes) -> tuple[bytes, bytes, bytes]:
    """Keep ``data`` in sealed chunks; its fingerprint, its key and the names of its chunks.

    Raises:
        StorageError: ``disk.*``.
    """
    key = sealing.new_key()
    names = [at.chunks.put(chunk) for chunk in chunks.seal_chunks(key, data)]
    return hashlib.sha256(data).digest(), key, b"".join(names)


def opened(at: Workplace, one: Piece | Exhibit | Letter) -> bytes:
    """The bytes whose fingerprint was taken when they came.

    Raises:
        StorageError: ``piece.damaged``, ``exhibit.damaged`` or ``letter.damaged`` when they are others;
            ``chunk.missing``, ``chunk.damaged``, ``wire.seal_broken``.
    """
    data = chunks.open_chunks(one.key, map(at.chunks.get, chunks.names_in(one.chunks)))
    if hashlib.sha256(data).digest() == one.sha256:
        return data
    if isinstance(one, Piece):
        raise StorageError("piece.damaged")
    if isinstance(one, Exhibit):
        raise StorageError("exhibit.damaged")
    raise StorageError("letter.damaged")
