"""Through which door a demand goes, by procedure, place and what is known of the person.

Pure: the catalogue's doors in, one door out. Used by ``Catalogue.channel`` and so by screens, papers and the interview.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from anefdesk.domain.facts import Facts, Truth
from anefdesk.domain.procedure import OnAnef, Procedure, Statement


class Channel(Enum):
    """Where a demand is handed in. ``PREFECTURE``: its own site says whether by appointment, form or post."""

    ANEF = "anef"
    PREFECTURE = "prefecture"
    POST = "post"
    DEMARCHE_NUMERIQUE = "demarche_numerique"
    COUNTER = "counter"
    OFII = "ofii"
    OFPRA = "ofpra"
    CONSULATE = "consulate"
    UNKNOWN = "unknown"  # « à vérifier sur le site »


@dataclass(frozen=True, slots=True)
class Door:
    """One rule: the channel for these procedures, in these départements, when its statement's condition holds.

    Without procedures it is what is said by default of its channel; without départements it holds everywhere.
    """

    id: str
    channel: Channel
    what: Statement
    procedures: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


def door_of(doors: Mapping[str, Door], procedure: Procedure, department: str, facts: Facts) -> Door:
    """The door of this demand: what is said of the département first, then what is said of everywhere.

    A rule whose condition is not known is not applied; when none is left, the ANEF if the procedure is there,
    otherwise not known.
    """
    own = [door for door in doors.values() if procedure.id in door.procedures]
    local = [door for door in own if department in door.departments]
    for door in (*local, *(door for door in own if not door.departments)):
        if door.what.when.holds(facts) is Truth.YES:
            return door
    wanted = Channel.ANEF if procedure.on_anef is OnAnef.YES else Channel.UNKNOWN
    return next(door for door in doors.values() if door.channel is wanted and not door.procedures)
