"""What the fields of a file are called: on the forms where they are written, and where two values are to be settled.

French, marked for translation, for staff. One list for both, so that a disagreement names a field as its form does.
"""

from collections.abc import Mapping

from anefdesk.domain.blockage import Blockage, Harm, Remedy
from anefdesk.domain.case import Centre, ContactPoint, Demarche, Name, Permit, Person, PointKind, Staff
from anefdesk.domain.centre import Address, Approval, LocalDemand
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.household import Keeper, LifeEvent, Link
from anefdesk.domain.letter import Filled, Letter
from anefdesk.domain.record import Stored
from anefdesk.i18n.texts import mark
from anefdesk.ui import clock_words, words

SAFE_CALL, SAFE_WRITE = mark("Peut-on appeler sans danger ?"), mark("Peut-on écrire sans danger ?")
FIELD: Mapping[type[Stored], Mapping[str, str]] = {
    Person: {
        "birth_date": mark("Date de naissance"),
        "nationality": mark("Nationalité"),
        "foreigner_number": mark("Numéro étranger"),
        "anef_request_number": mark("Numéro de demande ANEF"),
        "address_kind": mark("Logement"),
        "address": mark("Adresse"),
        "postcode": mark("Code postal"),
        "city": mark("Commune"),
        "department": mark("Département (décide de la préfecture)"),
        "restricted": mark("Qui peut ouvrir ce dossier"),
    },
    Name: {
        "family": mark("Nom de famille"),
        "given": mark("Prénom"),
        "family_native": mark("Nom, écriture d’origine"),
        "given_native": mark("Prénom, écriture d’origine"),
    },
    ContactPoint: {"value": mark("Moyen de la joindre"), "safe": SAFE_WRITE},
    Permit: {"kind": mark("Titre"), "start": mark("Du"), "end": mark("Au")},
    Demarche: {
        "request": mark("Ce qui est demandé"),
        "planned_on": mark("Dépôt prévu le"),
        "status": mark("Où en est la démarche"),
        "filed_on": mark("Déposée le"),
        "request_number": mark("Numéro donné par le site"),
    },
    Staff: {"label": mark("Nom affiché"), "role": mark("Rôle"), "ends_on": mark("Fin de l’accès")},
    Centre: {"name": mark("Nom du centre"), "department": mark("Département")},
    Link: {"relation": mark("Cette autre personne est :")},
    LifeEvent: {"kind": mark("Événement"), "on": mark("Date de l’événement")},
    Keeper: {"named": mark("Qui peut ouvrir ce dossier")},
    LocalDemand: {
        "department": mark("Préfecture"),
        "procedure": mark("Démarche"),
        "document": mark("Document demandé"),
        "said_by": mark("Dit par"),
        "said_on": mark("Dit le"),
    },
    LegalEvent: {
        "kind": mark("Que s’est-il passé ?"),
        "on": mark("Quel jour ?"),
        "at": mark("À quelle heure ?"),
        "until": mark("Jusqu’au"),
    },
    Blockage: {"code": mark("Qu’est-ce qui bloque ?"), "ended_on": mark("Le blocage est fini")},
    Remedy: {
        "due": mark("Réponse attendue le"),
        "reply": mark("Quelle réponse ?"),
        "replied_on": mark("Réponse reçue le"),
    },
    Harm: {
        "code": mark("Quel droit est coupé ?"),
        "start": mark("Depuis le"),
        "end": mark("Jusqu’au"),
        "cents_month": mark("Euros par mois"),
        "restored": mark("Le droit est-il revenu ?"),
    },
    Letter: {
        "body": mark("Texte de la lettre"),
        "addressee": mark("À qui va la lettre"),
        "sent_on": mark("Envoyée le"),
        "sending": mark("Comment ?"),
        "due": mark("Réponse attendue le"),
        "reply": mark("Quelle réponse ?"),
        "replied_on": mark("Réponse reçue le"),
    },
    Filled: {"value": mark("Réponse à une question de la lettre")},
    Address: {
        "addressee": mark("Qui ?"),
        "department": mark("Département"),
        "lines": mark("Adresse, une ligne après l’autre"),
        "email": mark("Courriel"),
        "checked_on": mark("Vérifiée le"),
    },
    Approval: {
        "citation": mark("Citation"),
        "reader": mark("Nom et qualité de qui a relu"),
        "on": mark("Relue le"),
    },
}
THING: Mapping[type[Stored], str] = {
    Person: mark("La personne"),
    Name: mark("Nom"),
    ContactPoint: mark("Joindre"),
    Permit: mark("Titre de séjour"),
    Demarche: mark("Démarche"),
    Staff: mark("L’équipe"),
    Centre: mark("Le centre"),
    Link: mark("Famille"),
    LifeEvent: mark("Ce qui est arrivé à la personne"),
    Keeper: mark("Accès au dossier"),
    LocalDemand: mark("Demande d’une préfecture"),
    LegalEvent: mark("Événement des échéances"),
    Blockage: mark("Blocage"),
    Remedy: mark("Étape d’un blocage"),
    Harm: mark("Droit coupé"),
    Letter: mark("Lettre"),
    Filled: mark("Question d’une lettre"),
    Address: mark("Adresse d’un service"),
    Approval: mark("Relecture d’une citation"),
}


def named(cls: type[Stored], attribute: str, thing: Stored | None = None) -> str:
    """What a field is called; of some it depends on the thing."""
    if isinstance(thing, ContactPoint):
        phone = thing.kind is PointKind.PHONE
        return words.POINT[thing.kind] if attribute == "value" else SAFE_CALL if phone else SAFE_WRITE
    if isinstance(thing, LegalEvent) and attribute == "until" and thing.kind in clock_words.UNTIL:
        return clock_words.UNTIL[thing.kind]
    return FIELD[cls][attribute]
