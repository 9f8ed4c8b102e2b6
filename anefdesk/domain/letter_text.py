"""Composes a letter: its paragraphs for one person on one day, what is missing, and what must be left out.

Used by ``services.correspondence``. The same values give the same letter. A citation below grade A prints only when a
named reader approved these very words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from anefdesk.domain.agreement import PREFECT_FORMS, agreed, prefect_forms, set_in_french
from anefdesk.domain.centre import Approval
from anefdesk.domain.facts import Condition, Fact, FactKind, FactScope, Truth
from anefdesk.domain.letter_template import TOLD, Citation, Delay, FieldKind, LetterTemplate, Needed
from anefdesk.domain.letter_values import shown, usable
from anefdesk.domain.months import add_months
from anefdesk.domain.procedure import Grade

HOLE = re.compile(r"\{([^{}]*)\}")
CITE = "cite:"
CITE_IF = "cite?:"  # prints when it may, and the rest of the paragraph stands without it
HAS = "has_"
PREFECTURE = Needed(  # asked where a text names the prefect and the file does not tell the département
    id="prefecture",
    name="préfecture",
    question="Quelle préfecture est celle de la personne ?",
    kind=TOLD["prefecture"],
    told_by="prefecture",
)

_ASKED = {FieldKind.YES_NO: FactKind.YES_NO, FieldKind.CHOICE: FactKind.CHOICE, FieldKind.COUNT: FactKind.NUMBER}


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter ready to be laid out. It may be issued when ``missing`` is empty; ``project``: only as « projet »."""

    object: str
    opening: str
    paragraphs: tuple[tuple[str, str], ...]  # id, text: a newline inside separates the lines of a list
    closing: str
    annexes: tuple[str, ...]
    missing: tuple[Needed, ...]
    left_out: tuple[tuple[str, str], ...]  # paragraph id, citation id that may not print
    project: bool
    running: str  # which deadline keeps running
    warnings: tuple[str, ...]  # for staff, never printed
    cited: tuple[str, ...]  # ids of the citations that print
    delay: Delay | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def text(self) -> str:
        """The paragraphs, a blank line between."""
        return "\n\n".join(text for _, text in self.paragraphs)


def due_on(delay: Delay | None, sent: date) -> date | None:
    """The day an answer is expected when the letter went on ``sent``; ``None`` when the letter asks for none."""
    if delay is None or not (delay.days or delay.months):
        return None
    return date.fromordinal(add_months(sent, delay.months).toordinal() + delay.days)


def letter_facts(needed: Iterable[Needed]) -> dict[str, Fact]:
    """What the conditions of a letter may ask: its closed questions, and whether an optional field is known."""
    facts: dict[str, Fact] = {}
    for one in needed:
        if (kind := _ASKED.get(one.kind)) is not None:
            facts[one.id] = Fact(one.id, kind, FactScope.DEMARCHE, one.question, one.choices)
        if one.optional:
            name = HAS + one.id
            facts[name] = Fact(name, FactKind.YES_NO, FactScope.DEMARCHE, one.question)
    return facts


def holes(text: str) -> tuple[str, ...]:
    """What stands between braces, in order."""
    return tuple(HOLE.findall(text))


def cites_in(text: str, *, needed_only: bool = False) -> tuple[str, ...]:
    """The citations of ``text``, in order; ``needed_only``: those it does not stand without."""
    kinds = (CITE,) if needed_only else (CITE, CITE_IF)
    found = (hole.partition(":")[2] for hole in holes(text) if hole.startswith(kinds))
    return tuple(dict.fromkeys(found))


def fields_in(text: str) -> tuple[str, ...]:
    """The fields that ``text`` prints: no citation, no agreement, no name of a prefect."""
    return tuple(
        hole
        for hole in holes(text)
        if not hole.startswith((CITE, CITE_IF)) and "/" not in hole and hole not in PREFECT_FORMS
    )


def compose(
    template: LetterTemplate,
    values: Mapping[str, str],
    known: Mapping[str, str],
    citations: Mapping[str, Citation],
    approvals: Mapping[str, Approval],
    day: date,
) -> Composed:
    """``template`` on ``day``.

    ``values``: field id → what was typed, as ``accepted`` returned it; it stands before what the file tells.
    ``known``: key of ``TOLD`` → what the file tells, in the same form, and « gender » (f, m, x or empty).
    ``approvals``: citation id → the reading that is in force.
    """
    return _Writer(template, values, known, citations, approvals, day).whole()


