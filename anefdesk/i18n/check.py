"""Judges the translations: ``python -m anefdesk.i18n.check``, part of ``make check``.

Prints each fault with its file and text, then the share of each language by state; exit status 1 on a fault.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from anefdesk import paths
from anefdesk.errors import CatalogueError
from anefdesk.i18n import extract, glossary, placeholders, reviews, templates
from anefdesk.i18n.isolates import balanced
from anefdesk.i18n.languages import Language

if TYPE_CHECKING:
    from babel.messages.catalog import Message

DOMAINS = ("ui", "content")

# Letters that look right to whoever does not read the language, and are another language's.
_FOREIGN_LETTERS = {
    "ar": frozenset("پچژگکیھہۀەټډړښڅځېۍګڼ"),
    "fa_AF": frozenset("كيىةټډړښڅځېۍګڼ"),
    "ps": frozenset("كگھہ"),
    "ru": frozenset("іїєґІЇЄҐ"),
    "uk": frozenset("ыэёъЫЭЁЪ"),
}
_OTHER_DIGITS = frozenset("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹০১২৩৪৫৬৭৮৯")
_UNDRAWN = frozenset("\n\t\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u00a0\u202f")


@cache
def drawable(family: str) -> frozenset[int] | None:
    """The characters the bundled font of ``family`` can draw; ``None`` when the font is not there."""
    import uharfbuzz

    file = paths.resources("fonts", f"{family.replace(' ', '')}-Regular.ttf")
    if not file.is_file():
        return None
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    return frozenset(face.unicodes)


def faults_of_text(language: Language, text: str) -> Iterator[str]:
    """What is wrong with ``text`` as a text of ``language``, whatever it translates."""
    letters = set(text)
    if not balanced(text):
        yield "isolates not balanced"
    if foreign := letters & _FOREIGN_LETTERS.get(language.code, frozenset()):
        yield f"letters of another language: {' '.join(sorted(foreign))}"
    if letters & _OTHER_DIGITS:
        yield "digits other than 0-9"
    fonts = [drawable(family) for family in language.fonts]
    if None in fonts:
        yield "a bundled font is missing"
        return
    known = frozenset[int]().union(*(font for font in fonts if font))
    if undrawn := {letter for letter in letters - _UNDRAWN if ord(letter) not in known}:
        yield f"no glyph for {' '.join(f'U+{ord(letter):04X}' for letter in sorted(undrawn))}"


def _forms(message: "Message") -> list[str]:
    string = message.string
    return list(string) if isinstance(string, tuple | list) else [string or ""]


def faults_of_message(language: Language, message: "Message") -> Iterator[str]:
    """What is wrong with one translated message."""
    counts = not isinstance(message.id, str)
    source = message.id[-1] if counts else message.id
    if message.fuzzy:
        yield "fuzzy: settle it or empty it"
    if counts and not all(_forms(message)):
        yield "a plural form is empty"
    for form in _forms(message):
        if form and not placeholders.same(str(source), form, count_optional=counts):
            yield "places differ from the French"
        yield from faults_of_text(language, form)


def _applicants_texts(language: Language) -> dict[tuple[str, str], None]:
    """French and gloss of everything an applicant reads, each pair once."""
    texts: dict[tuple[str, str], None] = {}
    for domain in DOMAINS:
        file = paths.translations(language.code, "LC_MESSAGES", f"{domain}.po")
        for message in templates.read(file, language.code) if file.is_file() else ():
            if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string:
                place = message.locations[0][0] if message.locations else ""
                if message.context or place.startswith(templates.TO_APPLICANT):
                    texts[message.id, message.string] = None
    return texts


def faults_of_terms(language: Language) -> Iterator[str]:
    """Texts whose French has a term of the glossary and which say it in other words."""
    allowed = glossary.exceptions(language.code)
    for french, gloss in _applicants_texts(language):
        for term in glossary.misses(language.code, french, gloss, allowed):
            yield f"« {french[:60]} »: {term.id} is not said « {term.glosses[language.code]} »"


def faults_of_file(language: Language, domain: str, shares: Counter[str]) -> Iterator[str]:
    """What is wrong with one file of translations; ``shares`` counts its texts by state, those not translated too."""
    from babel.messages.pofile import PoFileError

    file = paths.translations(language.code, "LC_MESSAGES", f"{domain}.po")
    if not file.is_file():
        return
    if f'"Plural-Forms: {language.plural_forms}\\n"' not in file.read_text("utf-8"):
        yield "Plural-Forms is not the pinned one, on one line"
    try:
        catalogue = templates.read(file, language.code)
        templates.compile_po(file, language.code)
        states = reviews.load(paths.translations(language.code, "reviews.toml"))
    except (PoFileError, ValueError, CatalogueError) as error:
        yield f"cannot be read: {error}"
        return
    shares["missing"] += sum(1 for message in catalogue if message.id)
    for message in catalogue:
        if not message.id or not any(_forms(message)):
            continue
        shares["missing"] -= 1
        key = reviews.key_of(message.context, message.id, _forms(message))
        shares[states.get(key, "draft")] += 1
        french = message.id if isinstance(message.id, str) else message.id[0]
        for fault in faults_of_message(language, message):
            yield f"{message.context or ''} « {french[:60]} »: {fault}"


def _shown_shares(language: Language, domain: str, shares: Counter[str]) -> str:
    total = shares.total() or 1
    parts = ", ".join(f"{100 * shares[state] / total:.0f} % {state}" for state in sorted(shares))
    return f"{domain:8} {language.code:6} {shares.total():5} texts: {parts or 'none'}\n"


def _terms(language: Language) -> list[str]:
    from babel.messages.pofile import PoFileError

    try:
        for entry in glossary.unused(language.code, _applicants_texts(language), glossary.exceptions(language.code)):
            sys.stdout.write(f"{language.code}/glossary_exceptions.toml: no text needs {entry} any more\n")
        return [f"{language.code}: {one}" for one in faults_of_terms(language)]
    except CatalogueError as error:
        return [f"{language.code}/glossary_exceptions.toml: {error.params['reason']}"]
    except (PoFileError, ValueError):
        return []  # said already, of the file itself


def main() -> int:
    """Check every catalogue; 1 when something is wrong."""
    found: list[str] = []
    entries, refused = extract.interface()
    found += [f"{one.place}:{one.line}: put together before its translation" for one in refused]
    if not refused and templates.stale("ui", entries):
        found.append("translations/ui.pot is not up to date: run python -m anefdesk.i18n.extract")
    for domain in DOMAINS:
        for language, _ in templates.files_of(domain):
            shares: Counter[str] = Counter()
            found += [f"{language.code}/{domain}.po: {one}" for one in faults_of_file(language, domain, shares)]
            sys.stdout.write(_shown_shares(language, domain, shares))
    for language, _ in templates.files_of("content"):
        found += _terms(language)
    sys.stderr.write("".join(f"{one}\n" for one in found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
