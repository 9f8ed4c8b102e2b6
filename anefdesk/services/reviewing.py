"""Disagreements: two desks wrote one field without seeing each other, and a person settles it.

Used by « À trancher » and by whatever shows how many wait. A settlement is a change like any other, made offline: it
has seen every value, so that the disagreement ends on every desk it reaches.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from anefdesk.domain import names
from anefdesk.domain.case import Centre, ContactPoint, Name, NameRole, Note, Person, Safe
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.household import Keeper, Link, Relation
from anefdesk.domain.letter import Filled, Letter, frozen
from anefdesk.domain.record import (
    CaseId,
    FieldLaw,
    Kind,
    ObjectId,
    Stored,
    UserId,
    Value,
    assemble,
    laws,
    number_of,
    to_value,
)
from anefdesk.domain.rival import Rival
from anefdesk.domain.staff import Deed, may
from anefdesk.errors import InputRefusedError
from anefdesk.services import review_fields, review_names, typed
from anefdesk.services.casework import Casework
from anefdesk.services.review_names import Both, FieldForm, Who, Written
from anefdesk.services.sync import reserving
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import disputes, reading
from anefdesk.store.kinds import CLASSES

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation

_MOST = 200
_FOR_LEADS = frozenset({Kind.STAFF, Kind.CENTRE, Kind.APPROVAL})
_RESTRICTED, _NAMED, _ISSUED = (
    number_of(Person, "restricted"),
    number_of(Keeper, "named"),
    number_of(Letter, "issued_on"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One disagreement in the list. Of something of the centre itself, the name is the centre's."""

    case: CaseId
    latin: str
    native: str
    cls: type[Stored]
    attribute: str
    since: int  # wall time of the latest of the values
    centre: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values. ``value`` is as the domain has it; ``told`` its French words where no screen makes them.

    ``told`` is empty for nothing, for a choice of words (an enum, yes or no, a role) and for a sum.
    """

    stored: Value
    value: object
    told: str
    written: tuple[Written, ...]
    shown: bool  # it is the one that pages show now
    newer: bool = False  # a choice that only a newer version of the program knows


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field on which two desks wrote something else."""

    case: CaseId
    thing: Stored
    law: FieldLaw
    about: str  # which of several things: a permit, a démarche, a member; empty for the person
    form: FieldForm
    sides: tuple[Side, ...]  # the one shown first, then the latest
    frozen: bool = False  # of an issued letter: what was sent cannot be changed, only kept
    options: tuple[tuple[str, str], ...] = ()  # codes it may hold, with their names

    @property
    def obj(self) -> ObjectId:
        """The object."""
        return self.thing.id

    @property
    def field(self) -> int:
        """The number of the field."""
        return self.law.number

    @property
    def both(self) -> Both:
        """What keeping both means here; nothing, when one of them says nothing."""
        return Both.NONE if any(side.stored in {None, ""} for side in self.sides) else self.form.both

    @property
    def alike(self) -> bool:
        """Whether the values look the same: letters of another keyboard, an accent."""
        told = {names.fold(side.told) for side in self.sides if side.told}
        return len(told) == 1 and all(side.told for side in self.sides)

    @property
    def free(self) -> bool:
        """Whether something else may be written."""
        return not self.frozen


