"""Programs born to be killed: ``python -m tests.journeys.nursery KIND HOME`` loads once, then forks one per line read.

Each child prints its process id, then one line for every deed it has been told is kept, until somebody kills it.
"""

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from anefdesk.catalogue import loader
from anefdesk.errors import StorageError
from anefdesk.services.casework import NewPerson
from anefdesk.store.store import Store
from anefdesk.vault.vault import Vault
from anefdesk.wire.chunks import CHUNK
from tests.hub import callers
from tests.journeys import exchanging
from tests.services.conftest import DEVICE, KEY, LEAD, NOW, PASSPHRASES, TODAY, Room
from tests.store.desks import organisation
from tests.vault.conftest import MemoryKeyring

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R>>
"""


def deeds(home: Path) -> Callable[[], Iterator[str]]:
    """Files opened, noted, and noted again."""
    catalogue = loader.load()

    def work() -> Iterator[str]:
        room = Room(home, catalogue, Store.open(home / "casebook.db", KEY, DEVICE))
        casework = room.desk().casework
        for number in itertools.count():
            case = casework.create(NewPerson(family=f"Canari-{number}", birth_date="1990", nationality="AF"))
            yield case.hex()
            for _ in range(3):
                casework.add_note(case, "x" * 500, private=False)
                yield case.hex()

    return work


def pieces(home: Path) -> Callable[[], Iterator[str]]:
    """Scans of two chunks kept in files."""
    catalogue = loader.load()

    def work() -> Iterator[str]:
        room = Room(home, catalogue, Store.open(home / "casebook.db", KEY, DEVICE))
        case = room.person()
        for number in itertools.count():
            room.desk().pieces.attach(case, "c-domicile", PDF + str(number).encode() + bytes(CHUNK), title=str(number))
            yield f"{case.hex()} {number}"

    return work


def slots(home: Path) -> Callable[[], Iterator[str]]:
    """The slot file written again and again."""
    keyring = MemoryKeyring()
    for line in sys.stdin:
        if not line.strip():
            break
        name, secret = line.split()
        keyring.entries["anefdesk", name] = secret
    lead = Vault.open(home, backend=keyring).tiles()[0]
    keys = Vault.open(home, backend=keyring).unlock(lead.user, PASSPHRASES[LEAD], today=TODAY, now=NOW)

    def work() -> Iterator[str]:
        vault = Vault.open(home, backend=keyring)
        start = int(vault.tiles()[0].label.rpartition(" ")[2]) if " " in vault.tiles()[0].label else 0
        for number in itertools.count(start + 1):
            vault.rename(keys, lead.user, f"{LEAD} {number}")
            yield str(number)

    return work


def exchanges(home: Path) -> Callable[[], Iterator[str]]:
    """Notes and scans written at a PC that meets a hub after each; the line told is its name and the hub's URL."""
    name, url = sys.stdin.readline().rsplit(maxsplit=1)
    org = organisation()

    def work() -> Iterator[str]:
        pc = exchanging.Pc(org, name, home)
        with callers.desk(url, org, name) as hub:
            for number in itertools.count():
                text = f"{name} {os.getpid()} {number}"
                exchanging.write(pc, text, scan=number % 3 == 0)
                yield f"kept {text}"
                try:
                    exchanging.meet(pc, hub)
                except StorageError as error:
                    if error.code != "hub.unreachable":
                        raise
                known = pc.sync.post.route().confirmed()
                yield from (f"sent {log.hex()} {said.upto}" for log, said in known.items() if any(log))

    return work


def say(text: object) -> None:
    """One line to whoever will kill us, in one piece."""
    os.write(1, f"{text}\n".encode())


KINDS = {"deeds": deeds, "pieces": pieces, "slots": slots, "exchanges": exchanges}


def main() -> None:
    work = KINDS[sys.argv[1]](Path(sys.argv[2]))
    say("ready")
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            say(os.getpid())
            for done in work():
                say(done)
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
