"""The trade's terms with their chosen gloss in each language, and whether a translation uses it.

Used by the check of the translations: the person hears the same word on paper, on screen and at the counter.
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anefdesk import paths
from anefdesk.errors import CatalogueError
from anefdesk.i18n.languages import APPLICANT_LANGUAGES

FIXED = ("id", "fr", "otherwise", "kept", "pictogram", "definition")
LAST = ("sourced", "note")
COLUMNS = (*FIXED, *(spoken.code for spoken in APPLICANT_LANGUAGES if spoken.code != "fr"), *LAST)

# How much of each word of a gloss must stand in the text, the rest being its ending, which grammar changes.
# Chinese does not inflect; Turkish and Bengali add to the end and leave the word alone, but for its last letter.
_KEPT_SHARE = {"zh_Hans": 1.0, "en": 0.8, "bn": 0.8, "es": 0.7, "pt": 0.7}
_USUAL_SHARE = 0.6  # the Slavic cases, the vowels of Arabic and Tigrinya
_SHORTEST = 3  # articles, prepositions and other words shorter than this may change altogether
_ARTICLES = {"ar": ("ال", "لل")}  # Arabic writes its article in one word with the noun
_QUOTED = re.compile("«[^»]*»")  # names of buttons and mentions stay French
_BRACKETED = re.compile(r"[(（][^)）]*[)）]")
_BETWEEN_WORDS = re.compile("[\\s«»“”\"'’(),،;:/–—-]+")
_TURKISH = str.maketrans({"İ": "i", "I": "ı"})


@dataclass(frozen=True, slots=True)
class Term:
    """One term. ``otherwise`` are phrases where its French words mean something else.

    ``kept`` is a French word that counts as the gloss wherever it stands: people know it by that name.
    """

    id: str
    french: str
    otherwise: tuple[str, ...]
    kept: str
    pictogram: str  # the one drawing of this notion, wherever it is shown; empty when there is none yet
    definition: str
    glosses: Mapping[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What one language says otherwise: other forms of a gloss everywhere, and single texts."""

    forms: Mapping[str, tuple[str, ...]]
    texts: frozenset[tuple[str, str]]  # term, French


@cache
def load() -> tuple[Term, ...]:
    """The terms of ``resources/glossary.csv``, in its order.

    Raises:
        CatalogueError: ``i18n.broken_glossary``, a column is missing or a cell is empty.
    """
    file = paths.resources("glossary.csv")
    if not file.is_file():
        raise CatalogueError("i18n.broken_glossary", file=file.name, key="", reason="missing")
    with file.open(encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise CatalogueError("i18n.broken_glossary", file=file.name, key="", reason="columns")
        return tuple(_term(file, row) for row in reader)


def _term(file: Path, row: Mapping[str, str]) -> Term:
    empty = [name for name in COLUMNS if not row[name] and name not in {"otherwise", "kept", "pictogram", *LAST}]
    if empty:
        raise CatalogueError("i18n.broken_glossary", file=file.name, key=row["id"], reason=", ".join(empty))
    glosses = {name: row[name] for name in COLUMNS[len(FIXED) : -len(LAST)]}
    otherwise = tuple(part.strip() for part in row["otherwise"].split(";") if part.strip())
    return Term(row["id"], row["fr"], otherwise, row["kept"], row["pictogram"], row["definition"], glosses, row["note"])


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Term | None], ...]:
    """What to look for, the longest first: « justificatif de domicile » is no « justificatif »."""
    found: list[tuple[str, Term | None]] = []
    for term in load():
        found += [(phrase, None) for phrase in term.otherwise]
        found += [(phrase.strip(), term) for phrase in _BRACKETED.sub("", term.french).split(",")]
    found.sort(key=lambda one: -len(one[0]))
    return tuple((_worded(phrase), term) for phrase, term in found)


def _worded(phrase: str) -> re.Pattern[str]:
    words = (rf"{re.escape(word)}[sx]?" for word in phrase.split())
    return re.compile(rf"(?<!\w){' '.join(words)}(?!\w)", re.IGNORECASE)


