"""The texts of one language as a reader gets them, and what they send back: all of it right, or nothing taken.

Used by the sheets of services. A reader sees each French text once, wherever it stands in the catalogues.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anefdesk import paths
from anefdesk.i18n import check, glossary, placeholders, reviews, templates
from anefdesk.i18n.languages import Language
from anefdesk.i18n.reviews import JOINT, Review, State

MARK, NOTE, FRENCH_TEXT, GLOSS, STATE, READ = COLUMNS = (
    "Repère", "Ce que c’est", "Français", "Traduction", "État", "Lu (x)"
)  # fmt: skip
STATES: dict[State, str] = {"missing": "à traduire", "draft": "brouillon", "checked": "vérifié", "read": "lu"}
_WORST_FIRST: tuple[State, ...] = ("missing", "draft", "checked", "read")
_IN_FRENCH = {
    "isolates not balanced": "les signes invisibles qui isolent un mot ne vont plus par deux",
    "letters of another language": "lettres d’une autre langue",
    "digits other than 0-9": "écrivez les chiffres 0 à 9",
    "no glyph for": "signe que nos polices ne dessinent pas :",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One French text with its gloss; forms of a text that counts are joined by `` ||| ``."""

    mark: str  # names this French with this gloss
    note: str
    french: str
    gloss: str
    state: State


@dataclass(frozen=True, slots=True)
class Returned:
    """One line that came back; ``line`` is its number in the spreadsheet."""

    line: int
    mark: str
    french: str
    gloss: str
    read: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line cannot be taken, in French."""

    line: int
    column: str
    what: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written: texts whose gloss changed, texts now read."""

    changed: int
    read: int


@dataclass(frozen=True, slots=True)
class _Text:
    domain: str
    context: str | None
    french: str | tuple[str, ...]
    forms: tuple[str, ...]
    note: str

    @property
    def shown(self) -> tuple[str, str]:
        french = self.french if isinstance(self.french, str) else JOINT.join(self.french)
        return french, JOINT.join(self.forms) if all(self.forms) else ""

    @property
    def key(self) -> str:
        return reviews.key_of(self.context, self.french, self.forms)


def _file(language: Language, domain: str) -> Path:
    return paths.translations(language.code, "LC_MESSAGES", f"{domain}.po")


def _texts(language: Language) -> Iterator[_Text]:
    for domain in ("content", "ui"):
        file = _file(language, domain)
        for message in templates.read(file, language.code) if file.is_file() else ():
            if message.id:
                forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                french = message.id if isinstance(message.id, str) else tuple(message.id)
                note = "; ".join(message.auto_comments) or "phrase de l’écran ou du papier"
                yield _Text(domain, message.context, french, forms, note)


def _mark(french: str, gloss: str) -> str:
    return reviews.key("", french, gloss)[:10]


def proofs(language: Language) -> tuple[Proof, ...]:
    """Every text of ``language``, at the state of its least reviewed place."""
    states = reviews.load(paths.translations(language.code, "reviews.toml"))
    found: dict[tuple[str, str], Proof] = {}
    for text in _texts(language):
        french, gloss = text.shown
        state: State = states.get(text.key, "draft") if gloss else "missing"
        known = found.get((french, gloss))
        if known is not None:
            state = min(state, known.state, key=_WORST_FIRST.index)
        found[french, gloss] = Proof(_mark(french, gloss), known.note if known else text.note, french, gloss, state)
    return tuple(found.values())


def faults(language: Language, returned: Sequence[Returned]) -> Iterator[Fault]:
    """Everything that keeps the lines from being taken."""
    by_mark = {proof.mark: proof for proof in proofs(language)}
    glosses: dict[str, set[str]] = {}
    for proof in by_mark.values():
        glosses.setdefault(proof.french, set()).add(proof.gloss)
    allowed = glossary.exceptions(language.code)
    seen: dict[str, int] = {}
    for one in returned:
        if one.mark in seen:
            yield Fault(one.line, MARK, f"déjà à la ligne {seen[one.mark]}")
            continue
        seen[one.mark] = one.line
        known = by_mark.get(one.mark)
        if known is None:
            if one.read or not _as_sent(one):
                yield _stranger(one, glosses)
        elif one.french != known.french:
            yield Fault(one.line, FRENCH_TEXT, "le français ne se modifie pas ici")
        elif not one.gloss and (known.gloss or one.read):
            yield Fault(one.line, GLOSS, "vide")
        elif one.gloss and (one.gloss != known.gloss or one.read):
            yield from (Fault(one.line, GLOSS, what) for what in _wrong(language, one, allowed))


