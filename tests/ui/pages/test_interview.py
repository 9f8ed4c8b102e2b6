"""The interview on both sides: by keyboard, taken back, changed, stopped, discreet, without a file, and begun."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from anefdesk.catalogue import loader
from anefdesk.domain.case import AddressKind, RequestKind
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import CaseId
from anefdesk.services.casework import NewPerson
from anefdesk.services.orientation import InterviewView
from anefdesk.ui.applicant_interview import ApplicantInterview
from anefdesk.ui.applicant_rows import ApplicantQuestion
from anefdesk.ui.pages.destinations import Leaf, ToDesk, ToPaper, ToPerson
from anefdesk.ui.pages.interview import InterviewPage
from anefdesk.ui.pages.interview_cards import FlagCard, WayCard
from anefdesk.ui.pages.interview_question import QuestionCard
from tests.small_interview import AGE, ORIGIN, REMOVAL, VIOLENCE, WHAT_FOR, with_small_interview
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return with_small_interview(loader.load())


def _person(counter: Counter, **fields: object) -> CaseId:
    new = NewPerson(**{"family": "Canari-Entretien", "given": "Sami"} | fields)  # type: ignore[arg-type]  # its fields
    case: CaseId = counter.ask(counter.session.desk.casework.create, new)
    return case


def _page(counter: Counter, case: CaseId | None, language: str = "ar") -> InterviewPage:
    return counter.show(InterviewPage(*counter.given, case, language))


def _truth(counter: Counter, case: CaseId) -> InterviewView:
    view: InterviewView = counter.ask(counter.session.desk.orientation.of, case)
    return view


def _known(counter: Counter, case: CaseId) -> dict[str, str]:
    return {one.fact.id: one.value for one in _truth(counter, case).said}


def _say(counter: Counter, case: CaseId, **answers: str) -> None:
    for fact, value in answers.items():
        counter.ask(counter.session.desk.orientation.answer, case, fact, value)


def _words(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    shown += [button.text() for button in widget.findChildren(QAbstractButton) if button.isVisibleTo(widget)]
    return "\n".join(shown)


def _question(page: InterviewPage) -> QuestionCard:
    assert page.mine.question is not None
    return page.mine.question


def _key(counter: Counter, page: InterviewPage, key: Qt.Key | str) -> None:
    page.activateWindow()
    counter.settle()
    QTest.keyClicks(QApplication.focusWidget() or page, key) if isinstance(key, str) else QTest.keyClick(
        QApplication.focusWidget() or page, key
    )
    counter.settle()


def test_the_whole_interview_by_keyboard(counter: Counter) -> None:
    case = _person(counter)
    page = _page(counter, case)
    assert _question(page).isAncestorOf(QApplication.focusWidget())
    _key(counter, page, "2")
    assert _known(counter, case) == {REMOVAL: "no"}
    _key(counter, page, "?")
    assert _known(counter, case) == {REMOVAL: "no", VIOLENCE: ""}
    asked = _truth(counter, case).question
    assert asked is not None
    assert asked.id == ORIGIN
    _key(counter, page, str(1 + [choice.id for choice in asked.choices].index("other")))
    asked = _truth(counter, case).question
    assert asked is not None
    place = [choice.id for choice in asked.choices].index("card")
    assert place < 9
    _key(counter, page, str(1 + place))
    assert page.mine.question is None
    assert _known(counter, case)[WHAT_FOR] == "card"
    assert "plus de question" in _words(page.head)
    begin = page.mine.result.first
    assert begin is not None
    assert begin.hasFocus()
    QTest.keyClick(begin, Qt.Key.Key_Space)
    counter.settle()
    view = counter.ask(counter.session.desk.casework.reload, case)
    demarche = view.file.demarches[0]
    assert (demarche.procedure, demarche.request) == ("duplicata", RequestKind.REPLACEMENT)
    assert counter.went == [ToDesk(case, demarche.id)]


def test_a_number_is_typed_in_any_digits_and_nothing_else_passes(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="no", violence_home="no", what_for="renew", origin="other")
    page = _page(counter, case)
    line = _question(page).focusProxy().focusProxy()
    assert line.hasFocus()
    QTest.keyClicks(line, "vieu")
    QTest.keyClick(line, Qt.Key.Key_Return)
    counter.settle()
    assert AGE not in _known(counter, case)
    line.setText("٣٠")
    QTest.keyClick(line, Qt.Key.Key_Return)
    counter.settle()
    assert _known(counter, case)[AGE] == "30"


def test_the_applicants_answer_comes_back_and_is_taken_back(counter: Counter) -> None:
    case = _person(counter)
    page = _page(counter, case)
    theirs = page.theirs.findChildren(ApplicantQuestion)[0]
    yes = theirs.findChildren(QPushButton)[0]
    assert yes.text() != "Oui"
    yes.click()
    counter.settle()
    assert _known(counter, case) == {REMOVAL: "yes"}
    assert "Oui" in page.message.accessibleName()
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    page.undo()
    counter.settle()
    assert _known(counter, case) == {}
    assert _question(page).accessibleName() == _truth(counter, case).catalogue.facts[REMOVAL].question


def test_a_second_press_does_not_answer_the_next_question(counter: Counter) -> None:
    case = _person(counter)
    page = _page(counter, case)
    buttons = _question(page).findChildren(QPushButton)
    buttons[1].click()
    assert not _question(page).isEnabled()
    buttons[0].click()
    theirs = page.theirs.findChildren(ApplicantQuestion)[0]
    theirs.findChildren(QPushButton)[0].click()
    counter.settle()
    assert _known(counter, case) == {REMOVAL: "no"}


def test_what_was_said_is_changed_and_an_undo_gives_it_back(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="no", violence_home="no")
    page = _page(counter, case)
    page.mine.said.changing.emit(REMOVAL)
    counter.settle()
    assert "Réponse donnée : Non" in _words(_question(page))
    _question(page).findChildren(QPushButton)[0].click()
    counter.settle()
    assert _known(counter, case)[REMOVAL] == "yes"
    page.undo()
    counter.settle()
    assert _known(counter, case)[REMOVAL] == "no"
    page.mine.said.changing.emit(REMOVAL)
    counter.settle()
    _question(page).kept.emit()
    counter.settle()
    assert _question(page).accessibleName() == _truth(counter, case).catalogue.facts[ORIGIN].question


def test_what_the_file_tells_leads_to_the_file(counter: Counter) -> None:
    case = _person(counter, nationality="DZ", address_kind=AddressKind.STREET)
    page = _page(counter, case)
    assert _words(page.mine.said).count("dans le dossier") == 2
    buttons = [b for b in page.mine.said.findChildren(QPushButton) if b.text() == "Voir le dossier"]
    assert len(buttons) == 2
    buttons[0].click()
    assert counter.went == [ToPerson(case)]
    assert "Accord franco-algérien" in _words(page.mine.result)


def test_a_removal_order_stops_until_somebody_goes_on(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="yes", what_for="card")
    page = _page(counter, case)
    assert page.mine.question is None
    assert page.findChildren(WayCard) == []
    card = page.findChildren(FlagCard)[0]
    assert "Un avocat ou la Cimade." in _words(card)
    assert "s’arrête ici" in _words(card)
    on = next(button for button in card.findChildren(QPushButton) if "Continuer" in button.text())
    on.click()
    counter.settle()
    assert _question(page).isVisible()
    assert page.findChildren(FlagCard)
    _say(counter, case, violence_home="no")
    page.print_page()
    wanted = counter.went[-1]
    assert isinstance(wanted, ToPaper)
    assert wanted.asked.go_on


def test_e_unfolds_the_sources(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="no", violence_home="yes", origin="other", what_for="card")
    page = _page(counter, case)
    cards = page.findChildren(WayCard)
    assert cards[0].accessibleName().startswith("Duplicata")
    assert "niveau" not in _words(cards[0])
    QTest.keyClick(cards[0].focusProxy(), Qt.Key.Key_E)
    assert "niveau B" in _words(cards[0])
    assert "à vérifier" in _words(cards[1])
    QTest.keyClick(cards[0].focusProxy(), Qt.Key.Key_E)
    assert "niveau" not in _words(cards[0])


def test_nothing_of_violence_is_on_their_side_before_staff_says_so(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="no")
    page = _page(counter, case, "fr")
    assert "vous fait-elle peur" not in _words(page.theirs)
    assert page.mine.discretion.isVisible()
    _say(counter, case, violence_home="yes", origin="other", what_for="card")
    page = _page(counter, case, "fr")
    for word in ("Violences", "3919", "victimes"):
        assert word in _words(page.mine) or word == "victimes"
        assert word not in _words(page.theirs)
    assert "Duplicata" in _words(page.theirs)
    page.flip()
    counter.settle()
    assert page._screen is not None
    assert "3919" not in _words(page._screen)
    page.mine.discretion._alone.setChecked(True)
    counter.settle()
    for side in (page.theirs, page._screen):
        for word in ("Violences", "3919", "ordonnance de protection"):
            assert word in _words(side)
    page._screen.close()
    page.print_page()
    wanted = counter.went[-1]
    assert isinstance(wanted, ToPaper)
    assert wanted.leaf is Leaf.ORIENTATION
    assert not wanted.asked.everything


def test_alone_the_applicant_sees_nothing_of_staff(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="no", violence_home="no")
    page = _page(counter, case, "fa_AF")
    page.flip()
    counter.settle()
    screen = page._screen
    assert screen is not None
    assert screen.isFullScreen()
    everything = _words(screen) + screen.windowTitle()
    for staff_only in ("CANARI", "Canari", "jusqu’ici", "Sources", "dossier"):
        assert staff_only not in everything
    side = screen.findChild(ApplicantInterview)
    assert side is not None
    assert side.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side.language_chosen.emit("ru")
    counter.settle()
    assert side.layoutDirection() == Qt.LayoutDirection.LeftToRight
    QTest.keyClick(screen, Qt.Key.Key_T)
    assert not screen.isVisible()


def test_the_persons_language_comes_first(counter: Counter) -> None:
    page = _page(counter, counter.case("Haidari"), "tr")
    assert page._language == "fa_AF"


def test_an_error_is_said_and_the_question_can_be_answered_again(counter: Counter) -> None:
    case = _person(counter)
    page = _page(counter, case)
    counter.jobs.desk(counter.session.lock, owner=page)
    _question(page).findChildren(QPushButton)[0].click()
    counter.settle()
    assert page.message.isVisible()
    assert page.message.accessibleName()
    assert _question(page).isEnabled()


def test_answers_elsewhere_are_seen_at_once(counter: Counter) -> None:
    case = _person(counter)
    page = _page(counter, case)
    touched = counter.ask(counter.session.desk.orientation.answer, case, REMOVAL, "no")
    counter.news.touched.emit(touched)
    counter.settle()
    assert _question(page).accessibleName() == _truth(counter, case).catalogue.facts[VIOLENCE].question


def test_a_missing_file_is_said(counter: Counter) -> None:
    page = _page(counter, CaseId(b"n" * 16))
    assert page.message.isVisible()
    assert page.mine.question is None
