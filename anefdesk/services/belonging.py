"""What the screens do about the organisation: found it, enter it, let others in, change who may what, take out.

Made by the session for the desk that is open. What asks the hub belongs on the network lane; the hub being away is no
error where what is decided may wait for it.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anefdesk.domain import staff
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.letters.documents import RecoverySheet
from anefdesk.services import pcs_seen, printed_keys, typed
from anefdesk.services.imprints import imprint, speaker_of
from anefdesk.services.opening import OpenDesk, signer_of
from anefdesk.services.pcs_seen import PcsSeen
from anefdesk.services.sync import enrolment, finishing, founding, lease, revoking
from anefdesk.services.sync.contact import Sync
from anefdesk.services.sync.enrolment import Pending
from anefdesk.services.sync.founding import HubAddress
from anefdesk.services.sync.invitations import Asking, Invitations, Invited, Kind
from anefdesk.services.sync.lease import LeaseState
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.organisation import CentreLine, DeviceLine, Organisation, PersonLine, Role
from anefdesk.services.sync.revoking import Lost
from anefdesk.vault.vault import Vault
from anefdesk.wire.http import HttpHub

_AWAY = frozenset({"hub.unreachable", "hub.portal", "hub.busy", "hub.failing"})


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """The organisation as this PC knows it. ``unsaid``: decisions that wait for the hub."""

    centres: tuple[CentreLine, ...]
    devices: tuple[DeviceLine, ...]
    people: tuple[PersonLine, ...]
    invited: tuple[Invited, ...]
    admin: bool
    lead: bool
    scope: bytes
    hub: str
    opens_cases: bool
    lease_days: int
    unsaid: int
    seen: PcsSeen = PcsSeen()


class Belonging:
    """The open desk and its organisation, or the one it may found or enter."""

    def __init__(self, home: Path, here: OpenDesk, vault: Vault, sync: Sync | None) -> None:
        self._home = home
        self._at = here.workplace
        self._keys = here.keys
        self._vault = vault
        self._sync = sync

    # A centre that works alone: founding

    def prepare(self, *, opens_cases: bool, lease_days: int) -> str:
        """The organisation's key, to print; raises as ``founding.prepare``."""
        return founding.prepare(self._at, self._keys, self._home, opens_cases=opens_cases, lease_days=lease_days)

    def rehearse(self, text: str) -> None:
        """Try the printed key; raises as ``founding.rehearse``."""
        founding.rehearse(self._at, text)

    def found(self, pc: str, hub: HubAddress | None) -> Membership:
        """Found it; raises as ``founding.found``, and ``enrolment.nameless``."""
        pc = typed.plain(pc)
        if not pc:
            raise InputRefusedError("enrolment.nameless")
        return founding.found(self._at, self._keys, self._home, pc=pc, carrier=self._vault.carrier(), hub=hub)

    def key_sheet(self, key_text: str) -> RecoverySheet:
        """The organisation's key as it is printed."""
        self._at.need(staff.Deed.MANAGE_STAFF)
        return printed_keys.organisation(key_text, imprint(self._at, speaker_of("fr")))

    # A centre that works alone: entering another organisation, with its files

    def pending(self) -> Pending | None:
        """What was asked and is not ended."""
        return enrolment.pending(self._home)

    def ask(self, code: str, *, hub: str, pc: str) -> Pending:
        """Ask to come with all files; raises as ``enrolment.ask``."""
        self._at.need(staff.Deed.MANAGE_STAFF)
        return enrolment.ask(
            self._home, self._keys, code, hub=hub, pc=pc, person=self._at.me.label, carrier=self._vault.carrier(),
            at=self._at,
        )  # fmt: skip

    def send(self) -> Pending:
        """Try the hub again; raises as ``enrolment.send``."""
        return enrolment.send(self._home)

    def poll(self) -> bool:
        """Whether the hub has the answer; raises as ``enrolment.poll``."""
        return enrolment.poll(self._home, self._keys)

    def read_file(self, data: bytes) -> bool:
        """Take the answer from a file; raises as ``enrolment.read_file``."""
        return enrolment.read_file(self._home, self._keys, data)

    def finish(self) -> Membership:
        """Enter; raises as ``finishing.finish``."""
        return finishing.finish(self._home, self._keys, self._at)

    def give_up(self) -> None:
        """Forget what was asked; this centre goes on alone."""
        enrolment.give_up(self._home)

    # In an organisation

    def _organisation(self, hub: HttpHub | None = None) -> Organisation:
        if self._sync is None:
            raise StorageError("stick.alone")
        return Organisation(self._at.store, self._sync.post, signer_of(self._keys), hub)

    @contextlib.contextmanager
    def _reached(self) -> Iterator[HttpHub | None]:
        """The hub when there is one and it answers."""
        with contextlib.ExitStack() as stack:
            hub: HttpHub | None = None
            if self._sync is not None and self._sync.post.membership.hub:
                hub = stack.enter_context(self._sync.hub())
                try:
                    hub.hello()
                except StorageError as error:
                    if error.code not in _AWAY:
                        raise
                    hub = None
            yield hub

    def view(self) -> OrganisationView:
        """All of it, from what is kept here; for the desk lane."""
        here = self._organisation()
        state = here.state()
        return OrganisationView(
            centres=here.centres(),
            devices=here.devices(),
            people=here.people(),
            invited=Invitations(self._at, here).under_way(),
            admin=here.is_admin(),
            lead=here.is_lead(),
            scope=here.scope,
            hub=here.post.membership.hub,
            opens_cases=state.opens_cases,
            lease_days=state.lease_days,
            unsaid=len(here.unsaid()),
            seen=pcs_seen.seen(self._at, here),
        )

    def invite(self, kind: Kind, label: str) -> Invited:
        """Six words for one PC; raises as ``Invitations.invite``."""
        with self._reached() as hub:
            return Invitations(self._at, self._organisation(hub), hub).invite(kind, label)

    def withdraw(self, name: bytes) -> None:
        """Expect nobody under it any more."""
        Invitations(self._at, self._organisation()).withdraw(name)

    def waiting(self) -> tuple[Asking, ...]:
        """Who asks, as far as the hub can be asked; it tells when PCs called too. Raises as ``Invitations.waiting``."""
        with self._reached() as hub:
            here = self._organisation(hub)
            pcs_seen.ask(self._at, here)
            return Invitations(self._at, here, hub).waiting()

    def read_request(self, data: bytes) -> Asking:
        """Who asks by a file; raises as ``Invitations.read_file``."""
        return Invitations(self._at, self._organisation()).read_file(data)

    def accept(self, name: bytes, role: staff.Role, ends_on: date | None) -> bytes:
        """Let it in, and give the answer as a file; raises as ``Invitations.accept``, and ``staff.end_past``."""
        if ends_on is not None and ends_on < self._at.clock.today():
            raise InputRefusedError("staff.end_past")
        with self._reached() as hub:
            return Invitations(self._at, self._organisation(hub), hub).accept(name, role, ends_on=ends_on)

    def refuse(self, name: bytes) -> bytes:
        """Do not let it in; the answer as a file."""
        with self._reached() as hub:
            return Invitations(self._at, self._organisation(hub), hub).refuse(name)

    def invitation_sheet(self, invited: Invited) -> RecoverySheet:
        """An invitation on paper: its words two by two, and its picture."""
        foot = imprint(self._at, speaker_of("fr"))
        hub = self._organisation().post.membership.hub
        words, empty = tuple(invited.words.split()), invited.kind is Kind.PC
        return printed_keys.invitation(words, invited.card, foot, empty=empty, hub=hub)

    # Who may what

    def grant(self, subject: bytes, role: Role, scope: bytes, *, taken: bool) -> bool:
        """Give a role or take it away; raises as ``Organisation.grant``."""
        with self._reached() as hub:
            return self._organisation(hub).grant(subject, role, scope, taken=taken)

    def policy(self, *, opens_cases: bool, lease_days: int) -> bool:
        """Other rules for everybody; raises as ``Organisation.policy``, and ``organisation.lease``."""
        if not 7 <= lease_days <= 365:  # noqa: PLR2004 - as the directory's entry bounds it
            raise InputRefusedError("organisation.lease")
        with self._reached() as hub:
            return self._organisation(hub).policy(opens_cases=opens_cases, lease_days=lease_days)

    def lost(self, device: bytes) -> Lost:
        """What will count of a PC's work, to be said before it is taken out."""
        return revoking.lost(self._organisation(), device)

    def revoke_device(self, device: bytes) -> Lost:
        """Take a PC out; raises as ``revoking.revoke_device``."""
        with self._reached() as hub:
            return revoking.revoke_device(self._organisation(hub), device)

    def revoke_person(self, user: bytes) -> None:
        """Take a person out; raises as ``revoking.revoke_person``."""
        with self._reached() as hub:
            revoking.revoke_person(self._organisation(hub), user)

    def name_admin(self, sheet: str, user: bytes) -> None:
        """Make somebody an admin by the organisation's printed key; raises as ``revoking.name_admin``."""
        with self._reached() as hub:
            revoking.name_admin(self._organisation(hub), sheet, user)

    # For how long this PC writes without a word from its organisation

    def lease(self) -> LeaseState:
        """How it stands today."""
        return lease.judge(self._at, self._organisation())

    def lease_code(self, device: bytes) -> str:
        """What to read out on the telephone for another PC; raises as ``lease.code_for``."""
        return lease.code_for(self._organisation(), device, self._at.clock.today())

    def prolong(self, text: str) -> LeaseState:
        """Write for longer, with the code of an admin; raises as ``lease.prolong``."""
        return lease.prolong(self._at, self._organisation(), text)

    def to_hub(self, hub: HubAddress) -> Membership:
        """Bring an organisation that exchanges by sticks to a hub; raises as ``founding.bring``."""
        kept = founding.to_hub(self._home, self._organisation(), self._keys, hub)
        assert self._sync is not None
        self._sync.settle(kept)
        return kept
