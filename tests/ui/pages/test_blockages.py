"""Blockages at the desk: reported in seconds with their captures, climbed, counted by week, ended; what was refused."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from anefdesk.domain.blockage import Entry, Means
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.blockages import BlockageView
from anefdesk.settings import Settings
from anefdesk.ui import devices
from anefdesk.ui.opening_pages import PageMaker
from anefdesk.ui.pages.blockage_attempt import Tools, hour
from anefdesk.ui.pages.blockage_log import LogPage
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import ToBlockage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_blockages import BlockagesSection
from anefdesk.ui.screen_capture import ScreenCapture, blank
from anefdesk.ui.widgets.brought import Brought, from_mime, png
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


ALLOWED = 10  # gestures from the file to the blockage recorded, its capture with it


def picture(colour: str = "white") -> QImage:
    """A screen with something on it."""
    made = QImage(320, 200, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    for x in range(100):
        made.setPixelColor(x, 50, QColor("black"))
    return made


def report(counter: Counter, case: CaseId, tools: Tools | None = None) -> LogPage:
    """The form, shown."""
    return counter.show(LogPage(*counter.given, case, None, tools or Tools()), height=1400)


def one(counter: Counter, case: CaseId, blockage: ObjectId) -> BlockageView:
    """The truth."""
    view = counter.ask(counter.session.desk.blockages.one, case, blockage)
    assert isinstance(view, BlockageView)
    return view


def said(widget: QWidget) -> str:
    """Every word shown in it."""
    return "\n".join(label.text() for label in widget.findChildren(Text) if label.isVisible())


# Reporting


class Hands:
    """Does one gesture where the cursor is, and counts it."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.gestures = 0

    def _done(self) -> None:
        self.gestures += 1
        self.counter.settle()

    def word(self, text: str) -> None:
        here = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert here is not None
        QTest.keyClicks(here, text)
        self._done()

    def key(self, key: Qt.Key) -> None:
        here = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert here is not None
        QTest.keyClick(here, key)
        self._done()

    def shortcut(self, deed: Callable[[], object]) -> None:
        """A shortcut: it needs a window manager that the test has not."""
        deed()
        self._done()


def test_from_the_file_to_the_blockage_recorded_with_its_capture(counter: Counter) -> None:
    case, hands = counter.case("Haidari"), Hands(counter)
    person = counter.show(PersonPage(*counter.given, case))
    section = person.findChild(BlockagesSection)
    assert section is not None
    hands.shortcut(section._key.activated.emit)  # Ctrl+B
    assert counter.went[-1] == ToBlockage(case)
    person.hide()
    form = report(counter, case)
    form.activateWindow()
    form.what.setFocus()
    counter.settle()
    hands.word("prolongation jamais")
    hands.key(Qt.Key.Key_Return)
    form.fields.said.setFocus()
    hands.gestures += 3  # Tab, three times
    hands.word("Erreur 500")
    counter.app.clipboard().setImage(picture())
    hands.shortcut(form.drop.paste)  # Ctrl+V
    hands.shortcut(form.save)  # Ctrl+Enter
    counter.settle()
    assert hands.gestures <= ALLOWED
    assert form.blockage is not None
    view = one(counter, case, form.blockage)
    assert view.blockage.code == "B11"
    assert view.blockage.demarche == counter.demarche(case)
    attempt = view.attempts[0]
    assert (attempt.said, attempt.means, attempt.browser) == ("Erreur 500", Means.SITE, "Firefox")
    assert attempt.on == counter.today.isoformat()
    assert hour(attempt.at) == attempt.at != ""
    assert [(proof.entry, proof.attempt) for proof in view.exhibits] == [(Entry.PASTED, attempt.id)]
    shown = said(form)
    assert "Enregistré à " in form.message.accessibleName()
    assert view.exhibits[0].sha256.hex()[:4] in shown
    assert "À faire maintenant : " in shown
    hands.key(Qt.Key.Key_Space)
    assert counter.went[-1] == ToBlockage(case, form.blockage)


