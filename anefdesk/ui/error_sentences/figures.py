"""The sentences met when figures are counted, sent or exported, and when PCs send one another something."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_SUPPORT, KEPT, UNTOUCHED, Sentence, typed
from anefdesk.ui.tokens import State

SENTENCES: dict[str, Sentence] = {
    "parcel.nobody": Sentence(
        mark(
            "Aucun poste ne peut recevoir cet envoi : ceux à qui il est destiné ne font plus partie de l’organisation."
        ),
        UNTOUCHED,
        mark("Vérifiez dans les réglages quels postes font partie de l’organisation."),
        State.SOON,
    ),
    "parcel.too_large": Sentence(
        mark("Cet envoi est trop gros pour passer d’un poste à l’autre en une fois."),
        UNTOUCHED,
        mark("Envoyez moins à la fois."),
        State.SOON,
    ),
    "parcel.refused": Sentence(
        mark("La boîte d’échange de ce poste n’a pas pris ce qu’il voulait envoyer."), KEPT, ASK_SUPPORT
    ),
    "figures.period": typed(
        mark("Cette période n’en est pas une : elle finit avant de commencer, ou dépasse cinq ans."),
        mark("Choisissez un premier et un dernier mois."),
    ),
    "figures.none_over": Sentence(
        mark("Aucun mois de cette période n’est encore terminé depuis plus de cinq jours."),
        UNTOUCHED,
        mark("Choisissez un mois passé : un mois n’est imprimé ou exporté qu’une fois terminé."),
        State.SOON,
    ),
    "figures.not_over": Sentence(
        mark("Ce mois n’est pas terminé depuis plus de cinq jours."),
        UNTOUCHED,
        mark("Attendez : ce qui est noté en retard compte encore."),
        State.SOON,
    ),
    "figures.made": Sentence(
        mark("Les chiffres de ce mois ont déjà été arrêtés : ils ne changent plus."),
        UNTOUCHED,
        mark("Utilisez les chiffres arrêtés."),
        State.SETTLED,
    ),
    "figures.not_yours": Sentence(
        mark("Les chiffres de toute l’organisation n’arrivent pas sur ce poste."),
        UNTOUCHED,
        mark("Demandez-les au siège, ou regardez les chiffres de votre centre."),
        State.SOON,
    ),
}
