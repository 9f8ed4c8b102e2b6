"""The search box: Enter opens what was typed, however fast the hands are."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from anefdesk.settings import Settings
from anefdesk.ui import icons, theme
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.widgets.search_box import SearchBox

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Slow:
    """Finds the words typed, when told to."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self, text: str) -> tuple[str, ...]:
        assert self.go_on.wait(10)
        return (f"{text} first", f"{text} second")


@pytest.fixture
def box(qapp: QApplication) -> Iterator[tuple[SearchBox, Slow, Jobs, list[str]]]:
    theme.load_fonts(first=True)
    look = theme.look_of(Settings(theme="light"), system_dark=False)
    jobs, slow, chosen = Jobs(), Slow(), list[str]()
    window = QWidget()
    made = SearchBox(look, jobs, slow, str, "Chercher")
    QVBoxLayout(window).addWidget(made)
    made.chosen.connect(chosen.append)
    window.resize(400, 300)
    window.show()
    yield made, slow, jobs, chosen
    slow.go_on.set()
    window.close()
    window.deleteLater()
    jobs.close()
    qapp.processEvents()
    icons.forget()


def test_enter_before_the_results_waits_for_them(box: tuple[SearchBox, Slow, Jobs, list[str]]) -> None:
    made, slow, jobs, chosen = box
    QTest.keyClicks(made, "be")
    jobs.drain()
    slow.go_on.clear()
    made.clear()
    QTest.keyClicks(made, "ha")
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert chosen == [], "what is listed answers what was typed before"
    slow.go_on.set()
    jobs.drain()
    assert chosen == ["ha first"]


def test_typing_on_after_enter_opens_nothing_by_itself(box: tuple[SearchBox, Slow, Jobs, list[str]]) -> None:
    made, slow, jobs, chosen = box
    slow.go_on.clear()
    QTest.keyClicks(made, "ha")
    QTest.keyClick(made, Qt.Key.Key_Return)
    QTest.keyClicks(made, "i")
    slow.go_on.set()
    jobs.drain()
    assert chosen == []
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert chosen == ["hai first"]
