"""Files of people: create, read, edit in place with undo, note, journal.

One method is one deed. Editing takes the object as it was read and as it should be; only what differs is written.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from anefdesk.domain import case as trade
from anefdesk.domain import ids
from anefdesk.domain.blockage import Attempt, Blockage, Exhibit, Harm, Remedy
from anefdesk.domain.case import CaseFile, JournalEntry, Note
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.consent import Consent
from anefdesk.domain.happened import LegalEvent, Told
from anefdesk.domain.household import Handled, Keeper, Link, SharedProof
from anefdesk.domain.letter import Letter
from anefdesk.domain.procedure import Department, PermitKind
from anefdesk.domain.record import CaseId, ObjectId, Stored, differences, laws, to_value
from anefdesk.domain.staff import Deed, may
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.services import countries, typed
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

S = TypeVar("S", bound=Stored)

_SEVERAL_LINES = frozenset({"text", "address", "remark"})
_NOT_BY_HAND = (  # their own services write them
    Handled, Keeper, Link, SharedProof, LegalEvent, Told, Blockage, Attempt, Exhibit, Remedy, Harm, Consent, Letter,
)  # fmt: skip


@dataclass(frozen=True)
class NewPerson:
    """What is known when a file is opened; everything but a name may be empty. Texts as typed."""

    family: str = ""
    given: str = ""
    family_native: str = ""
    given_native: str = ""
    birth_date: str = ""
    nationality: str = ""
    foreigner_number: str = ""
    gender: str = ""
    languages: tuple[trade.Language, ...] = ()  # their ids are replaced
    phone: str = ""
    phone_safe: trade.Safe = trade.Safe.UNKNOWN
    address_kind: trade.AddressKind | None = None
    department: str = ""


@dataclass(frozen=True)
class Writer:
    """Who wrote something and when, by this PC's clock of that time."""

    label: str
    wall_ms: int


@dataclass(frozen=True)
class FileView:
    """A file as this member may read it: journal and notes are left out for reception."""

    file: CaseFile
    writers: Mapping[ObjectId, Writer]
    private_notes: Mapping[ObjectId, str]  # mine only, in clear
    may_read_journal: bool


@dataclass(frozen=True)
class Access:
    """One reading of a file."""

    label: str
    wall_ms: int
    what: str


