"""The failures the program expects, so that each gets a sentence instead of a traceback.

Raised by every package, turned into words by ``ui/errors.py``.
An error carries a code and harmless parameters: never a name, a number or a text somebody typed.
"""

import errno

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class AnefdeskError(Exception):
    """An expected failure: ``code`` names the sentence, ``params`` fill it (counts, sizes, ids of things)."""

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


class InputRefusedError(AnefdeskError):
    """What was typed or dropped cannot be accepted; nothing was written."""


class AccessRefusedError(AnefdeskError):
    """The passphrase, the PIN, the role or the date does not open this."""


class StorageError(AnefdeskError):
    """The disk, the database or the keyring failed; what was acknowledged before is safe."""


class CatalogueError(AnefdeskError):
    """A resource file is wrong; the parameters give ``file``, ``key`` and ``reason``."""


class LetterError(AnefdeskError):
    """A page could not be composed (a font or a glyph is missing)."""


def of_the_disk(error: OSError) -> StorageError:
    """What the system said of a write that failed, without the path it names."""
    if error.errno in FULL:
        return StorageError("disk.full")
    if error.errno in READ_ONLY:
        return StorageError("disk.read_only")
    return StorageError("disk.write", errno=error.errno or 0)
