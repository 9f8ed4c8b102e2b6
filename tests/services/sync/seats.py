"""People at PCs of one centre who erase files together, and a look at what a database still holds on the disk."""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from anefdesk.domain.case import Note
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import CaseId, UserId
from anefdesk.domain.staff import Member, Role
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.sync.erasures import Erasures
from anefdesk.services.sync.organisation import Organisation as Belonging
from anefdesk.services.sync.post import Signer
from anefdesk.services.workplace import Privacy, Workplace
from anefdesk.vault import seal
from tests.mailbox.organisation import named, secret
from tests.services.conftest import KEY, Time
from tests.services.sync.pcs import Hub, Pc
from tests.services.test_pieces import pdf

PDF = pdf()
_PAGE, _RESERVED = 4096, 80  # SQLCipher 4
_WAL_HEAD, _FRAME_HEAD = 32, 24


def _clear_pages(file: Path) -> bytes:
    """Every page of a database and of its journal as they lie on the disk, free ones too, opened with the key."""
    found = []
    pages = file.read_bytes()
    journal = Path(f"{file}-wal").read_bytes()[_WAL_HEAD:] if Path(f"{file}-wal").exists() else b""
    for whole, head in ((pages, 0), (journal, _FRAME_HEAD)):
        for start in range(head, len(whole), _PAGE + head):
            page = whole[start : start + _PAGE]
            body, iv = page[:-_RESERVED], page[-_RESERVED:][:16]
            body = body[16:] if start == 0 and not head else body  # the salt
            opened = Cipher(algorithms.AES256(KEY), modes.CBC(iv)).decryptor()
            found.append(opened.update(body) + opened.finalize())
    return b"".join(found)


def left_on_disk(file: Path, *words: str | bytes) -> list[str | bytes]:
    clear = _clear_pages(file).lower()
    assert b"create table" in clear  # else nothing would ever be found
    return [
        word
        for word in words
        for code in ("utf-8", "utf-16-le")
        if (word if isinstance(word, bytes) else word.lower().encode(code)) in clear
    ]


def filled(desk: Desk) -> CaseId:
    case = desk.casework.create(NewPerson(family="Canari-Effaçable", given="Zénobie", phone="0612345678"))
    desk.pieces.attach(case, "c-domicile", PDF, title="Canari-Titre")
    desk.casework.add(case, Note(id=desk.casework.new_id(), text="Canari-Secret"))
    return case


@dataclass
class Seat:
    """A person at a PC."""

    pc: Pc
    who: str
    role: Role
    catalogue: Catalogue
    time: Time = field(default_factory=Time)

    @property
    def belonging(self) -> Belonging:
        signer = Signer(named(self.pc.name), secret(self.pc.name), lambda d, _c: d, named(self.who), secret(self.who))
        self.pc.sync.unlocked(self.pc.desk.store, signer)
        return Belonging(self.pc.desk.store, self.pc.sync.post, signer)

    @property
    def at(self) -> Workplace:
        key = seal.new_key()
        privacy = Privacy(
            lambda clear, context: seal.seal_to(key.public(), clear, context),
            lambda sealed, context: seal.open_sealed(key, sealed, context),
        )
        me = Member(UserId(named(self.who)), f"Canari-{self.who}", self.role)
        chunks = ChunkFolder(self.pc.home / "chunks")
        return Workplace(self.pc.desk.store, chunks, me, privacy, self.time.clock(), self.catalogue)

    @property
    def desk(self) -> Desk:
        return lay_out(self.at, self.belonging)

    @property
    def erasures(self) -> Erasures:
        return self.desk.erasures

    def meet(self, hub: Hub) -> tuple[CaseId, ...]:
        """A whole contact, and what is due after it."""
        _ = self.belonging
        self.pc.meet(hub)
        gone = self.erasures.carry_out()
        self.pc.meet(hub)
        return gone + self.erasures.carry_out()
