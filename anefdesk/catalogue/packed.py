"""The catalogue's types as bytes and back: JSON with every field written, so that a later version still reads them.

Used by ``compiled`` for the whole catalogue, and by services for the one procedure that a démarche keeps.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar, get_type_hints

import msgspec

from anefdesk.domain import facts as grammar
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.facts import Condition, Fact
from anefdesk.domain.procedure import Evidence, Procedure, Source
from anefdesk.errors import CatalogueError

T = TypeVar("T")

FORMAT = 1  # raise when bytes written before can no longer be read as they were meant

_NAMES: dict[type[Condition], str] = {
    grammar.Always: "always",
    grammar.Is: "is",
    grammar.Below: "below",
    grammar.Not: "not",
    grammar.All: "all",
    grammar.AnyOf: "any",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One procedure with what is needed to go on using it: its questions and its sources."""

    version: str
    procedure: Procedure
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]


def kept(catalogue: Catalogue, procedure: Procedure) -> Kept:
    """``procedure`` as this catalogue has it, with the facts and the sources it mentions."""
    asked = {fact for when in _all(Condition, procedure) for fact in when.mentioned()}
    cited = {source for evidence in _all(Evidence, procedure) for source in evidence.sources}
    return Kept(
        version=catalogue.version,
        procedure=procedure,
        facts={name: fact for name, fact in catalogue.facts.items() if name in asked},
        sources={name: source for name, source in catalogue.sources.items() if name in cited},
    )


def _all(kind: type[T], inside: object) -> Iterator[T]:
    """Every value of ``kind`` inside the catalogue's types."""
    if isinstance(inside, kind):
        yield inside
    elif isinstance(inside, tuple):
        for part in inside:
            yield from _all(kind, part)
    elif dataclasses.is_dataclass(inside):
        for part in _fields(inside):
            yield from _all(kind, part)


def pack(catalogue: Catalogue) -> bytes:
    """The whole catalogue."""
    return _packed("catalogue", catalogue)


def unpack(data: bytes) -> Catalogue:
    """The catalogue that ``pack`` was given.

    Raises:
        CatalogueError: ``catalogue.packed_format`` (written by another version), ``catalogue.packed_damaged``.
    """
    return _unpacked("catalogue", _CATALOGUE, data)


def pack_kept(one: Kept) -> bytes:
    """One procedure."""
    return _packed("procedure", one)


def unpack_kept(data: bytes) -> Kept:
    """The procedure that ``pack_kept`` was given; raises as ``unpack``."""
    return _unpacked("procedure", _KEPT, data)


def _packed(what: str, thing: object) -> bytes:
    return f"{what} {FORMAT}\n".encode() + msgspec.json.encode(_plain(thing))


def _unpacked(what: str, decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    head, _, body = data.partition(b"\n")
    if head != f"{what} {FORMAT}".encode():
        known = head.startswith(f"{what} ".encode()) and head.split()[-1].isdigit()
        raise CatalogueError("catalogue.packed_format" if known else "catalogue.packed_damaged")
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CatalogueError("catalogue.packed_damaged") from None


def _fields(thing: object) -> tuple[object, ...]:
    """The parts of a dataclass, in their order."""
    assert dataclasses.is_dataclass(thing)
    return tuple(getattr(thing, field.name) for field in dataclasses.fields(thing))


def _plain(value: object) -> object:
    found: object = value
    if isinstance(value, tuple | frozenset):
        found = [_plain(part) for part in (value if isinstance(value, tuple) else sorted(value))]
    elif isinstance(value, Mapping):
        found = {name: _plain(part) for name, part in value.items()}
    elif isinstance(value, Condition):
        found = [_NAMES[type(value)], *(_plain(part) for part in _fields(value))]
    elif dataclasses.is_dataclass(value):
        found = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return found  # msgspec writes texts, numbers, days and enums by itself


@cache
def _grammar() -> dict[str, tuple[type[Condition], tuple[object, ...]]]:
    """Each kind of condition by its name, with the types of its parts."""
    return {name: (kind, tuple(get_type_hints(kind).values())) for kind, name in _NAMES.items()}


def _condition(kind: type, written: object) -> object:
    """A tree from ``["all", [["is", "married", ["yes"]], …]]``; msgspec asks for what it does not know itself."""
    if written == _WRITTEN_ALWAYS:
        return _ALWAYS
    if kind is not Condition or not isinstance(written, list) or not written or written[0] not in _grammar():
        raise ValueError(kind.__name__)
    found, types = _grammar()[written[0]]
    parts = zip(types, written[1:], strict=True)
    return found(*(msgspec.convert(part, kind, dec_hook=_condition) for kind, part in parts))


_WRITTEN_ALWAYS, _ALWAYS = ["always"], grammar.Always()  # most lines hold for everyone
_CATALOGUE = msgspec.json.Decoder(Catalogue, dec_hook=_condition)
_KEPT = msgspec.json.Decoder(Kept, dec_hook=_condition)
