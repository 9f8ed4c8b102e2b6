"""Sharing one file with another centre or the head office, or handing it over, and what others share with this one.

Used by the page of sharing, the list of files received, and each contact (``at_contact``). Nothing leaves without an
agreement of the person in force, nor before the deed stands in the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from anefdesk.domain.change import Touched
from anefdesk.domain.consent import Consent, Use
from anefdesk.domain.record import CaseId, ObjectId, differences
from anefdesk.domain.sharing import Share, handed_over
from anefdesk.domain.staff import Deed
from anefdesk.errors import AccessRefusedError, InputRefusedError, StorageError
from anefdesk.services import consents
from anefdesk.services.sync import addressees, bringing, renewing, shared_file, shipping
from anefdesk.services.sync.addressees import Addressee
from anefdesk.services.sync.bringing import OfferRow, Standing
from anefdesk.services.sync.parcels import Parcels
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading
from anefdesk.wire.entry import EVERYWHERE

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation

__all__ = ["Addressee", "OfferRow", "ShareLine", "Sharing", "SharingView", "Standing", "at_contact"]


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One sharing of a file. ``to`` is empty for the head office; ``by`` is who did it."""

    share: Share
    to: str
    head_office: bool
    by: str


@dataclass(frozen=True, slots=True)
class SharingView:
    """How a file is shared, the latest first, and what would leave: how many of each kind.

    ``belongs``: this centre is in an organisation with others to share with.
    """

    lines: tuple[ShareLine, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    consent: Consent | None = None
    leaving: Mapping[int, int] | None = None
    private_notes: int = 0
    ties: int = 0
    restricted: bool = False
    belongs: bool = False
    received: OfferRow | None = None  # this file is itself a copy

    @property
    def handed_over(self) -> ShareLine | None:
        """The handing over that was accepted."""
        done = handed_over(line.share for line in self.lines)
        return next((line for line in self.lines if line.share is done), None) if done is not None else None


class Sharing:
    """Deeds on files that leave and files that come. A centre that works alone has none."""

    def __init__(self, workplace: Workplace, organisation: "Organisation | None") -> None:
        self._at = workplace
        self._organisation = organisation

    def _parcels(self) -> Parcels:
        one = self._organisation
        if one is None:
            raise AccessRefusedError("sharing.alone")
        return Parcels(self._at.store, one.state(), one.signer.device, self._at.clock.today())

    # The sender

    def view(self, case: CaseId) -> SharingView:
        """How a file is shared; the reading is logged once.

        Raises:
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        file = self._at.file(case)
        self._at.read_once(case)
        if self._organisation is None:
            return SharingView()
        parcels = self._parcels()
        received = (row for row in bringing.rows(self._at, parcels) if row.case == case)
        return SharingView(
            lines=self._lines(parcels, case),
            addressees=addressees.others(self._at, parcels),
            consent=consents.standing(self._at, case, Use.OTHER_CENTRE),
            leaving=shared_file.counted(shared_file.leaving(self._at.store, case)),
            private_notes=shipping.private_notes(self._at, case),
            ties=len(file.links),
            restricted=file.person.restricted,
            belongs=True,
            received=next(received, None),
        )

    def _lines(self, parcels: Parcels, case: CaseId) -> tuple[ShareLine, ...]:
        labels = {bytes(user): label for user, label in self._at.labels().items()}
        found = [
            ShareLine(
                one,
                addressees.label(self._at, parcels, one.to),
                one.to == EVERYWHERE,
                labels.get(one.by, ""),
            )
            for one in reading.things(self._at.store.connection, case, Share)
        ]
        return tuple(reversed(found))

    def share(self, case: CaseId, to: bytes, *, handed_over: bool = False) -> Touched:
        """Send a copy of the file, and from its acceptance on what changes in it.

        Raises:
            AccessRefusedError: ``consent.missing``; ``access.role``, the journal leaves too; ``sharing.alone``.
            InputRefusedError: ``sharing.stands``, it is shared with them already.
            StorageError: ``sharing.nobody``, no PC is there to receive it; ``parcel.too_large``; nothing was written.
                A failure after that: the deed stands in the file, and the next contact sends.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.need(Deed.READ_JOURNAL)
        self._at.enter(case)
        parcels, today = self._parcels(), self._at.clock.today().isoformat()
        consent = consents.standing(self._at, case, Use.OTHER_CENTRE)
        if consent is None:
            raise AccessRefusedError("consent.missing", use=Use.OTHER_CENTRE.value)
        if not any(one.to == to for one in addressees.others(self._at, parcels)):
            raise StorageError("sharing.nobody")
        if any(one.to == to and one.stands for one in reading.things(self._at.store.connection, case, Share)):
            raise InputRefusedError("sharing.stands")
        share = Share(
            id=self._at.new_id(), to=to, on=today, by=self._at.me.user, consent=consent.id, handed_over=handed_over,
            device=parcels.device,
        )  # fmt: skip
        shipping.offer(self._at, case, share)  # too large: refused before anything is written
        touched = self._at.record(adding(case, share))
        return touched | shipping.post(self._at, parcels, case, share)

    def stop(self, case: CaseId, share_id: ObjectId) -> Touched:
        """Send nothing more, and say so there; what was sent stays there.

        Raises:
            InputRefusedError: ``sharing.ended``.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        parcels = self._parcels()
        share = reading.thing(self._at.store.connection, case, share_id, Share)
        if not share.on or not share.stands:
            raise InputRefusedError("sharing.ended")
        ended = replace(share, revoked_on=self._at.clock.today().isoformat())
        touched = self._at.record(setting(case, share, differences(share, ended)))
        return touched | shipping.end(self._at, parcels, case, ended)

    # The receiver

    def waiting(self) -> int:
        """How many files that others share wait for an answer."""
        return sum(row.standing is Standing.WAITING for row in self.received())

    def received(self) -> tuple[OfferRow, ...]:
        """Files that others share with this centre, those that wait first; of copies closed to me, nothing."""
        self._at.need(Deed.READ_FILE)
        return bringing.rows(self._at, self._parcels()) if self._organisation is not None else ()

    def accept(self, scope: bytes, share: bytes) -> tuple[CaseId, Touched]:
        """Make the copy here; raises as ``bringing.accept``."""
        self._at.need(Deed.EDIT_FILE)
        return bringing.accept(self._at, self._parcels(), scope, share)

    def refuse(self, scope: bytes, share: bytes, why: str) -> Touched:
        """Say why not; raises as ``bringing.refuse``."""
        self._at.need(Deed.EDIT_FILE)
        return bringing.refuse(self._at, self._parcels(), scope, share, why)


def at_contact(workplace: Workplace, parcels: Parcels) -> Touched:
    """After parcels were taken and before they are posted: hear, take in, send what is due; what it changed.

    Raises:
        StorageError: a part failed; the rest is done, and it is tried again at the next contact.
    """
    touched = shipping.hear(workplace, parcels) | renewing.take(workplace, parcels)
    return touched | shipping.send_due(workplace, parcels)
