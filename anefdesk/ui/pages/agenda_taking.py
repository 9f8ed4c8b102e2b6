"""What leaves the list of what is due: a sheet of paper, without names unless asked; a calendar file, without any.

Used by « Échéances ».
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.services.agenda import AgendaRow
from anefdesk.services.desk import Desk
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Heading, Text


class PrintChoice(Card):
    """Initials or names? ``chosen`` carries 1 for names, 0 without."""

    chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__(look, kind="sunken")
        ui = look.ui
        self.body.addWidget(Heading(look, ui("Imprimer la liste"), 3))
        advice = ui(
            "Une feuille se perd et se lit par-dessus l’épaule. Sans les noms, elle porte les initiales et la "
            "référence du dossier."
        )
        self.body.addWidget(Text(look, advice))
        self.without = PlainButton(look, ui("Sans les noms"), "printer")
        self.named = PlainButton(look, ui("Avec les noms"), "printer")
        close = QuietButton(look, ui("Fermer"))
        self.without.clicked.connect(self._without)
        self.named.clicked.connect(self._named)
        close.clicked.connect(self.hide)
        deeds = Flow(look)
        for button in (self.without, self.named, close):
            deeds.addWidget(button)
        self.body.addLayout(deeds)
        self.hide()

    def ask(self) -> None:
        """Show the question, the careful answer first."""
        self.show()
        self.without.setFocus()

    def _without(self) -> None:
        self.hide()
        self.chosen.emit(0)

    def _named(self) -> None:
        self.hide()
        self.chosen.emit(1)


class CalendarFile(QObject):
    """Writes the rows shown for a calendar program; says first that it holds nothing personal."""

    def __init__(self, look: Look, jobs: Jobs, desk: Desk, page: QWidget, message: InlineMessage) -> None:
        super().__init__(page)
        self._look, self._jobs, self._desk = look, jobs, desk
        self._page, self._message = page, message
        self._place = Path()
        self._rows: Sequence[AgendaRow] = ()
        self._offered = False

    def offer(self, rows: Sequence[AgendaRow]) -> None:
        """Say what the file holds; its place is chosen next."""
        self._rows, self._offered = rows, True
        self._message.say(
            State.PLAIN,
            self._look.ui_n("%(n)d date pour votre agenda.", "%(n)d dates pour votre agenda.", len(rows)),
            self._look.ui(
                "Aucun nom, aucun numéro : « dossier à voir », la règle et une référence au hasard, que seul ce poste "
                "relie à une personne."
            ),
            action=self._look.ui("Choisir où l’enregistrer"),
        )

    def choose(self) -> None:
        """Where to write it."""
        if not self._offered:
            return
        self._offered = False
        self._message.quiet()
        dialog = QFileDialog(self._page, self._look.ui("Exporter vers un agenda"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("iCalendar (*.ics)")
        dialog.setDefaultSuffix("ics")
        dialog.selectFile("echeances.ics")
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, place: str) -> None:
        """Draw it up on the desk lane, then write it beside the desk."""
        self._place = Path(place)
        self._jobs.desk(
            self._desk.deadlines.calendar_file,
            self._rows,
            owner=self._page,
            then=self._drawn_up,
            failed=self._message.show_error,
        )

    def _drawn_up(self, data: bytes) -> None:
        self._jobs.slow(
            *(_write, self._place, data), owner=self._page, then=self._written, failed=self._message.show_error
        )

    def _written(self, _done: object) -> None:
        self._message.say(State.SETTLED, self._look.ui("Fichier enregistré. Ouvrez-le avec votre agenda."))


def _write(place: Path, data: bytes) -> None:
    try:
        place.write_bytes(data)
    except OSError:
        raise AnefdeskError("file.not_written") from None
