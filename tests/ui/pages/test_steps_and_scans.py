"""The applicant's list one step at a time, following the staff; scans looked at one after another, dated, removed."""

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from anefdesk.domain.case import Piece, RequestKind
from anefdesk.domain.record import CaseId
from anefdesk.settings import Settings
from anefdesk.ui.applicant_rows import ApplicantPiece, ApplicantQuestion
from anefdesk.ui.applicant_window import ApplicantWindow
from anefdesk.ui.opening_pages import PageMaker
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import Leaf, ToPaper
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_work import PiecesSection
from anefdesk.ui.piece_window import PieceWindow
from anefdesk.ui.widgets.search_box import SearchBox
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _desk(counter: Counter, who: str, language: str) -> DeskPage:
    case = counter.case(who)
    return counter.show(DeskPage(*counter.given, case, counter.demarche(case), language))


def _alone(counter: Counter, page: DeskPage) -> ApplicantWindow:
    page.flip()
    counter.settle()
    assert page._applicant is not None
    return page._applicant


def _steps(alone: ApplicantWindow) -> list[str]:
    lines = [*alone.findChildren(ApplicantPiece), *alone.findChildren(ApplicantQuestion)]
    return [line.objectName() for line in lines if line.isVisible()]


@pytest.mark.parametrize(("who", "code", "on"), [("Demir", "tr", Qt.Key.Key_Right), ("Benali", "ar", Qt.Key.Key_Left)])
def test_one_step_at_a_time_and_the_arrows_follow_the_reading(
    counter: Counter, who: str, code: str, on: Qt.Key
) -> None:
    alone = _alone(counter, _desk(counter, who, code))
    every = len(_steps(alone))
    assert every > 1
    alone.step_by_step()
    alone.follow(alone._shown[0])
    counter.settle()
    assert _steps(alone) == [alone._shown[0]]
    QTest.keyClick(alone, on)
    counter.settle()
    assert _steps(alone) == [alone._shown[1]]
    said = " ".join(label.accessibleName() for label in alone._steps.findChildren(QLabel) if label.isVisible())
    assert "2" in said
    assert str(every) in said
    QTest.keyClick(alone, Qt.Key.Key_Left if on is Qt.Key.Key_Right else Qt.Key.Key_Right)
    assert alone.current == alone._shown[0]
    alone._choose_way(one=False)
    counter.settle()
    assert len(_steps(alone)) == every
    alone.close()


def test_the_step_is_the_staffs_line_and_the_staff_goes_on_from_the_step(counter: Counter) -> None:
    page = _desk(counter, "Demir", "tr")
    page.activateWindow()
    rows = page.rows._rows()
    rows[2].box.setFocus()
    page.rows._focus(2)
    alone = _alone(counter, page)
    alone.step_by_step()
    counter.settle()
    assert _steps(alone) == [f"piece {rows[2].document}"]
    page.rows._focus(1)
    counter.settle()
    assert _steps(alone) == [f"piece {rows[1].document}"]
    alone.next_step()
    alone.next_step()
    alone.close()
    counter.settle()
    assert page.rows.at == f"piece {rows[3].document}"


def test_an_answered_step_makes_place_for_the_next(counter: Counter) -> None:
    page = _desk(counter, "Demir", "tr")
    alone = _alone(counter, page)
    alone.step_by_step()
    alone.follow(alone._shown[0])
    counter.settle()
    asked = alone.current
    question = alone.findChild(ApplicantQuestion, asked)
    assert question is not None
    question.answered.emit(question._fact.id, "no")
    counter.settle()
    assert alone.current != asked
    assert _steps(alone) == [alone.current]
    alone.close()


def test_a_late_window_and_a_price_that_waits_are_said_in_words(counter: Counter) -> None:
    late = _desk(counter, "Demir", "tr")
    assert late.head._late.isVisible()
    assert "est passée : déposez sans attendre." in late.head._late.text()
    assert "Prix : 100\u00a0€" in late.head._about.text()
    case = counter.case("Diallo")
    demarche = counter.ask(
        lambda: counter.session.desk.demarches.begin(case, "titre-de-voyage", RequestKind.FIRST, counter.today)
    )
    page = counter.show(DeskPage(*counter.given, case, demarche, "fr"))
    about = page.head._about.text()
    assert "Prix, selon la réponse à « " in about
    assert "à vérifier" in about
    assert not page.head._late.isVisible()


