"""An attestation's code beside the file: what agrees, what differs, and what the file could learn from it.

Pure; used by the service of attestations. Nothing is taken over without somebody's click.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from anefdesk.domain.case import CaseFile, Demarche, DemarcheStatus, Permit
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.names import fold
from anefdesk.domain.two_d_doc import Code, Field

FOREIGN_PAPER = "13"  # « Document étranger »
_STATELESS = "XX"
_DIGITS = 10  # of a foreigner number


class Match(Enum):
    """How a field of the code stands to the file."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"  # the file does not say


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: what the code says (``theirs``) and what the file says, as people read them."""

    field: Field
    match: Match
    mine: str = ""
    theirs: str = ""


class Filling(Enum):
    """What the file could learn."""

    PAPER = "paper"  # the attestation itself, with its dates
    FILED = "filed"  # the day the request was filed
    FOREIGNER_NUMBER = "foreigner_number"
    REQUEST_NUMBER = "request_number"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing to record: a paper (``permit`` is a key of the catalogue's permits), a filing, a number."""

    filling: Filling
    value: str = ""
    permit: str = ""
    on: date | None = None
    until: date | None = None
    demarche: bytes | None = None


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _family(code: Code, file: CaseFile) -> Iterable[Compared]:
    """The name at birth and the name in use: either may be the one the file has."""
    mine = {name.family: _words(name.family) for name in file.names if name.family}
    for field in filter(None, map(code.get, ("62", "63"))):
        yield _named(field, mine, lambda theirs, ours: theirs == ours)


def _given(code: Code, file: CaseFile) -> Iterable[Compared]:
    """The file may know fewer given names than the code; the first one of the code must be among them."""
    mine = {name.given: _words(name.given) for name in file.names if name.given}
    for field in filter(None, map(code.get, ("60", "61"))):
        first = _words(field.raw.split("/")[0])
        yield _named(field, mine, lambda theirs, ours, first=first: first <= ours <= theirs)  # type: ignore[misc]


def _named(
    field: Field,
    mine: dict[str, frozenset[str]],
    same: Callable[[frozenset[str], frozenset[str]], bool],
) -> Compared:
    theirs = _words(field.raw.replace("/", " "))
    found = next((name for name, ours in mine.items() if same(theirs, ours)), "")
    if found:
        return Compared(field, Match.AGREES, found)
    if not mine:
        return Compared(field, Match.UNKNOWN)
    cut = field.cut and any(fold(name).startswith(fold(field.raw)) for name in mine)
    return Compared(field, Match.AGREES if cut else Match.DIFFERS, next(iter(mine)))


def _told(field: Field | None, values: Sequence[str], theirs: str, shown: Callable[[str], str] = str) -> list[Compared]:
    """One field against every value the file has for it."""
    if field is None:
        return []
    known = [value for value in values if value]
    if not known:
        return [Compared(field, Match.UNKNOWN)]
    agreed = theirs in known
    return [Compared(field, Match.AGREES if agreed else Match.DIFFERS, shown(theirs if agreed else known[0]))]


def compare(code: Code, file: CaseFile, recorded: Sequence[LegalEvent], shown: Callable[[str], str]) -> list[Compared]:
    """Every field the file has an opinion on; ``shown`` words a stored date."""
    person = file.person
    lines = [*_family(code, file), *_given(code, file)]
    birth = code.get("69")
    lines += _told(birth, [person.birth_date], _iso(birth), shown)
    nationality = code.get("67")
    country = "" if nationality is None else "stateless" if nationality.raw == _STATELESS else nationality.raw
    lines += _told(nationality, [person.nationality], country)
    number = code.get("6Q")
    lines += _told(number, [person.foreigner_number], number.raw if number else "")
    asked = code.get("6K")
    numbers = [person.anef_request_number, *(demarche.request_number for demarche in file.demarches)]
    lines += _told(asked, ["".join(one.split()) for one in numbers], asked.raw if asked else "")
    filed = code.get("6L")
    lines += _told(filed, _filed(file, recorded), _iso(filed), shown)
    end = code.get("6O")
    if end is not None and (kind := _paper(code)):
        lines += _told(end, [permit.end for permit in file.permits if permit.kind == kind[0]], _iso(end), shown)
    return lines


