"""Files and pictures as people bring them: chosen, dropped, pasted, taken from the screen. In memory only.

Used by the place where captures are dropped and by the deeds that keep them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from anefdesk.domain.blockage import Entry
from anefdesk.errors import InputRefusedError, StorageError

_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/tiff")  # as they came, if they came as a file would


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """One thing brought in; ``read`` gives its bytes."""

    entry: Entry
    path: str = ""
    data: bytes = b""
    picture: QImage | None = None

    @property
    def name(self) -> str:
        """The name of the file, for the eyes that brought it: it is kept nowhere, for it may name a person."""
        return Path(self.path).name

    def read(self, largest: int) -> bytes:
        """Its bytes, off the interface's thread; the file itself stays where it is.

        Raises:
            InputRefusedError: ``piece.too_big``.
            StorageError: ``piece.unreadable``: the file cannot be read.
        """
        if self.picture is not None:
            return png(self.picture)
        if not self.path:
            return self.data
        file = Path(self.path)
        try:
            if file.stat().st_size > largest:
                raise InputRefusedError("piece.too_big", megabytes=file.stat().st_size >> 20, limit=largest >> 20)
            return file.read_bytes()
        except OSError:
            raise StorageError("piece.unreadable") from None


def png(picture: QImage) -> bytes:
    """``picture`` as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture)  # QImage.save refuses what its types ask for
    return bytes(buffer.data().data())


def from_mime(mime: QMimeData, entry: Entry) -> Iterator[Brought]:
    """What a clipboard or a drop holds: files of this PC, else a picture, else words."""
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if paths:
        yield from (Brought(entry, path=path) for path in paths)
    elif kind := next((kind for kind in _PICTURES if mime.hasFormat(kind)), ""):
        yield Brought(entry, data=bytes(mime.data(kind).data()))
    elif mime.hasImage():
        picture = QImage(mime.imageData())
        if not picture.isNull():
            yield Brought(entry, picture=picture)
    elif mime.text().strip():
        yield Brought(entry, data=mime.text().encode())


def holds_files(mime: QMimeData) -> bool:
    """Whether there is more than words in it."""
    local = any(url.isLocalFile() for url in mime.urls())
    return local or mime.hasImage() or any(mime.hasFormat(kind) for kind in _PICTURES)
