"""From a new person to the first sheet in two languages: at most 25 gestures, a word typed or a key each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import Leaf, ToDesk, ToPaper, ToProcedures
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.procedures import ProceduresPage
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

ALLOWED = 25
ALREADY = 1  # Ctrl+N opened the form


class Hands:
    """Types where the cursor is, and counts."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.gestures = ALREADY

    def _here(self) -> QWidget:
        here = QApplication.activePopupWidget() or QApplication.focusWidget()  # suggestions get the keys first
        assert here is not None
        return here

    def word(self, text: str) -> None:
        QTest.keyClicks(self._here(), text)
        self.gestures += 1
        self.counter.settle()

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._here(), key, held)
        self.gestures += 1
        self.counter.settle()


def test_from_a_new_person_to_the_first_sheet(counter: Counter) -> None:
    hands = Hands(counter)
    form = counter.show(NewPersonPage(*counter.given))
    form.activateWindow()
    counter.settle()
    for number, word in enumerate(("Canari-Sylla", "Aissatou", "", "", "4/5/1990", "Guinee", "peul")):
        if number:
            hands.key(Qt.Key.Key_Tab)
        if word:
            hands.word(word)
    hands.key(Qt.Key.Key_Tab)
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.save()  # the shortcut needs a window manager that the test has not
    counter.settle()
    hands.key(Qt.Key.Key_Space)
    to_procedures = counter.went[-1]
    assert isinstance(to_procedures, ToProcedures)

    form.hide()
    choice = counter.show(ProceduresPage(*counter.given, to_procedures.case, "ar"))
    choice.activateWindow()
    counter.settle()
    hands.word("refugie")
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Return)
    to_desk = counter.went[-1]
    assert isinstance(to_desk, ToDesk)

    choice.hide()
    desk = counter.show(DeskPage(*counter.given, to_desk.case, to_desk.demarche, "ar"))
    desk.activateWindow()
    counter.settle()
    hands.key(Qt.Key.Key_P)
    assert counter.went[-1] == ToPaper(Leaf.CHECKLIST, "ar", to_desk.case, to_desk.demarche)

    file = counter.ask(counter.session.desk.casework.reload, to_desk.case).file
    assert (file.person.birth_date, file.person.nationality) == ("1990-05-04", "GN")
    assert [one.code for one in file.languages] == ["ff"]
    assert hands.gestures <= ALLOWED
