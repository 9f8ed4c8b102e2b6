"""Sync of one PC, as the session and the screens see it: when to do what, and how things stand, in figures.

``prepare`` and ``receive`` belong on the desk lane while somebody is unlocked; ``carry`` on a lane of its own, and
also while locked. The interface asks ``standing`` for its words: "received" is only what the hub itself confirmed.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.domain.change import Touched
from anefdesk.errors import StorageError
from anefdesk.mailbox.route import SPOKEN, Confirmed
from anefdesk.services.sync import sayings
from anefdesk.services.sync.carry import Carried, Carrier
from anefdesk.services.sync.deliver import Deliverer
from anefdesk.services.sync.membership import PERIODS, Membership
from anefdesk.services.sync.post import Post, Signer, of_casebook
from anefdesk.services.sync.stick import HUB, Stick, keys_of
from anefdesk.services.sync.stick_file import side
from anefdesk.store import delivery, inbox
from anefdesk.store.store import Store
from anefdesk.wire.http import Caller, HttpHub
from anefdesk.wire.hub import Hub

if TYPE_CHECKING:
    from anefdesk.services.sync.lease import LeaseState


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand.

    ``to_send``: changes made here that the hub has not confirmed; ``confirmed_ms``: when it last said what it holds of
    them (this PC's clock, milliseconds since 1970), a greeting being no such word; ``trouble``: the code of what stops
    the exchange. Without a hub, the receipts of sticks count, of whichever PC.
    """

    to_send: int = 0
    chunks_to_send: int = 0  # attachments follow the text
    confirmed_ms: int | None = None
    waiting: int = 0  # records whose key has not come
    quarantined: int = 0  # records that cannot be read
    unsaid: int = 0  # decisions that the directory has not taken yet
    chunks_wanted: int = 0
    trouble: str = ""
    paused: bool = False
    period: int = PERIODS[0]  # seconds; 0: only when somebody asks
    by_stick: bool = False  # there is no hub
    undone: tuple[str, ...] = ()  # codes of chores that failed last time and are tried again
    disputes: int = 0  # disagreements that wait for who is here; counted by the desk
    lease: "LeaseState | None" = None  # judged by the desk


@dataclass(frozen=True, slots=True)
class Received:
    """What a page brought into the casebook."""

    touched: Touched = Touched()
    more: bool = False


