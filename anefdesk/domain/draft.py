"""A form being filled, kept for its author across locks, crashes and colleagues."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anefdesk.domain.record import CaseId


@dataclass(frozen=True, slots=True)
class Draft:
    """``place`` names the form (``new_person``, ``note``), ``cursor`` the field being typed in."""

    place: str
    fields: Mapping[str, str] = field(default_factory=dict)
    case: CaseId | None = None
    cursor: str = ""
    at_ms: int = 0
