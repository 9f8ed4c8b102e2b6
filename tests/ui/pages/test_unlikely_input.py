"""What nobody should type, and somebody will."""

import pytest

from anefdesk.services.casework import NewPerson
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.people import PeoplePage
from anefdesk.ui.widgets.table import Table
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.mark.parametrize("field", ["nationality", "department"])
def test_a_word_in_no_list_is_not_lost_by_saving(counter: Counter, field: str) -> None:
    page = counter.show(NewPersonPage(*counter.given))
    page.form.family.line.setText("Canari-Haidari")
    line = getattr(page.form, field)
    line.setText("Narnia")
    page.save()
    counter.settle()
    assert page._created is None
    assert page.message.isVisible()
    assert line.text() == "Narnia"
    line.clear()
    page.save()
    counter.settle()
    assert page._created is not None


@pytest.mark.parametrize(
    ("field", "typed"), [("birth_date", "31/02/1990"), ("phone", "06"), ("foreigner_number", "12"), ("family", "")]
)
def test_a_refusal_puts_the_cursor_where_it_comes_from(counter: Counter, field: str, typed: str) -> None:
    page = counter.show(NewPersonPage(*counter.given))
    page.activateWindow()
    page.form.family.line.setText("Canari-Haidari")
    line = getattr(page.form, field).line
    line.setText(typed)
    page.save_button.click()
    counter.settle()
    assert page._created is None
    assert page.focusWidget() is line


def test_a_name_without_end_leaves_room_for_the_rest(counter: Counter) -> None:
    endless = "Canari" + "o" * 9_000
    case = counter.ask(
        counter.session.desk.casework.create, NewPerson(family=endless, family_native=endless, nationality="AF")
    )
    people = counter.show(PeoplePage(*counter.given, ""))
    table = people.findChild(Table)
    assert table is not None
    assert max(table.columnWidth(column) for column in range(table.model().columnCount())) < people.width()
    demarche = counter.ask(_begin, counter, case)
    page = counter.show(DeskPage(*counter.given, case, demarche, "ar"))
    assert page.head.minimumSizeHint().width() < page.width()


def _begin(counter: Counter, case: object) -> object:
    demarches = counter.session.desk.demarches
    procedure = next(one for one in demarches.procedures() if one.id == "refugie")
    return demarches.begin(case, procedure.id, procedure.requests[0], counter.today)  # type: ignore[arg-type]  # a case id
