"""The letters of a file: begun from a template, filled by what the file tells, issued once and for all, followed up.

Used by the pages of letters. An issued letter never changes: a mistake needs another letter.
"""

from dataclasses import replace
from datetime import date

from anefdesk.domain import ids
from anefdesk.domain.blockage import Remedy, Reply
from anefdesk.domain.change import Touched
from anefdesk.domain.letter import Filled, Letter, Sending, frozen
from anefdesk.domain.letter_template import Signer
from anefdesk.domain.letter_text import PREFECTURE, due_on
from anefdesk.domain.letter_values import accepted
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, ObjectId, Stored, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.letters.documents import ExplanationSheet, LetterSheet
from anefdesk.services import attachments, consents, letter_addresses, letter_drawing, own_letters, typed
from anefdesk.services.imprints import imprint, speaker_of
from anefdesk.services.letter_addresses import AddressBook
from anefdesk.services.letter_sheets import explanation_sheet
from anefdesk.services.letter_views import LetterLine, LetterView, kept_values, line_of, values_of
from anefdesk.services.own_letters import LetterShelving
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

_EARLIEST = date(2020, 1, 1)


class Correspondence(AddressBook, LetterShelving):
    """Deeds on letters. While a letter is written each can be taken back with undo; once issued, none."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._at = workplace

    # Reading

    def letters(self, case: CaseId) -> tuple[LetterLine, ...]:
        """Every letter of a file but drafts thrown away, the latest first."""
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        templates, today = own_letters.shelf(self._at), self._at.clock.today()
        found = reading.things(self._at.store.connection, case, Letter)
        return tuple(line_of(one, templates, today) for one in reversed(found) if not one.dropped)

    def one(self, case: CaseId, letter_id: ObjectId) -> LetterLine:
        """One letter as in the list, also one whose template is gone.

        Raises:
            StorageError: ``case.missing``, also for a letter that is not of this file.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        return line_of(self._letter(case, letter_id), own_letters.shelf(self._at), self._at.clock.today())

    def view(self, case: CaseId, letter_id: ObjectId) -> LetterView:
        """A letter with what it knows and what it lacks; the reading is logged once.

        Raises:
            InputRefusedError: ``letter.no_template``.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        view = letter_drawing.drawn(self._at, case, self._letter(case, letter_id))
        self._at.read_once(case)
        return view

    def preview(self, case: CaseId, letter_id: ObjectId) -> tuple[LetterView, LetterSheet]:
        """A letter being written and its page, to look at on the screen; the reading is logged once.

        Raises:
            InputRefusedError: ``letter.frozen``: what was issued is ``issued_pdf``; ``letter.no_template``.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        view = letter_drawing.drawn(self._at, case, self._draft(case, letter_id))
        self._at.read_once(case)
        return view, letter_drawing.page_of(self._at, view)

    def sheet(self, case: CaseId, letter_id: ObjectId) -> LetterSheet:
        """The page of a draft as it would be issued now: the same bytes; the printing is logged.

        Raises:
            InputRefusedError: ``letter.frozen``: what was issued is ``issued_pdf``; ``letter.no_template``.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        view = letter_drawing.drawn(self._at, case, self._draft(case, letter_id))
        self._at.read_logged(case, "print")
        return letter_drawing.page_of(self._at, view)

    def explanation(self, case: CaseId, letter_id: ObjectId, language: str) -> ExplanationSheet:
        """What the letter says, told in the person's language; no translation of it. The printing is logged.

        Raises:
            InputRefusedError: ``i18n.unknown_language``, ``letter.no_template``.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        view, speaker = letter_drawing.drawn(self._at, case, self._letter(case, letter_id)), speaker_of(language)
        self._at.read_logged(case, "print")
        return explanation_sheet(speaker, view, imprint(self._at, speaker))

    def issued_pdf(self, case: CaseId, letter_id: ObjectId) -> bytes:
        """The letter exactly as it was issued; the reading is logged.

        Raises:
            InputRefusedError: ``letter.not_issued``.
            StorageError: ``case.missing``; ``letter.damaged``, ``chunk.missing``, ``chunk.damaged``,
                ``wire.seal_broken``.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        letter = self._letter(case, letter_id)
        if not letter.issued_on:
            raise InputRefusedError("letter.not_issued")
        data = attachments.opened(self._at, letter)
        self._at.read_logged(case, "print")
        return data

    # Writing

    def begin(
        self,
        case: CaseId,
        template_id: str,
        *,
        demarche: ObjectId | None = None,
        blockage: ObjectId | None = None,
        replaces: ObjectId | None = None,
    ) -> ObjectId:
        """A new draft; ``replaces``: the issued letter that it puts right.

        Raises:
            InputRefusedError: ``letter.no_template``.
            StorageError: ``case.missing``, also for a démarche, a blockage or a letter that is not of this file.
        """
        self._at.need(Deed.EDIT_FILE)
        file = self._at.file(case)
        template = own_letters.by_id(own_letters.shelf(self._at), template_id)
        if demarche is not None and all(one.id != demarche for one in file.demarches):
            raise StorageError("case.missing")
        if blockage is not None and all(
            one.id != blockage for one in letter_drawing.recorded(self._at, case).blockages
        ):
            raise StorageError("case.missing")
        if replaces is not None:
            self._letter(case, replaces)
        letter = Letter(
            id=self._at.new_id(),
            template=template.id,
            catalogue=self._at.catalogue.version,
            demarche=demarche,
            blockage=blockage,
            sender=template.signer.value,
            replaces=replaces,
            title=template.title,
        )
        self._at.record(adding(case, letter))
        self._at.can_undo(setting(case, letter, differences(letter, replace(letter, gone=True))))
        return letter.id

    def fill(self, case: CaseId, letter_id: ObjectId, field: str, value: str) -> Touched:
        """Answer one of the letter's questions; empty lets the file tell it.

        Raises:
            InputRefusedError: ``letter.field``, ``letter.value``, ``letter.frozen``, ``letter.no_template``.
        """
        letter = self._writing(case, letter_id)
        template = own_letters.by_id(own_letters.shelf(self._at), letter.template)
        needed = next((one for one in (*template.needed, PREFECTURE) if one.id == field), None)
        if needed is None:
            raise InputRefusedError("letter.field")
        kept, connection = accepted(needed, value), self._at.store.connection
        if kept == values_of(letter, reading.things(connection, case, Filled)).get(field, ""):
            return Touched()
        before = reading.thing(connection, case, ids.filled_id(letter_id, field), Filled)
        after = replace(before, letter=letter_id, template=letter.template, field=field, value=kept)
        return self._changed(case, before, after)

    def rewrite(self, case: CaseId, letter_id: ObjectId, body: str) -> Touched:
        """Keep the paragraphs as changed by hand, a blank line between; empty goes back to what is composed.

        Raises:
            InputRefusedError: ``text.too_long``, ``letter.frozen``.
        """
        letter = self._writing(case, letter_id)
        kept = "\n\n".join(part for text in letter_drawing.paragraphs(body) if (part := typed.prose(text)))
        return self._changed(case, letter, replace(letter, body=kept))

    def address(self, case: CaseId, letter_id: ObjectId, lines: str) -> Touched:
        """Whom this one letter goes to; empty goes back to the address that is known.

        Raises:
            InputRefusedError: ``address.too_many``, ``text.too_long``, ``letter.frozen``.
        """
        letter = self._writing(case, letter_id)
        kept = "\n".join(letter_addresses.address_lines(lines)) if lines.strip() else ""
        return self._changed(case, letter, replace(letter, addressee=kept))

    def sign(self, case: CaseId, letter_id: ObjectId, sender: Signer) -> Touched:
        """Who signs.

        Raises:
            InputRefusedError: ``letter.frozen``.
        """
        letter = self._writing(case, letter_id)
        return self._changed(case, letter, replace(letter, sender=sender.value))

    def drop(self, case: CaseId, letter_id: ObjectId) -> Touched:
        """Throw a draft away.

        Raises:
            InputRefusedError: ``letter.frozen``.
        """
        letter = self._writing(case, letter_id)
        return self._changed(case, letter, replace(letter, gone=True))

    # Once and for all

    def issue(self, case: CaseId, letter_id: ObjectId) -> Touched:
        """Freeze the letter: its text, its address, its PDF with the fingerprint, and the dates it tells.

        Raises:
            InputRefusedError: ``letter.incomplete``, ``letter.no_address``, ``letter.guarded``, ``letter.frozen``,
                ``letter.no_template``.
            AccessRefusedError: ``consent.missing``.
            LetterError: it cannot be set on paper.
            StorageError: ``disk.*``; nothing was recorded.
        """
        letter = self._writing(case, letter_id)
        view = letter_drawing.drawn(self._at, case, letter)
        if view.missing:
            raise InputRefusedError("letter.incomplete", count=len(view.missing))
        if view.address_missing:
            raise InputRefusedError("letter.no_address")
        if view.faults:
            raise InputRefusedError("letter.guarded")
        if view.use is not None:
            consents.require(self._at, case, view.use)
        from anefdesk.letters.compose import compose

        data = compose(letter_drawing.page_of(self._at, view))
        digest, key, names = attachments.sealed(self._at, data)
        issued = replace(
            letter,
            filled=kept_values(view.values),
            body="\n\n".join(view.body),
            addressee="\n".join(view.addressee),
            catalogue=self._at.catalogue.version,
            issued_on=view.day.isoformat(),
            project=view.composed.project,
            size=len(data),
            sha256=digest,
            key=key,
            chunks=names,
        )
        told = [adding(case, one) for one in letter_drawing.dates_told(self._at, view)]
        return self._at.record(setting(case, letter, frozen(issued)), *told)

    def sent(
        self,
        case: CaseId,
        letter_id: ObjectId,
        *,
        on: date,
        sending: Sending,
        reference: str = "",
        proof: ObjectId | None = None,
    ) -> Touched:
        """Note how and when an issued letter went, or that it will not go.

        The day an answer is expected follows, and so does the remedy that the letter is.

        Raises:
            InputRefusedError: ``letter.not_issued``, ``letter.project``, ``letter.already_sent``,
                ``letter.sent_early``, ``letter.future``, ``text.too_long``.
        """
        letter = self._following(case, letter_id)
        if letter.project:
            raise InputRefusedError("letter.project")
        if letter.sent_on:
            raise InputRefusedError("letter.already_sent")
        if on < (day_of(letter.issued_on) or _EARLIEST):
            raise InputRefusedError("letter.sent_early")
        self._not_ahead(on)
        if sending is Sending.NOT_SENT:
            kept = differences(letter, replace(letter, sending=sending))
            return self._at.record(setting(case, letter, kept)) if kept else Touched()
        template = own_letters.shelf(self._at).get(letter.template)
        due = due_on(template.delay, on) if template else None
        gone = replace(
            letter,
            sent_on=on.isoformat(),
            sending=sending,
            reference=typed.plain(reference),
            proof=proof,
            due=due.isoformat() if due else "",
        )
        changes = [setting(case, letter, differences(letter, gone))]
        step = self._step(case, letter)
        if step and letter.blockage is not None:
            remedy = Remedy(
                id=ids.remedy_id(letter.id),
                blockage=letter.blockage,
                step=step,
                on=gone.sent_on,
                due=gone.due,
                reference=gone.reference,
                letter=letter.id,
            )
            changes.append(adding(case, remedy))
        return self._at.record(*changes)

    def replied(self, case: CaseId, letter_id: ObjectId, *, reply: Reply, on: date) -> Touched:
        """Note what came of a letter that was sent, and of the remedy it was.

        Raises:
            InputRefusedError: ``letter.not_sent``, ``letter.no_reply``, ``letter.reply_early``, ``letter.future``.
        """
        letter = self._following(case, letter_id)
        sent = day_of(letter.sent_on)
        if sent is None:
            raise InputRefusedError("letter.not_sent")
        if reply is Reply.WAITING:
            raise InputRefusedError("letter.no_reply")
        if on < sent:
            raise InputRefusedError("letter.reply_early")
        self._not_ahead(on)
        day = on.isoformat()
        changes = [setting(case, letter, differences(letter, replace(letter, reply=reply, replied_on=day)))]
        for remedy in letter_drawing.recorded(self._at, case).remedies:
            if remedy.letter == letter.id:
                answered = replace(remedy, reply=reply, replied_on=day)
                changes.append(setting(case, remedy, differences(remedy, answered)))
        return self._at.record(*(change for change in changes if change.fields))

    # Within

    def _letter(self, case: CaseId, letter_id: ObjectId) -> Letter:
        found = reading.thing(self._at.store.connection, case, letter_id, Letter)
        if not found.template:
            raise StorageError("case.missing")
        if found.dropped:
            raise InputRefusedError("letter.gone")
        return found

    def _draft(self, case: CaseId, letter_id: ObjectId) -> Letter:
        found = self._letter(case, letter_id)
        if found.issued_on:
            raise InputRefusedError("letter.frozen")
        return found

    def _writing(self, case: CaseId, letter_id: ObjectId) -> Letter:
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        return self._draft(case, letter_id)

    def _following(self, case: CaseId, letter_id: ObjectId) -> Letter:
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        found = self._letter(case, letter_id)
        if not found.issued_on:
            raise InputRefusedError("letter.not_issued")
        return found

    def _changed(self, case: CaseId, before: Stored, after: Stored) -> Touched:
        fields = differences(before, after)
        if not fields:
            return Touched()
        touched = self._at.record(setting(case, before, fields))
        self._at.can_undo(setting(case, after, differences(after, before)))
        return touched

    def _not_ahead(self, on: date) -> None:
        if on > self._at.clock.today() and not self._at.clock.absurd():
            raise InputRefusedError("letter.future")

    def _step(self, case: CaseId, letter: Letter) -> str:
        """The rung of the blockage's ladder that this letter is, the first not climbed yet; empty: none."""
        held = letter_drawing.recorded(self._at, case)
        blockage = next((one for one in held.blockages if one.id == letter.blockage), None)
        kind = self._at.catalogue.blockages.kinds.get(blockage.code) if blockage else None
        if kind is None:
            return ""
        steps = self._at.catalogue.blockages.steps
        answering = [rung.step for rung in kind.rungs if steps[rung.step].letter == letter.template]
        climbed = {one.step for one in held.remedies if one.blockage == letter.blockage}
        return next((step for step in answering if step not in climbed), answering[0] if answering else "")
