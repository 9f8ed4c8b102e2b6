"""The words of families on screen: ties, events, and why a file should be looked at again. For staff, in French."""

from anefdesk.domain.household import EventKind, NoticeCode, Relation
from anefdesk.i18n.texts import mark
from anefdesk.ui.theme import Look

# What the other person is to the one whose file is open.
RELATION = {
    Relation.SPOUSE: mark("époux ou épouse"),
    Relation.PARTNER: mark("partenaire (pacs, concubinage)"),
    Relation.FORMER_SPOUSE: mark("ancien époux ou ancienne épouse"),
    Relation.CHILD: mark("enfant"),
    Relation.PARENT: mark("père ou mère"),
    Relation.SIBLING: mark("frère ou sœur"),
    Relation.GUARDIAN: mark("a la garde de cette personne"),
    Relation.WARD: mark("mineur confié à cette personne"),
    Relation.HOST: mark("héberge cette personne"),
    Relation.HOSTED: mark("hébergé par cette personne"),
    Relation.OTHER: mark("autre proche"),
}
EVENT = {
    EventKind.BIRTH: mark("naissance d’un enfant"),
    EventKind.MARRIAGE: mark("mariage"),
    EventKind.SEPARATION: mark("séparation"),
    EventKind.DIVORCE: mark("divorce"),
    EventKind.DEATH: mark("décès"),
    EventKind.NATURALISED: mark("est devenu français ou française"),
    EventKind.PROTECTED: mark("a obtenu une protection internationale"),
}
NOTICE = {
    NoticeCode.TURNS_16: mark("16 ans"),
    NoticeCode.TURNS_18: mark("18 ans, majorité"),
    NoticeCode.TURNS_19: mark("19 ans"),
    **{NoticeCode(kind.value): word for kind, word in EVENT.items()},
}
WHY_SELF = {
    NoticeCode.TURNS_16: mark("Dès 16 ans, certains jeunes peuvent déjà demander leur titre, pour travailler."),
    NoticeCode.TURNS_18: mark(
        "À 18 ans le document de circulation (DCEM) ne vaut plus : il faut son propre titre. Selon le cas, la demande "
        "se fait dans les deux mois, ou au plus tard la veille des 19 ans."
    ),
    NoticeCode.TURNS_19: mark(
        "Pour les jeunes qui ont droit à un titre, la demande se fait au plus tard la veille de ce jour."
    ),
}
WHY = {
    NoticeCode.TURNS_16: mark("Dès 16 ans, certains jeunes peuvent déjà demander leur titre, pour travailler."),
    NoticeCode.TURNS_18: mark(
        "Cet enfant devient majeur : il lui faut son propre titre ; un titre donné à son parent pour un enfant mineur "
        "est à revoir."
    ),
    NoticeCode.TURNS_19: mark(
        "Pour les jeunes qui ont droit à un titre, la demande se fait au plus tard la veille de ce jour."
    ),
    NoticeCode.BIRTH: mark("Une naissance peut ouvrir des droits à d’autres membres de la famille."),
    NoticeCode.MARRIAGE: mark("Un mariage peut changer la situation d’autres membres de la famille."),
    NoticeCode.SEPARATION: mark(
        "La vie commune compte pour certains titres. S’il y a eu des violences, voyez d’abord un juriste."
    ),
    NoticeCode.DIVORCE: mark(
        "La vie commune compte pour certains titres. S’il y a eu des violences, voyez d’abord un juriste."
    ),
    NoticeCode.DEATH: mark("Un titre ou une preuve de domicile tenait peut-être à cette personne."),
    NoticeCode.NATURALISED: mark("Un proche est français : d’autres démarches deviennent peut-être possibles."),
    NoticeCode.PROTECTED: mark("Un proche est protégé : un titre est prévu pour sa famille la plus proche."),
}
TO_VERIFY = mark("Ce que cela change est à vérifier.")


def due_words(look: Look, detail: str) -> str:
    """What a due line of a notice says, from its code, its relation and whether the day is exact."""
    code, relation, exact = detail.split(":")
    what = look.ui(NOTICE[NoticeCode(code)])
    if relation:
        what = look.ui("famille (%(relation)s) : %(what)s", relation=look.ui(RELATION[Relation(relation)]), what=what)
    return what if exact == "1" else look.ui("%(what)s, date à préciser", what=what)
