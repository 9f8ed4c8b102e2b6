"""A bundle as a file on a stick: written whole or not at all, read back, found again, looked at without a key.

Used by ``bundling`` and ``unbundling``; the screens list what a stick holds.
"""

import contextlib
import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from anefdesk.errors import FULL, READ_ONLY, StorageError
from anefdesk.paths import settle
from anefdesk.wire import bundle

ENDING: Final = ".ab1"
HUB: Final = bytes(16)  # a side of its own: what the hub is known to hold
_GONE = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOTDIR, errno.ESTALE})
_NO_FOLDERS_SETTLED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})  # by some file systems

Keys = Mapping[tuple[bytes, int], bytes]  # by scope and epoch: as ``CaseKeys.known`` gives them
Progress = Callable[[float], object]  # from 0 to 1
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a bundle shows to everybody."""

    file: Path
    size: int
    org: bytes
    scope: bytes
    epoch: int
    frames: int


def side(one: bytes) -> str:
    """The route to whoever reads sticks: a PC, or the hub as other PCs tell of it."""
    return f"stick:{one.hex()}"


def no_share(_share: float) -> None:
    """Nobody wants to know how far it is."""


def never() -> bool:
    """Nobody stops it."""
    return False


def of_the_stick(error: OSError) -> StorageError:
    """What the system said of a stick, without the path it names."""
    if error.errno == errno.EFBIG:
        return StorageError("stick.format")
    if error.errno in FULL:
        return StorageError("stick.full")
    if error.errno in READ_ONLY:
        return StorageError("stick.read_only")
    return StorageError("stick.gone") if error.errno in _GONE else StorageError("stick.failed", errno=error.errno or 0)


def inspect(file: Path) -> Inspected:
    """What anybody can see of a bundle, without a key.

    Raises:
        StorageError: ``bundle.*``, ``stick.*``.
    """
    try:
        with file.open("rb") as source:
            header = bundle.read_header(source)
            size = os.fstat(source.fileno()).st_size
    except OSError as error:
        raise of_the_stick(error) from None
    return Inspected(file, size, header.org, header.scope, header.epoch, bundle.frames_in(header, size))


def found(folder: Path, org: bytes) -> tuple[Inspected, ...]:
    """The bundles of an organisation in a folder, latest first; what cannot be read is passed over."""
    seen = []
    with contextlib.suppress(OSError):
        for file in sorted(folder.glob(f"*{ENDING}"), key=lambda one: one.stat().st_mtime, reverse=True):
            with contextlib.suppress(StorageError):
                seen.append(inspect(file))
    return tuple(one for one in seen if one.org == org)


def named(place: Path, org: bytes, today: date) -> Path:
    """The file to write; what an interrupted writing left beside it goes."""
    if not place.is_dir():
        return place
    stem = f"anefdesk-{org.hex()[:8]}-"
    for left in place.glob(f"{stem}*{ENDING}.part"):
        left.unlink(missing_ok=True)
    while (file := place / f"{stem}{today:%Y-%m-%d}-{secrets.token_hex(2)}{ENDING}").exists():
        pass
    return file


@contextlib.contextmanager
def kept(file: Path) -> Iterator[Callable[[bytes], object]]:
    """Write beside, settle, rename, settle the folder, read back: the name stands for a whole file or for none."""
    partial = file.with_name(file.name + ".part")
    digest = hashlib.sha256()
    try:
        with partial.open("wb") as out:

            def put(data: bytes) -> None:
                digest.update(data)
                out.write(data)

            yield put
            out.flush()
            os.fsync(out.fileno())
        partial.replace(file)
        _settled(file.parent)
        if _read_back(file) != digest.digest():
            file.unlink()
            raise StorageError("stick.unverified")
    finally:
        with contextlib.suppress(OSError):  # a stick pulled out refuses even that
            partial.unlink(missing_ok=True)


def _settled(folder: Path) -> None:
    try:
        settle(folder)
    except OSError as error:
        if error.errno not in _NO_FOLDERS_SETTLED:
            raise


def _read_back(file: Path) -> bytes:
    """The digest of what the stick gives back, not of what the system still has in memory, where it can be told so."""
    with file.open("rb") as back:
        if hasattr(os, "posix_fadvise"):
            with contextlib.suppress(OSError):
                os.posix_fadvise(back.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(back, "sha256").digest()
