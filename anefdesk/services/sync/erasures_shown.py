"""The list of what was asked about erasing files: read from the centre's case and the directory, changed nowhere.

Used by ``erasures``.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from anefdesk.domain.erasing import Agreed, Copy, Erased, Erasing, Reason, reference
from anefdesk.domain.months import add_months
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, UserId
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading
from anefdesk.wire.entry import EVERYWHERE

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation

MONTHS_KEPT: Final = 24  # after the last contact
_LIST: Final = 200


class Stage(Enum):
    """How far an erasing is."""

    HELD = "held"
    ASKED = "asked"
    DECIDED = "decided"  # agreed; this PC has not heard the directory's word
    GONE = "gone"  # erased here
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class PcLine:
    """A PC, and since when nothing of the file is there; ``on`` is nothing while it has not said so.

    ``out``: it left the organisation and will not say it; ``elsewhere``: the head office's, which says it there.
    """

    device: bytes
    label: str
    on: date | None
    out: bool = False
    elsewhere: bool = False
    mine: bool = False


@dataclass(frozen=True)
class CopyLine:
    """A copy that went to a centre, ``label``, which is empty for the head office; ``accepted``: since when it is."""

    label: str
    on: date | None
    accepted: date | None


@dataclass(frozen=True)
class ErasingRow:
    """One file. ``name`` is empty once it is erased."""

    case: CaseId
    reference: str
    name: str
    stage: Stage
    reason: Reason | None
    asked_on: date | None
    asked_by: str
    agreed: tuple[tuple[str, date | None], ...]  # label, empty for the recovery sheet; the day
    mine: bool  # I agreed
    decided_on: date | None
    held: bool
    held_on: date | None
    held_by: str
    pcs: tuple[PcLine, ...]
    copies: tuple[CopyLine, ...] = ()  # elsewhere, each its centre's own; known once the file is erased

    @property
    def gone(self) -> bool:
        """Whether nothing of it is left on this PC."""
        return self.stage is Stage.GONE

    @property
    def askable(self) -> bool:
        """Whether its erasing may be asked for now."""
        return self.stage is Stage.WITHDRAWN

    @property
    def missing(self) -> tuple[PcLine, ...]:
        """The PCs that have not said yet that it is erased there."""
        return tuple(pc for pc in self.pcs if pc.on is None)


@dataclass(frozen=True)
class Proposal:
    """A file that nobody has written in for long."""

    case: CaseId
    latin: str
    native: str
    last: date


def rows(at: Workplace, organisation: "Organisation | None", decided: Collection[bytes]) -> tuple[ErasingRow, ...]:
    """Every file that something was asked about, but those closed to me; the latest first."""
    connection, centre = at.store.connection, at.store.centre
    agreed = reading.things(connection, centre, Agreed)
    done = reading.things(connection, centre, Erased)
    labels, closed = at.labels(), at.closed()
    asked = [
        one
        for one in reading.things(connection, centre, Erasing)
        if CaseId(one.case) not in closed and (one.asked_on or one.held)
    ]
    names = {line.case: line.latin or line.native for line in _lines(at, [CaseId(one.case) for one in asked])}
    pcs = _pcs(organisation)
    found = []
    for one in asked:
        case = CaseId(one.case)
        live = [word for word in agreed if word.counts_for(one)]
        said = {word.device: day_of(word.on) for word in done if word.case == case}
        stage = _stage(one, gone=case not in names and (case in decided or bool(one.decided_on)))
        found.append(
            ErasingRow(
                case=case,
                reference=reference(case),
                name=names.get(case, ""),
                stage=stage,
                reason=one.reason,
                asked_on=day_of(one.asked_on),
                asked_by=labels.get(UserId(one.asked_by), ""),
                agreed=tuple((labels.get(UserId(word.by), ""), day_of(word.on)) for word in live),
                mine=any(word.by == at.me.user for word in live),
                decided_on=day_of(one.decided_on) if one.stands or stage is Stage.GONE else None,
                held=one.held,
                held_on=day_of(one.held_on),
                held_by=labels.get(UserId(one.held_by), ""),
                pcs=tuple(
                    PcLine(pc.device, pc.label, said.get(pc.device), pc.out, pc.elsewhere, pc.mine) for pc in pcs
                ),
                copies=_copies(at, organisation, (word.copies for word in done if word.case == case)),
            )
        )
    return tuple(sorted(found, key=_latest_first, reverse=True))


def _copies(at: Workplace, organisation: "Organisation | None", told: Iterable[str]) -> tuple[CopyLine, ...]:
    """What the PCs knew together; of a copy that one heard accepted, that."""
    copies = sorted((copy for text in told for copy in Copy.read(text)), key=_answered)
    known = {(copy.to, copy.on): copy for copy in copies}
    if organisation is None:
        return ()
    from anefdesk.services.sync import labels

    key, scopes = labels.key_of(at.store), organisation.state().scopes
    return tuple(
        CopyLine(_centre(labels.read(key, scopes.get(to, b"")), to), day_of(on), day_of(copy.accepted))
        for (to, on), copy in sorted(known.items())
    )


def _centre(label: str, to: bytes) -> str:
    return "" if to == EVERYWHERE else label or "un autre centre"


def _answered(copy: Copy) -> str:
    return copy.accepted


def _lines(at: Workplace, cases: list[CaseId]) -> tuple[reading.PersonLine, ...]:
    pages = [cases[start : start + _LIST] for start in range(0, len(cases), _LIST)]
    return tuple(line for page in pages for line in reading.lines(at.store.connection, page))


def _latest_first(row: ErasingRow) -> tuple[str, bytes]:
    return str(row.decided_on or row.asked_on or row.held_on or ""), row.case


def _stage(one: Erasing, *, gone: bool) -> Stage:
    if gone:
        return Stage.GONE
    if one.held:
        return Stage.HELD
    if not one.stands:
        return Stage.WITHDRAWN
    return Stage.DECIDED if one.decided_on else Stage.ASKED


def _pcs(organisation: "Organisation | None") -> tuple[PcLine, ...]:
    """The PCs that may hold files of this centre: its own, and a head office's that opens cases."""
    if organisation is None:
        return (PcLine(bytes(16), "", None, mine=True),)
    from anefdesk.services.sync.epochs import readers

    state, scope = organisation.state(), organisation.scope
    reads = set(readers(state, scope))
    return tuple(
        PcLine(pc.device, pc.label, None, out=pc.out, elsewhere=pc.scope != scope, mine=pc.mine)
        for pc in organisation.devices()
        if pc.scope == scope or pc.device in reads
    )


def proposals(at: Workplace, asked: Collection[bytes]) -> tuple[Proposal, ...]:
    """Files that nobody wrote in for ``MONTHS_KEPT``, the oldest first."""
    before = add_months(at.clock.today(), -MONTHS_KEPT)
    found = [
        Proposal(line.case, line.latin, line.native, last)
        for line in reading.quiet(at.store.connection, _after(before), at.kept())
        if line.case not in asked and (last := _day(line.last_ms)) < before
    ]
    return tuple(sorted(found, key=_oldest_first))


def _oldest_first(one: Proposal) -> tuple[date, bytes]:
    return one.last, one.case


def _after(day: date) -> int:
    """Milliseconds since 1970 at the end of ``day``, wherever on earth it ends."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + 2 * 86_400) * 1000


def _day(ms: int) -> date:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone().date()
