"""The version of its procedure that a démarche follows: kept in the centre's case when it is opened, read back here.

Used by ``demarches`` to show and tick a démarche by its own list, and by ``versions`` to compare it with today's.
"""

import zlib
from dataclasses import dataclass, replace
from functools import lru_cache

from anefdesk.catalogue import packed
from anefdesk.domain import ids
from anefdesk.domain.case import Demarche
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.catalogue_changes import compare
from anefdesk.domain.centre import Pinned
from anefdesk.domain.change import Change
from anefdesk.domain.procedure import Procedure
from anefdesk.errors import CatalogueError, InputRefusedError
from anefdesk.services.workplace import Workplace, adding
from anefdesk.store import following, reading

_LARGEST = 1 << 22  # bytes of one procedure unpacked: a hundred times the largest


@dataclass(frozen=True)
class Followed:
    """What a démarche is judged by. ``catalogue`` has that procedure, its questions and its sources as they were."""

    procedure: Procedure
    catalogue: Catalogue
    lost: bool = False  # the version it was opened with is not here or cannot be read: this is today's

    @property
    def version(self) -> str:
        """The catalogue version of the procedure."""
        return self.catalogue.version


def followed(at: Workplace, demarche: Demarche) -> Followed:
    """The procedure of ``demarche`` in its own version, in today's when that is lost.

    Raises:
        InputRefusedError: ``procedure.unknown``: lost, and no longer in the catalogue.
    """
    if demarche.catalogue not in {"", at.catalogue.version}:
        try:
            return _of_version(at, demarche.procedure, demarche.catalogue)
        except CatalogueError:
            return replace(today(at, demarche.procedure), lost=True)
    return today(at, demarche.procedure)


def today(at: Workplace, procedure_id: str) -> Followed:
    """The procedure as the catalogue has it now; raises as ``followed``."""
    procedure = at.catalogue.procedures.get(procedure_id)
    if procedure is None:
        raise InputRefusedError("procedure.unknown")
    return Followed(procedure, at.catalogue)


def of_version(at: Workplace, procedure_id: str, version: str) -> Followed:
    """The procedure in ``version``, today's or one that was kept.

    Raises:
        InputRefusedError: ``procedure.unknown``.
        CatalogueError: ``catalogue.packed_format``, ``catalogue.packed_damaged``.
    """
    return today(at, procedure_id) if version == at.catalogue.version else _of_version(at, procedure_id, version)


def _of_version(at: Workplace, procedure_id: str, version: str) -> Followed:
    pinned_id = ids.pinned_id(version, procedure_id)
    pinned = reading.thing(at.store.connection, at.store.centre, pinned_id, Pinned)
    kept = _unpacked(pinned.body)
    if (kept.version, kept.procedure.id) != (version, procedure_id):
        raise CatalogueError("catalogue.packed_damaged")
    now = at.catalogue
    catalogue = replace(
        now,
        version=version,
        procedures={**now.procedures, procedure_id: kept.procedure},
        facts={**now.facts, **kept.facts},
        sources={**now.sources, **kept.sources},
    )
    return Followed(kept.procedure, catalogue)


@lru_cache(maxsize=64)
def _unpacked(body: bytes) -> packed.Kept:
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(body, _LARGEST)
    except zlib.error:
        raise CatalogueError("catalogue.packed_damaged") from None
    if not unpacking.eof:
        raise CatalogueError("catalogue.packed_damaged")
    return packed.unpack_kept(data)


def keeping(at: Workplace, procedure_id: str) -> tuple[Change, ...]:
    """The change that keeps the procedure as the catalogue has it now; none when it is kept already."""
    procedure = at.catalogue.procedures.get(procedure_id)
    pinned_id = ids.pinned_id(at.catalogue.version, procedure_id)
    if procedure is None or reading.thing(at.store.connection, at.store.centre, pinned_id, Pinned).body:
        return ()
    body = zlib.compress(packed.pack_kept(packed.kept(at.catalogue, procedure)), 9)
    pinned = Pinned(id=pinned_id, procedure=procedure_id, version=at.catalogue.version, body=body)
    return (adding(at.store.centre, pinned),)


def behind(at: Workplace, by: Followed) -> bool:
    """Whether today's catalogue says something else of the procedure, or no longer has it."""
    if by.version == at.catalogue.version:
        return False
    now = at.catalogue.procedures.get(by.procedure.id)
    return now is None or bool(compare(by.procedure, now))


def name_once_used(at: Workplace, procedure_id: str, document_id: str) -> str:
    """What a version of the procedure calls a document that the list shown does not have; empty when none does."""
    now = at.catalogue.procedures.get(procedure_id)
    if now is not None and (found := now.document(document_id)) is not None:
        return found.name
    for pinned in following.versions(at.store.connection, at.store.centre, procedure_id):
        try:
            document = _unpacked(pinned.body).procedure.document(document_id)
        except CatalogueError:
            continue
        if document is not None:
            return document.name
    return ""
