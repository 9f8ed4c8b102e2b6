"""Proofs of blockages: kept exactly as they came, fingerprinted and sealed; refused with a reason when of no use."""

import dataclasses
import hashlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from anefdesk.domain.blockage import Attempt, Entry, Exhibit
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import InputRefusedError
from anefdesk.services import attachments
from anefdesk.services.exhibits import LARGEST
from anefdesk.wire import chunks
from tests.services.conftest import LEAD, Refused, Room
from tests.services.test_pieces import ACCEPTED, REFUSED, image, pdf

MARK = "CANARI"
LETTER = f"From: anef@interieur.gouv.fr\nSubject: Votre demande\n\nBonjour {MARK}\n".encode()


def _frames(kind: str) -> bytes:
    return image(kind, save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")])


TEXTS: dict[str, tuple[bytes, str]] = {
    "pasted words": (f"Erreur 500 : réessayez plus tard, {MARK}.\n".encode(), "text/plain"),
    "with a mark at the start": ("\ufeffErreur 500".encode(), "text/plain"),
    "in Arabic": ("حدث خطأ\u200f \u200e(500)".encode(), "text/plain"),
    "an e-mail": (LETTER, "message/rfc822"),
    "a long line": (b"x" * (1 << 20), "text/plain"),
}
Make = Callable[[], bytes]


def _made(make: Callable[[], bytes], media_type: str) -> tuple[bytes, str]:
    return make(), media_type


BROUGHT: dict[str, Callable[[], tuple[bytes, str]]] = {
    **{name: partial(_made, *how) for name, how in ACCEPTED.items()},
    **{name: partial(tuple[bytes, str], how) for name, how in TEXTS.items()},
}
MORE_REFUSED: dict[str, tuple[Make, str]] = {
    "moving gif": (lambda: _frames("GIF"), "exhibit.animated"),
    "moving png": (lambda: _frames("PNG"), "exhibit.animated"),
    "moving webp": (lambda: _frames("WEBP"), "exhibit.animated"),
    "blanks": (lambda: b" \n\t ", "piece.type"),
    "a zero": (lambda: b"Bonjour\0", "piece.type"),
    "a page of the web": (lambda: b"<!DOCTYPE html><p>CANARI</p>", "piece.type"),
    "not unicode": (lambda: "réessayez".encode("latin-1"), "piece.type"),
    "a book": (lambda: b"mot " * (1 << 19), "exhibit.long_text"),
    "program": (lambda: b"MZ\x90\0\3", "piece.type"),
}
ALL_REFUSED: dict[str, tuple[Make, str]] = {name: how for name, how in REFUSED.items() if name != "text"} | MORE_REFUSED


@dataclasses.dataclass
class Shelf:
    room: Room
    case: CaseId
    blockage: ObjectId

    def attach(self, data: bytes, **more: object) -> Exhibit:
        values: dict[str, object] = {"entry": Entry.PASTED} | more
        return self.room.desk().blockages.attach(self.case, self.blockage, data, **values)[0]  # type: ignore[arg-type]

    def read(self, exhibit: Exhibit) -> bytes:
        return self.room.desk().blockages.read(self.case, exhibit)

    def kept(self) -> list[Path]:
        return sorted(path for path in (self.room.home / "chunks").rglob("*") if path.is_file())

    def shown(self) -> tuple[Exhibit, ...]:
        return self.room.desk().blockages.one(self.case, self.blockage).exhibits


@pytest.fixture
def shelf(room: Room) -> Shelf:
    case = room.person()
    return Shelf(room, case, room.desk().blockages.log(case, "B01", on="2026-11-02", at="09:40")[0])


@pytest.mark.parametrize("kind", BROUGHT)
def test_what_is_brought_is_kept_exactly_as_it_came(shelf: Shelf, kind: str) -> None:
    data, media_type = BROUGHT[kind]()
    exhibit = shelf.attach(data, entry=Entry.DROPPED, title=" Page \x00 d’erreur ", on="02/11/2026")
    assert (exhibit.media_type, exhibit.size, exhibit.title, exhibit.on, exhibit.entry) == (
        *(media_type, len(data), "Page d’erreur", "2026-11-02"),
        Entry.DROPPED,
    )
    assert exhibit.sha256 == hashlib.sha256(data).digest()
    assert shelf.read(exhibit) == data
    assert shelf.shown() == (exhibit,)


def test_who_entered_it_and_when_is_told_by_the_log(shelf: Shelf) -> None:
    exhibit = shelf.attach(image("PNG"))
    authored = shelf.room.desk().blockages.one(shelf.case, shelf.blockage).authored[exhibit.id]
    assert authored.author == shelf.room.workplace().me.user
    assert authored.wall_ms == shelf.room.time.clock().wall_ms()


@pytest.mark.parametrize("kind", ALL_REFUSED)
def test_what_cannot_serve_is_refused_with_its_reason(shelf: Shelf, refused: Refused, kind: str) -> None:
    make, code = ALL_REFUSED[kind]
    assert refused(lambda: shelf.attach(make())) == code
    assert shelf.shown() == ()
    assert shelf.kept() == []


def test_two_hundred_megabytes_are_refused_at_once(shelf: Shelf) -> None:
    huge = bytes(200 << 20)
    with pytest.raises(InputRefusedError) as error:
        shelf.attach(huge)
    assert (error.value.code, error.value.params) == ("piece.too_big", {"megabytes": 200, "limit": LARGEST >> 20})
    assert shelf.kept() == []


def test_pasted_twice_is_kept_once_for_a_try(shelf: Shelf, refused: Refused) -> None:
    data, desk = image("PNG"), shelf.room.desk()
    first = shelf.attach(data)
    assert refused(lambda: shelf.attach(data)) == "exhibit.already"
    tried = Attempt(id=desk.blockages.new_id(), on="2026-11-04")
    desk.blockages.attempt(shelf.case, shelf.blockage, tried)
    shelf.attach(data, attempt=tried.id)
    desk.blockages.withdraw(shelf.case, first)
    shelf.attach(data)
    assert len(shelf.shown()) == 2


def test_a_proof_belongs_to_a_blockage_and_a_try_of_this_file(shelf: Shelf, refused: Refused) -> None:
    desk, data = shelf.room.desk(), image("PNG")
    other = shelf.room.person(given="Amir")
    nowhere = ObjectId(b"n" * 16)
    elsewhere = desk.blockages.log(shelf.case, "B02", on="2026-11-02")[0]
    (tried,) = desk.blockages.one(shelf.case, elsewhere).attempts
    for case, blockage, attempt in (
        (other, shelf.blockage, None),
        (shelf.case, nowhere, None),
        (shelf.case, shelf.blockage, nowhere),
        (shelf.case, shelf.blockage, tried.id),
    ):
        deed = (case, blockage, data)
        assert refused(lambda: desk.blockages.attach(*deed, entry=Entry.FILE, attempt=attempt)) == "case.missing"  # noqa: B023 - called at once
    assert refused(lambda: shelf.attach(data, on="2026-11-24")) == "blockage.future"
    exhibit = shelf.attach(data)
    assert refused(lambda: desk.blockages.read(other, exhibit)) == "case.missing"
    assert len(shelf.kept()) == 1


def test_forty_captures_are_kept_and_read_back(shelf: Shelf) -> None:
    made = [image("PNG", size=(400 + number, 300)) for number in range(40)]
    exhibits = [shelf.attach(data, entry=Entry.SCREEN) for data in made]
    assert [shelf.read(exhibit) for exhibit in exhibits] == made
    assert shelf.shown() == tuple(exhibits)


# Nothing in clear, nothing altered unseen


def _long() -> bytes:
    return pdf() + MARK.encode() * (chunks.CHUNK // 3)


def test_nothing_lies_in_clear_and_equal_proofs_do_not_look_equal(shelf: Shelf) -> None:
    data = _long()
    shelf.attach(data)
    tried = shelf.room.desk().blockages.one(shelf.case, shelf.blockage).attempts[0]
    shelf.attach(data, attempt=tried.id)
    shelf.attach(TEXTS["pasted words"][0])
    shelf.attach(LETTER)
    assert len(shelf.kept()) == 8
    digest = hashlib.sha256(data)
    for path in (path for path in shelf.room.home.rglob("*") if path.is_file()):
        assert path.name != digest.hexdigest()
        held = path.read_bytes()
        assert MARK.encode() not in held
        assert digest.digest() not in held


@pytest.mark.parametrize("byte", [0, 15, -1, 500_000])
def test_a_flipped_bit_is_refused(shelf: Shelf, refused: Refused, byte: int) -> None:
    exhibit = shelf.attach(_long())
    for path in shelf.kept():
        sealed = bytearray(path.read_bytes())
        sealed[byte % len(sealed)] ^= 1
        path.write_bytes(sealed)
    assert refused(lambda: shelf.read(exhibit)) == "chunk.damaged"


def test_a_missing_chunk_is_refused(shelf: Shelf, refused: Refused) -> None:
    exhibit = shelf.attach(_long())
    shelf.kept()[1].unlink()
    assert refused(lambda: shelf.read(exhibit)) == "chunk.missing"


def test_a_proof_that_is_not_the_one_that_came_is_refused(shelf: Shelf, refused: Refused) -> None:
    exhibit = shelf.attach(image("PNG"))
    other = dataclasses.replace(exhibit, sha256=hashlib.sha256(b"other").digest())
    assert refused(lambda: attachments.opened(shelf.room.workplace(), other)) == "exhibit.damaged"


def test_reading_a_proof_is_logged(shelf: Shelf) -> None:
    exhibit = shelf.attach(image("PNG"))
    assert shelf.room.desk(LEAD).casework.accesses(shelf.case) == ()
    shelf.read(exhibit)
    assert [one.what for one in shelf.room.desk(LEAD).casework.accesses(shelf.case)] == ["exhibit"]


def test_a_withdrawn_proof_keeps_its_bytes(shelf: Shelf) -> None:
    data = image("PNG")
    exhibit = shelf.attach(data)
    shelf.room.desk().blockages.withdraw(shelf.case, exhibit)
    assert shelf.shown() == ()
    assert shelf.read(exhibit) == data


def test_a_full_disk_loses_nothing_and_records_nothing(
    shelf: Shelf, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, data = shelf.attach(image("PNG")), _long()
    records = len(list(shelf.room.store.records()))
    real, calls = os.fsync, []

    def fills(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) > 3:  # some chunks of the proof fit
            raise OSError(28, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fills)
        assert refused(lambda: shelf.attach(data)) == "disk.full"
    assert len(list(shelf.room.store.records())) == records
    assert not [path for path in shelf.kept() if path.suffix]
    assert shelf.shown() == (first,)
    assert shelf.read(shelf.attach(data)) == data
