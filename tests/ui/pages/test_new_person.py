"""A new file: typed loosely, nothing lost, duplicates shown with their reason and never merged."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from anefdesk.domain.draft import Draft
from anefdesk.ui.pages.destinations import ToPerson, ToProcedures
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _page(counter: Counter) -> NewPersonPage:
    return counter.show(NewPersonPage(*counter.given))


def _type(page: NewPersonPage, **fields: str) -> None:
    for name, text in fields.items():
        field = getattr(page.form, name)
        line = getattr(field, "line", field)
        line.setFocus()
        QTest.keyClicks(line, text)
        line.editingFinished.emit()


def test_a_person_typed_loosely_is_saved_and_a_demarche_offered(counter: Counter) -> None:
    page = _page(counter)
    _type(page, family="Canari-Sylla", given="Aissatou", birth_date="4/5/1990", nationality="senegal")
    _type(page, phone="0639980009", department="69")
    page.form.languages.line.setText("peul")
    page.form.languages.line.editingFinished.emit()
    counter.settle()
    assert page.form.birth_date.text() == "04/05/1990"
    assert page.form.phone.text() == "06 39 98 00 09"
    assert page.form.nationality.text() == "Sénégal"
    assert "Rhône" in page.form._prefecture.text()

    QTest.keyClick(page.form.phone.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.save()
    counter.settle()

    assert page._created is not None
    file = counter.ask(counter.session.desk.casework.reload, page._created).file
    assert file.person.birth_date == "1990-05-04"
    assert file.person.nationality == "SN"
    assert file.person.department == "69"
    assert file.points[0].value == "+33639980009"
    assert [(one.code, one.preferred) for one in file.languages] == [("ff", True)]
    assert page.draft() is None
    page._done.acted.emit()
    assert counter.went == [ToProcedures(page._created)]


def test_what_is_refused_is_said_and_everything_typed_stays(counter: Counter) -> None:
    page = _page(counter)
    _type(page, given="Canari", foreigner_number="123")
    counter.settle()
    assert page.form.foreigner_number._wrong.isVisible()
    page.save()
    counter.settle()
    assert page.message.isVisible()
    assert page._created is None
    assert page.form.foreigner_number.text() == "123"
    assert page.form.given.text() == "Canari"
    assert page.save_button.isEnabled()


def test_a_duplicate_is_shown_with_its_reason_while_typing(counter: Counter) -> None:
    page = _page(counter)
    _type(page, family="Canari-Haidari", given="Zahra", birth_date="04/05/1990")
    counter.settle()
    buttons = [button for button in page._likely.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons] == ["CANARI-HAIDARI Zahra"]
    texts = " ".join(label.text() for label in page._likely.findChildren(Text) if label.isVisible())
    assert "même date de naissance" in texts
    buttons[0].click()
    assert counter.went == [ToPerson(counter.case("Haidari"))]


def test_a_draft_comes_back_with_its_cursor(counter: Counter) -> None:
    page = _page(counter)
    page.activateWindow()
    _type(page, family="Canari-Nguyen", birth_date="1990")
    page.form.languages.line.setText("dari")
    page.form.languages.line.editingFinished.emit()
    page.form.given.line.setFocus()
    counter.settle()
    draft = page.draft()
    assert draft is not None
    assert draft.cursor == "given"

    counter.ask(counter.session.park, Draft(draft.place, draft.fields, draft.case, draft.cursor))
    again = _page(counter)
    again.activateWindow()
    again.restore(counter.ask(counter.session.draft, "new_person"))
    counter.settle()

    assert again.form.family.text() == "Canari-Nguyen"
    assert again.form.birth_date.text() == "1990"
    assert [one.code for one in again.form.languages.said()] == ["fa_AF"]
    assert again.form.given.line.hasFocus()


def test_erasing_can_be_taken_back(counter: Counter) -> None:
    page = _page(counter)
    _type(page, family="Canari-Nguyen")
    page._cancel.click()
    assert page.form.family.text() == ""
    page.message.acted.emit()
    assert page.form.family.text() == "Canari-Nguyen"


def test_the_answers_of_another_interview_can_be_left_out(counter: Counter) -> None:
    page = counter.show(NewPersonPage(*counter.given, answers=(("what_for", "renew"), ("violence_home", "yes"))))
    draft = page.draft()
    assert draft is not None
    again = _page(counter)
    again.restore(draft)  # the next person's form
    again._cancel.click()
    assert again.draft() is None
    again.message.acted.emit()
    assert again.draft() == draft
    again.message.acted.emit()
    _type(again, family="Canari-Autre")
    again.save()
    counter.settle()
    assert again._created is not None
    assert counter.ask(counter.session.desk.casework.reload, again._created).file.answers == ()
