"""What PCs that are killed write and hold: told by ``nursery``, looked at by the tests of kills."""

from anefdesk.domain.case import Note, Piece
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, Kind, ObjectId, number_of
from anefdesk.store import reading
from anefdesk.wire.http import HttpHub
from tests.mailbox.organisation import named
from tests.services.sync.pcs import Pc
from tests.store.conftest import AUTHOR

__all__ = ["Pc", "meet", "scans", "texts", "write"]

AT = 1_800_000_100_000


def case_of(name: str) -> CaseId:
    """The file in which a PC writes."""
    return CaseId(named(f"CANARI file of {name}"))


def write(pc: Pc, text: str, *, scan: bool) -> None:
    """A note, and a scan with it or none, in one deed."""
    case = case_of(pc.name)
    chunk = pc.sync.post.chunks.put(text.encode() * 100) if scan else b""  # stands for what is sealed
    with pc.desk.store.transaction(AUTHOR, AT) as deed:
        deed.open_case(case)
        if scan:
            deed.record(Change(case, Kind.PIECE, ObjectId(named(text)), {number_of(Piece, "chunks"): chunk}))
        deed.record(Change(case, Kind.NOTE, ObjectId(named(f"note {text}")), {number_of(Note, "text"): text}))


def meet(pc: Pc, hub: HttpHub) -> None:
    """One whole contact."""
    pc.sync.prepare()
    pc.sync.carry(hub)
    while pc.sync.receive().more:
        pass
    pc.sync.prepare()


def scans(pc: Pc, of: str) -> set[bytes]:
    """The chunks that the file of the PC ``of`` names, at ``pc``."""
    return {piece.chunks for piece in reading.things(pc.desk.store.connection, case_of(of), Piece)}


def texts(pc: Pc, of: str) -> set[str]:
    """The notes that ``pc`` shows in the file of the PC ``of``."""
    return {note.text for note in reading.things(pc.desk.store.connection, case_of(of), Note)}
