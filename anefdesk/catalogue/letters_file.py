"""Reads the letters, the citations they stand on, whom they go to, and the words they may never hold.

Used by the loader; ``own_template`` reads the association's own letters with the same rules.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from anefdesk.catalogue.tables import Table, gather
from anefdesk.domain.agreement import PREFECT_FORMS
from anefdesk.domain.conditions import ConditionError, is_fact_id, parse
from anefdesk.domain.facts import Always, Choice, Condition, Fact, Truth
from anefdesk.domain.letter_template import (
    PAPERS,
    TOLD,
    Addressee,
    AddresseeForm,
    Citation,
    Delay,
    FieldKind,
    GuardRule,
    LetterShelf,
    LetterTemplate,
    Line,
    Needed,
    Paragraph,
    Signer,
)
from anefdesk.domain.letter_text import CITE, CITE_IF, HAS, HOLE, cites_in, fields_in, holes, letter_facts
from anefdesk.domain.procedure import Grade

T = TypeVar("T")

NOT_PERSONAL = frozenset({"centre_name", "staff_name"})  # what the file tells and an anonymous letter may say


@dataclass(frozen=True, slots=True)
class Known:
    """What letters refer to."""

    citations: Mapping[str, Citation]
    addressees: Mapping[str, AddresseeForm]
    fields: Mapping[str, Needed]


def read_letters(root: Path, counts: Table, sources: Collection[str]) -> LetterShelf:
    """Every file that letters are made of; as many of each as ``counts`` says."""
    citations = gather(root, "citations", counts, lambda table: _citation(table, sources))
    addressees = gather(root, "addressees", counts, _addressee)
    if missing := {kind.value for kind in Addressee} - set(addressees):
        raise counts.wrong("addressees", f"addressees.toml : destinataire absent : {min(missing)}")
    fields = gather(root, "letter_fields", counts, _needed)
    guards = tuple(gather(root, "letter_guards", counts, _guard).values())
    known = Known(citations, addressees, fields)
    templates: dict[str, LetterTemplate] = {}
    for path in sorted((root / "letters").glob("*.toml")):
        table = Table.read(path, f"letters/{path.name}")
        template = read_letter(table, known)
        if template.id != path.stem:
            raise table.wrong("id", "l’identifiant est le nom du fichier")
        templates[template.id] = template
    whole = sum(len(template.paragraphs) for template in templates.values())
    marks = sum(_marks(template) for template in templates.values())
    for key, count in (("letters", len(templates)), ("letter_paragraphs", whole), ("letter_marks", marks)):
        if count != counts.number(key, 0, 10_000):
            raise counts.wrong(key, f"{count} lus dans letters")
    return LetterShelf(templates, citations, addressees, fields, guards)


def _marks(template: LetterTemplate) -> int:
    """How many lines hold a letter back, each of which could be lost without a word."""
    return template.anonymous + template.registered + sum(paragraph.essential for paragraph in template.paragraphs)


def _citation(table: Table, sources: Collection[str]) -> Citation:
    grade, cited = table.one_of("grade", Grade), table.texts("sources")
    if unknown := set(cited) - set(sources):
        raise table.wrong("sources", f"source inconnue : {min(unknown)}")
    if not cited and grade is not Grade.C:
        raise table.wrong("sources", "sans source, une citation est de niveau C")
    valid_from, valid_to = _validity(table)
    found = Citation(
        id=table.text("id"),
        text=table.text("text"),
        article=table.text("article"),
        grade=grade,
        sources=cited,
        checked=table.day("checked"),
        valid_from=valid_from,
        valid_to=valid_to,
        note=table.text_or("note"),
    )
    if "{" in found.text or "}" in found.text or not found.text.endswith("."):
        raise table.wrong("text", "une citation est faite de phrases entières, sans accolade")
    return found


def _addressee(table: Table) -> AddresseeForm:
    lines, source, checked = table.texts("lines"), table.text_or("source"), table.day_or_none("checked")
    if bool(lines) != bool(source) or bool(lines) != (checked is not None):
        raise table.wrong("lines", "lines, source et checked vont ensemble")
    return AddresseeForm(
        id=table.one_of("id", Addressee),
        name=table.text("name"),
        opening=table.text("opening"),
        closing=table.text("closing"),
        lines=lines,
        source=source,
        checked=checked,
    )


def _guard(table: Table) -> GuardRule:
    found = GuardRule(
        id=table.text("id"),
        phrases=table.texts("phrases"),
        why=table.text("why"),
        unless=table.texts("unless"),
        only=table.texts("only"),
        must=table.yes("must"),
    )
    if not found.phrases:
        raise table.wrong("phrases", "au moins une valeur")
    if unknown := set(found.unless) - set(PAPERS):
        raise table.wrong("unless", f"valeur inconnue : {min(unknown)}")
    return found


def _needed(table: Table) -> Needed:
    known, kind = table.text("id"), table.one_of("kind", FieldKind)
    if not is_fact_id(known) or known in PREFECT_FORMS or known.startswith(HAS):
        raise table.wrong("id", "un champ s’écrit en lettres minuscules, chiffres et traits bas ; ce nom est pris")
    choices: list[Choice] = []
    for part in table.tables("choices"):
        choice = Choice(part.text("id"), part.text("name"))
        if not is_fact_id(choice.id) or any(choice.id == other.id for other in choices):
            raise part.wrong("id", "réponse répétée ou mal écrite")
        part.done()
        choices.append(choice)
    if (kind is FieldKind.CHOICE) != (len(choices) > 1):
        raise table.wrong("choices", "au moins deux réponses, pour une question à choix seulement")
    told_by = table.text_or("told_by")
    if told_by and TOLD.get(told_by) is not kind:
        raise table.wrong("told_by", "rien de tel dans un dossier, ou sous une autre forme")
    if told_by == "paper" and {choice.id for choice in choices} - set(PAPERS):
        raise table.wrong("choices", "réponse que le dossier ne donne pas")
    return Needed(
        id=known,
        name=table.text("name"),
        question=table.text("question"),
        kind=kind,
        choices=tuple(choices),
        told_by=told_by,
        optional=table.yes("optional"),
    )


def read_letter(table: Table, known: Known, *, own: bool = False) -> LetterTemplate:
    """One letter; whatever it refers to exists, and every field it asks for serves."""
    addressee = table.one_of("addressee", Addressee)
    form = known.addressees[addressee.value]
    needed = tuple(_fields(table, known))
    reader = _Reader(known, needed)
    found = LetterTemplate(
        id=table.text("id"),
        title=table.text("title"),
        purpose=table.text("purpose"),
        addressee=addressee,
        signer=table.one_of("signer", Signer),
        object=reader.plain(table, "object"),
        opening=reader.plain(table, "opening", form.opening),
        closing=reader.plain(table, "closing", form.closing),
        paragraphs=tuple(reader.paragraphs(table)),
        checked=table.day("checked"),
        copy_to=_copies(table),
        needed=needed,
        annexes=tuple(reader.lines(table, "annexes")),
        delay=_delay(table),
        running=tuple(reader.lines(table, "running")),
        registered=table.yes("registered"),
        anonymous=table.yes("anonymous"),
        explanation=table.texts("explanation"),
        warnings=tuple(reader.lines(table, "warnings")),
        base=table.text_or("base"),
        own=own,
    )
    if not found.paragraphs:
        raise table.wrong("paragraphs", "au moins un paragraphe")
    if idle := {one.id for one in needed} - reader.used:
        raise table.wrong("needed", f"champ que rien n’utilise : {min(idle)}")
    if found.anonymous and any(one.told_by not in {"", *NOT_PERSONAL} for one in needed):
        raise table.wrong("anonymous", "une lettre anonyme ne prend rien dans le dossier d’une personne")
    table.done()
    return found


def _fields(table: Table, known: Known) -> Iterator[Needed]:
    seen: set[str] = set()
    shared, optional = table.texts("fields"), table.texts("optional")
    if unknown := (set(shared) | set(optional)) - set(known.fields):
        raise table.wrong("fields", f"champ inconnu : {min(unknown)}")
    own = []
    for part in table.tables("needed"):
        own.append(_needed(part))
        part.done()
    for one in (
        *(replace(known.fields[name], optional=False) for name in shared),
        *(replace(known.fields[name], optional=True) for name in optional),
        *own,
    ):
        if one.id in seen:
            raise table.wrong("needed", f"champ répété : {one.id}")
        seen.add(one.id)
        yield one


def _copies(table: Table) -> tuple[Addressee, ...]:
    try:
        return tuple(Addressee(value) for value in table.texts("copy_to"))
    except ValueError:
        raise table.wrong("copy_to", "valeur inconnue") from None


def _delay(table: Table) -> Delay | None:
    if not table.has("delay"):
        return None
    part = table.table("delay")
    found = Delay(
        words=part.text("words"),
        days=part.number_or_none("days", 1, 400) or 0,
        months=part.number_or_none("months", 1, 24) or 0,
        base=part.text_or("base"),
        grade=part.one_of("grade", Grade),
    )
    if not found.base and found.grade is not Grade.C:
        raise part.wrong("base", "un délai sans texte est le nôtre : niveau C")
    part.done()
    return found


def _validity(table: Table) -> tuple[date | None, date | None]:
    valid_from, valid_to = table.day_or_none("valid_from"), table.day_or_none("valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        raise table.wrong("valid_to", "finit avant de commencer")
    return valid_from, valid_to


class _Reader:
    """The texts of one letter, whose fields are known."""

    def __init__(self, known: Known, needed: Iterable[Needed]) -> None:
        self._known = known
        self._needed = {one.id: one for one in needed}
        self._facts: Mapping[str, Fact] = letter_facts(self._needed.values())
        self.used: set[str] = set()

    def plain(self, table: Table, key: str, otherwise: str = "") -> str:
        """A text that always prints: without citation and without optional field."""
        text = table.text_or(key, otherwise) if otherwise else table.text(key)
        self._check(table, key, text, Always())
        return text

    def lines(self, table: Table, key: str) -> Iterator[Line]:
        """Lines that hold in some cases."""
        for part in table.tables(key, "text"):
            text, when = part.text("text"), self._when(part)
            self._check(part, "text", text, when)
            part.done()
            yield Line(text, when)

    def paragraphs(self, table: Table) -> Iterator[Paragraph]:
        """Every paragraph; those with a citation say what stands when it may not print."""
        seen: set[str] = set()
        for part in table.tables("paragraphs"):
            known, text, when = part.text("id"), part.text("text"), self._when(part)
            if known in seen:
                raise part.wrong("id", "identifiant répété")
            seen.add(known)
            self._check(part, "text", text, when, cites=True)
            instead, essential = part.text_or("instead"), part.yes("essential")
            self._check(part, "instead", instead, when)
            if (instead or essential) and not cites_in(text, needed_only=True):
                raise part.wrong("text", "instead et essential attendent une citation {cite:…}")
            valid_from, valid_to = _validity(part)
            part.done()
            yield Paragraph(known, text, when, cites_in(text), instead, essential, valid_from, valid_to)

    def _when(self, table: Table) -> Condition:
        if not table.has("when"):
            return Always()
        try:
            found = parse(table.text("when"), self._facts)
        except ConditionError as error:
            raise table.wrong("when", str(error)) from None
        self.used |= {name.removeprefix(HAS) if name not in self._needed else name for name in found.mentioned()}
        return found

    def _check(self, table: Table, key: str, text: str, when: Condition, *, cites: bool = False) -> None:
        rest = HOLE.sub("", text)
        if "{" in rest or "}" in rest:
            raise table.wrong(key, "accolade qui n’est pas fermée")
        for hole in holes(text):
            if hole.startswith((CITE, CITE_IF)):
                if not cites or hole.partition(":")[2] not in self._known.citations:
                    raise table.wrong(key, "citation inconnue, ou qui n’a pas sa place ici")
            elif "/" in hole and not all(part.strip() for part in hole.split("/", 1)):
                raise table.wrong(key, "accord mal écrit : {né/née}")
        for name in fields_in(text):
            one = self._needed.get(name)
            if one is None:
                raise table.wrong(key, f"champ inconnu : {name}")
            if one.optional and when.holds({HAS + name: "no"}) is not Truth.NO:
                raise table.wrong(key, f"champ facultatif, la condition le demande par has_… : {name}")
            self.used.add(name)
