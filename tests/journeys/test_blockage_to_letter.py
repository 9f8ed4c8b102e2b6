"""From a person's page: a blockage reported, its remedy's letter completed, agreed to, frozen, sent and tracked.

At most thirty gestures from the blockage to the letter: a word typed, a key or a click each.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QTableView,
    QWidget,
)

from anefdesk.domain.consent import Use
from anefdesk.i18n import dates
from anefdesk.services.letter_views import LetterState
from anefdesk.ui.frame import Frame
from anefdesk.ui.pages.blockage import BlockagePage
from anefdesk.ui.pages.blockage_log import LogPage
from anefdesk.ui.pages.consents import ConsentsPage
from anefdesk.ui.pages.destinations import ToAgenda, ToBlockage, ToPerson
from anefdesk.ui.pages.letter import LetterPage
from anefdesk.ui.pages.letter_field import Question
from anefdesk.ui.widgets.date_field import DateField
from tests.ui.conftest import Desk, catalogue, open_window, prepared  # noqa: F401 - pytest finds fixtures by name

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

ALLOWED = 30


class Hands:
    """What a member does in the window, counted."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self.desk, self.frame, self.gestures = desk, frame, 0

    @property
    def page(self) -> QWidget:
        page = self.frame.navigation.page
        assert page is not None
        return page

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(12, widget.height() // 2))
        self._done()

    def press(self, words: str) -> None:
        """The button that says so, on this page."""
        found = [one for one in self.page.findChildren(QAbstractButton) if one.text() == words and one.isVisible()]
        assert found, words
        self.click(found[0])

    def word(self, field: QWidget, text: str, leave: Qt.Key = Qt.Key.Key_Tab) -> None:
        """Typed where it is, then left: two gestures."""
        field.setFocus()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:  # as a keyboard with accents, and Enter between lines
            typed = QInputMethodEvent()
            typed.setCommitString(text)
            QApplication.sendEvent(field, typed)
        self._done()
        QTest.keyClick(field, leave)
        self._done()

    def choose(self, box: QComboBox, index: int) -> None:
        """One of a closed list, by the keyboard."""
        box.setFocus()
        for _ in range(index + 1):
            QTest.keyClick(box, Qt.Key.Key_Down)
        self._done()

    def _done(self) -> None:
        self.gestures += 1
        self.desk.settle()


def _said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def _answer(hands: Hands, question: Question) -> None:
    if question.needed.kind.value == "day":
        assert isinstance(question.field, DateField)
        hands.word(question.field.line, "12/08/2026")
    elif question.needed.kind.value == "yes_no":
        hands.click(question.field.findChildren(QRadioButton)[0])
    elif question.needed.kind.value == "choice":
        assert isinstance(question.field, QComboBox)
        hands.choose(question.field, 0)
    else:
        assert isinstance(question.field, QLineEdit)
        hands.word(question.field, "exemple")


def _complete(hands: Hands, page: LetterPage) -> None:
    for _ in range(12):
        lacking = [one for one in page.parts.questions.findChildren(Question) if one.isVisible()]
        missing = {one.id for one in page._seen.view.missing} if page._seen and page._seen.view else set()
        if not missing:
            return
        _answer(hands, next(one for one in lacking if one.needed.id in missing))
    raise AssertionError(missing)


def _letter_page(hands: Hands) -> LetterPage:
    page = hands.page
    assert isinstance(page, LetterPage)
    return page


def _report(hands: Hands) -> None:
    hands.press("Signaler un blocage")
    report = hands.page
    assert isinstance(report, LogPage)
    hands.word(report.what, "B11", Qt.Key.Key_Return)
    hands.press("Enregistrer le blocage")
    hands.click(report.done.on)


def _agree(hands: Hands) -> None:
    """By word, told by an interpreter."""
    consents = hands.page
    assert isinstance(consents, ConsentsPage)
    card = consents.cards[Use.FILE]
    hands.click(card.give)
    hands.click(card.form.interpreted)
    hands.choose(card.form.how, 1)
    hands.click(card.form.done)


def test_a_blockage_becomes_a_letter_and_a_tracked_remedy(open_window: Callable[..., Desk]) -> None:  # noqa: F811
    desk = open_window()
    hands = Hands(desk, desk.unlock())
    services, go = desk.session.desk, hands.frame.navigation.go
    case = next(one.case for one in services.finding.find("Canari Haidari"))
    go(ToPerson(case))
    desk.settle()
    _report(hands)
    assert isinstance(hands.page, BlockagePage)
    blockage = services.blockages.view(case)[0].blockage
    assert blockage.code == "B11"

    hands.press("Préparer la lettre L02")
    page = _letter_page(hands)
    letter = page._letter
    assert "n’a pas encore donné son accord" in page.parts.agree.accessibleName()
    _complete(hands, page)
    hands.press("Écrire l’adresse")
    page.parts.address.box.selectAll()
    hands.word(page.parts.address.box, "Préfecture du Rhône\n69003 Lyon")
    hands.word(page.parts.address.said_by, "rhone.gouv.fr")
    hands.click(page.parts.address.done)

    hands.press("Noter l’accord")
    _agree(hands)
    assert any(services.consents.view(case).stands(one) for one in services.consents.view(case).of(Use.FILE).history)
    hands.press("Retour")

    page = _letter_page(hands)
    assert page._letter == letter
    hands.click(page.parts.freeze)
    assert services.correspondence.one(case, letter).state is LetterState.ISSUED
    assert hands.gestures <= ALLOWED
    pdf = services.correspondence.issued_pdf(case, letter)
    assert pdf.startswith(b"%PDF")

    hands.word(page.parts.issued.sent.reference, "1A 000 111")
    hands.click(page.parts.issued.sent.done)
    kept = services.correspondence.one(case, letter).letter
    due = services.consents.view(case).today + timedelta(days=8)
    assert (kept.reference, kept.due) == ("1A 000 111", due.isoformat())
    assert "Réponse attendue" in _said(page)

    go(ToBlockage(case, blockage.id))
    desk.settle()
    remedy = services.blockages.view(case)[0].remedies[0]
    assert (remedy.letter, remedy.due) == (letter, due.isoformat())
    assert dates.long_fr(due, services.consents.view(case).today) in _said(hands.page)
    go(ToAgenda())
    desk.settle()
    table = hands.page.findChild(QTableView)
    assert table is not None
    model = table.model()
    shown = [
        " ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]
    assert any("HAIDARI" in line.upper() and "dans 8 jours" in line for line in shown), shown
    assert (case, due, "remedy") in [(row.case, row.on, row.what) for row in services.deadlines.day(14).rows]
