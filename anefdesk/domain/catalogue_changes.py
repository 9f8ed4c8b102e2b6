"""What another version of the catalogue says differently of one procedure, line by line. Pure.

Used by services to tell which démarches an update touches and what moving one to the new version would do.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from anefdesk.domain.procedure import Document, Evidence, Procedure, Statement

# What the authors keep for themselves: it changes nothing of what the person is asked or told.
_ASIDE = frozenset({"id", "family", "to_check", "annexe", "annexe_elsewhere", "pictogram", "procedure", "shared"})
# Texts: another wording of the same thing, as long as every figure in it stays.
_TEXTS = frozenset({"name", "audience", "text", "condition", "max_age", "alternatives", "if_missing", "remark"})
_FIGURE = re.compile(r"\d+")


class Turn(Enum):
    """What became of a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value of a line: texts, numbers, days, enums, conditions or None, as the catalogue's types have them."""

    field: str  # as in the catalogue's types; "basis" for what an evidence stands on
    before: object
    after: object

    @property
    def wording_only(self) -> bool:
        """Whether the same is said in other words."""
        if self.field not in _TEXTS:
            return False
        before, after = str(self.before), str(self.after)
        return bool(before) == bool(after) and _FIGURE.findall(before) == _FIGURE.findall(after)


@dataclass(frozen=True, slots=True)
class LineChange:
    """A document, a sentence, or the procedure itself (``part`` and ``key`` empty)."""

    part: str  # the procedure's list it stands in: "documents", "fees", "steps"…
    key: str  # document or statement id
    turn: Turn
    said: str  # the line in French: as the new version has it, as the old one had it when it is gone
    fields: tuple[FieldChange, ...] = ()

    @property
    def wording_only(self) -> bool:
        """Whether only words changed."""
        return self.turn is Turn.CHANGED and all(change.wording_only for change in self.fields)


def compare(before: Procedure, after: Procedure) -> tuple[LineChange, ...]:
    """Every difference that somebody at the desk would notice; dates of checks and sources are none."""
    return tuple(_changes(before, after))


def _changes(before: Procedure, after: Procedure) -> Iterator[LineChange]:
    own = _fields(_alone(before), _alone(after))
    if own:
        yield LineChange("", "", Turn.CHANGED, after.name, own)
    for field in dataclasses.fields(Procedure):
        part = field.name
        old, new = _keyed(getattr(before, part)), _keyed(getattr(after, part))
        for key, line in new.items():
            if key not in old:
                yield LineChange(part, key, Turn.ADDED, _said(line))
            elif fields := _fields(_values(old[key]), _values(line)):
                yield LineChange(part, key, Turn.CHANGED, _said(line), fields)
        for key, line in old.items():
            if key not in new:
                yield LineChange(part, key, Turn.REMOVED, _said(line))


def _keyed(value: object) -> dict[str, object]:
    """The lines of a list by their ids; empty for what is no list of lines."""
    if not isinstance(value, tuple):
        return {}
    return {_key(line): line for line in value if dataclasses.is_dataclass(line)}


def _key(line: object) -> str:
    return line.id if isinstance(line, Document) else _statement(line).id


def _said(line: object) -> str:
    return line.name if isinstance(line, Document) else _statement(line).text


def _statement(line: object) -> Statement:
    found = line if isinstance(line, Statement) else getattr(line, "statement")  # noqa: B009 - windows and fees hold one
    assert isinstance(found, Statement)
    return found


def _alone(procedure: Procedure) -> dict[str, object]:
    """What is said of the procedure outside its lists of lines."""
    values = _values(procedure)
    return {name: value for name, value in values.items() if name == "requests" or not isinstance(value, tuple)}


def _values(line: object) -> dict[str, object]:
    """A line's values by name, those of its sentence and of its evidence among them."""
    found: dict[str, object] = {}
    assert dataclasses.is_dataclass(line)
    for field in dataclasses.fields(line):
        value = getattr(line, field.name)
        if isinstance(value, Evidence):
            found["basis"] = value.basis
        elif isinstance(value, Statement):
            inner = _values(value)
            found |= inner if field.name == "statement" else {field.name: value.text}
        elif field.name not in _ASIDE:
            found[field.name] = value
    return found


def _fields(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    )
