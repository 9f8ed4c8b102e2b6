"""Names of centres, PCs and people in the directory: sealed under one key of the organisation, unread by any hub."""

from typing import Final

from anefdesk.errors import StorageError
from anefdesk.store import remembered
from anefdesk.store.store import Store
from anefdesk.wire import sealing
from anefdesk.wire.sealing import NONCE, Sealed

KEPT_AS: Final = "label_key"
_BOUND = b"anefdesk/label/1"
_BLOCK = 32  # bytes: a short name does not show its length


def seal(key: bytes, text: str) -> bytes:
    """A name as it stands in the directory."""
    clear = text.encode()
    sealed = sealing.seal(key, clear + bytes(-len(clear) % _BLOCK), _BOUND)
    return sealed.nonce + sealed.ct


def read(key: bytes, sealed: bytes) -> str:
    """The name; empty when it cannot be opened."""
    try:
        clear = sealing.unseal(key, Sealed(sealed[:NONCE], sealed[NONCE:]), _BOUND)
        return clear.rstrip(b"\0").decode()
    except (StorageError, UnicodeDecodeError):
        return ""


def key_of(store: Store) -> bytes:
    """The organisation's key of labels as this PC keeps it; one that opens nothing when it has none."""
    return remembered.get(store, KEPT_AS) or bytes(sealing.KEY)
