"""Members of staff: what each role may do, and until when an account opens."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from anefdesk.domain.record import UserId


class Role(Enum):
    """Roles at a centre; each may do what the one before may."""

    RECEPTION = "reception"
    WORKER = "worker"
    LEAD = "lead"


class Deed(Enum):
    """What a role may be asked for."""

    READ_FILE = "read_file"
    EDIT_FILE = "edit_file"
    READ_JOURNAL = "read_journal"  # journal and shared notes: not for reception
    MANAGE_STAFF = "manage_staff"
    READ_ACCESS_LOG = "read_access_log"
    ERASE_FILE = "erase_file"  # with somebody else


_LOWEST = {
    Deed.READ_FILE: Role.RECEPTION,
    Deed.EDIT_FILE: Role.RECEPTION,
    Deed.READ_JOURNAL: Role.WORKER,
    Deed.MANAGE_STAFF: Role.LEAD,
    Deed.READ_ACCESS_LOG: Role.LEAD,
    Deed.ERASE_FILE: Role.LEAD,
}
_ORDER = list(Role)


def may(role: Role, deed: Deed) -> bool:
    """Whether ``role`` may do ``deed``."""
    return _ORDER.index(role) >= _ORDER.index(_LOWEST[deed])


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff as the program knows them once unlocked."""

    user: UserId
    label: str
    role: Role
    ends_on: date | None = None
