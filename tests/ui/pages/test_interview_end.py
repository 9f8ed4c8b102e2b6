"""What an interview ends on: procedures, a file to open, the ways in, small screens."""

import pytest
from PySide6.QtWidgets import QPushButton

from anefdesk.catalogue import loader
from anefdesk.domain.case import RequestKind
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.draft import Draft
from anefdesk.ui.pages.destinations import ToDesk, ToInterview, ToNewPerson, ToProcedures
from anefdesk.ui.pages.interview import InterviewPage
from anefdesk.ui.pages.interview_cards import FlagCard, WayCard
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.procedures import ProceduresPage
from tests.small_interview import REMOVAL, VIOLENCE, with_small_interview
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_interview import _key, _known, _page, _person, _question, _say, _truth, _words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return with_small_interview(loader.load())


def test_possible_ones_say_what_would_decide_and_what_would_change(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="no", violence_home="no", origin="other", what_for="update", housing="")
    page = _page(counter, case)
    assert "voir un juriste" in _words(page.mine.result)
    assert "Reste à savoir" in _words(page.mine.result)
    decide = next(b for b in page.mine.result.findChildren(QPushButton) if b.text() == "Répondre")
    decide.click()
    counter.settle()
    _question(page).findChildren(QPushButton)[1].click()
    counter.settle()
    assert [way.outcome.id for way in _truth(counter, case).found] == ["hosted"]
    assert "mènerait à" not in _words(page.mine.result)
    page.mine.result._pivots.set_open(True)
    counter.settle()
    assert "mènerait à" in _words(page.mine.result)


def test_a_demarche_under_way_is_opened_not_begun_again(counter: Counter) -> None:
    case = _person(counter)
    begin = counter.session.desk.demarches.begin
    mine = counter.ask(begin, case, "duplicata", RequestKind.REPLACEMENT, counter.today)
    _say(counter, case, removal_order="no", violence_home="no", origin="other", what_for="card")
    page = _page(counter, case)
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "Ouvrir la démarche en cours")
    button.click()
    counter.settle()
    assert counter.went == [ToDesk(case, mine)]


def test_without_a_file_the_answers_stay_in_the_draft_until_a_file_is_opened(counter: Counter) -> None:
    page = _page(counter, None)
    assert page.draft() is None
    _key(counter, page, "2")
    _key(counter, page, "0")
    page.head.department.setText("69 Rhône")
    page.head.department.decided.emit("69")
    counter.settle()
    draft = page.draft()
    assert draft is not None
    again = _page(counter, None)
    again.restore(draft)
    counter.settle()
    assert again.answers.given == {REMOVAL: "no", VIOLENCE: ""}
    assert again.head.department.value() == "69"
    counter.ask(counter.session.park, draft)
    again.head.filing.emit()
    to = counter.went[-1]
    assert to == ToNewPerson(((REMOVAL, "no"), (VIOLENCE, "")), "69")

    form = counter.show(NewPersonPage(*counter.given, to.answers, to.department))
    assert form.form.department.value() == "69"
    form.form.family.line.setText("Canari-Ensuite")
    kept = form.draft()
    assert kept is not None
    other = counter.show(NewPersonPage(*counter.given))
    other.restore(kept)
    other.save()
    counter.settle()
    led = counter.went[-1]
    assert isinstance(led, ToInterview)
    assert led.case is not None
    assert _known(counter, led.case) == {REMOVAL: "no", VIOLENCE: ""}
    assert counter.ask(counter.session.drafts) == ()


def test_somebody_else_starts_with_nothing(counter: Counter) -> None:
    page = _page(counter, None)
    page.restore(Draft(page.place, {f"answer.{REMOVAL}": "yes", "department": "69"}))
    counter.settle()
    assert "Décision de quitter la France" in _words(page.mine)
    page.head.cleared.emit()
    counter.settle()
    assert page.draft() is None
    assert page.findChildren(FlagCard) == []
    page.undo()
    counter.settle()
    assert page.answers.given == {}


def test_the_ways_in(counter: Counter) -> None:
    case = counter.case("Haidari")
    person = counter.show(PersonPage(*counter.given, case))
    next(b for b in person.findChildren(QPushButton) if b.text() == "Quelle démarche ?").click()
    assert counter.went.pop() == ToInterview(case)
    for whose in (case, None):
        procedures = counter.show(ProceduresPage(*counter.given, whose, "ar"))
        next(b for b in procedures.findChildren(QPushButton) if b.text().startswith("Quelle démarche")).click()
        assert counter.went.pop() == ToInterview(whose)
    page = _page(counter, None)
    page.head.leaving.emit()
    assert counter.went.pop() == ToProcedures()


@pytest.mark.parametrize(("width", "height"), [(1182, 656), (836, 480)])
def test_nothing_is_wider_than_the_page(counter: Counter, width: int, height: int) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="no", violence_home="yes", origin="other")
    page = InterviewPage(*counter.given, case, "ar")
    counter.show(page, width, height)
    bar = page._scroll.horizontalScrollBar()
    assert bar.maximum() == 0
    _say(counter, case, what_for="card")
    page.answers.reload()
    counter.settle()
    assert bar.maximum() == 0


def test_a_new_danger_is_read_first_and_the_question_stays_in_sight(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="yes")
    page = InterviewPage(*counter.given, case, "ar")
    counter.show(page, 836, 300)
    bar = page._scroll.verticalScrollBar()
    assert bar.value() == 0
    page.mine.going_on.emit()
    counter.settle()
    card = _question(page)
    top = card.mapTo(page._scroll.viewport(), card.rect().topLeft()).y()
    assert 0 <= top < page._scroll.viewport().height()
    assert bar.value() > 0
    card.findChildren(QPushButton)[0].click()
    counter.settle()
    assert bar.value() == 0
    assert page.mine.warned


def test_in_spite_of_a_flag_nothing_is_begun_without_a_jurist(counter: Counter) -> None:
    case = _person(counter)
    _say(counter, case, removal_order="yes", violence_home="no", origin="other", what_for="card")
    page = _page(counter, case)
    page.mine.going_on.emit()
    counter.settle()
    card = page.findChildren(WayCard)[0]
    assert "avec un juriste" in _words(card)
    texts = [button.text() for button in card.findChildren(QPushButton)]
    assert "Préparer avec un juriste" in texts
    assert "Commencer cette démarche" not in texts