def _iso(field: Field | None) -> str:
    return field.day.stored() if field is not None and field.day else ""


def _whole(field: Field | None) -> date | None:
    day = field.day if field is not None else None
    return date(day.year, day.month, day.day) if day and day.month and day.day else None


def _filed(file: CaseFile, recorded: Sequence[LegalEvent]) -> list[str]:
    days = [demarche.filed_on for demarche in file.demarches if demarche.filed_on]
    return days + [event.on for event in recorded if event.kind is EventKind.FILED and not event.gone]


_PAPERS = {"2": ("api", EventKind.API_ISSUED), "3": ("adf", EventKind.ADF_ISSUED)}


def _paper(code: Code) -> tuple[str, EventKind] | None:
    """Which attestation it is: the permit the catalogue knows it by, and the event of the clock."""
    kind = code.get("6J")
    return _PAPERS.get(kind.raw) if code.type == FOREIGN_PAPER and kind is not None else None


def proposals(code: Code, file: CaseFile, recorded: Sequence[LegalEvent]) -> list[Proposal]:
    """What the file does not say yet. What differs is never proposed: a person looks first."""
    if code.type != FOREIGN_PAPER:
        return []
    found = []
    begins = _whole(code.get("6N")) or code.issued_on
    ends = _whole(code.get("6O"))
    paper = _paper(code)
    if paper and begins and (ends is None or ends >= begins) and not _known(paper, begins, file, recorded):
        found.append(Proposal(Filling.PAPER, permit=paper[0], on=begins, until=ends))
    filed = _whole(code.get("6L"))
    demarche, sure = _demarche(code, file)
    if filed and sure and filed.isoformat() not in _filed(file, recorded):
        found.append(Proposal(Filling.FILED, on=filed, demarche=demarche.id if demarche else None))
    number, asked = code.get("6Q"), code.get("6K")
    if number and not file.person.foreigner_number and len(number.raw) == _DIGITS and number.raw.isdecimal():
        found.append(Proposal(Filling.FOREIGNER_NUMBER, number.raw))
    if asked and not file.person.anef_request_number:
        found.append(Proposal(Filling.REQUEST_NUMBER, asked.raw))
    return found


def _known(paper: tuple[str, EventKind], begins: date, file: CaseFile, recorded: Sequence[LegalEvent]) -> bool:
    day = begins.isoformat()
    held = any(permit.kind == paper[0] and permit.start == day for permit in file.permits)
    return held or any(event.kind is paper[1] and event.on == day and not event.gone for event in recorded)


def _demarche(code: Code, file: CaseFile) -> tuple[Demarche | None, bool]:
    """The démarche the paper speaks of, and whether that is sure: among several, only its number tells."""
    asked = code.get("6K")
    for demarche in file.demarches:
        if asked and "".join(demarche.request_number.split()) == asked.raw:
            return demarche, True
    alive = [demarche for demarche in file.demarches if demarche.status is not DemarcheStatus.CLOSED]
    return (alive[0] if alive else None), len(alive) < 2  # noqa: PLR2004 - one or none


def recorded_as(proposal: Proposal, identifier: bytes, proof: bytes | None) -> Permit | LegalEvent:
    """The paper or the filing as a file keeps it; a paper without its end is an event only."""
    from anefdesk.domain.record import ObjectId

    on, until = (day.isoformat() if day else "" for day in (proposal.on, proposal.until))
    if proposal.filling is Filling.PAPER and until:
        return Permit(id=ObjectId(identifier), kind=proposal.permit, start=on, end=until)
    kinds = dict(_PAPERS.values())
    kind = kinds[proposal.permit] if proposal.filling is Filling.PAPER else EventKind.FILED
    return LegalEvent(id=ObjectId(identifier), kind=kind, on=on, until=until, demarche=proposal.demarche, proof=proof)
