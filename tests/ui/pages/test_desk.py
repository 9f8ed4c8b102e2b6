"""One démarche at the desk: ticking, answering, explaining, rolling back, and what the applicant may see."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from anefdesk.domain.case import ItemState, RefusalReason
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.procedure import Basis, Mark, mark_of
from anefdesk.domain.record import CaseId
from anefdesk.services import marking
from anefdesk.services.demarches import DeskView
from anefdesk.ui.applicant_rows import ApplicantLine, ApplicantQuestion
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.desk_explain import Explanation
from anefdesk.ui.pages.desk_mark import MarkLabel
from anefdesk.ui.pages.desk_question import DeskQuestion
from anefdesk.ui.pages.destinations import Leaf, ToPaper, ToPerson
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

LINE = "c-domicile"


def _page(counter: Counter, who: str = "Benali", language: str = "ar") -> tuple[DeskPage, CaseId]:
    case = counter.case(who)
    page = DeskPage(*counter.given, case, counter.demarche(case), language)
    return counter.show(page), case


def _truth(counter: Counter, case: CaseId) -> DeskView:
    view: DeskView = counter.ask(counter.session.desk.demarches.view, case, counter.demarche(case))
    return view


def _state(counter: Counter, case: CaseId, document: str) -> ItemState:
    return next(row.state for row in _truth(counter, case).checklist.rows if row.document.id == document)


def test_space_ticks_at_once_and_is_recorded(counter: Counter) -> None:
    page, case = _page(counter)
    row = page.rows.row("c-identite")
    assert row is not None
    row.box.setFocus()
    before = _truth(counter, case).checklist.ready

    QTest.keyClick(row.box, Qt.Key.Key_Space)

    assert row.box.isChecked()
    counter.settle()
    assert _state(counter, case, "c-identite") is ItemState.RECEIVED
    assert f"{before + 1} pièces sur" in page.verdict._ready.text()


def test_unticking_says_missing(counter: Counter) -> None:
    page, case = _page(counter)
    row = page.rows.row(LINE)
    assert row is not None
    assert row.box.isChecked()
    row.box.click()
    counter.settle()
    assert _state(counter, case, LINE) is ItemState.MISSING


def test_a_deed_that_fails_is_rolled_back_with_a_sentence(counter: Counter) -> None:
    page, _ = _page(counter)
    row = page.rows.row("c-identite")
    assert row is not None
    counter.jobs.desk(counter.session.lock, owner=page)
    row.box.click()
    assert row.box.isChecked()
    counter.settle()
    assert not row.box.isChecked()
    assert page.message.isVisible()
    assert page.message.accessibleName()


def test_the_state_menu_carries_the_coded_reason(counter: Counter) -> None:
    page, case = _page(counter)
    row = page.rows.row("c-identite")
    assert row is not None
    menus = [action.menu() for action in row._state.menu().actions() if action.menu()]
    reason = next(a for a in menus[0].actions() if a.data() == (ItemState.REFUSED, RefusalReason.ILLEGIBLE))
    row._state.menu().triggered.emit(reason)
    counter.settle()
    assert _state(counter, case, "c-identite") is ItemState.REFUSED
    assert "illisible" in row._state.text()


def test_the_applicants_answer_comes_back_in_french_and_can_be_taken_back(counter: Counter) -> None:
    page, case = _page(counter)
    theirs = page.rows.findChildren(ApplicantQuestion)[0]
    asked = theirs._fact
    buttons = theirs.findChildren(QPushButton)
    assert [button.text() for button in buttons] != ["Oui", "Non", "Je ne sais pas"]

    buttons[0].click()
    counter.settle()

    assert _truth(counter, case).facts[asked.id] == "yes"
    assert "Oui" in page.message.accessibleName()
    assert asked.question in page.message.accessibleName()
    assert page.rows.question(asked.id) is None

    page.message.acted.emit()
    counter.settle()
    assert asked.id not in _truth(counter, case).facts
    assert page.rows.question(asked.id) is not None


def test_not_knowing_is_said_and_the_question_stays(counter: Counter) -> None:
    page, case = _page(counter)
    mine = page.rows.findChildren(DeskQuestion)[0]
    known = dict(_truth(counter, case).facts)
    mine.findChildren(QPushButton)[-1].click()
    counter.settle()
    assert mine._unknown.isVisible()
    assert dict(_truth(counter, case).facts) == known


def test_both_sides_stand_in_the_same_row_and_only_theirs_is_mirrored(counter: Counter) -> None:
    page, _ = _page(counter)
    rows = page.rows
    for name, theirs in rows._theirs.items():
        if isinstance(theirs, ApplicantLine):
            assert theirs.geometry().top() == rows._staff[name].geometry().top()
            assert theirs.layoutDirection() == Qt.LayoutDirection.RightToLeft
            assert rows._staff[name].layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_the_language_changes_live_and_nothing_is_lost(counter: Counter) -> None:
    page, _ = _page(counter)
    row = page.rows.row("c-identite")
    assert row is not None
    row.explain()
    unfolded = row.findChild(Explanation)
    page.verdict._planned.line.setText("1/2/2027")
    arabic = page.rows._theirs["piece c-identite"]

    page.rows.head.language_chosen.emit("ru")
    counter.settle()

    russian = page.rows._theirs["piece c-identite"]
    assert russian is not arabic
    assert any("а" <= letter <= "я" for label in russian.findChildren(QLabel) for letter in label.text())
    assert russian.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert page.verdict._planned.line.text() == "1/2/2027"
    assert row.findChild(Explanation) is unfolded


def test_keys_move_explain_and_say_missing(counter: Counter) -> None:
    page, case = _page(counter)
    page.activateWindow()
    first, second = page.rows._rows()[:2]
    first.box.setFocus()
    QTest.keyClick(first.box, Qt.Key.Key_Down)
    assert second.box.hasFocus()
    QTest.keyClick(second.box, Qt.Key.Key_E)
    explained = second.findChild(Explanation)
    assert explained is not None
    words = " ".join(label.text() for label in explained.findChildren(QLabel))
    assert "vérifié le" in words
    assert "niveau" in words
    QTest.keyClick(second.box, Qt.Key.Key_Up)
    assert first.box.hasFocus()
    line = page.rows.row(LINE)
    assert line is not None
    line.box.setFocus()
    QTest.keyClick(line.box, Qt.Key.Key_M)
    counter.settle()
    assert _state(counter, case, LINE) is ItemState.MISSING


def test_each_line_says_how_it_is_asked_and_why(counter: Counter) -> None:
    page, case = _page(counter)
    procedure = _truth(counter, case).procedure
    said = {}
    for row in page.rows._rows():
        document = procedure.document(row.document)
        assert document is not None
        (mark,) = row.findChildren(MarkLabel)
        said[mark_of(document)] = mark.findChildren(QLabel)[1].text()
        assert said[mark_of(document)] in row.box.accessibleDescription()
        row.explain()
        unfolded = row.findChild(Explanation)
        assert unfolded is not None
        assert marking.why(document) in [label.text() for label in unfolded.findChildren(QLabel)]
    assert said == {Mark.BY_LAW: "exigée par la loi", Mark.ASKED_ANYWAY: "demandée quand même", Mark.USEFUL: "utile"}


def test_the_law_is_named_only_where_it_was_read(shipped: Catalogue) -> None:
    lines = [line for procedure in shipped.procedures.values() for line in procedure.documents]
    by_law = [line for line in lines if marking.word_of(line) == "exigée par la loi"]
    assert by_law
    for line in by_law:
        assert line.newer or line.evidence.basis in {Basis.LAW, Basis.LEGAL_CONDITION}
    listed = [line for line in lines if mark_of(line) is Mark.BY_LAW and line not in by_law]
    assert {marking.word_of(line) for line in listed} == {"exigée, liste officielle"}
    assert not any("préfecture" in marking.word_of(line) for line in lines)


def test_p_prints_and_the_name_leads_to_the_file(counter: Counter) -> None:
    page, case = _page(counter)
    box = page.rows._rows()[0].box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_P)
    page.head._who.click()
    assert counter.went == [ToPaper(Leaf.CHECKLIST, "ar", case, counter.demarche(case)), ToPerson(case)]


def test_alone_the_applicant_sees_nothing_of_staff(counter: Counter) -> None:
    page, case = _page(counter, "Haidari", "fa_AF")
    counter.ask(lambda: counter.session.desk.casework.add_note(case, "note de l’équipe", private=False))
    page.flip()
    counter.settle()
    alone = page._applicant
    assert alone is not None
    assert alone.isVisible()
    assert alone.isFullScreen()
    texts = [label.text() for label in alone.findChildren(QLabel)]
    texts += [button.text() for button in alone.findChildren(QPushButton)]
    everything = "\n".join(texts) + alone.windowTitle()
    for staff_only in (
        "CANARI",
        "note de l’équipe",
        "Ajouter",
        "Expliquer",
        "à préciser",
        "Il manque",
        "niveau",
        "exigée",
    ):
        assert staff_only not in everything
    QTest.keyClick(alone, Qt.Key.Key_T)
    assert not alone.isVisible()


def test_a_screen_unplugged_never_uncovers_the_desk(counter: Counter) -> None:
    page, _ = _page(counter)
    page.flip()
    counter.settle()
    alone = page._applicant
    assert alone is not None
    alone.showNormal()
    alone._moved()
    assert alone.isFullScreen()
    alone.close()


def test_a_scan_dropped_on_its_line_is_kept_and_counts(counter: Counter, tmp_path: Path) -> None:
    page, case = _page(counter)
    scan = tmp_path / "scan.png"
    image = QImage(20, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    assert image.save(str(scan))

    page.rows.dropped.emit("c-identite", str(scan))
    counter.settle()

    view = _truth(counter, case)
    row = next(row for row in view.checklist.rows if row.document.id == "c-identite")
    assert len(row.pieces) == 1
    assert row.state is ItemState.RECEIVED
    shown = page.rows.row("c-identite")
    assert shown is not None
    assert shown.box.isChecked()
    assert shown._see.isVisible()


def test_what_is_no_document_is_refused_with_a_sentence(counter: Counter, tmp_path: Path) -> None:
    page, case = _page(counter)
    odd = tmp_path / "scan.pdf"
    odd.write_bytes(b"not a document")
    page.rows.dropped.emit("c-identite", str(odd))
    counter.settle()
    assert page.message.isVisible()
    assert _state(counter, case, "c-identite") is ItemState.MISSING
    page.rows.dropped.emit("c-identite", str(tmp_path / "absent.pdf"))
    counter.settle()
    assert page.message.isVisible()


@pytest.mark.parametrize("who", ["Benali", "Haidari", "Chtcherbakova", "Demir"])
def test_the_verdict_gives_every_reason_in_words(counter: Counter, who: str) -> None:
    page, case = _page(counter, who)
    page.verdict._unfold()
    counter.settle()
    shown = [label for label in page.verdict.findChildren(QLabel) if label.isVisible()]
    reasons = [label.text() for label in shown if label.text().startswith("• ")]
    assert len(reasons) == len(_truth(counter, case).checklist.reasons)
    assert all(len(reason) > 20 for reason in reasons)
