"""The page of one blockage: its captures, its next remedy, its tries, what it costs, and the lists where it stands."""

from datetime import date, timedelta
from functools import partial

import pytest

from anefdesk.domain.blockage import Attempt, Entry, Means, Reply
from anefdesk.domain.ladder import RungState
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.ui.capture_window import CaptureWindow
from anefdesk.ui.pages.blockage import BlockagePage
from anefdesk.ui.pages.blockage_attempt import Tools
from anefdesk.ui.pages.blockage_rung import RungRow
from anefdesk.ui.pages.blockages import BlockagesPage
from anefdesk.ui.pages.destinations import ToBlockage, ToClock, ToConsents, ToEvidence, ToLetter
from anefdesk.ui.pages.harms_form import cents, euros
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_blockages import BlockagesSection
from anefdesk.ui.widgets.brought import Brought
from anefdesk.ui.widgets.buttons import PrimaryButton
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_blockages import one, picture, said

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def logged(counter: Counter, case: CaseId, code: str = "B11", days: int = 0) -> ObjectId:
    """A blockage ``days`` ago, through the service."""
    on = (counter.today - timedelta(days=days)).isoformat()
    blockage, touched = counter.ask(
        lambda: counter.session.desk.blockages.log(case, code, on=on, said="Une erreur est survenue.")
    )
    counter.news.touched.emit(touched)
    return ObjectId(blockage)


def opened(counter: Counter, case: CaseId, blockage: ObjectId) -> BlockagePage:
    """Its page, shown."""
    return counter.show(BlockagePage(*counter.given, case, blockage, Tools()), height=4000)


