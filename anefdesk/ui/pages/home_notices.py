"""What is wrong with this PC or new in the catalogue, said calmly on top of « Aujourd’hui ». Used by the home page."""

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
    """A date that cannot be right, démarches to review, for everybody; a sheet never tried, for leads."""

    to_settings = Signal()
    to_versions = Signal()
    to_settle = Signal()
    to_received = Signal()

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__()
        self._look = look
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(look.dp(tokens.GAP))
        self.hide()
        jobs.desk(_wrong_here, session, owner=self, then=self._show)

    def _show(self, found: tuple[tuple[str, ...], bool, int, int, int]) -> None:
        warnings, untried, behind, disputed, offered = found
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
        if behind:
            message = InlineMessage(self._look)
            self._inside.addWidget(message)
            message.acted.connect(self.to_versions)
            said = self._look.ui_n(
                "Le catalogue a changé : %(n)d démarche à revoir.",
                "Le catalogue a changé : %(n)d démarches à revoir.",
                behind,
            )
            more = self._look.ui("Chacune garde sa liste tant que vous n’avez pas choisi.")
            message.say(State.SOON, said, more, action=self._look.ui("Revoir"))
        if disputed:
            message = InlineMessage(self._look)
            self._inside.addWidget(message)
            message.acted.connect(self.to_settle)
            said = self._look.ui_n("%(n)d désaccord à trancher.", "%(n)d désaccords à trancher.", disputed)
            more = self._look.ui("Deux postes ont écrit deux choses différentes sans se voir.")
            message.say(State.TO_CHECK, said, more, action=self._look.ui("Trancher"))
        if offered:
            message = InlineMessage(self._look)
            self._inside.addWidget(message)
            message.acted.connect(self.to_received)
            said = self._look.ui_n(
                "%(n)d dossier envoyé par un autre centre attend une réponse.",
                "%(n)d dossiers envoyés par d’autres centres attendent une réponse.",
                offered,
            )
            message.say(State.TO_CHECK, said, action=self._look.ui("Voir"))
        self.setVisible(bool(warnings or untried or behind or disputed or offered))


def _wrong_here(session: Session) -> tuple[tuple[str, ...], bool, int, int, int]:
    """On the desk lane: codes, a sheet to try, démarches an update touches, disagreements, files that wait."""
    untried = session.may(Deed.MANAGE_STAFF) and session.rehearsed_on is None
    behind = len(session.desk.versions.review())
    disputed = session.desk.reviewing.count()
    offered = session.desk.sharing.waiting()
    return tuple(code for code in session.warnings() if code in _TOLD), untried, behind, disputed, offered
