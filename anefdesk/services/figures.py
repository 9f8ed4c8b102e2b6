"""Figures: of this desk's own files, of the month a centre sends, of the whole organisation. One definition for all.

Used by the page of figures and by its papers. On the screen a member sees their centre's own numbers as they are; what
leaves, on paper, in a file or to the head office, is the months as they may be told.
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from anefdesk.domain import figures, tally
from anefdesk.domain.figures import FIGURES, CountedFile, Period, Tables
from anefdesk.domain.months import add_months
from anefdesk.domain.report import Sent
from anefdesk.domain.staff import Deed
from anefdesk.domain.suppression import Cell, Table
from anefdesk.domain.suppression import Path as Where
from anefdesk.errors import AccessRefusedError, InputRefusedError, of_the_disk
from anefdesk.services import imprints
from anefdesk.services.figures_months import Months
from anefdesk.services.figures_received import pcs, received
from anefdesk.services.figures_report import Coverage, OrganisationReport, Report
from anefdesk.services.figures_shown import Shown, shown
from anefdesk.services.workplace import Workplace
from anefdesk.store import counting
from anefdesk.wire.entry import EVERYWHERE, Role

if TYPE_CHECKING:
    from anefdesk.letters.figures import FiguresSheet
    from anefdesk.services.sync.organisation import Organisation

MOST_MONTHS = 60
_NONE = Cell(0)


class Scope(Enum):
    """Whose figures."""

    MINE = "mine"
    EVERYBODY = "everybody"


def whole_months(period: Period) -> Period:
    """The calendar months a period touches.

    Raises:
        InputRefusedError: ``figures.period`` when it ends before it begins, or is longer than five years.
    """
    if period.end < period.start or period.end >= add_months(period.start.replace(day=1), MOST_MONTHS):
        raise InputRefusedError("figures.period")
    return Period(figures.month_of(period.start).start, figures.month_of(period.end).end)


class Figures:
    """Counting, for whoever may read journals; the organisation's figures for those it named."""

    def __init__(self, workplace: Workplace, organisation: "Organisation | None" = None) -> None:
        self._at = workplace
        self._organisation = organisation
        self._months = Months(workplace, organisation)

    # Who may

    @property
    def oversees(self) -> bool:
        """Whether figures of every centre come to this PC."""
        if self._organisation is None:
            return False
        state, pc = self._organisation.state(), self._organisation.signer.device
        return state.may(pc, Role.STATS, EVERYWHERE) or state.may(pc, Role.HEAD_OFFICE, EVERYWHERE)

    @property
    def opens_cases(self) -> bool:
        """Whether files of several centres are here to be counted."""
        if self._organisation is None:
            return False
        state, pc = self._organisation.state(), self._organisation.signer.device
        return state.opens_cases and state.may(pc, Role.HEAD_OFFICE, EVERYWHERE)

    # One's own

    def local(self, period: Period) -> Report:
        """The figures of this desk's own files, as they are; of its centre's alone where others' are here too.

        Raises:
            AccessRefusedError: ``access.role``.
            InputRefusedError: ``figures.period``.
        """
        self._at.need(Deed.READ_JOURNAL)
        mine = self._months.scopes()
        files = tuple(file for file in counting.files(self._at.store) if mine is None or file.scope in mine)
        return self._exact(imprints.centre_of(self._at).name, files, period)

    def by_centre(self, period: Period) -> tuple[Report, ...]:
        """The same over every centre whose files are here, each apart; where the organisation chose to open them.

        Raises:
            AccessRefusedError: ``figures.not_yours``; as ``local``.
        """
        self._at.need(Deed.READ_JOURNAL)
        if self._organisation is None or not self.opens_cases:
            raise AccessRefusedError("figures.not_yours")
        grouped: dict[bytes, list[CountedFile]] = {one.scope: [] for one in self._organisation.centres()}
        for file in counting.files(self._at.store):
            grouped.setdefault(self._now(file.scope), []).append(file)
        names = {one.scope: one.label for one in self._organisation.centres()}
        return tuple(self._exact(names.get(scope, ""), files, period) for scope, files in grouped.items())

    def _now(self, scope: bytes) -> bytes:
        assert self._organisation is not None
        adopted = self._organisation.state().adopted.values()
        return next((one.into for one in adopted if one.scope == scope), scope)

    def _exact(self, name: str, files: Iterable[CountedFile], period: Period) -> Report:
        period, today = whole_months(period), self._at.clock.today()
        files = tuple(files)
        counted = [file for file in files if file.agreed(today)]
        kinds = self._at.catalogue.blockages
        return Report(
            name=name,
            period=period,
            tables=tally.tally(counted, kinds, _until(period, today)),
            months=tuple((month.month, tally.tally(counted, kinds, _until(month, today))) for month in period.months()),
            coverage=Coverage(len(tally.known(counted, period)), len(tally.known(files, period))),
            made_on=today,
            catalogue=self._at.catalogue.version,
            exact=True,
        )

    def leaving(self, period: Period) -> Report:
        """The centre's own months as they may be told: those that are over, each as it was made once.

        Raises:
            AccessRefusedError, InputRefusedError: as ``local``; ``figures.none_over`` when no month is over.
        """
        self._at.need(Deed.READ_JOURNAL)
        period = whole_months(period)
        told = {month.month: self._months.told(month.month) for month in period.months()}
        sent = {month: one for month, one in told.items() if one is not None}
        if not sent:
            raise InputRefusedError("figures.none_over")
        return self._reported(imprints.centre_of(self._at).name, period, sent)

    # The organisation's

    def organisation(self, period: Period) -> OrganisationReport:
        """What centres sent of these months, each and together, and how their PCs are.

        Raises:
            AccessRefusedError: ``figures.not_yours`` unless this PC is one to which they send; as ``local``.
        """
        self._at.need(Deed.READ_JOURNAL)
        if self._organisation is None or not self.oversees:
            raise AccessRefusedError("figures.not_yours")
        period = whole_months(period)
        sent = received(self._organisation)
        centres = tuple(
            self._reported(one.label or sent.names.get(one.scope, ""), period, sent.of(one.scope))
            for one in self._organisation.centres()
        )
        return OrganisationReport(self._total(centres, period), centres, pcs(self._organisation, sent))

    # Sending

    def dispatch(self) -> bool:
        """Make the months that are due and put into the post what the head office lacks; whether anything was.

        For each contact, before parcels are posted; nothing for a centre that works alone. Raises as
        ``FiguresSending.dispatch``.
        """
        if self._organisation is None:
            return False
        from anefdesk.services.figures_sending import Dispatched, FiguresSending

        return FiguresSending(self._at, self._organisation).dispatch() != Dispatched()

    # As it is read

    def worded(self, period: Period, scope: Scope = Scope.MINE) -> Shown:
        """The figures in words for the screen: of this centre as they are, or of what centres sent.

        Raises:
            AccessRefusedError, InputRefusedError: as ``local`` and ``organisation``.
        """
        if scope is Scope.MINE:
            return shown(self.local(period), self._at.catalogue)
        found = self.organisation(period)
        return shown(found.total, self._at.catalogue, found.medians)

    def each(self, period: Period) -> tuple[Shown, ...]:
        """Every centre's own in words, as it sent them. Raises as ``organisation``."""
        return tuple(shown(one, self._at.catalogue) for one in self.organisation(period).centres)

    def to_leave(self, period: Period, scope: Scope = Scope.MINE) -> Shown:
        """The same as it may be told: what is printed and exported. Raises as ``leaving`` and ``organisation``."""
        return shown(self.leaving(period), self._at.catalogue) if scope is Scope.MINE else self.worded(period, scope)

    def sheet(self, period: Period, scope: Scope = Scope.MINE) -> "FiguresSheet":
        """The report on paper; that it leaves is logged. Raises as ``to_leave``."""
        from anefdesk.services import figures_sheet

        found = self.to_leave(period, scope)
        self._at.read_logged(self._at.store.centre, "export")
        return figures_sheet.sheet(found, imprints.imprint(self._at, imprints.speaker_of("fr")))

    def export(self, period: Period, place: Path, scope: Scope = Scope.MINE) -> None:
        """The same numbers as a file: ODS where ``place`` ends so, else CSV. That they leave is logged before.

        Raises:
            StorageError: ``disk.full``, ``disk.read_only``, ``disk.write``; a file that was there stays.
            AccessRefusedError, InputRefusedError: as ``to_leave``.
        """
        from anefdesk.services import figures_files

        found = self.to_leave(period, scope)
        made = figures_files.ods_file(found) if place.suffix.lower() == ".ods" else figures_files.csv_file(found)
        self._at.read_logged(self._at.store.centre, "export")
        beside = place.with_name(f"{place.name}.part")
        try:
            beside.write_bytes(made)
            beside.replace(place)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise of_the_disk(error) from None

    def _reported(self, name: str, period: Period, sent: Mapping[str, Sent]) -> Report:
        asked = [month.month for month in period.months()]
        months = tuple((month, sent[month].tables()) for month in asked if month in sent)
        last = sent[months[-1][0]] if months else None
        return Report(
            name=name,
            period=period,
            tables={key: _over(key, [tables for _, tables in months]) for key in FIGURES},
            months=months,
            coverage=Coverage(
                last.counted if last else None,
                last.held if last else None,
                centres=int(len(months) == len(asked)),
                partly=int(0 < len(months) < len(asked)),
                missing=tuple(month for month in asked if month not in sent),
            ),
            at_least=frozenset(
                (key, path)
                for key, figure in FIGURES.items()
                if figure.adds
                for path in _lacking([tables.get(key, {}) for _, tables in months])
            ),
            made_on=max((date.fromisoformat(one.made_on) for one in sent.values()), default=self._at.clock.today()),
            catalogue=last.catalogue if last else "",
        )

    def _total(self, centres: tuple[Report, ...], period: Period) -> Report:
        told = [one for one in centres if one.months]
        tables = {key: figures.added(one.tables[key] for one in told) for key in FIGURES}
        months = tuple(
            (month.month, {
                key: figures.added(dict(one.months).get(month.month, {}).get(key, {}) for one in told)
                for key in FIGURES
            })
            for month in period.months()
        )  # fmt: skip
        return Report(
            name="",
            period=period,
            tables=tables,
            months=months,
            coverage=Coverage(
                sum(one.coverage.counted or 0 for one in told),
                sum(one.coverage.held or 0 for one in told),
                centres=sum(one.coverage.centres for one in told),
                of=len(centres),
                partly=sum(one.coverage.partly for one in told),
            ),
            made_on=self._at.clock.today(),
            catalogue=self._at.catalogue.version,
            at_least=frozenset().union(*(one.at_least for one in told))
            | {(key, path) for key in FIGURES for path in _lacking([one.tables[key] for one in told])},
            tellers={
                (key, path): sum(path in one.tables[key] for one in told)
                for key, table in tables.items()
                for path in table
            },
        )


def _until(period: Period, today: date) -> Period:
    """A period that is not over ends today."""
    return Period(period.start, max(period.start, min(period.end, today)))


def _over(key: str, months: Sequence[Tables]) -> Table:
    """What several months tell of one figure: their sum, or the last one where they do not add."""
    tables = [tables.get(key, {}) for tables in months]
    if not FIGURES[key].adds or len(tables) == 1:
        return tables[-1] if tables else {}
    return figures.added(tables)


def _lacking(tables: Sequence[Table]) -> frozenset[Where]:
    """The cells that some of these tell and others do not; nothing is lacking under a whole that is none."""
    paths = frozenset(path for table in tables for path in table)
    return frozenset(path for path in paths if any(path not in table and table.get(()) != _NONE for table in tables))
