"""Other names that find the person, corrections of the journal, names legible in their own script, dates in words."""

from datetime import date

import pytest

from anefdesk.domain.case import JournalEntry, NameRole
from anefdesk.domain.record import ObjectId
from anefdesk.i18n.isolates import neutral
from anefdesk.i18n.texts import for_language
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_identity import IdentitySection
from anefdesk.ui.pages.person_journal import JournalSection
from anefdesk.ui.pages.person_names import NamesSection
from anefdesk.ui.pages.person_words import NotesSection
from anefdesk.ui.spoken_dates import distance, long_date
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)
TODAY = date(2026, 11, 23)


def _type(counter: Counter, field: object, text: str) -> None:
    assert isinstance(field, CheckedLine)
    field.line.setText(text)
    field.line.editingFinished.emit()
    counter.settle()


def _page(counter: Counter) -> PersonPage:
    return counter.show(PersonPage(*counter.given, counter.case("Haidari")))


def _found(counter: Counter, text: str) -> list[object]:
    return [row.case for row in counter.ask(counter.session.desk.finding.find, text)]


def test_another_name_is_added_found_and_taken_away(counter: Counter) -> None:
    page = _page(counter)
    case = counter.case("Haidari")
    names = page.findChild(NamesSection)
    assert names is not None
    names._add.click()
    counter.settle()
    (line,) = (names._lines or {}).values()
    assert line.fields["family"].line.hasFocus()  # type: ignore[union-attr]  # it is a line
    _type(counter, line.fields["family"], "Canari-Zarifi")
    _type(counter, line.fields["family_native"], "ظریفی")
    line.fields["role"].decided.emit(NameRole.BIRTH)  # type: ignore[union-attr]  # it is a choice
    counter.settle()
    assert (names._lines or {}) == {line.thing.id: line}  # edited in place: the cursor never jumps
    file = counter.ask(counter.session.desk.casework.reload, case).file
    assert [(name.role, name.family, name.family_native) for name in file.names[1:]] == [
        (NameRole.BIRTH, "Canari-Zarifi", "ظریفی")
    ]
    assert file.main_name is not None
    assert file.main_name.family == "Canari-Haidari"
    assert _found(counter, "Zarifi")[:1] == [case]
    assert _found(counter, "ظريفي")[:1] == [case]

    away = line.findChild(CarryingButton)
    assert away is not None
    away.click()
    counter.settle()
    assert not names._lines
    page.undo()
    counter.settle()
    assert [one.thing.family for one in (names._lines or {}).values()] == ["Canari-Zarifi"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("زهرا", "Noto Sans Arabic"),
        ("রহমান", "Noto Sans Bengali"),
        ("ሰላም", "Noto Sans Ethiopic"),
        ("Zahra", "Noto Sans"),
    ],
)
def test_a_name_is_written_in_the_font_of_its_script(counter: Counter, typed: str, first: str) -> None:
    page = _page(counter)
    identity = page.findChild(IdentitySection)
    assert identity is not None
    field = identity._fields["given_native"]
    _type(counter, field, typed)
    assert isinstance(field, CheckedLine)
    assert field.line.font().families()[0] == first
    other = identity._fields["given"]
    assert isinstance(other, CheckedLine)
    assert field.line.height() == other.line.height()


def test_two_values_are_marked_by_an_icon_and_words(counter: Counter) -> None:
    page = _page(counter)
    identity = page.findChild(IdentitySection)
    assert identity is not None
    mark = identity._grid._marks["city"]
    assert isinstance(mark, QuietButton)
    assert not mark.icon().isNull()
    assert not mark.isVisible()
    assert mark.text() == "deux valeurs différentes, à trancher"
    assert mark.accessibleName().endswith(f" : {mark.text()}")


def test_a_correction_is_a_new_entry_that_names_the_old(counter: Counter) -> None:
    page = _page(counter)
    case = counter.case("Haidari")
    first = JournalEntry(id=ObjectId(b""), text="Rendez-vous le 3 mars à 9 h.", interpreter="phone")
    counter.news.touched.emit(counter.ask(counter.session.desk.casework.add_journal, case, first))
    counter.settle()
    journal = page.findChild(JournalSection)
    assert journal is not None
    old = counter.ask(counter.session.desk.casework.reload, case).file.journal[-1]
    assert "interprète par téléphone" in _words(journal)

    journal.correct(old.id)
    assert journal.box.toPlainText() == old.text
    assert "Vous corrigez" in journal._about.text()
    journal.box.setPlainText("Rendez-vous le 4 mars à 9 h.")
    draft = page.draft()
    assert draft is not None
    again = _page(counter)
    again.restore(draft)
    resumed = again.findChild(JournalSection)
    assert resumed is not None
    resumed._add.click()
    counter.settle()

    entries = counter.ask(counter.session.desk.casework.reload, case).file.journal
    assert entries[-1].corrects == old.id
    assert entries[-1].interpreter == ""
    assert old in entries
    said = _words(resumed)
    assert "Corrigé plus haut." in said
    assert "Corrige : « Rendez-vous le 3 mars" in said
    assert not resumed._correcting.isVisible()
    assert resumed._corrects is None


def test_leaving_a_correction_keeps_the_words(counter: Counter) -> None:
    page = _page(counter)
    journal, notes = page.findChild(JournalSection), page.findChild(NotesSection)
    assert journal is not None
    assert notes is not None
    assert "peut demander à lire" in _words(notes)
    journal.correct(next(iter(journal._known.values())).entry.id)
    journal.forget()
    journal._interpreter.set_value("present")
    journal._add.click()
    counter.settle()
    entry = counter.ask(counter.session.desk.casework.reload, counter.case("Haidari")).file.journal[-1]
    assert entry.corrects is None
    assert entry.interpreter == "present"


def _words(section: JournalSection | NotesSection) -> str:
    return neutral("\n".join(label.text() for label in section.findChildren(Text) if label.isVisible()))


def test_dates_speak_the_interfaces_language_or_stay_plain() -> None:
    day = date(2027, 1, 14)
    assert long_date(for_language("fr"), day, TODAY) == "jeudi 14 janvier 2027, dans 52 jours"
    assert long_date(for_language("en"), day, TODAY) == "Thursday 14 January 2027, in 52 days"
    assert distance(for_language("en"), TODAY, TODAY) == "today"
    for code in ("ar", "fa_AF", "ps", "ru", "uk"):
        assert long_date(for_language(code), day, TODAY) == "14/01/2027"
