"""Nothing leaves without an agreement: given in a language the person follows, dated, taken back when they say so."""

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from babel.messages import pofile

from anefdesk import paths
from anefdesk.domain.consent import Consent, Use
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AccessRefusedError
from anefdesk.i18n import extract, reviews, templates
from anefdesk.i18n.texts import for_language
from anefdesk.letters.compose import compose
from anefdesk.services import consent_wording
from anefdesk.services.consents import Consents, UseView
from anefdesk.services.workplace import adding
from tests.services.conftest import RECEPTION, TODAY, Refused, Room


@pytest.fixture
def case(room: Room) -> CaseId:
    return room.person(family_native="کاناری", birth_date="04/05/1990", foreigner_number="9900000012")


def _consents(room: Room) -> Consents:
    return room.desk(RECEPTION).consents


def _of(room: Room, case: CaseId, use: Use = Use.LAWYER) -> UseView:
    return _consents(room).view(case).of(use)


def _standing(room: Room, case: CaseId, use: Use = Use.LAWYER) -> Consent:
    found = _of(room, case, use).standing
    assert found is not None
    return found


@pytest.mark.parametrize("use", list(Use))
def test_nothing_is_agreed_to_until_it_was_said(room: Room, case: CaseId, use: Use) -> None:
    assert _of(room, case, use) == UseView(use, None)
    with pytest.raises(AccessRefusedError) as error:
        _consents(room).need(case, use)
    assert (error.value.code, error.value.params) == ("consent.missing", {"use": use.value})
    _consents(room).give(case, use, language="fr", signed=True)
    _consents(room).need(case, use)
    others = [other for other in Use if other is not use]
    assert [_of(room, case, other).standing for other in others] == [None] * len(others)


def test_an_agreement_keeps_how_it_was_given(room: Room, case: CaseId) -> None:
    _consents(room).give(
        case, Use.LAWYER, language="ti", interpreted=True, scope=" Maître\tCanari ", on=date(2026, 11, 20)
    )
    given = _standing(room, case)
    assert (given.given_on, given.language, given.scope) == ("2026-11-20", "ti", "Maître Canari")
    assert (given.interpreted, given.signed, given.revoked_on) == (True, False, "")


def test_revoked_it_stands_no_more_from_that_day_and_stays_in_the_history(
    room: Room, case: CaseId, refused: Refused
) -> None:
    _consents(room).give(case, Use.PRESS, language="fr", signed=True)
    room.time.passes(days=3)
    given = _standing(room, case, Use.PRESS)
    _consents(room).revoke(case, given)
    view = _consents(room).view(case)
    (kept,) = view.of(Use.PRESS).history
    assert view.of(Use.PRESS).standing is None
    assert (kept.given_on, kept.revoked_on) == ("2026-11-23", "2026-11-26")
    assert not view.stands(kept)
    assert refused(lambda: _consents(room).need(case, Use.PRESS)) == "consent.missing"
    assert refused(lambda: _consents(room).revoke(case, given)) == "consent.revoked"
    _consents(room).give(case, Use.PRESS, language="fr", signed=True)
    assert [view.stands(one) for one in _of(room, case, Use.PRESS).history] == [True, False]


def test_two_lawyers_are_two_agreements(room: Room, case: CaseId, refused: Refused) -> None:
    consents = _consents(room)
    consents.give(case, Use.LAWYER, language="fr", scope="Maître Canari")
    assert refused(lambda: consents.give(case, Use.LAWYER, language="fr", scope="Maître  Canari")) == "consent.stands"
    consents.give(case, Use.LAWYER, language="fr", scope="Maître Canari-Autre")
    consents.revoke(case, _standing(room, case))
    consents.need(case, Use.LAWYER)
    consents.revoke(case, _standing(room, case))
    assert refused(lambda: consents.need(case, Use.LAWYER)) == "consent.missing"


def test_an_agreement_noted_on_two_desks_is_revoked_once(room: Room, case: CaseId, refused: Refused) -> None:
    desk = room.desk(RECEPTION)
    desk.consents.give(case, Use.LAWYER, language="fr", signed=True)
    given = _standing(room, case)
    elsewhere = dataclasses.replace(given, id=ObjectId(b"e" * 16))
    room.workplace().record(adding(case, elsewhere))
    desk.consents.revoke(case, given)
    assert refused(lambda: desk.consents.need(case, Use.LAWYER)) == "consent.missing"
    desk.casework.undo()
    assert [one.revoked_on for one in _of(room, case).history] == ["", ""]


def test_undo_takes_back_a_gift_and_a_revocation(room: Room, case: CaseId) -> None:
    desk = room.desk(RECEPTION)
    desk.consents.give(case, Use.COURT, language="fr", signed=True)
    desk.consents.revoke(case, _standing(room, case, Use.COURT))
    desk.casework.undo()
    assert _of(room, case, Use.COURT).standing is not None
    desk.casework.undo()
    assert _of(room, case, Use.COURT).standing is None


