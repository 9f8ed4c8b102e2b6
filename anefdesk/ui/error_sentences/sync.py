"""What went wrong between desks and the head office. Part of the table of ``errors``."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_SUPPORT, KEPT, UNTOUCHED, UPDATE, Sentence
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
    "mailbox.newer": Sentence(
        mark("La boîte d’échange a été ouverte par une version plus récente du programme."), UNTOUCHED, UPDATE
    ),
    "mailbox.unreachable": Sentence(
        mark("La boîte d’échange ne répond pas."),
        KEPT,
        mark("Continuez à travailler : rien n’est perdu, l’envoi reprendra de lui-même."),
        State.SOON,
    ),
    "mailbox.no_organisation": Sentence(
        mark("La boîte d’échange ne connaît pas cette organisation."), KEPT, ASK_SUPPORT
    ),
    "mailbox.erased": Sentence(
        mark("Ce dossier a été effacé par décision de deux personnes : il ne peut pas revenir."),
        UNTOUCHED,
        mark("Si la personne revient, ouvrez un nouveau dossier."),
        State.SETTLED,
    ),
}
