"""The association's own letters: added from a file that is checked line by line, or taken away. For leads."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from anefdesk.domain.centre import OwnTemplate
from anefdesk.domain.partial_date import shown
from anefdesk.errors import AnefdeskError, InputRefusedError
from anefdesk.services.desk import Desk
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.states import InlineMessage, StateBadge
from anefdesk.ui.widgets.texts import Text

_LARGEST = 240_000  # bytes: the service refuses long before

Known = tuple[tuple[OwnTemplate, bool], ...]


def known(desk: Desk) -> Known:
    """On the desk lane: each model, and whether this version can still read it."""
    readable = {one.id for one in desk.correspondence.templates()}
    return tuple((one, one.id.hex() in readable) for one in desk.correspondence.own_templates())


def text_of(place: Path) -> str:
    """A file as text, beside the desk.

    Raises:
        InputRefusedError: ``template.unreadable``.
    """
    try:
        with place.open("rb") as file:
            return file.read(_LARGEST).decode("utf-8-sig")
    except (OSError, ValueError):
        raise InputRefusedError("template.unreadable") from None


class OwnSection(Section):
    """The models, and the button that adds one."""

    def __init__(self, look: Look, jobs: Jobs, deeds: Deeds, desk: Desk) -> None:
        super().__init__(look, look.ui("Modèles du centre"))
        self._look, self._jobs, self._deeds, self._desk = look, jobs, deeds, desk
        self.add = PlainButton(look, look.ui("Ajouter…"), "upload", tip=look.ui("depuis un fichier"))
        self.add.setAccessibleName(look.ui("Ajouter un modèle depuis un fichier"))
        self.add.clicked.connect(self._choose)
        self.header.addWidget(self.add)
        told = look.ui(
            "Un modèle est un fichier texte, au même format que les lettres livrées. Il est relu à l’entrée : champs "
            "inconnus, fondement absent, mots interdits, données d’une personne."
        )
        self.body.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        self.message = InlineMessage(look)
        self.body.addWidget(self.message)
        self._lines = column(look)
        self.body.addLayout(self._lines)

    def read(self) -> None:
        """Once more."""
        self._deeds.read(known, self._desk, then=self._show_known)

    def _show_known(self, found: Known) -> None:
        look = self._look
        clear(self._lines)
        for number, (template, readable) in enumerate(found):
            if number:
                self._lines.addWidget(Line(look))
            across, said = row(look), column(look, 0)
            said.addWidget(Text(look, template.title, strong=True))
            day = look.ui("ajouté le %(day)s", day=shown(template.added_on))
            said.addWidget(Text(look, day, points=tokens.SMALL, tone="soft"))
            across.addLayout(said, 1)
            deeds = Flow(look, to_end=True)
            if not readable:
                deeds.addWidget(
                    StateBadge(look, State.TO_CHECK, look.ui("à refaire : cette version ne sait plus la lire"))
                )
            name = look.ui("Retirer : %(name)s", name=template.title)
            away = CarryingButton(look, look.ui("Retirer"), template, "trash", name=name)
            away.carried.connect(self._remove)
            deeds.addWidget(away)
            across.addLayout(deeds)
            self._lines.addLayout(across)
        if not found:
            self._lines.addWidget(Text(look, look.ui("Aucun modèle du centre."), tone="soft"))
        self.set_note(str(len(found)) if found else "")

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._look.ui("Ajouter un modèle de lettre"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("TOML (*.toml *.txt)")
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def take(self, place: str) -> None:
        """Read the file, have it checked, keep it."""
        self.message.quiet()
        self._jobs.slow(text_of, Path(place), owner=self, then=self._keep, failed=self._refused)

    def _keep(self, text: str) -> None:
        self._deeds.do(self._desk.correspondence.add_template, text, then=self._kept, failed=self._refused)

    def _kept(self, _id: object) -> None:
        ui = self._look.ui
        self.message.say(State.SETTLED, ui("Le modèle est gardé."), ui("Il est proposé à côté des autres lettres."))
        self.read()

    def _refused(self, error: AnefdeskError) -> None:
        self.message.show_error(error)

    def _remove(self, template: OwnTemplate) -> None:
        self._deeds.do(self._desk.correspondence.remove_template, template, then=self._removed)

    def _removed(self, _touched: object) -> None:
        self.message.quiet()
        self.read()
