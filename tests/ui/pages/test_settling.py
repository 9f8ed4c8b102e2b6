"""« À trancher »: words for every field, values side by side, one press to settle, one to take it back, the doors."""

from enum import Enum

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget

from anefdesk.domain.case import ContactPoint, Demarche, Note, Person, PointKind, Staff
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId, FieldLaw, ObjectId, Stored, laws, number_of
from anefdesk.services import review_fields
from anefdesk.services.review_names import Both, Entry
from anefdesk.services.reviewing import Disagreement, Side
from anefdesk.store.kinds import CLASSES
from anefdesk.ui import field_words
from anefdesk.ui.pages import settling_words
from anefdesk.ui.pages.blockage import BlockagePage
from anefdesk.ui.pages.blockage_attempt import Tools
from anefdesk.ui.pages.destinations import ToPerson, ToSettle
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.settling import SettlingPage
from anefdesk.ui.pages.settling_card import SettlingCard
from anefdesk.ui.pages.settling_list import SettlingListPage
from anefdesk.ui.widgets.states import InlineMessage
from tests.ui.apart import apart
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

REVIEWED = [(cls, law) for cls in CLASSES.values() for law in laws(cls) if law.review]
BORN, NATIONALITY, CITY = (number_of(Person, name) for name in ("birth_date", "nationality", "city"))
OTHER = "Canari-Omar"
_SAME_WORD = frozenset({"visa", "correction", "divorce"})  # in French and in the code


def _said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def _press(page: QWidget, words: str) -> None:
    found = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and words in one.text()]
    found[0].click()


def _apart(counter: Counter, case: CaseId, thing: Stored, number: int, mine: object, other: object) -> None:
    opened = counter.session._open
    assert opened is not None
    counter.ask(lambda: apart(opened.workplace, case, thing, number, mine, other, OTHER))  # type: ignore[arg-type]


@pytest.fixture
def born(counter: Counter) -> CaseId:
    case = counter.case("Haidari")
    _apart(counter, case, Person(id=ObjectId(case)), BORN, "1990-05-04", "1990-04-05")
    return case


def _page(counter: Counter, case: CaseId) -> SettlingPage:
    return counter.show(SettlingPage(*counter.given, case))


@pytest.mark.parametrize(("cls", "law"), REVIEWED, ids=lambda one: getattr(one, "name", None) or one.__name__)
def test_every_field_has_its_words_and_every_value_can_be_said(
    counter: Counter, cls: type[Stored], law: FieldLaw
) -> None:
    thing = cls(id=ObjectId(bytes(16)))
    form = review_fields.form_of(cls, law)
    assert field_words.named(cls, law.name, thing)
    values: list[object] = [True, False] if law.boolean else list(law.enum or ("reception", "lead"))
    sides = tuple(Side(None, value, "", (), shown=at == 0) for at, value in enumerate(values))
    if form.entry is Entry.EUROS:
        sides = (Side(54050, 54050, "", (), shown=True), Side(0, None, "", (), shown=False))
    elif law.enum is None and not law.boolean and form.names != "role":
        sides = (Side("x", "x", "Canari", (), shown=True), Side("y", "", "", (), shown=False))
    one = Disagreement(bytes(16), thing, law, "", form, sides)  # type: ignore[arg-type]
    spoken = [settling_words.value(counter.look, one, side) for side in sides]
    assert all(spoken)
    assert len(set(spoken)) == len(spoken)
    for side, words in zip(sides, spoken, strict=True):
        raw = side.value.value if isinstance(side.value, Enum) else side.value
        assert words != raw or raw in _SAME_WORD, "a raw code"
    card = counter.ask(lambda: None) or SettlingCard(counter.look, one, counter.today)
    assert len(card.keeps) == len(sides)
    assert (card.both is None) == (form.both is Both.NONE)
    card.deleteLater()


