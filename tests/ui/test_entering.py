"""Each page is entered with the keyboard inside it, and nothing selected outlives the lock."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

from anefdesk.ui.locking import OwnClipboard
from anefdesk.ui.pages.destinations import (
    Destination,
    Leaf,
    ToHome,
    ToNewPerson,
    ToPaper,
    ToPeople,
    ToPerson,
    ToProcedures,
    ToSettings,
)
from anefdesk.ui.pages.new_person import NewPersonPage
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.mark.parametrize("place", ["home", "people", "new", "person", "procedures", "settings", "paper"])
def test_the_keyboard_enters_the_page(open_window: Callable[..., Desk], place: str) -> None:
    desk = open_window()
    desk.unlock()
    case = desk.case()
    demarche = desk.session.desk.casework.reload(case).file.demarches[0].id
    places: dict[str, Destination] = {
        "home": ToHome(), "people": ToPeople(), "new": ToNewPerson(), "person": ToPerson(case),
        "procedures": ToProcedures(None), "settings": ToSettings(),
        "paper": ToPaper(Leaf.CHECKLIST, "ar", case, demarche),
    }  # fmt: skip
    desk.frame.navigation.go(places[place])
    desk.settle()
    page, held = desk.frame.navigation.page, desk.window.focusWidget()
    assert page is not None
    assert held is not None
    assert held is page or page.isAncestorOf(held)
    if isinstance(page, NewPersonPage):
        assert held is page.form.family.line


class TwoClipboards(QObject):
    """As on X11: what was copied, and what is selected. This program owns both."""

    dataChanged = Signal()  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.held = {QClipboard.Mode.Clipboard: "Canari-Haidari", QClipboard.Mode.Selection: "Canari-Haidari"}

    def supportsSelection(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def ownsSelection(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def ownsClipboard(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def text(self) -> str:
        return self.held[QClipboard.Mode.Clipboard]

    def clear(self, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        self.held[mode] = ""


def test_what_was_selected_goes_with_what_was_copied(qapp: QApplication) -> None:
    assert qapp is not None
    two = TwoClipboards()
    own = OwnClipboard(30, two)  # type: ignore[arg-type]  # as much of a clipboard as is used
    own.empty()
    assert set(two.held.values()) == {""}
