"""The quiet line on top of the pages when this PC soon stops writing, or has stopped. Used by the frame."""

from datetime import date

from anefdesk.errors import AnefdeskError
from anefdesk.i18n import dates
from anefdesk.services.sync.lease import LeaseState
from anefdesk.ui import errors
from anefdesk.ui.pages.destinations import Destination, ToHome
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.states import InlineMessage


class LeaseNotice(InlineMessage):
    """Before the end on « Aujourd’hui » alone; from then on everywhere but on the page that tells all of it."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._state: LeaseState | None = None
        self._here: Destination | None = None

    def turn(self, to: Destination) -> None:
        """Another page is shown."""
        self._here = to
        self._say()

    def show_state(self, state: LeaseState | None) -> None:
        """How it stands; nothing for a centre that works alone."""
        self._state = state
        self._say()

    def _say(self) -> None:
        state, ui = self._state, self._look.ui
        self.quiet()
        if state is None or self._here == ToOrganisation(Part.LEASE):
            return
        at_home = isinstance(self._here, ToHome)
        if state.too_old or state.over:
            code = "access.too_old" if state.too_old else "access.lease_over"
            told = errors.explain(AnefdeskError(code), self._look.texts)
            what = ui("Ce poste ne fait plus que lire et imprimer.")
            self.say(told.state, what, told.what if at_home else "", action=ui("Que faire ?"))
        elif state.soon and at_home:
            self.say(State.SOON, soon(self._look, state), action=ui("Que faire ?"))
        elif state.too_old_on is not None and at_home:
            self.say(State.SOON, too_old(self._look, state.too_old_on))


def soon(look: Look, state: LeaseState) -> str:
    """How many days are left, said before the end."""
    if not state.left:
        return look.ui("Sans nouvelles de l’organisation, ce poste n’enregistre plus que jusqu’à ce soir.")
    return look.ui_n(
        "Sans nouvelles de l’organisation, ce poste n’enregistre plus que %(n)d jour.",
        "Sans nouvelles de l’organisation, ce poste n’enregistre plus que %(n)d jours.",
        state.left,
    )


def too_old(look: Look, day: date) -> str:
    """From when on this version only reads."""
    return look.ui(
        "À partir du %(day)s, cette version du programme ne fait plus que lire et imprimer : installez la mise à jour.",
        day=dates.shown(day),
    )
