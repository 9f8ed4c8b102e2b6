"""The second agreement, after which there is no way back: said once more, then given. Used by the page of erasing."""

from PySide6.QtCore import Signal

from anefdesk.i18n.isolates import isolate
from anefdesk.services.sync.erasures_shown import ErasingRow
from anefdesk.ui.pages.recovery import key_field
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.texts import Text, labelled


class DecideCard(Card):
    """``agreed`` carries the file; ``by_sheet`` the file and the key as typed."""

    agreed = Signal(object)
    by_sheet = Signal(object, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("Effacer définitivement ?"))
        self._look = look
        self._row: ErasingRow | None = None
        self._which = Text(look, strong=True)
        self.body.addWidget(self._which)
        self.body.addWidget(
            Text(look, look.ui("Après cet accord, le dossier disparaît de tous les postes. Rien ne le fait revenir."))
        )
        self.key = key_field(look)
        self._label = labelled(look, look.ui("Clé de la feuille de secours"), self.key)
        self.body.addWidget(self._label)
        self.body.addWidget(self.key)
        agree = PlainButton(look, look.ui("Effacer"), "trash")
        agree.clicked.connect(self._agree)
        leave = QuietButton(look, look.ui("Ne pas effacer"))
        leave.clicked.connect(self.leave)
        choices = Flow(look)
        choices.addWidget(agree)
        choices.addWidget(leave)
        self.body.addLayout(choices)

    def begin(self, row: ErasingRow) -> None:
        """Ask about this file; with the printed key when I have already agreed and nobody else could."""
        self._row = row
        self._which.setText(isolate(row.name) if row.name else row.reference)
        self._label.setVisible(row.mine)
        self.key.setVisible(row.mine)
        self.show()
        self.setFocus()

    def leave(self) -> None:
        """Forget it, and the key typed."""
        self._row = None
        self.key.clear()
        self.hide()

    def _agree(self) -> None:
        if self._row is None:
            return
        if self._row.mine:
            self.by_sheet.emit(self._row.case, self.key.toPlainText())
        else:
            self.agreed.emit(self._row.case)
