"""How centres and PCs stand, for whoever answers for the organisation: last contact, versions, what waits."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from anefdesk.i18n import dates
from anefdesk.i18n.texts import mark
from anefdesk.services.figures_received import PcLine
from anefdesk.services.figures_shown import Shown
from anefdesk.ui import tokens
from anefdesk.ui.models.rows import Index, Rows
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import Section
from anefdesk.ui.widgets.table import Table
from anefdesk.ui.widgets.texts import Text

_MOST = 12  # rows seen without scrolling


class _Pcs(Rows[PcLine]):
    HEADS: ClassVar = (
        *(mark("Centre"), mark("Poste"), mark("Contact")),
        *(mark("Programme"), mark("Catalogue"), mark("En attente")),
    )  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """One cell."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        line, ui = self.at(index.row()), self._look.ui
        unknown = ui("pas encore")
        contact = dates.shown(line.last_contact) if line.last_contact else unknown
        return (
            line.centre, line.label, ui("retiré") if line.out else contact, line.program or unknown,
            line.catalogue or unknown, str(line.waiting) if line.program else "",
        )[index.column()]  # fmt: skip


class PcsSection(Section):
    """A table, folded."""

    def __init__(self, look: Look, pcs: tuple[PcLine, ...]) -> None:
        super().__init__(look, look.ui("Postes"), note=str(len(pcs)), open_=False)
        said = look.ui("Chaque poste dit une fois par jour où il en est ; « en attente » : ce qu’il ne peut pas lire.")
        self.body.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))
        model = _Pcs(look)
        self.table = Table(look, look.ui("Postes de l’organisation"), model, 1)
        model.setParent(self.table)
        model.show(pcs)
        self.table.setFixedHeight(look.dp(tokens.ROW + 8) * (min(len(pcs), _MOST) + 1) + look.dp(tokens.GAP))
        self.body.addWidget(self.table)


class CentresSection(Section):
    """What each centre sent."""

    def __init__(self, look: Look, centres: tuple[Shown, ...]) -> None:
        super().__init__(look, look.ui("Centres"), note=str(len(centres)), open_=False)
        for one in centres:
            self.body.addWidget(_centre(look, one))


def _centre(look: Look, one: Shown) -> QWidget:
    said = one.coverage or look.ui("Rien n’est encore arrivé.")
    return Text(look, f"{one.name} – {said}")
