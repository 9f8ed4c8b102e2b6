"""Every control of every page has a name for those who cannot see it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from anefdesk.domain.blockage import Means
from anefdesk.domain.case import RequestKind
from anefdesk.domain.consent import Use
from anefdesk.ui.applicant_window import ApplicantWindow
from anefdesk.ui.pages.blockage import BlockagePage
from anefdesk.ui.pages.blockage_attempt import Tools
from anefdesk.ui.pages.blockage_log import LogPage
from anefdesk.ui.pages.blockages import BlockagesPage
from anefdesk.ui.pages.consents import ConsentsPage
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import Leaf, ToPaper
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.pages.interview import InterviewPage
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.paper import PaperPage
from anefdesk.ui.pages.people import PeoplePage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.procedures import ProceduresPage
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_blockage_page import logged, opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)


def _desk(counter: Counter) -> DeskPage:
    case = counter.case("Benali")
    return DeskPage(*counter.given, case, counter.demarche(case), "ar")


_MADE: dict[str, Callable[[Counter], QWidget]] = {
    "home": lambda c: HomePage(*c.given),
    "people": lambda c: PeoplePage(*c.given),
    "new person": lambda c: NewPersonPage(*c.given),
    "person": lambda c: PersonPage(*c.given, c.case("Haidari")),
    "procedures": lambda c: ProceduresPage(*c.given, c.case("Haidari"), "ar"),
    "desk": _desk,
    "report": lambda c: LogPage(*c.given, c.case("Haidari"), None, Tools()),
    "blockage": lambda c: opened(c, c.case("Haidari"), logged(c, c.case("Haidari"))),
    "blockages": lambda c: BlockagesPage(*c.given),
    "consents": lambda c: ConsentsPage(*c.given, c.case("Haidari"), "fr"),
    "interview": lambda c: InterviewPage(*c.given, c.case("Haidari"), "ar"),
    "interview without a file": lambda c: InterviewPage(*c.given, None, "ar"),
    "paper": lambda c: PaperPage(
        *c.given, ToPaper(Leaf.BLANK, "ar", procedure="duplicata", request=RequestKind.REPLACEMENT)
    ),
}


def _unnamed(root: QWidget) -> list[str]:
    found = []
    for control in root.findChildren(QWidget):
        if not isinstance(control, _CONTROLS) or not control.isVisible() or control.objectName().startswith("qt_"):
            continue
        interface = QAccessible.queryAccessibleInterface(control)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not name.strip():
            found.append(f"{type(control).__name__} in {type(control.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("name", list(_MADE))
def test_every_control_has_a_name(counter: Counter, name: str) -> None:
    page = counter.show(_MADE[name](counter), height=4000)
    if isinstance(page, DeskPage):
        page.rows._rows()[0].explain()
        page.filing.show()
    if isinstance(page, ProceduresPage):
        page.choose("refugie")
    if isinstance(page, BlockagePage):
        page.tries.unfold(Means.CALL)
        page.harms._add()
        page.head.form.unfold()
    if isinstance(page, ConsentsPage):
        page.cards[Use.LAWYER].give.click()
    counter.settle()
    assert _unnamed(page) == []


class _Windows(QObject):
    """Remembers every widget shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt’s name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("name", list(_MADE))
def test_nothing_flashes_as_a_window_while_a_page_is_built(counter: Counter, name: str) -> None:
    windows = _Windows()
    counter.app.installEventFilter(windows)
    page = counter.show(_MADE[name](counter))
    if isinstance(page, ProceduresPage):
        page.choose("refugie")
        counter.settle()
    counter.app.removeEventFilter(windows)
    assert windows.seen == [type(page).__name__]


def test_every_control_of_the_applicant_has_a_name(counter: Counter) -> None:
    page = counter.show(_desk(counter))
    page.flip()
    counter.settle()
    alone = page.findChild(ApplicantWindow)
    assert alone is not None
    assert _unnamed(alone) == []
    alone.close()
