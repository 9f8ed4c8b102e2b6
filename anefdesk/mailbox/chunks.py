"""Sealed chunks on disk, each a file named by the SHA-256 of its ciphertext.

Ciphertext only: this folder can be copied, carried or stolen. Used by the desk now, by hub and stick later.
"""

import hashlib
import os
from pathlib import Path

from anefdesk.errors import StorageError
from anefdesk.paths import private_folder


class ChunkFolder:
    """Chunks below ``folder``, two levels deep, written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _place(self, name: bytes) -> Path:
        text = name.hex()
        return self._folder / text[:2] / text

    def put(self, chunk: bytes) -> bytes:
        """Keep ``chunk`` and return its name; keeping it twice changes nothing.

        Raises:
            StorageError: ``disk.write`` when the disk is full or read-only; nothing half-written stays.
        """
        name = hashlib.sha256(chunk).digest()
        place = self._place(name)
        if place.exists():
            return name
        partial = place.with_suffix(".part")
        try:
            private_folder(place.parent)
            with partial.open("wb") as file:
                file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(place)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise StorageError("disk.write", errno=error.errno or 0) from None
        return name

    def get(self, name: bytes) -> bytes:
        """The chunk called ``name``.

        Raises:
            StorageError: ``chunk.missing`` or ``chunk.damaged``.
        """
        try:
            chunk = self._place(name).read_bytes()
        except OSError:
            raise StorageError("chunk.missing") from None
        if hashlib.sha256(chunk).digest() != name:
            raise StorageError("chunk.damaged")
        return chunk
