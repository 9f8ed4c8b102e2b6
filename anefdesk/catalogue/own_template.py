"""Reads a letter that an association wrote itself, in the format of the shipped ones, and says why it cannot be used.

Used by ``services.own_letters`` when a template comes in, and each time it is read again. What is refused is told by a
place of the format and a number of line or paragraph, never by the words of the author: there may be a name in them.
"""

import re
import tomllib
from collections.abc import Iterator

from anefdesk.catalogue.letters_file import Known, read_letter
from anefdesk.catalogue.tables import Table
from anefdesk.domain.facts import Always, Condition, Truth
from anefdesk.domain.letter_guards import faults, forbidden
from anefdesk.domain.letter_template import GuardRule, LetterShelf, LetterTemplate
from anefdesk.domain.letter_text import HOLE
from anefdesk.errors import CatalogueError, InputRefusedError

LONGEST = 60_000  # characters of the whole file
MOST = 100  # paragraphs, fields or lines of one sort

_FILE = "own.toml"
_LINE = re.compile(r"line (\d+)")
_LABEL = re.compile(r"\[.*\]", re.DOTALL)
_LOWER = "abcdefghijklmnopqrstuvwxyz_"
_LISTS = ("needed", "running", "warnings", "annexes", "paragraphs")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_PERSONAL = {  # 08 begins the numbers of services, never those of people
    "phone": re.compile(r"(?<!\d)(?:\+ ?33|0033|0) ?[1-79](?:[ .-]?\d{2}){4}(?!\d)"),
    "email": re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    "number": re.compile(r"(?<![\d/])(?!08)\d(?:[ .-]?\d){8,}(?!\d)"),
    "birth": re.compile(r"\bn[ée]+(?:\(e\)|e)? le \d|\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d\b", re.IGNORECASE),
    "name": re.compile(
        r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Mr|Monsieur|Madame|Mademoiselle) "
        r"(?!Monsieur|Madame|Présid|Préf|Minist|Direct|Maire|Maître|Défens)[A-ZÀ-ÖØ-Þ][\w’-]+"
    ),
}


def read_own(text: str, shelf: LetterShelf) -> LetterTemplate:
    """The template written in ``text``, checked.

    Raises:
        InputRefusedError: ``template.too_long`` and ``too_many`` (limit), ``toml`` (line), ``id`` and ``hole`` (place),
            ``format`` (place, why), ``personal`` (place, reason), ``guard`` (place, why), ``guard_missing`` (why),
            ``no_basis``, ``no_running``, ``taken``.
    """
    data = _parsed(text)
    _check_size(data)
    _check_ids(data)
    _check_personal(data)
    try:
        found = read_letter(Table(data, _FILE), Known(shelf.citations, shelf.addressees, shelf.fields), own=True)
    except CatalogueError as error:
        raise _refusal(data, error) from None
    if found.id in shelf.templates:
        raise InputRefusedError("template.taken")
    if not found.base and not any(paragraph.cites for paragraph in found.paragraphs):
        raise InputRefusedError("template.no_basis")
    if not found.running:
        raise InputRefusedError("template.no_running")
    _check_guards(found, shelf.guards)
    return found


def _parsed(text: str) -> dict[str, object]:
    if len(text) > LONGEST:
        raise InputRefusedError("template.too_long", limit=LONGEST)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        found = _LINE.search(str(error))
        last = text.count("\n") + 1
    raise InputRefusedError("template.toml", line=int(found[1]) if found else last)


def _check_size(data: dict[str, object]) -> None:
    for key in _LISTS:
        if isinstance(data.get(key), list) and len(_tables(data, key)) > MOST:
            raise InputRefusedError("template.too_many", limit=MOST)


def _tables(data: dict[str, object], key: str) -> list[object]:
    found = data.get(key)
    return found if isinstance(found, list) else []


