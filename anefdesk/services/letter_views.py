"""A letter of one file as the screen and the paper take it: what is filled, what is missing, what will be printed.

Built by ``correspondence``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from anefdesk.domain.blockage import Reply
from anefdesk.domain.case import CaseFile, Demarche
from anefdesk.domain.consent import Use
from anefdesk.domain.deadlines import Due
from anefdesk.domain.letter import Filled, Letter, Sending
from anefdesk.domain.letter_template import Addressee, Delay, LetterTemplate, Needed, Signer
from anefdesk.domain.letter_text import Composed
from anefdesk.domain.partial_date import day_of
from anefdesk.services.letter_addresses import AddressView

HOLE_SHOWN = "[à compléter"


class LetterState(Enum):
    """Where a letter stands."""

    DRAFT = "draft"
    ISSUED = "issued"  # frozen, not sent yet
    KEPT = "kept"  # frozen, and it will not go
    SENT = "sent"
    LATE = "late"  # no answer by the day one was expected
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in a list. ``code``: « L02 »; empty for the association's own."""

    letter: Letter
    code: str
    title: str
    state: LetterState
    due: date | None


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One thing the letter must know: what was typed, and what the file tells where nothing was."""

    needed: Needed
    typed: str
    told: str
    lacking: bool


@dataclass(frozen=True)
class LetterView:
    """One letter, whole."""

    file: CaseFile
    demarche: Demarche | None
    letter: Letter
    template: LetterTemplate
    signer: Signer
    fields: tuple[FieldLine, ...]
    values: Mapping[str, str]  # typed, by field
    known: Mapping[str, str]  # told by the file, by key of ``letter_template.TOLD``
    missing: tuple[Needed, ...]
    composed: Composed
    body: tuple[str, ...]  # paragraphs as they will be printed
    address: AddressView  # of the office, as known
    addressee: tuple[str, ...]  # lines as they will be printed
    address_missing: bool
    sender: tuple[str, ...]
    place: str
    use: Use | None  # the agreement it needs
    agreed: bool  # that agreement is in force, or none is needed
    faults: tuple[str, ...]  # why some words may not be said, French
    warnings: tuple[str, ...]  # French, for staff: of the template, then ``faults``
    marks: tuple[str, ...]  # old_address, no_sender_address, by_hand, left_out, project, not_agreed, appeal_passed
    dues: Mapping[str, Due]  # dates of the legal clock it may print
    day: date

    @property
    def annexes(self) -> tuple[str, ...]:
        """What goes with it."""
        return self.composed.annexes

    @property
    def delay(self) -> Delay | None:
        """By when an answer is asked for."""
        return self.composed.delay

    @property
    def frozen(self) -> bool:
        """Whether it was issued."""
        return bool(self.letter.issued_on)

    @property
    def ready(self) -> bool:
        """Whether it can be issued."""
        return not (self.missing or self.address_missing or self.faults or self.frozen) and self.agreed


def line_of(letter: Letter, templates: Mapping[str, LetterTemplate], today: date) -> LetterLine:
    """A letter in a list."""
    template, due = templates.get(letter.template), day_of(letter.due)
    return LetterLine(
        letter=letter,
        code="" if template is None or template.own else template.id,
        title=letter.title or (template.title if template else ""),
        state=_state(letter, due, today),
        due=due,
    )


def _state(letter: Letter, due: date | None, today: date) -> LetterState:
    if not letter.issued_on:
        return LetterState.DRAFT
    if letter.reply is not Reply.WAITING:
        return LetterState.ANSWERED
    if not letter.sent_on:
        return LetterState.KEPT if letter.sending is Sending.NOT_SENT else LetterState.ISSUED
    return LetterState.LATE if due is not None and due < today else LetterState.SENT


def values_of(letter: Letter, filled: Iterable[Filled]) -> dict[str, str]:
    """What was typed, by question; ``filled`` counts for as long as the letter is being written."""
    found = _read(letter.filled)
    if not letter.issued_on:
        found |= {one.field: one.value for one in filled if one.letter == letter.id}
    return {field: value for field, value in found.items() if value}


def _read(kept: str) -> dict[str, str]:
    """Nothing when another version wrote what cannot be read."""
    try:
        found = json.loads(kept or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(key, str) and isinstance(value, str)}


def kept_values(values: Mapping[str, str]) -> str:
    """As ``Letter.filled`` holds them."""
    return json.dumps({key: value for key, value in values.items() if value}, ensure_ascii=False, sort_keys=True)


_BY_ADDRESSEE = {
    Addressee.LAWYERS: Use.LAWYER,
    Addressee.COURT: Use.COURT,
    Addressee.DEFENDER: Use.COURT,
    Addressee.ELECTED: Use.STATISTICS,
}


def use_of(template: LetterTemplate, signer: Signer) -> Use | None:
    """The agreement a letter needs. What the person signs is theirs; what stays in the file needs none."""
    if template.addressee is Addressee.FILE:
        return None
    return Use.FILE if signer is Signer.PERSON else _BY_ADDRESSEE.get(template.addressee, Use.FILE)
