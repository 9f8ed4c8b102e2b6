"""The sentences about files shared with other centres."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import Sentence, typed
from anefdesk.ui.tokens import State

SENTENCES = {
    "sharing.alone": Sentence(
        mark("Ce centre travaille seul : il n’y a personne avec qui partager un dossier."),
        mark("Rien n’est sorti du dossier."),
        mark("Pour partager, le centre doit d’abord rejoindre une organisation, dans les réglages."),
        State.SOON,
    ),
    "sharing.nobody": Sentence(
        mark("Aucun poste ne peut recevoir ce dossier là-bas."),
        mark("Rien n’est sorti du dossier."),
        mark("Choisissez un autre centre, ou appelez-le : ses postes ont peut-être été retirés."),
        State.SOON,
    ),
    "sharing.stands": typed(
        mark("Ce dossier est déjà partagé avec eux."),
        mark("Ce qui change leur est envoyé tout seul. Pour recommencer, arrêtez d’abord le partage."),
    ),
    "sharing.closed": Sentence(
        mark("Ce dossier a été transmis à un autre centre : il est clos ici."),
        mark("Rien n’a été écrit."),
        mark("C’est là-bas que l’on continue. Pour y écrire de nouveau ici, reprenez-le depuis la page du partage."),
        State.SOON,
    ),
    "sharing.ended": typed(mark("Ce partage est déjà terminé."), mark("Rechargez la page.")),
    "sharing.answered": typed(
        mark("Quelqu’un du centre a déjà répondu pour ce dossier."), mark("Rechargez la liste des dossiers reçus.")
    ),
    "sharing.gone": Sentence(
        mark("Ce dossier n’est plus là : l’autre centre l’a repris, ou il a été effacé."),
        mark("Rien n’a changé ici."),
        mark("Rechargez la liste ; au besoin, appelez l’autre centre."),
        State.SOON,
    ),
    "sharing.known": Sentence(
        mark("Une copie de ce dossier est déjà ici, réservée à d’autres personnes que vous."),
        mark("Rien n’a changé ici."),
        mark("Une de ces personnes peut accepter cet envoi : il s’ajoutera à leur copie."),
        State.SOON,
    ),
    "sharing.no_reason": typed(mark("Il manque la raison du refus."), mark("Écrivez-la : l’autre centre la lira.")),
}
