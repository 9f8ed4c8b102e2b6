"""The words of the exchange: what is on this PC, what is sent, what the head office said to have received.

Three different things, never one for the other. Used by the frame's quiet line and the page of the exchange.
"""

from datetime import datetime
from typing import Final

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
