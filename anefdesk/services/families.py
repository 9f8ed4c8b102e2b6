"""Families: files tied to one another, proofs that serve several, what one person's life changes in another's file.

A tie is written on both sides in one deed. Whatever leads to a file that is not open to the reader is not shown.
"""

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from anefdesk.domain import household, ids
from anefdesk.domain.case import CaseFile, Person
from anefdesk.domain.change import Touched
from anefdesk.domain.checklist import Borrowed
from anefdesk.domain.household import (
    EventKind,
    Handled,
    Keeper,
    LifeEvent,
    Link,
    Notice,
    Relation,
    Relative,
    SharedProof,
)
from anefdesk.domain.look_at import LookAt, look_at
from anefdesk.domain.partial_date import PartialDate, shown
from anefdesk.domain.record import CaseId, ObjectId, Stored, UserId, cells_of, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError
from anefdesk.services import sharing, typed
from anefdesk.services.casework import Casework, NewPerson
from anefdesk.services.sync import reserving
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

_TOLD_BEFORE = timedelta(days=730)  # how long ahead the person's page tells of a birthday
_TOLD_AFTER = timedelta(days=365)
_GONE = "gone"


@dataclass(frozen=True)
class MemberRow:
    """One person of the family whose file is open to the reader. ``born`` is shown form, ``permit_end`` ISO."""

    case: CaseId
    relation: Relation
    latin: str
    native: str
    born: str
    permit_end: str
    disputed: bool  # two desks disagree about the relation


@dataclass(frozen=True)
class Lent:
    """A proof of this file that serves another one."""

    shared: SharedProof
    case: CaseId
    latin: str
    native: str
    document: str


@dataclass(frozen=True)
class NoticeRow:
    """A reason to look at this file again; the name is empty when it is about its own person."""

    notice: Notice
    latin: str
    native: str
    look_at: LookAt | None  # None: to be verified
    handled: bool


@dataclass(frozen=True)
class FamilyView:
    """Everything the « Famille » section shows of one file."""

    members: tuple[MemberRow, ...]
    borrowed: tuple[Borrowed, ...]
    lent: tuple[Lent, ...]
    events: tuple[LifeEvent, ...]
    notices: tuple[NoticeRow, ...]  # those to deal with first, then by day


