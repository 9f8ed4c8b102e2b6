"""The deeds of ``anefdesk hub``: begin, serve, look, copy, put back. Said in French to whoever keeps the machine.

Used by ``__main__``. Numbers and random ids only: a hub knows no name.
"""

import argparse
import contextlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from anefdesk.errors import StorageError, of_the_disk
from anefdesk.hub import settings
from anefdesk.mailbox import copies, mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.copies import Chunks
from anefdesk.mailbox.mailroom import Mailroom, answering
from anefdesk.mailbox.opening import open_engine
from anefdesk.paths import private_folder
from anefdesk.wire import entry

_NAMED = "%Y%m%dT%H%M%S"
_KIB = 1024
_COPY, _LISTING, _CHUNKS = ".hub", ".chunks.json", "chunks"


def run(asked: argparse.Namespace) -> int:
    """Do what was asked; returns the exit code."""
    match asked.what:
        case "init":
            _init(asked.folder, asked.url, asked.database, asked.genesis)
        case "serve":
            from anefdesk.hub.serving import serve

            with _opened(settings.read(asked.folder)):
                """A database that does not open is said once, here, and not by each worker without end."""
            serve(asked.folder, asked.address, asked.port, asked.workers, asked.fd)
        case "status":
            _status(asked.folder)
        case "backup":
            _backup(asked.folder, asked.to, asked.keep)
        case _:
            _restore(asked.folder, asked.copy)
    return 0


@contextlib.contextmanager
def _opened(kept: settings.Settings) -> Iterator[Mailroom]:
    try:
        engine = open_engine(kept.database)
    except StorageError as error:
        raise (StorageError("hub.database") if error.code == "mailbox.unreachable" else error) from None
    try:
        with answering():
            yield Mailroom(engine, kept.chunks)
    finally:
        engine.dispose()


def _init(folder: Path, url: str | None, database: str | None, genesis: Path | None) -> None:
    """A hub begins; asked again, it keeps everything, its address too, and gives another code."""
    begun = (folder / settings.FILE).exists()
    if not begun or (url is not None and settings.judged(url) not in settings.read(folder).urls):
        settings.write(folder, url or "", database)
    kept = settings.read(folder)
    with _opened(kept) as room:
        room.secret()
        if genesis is None:
            print(
                f"Le serveur {kept.urls[0]} est prêt. Code pour y inscrire une organisation, montré cette seule fois :"
            )
            print(room.invite())
            return
        try:
            first = genesis.read_bytes()[: entry.LARGEST + 1]
        except OSError as error:
            raise of_the_disk(error) from None
        org = mailbox.begin(room.engine, first)
        print(f"Organisation {org.hex()} : ses postes peuvent appeler {kept.urls[0]}.")


def _status(folder: Path) -> None:
    kept = settings.read(folder)
    with _opened(kept) as room:
        found = room.organisations()
        print(f"{kept.urls[0]} : {len(found)} organisation(s)")
        for org in found:
            tally = room.tally(org)
            print(f"\n{org.hex()}")
            print(f"  centres         {tally.scopes}")
            print(f"  postes          {tally.devices}, retirés : {tally.out}")
            print(f"  segments        {tally.segments}, {_size(tally.octets)}")
            print(f"  clés de dossier {tally.keyboxes}")
            print(f"  pièces jointes  {tally.chunks} morceaux, {_size(tally.chunk_octets)}")
            for day, count in sorted(tally.contacts.items(), reverse=True):
                print(f"  dernier contact {_day(day)} : {count} poste(s)")


def _size(octets: int) -> str:
    for unit in ("o", "Kio", "Mio"):
        if octets < _KIB:
            return f"{octets:.0f} {unit}"
        octets /= _KIB  # type: ignore[assignment]
    return f"{octets:.1f} Gio"


def _day(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).strftime("%d/%m/%Y")


# Copies


def _backup(folder: Path, to: Path, keep: int) -> None:
    """One more copy in ``to``; those older than ``keep`` days go, with the chunks that only they named."""
    kept = settings.read(folder)
    now = datetime.now(UTC)
    name = now.strftime(_NAMED)
    try:
        private_folder(to)
        with _opened(kept) as room:
            chunks = copies.write(room.engine, to / (name + _COPY))
            missing = _carry(chunks, kept.chunks, to / _CHUNKS)
        listing = {org.hex(): sorted(one.hex() for one in names) for org, names in chunks.items()}
        (to / (name + _LISTING)).write_text(json.dumps(listing), encoding="utf-8")
        oldest = (now - timedelta(days=keep)).strftime(_NAMED)
        for file in to.glob("*" + _COPY):
            if file.stem < oldest:
                file.unlink()
                (to / (file.stem + _LISTING)).unlink(missing_ok=True)
        _sweep(to / _CHUNKS, _listed(to))
    except OSError as error:
        raise of_the_disk(error) from None
    print(f"Copie « {name + _COPY} » : {sum(map(len, chunks.values()))} morceaux de pièces jointes, {missing} absents.")


def _restore(folder: Path, copy: Path) -> None:
    """Put a copy in the place of what is held; the service must not be running."""
    kept = settings.read(folder)
    if not copy.is_file():
        raise StorageError("hub.no_copy")
    with _opened(kept) as room:
        found = copies.restore(room.engine, copy)
        named = copies.chunks_named(room.engine)
    try:
        missing = _carry(named, copy.parent / _CHUNKS, kept.chunks)
        _sweep(kept.chunks, named)
    except OSError as error:
        raise of_the_disk(error) from None
    print(f"{len(found)} organisation(s) remise(s) ; {missing} morceaux de pièces jointes absents.")
    print("Les postes apporteront d’eux-mêmes ce qui manque. Le serveur peut être remis en marche.")


def _carry(chunks: Chunks, source: Path, target: Path) -> int:
    """Bring what is not there yet; how many could not be."""
    missing = 0
    for org, names in chunks.items():
        here, there = ChunkFolder(source / org.hex()), ChunkFolder(target / org.hex())
        for name in names:
            if there.has(name):
                continue
            try:
                there.put(here.get(name))
            except StorageError as error:
                if not error.code.startswith("chunk."):
                    raise
                missing += 1
    return missing


def _sweep(folder: Path, named: Chunks) -> None:
    """Let go of the chunks that nothing names: of erased cases, or of copies that are gone."""
    for one in folder.glob("*"):
        chunks, names = ChunkFolder(one), named.get(bytes.fromhex(one.name), frozenset())
        for name in chunks.sizes().keys() - names:
            chunks.drop(name)


def _listed(to: Path) -> Chunks:
    found: dict[bytes, frozenset[bytes]] = {}
    for file in to.glob("*" + _LISTING):
        listing: dict[str, Iterable[str]] = json.loads(file.read_text(encoding="utf-8"))
        for org, names in listing.items():
            key = bytes.fromhex(org)
            found[key] = found.get(key, frozenset()) | {bytes.fromhex(name) for name in names}
    return found
