"""The day's work of the whole centre: what is due, in which file, what to do, who worked on it last.

Dates never depend on the day they are read, so the dated lines of every file are kept and only those of changed files
are reckoned again. Used by ``deadlines`` for the day and the week.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from anefdesk.domain.blockage import Blockage, Remedy, Reply
from anefdesk.domain.case import DemarcheStatus
from anefdesk.domain.deadlines import Outcome, Reckoning
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.letter import Letter
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.reckoner import Found, reckon
from anefdesk.services.workplace import Workplace
from anefdesk.store import agenda, contents, reading
from anefdesk.store.agenda import DatedLine

AT_ONCE = 20  # stale files that the list reckons before it answers
OVERDUE_DAYS = 60  # for how long a last day that passed stays in the list
HOLDS_DAYS = 15  # for how long a day from which something holds does
_REVISION = 3  # raise when this module draws other lines from the same file

_LAST = frozenset({Outcome.CLOSES, Outcome.LAST_DAY, Outcome.LAST_HOUR, Outcome.VALID_UNTIL, Outcome.EXTENSION_ENDS})
_FROM = frozenset({Outcome.OPENS, Outcome.REFUSAL_BORN, Outcome.JUDGMENT_BY})
_ENDS = Outcome.VALID_UNTIL.value
# Said by the line of the appeal they belong to when both fall on the same day.
_BESIDE = frozenset({Reckoning.REASONS, Reckoning.OQTF_LEGAL_AID, Reckoning.DISTANCE, Reckoning.NOT_OPPOSABLE})


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One line of the day.

    ``detail`` and ``about`` are as ``store.reading.DueLine`` has them for a notice or a birthday.
    """

    case: CaseId
    latin: str
    native: str
    obj: ObjectId | None  # démarche, blockage or letter
    what: str  # "clock", "remedy", "answer", "permit_end", "planned", "item", "notice", "birthday"
    rule: str  # id of the rule of the clock, code of the blockage, id of the letter's template
    title: str
    to_do: str
    on: date
    at: str  # "HH:MM" for periods by hours
    rescue: date | None
    overdue: bool
    to_check: bool
    by: str  # who worked on the file last
    safe: bool  # whether some way to reach the person is known to be safe
    detail: str = ""
    about: CaseId | None = None


@dataclass(frozen=True)
class Agenda:
    """Overdue last days first, then by date. ``waiting`` files are still to be reckoned: ask again."""

    rows: tuple[AgendaRow, ...]
    waiting: int
    older: int = 0  # files with a last day that passed more than ``OVERDUE_DAYS`` ago, left out
    absurd: bool = False  # the date of this PC cannot be right: neither can the list