def test_a_signature_is_taken_only_on_words_that_were_read_or_spoken(
    room: Room, case: CaseId, refused: Refused
) -> None:
    consents = _consents(room)
    assert consents.may_be_taken_in("fr", interpreted=False)
    for code in ("bn", "mul", ""):
        assert not consents.may_be_taken_in(code, interpreted=False)
        assert consents.may_be_taken_in(code, interpreted=True)
    assert refused(lambda: consents.give(case, Use.FILE, language="bn", signed=True)) == "consent.unread"
    assert refused(lambda: consents.give(case, Use.FILE, language="bn")) == "consent.unspoken"
    assert refused(lambda: consents.give(case, Use.FILE, language=" ", interpreted=True)) == "consent.language"
    assert _of(room, case, Use.FILE).history == ()
    consents.give(case, Use.FILE, language="bn", interpreted=True)
    consents.give(case, Use.COURT, language="so", interpreted=True, signed=True)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the English texts that a test may have read."""
    shutil.copytree(paths.translations("en"), tmp_path / "en")
    monkeypatch.setattr(paths, "translations", tmp_path.joinpath)
    for_language.cache_clear()
    yield tmp_path / "en"
    for_language.cache_clear()


def _read(shelf: Path, level: str, *, but: str = "") -> None:
    """Translate every sentence of the sheet by itself in capitals, and have all read at ``level``, ``but`` one."""
    sentences = {entry.french for entry in extract.interface()[0] if "consent_wording" in entry.place}
    assert len(sentences) > 20
    file = shelf / "LC_MESSAGES" / "ui.po"
    catalogue = templates.read(file, "en")
    keys = []
    for sentence in sorted(sentences):
        gloss = sentence.upper()
        catalogue.add(sentence, gloss)
        catalogue[sentence].string = gloss
        if sentence != but:
            keys.append(reviews.key("", sentence, gloss))
    with file.open("wb") as out:
        pofile.write_po(out, catalogue)
    listed = ", ".join(f'"{key}"' for key in keys)
    (shelf / "reviews.toml").write_text(f'[[{level}]]\nby = "relectrice 1"\non = 2027-01-02\nkeys = [{listed}]\n')
    for_language.cache_clear()


def test_one_sentence_that_no_native_speaker_read_is_enough_to_refuse(
    room: Room, case: CaseId, shelf: Path, refused: Refused
) -> None:
    def sign() -> object:
        return _consents(room).give(case, Use.FILE, language="en", signed=True)

    _read(shelf, "checked")
    assert refused(sign) == "consent.unread"
    _read(shelf, "read", but=consent_wording.NO_MORE)
    assert refused(sign) == "consent.unread"
    _read(shelf, "read")
    sign()
    assert _standing(room, case, Use.FILE).signed


@pytest.mark.parametrize("fields", [{"scope": "é" * 10_001}, {"on": date(2026, 11, 24)}])
def test_what_cannot_be_is_refused(room: Room, case: CaseId, refused: Refused, fields: dict[str, object]) -> None:
    code = refused(lambda: _consents(room).give(case, Use.FILE, language="fr", **fields))  # type: ignore[arg-type]
    assert code == ("consent.future" if "on" in fields else "text.too_long")
    assert refused(lambda: _consents(room).revoke(case, Consent(id=ObjectId(b"n" * 16)))) == "consent.revoked"
    assert refused(lambda: _consents(room).sheet(case, (), "fr")) == "consent.no_use"


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("code", ["fr", "ar", "en"])
def test_the_sheet_says_what_is_signed_and_nothing_of_the_file(room: Room, case: CaseId, code: str) -> None:
    sheet = _consents(room).sheet(case, [Use.PRESS, Use.FILE], code)
    assert [line.name.fr for line in sheet.lines] == ["Lettres et démarches", "Presse et élus"]
    assert [bool(line.scope.fr) for line in sheet.lines] == [False, True]
    assert (sheet.unread is None) == (code == "fr")
    assert len(sheet.fields) == (3 if code == "fr" else 4)
    text = " ".join(_text(compose(sheet)).split())
    assert "Aucun mot de passe n’est demandé ni gardé." in text
    assert "CANARI-HAIDARI Zahra" in text
    for told in ("9900000012", "04/05/1990", "1990"):
        assert told not in text
    assert dataclasses.replace(sheet, unread=None) == dataclasses.replace(
        _consents(room).sheet(case, [Use.FILE, Use.PRESS], code), unread=None
    )


def test_the_whole_sheet_stands_on_one_page(room: Room, case: CaseId) -> None:
    for code in ("fr", "ar", "bn"):
        document = pypdfium2.PdfDocument(compose(_consents(room).sheet(case, list(Use), code)))
        assert len(document) == 1, code
        document.close()


def test_the_view_speaks_of_today(room: Room, case: CaseId) -> None:
    view = _consents(room).view(case)
    assert (view.case, view.today, [one.use for one in view.uses]) == (case, TODAY, list(Use))
