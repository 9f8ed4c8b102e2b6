"""« Dossier de preuves » : what is in it, who agreed, looked at, locked, written, stopped."""

import hashlib
import threading
from pathlib import Path

import pytest
import pyzipper
from PySide6.QtWidgets import QAbstractButton, QLabel

from anefdesk.domain.blockage import Entry
from anefdesk.domain.consent import Use
from anefdesk.domain.record import CaseId
from anefdesk.services.casework import NewPerson
from anefdesk.ui.pages.destinations import Back, ToConsents
from anefdesk.ui.pages.evidence import EvidencePage
from tests.services.evidence_files import screen
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)
PHRASE = "bretelle ruminant tricot litchi wagonnet"


@pytest.fixture
def case(counter: Counter) -> CaseId:
    case, blockages = counter.case("Haidari"), counter.session.desk.blockages
    blockage, _ = counter.ask(lambda: blockages.log(case, "B11", on="2026-11-02", at="10:42", said="Erreur de Canari"))
    for number in range(2):
        counter.ask(lambda number=number: blockages.attach(case, blockage, screen(number), entry=Entry.PASTED))
    return case


def _agree(counter: Counter, case: CaseId, use: Use) -> None:
    counter.ask(lambda: counter.session.desk.consents.give(case, use, language="fr", signed=True))


def _said(page: EvidencePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def _lock(counter: Counter, page: EvidencePage, again: str = PHRASE) -> None:
    page.locking.first.field.line.setText(PHRASE)
    page.locking.again.line.setText(again)
    counter.settle()


def test_it_says_what_is_in_it_and_whether_it_may_leave(counter: Counter, case: CaseId) -> None:
    page = counter.show(EvidencePage(*counter.given, case))
    said = _said(page)
    assert "Dans ce dossier : 1 blocage, 1 essai, 2 annexes (" in said
    assert "accord manquant" in said
    assert _unnamed(page) == []
    page.save_button.click()
    counter.settle()
    assert "accord" in page.message.accessibleName()
    next(one for one in page.findChildren(QAbstractButton) if "Noter l’accord" in one.text()).click()
    page._back()
    assert counter.went == [ToConsents(case), Back()]


def test_it_is_written_under_the_passphrase(counter: Counter, case: CaseId, tmp_path: Path) -> None:
    _agree(counter, case, Use.LAWYER)
    page = counter.show(EvidencePage(*counter.given, case))
    assert "la personne est d’accord" in _said(page)
    _lock(counter, page)
    place = tmp_path / "preuves.zip"
    page.save(str(place))
    assert (page.locking.first.text(), page.locking.again.line.text()) == ("", "")
    counter.settle()
    said = _said(page).replace(" ", "")
    assert "preuves.zip" in said
    assert hashlib.sha256(place.read_bytes()).hexdigest() in said
    with pyzipper.AESZipFile(place) as package:
        package.setpassword(PHRASE.encode())
        assert package.read("annexe-01.png") == screen(0)
    assert page.writing.isHidden()
    assert page.save_button.isEnabled()


def test_two_passphrases_that_differ_are_refused(counter: Counter, case: CaseId) -> None:
    _agree(counter, case, Use.LAWYER)
    page = counter.show(EvidencePage(*counter.given, case))
    for again in ("", "autre"):
        _lock(counter, page, again)
        page.save_button.click()
        assert "ne sont pas les mêmes" in page.message.accessibleName()
    page.locking.none.setChecked(True)
    assert "pourra tout lire" in _said(page)
    assert page._refusal() is None


def test_what_is_looked_at_is_neither_printed_nor_copied(counter: Counter, case: CaseId) -> None:
    page = counter.show(EvidencePage(*counter.given, case))
    page.preview_button.click()
    counter.settle()
    assert page.view.isVisible()
    assert page.view.page_count() >= 3
    shown = [one.text() for one in page.view.findChildren(QAbstractButton) if one.isVisible()]
    assert not any("Imprimer" in text or "copie" in text for text in shown)


def test_without_identity_it_is_a_pdf_and_no_passphrase_is_asked(
    counter: Counter, case: CaseId, tmp_path: Path
) -> None:
    _agree(counter, case, Use.PRESS)
    page = counter.show(EvidencePage(*counter.given, case))
    page.whom.use.decided.emit(Use.PRESS)
    counter.settle()
    assert not page.locking.isVisible()
    assert "annexe" not in page.whom.content.text()
    page.save(str(tmp_path / "chiffres.pdf"))
    counter.settle()
    assert (tmp_path / "chiffres.pdf").read_bytes().startswith(b"%PDF")
    assert "chiffres.pdf" in _said(page)


def test_it_can_be_stopped_and_leaves_nothing(counter: Counter, case: CaseId, tmp_path: Path) -> None:
    _agree(counter, case, Use.LAWYER)
    page = counter.show(EvidencePage(*counter.given, case))
    dossier = page._dossier
    assert dossier is not None
    folder = tmp_path / "clef"
    folder.mkdir()
    gate = threading.Event()
    counter.jobs.slow(gate.wait, owner=counter.jobs)  # what follows waits behind it
    page.write(dossier, folder / "preuves.zip", PHRASE)
    assert page.writing.isVisible()
    assert not page.save_button.isEnabled()
    page.writing.stop_button.click()
    gate.set()
    counter.settle()
    assert list(folder.iterdir()) == []
    assert page.writing.isHidden()
    assert "L’enregistrement est arrêté." in _said(page)


def test_a_place_that_cannot_be_written_says_why(counter: Counter, case: CaseId, tmp_path: Path) -> None:
    _agree(counter, case, Use.LAWYER)
    page = counter.show(EvidencePage(*counter.given, case))
    _lock(counter, page)
    page.save(str(tmp_path / "absent" / "preuves.zip"))
    counter.settle()
    assert page.message.isVisible()
    assert page.done.isHidden()
    assert page.save_button.isEnabled()


def test_without_blockage_it_says_so(counter: Counter) -> None:
    new = NewPerson(family="Canari-Neuve", given="Ivan")
    page = counter.show(EvidencePage(*counter.given, counter.ask(counter.session.desk.casework.create, new)))
    assert "il n’y a rien à rassembler" in page.message.accessibleName()
    assert not page.save_button.isEnabled()
