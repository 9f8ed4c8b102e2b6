"""The organisation's printed key: made at its founding, put away in two safes, typed again on a bad day.

Used by founding, and where a lone lead needs a second factor. It is printed like a PC's recovery key: 160 bits.
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from anefdesk.errors import AccessRefusedError
from anefdesk.services.sync.public_keys import public_of
from anefdesk.vault import recovery_sheet


def new() -> bytes:
    """160 random bits."""
    return recovery_sheet.new_key()


def printed(sheet: bytes) -> str:
    """The four lines of the sheet."""
    return recovery_sheet.printed(sheet)


def signing_key(sheet: bytes) -> bytes:
    """The Ed25519 private key of the root."""
    return HKDF(SHA256(), 32, None, b"anefdesk/root/1").derive(sheet)


def typed(text: str, root: bytes) -> bytes:
    """The private key of ``root``, which a directory names, from the sheet as typed.

    Raises:
        InputRefusedError: ``recovery.typo`` with the ``group``, ``recovery.length``.
        AccessRefusedError: ``organisation.wrong_sheet``: well typed, but another sheet.
    """
    key = signing_key(recovery_sheet.read(text))
    if public_of(key) != root:
        raise AccessRefusedError("organisation.wrong_sheet")
    return key