def test_what_is_not_said_is_asked_and_nothing_is_lost(counter: Counter) -> None:
    case = counter.case("Haidari")
    form = report(counter, case)
    form.fields.said.setPlainText("Page blanche")
    form.save()
    counter.settle()
    assert "ce qui bloque" in form.message.accessibleName()
    form.what.set_value("B05")
    form.fields.at.setText("25:99")
    form.save()
    counter.settle()
    assert "heure" in form.message.accessibleName()
    form.fields.at.setText("8h5")
    form.fields.at.setText("08h05")
    form.fields.day.set_iso((counter.today + timedelta(days=3)).isoformat())
    form.save()
    counter.settle()
    assert "pas encore venu" in form.message.accessibleName()
    assert form.blockage is None
    assert form.fields.said.toPlainText() == "Page blanche"
    form.fields.day.set_iso(counter.today.isoformat())
    form.fields.at.clear()
    form.save()
    counter.settle()
    assert form.blockage is not None


def test_a_form_left_half_way_comes_back(counter: Counter) -> None:
    case = counter.case("Haidari")
    form = report(counter, case)
    assert form.draft() is None
    form.what.set_value("B19")
    form.fields.means.set_value(Means.CALL)
    form.fields._turn(None)
    form.fields.reference.setText("CCC-1234")
    draft = form.draft()
    assert draft is not None
    assert draft.place == f"blockage:{case.hex()}"
    again = report(counter, case)
    again.restore(draft)
    counter.settle()
    assert again.what.value() == "B19"
    assert again.fields.means.value() is Means.CALL
    assert again.fields.reference.isVisible()
    assert not again.fields.browser.isVisible()
    again.save()
    counter.settle()
    assert again.blockage is not None
    attempt = one(counter, case, again.blockage).attempts[0]
    assert (attempt.means, attempt.reference, attempt.device, attempt.browser) == (Means.CALL, "CCC-1234", "", "")
    assert again.draft() is None


def test_device_browser_and_usual_blockages_of_this_pc_come_back(counter: Counter) -> None:
    kept: list[Settings] = []
    make = PageMaker(*counter.given, Settings(), kept.append, lambda: None)
    case = counter.case("Haidari")
    form = make(ToBlockage(case))
    assert isinstance(form, LogPage)
    counter.show(form)
    assert form.fields.device.value() == devices.THIS
    form.what.set_value("B19")
    form.fields.device.set_value("android")
    form.fields.browser.set_value("chrome")
    form.save()
    counter.settle()
    assert (kept[-1].device, kept[-1].browser, kept[-1].blockages) == ("android", "chrome", "B19")
    again = make(ToBlockage(case))
    assert isinstance(again, LogPage)
    counter.show(again)
    assert (again.fields.device.value(), again.fields.browser.value()) == ("android", "chrome")
    first = again.what.completer().model().index(0, 0)
    assert first.data(Qt.ItemDataRole.UserRole) == "B19"


def test_the_list_is_found_by_words_by_code_and_whole(counter: Counter) -> None:
    form = report(counter, counter.case("Haidari"))
    form.activateWindow()
    form.what.setFocus()
    QTest.keyClick(form.what, Qt.Key.Key_Down)
    assert form.what.completer().completionCount() == len(counter.ask(counter.session.desk.blockages.kinds))
    QTest.keyClicks(form.what, "b12")
    QTest.keyClick(form.what, Qt.Key.Key_Return)
    assert form.what.value() == "B12"
    assert "Preuves utiles" in said(form)
    form.what.clear()
    QTest.keyClicks(form.what, "zzz")
    QTest.keyClick(form.what, Qt.Key.Key_Return)
    assert form.what.unknown()


def test_a_demarche_reports_what_blocks_it(counter: Counter) -> None:
    case = counter.case("Haidari")
    demarche = counter.demarche(case)
    desk = counter.show(DeskPage(*counter.given, case, demarche, "ar"))
    desk.head._block.click()
    assert counter.went[-1] == ToBlockage(case, demarche=demarche)
    assert desk.head._block.shortcut().toString() == "Ctrl+B"
    form = counter.show(LogPage(*counter.given, case, demarche, Tools()))
    assert form.demarche.value() == demarche


# Captures


def test_what_is_pasted_or_dropped_is_files_then_a_picture_then_words(tmp_path: Path) -> None:
    mime = QMimeData()
    assert list(from_mime(mime, Entry.PASTED)) == []
    mime.setText("Votre demande n’a pas pu être enregistrée")
    words = list(from_mime(mime, Entry.PASTED))
    assert [one.read(10**6).decode() for one in words] == ["Votre demande n’a pas pu être enregistrée"]
    mime.setImageData(picture())
    pictures = list(from_mime(mime, Entry.PASTED))
    assert len(pictures) == 1
    assert Image.open(BytesIO(pictures[0].read(10**6))).size == (320, 200)
    mime.setData("image/png", b"exact bytes")
    assert [one.data for one in from_mime(mime, Entry.PASTED)] == [b"exact bytes"]
    file = tmp_path / "capture.png"
    file.write_bytes(png(picture()))
    mime.setUrls([QUrl.fromLocalFile(str(file)), QUrl("https://example.org/x.png")])
    files = list(from_mime(mime, Entry.DROPPED))
    assert [one.path for one in files] == [str(file)]
    assert files[0].read(10**6) == file.read_bytes()


