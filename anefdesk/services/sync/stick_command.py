"""The stick from the command line, said in sentences. Used by ``__main__``, on a session that was just unlocked."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from anefdesk.errors import StorageError
from anefdesk.services.sync.stick_file import inspect
from anefdesk.wire.hub import Verdict

if TYPE_CHECKING:
    from anefdesk.services.session import Session
    from anefdesk.services.sync.contact import Sync

_WHY = {
    Verdict.GAP: "il manque ce qui précède : demandez un fichier complet (--whole)",
    Verdict.FORK: "ce poste en a une autre version, qui est gardée",
    Verdict.OVERLAP: "ce poste en a déjà une partie, découpée autrement",
    Verdict.DENIED: "personne de l’organisation n’en répond, ou plus",
}


def exchange_of(session: "Session") -> "Sync":
    """The exchange of the unlocked PC.

    Raises:
        StorageError: ``stick.alone`` for a centre that works alone; as ``Session.begin_sync``.
    """
    sync = session.begin_sync()
    if sync is None:
        raise StorageError("stick.alone")
    return sync


def exported(sync: "Sync", place: Path, today: date, *, whole: bool) -> str:
    """Write a bundle; what was written."""
    sync.prepare()
    done = sync.stick(today).write(place, whole=whole)
    said = f"« {done.file.name} » : {done.size} octets, {done.segments} segments, {done.chunks} morceaux de pièces."
    return said + (f" {done.absent} morceaux ne sont pas sur ce poste." if done.absent else "")


def imported(sync: "Sync", file: Path, today: date) -> str:
    """Read a bundle into mailbox and casebook; what was new in it."""
    read = sync.stick(today).read(file)
    while sync.receive().more:
        pass
    sync.prepare()
    lines = [
        f"Nouveau : {read.segments} segments, {read.chunks} morceaux de pièces, {read.entries} lignes de l’annuaire."
    ]
    lines += [f"Journal {log.hex()[:8]} : {_WHY.get(why, why.value)}." for log, why in read.refused]
    if read.not_understood:
        lines.append(f"{read.not_understood} éléments d’une version plus récente ont été laissés.")
    return "\n".join(lines)


def inspected(file: Path) -> str:
    """What a bundle shows to everybody."""
    seen = inspect(file)
    return "\n".join(
        (
            f"taille       {seen.size} octets",
            f"organisation {seen.org.hex()}",
            f"centre       {seen.scope.hex()}",
            f"époque       {seen.epoch}",
            f"trames       {seen.frames}",
        )
    )
