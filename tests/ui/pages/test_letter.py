"""The page of a letter: asked in words, saved as fields are left, looked at, frozen, sent, answered, put right."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from anefdesk.domain.blockage import Reply
from anefdesk.domain.consent import Use
from anefdesk.domain.draft import Draft
from anefdesk.domain.letter import Sending
from anefdesk.domain.letter_template import FieldKind, Signer
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.letter_views import LetterState, LetterView
from anefdesk.ui.pages.destinations import Back, Leaf, ToConsents, ToLetter, ToLetters, ToPaper
from anefdesk.ui.pages.letter import LetterPage
from anefdesk.ui.pages.letters import LettersPage
from anefdesk.ui.pages.paper import PaperPage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_letters import LettersSection
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

ADDRESS = "Préfecture du Rhône\n69003 Lyon"
TYPED = {
    FieldKind.TEXT: "exemple",
    FieldKind.LONG_TEXT: "premier point ;\ndeuxième point.",
    FieldKind.DAY: "12/08/2026",
    FieldKind.AMOUNT: "1250,50",
    FieldKind.YES_NO: "yes",
    FieldKind.COUNT: "3",
}


@pytest.fixture
def case(counter: Counter) -> CaseId:
    return counter.case("Haidari")


def begun(counter: Counter, case: CaseId, template: str = "L02") -> ObjectId:
    letter = counter.ask(lambda: counter.session.desk.correspondence.begin(case, template))
    assert isinstance(letter, bytes)
    return ObjectId(letter)


def opened(counter: Counter, case: CaseId, letter: ObjectId) -> LetterPage:
    return counter.show(LetterPage(*counter.given, ToLetter(case, letter=letter), "ar"))


def seen(page: LetterPage) -> LetterView:
    assert page._seen is not None
    assert page._seen.view is not None
    return page._seen.view


def said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def completed(counter: Counter, case: CaseId, letter: ObjectId) -> None:
    """Every answer, an address, an agreement; through the services."""
    letters = counter.session.desk.correspondence
    for _ in range(12):
        view = counter.ask(letters.view, case, letter)
        for one in view.missing:
            typed = one.choices[0].id if one.choices else TYPED[one.kind]
            counter.ask(letters.fill, case, letter, one.id, typed)
    counter.ask(letters.address, case, letter, ADDRESS)
    agree = counter.session.desk.consents.give
    counter.ask(lambda: agree(case, Use.FILE, language="fr", signed=True))


def frozen(counter: Counter, case: CaseId) -> LetterPage:
    letter = begun(counter, case)
    completed(counter, case, letter)
    page = opened(counter, case, letter)
    page.parts.freeze.click()
    counter.settle()
    return page


def test_a_model_is_begun_once_for_a_blockage(counter: Counter, case: CaseId) -> None:
    blockage, _ = counter.ask(lambda: counter.session.desk.blockages.log(case, "B11", on="2026-11-20"))
    to = ToLetter(case, template="L02", blockage=blockage)
    for _ in range(2):
        counter.show(LetterPage(*counter.given, to, "ar"))
    assert counter.went[0] == counter.went[1]
    first = counter.went[0]
    assert isinstance(first, ToLetter)
    assert first.letter is not None
    assert len(counter.ask(counter.session.desk.correspondence.letters, case)) == 1


def test_what_is_missing_is_asked_and_saved_as_it_is_left(counter: Counter, case: CaseId) -> None:
    letter = begun(counter, case)
    page = opened(counter, case, letter)
    rows = page.parts.questions._rows
    assert {one.id for one in seen(page).missing} <= set(rows)
    assert all(rows[one.id].isVisible() for one in seen(page).missing)
    assert _unnamed(page) == []
    field = rows["filed_on"].field
    field.line.setText("12/08/2026")  # type: ignore[attr-defined]  # a day
    field.line.editingFinished.emit()  # type: ignore[attr-defined]  # as above
    counter.settle()
    assert seen(page).values["filed_on"] == "2026-08-12"
    assert "12\u00a0août" in seen(page).composed.text
    assert "Enregistré sur ce poste" in said(page)
    page.undo()
    counter.settle()
    assert "filed_on" not in seen(page).values


def test_a_wrong_answer_is_refused_beside_its_field_and_kept_as_draft(counter: Counter, case: CaseId) -> None:
    letter = begun(counter, case, "L21")
    page = opened(counter, case, letter)
    row = page.parts.questions._rows["total"]
    assert isinstance(row.field, QLineEdit)
    row.field.setText("beaucoup")
    row.field.editingFinished.emit()
    counter.settle()
    assert "ne convient pas" in row.wrong.text()
    draft = page.draft()
    assert draft is not None
    assert draft.fields == {f"field {row.needed.id}": "beaucoup"}
    again = opened(counter, case, letter)
    again.restore(draft)
    assert again.draft() == draft


@pytest.mark.parametrize("where", ["answer", "words", "address"])
def test_nothing_is_frozen_while_what_is_typed_is_not_kept(counter: Counter, case: CaseId, where: str) -> None:
    letter = begun(counter, case)
    completed(counter, case, letter)
    page = opened(counter, case, letter)
    page.parts.address.unfold()
    field = page.parts.questions._rows["filed_on"].field
    if where == "answer":
        field.line.setText("31/02/2026")  # type: ignore[attr-defined]  # a day
        field.line.editingFinished.emit()  # type: ignore[attr-defined]  # as above
    elif where == "words":
        page.parts.paper.words.box.setPlainText("x" * 10_001)
        page.parts.paper.words.box.left.emit()
    else:
        page.parts.address.box.setPlainText("Préfecture du Canari\n75001 Paris")
    page.parts.freeze.click()
    counter.settle()
    assert "la lettre n’a pas été figée" in said(page)
    assert page.parts.frozen is False
    if where == "answer":
        field.line.setText("13/08/2026")  # type: ignore[attr-defined]  # as above
        field.line.editingFinished.emit()  # type: ignore[attr-defined]  # as above
        page.parts.freeze.click()
        page.parts.freeze.click()
        counter.settle()
        assert seen(page).values["filed_on"] == "2026-08-13"
        assert seen(page).frozen
        assert "La lettre est figée et enregistrée." in said(page)


def test_the_page_is_looked_at_while_it_is_written(counter: Counter, case: CaseId) -> None:
    letter = begun(counter, case)
    page = opened(counter, case, letter)
    view = page.parts.paper.view
    assert view.page_count() >= 1
    before = view._data
    page.parts.questions.filled.emit("filed_on", "12/08/2026")
    counter.settle()
    assert view._data != before
    sheet = counter.ask(counter.session.desk.correspondence.sheet, case, letter)
    assert view._data == counter.ask(counter.session.desk.paper.compose, sheet)
    page.print_page()
    assert "Figez d’abord" in page.message.accessibleName()


def test_looking_is_not_logged_as_printing(counter: Counter, case: CaseId) -> None:
    page = opened(counter, case, begun(counter, case))
    for day in ("12/08/2026", "13/08/2026"):
        page.parts.questions.filled.emit("filed_on", day)
        counter.settle()
    log = counter.ask(counter.session.desk.casework.accesses, case)
    assert not any(one.what == "print" for one in log)


def test_words_are_changed_by_hand_and_given_back(counter: Counter, case: CaseId) -> None:
    page = opened(counter, case, begun(counter, case))
    words = page.parts.paper.words
    page.parts.paper.setCurrentWidget(words)
    assert words.unsaved() is None
    words.box.setPlainText("Mes mots à moi.\n\nVous obtiendrez ma carte.")
    assert page.draft() is not None
    words.box.left.emit()
    counter.settle()
    assert seen(page).body == ("Mes mots à moi.", "Vous obtiendrez ma carte.")
    assert words.guards.isVisible()
    assert page.draft() is None
    words.back.click()
    counter.settle()
    assert seen(page).letter.body == ""
    assert "Mes mots" not in words.box.text()


def test_unbreakable_spaces_outlive_the_box(counter: Counter, case: CaseId) -> None:
    page = opened(counter, case, begun(counter, case))
    page.parts.questions.filled.emit("filed_on", "12/08/2026")
    counter.settle()
    assert "12\u00a0août" in page.parts.paper.words.box.text()
    assert page.parts.paper.words.unsaved() is None


def test_what_hinders_is_said_and_shown(counter: Counter, case: CaseId) -> None:
    letter = begun(counter, case)
    page = opened(counter, case, letter)
    page.parts.freeze.click()
    counter.settle()
    assert "Il manque encore" in page.message.accessibleName()
    completed(counter, case, letter)
    consent = counter.ask(counter.session.desk.consents.view, case).of(Use.FILE).history[0]
    counter.ask(counter.session.desk.consents.revoke, case, consent)
    page = opened(counter, case, letter)
    page.parts.freeze.click()
    counter.settle()
    assert counter.ask(counter.session.desk.correspondence.one, case, letter).state is LetterState.DRAFT
    page.parts.agree.acted.emit()
    assert counter.went[-1] == ToConsents(case)


def test_an_address_is_kept_for_the_letter_or_for_all(counter: Counter, case: CaseId) -> None:
    letter = begun(counter, case)
    page = opened(counter, case, letter)
    address = page.parts.address
    address.unfold()
    address.box.setPlainText(ADDRESS)
    address.done.click()
    counter.settle()
    assert "d’où vient cette adresse" in said(page)
    address.said_by.setText("rhone.gouv.fr")
    address.done.click()
    counter.settle()
    assert not address.form.isVisible()
    assert seen(page).addressee == tuple(ADDRESS.splitlines())
    assert "vérifiée le" in said(page)
    address.unfold()
    address.for_all.setChecked(False)
    address.box.setPlainText("Autre bureau\n75000 Paris")
    assert page.draft() == Draft(page.place, {"address": "Autre bureau\n75000 Paris", "said_by": ""}, case)
    address.done.click()
    counter.settle()
    assert seen(page).addressee == ("Autre bureau", "75000 Paris")
    assert seen(page).address.lines == tuple(ADDRESS.splitlines())


def test_who_signs(counter: Counter, case: CaseId) -> None:
    page = opened(counter, case, begun(counter, case))
    page.parts.watched.signer.decided.emit(Signer.CENTRE)
    counter.settle()
    assert seen(page).signer is Signer.CENTRE
    assert "ce délai court toujours" in said(page)


@pytest.mark.parametrize(("code", "offered"), [("L02", True), ("L12", False), ("L23", False), ("L24", False)])
def test_who_signs_is_not_asked_where_only_one_can(counter: Counter, case: CaseId, code: str, *, offered: bool) -> None:
    page = opened(counter, case, begun(counter, case, code))
    counter.settle()
    assert page.parts.watched.signer.parentWidget().isVisibleTo(page.parts.watched) is offered


def test_frozen_sent_and_answered(counter: Counter, case: CaseId) -> None:
    page = frozen(counter, case)
    assert not page.parts.freeze.isVisible()
    assert page.parts.paper.count() == 1
    assert not page.parts.saved.isVisible()
    one = page.parts.issued
    whole = said(page).replace(" ", "")
    assert counter.ask(counter.session.desk.correspondence.one, case, page._letter).letter.sha256.hex() in whole
    assert "Par Stagiaire" in said(page)
    assert page.parts.paper.view._data == counter.ask(
        counter.session.desk.correspondence.issued_pdf, case, page._letter
    )
    one.sent.day.set_iso((counter.today + timedelta(days=3)).isoformat())
    one.sent.done.click()
    counter.settle()
    assert "avenir" in page.message.accessibleName()
    one.sent.day.set_iso(counter.today.isoformat())
    one.sent.how.set_value(Sending.REGISTERED)
    one.sent.reference.setText("1A 000")
    one.sent.done.click()
    counter.settle()
    kept = counter.ask(counter.session.desk.correspondence.one, case, page._letter)
    assert (kept.state, kept.letter.sending, kept.letter.reference) == (LetterState.SENT, Sending.REGISTERED, "1A 000")
    assert "Réponse attendue" in said(page)
    assert not one.sent.isVisible()
    one.answered.done.click()
    assert "Choisissez ce qui est venu" in said(page)
    one.answered.reply.set_value(Reply.SOLVED)
    one.answered.done.click()
    counter.settle()
    assert counter.ask(counter.session.desk.correspondence.one, case, page._letter).state is LetterState.ANSWERED
    assert _unnamed(page) == []


def test_a_mistake_needs_another_letter_with_the_same_answers(counter: Counter, case: CaseId) -> None:
    page = frozen(counter, case)
    page.parts.rectify.click()
    counter.settle()
    to = counter.went[-1]
    assert isinstance(to, ToLetter)
    assert to.letter not in {None, page._letter}
    again = counter.show(LetterPage(*counter.given, to, "ar"))
    assert seen(again).letter.replaces == page._letter
    assert seen(again).values == seen(page).values


def test_a_draft_is_thrown_away(counter: Counter, case: CaseId) -> None:
    letter = begun(counter, case)
    page = opened(counter, case, letter)
    page.parts.throw.click()
    counter.settle()
    assert counter.went[-1] == Back()
    gone = opened(counter, case, letter)
    assert "a été jeté" in gone.message.accessibleName()
    assert not gone.parts.bar.isVisible()


def test_it_is_explained_in_the_persons_language(counter: Counter, case: CaseId) -> None:
    page = opened(counter, case, begun(counter, case))
    page.parts.explain.click()
    to = counter.went[-1]
    assert isinstance(to, ToPaper)
    assert (to.leaf, to.case, to.letter, to.language) == (Leaf.EXPLANATION, case, page._letter, "fa_AF")
    paper = counter.show(PaperPage(*counter.given, to))
    assert paper.view.page_count() >= 1


# Choosing one


def test_the_letter_of_the_next_remedy_comes_first(counter: Counter, case: CaseId) -> None:
    blockage, _ = counter.ask(lambda: counter.session.desk.blockages.log(case, "B11", on="2026-11-20"))
    page = counter.show(LettersPage(*counter.given, case))
    first = page.fitting()[0]
    assert (first.template.id, first.blockage) == ("L02", blockage)
    assert _unnamed(page) == []
    page.line.setText("employeur")
    found = page.fitting()
    assert found
    assert all("employeur" in one.sought.casefold() for one in found)
    page.line.returnPressed.emit()
    to = counter.went[-1]
    assert isinstance(to, ToLetter)
    assert (to.template, to.demarche) == (found[0].template.id, page.demarche.value())
    page.line.setText("zzzz")
    counter.settle()
    assert "Aucune lettre ne correspond" in said(page)


def test_a_persons_page_tells_their_letters(counter: Counter, case: CaseId) -> None:
    letter = begun(counter, case)
    page = counter.show(PersonPage(*counter.given, case))
    section = page.findChild(LettersSection)
    assert section is not None
    assert "en cours d’écriture" in said(section)
    section.write.click()
    next(one for one in section.findChildren(QAbstractButton) if one.text() == "Ouvrir").click()
    assert counter.went == [ToLetters(case), ToLetter(case, letter=letter)]
