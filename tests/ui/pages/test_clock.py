"""A person's clock: events noted, put right and taken back; dates with their reasons, doubts and what was told."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

import anefdesk.domain
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId
from anefdesk.i18n import dates
from anefdesk.services.deadlines import ClockView
from anefdesk.ui import clock_words
from anefdesk.ui.pages.clock import ClockPage
from anefdesk.ui.pages.clock_hour import hour_of
from anefdesk.ui.pages.clock_line import DateRow
from anefdesk.ui.pages.clock_question import ClockQuestion
from anefdesk.ui.pages.destinations import ToClock, ToPerson
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_clock import ClockSection
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _page(counter: Counter, who: str = "Haidari") -> tuple[ClockPage, CaseId]:
    case = counter.case(who)
    return counter.show(ClockPage(*counter.given, case, "ar")), case


def _words(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(Text) if label.isVisible())


def _view(counter: Counter, case: CaseId) -> ClockView:
    found = counter.ask(counter.session.desk.deadlines.view, case)
    assert isinstance(found, ClockView)
    return found


def _iso(counter: Counter, days: int) -> str:
    return (counter.today + timedelta(days=days)).isoformat()


def _record(counter: Counter, case: CaseId, kind: EventKind, days: int, **more: str) -> None:
    deadlines = counter.session.desk.deadlines
    event = LegalEvent(id=deadlines.new_id(), kind=kind, on=_iso(counter, days), **more)  # type: ignore[arg-type]
    counter.ask(deadlines.record, case, event)


def _note(counter: Counter, page: ClockPage, kind: EventKind, day: str) -> None:
    page.note()
    page.form.kind.set_value(kind)
    page.form.day.line.setText(day)
    page.form.save.click()
    counter.settle()


def _row(page: ClockPage, rule: str) -> DateRow:
    return next(row for row in page.line.rows if row.line.due.deadline.id == rule)


def _button(root: QWidget, name: str) -> QAbstractButton:
    return next(one for one in root.findChildren(QAbstractButton) if one.accessibleName().startswith(name))


def test_an_event_is_noted_at_once_and_taken_back(counter: Counter) -> None:
    page, case = _page(counter)
    assert page.head.note.hasFocus() or page.focusProxy() is page.head.note
    _note(counter, page, EventKind.API_ISSUED, "-3")
    (event,) = _view(counter, case).events
    assert (event.kind, event.on) == (EventKind.API_ISSUED, _iso(counter, -3))
    assert page.form.isHidden()
    assert "Attestation de prolongation (API) reçue" in _words(page.line)
    assert "Enregistré sur ce poste" in _words(page)
    page.undo()
    counter.settle()
    assert _view(counter, case).events == ()
    assert "Attestation de prolongation (API) reçue" not in _words(page.line)


def test_a_refusal_stands_beside_its_field_and_loses_nothing(counter: Counter) -> None:
    page, case = _page(counter)
    page.note()
    page.form.remark.setText("Vu sur le site.")
    page.form.save.click()
    assert "Choisissez ce qui s’est passé." in _words(page.form)
    _note(counter, page, EventKind.FILED, "+5")
    assert _view(counter, case).events == ()
    assert "Cette date n’est pas encore venue" in _words(page.form)
    assert page.message.isHidden()
    assert page.form.remark.text() == "Vu sur le site."
    page.form.day.line.setText("hier")
    page.form.save.click()
    counter.settle()
    (event,) = _view(counter, case).events
    assert (event.on, event.remark) == (_iso(counter, -1), "Vu sur le site.")


def test_only_the_lines_a_kind_needs_are_shown(counter: Counter) -> None:
    page, _ = _page(counter)
    page.note()
    seen = {}
    for kind in (EventKind.MOVED, EventKind.OQTF_NOTIFIED, EventKind.API_ISSUED, EventKind.APPEAL_REJECTED):
        page.form.kind.set_value(kind)
        seen[kind] = [field.isVisible() for field in (page.form.hour, page.form.until, page.form.of)]
    assert seen == {
        EventKind.MOVED: [False, False, False],
        EventKind.OQTF_NOTIFIED: [True, False, False],
        EventKind.API_ISSUED: [False, True, False],
        EventKind.APPEAL_REJECTED: [False, False, True],
    }


def test_an_event_is_put_right_and_removed(counter: Counter) -> None:
    case = counter.case("Haidari")
    _record(counter, case, EventKind.MOVED, -4)
    page, case = _page(counter)
    _button(page.line, "Corriger : déménagement").click()
    assert page.form.day.iso() == _iso(counter, -4)
    page.form.day.line.setText("auj")
    page.form.save.click()
    counter.settle()
    (event,) = _view(counter, case).events
    assert event.on == counter.today.isoformat()
    _button(page.line, "Retirer : déménagement").click()
    counter.settle()
    assert _view(counter, case).events == ()


def test_what_is_typed_survives_a_lock(counter: Counter) -> None:
    case = counter.case("Haidari")
    _record(counter, case, EventKind.MOVED, -4, remark="Chez sa sœur.")
    page, _ = _page(counter)
    assert page.draft() is None
    _button(page.line, "Corriger : déménagement").click()
    page.form.remark.setText("Chez sa sœur, à Lyon.")
    draft = page.draft()
    assert draft is not None
    assert draft.place == f"clock:{case.hex()}"
    again, _ = _page(counter)
    again.restore(draft)
    assert again.draft() == draft
    again.form.save.click()
    counter.settle()
    (event,) = _view(counter, case).events
    assert event.remark == "Chez sa sœur, à Lyon."
    assert again.draft() is None


def test_a_date_says_why(counter: Counter) -> None:
    page, _ = _page(counter)
    row = _row(page, "f1")
    assert not row.unfolded
    row.button.click()
    said = _words(row)
    for part in ("fin du titre", "F1 : ", "R. 431-5", "Point de départ", "niveau A", "copie consolidée"):
        assert part in said
    row.button.click()
    assert not row.unfolded
    assert "R. 431-5" not in _words(row)


def test_a_question_answered_where_the_doubt_is_changes_the_dates(counter: Counter) -> None:
    case = counter.case("Benali")
    _record(counter, case, EventKind.OQTF_NOTIFIED, 0, at="09:30")
    page, _ = _page(counter, "Benali")
    row = _row(page, "a9")
    assert "à vérifier" in _words(row)
    row.explain()
    question = row.findChild(ClockQuestion)
    assert question is not None
    question.unfold()
    _button(question, "En rétention").click()
    counter.settle()
    counter.settle()
    assert {line.due.deadline.id for line in _view(counter, case).lines} >= {"a9"}
    assert "a7" not in {row.line.due.deadline.id for row in page.line.rows}
    row = _row(page, "a9")
    assert row.unfolded, "what was unfolded stays so"
    assert "Heures comptées : avant le" in _words(row)
    assert "à 09 h 30" in _words(row)
    assert "avant 09 h 30" in _words(page.head), "the hour is told first"


def test_an_answer_leads_to_the_next_question(counter: Counter) -> None:
    case = counter.case("Haidari")
    _record(counter, case, EventKind.OQTF_NOTIFIED, -1)
    page, _ = _page(counter)
    page.questions.set_open(True)
    asked = [one for one in _view(counter, case).questions if not one.given]
    answer = next(iter(asked[0].question.answers.values()))
    first = page.questions.findChildren(ClockQuestion)[0]
    first.unfold()
    _button(first, answer).click()
    counter.settle()
    counter.settle()
    still = [one.question.text for one in _view(counter, case).questions if not one.given]
    assert asked[0].question.text not in still
    assert f"{len(still)} sans réponse" in _words(page.questions)
    assert f"Réponse : {answer}" in _words(page.questions)
    held = page.window().focusWidget()
    assert held is not None
    assert held.accessibleName() == f"Répondre : {still[0]}"


def test_without_a_date_to_come_there_is_nothing_to_remind_of(counter: Counter) -> None:
    page, _ = _page(counter, "Tesfay")
    page.print_page()
    assert counter.went == []
    assert "rien à rappeler" in _words(page.message)


def test_a_second_date_stays_behind_and_a_hint_has_none(counter: Counter) -> None:
    case = counter.case("Demir")
    _record(counter, case, EventKind.REFUSAL_NOTIFIED, -10)
    _record(counter, case, EventKind.OQTF_NOTIFIED, -9)
    page, _ = _page(counter, "Demir")
    told = [row for row in page.line.rows if row.line.due.front and row.line.due.rescue]
    assert told
    for row in told:
        assert row.line.due.rescue is not None
        assert f"{dates.shown(row.line.due.rescue)}, à confirmer par un avocat" in _words(row)
    hint = _row(page, "a12")
    assert "Indication, à voir avec un juriste." in _words(hint)
    assert not re.search(r"\d{4}", _words(hint))


def test_what_was_told_is_kept_and_turns_amber_when_it_moves(counter: Counter) -> None:
    case = counter.case("Benali")
    _record(counter, case, EventKind.OQTF_NOTIFIED, -2)
    page, _ = _page(counter, "Benali")
    page.head.tell.click()
    counter.settle()
    told = _view(counter, case).told
    assert {one.how for one in told} == {"spoken"}
    assert f"Annoncé à la personne le {dates.shown(counter.today)}" in _words(page.line)
    assert "redites-la" not in _words(page.line)
    (event,) = _view(counter, case).events
    later = LegalEvent(id=event.id, kind=event.kind, on=_iso(counter, -1))
    counter.ask(counter.session.desk.deadlines.change, case, event, later)
    again, _ = _page(counter, "Benali")
    moved = [label for label in again.line.findChildren(Text) if "redites-la" in label.text()]
    assert moved
    assert {label.property("tone") for label in moved} == {"soon"}
    assert len(_view(counter, case).told) == len(told)


def test_what_presses_comes_first(counter: Counter) -> None:
    case = counter.case("Benali")  # whose window to renew has passed
    page, _ = _page(counter, "Benali")
    assert "dépassé" in _words(page.head)
    _record(counter, case, EventKind.OQTF_NOTIFIED, -1, at="16:40")
    page, _ = _page(counter, "Benali")
    assert "urgent" in _words(page.head)
    assert not page.questions.isHidden()
    assert "Où est la personne" in _words(page.questions), "unfolded: the first date waits for it"


def test_a_long_past_waits_folded_and_a_missed_day_does_not(counter: Counter) -> None:
    case = counter.case("Benali")
    for months in range(12):
        _record(counter, case, EventKind.MOVED, -400 - 30 * months)
    page, _ = _page(counter, "Benali")
    assert "Dernier jour pour déposer" in _words(page.line)
    before = _words(page.line).count("Déménagement")
    assert before < 12
    assert page.line.older.isVisible()
    page.line.older.click()
    assert _words(page.line).count("Déménagement") == 12
    _note(counter, page, EventKind.MOVED, "hier")
    assert _words(page.line).count("Déménagement") == 13, "what was unfolded stays so"


def test_the_file_shows_the_next_dates_and_leads_to_all(counter: Counter) -> None:
    case = counter.case("Benali")
    page = counter.show(PersonPage(*counter.given, case))
    counter.settle()
    section = page.findChild(ClockSection)
    assert section is not None
    assert "Dernier jour pour déposer" in _words(section)
    section.all.click()
    assert counter.went == [ToClock(case)]
    clock, _ = _page(counter, "Benali")
    clock.head.leaving.emit()
    assert counter.went[-1] == ToPerson(case)


def test_every_control_has_a_name(counter: Counter) -> None:
    case = counter.case("Haidari")
    _record(counter, case, EventKind.OQTF_NOTIFIED, -2)
    page, _ = _page(counter)
    page.note()
    for kind in (EventKind.OQTF_NOTIFIED, EventKind.API_ISSUED, EventKind.APPEAL_REJECTED):
        page.form.kind.set_value(kind)
        assert _unnamed(page.form) == []
    page.questions.set_open(True)
    for row in page.line.rows:
        row.explain()
    counter.settle()
    assert _unnamed(page) == []


def test_a_heading_of_the_list_is_no_event(counter: Counter) -> None:
    page, _ = _page(counter)
    page.note()
    page.form.kind.setCurrentIndex(0)
    page.form.save.click()
    assert "Choisissez ce qui s’est passé." in _words(page.form)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("16:40", "16:40"), ("16h40", "16:40"), ("9 h 5", None), ("9h05", "09:05"), ("1640", "16:40"), ("9", "09:00"),
     ("", ""), ("24:00", None), ("12:60", None), ("midi", None)],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(typed: str, kept: str | None) -> None:
    assert hour_of(typed) == kept


@pytest.mark.parametrize(
    ("typed", "days"), [("auj", 0), ("Aujourd’hui", 0), ("hier", -1), ("demain", 1), ("-3", -3), ("+ 12", 12)]
)
def test_a_date_is_typed_by_its_distance(counter: Counter, typed: str, days: int) -> None:
    field = DateField(counter.look, "Quel jour ?", counter.today)
    field.line.setText(typed)
    assert field.iso() == _iso(counter, days)
    field.line.editingFinished.emit()
    assert field.line.text() == dates.shown(counter.today + timedelta(days=days))
    field.deleteLater()


def test_every_event_and_every_doubt_has_words(counter: Counter) -> None:
    by_hand = [kind for _, kinds in clock_words.STAGES for kind in kinds]
    assert len(by_hand) == len(set(by_hand))
    assert set(by_hand) | {EventKind.BIRTH, EventKind.PERMIT_END} == set(EventKind) == set(clock_words.EVENT)
    table = _view(counter, counter.case("Haidari")).table
    presumed = {name for rule in table.rules.values() for name in rule.presumed}
    asked = {name for rule in table.rules.values() for name in rule.when.mentioned()}
    said = {
        name
        for file in Path(anefdesk.domain.__file__).parent.glob("clock*.py")
        for names in re.findall(
            r"""doubts=\(((?:"\w+",? ?)+)\)|doubts = \(((?:"\w+",? ?)+)\)""", file.read_text("utf-8")
        )
        for name in re.findall(r'"(\w+)"', " ".join(names))
    }
    assert {"asked_late", "incomplete"} <= said
    doubts = presumed & asked | said | {"hour", "summer_time", "overseas", "algerian"}
    assert doubts - set(clock_words.DOUBT) == set()
