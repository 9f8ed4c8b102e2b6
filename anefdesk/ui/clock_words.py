"""The words of the legal clock on screen: events, dates, how they stand, what was not known. For staff, in French."""

from anefdesk.domain.deadlines import Due, EventKind, Outcome
from anefdesk.domain.deadlines import State as Standing
from anefdesk.i18n.texts import mark
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State

# What can be noted by hand, by stage; birth and the end of a permit are read from the file.
STAGES: tuple[tuple[str, tuple[EventKind, ...]], ...] = (
    (mark("La demande"), (
        EventKind.FILED, EventKind.FILED_ELSEWHERE, EventKind.COMPLETED, EventKind.COMPLEMENT_ASKED,
        EventKind.COMPLEMENT_GIVEN,
    )),
    (mark("Les papiers reçus"), (
        EventKind.API_ISSUED, EventKind.ADF_ISSUED, EventKind.RECEIPT_ISSUED, EventKind.CARD_HANDED,
    )),
    (mark("Refus et OQTF"), (EventKind.OQTF_NOTIFIED, EventKind.REFUSAL_NOTIFIED, EventKind.REFUSAL_KNOWN)),
    (mark("Recours"), (
        EventKind.REASONS_ASKED, EventKind.REASONS_GIVEN, EventKind.GRACIOUS_APPEAL, EventKind.HIERARCHICAL_APPEAL,
        EventKind.APPEAL_REJECTED, EventKind.COURT_SEISED, EventKind.LEGAL_AID_ASKED,
    )),
    (mark("La personne"), (
        EventKind.ENTRY, EventKind.VISA_END, EventKind.INFORMED, EventKind.PROTECTION_GRANTED, EventKind.MOVED,
        EventKind.NATIONALITY_LOST,
    )),
)  # fmt: skip
EVENT = {
    EventKind.PERMIT_END: mark("fin du titre"),
    EventKind.VISA_END: mark("fin du visa long séjour"),
    EventKind.ENTRY: mark("entrée en France"),
    EventKind.BIRTH: mark("naissance"),
    EventKind.INFORMED: mark("informée qu’elle peut demander un titre en plus de l’asile"),
    EventKind.FILED: mark("demande déposée"),
    EventKind.FILED_ELSEWHERE: mark("demande reçue d’abord par un autre service"),
    EventKind.COMPLETED: mark("dossier complété"),
    EventKind.COMPLEMENT_ASKED: mark("complément demandé par la préfecture"),
    EventKind.COMPLEMENT_GIVEN: mark("complément envoyé"),
    EventKind.API_ISSUED: mark("attestation de prolongation (API) reçue"),
    EventKind.ADF_ISSUED: mark("attestation de décision favorable (ADF) reçue"),
    EventKind.RECEIPT_ISSUED: mark("récépissé reçu"),
    EventKind.CARD_HANDED: mark("carte remise"),
    EventKind.REFUSAL_NOTIFIED: mark("refus notifié"),
    EventKind.REFUSAL_KNOWN: mark("refus implicite connu de la personne"),
    EventKind.OQTF_NOTIFIED: mark("OQTF notifiée"),
    EventKind.REASONS_ASKED: mark("motifs du refus demandés"),
    EventKind.REASONS_GIVEN: mark("motifs du refus reçus"),
    EventKind.GRACIOUS_APPEAL: mark("recours gracieux envoyé"),
    EventKind.HIERARCHICAL_APPEAL: mark("recours hiérarchique envoyé"),
    EventKind.APPEAL_REJECTED: mark("recours rejeté"),
    EventKind.COURT_SEISED: mark("tribunal saisi"),
    EventKind.PROTECTION_GRANTED: mark("protection accordée"),
    EventKind.MOVED: mark("déménagement"),
    EventKind.NATIONALITY_LOST: mark("perte de la nationalité française"),
    EventKind.LEGAL_AID_ASKED: mark("aide juridictionnelle demandée"),
}
UNTIL = {
    EventKind.COMPLEMENT_ASKED: mark("À fournir avant le"),
    EventKind.API_ISSUED: mark("Fin écrite sur l’attestation"),
    EventKind.RECEIPT_ISSUED: mark("Fin écrite sur le récépissé"),
}
BY_HOUR = frozenset({EventKind.OQTF_NOTIFIED})
WHICH_APPEAL = (EventKind.GRACIOUS_APPEAL, EventKind.HIERARCHICAL_APPEAL)
# A line of the clock begins with what its date is.
OUTCOME = {
    Outcome.OPENS: mark("Le dépôt ouvre"),
    Outcome.CLOSES: mark("Dernier jour pour déposer"),
    Outcome.EXTENSION_ENDS: mark("Fin de la prolongation des droits"),
    Outcome.VALID_UNTIL: mark("Fin de validité"),
    Outcome.VALID_AT_LEAST: mark("Valable au moins jusqu’à ce jour"),
    Outcome.REFUSAL_BORN: mark("Sans réponse ce jour-là : refus implicite"),
    Outcome.LAST_DAY: mark("Dernier jour pour agir"),
    Outcome.LAST_HOUR: mark("Dernière heure pour agir"),
    Outcome.JUDGMENT_BY: mark("Le tribunal doit avoir jugé"),
    Outcome.WARNING: mark("Attention"),
    Outcome.NONE: mark("Pas de date"),
}
_TO_ACT = frozenset({Outcome.CLOSES, Outcome.LAST_DAY, Outcome.LAST_HOUR})
URGENT_DAYS, SOON_DAYS = 7, 45
DOUBT = {
    "acknowledgement": mark("On ne sait pas si l’accusé de réception dit tout ce qu’il doit dire."),
    "algerian": mark("Pour les Algériens, l’accord de 1968 a ses propres règles : à vérifier."),
    "anef": mark("On ne sait pas si ce titre se demande sur l’ANEF."),
    "appeal_in_time": mark("On ne sait pas si le recours gracieux a été fait à temps."),
    "asked": mark("On ne sait pas quel titre exact est demandé."),
    "asked_in_time": mark("On ne sait pas si les motifs ont été demandés à temps."),
    "asked_late": mark("Les motifs semblent demandés trop tard : cette voie est sans doute fermée."),
    "blue_card_elsewhere": mark("On ne sait pas si un autre État a donné une carte bleue européenne."),
    "blue_card_family": mark("On ne sait pas si la personne est de la famille d’une carte bleue européenne."),
    "card": mark("On ne sait pas de quelle sorte est la carte qui finit."),
    "commission": mark("On ne sait pas si la commission du titre de séjour est consultée."),
    "complete": mark("On ne sait pas si le dossier déposé était complet."),
    "departure_period": mark("On ne sait pas si l’OQTF laisse un délai de départ."),
    "due": mark("On ne sait pas pour quel jour la pièce demandée était attendue."),
    "extended": mark("On ne sait pas si la préfecture a prolongé son délai."),
    "filed_out_of_window": mark("Le dépôt n’a pas été fait dans la fenêtre : ce droit n’est pas sûr."),
    "health": mark("On ne sait pas si le titre est demandé pour des soins."),
    "hour": mark("L’heure de la notification manque : le délai est compté depuis minuit."),
    "incomplete": mark("Le dossier est incomplet : le silence ne vaut pas refus."),
    "oqtf": mark("On ne sait pas si la personne est libre, assignée à résidence ou retenue."),
    "overseas": mark("Outre-mer, des textes propres existent, qui n’ont pas été lus : à vérifier."),
    "protection": mark("On ne sait pas si la personne est réfugiée ou protégée."),
    "remedies_stated": mark("On ne sait pas si les voies et délais de recours étaient écrits."),
    "situation": mark("On ne sait pas dans quelle situation est la personne."),
    "summer_time": mark("On ne sait pas si l’heure d’été s’applique là où est la personne."),
    "works_at_16": mark("On ne sait pas si le jeune veut travailler."),
    "written_longer": mark("Le papier porte une date plus lointaine que la règle : gardez la plus proche."),
}


