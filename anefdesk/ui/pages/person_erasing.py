"""The way from a person's page to the erasing of their file, for who may decide it."""

from PySide6.QtCore import Qt, Signal, SignalInstance

from anefdesk.services.casework import FileView
from anefdesk.ui.pages.destinations import ToErasures
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.person_words import AccessSection
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.frames import Section
from anefdesk.ui.widgets.texts import Text


def for_leads(file: OpenFile, go: SignalInstance, *, accesses: bool) -> "list[AccessSection | ErasingSection]":
    """What closes the page: who read the file, and its erasing, each for whom it is."""
    found: list[AccessSection | ErasingSection] = [AccessSection(file)] if accesses else []
    if file.desk.erasures.decides:
        section = ErasingSection(file)
        section.go.connect(go)
        found.append(section)
    return found


class ErasingSection(Section):
    """``go`` carries the page of erasing."""

    go = Signal(object)

    def __init__(self, file: OpenFile) -> None:
        look = file.look
        super().__init__(look, look.ui("Effacer ce dossier"), open_=False)
        self._case = file.case
        told = look.ui("À la demande de la personne, ou quand le dossier n’a plus lieu d’être. Il faut être deux.")
        self.body.addWidget(Text(look, told, tone="soft"))
        self.open_button = QuietButton(look, look.ui("Demander, garder ou suivre l’effacement"), "trash")
        self.open_button.clicked.connect(self._open)
        self.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_file(self, view: FileView) -> None:
        """Nothing of the file is on it."""

    def _open(self) -> None:
        self.go.emit(ToErasures(self._case))
