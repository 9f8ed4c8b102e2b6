"""The demonstration without a screen: the desk's main job, done through the real window, with pictures and PDFs.

Run by ``anefdesk demo --headless`` and by the check of the frozen build. Every step is the gesture a person makes;
a step that does not lead where it should stops the tour with a sentence and exit code 1.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from anefdesk.domain.case import Demarche, ItemState
from anefdesk.domain.record import CaseId
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session, SessionState
from anefdesk.services.training import prepare
from anefdesk.services.training_access import LABEL, PASSPHRASE
from anefdesk.ui.frame import Frame
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.main_window import MainWindow
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import Leaf, ToDesk, ToHome, ToInterview, ToPaper, ToProcedures
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.pages.interview import InterviewPage
from anefdesk.ui.pages.interview_cards import WayCard
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.paper import PaperPage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.procedures import ProceduresPage
from anefdesk.ui.pages.unlock import UnlockPage
from anefdesk.ui.tour_blockage import follow
from anefdesk.ui.widgets.buttons import PrimaryButton

SIZE = (1366, 768)
_READERS = (("ar", "benali"), ("fa_AF", "haydari"), ("ru", "Щербакова"))
_SECONDS = 60
# To the interview's questions; to the others nobody knows the answer.
_ANSWERED = {
    "removal_order": "no",
    "pending": "none",
    "violence_home": "no",
    "paid_helper": "no",
    "what_for": "update",
    "update_kind": "address",
}


class MakeSession(Protocol):
    """As ``app.session_at``."""

    def __call__(self, home: Path, clock: Clock, *, training: bool) -> Session:
        """The session of ``home``."""


class TourStoppedError(Exception):
    """A step did not lead where it should; the text names the step, never a person."""


class _Tour:
    def __init__(self, app: QApplication, window: MainWindow, jobs: Jobs, session: Session, out: Path) -> None:
        self._app = app
        self._window = window
        self._jobs = jobs
        self._session = session
        self._out = out
        self._step = 0

    def settle(self) -> None:
        """Let every lane finish and every event pass."""
        for _ in range(3):
            self._jobs.drain()
            self._turn()
            QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))

    @staticmethod
    def _turn() -> None:
        # Not processEvents: called often it drops references to None in this binding.
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Wait for a state, not for a time."""
        limit = QDeadlineTimer(_SECONDS * 1000)
        while not done():
            if limit.hasExpired():
                raise TourStoppedError(what)
            self._turn()
        self.settle()

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Keep what is on the screen."""
        self.settle()
        self._step += 1
        shown = (widget or self._window).grab()
        if not shown.save(str(self._out / f"{self._step:02}-{name}.png")):
            raise TourStoppedError(f"picture {name}")

    @property
    def frame(self) -> Frame:
        """The open desk."""
        frame = self._window.findChild(Frame)
        if frame is None:
            raise TourStoppedError("frame")
        return frame

    def page(self, kind: type[QWidget], what: str) -> QWidget:
        """The page now shown, which must be of this kind."""
        self.settle()
        page = self.frame.navigation.page
        if not isinstance(page, kind):
            raise TourStoppedError(what)
        return page

    def key(self, key: Qt.Key) -> None:
        """Ctrl and a letter, wherever the keyboard is."""
        self._window.activateWindow()
        self.settle()
        QTest.keyClick(self._app.focusWidget() or self._window, key, Qt.KeyboardModifier.ControlModifier)

    @staticmethod
    def type(field: QWidget, text: str) -> None:
        """Type in any script, as an input method does."""
        field.setFocus()
        typed = QInputMethodEvent()
        typed.setCommitString(text)
        QApplication.sendEvent(field, typed)

    # Steps

    def unlock(self) -> None:
        """Type the label and the passphrase shown on the training centre's lock screen."""
        page = self._window.findChild(UnlockPage)
        if page is None:
            raise TourStoppedError("lock screen")
        self.settle()
        self.picture("verrou")
        lines = [line for line in page.findChildren(QLineEdit) if line.isVisible()]
        self.type(lines[0], LABEL)
        self.type(lines[1], PASSPHRASE)
        QTest.keyClick(lines[1], Qt.Key.Key_Return)
        self.until(self._is_open, "unlock")
        self.page(HomePage, "today")
        self.picture("aujourdhui")

    def _is_open(self) -> bool:
        return self._session.state is SessionState.OPEN and self._window.findChild(Frame) is not None

    def search(self, typed: str, name: str) -> None:
        """Find a person by another spelling and open the file."""
        box = self.frame.search
        box.clear()
        self.type(box, typed)
        self.settle()
        if name:
            self.picture(f"recherche-{name}")
        QTest.keyClick(box, Qt.Key.Key_Return)
        self.page(PersonPage, f"search {name}")
        if name:
            self.picture(f"dossier-{name}")

    def new_person(self) -> None:
        """Open a file for somebody new and begin a démarche."""
        self.key(Qt.Key.Key_N)
        page = self.page(NewPersonPage, "new person")
        assert isinstance(page, NewPersonPage)
        form = page.form
        for field, text in (
            (form.family.line, "Canari-Sahak"),
            (form.given.line, "Farid"),
            (form.family_native.line, "کناری ساحک"),
            (form.given_native.line, "فرید"),
            (form.birth_date.line, "12/03/1995"),
            (form.nationality, "Afghanistan"),
        ):
            self.type(field, text)
            QTest.keyClick(field, Qt.Key.Key_Tab)
        self.settle()
        self.picture("nouvelle-personne")
        page.save()
        self.settle()
        self.picture("dossier-enregistre")
        case = self._session.desk.finding.recent(1)[0].case
        self.frame.navigation.go(ToProcedures(case))
        page = self.page(ProceduresPage, "procedures")
        assert isinstance(page, ProceduresPage)
        page.choose("protection-subsidiaire")
        self.settle()
        self.picture("choisir-une-demarche")
        begin = [button for button in page.findChildren(PrimaryButton) if button.isVisible()]
        QTest.mouseClick(begin[-1], Qt.MouseButton.LeftButton)
        self.page(DeskPage, "begin")

    def desk(self, code: str) -> None:
        """Walk the list with the applicant in their language, and hand over the sheets."""
        person = self.page(PersonPage, "file")
        assert isinstance(person, PersonPage)
        case = bytes.fromhex(person.place.split(":")[1])
        view = self._session.desk.casework.reload(case)  # type: ignore[arg-type]  # a case id
        demarche: Demarche = view.file.demarches[-1]
        self.frame.navigation.go(ToDesk(view.file.case, demarche.id))
        page = self.page(DeskPage, "desk")
        assert isinstance(page, DeskPage)
        page.speak(code)
        self.picture(f"guichet-{code}")
        self._answer_all(page, view.file.case, demarche)
        rows = self._session.desk.demarches.view(view.file.case, demarche.id).checklist.rows
        missing = [row for row in rows if row.state is ItemState.MISSING and row.counts and not row.asks]
        for row in missing[:2]:
            line = page.rows.row(row.document.id)
            if line is None:
                raise TourStoppedError("line")
            line.box.click()
            self.settle()
        self.picture(f"guichet-rempli-{code}")
        page.flip()
        self.settle()
        alone = next(
            widget for widget in QApplication.topLevelWidgets() if widget.parent() is page and widget.isVisible()
        )
        alone.resize(*SIZE)
        self.picture(f"personne-{code}", alone)
        alone.close()
        for leaf, name in ((Leaf.CHECKLIST, "liste"), (Leaf.MISSING, "a-apporter")):
            self.print_leaf(ToPaper(leaf, code, view.file.case, demarche.id), f"{name}-{code}")

    def _answer_all(self, page: DeskPage, case: object, demarche: Demarche) -> None:
        desk = self._session.desk
        for _ in range(40):
            asked = desk.demarches.view(case, demarche.id).checklist.questions()  # type: ignore[arg-type]  # a case id
            if not asked:
                return
            fact = desk.demarches.view(case, demarche.id).catalogue.facts[asked[0]]  # type: ignore[arg-type]  # as above
            page.rows.answered.emit(fact.id, fact.choices[0].id if fact.choices else "no")
            self.settle()
        raise TourStoppedError("questions without end")

    def interview(self, code: str) -> None:
        """Which procedure is theirs? One answer after another, to the end and its sheet."""
        person = self.page(PersonPage, "file")
        assert isinstance(person, PersonPage)
        case = CaseId(bytes.fromhex(person.place.split(":")[1]))
        self.frame.navigation.go(ToInterview(case))
        page = self.page(InterviewPage, "interview")
        assert isinstance(page, InterviewPage)
        page.speak(code)
        self.picture(f"entretien-{code}")
        for _ in range(40):
            if page.mine.question is None or page.mine.fact is None:
                break
            wanted = _ANSWERED.get(page.mine.fact.id, "")
            buttons = page.mine.question.findChildren(QPushButton)
            chosen = [button for button in buttons if getattr(button, "datum", None) == wanted]
            QTest.mouseClick(chosen[0] if chosen else buttons[-1], Qt.MouseButton.LeftButton)
            self.settle()
        else:
            raise TourStoppedError("interview without end")
        if not page.findChildren(WayCard):
            raise TourStoppedError("interview without result")
        self.picture(f"entretien-fini-{code}")
        self.print_leaf(ToPaper(Leaf.ORIENTATION, code, case), f"orientation-{code}")

    def print_leaf(self, wanted: ToPaper, name: str) -> None:
        """Show a sheet and keep its PDF."""
        self.frame.navigation.go(wanted)
        page = self.page(PaperPage, "paper")
        assert isinstance(page, PaperPage)
        self.until(lambda: page.view.page_count() > 0, "preview")
        self.picture(f"apercu-{name}")
        page.view.save_copy(str(self._out / f"{name}.pdf"))
        self.settle()

    def blockage(self, language: str) -> None:
        """Somebody the site keeps waiting."""
        person = self.page(PersonPage, "file")
        assert isinstance(person, PersonPage)
        follow(self, self._session.desk, CaseId(bytes.fromhex(person.place.split(":")[1])), language)

    def blank(self) -> None:
        """The form for a day without a computer."""
        self.print_leaf(ToPaper(Leaf.BLANK, "ar", procedure="refugie"), "fiche-vierge-ar")

    def lock(self) -> None:
        """Leave: nothing personal stays on the screen."""
        self.frame.navigation.go(ToHome())
        self.settle()
        self.key(Qt.Key.Key_L)
        self.until(self._is_locked, "lock")
        self.picture("verrouille")

    def _is_locked(self) -> bool:
        return self._session.state is SessionState.LOCKED and self._window.findChild(UnlockPage) is not None


