"""Every text of the catalogue as the sheets print it: what a page of each procedure holds, in one language."""

from collections.abc import Iterator
from datetime import date

from anefdesk.catalogue.texts import translatable
from anefdesk.domain.case import ItemState
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.checklist import Freshness, Row
from anefdesk.domain.facts import Truth
from anefdesk.domain.procedure import Document, Procedure
from anefdesk.i18n.texts import for_language
from anefdesk.letters.documents import BilingualChecklist, Both, Imprint, Line, Section
from anefdesk.services import paper, wording
from anefdesk.services.speaking import Speaker


def _imprint(code: str) -> Imprint:
    return Imprint(centre="Centre Canari", day=date(2026, 11, 23), catalogue="2026.11", language=code)


def _row(document: Document, applies: Truth) -> Row:
    return Row(document, applies, (), ItemState.MISSING, None, (), Freshness.FRESH, None)


def _lines(speaker: Speaker, procedure: Procedure, applies: Truth) -> tuple[Line, ...]:
    return tuple(
        paper._line(speaker, _row(document, applies))
        for document in procedure.documents
        if applies is Truth.YES or document.condition
    )


def sheet(procedure: Procedure, code: str) -> BilingualChecklist:
    """The list with every line there may be: each to bring, then each that has a condition, to be seen."""
    speaker = paper.Paper._speaker(code)
    return BilingualChecklist(
        title=paper._titled(speaker, wording.LIST_TITLE, procedure),
        imprint=_imprint(code),
        sections=(
            Section(speaker.ui(wording.TO_BRING), _lines(speaker, procedure, Truth.YES)),
            Section(speaker.ui(wording.TO_SEE), _lines(speaker, procedure, Truth.UNKNOWN)),
        ),
        closing=(speaker.ui(wording.NO_PASSWORD),),
        unread=speaker.unread(),
    )


def once(sheets: Iterator[BilingualChecklist]) -> Iterator[BilingualChecklist]:
    """The same sheets, each line on the first that has it: what is laid out once need not be again."""
    seen: set[Line] = set()
    for one in sheets:
        sections = []
        for section in one.sections:
            new = tuple(line for line in section.lines if line not in seen)
            seen.update(new)
            sections.append(Section(section.title, new))
        yield BilingualChecklist(
            title=one.title, imprint=one.imprint, sections=tuple(sections), closing=one.closing, unread=one.unread
        )


def statements(catalogue: Catalogue, code: str) -> BilingualChecklist:
    """Questions, answers, steps, prices, pitfalls: each text that no line of a list shows."""
    texts = for_language(code)
    kinds = ("name", "condition", "alternatives", "max_age")
    shown = tuple(
        Both(text.french, "" if code == "fr" else texts.content(text.context, text.french).marked)
        for text in translatable(catalogue)
        if not (text.note.startswith(("nom d’un document", "dans quel cas")) and text.context.endswith(kinds))
    )
    return BilingualChecklist(title=Both("Textes", "Textes"), imprint=_imprint(code), closing=shown)
