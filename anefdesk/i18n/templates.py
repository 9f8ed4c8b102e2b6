"""The files translators work in: templates (.pot) from the French, catalogues (.po) kept in step with them.

Used by the extractions of the interface and of the catalogue, and by the checks. The files hold no
timestamp and keep a stable order, so that a difference shows a change of text and nothing else.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from anefdesk import paths
from anefdesk.i18n.languages import APPLICANT_LANGUAGES, FRENCH, STAFF_LANGUAGES, Language

WIDTH = 100

# Modules whose sentences the applicant reads; the others are for staff, in the staff's languages only.
TO_APPLICANT = (
    "anefdesk/services/consent_wording.py",
    "anefdesk/services/letter_wording.py",
    "anefdesk/services/rights_wording.py",
    "anefdesk/services/paper.py",
    "anefdesk/services/wording.py",
    "anefdesk/ui/applicant",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One French text to translate: ``plural`` when it counts, ``place`` where it stands."""

    french: str
    plural: str = ""
    context: str | None = None
    note: str = ""
    place: str = ""

    @property
    def message_id(self) -> str | tuple[str, str]:
        """The text as gettext names it."""
        return (self.french, self.plural) if self.plural else self.french


def _written(catalogue: Catalog, headers: str) -> str:
    body = io.BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, include_lineno=False)
    return f'msgid ""\nmsgstr ""\n{headers}\n' + body.getvalue().decode()


def _header(**lines: str) -> str:
    fixed = {"Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}
    named = {name.replace("_", "-"): value for name, value in lines.items()}
    return "".join(f'"{name}: {value}\\n"\n' for name, value in {**named, **fixed}.items())


def _add(catalogue: Catalog, entry: Entry, known: Message | None = None) -> None:
    catalogue.add(
        entry.message_id,
        known.string if known else None,
        locations=[(entry.place, 0)] if entry.place else [],
        flags=known.flags if known else (),
        auto_comments=[entry.note] if entry.note else [],
        user_comments=known.user_comments if known else [],
        context=entry.context,
    )


def template(entries: Iterable[Entry]) -> str:
    """The text of the .pot of ``entries``, in their order."""
    catalogue = Catalog(fuzzy=False)
    for entry in entries:
        _add(catalogue, entry)
    return _written(catalogue, _header(Language="fr"))


def read(file: Path, code: str) -> Catalog:
    """The catalogue in ``file``.

    Raises:
        PoFileError: it is malformed.
    """
    with file.open("rb") as source:
        return read_po(source, locale=code, abort_invalid=True)


def merged(entries: Iterable[Entry], language: Language, file: Path) -> str:
    """The .po of ``language`` for ``entries``: known translations kept, those no longer used set aside."""
    catalogue = Catalog(fuzzy=False)
    catalogue.locale = language.code
    known: dict[tuple[str | None, str], Message] = {}
    if file.is_file():
        old = read(file, language.code)
        for message in [*old.obsolete.values(), *old]:
            french = message.id if isinstance(message.id, str) else message.id[0]
            if french and any(message.string):
                known[message.context, french] = message
    for entry in entries:
        message = known.pop((entry.context, entry.french), None)
        fits = message is not None and isinstance(message.string, str) != bool(entry.plural)
        _add(catalogue, entry, message if fits else None)
    for (context, french), message in sorted(known.items(), key=lambda item: (item[0][0] or "", item[0][1])):
        message.locations, message.auto_comments = [], []
        catalogue.obsolete[french, context or ""] = message
    return text_of(catalogue, language)


def text_of(catalogue: Catalog, language: Language) -> str:
    """The .po of ``language`` that says what ``catalogue`` says."""
    return _written(catalogue, _header(Language=language.code, Plural_Forms=language.plural_forms))


def files_of(domain: str) -> list[tuple[Language, Path]]:
    """Every language of the applicants with its .po of ``domain``."""
    return [
        (language, paths.translations(language.code, "LC_MESSAGES", f"{domain}.po"))
        for language in APPLICANT_LANGUAGES
        if language is not FRENCH
    ]


def _for_the_applicant(entry: Entry) -> bool:
    """Whether the applicant may read it: every text of the catalogue, and the interface's from these modules."""
    return entry.context is not None or entry.place.startswith(TO_APPLICANT)


def update(domain: str, entries: Iterable[Entry]) -> int:
    """Write the template of ``domain`` and bring every .po in step with it; returns the count of texts."""
    texts = list(entries)
    paths.translations().mkdir(exist_ok=True)
    paths.translations(f"{domain}.pot").write_text(template(texts), "utf-8")
    for language, file in files_of(domain):
        read_here = [one for one in texts if language.code in STAFF_LANGUAGES or _for_the_applicant(one)]
        text = merged(read_here, language, file)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return len(texts)


def stale(domain: str, entries: Iterable[Entry]) -> bool:
    """Whether the template on disk is not the one ``entries`` give."""
    file = paths.translations(f"{domain}.pot")
    return not file.is_file() or file.read_text("utf-8") != template(entries)


def compile_po(file: Path, code: str) -> bytes:
    """The .mo of a .po; fuzzy entries are left out."""
    compiled = io.BytesIO()
    write_mo(compiled, read(file, code))
    return compiled.getvalue()
