"""The words of letters on screen: where one stands, how it went, who signs, what is still to be watched.

Used by the pages of letters.
"""

from datetime import date

from anefdesk.domain.consent import Use
from anefdesk.domain.letter import Sending
from anefdesk.domain.letter_template import Signer
from anefdesk.i18n.texts import mark
from anefdesk.services import consent_wording
from anefdesk.services.letter_views import LetterLine, LetterState
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State

STAND = {
    LetterState.DRAFT: (State.SOON, mark("en cours d’écriture")),
    LetterState.ISSUED: (State.SOON, mark("figée, pas encore envoyée")),
    LetterState.KEPT: (State.PLAIN, mark("gardée, sans envoi")),
    LetterState.SENT: (State.SETTLED, mark("envoyée")),
    LetterState.LATE: (State.URGENT, mark("réponse en retard")),
    LetterState.ANSWERED: (State.SETTLED, mark("réponse notée")),
}
SENDING = {
    Sending.REGISTERED: mark("en recommandé avec avis de réception"),
    Sending.MAIL: mark("par courrier simple"),
    Sending.EMAIL: mark("par courriel"),
    Sending.SITE: mark("par le formulaire d’un site"),
    Sending.HAND: mark("remise en main propre contre reçu"),
    Sending.COURT_SITE: mark("par le site du tribunal (Télérecours citoyens)"),
    Sending.NOT_SENT: mark("elle ne partira pas"),
}
SIGNER = {
    Signer.PERSON: mark("la personne elle-même"),
    Signer.CENTRE: mark("le centre"),
}
MARKS = {
    "old_address": (
        State.TO_CHECK,
        mark("L’adresse n’a pas été vérifiée depuis plus d’un an : vérifiez-la avant d’envoyer."),
    ),
    "no_sender_address": (State.SOON, mark("L’adresse de l’expéditeur manque : sans elle, la réponse ne peut venir.")),
    "by_hand": (
        State.TO_CHECK,
        mark("Le texte a été modifié à la main : ce que vous répondez maintenant n’y entre plus."),
    ),
    "left_out": (State.TO_CHECK, mark("Une citation du droit attend une relecture : la lettre s’en passe.")),
    "project": (
        State.URGENT,
        mark("Sans cette citation, la lettre reste un « projet » : elle s’imprime, mais ne peut pas être envoyée."),
    ),
    "appeal_passed": (
        State.URGENT,
        mark("Le dernier jour pour contester est passé. Voyez tout de suite un avocat : il reste parfois une voie."),
    ),
}


def agreement_missing(look: Look, use: Use) -> str:
    """What is missing before the letter may be frozen."""
    return look.ui(
        "La personne n’a pas encore donné son accord (%(use)s). De vive voix suffit, s’il est noté.",
        use=look.ui(consent_wording.SHORT[use]),
    )


def line_note(look: Look, line: LetterLine, today: date) -> str:
    """Under a letter's title: when it was frozen, sent, by when an answer is expected."""
    letter, said = line.letter, []
    for words, iso in (
        (mark("figée : %(day)s"), "" if letter.sent_on else letter.issued_on),
        (mark("envoyée : %(day)s"), letter.sent_on),
        (mark("réponse notée : %(day)s"), letter.replied_on),
    ):
        if iso:
            said.append(look.ui(words, day=long_date(look.texts, date.fromisoformat(iso), today)))
    if line.due is not None and line.state in {LetterState.SENT, LetterState.LATE}:
        said.append(look.ui("réponse attendue : %(day)s", day=long_date(look.texts, line.due, today)))
    return "\n".join(said)


def named(line: LetterLine) -> str:
    """« L02 – Demander l’attestation »; the association's own have no code."""
    return f"{line.code} – {line.title}" if line.code else line.title
