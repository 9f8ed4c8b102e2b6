"""« Chiffres »: exact on the screen, and only what may be told on paper and in files."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from anefdesk.domain.consent import Use
from anefdesk.domain.figures import FIGURES
from anefdesk.domain.months import add_months
from anefdesk.services.casework import NewPerson
from anefdesk.services.figures_received import PcLine
from anefdesk.services.session import Session
from anefdesk.ui.pages.destinations import ToFiguresPaper
from anefdesk.ui.pages.figures import FiguresPage
from anefdesk.ui.pages.figures_block import FigureSection
from anefdesk.ui.pages.figures_paper import FiguresPaperPage
from anefdesk.ui.pages.figures_pcs import PcsSection
from anefdesk.ui.widgets.bars import MonthColumns
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _fill(session: Session, last: date) -> None:
    desk = session.desk
    for number, (code, place) in enumerate([("B11", "69")] * 7 + [("B05", "38")] * 5 + [("B02", "69")] * 2):
        case = desk.casework.create(NewPerson(family=f"Canari-Compte{number}", given="Zahra", department=place))
        desk.consents.give(case, Use.STATISTICS, language="fr")
        desk.blockages.log(case, code, on=f"{last:%Y-%m}-0{1 + number % 4}")


@pytest.fixture
def last_month(counter: Counter) -> date:
    """Fourteen blockages of the month before the last one, which is surely over."""
    day = add_months(counter.today.replace(day=1), -2)
    counter.ask(_fill, counter.session, day)
    return day


def _texts(page: FiguresPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def test_every_figure_has_its_definition_and_its_number(counter: Counter, last_month: date) -> None:
    page = counter.show(FiguresPage(*counter.given))
    assert page.first.value() == last_month
    sections = page.findChildren(FigureSection)
    assert len(sections) == len(FIGURES)
    said = _texts(page)
    for words in ("B11 · Attestation de prolongation jamais délivrée", "B02 ·", "69 · Rhône", "Dossiers comptés :"):
        assert words in said, words
    assert "moins de 5" not in said  # one's own numbers are exact


def test_months_are_drawn_and_said(counter: Counter, last_month: date) -> None:
    page = counter.show(FiguresPage(*counter.given))
    names = [chart.accessibleName() for chart in page.findChildren(MonthColumns)]
    opened = next(name for name in names if name.startswith("Blocages apparus"))
    assert "14" in opened
    assert opened.count(";") == 2
    page.first.set_value(page.last.value())
    page.load()
    counter.settle()
    assert not page.findChildren(MonthColumns)
    assert last_month < page.first.value()


def test_a_period_that_is_none_is_said_where_it_was_chosen(counter: Counter) -> None:
    page = counter.show(FiguresPage(*counter.given))
    page.last.set_value(add_months(counter.today.replace(day=1), -5))
    page.load()
    counter.settle()
    assert "période" in page.message.accessibleName()
    assert not page.findChildren(FigureSection) or not page.findChildren(FigureSection)[0].isVisibleTo(page)


def test_what_leaves_hides_what_is_rare(counter: Counter, last_month: date, tmp_path: Path) -> None:
    page = counter.show(FiguresPage(*counter.given))
    page.last.set_value(last_month)
    page.export(str(tmp_path / "chiffres.csv"))
    counter.settle()
    text = (tmp_path / "chiffres.csv").read_text("utf-8-sig")
    assert "B02" not in text
    assert "aucun nom" in page.message.accessibleName()
    page.export(str(tmp_path / "absent" / "chiffres.csv"))
    counter.settle()
    assert page.message.accessibleName()


def test_the_report_is_looked_at_before_it_is_printed(counter: Counter, last_month: date) -> None:
    page = counter.show(FiguresPage(*counter.given))
    page.last.set_value(last_month)
    page.print_page()
    assert counter.went == [ToFiguresPaper(last_month, last_month)]
    paper = counter.show(FiguresPaperPage(*counter.given, ToFiguresPaper(last_month, last_month)))
    assert paper.view.isVisibleTo(paper)
    assert not paper.message.isVisibleTo(paper)


def test_a_month_not_over_is_refused_in_words(counter: Counter) -> None:
    this = counter.today.replace(day=1)
    paper = counter.show(FiguresPaperPage(*counter.given, ToFiguresPaper(this, this)))
    assert "terminé" in paper.message.accessibleName()


def test_pcs_stand_in_a_table(counter: Counter) -> None:
    lines = (
        PcLine(b"1", "Accueil", "Lyon", date(2026, 11, 20), "0.1.0", "2026-11-23", 2),
        PcLine(b"2", "Bureau", "Lyon", None),
        PcLine(b"3", "Ancien", "Lyon", date(2026, 1, 2), out=True),
    )
    section = PcsSection(counter.look, lines)
    model = section.table.model()
    rows = [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(3)]
    assert rows == [
        ["Lyon", "Accueil", "20/11/2026", "0.1.0", "2026-11-23", "2"],
        ["Lyon", "Bureau", "pas encore", "pas encore", "pas encore", ""],
        ["Lyon", "Ancien", "retiré", "pas encore", "pas encore", ""],
    ]
    section.deleteLater()
