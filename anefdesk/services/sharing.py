"""Proofs held in one file that serve others: what a file borrows, read at its source each time.

Used by ``demarches`` for the checklist, by ``pieces`` to show the scan, by ``families`` to list them. A proof that
is gone at its source, or whose file is closed to the reader, is borrowed by nobody.
"""

from anefdesk.domain.case import CaseFile, ItemState, Piece
from anefdesk.domain.checklist import Borrowed
from anefdesk.domain.household import SharedProof
from anefdesk.domain.record import CaseId
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading

_SPOILT = frozenset({ItemState.REFUSED, ItemState.TO_TRANSLATE, ItemState.TOO_OLD})


def borrowed(at: Workplace, file: CaseFile) -> tuple[Borrowed, ...]:
    """What ``file`` borrows, each as its source has it now. ``file`` comes from ``Workplace.file``."""
    sources: dict[CaseId, CaseFile | None] = {}
    found = []
    for shared in file.shared:
        source = CaseId(shared.source)
        if source not in sources:
            sources[source] = at.file(source) if at.open_to_me(source) else None
        if (held := sources[source]) and (proof := _as_held(held, shared)):
            found.append(proof)
    return tuple(found)


def document_of(file: CaseFile, proof: bytes) -> str:
    """The document that a piece or a received line of ``file`` proves; empty when there is no such proof any more."""
    for piece in file.pieces:
        if piece.id == proof:
            return piece.document
    for item in file.items:
        if item.id == proof and item.state is ItemState.RECEIVED:
            return item.document
    return ""


def _as_held(source: CaseFile, shared: SharedProof) -> Borrowed | None:
    document = document_of(source, shared.proof)
    lines = [item for item in source.items if item.document == document]
    received = [item for item in lines if item.state is ItemState.RECEIVED]
    if not document or (not received and any(item.state in _SPOILT for item in lines)):
        return None
    pieces = tuple(piece for piece in source.pieces if piece.document == document)
    dates = [piece.dated for piece in pieces] + [item.dated for item in received]
    name = source.main_name
    return Borrowed(shared, max(dates, default=""), pieces, (name.latin() or name.native()) if name else "")


def kept_in(at: Workplace, file: CaseFile, piece: Piece) -> CaseId | None:
    """The file that holds a piece ``file`` may show: itself, or the one it borrows it from; ``None``: neither."""
    if reading.thing(at.store.connection, file.case, piece.id, Piece).key:
        return file.case  # one taken out of sight too: it keeps its history
    for proof in borrowed(at, file):
        if any(theirs.id == piece.id for theirs in proof.pieces):
            return CaseId(proof.shared.source)
    return None
