"""Files that may already be the person's, each with its reason, beside the form of a new file."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from anefdesk.domain.names import Reason
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.finding import Likeness
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import shown_name
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.frames import Card, clear
from anefdesk.ui.widgets.texts import Text

_REASONS: Mapping[Reason, str] = {
    Reason.FOREIGNER_NUMBER: mark("même numéro étranger"),
    Reason.PHONE_AND_NAME: mark("même téléphone et nom proche"),
    Reason.NAME_AND_BIRTH_DATE: mark("nom proche et même date de naissance"),
    Reason.NAME_AND_BIRTH_YEAR: mark("nom proche et même année de naissance"),
    Reason.SAME_NAME: mark("même nom"),
}


class LikelyCard(Card):
    """``opened`` carries the file somebody wants to see."""

    opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("Déjà connue ici ?"), kind="sunken")
        self._look = look
        self._down = QVBoxLayout()
        self._down.setSpacing(look.dp(tokens.GAP))
        self.body.addLayout(self._down)
        self.body.addStretch(1)
        self.show_likely(())

    def show_likely(self, found: Sequence[Likeness]) -> None:
        """Four at most, each with why."""
        look = self._look
        clear(self._down)
        if not found:
            quiet = look.ui("Pendant que vous tapez, les dossiers qui ressemblent apparaissent ici.")
            self._down.addWidget(Text(look, quiet, tone="soft"))
            return
        for likeness in found[:4]:
            line = likeness.row
            button = CarryingButton(look, shown_name(line.latin or line.native), line.case, "user")
            button.carried.connect(self.opened)
            self._down.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
            reasons = ", ".join(look.ui(_REASONS[reason]) for reason in likeness.reasons)
            born = look.ui("né(e) le %(born)s", born=line.born) if line.born else ""
            native = isolate(line.native) if line.latin and line.native else ""
            said = "\n".join(part for part in (native, born, reasons) if part)
            self._down.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))
        never = look.ui("Rien n’est fusionné tout seul : ouvrez le dossier si c’est la même personne.")
        self._down.addWidget(Text(look, never, points=tokens.SMALL))
