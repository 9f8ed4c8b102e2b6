"""Finds the 2D-Doc codes on a scan or a PDF: page by page, at more than one size, in memory, without network.

Used by the service of attestations, off the interface's thread.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from anefdesk.errors import InputRefusedError
from anefdesk.services import pieces
from anefdesk.services.pieces import Raster

MOST_PAGES = 30
_PDF_WIDTHS = (1654, 3307)  # an A4 page at 200 and 400 points an inch
_LARGEST = 4000  # pixels across an image
_SMALL = 2400  # pixels: what is narrower is read enlarged too
_ENLARGED = (2, 4)
_STILL = ("image/png", "image/webp")  # several pictures in one of these are an animation
_MARKS = (b"DC", b"\xdc")  # text headers, and the binary one


@dataclass(frozen=True, slots=True)
class Found:
    """The bytes of a code, and the page it was on, from 1."""

    data: bytes
    page: int


def find(data: bytes) -> Found:
    """The first 2D-Doc of a scan or PDF.

    Raises:
        InputRefusedError: as ``pieces.media_type``; ``two_d_doc.animated``; ``two_d_doc.none_found`` (``pages`` looked
            at); ``two_d_doc.other_code``: codes were there, and none of them is a 2D-Doc.
    """
    kind = pieces.media_type(data)
    still = kind != "application/pdf"
    page = pages = other = 0
    while page < min(max(pages, 1), MOST_PAGES):
        for drawn in _drawn(data, page, _PDF_WIDTHS if not still else (_LARGEST,)):
            pages = drawn.pages
            if kind in _STILL and pages > 1:
                raise InputRefusedError("two_d_doc.animated")
            codes = list(_codes(drawn, enlarge=still))
            for code in codes:
                if code.startswith(_MARKS):
                    return Found(code, page + 1)
            other += len(codes)
        page += 1
    if other:
        raise InputRefusedError("two_d_doc.other_code")
    raise InputRefusedError("two_d_doc.none_found", pages=page)


def _drawn(data: bytes, page: int, widths: tuple[int, ...]) -> Iterator[Raster]:
    for width in widths:
        yield pieces.raster(data, page, width)


def _codes(drawn: Raster, *, enlarge: bool) -> Iterator[bytes]:
    """Every code of a page. A small one on a phone's picture is read only when the picture is enlarged."""
    import zxingcpp
    from PIL import Image

    one = zxingcpp.BarcodeFormat
    kinds = zxingcpp.BarcodeFormats((one.DataMatrix, one.QRCode, one.Aztec))
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb).convert("L")
    sizes = (1, *(times for times in _ENLARGED if enlarge and drawn.width * times <= 2 * _SMALL))
    for times in sizes:
        larger = picture if times == 1 else picture.resize((picture.width * times, picture.height * times))
        found = [code.bytes for code in zxingcpp.read_barcodes(larger, formats=kinds) if code.valid]
        if found:
            yield from found
            return
