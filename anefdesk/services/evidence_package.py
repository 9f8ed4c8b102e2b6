"""The ZIP of an evidence file: the PDF, the originals unchanged, and a manifest that tells what each of them is.

Used by ``evidence``. Written beside the place that was chosen and renamed at the end: there is a whole file or none.
"""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import anefdesk
from anefdesk.errors import of_the_disk
from anefdesk.services.evidence_gathering import Item

PDF_NAME = "dossier-de-preuves.pdf"
_SLICE = 1 << 20
_FORM = "anefdesk/evidence/1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written: the file itself, and how many annexes are in it."""

    name: str
    size: int
    sha256: str
    annexes: int
    locked: bool  # under a passphrase
    identity: bool


@contextmanager
def whole(place: Path) -> Iterator[BinaryIO]:
    """Write to ``place`` whole or not at all: whatever stops it, nothing is left.

    Raises:
        StorageError: ``disk.full``, ``disk.read_only``, ``disk.write``.
    """
    partial = place.with_name(f"{place.name}.part")
    try:
        try:
            with partial.open("wb") as out:
                yield out
            partial.replace(place)
        finally:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise of_the_disk(error) from None


def write(
    out: BinaryIO,
    pdf: bytes,
    items: tuple[Item, ...],
    read: Callable[[Item], bytes],
    passphrase: str | None,
    catalogue: str,
    made: datetime,
    step: Callable[[], None],
) -> None:
    """The package; one original in memory at a time."""
    import pyzipper

    guarded = _Guarded(out)
    with pyzipper.AESZipFile(guarded, "w", allowZip64=True) as package:
        if passphrase is not None:
            package.setpassword(passphrase.encode())
            package.setencryption(pyzipper.WZ_AES, nbits=256)
        told = _manifest(pdf, items, catalogue, made)
        texts = json.dumps(told, ensure_ascii=False, indent=1), _in_words(told)
        for name, text in zip(("manifest.json", "manifest.txt"), texts, strict=True):
            _put(package, name, text.encode(), made, squeeze=True)
        _put(package, PDF_NAME, pdf, made, squeeze=True)
        for item in items:
            guarded.check()
            step()
            _put(package, item.name, read(item), made, squeeze=False)
    guarded.check()


class _Guarded:
    """A file that remembers the failure of a write and goes on silently: a ZIP can only be closed on one that works."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._failure: OSError | None = None

    def check(self) -> None:
        """Raise what failed."""
        if self._failure is not None:
            raise self._failure

    def write(self, data: bytes) -> int:
        """Write, unless it failed before."""
        if self._failure is None:
            try:
                self._out.write(data)
            except OSError as error:
                self._failure = error
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to ``offset``, from the beginning only."""
        assert whence == 0
        self._at = offset
        if self._failure is None:
            try:
                self._out.seek(offset)
            except OSError as error:
                self._failure = error
        return offset

    def tell(self) -> int:
        """Where it is."""
        return self._at

    def flush(self) -> None:
        """Done when the file is closed."""


def _put(package: Any, name: str, data: bytes, made: datetime, *, squeeze: bool) -> None:  # noqa: ANN401 - untyped
    import pyzipper

    entry = package.zipinfo_cls(name, made.timetuple()[:6])
    entry.compress_type = pyzipper.ZIP_DEFLATED if squeeze else pyzipper.ZIP_STORED
    with package.open(entry, "w") as inside:
        view = memoryview(data)
        for start in range(0, len(view), _SLICE):
            inside.write(view[start : start + _SLICE].tobytes())


def _manifest(pdf: bytes, items: tuple[Item, ...], catalogue: str, made: datetime) -> dict[str, object]:
    return {
        "form": _FORM,
        "program": f"anefdesk {anefdesk.__version__}",
        "catalogue": catalogue,
        "made_utc": _utc(made),
        "pdf": {"name": PDF_NAME, "size": len(pdf), "sha256": hashlib.sha256(pdf).hexdigest()},
        "annexes": [_told(item) for item in items],
    }


def _told(item: Item) -> dict[str, object]:
    exhibit = item.exhibit
    return {
        "number": item.number,
        "name": item.name,
        "title": item.title,
        "kind": exhibit.media_type,
        "size": exhibit.size,
        "sha256": exhibit.sha256.hex(),
        "shows": exhibit.on,
        "entry": "letter" if item.letter else exhibit.entry.value,
        "entered_utc": _utc(item.entered) if item.entered else "",
        "recorded_by": item.author,
    }


def _utc(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def _in_words(told: dict[str, Any]) -> str:
    """The same for people without the program; ``sha256sum`` checks its lines once they are alone in a file."""
    lines = [
        "Dossier de preuves – document d’aide, sans valeur officielle",
        f"Fait le {told['made_utc']} (temps universel) ; {told['program']}, catalogue {told['catalogue']}",
        "",
        "Empreinte SHA-256, puis nom du fichier :",
        "",
        f"{told['pdf']['sha256']}  {told['pdf']['name']}",
        *(f"{annex['sha256']}  {annex['name']}" for annex in told["annexes"]),
        "",
    ]
    for annex in told["annexes"]:
        who = f" par {annex['recorded_by']}" if annex["recorded_by"] else ""
        title = f" – {annex['title']}" if annex["title"] else ""
        lines.append(f"Annexe {annex['number']}{title} : {annex['size']} octets, entrée le {annex['entered_utc']}{who}")
    return "\r\n".join([*lines, ""])
