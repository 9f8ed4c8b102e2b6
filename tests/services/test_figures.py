"""What is counted, of whom, and what of it leaves."""

from datetime import UTC, date, datetime

import pytest

from anefdesk.domain.blockage import Harm, Remedy, Reply
from anefdesk.domain.case import DemarcheStatus, JournalEntry, RequestKind
from anefdesk.domain.consent import Use
from anefdesk.domain.figures import ENDED, FIGURES, PERSISTS, Contact, Period
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.domain.suppression import Cell
from anefdesk.services.figures import Figures
from anefdesk.services.figures_months import Months
from anefdesk.store import counting
from tests.services.conftest import LEAD, RECEPTION, WORKER, Refused, Room

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


def _figures(room: Room, label: str = WORKER) -> Figures:
    return Figures(room.workplace(label))


def _person(room: Room, *, agrees: bool = True, department: str = "69") -> CaseId:
    case = room.person(department=department)
    if agrees:
        room.desk().consents.give(case, Use.STATISTICS, language="fr")
    return case


def _blocked(room: Room, case: CaseId, on: str, ended: str = "", code: str = "B11") -> ObjectId:
    blockage, _ = room.desk().blockages.log(case, code, on=on)
    if ended:
        room.desk().blockages.end(case, blockage, ended)
    return blockage


def test_only_those_are_counted_who_agreed_and_the_coverage_says_so(room: Room) -> None:
    for agrees in (True, True, False):
        _blocked(room, _person(room, agrees=agrees), "2026-11-03")
    report = _figures(room).local(NOVEMBER)
    assert report.cell("blockages_opened", ("B11", "69")) == Cell(2)
    assert report.cell("files_new") == Cell(2)
    assert (report.coverage.counted, report.coverage.held) == (2, 3)


def test_who_takes_the_agreement_back_is_counted_no_more(room: Room) -> None:
    case = _person(room)
    consent = room.desk().consents.view(case).of(Use.STATISTICS).standing
    assert consent is not None
    room.desk().consents.revoke(case, consent)
    assert _figures(room).local(NOVEMBER).cell("files_new") == Cell(0)


def test_a_restricted_file_is_counted_for_nobody(room: Room) -> None:
    """Otherwise the number would tell those who may not know that there is one."""
    case = _person(room)
    room.desk().restricting.restrict(case)
    for label in (WORKER, LEAD):
        report = _figures(room, label).local(NOVEMBER)
        assert (report.cell("files_new"), report.coverage.held) == (Cell(0), 0)


def test_reception_sees_no_figures(room: Room, refused: Refused) -> None:
    assert refused(lambda: _figures(room, RECEPTION).local(NOVEMBER)) == "access.role"
    assert refused(lambda: _figures(room, RECEPTION).leaving(NOVEMBER)) == "access.role"


@pytest.mark.parametrize(
    "period",
    [Period(date(2026, 11, 1), date(2026, 10, 1)), Period(date(2020, 1, 1), date(2026, 1, 1))],
)
def test_a_period_that_is_none_is_refused(room: Room, refused: Refused, period: Period) -> None:
    assert refused(lambda: _figures(room).local(period)) == "figures.period"


def test_blockages_by_kind_place_and_month_with_their_median(room: Room) -> None:
    for number in range(5):
        _blocked(room, _person(room), "2026-10-01", f"2026-11-{10 + number:02}")
    _blocked(room, _person(room, department="38"), "2026-11-05", code="B02")
    report = _figures(room).local(Period(OCTOBER.start, NOVEMBER.end))
    assert report.cell("blockages_opened") == Cell(6)
    assert report.cell("blockages_closed", ("B11",)) == Cell(5, 42)
    assert report.medians("blockages_closed", ("B11", "69")) == (42,)
    assert report.series("blockages_opened", ("B11",)) == (("2026-10", 5), ("2026-11", 0))
    assert report.series("blockages_closed") == (("2026-10", 0), ("2026-11", 5))
    assert report.cell("blockages_open") == Cell(1)
    assert _figures(room).local(OCTOBER).cell("blockages_open") == Cell(5)


def test_a_median_takes_five(room: Room) -> None:
    for _ in range(4):
        _blocked(room, _person(room), "2026-11-01", "2026-11-10")
    assert _figures(room).local(NOVEMBER).cell("blockages_closed") == Cell(4)


def test_what_the_decision_named_counts_only_after_its_own_last_day(room: Room) -> None:
    """The measure on the attestations ran out on 5 November 2026."""
    limits = {one.limit for one in room.catalogue.blockages.measures_of("B11")}
    assert max(limits) == date(2026, 11, 5)
    case = _person(room)
    _blocked(room, case, "2026-10-01", "2026-11-04")
    _blocked(room, case, "2026-10-01", "2026-11-20")
    _blocked(room, case, "2026-11-07")
    assert _figures(room).local(OCTOBER).cell("ce2026") == Cell(0)
    table = _figures(room).local(NOVEMBER).tables["ce2026"]
    (measure,) = {path[0] for path in table if path}
    assert {path[1:]: cell.count for path, cell in table.items() if path[:1] == (measure,)} == {
        (): 3, (ENDED,): 1, (PERSISTS,): 2,
    }  # fmt: skip


