"""« Effacements » : asked from a file, agreed by another person or the sheet, followed, certified."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from anefdesk.domain.erasing import Reason
from anefdesk.domain.record import CaseId
from anefdesk.services.sync.erasures_shown import Stage
from anefdesk.settings import Settings
from anefdesk.ui.pages.destinations import Back, ToErasures
from anefdesk.ui.pages.erasures import ErasuresPage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_erasing import ErasingSection
from anefdesk.ui.pages.settings import SettingsPage
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def press(counter: Counter, page: QWidget, words: str) -> None:
    next(one for one in page.findChildren(QAbstractButton) if one.text() == words and one.isVisible()).click()
    counter.settle()


def offered(page: QWidget) -> set[str]:
    return {one.text() for one in page.findChildren(QAbstractButton) if one.isVisible()}


@pytest.fixture
def case(counter: Counter) -> CaseId:
    found: CaseId = counter.ask(counter.session.desk.finding.recent)[0].case
    return found


def test_a_file_and_the_settings_lead_there(counter: Counter, case: CaseId) -> None:
    person = counter.show(PersonPage(*counter.given, case))
    section = person.findChild(ErasingSection)
    assert section is not None
    section.open_button.click()
    settings = counter.show(SettingsPage(*counter.given, Settings()))
    settings.erasing_button.click()
    assert counter.went == [ToErasures(case), ToErasures()]


def test_it_is_asked_held_and_taken_back(counter: Counter, case: CaseId) -> None:
    page = counter.show(ErasuresPage(*counter.given, case))
    assert _unnamed(page) == []
    press(counter, page, "Demander l’effacement")
    assert "il manque un accord" in said(page)
    assert "la personne le demande" in said(page)
    assert "Donner mon accord…" not in offered(page)  # whoever asked has agreed
    assert _unnamed(page) == []
    press(counter, page, "Garder ce dossier")
    assert "gardé" in said(page)
    press(counter, page, "Ne plus le garder")
    press(counter, page, "Retirer la demande")
    assert "demande retirée" in said(page)
    (row,) = counter.ask(counter.session.desk.erasures.view)
    assert row.stage is Stage.WITHDRAWN
    press(counter, page, "Retour")
    assert counter.went == [Back()]


def test_a_wrong_sheet_erases_nothing_and_is_explained(counter: Counter, case: CaseId) -> None:
    counter.ask(lambda: counter.session.desk.erasures.ask(case, Reason.ASKED))
    alone = counter.ask(lambda: counter.session.desk.erasures.alone)
    page = counter.show(ErasuresPage(*counter.given, case))
    if not alone:
        assert "Accord par la feuille de secours…" not in offered(page)
        return
    press(counter, page, "Accord par la feuille de secours…")
    page.deciding.key.setPlainText("ABCD")
    press(counter, page, "Effacer")
    assert page.message.isVisible()
    assert counter.ask(lambda: counter.session.desk.casework.reload(case)).file.case == case
    press(counter, page, "Ne pas effacer")
    assert not page.deciding.isVisible()
    assert page.deciding.key.toPlainText() == ""


def test_nothing_asked_is_said(counter: Counter) -> None:
    page = counter.show(ErasuresPage(*counter.given))
    assert "Personne n’a demandé d’effacement." in said(page)
    assert page.draft() is None
