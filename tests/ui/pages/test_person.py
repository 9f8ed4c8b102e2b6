"""A person's page: edited in place, saved as the field is left, taken back, and no password anywhere."""

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from anefdesk.domain.case import Safe
from anefdesk.domain.record import CaseId
from anefdesk.ui.pages.destinations import ToDesk, ToProcedures
from anefdesk.ui.pages.people import PeoplePage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_header import PersonHeader
from anefdesk.ui.pages.person_identity import IdentitySection, LanguagesSection
from anefdesk.ui.pages.person_journal import JournalSection
from anefdesk.ui.pages.person_reach import PermitsSection, ReachSection
from anefdesk.ui.pages.person_words import AccessSection, NotesSection
from anefdesk.ui.pages.person_work import DemarchesSection
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _page(counter: Counter, who: str = "Haidari") -> tuple[PersonPage, CaseId]:
    case = counter.case(who)
    return counter.show(PersonPage(*counter.given, case)), case


def _words(page: PersonPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(Text) if label.isVisible())


def test_the_head_says_who_and_what_next(counter: Counter) -> None:
    page, case = _page(counter)
    header = page.findChild(PersonHeader)
    assert header is not None
    words = "\n".join(label.text() for label in header.findChildren(Text))
    assert "CANARI-HAIDARI Zahra" in words
    assert "préfère : dari" in words
    assert "dans 75 jours" in words
    assert "زهرا" in header._native.accessibleName()
    assert "CANARI" not in page.title()
    header.next_.click()
    demarches = page.findChild(DemarchesSection)
    assert demarches is not None
    demarches.begun.emit()
    assert counter.went == [ToDesk(case, counter.demarche(case)), ToProcedures(case)]


def test_a_field_is_saved_as_it_is_left_and_undone(counter: Counter) -> None:
    page, case = _page(counter)
    identity = page.findChild(IdentitySection)
    assert identity is not None
    city = identity._fields["city"]
    assert isinstance(city, CheckedLine)
    QTest.keyClicks(city.line, "Villeurbanne")
    city.line.editingFinished.emit()
    counter.settle()
    assert counter.ask(counter.session.desk.casework.reload, case).file.person.city == "Villeurbanne"
    assert "Enregistré sur ce poste · " in page._saved.text()

    page.undo()
    counter.settle()
    assert counter.ask(counter.session.desk.casework.reload, case).file.person.city == ""
    assert city.text() == ""


def test_a_refused_value_is_explained_in_its_place_and_not_saved(counter: Counter) -> None:
    page, case = _page(counter)
    identity = page.findChild(IdentitySection)
    assert identity is not None
    number = identity._fields["foreigner_number"]
    assert isinstance(number, CheckedLine)
    number.line.setText("12")
    number.line.editingFinished.emit()
    counter.settle()
    assert number._wrong.isVisible()
    assert number.text() == "12"
    assert counter.ask(counter.session.desk.casework.reload, case).file.person.foreigner_number == "9900000001"


def test_what_another_page_writes_does_not_disturb_who_types(counter: Counter) -> None:
    page, case = _page(counter)
    page.activateWindow()
    identity = page.findChild(IdentitySection)
    assert identity is not None
    address = identity._fields["address"]
    assert isinstance(address, CheckedLine)
    address.line.setFocus()
    QTest.keyClicks(address.line, "12 rue")
    touched = counter.ask(lambda: counter.session.desk.casework.add_note(case, "autre", private=False))
    counter.news.touched.emit(touched)
    counter.settle()
    assert address.text() == "12 rue"


def test_contacts_say_whether_they_are_safe(counter: Counter) -> None:
    page, case = _page(counter, "Chtcherbakova")
    reach = page.findChild(ReachSection)
    assert reach is not None
    assert "dangereux" in "\n".join(label.text() for label in reach.findChildren(Text))
    safe = next(choice for choice in reach.findChildren(Choice) if choice.value() is Safe.NO)
    safe.set_value(Safe.YES)
    safe.decided.emit(Safe.YES)
    counter.settle()
    assert counter.ask(counter.session.desk.casework.reload, case).file.points[0].safe is Safe.YES


def test_permits_languages_journal_and_notes_are_added_to(counter: Counter) -> None:
    page, case = _page(counter)
    permits, languages = page.findChild(PermitsSection), page.findChild(LanguagesSection)
    journal, notes = page.findChild(JournalSection), page.findChild(NotesSection)
    assert permits is not None
    assert languages is not None
    assert journal is not None
    assert notes is not None
    permits._add()
    languages._editor._add("ps")
    journal.box.setPlainText("Appel : rendez-vous jeudi.")
    journal._add.click()
    notes.box.setPlainText("À relire avec elle.")
    notes._private.setChecked(True)
    notes._add.click()
    counter.settle()
    view = counter.ask(counter.session.desk.casework.reload, case)
    assert len(view.file.permits) == 2
    assert [one.code for one in view.file.languages] == ["fa_AF", "ps"]
    assert view.file.journal[-1].text == "Appel : rendez-vous jeudi."
    assert list(view.private_notes.values()) == ["À relire avec elle."]
    assert journal.box.toPlainText() == ""
    assert "pour moi seulement" in _words(page)
    assert "peut demander à lire" in _words(page)


def test_half_written_words_survive_as_a_draft(counter: Counter) -> None:
    page, case = _page(counter)
    page.activateWindow()
    page._boxes["note"].setPlainText("Elle dit que")
    page._boxes["note"].setFocus()
    draft = page.draft()
    assert draft is not None
    assert draft.case == case
    again, _ = _page(counter)
    again.restore(draft)
    assert again._boxes["note"].toPlainText() == "Elle dit que"


def test_no_field_asks_for_a_password_and_the_page_says_why(counter: Counter) -> None:
    page, _ = _page(counter)
    for line in page.findChildren(QLineEdit):
        assert line.echoMode() == QLineEdit.EchoMode.Normal
        assert "passe" not in line.accessibleName().lower()
    assert "Ne notez jamais le mot de passe ANEF" in _words(page)


def test_a_lead_sees_who_opened_the_file(counter: Counter) -> None:
    page, _ = _page(counter)
    access = page.findChild(AccessSection)
    assert access is not None
    access.set_open(True)
    counter.settle()
    assert "Stagiaire" in "\n".join(label.text() for label in access.findChildren(Text))


def test_a_date_another_desk_wrote_badly_stops_no_page(counter: Counter) -> None:
    case = counter.case("Demir")
    casework = counter.session.desk.casework
    file = counter.ask(casework.reload, case).file
    counter.ask(casework.edit, case, file.permit, replace(file.permit, end="bientôt"))
    counter.ask(casework.edit, case, file.demarches[0], replace(file.demarches[0], planned_on="jeudi"))
    assert "Fin du titre non notée." in _words(counter.show(PersonPage(*counter.given, case)))
    people = counter.show(PeoplePage(*counter.given, ""))
    assert people.table.model().rowCount()
    assert not counter.mishaps
