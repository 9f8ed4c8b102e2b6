"""What the pages of blockages read, as it runs on the desk lane."""

from collections.abc import Mapping
from dataclasses import dataclass

from anefdesk.domain.blockage import Harm
from anefdesk.domain.blockage_kinds import BlockageKind, HarmKind
from anefdesk.domain.case import DemarcheStatus
from anefdesk.domain.procedure import Source
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.blockages import BlockageView, Losses
from anefdesk.services.casework import Writer
from anefdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Known:
    """What the form that reports a blockage needs to know first."""

    name: str
    kinds: tuple[BlockageKind, ...]
    demarches: tuple[tuple[ObjectId, str], ...]  # those under way first


def known_of(desk: Desk, case: CaseId, unnamed: str) -> Known:
    """The closed list, and what the file has under way."""
    file = desk.casework.reload(case).file
    names = {procedure.id: procedure.name for procedure in desk.demarches.procedures()}
    order = [DemarcheStatus.FILED, DemarcheStatus.PREPARING, DemarcheStatus.CLOSED]
    under_way = sorted(file.demarches, key=lambda one: order.index(one.status))
    name = file.main_name
    return Known(
        (name.latin() or name.native() if name else "") or unnamed,
        desk.blockages.kinds(),
        tuple((one.id, names.get(one.procedure, one.procedure)) for one in under_way),
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything the page of one blockage shows."""

    view: BlockageView
    name: str
    demarche: str  # the procedure's name; empty: of none
    writers: Mapping[ObjectId, Writer]
    sources: Mapping[str, Source]
    harms: tuple[Harm, ...]  # of this blockage, and those of none
    losses: Losses
    harm_kinds: Mapping[str, HarmKind]
    proofs: tuple[tuple[ObjectId, str], ...]  # pieces of the file; the captures are added by the page


def seen(desk: Desk, case: CaseId, blockage: ObjectId, unnamed: str) -> Seen:
    """One blockage; the reading is logged once."""
    view = desk.blockages.one(case, blockage)
    opened = desk.casework.reload(case)
    procedures = desk.demarches.procedures()
    names = {procedure.id: procedure.name for procedure in procedures}
    documents = {document.id: document.name for procedure in procedures for document in procedure.documents}
    asked = next((one for one in opened.file.demarches if one.id == view.blockage.demarche), None)
    name = opened.file.main_name
    return Seen(
        view=view,
        name=(name.latin() or name.native() if name else "") or unnamed,
        demarche=names.get(asked.procedure, asked.procedure) if asked else "",
        writers=opened.writers,
        sources=desk.demarches.places(case).sources,
        harms=tuple(one for one in desk.blockages.harmed(case) if one.blockage in {None, blockage}),
        losses=desk.blockages.total(case),
        harm_kinds={kind.code: kind for kind in desk.blockages.harms()},
        proofs=tuple((one.id, documents.get(one.document, one.document)) for one in opened.file.pieces),
    )
