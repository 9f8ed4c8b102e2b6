"""General rules read and searched, the applicant's words under those said to them; what préfectures add, read over."""

from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from anefdesk.domain.catalogue import Catalogue
from anefdesk.i18n.isolates import neutral
from anefdesk.ui.pages.destinations import ToProcedures, ToRules
from anefdesk.ui.pages.procedures import ProceduresPage
from anefdesk.ui.pages.rules import SUBJECT, RulesPage
from anefdesk.ui.pages.sourced import Sourced
from anefdesk.ui.widgets.frames import Section
from anefdesk.ui.widgets.texts import BilingualLabel
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _page(counter: Counter, language: str = "ar") -> RulesPage:
    return counter.show(RulesPage(*counter.given, language), height=4000)


def _said(page: QWidget) -> str:
    return neutral("\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible()))


def _press(page: QWidget, words: str) -> None:
    (button,) = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.text() == words]
    button.click()


def test_every_rule_is_there_under_a_subject_that_has_a_name(counter: Counter, shipped: Catalogue) -> None:
    assert {rule.subject for rule in shipped.rules.values()} == set(SUBJECT)
    page = _page(counter)
    assert len(page._lines) == len(shipped.rules) == 82
    for section in page._sections:
        section.set_open(True)
    said = _said(page)
    assert all(neutral(rule.what.text) in said for rule in shipped.rules.values())
    assert _unnamed(page) == []


def test_a_rule_is_found_while_typing_and_gives_its_sources(counter: Counter) -> None:
    page = _page(counter)
    QTest.keyClicks(page.line, "silence 4 mois")
    shown = [line for line in page._lines if line.isVisible()]
    assert len(shown) == 1
    assert "vérifié le" not in _said(page)
    (sourced,) = shown[0].findChildren(Sourced)
    sourced.button.click()
    assert "vérifié le" in _said(shown[0])
    assert "niveau" in _said(shown[0])
    page.line.setText("zzzz")
    assert "Aucune règle avec ces mots." in _said(page)
    page.line.clear()
    assert sum(section.isVisible() for section in page._sections) == len(SUBJECT)


def test_what_is_said_to_the_applicant_speaks_their_language(counter: Counter, shipped: Catalogue) -> None:
    page = _page(counter)
    told: list[str] = []
    page.language_changed.connect(told.append)
    said = [rule for rule in shipped.rules.values() if rule.said]
    theirs = [line for line in page._lines if line._theirs is not None]
    assert len(theirs) == len(said)
    labels = [label.accessibleName() for line in theirs for label in line.findChildren(BilingualLabel)]
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in label) for label in labels)
    page.spoken.decided.emit("ru")
    assert told == ["ru"]
    assert all(line._theirs is not None for line in theirs)
    page.spoken.decided.emit("fr")
    assert all(line._theirs is None for line in page._lines)


def test_the_procedures_lead_there_and_back(counter: Counter) -> None:
    page = counter.show(ProceduresPage(*counter.given, None, "ar"))
    _press(page, "Règles générales")
    _press(_page(counter), "Démarches du catalogue")
    assert counter.went == [ToRules(), ToProcedures()]


def test_demands_of_prefectures_are_read_over_withdrawn_and_put_back(counter: Counter) -> None:
    add = counter.session.desk.local_knowledge.add
    counter.ask(add, "duplicata", "69", "Lettre d’explication", "le guichet", date(2026, 1, 2))
    counter.ask(add, "refugie", "93", "Deux photos", "un courrier", date(2026, 1, 3))
    page = _page(counter)
    page.local.set_open(True)
    said = _said(page.local)
    assert "Préfecture du Rhône (Lyon)" in said
    assert "demandée par cette préfecture (dit par un courrier, le 03/01/2026)" in said
    assert _unnamed(page) == []
    buttons = [one for one in page.local.findChildren(QAbstractButton) if one.text() == "Retirer"]
    buttons[0].click()
    counter.settle()
    assert "Lettre d’explication" not in _said(page.local)
    assert "Deux photos" in _said(page.local)
    page.local.message.acted.emit()
    counter.settle()
    assert "Lettre d’explication" in _said(page.local)
    assert len(counter.ask(counter.session.desk.local_knowledge.demands)) == 2
    assert isinstance(page.local, Section)
