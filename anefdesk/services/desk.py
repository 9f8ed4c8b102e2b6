"""The services of an open desk, together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anefdesk.services.attestations import Attestations
from anefdesk.services.blockages import Blockages
from anefdesk.services.casework import Casework
from anefdesk.services.consents import Consents
from anefdesk.services.correspondence import Correspondence
from anefdesk.services.deadlines import Deadlines
from anefdesk.services.demarches import Demarches
from anefdesk.services.evidence import Evidence
from anefdesk.services.families import Families
from anefdesk.services.figures import Figures
from anefdesk.services.finding import Finding
from anefdesk.services.local_knowledge import LocalKnowledge
from anefdesk.services.orientation import Orientation
from anefdesk.services.paper import Paper
from anefdesk.services.pieces import Pieces
from anefdesk.services.restricting import Restricting
from anefdesk.services.reviewing import Reviewing
from anefdesk.services.rights import Rights
from anefdesk.services.sync.erasures import Erasures
from anefdesk.services.sync.sharing import Sharing
from anefdesk.services.versions import Versions
from anefdesk.services.workplace import Workplace

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation


@dataclass(frozen=True)
class Desk:
    """Built at unlock, dropped at lock."""

    finding: Finding
    casework: Casework
    demarches: Demarches
    deadlines: Deadlines
    orientation: Orientation
    pieces: Pieces
    paper: Paper
    restricting: Restricting
    rights: Rights
    families: Families
    versions: Versions
    local_knowledge: LocalKnowledge
    consents: Consents
    correspondence: Correspondence
    blockages: Blockages
    attestations: Attestations
    evidence: Evidence
    figures: Figures
    erasures: Erasures
    reviewing: Reviewing
    sharing: Sharing


def lay_out(workplace: Workplace, organisation: "Organisation | None" = None) -> Desk:
    """Every service over one workplace, of a centre alone or in an organisation."""
    return Desk(
        finding=Finding(workplace),
        casework=Casework(workplace),
        demarches=Demarches(workplace),
        deadlines=Deadlines(workplace),
        orientation=Orientation(workplace),
        pieces=Pieces(workplace),
        paper=Paper(workplace),
        restricting=Restricting(workplace),
        rights=Rights(workplace),
        families=Families(workplace),
        versions=Versions(workplace),
        local_knowledge=LocalKnowledge(workplace),
        consents=Consents(workplace),
        correspondence=Correspondence(workplace),
        blockages=Blockages(workplace),
        attestations=Attestations(workplace),
        evidence=Evidence(workplace),
        figures=Figures(workplace, organisation),
        erasures=Erasures(workplace, organisation),
        reviewing=Reviewing(workplace, organisation),
        sharing=Sharing(workplace, organisation),
    )
