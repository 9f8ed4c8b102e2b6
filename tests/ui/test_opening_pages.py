"""The page of a destination is built whatever another version of the desk left in the settings."""

from collections.abc import Callable

import pytest

from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import ToDesk, ToProcedures
from anefdesk.ui.pages.procedures import ProceduresPage
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.mark.parametrize(("kept", "shown"), [("ru", "ru"), ("eo", "ar"), ("ka", "ar"), ("", "ar")])
def test_a_language_this_version_does_not_offer_stops_no_page(
    open_window: Callable[..., Desk], kept: str, shown: str
) -> None:
    desk = open_window(applicant_language=kept)
    frame = desk.unlock()
    case = desk.case()
    demarche = desk.session.desk.casework.reload(case).file.demarches[0].id
    frame.navigation.go(ToDesk(case, demarche))
    desk.settle()
    page = frame.navigation.page
    assert isinstance(page, DeskPage)
    assert page._language == shown
    frame.navigation.go(ToProcedures(case))
    desk.settle()
    page = frame.navigation.page
    assert isinstance(page, ProceduresPage)
    assert page._language == shown
