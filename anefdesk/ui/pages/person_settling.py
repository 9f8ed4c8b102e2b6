"""On a person's page: how many fields wait for somebody to choose between two values, and the door to them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.services.casework import FileView
from anefdesk.ui.pages.destinations import ToSettle
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.states import InlineMessage


class SettlingLine(QWidget):
    """Hidden while nothing waits."""

    go = Signal(object)

    def __init__(self, file: OpenFile) -> None:
        super().__init__()
        self._file = file
        self.message = InlineMessage(file.look)
        self.message.acted.connect(self._leave)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.message)
        self.hide()

    def show_file(self, view: FileView) -> None:
        """Ask what waits, when anything may."""
        if view.file.disputed:
            self._file.deeds.read(self._file.desk.reviewing.of, self._file.case, then=self._show)
        else:
            self.hide()

    def _show(self, count: int) -> None:
        look = self._file.look
        said = look.ui_n(
            "%(n)d désaccord à trancher dans ce dossier.", "%(n)d désaccords à trancher dans ce dossier.", count
        )
        more = look.ui("Deux postes ont écrit autre chose sans se voir ; une des valeurs est montrée en attendant.")
        self.message.say(State.TO_CHECK, said, more, action=look.ui("Trancher"))
        self.setVisible(bool(count))

    def _leave(self) -> None:
        self.go.emit(ToSettle(self._file.case))
