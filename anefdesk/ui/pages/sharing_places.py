"""Where the screens of shared files send the user; with ``destinations``, which every page reads."""

from dataclasses import dataclass

from anefdesk.domain.record import CaseId


@dataclass(frozen=True, slots=True)
class ToShare:
    """Sharing one file with another centre, or handing it over."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ToReceived:
    """The files that other centres share with this one."""