class Reviewing:
    """Deeds on disagreements; each can be taken back, and is then open again on every desk."""

    def __init__(self, workplace: Workplace, organisation: "Organisation | None" = None) -> None:
        self._at = workplace
        self._organisation = organisation

    # Reading

    def count(self) -> int:
        """How many disagreements wait for me."""
        self._at.need(Deed.READ_FILE)
        return len(self._mine())

    def of(self, case: CaseId) -> int:
        """How many wait for me in one file. Raises as ``view``."""
        self._at.need(Deed.READ_FILE)
        self._enter(case)
        return len(self._mine(case))

    def waiting(self, limit: int = _MOST) -> tuple[Waiting, ...]:
        """Those that wait for me, the latest first."""
        self._at.need(Deed.READ_FILE)
        found = self._mine()[:limit]
        connection, centre = self._at.store.connection, self._at.store.centre
        lines = {line.case: line for line in reading.lines(connection, {one.case for one in found})}
        own = reading.things(connection, centre, Centre)
        named = own[0].name if own else ""
        rows = []
        for one in found:
            cls, line = CLASSES[one.kind], lines.get(one.case)
            latin, native = (line.latin, line.native) if line else (named, "")
            law = review_fields.law_of(cls, one.field)
            rows.append(Waiting(one.case, latin, native, cls, law.name, one.since, centre=one.case == centre))
        return tuple(rows)

    @property
    def centre(self) -> CaseId:
        """The centre's own case, which is nobody's file."""
        return self._at.store.centre

    def whose(self, case: CaseId) -> str:
        """The name of the person; empty for the centre. Raises as ``view``."""
        self._at.need(Deed.READ_FILE)
        self._enter(case)
        lines = reading.lines(self._at.store.connection, {case})
        return (lines[0].latin or lines[0].native) if lines else ""

    def _mine(self, case: CaseId | None = None) -> list[disputes.Dispute]:
        found = disputes.waiting(self._at.store.connection, case)
        if not found:
            return []
        closed, centre = self._at.closed(), self._at.store.centre
        leads = may(self._at.me.role, Deed.MANAGE_STAFF)
        return [
            one
            for one in found
            if one.case not in closed
            and (one.case != centre or leads or one.kind not in _FOR_LEADS)
            and (one.kind != Kind.LINK or self._link(one.case, one.obj).other not in closed)
            and (one.kind != Kind.FILLED or not self._letter_left(one))
        ]

    def _letter_left(self, one: disputes.Dispute) -> bool:
        """Whether the letter was issued, which froze its words, or thrown away."""
        connection = self._at.store.connection
        about = reading.thing(connection, one.case, one.obj, Filled).letter
        letter = reading.thing(connection, one.case, ObjectId(about or b""), Letter)
        return bool(letter.issued_on) or letter.gone

    def _link(self, case: CaseId, obj: ObjectId) -> Link:
        return reading.thing(self._at.store.connection, case, obj, Link)

    def view(self, case: CaseId) -> tuple[Disagreement, ...]:
        """Every disagreement of one file, or of the centre itself, with all its values; the reading is logged once.

        Raises:
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        self._enter(case)
        found = self._mine(case)
        who = Who(self._at, self._organisation)
        views = tuple(self._drawn(one, who) for one in found)
        if case != self._at.store.centre:
            self._at.read_once(case)
        return tuple(sorted(views, key=_place))

    def _enter(self, case: CaseId) -> None:
        if case != self._at.store.centre:
            self._at.enter(case)

    def _drawn(self, one: disputes.Dispute, who: Who) -> Disagreement:
        connection, cls = self._at.store.connection, CLASSES[one.kind]
        law = review_fields.law_of(cls, one.field)
        form = review_fields.form_of(cls, law)
        thing = reading.thing(connection, one.case, one.obj, cls)
        fixed = isinstance(thing, Letter) and bool(thing.issued_on) and one.field in frozen(thing)
        with_ = disputes.written_with(connection, one.case, one.obj, _ISSUED if fixed else one.field)
        every = disputes.claims(connection, (one.case, one.obj, one.field))
        heads = disputes.heads(connection, (one.case, one.obj, one.field))
        by_value: dict[Value, list[disputes.Claim]] = {}
        for head in heads:
            by_value.setdefault(head.value, []).append(head)
        now = next((claim for claim in every if with_ == (claim.log, claim.seq) and not claim.rival), heads[-1])
        shown = now.value
        by_value.setdefault(shown, [now])
        sides = []
        for stored, claims in by_value.items():
            told = [claim for claim in claims if claim.rival] or claims  # opened again: not who took it back
            value = getattr(assemble(cls, one.obj, {law.number: stored}), law.name)
            words = review_names.told(self._at, thing, form, value)
            written = tuple(who.written(claim) for claim in told)
            plain = bool(stored) if law.boolean else stored
            newer = law.enum is not None and value is not None and to_value(value) != stored
            sides.append(Side(plain, value, words, written, shown=stored == shown, newer=newer))
        sides.sort(key=_first_shown)
        options = review_names.codes(self._at, form.names) if form.names else ()
        about = review_names.about(self._at, thing)
        return Disagreement(one.case, thing, law, about, form, tuple(sides), fixed, options)

    # Settling

    def keep(self, case: CaseId, obj: ObjectId, field: int, value: Value) -> Touched:
        """Settle for one of the values, as ``Side.stored`` has it; also for the one that is shown.

        Raises:
            InputRefusedError: ``review.settled`` (somebody did), ``review.value`` (none of the values),
                ``letter.frozen``, ``keeper.last``.
            AccessRefusedError: ``access.role``.
            StorageError: ``case.missing``.
        """
        one = self._found(case, obj, field)
        return self._settle(one, self._side(one, value).stored)

    def keep_both(self, case: CaseId, obj: ObjectId, field: int, value: Value, note: str) -> Touched:
        """Settle for one of the values and keep the others beside it, as ``Disagreement.both`` says.

        ``note``: the words of the note that tells the other values, where one is written. Raises as ``keep``;
        ``review.not_both``, ``text.empty``, ``text.too_long``.
        """
        one = self._found(case, obj, field)
        side = self._side(one, value)
        added = self._beside(one, [other for other in one.sides if other is not side], note)
        return self._settle(one, side.stored, added)

    def write_third(self, case: CaseId, obj: ObjectId, field: int, value: object) -> Touched:
        """Settle by writing something else: text as typed, or what was chosen.

        Raises as ``keep``, and what the form of this field refuses.
        """
        one = self._found(case, obj, field)
        if one.frozen:
            raise InputRefusedError("letter.frozen")
        after = review_fields.checked(self._at, case, one.thing, one.law, value)
        return self._settle(one, to_value(getattr(after, one.law.name)))

    def undo(self) -> Touched | None:
        """Take back my last deed; a settlement is then to be made again."""
        return Casework(self._at).undo()

    def _found(self, case: CaseId, obj: ObjectId, field: int) -> Disagreement:
        self._at.need(Deed.EDIT_FILE)
        self._enter(case)
        for one in self._mine(case):
            if (one.obj, one.field) == (obj, field):
                return self._drawn(one, Who(self._at, None))
        raise InputRefusedError("review.settled")

    @staticmethod
    def _side(one: Disagreement, value: Value) -> Side:
        side = next((side for side in one.sides if side.stored == value), None)
        if side is None:
            raise InputRefusedError("review.value")
        if one.frozen and not side.shown:
            raise InputRefusedError("letter.frozen")
        return side

    def _beside(self, one: Disagreement, others: list[Side], note: str) -> tuple[Stored, ...]:
        if one.both is Both.NONE:
            raise InputRefusedError("review.not_both")
        if one.both is Both.NOTE:
            text = typed.prose(note)
            if not text:
                raise InputRefusedError("text.empty")
            return (Note(id=self._at.new_id(), text=text),)
        made: list[Stored] = []
        for side in others:
            if isinstance(one.thing, Name):
                twin = replace(one.thing, id=self._at.new_id(), role=NameRole.SPELLING, **{one.law.name: side.value})  # type: ignore[arg-type]
                made.append(twin)
            elif isinstance(one.thing, ContactPoint) and one.both is Both.CONTACT:
                safe = Safe.NO if one.thing.safe is Safe.NO else Safe.UNKNOWN  # nobody said it of this one
                made.append(replace(one.thing, id=self._at.new_id(), value=str(side.value), safe=safe))
        return tuple(made)

    def _settle(self, one: Disagreement, value: Value, added: tuple[Stored, ...] = ()) -> Touched:
        changes = [*self._changes(one, value), *(adding(one.case, thing) for thing in added)]
        before = next(side for side in one.sides if side.shown)
        backs = self._changes(one, before.stored, back=True)
        for side in one.sides:
            for by in side.written:  # after what is shown: nothing that settles may have seen them
                said = side.stored, bytes(by.author), by.wall_ms, by.log
                backs.append(_raising(one, self._at.new_id(), *said))
        backs += [setting(one.case, thing, {_gone(thing): True}) for thing in added]
        keyed = isinstance(one.thing, Keeper) or (isinstance(one.thing, Person) and one.field == _RESTRICTED)
        touched = self._at.record(*changes, then=(lambda: reserving.due(self._at, one.case)) if keyed else None)
        self._at.can_undo(*backs)
        return touched

    def _changes(self, one: Disagreement, value: Value, *, back: bool = False) -> list[Change]:
        """What gives the field its value; with what belongs to it elsewhere."""
        first = setting(one.case, one.thing, {one.field: value})
        match one.thing:
            case Link():
                inverse = Relation(value).inverse.value
                other = reading.things(self._at.store.connection, CaseId(one.thing.other), Link)
                twins = [link for link in other if link.other == one.case]
                return [first, *(setting(CaseId(one.thing.other), link, {one.field: inverse}) for link in twins)]
            case Person() if one.field == _RESTRICTED:
                return [*self._naming(one.case, restricted=bool(value), back=back), first]
            case Keeper() if not value and not back:
                self._stays(one.case, UserId(bytes(one.obj)))
        return [first]

    def _naming(self, case: CaseId, *, restricted: bool, back: bool) -> list[Change]:
        """Names go first, as ``restricting`` has them; a file opened to all forgets who was named."""
        named = [user for user, still in reading.keepers(self._at.store.connection).get(case, {}).items() if still]
        if back or restricted:
            people = {*named, self._at.me.user}
            return [_keeper(case, user, named=True) for user in sorted(people)]
        return [_keeper(case, user, named=False) for user in sorted(named)]

    def _stays(self, case: CaseId, leaving: UserId) -> None:
        staff = self._at.staff()
        people = reading.keepers(self._at.store.connection).get(case, {})
        others = [user for user, named in people.items() if named and user != leaving]
        if not any(not self._at.has_left(staff.get(user)) for user in others):
            raise InputRefusedError("keeper.last")


def _keeper(case: CaseId, user: UserId, *, named: bool) -> Change:
    return Change(case, Kind.KEEPER, ObjectId(bytes(user)), {_NAMED: named})


def _raising(one: Disagreement, rival_id: ObjectId, value: Value, author: bytes, wall_ms: int, log: bytes) -> Change:
    rival = Rival(
        id=rival_id, about=bytes(one.obj), field=one.field, value=value, author=author, wall_ms=wall_ms, log=log
    )
    return setting(one.case, rival, {law.number: to_value(getattr(rival, law.name)) for law in laws(Rival)})


def _gone(thing: Stored) -> int:
    return number_of(type(thing), "gone")


def _first_shown(side: Side) -> tuple[bool, int]:
    return not side.shown, -max((by.wall_ms for by in side.written), default=0)


def _place(one: Disagreement) -> tuple[int, bytes, int]:
    return int(one.thing.KIND), bytes(one.obj), one.field
