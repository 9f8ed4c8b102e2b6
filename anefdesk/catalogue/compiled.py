"""The catalogue in memory: from the compiled copy when it was made of these very files, else read and compiled.

Used by ``app`` at start: reading the TOML again costs ten times what unpacking does. The copy is never needed.
"""

import contextlib
import hashlib
import secrets
from pathlib import Path

from anefdesk import __version__, paths
from anefdesk.catalogue import packed
from anefdesk.domain.catalogue import Catalogue
from anefdesk.errors import CatalogueError

NAME = "catalogue.packed"


def load(folder: Path | None = None, cache: Path | None = None) -> Catalogue:
    """As ``loader.load``, quicker the second time; ``cache`` is a folder that may be missing or read-only.

    Raises:
        CatalogueError: ``catalogue.invalid``, as ``loader.load``.
    """
    root = folder or paths.resources("catalogue")
    copy = (cache or paths.cache_home()) / NAME
    made_of = _digest(root)
    found = _kept(copy, made_of)
    if found is None:
        from anefdesk.catalogue import loader

        found = loader.load(root)
        if _digest(root) == made_of:  # else the files changed while they were read
            _keep(copy, made_of, packed.pack(found))
    return found


def _digest(root: Path) -> bytes:
    """Of everything the compiled copy depends on: the files, and the program that reads them.

    The program's own files are there in a checkout, where they change without a new version.
    """
    digest = hashlib.sha256(f"{__version__} {packed.FORMAT}".encode())
    package = Path(__file__).parents[1]
    ours = [path for name in ("catalogue", "domain") for path in sorted((package / name).glob("*.py"))]
    for path in (*ours, *sorted(root.rglob("*.toml"))):
        with contextlib.suppress(OSError):  # said with its reason by the loader
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)}\n".encode() + data)
    return digest.digest()


def _kept(copy: Path, made_of: bytes) -> Catalogue | None:
    """The compiled copy; ``None`` when it is absent, of other files, or damaged."""
    try:
        data = copy.read_bytes()
    except OSError:
        return None
    size = len(made_of)
    whole = hashlib.sha256(made_of + data[2 * size :]).digest()
    if data[:size] != made_of or data[size : 2 * size] != whole:
        return None
    try:
        return packed.unpack(data[2 * size :])
    except CatalogueError:
        return None


def _keep(copy: Path, made_of: bytes, data: bytes) -> None:
    """Write the copy whole or not at all; a disk that refuses costs the next start some time, nothing else."""
    part = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}")
    try:
        paths.private_folder(copy.parent)
        part.write_bytes(made_of + hashlib.sha256(made_of + data).digest() + data)
        part.replace(copy)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