@pytest.mark.parametrize("name", ["role", "label"])
def test_settling_a_role_says_that_the_organisation_s_stays(counter: Counter, name: str) -> None:
    law = next(law for law in laws(Staff) if law.name == name)
    sides = tuple(Side(value, value, "", (), shown=at == 0) for at, value in enumerate(("reception", "lead")))
    one = Disagreement(
        bytes(16), Staff(id=ObjectId(bytes(16))), law, "", review_fields.form_of(Staff, law), sides  # type: ignore[arg-type]
    )  # fmt: skip
    card = SettlingCard(counter.look, one, counter.today)
    said = " ".join(label.text() for label in card.findChildren(QLabel))
    assert ("Le rôle dans l’organisation" in said) is (name == "role")
    card.deleteLater()


def test_a_phone_and_a_letter_are_not_called_alike() -> None:
    phone, mail = (ContactPoint(id=ObjectId(b"p" * 16), kind=kind) for kind in (PointKind.PHONE, PointKind.EMAIL))
    for attribute in ("value", "safe"):
        assert field_words.named(ContactPoint, attribute, phone) != field_words.named(ContactPoint, attribute, mail)


def test_both_values_stand_side_by_side_with_who_and_when(counter: Counter, born: CaseId) -> None:
    page = _page(counter, born)
    said = _said(page)
    for words in ("Date de naissance", "04/05/1990", "05/04/1990", OTHER, "sur ce poste", "sur un autre poste"):
        assert words in said
    assert "ont écrit des choses différentes sans se voir" in said
    assert said.count("montrée pour l’instant") == 1
    (card,) = page.cards
    first, second = (keep.parentWidget() for keep in card.keeps)
    assert first is not None
    assert second is not None
    assert first.mapTo(page, first.rect().topLeft()).y() == second.mapTo(page, second.rect().topLeft()).y()
    assert list(_unnamed(page)) == []


def test_keeping_the_other_one_and_taking_it_back(counter: Counter, born: CaseId) -> None:
    page = _page(counter, born)
    page.cards[0].keeps[1].click()
    counter.settle()
    assert "C’est tranché : Date de naissance." in _said(page)
    assert "Plus rien à trancher ici." in _said(page)
    assert counter.ask(counter.session.desk.casework.reload, born).file.person.birth_date == "1990-04-05"
    assert counter.ask(counter.session.desk.reviewing.count) == 0
    _press(page, "Annuler")
    counter.settle()
    (card,) = page.cards
    assert counter.ask(counter.session.desk.casework.reload, born).file.person.birth_date == "1990-05-04"
    assert OTHER in _said(card), "it still says who wrote it"


def test_the_keyboard_alone_settles(counter: Counter, born: CaseId) -> None:
    page = _page(counter, born)
    assert page.focusWidget() is page.cards[0].keeps[0]
    page.press(2)
    counter.settle()
    assert counter.ask(counter.session.desk.casework.reload, born).file.person.birth_date == "1990-04-05"
    page.undo()
    counter.settle()
    assert len(page.cards) == 1


def test_keeping_both_writes_a_note_that_tells_the_other(counter: Counter, born: CaseId) -> None:
    page = _page(counter, born)
    _press(page, "Garder les deux")
    counter.settle()
    notes: tuple[Note, ...] = counter.ask(counter.session.desk.casework.reload, born).file.notes
    assert "« 05/04/1990 »" in notes[-1].text
    assert OTHER in notes[-1].text
    assert "Date de naissance" in notes[-1].text


def test_something_else_is_checked_as_in_its_form(counter: Counter, born: CaseId) -> None:
    page = _page(counter, born)
    (card,) = page.cards
    card.open.click()
    assert card.third.isVisible()
    card.third.put_back("04/05/2060")
    _press(card.third, "Garder ce que j’écris")
    counter.settle()
    assert page.message.isVisible()
    assert len(page.cards) == 1
    assert page.cards[0].third.text() == "04/05/2060", "what was typed stays"
    page.cards[0].third.put_back("06/05/1990")
    _press(page.cards[0].third, "Garder ce que j’écris")
    counter.settle()
    assert counter.ask(counter.session.desk.casework.reload, born).file.person.birth_date == "1990-05-06"
    assert page.draft() is None


def test_what_is_typed_survives_a_lock(counter: Counter, born: CaseId) -> None:
    page = _page(counter, born)
    page.cards[0].open.click()
    page.cards[0].third.put_back("06/05/1990")
    draft = page.draft()
    assert isinstance(draft, Draft)
    again = _page(counter, born)
    again.restore(draft)
    assert again.cards[0].third.isVisible()
    assert again.cards[0].third.text() == "06/05/1990"


