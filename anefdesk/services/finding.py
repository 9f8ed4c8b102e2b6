"""Finding people: one box for names in any script, numbers and dates; duplicates suggested, never merged."""

from dataclasses import dataclass

from anefdesk.domain import names
from anefdesk.domain.case import CaseFile
from anefdesk.domain.partial_date import PartialDate, shown
from anefdesk.domain.record import CaseId
from anefdesk.errors import InputRefusedError
from anefdesk.services import typed
from anefdesk.services.casework import NewPerson
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading, search

_CANDIDATES = 100  # names compared closely; the index has already decided who matches at all
_TOO_FEW = 5  # below, people who have only some of the words are shown too
_REMEMBERED = 20_000  # names whose sound is kept between two searches
_LIKE = 12  # candidates looked at as duplicates


@dataclass(frozen=True)
class PersonRow:
    """One person in a list. ``born`` is shown form, ``permit_end`` ISO, ``last_ms`` the last deed on the file."""

    case: CaseId
    latin: str
    native: str
    born: str
    nationality: str
    prefecture: str
    permit_end: str
    language: str
    disputed: bool
    last_ms: int


@dataclass(frozen=True)
class Likeness:
    """A file that may be the same person's, and why."""

    row: PersonRow
    reasons: tuple[names.Reason, ...]


class Finding:
    """Lists of people."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace
        self._heard: names.HeardNames = {}  # dropped with the desk at lock

    def _row(self, line: reading.PersonLine) -> PersonRow:
        department = self._at.catalogue.departments.get(line.department)
        return PersonRow(
            case=line.case,
            latin=line.latin,
            native=line.native,
            born=shown(line.born),
            nationality=line.nationality,
            prefecture=department.prefecture if department else "",
            permit_end=line.permit_end,
            language=line.language,
            disputed=line.disputed,
            last_ms=line.last_ms,
        )

    def find(self, text: str, limit: int = 20) -> tuple[PersonRow, ...]:
        """People matching ``text``, nearest first; empty when nothing in it can be looked for."""
        lines = self._candidates(text)
        words = names.sorted_out(text).words
        if len(self._heard) > _REMEMBERED:
            self._heard.clear()
        if words:
            spelled = {line.case: line.identity.split("\n") for line in lines}
            by_case = {line.case: line for line in lines}
            lines = tuple(by_case[case] for case in names.ranked(words, spelled, self._heard))
        return tuple(self._row(line) for line in lines[:limit])

    def _candidates(self, text: str) -> tuple[reading.PersonLine, ...]:
        expression = search.expression(text)
        if not expression:
            return ()
        kept = self._kept()
        found = reading.matching(self._at.store.connection, expression, _CANDIDATES)
        found = (*found, *(line for line, keys in kept if search.found(text, keys)))
        if len(found) >= _TOO_FEW:
            return found
        others = reading.matching(self._at.store.connection, search.expression(text, some=True), _CANDIDATES)
        others = (*others, *(line for line, keys in kept if search.found(text, keys, some=True)))
        known = {line.case for line in found}
        return (*found, *(line for line in others if line.case not in known))

    def _kept(self) -> list[tuple[reading.PersonLine, frozenset[str]]]:
        """The restricted files open to me, with their keys: they are in no index and are searched in memory."""
        lines = reading.lines(self._at.store.connection, self._at.kept())
        files = ((line, reading.case_file(self._at.store.connection, line.case)) for line in lines)
        return [(line, search.keys(file, line.identity)) for line, file in files if file]

    def recent(self, limit: int = 200) -> tuple[PersonRow, ...]:
        """People whose files changed last."""
        return tuple(self._row(line) for line in reading.recent(self._at.store.connection, limit, self._at.kept()))

    def count(self) -> int:
        """How many files this desk holds for me."""
        return reading.count(self._at.store.connection, self._at.kept())

    def duplicates(self, new: NewPerson) -> tuple[Likeness, ...]:
        """Files that may already be this person's; half-typed or refused fields are left aside."""
        mine = _identity_typed(new)
        found: dict[CaseId, reading.PersonLine] = {}
        for text in (*mine.names, mine.foreigner_number, *mine.phones):
            for line in self._candidates(text)[:_LIKE] if text else ():
                found[line.case] = line
        likely = []
        for line in found.values():
            file = reading.case_file(self._at.store.connection, line.case)
            if file and (reasons := names.likely_same(mine, _identity_of(file))):
                likely.append(Likeness(self._row(line), reasons))
        return tuple(likely)


def _regular(field: str, text: str) -> str:
    try:
        return typed.CHECKS[field](text)
    except InputRefusedError:
        return ""


def _identity_typed(new: NewPerson) -> names.Identity:
    written = (f"{new.family} {new.given}".strip(), f"{new.family_native} {new.given_native}".strip())
    born = _regular("birth_date", new.birth_date)
    phone = _regular("phone", new.phone)
    return names.Identity(
        names=tuple(text for text in written if text),
        born=PartialDate.parse(born) if born else None,
        phones=(phone,) if phone else (),
        foreigner_number=_regular("foreigner_number", new.foreigner_number),
    )


def _identity_of(file: CaseFile) -> names.Identity:
    written = [text for name in file.names for text in (name.latin(), name.native()) if text]
    return names.Identity(
        names=tuple(written),
        born=file.person.born,
        phones=tuple(point.value for point in file.points),
        foreigner_number=file.person.foreigner_number,
    )
