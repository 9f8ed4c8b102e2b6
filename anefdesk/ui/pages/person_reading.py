"""What a person's page reads, as it runs on the desk lane. Used by that page alone."""

from collections.abc import Mapping

from anefdesk.domain.record import CaseId
from anefdesk.services.casework import FileView
from anefdesk.services.demarches import Places
from anefdesk.services.desk import Desk

Names = tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]


def opened(desk: Desk, case: CaseId) -> tuple[FileView, Places]:
    """The file and its places; the reading is logged."""
    return desk.casework.open(case), desk.demarches.places(case)


def reloaded(desk: Desk, case: CaseId) -> tuple[FileView, Places]:
    """The same, already open."""
    return desk.casework.reload(case), desk.demarches.places(case)


def names(desk: Desk) -> Names:
    """French names of procedures, documents and permits, by id."""
    procedures = desk.demarches.procedures()
    return (
        {procedure.id: procedure.name for procedure in procedures},
        {document.id: document.name for procedure in procedures for document in procedure.documents},
        {permit.id: permit.name for permit in desk.casework.permit_kinds()},
    )