class Diary:
    """The kept lines of every file, brought up to date as they are read."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace
        self._follows = f"{workplace.catalogue.version}/{_REVISION}"
        self._following = False
        self._named: dict[str, str] = {}

    def day(self, days: int) -> Agenda:
        """What is due up to ``days`` ahead."""
        self.reckon(AT_ONCE)
        today = self._at.clock.today()
        since, holds = today - timedelta(days=OVERDUE_DAYS), today - timedelta(days=HOLDS_DAYS)
        closed = self._unlisted()
        return Agenda(
            self._rows(since, today + timedelta(days=days), holds, closed, every_notice=True),
            agenda.waiting(self._at.store.connection, closed),
            agenda.older(self._at.store.connection, since.isoformat(), closed),
            self._at.clock.absurd(),
        )

    def _unlisted(self) -> frozenset[CaseId]:
        """Files closed to me, and those that another centre took over."""
        return self._at.closed() | contents.all_taken_over(self._at.store.connection)

    def week(self, monday: date) -> Agenda:
        """What falls in the seven days from ``monday`` on."""
        self.reckon(AT_ONCE)
        closed = self._unlisted()
        rows = self._rows(monday, monday + timedelta(days=6), monday, closed)
        return Agenda(rows, agenda.waiting(self._at.store.connection, closed), absurd=self._at.clock.absurd())

    def reckon(self, limit: int) -> int:
        """Bring up to date at most ``limit`` stale files, whoever they are open to; how many are left."""
        self._follow()
        connection = self._at.store.connection
        if agenda.waiting(connection):
            with self._at.store.aside():
                for case in agenda.stale(connection, limit):
                    agenda.keep(connection, case, self.lines(case))
        return agenda.waiting(connection)

    def _follow(self) -> None:
        """With another catalogue, every date may be another."""
        if not self._following:
            if agenda.followed(self._at.store.connection) != self._follows:
                with self._at.store.aside() as connection:
                    agenda.follow(connection, self._follows)
            self._following = True

    def lines(self, case: CaseId) -> tuple[DatedLine, ...]:
        """What the list keeps of one file, reckoned now."""
        connection = self._at.store.connection
        file = reading.case_file(connection, case)
        if file is None:
            return ()
        recorded = [one for one in reading.things(connection, case, LegalEvent) if not one.gone]
        _, found = reckon(file, recorded, self._at.catalogue, self._at.clock.today())
        blockages = {bytes(one.id): one for one in reading.things(connection, case, Blockage) if not one.gone}
        closed = {bytes(one.id) for one in file.demarches if one.status is DemarcheStatus.CLOSED}
        return (
            *_of_clock(found),
            *_of_remedies(reading.things(connection, case, Remedy), blockages),
            *_of_letters(reading.things(connection, case, Letter), closed),
        )

    def _rows(
        self, since: date, until: date, holds: date, closed: frozenset[CaseId], *, every_notice: bool = False
    ) -> tuple[AgendaRow, ...]:
        connection, today = self._at.store.connection, self._at.clock.today().isoformat()
        span = (since.isoformat(), until.isoformat(), holds.isoformat())
        labels = self._at.labels()
        days: dict[str, date | None] = {"": None}
        words: dict[tuple[str, str, str], tuple[str, str]] = {}
        late: list[AgendaRow] = []
        rows: list[AgendaRow] = []
        ends: set[tuple[CaseId, date]] = set()  # of papers that the clock already tells
        for line in agenda.between(connection, *span, closed, every_notice=every_notice):
            case, latin, native, safe, author, about, obj, what, rule, on_day, at, rescue, act, check, detail = line
            for text in (on_day, rescue):
                if text not in days:
                    days[text] = day_of(text)
            on, key = days[on_day], (what, rule, detail)
            if on is None:
                continue
            if key not in words:
                words[key] = self._words(*key)
            title, to_do = words[key]
            overdue = bool(act) and on_day < today
            owner, by = ObjectId(obj) if obj else None, labels.get(author, "")
            # By place: thousands are made at once.
            head = case, latin, native, owner, what, rule, title, to_do, on, at, days[rescue]
            row = AgendaRow(*head, overdue, bool(check), by, bool(safe), detail, about)
            (late if overdue else rows).append(row)
            if detail == _ENDS and what == "clock":
                ends.add((case, on))
        return tuple(row for row in chain(late, rows) if row.what != "permit_end" or (row.case, row.on) not in ends)

    def _words(self, what: str, rule: str, detail: str) -> tuple[str, str]:
        """What a line is about, and what it asks for."""
        table = self._at.catalogue.deadlines
        if what != "clock":
            return self._title(what, detail), table.to_do.get(what, "")
        known = table.rules.get(rule)
        if known is None:
            return rule, ""
        return known.title, known.to_do or table.to_do.get(detail, "")

    def _title(self, what: str, detail: str) -> str:
        catalogue = self._at.catalogue
        if what == "permit_end":
            permit = catalogue.permits.get(detail)
            return permit.name if permit else detail
        if what == "planned":
            procedure = catalogue.procedures.get(detail)
            return procedure.name if procedure else detail
        if what == "item":
            return self._document(detail)
        return detail if what == "answer" else catalogue.deadlines.to_do.get(f"{what}_title", "")

    def _document(self, document: str) -> str:
        """The name of a document, as the first procedure that asks for it words it."""
        if not self._named:
            for procedure in self._at.catalogue.procedures.values():
                for known in procedure.documents:
                    self._named.setdefault(known.id, known.name)
        return self._named.get(document, document)


def _of_clock(found: Iterable[Found]) -> Iterator[DatedLine]:
    open_ones = [one for one in found if not one.done and one.due.front and one.due.what in _LAST | _FROM]
    spoken = {_day_of(one) for one in open_ones if one.due.deadline.reckoning not in _BESIDE}
    for one in open_ones:
        due, demarche = one.due, one.run.demarche
        if due.front is None or (due.deadline.reckoning in _BESIDE and _day_of(one) in spoken):
            continue
        rescue = due.rescue_at.date() if due.rescue_at else due.rescue
        yield DatedLine(
            obj=bytes(demarche.id) if demarche else b"",
            what="clock",
            rule=due.deadline.id,
            on_day=due.front.isoformat(),
            at=due.hour,
            rescue=rescue.isoformat() if rescue else "",
            act=due.what in _LAST,
            to_check=due.to_check,
            detail=due.what.value,
        )


def _day_of(one: Found) -> tuple[bytes, date | None, str]:
    demarche = one.run.demarche
    return bytes(demarche.id) if demarche else b"", one.due.front, f"{one.due.at}"


def _of_remedies(remedies: Sequence[Remedy], blockages: dict[bytes, Blockage]) -> Iterator[DatedLine]:
    for remedy in remedies:
        blockage = blockages.get(remedy.blockage)
        if blockage is None or blockage.ended_on or remedy.gone or remedy.reply is not Reply.WAITING:
            continue
        if day_of(remedy.due):
            yield DatedLine(remedy.blockage, "remedy", blockage.code, remedy.due)


def _of_letters(letters: Sequence[Letter], closed: set[bytes]) -> Iterator[DatedLine]:
    for letter in letters:
        waiting = letter.reply is Reply.WAITING and letter.demarche not in closed
        if waiting and letter.issued_on and day_of(letter.due):
            yield DatedLine(bytes(letter.id), "answer", letter.template, letter.due, detail=letter.title)
