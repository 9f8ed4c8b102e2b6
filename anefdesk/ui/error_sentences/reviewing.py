"""The sentences met when a disagreement between two desks is settled."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import Sentence, typed

SENTENCES: dict[str, Sentence] = {
    "review.settled": typed(
        mark("Ce désaccord est déjà tranché, ou ce qu’il concerne a été retiré."),
        mark("La page montre maintenant ce qui reste à trancher."),
    ),
    "review.value": typed(
        mark("Cette valeur ne peut pas être gardée ici."),
        mark("Choisissez une des valeurs montrées, ou écrivez-en une autre que ce champ accepte."),
    ),
    "review.not_both": typed(
        mark("Garder les deux n’a pas de sens ici : une seule des valeurs peut être vraie."),
        mark("Gardez l’une des deux, ou écrivez autre chose."),
    ),
}
