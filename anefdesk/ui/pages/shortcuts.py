"""The sheet of shortcuts, F1: everything the keyboard does, one key away, closed by Esc."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from anefdesk.i18n.texts import mark
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import PageScroll
from anefdesk.ui.widgets.texts import Heading, Text

KEYS = (
    (mark("Partout"), (
        ("Ctrl+F, F3", mark("chercher une personne")),
        ("Ctrl+N", mark("nouvelle personne")),
        ("Alt+1, 2, 3, 4", mark("aujourd’hui, personnes, démarches, échéances")),
        ("Alt+5", mark("blocages")),
        ("Ctrl+Tab", mark("passer au dossier ouvert avant")),
        ("Ctrl+P", mark("imprimer")),
        ("Ctrl+Z", mark("annuler la dernière modification")),
        ("Ctrl+L", mark("verrouiller le poste")),
        ("Ctrl+,", mark("réglages")),
        ("F1", mark("cette feuille")),
    )),
    (mark("Au guichet"), (
        ("↑ ↓", mark("passer d’une pièce à l’autre")),
        (mark("Espace"), mark("cocher la pièce")),
        ("E", mark("expliquer la pièce")),
        ("M", mark("ce qui manque")),
        ("T", mark("tourner l’écran vers la personne, et revenir")),
        ("P", mark("imprimer la liste")),
        ("O", mark("où déposer : les sources, et le tribunal")),
        ("← →", mark("sur l’écran de la personne : étape d’avant, étape d’après")),
        ("Alt+← →", mark("en regardant une pièce : celle d’avant, celle d’après")),
    )),
    (mark("Blocages"), (
        ("Ctrl+B", mark("dans un dossier ou une démarche : signaler un blocage")),
        ("Ctrl+V", mark("coller une capture")),
        ("Ctrl+↵", mark("enregistrer")),
        ("E", mark("d’où vient ce qui est dit")),
    )),
    (mark("Courriers"), (
        ("Ctrl+K", mark("dans un dossier : écrire une lettre")),
    )),
    (mark("Échéances d’une personne"), (
        ("Alt+N", mark("noter un événement")),
        ("auj, hier, -3", mark("dans une date : aujourd’hui, hier, il y a trois jours")),
    )),
    (mark("Quelle démarche ?"), (
        (mark("1 à 9"), mark("choisir une réponse")),
        ("0, ?", mark("la personne ne sait pas")),
        ("E", mark("d’où vient ce qui est dit")),
    )),
)  # fmt: skip


class ShortcutsSheet(QWidget):
    """A window of its own that blocks nothing."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.ui("Raccourcis"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look, wide=True)
        outer.addWidget(scroll)
        scroll.body.addWidget(Heading(look, look.ui("Raccourcis du clavier")))
        for title, keys in KEYS:
            scroll.body.addWidget(Heading(look, look.ui(title), 3))
            grid = QGridLayout()
            grid.setHorizontalSpacing(look.dp(tokens.MARGIN))
            grid.setVerticalSpacing(look.dp(tokens.SPACE))
            grid.setColumnStretch(1, 1)
            for line, (key, deed) in enumerate(keys):
                grid.addWidget(Text(look, look.ui(key), strong=True), line, 0)
                grid.addWidget(Text(look, look.ui(deed)), line, 1)
            scroll.body.addLayout(grid)
        scroll.body.addStretch(1)
        close = PrimaryButton(look, look.ui("Fermer"))
        close.clicked.connect(self.close)
        scroll.body.addWidget(close, 0, Qt.AlignmentFlag.AlignLeading)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        self.resize(min(look.dp(560), 1200), min(look.dp(640), 700))
