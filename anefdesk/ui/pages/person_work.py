"""What is under way for a person: démarches, and the pieces already in the file."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from anefdesk.domain.case import Demarche, DemarcheStatus, Piece
from anefdesk.domain.partial_date import day_of, shown
from anefdesk.services.casework import FileView
from anefdesk.services.demarches import Places
from anefdesk.ui import tokens, words
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.sourced import Sourced
from anefdesk.ui.spoken_dates import long_date, moment
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text

STATUS_TONE = {
    DemarcheStatus.PREPARING: State.SOON,
    DemarcheStatus.FILED: State.SETTLED,
    DemarcheStatus.CLOSED: State.PLAIN,
}


class DemarchesSection(Section):
    """Démarches, those in preparation first."""

    opened = Signal(object)
    begun = Signal()
    asking = Signal()  # which one?

    def __init__(self, file: OpenFile, names: Mapping[str, str]) -> None:
        super().__init__(file.look, file.look.ui("Démarches"))
        self._file = file
        self._names = names
        self._places: Places | None = None
        which = QuietButton(file.look, file.look.ui("Quelle démarche ?"), "help-circle")
        which.clicked.connect(self.asking)
        self.header.addWidget(which)
        add = QuietButton(file.look, file.look.ui("Ouvrir une démarche"), "plus")
        add.clicked.connect(self.begun)
        self.header.addWidget(add)

    def know(self, places: Places) -> None:
        """Through which door each one goes; shown with the file."""
        self._places = places

    def show_file(self, view: FileView) -> None:
        """Show the démarches."""
        clear(self.body)
        look = self._file.look
        order = list(DemarcheStatus)
        for demarche in sorted(view.file.demarches, key=lambda one: order.index(one.status)):
            if self.body.count():
                self.body.addWidget(Line(look))
            self.body.addLayout(self._one(demarche))
        if not view.file.demarches:
            advice = look.ui("Aucune démarche. Ouvrez-en une : la liste des pièces se prépare toute seule.")
            self.body.addWidget(Text(look, advice, tone="soft"))

    def _one(self, demarche: Demarche) -> QHBoxLayout:
        look = self._file.look
        across = row(look)
        name = self._names.get(demarche.procedure, demarche.procedure)
        said = column(look, 0)
        said.addWidget(Text(look, name, strong=True))
        said.addWidget(Text(look, self._when(demarche), points=tokens.SMALL, tone="soft"))
        if self._places is not None and (door := self._places.doors.get(demarche.id)) is not None:
            word, where = look.ui(words.CHANNEL[door.channel]), door.what.text
            if where.casefold().removesuffix(".") != word:
                where = f"{word} – {where}"
            said.addWidget(Sourced(look, where, door.what.evidence, self._places.sources, small=True))
        across.addLayout(said, 1)
        deeds = Flow(look, to_end=True)
        deeds.addWidget(StateBadge(look, STATUS_TONE[demarche.status], look.ui(words.STATUS[demarche.status])))
        full = look.ui("Ouvrir : %(procedure)s", procedure=name)
        button = CarryingButton(look, look.ui("Ouvrir"), demarche.id, "arrow-right", name=full)
        button.carried.connect(self.opened)
        deeds.addWidget(button)
        across.addLayout(deeds)
        return across

    def _when(self, demarche: Demarche) -> str:
        look, today = self._file.look, self._file.today
        kind = look.ui(words.REQUEST[demarche.request])
        if demarche.status is DemarcheStatus.FILED and (day := day_of(demarche.filed_on)):
            on = long_date(look.texts, day, today)
            return look.ui("%(kind)s, déposée %(when)s", kind=kind, when=on)
        if day := day_of(demarche.planned_on):
            on = long_date(look.texts, day, today)
            return look.ui("%(kind)s, dépôt prévu %(when)s", kind=kind, when=on)
        return kind


class PiecesSection(Section):
    """Scans and PDFs of the file; they serve every démarche."""

    seen = Signal(object, int)  # all pieces as they are listed, and which one
    reading = Signal()  # the code of an attestation

    def __init__(self, file: OpenFile, names: Mapping[str, str]) -> None:
        super().__init__(file.look, file.look.ui("Pièces du dossier"))
        read = QuietButton(file.look, file.look.ui("Lire une attestation"), "zoom-in")
        read.clicked.connect(self.reading)
        self.header.addWidget(read)
        self._file = file
        self._names = names
        self._shown: tuple[Piece, ...] | None = None
        self._listed: tuple[Piece, ...] = ()

    def show_file(self, view: FileView) -> None:
        """Show the pieces, latest first."""
        if view.file.pieces == self._shown:
            return
        self._shown = view.file.pieces
        clear(self.body)
        self._listed = tuple(reversed(view.file.pieces))
        for piece in self._listed:
            if self.body.count():
                self.body.addWidget(Line(self._file.look))
            self.body.addLayout(self._one(view, piece))
        look = self._file.look
        if not view.file.pieces:
            advice = look.ui("Aucune pièce. Elles s’ajoutent depuis une démarche, et servent ensuite à toutes.")
            self.body.addWidget(Text(look, advice, tone="soft"))
        self.set_note(str(len(view.file.pieces)) if view.file.pieces else "")

    def _one(self, view: FileView, piece: Piece) -> QHBoxLayout:
        look = self._file.look
        across = row(look)
        proves = self._names.get(piece.document, piece.document)
        name = f"{proves} – {piece.title}" if piece.title else proves
        said = column(look, 0)
        said.addWidget(Text(look, name, strong=True))
        said.addWidget(Text(look, self._about(view, piece), points=tokens.SMALL, tone="soft"))
        across.addLayout(said, 1)
        see = CarryingButton(look, look.ui("Voir"), piece, "eye", name=look.ui("Voir : %(piece)s", piece=name))
        see.carried.connect(self._see)
        across.addWidget(see)
        away = CarryingButton(look, "", piece, "trash", name=look.ui("Retirer : %(piece)s", piece=name))
        away.setToolTip(look.ui("Retirer du dossier"))
        away.carried.connect(self._remove)
        across.addWidget(away)
        return across

    def _about(self, view: FileView, piece: Piece) -> str:
        ui = self._file.look.ui
        dated = ui("datée du %(day)s", day=shown(piece.dated)) if piece.dated else ui("date non notée")
        writer = view.writers.get(piece.id)
        if writer is None:
            return dated
        added = ui("ajoutée le %(day)s par %(label)s", day=moment(writer.wall_ms).split(" ")[0], label=writer.label)
        return f"{dated} · {added}"

    def _see(self, piece: Piece) -> None:
        self.seen.emit(self._listed, self._listed.index(piece))

    def _remove(self, piece: Piece) -> None:
        self._file.deeds.do(self._file.desk.casework.remove, self._file.case, piece)
