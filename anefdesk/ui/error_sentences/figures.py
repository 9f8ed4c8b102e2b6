"""The sentences met when figures are counted, sent or exported, and when PCs send one another something."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_SUPPORT, KEPT, UNTOUCHED, Sentence
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
}
