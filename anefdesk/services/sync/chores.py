"""What a PC of an organisation does by itself at each contact while somebody is there, on the desk lane.

Each chore may be done again without harm; one that fails leaves the others to be done, and is tried next time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from anefdesk.domain.change import Touched
from anefdesk.errors import AnefdeskError
from anefdesk.services.desk import Desk
from anefdesk.services.drafting import Unwritten
from anefdesk.services.figures_sending import FiguresSending
from anefdesk.services.sync import founding, lease, parcels, reserving, revoking, sharing
from anefdesk.services.sync.organisation import Organisation
from anefdesk.services.sync.post import Post, Signer
from anefdesk.services.workplace import Workplace

T = TypeVar("T")


@dataclass
class Chores:
    """``troubles`` are the codes of those that failed last time."""

    workplace: Workplace
    desk: Desk
    post: Post
    signer: Signer
    unwritten: Unwritten
    troubles: list[str] = field(default_factory=list)

    def judge(self) -> None:
        """Whether this PC may write; also before there is any contact."""
        self._try(lambda: lease.judge(self.workplace, Organisation(self.workplace.store, self.post, self.signer)))

    def done(self) -> Touched:
        """All of them; what they changed of files."""
        at, today = self.workplace, self.workplace.clock.today()
        organisation = Organisation(at.store, self.post, self.signer)
        given = (at.store, self.post, self.signer, self.post.directory(), today)
        self.troubles.clear()
        self.judge()
        erased = self._try(lambda: frozenset(self.desk.erasures.carry_out(self.unwritten))) or frozenset()
        self._try(lambda: founding.forget(at))
        self._try(organisation.add_strangers)
        self._try(lambda: revoking.renew_due(organisation))
        kept = self._try(lambda: reserving.at_contact(at, self.post)) or Touched()
        self._try(lambda: parcels.take(*given))
        post = parcels.Parcels(at.store, self.post.directory(), self.signer.device, today)
        shared = self._try(lambda: sharing.at_contact(at, post)) or Touched()
        self._try(lambda: FiguresSending(at, organisation).dispatch())
        self._try(lambda: parcels.post_waiting(*given))
        return Touched(erased) | kept | shared

    def _try(self, chore: Callable[[], T]) -> T | None:
        try:
            return chore()
        except AnefdeskError as error:
            self.troubles.append(error.code)
            return None
