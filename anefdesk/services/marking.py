"""The word of a document's mark and the reason of it: told to the team on screen, and in French on paper."""

from anefdesk.domain.procedure import Basis, Document, Mark, mark_of
from anefdesk.i18n.texts import mark

_WORDS = {
    Mark.BY_LAW: mark("exigée par la loi"),
    Mark.ASKED_ANYWAY: mark("demandée quand même"),
    Mark.USEFUL: mark("utile"),
}
_LISTED = mark("exigée, liste officielle")
_LIST_ALONE = mark("Une liste officielle la demande ; l’annexe 10 du CESEDA ne traite pas de cette démarche.")
_ASKED = {
    Basis.OFFICIAL_LIST: mark(
        "Une liste officielle la demande ; l’annexe 10 du CESEDA, qui traite de cette démarche, ne la cite pas."
    ),
    Basis.SECONDARY_LIST: mark("Une source secondaire dit qu’on la demande ; aucun texte de loi lu ne le dit."),
    Basis.KNOWLEDGE: mark("On la demande, d’expérience ; aucun texte de loi lu ne le dit."),
}


def word_of(document: Document) -> str:
    """« exigée par la loi », unless only a list of the administration says so."""
    return _LISTED if _only_listed(document) else _WORDS[mark_of(document)]


def why(document: Document) -> str:
    """One sentence: what the mark rests on."""
    found = mark_of(document)
    if found is Mark.USEFUL:
        return mark("Elle aide la demande ; sans elle, on peut déposer.")
    if found is Mark.ASKED_ANYWAY:
        return _ASKED.get(document.evidence.basis, mark("On ne sait pas d’où vient cette demande : à vérifier."))
    reasons = (
        (_only_listed(document), _LIST_ALONE),
        (bool(document.annexe), mark("L’annexe 10 du CESEDA la demande pour cette démarche.")),
        (document.newer, mark("Un texte plus récent que l’annexe 10 la demande.")),
        (document.evidence.basis is Basis.LEGAL_CONDITION, mark("Elle prouve une condition que la loi pose.")),
        (True, mark("Un texte de loi la demande.")),
    )
    return next(reason for holds, reason in reasons if holds)


def _only_listed(document: Document) -> bool:
    listed = document.evidence.basis is Basis.OFFICIAL_LIST and not document.newer
    return listed and mark_of(document) is Mark.BY_LAW