def run_tour(app: QApplication, make_session: MakeSession, out: Path) -> int:
    """Do the main job in a training centre made for the occasion; say what was left in ``out``.

    Returns:
        0, or 1 when a step failed.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="anefdesk-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        clock = Clock()
        session = make_session(home, clock, training=True)
        prepare(session, clock.today())
        session.lock()
        jobs = Jobs()
        window = MainWindow(app, session, jobs, clock, home)
        window.resize(*SIZE)
        window.show()
        tour = _Tour(app, window, jobs, session, out)
        try:
            tour.unlock()
            tour.new_person()
            for code, typed in _READERS:
                tour.search(typed, code)
                tour.desk(code)
            tour.search("benali", "")
            tour.interview("ar")
            tour.search("demir", "")
            tour.blockage("tr")
            tour.blank()
            tour.lock()
        except TourStoppedError as stopped:
            print(f"La démonstration s’est arrêtée à l’étape « {stopped} ».")
            return 1
        finally:
            window.close()
            jobs.close()
            session.lock()
            _destroy(window)
    left = sorted(path.name for path in out.iterdir())
    print("Espace d’entraînement ouvert, une personne créée, trois retrouvées, leurs listes remplies à deux langues,")
    print("un blocage suivi jusqu’à la lettre figée et au dossier de preuves.")
    print(f"{len(left)} fichiers dans {out} : " + ", ".join(left))
    return 0


def _destroy(window: QObject) -> None:
    window.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