def terms_in(french: str) -> Iterator[Term]:
    """The terms that ``french`` uses, outside what it quotes."""
    left = _QUOTED.sub("«»", french)
    for pattern, term in _patterns():
        left, times = pattern.subn("|", left)
        if times and term is not None:
            yield term


def _lower(code: str, text: str) -> str:
    return (text.translate(_TURKISH) if code == "tr" else text).lower()


def _stems(code: str, gloss: str) -> Iterator[str]:
    share = _KEPT_SHARE.get(code, _USUAL_SHARE)
    shortest = 1 if share == 1 else _SHORTEST
    for word in _BETWEEN_WORDS.split(_lower(code, _BRACKETED.sub("", gloss))):
        article = next((one for one in _ARTICLES.get(code, ()) if word.startswith(one)), "")
        stem = word.removeprefix(article)
        if len(stem) >= shortest:
            yield stem[: max(shortest, round(len(stem) * share))]


def says(code: str, gloss: str, text: str) -> bool:
    """Whether ``text`` has every word of ``gloss``, whatever their order and endings."""
    said = _lower(code, text)
    stems = list(_stems(code, gloss)) or [_lower(code, _BRACKETED.sub("", gloss)).strip()]
    return all(stem in said for stem in stems)


def exceptions(code: str) -> Exceptions:
    """What ``translations/<code>/glossary_exceptions.toml`` allows, each entry with its reason.

    Raises:
        CatalogueError: ``i18n.broken_glossary``, the file cannot be read or an entry lacks something.
    """
    file = paths.translations(code, "glossary_exceptions.toml")
    if not file.is_file():
        return Exceptions({}, frozenset())
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError("i18n.broken_glossary", file=file.name, key=code, reason=type(error).__name__) from error
    known = {term.id for term in load()}
    for kind, needed in (("form", "gloss"), ("text", "french")):
        for entry in content.get(kind, []):
            lacking = {"term", needed, "why"} - {name for name, value in entry.items() if value}
            if lacking or entry["term"] not in known:
                reason = f"lacks {', '.join(sorted(lacking))}" if lacking else f"no term {entry['term']}"
                raise CatalogueError("i18n.broken_glossary", file=file.name, key=code, reason=reason)
    forms: dict[str, tuple[str, ...]] = {}
    for entry in content.get("form", []):
        forms[entry["term"]] = (*forms.get(entry["term"], ()), entry["gloss"])
    return Exceptions(forms, frozenset((entry["term"], entry["french"]) for entry in content.get("text", [])))


def misses(code: str, french: str, gloss: str, allowed: Exceptions) -> Iterator[Term]:
    """The terms of ``french`` whose chosen gloss ``gloss`` does not use."""
    for term in terms_in(french):
        literally = [*allowed.forms.get(term.id, ()), *([term.kept] if term.kept else [])]
        said = says(code, term.glosses[code], gloss) or any(
            _lower(code, one) in _lower(code, gloss) for one in literally
        )
        if not said and (term.id, french) not in allowed.texts:
            yield term


def unused(code: str, texts: Iterable[tuple[str, str]], allowed: Exceptions) -> Iterator[str]:
    """Exceptions that no text of the language needs any more."""
    known = list(texts)
    for term, form in ((term, form) for term, forms in allowed.forms.items() for form in forms):
        others = {**allowed.forms, term: tuple(one for one in allowed.forms[term] if one != form)}
        without = Exceptions(others, allowed.texts)
        if not any(term == one.id for french, gloss in known for one in misses(code, french, gloss, without)):
            yield f"form {term} « {form} »"
    bare = Exceptions(allowed.forms, frozenset())
    needed = {(term.id, french) for french, gloss in known for term in misses(code, french, gloss, bare)}
    yield from (f"text {term} « {french[:60]} »" for term, french in sorted(allowed.texts - needed))
