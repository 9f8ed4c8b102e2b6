"""How the training centre is opened, said on its lock screen: it holds invented people and protects nobody."""

from PySide6.QtCore import Qt

from anefdesk.services.training_access import LABEL, PASSPHRASE
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.texts import Text


def training_hint(look: Look, *, training: bool) -> tuple[Text, ...]:
    """One calm text for the training centre, nothing for a real desk."""
    if not training:
        return ()
    account = look.ui("Compte d’entraînement : %(label)s", label=LABEL)
    secret = look.ui("Phrase de passe : %(words)s", words=PASSPHRASE)
    hint = Text(look, f"{account}\n{secret}", tone="soft")
    hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return (hint,)
