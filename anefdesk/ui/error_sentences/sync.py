"""What went wrong between desks and the head office. Part of the table of ``errors``."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_SUPPORT, KEPT, UNTOUCHED, Sentence
from anefdesk.ui.tokens import State

_NOT_FOLLOWED = mark("Le poste ne l’a pas suivie et continue comme avant.")

SENTENCES = {
    "directory.broken": Sentence(
        mark("La liste signée des postes et des personnes de l’organisation ne se suit pas."), KEPT, ASK_SUPPORT
    ),
    "directory.denied": Sentence(
        mark("Une décision sur les postes ou les personnes vient de quelqu’un qui ne pouvait pas la prendre."),
        _NOT_FOLLOWED,
        ASK_SUPPORT,
    ),
    "directory.refused": Sentence(
        mark("Cette décision sur les postes ou les personnes n’est pas possible en l’état."),
        UNTOUCHED,
        mark("Vérifiez qui fait encore partie de l’organisation, puis recommencez."),
        State.SOON,
    ),
}
