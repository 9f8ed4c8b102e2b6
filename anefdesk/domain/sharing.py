"""A file shared with another centre, or handed over: what the sender keeps in it, what the receiver answered.

The other centre gets a copy under another case id. Used by ``services/sync/sharing`` and ``services/sync/bringing``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from anefdesk.domain.record import Kind, Stored, numbered


class Reply(Enum):
    """What the other centre did with it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Share(Stored):
    """One sending of this file. It never leaves itself."""

    KIND: ClassVar[Kind] = Kind.SHARE
    to: bytes = numbered(1, b"")  # a centre's scope; ``wire.entry.EVERYWHERE``: the head office
    parcel: bytes = numbered(2, b"")  # the first one; empty: not in the post yet
    on: str = numbered(3, "")  # ISO date
    by: bytes = numbered(4, b"")
    consent: bytes = numbered(5, b"")
    handed_over: bool = numbered(6, False)
    revoked_on: str = numbered(7, "")  # ISO date; empty: it stands
    reply: Reply | None = numbered(8, None, enum=Reply)
    replied_on: str = numbered(9, "")
    why: str = numbered(10, "")  # they refused it
    device: bytes = numbered(11, b"")  # the PC that sends what comes after
    sent: int = numbered(12, 0)  # how many parcels
    sent_on: str = numbered(13, "")  # ISO date of the last one
    told: bool = numbered(14, False)  # they were told that nothing follows
    consent_gone: bool = numbered(15, False)  # it ended because the person took the agreement back
    offered: bytes = numbered(16, b"")  # the PCs the copy was sealed to, one id after the other

    @property
    def stands(self) -> bool:
        """Whether what comes after is sent, or will be once they accept."""
        return not self.revoked_on and self.reply is not Reply.REFUSED

    @property
    def taken_over(self) -> bool:
        """Whether the other centre goes on with the file, and this one leaves it as it is."""
        return self.handed_over and self.reply is Reply.ACCEPTED and not self.revoked_on


@dataclass(frozen=True, kw_only=True)
class Brought(Stored):
    """What this centre answered to a file another one shares, in the centre's own case. No name stands in it."""

    KIND: ClassVar[Kind] = Kind.BROUGHT
    scope: bytes = numbered(1, b"")  # who sent it
    share: bytes = numbered(2, b"")
    origin: bytes = numbered(3, b"")  # its case there
    case: bytes = numbered(4, b"")  # its case here, once accepted
    reply: Reply | None = numbered(5, None, enum=Reply)
    on: str = numbered(6, "")  # ISO date
    by: bytes = numbered(7, b"")
    why: str = numbered(8, "")
    device: bytes = numbered(9, b"")  # the PC that answers
    told: bool = numbered(10, False)  # the answer is in the post
    ended_on: str = numbered(11, "")  # nothing comes any more
    handed_over: bool = numbered(12, False)


def handed_over(shares: Iterable[Share]) -> Share | None:
    """The handing over that stands, if there is one: they accepted, nobody took it back; the work goes on there."""
    done = (one for one in shares if one.taken_over)
    return max(done, key=lambda one: one.replied_on, default=None)
