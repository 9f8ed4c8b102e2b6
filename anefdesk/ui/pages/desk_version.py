"""Which version of the catalogue a démarche follows, said discreetly when it is not today's. Used by the desk page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from anefdesk.services.demarches import DeskView
from anefdesk.ui import tokens
from anefdesk.ui.pages import change_words
from anefdesk.ui.pages.destinations import ToVersions
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.texts import Text


class VersionLine(QWidget):
    """Hidden as long as there is nothing to say. ``go`` leads to the differences."""

    go = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._to = ToVersions()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.dp(tokens.GAP))
        self._said = Text(look, points=tokens.SMALL, tone="soft")
        self.button = QuietButton(look, look.ui("Voir ce qui a changé"), "layout-columns")
        self.button.clicked.connect(self._leave)
        across.addWidget(self._said, 1)
        across.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_view(self, view: DeskView) -> None:
        """The démarche as it stands."""
        ui, texts = self._look.ui, self._look.texts
        self._to = ToVersions(view.demarche.id)
        opened = change_words.version(texts, view.demarche.catalogue)
        if view.version_lost:
            self._said.setText(
                ui("Ouverte avec la %(version)s, absente de ce poste : liste d’aujourd’hui.", version=opened)
            )
        elif view.behind:
            self._said.setText(ui("Liste de la %(version)s ; le catalogue a changé depuis.", version=opened))
        self.button.setVisible(view.behind)
        self.setVisible(view.behind or view.version_lost)

    def _leave(self) -> None:
        self.go.emit(self._to)
