"""The services of an open desk, together."""

from dataclasses import dataclass

from anefdesk.services.casework import Casework
from anefdesk.services.demarches import Demarches
from anefdesk.services.finding import Finding
from anefdesk.services.paper import Paper
from anefdesk.services.pieces import Pieces
from anefdesk.services.workplace import Workplace


@dataclass(frozen=True)
class Desk:
    """Built at unlock, dropped at lock."""

    finding: Finding
    casework: Casework
    demarches: Demarches
    pieces: Pieces
    paper: Paper


def lay_out(workplace: Workplace) -> Desk:
    """Every service over one workplace."""
    return Desk(
        finding=Finding(workplace),
        casework=Casework(workplace),
        demarches=Demarches(workplace),
        pieces=Pieces(workplace),
        paper=Paper(workplace),
    )
