"""Asking that a file be erased: this one, or one of those nobody wrote in for long. Used by the page of erasing."""

from PySide6.QtCore import Qt, Signal

from anefdesk.domain.erasing import Reason
from anefdesk.domain.record import CaseId
from anefdesk.i18n import dates
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.sync.erasures_shown import MONTHS_KEPT, Proposal
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, Section, clear, column, row
from anefdesk.ui.widgets.texts import Text, labelled

REASONS = {
    Reason.ASKED: mark("la personne le demande"),
    Reason.RETENTION: mark("la durée de conservation est passée"),
    Reason.TWICE: mark("la personne a un autre dossier"),
    Reason.MISTAKE: mark("dossier ouvert par erreur"),
}


class AskCard(Card):
    """``wanted`` carries the file and why; ``held`` the file and that it is to be kept."""

    wanted = Signal(object, object)
    held = Signal(object, int)

    def __init__(self, look: Look, case: CaseId) -> None:
        super().__init__(look, look.ui("Demander l’effacement de ce dossier"))
        self._case = case
        told = look.ui(
            "Une fois décidé à deux, le dossier disparaît de tous les postes du centre et du serveur, avec ses pièces "
            "et ses notes. Rien ne le fait revenir. Remettez d’abord à la personne ce dont elle a besoin."
        )
        self.body.addWidget(Text(look, told))
        self.reason = Choice(look, look.ui("Motif"), [(one, look.ui(words)) for one, words in REASONS.items()])
        self.body.addWidget(labelled(look, look.ui("Motif"), self.reason))
        self.body.addWidget(self.reason, 0, Qt.AlignmentFlag.AlignLeading)
        ask = PlainButton(look, look.ui("Demander l’effacement"), "trash")
        ask.clicked.connect(self._ask)
        keep = QuietButton(look, look.ui("Garder ce dossier : un recours est en cours"), "lock")
        keep.clicked.connect(self._keep)
        choices = Flow(look)
        choices.addWidget(ask)
        choices.addWidget(keep)
        self.body.addLayout(choices)

    def _ask(self) -> None:
        self.wanted.emit(self._case, self.reason.value())

    def _keep(self) -> None:
        self.held.emit(self._case, 1)


class ProposedSection(Section):
    """``wanted`` carries a file that may be old enough: a person decides, nothing goes by itself."""

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("Sans nouvelles depuis %(n)d mois", n=MONTHS_KEPT), open_=False)
        self._look = look
        told = look.ui("Ces dossiers ne s’effacent pas d’eux-mêmes : regardez chacun avant de le demander.")
        self.body.addWidget(Text(look, told, tone="soft"))
        self._lines = column(look)
        self.body.addLayout(self._lines)

    def show_proposals(self, found: tuple[Proposal, ...]) -> None:
        """The oldest first."""
        look = self._look
        self.set_note(str(len(found)))
        clear(self._lines)
        for one in found:
            name = isolate(one.latin or one.native)
            across = row(look)
            last = look.ui("dernière fois le %(day)s", day=dates.shown(one.last))
            across.addWidget(Text(look, f"{name}  ·  {last}"), 1)
            ask = CarryingButton(
                look,
                look.ui("Demander l’effacement"),
                one.case,
                "trash",
                name=look.ui("Demander l’effacement du dossier de %(name)s", name=name),
            )
            ask.carried.connect(self.wanted)
            across.addWidget(ask)
            self._lines.addLayout(across)
