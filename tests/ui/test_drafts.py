"""What is typed is kept while it is typed, comes back once, and goes when it was saved or erased."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from anefdesk.domain.draft import Draft
from anefdesk.domain.staff import Role
from anefdesk.errors import StorageError
from anefdesk.services.session import Session, SessionState
from anefdesk.ui.draft_keeping import DraftKeeper
from anefdesk.ui.locking import Reason
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import Resume, ToDesk, ToHome, ToNewPerson, ToPerson, ToSettings
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_words import NotesSection
from anefdesk.ui.pages.settings_team import TeamSection
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _tick(desk: Desk) -> None:
    """Some seconds pass."""
    keeper = desk.frame.navigation.findChild(DraftKeeper)
    assert keeper is not None
    assert keeper._timer.isActive()
    keeper._timer.timeout.emit()
    desk.settle()


def _typing(desk: Desk) -> NewPersonPage:
    desk.frame.navigation.go(ToNewPerson())
    desk.settle()
    page = desk.frame.navigation.page
    assert isinstance(page, NewPersonPage)
    return page


def _kept(session: Session) -> list[dict[str, str]]:
    return [dict(draft.fields) for draft in session.drafts()]


def test_a_crash_costs_some_seconds_of_typing_at_most(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    page = _typing(desk)
    QTest.keyClicks(page.form.family.line, "Canari-Haidari")
    assert _kept(desk.session) == []
    _tick(desk)
    assert _kept(desk.session) == [{"family": "Canari-Haidari"}]
    written = desk.session.drafts()[0].at_ms
    _tick(desk)
    assert desk.session.drafts()[0].at_ms == written, "nothing new was typed, nothing is written"


@pytest.mark.parametrize("leaving", ["page", "lock", "tick"])
def test_an_erased_form_does_not_come_back(open_window: Callable[..., Desk], leaving: str) -> None:
    desk = open_window()
    desk.unlock()
    QTest.keyClicks(_typing(desk).form.family.line, "Canari-Haidari")
    desk.window.lock(Reason.IDLE)
    desk.settle()
    desk.unlock()
    page = _typing(desk)
    assert page.form.family.text() == "Canari-Haidari"
    page.form.put_back({}, "family")
    if leaving == "page":
        desk.frame.navigation.go(ToHome())
    elif leaving == "lock":
        desk.window.lock(Reason.ASKED)
        desk.settle()
        desk.unlock()
    else:
        _tick(desk)
    desk.settle()
    assert _kept(desk.session) == []


def test_a_note_added_after_a_lock_is_not_offered_again(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    case = desk.case()

    def written() -> PersonPage:
        desk.frame.navigation.go(ToPerson(case))
        desk.settle()
        page = desk.frame.navigation.page
        assert isinstance(page, PersonPage)
        return page

    notes = written().findChild(NotesSection)
    assert notes is not None
    notes.box.setPlainText("Canari-Haidari a appelé.")
    desk.window.lock(Reason.IDLE)
    desk.settle()
    desk.unlock()
    notes = written().findChild(NotesSection)
    assert notes is not None
    assert notes.box.toPlainText() == "Canari-Haidari a appelé."
    notes._add.click()
    desk.settle()
    desk.frame.navigation.go(ToHome())
    desk.settle()
    assert _kept(desk.session) == []


def test_a_draft_the_page_could_not_show_is_kept(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    QTest.keyClicks(_typing(desk).form.family.line, "Canari-Haidari")
    desk.window.lock(Reason.IDLE)
    desk.settle()
    desk.unlock()
    desk.frame.navigation.go(ToNewPerson())
    desk.frame.navigation.go(ToHome())  # left before the draft arrived
    desk.settle()
    assert _kept(desk.session) == [{"family": "Canari-Haidari"}]


def test_ctrl_s_tells_a_draft_from_a_file(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    frame = desk.unlock()
    page = _typing(desk)
    QTest.keyClicks(page.form.family.line, "Canari-Haidari")
    frame._confirm_saved()
    desk.settle()
    assert "brouillon" in frame._quiet.text()
    assert _kept(desk.session) == [{"family": "Canari-Haidari"}]
    page.save()
    desk.settle()
    frame._confirm_saved()
    assert "Enregistré" in frame._quiet.text()


def _park_many(session: Session) -> None:
    for number in range(500):
        session.park(Draft(f"filler{number}", {"family": "Canari-" + "x" * 9000}))


def _fill_the_disk(desk: Desk) -> None:
    """From here on the database may not grow, as when the disk is full; until it is opened again."""
    connection = desk.session._here().workplace.store.connection
    connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StorageError, match=r"draft\.in_memory"):
        _park_many(desk.session)
    (place,) = (place for _author, place in desk.session._unwritten)
    desk.session.drop_draft(place)


@pytest.mark.parametrize("leaving", ["lock", "close"])
def test_what_the_disk_refuses_at_lock_is_said_and_given_back(open_window: Callable[..., Desk], leaving: str) -> None:
    desk = open_window()
    desk.unlock()
    page = _typing(desk)
    _fill_the_disk(desk)
    name = "Canari-" + "Haïdari" * 1000
    page.form.put_back({"family": name}, "family")
    if leaving == "lock":
        desk.window.lock(Reason.IDLE)
    else:
        desk.window.close()
    desk.settle()
    assert desk.window.isVisible(), "closing would lose it: it is said first"
    assert desk.session.state is SessionState.LOCKED
    said = "\n".join(label.text() for label in desk.window.findChildren(QLabel) if label.isVisible())
    assert "n’est gardée qu’en mémoire" in said
    assert "Libérez de la place" in said
    desk.unlock()
    page = _typing(desk)
    assert page.form.family.text() == name
    desk.window.lock(Reason.ASKED)
    desk.settle()
    assert not desk.session.has_unwritten, "this disk takes it again"
    said = "\n".join(label.text() for label in desk.window.findChildren(QLabel) if label.isVisible())
    assert "mémoire" not in said
    desk.window.close()
    assert not desk.window.isVisible()


def test_what_was_only_in_memory_then_erased_does_not_come_back(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    page = _typing(desk)
    _fill_the_disk(desk)
    page.form.put_back({"family": "Canari-" + "Haïdari" * 1000}, "family")
    _tick(desk)
    assert desk.session.has_unwritten
    page.form.put_back({}, "family")
    _tick(desk)
    assert not desk.session.has_unwritten


def test_words_being_added_at_lock_are_added_once(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    case = desk.case()
    desk.frame.navigation.go(ToPerson(case))
    desk.settle()
    notes = desk.frame.findChild(NotesSection)
    assert notes is not None
    notes.box.setPlainText("Canari-Haidari a appelé.")
    _tick(desk)
    notes._add.click()
    desk.window.lock(Reason.ASKED)
    desk.settle()
    desk.unlock()
    texts = [note.text for note in desk.session.desk.casework.reload(case).file.notes]
    assert texts.count("Canari-Haidari a appelé.") == 1
    assert _kept(desk.session) == []


def test_a_file_being_opened_at_lock_is_opened_once(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    page = _typing(desk)
    page.form.put_back({"family": "Canari-Zazai"}, "family")
    _tick(desk)
    page.save()
    desk.window.lock(Reason.ASKED)
    desk.settle()
    desk.unlock()
    found = desk.session.desk.finding.find("Canari-Zazai")
    assert [row.latin for row in found].count("CANARI-ZAZAI") == 1
    assert _kept(desk.session) == []


def test_who_is_being_added_is_kept_without_the_passphrase(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    desk.frame.navigation.go(ToSettings())
    desk.settle()
    team = desk.frame.findChild(TeamSection)
    assert team is not None
    team._label.setText("Canari Bénévole")
    team._new.field.line.setText("girafe boussole tambour cerise")
    desk.window.lock(Reason.IDLE)
    desk.settle()
    desk.unlock()
    assert _kept(desk.session) == [{"label": "Canari Bénévole", "role": team_role()}]
    desk.frame.navigation.go(Resume("settings"))
    desk.settle()
    team = desk.frame.findChild(TeamSection)
    assert team is not None
    assert team._label.text() == "Canari Bénévole"
    assert not team._new.text()


def team_role() -> str:
    """What the form offers first."""
    return next(iter(Role)).value


def test_a_filing_being_noted_is_kept(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.unlock()
    case = desk.case()
    demarche = desk.session.desk.casework.reload(case).file.demarches[0].id

    def page() -> DeskPage:
        desk.frame.navigation.go(ToDesk(case, demarche))
        desk.settle()
        shown = desk.frame.navigation.page
        assert isinstance(shown, DeskPage)
        return shown

    filing = page().filing
    filing.show()
    filing._number.setText("CANARI123")
    desk.window.lock(Reason.IDLE)
    desk.settle()
    desk.unlock()
    filing = page().filing
    assert filing.isVisible()
    assert filing._number.text() == "CANARI123"
    filing._tell(None)
    desk.frame.navigation.go(ToHome())
    desk.settle()
    assert _kept(desk.session) == []
