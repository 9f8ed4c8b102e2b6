"""Scans and PDFs: what is accepted, what is refused and why, and that nothing of them lies in clear."""

import hashlib
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from anefdesk.domain.case import Piece
from anefdesk.domain.record import CaseId
from anefdesk.services import pieces
from anefdesk.wire import chunks
from tests.services.conftest import LEAD, Refused, Room

MARK = b"CANARI"


def pdf(*, pages: int = 1, size: tuple[float, float] = (300, 400), password: str = "") -> bytes:
    out = BytesIO()
    locked = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(out, pagesize=size, encrypt=locked, pageCompression=0)
    for number in range(pages):
        canvas.drawString(20, 20, f"CANARI {number}")
        canvas.rect(0, 0, 50, 50, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def image(kind: str, *, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = BytesIO()
    picture = Image.new("RGB", size, "white")
    picture.paste((200, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    picture.save(out, kind, **options)
    return out.getvalue()


def _phone_picture() -> bytes:
    """A JPEG of two pictures, as some phones make them."""
    return image("MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")])


ACCEPTED = {
    "pdf": (pdf, "application/pdf"),
    "jpeg": (lambda: image("JPEG"), "image/jpeg"),
    "phone": (_phone_picture, "image/jpeg"),
    "png": (lambda: image("PNG"), "image/png"),
    "tiff": (lambda: image("TIFF"), "image/tiff"),
    "webp": (lambda: image("WEBP"), "image/webp"),
    "pdf after rubbish": (lambda: b"\n\r\n" + pdf(), "application/pdf"),
    "grey png": (lambda: _saved(Image.new("L", (9, 9)), "PNG"), "image/png"),
    "black and white tiff": (lambda: _saved(Image.new("1", (9, 9)), "TIFF"), "image/tiff"),
}


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def _bomb() -> bytes:
    """A PNG of a few kilobytes that says it has ten thousand million pixels."""
    honest = _saved(Image.new("1", (8, 8)), "PNG")
    header = (100_000).to_bytes(4, "big") * 2 + honest[24:29]
    return honest[:16] + header + zlib.crc32(b"IHDR" + header).to_bytes(4, "big") + honest[33:]


REFUSED = {
    "nothing": (lambda: b"", "piece.empty"),
    "text": (lambda: b"Bonjour CANARI", "piece.type"),
    "zip": (lambda: b"PK\x03\x04" + bytes(100), "piece.type"),
    "gif": (lambda: _saved(Image.new("P", (9, 9)), "GIF"), "piece.type"),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "piece.type"),
    "script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "piece.type"),
    "locked pdf": (lambda: pdf(password="secret"), "piece.encrypted_pdf"),
    "broken pdf": (lambda: b"%PDF-1.7\n" + bytes(2000), "piece.broken"),
    "pdf cut in half": (lambda: pdf()[:200], "piece.broken"),
    "jpeg cut in half": (lambda: image("JPEG", size=(400, 400))[:2000], "piece.broken"),
    "png cut in half": (lambda: image("PNG", size=(400, 400))[:200], "piece.broken"),
    "bomb": (_bomb, "piece.too_many_pixels"),
}


def _attach(room: Room, data: bytes) -> tuple[CaseId, Piece]:
    case = room.person()
    room.desk().pieces.attach(case, "c-domicile", data, dated="01/11/2026", title=" Facture \x00 d’eau ")
    (piece,) = room.read(case).file.pieces
    return case, piece


@pytest.mark.parametrize("kind", ACCEPTED)
def test_what_people_bring_is_kept_as_it_came_and_drawn_from_memory(room: Room, kind: str) -> None:
    make, media_type = ACCEPTED[kind]
    data = make()
    case, piece = _attach(room, data)
    assert (piece.media_type, piece.size, piece.title, piece.dated) == (
        media_type, len(data), "Facture d’eau", "2026-11-01",
    )  # fmt: skip
    assert room.desk().pieces.read(case, piece) == data
    raster = room.desk().pieces.raster(data, 0, 50)
    assert 0 < raster.width <= 50
    assert len(raster.rgb) == raster.width * raster.height * 3


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_serve_is_refused_with_its_reason(room: Room, refused: Refused, kind: str) -> None:
    make, code = REFUSED[kind]
    case = room.person()
    assert refused(lambda: room.desk().pieces.attach(case, "c-domicile", make())) == code
    assert room.read(case).file.pieces == ()
    assert not [path for path in (room.home / "chunks").rglob("*") if path.is_file()]


def test_what_is_too_big_says_how_big(room: Room) -> None:
    from anefdesk.errors import InputRefusedError

    with pytest.raises(InputRefusedError) as error:
        room.desk().pieces.attach(room.person(), "c-domicile", bytes(pieces.LARGEST + 1))
    assert (error.value.code, error.value.params) == ("piece.too_big", {"megabytes": 50, "limit": 50})


def test_pages_of_a_pdf_are_counted_and_drawn_apart(room: Room) -> None:
    data = pdf(pages=3)
    first, beyond = (room.desk().pieces.raster(data, page, 100) for page in (0, 99))
    assert (first.pages, beyond.pages) == (3, 3)
    assert (first.width, first.height) == (100, 134)
    assert first.rgb[:3] == b"\xff\xff\xff"
    assert first.rgb[-300:-297] == b"\0\0\0"  # the lower corner is inked


@pytest.mark.parametrize("size", [(1, 14_000), (14_000, 1), (0.5, 0.5)])
def test_a_strange_page_does_not_exhaust_the_pc(room: Room, size: tuple[float, float]) -> None:
    raster = room.desk().pieces.raster(pdf(size=size), 0, 800)
    assert raster.width * raster.height <= 800 * 3200


def test_a_picture_is_shown_the_way_up_it_was_taken(room: Room) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright
    raster = room.desk().pieces.raster(image("JPEG", exif=exif), 0, 40)
    assert (raster.width, raster.height) == (40, 60)


# Nothing in clear, nothing altered unseen


def _kept(room: Room) -> list[Path]:
    return sorted(path for path in (room.home / "chunks").rglob("*") if path.is_file())


def _long_pdf() -> bytes:
    return pdf() + MARK * (chunks.CHUNK // 3)  # trailing bytes are part of the original


def test_nothing_lies_in_clear_and_equal_files_do_not_look_equal(room: Room) -> None:
    data = _long_pdf()
    case, piece = _attach(room, data)
    room.desk().pieces.attach(case, "c-domicile", data)
    assert len(_kept(room)) == 6
    for path in (path for path in room.home.rglob("*") if path.is_file()):
        assert MARK not in path.read_bytes()
    assert not {path.name for path in _kept(room)} & {hashlib.sha256(data).hexdigest()}
    assert room.desk().pieces.read(case, piece) == data


@pytest.mark.parametrize("byte", [0, 15, -1, 500_000])
def test_a_flipped_bit_is_refused(room: Room, refused: Refused, byte: int) -> None:
    case, piece = _attach(room, _long_pdf())
    for path in _kept(room):
        sealed = bytearray(path.read_bytes())
        sealed[byte % len(sealed)] ^= 1
        path.write_bytes(sealed)
    assert refused(lambda: room.desk().pieces.read(case, piece)) == "chunk.damaged"


def test_a_missing_chunk_is_refused(room: Room, refused: Refused) -> None:
    case, piece = _attach(room, _long_pdf())
    _kept(room)[1].unlink()
    assert refused(lambda: room.desk().pieces.read(case, piece)) == "chunk.missing"


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 1], [1, 2], [0, 1, 2, 2], [0, 0, 2], []])
def test_chunks_swapped_dropped_or_repeated_are_refused(room: Room, refused: Refused, order: list[int]) -> None:
    case, piece = _attach(room, _long_pdf())
    names = [piece.chunks[start : start + 32] for start in range(0, len(piece.chunks), 32)]
    assert len(names) == 3
    altered = Piece(
        id=piece.id, key=piece.key, sha256=piece.sha256, size=piece.size, chunks=b"".join(names[one] for one in order)
    )
    assert refused(lambda: room.desk().pieces.read(case, altered)) == "wire.seal_broken"


def test_a_chunk_of_another_file_is_refused(room: Room, refused: Refused) -> None:
    case, piece = _attach(room, pdf())
    room.desk().pieces.attach(case, "c-titre", pdf())
    other = next(one for one in room.read(case).file.pieces if one.id != piece.id)
    swapped = Piece(id=piece.id, key=piece.key, sha256=piece.sha256, size=piece.size, chunks=other.chunks)
    assert refused(lambda: room.desk().pieces.read(case, swapped)) == "wire.seal_broken"


def test_reading_a_piece_is_logged(room: Room) -> None:
    case, piece = _attach(room, pdf())
    before = room.desk(LEAD).casework.accesses(case)
    room.desk().pieces.read(case, piece)
    assert [one.what for one in room.desk(LEAD).casework.accesses(case)[: -len(before)]] == ["piece"]


def test_a_piece_taken_out_of_sight_keeps_its_history(room: Room) -> None:
    case, piece = _attach(room, pdf())
    room.desk().pieces.remove(case, piece)
    assert room.read(case).file.pieces == ()
    assert _kept(room)
    assert room.desk().pieces.read(case, piece) == room.desk().pieces.read(case, piece)
