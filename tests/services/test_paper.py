"""Sheets in thirteen languages: they compose, say the right things, and give away nothing in their metadata."""

import re
import subprocess
from datetime import date

import pypdfium2
import pytest

from anefdesk.domain.case import AddressKind, ItemState, RefusalReason, RequestKind
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.i18n.languages import APPLICANT_LANGUAGES
from tests.judges import Judge
from tests.services.conftest import LEAD, RECEPTION, WORKER, Refused, Room

LANGUAGES = [language.code for language in APPLICANT_LANGUAGES]


@pytest.fixture
def dossier(room: Room) -> tuple[Room, CaseId, ObjectId]:
    case = room.person(
        family_native="کناری حیدری", given_native="زهرا", address_kind=AddressKind.OWN, birth_date="4/5/1990"
    )
    demarches = room.desk().demarches
    demarche = demarches.begin(case, "protection-subsidiaire", RequestKind.RENEWAL, date(2026, 12, 15))
    demarches.set_item(case, demarche, "c-titre", ItemState.RECEIVED)
    demarches.set_item(case, demarche, "c-domicile", ItemState.RECEIVED, dated="2026-01-01")
    demarches.set_item(
        case, demarche, "c-ephoto", ItemState.REFUSED, reason=RefusalReason.ILLEGIBLE, remark="reflet", due="2026-12-01"
    )
    return room, case, demarche


def _pages(data: bytes) -> int:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return len(pdf)
    finally:
        pdf.close()


def _nothing_personal(data: bytes) -> None:
    pdf = pypdfium2.PdfDocument(data)
    try:
        told = " ".join(pdf.get_metadata_dict().values())
    finally:
        pdf.close()
    assert not re.search("canari|haidari|zahra|amina|omar", told, re.IGNORECASE), told
    assert b"anari" not in data.lower()  # in no clear part of the file either: pages are compressed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_composes(dossier: tuple[Room, CaseId, ObjectId], language: str) -> None:
    room, case, demarche = dossier
    paper = room.desk().paper
    sheets = [
        paper.checklist(case, demarche, language),
        paper.missing_slip(case, demarche, language),
        paper.blank_form("protection-subsidiaire", RequestKind.FIRST, language),
    ]
    for sheet in sheets:
        data = paper.compose(sheet)
        assert data.startswith(b"%PDF")
        assert _pages(data) >= 1
        _nothing_personal(data)
    raster = paper.raster(data, 0, 200)
    assert len(set(raster.rgb)) > 2


def _text(data: bytes, judge: Judge) -> str:
    done = subprocess.run([judge("pdftotext"), "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_list_says_what_is_there_and_what_is_not(dossier: tuple[Room, CaseId, ObjectId], judge: Judge) -> None:
    room, case, demarche = dossier
    paper = room.desk().paper
    said = " ".join(_text(paper.compose(paper.checklist(case, demarche, "fr")), judge).split())
    for words in ("CANARI-HAIDARI Zahra", "reflet", "avant le 01/12/2026", "Trop ancien", "C’est bon", "À refaire"):
        assert words in said, words
    assert "exigée par la loi" in said


def test_the_mark_is_in_french_alone(dossier: tuple[Room, CaseId, ObjectId]) -> None:
    room, case, demarche = dossier
    paper = room.desk().paper
    lines = [line for section in paper.checklist(case, demarche, "ru").sections for line in section.lines]
    assert {line.asked for line in lines} >= {"exigée par la loi", "exigée par la loi, dans ce cas"}
    assert not any("exigée" in said.other for line in lines for said in (line.name, line.why, line.state))


def test_the_slip_holds_only_what_is_to_be_brought(dossier: tuple[Room, CaseId, ObjectId]) -> None:
    room, case, demarche = dossier
    paper = room.desk().paper
    names = {line.name.fr for line in paper.missing_slip(case, demarche, "ar").lines}
    procedure = room.catalogue.procedures["protection-subsidiaire"]
    by_id = {document.id: document.name for document in procedure.documents}
    assert {by_id["c-domicile"], by_id["c-ephoto"]} <= names
    assert by_id["c-titre"] not in names
    assert by_id["c-identite"] not in names  # useful, not asked
    assert by_id["c-ancienne-carte"] not in names  # on the day of collection


def test_nothing_to_bring_is_said(room: Room) -> None:
    case = room.person(address_kind=AddressKind.OWN)
    demarches = room.desk().demarches
    demarche = demarches.begin(case, "protection-subsidiaire", RequestKind.RENEWAL, date(2026, 12, 15))
    for row in demarches.view(case, demarche).checklist.rows:
        demarches.set_item(case, demarche, row.document.id, ItemState.RECEIVED, dated="2026-11-01")
    slip = room.desk().paper.missing_slip(case, demarche, "ru")
    assert slip.lines == ()
    assert slip.closing[0].fr == "Vous avez apporté tout ce que nous vous avons demandé."
    assert slip.closing[0].other


def test_printing_is_logged(dossier: tuple[Room, CaseId, ObjectId]) -> None:
    room, case, demarche = dossier
    room.desk().paper.checklist(case, demarche, "ar")
    assert [one.what for one in room.desk(LEAD).casework.accesses(case)] == ["print"]


def test_a_blank_form_names_nobody_and_logs_nothing(room: Room) -> None:
    room.person()
    before = room.store.state_hash()
    room.desk().paper.blank_form("duplicata", RequestKind.REPLACEMENT, "tr")
    assert room.store.state_hash() == before


def test_an_unknown_procedure_prints_nothing(room: Room, refused: Refused) -> None:
    paper = room.desk().paper
    assert refused(lambda: paper.blank_form("inconnue", RequestKind.FIRST, "fr")) == "procedure.unknown"


def test_the_recovery_sheet_is_for_leads(room: Room, refused: Refused) -> None:
    for label in (WORKER, RECEPTION):
        assert refused(lambda who=label: room.desk(who).paper.recovery_sheet("ABCDE FGHIJ")) == "access.role"
    sheet = room.desk(LEAD).paper.recovery_sheet("K273 ESG7 4H\nMWQ0 GD8B 1W")
    assert sheet.key_groups == ("K273 ESG7 4H", "MWQ0 GD8B 1W")
    data = room.desk(LEAD).paper.compose(sheet)
    assert _pages(data) == 1


ODD = ("\u202eبن‎ علي\u202c", "👩🏽‍🦱 Canari", "Canari" * 1500, "ক্ষণ Canari ሰላም")


@pytest.mark.parametrize("name", ODD)
def test_odd_names_still_print(room: Room, name: str) -> None:
    case = room.person(family="Canari", given=name[:200], family_native=name)
    demarche = room.desk().demarches.begin(case, "duplicata", RequestKind.REPLACEMENT, date(2026, 12, 1))
    paper = room.desk().paper
    assert _pages(paper.compose(paper.missing_slip(case, demarche, "ar"))) >= 1
