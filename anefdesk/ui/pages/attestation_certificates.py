"""The certificates of this PC that check the codes of attestations, and how a lead adds some. Used by that page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from anefdesk.services.attestations import CertificateLine
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.frames import Section, clear, column
from anefdesk.ui.widgets.texts import Text

_FILES = "PEM, DER, XML (*.pem *.cer *.crt *.der *.xml)"


class Certificates(Section):
    """``chosen`` carries the path of a file."""

    chosen = Signal(str)

    def __init__(self, look: Look, *, may_add: bool) -> None:
        super().__init__(look, look.ui("Certificats de ce poste"), open_=False)
        self._look = look
        told = look.ui(
            "Publics, ils servent à vérifier les signatures ; sans eux, un code est lu et non vérifié. Une personne "
            "responsable les charge : certificat de l’émetteur, ou liste de confiance de France Titres."
        )
        self.body.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        self._lines = column(look)
        self.body.addLayout(self._lines)
        self.add_button = PlainButton(look, look.ui("Charger des certificats…"), "upload")
        self.add_button.clicked.connect(self._choose)
        self.add_button.setVisible(may_add)
        self.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_lines(self, lines: tuple[CertificateLine, ...]) -> None:
        """Those that are there."""
        look = self._look
        clear(self._lines)
        self.set_note(str(len(lines)) if lines else look.ui("aucun"))
        for line in lines:
            words = look.ui("%(authority)s %(name)s, émetteur") if line.signs else look.ui("%(authority)s, autorité")
            called = words % {"authority": line.authority, "name": line.name}
            days = look.ui("du %(start)s au %(end)s", start=f"{line.first:%d/%m/%Y}", end=f"{line.last:%d/%m/%Y}")
            self._lines.addWidget(Text(look, " · ".join(filter(None, (called, line.owner, days)))))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._look.ui("Choisir un certificat ou une liste"), "", _FILES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.chosen)
        dialog.open()
