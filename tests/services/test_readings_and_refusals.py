"""Every reading of a file leaves its line, and a refusal leaves nothing behind."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from anefdesk.domain.case import Note, RequestKind, Staff
from anefdesk.domain.change import Change
from anefdesk.domain.record import ObjectId, cells_of
from anefdesk.domain.staff import Role
from anefdesk.errors import InputRefusedError
from anefdesk.services import members, pieces
from anefdesk.services.casework import NewPerson
from tests.services.conftest import LEAD, RECEPTION, TODAY, WORKER, Room


def _lines(room: Room, case: bytes) -> list[str]:
    return [one.what for one in room.desk(LEAD).casework.accesses(case)]  # type: ignore[arg-type]


def test_whoever_comes_by_today_s_page_is_written_down_once(room: Room) -> None:
    desk = room.desk(WORKER)
    case = desk.casework.create(NewPerson(family="Canari-Haidari", nationality="AF"))
    demarche = desk.demarches.begin(case, "refugie", RequestKind.FIRST, TODAY)
    assert _lines(room, case) == []
    for _ in range(3):
        desk.demarches.view(case, demarche)
        desk.casework.reload(case)
    assert _lines(room, case) == ["file"]
    room.desk(RECEPTION).demarches.view(case, demarche)
    assert _lines(room, case) == ["file", "file"]


def test_opening_a_file_is_always_written_down_and_covers_its_desk(room: Room) -> None:
    desk = room.desk(WORKER)
    case = desk.casework.create(NewPerson(family="Canari-Haidari", nationality="AF"))
    demarche = desk.demarches.begin(case, "refugie", RequestKind.FIRST, TODAY)
    desk.casework.open(case)
    desk.demarches.view(case, demarche)
    desk.casework.open(case)
    assert _lines(room, case) == ["file", "file"]


def test_a_note_is_only_added_to(room: Room) -> None:
    desk = room.desk(WORKER)
    case = desk.casework.create(NewPerson(family="Canari-Haidari"))
    desk.casework.add_note(case, "Parle dari", private=False)
    note = desk.casework.open(case).file.notes[0]
    with pytest.raises(InputRefusedError) as refused:
        desk.casework.edit(case, note, Note(id=note.id, text="Parle pachto"))
    assert refused.value.code == "thing.stays"


def _tiff(pages: int) -> bytes:
    out = BytesIO()
    page = Image.new("RGB", (20, 30), "white")
    page.save(out, "TIFF", save_all=True, append_images=[page] * (pages - 1))
    return out.getvalue()


@pytest.mark.parametrize(("dated", "title"), [("31/02/2026", ""), ("", "x" * 10_001)])
def test_a_refused_piece_leaves_no_chunk(room: Room, dated: str, title: str) -> None:
    desk = room.desk(WORKER)
    case = desk.casework.create(NewPerson(family="Canari-Haidari"))
    with pytest.raises(InputRefusedError):
        desk.pieces.attach(case, "c-photo", _tiff(1), dated=dated, title=title)
    assert not [path for path in (room.home / "chunks").rglob("*") if path.is_file()]


def test_a_page_that_is_no_picture_is_told_broken() -> None:
    data = bytearray(_tiff(2))
    (first,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, first)
    (second,) = struct.unpack_from("<I", data, first + 2 + 12 * entries)
    struct.pack_into("<H", data, second, 0)  # the second page now has neither width nor height
    assert pieces.media_type(bytes(data)) == "image/tiff"
    with pytest.raises(InputRefusedError) as refused:
        pieces.raster(bytes(data), 1, 100)
    assert refused.value.code == "piece.broken"


def test_a_role_of_a_newer_version_gets_the_least_and_shuts_nobody_out(room: Room) -> None:
    record = Staff(id=ObjectId(b"n" * 16), label="Canari-Neuve", role="head_office", ends_on="un jour")
    with room.store.transaction(room.workplace(LEAD).me.user, 1) as deed:
        deed.record(Change(room.store.centre, record.KIND, record.id, cells_of(record)))
    member = next(one for one in members.present(room.store) if one.label == "Canari-Neuve")
    assert (member.role, member.ends_on) == (Role.RECEPTION, None)
