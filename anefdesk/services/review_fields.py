"""What a field that people settle is like: how its value is written, what « both » means, what it refuses.

Used by ``reviewing``. A third value passes the checks of the form that field has.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from anefdesk.domain.blockage import Blockage, Harm, Remedy
from anefdesk.domain.case import Centre, ContactPoint, Demarche, Name, Permit, Person, PointKind, Staff
from anefdesk.domain.centre import Address, Approval, LocalDemand
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.household import LifeEvent
from anefdesk.domain.letter import Filled, Letter
from anefdesk.domain.letter_template import FieldKind, Needed
from anefdesk.domain.letter_values import accepted
from anefdesk.domain.partial_date import PartialDate, day_of
from anefdesk.domain.record import CaseId, FieldLaw, Stored, laws
from anefdesk.domain.staff import Role
from anefdesk.errors import InputRefusedError
from anefdesk.services import blockage_checks, event_checks, letter_addresses, letter_drawing, own_letters, typed
from anefdesk.services.clock_events import derived
from anefdesk.services.review_names import Both, Entry, FieldForm, codes
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading

_OF_CENTRE = (Staff, Centre, LocalDemand, Address, Approval)
_LINES = {(Person, "address"), (Letter, "body"), (Letter, "addressee"), (Filled, "value"), (Address, "lines")}
_PARTS = {(Person, "birth_date"), (LifeEvent, "on")}
_DAYS: Mapping[type[Stored], frozenset[str]] = {
    Permit: frozenset({"start", "end"}),
    Demarche: frozenset({"planned_on", "filed_on"}),
    LegalEvent: frozenset({"on", "until"}),
    Blockage: frozenset({"ended_on"}),
    Remedy: frozenset({"due", "replied_on"}),
    Harm: frozenset({"start", "end"}),
    Letter: frozenset({"sent_on", "due", "replied_on"}),
    Staff: frozenset({"ends_on"}),
    LocalDemand: frozenset({"said_on"}),
    Address: frozenset({"checked_on"}),
    Approval: frozenset({"on"}),
}
_CODES: Mapping[tuple[type[Stored], str], str] = {
    (Person, "nationality"): "country",
    (Person, "department"): "department",
    (Permit, "kind"): "permit",
    (Blockage, "code"): "blockage",
    (Harm, "code"): "harm",
    (Centre, "department"): "department",
    (LocalDemand, "department"): "department",
    (LocalDemand, "procedure"): "procedure",
    (Address, "addressee"): "addressee",
    (Address, "department"): "department",
    (Approval, "citation"): "citation",
    (Staff, "role"): "role",
}


def form_of(cls: type[Stored], law: FieldLaw) -> FieldForm:
    """How one field of ``cls`` is written and what keeping both means."""
    place = cls, law.name
    if law.enum is not None or law.boolean:
        return FieldForm(Entry.CHOICE, Both.NONE)
    if place in _CODES:
        both = Both.NONE if cls in _OF_CENTRE or cls in {Blockage, Harm} else Both.NOTE
        return FieldForm(Entry.CHOICE, both, _CODES[place])
    both = Both.NONE if cls in _OF_CENTRE else Both.NOTE
    if cls is Name:
        both = Both.NAME
    elif cls is ContactPoint:
        both = Both.CONTACT
    entry = Entry.LINE
    if law.name in _DAYS.get(cls, ()):
        entry = Entry.DAY
    elif place in _LINES:
        entry = Entry.LINES
    elif place in _PARTS:
        entry = Entry.PART
    elif place == (LegalEvent, "at"):
        entry = Entry.HOUR
    elif place == (Harm, "cents_month"):
        entry = Entry.EUROS
    return FieldForm(entry, both)


def law_of(cls: type[Stored], number: int) -> FieldLaw:
    """The law of a numbered field."""
    return next(law for law in laws(cls) if law.number == number)


# Checks


def checked(at: Workplace, case: CaseId, thing: Stored, law: FieldLaw, said: object) -> Stored:
    """``thing`` with ``said`` (as typed, or chosen) in the field, as its own form would keep it.

    Raises:
        InputRefusedError: as that form; ``review.value`` for what the field cannot hold.
    """
    form = form_of(type(thing), law)
    value: object = _written(at, form, said) if isinstance(said, str) else said
    if law.enum is not None and not (isinstance(value, law.enum) or (value is None and law.name == "address_kind")):
        raise InputRefusedError("review.value")
    if law.boolean and not isinstance(value, bool):
        raise InputRefusedError("review.value")
    if form.names and form.names != "role" and value and value not in dict(codes(at, form.names)):
        raise InputRefusedError("review.value")
    after = replace(thing, **{law.name: value})  # type: ignore[arg-type]  # a field of the class's own
    for cls, check in _CHECKS.items():
        if isinstance(after, cls):
            after = check(at, case, after, law.name)
    return after


def _written(at: Workplace, form: FieldForm, said: str) -> object:
    match form.entry:
        case Entry.DAY:
            return said if day_of(said) else typed.day(said)
        case Entry.PART:
            if not said.strip():
                return ""
            born = PartialDate.typed(said)
            typed.check_born(born, date.max if at.clock.absurd() else at.clock.today())
            return born.stored()
        case Entry.LINES:
            return typed.prose(said)
        case Entry.EUROS:
            sum_ = accepted(Needed("sum", "", "", FieldKind.AMOUNT), said)
            return int(sum_) if sum_ else None
        case _:
            return typed.plain(said)


def _person(_at: Workplace, _case: CaseId, after: Person, name: str) -> Person:
    if name == "foreigner_number":
        return replace(after, foreigner_number=typed.foreigner_number(after.foreigner_number))
    return replace(after, postcode=typed.postcode(after.postcode)) if name == "postcode" else after


def _point(_at: Workplace, _case: CaseId, after: ContactPoint, name: str) -> ContactPoint:
    if name == "value" and after.kind is PointKind.PHONE:
        return replace(after, value=typed.phone(after.value))
    return after


def _demarche(at: Workplace, _case: CaseId, after: Demarche, name: str) -> Demarche:
    procedure = at.catalogue.procedures.get(after.procedure)
    if name == "request" and procedure is not None and after.request not in procedure.requests:
        raise InputRefusedError("procedure.request")
    return after


def _event(at: Workplace, case: CaseId, after: LegalEvent, _name: str) -> LegalEvent:
    held = reading.things(at.store.connection, case, LegalEvent)
    others = [one for one in held if one.id != after.id and not one.gone]
    known = derived(at.file(case), at.catalogue)
    event_checks.check(after, others, known, at.clock.today(), absurd=at.clock.absurd())
    return after


def _blockage(at: Workplace, _case: CaseId, after: Blockage, name: str) -> Blockage:
    if name == "ended_on" and after.ended_on:
        blockage_checks.day(after.ended_on, at.clock, until=after.on)
    return after


def _remedy(at: Workplace, _case: CaseId, after: Remedy, name: str) -> Remedy:
    if name == "due":
        return blockage_checks.remedy(after, at.catalogue.blockages.steps, at.clock)
    if name == "replied_on" and after.replied_on:
        blockage_checks.day(after.replied_on, at.clock, until=after.on)
    return after


def _harm(at: Workplace, _case: CaseId, after: Harm, _name: str) -> Harm:
    return blockage_checks.harm(after, at.catalogue.harms, at.clock)


def _letter(at: Workplace, _case: CaseId, after: Letter, name: str) -> Letter:
    if name == "body":
        parts = letter_drawing.paragraphs(after.body)
        return replace(after, body="\n\n".join(part for text in parts if (part := typed.prose(text))))
    if name == "addressee" and after.addressee:
        return replace(after, addressee="\n".join(letter_addresses.address_lines(after.addressee)))
    if name == "sent_on" and after.sent_on:
        if after.sent_on < after.issued_on:
            raise InputRefusedError("letter.sent_early")
        _not_ahead(at, after.sent_on, "letter.future")
    if name == "replied_on" and after.replied_on:
        if after.replied_on < after.sent_on:
            raise InputRefusedError("letter.reply_early")
        _not_ahead(at, after.replied_on, "letter.future")
    return after


def _filled(at: Workplace, _case: CaseId, after: Filled, _name: str) -> Filled:
    needed = own_letters.question(at, after)
    if needed is None:
        raise InputRefusedError("review.value")
    return replace(after, value=accepted(needed, after.value))


def _not_ahead(at: Workplace, iso: str, code: str) -> None:
    if iso > at.clock.today().isoformat() and not at.clock.absurd():
        raise InputRefusedError(code)


def _staff(_at: Workplace, _case: CaseId, after: Staff, name: str) -> Staff:
    if name == "label" and not after.label:
        raise InputRefusedError("text.empty")
    if name == "role" and all(role.value != after.role for role in Role):
        raise InputRefusedError("review.value")
    return after


def _centre(_at: Workplace, _case: CaseId, after: Centre, name: str) -> Centre:
    if not getattr(after, name):
        raise InputRefusedError("text.empty")
    return after


def _demand(at: Workplace, _case: CaseId, after: LocalDemand, name: str) -> LocalDemand:
    if not getattr(after, name):
        raise InputRefusedError("local.said_by" if name == "said_by" else "text.empty")
    if name == "said_on":
        _not_ahead(at, after.said_on, "local.future")
    return after


def _address(at: Workplace, _case: CaseId, after: Address, name: str) -> Address:
    if name == "lines":
        return replace(after, lines="\n".join(letter_addresses.address_lines(after.lines)))
    if name == "checked_on":
        _not_ahead(at, after.checked_on, "address.future")
    return after


def _approval(at: Workplace, _case: CaseId, after: Approval, name: str) -> Approval:
    if name == "reader" and not after.reader:
        raise InputRefusedError("citation.reader")
    if name == "on":
        _not_ahead(at, after.on, "citation.future")
    return after


_CHECKS: Mapping[type[Stored], Callable[..., Stored]] = {
    Person: _person,
    ContactPoint: _point,
    Demarche: _demarche,
    LegalEvent: _event,
    Blockage: _blockage,
    Remedy: _remedy,
    Harm: _harm,
    Letter: _letter,
    Filled: _filled,
    Staff: _staff,
    Centre: _centre,
    LocalDemand: _demand,
    Address: _address,
    Approval: _approval,
}
