"""Erasing a person's file: asked by one, agreed by another, done on every PC of the centre, each of which says so.

In an organisation the signed directory decides, and a hub refuses the file for ever. A centre that works alone decides
by the same deeds kept in its own case. Used by the pages of erasing, and by the session after each delivery.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from anefdesk.domain import ids
from anefdesk.domain.change import Touched
from anefdesk.domain.erasing import Agreed, Copy, Erased, Erasing, Reason, enough
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, Stored, differences
from anefdesk.domain.sharing import Reply, Share
from anefdesk.domain.staff import Deed, Role, may
from anefdesk.errors import AccessRefusedError, InputRefusedError
from anefdesk.letters.documents import LetterSheet
from anefdesk.services import drafting, members
from anefdesk.services.sync import erasures_shown
from anefdesk.services.sync.erasures_shown import ErasingRow, Proposal
from anefdesk.services.workplace import Workplace, setting
from anefdesk.store import erasing, reading
from anefdesk.wire import entry
from anefdesk.wire.entry import ROOT, ROUNDS, Approval, Erase, Hold, TakeBack

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation
    from anefdesk.wire.directory import Directory

THIS_PC: Final = bytes(16)  # the only PC of a centre that works alone
_SAID_AGAIN: Final = 7  # days after which a decision that the directory still lacks is said by another PC


class Erasures:
    """What people decide about erasing, and its doing on this PC."""

    def __init__(self, workplace: Workplace, organisation: "Organisation | None" = None) -> None:
        self._at = workplace
        self._organisation = organisation

    # Who may

    def _need(self) -> None:
        if not self.decides:
            raise AccessRefusedError("access.role", deed=Deed.ERASE_FILE.value)

    def _need_own(self, case: CaseId) -> None:
        self._need()
        if self._organisation is not None and erasing.centre_of(self._at.store, case) not in {
            None,
            self._organisation.scope,
        }:
            raise InputRefusedError("erasing.elsewhere")

    @property
    def decides(self) -> bool:
        """Whether I may ask and agree: a lead, or in an organisation whoever answers for personal data too."""
        if self._organisation is None:
            return may(self._at.me.role, Deed.ERASE_FILE)
        return self._at.me.user in self._organisation.state().deciders(self._organisation.scope)

    @property
    def alone(self) -> bool:
        """Whether nobody but me could agree, so that the recovery sheet may."""
        return not self._others()

    def _others(self) -> set[bytes]:
        if self._organisation is not None:
            return self._organisation.state().deciders(self._organisation.scope) - {self._at.me.user}
        staff = self._at.staff().items()
        leads = (
            bytes(user)
            for user, one in staff
            if members.member_of(one).role is Role.LEAD and not self._at.has_left(one)
        )
        return set(leads) - {self._at.me.user}

    # Deeds

    def ask(self, case: CaseId, reason: Reason) -> Touched:
        """Ask for a file to be erased, and be the first to agree.

        Raises:
            InputRefusedError: ``erasing.held``, ``erasing.asked``, ``erasing.centre``; ``erasing.elsewhere``: the
                people of the file's own centre decide.
        """
        self._need_own(case)
        if case == self._at.store.centre:
            raise InputRefusedError("erasing.centre")
        self._at.enter(case)
        before = self._of(case)
        self._free(case, before)
        if before.stands:
            raise InputRefusedError("erasing.asked")
        asked = Erasing(
            id=before.id, case=case, asked_on=self._today(), asked_by=self._at.me.user, reason=reason,
            round=before.round,
        )  # fmt: skip
        return self._write((before, asked), self._agreement(asked))

    def agree(self, case: CaseId) -> Touched:
        """Be the second to agree; the file is erased here at once where nobody else has to hear of it first.

        Raises:
            InputRefusedError: ``erasing.held``, ``erasing.not_asked``, ``erasing.same_person``.
        """
        self._need()
        self._at.enter(case)
        asked = self._standing(case)
        mine = self._agreed_by(asked, self._at.me.user)
        if mine is not None and (mine.signature or self._organisation is None):
            raise InputRefusedError("erasing.same_person")
        return self._write(self._agreement(asked)) | Touched(frozenset(self.carry_out()))

    def agree_by_sheet(self, case: CaseId, sheet: str, opens: Callable[[str], object]) -> Touched:
        """Let the recovery sheet agree beside me, where nobody else could.

        Args:
            sheet: as typed.
            opens: tries the sheet of a centre that works alone, and raises when it is wrong; an organisation's is
                tried here.

        Raises:
            InputRefusedError: ``erasing.held``, ``erasing.not_asked``, ``erasing.not_alone``, ``recovery.*``.
            AccessRefusedError: ``organisation.wrong_sheet``.
        """
        self._need()
        self._at.enter(case)
        asked = self._standing(case)
        if self._others():
            raise InputRefusedError("erasing.not_alone")
        signature = b""
        if self._organisation is None:
            opens(sheet)
        else:
            from anefdesk.services.sync import root_sheet

            signature = self._signed(asked, root_sheet.typed(sheet, self._organisation.state().root))
        mine = self._agreed_by(asked, self._at.me.user)
        own = () if mine is not None and mine.signature else (self._agreement(asked),)
        by_sheet = Agreed(
            id=ids.erasure_agreed_id(case, ROOT), case=case, by=ROOT, on=self._today(), signature=signature, sheet=True,
            round=asked.round,
        )  # fmt: skip
        touched = self._write((self._known_agreement(by_sheet), by_sheet), *own)
        return touched | Touched(frozenset(self.carry_out()))

    def withdraw(self, case: CaseId) -> Touched:
        """Take the request back, whoever made it, and all that was agreed to it; what is decided stays.

        Raises:
            InputRefusedError: ``erasing.not_asked``, ``erasing.decided``.
        """
        self._need()
        self._at.enter(case)
        before = self._of(case)
        if not before.stands:
            raise InputRefusedError("erasing.not_asked")
        if before.decided_on:
            raise InputRefusedError("erasing.decided")
        touched = self._write((before, replace(before, withdrawn=True, round=before.round + 1)))
        self._take_back()
        return touched

    def hold(self, case: CaseId, *, held: bool) -> Touched:
        """Forbid erasing the file while an appeal or an inquiry runs, or allow it again.

        Raises:
            InputRefusedError: ``erasing.decided``, ``erasing.elsewhere``.
        """
        self._need_own(case)
        self._at.enter(case)
        before = self._of(case)
        if before.stands and before.decided_on:
            raise InputRefusedError("erasing.decided")
        if before.held is held:
            return Touched()
        after = replace(before, case=case, held=held, held_on=self._today(), held_by=self._at.me.user)
        touched = self._write((before, after))
        if self._organisation is not None and self._organisation.is_lead():
            self._organisation.tell([Hold(case, self._organisation.scope, lifted=not held)])
        return touched

    def _free(self, case: CaseId, asked: Erasing) -> None:
        organisation = self._organisation
        if asked.held or (organisation is not None and (case, organisation.scope) in organisation.state().held):
            raise InputRefusedError("erasing.held")

    def _standing(self, case: CaseId) -> Erasing:
        asked = self._of(case)
        self._free(case, asked)
        if not asked.stands:
            raise InputRefusedError("erasing.not_asked")
        return asked

    # What is written

    def _today(self) -> str:
        return self._at.clock.today().isoformat()

    def _of(self, case: CaseId) -> Erasing:
        key = ids.erasing_id(case)
        known = reading.things(self._at.store.connection, self._at.store.centre, Erasing)
        return next((one for one in known if one.id == key), Erasing(id=key))

    def _agreements(self) -> tuple[Agreed, ...]:
        return reading.things(self._at.store.connection, self._at.store.centre, Agreed)

    def _agreed_by(self, asked: Erasing, who: bytes) -> Agreed | None:
        return next((one for one in self._agreements() if one.by == who and one.counts_for(asked)), None)

    def _known_agreement(self, new: Agreed) -> Agreed:
        return next((one for one in self._agreements() if one.id == new.id), Agreed(id=new.id))

    def _agreement(self, asked: Erasing) -> tuple[Agreed, Agreed]:
        organisation, me = self._organisation, self._at.me.user
        signature = b"" if organisation is None else self._signed(asked, organisation.signer.user_key)
        key = ids.erasure_agreed_id(CaseId(asked.case), me)
        new = Agreed(id=key, case=asked.case, by=me, on=self._today(), signature=signature, round=asked.round)
        return self._known_agreement(new), new

    def _signed(self, asked: Erasing, key: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        assert self._organisation is not None
        org = self._organisation.state().org
        return Ed25519PrivateKey.from_private_bytes(key).sign(entry.erasing(org, asked.case, asked.round))

    def _write(self, *pairs: tuple[Stored, Stored]) -> Touched:
        """One deed; of an object that two pairs name, the last counts."""
        last: dict[bytes, tuple[Stored, Stored]] = {}
        for before, after in pairs:
            last[after.id] = (before, after)
        centre = self._at.store.centre
        changes = [setting(centre, after, differences(before, after)) for before, after in last.values()]
        changes = [change for change in changes if change.fields]
        return self._at.record(*changes) if changes else Touched()

    # Doing it

    def decided(self) -> frozenset[bytes]:
        """The files to be erased here: what the directory says, or the people of a centre alone."""
        if self._organisation is not None:
            return erasing.decided(self._at.store, self._organisation.state(), self._organisation.scope)
        return frozenset(one.case for one in self._askings() if enough(one, self._agreements()))

    def _askings(self) -> tuple[Erasing, ...]:
        return reading.things(self._at.store.connection, self._at.store.centre, Erasing)

    def carry_out(self, unwritten: drafting.Unwritten | None = None) -> tuple[CaseId, ...]:
        """Say what was agreed, erase what is decided, confirm it; the files erased. After each delivery.

        Args:
            unwritten: the session's drafts in memory.

        Raises:
            StorageError: as ``Store.transaction``; what was not erased is erased next time.
        """
        self._decide()
        decided, store = self.decided(), self._at.store
        due = tuple(case for case in erasing.due(store, decided) if case != store.centre)
        for case in due:
            self._note_copies(case)
            for name in erasing.chunks(store, case):
                self._at.chunks.drop(name)
            erasing.erase(store, decided, case)
        self._forget(decided, unwritten)
        self._confirm(decided)
        return due

    def _note_copies(self, case: CaseId) -> None:
        """Keep, before nothing tells it any more, where copies of the file are; without any name."""
        shares = reading.things(self._at.store.connection, case, Share)
        copies = [
            Copy(one.to, one.on, one.replied_on) for one in shares if one.parcel and one.reply is not Reply.REFUSED
        ]
        before = self._erased_here(case)
        if copies and Copy.read(before.copies) != tuple(copies):
            self._write((before, replace(before, device=self._device, case=case, copies=Copy.kept(copies))))

    @property
    def _device(self) -> bytes:
        return self._organisation.signer.device if self._organisation is not None else THIS_PC

    def _erased_here(self, case: bytes) -> Erased:
        key = ids.erased_id(self._device, CaseId(case))
        return reading.thing(self._at.store.connection, self._at.store.centre, key, Erased)

    def _decide(self) -> None:
        """Say to the directory what two people agreed to, on whatever PC they did, once one who may is here."""
        self._take_back()
        today = self._at.clock.today()
        for asked in self._askings():
            if not asked.stands or asked.held:
                continue
            on = day_of(asked.decided_on)
            if self._organisation is None:
                ready = on is None and enough(asked, self._agreements())
            else:
                waited = on is None or (today - on).days >= _SAID_AGAIN
                ready = waited and self._said(asked, self._organisation.state())
            if ready and on is None:
                self._write((asked, replace(asked, decided_on=today.isoformat())))

    def _said(self, asked: Erasing, state: "Directory") -> bool:
        organisation = self._organisation
        assert organisation is not None
        place = asked.case, organisation.scope
        if asked.case in state.erased_in(organisation.scope) or place in state.held or not organisation.is_lead():
            return False
        approvals = tuple(
            Approval(one.by, one.signature) for one in self._agreements() if one.counts_for(asked) and one.signature
        )
        said = Erase(asked.case, organisation.scope, approvals, asked.round)
        if not state.agreed(said):
            return False
        return organisation.tell([said])

    def _take_back(self) -> None:
        """Have the directory refuse what was agreed to requests that were taken back: a signature lasts for ever."""
        organisation = self._organisation
        if organisation is None or not organisation.is_lead():
            return
        state, waiting = organisation.state(), organisation.unsaid()
        scope, gone = organisation.scope, state.erased_in(organisation.scope)
        said = (TakeBack(one.case, scope, one.round) for one in self._askings() if one.case not in gone)
        late = (one for one in said if one.round > state.rounds.get((one.case, scope), 0) and one.round in ROUNDS)
        organisation.tell(one for one in late if one not in waiting)

    def _forget(self, decided: frozenset[bytes], unwritten: drafting.Unwritten | None) -> None:
        """What this run of the program still has in memory of them."""
        self._at.read.difference_update(CaseId(case) for case in decided)
        self._at.undo[:] = [deed for deed in self._at.undo if all(change.case not in decided for change in deed)]
        if unwritten:
            drafting.forget_files(decided, unwritten)

    def _confirm(self, gone: frozenset[bytes]) -> None:
        """Write that nothing is left here; also when the PC stopped just before it could."""
        self._write(
            *(
                (before, replace(before, device=self._device, case=asked.case, on=self._today()))
                for asked in self._askings()
                if asked.case in gone and not (before := self._erased_here(asked.case)).on
            )
        )

    # What is shown

    def view(self) -> tuple[ErasingRow, ...]:
        """What was asked, held, decided and done, the latest first; nothing of files closed to me."""
        self._need()
        return erasures_shown.rows(self._at, self._organisation, self.decided())

    def one(self, case: CaseId) -> ErasingRow | None:
        """The row of one file; nothing when nobody asked anything about it.

        Raises:
            StorageError: ``case.missing``.
        """
        self._need()
        found = next((row for row in self.view() if row.case == case), None)
        if found is None:
            self._at.enter(case)
        return found

    def proposed(self) -> tuple[Proposal, ...]:
        """Files that nobody wrote in for as long as the centre keeps files, the oldest first: only proposed."""
        self._need()
        return erasures_shown.proposals(self._at, {one.case for one in self._askings() if one.stands or one.held})

    def certificate(self, case: CaseId) -> LetterSheet:
        """What can be handed out as a proof of the erasing, without any name.

        Raises:
            StorageError: ``case.missing``.
            InputRefusedError: ``erasing.not_done``: the file is still here.
        """
        row = self.one(case)
        if row is None or not row.gone:
            raise InputRefusedError("erasing.not_done")
        from anefdesk.services.sync.erasure_certificate import certificate_of

        return certificate_of(self._at, row)
