"""Sentences for a centre that worked alone and enters an organisation."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_SUPPORT, UNTOUCHED, Sentence
from anefdesk.ui.tokens import State

SENTENCES = {
    "sync.training": Sentence(
        mark("Le centre d’entraînement reste seul : il n’entre dans aucune association."),
        UNTOUCHED,
        mark("Ouvrez votre vrai centre, puis recommencez."),
        State.SETTLED,
    ),
    "sync.not_alone": Sentence(
        mark("Ce poste travaille déjà avec d’autres : il ne peut pas entrer seul dans une association."),
        UNTOUCHED,
        ASK_SUPPORT,
    ),
}