class Casework:
    """Deeds on people's files."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def create(self, new: NewPerson) -> CaseId:
        """Open a file.

        Raises:
            InputRefusedError: ``person.no_name`` or what a field's check refuses; nothing is written.
        """
        self._at.need(Deed.EDIT_FILE)
        case, things = self.written(new)
        self._at.record(*(adding(case, thing) for thing in things), new_case=case)
        return case

    def written(self, new: NewPerson) -> tuple[CaseId, tuple[Stored, ...]]:
        """What a new file would hold, and its case; nothing is recorded. Raises as ``create``."""
        case = ids.new_case()
        name = trade.Name(
            id=self._at.new_id(),
            family=typed.plain(new.family),
            given=typed.plain(new.given),
            family_native=typed.plain(new.family_native),
            given_native=typed.plain(new.given_native),
        )
        if not (name.latin() or name.native()):
            raise InputRefusedError("person.no_name")
        person = trade.Person(
            id=ObjectId(case),
            birth_date=typed.birth_date(new.birth_date, self._latest_birth()),
            nationality=typed.plain(new.nationality),
            foreigner_number=typed.foreigner_number(new.foreigner_number),
            gender=typed.plain(new.gender),
            address_kind=new.address_kind,
            department=typed.plain(new.department),
        )
        things: list[Stored] = [person, name]
        things += [
            trade.Language(
                id=self._at.new_id(), code=said.code, spoken=said.spoken, read=said.read, preferred=said.preferred
            )
            for said in new.languages
        ]
        if new.phone.strip():
            value = typed.phone(new.phone)
            things.append(trade.ContactPoint(id=self._at.new_id(), value=value, safe=new.phone_safe))
        return case, tuple(things)

    def open(self, case: CaseId) -> FileView:
        """Read a file; the reading is logged.

        Raises:
            StorageError: ``case.missing``.
        """
        view = self._view(case)
        self._at.read_logged(case, "file")
        return view

    def reload(self, case: CaseId) -> FileView:
        """Read again a file that is already open, which is not logged again; raises as ``open``."""
        view = self._view(case)
        self._at.read_once(case)
        return view

    def _view(self, case: CaseId) -> FileView:
        self._at.need(Deed.READ_FILE)
        file, authored = self._at.file_with_authors(case)
        labels = self._at.labels()
        may_read = may(self._at.me.role, Deed.READ_JOURNAL)
        own = [note for note in file.notes if note.sealed and authored[note.id].author == self._at.me.user]
        private = {note.id: text for note in own if (text := self._unsealed(case, note)) is not None}
        notes = tuple(note for note in file.notes if note.id in private or (may_read and not note.sealed))
        file = dataclasses.replace(file, notes=notes, journal=file.journal if may_read else ())
        writers = {obj: Writer(labels.get(by.author, ""), by.wall_ms) for obj, by in authored.items()}
        return FileView(file, writers, private, may_read)

    def _unsealed(self, case: CaseId, note: Note) -> str | None:
        """My note in clear; ``None`` when it was sealed to a key I no longer have: the rest of the file still opens."""
        assert note.sealed is not None
        try:
            return self._at.privacy.open(note.sealed, _note_context(case)).decode()
        except StorageError:
            return None

    def edit(self, case: CaseId, before: S, after: S) -> Touched:
        """Write what differs between ``before`` and ``after``; nothing is written when nothing does.

        Raises:
            InputRefusedError: ``text.too_long``, ``date.future``; ``thing.stays`` for journal and notes, which
                are only added to, and for what has a service of its own.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        if isinstance(before, (JournalEntry, Note, *_NOT_BY_HAND)):
            raise InputRefusedError("thing.stays")
        after = _tidied(after)
        if isinstance(before, trade.Person) and isinstance(after, trade.Person):
            if before.restricted is not after.restricted:
                raise InputRefusedError("thing.stays")
            if after.born is not None:
                typed.check_born(after.born, self._latest_birth())
        fields = differences(before, after)
        if not fields:
            return Touched()
        undo = {law.number: to_value(getattr(before, law.name)) for law in laws(type(before)) if law.number in fields}
        touched = self._at.record(setting(case, after, fields))
        self._at.can_undo(setting(case, before, undo))
        return touched

    def add(self, case: CaseId, thing: Stored) -> Touched:
        """Put a new object into the file; its ``id`` comes from ``new_id``.

        Raises:
            InputRefusedError: ``text.too_long``, ``thing.stays`` for what has a service of its own.
        """
        self._at.need(Deed.EDIT_FILE)
        if isinstance(thing, (trade.Person, *_NOT_BY_HAND)):
            raise InputRefusedError("thing.stays")
        thing = _tidied(thing)
        touched = self._at.record(adding(case, thing))
        gone = next((law.number for law in laws(type(thing)) if law.name == "gone"), None)
        if gone is not None:
            self._at.can_undo(setting(case, thing, {gone: True}))
        return touched

    def new_id(self) -> ObjectId:
        """An id for an object about to be added."""
        return self._at.new_id()

    def remove(self, case: CaseId, thing: Stored) -> Touched:
        """Take an object out of sight; its history stays, undo brings it back.

        Raises:
            InputRefusedError: ``thing.stays`` for what is only ever added to.
        """
        self._at.need(Deed.EDIT_FILE)
        gone = next((law.number for law in laws(type(thing)) if law.name == "gone"), None)
        if gone is None or isinstance(thing, _NOT_BY_HAND):
            raise InputRefusedError("thing.stays")
        touched = self._at.record(setting(case, thing, {gone: True}))
        self._at.can_undo(setting(case, thing, {gone: False}))
        return touched

    def undo(self) -> Touched | None:
        """Take back my last edit, addition, removal or tie since I unlocked; ``None`` when there is none.

        A deed on a file that is no longer open to me is passed over, and one on a letter that was issued since.
        """
        kept = self._at.undo
        while kept and not all(self._may_undo(change) for change in kept[-1]):
            kept.pop()
        if not kept:
            return None
        touched = self._at.record(*(dataclasses.replace(change, reason="undo") for change in kept[-1]))
        kept.pop()
        return touched

    def _may_undo(self, change: Change) -> bool:
        if change.case == self._at.store.centre:
            return True
        if not self._at.open_to_me(change.case):
            return False
        letter = change.kind == Letter.KIND
        return not (letter and reading.thing(self._at.store.connection, change.case, change.obj, Letter).issued_on)

    def add_note(self, case: CaseId, text: str, *, private: bool) -> Touched:
        """Write a note: shared by the team, or sealed for me alone."""
        self._at.need(Deed.EDIT_FILE if private else Deed.READ_JOURNAL)
        clear = typed.prose(text)
        if not clear:
            raise InputRefusedError("text.empty")
        sealed = self._at.privacy.seal(clear.encode(), _note_context(case)) if private else None
        note = Note(id=self._at.new_id(), text="" if private else clear, sealed=sealed)
        return self._at.record(adding(case, note))

    def add_journal(self, case: CaseId, entry: JournalEntry) -> Touched:
        """Write a contact into the journal; it is never edited, only corrected by a new entry."""
        self._at.need(Deed.EDIT_FILE)
        text = typed.prose(entry.text)
        if not text:
            raise InputRefusedError("text.empty")
        kept = JournalEntry(
            id=self._at.new_id(),
            on=entry.on or self._at.clock.today().isoformat(),
            medium=entry.medium,
            text=text,
            interpreter=typed.plain(entry.interpreter),
            corrects=entry.corrects,
        )
        return self._at.record(adding(case, kept))

    def accesses(self, case: CaseId) -> tuple[Access, ...]:
        """Who read this file, latest first; for leads."""
        self._at.need(Deed.READ_ACCESS_LOG)
        self._at.enter(case)
        labels = self._at.labels()
        lines = reading.accesses(self._at.store.connection, case, limit=200)
        return tuple(Access(labels.get(line.author, ""), line.wall_ms, line.what) for line in lines)

    def _latest_birth(self) -> date:
        """Today, unless this PC's date cannot be right: then nobody is refused for it."""
        return date.max if self._at.clock.absurd() else self._at.clock.today()

    def birth_date(self, text: str) -> str:
        """A date of birth in stored form. Raises InputRefusedError, in the future too."""
        return typed.birth_date(text, self._latest_birth())

    @staticmethod
    def checked(field: str, text: str) -> str:
        """``text`` in stored form; ``field`` is a key of ``typed.CHECKS``. Raises InputRefusedError."""
        return typed.CHECKS[field](text)

    @staticmethod
    def phone_shown(stored: str) -> str:
        """A stored phone as people write it."""
        return typed.phone_shown(stored)

    @staticmethod
    def department_of(postcode: str) -> str:
        """Département of a postcode; empty when unknown."""
        return typed.department(postcode)

    def prefecture(self, department: str) -> str:
        """The préfecture of a département; empty when unknown."""
        found = self._at.catalogue.departments.get(department)
        return found.prefecture if found else ""

    def departments(self) -> tuple[Department, ...]:
        """All départements, by code."""
        return tuple(self._at.catalogue.departments.values())

    def permit_kinds(self) -> tuple[PermitKind, ...]:
        """Kinds of permit and paper that can be recorded."""
        return tuple(self._at.catalogue.permits.values())

    @staticmethod
    def countries(language: str) -> tuple[tuple[str, str], ...]:
        """ISO codes and names of countries in ``language``, sorted by name; « apatride » included."""
        return countries.named(language)

    @staticmethod
    def country(code: str, language: str) -> str:
        """Name of a nationality's country."""
        return countries.name(code, language)


def _note_context(case: CaseId) -> bytes:
    return b"anefdesk/note/1" + case


def _tidied(thing: S) -> S:
    """``thing`` with every text as it can be stored: no control characters, no halves of characters."""
    told = ((law.name, getattr(thing, law.name)) for law in laws(type(thing)))
    texts = {
        name: typed.prose(value) if name in _SEVERAL_LINES else typed.plain(value)
        for name, value in told
        if type(value) is str
    }
    return dataclasses.replace(thing, **texts)  # type: ignore[arg-type]  # names are the class's own
