"""Roles in an organisation, and when a PC was last heard of, in words. Used by the page of the organisation."""

from typing import Final

from anefdesk.i18n import dates
from anefdesk.i18n.texts import mark
from anefdesk.services.pcs_seen import PcSeen
from anefdesk.services.sync.organisation import EVERYWHERE, CentreLine, Role
from anefdesk.ui.theme import Look

ROLES: Final = {
    Role.RECEPTION: mark("accueil"),
    Role.WORKER: mark("accompagnement"),
    Role.LEAD: mark("responsable"),
    Role.ADMIN: mark("administration"),
    Role.HEAD_OFFICE: mark("siège : ouvre les dossiers"),
    Role.STATS: mark("siège : reçoit les chiffres"),
    Role.DATA_OFFICER: mark("données personnelles : accorde les effacements"),
}
OF_PEOPLE: Final = (Role.RECEPTION, Role.WORKER, Role.LEAD, Role.ADMIN, Role.DATA_OFFICER)
OF_DEVICES: Final = (Role.HEAD_OFFICE, Role.STATS)
FOR_ALL: Final = frozenset({Role.ADMIN, Role.DATA_OFFICER, Role.HEAD_OFFICE, Role.STATS})  # hold everywhere


def scope_of(role: Role, centre: bytes) -> bytes:
    """Where a role is given: in a centre, or everywhere."""
    return EVERYWHERE if role in FOR_ALL else centre


def seen(look: Look, one: PcSeen) -> str:
    """What is known of a PC."""
    ui = look.ui
    parts = (
        ui("Dernier contact le %(day)s", day=dates.shown(one.last))
        if one.last
        else ui("Dernier contact : pas encore connu"),
        ui("programme %(version)s", version=one.program) if one.program else "",
        ui("catalogue %(version)s", version=one.catalogue) if one.catalogue else "",
        look.ui_n("%(n)d changement reçu illisible", "%(n)d changements reçus illisibles", one.waiting)
        if one.waiting
        else "",
    )
    return " · ".join(filter(None, parts))


def roles(look: Look, given: tuple[tuple[Role, bytes], ...], centres: tuple[CentreLine, ...], own: bytes) -> str:
    """« responsable, administration », with the centre where it is another one."""
    names = {one.scope: one.label for one in centres}
    said = []
    for role, scope in given:
        word = look.ui(ROLES[role])
        elsewhere = scope not in {own, EVERYWHERE} and names.get(scope)
        said.append(look.ui("%(role)s à %(centre)s", role=word, centre=names[scope]) if elsewhere else word)
    return ", ".join(said)