def test_a_capture_is_looked_at_from_memory_and_withdrawn(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    for brought in (Brought(Entry.PASTED, picture=picture()), Brought(Entry.PASTED, data=b"Un mot")):
        page.bring(brought)
        counter.settle()
    exhibits = one(counter, case, blockage).exhibits
    assert len(exhibits) == 2
    assert "par " in said(page.captures)
    windows = []
    for number, exhibit in enumerate(exhibits, 1):
        page._see(exhibit, f"Capture {number}")
        counter.settle()
        windows.append(page.findChildren(CaptureWindow)[-1])
    assert exhibits[0].sha256.hex() in said(windows[0])
    assert windows[0].view.page_count() == 1
    assert windows[1].words.toPlainText() == "Un mot"
    for window in windows:
        window.close()
    page._withdraw(exhibits[0])
    counter.settle()
    assert one(counter, case, blockage).exhibits == exhibits[1:]
    page.undo()
    counter.settle()
    assert len(one(counter, case, blockage).exhibits) == 2


# The page of one


def test_the_next_remedy_comes_first_and_opens_its_letter(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    view = one(counter, case, blockage)
    assert view.next is not None
    assert page.ladder.first is not None
    assert page.ladder.first.rung.step.id == view.next.step.id
    assert view.next.step.letter
    page.ladder.first._letter()
    assert counter.went[-1] == ToLetter(case, template=view.next.step.letter, blockage=blockage)
    told = said(page.ladder)
    assert "attente : proposition, dans aucun texte" in told
    page.ladder.first.explain()
    assert "Texte : " in said(page.ladder.first)
    page.head.proving.emit()
    page.head.agreeing.emit()
    assert counter.went[-2:] == [ToEvidence(case), ToConsents(case)]


def test_a_date_the_law_cannot_tell_leads_to_the_clock(counter: Counter) -> None:
    case = counter.case("Haidari")
    page = opened(counter, case, logged(counter, case, "B29"))
    first = page.ladder.first
    assert first is not None
    assert first.rung.due is None
    deeds = [button.text() for button in first.findChildren(PrimaryButton)]
    assert deeds == ["Noter la date dans les échéances"]
    first.findChildren(PrimaryButton)[0].click()
    assert counter.went[-1] == ToClock(case)


def test_a_step_done_waits_for_its_answer_and_the_answer_is_said(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    first = page.ladder.first
    assert first is not None
    assert first.form is not None
    page.activateWindow()
    first.form.unfold()
    counter.settle()
    page.bring(Brought(Entry.PASTED, picture=picture()))
    counter.settle()
    assert page.ladder.first is first  # what comes in meanwhile takes no form away
    first.form.reference.setText("1A 234 567")  # type: ignore[union-attr]  # of a step to take
    first.form.done.click()
    counter.settle()
    remedy = one(counter, case, blockage).remedies[0]
    assert (remedy.step, remedy.reference) == (first.rung.step.id, "1A 234 567")
    assert page.ladder.first is not None
    assert page.ladder.first is not first
    focused = counter.app.focusWidget()
    assert focused is not None
    assert page.ladder.first.isAncestorOf(focused)
    rows = [row for row in page.ladder.findChildren(RungRow) if row.rung.state is RungState.DONE]
    assert "Réponse attendue" in said(rows[0])
    assert rows[0].form is not None
    rows[0].form.unfold()
    rows[0].form.reply.set_value(Reply.REFUSED)  # type: ignore[union-attr]  # of a step taken
    rows[0].form.done.click()
    counter.settle()
    assert one(counter, case, blockage).remedies[0].reply is Reply.REFUSED
    assert page.message.isVisible()
    page.message.acted.emit()
    counter.settle()
    assert one(counter, case, blockage).remedies[0].reply is Reply.WAITING


def test_tries_are_counted_by_week_and_calls_are_added(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case, days=7)
    page = opened(counter, case, blockage)
    assert "1 essai, 1 semaine" in said(page.tries)
    page.tries.unfold(Means.CALL)
    page.tries.fields.reference.setText("CCC-77")
    page.tries.fields.said.setPlainText("Personne au bout du fil")
    assert page.draft() is not None
    page.tries.done.click()
    counter.settle()
    view = one(counter, case, blockage)
    assert len(view.weeks) == 2
    assert "2 essais, 2 semaines différentes" in said(page.tries)
    assert "référence CCC-77" in said(page.tries)
    assert page.tries.form.isHidden()
    assert page.draft() is None
    last = view.attempts[-1]
    assert isinstance(last, Attempt)
    page.tries.withdrawn.emit(last)
    counter.settle()
    assert "1 essai, 1 semaine" in said(page.tries)


def test_what_the_proof_misses_and_what_the_state_was_ordered(counter: Counter) -> None:
    case = counter.case("Haidari")
    page = opened(counter, case, logged(counter, case))
    page.bundle.set_open(True)
    page.ordered.set_open(True)
    view = page._view
    assert view is not None
    missing = [line for line in view.bundle if not line.has]
    assert missing
    assert all(line.missing in said(page.bundle) for line in missing)
    assert view.measure is not None
    told = said(page.ordered)
    assert view.measure.measure.title in told
    assert "lecture : à vérifier par un juriste" in told
    assert ("Rien n’est compté" in told) is not view.measure.counted
    none = opened(counter, case, logged(counter, case, "B14"))
    assert none.ordered.isHidden()


def test_a_blockage_ends_and_lasts_again(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    page.head._end.click()
    page.head.form.done.click()
    counter.settle()
    assert one(counter, case, blockage).blockage.ended_on == counter.today.isoformat()
    assert "fini" in said(page.head)
    assert page.ladder.first is None
    page.head._again.click()
    counter.settle()
    assert one(counter, case, blockage).blockage.ended_on == ""
    assert page.ladder.first is not None


# What it costs


def test_a_loss_is_added_with_its_arithmetic_and_put_right(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    page.harms._add()
    form = page.harms.form
    form.done.click()
    assert "au moins le droit coupé" in form.message.accessibleName()
    form.what.set_value("R-EMP-S")
    start = date(counter.today.year - 1, counter.today.month, 1)
    form.start.set_iso(start.isoformat())
    form.end.set_iso(date(start.year, start.month, 28).isoformat())
    form.amount.setText("beaucoup")
    form.done.click()
    assert "540" in form.message.accessibleName()
    form.amount.setText("1 400,50")
    form.household.setText("4")
    form.done.click()
    counter.settle()
    harm = one(counter, case, blockage).harms[0]
    assert (harm.cents_month, harm.household) == (140_050, 4)
    told = said(page.harms)
    assert "28 jours × 1\u202f400,50\u00a0€ ÷ 30 = 1\u202f307,13\u00a0€" in told
    assert "4 personnes au foyer" in told
    assert "Total au " in told
    page.harms._edit(harm)
    form.amount.clear()
    form.done.click()
    counter.settle()
    assert one(counter, case, blockage).harms[0].cents_month is None
    assert "Montant non connu." in said(page.harms)
    assert "Total au " not in said(page.harms)


@pytest.mark.parametrize(
    ("typed", "kept"), [("", None), ("540", 54_000), ("540,5", 54_050), ("1 296.50 €", 129_650), ("0", 0)]
)
def test_euros_are_read_as_people_write_them(typed: str, kept: int | None) -> None:
    assert cents(typed) == kept
    if kept is not None:
        assert cents(euros(kept)) == kept


@pytest.mark.parametrize("typed", ["-5", "1,234", "1e3", "cinq", "12345678"])
def test_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        cents(typed)


# The lists


def test_the_file_and_the_rail_show_what_comes_next(counter: Counter) -> None:
    case = counter.case("Haidari")
    work = counter.session.desk.blockages
    for row in counter.ask(work.open_ones):  # of the examples
        counter.ask(partial(work.end, row.case, row.blockage, counter.today.isoformat()))
    empty = counter.show(BlockagesPage(*counter.given))
    assert "Aucun blocage en cours." in said(empty)
    blockage = logged(counter, case, days=40)
    counter.settle()
    assert empty._model.rowCount() == 1
    shown = "\n".join(str(empty._model.index(0, across).data()) for across in range(empty._model.columnCount()))
    assert "CANARI-HAIDARI" in shown
    assert "Attestation de prolongation jamais délivrée" in shown
    empty.table.opened.emit(0)
    assert counter.went[-1] == ToBlockage(case, blockage)
    person = counter.show(PersonPage(*counter.given, case))
    section = person.findChild(BlockagesSection)
    assert section is not None
    assert "ensuite : " in said(section)
    section._open(blockage)
    assert counter.went[-1] == ToBlockage(case, blockage)
