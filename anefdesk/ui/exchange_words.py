"""The words of the exchange: what is on this PC, what is sent, what the head office said to have received.

Three different things, never one for the other. Used by the frame's quiet line and the page of the exchange.
"""

from datetime import datetime
from typing import Final

from anefdesk.errors import AnefdeskError
from anefdesk.services.sync.contact import Standing
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look

# Nothing is wrong here: there is no way now, and it is tried again by itself.
NO_WAY: Final = frozenset({"hub.unreachable", "hub.busy", "hub.failing", "hub.portal"})


def quiet(look: Look, standing: Standing, now: datetime) -> tuple[str, tokens.State | None]:
    """The line at the foot of the desk, and whether it asks for somebody's attention."""
    parts: list[str] = []
    state: tokens.State | None = None
    if standing.trouble and standing.trouble not in NO_WAY:
        parts.append(look.ui("Échange bloqué : voir pourquoi"))
        state = tokens.State.URGENT
    if standing.to_send:
        parts.append(look.ui_n("%(n)d changement à envoyer", "%(n)d changements à envoyer", standing.to_send))
    elif standing.chunks_to_send:
        parts.append(look.ui("Pièces jointes à envoyer"))
    elif standing.confirmed_ms is not None and not standing.by_stick:
        parts.append(look.ui("Reçu par le siège %(when)s", when=when(look, standing.confirmed_ms, now)))
    elif standing.confirmed_ms is not None:
        parts.append(look.ui("Reçu, d’après la clé USB, %(when)s", when=when(look, standing.confirmed_ms, now)))
    if standing.paused:
        parts.append(look.ui("échange en pause"))
    elif standing.trouble in NO_WAY:
        parts.append(look.ui("pas de réseau"))
    if standing.waiting or standing.quarantined:
        number = standing.waiting + standing.quarantined
        parts.append(look.ui_n("%(n)d changement reçu illisible", "%(n)d changements reçus illisibles", number))
        state = state or tokens.State.SOON
    if standing.disputes:
        parts.append(look.ui_n("%(n)d désaccord à trancher", "%(n)d désaccords à trancher", standing.disputes))
        state = state or tokens.State.TO_CHECK
    return " · ".join(parts), state


def when(look: Look, at_ms: int, now: datetime) -> str:
    """« à 10:42 », or with the day when it was another one."""
    at = datetime.fromtimestamp(at_ms / 1000).astimezone()
    if at.date() == now.date():
        return look.ui("à %(time)s", time=f"{at:%H:%M}")
    return look.ui("le %(day)s à %(time)s", day=f"{at:%d/%m/%Y}", time=f"{at:%H:%M}")


def lines(look: Look, standing: Standing, now: datetime) -> tuple[str, ...]:
    """How things stand, said in full."""
    said = [look.ui("Tout ce qui est fait est enregistré sur ce poste.")]
    if standing.to_send:
        said.append(
            look.ui_n(
                "%(n)d changement attend d’être envoyé.", "%(n)d changements attendent d’être envoyés.",
                standing.to_send,
            )
        )  # fmt: skip
    elif standing.chunks_to_send:
        said.append(
            look.ui_n(
                "%(n)d morceau de pièce jointe reste à envoyer.",
                "%(n)d morceaux de pièces jointes restent à envoyer.",
                standing.chunks_to_send,
            )
        )
    said.append(_confirmed(look, standing, now))
    if standing.waiting or standing.quarantined:
        said.append(
            look.ui_n(
                "%(n)d changement reçu ne se lit pas encore : sa clé n’est pas arrivée, ou le programme est trop"
                " ancien.",
                "%(n)d changements reçus ne se lisent pas encore : leur clé n’est pas arrivée, ou le programme est"
                " trop ancien.",
                standing.waiting + standing.quarantined,
            )
        )
    elif standing.chunks_wanted:
        said.append(
            look.ui_n(
                "%(n)d morceau de pièce jointe reste à recevoir.",
                "%(n)d morceaux de pièces jointes restent à recevoir.",
                standing.chunks_wanted,
            )
        )
    if standing.undone:
        said.append(_undone(look, standing.undone[0]))
    return tuple(said)


def _confirmed(look: Look, standing: Standing, now: datetime) -> str:
    if standing.confirmed_ms is None:
        return (
            look.ui("Aucune clé USB lue ici n’a encore dit ce qu’un autre poste a reçu de celui-ci.")
            if standing.by_stick
            else look.ui("Le siège n’a encore rien reçu de ce poste.")
        )
    at = when(look, standing.confirmed_ms, now)
    if standing.by_stick:
        return look.ui("Une clé USB lue ici a dit %(when)s ce qu’un autre poste a reçu de celui-ci.", when=at)
    return look.ui("Le siège a dit pour la dernière fois %(when)s ce qu’il a reçu de ce poste.", when=at)


def _undone(look: Look, code: str) -> str:
    """What a PC does by itself at each contact and could not: it is tried again, so it is said and no more."""
    from anefdesk.ui import errors  # the sentences wait until something goes wrong

    told = errors.explain(AnefdeskError(code), look.texts)
    why = " ".join(filter(None, (told.what, told.todo, told.support)))
    return look.ui("Une tâche de l’échange n’a pas abouti et sera reprise au prochain : %(why)s", why=why)
