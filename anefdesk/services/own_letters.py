"""The letters on the shelf: those that ship, those the association wrote, and the citations a reader answers for.

Used by ``correspondence``. What the association adds is checked as it comes in; below grade A a citation waits for
the dated reading of somebody who is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from anefdesk.domain.centre import Approval, OwnTemplate
from anefdesk.domain.change import Touched
from anefdesk.domain.letter import Filled
from anefdesk.domain.letter_template import Citation, LetterTemplate, Needed
from anefdesk.domain.letter_text import PREFECTURE, printable
from anefdesk.domain.record import ObjectId, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import CatalogueError, InputRefusedError
from anefdesk.services import typed
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

Kept = OwnTemplate | Approval


@dataclass(frozen=True, slots=True)
class CitationView:
    """One citation, the reading in force if it has one, and whether letters of today print it."""

    citation: Citation
    approval: Approval | None
    prints: bool


def own_templates(at: Workplace) -> dict[str, LetterTemplate]:
    """The association's letters that can still be read, by hexadecimal id."""
    kept = [one for one in reading.things(at.store.connection, at.store.centre, OwnTemplate) if not one.gone]
    return {one.id.hex(): read for one in kept if (read := _read(at, one)) is not None}


def _read(at: Workplace, kept: OwnTemplate) -> LetterTemplate | None:
    from anefdesk.catalogue.own_template import read_own

    try:
        return replace(read_own(kept.text, at.catalogue.letters), id=kept.id.hex(), own=True)
    except (CatalogueError, InputRefusedError):  # it names a citation or a field that this version no longer has
        return None


def shelf(at: Workplace) -> dict[str, LetterTemplate]:
    """Every letter that can be begun, by id."""
    return {**at.catalogue.letters.templates, **own_templates(at)}


def question(at: Workplace, filled: Filled) -> Needed | None:
    """The question that ``filled`` answers; nothing when its letter cannot be begun any more."""
    template = shelf(at).get(filled.template)
    asked = (*template.needed, PREFECTURE) if template else ()
    return next((one for one in asked if one.id == filled.field), None)


def approvals(at: Workplace) -> dict[str, Approval]:
    """The latest reading of each citation."""
    found: dict[str, Approval] = {}
    for one in reading.things(at.store.connection, at.store.centre, Approval):
        if not one.gone and (one.citation not in found or found[one.citation].on <= one.on):
            found[one.citation] = one
    return found


class LetterShelving:
    """Deeds on templates and citations: anybody reads them, leads change them."""

    _at: Workplace

    def templates(self) -> tuple[LetterTemplate, ...]:
        """Every letter that can be begun, those that ship first, in the order of their codes."""
        self._at.need(Deed.READ_FILE)
        return tuple(shelf(self._at).values())

    def own_templates(self) -> tuple[OwnTemplate, ...]:
        """What the association added, also what this version can no longer read."""
        self._at.need(Deed.READ_FILE)
        found = reading.things(self._at.store.connection, self._at.store.centre, OwnTemplate)
        return tuple(one for one in found if not one.gone)

    def add_template(self, text: str) -> ObjectId:
        """Check a letter in the format of the shipped ones and keep it.

        Raises:
            InputRefusedError: ``template.…``, as ``read_own``; ``template.known``, the same text is kept already.
            AccessRefusedError: ``access.role``.
        """
        from anefdesk.catalogue.own_template import read_own

        self._at.need(Deed.MANAGE_STAFF)
        template = read_own(text, self._at.catalogue.letters)
        if any(one.text == text for one in self.own_templates()):
            raise InputRefusedError("template.known")
        kept = OwnTemplate(
            id=self._at.new_id(), title=template.title, text=text, added_on=self._at.clock.today().isoformat()
        )
        centre = self._at.store.centre
        self._at.record(adding(centre, kept))
        self._at.can_undo(setting(centre, kept, differences(kept, replace(kept, gone=True))))
        return kept.id

    def remove_template(self, template: OwnTemplate) -> Touched:
        """No new letter is begun with it; those that were stay."""
        self._at.need(Deed.MANAGE_STAFF)
        return self._withdrawn(template, replace(template, gone=False), replace(template, gone=True))

    def citations(self) -> tuple[CitationView, ...]:
        """Every citation with its reading; those that still wait come first."""
        self._at.need(Deed.READ_FILE)
        read, today = approvals(self._at), self._at.clock.today()
        found = [
            CitationView(one, read.get(one.id), printable(one, read.get(one.id), today))
            for one in self._at.catalogue.letters.citations.values()
        ]
        return tuple(sorted(found, key=lambda view: view.prints))

    def approve(self, citation: str, reader: str, on: date) -> Touched:
        """Note that ``reader``, by name and quality, answers for a citation as it is worded today.

        Raises:
            InputRefusedError: ``citation.unknown``, ``citation.reader``, ``citation.future``, ``text.too_long``.
            AccessRefusedError: ``access.role``.
        """
        self._at.need(Deed.MANAGE_STAFF)
        known, reader = self._at.catalogue.letters.citations.get(citation), typed.plain(reader)
        if known is None:
            raise InputRefusedError("citation.unknown")
        if not reader:
            raise InputRefusedError("citation.reader")
        if on > self._at.clock.today():
            raise InputRefusedError("citation.future")
        read = Approval(id=self._at.new_id(), citation=citation, reader=reader, on=on.isoformat(), words=known.text)
        centre = self._at.store.centre
        touched = self._at.record(adding(centre, read))
        self._at.can_undo(setting(centre, read, differences(read, replace(read, gone=True))))
        return touched

    def withdraw_approval(self, approval: Approval) -> Touched:
        """The citation waits again; letters already issued stay as they are."""
        self._at.need(Deed.MANAGE_STAFF)
        return self._withdrawn(approval, replace(approval, gone=False), replace(approval, gone=True))

    def _withdrawn(self, thing: Kept, here: Kept, gone: Kept) -> Touched:
        centre = self._at.store.centre
        touched = self._at.record(setting(centre, thing, differences(here, gone)))
        self._at.can_undo(setting(centre, thing, differences(gone, here)))
        return touched


def by_id(templates: Mapping[str, LetterTemplate], wanted: str) -> LetterTemplate:
    """A letter of the shelf.

    Raises:
        InputRefusedError: ``letter.no_template``.
    """
    found = templates.get(wanted)
    if found is None:
        raise InputRefusedError("letter.no_template")
    return found