def test_a_choice_of_words_is_settled_by_another_word(counter: Counter) -> None:
    case = counter.case("Haidari")
    demarche = counter.demarche(case)
    status = number_of(Demarche, "status")
    _apart(counter, case, Demarche(id=demarche), status, "filed", "closed")
    page = _page(counter, case)
    (card,) = page.cards
    assert card.both is None
    assert {"déposée", "terminée"} <= set(_said(card).split("\n"))
    card.open.click()
    card.third.control.set_value(card.third.control._values[0])  # type: ignore[attr-defined]
    _press(card.third, "Garder ce que j’écris")
    counter.settle()
    (kept,) = [
        one for one in counter.ask(counter.session.desk.casework.reload, case).file.demarches if one.id == demarche
    ]
    assert kept.status.value == "preparing"


def test_several_lines_have_a_box(counter: Counter) -> None:
    case = counter.case("Haidari")
    _apart(counter, case, Person(id=ObjectId(case)), number_of(Person, "address"), "1 rue Canari", "2 rue Canari")
    page = _page(counter, case)
    assert isinstance(page.cards[0].third.control, QPlainTextEdit)


def test_the_list_leads_to_the_file_and_is_calm_when_empty(counter: Counter) -> None:
    empty = counter.show(SettlingListPage(*counter.given))
    assert "Rien à trancher." in _said(empty)
    case = counter.case("Haidari")
    for number, mine, other in ((BORN, "1990", "1991"), (CITY, "Lyon", "Bron")):
        _apart(counter, case, Person(id=ObjectId(case)), number, mine, other)
    page = counter.show(SettlingListPage(*counter.given))
    said = _said(page)
    assert "HAIDARI" in said
    assert "2 désaccords" in said
    assert list(_unnamed(page)) == []
    page.buttons[0].click()
    assert counter.went[-1] == ToSettle(case)


def test_today_the_person_and_the_mark_lead_there(counter: Counter, born: CaseId) -> None:
    home = counter.show(HomePage(*counter.given))
    assert "1 désaccord à trancher." in _said(home)
    _press(home, "Trancher")
    assert counter.went[-1] == ToSettle()
    person = counter.show(PersonPage(*counter.given, born))
    assert "1 désaccord à trancher dans ce dossier." in _said(person)
    _press(person, "deux valeurs différentes, à trancher")
    assert counter.went[-1] == ToSettle(born)
    page = _page(counter, born)
    page._who.click()
    assert counter.went[-1:] == [ToPerson(born)]


def test_nothing_is_said_where_nothing_waits(counter: Counter) -> None:
    person = counter.show(PersonPage(*counter.given, counter.case("Haidari")))
    assert "trancher" not in _said(person)
    home = counter.show(HomePage(*counter.given))
    assert not any("trancher" in _said(one) for one in home.findChildren(InlineMessage))


def test_a_blockage_has_the_same_door(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage, _ = counter.ask(lambda: counter.session.desk.blockages.log(case, "B11", on="2026-01-02"))
    view = counter.ask(counter.session.desk.blockages.one, case, blockage)
    ended = number_of(type(view.blockage), "ended_on")
    _apart(counter, case, view.blockage, ended, "2026-01-10", "")
    page = counter.show(BlockagePage(*counter.given, case, blockage, Tools("", "", ())))
    assert page.head.disputed.isVisible()
    assert page.head.disputed.text() == "1 désaccord à trancher"
    page.head.disputed.click()
    assert counter.went[-1] == ToSettle(case)
    settle = _page(counter, case)
    assert "rien d’écrit" in _said(settle)
    assert "10/01/2026" in _said(settle)


def test_a_digit_typed_in_a_line_settles_nothing(counter: Counter, born: CaseId) -> None:
    page = _page(counter, born)
    page.activateWindow()
    page.cards[0].open.click()
    counter.settle()
    line = page.cards[0].third.control.focusProxy()
    assert line is not None
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_2)
    counter.settle()
    assert len(page.cards) == 1
    assert page.cards[0].third.text() == "2"
