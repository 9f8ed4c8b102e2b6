"""A letter of one file: what was filled in, what was changed by hand, and, once issued, exactly what was sent."""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from anefdesk.domain.blockage import Reply
from anefdesk.domain.record import Kind, Stored, Value, laws, numbered, to_value


class Sending(Enum):
    """How a letter went."""

    REGISTERED = "registered"  # with acknowledgement of receipt
    MAIL = "mail"
    EMAIL = "email"
    SITE = "site"  # through a form of the administration
    HAND = "hand"  # against a receipt
    COURT_SITE = "court_site"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, kw_only=True)
class Letter(Stored):
    """One letter. Once ``issued_on`` is set its text, PDF and hash never change: a mistake needs another letter."""

    KIND: ClassVar[Kind] = Kind.LETTER
    template: str = numbered(1, "")  # « L02 », or the hexadecimal id of the centre's own template
    catalogue: str = numbered(2, "")  # version it was composed with
    demarche: bytes | None = numbered(3, None)
    blockage: bytes | None = numbered(4, None)
    filled: str = numbered(5, "")  # JSON: needed field → value, once issued; of an old draft, what no ``Filled`` says
    body: str = numbered(6, "", review=True)  # paragraphs as changed by hand, blank line between; empty: as composed
    addressee: str = numbered(7, "", review=True)  # lines of the address; empty: as known
    issued_on: str = numbered(8, "")  # ISO date; empty: being written
    project: bool = numbered(9, False)  # issued as « projet »: a citation waits for its reviewer
    size: int = numbered(10, 0)  # of the issued PDF, bytes
    sha256: bytes = numbered(11, b"")  # of the issued PDF
    key: bytes = numbered(12, b"")
    chunks: bytes = numbered(13, b"")
    sent_on: str = numbered(14, "", review=True)
    sending: Sending | None = numbered(15, None, review=True, enum=Sending)
    reference: str = numbered(16, "")  # number of the registered letter, of the form's receipt
    proof: bytes | None = numbered(17, None)  # exhibit or piece that shows the sending
    due: str = numbered(18, "", review=True)  # ISO date by which an answer is expected
    reply: Reply = numbered(19, Reply.WAITING, review=True, enum=Reply)
    replied_on: str = numbered(20, "", review=True)
    sender: str = numbered(21, "")  # « person » or « centre »: who signs
    replaces: bytes | None = numbered(22, None)  # the letter that this one puts right
    gone: bool = numbered(23, False)  # a draft that was thrown away; an issued letter stays
    title: str = numbered(24, "")  # as the template called it when this was begun

    @property
    def dropped(self) -> bool:
        """Whether it is a draft that was thrown away; another desk may have issued it meanwhile."""
        return self.gone and not self.issued_on


@dataclass(frozen=True, kw_only=True)
class Filled(Stored):
    """One question of a letter being written, answered: a cell of its own, so that two desks may answer two of them."""

    KIND: ClassVar[Kind] = Kind.FILLED
    letter: bytes | None = numbered(1, None)
    template: str = numbered(2, "")  # as ``Letter.template``
    field: str = numbered(3, "")
    value: str = numbered(4, "", review=True)  # as ``letter_values.accepted`` keeps it; empty: the file tells it


_FROZEN = frozenset(
    {
        *("catalogue", "filled", "body", "addressee", "sender", "issued_on", "project"),
        *("size", "sha256", "key", "chunks"),
    }
)


def frozen(issued: Letter) -> dict[int, Value]:
    """The cells that issuing writes, changed or not: of two desks that issue at once, one is right in every field."""
    return {law.number: to_value(getattr(issued, law.name)) for law in laws(Letter) if law.name in _FROZEN}
