"""Keys of cases, sealing of records and the chain over a log.

A centre has one key per epoch (CEK), each case a key of its own (CK); a record is sealed under a key derived from
both, so that a removed desk loses what comes after and an erased case is lost with its key.
"""

import hashlib
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from anefdesk.errors import StorageError

KEY = 32
NONCE = 12
ORDINARY_KEYBOX = b"\x01"  # sealed under the epoch's key; another way will have another first byte
OP_RECORD = 0  # kind of record: an op; 1 is a keybox notice, 2 the stub of an erased one


@dataclass(frozen=True, slots=True)
class Place:
    """Routing of one record: what anybody carrying it may see, and what its seal is bound to."""

    org: bytes
    scope: bytes
    log: bytes
    seq: int
    case: bytes
    epoch: int
    kind: int = OP_RECORD

    def aad(self) -> bytes:
        """Associated data of the seal: every routing field, fixed widths."""
        return b"".join(
            (
                b"anefdesk/rec/1",
                self.org,
                self.scope,
                self.log,
                self.seq.to_bytes(8, "big"),
                self.case,
                self.kind.to_bytes(1, "big"),
                self.epoch.to_bytes(4, "big"),
            )
        )


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed record: nonce and ciphertext."""

    nonce: bytes
    ct: bytes

    def digest(self) -> bytes:
        """What stays when the ciphertext is erased."""
        return hashlib.sha256(self.nonce + self.ct).digest()


def chain(previous: bytes, place: Place, sealed: Sealed) -> bytes:
    """Head of the log after this record; ``previous`` is the head before it (32 zero bytes at the start)."""
    return chain_digest(previous, place, sealed.digest())


def chain_digest(previous: bytes, place: Place, digest: bytes) -> bytes:
    """The same from the record's digest alone: all that is left of one that was erased."""
    aad = hashlib.sha256(place.aad()).digest()
    return hashlib.sha256(b"anefdesk/chain/1" + previous + aad + digest).digest()


def new_key() -> bytes:
    """A random 32-byte key."""
    return os.urandom(KEY)


def _derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), KEY, salt=salt, info=info).derive(key)


def record_key(case_key: bytes, epoch_key: bytes, case: bytes, epoch: int) -> bytes:
    """The key sealing records of ``case`` in ``epoch``: needs both keys."""
    return _derive(case_key, epoch_key, b"anefdesk/rk/1" + case + epoch.to_bytes(4, "big"))


def seal(key: bytes, clear: bytes, aad: bytes) -> Sealed:
    """Seal ``clear`` under ``key``, bound to ``aad``."""
    nonce = os.urandom(NONCE)
    return Sealed(nonce, AESGCMSIV(key).encrypt(nonce, clear, aad))


def unseal(key: bytes, sealed: Sealed, aad: bytes) -> bytes:
    """Open what ``seal`` made.

    Raises:
        StorageError: ``wire.seal_broken`` when key, ciphertext or routing differ.
    """
    try:
        return AESGCMSIV(key).decrypt(sealed.nonce, sealed.ct, aad)
    except (InvalidTag, ValueError):
        raise StorageError("wire.seal_broken") from None


def wrap_case_key(epoch_key: bytes, case_key: bytes, binding: bytes) -> bytes:
    """A case key sealed for the centre's epoch; ``binding`` is org, scope, case and epoch."""
    sealed = seal(_derive(epoch_key, b"", b"anefdesk/kw/1"), case_key, b"anefdesk/keybox/1" + binding)
    return ORDINARY_KEYBOX + sealed.nonce + sealed.ct


def unwrap_case_key(epoch_key: bytes, body: bytes, binding: bytes) -> bytes:
    """Open what ``wrap_case_key`` made.

    Raises:
        StorageError: as ``unseal``; ``seal.newer`` for a kind of keybox this version does not know.
    """
    kind, body = body[:1], body[1:]
    if kind > ORDINARY_KEYBOX:
        raise StorageError("seal.newer")
    key = _derive(epoch_key, b"", b"anefdesk/kw/1")
    return unseal(key, Sealed(body[:NONCE], body[NONCE:]), b"anefdesk/keybox/1" + binding)
