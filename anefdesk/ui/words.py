"""The words of the trade on screen: states, kinds, grades and the reasons why a démarche cannot be filed.

French, marked for translation, for staff; the applicant's are in ``services/wording`` and ``applicant_words``.
"""

from anefdesk.domain.case import (
    AddressKind,
    DemarcheStatus,
    ItemState,
    Medium,
    NameRole,
    PointKind,
    RefusalReason,
    RequestKind,
    Safe,
)
from anefdesk.domain.channels import Channel
from anefdesk.domain.checklist import Hindrance
from anefdesk.domain.interview import Weight
from anefdesk.domain.procedure import Basis, Evidence, Grade, OnAnef
from anefdesk.i18n.texts import mark
from anefdesk.ui.tokens import State

ITEM = {
    ItemState.MISSING: mark("manquante"),
    ItemState.ASKED: mark("demandée"),
    ItemState.RECEIVED: mark("reçue"),
    ItemState.TO_TRANSLATE: mark("à traduire"),
    ItemState.TOO_OLD: mark("trop ancienne"),
    ItemState.REFUSED: mark("refusée"),
    ItemState.NOT_APPLICABLE: mark("sans objet"),
}
ITEM_TONE = {
    ItemState.MISSING: State.PLAIN,
    ItemState.ASKED: State.SOON,
    ItemState.RECEIVED: State.SETTLED,
    ItemState.TO_TRANSLATE: State.SOON,
    ItemState.TOO_OLD: State.URGENT,
    ItemState.REFUSED: State.URGENT,
    ItemState.NOT_APPLICABLE: State.PLAIN,
}
REFUSAL = {
    RefusalReason.ILLEGIBLE: mark("illisible"),
    RefusalReason.INCOMPLETE: mark("incomplète"),
    RefusalReason.WRONG_PERSON: mark("au nom d’une autre personne"),
    RefusalReason.WRONG_DOCUMENT: mark("ce n’est pas le bon document"),
    RefusalReason.EXPIRED: mark("périmée"),
    RefusalReason.NAME_MISMATCH: mark("le nom n’est pas écrit pareil"),
    RefusalReason.NOT_TRANSLATED: mark("sans traduction assermentée"),
}
SAFE = {
    Safe.UNKNOWN: mark("on ne sait pas"),
    Safe.YES: mark("oui, sans danger"),
    Safe.NO: mark("non, dangereux"),
}
ADDRESS = {
    AddressKind.OWN: mark("logement à son nom"),
    AddressKind.HOSTED: mark("hébergée chez quelqu’un"),
    AddressKind.DOMICILED: mark("domiciliée (association, CCAS)"),
    AddressKind.HOTEL: mark("à l’hôtel"),
    AddressKind.STREET: mark("à la rue"),
}
NAME_ROLE = {
    NameRole.BIRTH: mark("nom de naissance"),
    NameRole.SPELLING: mark("autre écriture du nom"),
}
MEDIUM = {
    Medium.DESK: mark("au guichet"),
    Medium.PHONE: mark("par téléphone"),
    Medium.MAIL: mark("par courrier"),
    Medium.EMAIL: mark("par e-mail"),
    Medium.OUTSIDE: mark("à l’extérieur"),
}
INTERPRETER = {
    "": mark("sans interprète"),
    "present": mark("interprète sur place"),
    "phone": mark("interprète par téléphone"),
    "team": mark("quelqu’un de l’équipe a traduit"),
    "relative": mark("un proche a traduit"),
}
POINT = {
    PointKind.PHONE: mark("téléphone"),
    PointKind.EMAIL: mark("e-mail"),
    PointKind.OTHER: mark("autre"),
}
REQUEST = {
    RequestKind.FIRST: mark("première demande"),
    RequestKind.RENEWAL: mark("renouvellement"),
    RequestKind.DECLARATION: mark("déclaration"),
    RequestKind.REPLACEMENT: mark("remplacement"),
    RequestKind.CORRECTION: mark("correction"),
    RequestKind.VISA: mark("visa"),
    RequestKind.CHANGE: mark("changement de statut"),
}
STATUS = {
    DemarcheStatus.PREPARING: mark("en préparation"),
    DemarcheStatus.FILED: mark("déposée"),
    DemarcheStatus.CLOSED: mark("terminée"),
}
FAMILY = {
    "algeriens": mark("Certificats algériens"),
    "arrivee": mark("Arrivée en France"),
    "asile": mark("Asile et protection temporaire"),
    "changement": mark("Changement de situation"),
    "etudes": mark("Études"),
    "famille": mark("Famille"),
    "jeunes": mark("Jeunes"),
    "mineurs": mark("Mineurs"),
    "nationalite": mark("Nationalité française"),
    "protection": mark("Protection internationale"),
    "regularisation": mark("Admission exceptionnelle"),
    "resident": mark("Carte de résident"),
    "sante": mark("Santé"),
    "travail": mark("Travail"),
    "travail-talent": mark("Talent"),
    "ue": mark("Union européenne"),
    "visiteur": mark("Visiteur"),
    "vulnerabilite": mark("Violences et traite"),
}
ON_ANEF = {
    OnAnef.YES: mark("sur l’ANEF"),
    OnAnef.PARTIAL: mark("en partie sur l’ANEF"),
    OnAnef.NO: mark("pas sur l’ANEF"),
    OnAnef.UNKNOWN: mark("ANEF : à vérifier"),
}
ON_ANEF_TONE = {
    OnAnef.YES: State.SETTLED,
    OnAnef.PARTIAL: State.SOON,
    OnAnef.NO: State.PLAIN,
    OnAnef.UNKNOWN: State.TO_CHECK,
}
CHANNEL = {
    Channel.ANEF: mark("en ligne, sur l’ANEF"),
    Channel.PREFECTURE: mark("à la préfecture"),
    Channel.POST: mark("par courrier"),
    Channel.DEMARCHE_NUMERIQUE: mark("sur Démarche numérique"),
    Channel.COUNTER: mark("au guichet"),
    Channel.OFII: mark("à l’OFII"),
    Channel.OFPRA: mark("à l’Ofpra"),
    Channel.CONSULATE: mark("au consulat"),
    Channel.UNKNOWN: mark("à vérifier sur le site"),
}
SPECIAL_RULES, WITH_JURIST = mark("règles particulières"), mark("avec un juriste")
FLAG_TONE = {Weight.STOP: State.URGENT, Weight.WARN: State.SOON}
FLAG = {
    Weight.STOP: mark("à voir avant toute démarche"),
    Weight.WARN: mark("attention"),
}
BASIS = {
    Basis.LAW: mark("d’après un texte de loi"),
    Basis.OFFICIAL_LIST: mark("d’après une liste officielle"),
    Basis.LEGAL_CONDITION: mark("d’après une condition de la loi"),
    Basis.SECONDARY_LIST: mark("selon une source secondaire"),
    Basis.KNOWLEDGE: mark("d’expérience, à vérifier"),
    Basis.UNKNOWN: mark("origine inconnue, à vérifier"),
}
# What stands in the way of filing; %(what)s is the piece or the question, %(when)s a date in words.
HINDRANCE = {
    Hindrance.MISSING: mark("Il manque : %(what)s."),
    Hindrance.TO_TRANSLATE: mark("À faire traduire par un traducteur assermenté : %(what)s."),
    Hindrance.TOO_OLD: mark("Trop ancienne le jour du dépôt : %(what)s."),
    Hindrance.REFUSED: mark("Refusée, à remplacer : %(what)s."),
    Hindrance.UNDATED: mark("Date à noter pour savoir si elle est assez récente : %(what)s."),
    Hindrance.QUESTION: mark("Question à poser : %(what)s"),
    Hindrance.WINDOW_NOT_OPEN: mark("Trop tôt : le dépôt ouvre %(when)s."),
}


def doubt(evidence: Evidence) -> str:
    """The French caution a statement must carry, empty when none."""
    if evidence.grade is Grade.C:
        return mark("à vérifier")
    if evidence.basis is Basis.SECONDARY_LIST:
        return mark("selon une source secondaire")
    return ""
