"""What asking to be let in needs: the words of the invitation, where the server is, what this PC is called."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.texts import Text, labelled

_MOST_PC = 40


class JoinForm(QWidget):
    """``code``, ``hub`` and ``pc`` are what was typed; ``ready`` is Enter in the last field."""

    ready = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.PADDING))
        card = Card(look, look.ui("L’invitation"))
        self._code = QPlainTextEdit()
        self._code.setTabChangesFocus(True)
        self._code.setFont(look.font(tokens.LARGE))
        self._code.setFixedHeight(look.dp(84))
        self._code.setPlaceholderText(look.ui("six mots, séparés par des espaces"))
        self._hub = QLineEdit()
        self._hub.setMaxLength(300)
        self._hub.setPlaceholderText("https://")
        self._pc = QLineEdit()
        self._pc.setMaxLength(_MOST_PC)
        self._pc.setPlaceholderText(look.ui("Accueil, bureau 2…"))
        self._pc.returnPressed.connect(self.ready)
        for name, field, told in (
            (
                look.ui("Les six mots de l’invitation, ou le texte de son code QR"),
                self._code,
                look.ui("Une personne responsable vous les donne. Ils servent une fois, pendant vingt-quatre heures."),
            ),
            (
                look.ui("Adresse du serveur du siège"),
                self._hub,
                look.ui("Laissez vide si l’invitation est un code QR, ou si les échanges passent par clé USB."),
            ),
            (look.ui("Nom de ce poste"), self._pc, look.ui("Les autres postes le verront.")),
        ):
            card.body.addWidget(labelled(look, name, field))
            card.body.addWidget(field)
            card.body.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        inside.addWidget(card)
        self.setFocusProxy(self._code)

    @property
    def code(self) -> str:
        """Six words, or the text of a QR."""
        return self._code.toPlainText().strip()

    @property
    def hub(self) -> str:
        """The server's address; empty: told by the QR, or none."""
        return self._hub.text().strip()

    @property
    def pc(self) -> str:
        """What this PC is called."""
        return self._pc.text().strip()

    def missing(self) -> QWidget | None:
        """The first field that must be filled."""
        if not self.code:
            return self._code
        return None if self.pc else self._pc
