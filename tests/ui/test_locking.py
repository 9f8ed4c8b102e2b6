"""Locking: when it happens, what survives it, and that nothing personal is left to read."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QTableView, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.services.session import SessionState
from anefdesk.ui.locking import Guard, Reason
from anefdesk.ui.pages.destinations import ToDesk, ToNewPerson, ToPeople, ToPerson
from tests.canary import TOKEN
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def texts_of(widget: QWidget) -> list[str]:
    """Everything a widget shows, says or keeps."""
    found = [
        widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis(),
        widget.accessibleName(), widget.accessibleDescription(), widget.objectName(),
    ]  # fmt: skip
    for name in ("text", "toPlainText", "placeholderText", "title", "currentText"):
        call = getattr(widget, name, None)
        if callable(call):
            found.append(str(call()))
    if isinstance(widget, QComboBox):
        found += [widget.itemText(i) for i in range(widget.count())]
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        columns = model.columnCount() if isinstance(widget, QTableView) else 1
        found += [str(model.index(row, column).data()) for row in range(model.rowCount()) for column in range(columns)]
    return found


def traces(app: QApplication) -> list[str]:
    """Where an invented person can still be read, in any widget or in the clipboard."""
    seen = [
        f"{type(widget).__name__}"
        for widget in app.allWidgets()
        if any(TOKEN in text.upper() for text in texts_of(widget))
    ]
    return seen + ["clipboard"] * (TOKEN in QGuiApplication.clipboard().text().upper())


@pytest.mark.parametrize("where", ["person", "desk", "people", "new_person", "search"])
def test_after_lock_nobody_can_be_read(open_window: Callable[..., Desk], where: str) -> None:
    desk = open_window()
    frame = desk.unlock()
    case = desk.case()
    demarche = desk.session.desk.casework.reload(case).file.demarches[0].id
    places = {
        "person": ToPerson(case), "desk": ToDesk(case, demarche), "people": ToPeople(),
        "new_person": ToNewPerson(), "search": ToPeople(),
    }  # fmt: skip
    frame.navigation.go(places[where])
    desk.settle()
    if where == "new_person":
        first = frame.navigation.page.findChild(QLineEdit)
        first.setText("Canari-Haidari")
    if where == "search":
        QTest.keyClicks(frame.search, "canari")
    desk.settle()
    QGuiApplication.clipboard().setText("Canari-Haidari Zahra")
    assert traces(desk.app), "the test must be able to see a name before the lock"
    del frame
    desk.window.lock(Reason.ASKED)
    desk.settle()
    assert traces(desk.app) == []
    assert desk.session.state is SessionState.LOCKED
    assert desk.window.windowTitle() == "anefdesk"


def test_a_form_survives_the_lock_for_its_author(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    frame = desk.unlock()
    frame.navigation.go(ToNewPerson())
    desk.settle()
    page = frame.navigation.page
    page.restore(Draft("new_person", {"family": "Canari-Haidari"}, cursor="family"))
    typed = page.draft()
    assert typed is not None
    desk.window.lock(Reason.IDLE)
    desk.settle()
    frame = desk.unlock()
    frame.navigation.go(ToNewPerson())
    desk.settle()
    found = frame.navigation.page.draft()
    assert found is not None
    assert found.fields == typed.fields


def test_a_change_of_look_keeps_place_and_form(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    frame = desk.unlock()
    frame.navigation.go(ToNewPerson())
    desk.settle()
    frame.navigation.page.restore(Draft("new_person", {"family": "Canari-Haidari"}, cursor="family"))
    desk.window.change(replace(desk.window._settings, zoom=150, language="en"))
    desk.settle()
    assert desk.frame.navigation.here == ToNewPerson()
    found = desk.frame.navigation.page.draft()
    assert found is not None
    assert found.fields["family"] == "Canari-Haidari"


def test_locking_keys_and_pins(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    desk.session.set_pin("825193")
    assert desk.session.has_pin
    desk.window.lock(Reason.SLEEP)
    desk.settle()
    desk.unlock()
    assert not desk.session.has_pin


class Heard(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []

    def hear(self, what: object) -> None:
        self.said.append(what)


class Times:
    def __init__(self) -> None:
        self.mono, self.wall = 1000.0, 5_000_000.0

    def monotonic(self) -> float:
        return self.mono

    def calendar(self) -> float:
        return self.wall

    def pass_(self, seconds: float) -> None:
        self.mono += seconds
        self.wall += seconds


@pytest.fixture
def guarded(qapp: QApplication) -> Iterator[tuple[Guard, Times, Heard]]:
    times, heard = Times(), Heard()
    guard = Guard(qapp, 1, clock=times.monotonic, wall=times.calendar)
    guard.due.connect(heard.hear)
    guard.countdown.connect(heard.hear)
    guard.watch()
    yield guard, times, heard
    guard.stop()


def test_idle_counts_down_then_locks(guarded: tuple[Guard, Times, Heard]) -> None:
    guard, times, heard = guarded
    times.pass_(40)
    guard.look()
    assert heard.said == []
    times.pass_(8)
    guard.look()
    assert heard.said == [12]
    times.pass_(13)
    guard.look()
    assert heard.said == [12, Reason.IDLE]


def test_somebody_at_the_keyboard_is_noticed(guarded: tuple[Guard, Times, Heard], qapp: QApplication) -> None:
    guard, times, heard = guarded
    times.pass_(50)
    guard.look()
    label = QLabel()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    qapp.sendEvent(label, key)
    times.pass_(50)
    guard.look()
    assert heard.said == [10, 0, 10]


def test_a_jump_of_the_clocks_is_a_sleep(guarded: tuple[Guard, Times, Heard]) -> None:
    guard, times, heard = guarded
    times.wall += 600
    guard.look()
    assert heard.said == [Reason.SLEEP]


def test_the_system_is_heard_only_when_open(guarded: tuple[Guard, Times, Heard]) -> None:
    guard, _times, heard = guarded
    guard.system_says(Reason.SYSTEM)
    assert heard.said == [Reason.SYSTEM]
    guard.rest()
    guard.pins_over.connect(lambda: heard.hear("pins"))
    guard.system_says(Reason.SYSTEM)
    assert heard.said == [Reason.SYSTEM, "pins"]


def test_a_sleep_nobody_told_of_ends_quick_unlocking(guarded: tuple[Guard, Times, Heard]) -> None:
    guard, times, heard = guarded
    guard.pins_over.connect(lambda: heard.hear("pins"))
    guard.rest()
    times.pass_(600)
    guard._tick.timeout.emit()
    assert heard.said == [], "locked, nobody is counted idle"
    assert guard._tick.isActive()
    times.wall += 600
    guard._tick.timeout.emit()
    assert heard.said == ["pins"]
    guard.stop()
    assert not guard._tick.isActive()


def test_a_code_is_forgotten_when_the_pc_slept_locked(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    desk.session.set_pin("825193")
    desk.window.lock(Reason.ASKED)
    desk.settle()
    desk.window.guard._ahead -= 600  # as the clocks stand after ten minutes of sleep
    desk.window.guard.look()
    desk.settle()
    desk.unlock()
    assert not desk.session.has_pin
