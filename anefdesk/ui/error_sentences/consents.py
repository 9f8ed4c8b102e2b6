"""The sentences about what the person agreed to."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import Sentence, typed
from anefdesk.ui.tokens import State

SENTENCES = {
    "consent.missing": Sentence(
        mark("La personne n’a pas donné son accord pour cela, ou elle l’a retiré."),
        mark("Rien n’est sorti du dossier."),
        mark("Expliquez-lui à quoi cela sert ; si elle est d’accord, notez-le dans « Accords », puis recommencez."),
        State.SOON,
    ),
    "consent.language": typed(
        mark("On ne sait pas dans quelle langue l’accord a été expliqué."), mark("Choisissez la langue.")
    ),
    "consent.unread": typed(
        mark("Personne n’a relu la feuille d’accord dans cette langue : seule, elle ne suffit pas pour une signature."),
        mark("Faites-la dire par un interprète et notez-le, ou expliquez-la en français si la personne le comprend."),
    ),
    "consent.unspoken": typed(
        mark("Un accord donné de vive voix demande quelqu’un qui parle cette langue."),
        mark("Notez qu’un interprète ou un collègue l’a expliqué, ou faites signer la feuille."),
    ),
    "consent.stands": typed(
        mark("Cet accord est déjà noté et il vaut encore."),
        mark("Pour un autre avocat ou un autre usage, écrivez à qui ou pour quoi."),
    ),
    "consent.future": typed(mark("Cet accord est daté dans l’avenir."), mark("Vérifiez la date.")),
    "consent.revoked": typed(mark("Cet accord ne vaut déjà plus."), mark("Rechargez la page.")),
    "consent.no_use": typed(mark("Aucun usage n’est choisi pour la feuille."), mark("Choisissez-en au moins un.")),
}
