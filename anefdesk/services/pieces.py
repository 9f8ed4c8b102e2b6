"""Scans and PDFs of a file: checked at the door, sealed in chunks, shown from memory only."""

import dataclasses
import struct
import threading
import warnings
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps

from anefdesk.domain.case import Piece
from anefdesk.domain.change import Touched
from anefdesk.domain.record import CaseId, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.services import attachments, sharing, typed
from anefdesk.services.workplace import Workplace, adding, setting

LARGEST = 50 * 1024 * 1024  # bytes
MOST_PIXELS = 80_000_000  # a 600 dpi A4 page is 35 million
_IMAGES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "WEBP": "image/webp"}
_READ = ("JPEG", "PNG", "TIFF", "WEBP")  # a phone's JPEG of several pictures then calls itself MPO
_PDF = "application/pdf"
# What Pillow's readers say of bytes that are no such image: pages of a TIFF are read one by one, each with its own.
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, MemoryError, struct.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
_GLANCE = 256  # pixels
_TALLEST = 4  # times the width: what is taller is drawn smaller
_pdfium = threading.Lock()  # the library serves one thread at a time


@dataclass(frozen=True, slots=True)
class Raster:
    """One page as pixels: ``rgb`` has three bytes a pixel, rows without padding; ``pages`` counts all pages."""

    width: int
    height: int
    rgb: bytes
    pages: int


def media_type(data: bytes) -> str:
    """The kind of file ``data`` is, by its content.

    Raises:
        InputRefusedError: ``piece.empty``, ``piece.too_big``, ``piece.type``, ``piece.encrypted_pdf``,
            ``piece.broken``, ``piece.too_many_pixels``.
    """
    if not data:
        raise InputRefusedError("piece.empty")
    if len(data) > LARGEST:
        raise InputRefusedError("piece.too_big", megabytes=len(data) >> 20, limit=LARGEST >> 20)
    if data[:1024].lstrip().startswith(b"%PDF"):
        _open_pdf(data)
        return _PDF
    with _image(data) as image:
        kind = _IMAGES[image.format or ""]
        image.draft("RGB", (_GLANCE, _GLANCE))  # a JPEG is read coarsely, which is enough to see that it is whole
        try:
            image.load()
        except BROKEN:
            raise InputRefusedError("piece.broken") from None
    return kind


def _open_pdf(data: bytes) -> int:
    with _pdfium:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise InputRefusedError("piece.encrypted_pdf" if locked else "piece.broken") from None
        try:
            pages = len(pdf)
        finally:
            pdf.close()
    if not pages:
        raise InputRefusedError("piece.broken")
    return pages


def _image(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=_READ)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InputRefusedError("piece.too_many_pixels") from None
    except BROKEN:
        raise InputRefusedError("piece.type") from None
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise InputRefusedError("piece.too_many_pixels")
    return image


def raster(data: bytes, page: int, width: int) -> Raster:
    """Draw one page of a PDF or image, ``width`` pixels wide, in memory.

    Raises:
        InputRefusedError: ``piece.broken`` when the page cannot be drawn.
    """
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _pdf_page(data, page, width)
    with _image(data) as image:
        try:
            pages = getattr(image, "n_frames", 1)
            image.seek(min(page, pages - 1))
            shown = ImageOps.exif_transpose(image).convert("RGB")
        except BROKEN:
            raise InputRefusedError("piece.broken") from None
        shown.thumbnail((width, width * _TALLEST))
    return Raster(shown.width, shown.height, shown.tobytes(), pages)


def _pdf_page(data: bytes, page: int, width: int) -> Raster:
    with _pdfium:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise InputRefusedError("piece.broken") from None
        try:
            pages = len(pdf)
            leaf = pdf[min(page, pages - 1)]
            scale = min(width / leaf.get_width(), width * _TALLEST / leaf.get_height())
            drawn = leaf.render(scale=scale).to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ZeroDivisionError, MemoryError):
            raise InputRefusedError("piece.broken") from None
        finally:
            pdf.close()
    return Raster(drawn.width, drawn.height, drawn.tobytes(), pages)


class Pieces:
    """Deeds on the scans of a file."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def attach(self, case: CaseId, document_id: str, data: bytes, *, dated: str = "", title: str = "") -> Touched:
        """Keep ``data`` as a piece proving ``document_id``; the original bytes stay as they came.

        Raises:
            InputRefusedError: as ``media_type``, ``date.impossible``, ``text.too_long``; nothing was kept.
            StorageError: ``disk.*``; nothing was recorded.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        day, called, kind = typed.day(dated), typed.plain(title), media_type(data)  # refusals come before any writing
        digest, key, names = attachments.sealed(self._at, data)
        piece = Piece(
            id=self._at.new_id(),
            document=document_id,
            media_type=kind,
            size=len(data),
            sha256=digest,
            key=key,
            chunks=names,
            dated=day,
            title=called,
        )
        return self._at.record(adding(case, piece))

    def read(self, case: CaseId, piece: Piece) -> bytes:
        """The original bytes, also of a piece that another file shares with this one; the reading is logged there.

        Raises:
            StorageError: ``case.missing``; ``chunk.missing``, ``chunk.damaged``, ``wire.seal_broken``,
                ``piece.damaged``.
        """
        self._at.need(Deed.READ_FILE)
        source = sharing.kept_in(self._at, self._at.file(case), piece)
        if source is None:
            raise StorageError("case.missing")
        data = attachments.opened(self._at, piece)
        self._at.read_logged(source, "piece")
        return data

    @staticmethod
    def raster(data: bytes, page: int, width: int) -> Raster:
        """As the module's ``raster``."""
        return raster(data, page, width)

    def remove(self, case: CaseId, piece: Piece) -> Touched:
        """Take a piece out of sight; its history stays."""
        self._at.need(Deed.EDIT_FILE)
        return self._at.record(setting(case, piece, differences(piece, dataclasses.replace(piece, gone=True))))