def _as_sent(one: Returned) -> bool:
    """Whether the line came back as it went out: what became of its text meanwhile does not concern its reader."""
    return one.mark == _mark(one.french, one.gloss)


def _stranger(one: Returned, glosses: dict[str, set[str]]) -> Fault:
    if not one.mark:
        return Fault(one.line, MARK, "vide : cette ligne ne vient pas de la feuille")
    if one.french in glosses:
        return Fault(one.line, GLOSS, "quelqu’un a changé cette traduction depuis : exportez de nouveau")
    if one.french:
        return Fault(one.line, FRENCH_TEXT, "le français a changé depuis, ou n’existe plus : exportez de nouveau")
    return Fault(one.line, MARK, f"« {one.mark[:20]} » est inconnu")


def _wrong(language: Language, one: Returned, allowed: glossary.Exceptions) -> Iterator[str]:
    french, forms = one.french.split(JOINT), one.gloss.split(JOINT)
    counts = len(french) > 1
    if counts and len(forms) != language.forms:
        yield f"il faut {language.forms} formes séparées par « ||| »"
    for form in forms:
        if not form.strip():
            yield "une forme est vide"
        if not placeholders.same(french[-1], form, count_optional=counts):
            wanted = ", ".join(f"%({name})…" for name in sorted(placeholders.names(french[-1]))) or "aucune"
            yield f"les places à remplir ont changé ; il faut : {wanted}"
        for fault in check.faults_of_text(language, form):
            begins = next((english for english in _IN_FRENCH if fault.startswith(english)), "")
            yield _IN_FRENCH.get(begins, "") + fault.removeprefix(begins)
    for term in glossary.misses(language.code, one.french, one.gloss, allowed):
        yield f"« {term.french} » se dit « {term.glosses[language.code]} » dans le lexique"


def take(language: Language, returned: Iterable[Returned], reader: str, day: date) -> Taken:
    """Write what came back, once ``faults`` found nothing: glosses first, then who read them."""
    old = {proof.mark: proof for proof in proofs(language)}
    wanted = {(old[one.mark].french, old[one.mark].gloss): one for one in returned if one.gloss and one.mark in old}
    changed = {(one.french, gloss) for (_, gloss), one in wanted.items() if one.gloss != gloss}
    read: list[Review] = []
    for domain in ("content", "ui") if changed else ():
        _rewrite(language, domain, {pair: one.gloss for pair, one in wanted.items() if pair in changed})
    now = {(one.french, one.gloss) for one in wanted.values() if one.read}
    read = [Review(text.key, "read", reader, day) for text in _texts(language) if text.shown in now]
    file = paths.translations(language.code, "reviews.toml")
    if read:
        _replace(file, reviews.written([*reviews.entries(file), *read]))
    return Taken(len(changed), len(now))


def _rewrite(language: Language, domain: str, glosses: dict[tuple[str, str], str]) -> None:
    file = _file(language, domain)
    if not file.is_file():
        return
    catalogue = templates.read(file, language.code)
    for message in catalogue:
        if message.id:
            french = message.id if isinstance(message.id, str) else JOINT.join(message.id)
            forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
            gloss = glosses.get((french, JOINT.join(forms) if all(forms) else ""))
            if gloss is not None:
                message.string = gloss if isinstance(message.id, str) else tuple(gloss.split(JOINT))
    _replace(file, templates.text_of(catalogue, language))


def _replace(file: Path, text: str) -> None:
    beside = file.with_suffix(file.suffix + ".new")
    beside.write_text(text, "utf-8")
    beside.replace(file)
