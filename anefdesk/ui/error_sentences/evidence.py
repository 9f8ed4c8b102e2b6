"""The sentences about the evidence file."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import FILES_SAFE, Sentence, typed
from anefdesk.ui.tokens import State

_NOTHING_LEFT = mark("Rien n’est sorti du dossier.")

SENTENCES = {
    "evidence.use": typed(
        mark("Cet usage ne va pas avec ce choix d’identité."),
        mark("Avec identité : avocat ou juridiction. Sans identité : statistiques ou presse."),
        _NOTHING_LEFT,
    ),
    "evidence.nothing": typed(
        mark("Aucun blocage n’est noté : il n’y a rien à rassembler."),
        mark("Signalez d’abord ce qui bloque, avec une capture."),
        _NOTHING_LEFT,
    ),
    "evidence.too_big": typed(
        mark("Les originaux pèsent %(megabytes)s Mo : plus de %(limit)s Mo ne tiennent pas dans un dossier."),
        mark("Retirez les captures en double, ou faites un dossier par blocage."),
        _NOTHING_LEFT,
    ),
    "evidence.cancelled": Sentence(
        mark("L’enregistrement est arrêté."),
        mark("Il ne reste aucun fichier à l’endroit choisi ; le dossier de la personne est intact."),
        mark("Recommencez quand vous voulez."),
        State.PLAIN,
    ),
    "evidence.locked": Sentence(
        mark("Les deux phrases de passe ne sont pas les mêmes."), FILES_SAFE, mark("Tapez-les de nouveau."), State.SOON
    ),
}
