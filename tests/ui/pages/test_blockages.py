"""Blockages at the desk: reported in seconds with their captures, climbed, counted by week, ended; what was refused."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from anefdesk.domain.blockage import Attempt, Entry, Means, Reply
from anefdesk.domain.ladder import RungState
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.blockages import BlockageView
from anefdesk.settings import Settings
from anefdesk.ui import devices
from anefdesk.ui.capture_window import CaptureWindow
from anefdesk.ui.opening_pages import PageMaker
from anefdesk.ui.pages.blockage import BlockagePage
from anefdesk.ui.pages.blockage_attempt import Tools, hour
from anefdesk.ui.pages.blockage_log import LogPage
from anefdesk.ui.pages.blockage_rung import RungRow
from anefdesk.ui.pages.blockages import BlockagesPage
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import ToBlockage, ToClock, ToConsents, ToEvidence, ToLetter
from anefdesk.ui.pages.harms_form import cents, euros
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_blockages import BlockagesSection
from anefdesk.ui.screen_capture import ScreenCapture, blank
from anefdesk.ui.widgets.brought import Brought, from_mime, png
from anefdesk.ui.widgets.buttons import PrimaryButton
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


def logged(counter: Counter, case: CaseId, code: str = "B11", days: int = 0) -> ObjectId:
    """A blockage ``days`` ago, through the service."""
    on = (counter.today - timedelta(days=days)).isoformat()
    blockage, touched = counter.ask(
        lambda: counter.session.desk.blockages.log(case, code, on=on, said="Une erreur est survenue.")
    )
    counter.news.touched.emit(touched)
    return ObjectId(blockage)


def opened(counter: Counter, case: CaseId, blockage: ObjectId) -> BlockagePage:
    """Its page, shown."""
    return counter.show(BlockagePage(*counter.given, case, blockage, Tools()), height=4000)


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


def test_a_capture_is_looked_at_from_memory_and_withdrawn(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    for brought in (Brought(Entry.PASTED, picture=picture()), Brought(Entry.PASTED, data=b"Un mot")):
        page.bring(brought)
        counter.settle()
    exhibits = one(counter, case, blockage).exhibits
    assert len(exhibits) == 2
    assert "par " in said(page.captures)
    windows = []
    for number, exhibit in enumerate(exhibits, 1):
        page._see(exhibit, f"Capture {number}")
        counter.settle()
        windows.append(page.findChildren(CaptureWindow)[-1])
    assert exhibits[0].sha256.hex() in said(windows[0])
    assert windows[0].view.page_count() == 1
    assert windows[1].words.toPlainText() == "Un mot"
    for window in windows:
        window.close()
    page._withdraw(exhibits[0])
    counter.settle()
    assert one(counter, case, blockage).exhibits == exhibits[1:]
    page.undo()
    counter.settle()
    assert len(one(counter, case, blockage).exhibits) == 2


# The page of one


def test_the_next_remedy_comes_first_and_opens_its_letter(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    view = one(counter, case, blockage)
    assert view.next is not None
    assert page.ladder.first is not None
    assert page.ladder.first.rung.step.id == view.next.step.id
    assert view.next.step.letter
    page.ladder.first._letter()
    assert counter.went[-1] == ToLetter(case, template=view.next.step.letter, blockage=blockage)
    told = said(page.ladder)
    assert "attente : proposition, dans aucun texte" in told
    page.ladder.first.explain()
    assert "Texte : " in said(page.ladder.first)
    page.head.proving.emit()
    page.head.agreeing.emit()
    assert counter.went[-2:] == [ToEvidence(case), ToConsents(case)]


def test_a_date_the_law_cannot_tell_leads_to_the_clock(counter: Counter) -> None:
    case = counter.case("Haidari")
    page = opened(counter, case, logged(counter, case, "B29"))
    first = page.ladder.first
    assert first is not None
    assert first.rung.due is None
    deeds = [button.text() for button in first.findChildren(PrimaryButton)]
    assert deeds == ["Noter la date dans les échéances"]
    first.findChildren(PrimaryButton)[0].click()
    assert counter.went[-1] == ToClock(case)


def test_a_step_done_waits_for_its_answer_and_the_answer_is_said(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    first = page.ladder.first
    assert first is not None
    assert first.form is not None
    page.activateWindow()
    first.form.unfold()
    counter.settle()
    page.bring(Brought(Entry.PASTED, picture=picture()))
    counter.settle()
    assert page.ladder.first is first  # what comes in meanwhile takes no form away
    first.form.reference.setText("1A 234 567")  # type: ignore[union-attr]  # of a step to take
    first.form.done.click()
    counter.settle()
    remedy = one(counter, case, blockage).remedies[0]
    assert (remedy.step, remedy.reference) == (first.rung.step.id, "1A 234 567")
    assert page.ladder.first is not None
    assert page.ladder.first is not first
    focused = counter.app.focusWidget()
    assert focused is not None
    assert page.ladder.first.isAncestorOf(focused)
    rows = [row for row in page.ladder.findChildren(RungRow) if row.rung.state is RungState.DONE]
    assert "Réponse attendue" in said(rows[0])
    assert rows[0].form is not None
    rows[0].form.unfold()
    rows[0].form.reply.set_value(Reply.REFUSED)  # type: ignore[union-attr]  # of a step taken
    rows[0].form.done.click()
    counter.settle()
    assert one(counter, case, blockage).remedies[0].reply is Reply.REFUSED
    assert page.message.isVisible()
    page.message.acted.emit()
    counter.settle()
    assert one(counter, case, blockage).remedies[0].reply is Reply.WAITING


def test_tries_are_counted_by_week_and_calls_are_added(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case, days=7)
    page = opened(counter, case, blockage)
    assert "1 essai, 1 semaine" in said(page.tries)
    page.tries.unfold(Means.CALL)
    page.tries.fields.reference.setText("CCC-77")
    page.tries.fields.said.setPlainText("Personne au bout du fil")
    assert page.draft() is not None
    page.tries.done.click()
    counter.settle()
    view = one(counter, case, blockage)
    assert len(view.weeks) == 2
    assert "2 essais, 2 semaines différentes" in said(page.tries)
    assert "référence CCC-77" in said(page.tries)
    assert page.tries.form.isHidden()
    assert page.draft() is None
    last = view.attempts[-1]
    assert isinstance(last, Attempt)
    page.tries.withdrawn.emit(last)
    counter.settle()
    assert "1 essai, 1 semaine" in said(page.tries)


def test_what_the_proof_misses_and_what_the_state_was_ordered(counter: Counter) -> None:
    case = counter.case("Haidari")
    page = opened(counter, case, logged(counter, case))
    page.bundle.set_open(True)
    page.ordered.set_open(True)
    view = page._view
    assert view is not None
    missing = [line for line in view.bundle if not line.has]
    assert missing
    assert all(line.missing in said(page.bundle) for line in missing)
    assert view.measure is not None
    told = said(page.ordered)
    assert view.measure.measure.title in told
    assert "lecture : à vérifier par un juriste" in told
    assert ("Rien n’est compté" in told) is not view.measure.counted
    none = opened(counter, case, logged(counter, case, "B14"))
    assert none.ordered.isHidden()


def test_a_blockage_ends_and_lasts_again(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    page.head._end.click()
    page.head.form.done.click()
    counter.settle()
    assert one(counter, case, blockage).blockage.ended_on == counter.today.isoformat()
    assert "fini" in said(page.head)
    assert page.ladder.first is None
    page.head._again.click()
    counter.settle()
    assert one(counter, case, blockage).blockage.ended_on == ""
    assert page.ladder.first is not None


# What it costs


def test_a_loss_is_added_with_its_arithmetic_and_put_right(counter: Counter) -> None:
    case = counter.case("Haidari")
    blockage = logged(counter, case)
    page = opened(counter, case, blockage)
    page.harms._add()
    form = page.harms.form
    form.done.click()
    assert "au moins le droit coupé" in form.message.accessibleName()
    form.what.set_value("R-EMP-S")
    start = date(counter.today.year - 1, counter.today.month, 1)
    form.start.set_iso(start.isoformat())
    form.end.set_iso(date(start.year, start.month, 28).isoformat())
    form.amount.setText("beaucoup")
    form.done.click()
    assert "540" in form.message.accessibleName()
    form.amount.setText("1 400,50")
    form.household.setText("4")
    form.done.click()
    counter.settle()
    harm = one(counter, case, blockage).harms[0]
    assert (harm.cents_month, harm.household) == (140_050, 4)
    told = said(page.harms)
    assert "28 jours × 1\u202f400,50\u00a0€ ÷ 30 = 1\u202f307,13\u00a0€" in told
    assert "4 personnes au foyer" in told
    assert "Total au " in told
    page.harms._edit(harm)
    form.amount.clear()
    form.done.click()
    counter.settle()
    assert one(counter, case, blockage).harms[0].cents_month is None
    assert "Montant non connu." in said(page.harms)
    assert "Total au " not in said(page.harms)


@pytest.mark.parametrize(
    ("typed", "kept"), [("", None), ("540", 54_000), ("540,5", 54_050), ("1 296.50 €", 129_650), ("0", 0)]
)
def test_euros_are_read_as_people_write_them(typed: str, kept: int | None) -> None:
    assert cents(typed) == kept
    if kept is not None:
        assert cents(euros(kept)) == kept


@pytest.mark.parametrize("typed", ["-5", "1,234", "1e3", "cinq", "12345678"])
def test_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        cents(typed)


# The lists


def test_the_file_and_the_rail_show_what_comes_next(counter: Counter) -> None:
    case = counter.case("Haidari")
    work = counter.session.desk.blockages
    for row in counter.ask(work.open_ones):  # of the examples
        counter.ask(partial(work.end, row.case, row.blockage, counter.today.isoformat()))
    empty = counter.show(BlockagesPage(*counter.given))
    assert "Aucun blocage en cours." in said(empty)
    blockage = logged(counter, case, days=40)
    counter.settle()
    assert empty._model.rowCount() == 1
    shown = "\n".join(str(empty._model.index(0, across).data()) for across in range(empty._model.columnCount()))
    assert "CANARI-HAIDARI" in shown
    assert "Attestation de prolongation jamais délivrée" in shown
    empty.table.opened.emit(0)
    assert counter.went[-1] == ToBlockage(case, blockage)
    person = counter.show(PersonPage(*counter.given, case))
    section = person.findChild(BlockagesSection)
    assert section is not None
    assert "ensuite : " in said(section)
    section._open(blockage)
    assert counter.went[-1] == ToBlockage(case, blockage)
