"""What is wrong with this PC while the desk is open, said calmly on top of « Aujourd’hui ». Used by the home page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.staff import Deed
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.states import InlineMessage

_TOLD = frozenset({"clock.absurd"})  # the other warnings are the lock screen's


class HomeNotices(QWidget):
    """A date that cannot be right, for everybody; a sheet never tried, for leads. ``to_settings`` asks for them."""

    to_settings = Signal()

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__()
        self._look = look
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(look.dp(tokens.GAP))
        self.hide()
        jobs.desk(_wrong_here, session, owner=self, then=self._show)

    def _show(self, found: tuple[tuple[str, ...], bool]) -> None:
        warnings, untried = found
        for code in warnings:
            message = InlineMessage(self._look)
            self._inside.addWidget(message)
            message.show_error(AnefdeskError(code))
        if untried:
            message = InlineMessage(self._look)
            self._inside.addWidget(message)
            message.acted.connect(self.to_settings)
            message.say(
                State.SOON,
                self._look.ui("La feuille de secours de ce poste n’a pas été essayée."),
                self._look.ui(
                    "Sans elle, des phrases de passe perdues ferment les dossiers pour toujours. "
                    "Dans les réglages, essayez-la, ou refaites-en une si vous ne l’avez pas."
                ),
                action=self._look.ui("Ouvrir les réglages"),
            )
        self.setVisible(bool(warnings or untried))


def _wrong_here(session: Session) -> tuple[tuple[str, ...], bool]:
    """On the desk lane: codes to tell, and whether a lead must try the sheet."""
    untried = session.may(Deed.MANAGE_STAFF) and session.rehearsed_on is None
    return tuple(code for code in session.warnings() if code in _TOLD), untried