def _check_ids(data: dict[str, object]) -> None:
    """Ids are short words without spaces: they may then be named in a refusal."""
    for place, value in (("id", data.get("id")), *_ids_in(data)):
        if isinstance(value, str) and _ID.fullmatch(value) is None:
            raise InputRefusedError("template.id", place=place)


def _ids_in(data: dict[str, object]) -> Iterator[tuple[str, object]]:
    for key in ("needed", "paragraphs"):
        for number, part in enumerate(_tables(data, key), start=1):
            if isinstance(part, dict):
                yield f"{key} {number}", part.get("id")


def _check_personal(data: dict[str, object]) -> None:
    for place, value in _texts_in(data, ""):
        bare = HOLE.sub("", value)
        for kind, pattern in _PERSONAL.items():
            if pattern.search(bare):
                raise InputRefusedError("template.personal", place=place, reason=kind)


def _texts_in(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text of the file with where it stands: « paragraphs 3 »."""
    match value:
        case str():
            yield place, value
        case list():
            for number, part in enumerate(value, start=1):
                yield from _texts_in(part, f"{place} {number}")
        case dict():
            for key, part in value.items():
                yield from _texts_in(part, place or _named(key))


def _named(key: str) -> str:
    """A key of the format; anything else is not repeated."""
    return key if key in LetterTemplate.__dataclass_fields__ or key in {"fields", "optional"} else "?"


def _refusal(data: dict[str, object], error: CatalogueError) -> InputRefusedError:
    """The reader's refusal, without the words it found."""
    key, why = str(error.params["key"]), str(error.params["reason"]).split(" : ")[0]
    head = _named(key[: len(key) - len(key.lstrip(_LOWER))])
    label = _LABEL.search(key)
    place = f"{head} {_number(data, head, label[0][1:-1])}" if label else head
    hole = "accolade" in why or why.startswith(("champ inconnu", "citation inconnue", "accord mal écrit"))
    if hole:
        return InputRefusedError("template.hole", place=place)
    if key.endswith("when"):  # the reason repeats what was written
        why = "condition mal écrite"
    return InputRefusedError("template.format", place=place, why=why)


def _number(data: dict[str, object], head: str, label: str) -> int:
    """Which one of the list bears ``label``: its id, its text, or its number itself."""
    for number, part in enumerate(_tables(data, head), start=1):
        if isinstance(part, dict) and label in {part.get("id"), part.get("text"), str(number)}:
            return number
    return 0


def _check_guards(found: LetterTemplate, rules: tuple[GuardRule, ...]) -> None:
    """Part by part: one that stands only with certain papers may say what each of them allows."""
    for place, text, when in _said(found):
        for paper in _papers(found, when):
            for rule in forbidden(rules, found, text, paper):
                raise InputRefusedError("template.guard", place=place, why=rule.why.removesuffix("."))
    whole = " ".join(text for _, text, _ in _said(found))
    for rule in faults((rule for rule in rules if rule.must), found, whole):
        raise InputRefusedError("template.guard_missing", why=rule.why.removesuffix("."))


def _papers(found: LetterTemplate, when: Condition) -> Iterator[str]:
    """Every paper with which a part under ``when`` may print; empty where it prints without one being known."""
    told = [one for one in found.needed if one.told_by == "paper"]
    if not told:
        yield ""
    for one in told:
        for choice in one.choices:
            if when.holds({one.id: choice.id}) is not Truth.NO:
                yield choice.id


def _said(found: LetterTemplate) -> Iterator[tuple[str, str, Condition]]:
    """Every part that prints, with where it stands and its condition."""
    yield from (("object", found.object, Always()), ("opening", found.opening, Always()))
    yield "closing", found.closing, Always()
    for number, paragraph in enumerate(found.paragraphs, start=1):
        yield f"paragraphs {number}", f"{paragraph.text} {paragraph.instead}", paragraph.when
    for key, lines in (("running", found.running), ("annexes", found.annexes)):
        for number, line in enumerate(lines, start=1):
            yield f"{key} {number}", line.text, line.when
