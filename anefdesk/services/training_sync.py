"""Three desks of one invented centre that exchange by a hub and by a stick. Used by ``anefdesk demo --sync``.

A training centre never enters an organisation. These are ordinary desks in a folder that goes away with the
demonstration; everybody in it is called Canari-something.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from anefdesk.domain.case import AddressKind, ContactPoint, PointKind, RequestKind
from anefdesk.domain.change import Touched
from anefdesk.domain.consent import Use
from anefdesk.domain.record import CaseId
from anefdesk.domain.staff import Role as StaffRole
from anefdesk.errors import AnefdeskError
from anefdesk.services.casework import NewPerson
from anefdesk.services.clock import Clock
from anefdesk.services.desk import Desk
from anefdesk.services.session import Session, SetUp
from anefdesk.services.sync.invitations import Kind
from anefdesk.services.sync.organisation import EVERYWHERE, Role
from anefdesk.services.training_access import PASSPHRASE
from anefdesk.services.training_hub import FiledHub, ServedHub

if TYPE_CHECKING:
    from anefdesk.mailbox.mailbox import Mailbox

CENTRE: Final = "Centre de démonstration"
LABELS: Final = ("Canari-Amina", "Canari-Omar", "Canari-Noé")
PCS: Final = ("Accueil", "Bureau", "Portable")
SHARED, FORGOTTEN = "Canari-Haidari", "Canari-Demir"  # whose phone changes twice; whose file is erased
AGO: Final = timedelta(days=75)  # when the centre began: a month is over since
_INVENTED: Final = (
    (SHARED, "Zahra", "AF"), (FORGOTTEN, "Şükrü", "TR"), ("Canari-Benali", "Youssef", "MA"),
    ("Canari-Tesfay", "Selam", "ER"), ("Canari-Rahman", "Abdul", "BD"), ("Canari-Diallo", "Mariama", "GN"),
    ("Canari-Kovalenko", "Mariia", "UA"), ("Canari-Mensah", "Kofi", "GH"), ("Canari-Nguyen", "Linh", "VN"),
    ("Canari-Traoré", "Issa", "ML"), ("Canari-Petrova", "Olga", "RU"), ("Canari-Zhang", "Wei", "CN"),
)  # fmt: skip
_BLOCKED: Final = 7  # of them


class Days:
    """A clock that begins in the past, for files that have some age."""

    def __init__(self) -> None:
        self._back = AGO

    def clock(self) -> Clock:
        """As desks ask it."""
        return Clock(now=self.now)

    def now(self) -> datetime:
        """The time it is in the demonstration."""
        return datetime.now(UTC) - self._back

    def come_back(self) -> None:
        """From here on it is today."""
        self._back = timedelta()


@dataclass
class Stage:
    """The three desks and their hub."""

    sessions: tuple[Session, Session, Session]
    hub: ServedHub | FiledHub
    served: bool

    def mailbox(self) -> "Mailbox | None":
        """What to hand to ``Sync.carry``: nothing, where the desks call the hub themselves."""
        return self.hub.reached() if isinstance(self.hub, FiledHub) else None

    def close(self) -> None:
        """End everything."""
        for session in self.sessions:
            session.lock()
            if session.sync is not None:
                session.sync.post.close()
        self.hub.stop()
        if isinstance(self.hub, FiledHub):
            self.hub.close()


def prepare(make: Callable[[str], Session], days: Days, folder: Path, database: str | None) -> Stage:
    """A centre of some age founds an organisation and lets two PCs in; they are locked then.

    Args:
        make: the session of a new PC, by the name of its folder.
        database: a PostgreSQL for the hub, by its URL.

    Raises:
        AnefdeskError: as founding and enrolment raise.
    """
    served = ServedHub.begin(folder / "hub", database)
    first, second, third = (make(name) for name in ("accueil", "bureau", "portable"))
    hub: ServedHub | FiledHub | None = served[0] if served else None
    try:
        sheet = first.set_up(SetUp(CENTRE, "69", LABELS[0], PASSPHRASE, passphrase_only=True))
        first.rehearse_recovery(sheet)
        for number, invented in enumerate(_INVENTED):
            _enter(first.desk, *invented, number, days.clock().today())
        days.come_back()
        belonging = first.belonging()
        belonging.rehearse(belonging.prepare(opens_cases=False, lease_days=60))
        belonging.found(PCS[0], served[1] if served else None)
        first.joined()
        assert first.sync is not None
        hub = hub or FiledHub(folder / "hub-in-a-file", first.sync.post.box.entries(-1))
        stage = Stage((first, second, third), hub, served is not None)
        address = first.sync.post.membership.hub
        for number, role in ((1, StaffRole.LEAD), (2, StaffRole.WORKER)):
            _let_in(first, stage.sessions[number], number, role, address)
        first.belonging().grant(first.sync.post.membership.device, Role.STATS, EVERYWHERE, taken=False)
        for session in (first, second, third, first):
            meet(session, stage.mailbox())
    except BaseException:
        if hub is not None:
            hub.stop()
        raise
    for session in stage.sessions:
        session.lock()
    return stage


def _enter(desk: Desk, family: str, given: str, nationality: str, number: int, today: date) -> None:
    phone = f"06 39 98 00 {number:02}"
    person = NewPerson(
        family=family,
        given=given,
        nationality=nationality,
        phone=phone,
        address_kind=AddressKind.HOSTED,
        department="69",
    )
    case = desk.casework.create(person)
    demarche = desk.demarches.begin(case, "duplicata", RequestKind.REPLACEMENT, today + AGO + timedelta(days=30))
    desk.consents.give(case, Use.STATISTICS, language="fr")
    if number < _BLOCKED:
        desk.blockages.log(case, "B11", on=today.isoformat(), demarche=demarche, said="Aucun document disponible.")


def _let_in(host: Session, guest: Session, number: int, role: StaffRole, hub: str) -> None:
    """Through the hub where there is one, else by the two files a stick would carry."""
    joining, belonging = guest.joining(), host.belonging()
    sheet = joining.begin(LABELS[number], PASSPHRASE, passphrase_only=True)
    invited = belonging.invite(Kind.PC, PCS[number])
    asked = joining.ask(invited.words, hub=hub, pc=PCS[number])
    if not hub:
        belonging.read_request(asked.file)
    (asking,) = (one for one in belonging.waiting() if not one.answered)
    answer = belonging.accept(asking.name, role, None)
    if hub:
        joining.poll()
    else:
        joining.read_file(answer)
    joining.finish()
    guest.open_joined()
    guest.rehearse_recovery(sheet)


def meet(session: Session, box: "Mailbox | None") -> Touched:
    """One contact of an unlocked desk, from end to end; what it changed."""
    sync = session.sync
    assert sync is not None
    touched = sync.prepare()
    sync.carry(box)
    return touched | take(session)


def take(session: Session) -> Touched:
    """Apply what was brought, and answer it."""
    sync = session.sync
    assert sync is not None
    touched = Touched()
    while (page := sync.receive()).more:
        touched |= page.touched
    return touched | page.touched | sync.prepare()


def refused(session: Session, box: "Mailbox | None") -> AnefdeskError | None:
    """What a desk is told when it calls."""
    try:
        meet(session, box)
    except AnefdeskError as error:
        return error
    return None


def fingerprint(session: Session) -> str:
    """What a desk holds, in a few letters: the same on two desks that hold the same."""
    return session._here().workplace.store.state_hash().hex()[:16]  # noqa: SLF001 - no screen shows it


def case_of(session: Session, family: str) -> CaseId | None:
    """The file of somebody, by their name."""
    wanted = family.casefold()
    return next((row.case for row in session.desk.finding.recent(50) if wanted in row.latin.casefold()), None)


def phone_of(session: Session, case: CaseId) -> str:
    """The first phone of somebody, as it is shown."""
    points = session.desk.casework.reload(case).file.points
    return session.desk.casework.phone_shown(next(one.value for one in points if one.kind is PointKind.PHONE))


def rephone(session: Session, case: CaseId, number: str) -> Touched:
    """Write another phone."""
    points = session.desk.casework.reload(case).file.points
    before: ContactPoint = next(one for one in points if one.kind is PointKind.PHONE)
    value = session.desk.casework.checked("phone", number)
    return session.desk.casework.edit(case, before, replace(before, value=value))