def test_what_is_refused_says_why_and_the_blockage_stays(counter: Counter, tmp_path: Path) -> None:
    case = counter.case("Haidari")
    form = report(counter, case)
    form.what.set_value("B05")
    broken = tmp_path / "page.exe"
    broken.write_bytes(b"MZ\x00\x01" * 40)
    form.bring(Brought(Entry.FILE, path=str(broken)))
    form.bring(Brought(Entry.FILE, path=str(tmp_path / "absent.png")))
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    form.bring(Brought(Entry.DROPPED, path=str(large)))
    form.bring(Brought(Entry.PASTED, picture=picture()))
    counter.settle()
    assert said(form).count("dès que vous l’enregistrez") == 4
    form.save()
    counter.settle()
    assert form.blockage is not None
    assert len(one(counter, case, form.blockage).exhibits) == 1
    told = said(form.brought)
    assert "empreinte" in told
    assert "200" in told
    assert told.count("Capture ") == 4
    form.bring(Brought(Entry.PASTED, picture=picture("grey")))
    counter.settle()
    assert len(one(counter, case, form.blockage).exhibits) == 2


def test_captures_dropped_together_are_told_apart(counter: Counter, tmp_path: Path) -> None:
    form = report(counter, counter.case("Haidari"))
    form.what.set_value("B05")
    names = ("page-1.png", "page-2.png", f"capture-{'x' * 200}-3.png")
    for name in names:
        form.bring(Brought(Entry.DROPPED, path=str(tmp_path / name)))
    counter.settle()
    told = said(form.brought)
    assert "« page-1.png » – " in told
    assert "« page-2.png » – " in told
    assert "xx-3.png » – " in told
    assert "x" * 60 not in told


def test_a_page_left_at_once_loses_no_capture(counter: Counter) -> None:
    case = counter.case("Haidari")
    form = report(counter, case)
    form.what.set_value("B05")
    form.save()
    counter.settle()
    blockage = form.blockage
    assert blockage is not None
    form.bring(Brought(Entry.PASTED, picture=picture()))
    assert form._keeping.under_way
    counter.pages.remove(form)
    form.hide()
    form.deleteLater()
    QCoreApplication.sendPostedEvents(form, QEvent.Type.DeferredDelete.value)
    counter.settle()
    assert len(one(counter, case, blockage).exhibits) == 1


def test_the_screen_is_looked_at_before_it_is_kept(counter: Counter) -> None:
    form = report(counter, counter.case("Haidari"))
    form.drop.show_screen(picture())
    assert form.drop.preview.isVisible()
    assert form.brought.waiting == []
    form.drop._drop.click()
    assert form.brought.waiting == []
    assert not form.drop.preview.isVisible()
    form.drop.show_screen(picture())
    form.drop.keep_button.click()
    assert [one.entry for one in form.brought.waiting] == [Entry.SCREEN]
    form.drop.show_screen(None)
    assert "Ctrl+V" in form.drop.message.accessibleName()
    counter.app.clipboard().clear()
    form.drop.paste()
    assert "rien à coller" in form.drop.message.accessibleName()


def test_the_window_comes_back_after_the_picture(counter: Counter) -> None:
    window = QWidget()
    window.resize(300, 200)
    window.show()
    taken: list[QImage | None] = []
    shot = ScreenCapture(window, after_ms=0)
    shot.taken.connect(taken.append)
    shot.begin()
    assert not window.isVisible()
    while not taken:
        counter.app.processEvents()
    assert window.isVisible()
    window.deleteLater()


def test_one_colour_is_no_picture() -> None:
    plain = QImage(320, 200, QImage.Format.Format_RGB32)
    plain.fill(QColor("black"))
    assert blank(plain)
    assert blank(QImage())
    plain.fill(QColor("white"))
    for x in range(320):
        for y in range(100):
            plain.setPixelColor(x, y, QColor("teal"))
    assert not blank(plain)
