"""What the search index keeps of a file, and what it is asked: names by sound, numbers, dates of birth.

Keys come from ``domain.names``; numbers are kept from their first digit with and without the national zero,
dates of birth as ``b19900504`` so that any beginning of them is found by prefix.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from anefdesk.domain import names
from anefdesk.domain.case import CaseFile
from anefdesk.domain.partial_date import PartialDate


def _born(date: PartialDate) -> str:
    return "b" + date.stored().replace("-", "")


def _numbers(file: CaseFile) -> Iterator[str]:
    given = (file.person.foreigner_number, file.person.anef_request_number)
    for number in (*given, *(demarche.request_number for demarche in file.demarches)):
        written = "".join(letter for letter in number if letter.isalnum())
        yield written
        yield names.digits(written).removeprefix("0")  # what is asked loses its first zero too
    for point in file.points:
        number = names.digits(point.value).lstrip("+")
        yield number
        if point.value.startswith("+33"):
            yield number[2:]
            yield "0" + number[2:]


def keys(file: CaseFile, spellings: str) -> frozenset[str]:
    """Every key under which the file is found; ``spellings`` has one written form of the name a line."""
    found: set[str] = set()
    for text in spellings.split("\n"):
        found |= names.search_keys(text)
    found |= {number.lower() for number in _numbers(file) if number.isalnum()}
    if file.person.born:
        found.add(_born(file.person.born))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One word, number or date that was typed: any of ``exact``, or a key that begins with one of ``prefixes``."""

    exact: frozenset[str]
    prefixes: frozenset[str]

    def expression(self) -> str:
        terms = [f'"{key}"' for key in sorted(self.exact)] + [f'"{key}" *' for key in sorted(self.prefixes)]
        return "(" + " OR ".join(terms) + ")" if terms else ""

    def found_in(self, keys: frozenset[str]) -> bool:
        return not self.exact.isdisjoint(keys) or any(key.startswith(tuple(self.prefixes)) for key in keys)


def _asked(text: str) -> list[_Asked]:
    typed = names.sorted_out(text)
    asked = [_Asked(word.keys - {""}, word.prefixes - {""}) for word in names.query_keys(typed.words)]
    asked += [_Asked(frozenset(), frozenset({number})) for number in typed.numbers]
    asked += [_Asked(frozenset(), frozenset({_born(date)})) for date in typed.born]
    return [one for one in asked if one.exact or one.prefixes]


def expression(asked: str, *, some: bool = False) -> str:
    """The FTS5 expression for what was typed; empty when nothing in it can be looked for.

    Every word, number and date must be found, or with ``some`` any of them: for when too few people have all.
    """
    return (" OR " if some else " AND ").join(one.expression() for one in _asked(asked))


def found(asked: str, kept: frozenset[str], *, some: bool = False) -> bool:
    """Whether a file with the keys ``kept`` is found, as ``expression`` would: for files outside the index."""
    parts = [one.found_in(kept) for one in _asked(asked)]
    return bool(parts) and (any(parts) if some else all(parts))
