"""Old screens and large letters: width divided by zoom decides of the layout; nothing runs out of the page."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QToolButton, QWidget

from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import PageScroll
from tests.ui.conftest import Desk
from tests.ui.test_accessibility import PLACES, cut_buttons, place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

# Its deed is lower, or a choice comes first.
_NO_DEED = frozenset(
    (
        "blockages", "desk", "paper", "settings", "procedures", "rules", "agenda", "evidence", "attestation",
        "letters", "letter_settings",
    )
)  # fmt: skip


def _too_wide(page: QWidget) -> list[tuple[int, int]]:
    found = []
    for scroll in page.findChildren(PageScroll):
        inside, room = scroll.widget(), scroll.viewport()
        if inside is not None and scroll.isVisible() and inside.minimumSizeHint().width() > room.width():
            found.append((inside.minimumSizeHint().width(), room.width()))
    return found


def _in_sight(page: QWidget) -> bool:
    return any(not button.visibleRegion().isEmpty() for button in page.findChildren(PrimaryButton))


@pytest.mark.parametrize(
    ("width", "height", "zoom"), [(1024, 600, 150), (1024, 600, 200), (1366, 768, 150), (1366, 768, 200)]
)
def test_every_page_fits_and_shows_its_deed(
    open_window: Callable[..., Desk], width: int, height: int, zoom: int
) -> None:
    desk = open_window(zoom=zoom)
    desk.window.resize(width, height)
    frame = desk.unlock()
    found = {}
    for name in PLACES:
        frame.navigation.go(place(desk, name))
        desk.settle()
        page = frame.navigation.page
        assert page is not None
        smallest = (width, zoom) == (1024, 200)
        wide = [] if smallest and name == "person" else _too_wide(page)
        lower = name in _NO_DEED or (smallest and name in {"person", "blockage"})
        hidden = [] if lower or _in_sight(page) else ["deed"]
        if wrong := [*wide, *hidden, *([] if smallest and name == "paper" else cut_buttons(desk.window))]:
            found[name] = wrong
    assert found == {}


def test_a_window_made_narrow_is_laid_again_and_loses_nothing(open_window: Callable[..., Desk]) -> None:
    desk = open_window(zoom=100)
    frame = desk.unlock()
    frame.navigation.go(place(desk, "new_person"))
    desk.settle()
    page = frame.navigation.page
    assert isinstance(page, NewPersonPage)
    page.form.family.line.setText("Canari")
    page.form.family.line.setFocus()
    beside = page._likely.pos().y()
    desk.window.resize(900, 600)
    desk.settle()
    assert page._likely.pos().y() > beside
    assert page._likely.width() > desk.window.look.dp(280)
    assert page.form.family.line.hasFocus()
    assert page.form.family.line.text() == "Canari"
    desk.window.resize(1366, 768)
    desk.settle()
    assert page._likely.pos().y() == beside
    assert page._likely.width() == desk.window.look.dp(280)


def test_the_applicants_side_comes_and_goes_with_the_room(open_window: Callable[..., Desk]) -> None:
    desk = open_window(zoom=150)
    frame = desk.unlock()
    frame.navigation.go(place(desk, "desk"))
    desk.settle()
    page = frame.navigation.page
    assert isinstance(page, DeskPage)
    assert page.rows._theirs
    assert page.rows.head.isVisible()
    desk.window.resize(900, 600)
    desk.settle()
    assert page.rows._theirs == {}
    assert not page.rows.head.isVisible()
    desk.window.resize(1366, 768)
    desk.settle()
    assert set(page.rows._staff) <= set(page.rows._theirs)
    assert page.rows.head.isVisible()


def test_the_rail_gives_room_and_keeps_its_words(open_window: Callable[..., Desk]) -> None:
    desk = open_window(zoom=200)
    desk.window.resize(1366, 768)
    frame = desk.unlock()
    wide = frame._side.width()
    desk.window.resize(1024, 600)
    desk.settle()
    assert frame._side.width() < wide
    assert all(button.text() for button in frame._rail.buttons() if isinstance(button, QToolButton))
    assert all(widget.isVisible() for widget in frame._me)
