"""Sealed chunks on disk, each a file named by the SHA-256 of its ciphertext.

Ciphertext only: this folder can be copied, carried or stolen. Used by the desk now, by hub and stick later.
"""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from anefdesk.errors import StorageError, of_the_disk
from anefdesk.paths import private_folder, settle

_NAME = 64  # hexadecimal digits; what is being written has a suffix


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
            StorageError: ``disk.full``, ``disk.read_only``, ``disk.write``; nothing half-written stays.
        """
        name = hashlib.sha256(chunk).digest()
        place = self._place(name)
        if place.exists():
            return name
        partial = place.with_suffix(f".{secrets.token_hex(4)}.part")  # two may bring the same one at once
        try:
            if not place.parent.exists():
                private_folder(place.parent)
                settle(self._folder)
            with partial.open("wb") as file:
                file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(place)
            settle(place.parent)
        except OSError as error:
            with contextlib.suppress(OSError):  # a disk that turned read-only refuses even that
                partial.unlink(missing_ok=True)
            raise of_the_disk(error) from None
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

    def has(self, name: bytes) -> bool:
        """Whether the chunk called ``name`` is here."""
        return self._place(name).exists()

    def sizes(self) -> dict[bytes, int]:
        """Every chunk that is here, and its size."""
        return {
            bytes.fromhex(file.name): file.stat().st_size
            for file in self._folder.glob("??/*")
            if len(file.name) == _NAME and not file.suffix
        }

    def drop(self, name: bytes) -> None:
        """Erase a chunk; erasing it twice changes nothing.

        Raises:
            StorageError: ``disk.*``.
        """
        try:
            self._place(name).unlink(missing_ok=True)
        except OSError as error:
            raise of_the_disk(error) from None