class Families:
    """Deeds on family ties. All but ``create_linked`` can be taken back by ``Casework.undo``."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    # Reading

    def view(self, case: CaseId) -> FamilyView:
        """The family as this file tells it; raises as ``Workplace.enter``."""
        self._at.need(Deed.READ_FILE)
        file = self._at.file(case)
        self._at.read_once(case)
        lines = self._lines(file)
        members = tuple(
            MemberRow(
                case=line.case,
                relation=link.relation,
                latin=line.latin,
                native=line.native,
                born=shown(line.born),
                permit_end=line.permit_end,
                disputed=any(obj == link.id for obj, _ in file.disputed),
            )
            for link in file.links
            if (line := lines.get(CaseId(link.other)))
        )
        return FamilyView(
            members=members,
            borrowed=sharing.borrowed(self._at, file),
            lent=self._lent(case),
            events=file.events,
            notices=self._notices(file, lines),
        )

    def _lines(self, file: CaseFile) -> dict[CaseId, reading.PersonLine]:
        others = {CaseId(link.other) for link in file.links}
        return {line.case: line for line in reading.lines(self._at.store.connection, others)}

    def _lent(self, case: CaseId) -> tuple[Lent, ...]:
        closed = self._at.closed()
        borrowers = [other for other in reading.borrowers(self._at.store.connection, case) if other not in closed]
        return tuple(
            Lent(proof.shared, line.case, line.latin, line.native, proof.document)
            for line in reading.lines(self._at.store.connection, borrowers)
            for proof in sharing.borrowed(self._at, self._at.file(line.case))
            if proof.shared.source == case
        )

    def _notices(self, file: CaseFile, lines: dict[CaseId, reading.PersonLine]) -> tuple[NoticeRow, ...]:
        today = self._at.clock.today()
        handled = {mark.notice for mark in file.handled}
        relatives = [Relative(file.case, None, file.person.birth_date, file.events)]
        relatives += [self._relative(link) for link in file.links if CaseId(link.other) in lines]
        said = self._at.catalogue.look_at.values()
        found = [
            NoticeRow(notice, *_names(lines.get(notice.about)), look_at(said, notice), notice.key in handled)
            for relative in relatives
            for notice in household.notices(relative)
            if not notice.code.birthday or today - _TOLD_AFTER <= notice.on <= today + _TOLD_BEFORE
        ]
        return tuple(sorted(found, key=_to_deal_with_first))

    def _relative(self, link: Link) -> Relative:
        other = self._at.file(CaseId(link.other))
        return Relative(other.case, link.relation, other.person.birth_date, other.events)

    # Ties

    def link(self, case: CaseId, other: CaseId, relation: Relation) -> Touched:
        """Tie two files: ``relation`` is what the person of ``other`` is to the one of ``case``. Again: change it.

        Raises:
            InputRefusedError: ``family.self``.
        """
        self._enter(case, other)
        if case == other:
            raise InputRefusedError("family.self")
        return self._both(case, other, relation, gone=False)

    def unlink(self, case: CaseId, other: CaseId) -> Touched:
        """Untie two files. Proofs that one shares with the other are no longer shared.

        Raises:
            InputRefusedError: ``family.not_linked``.
        """
        self._enter(case, other)
        link = self._link(case, other)
        if link is None:
            raise InputRefusedError("family.not_linked")
        shares = [
            (borrower, dataclasses.replace(shared, gone=True))
            for borrower, source in ((case, other), (other, case))
            for shared in self._at.file(borrower).shared
            if shared.source == source
        ]
        return self._both(case, other, link.relation, gone=True, also=shares)

    def _both(
        self,
        case: CaseId,
        other: CaseId,
        relation: Relation,
        *,
        gone: bool,
        also: Collection[tuple[CaseId, Stored]] = (),
    ) -> Touched:
        sides = ((case, other, relation), (other, case, relation.inverse))
        things: list[tuple[CaseId, Stored]] = [
            (mine, Link(id=ids.link_id(mine, theirs), other=theirs, relation=seen, gone=gone))
            for mine, theirs, seen in sides
        ]
        return self._written(*things, *also)

    def _written(self, *things: tuple[CaseId, Stored]) -> Touched:
        """Write each thing as it should be, in one deed that can be taken back; nothing when nothing differs."""
        changes, backs = [], []
        for case, after in things:
            before = reading.thing(self._at.store.connection, case, after.id, type(after))
            fields = differences(before, after)
            if fields:
                changes.append(setting(case, after, fields))
                back = before if cells_of(before) else dataclasses.replace(after, **{_GONE: True})  # type: ignore[arg-type]  # all of them have it
                backs.append(setting(case, after, differences(after, back)))
        if not changes:
            return Touched()
        touched = self._at.record(*changes)
        self._at.can_undo(*backs)
        return touched

    def _enter(self, *cases: CaseId) -> None:
        self._at.need(Deed.EDIT_FILE)
        for case in cases:
            self._at.enter(case)

    def _link(self, case: CaseId, other: CaseId) -> Link | None:
        return next((link for link in self._at.file(case).links if link.other == other), None)

    # A relative's new file

    def proposed(self, case: CaseId) -> NewPerson:
        """What a relative's file most likely has in common with this one: family name, languages, housing."""
        self._enter(case)
        file = self._at.file(case)
        name = file.main_name
        return NewPerson(
            family=name.family if name else "",
            family_native=name.family_native if name else "",
            nationality=file.person.nationality,
            languages=file.languages,
            address_kind=file.person.address_kind,
            department=file.person.department,
        )

    def create_linked(self, case: CaseId, new: NewPerson, relation: Relation) -> CaseId:
        """Open the file of a relative: same address, tied to this one; restricted to the same people if this one is.

        Raises:
            InputRefusedError: as ``Casework.create``; nothing is written.
        """
        self._enter(case)
        file = self._at.file(case)
        made, things = Casework(self._at).written(new)
        restricted = bool(reading.restricted(self._at.store.connection, case))  # in doubt, it is
        changes = [adding(made, self._housed(thing, file, restricted=restricted)) for thing in things]
        changes += [
            adding(mine, Link(id=ids.link_id(mine, theirs), other=theirs, relation=seen))
            for mine, theirs, seen in ((case, made, relation), (made, case, relation.inverse))
        ]
        if restricted:
            named = {keeper.id for keeper in file.keepers} | {ObjectId(bytes(self._at.me.user))}
            keepers = [adding(made, Keeper(id=user, named=True)) for user in sorted(named)]
            people = {UserId(bytes(user)): True for user in named}
            changes = [*keepers, *reserving.first_key(self._at, made, people), *changes]
        self._at.record(*changes, new_case=made)
        return made

    @staticmethod
    def _housed(thing: Stored, like: CaseFile, *, restricted: bool) -> Stored:
        if not isinstance(thing, Person):
            return thing
        same = like.person
        if thing.address_kind is same.address_kind and thing.department == same.department:
            thing = dataclasses.replace(thing, address=same.address, postcode=same.postcode, city=same.city)
        return dataclasses.replace(thing, restricted=restricted)

    # Proofs that serve several files

    def share(self, case: CaseId, proof: ObjectId, others: Collection[CaseId], document: str = "") -> Touched:
        """Let a piece or a received line of ``case`` serve the ``others`` too, as ``document`` (its own by default).

        Raises:
            InputRefusedError: ``proof.unknown``, ``family.not_linked``.
        """
        self._enter(case, *others)
        document = document or sharing.document_of(self._at.file(case), proof)
        if not sharing.document_of(self._at.file(case), proof):
            raise InputRefusedError("proof.unknown")
        if any(self._link(case, other) is None for other in others):
            raise InputRefusedError("family.not_linked")
        return self._written(
            *(
                (
                    other,
                    SharedProof(
                        id=ids.shared_id(other, case, proof, document), source=case, proof=proof, document=document
                    ),
                )
                for other in others
            )
        )

    def unshare(self, case: CaseId, shared: SharedProof) -> Touched:
        """Let a borrowed proof serve ``case`` no more; at its source it stays."""
        self._enter(case)
        known = next((one for one in self._at.file(case).shared if one.id == shared.id), None)
        if known is None:
            raise InputRefusedError("proof.unknown")
        return self._written((case, dataclasses.replace(known, gone=True)))

    # Events and notices

    def tell(self, case: CaseId, kind: EventKind, on: str, remark: str = "") -> Touched:
        """Record what happened to the person; ``on`` as typed, perhaps partial. Linked files are told.

        Raises:
            InputRefusedError: ``date.impossible``, ``date.future``, ``text.too_long``.
        """
        self._enter(case)
        told = PartialDate.typed(on)
        typed.check_born(told, date.max if self._at.clock.absurd() else self._at.clock.today())
        event = LifeEvent(id=self._at.new_id(), kind=kind, on=told.stored(), remark=typed.prose(remark))
        return self._written((case, event))

    def untell(self, case: CaseId, event: LifeEvent) -> Touched:
        """Take an event back, recorded by mistake: linked files hear of it no more."""
        self._enter(case)
        known = next((one for one in self._at.file(case).events if one.id == event.id), None)
        return self._written((case, dataclasses.replace(known, gone=True))) if known else Touched()

    def handle(self, case: CaseId, notice: str) -> Touched:
        """Say that a notice was dealt with; ``notice`` is its key.

        Raises:
            InputRefusedError: ``notice.unknown``.
        """
        self._enter(case)
        file = self._at.file(case)
        if notice not in {row.notice.key for row in self._notices(file, self._lines(file))}:
            raise InputRefusedError("notice.unknown")
        return self._written((case, Handled(id=ids.handled_id(case, notice), notice=notice)))


def _names(line: reading.PersonLine | None) -> tuple[str, str]:
    return (line.latin, line.native) if line else ("", "")


def _to_deal_with_first(row: NoticeRow) -> tuple[bool, date, str]:
    return row.handled, row.notice.on, row.notice.key
