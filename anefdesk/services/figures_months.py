"""The months of a centre, each made once when it is over: what may leave of its figures, the same for ever after.

Used by ``figures`` for what is printed or exported, by ``figures_sending`` for the head office. Made a second time,
a month would differ by what was noted late, and the difference would tell what neither does.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from anefdesk import __version__
from anefdesk.domain import figures, ids, report, tally
from anefdesk.domain.figures import Period
from anefdesk.domain.months import add_months
from anefdesk.domain.report import FORMAT, WAIT_DAYS, MonthlyReport, Sent
from anefdesk.domain.suppression import blurred
from anefdesk.errors import InputRefusedError
from anefdesk.services import imprints
from anefdesk.services.figures_received import read_month
from anefdesk.services.workplace import Workplace, adding
from anefdesk.store import counting, reading

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation

_BACK: Final = 12  # months looked back by themselves


class Months:
    """The months of one centre, in its own case."""

    def __init__(self, workplace: Workplace, organisation: "Organisation | None" = None) -> None:
        self._at = workplace
        self._organisation = organisation

    def made(self) -> tuple[MonthlyReport, ...]:
        """Those made, by whichever PC."""
        found = reading.things(self._at.store.connection, self._at.store.centre, MonthlyReport)
        return tuple(one for one in found if one.month and one.body)

    def over(self, month: str) -> bool:
        """Whether a month has been over for some days: what was noted late still counts."""
        return self._at.clock.today() > _period(month).end + timedelta(days=WAIT_DAYS)

    def told(self, month: str) -> Sent | None:
        """What may be told of a month, made now if nobody has; ``None`` while it is not over."""
        body = next((one.body for one in self.made() if one.month == month), "")
        if not body and self.over(month):
            body = self.make(month).body
        return read_month(body.encode()) if body else None

    def make(self, month: str) -> MonthlyReport:
        """Make one month.

        Raises:
            InputRefusedError: ``figures.not_over`` until some days after it; ``figures.made`` when it was made.
        """
        if not self.over(month):
            raise InputRefusedError("figures.not_over")
        if any(one.month == month for one in self.made()):
            raise InputRefusedError("figures.made")
        body = msgspec.json.encode(self._sent(_period(month))).decode()
        today = self._at.clock.today().isoformat()
        made = MonthlyReport(id=ids.report_id(month), month=month, made_on=today, body=body)
        self._at.record(adding(self._at.store.centre, made))
        return made

    def due(self) -> tuple[str, ...]:
        """The months over that nobody made, from the centre's first file or the first month made, the oldest first."""
        today, made = self._at.clock.today(), {one.month for one in self.made()}
        first = min(made, default="") or f"{min(self._opened(), default=today):%Y-%m}"
        back = (add_months(today.replace(day=1), -count) for count in range(_BACK, 0, -1))
        months = (f"{day:%Y-%m}" for day in back)
        return tuple(month for month in months if first <= month and month not in made and self.over(month))

    def _opened(self) -> list[date]:
        return [file.opened for file in counting.files(self._at.store) if file.opened]

    def scopes(self) -> frozenset[bytes] | None:
        """Under which ids this centre's files are kept, before and since it joined; ``None``: all here are its own."""
        if self._organisation is None:
            return None
        mine = self._organisation.scope
        before = (one.scope for one in self._organisation.state().adopted.values() if one.into == mine)
        return frozenset({mine, *before})

    def _sent(self, period: Period) -> Sent:
        today, store, mine = self._at.clock.today(), self._at.store, self.scopes()
        files = [file for file in counting.files(store) if mine is None or file.scope in mine]
        agreed = [file for file in files if file.agreed(today)]
        tables = tally.tally(agreed, self._at.catalogue.blockages, period)
        secret = counting.secret(store)
        counted, held = (blurred(len(tally.known(some, period)), secret, "known") for some in (agreed, files))
        return Sent(
            format=FORMAT,
            definitions=figures.VERSION,
            month=period.month,
            made_on=today.isoformat(),
            centre=imprints.centre_of(self._at).name,
            catalogue=self._at.catalogue.version,
            program=__version__,
            figures=report.leaving(tables, secret),
            counted=counted,
            held=max(held or 0, counted or 0) or None,
        )


def _period(month: str) -> Period:
    return figures.month_of(date.fromisoformat(f"{month}-01"))
