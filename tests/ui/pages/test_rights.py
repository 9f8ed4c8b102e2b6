"""The strip of rights: no colour is needed, sentences say the same, mouse and keys choose a day; and its sheets."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QWidget

from anefdesk.domain.case import ContactPoint, Permit, Safe
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.papers import Right
from anefdesk.domain.record import CaseId
from anefdesk.domain.rights import Certainty, Forecast
from anefdesk.i18n import dates
from anefdesk.letters.documents import RightsTimeline
from anefdesk.services.casework import NewPerson
from anefdesk.ui.pages.clock import ClockPage
from anefdesk.ui.pages.destinations import Leaf, ToPaper
from anefdesk.ui.pages.paper import PaperPage
from anefdesk.ui.pages.paper_handing import SlipHanding
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.widgets.rights_lanes import RightsLanes
from anefdesk.ui.widgets.rights_strip import RightsGlance, RightsStrip
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)
DAY = timedelta(days=1)


def _person(counter: Counter, end: int = 60) -> CaseId:
    """A card that ends in ``end`` days, and nothing asked."""
    desk, today = counter.session.desk, counter.today
    case = counter.ask(desk.casework.create, NewPerson(family="Canari-Haidari", given="Zahra"))
    permit = Permit(
        id=desk.casework.new_id(),
        kind="carte-resident",
        start=(today - timedelta(days=1000)).isoformat(),
        end=(today + timedelta(days=end)).isoformat(),
    )
    counter.ask(desk.casework.add, case, permit)
    assert isinstance(case, bytes)
    return CaseId(case)


def _forecast(counter: Counter, case: CaseId) -> Forecast:
    found = counter.ask(counter.session.desk.rights.forecast, case)
    assert isinstance(found, Forecast)
    return found


def _strip(counter: Counter, case: CaseId) -> RightsStrip:
    strip = RightsStrip(counter.look)
    counter.pages.append(strip)
    strip.resize(900, 700)
    strip.show_forecast(_forecast(counter, case))
    strip.show()
    counter.settle()
    return strip


def _words(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(Text) if not label.isHidden())


def test_the_day_of_the_gap_is_said_in_words(counter: Counter) -> None:
    case = _person(counter)
    strip, gap = _strip(counter, case), counter.today + timedelta(days=61)
    assert dates.shown(gap) in strip.summary.text()
    assert "rester en France" in strip.summary.text()
    assert strip.summary.text() in strip.lanes.accessibleDescription()
    assert "Carte de résident" in strip.lanes.accessibleDescription()
    assert not strip.proofs._header.isChecked()
    strip.lanes.choose(gap)
    assert strip.proofs._header.isChecked()
    counter.settle()
    said = _words(strip)
    assert said.count("Rien ne le prouve ce jour-là, d’après les papiers notés.") == len(Right)
    assert "Rien ne le prouve ce jour-là" in strip.lanes.accessibleDescription()


def test_a_chosen_day_says_which_paper_and_how_far_it_can_be_trusted(counter: Counter) -> None:
    strip = _strip(counter, _person(counter))
    said = _words(strip)
    assert "Avec : Carte de résident (10 ans)." in said
    assert "L. 411-1 du CESEDA · niveau A" in said
    assert "niveau B · à vérifier" in said


@pytest.mark.parametrize(
    ("key", "moved"),
    [
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Left, -1),
        (Qt.Key.Key_Down, 61),  # the day of the gap
        (Qt.Key.Key_End, 0),
        (Qt.Key.Key_Home, 0),
    ],
)
def test_keys_choose_the_day(counter: Counter, key: Qt.Key, moved: int) -> None:
    strip = _strip(counter, _person(counter))
    QTest.keyClick(strip.lanes, key)
    assert strip.lanes.day == counter.today + moved * DAY


def test_keys_stay_in_sight_and_come_back(counter: Counter) -> None:
    strip = _strip(counter, _person(counter))
    lanes = strip.lanes
    for _ in range(20):
        QTest.keyClick(lanes, Qt.Key.Key_PageDown)
    assert lanes.day == counter.today + timedelta(days=365)
    for _ in range(30):
        QTest.keyClick(lanes, Qt.Key.Key_PageUp)
    QTest.keyClick(lanes, Qt.Key.Key_Up)
    assert lanes.day == counter.today - timedelta(days=92)
    QTest.keyClick(lanes, Qt.Key.Key_Home)
    assert lanes.day == counter.today
    assert dates.long_fr(counter.today, counter.today).capitalize() == strip.day.text()


def test_a_click_chooses_the_day_under_it(counter: Counter) -> None:
    lanes = _strip(counter, _person(counter)).lanes
    QTest.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(lanes.width() - 10, 20))
    assert lanes.day > counter.today + timedelta(days=340)
    QTest.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(2, 20))
    assert lanes.day == counter.today - timedelta(days=92)


def _inside(lanes: RightsLanes, day: date) -> QImage:
    """A grey picture of a few days of the first lane, its frame left out."""
    shot = lanes.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    at, top = round(lanes._at(day)), round(lanes._pad() + lanes._line())
    return shot.copy(at, top + 4, 24, 16)


def _greys(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})


def test_a_gap_is_hatched_and_not_only_coloured(counter: Counter) -> None:
    """Printed in grey, days that are proved are plain and the others are not."""
    lanes = _strip(counter, _person(counter)).lanes
    assert _greys(_inside(lanes, counter.today - timedelta(days=80))) == 1
    assert _greys(_inside(lanes, counter.today + timedelta(days=340))) > 1


def test_what_to_do_is_dated_and_says_what_is_only_ours(counter: Counter) -> None:
    case, desk = _person(counter, end=10), counter.session.desk
    filed = (counter.today - timedelta(days=80)).isoformat()
    event = LegalEvent(id=desk.deadlines.new_id(), kind=EventKind.FILED, on=filed)
    counter.ask(desk.deadlines.record, case, event)
    strip = _strip(counter, case)
    said = "\n".join(label.text() for label in strip.steps.findChildren(Text))
    assert "0806 001 620" in said
    assert "notre proposition, pas la loi" in said
    assert "R. 431-15-1, alinéa 2, du CESEDA" in said


def test_an_empty_file_is_not_known_and_shows_no_thin_strip(counter: Counter) -> None:
    case = counter.ask(counter.session.desk.casework.create, NewPerson(family="Canari-Vide"))
    found = _forecast(counter, CaseId(bytes(case)))
    assert {segment.certainty for segment in found.segments} == {Certainty.UNKNOWN}
    glance = RightsGlance(counter.look)
    counter.pages.append(glance)
    glance.show_forecast(found)
    assert glance.isHidden()


def _contested(counter: Counter) -> tuple[CaseId, str]:
    """An extension of a card that a refusal makes doubtful before it ends."""
    case, desk = _person(counter, end=-10), counter.session.desk
    for kind, days in ((EventKind.FILED, -100), (EventKind.REFUSAL_NOTIFIED, -3)):
        on = (counter.today + timedelta(days=days)).isoformat()
        counter.ask(desk.deadlines.record, case, LegalEvent(id=desk.deadlines.new_id(), kind=kind, on=on))
    return case, dates.shown(counter.today - timedelta(days=3))


def test_what_is_only_contested_before_the_gap_is_said_too(counter: Counter) -> None:
    case, since = _contested(counter)
    strip = _strip(counter, case)
    said = f"(contesté ou à vérifier dès le {since}) : rester en France"
    assert said in strip.summary.text()
    glance = RightsGlance(counter.look)
    counter.pages.append(glance)
    glance.show_forecast(_forecast(counter, case))
    assert f"(contesté ou à vérifier dès le {since})" in glance.said.text()
    sheet = counter.ask(counter.session.desk.rights.timeline, case, "fr")
    assert isinstance(sheet, RightsTimeline)
    assert any(f"à vérifier. Du {since} au " in line.fr for line in sheet.summary)


def test_a_gap_that_begins_before_the_date_shown_is_read_first(counter: Counter) -> None:
    case, desk = _person(counter, end=-10), counter.session.desk
    on = (counter.today - timedelta(days=58)).isoformat()  # the last day to contest it is near
    event = LegalEvent(id=desk.deadlines.new_id(), kind=EventKind.REFUSAL_NOTIFIED, on=on)
    counter.ask(desk.deadlines.record, case, event)
    page = counter.show(ClockPage(*counter.given, case, "ar"))
    assert "Rien de noté ne le prouve aujourd’hui" in _words(page.head)
    page = counter.show(ClockPage(*counter.given, _person(counter), "ar"))
    assert "Plus de preuve à partir du" not in _words(page.head)


def test_the_head_of_a_person_says_the_next_gap(counter: Counter) -> None:
    case = _person(counter)
    page = counter.show(PersonPage(*counter.given, case))
    glance = page.findChild(RightsGlance)
    assert glance is not None
    assert glance.isVisible()
    assert "Plus de preuve à partir du" in glance.said.text()
    assert glance.lanes.accessibleDescription()
    assert glance.lanes.focusPolicy() is Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("zoom", [100, 200])
def test_the_strip_is_no_wider_than_it_must_be(counter: Counter, zoom: int) -> None:
    counter.look = replace(counter.look, zoom=zoom)
    strip = _strip(counter, _person(counter))
    assert strip.minimumSizeHint().width() <= counter.look.dp(340)


# The sheets


def _sent(page: ClockPage) -> list[object]:
    sent: list[object] = []
    page.go.connect(sent.append)
    return sent


def test_the_clock_leads_to_the_timeline_and_to_the_reminder(counter: Counter) -> None:
    case = _person(counter, end=150)
    page = counter.show(ClockPage(*counter.given, case, "ar"))
    assert page.strip.isVisible()
    sent = _sent(page)
    page.head.draw.click()
    page.head.remind.click()
    assert [(one.leaf, one.case) for one in sent if isinstance(one, ToPaper)] == [
        (Leaf.TIMELINE, case),
        (Leaf.REMINDER, case),
    ]
    for wanted in sent:
        assert isinstance(wanted, ToPaper)
        sheet = counter.show(PaperPage(*counter.given, wanted))
        assert sheet.message.isHidden()
        assert sheet.view._data.startswith(b"%PDF")


def test_a_dangerous_contact_gives_a_discreet_slip_and_says_why(counter: Counter) -> None:
    case, work = _person(counter, end=150), counter.session.desk.casework
    point = ContactPoint(id=work.new_id(), value="+33612345678", safe=Safe.NO)
    counter.ask(work.add, case, point)
    page = counter.show(ClockPage(*counter.given, case, "fr"))
    sent = _sent(page)
    page.print_page()
    (wanted,) = sent
    assert isinstance(wanted, ToPaper)
    sheet = counter.show(PaperPage(*counter.given, wanted))
    handing = sheet.findChild(SlipHanding)
    assert handing is not None
    assert handing.isVisible()
    assert "dangereux" in _words(handing)
    box = handing.findChild(QCheckBox)
    assert box is not None
    assert box.isChecked()
    before = sheet.view._data
    box.click()
    counter.settle()
    assert sheet.view._data != before


def test_nothing_to_remind_leaves_the_button_grey(counter: Counter) -> None:
    case = counter.ask(counter.session.desk.casework.create, NewPerson(family="Canari-Vide"))
    page = counter.show(ClockPage(*counter.given, CaseId(bytes(case)), "fr"))
    assert not page.head.remind.isEnabled()
    sent = _sent(page)
    page.print_page()
    assert not sent