def _scan(colour: str) -> bytes:
    picture = BytesIO()
    Image.new("RGB", (60, 80), colour).save(picture, "PNG")
    return picture.getvalue()


def _attach(counter: Counter, case: CaseId, document: str, *colours: str) -> None:
    for colour in colours:
        touched = counter.ask(counter.session.desk.pieces.attach, case, document, _scan(colour))
        counter.news.touched.emit(touched)
    counter.settle()


def _pieces(counter: Counter, case: CaseId) -> tuple[Piece, ...]:
    kept: tuple[Piece, ...] = counter.ask(counter.session.desk.casework.reload, case).file.pieces
    return kept


def test_scans_of_a_line_are_turned_dated_removed_and_put_back(counter: Counter) -> None:
    page = _desk(counter, "Haidari", "fa_AF")
    case = counter.case("Haidari")
    before = len(_pieces(counter, case))
    _attach(counter, case, "c-identite", "white", "grey")
    row = page.rows.row("c-identite")
    assert row is not None
    row._see.click()
    counter.settle()
    window = page.findChild(PieceWindow)
    assert window is not None
    assert window._where.text().startswith("Pièce 2 sur 2")
    assert "passeport" in window._name.text()
    assert not window.after.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    counter.settle()
    assert window._where.text().startswith("Pièce 1 sur 2")
    assert window.view.page_count() == 1

    window.day.set_iso("2026-10-02")
    window.day.changed.emit("2026-10-02")
    counter.settle()
    assert "2026-10-02" in [piece.dated for piece in _pieces(counter, case)]

    window.away.click()
    counter.settle()
    assert len(_pieces(counter, case)) == before + 1
    assert window.message.isVisible()
    assert not window.view.isVisible()
    window.message.acted.emit()
    counter.settle()
    kept = _pieces(counter, case)
    assert len(kept) == before + 2
    assert "2026-10-02" in [piece.dated for piece in kept]
    assert window.view.isVisible()
    window.close()


def test_the_file_lists_its_pieces_with_what_they_prove(counter: Counter) -> None:
    case = counter.case("Haidari")
    _attach(counter, case, "c-identite", "white")
    page = counter.show(PersonPage(*counter.given, case))
    section = page.findChild(PiecesSection)
    assert section is not None
    said = "\n".join(label.text() for label in section.findChildren(Text))
    assert "Copie du passeport" in said
    assert "date non notée · ajoutée le" in said
    section._see(section._listed[0])
    counter.settle()
    window = page.findChild(PieceWindow)
    assert window is not None
    assert "Copie du passeport" in window._name.text()
    window.close()


def test_the_language_of_a_sheet_is_remembered(counter: Counter) -> None:
    kept: list[Settings] = []
    make = PageMaker(*counter.given, Settings(), kept.append, lambda: None)
    page = make(ToPaper(Leaf.BLANK, "fr", procedure="refugie"))
    counter.show(page)
    page.speak("ps")  # type: ignore[attr-defined]  # it is the page of sheets
    counter.settle()
    assert [settings.applicant_language for settings in kept] == ["ps"]


def test_what_is_found_is_never_cut_while_there_is_room(counter: Counter) -> None:
    rows = ["CANARI-HAIDARI Zahra · کناری حیدری زهرا\n04/05/1990 · Afghanistan · Préfecture du Rhône (Lyon)"]
    ground = QWidget()
    box = SearchBox(counter.look, counter.jobs, lambda _text: rows, str, "Chercher")
    box.setParent(ground)
    box.setFixedWidth(200)
    ground.resize(1100, 400)
    ground.show()
    box.setText("zahra")
    box.textEdited.emit("zahra")
    counter.settle()
    popup = box._popup()
    assert popup.width() >= popup.sizeHintForColumn(0) > box.width()
    assert popup.sizeHintForRow(0) >= 2 * popup.fontMetrics().height()
    ground.deleteLater()
