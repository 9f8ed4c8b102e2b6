"""What the page of a letter reads and begins, as it runs on the desk lane."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from anefdesk.domain.blockage import Reply
from anefdesk.domain.change import Touched
from anefdesk.domain.letter import Sending
from anefdesk.domain.letter_template import Addressee, Citation, FieldKind, Needed
from anefdesk.domain.procedure import Source
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import InputRefusedError
from anefdesk.services.casework import Writer
from anefdesk.services.desk import Desk
from anefdesk.services.letter_views import LetterLine, LetterView
from anefdesk.ui.pages.destinations import ToLetter

Proof = tuple[ObjectId, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """How a letter went, as its form says it."""

    on: date
    sending: Sending
    reference: str
    proof: ObjectId | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a letter."""

    on: date
    reply: Reply


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything the page of one letter shows. ``view`` is None when the letter's model is no longer there."""

    line: LetterLine
    name: str
    view: LetterView | None
    page: object  # of a draft, for the composer
    writer: Writer | None
    proofs: tuple[Proof, ...]
    citations: Mapping[str, Citation]
    sources: Mapping[str, Source]
    addressee: str = ""


def begun(desk: Desk, to: ToLetter) -> ObjectId:
    """The draft that answers ``to``: the one already under way for this blockage, or a new one."""
    if to.blockage is not None:
        for line in desk.correspondence.letters(to.case):
            one = line.letter
            if not one.issued_on and (one.template, one.blockage) == (to.template, to.blockage):
                return one.id
    return desk.correspondence.begin(to.case, to.template, demarche=to.demarche, blockage=to.blockage)


def seen(desk: Desk, case: CaseId, letter: ObjectId, unnamed: str) -> Seen:
    """One letter, with what the forms about its sending offer."""
    letters = desk.correspondence
    line = letters.one(case, letter)
    opened = desk.casework.reload(case)
    view, page = _drawn(desk, case, line)
    procedures = desk.demarches.procedures()
    documents = {document.id: document.name for procedure in procedures for document in procedure.documents}
    proofs = [(one.id, documents.get(one.document, one.document)) for one in opened.file.pieces]
    if line.letter.blockage is not None:
        blockage = desk.blockages.one(case, ObjectId(line.letter.blockage))
        proofs += [(one.id, one.title) for one in blockage.exhibits]
    name = opened.file.main_name
    offices = letters.offices()
    return Seen(
        line=line,
        name=(name.latin() or name.native() if name else "") or unnamed,
        view=view,
        page=page,
        writer=opened.writers.get(letter),
        proofs=tuple(proofs),
        citations={one.citation.id: one.citation for one in letters.citations()},
        sources=desk.demarches.places(case).sources,
        addressee=offices[view.template.addressee].name if view and view.template.addressee in offices else "",
    )


def _drawn(desk: Desk, case: CaseId, line: LetterLine) -> tuple[LetterView | None, object]:
    letters = desk.correspondence
    try:
        if line.letter.issued_on:
            return letters.view(case, line.letter.id), None
        return letters.preview(case, line.letter.id)
    except InputRefusedError as error:
        if error.code != "letter.no_template":
            raise
        return None, None


def keep_address(desk: Desk, case: CaseId, letter: ObjectId, kept: "Kept") -> object:
    """The address of this letter, and, when it was checked, of its office for the whole centre."""
    if not kept.for_all:
        return desk.correspondence.address(case, letter, kept.lines)
    return desk.correspondence.set_address(
        kept.addressee, kept.department, kept.lines, checked_on=desk.consents.view(case).today, said_by=kept.said_by
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """An address as it was typed. ``for_all``: kept for the centre, read today at ``said_by``."""

    addressee: Addressee
    department: str
    lines: str
    for_all: bool
    said_by: str


def rectified(desk: Desk, case: CaseId, seen: Seen) -> ObjectId:
    """A new draft that replaces a frozen letter, with the same answers."""
    letters, before = desk.correspondence, seen.line.letter
    demarche = ObjectId(before.demarche) if before.demarche else None
    blockage = ObjectId(before.blockage) if before.blockage else None
    begun_ = letters.begin(case, before.template, demarche=demarche, blockage=blockage, replaces=before.id)
    for line in seen.view.fields if seen.view is not None else ():
        if line.typed:
            letters.fill(case, begun_, line.needed.id, _as_typed(line.needed, line.typed))
    return begun_


def _as_typed(needed: Needed, kept: str) -> str:
    """A kept value as a person types it: amounts are kept in cents."""
    return f"{int(kept) // 100},{int(kept) % 100:02}" if needed.kind is FieldKind.AMOUNT else kept


def send(desk: Desk, case: CaseId, letter: ObjectId, sent: Sent) -> Touched:
    """Note how it went."""
    return desk.correspondence.sent(
        case, letter, on=sent.on, sending=sent.sending, reference=sent.reference, proof=sent.proof
    )


def reply(desk: Desk, case: CaseId, letter: ObjectId, answered: Answered) -> Touched:
    """Note what came of it."""
    return desk.correspondence.replied(case, letter, reply=answered.reply, on=answered.on)
