"""Where a demand goes and which court decides: at the desk and on the person's page, with sources one key away."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from anefdesk.domain.case import RequestKind
from anefdesk.domain.centre import Seen
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.i18n.isolates import neutral
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.sourced import Sourced
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

UNKNOWN = "retraite"  # nobody has read where it is handed in


def _said(page: QWidget) -> str:
    return neutral("\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible()))


def _begin(counter: Counter, procedure: str) -> tuple[CaseId, ObjectId]:
    case = counter.case("Benali")
    begin = counter.session.desk.demarches.begin
    return case, counter.ask(begin, case, procedure, RequestKind.FIRST, date(2026, 12, 15))


def test_the_desk_says_where_and_o_gives_sources_and_court(counter: Counter) -> None:
    case = counter.case("Benali")
    page = counter.show(DeskPage(*counter.given, case, counter.demarche(case), "ar"))
    assert "Où : Cette demande se fait en ligne, sur le site de l’ANEF" in _said(page.head)
    assert "Tribunal" not in _said(page.head.door).replace("Sources et tribunal", "")
    box = page.rows._rows()[0].box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_O)
    said = _said(page.head.door)
    assert "Tribunal de la résidence : Tribunal administratif de Montreuil" in said
    assert "Code de justice administrative" in said
    assert said.count("vérifié le") == 2
    QTest.keyClick(box, Qt.Key.Key_O)
    assert "Montreuil" not in _said(page.head.door)
    assert _unnamed(page) == []


def test_another_door_has_its_word(counter: Counter) -> None:
    page = counter.show(DeskPage(*counter.given, *_begin(counter, "apatride"), "ar"))
    assert "à la préfecture" in _said(page.head)
    assert "Où : À la préfecture" in _said(page.head)


def test_without_a_departement_no_court_is_guessed(counter: Counter) -> None:
    case = counter.case("Benali")
    view = counter.ask(counter.session.desk.casework.reload, case)
    homeless = replace(view.file.person, department="")
    counter.ask(counter.session.desk.casework.edit, case, view.file.person, homeless)
    page = counter.show(DeskPage(*counter.given, case, counter.demarche(case), "ar"))
    page.head.door.unfold()
    assert "Tribunal de la résidence" not in _said(page)
    assert "Département non noté" in _said(page.head.door)


def test_where_nobody_knows_the_team_says_what_it_saw(counter: Counter) -> None:
    page = counter.show(DeskPage(*counter.given, *_begin(counter, UNKNOWN), "ar"), height=4000)
    assert "à vérifier sur le site" in _said(page.head)
    assert "Personne ici n’a encore noté ce qu’il a vu." in _said(page.head.door)
    page.head.door.noting.emit()
    assert page.local.sighting.isVisible()
    page.local.sighting.seen.set_value(Seen.NO)
    page.local.sighting.day.set_iso("2026-01-02")
    page.local.sighting.note.click()
    counter.settle()
    assert "Vu sur l’ANEF le 02/01/2026 : non, elle n’y est pas." in _said(page.head.door)
    assert "Personne ici" not in _said(page.head.door)


def test_the_person_page_names_court_and_door(counter: Counter) -> None:
    case, _ = _begin(counter, UNKNOWN)
    page = counter.show(PersonPage(*counter.given, case), height=4000)
    said = _said(page)
    assert "Tribunal de la résidence : Tribunal administratif de Montreuil" in said
    assert "en ligne, sur l’ANEF – Cette demande se fait en ligne" in said
    assert "à vérifier sur le site – " in said
    assert "Code de justice administrative" not in said
    for sourced in page.findChildren(Sourced):
        QTest.keyClick(sourced.button, Qt.Key.Key_E)
    assert "Code de justice administrative" in _said(page)
    assert _unnamed(page) == []
