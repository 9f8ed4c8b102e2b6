"""The captures of a blockage: fingerprint, how and when each came in and by whom; to look at, to add."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from anefdesk.domain.blockage import Exhibit
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import ObjectId
from anefdesk.services.blockages import BlockageView
from anefdesk.services.casework import Writer
from anefdesk.ui import blockage_words, tokens
from anefdesk.ui.pages.blockage_brought import BroughtList
from anefdesk.ui.pages.blockage_deeds import FILES
from anefdesk.ui.spoken_dates import moment
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.drop_area import DropArea
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.texts import Text

_KINDS = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "text/plain": "texte",
}


class Captures(Section):
    """``brought`` carries what is added, ``seen`` an exhibit and its name, ``withdrawn`` one added by mistake."""

    brought = Signal(object)
    seen = Signal(object, str)
    withdrawn = Signal(object)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, look.ui("Captures et papiers"))
        self._look, self._today = look, today
        self._names: dict[bytes, str] = {}
        self._lines = column(look)
        self.body.addLayout(self._lines)
        self.arriving = BroughtList(look)
        self.body.addWidget(self.arriving)
        self.drop = DropArea(look, FILES)
        self.drop.brought.connect(self.brought)
        self.body.addWidget(self.drop)

    def show_view(self, view: BlockageView, writers: Mapping[ObjectId, Writer]) -> None:
        """In the order they came, which numbers them."""
        look = self._look
        clear(self._lines)
        self.set_note(str(len(view.exhibits)) if view.exhibits else "")
        for number, exhibit in enumerate(view.exhibits, 1):
            if self._lines.count():
                self._lines.addWidget(Line(look))
            self._lines.addLayout(self._one(exhibit, writers.get(exhibit.id), number))
        if not view.exhibits:
            none = look.ui("Aucune capture. Une page entière, avec la date et l’adresse, vaut mieux qu’un récit.")
            self._lines.addWidget(Text(look, none, tone="soft"))

    def _one(self, exhibit: Exhibit, writer: Writer | None, number: int) -> QVBoxLayout:
        look, ui = self._look, self._look.ui
        said = column(look, 0)
        head = row(look)
        name = exhibit.title or ui("Capture %(n)d", n=number)
        self._names[exhibit.id] = name
        head.addWidget(Text(look, name, strong=True), 1)
        see = CarryingButton(look, ui("Voir"), exhibit, "eye", name=ui("Voir : %(piece)s", piece=name))
        see.carried.connect(self._see)
        head.addWidget(see)
        gone = ui("Retirer : %(what)s", what=name)
        away = CarryingButton(look, "", exhibit, "trash", name=gone, tip=ui("Entrée par erreur : retirer"))
        away.carried.connect(self.withdrawn)
        head.addWidget(away)
        said.addLayout(head)
        kind = ui(_KINDS.get(exhibit.media_type, exhibit.media_type))
        how = ui(blockage_words.ENTRY[exhibit.entry])
        parts = [how, f"{kind}, {blockage_words.size(look.texts, exhibit.size)}"]
        if writer is not None:
            parts.append(ui("%(when)s par %(label)s", when=moment(writer.wall_ms), label=writer.label))
        if exhibit.on:
            parts.append(ui("montre le %(day)s", day=shown(exhibit.on)))
        said.addWidget(Text(look, "  ·  ".join(parts), points=tokens.SMALL, tone="soft"))
        mark = Text(
            look,
            ui("Empreinte %(print)s", print=blockage_words.fingerprint(exhibit.sha256)),
            points=tokens.SMALL,
            tone="soft",
        )
        mark.setToolTip(exhibit.sha256.hex())
        said.addWidget(mark)
        return said

    def _see(self, exhibit: Exhibit) -> None:
        self.seen.emit(exhibit, self._names[exhibit.id])