def doubt(look: Look, name: str) -> str:
    """What was not known, in words."""
    return look.ui(DOUBT.get(name, mark("Une information manque pour en être sûr.")))


def standing(look: Look, due: Due, days: int | None, *, done: bool) -> tuple[State, str]:
    """How a date stands, as an icon's state and a word; ``days`` is how far it is, ``done`` that it was acted on."""
    if due.what is Outcome.NONE:
        return State.PLAIN, look.ui("sans date")
    if done:
        return State.SETTLED, look.ui("fait") if due.what in _TO_ACT else look.ui("réglé")
    word: dict[Standing, tuple[State, str]] = {
        Standing.HINT: (State.TO_CHECK, mark("indication")),
        Standing.WARNING: (State.SOON, mark("attention")),
        Standing.SUSPENDED: (State.SOON, mark("suspendu")),
        Standing.INTERRUPTED: (State.SOON, mark("interrompu")),
    }
    state, said = word.get(due.state, (State.PLAIN, mark("à venir")))
    if due.state is Standing.PASSED:
        if due.what is Outcome.OPENS:
            state, said = State.SETTLED, mark("ouvert")
        elif due.what is Outcome.REFUSAL_BORN:
            state, said = State.URGENT, mark("refus né")
        else:
            state, said = (State.URGENT, mark("dépassé")) if due.what in _TO_ACT else (State.PLAIN, mark("passé"))
    elif due.state in {Standing.RUNNING, Standing.NOT_STARTED} and days is not None:
        if days <= URGENT_DAYS and due.what in _TO_ACT:
            state, said = State.URGENT, mark("urgent")
        elif days <= SOON_DAYS:
            state, said = State.SOON, mark("bientôt")
    return state, look.ui(said)


def event_words(look: Look, kind: EventKind | None, of: EventKind | None = None) -> str:
    """« OQTF notifiée »; an event of a newer desk is said to be one."""
    if kind is None:
        return look.ui("événement noté par une version plus récente")
    if kind is EventKind.APPEAL_REJECTED and of in WHICH_APPEAL:
        appeal = mark("recours gracieux rejeté") if of is WHICH_APPEAL[0] else mark("recours hiérarchique rejeté")
        return look.ui(appeal)
    return look.ui(EVENT[kind])
