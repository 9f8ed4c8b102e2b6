"""« Chiffres »: what the centre's files say together, each number with its definition; from the rail, Alt+6.

For those who may read journals. What is seen here is exact; what is printed or exported is what may be told.
"""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.months import add_months
from anefdesk.errors import AnefdeskError
from anefdesk.services.figures import Scope
from anefdesk.services.figures_shown import HIDDEN, Shown
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import ToFiguresPaper
from anefdesk.ui.pages.figures_block import FigureSection
from anefdesk.ui.pages.figures_pcs import CentresSection, PcsSection
from anefdesk.ui.pages.figures_reading import EVERYBODY, MINE, Read, months, period_of, read, whose
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import PageScroll, clear, column
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text, labelled

_USUAL = 3  # months shown first


class FiguresPage(QWidget):
    """Whose, from which month to which; then every figure."""

    go = Signal(object)
    place = "figures"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date) -> None:
        super().__init__()
        self._look, self._jobs, self._figures, self._today = look, jobs, session.desk.figures, today
        self._ticket: Ticket | None = None
        self._oversees = False
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self.whose = Choice(look, look.ui("De qui"), [(MINE, look.ui("Ce centre"))])
        choices = months(today)
        self.first = Choice(look, look.ui("Du mois de"), choices)
        self.last = Choice(look, look.ui("Au mois de"), choices)
        self.first.set_value(add_months(today.replace(day=1), 1 - _USUAL))
        self.last.set_value(today.replace(day=1))
        for choice in (self.whose, self.first, self.last):
            choice.decided.connect(self._decided)
        self._coverage = Text(look)
        self._dated = Text(look, points=tokens.SMALL, tone="soft")
        self._hidden = Text(look, HIDDEN, points=tokens.SMALL, tone="soft")
        self._blocks = column(look, tokens.GAP)
        self._lay_out()
        news.touched.connect(self._touched)
        jobs.desk(_oversees, session, owner=self, then=self._know, failed=self._failed)

    def _lay_out(self) -> None:
        look = self._look
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look)
        outer.addWidget(scroll)
        scroll.body.addWidget(Heading(look, self.title()))
        asked = Flow(look, gap=tokens.PADDING)
        for choice in (self.whose, self.first, self.last):
            one = QWidget()
            inside = column(look, 2)
            one.setLayout(inside)
            inside.addWidget(labelled(look, choice.accessibleName(), choice))
            inside.addWidget(choice)
            asked.addWidget(one)
        scroll.body.addLayout(asked)
        deeds = Flow(look)
        self.print_button = PrimaryButton(look, look.ui("Imprimer le rapport"))
        self.print_button.clicked.connect(self.print_page)
        self.export_button = PlainButton(look, look.ui("Exporter (ODS ou CSV)"), "download")
        self.export_button.clicked.connect(self._choose_place)
        deeds.addWidget(self.print_button)
        deeds.addWidget(self.export_button)
        scroll.body.addLayout(deeds)
        for part in (self.message, self._progress, self._coverage, self._dated, self._hidden):
            scroll.body.addWidget(part)
        scroll.body.addLayout(self._blocks)
        scroll.body.addStretch(1)
        self._hidden.hide()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Chiffres")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """The report, as it may be told, looked at before it is printed."""
        if self._may_leave():
            self.go.emit(ToFiguresPaper(self.first.value(), self.last.value(), self.whose.value() == EVERYBODY))

    def _may_leave(self) -> bool:
        """One centre among others is not printed alone: its figures are its own to give."""
        if self.whose.value() in {MINE, EVERYBODY}:
            return True
        ui = self._look.ui
        self.message.say(
            State.SOON,
            ui("Les chiffres d’un seul autre centre ne s’impriment pas d’ici."),
            ui("Choisissez « Toute l’organisation », ou demandez au centre son rapport."),
        )
        return False

    def _know(self, oversees: bool) -> None:  # noqa: FBT001 - what the lane brings
        self._oversees = oversees
        self._offer(())
        self.whose.set_value(EVERYBODY if oversees else MINE)
        self.load()

    def _offer(self, centres: tuple[Shown, ...]) -> None:
        ui, chosen = self._look.ui, self.whose.value()
        self.whose.set_options(
            whose(centres, oversees=self._oversees, mine=ui("Ce centre"), everybody=ui("Toute l’organisation"))
        )
        self.whose.set_value(chosen)

    def _decided(self, _value: object) -> None:
        self.load()

    def _touched(self, _touched: Touched) -> None:
        self.load()

    def load(self) -> None:
        """Count again."""
        if self._ticket is not None:
            self._ticket.drop()
        self._progress.start(self._look.ui("Calcul des chiffres…"))
        period = period_of(self.first.value(), self.last.value())
        self._ticket = self._jobs.desk(
            read, self._figures, period, self.whose.value(), owner=self, then=self._show, failed=self._failed
        )

    def _show(self, found: Read) -> None:
        self._ticket = None
        self._progress.stop()
        self.message.quiet()
        if found.centres:
            self._offer(found.centres)
        self._coverage.setText(found.report.coverage)
        self._dated.setText(found.report.dated)
        self._hidden.setVisible(not found.report.exact)
        clear(self._blocks)
        if found.pcs:
            self._blocks.addWidget(CentresSection(self._look, found.centres))
            self._blocks.addWidget(PcsSection(self._look, found.pcs))
        for block in found.report.blocks:
            self._blocks.addWidget(FigureSection(self._look, block))

    def _failed(self, error: AnefdeskError) -> None:
        self._ticket = None
        self._progress.stop()
        clear(self._blocks)
        self._coverage.setText("")
        self._dated.setText("")
        self.message.show_error(error)

    def _choose_place(self) -> None:
        if not self._may_leave():
            return
        dialog = QFileDialog(self, self._look.ui("Exporter les chiffres"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self._look.ui("Tableur (*.ods)"), self._look.ui("Texte pour tableur (*.csv)")])
        dialog.setDefaultSuffix("ods")
        dialog.selectFile(f"chiffres-{self.first.value():%Y-%m}-{self.last.value():%Y-%m}.ods")
        dialog.fileSelected.connect(self.export)
        dialog.open()

    def export(self, place: str) -> None:
        """Let what may be told leave to ``place``."""
        self.message.quiet()
        period = period_of(self.first.value(), self.last.value())
        scope = Scope.EVERYBODY if self.whose.value() == EVERYBODY else Scope.MINE
        self._jobs.desk(
            self._figures.export, period, Path(place), scope, owner=self, then=self._exported, failed=self._refused
        )

    def _exported(self, _done: object) -> None:
        self.message.say(
            State.SETTLED,
            self._look.ui("Les chiffres sont dans le fichier choisi."),
            self._look.ui("Il ne contient aucun nom, et aucun nombre inférieur à 5."),
        )

    def _refused(self, error: AnefdeskError) -> None:
        self.message.show_error(error)


def _oversees(session: Session) -> bool:
    return session.desk.figures.oversees
