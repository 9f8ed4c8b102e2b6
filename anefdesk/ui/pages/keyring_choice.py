"""« La clé de ce poste »: whether the system keeps it, and the choice of doing without. Used by both first runs."""

from PySide6.QtWidgets import QCheckBox

from anefdesk.services.session import Session
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text


class KeyringChoice(Card):
    """``alone`` tells whether this PC does without a keyring."""

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__(look, look.ui("La clé de ce poste"))
        self._look = look
        self._words = Text(look, look.ui("Vérification du trousseau du système…"))
        self.box = QCheckBox(look.ui("Continuer par phrase de passe seule"))
        self.box.hide()
        self.body.addWidget(self._words)
        self.body.addWidget(self.box)
        jobs.desk(session.keyring_trouble, owner=self, then=self._say)

    @property
    def alone(self) -> bool:
        """Whether that was chosen."""
        return self.box.isChecked()

    def _say(self, trouble: str) -> None:
        look = self._look
        if not trouble:
            self._words.setText(
                look.ui(
                    "Une clé propre à ce poste sera gardée dans le trousseau du système : "
                    "un fichier copié ailleurs ne s’ouvre pas."
                )
            )
            return
        self._words.setText(
            look.ui(
                "Ce système n’offre pas de trousseau. Le poste peut s’en passer : les noms seront tapés au lieu d’être "
                "affichés, et l’ouverture prendra un peu plus de temps. Ce choix restera visible dans les réglages."
            )
        )
        self.box.show()

    def refuse(self, message: InlineMessage) -> bool:
        """Ask for the choice where it must be made; whether it was missing."""
        if not self.box.isVisible() or self.box.isChecked():
            return False
        message.say(
            State.SOON,
            self._look.ui("Ce système n’offre pas de trousseau."),
            self._look.ui("Cochez la case pour continuer sans lui."),
        )
        self.box.setFocus()
        return True
