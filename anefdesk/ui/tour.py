"""The demonstration without a screen: the desk's main job, done through the real window, with pictures and PDFs.

Run by ``anefdesk demo --headless`` and by the check of the frozen build. Every step is the gesture a person makes;
a step that does not lead where it should stops the tour with a sentence and exit code 1.
"""

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from anefdesk.domain.case import Demarche, ItemState
from anefdesk.domain.record import CaseId
from anefdesk.services.clock import Clock
from anefdesk.services.training import prepare
from anefdesk.services.training_access import LABEL, PASSPHRASE
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.main_window import MainWindow
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import Leaf, ToDesk, ToInterview, ToPaper, ToProcedures
from anefdesk.ui.pages.interview import InterviewPage
from anefdesk.ui.pages.interview_cards import WayCard
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.procedures import ProceduresPage
from anefdesk.ui.tour_blockage import follow
from anefdesk.ui.tour_walk import SIZE, Album, MakeSession, TourStoppedError, Walker, destroy
from anefdesk.ui.widgets.buttons import PrimaryButton

_READERS = (("ar", "benali"), ("fa_AF", "haydari"), ("ru", "Щербакова"))
# To the interview's questions; to the others nobody knows the answer.
_ANSWERED = {
    "removal_order": "no",
    "pending": "none",
    "violence_home": "no",
    "paid_helper": "no",
    "what_for": "update",
    "update_kind": "address",
}


class _Tour(Walker):
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
        self.new_file()
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

    def blockage(self, language: str) -> None:
        """Somebody the site keeps waiting."""
        person = self.page(PersonPage, "file")
        assert isinstance(person, PersonPage)
        follow(self, self._session.desk, CaseId(bytes.fromhex(person.place.split(":")[1])), language)

    def blank(self) -> None:
        """The form for a day without a computer."""
        self.print_leaf(ToPaper(Leaf.BLANK, "ar", procedure="refugie"), "fiche-vierge-ar")


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
        tour = _Tour(app, window, jobs, session, Album(out))
        try:
            tour.unlock(LABEL, PASSPHRASE)
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
            destroy(window)
    left = sorted(path.name for path in out.iterdir())
    print("Espace d’entraînement ouvert, une personne créée, trois retrouvées, leurs listes remplies à deux langues,")
    print("un blocage suivi jusqu’à la lettre figée et au dossier de preuves.")
    print(f"{len(left)} fichiers dans {out} : " + ", ".join(left))
    return 0
