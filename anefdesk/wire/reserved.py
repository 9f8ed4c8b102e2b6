"""Keys of restricted files: what names one, and what its sealing to a person is bound to.

Used by the store and by ``services.sync.reserving``. Such a key takes the place of the file's own in
``sealing.record_key``; it travels inside the log, sealed to each of the people the file is open to.
"""

import hashlib
from typing import Final

EVERYBODY: Final = b""  # holder of a key that was given back to the centre: it stands there in clear


def id_of(case: bytes, key: bytes) -> bytes:
    """The name of a key, which nobody can give to another one."""
    return hashlib.sha256(b"anefdesk/reserved/1" + case + key).digest()[:16]


def context(org: bytes, case: bytes, key_id: bytes) -> bytes:
    """What a key is sealed for, to whomever."""
    return b"anefdesk/keeper/1" + org + case + key_id
