"""How a slip of dates may reach the person: in whose hands, and whether it may say what it is about.

Used by the page of a sheet, above the slip.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from anefdesk.domain.record import CaseId
from anefdesk.services.rights import Handing, Rights
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.states import InlineMessage


class SlipHanding(QWidget):
    """``discreet`` is whether the slip says only when and where to come back; ``chosen`` tells another choice."""

    chosen = Signal(int)  # 1 or 0: emitting True or False spoils their reference counts before Python 3.12

    def __init__(self, look: Look, jobs: Jobs, rights: Rights, case: CaseId) -> None:
        super().__init__()
        self._look = look
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.GAP))
        self.caution = InlineMessage(look)
        self.discreet = QCheckBox(look.ui("Feuille discrète : seulement quand et où revenir, sans le nom"))
        self.discreet.setFont(look.font())
        self.discreet.setMinimumHeight(look.dp(tokens.ROW))
        inside.addWidget(self.caution)
        inside.addWidget(self.discreet)
        self.hide()
        jobs.desk(rights.handing, case, owner=self, then=self._know, failed=self._unknown)

    def _know(self, handing: Handing) -> None:
        look = self._look
        self.discreet.setChecked(handing.discreet)
        self.discreet.toggled.connect(self._tell)
        if handing.discreet:
            self.caution.say(
                State.URGENT,
                look.ui("Un contact de cette personne est dangereux."),
                look.ui("Remettez la feuille en main propre ; elle ne dit ni son nom ni pourquoi revenir."),
            )
        elif handing.by_hand:
            self.caution.say(
                State.SOON,
                look.ui("Aucun contact sûr n’est noté."),
                look.ui(
                    "Remettez la feuille en main propre : ne l’envoyez pas, ne la laissez pas à quelqu’un d’autre."
                ),
            )
        self.show()

    def _unknown(self, _error: object) -> None:
        """The sheet itself says what is wrong."""

    def _tell(self, checked: bool) -> None:  # noqa: FBT001 - a slot
        self.chosen.emit(int(checked))
