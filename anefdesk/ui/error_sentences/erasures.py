"""The sentences about erasing a person's file."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import UNTOUCHED, Sentence, typed
from anefdesk.ui.tokens import State

SENTENCES = {
    "erasing.held": Sentence(
        mark("Ce dossier est gardé : quelqu’un a noté qu’un recours ou une enquête en a besoin."),
        UNTOUCHED,
        mark("Quand ce n’est plus le cas, levez d’abord cette garde."),
        State.SOON,
    ),
    "erasing.asked": typed(
        mark("L’effacement de ce dossier est déjà demandé."),
        mark("Une deuxième personne habilitée peut donner son accord."),
    ),
    "erasing.not_asked": typed(
        mark("Personne ne demande d’effacer ce dossier, ou la demande a été retirée."),
        mark("Rechargez la page ; au besoin, demandez-le de nouveau."),
    ),
    "erasing.same_person": typed(
        mark("Vous avez déjà donné votre accord : il faut celui d’une autre personne."),
        mark("Demandez à une autre personne responsable. Si vous êtes seul ou seule, prenez la feuille de secours."),
    ),
    "erasing.not_alone": typed(
        mark("La feuille de secours ne sert ici qu’à une personne seule ; quelqu’un d’autre peut donner son accord."),
        mark("Demandez à une autre personne responsable de donner son accord, depuis son compte."),
    ),
    "erasing.elsewhere": typed(
        mark("Ce dossier est celui d’un autre centre : c’est là-bas que l’on décide de l’effacer ou de le garder."),
        mark("Demandez-le à une personne responsable de ce centre."),
    ),
    "erasing.decided": typed(
        mark("L’effacement est décidé : il ne peut plus être retiré."),
        mark("Si c’est une erreur, gardez les papiers de la personne et ouvrez-lui un nouveau dossier."),
    ),
    "erasing.not_done": typed(
        mark("Ce dossier n’est pas encore effacé sur ce poste : il n’y a rien à attester."),
        mark("Attendez le prochain échange avec le siège, puis recommencez."),
    ),
}
