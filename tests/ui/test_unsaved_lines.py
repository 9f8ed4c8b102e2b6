"""A field of a person's file, typed in and not left yet, survives the lock, leaving the page, and its neighbours."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from anefdesk.domain.record import CaseId
from anefdesk.ui.locking import Reason
from anefdesk.ui.pages.destinations import ToHome, ToPerson
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.widgets.checked_line import CheckedLine
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _field(desk: Desk, case: CaseId, name: str) -> CheckedLine:
    if desk.frame.navigation.here != ToPerson(case):
        desk.frame.navigation.go(ToPerson(case))
        desk.settle()
    page = desk.frame.navigation.page
    assert isinstance(page, PersonPage)
    return next(field for field in page.findChildren(CheckedLine) if field.line.accessibleName() == name)


@pytest.mark.parametrize("leaving", ["lock", "page"])
def test_a_field_not_left_yet_comes_back_with_its_cursor(open_window: Callable[..., Desk], leaving: str) -> None:
    desk = open_window()
    desk.unlock()
    case = desk.case()
    desk.window.activateWindow()
    city = _field(desk, case, "Commune")
    city.line.setFocus()
    city.line.selectAll()
    QTest.keyClicks(city.line, "Canariville")
    if leaving == "lock":
        desk.window.lock(Reason.IDLE)
        desk.settle()
        desk.unlock()
    else:
        desk.frame.navigation.go(ToHome())
        desk.settle()
    assert desk.session.desk.casework.reload(case).file.person.city != "Canariville"
    city = _field(desk, case, "Commune")
    assert city.text() == "Canariville"
    page = desk.frame.navigation.page
    assert page is not None
    assert page.focusWidget() is city.line
    QTest.keyClick(city.line, Qt.Key.Key_Return)
    desk.settle()
    assert desk.session.desk.casework.reload(case).file.person.city == "Canariville"
    desk.frame.navigation.go(ToHome())
    desk.settle()
    assert desk.session.drafts() == ()


def test_saving_a_field_leaves_the_refused_one_beside_it_alone(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    case = desk.case()
    postcode, city = _field(desk, case, "Code postal"), _field(desk, case, "Commune")
    for field, text in ((postcode, "123"), (city, "Canariville")):
        field.line.selectAll()
        QTest.keyClicks(field.line, text)
        QTest.keyClick(field.line, Qt.Key.Key_Return)
        desk.settle()
    assert desk.session.desk.casework.reload(case).file.person.city == "Canariville"
    assert postcode.text() == "123"
    assert postcode._wrong.isVisibleTo(postcode)
