"""Proofs that serve several files of a family: what this one borrows, what it lends. Used by « Famille »."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from anefdesk.domain.case import Piece
from anefdesk.domain.change import Touched
from anefdesk.domain.checklist import Borrowed
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import CaseId
from anefdesk.services.casework import FileView
from anefdesk.services.families import FamilyView, Lent
from anefdesk.ui import tokens
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import clear, column, row
from anefdesk.ui.widgets.texts import Heading, Text

_LETTERS = 20


class Proofs(QWidget):
    """``seen`` carries the scans of a borrowed proof and the file that holds them."""

    seen = Signal(object, object)

    def __init__(self, file: OpenFile, documents: Mapping[str, str]) -> None:
        super().__init__()
        look = file.look
        self._file = file
        self._documents = documents
        self._to: list[tuple[CaseId, QCheckBox]] = []
        self._pieces: tuple[Piece, ...] = ()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.GAP))
        inside.addWidget(Heading(look, look.ui("Preuves partagées"), 3))
        advice = look.ui(
            "Une preuve de domicile, un acte de mariage ou une attestation d’hébergement sert à toute la famille : "
            "une seule date, et quand on la retire d’un dossier elle ne sert plus à aucun autre."
        )
        inside.addWidget(Text(look, advice, points=tokens.SMALL, tone="soft"))
        self._rows = column(look, 2)
        inside.addLayout(self._rows)
        self._form = column(look, 4)
        inside.addLayout(self._form)
        self.piece: Choice | None = None
        self.share = PlainButton(look, look.ui("Partager cette preuve"), "transfer")
        self.share.clicked.connect(self._share)
        inside.addWidget(self.share, 0, Qt.AlignmentFlag.AlignLeading)

    def show_family(self, view: FileView, family: FamilyView) -> None:
        """What is borrowed, what is lent, and what could be shared."""
        clear(self._rows)
        for proof in family.borrowed:
            self._rows.addLayout(self._borrowed(proof))
        for lent in family.lent:
            self._rows.addWidget(Text(self._file.look, self._lent(lent)))
        offered = view.file.pieces if family.members else ()
        self.share.setVisible(bool(offered))
        if (offered, [row_.case for row_ in family.members]) != (self._pieces, [case for case, _ in self._to]):
            self._offer(offered, family)
        self.setVisible(bool(family.members or family.borrowed or family.lent))

    def _offer(self, pieces: tuple[Piece, ...], family: FamilyView) -> None:
        look = self._file.look
        clear(self._form)
        self._pieces, self._to, self.piece = pieces, [], None
        if not pieces:
            none = look.ui("Aucun scan dans ce dossier à partager : ajoutez-en depuis une démarche.")
            self._form.addWidget(Text(look, none, tone="soft"))
            return
        self.piece = Choice(look, look.ui("Preuve à partager"), [(piece, self._name(piece)) for piece in pieces])
        self.piece.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.piece.setMinimumContentsLength(_LETTERS)  # a document's whole name would be wider than the page
        self._form.addWidget(self.piece)
        among = Flow(look)
        for member in family.members:
            box = QCheckBox((member.latin or member.native).replace("&", "&&"))
            box.setFont(look.font())
            among.addWidget(box)
            self._to.append((member.case, box))
        self._form.addLayout(among)

    def _name(self, piece: Piece) -> str:
        proves = self._documents.get(piece.document, piece.document)
        return f"{proves} – {piece.title}" if piece.title else proves

    def _borrowed(self, proof: Borrowed) -> QVBoxLayout:
        look = self._file.look
        name = self._documents.get(proof.document, proof.document)
        said = column(look, 0)
        across = row(look)
        across.addWidget(Text(look, name, strong=True), 1)
        if proof.pieces:
            see = CarryingButton(look, look.ui("Voir"), proof, "eye", name=look.ui("Voir : %(piece)s", piece=name))
            see.carried.connect(self._see)
            across.addWidget(see)
        stop = look.ui("Ne plus utiliser ici : %(piece)s", piece=name)
        away = CarryingButton(look, "", proof, "x", name=stop, tip=look.ui("Ne plus utiliser ici"))
        away.carried.connect(self._unshare)
        across.addWidget(away)
        said.addLayout(across)
        said.addWidget(Text(look, borrowed_words(self._file, proof), points=tokens.SMALL, tone="soft"))
        return said

    def _lent(self, lent: Lent) -> str:
        return self._file.look.ui(
            "%(piece)s : preuve partagée avec %(name)s",
            piece=self._documents.get(lent.document, lent.document),
            name=lent.latin or lent.native,
        )

    def _see(self, proof: Borrowed) -> None:
        self.seen.emit(proof.pieces, CaseId(proof.shared.source))

    def _unshare(self, proof: Borrowed) -> None:
        self._file.deeds.do(self._file.desk.families.unshare, self._file.case, proof.shared)

    def _share(self) -> None:
        others = tuple(case for case, box in self._to if box.isChecked())
        if self.piece is not None and others:
            self._file.deeds.do(_share, self._file, self.piece.value(), others)


def _share(file: OpenFile, piece: Piece, others: tuple[CaseId, ...]) -> Touched:
    return file.desk.families.share(file.case, piece.id, others)


def borrowed_words(file: OpenFile, proof: Borrowed) -> str:
    """« preuve partagée avec … », and its date."""
    ui = file.look.ui
    dated = ui("datée du %(day)s", day=shown(proof.dated)) if proof.dated else ui("date non notée")
    return ui("preuve partagée avec %(name)s", name=proof.whose) + f" · {dated}"