class Sync:
    """The exchange of one PC. One contact at a time; ``post`` stays open while the program runs."""

    def __init__(
        self, post: Post, carrier_key: bytes | None, *, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self.post = post
        self._carrier_key = carrier_key
        self._now_ms = now_ms
        self._signer: Signer | None = None
        self._store: Store | None = None
        self._deliverer: Deliverer | None = None
        self._chores: Callable[[], Touched] = Touched
        self._undone: Sequence[str] = ()
        self._contact = threading.Lock()
        self._hurry = threading.Event()
        self.strange = False  # the folder names another organisation than the casebook that is open
        self.trouble = ""  # the code of what stopped the last step
        self._not_out = ""  # why somebody who was to be taken out still is in, until the desk is locked

    # Who is there

    def unlocked(
        self, store: Store, signer: Signer, chores: Callable[[], Touched] = Touched, undone: Sequence[str] = ()
    ) -> None:
        """Somebody opened the desk; ``chores`` are done at each ``prepare``, on their behalf. Not for a strange one.

        ``undone`` is where they leave the codes of what failed last time.
        """
        self.strange = not of_casebook(self.post.membership, store)
        if self.strange:
            return
        self._store, self._signer, self._chores, self._undone = store, signer, chores, undone
        self._deliverer = Deliverer(store, self.post, signer)

    def locked(self) -> None:
        """They left: from here on, ciphertext is carried and nothing else."""
        self._store = self._signer = self._deliverer = None
        self._chores, self._undone = Touched, ()
        self.strange, self._not_out = False, ""

    def settle(self, membership: Membership) -> None:
        """Go on with other choices: address, period, pause."""
        self.post.membership = membership

    def stop(self) -> None:
        """End the contact under way, between two requests; the next one goes on."""
        self._hurry.set()

    # The desk lane

    def prepare(self) -> Touched:
        """Obey the directory and put what was written into the mailbox; before and after each carrying.

        Raises:
            StorageError: as ``Store.transaction``, ``mailbox.*``.
        """
        done = self.prepare_some()
        touched = done.touched
        while done.more:
            done = self.prepare_some()
            touched |= done.touched
        return touched

    def prepare_some(self) -> Received:
        """One step of ``prepare``; call again while there is ``more``."""
        deliverer = self._deliverer
        if deliverer is None:
            return Received()
        done = self._received(deliverer)  # what is in the mailbox first: it may tell of a copy put back
        return Received(done.touched, done.more or deliverer.cut())

    def receive(self) -> Received:
        """One step of applying what was brought; call again while there is ``more``."""
        return Received() if self._deliverer is None else self._received(self._deliverer)

    def _received(self, deliverer: Deliverer) -> Received:
        touched = deliverer.learn()
        page = deliverer.take()
        touched |= page.touched
        if not page.more:  # an erasing that was just brought does not wait for the next contact
            touched |= self._chores()
        return Received(touched, page.more)

    def stick(self, today: date) -> Stick:
        """What writing and reading a stick needs; ``prepare`` before writing, ``receive`` after reading.

        Raises:
            StorageError: ``sync.locked``.
        """
        if self._store is None or self._signer is None:
            raise StorageError("sync.locked")
        return Stick(self.post, self._signer, keys_of(self._store), today, self._now_ms)

    # The network lane

    def hub(self) -> HttpHub:
        """A connection to this PC's hub, as a PC of the organisation.

        Raises:
            StorageError: ``sync.no_hub``; ``sync.locked`` when nobody is there and nothing may be carried.
        """
        membership, signer = self.post.membership, self._signer
        if not membership.hub:
            raise StorageError("sync.no_hub")
        key = signer.device_key if signer else self._carrier_key
        if key is None:
            raise StorageError("sync.locked")
        private = Ed25519PrivateKey.from_private_bytes(key)
        caller = Caller(membership.org, membership.device, private.sign, carrier=signer is None)
        return HttpHub(membership.hub, caller, certificate=membership.certificate)

    def carry(self, hub: Hub | None = None) -> Carried:
        """One contact with the hub, or with the one given; what stops it is kept for ``standing`` and raised.

        Raises:
            StorageError: ``hub.*``, ``sync.*``, ``mailbox.*``, ``disk.*``; ``sync.membership_damaged`` when the folder
                names another organisation than the casebook.
        """
        with self._contact:
            self._hurry.clear()
            try:
                if self.strange:
                    raise StorageError("sync.membership_damaged")
                if hub is not None:
                    done = self._carried(hub)
                else:
                    with self.hub() as own:
                        done = self._carried(own)
            except StorageError as error:
                self.trouble = error.code
                raise
            self.trouble = ""
            return done

    def _carried(self, hub: Hub) -> Carried:
        store, signer = self._store, self._signer
        if store is not None and signer is not None:
            for code in sayings.say_waiting(store, self.post, signer, hub):
                self._not_out = code
        return Carrier(self.post, hub, stop=self._hurry.is_set, now_ms=self._now_ms).carry()

    # How things stand

    def standing(self) -> Standing:
        """In figures, from what is kept here; cheap, for the desk lane."""
        membership, store = self.post.membership, self._store
        route, said = self.post.route(), self._confirmed()
        found = Standing(
            chunks_to_send=route.to_offer() if membership.hub else 0,
            chunks_wanted=len(route.wanted()),
            trouble=self.trouble or self._not_out,
            paused=membership.paused,
            period=membership.period,
            by_stick=not membership.hub,
        )
        if store is None:
            return found
        logs = delivery.own_logs(store)
        to_send = sum(max(0, last - (said[log].upto if log in said else 0)) for log, last in logs.items())
        own = [said[log].at_ms for log, last in logs.items() if last and log in said]
        any_log = [one.at_ms for log, one in said.items() if log != SPOKEN]  # of a PC that wrote nothing yet
        stuck = inbox.stuck(store)
        return replace(
            found,
            to_send=to_send,
            confirmed_ms=min(own) if own else max(any_log, default=None),
            waiting=sum(not one.code for one in stuck),
            quarantined=sum(bool(one.code) for one in stuck),
            unsaid=len(delivery.sayings(store)),
            undone=tuple(dict.fromkeys(self._undone)),
        )

    def _confirmed(self) -> dict[bytes, Confirmed]:
        if self.post.membership.hub:
            return self.post.route().confirmed()
        found: dict[bytes, Confirmed] = {}
        others = (name for name, device in self.post.directory().devices.items() if device.out is None)
        for one in (HUB, *others):
            for log, said in self.post.route(side(one)).confirmed().items():
                if log not in found or found[log].upto < said.upto:
                    found[log] = said
        return found


def opened(home: Path, membership: Membership, carrier_key: bytes | None, now_ms: Callable[[], int]) -> Sync:
    """The sync of the PC whose folder is ``home``; raises as ``Post.open``."""
    return Sync(Post.open(home, membership), carrier_key, now_ms=now_ms)