def test_harms_by_month_and_what_is_lost(room: Room) -> None:
    desk, case = room.desk(), _person(room)
    desk.blockages.harm(case, Harm(id=ObjectId(b""), code="R-FT", start="2026-10-20", cents_month=64_500))
    desk.blockages.harm(case, Harm(id=ObjectId(b""), code="R-FT", start="2026-10-01", end="2026-10-31"))
    report = _figures(room).local(Period(OCTOBER.start, NOVEMBER.end))
    assert report.cell("harms_new", ("R-FT",)) == Cell(2)
    assert report.cell("harm_months", ("R-FT",)) == Cell(3)
    assert report.cell("losses") == Cell(1, None, 64_500)


def test_procedures_letters_remedies_and_contacts(room: Room) -> None:
    desk, case = room.desk(), _person(room)
    demarche = desk.demarches.begin(case, "refugie", RequestKind.FIRST, date(2026, 11, 2))
    blockage = _blocked(room, case, "2026-11-03")
    remedy = Remedy(id=desk.blockages.new_id(), blockage=bytes(blockage), step="ask_l02", on="2026-11-03")
    desk.blockages.remedy(case, remedy)
    desk.blockages.answer(case, remedy, Reply.SOLVED, "2026-11-10")
    desk.casework.add_journal(case, JournalEntry(id=ObjectId(b""), on="2026-11-04", text="Vue"))
    report = _figures(room).local(NOVEMBER)
    assert demarche
    assert report.cell("procedures", (DemarcheStatus.PREPARING.value, "refugie")) == Cell(1)
    assert report.cell("remedies", (Reply.SOLVED.value,)) == Cell(1)
    assert report.cell("files_open", (Contact.MONTH.value,)) == Cell(1)
    assert report.cell("letters_sent") == Cell(0)


# What leaves


def _later(room: Room, day: date) -> None:
    room.time.now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _busy(room: Room) -> None:
    for number in range(12):
        _blocked(room, _person(room), "2026-11-03", code="B11" if number else "B02")
    for _ in range(7):
        _blocked(room, _person(room, department="38"), "2026-11-03", code="B05")


def test_a_month_leaves_when_it_is_over_for_five_days(room: Room, refused: Refused) -> None:
    _busy(room)
    assert refused(lambda: _figures(room).leaving(NOVEMBER)) == "figures.none_over"
    _later(room, date(2026, 12, 5))
    assert refused(lambda: Months(room.workplace()).make("2026-11")) == "figures.not_over"
    _later(room, date(2026, 12, 6))
    report = _figures(room).leaving(NOVEMBER)
    assert not report.exact
    assert report.coverage.missing == ()
    assert refused(lambda: Months(room.workplace()).make("2026-11")) == "figures.made"


def test_nothing_below_five_leaves(room: Room) -> None:
    _busy(room)
    _later(room, date(2026, 12, 6))
    report = _figures(room).leaving(NOVEMBER)
    opened = report.tables["blockages_opened"]
    assert opened[()] == Cell(19)
    assert ("B02",) not in opened
    assert len(opened.keys() & {("B11",), ("B05",)}) == 1  # the other is hidden for the sake of B02
    for table in report.tables.values():
        assert all(cell.count == 0 or cell.count >= 5 for cell in table.values())
    assert report.cell("blockages_opened", ("B02",)) is None


def test_a_month_made_once_stays_as_it_was_made(room: Room) -> None:
    """The difference of two versions would tell what was noted in between."""
    _busy(room)
    _later(room, date(2026, 12, 6))
    before = _figures(room).leaving(NOVEMBER)
    _blocked(room, _person(room), "2026-11-04")
    assert _figures(room).leaving(NOVEMBER).tables == before.tables
    assert _figures(room).local(NOVEMBER).cell("blockages_opened") == Cell(20)


def test_months_still_running_are_said_to_be_missing(room: Room) -> None:
    _busy(room)
    _later(room, date(2026, 12, 6))
    report = _figures(room).leaving(Period(NOVEMBER.start, date(2026, 12, 31)))
    assert (report.coverage.missing, report.coverage.partly) == (("2026-12",), 1)
    assert [month for month, _ in report.months] == ["2026-11"]


def test_another_pc_of_the_centre_hides_the_same(room: Room) -> None:
    assert counting.secret(room.store) == counting.secret(room.store)
    assert len(counting.secret(room.store)) == 32


def test_every_figure_says_what_it_counts() -> None:
    for key, figure in FIGURES.items():
        assert (figure.key, figure.definition[-1]) == (key, ".")


def test_the_organisation_s_figures_need_an_organisation(room: Room, refused: Refused) -> None:
    assert refused(lambda: _figures(room).organisation(NOVEMBER)) == "figures.not_yours"
    assert refused(lambda: _figures(room).by_centre(NOVEMBER)) == "figures.not_yours"
    assert not _figures(room).oversees
