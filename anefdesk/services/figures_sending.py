"""What a centre sends of its figures: each month once, when it is over, and every day how its PCs are.

Called at each contact, while somebody is unlocked: nobody has to think of it. PCs take turns, so that two that do not
meet for some days do not both make the same month.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from anefdesk import __version__
from anefdesk.domain import figures
from anefdesk.domain.report import WAIT_DAYS, MonthlyReport
from anefdesk.services.figures_months import Months
from anefdesk.services.figures_received import MONTH, PC, PcSays, tidy
from anefdesk.services.sync.parcels import Parcels
from anefdesk.services.workplace import Workplace
from anefdesk.store import inbox, remembered
from anefdesk.wire.entry import EVERYWHERE, Role

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation

_TURN: Final = 3  # days a PC waits for the one before it
_SENT: Final = "figures_sent"  # to which PCs each month went from here
_SAID: Final = "figures_said"  # the day this PC last told of itself
_PEERS_KNOW: Final = "figures_peers_know"  # what it last told the other PCs of its centre
_AGAIN: Final = 7  # days after which it tells them again what has not changed


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What was made and put in the post."""

    months: tuple[str, ...] = ()
    parcels: int = 0


class FiguresSending:
    """The sending of one unlocked PC of an organisation."""

    def __init__(self, workplace: Workplace, organisation: "Organisation") -> None:
        self._at = workplace
        self._organisation = organisation
        self._months = Months(workplace, organisation)

    def dispatch(self) -> Dispatched:
        """Make the months that are due, send what the head office has not got; doing it again changes nothing.

        Raises:
            StorageError: as ``Store.transaction``; nothing was lost, the next contact goes on.
        """
        tidy(self._organisation)
        readers = self._readers()
        made = tuple(month for month in self._months.due() if self._turn_came(month))
        for month in made:
            self._months.make(month)
        count = sum(self._send(one, readers, made) for one in self._months.made()) if readers else 0
        return Dispatched(made, count + self._tell(readers))

    def _turn_came(self, month: str) -> bool:
        over = figures.month_of(date.fromisoformat(f"{month}-01")).end
        return self._at.clock.today() > over + timedelta(days=WAIT_DAYS + _TURN * self._rank())

    def _rank(self) -> int:
        """Which of the centre's PCs this one is."""
        state, scope = self._organisation.state(), self._organisation.scope
        mine = sorted(name for name, one in state.devices.items() if one.scope == scope and one.out is None)
        device = self._organisation.signer.device
        return mine.index(device) if device in mine else len(mine)

    def _readers(self) -> frozenset[bytes]:
        """The PCs to which the organisation gave its figures."""
        state = self._organisation.state()
        return frozenset(
            name
            for name in state.devices
            if state.may(name, Role.STATS, EVERYWHERE) or state.may(name, Role.HEAD_OFFICE, EVERYWHERE)
        )

    def _parcels(self) -> Parcels:
        organisation = self._organisation
        return Parcels(self._at.store, organisation.state(), organisation.signer.device, self._at.clock.today())

    def _send(self, one: MonthlyReport, readers: frozenset[bytes], made: tuple[str, ...]) -> int:
        """To the readers it has not gone to: from the PC that made it, or, of others, from the first one."""
        sent = self._sent_to()
        lacking = readers - {bytes.fromhex(name) for name in sent.get(one.month, ())}
        mine = one.month in sent or one.month in made or self._rank() == 0
        if not lacking or not mine:
            return 0
        self._parcels().send(MONTH, sorted(lacking), one.body.encode())
        sent[one.month] = sorted({*sent.get(one.month, ()), *(name.hex() for name in lacking)})
        remembered.put(self._at.store, _SENT, msgspec.json.encode(sent))
        return 1

    def _sent_to(self) -> dict[str, list[str]]:
        kept = remembered.get(self._at.store, _SENT)
        return msgspec.json.decode(kept, type=dict[str, list[str]]) if kept else {}

    def _tell(self, readers: frozenset[bytes]) -> int:
        """Once a day: versions, and what waits for a key; to the centre's own PCs less often."""
        store, today = self._at.store, self._at.clock.today().isoformat()
        says = PcSays(today, __version__, self._at.catalogue.version, len(inbox.stuck(store)))
        to = frozenset() if remembered.get(store, _SAID) == today.encode() else readers
        body, peers = msgspec.json.encode(says), self._peers_to_tell(says)
        if not to | peers:
            return 0
        self._parcels().send(PC, sorted(to | peers), body)
        if peers:
            remembered.put(store, _PEERS_KNOW, body)
        if to:
            remembered.put(store, _SAID, today.encode())
        return 1

    def _peers_to_tell(self, says: PcSays) -> frozenset[bytes]:
        """The other PCs of the centre, for their leads: when something is new, or a week has passed."""
        kept = remembered.get(self._at.store, _PEERS_KNOW)
        before = msgspec.json.decode(kept, type=PcSays) if kept else None
        if before is not None:
            ago = abs((self._at.clock.today() - date.fromisoformat(before.day)).days)
            if not ago or (ago < _AGAIN and replace(before, day=says.day) == says):
                return frozenset()
        here = self._organisation
        return frozenset(
            name
            for name, one in here.state().devices.items()
            if one.out is None and one.scope == here.scope and name != here.signer.device
        )
