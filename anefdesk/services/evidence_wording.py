"""The French words of the evidence file: what happened, by which way, what came of it. Used by its gathering alone."""

from datetime import date, datetime

from anefdesk.domain.blockage import Answered, Entry, Means, Reply, Restored
from anefdesk.domain.consent import Use
from anefdesk.domain.deadlines import EventKind, Outcome
from anefdesk.domain.letter import Sending
from anefdesk.domain.partial_date import day_of, shown

EVENT = {
    EventKind.PERMIT_END: "Fin du titre de séjour",
    EventKind.VISA_END: "Fin du visa long séjour",
    EventKind.ENTRY: "Entrée en France",
    EventKind.BIRTH: "Naissance",
    EventKind.INFORMED: "Information sur le droit de demander un titre en plus de l’asile",
    EventKind.FILED: "Demande déposée",
    EventKind.FILED_ELSEWHERE: "Demande reçue d’abord par un autre service",
    EventKind.COMPLETED: "Dossier complété",
    EventKind.COMPLEMENT_ASKED: "Complément demandé par l’administration",
    EventKind.COMPLEMENT_GIVEN: "Complément envoyé",
    EventKind.API_ISSUED: "Attestation de prolongation d’instruction délivrée",
    EventKind.ADF_ISSUED: "Attestation de décision favorable délivrée",
    EventKind.RECEIPT_ISSUED: "Récépissé délivré",
    EventKind.CARD_HANDED: "Carte remise",
    EventKind.REFUSAL_NOTIFIED: "Refus notifié",
    EventKind.REFUSAL_KNOWN: "Refus implicite connu de la personne",
    EventKind.OQTF_NOTIFIED: "Obligation de quitter le territoire notifiée",
    EventKind.REASONS_ASKED: "Motifs du refus demandés",
    EventKind.REASONS_GIVEN: "Motifs du refus reçus",
    EventKind.GRACIOUS_APPEAL: "Recours gracieux envoyé",
    EventKind.HIERARCHICAL_APPEAL: "Recours hiérarchique envoyé",
    EventKind.APPEAL_REJECTED: "Recours rejeté",
    EventKind.COURT_SEISED: "Tribunal saisi",
    EventKind.PROTECTION_GRANTED: "Protection accordée",
    EventKind.MOVED: "Déménagement",
    EventKind.NATIONALITY_LOST: "Perte de la nationalité française",
    EventKind.LEGAL_AID_ASKED: "Aide juridictionnelle demandée",
}
# What may be said without telling who: steps of any request, to the month.
OF_ANYBODY = frozenset(
    {EventKind.FILED, EventKind.COMPLETED, EventKind.COMPLEMENT_ASKED, EventKind.COMPLEMENT_GIVEN,
     EventKind.API_ISSUED, EventKind.ADF_ISSUED, EventKind.RECEIPT_ISSUED, EventKind.CARD_HANDED}
)  # fmt: skip
MEANS = {
    Means.SITE: "Essai sur le site",
    Means.CALL: "Appel au Centre de contact citoyens",
    Means.FORM: "Formulaire du Centre de contact citoyens",
    Means.POINT: "Visite au point d’accueil numérique",
    Means.COUNTER: "Visite au guichet",
    Means.MAIL: "Courrier",
    Means.EMAIL: "Courriel",
    Means.OTHER: "Autre essai",
}
ANSWERED = {Answered.YES: "Quelqu’un a répondu.", Answered.NO: "Personne n’a répondu.", Answered.UNKNOWN: ""}
ENTRY = {
    Entry.FILE: "fichier choisi",
    Entry.PASTED: "image collée",
    Entry.DROPPED: "fichier déposé",
    Entry.SCREEN: "capture de l’écran",
}
REPLY = {
    Reply.WAITING: "réponse attendue",
    Reply.NONE: "aucune réponse",
    Reply.SOLVED: "résolu",
    Reply.REFUSED: "refusé",
    Reply.PARTLY: "résolu en partie",
    Reply.WITHDRAWN: "retiré par la personne",
}
RESTORED = {
    Restored.NO: "non rétabli",
    Restored.PARTLY: "rétabli en partie",
    Restored.YES: "rétabli",
    Restored.UNKNOWN: "rétablissement non su",
}
SENDING = {
    Sending.REGISTERED: "lettre recommandée avec avis de réception",
    Sending.MAIL: "courrier simple",
    Sending.EMAIL: "courriel",
    Sending.SITE: "formulaire en ligne",
    Sending.HAND: "remise contre récépissé",
    Sending.COURT_SITE: "téléservice de la juridiction",
    Sending.NOT_SENT: "non envoyée",
}
OUTCOME = {
    Outcome.OPENS: "Ouverture du dépôt",
    Outcome.CLOSES: "Dernier jour pour déposer",
    Outcome.EXTENSION_ENDS: "Fin de la prolongation des droits",
    Outcome.VALID_UNTIL: "Fin de validité",
    Outcome.VALID_AT_LEAST: "Valable au moins jusqu’à ce jour",
    Outcome.REFUSAL_BORN: "Naissance du refus implicite en cas de silence",
    Outcome.LAST_DAY: "Dernier jour pour agir",
    Outcome.LAST_HOUR: "Dernière heure pour agir",
    Outcome.JUDGMENT_BY: "Date avant laquelle le tribunal statue",
}
ADDRESSED = {Use.LAWYER: "Établi pour un avocat", Use.COURT: "Établi pour une juridiction"}
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def day(stored: str | date, at: str = "") -> str:
    """« 23/11/2026 », with its hour when that is known; « date non notée »."""
    text = stored.isoformat() if isinstance(stored, date) else stored
    if not text:
        return "date non notée"
    hour = at.replace(":", "\u00a0h\u00a0")
    return f"{shown(text)} à\u00a0{hour}" if at else shown(text)


def month(stored: str) -> str:
    """« novembre 2026 »: no day that would tell who."""
    found = day_of(stored)
    return f"{MONTHS[found.month - 1]} {found.year}" if found else "mois non noté"


def moment(when: datetime) -> str:
    """« 23/11/2026 à 09 h 42 (temps universel) »."""
    return f"{when:%d/%m/%Y à %H h %M} (temps universel)"


def euros(cents: int) -> str:
    """« 1 008,00 € »."""
    whole = f"{cents // 100:,}".replace(",", "\u202f")
    return f"{whole},{cents % 100:02}\u00a0€"


def counted(number: int, one: str, several: str) -> str:
    """« 1 essai », « 3 essais »."""
    return f"{number} {one if number < 2 else several}"  # noqa: PLR2004 - French counts so


def size(number: int) -> str:
    """« 214 Ko », « 3,2 Mo »."""
    if number < 1_000_000:  # noqa: PLR2004 - a megabyte
        return f"{max(1, round(number / 1000))} Ko"
    return f"{number / 1_000_000:.1f} Mo".replace(".", ",")
