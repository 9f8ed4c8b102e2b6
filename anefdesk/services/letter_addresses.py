"""Where letters go: the addresses the centre checked itself, before those that ship; each with its date.

Used by ``correspondence``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from anefdesk.domain import ids
from anefdesk.domain.case import CaseFile
from anefdesk.domain.centre import Address
from anefdesk.domain.change import Touched
from anefdesk.domain.letter_template import Addressee, AddresseeForm
from anefdesk.domain.months import add_months
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError
from anefdesk.services import typed
from anefdesk.services.workplace import Workplace, setting
from anefdesk.store import reading

CENTRE = "centre"  # the centre's own address, for letters it signs
# Of these each person's is another: written in the letter, never kept for the centre.
OF_THE_PERSON = frozenset(
    {Addressee.EMPLOYER, Addressee.LANDLORD, Addressee.BANK, Addressee.SCHOOL, Addressee.LAWYERS, Addressee.OTHER}
)
NOWHERE = frozenset({Addressee.ANYONE, Addressee.FILE})
_LOCAL = frozenset({Addressee.PREFECT, Addressee.FRANCE_TRAVAIL, Addressee.CAF, Addressee.CPAM, Addressee.COURT})
_OLD_MONTHS = 12
_MOST_LINES = 6  # what a window shows


@dataclass(frozen=True, slots=True)
class AddressView:
    """An address as a letter would print it. ``complete``: there is more than a name, a letter can arrive."""

    addressee: Addressee | None  # None: the centre's own
    department: str
    lines: tuple[str, ...]
    complete: bool
    email: str = ""
    checked_on: date | None = None
    said_by: str = ""
    own: bool = False  # checked by this centre
    old: bool = False  # checked more than a year ago, or nobody knows when


def is_local(addressee: Addressee) -> bool:
    """Whether each département has its own."""
    return addressee in _LOCAL


def place_of(addressee: Addressee, file: CaseFile, own_department: str) -> str:
    """The département whose office a letter goes to; empty where one office serves the whole country."""
    return (file.person.department or own_department) if addressee in _LOCAL else ""


def known_address(at: Workplace, addressee: Addressee | str, department: str) -> AddressView:
    """The address of an office: as the centre keeps it, else what ships."""
    value = addressee.value if isinstance(addressee, Addressee) else addressee
    kept = _kept(at, value, department)
    named = addressee if isinstance(addressee, Addressee) else None
    if kept is not None:
        return _own(kept, at.clock.today(), named)
    form = at.catalogue.letters.addressees.get(value)
    lines = form.lines if form else ()
    checked = form.checked if form else None
    if lines and form:
        old = _is_old(checked, at.clock.today())
        return AddressView(named, department, lines, complete=True, checked_on=checked, said_by=form.source, old=old)
    return AddressView(named, department, _name(at, form, department), complete=named in NOWHERE)


def _name(at: Workplace, form: AddresseeForm | None, department: str) -> tuple[str, ...]:
    """What an office is called where no address is known."""
    if form is None:
        return ()
    place, court = at.catalogue.departments.get(department), at.catalogue.court(department)
    if form.id is Addressee.PREFECT and place is not None:
        return (place.prefecture.split(" (")[0],)
    if form.id is Addressee.COURT and court is not None:
        return (court.name,)
    return (form.name,)


def _kept(at: Workplace, addressee: str, department: str) -> Address | None:
    found = [
        one
        for one in reading.things(at.store.connection, at.store.centre, Address)
        if not one.gone and (one.addressee, one.department) == (addressee, department)
    ]
    return max(found, key=lambda one: one.checked_on, default=None)


def _own(kept: Address, today: date, addressee: Addressee | None) -> AddressView:
    checked = day_of(kept.checked_on)
    return AddressView(
        addressee=addressee,
        department=kept.department,
        lines=tuple(kept.lines.splitlines()),
        complete=True,
        email=kept.email,
        checked_on=checked,
        said_by=kept.said_by,
        own=True,
        old=_is_old(checked, today),
    )


def _is_old(checked: date | None, today: date) -> bool:
    return checked is None or add_months(checked, _OLD_MONTHS) < today


def address_lines(text: str) -> tuple[str, ...]:
    """The lines of an address as typed.

    Raises:
        InputRefusedError: ``address.empty``, ``address.too_many``, ``text.too_long``.
    """
    lines = tuple(line for line in typed.prose(text).splitlines() if line)
    if not lines:
        raise InputRefusedError("address.empty")
    if len(lines) > _MOST_LINES:
        raise InputRefusedError("address.too_many", limit=_MOST_LINES)
    return lines


class AddressBook:
    """Deeds on the centre's own addresses. Each can be taken back with undo."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def addresses(self) -> tuple[Address, ...]:
        """Every address the centre keeps."""
        self._at.need(Deed.READ_FILE)
        found = reading.things(self._at.store.connection, self._at.store.centre, Address)
        return tuple(sorted((one for one in found if not one.gone), key=_order))

    def offices(self) -> Mapping[Addressee, AddresseeForm]:
        """How each addressee is called and written to."""
        self._at.need(Deed.READ_FILE)
        return {form.id: form for form in self._at.catalogue.letters.addressees.values()}

    def office(self, addressee: Addressee | None, department: str) -> AddressView:
        """The address of an office as letters print it; ``None``: the centre's own."""
        self._at.need(Deed.READ_FILE)
        return known_address(self._at, addressee or CENTRE, department)

    def set_address(
        self,
        addressee: Addressee | None,
        department: str,
        lines: str,
        *,
        checked_on: date,
        said_by: str,
        email: str = "",
    ) -> Touched:
        """Keep the address of an office, or (``None``) the centre's own; it replaces the one kept before.

        Raises:
            InputRefusedError: ``address.empty``, ``address.too_many``, ``address.future``, ``address.said_by``,
                ``address.of_person``, ``department.unknown``, ``text.too_long``.
        """
        self._at.need(Deed.EDIT_FILE)
        kept_lines, said = address_lines(lines), typed.plain(said_by)
        if addressee in OF_THE_PERSON or addressee in NOWHERE:
            raise InputRefusedError("address.of_person")
        if addressee in _LOCAL and department not in self._at.catalogue.departments:
            raise InputRefusedError("department.unknown")
        if checked_on > self._at.clock.today() and not self._at.clock.absurd():
            raise InputRefusedError("address.future")
        if not said:
            raise InputRefusedError("address.said_by")
        value = addressee.value if addressee else CENTRE
        department = department if addressee in _LOCAL else ""
        centre, kept = self._at.store.centre, _kept(self._at, value, department)
        address_id = kept.id if kept else ids.address_id(value, department)
        before = reading.thing(self._at.store.connection, centre, address_id, Address)
        after = Address(
            id=address_id,
            addressee=value,
            department=department,
            lines="\n".join(kept_lines),
            email=typed.plain(email),
            checked_on=checked_on.isoformat(),
            said_by=said,
        )
        fields = differences(before, after)
        if not fields:
            return Touched()
        touched = self._at.record(setting(centre, after, fields))
        back = before if before.addressee else replace(after, gone=True)
        self._at.can_undo(setting(centre, after, differences(after, back)))
        return touched


def _order(address: Address) -> tuple[str, str]:
    return address.addressee, address.department
