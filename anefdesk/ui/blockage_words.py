"""The words of blockages on screen: ways to try, answers, replies, entries of captures, states of a remedy.

French, marked for translation, for staff.
"""

from datetime import date

from anefdesk.domain.blockage import Answered, Entry, Means, Reply, Restored
from anefdesk.domain.partial_date import day_of
from anefdesk.i18n.texts import Texts, mark
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.tokens import State

MEANS = {
    Means.SITE: mark("sur le site"),
    Means.CALL: mark("appel au Centre de contact"),
    Means.FORM: mark("formulaire du Centre de contact"),
    Means.POINT: mark("visite au point d’accueil numérique"),
    Means.COUNTER: mark("visite au guichet"),
    Means.MAIL: mark("courrier"),
    Means.EMAIL: mark("e-mail"),
    Means.OTHER: mark("autre"),
}
ANSWERED = {
    Answered.YES: mark("quelqu’un a répondu"),
    Answered.NO: mark("personne n’a répondu"),
    Answered.UNKNOWN: mark("réponse non notée"),
}
ENTRY = {
    Entry.FILE: mark("fichier choisi"),
    Entry.PASTED: mark("collée"),
    Entry.DROPPED: mark("déposée"),
    Entry.SCREEN: mark("prise à l’écran"),
}
REPLY = {
    Reply.WAITING: mark("réponse attendue"),
    Reply.NONE: mark("sans réponse"),
    Reply.SOLVED: mark("résolu"),
    Reply.REFUSED: mark("refusé"),
    Reply.PARTLY: mark("résolu en partie"),
    Reply.WITHDRAWN: mark("retiré par la personne"),
}
REPLY_TONE = {
    Reply.WAITING: State.SOON,
    Reply.NONE: State.URGENT,
    Reply.SOLVED: State.SETTLED,
    Reply.REFUSED: State.URGENT,
    Reply.PARTLY: State.SOON,
    Reply.WITHDRAWN: State.PLAIN,
}
RESTORED = {
    Restored.NO: mark("non"),
    Restored.PARTLY: mark("en partie"),
    Restored.YES: mark("oui"),
    Restored.UNKNOWN: mark("pas encore su"),
}
_PRINT = 12  # characters of a fingerprint that people compare


def fingerprint(sha256: bytes) -> str:
    """The beginning of a fingerprint, as people read it out: « 3f2a 91bc 04de »."""
    text = sha256.hex()[:_PRINT]
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) + "…"


def on_day(texts: Texts, iso: str, today: date) -> str:
    """A stored day in words, or that it is not known."""
    day = day_of(iso)
    return long_date(texts, day, today) if day is not None else texts.ui("date non notée")


def size(texts: Texts, number: int) -> str:
    """« 3,2 Mo », « 214 Ko »."""
    kilo = number / 1000
    if kilo < 1000:  # noqa: PLR2004 - a thousand kilobytes
        return texts.ui("%(n)s Ko", n=str(max(1, round(kilo))))
    return texts.ui("%(n)s Mo", n=f"{kilo / 1000:.1f}".replace(".", ","))