def printable(citation: Citation, approval: Approval | None, day: date) -> bool:
    """Whether a letter of ``day`` may print it."""
    if not citation.in_force(day):
        return False
    if citation.grade is Grade.A:
        return True
    if approval is None or approval.gone or not approval.reader.strip() or approval.words != citation.text:
        return False
    return bool(approval.on) and approval.on <= day.isoformat()


class _Writer:
    """One letter being composed."""

    def __init__(
        self,
        template: LetterTemplate,
        values: Mapping[str, str],
        known: Mapping[str, str],
        citations: Mapping[str, Citation],
        approvals: Mapping[str, Approval],
        day: date,
    ) -> None:
        self._template = template
        self._citations = citations
        self._approvals = approvals
        self._day = day
        self._gender = known.get("gender", "")
        self._fields = {one.id: one for one in template.needed}
        self._values = usable(template.needed, values, known)
        self._prefect = prefect_forms(values.get(PREFECTURE.id) or known.get(PREFECTURE.told_by, ""))
        self._facts = self._facts_of()
        self._lacking: set[str] = set()
        self._left_out: list[tuple[str, str]] = []
        self._cited: list[str] = []
        self._project = False

    def whole(self) -> Composed:
        template = self._template
        heading = self._said(template.object)
        paragraphs = tuple(self._paragraphs())
        annexes = self._lines((line.text, self._holds(line.when)) for line in template.annexes)
        running = self._lines((line.text, self._holds(line.when)) for line in template.running)
        warnings = tuple(
            self._said(line.text) for line in template.warnings if line.when.holds(self._facts) is Truth.YES
        )
        return Composed(
            object=heading,
            opening=self._said(template.opening),
            paragraphs=paragraphs,
            closing=self._said(template.closing),
            annexes=annexes,
            missing=tuple(one for one in (*template.needed, PREFECTURE) if one.id in self._lacking),
            left_out=tuple(self._left_out),
            project=self._project,
            running=" ".join(running),
            warnings=warnings,
            cited=tuple(dict.fromkeys(self._cited)),
            delay=template.delay,
        )

    def _facts_of(self) -> dict[str, str]:
        facts = {name: value for name, value in self._values.items() if self._fields[name].kind in _ASKED}
        for one in self._template.needed:
            if one.optional:
                facts[HAS + one.id] = "yes" if one.id in self._values else "no"
        return facts

    def _holds(self, when: Condition) -> bool:
        """Whether ``when`` holds; what is still to be asked for it is noted."""
        found = when.holds(self._facts)
        if found is Truth.UNKNOWN:
            optional = {one.id for one in self._template.needed if one.optional}
            self._lacking |= set(when.worth_asking(self._facts, optional))
        return found is Truth.YES

    def _paragraphs(self) -> Iterator[tuple[str, str]]:
        for one in self._template.paragraphs:
            early = one.valid_from is not None and self._day < one.valid_from
            late = one.valid_to is not None and self._day > one.valid_to
            if early or late or not self._holds(one.when):
                continue
            barred = [name for name in one.cites if not self._may_print(name)]
            self._left_out += [(one.id, name) for name in barred]
            if not set(barred) & set(cites_in(one.text, needed_only=True)):
                self._cited += [name for name in one.cites if name not in barred]
                yield one.id, self._said(one.text)
            elif one.instead:
                yield one.id, self._said(one.instead)
            else:
                self._project = self._project or one.essential

    def _may_print(self, name: str) -> bool:
        return printable(self._citations[name], self._approvals.get(name), self._day)

    def _lines(self, lines: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
        return tuple(self._said(text) for text, holds in lines if holds)

    def _said(self, text: str) -> str:
        return set_in_french(HOLE.sub(lambda found: self._filled(found[1]), text))

    def _filled(self, hole: str) -> str:
        if hole.startswith((CITE, CITE_IF)):
            name = hole.partition(":")[2]
            return self._citations[name].text if self._may_print(name) else ""
        if "/" in hole:
            return agreed(hole, self._gender)
        if hole in PREFECT_FORMS:
            if hole in self._prefect:
                return self._prefect[hole]
            self._lacking.add(PREFECTURE.id)
            return f"[à compléter : {PREFECTURE.name}]"
        one = self._fields[hole]
        if hole not in self._values:
            self._lacking.add(hole)
            return f"[à compléter : {one.name}]"
        return shown(one, self._values[hole])
