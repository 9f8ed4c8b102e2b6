"""Draws up one letter: its template filled with what was typed and what the file tells, its address, what hinders it.

Used by ``correspondence``; reads, and writes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from anefdesk.domain import happened
from anefdesk.domain.blockage import Attempt, Blockage, Harm, Remedy
from anefdesk.domain.happened import LegalEvent, Told
from anefdesk.domain.letter import Filled, Letter
from anefdesk.domain.letter_guards import faults, unread
from anefdesk.domain.letter_template import LetterTemplate, Needed, Signer
from anefdesk.domain.letter_text import PREFECTURE, Composed, compose
from anefdesk.domain.letter_values import usable
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, Stored
from anefdesk.letters.documents import LetterSheet
from anefdesk.services import consents, letter_addresses, letter_facts, own_letters
from anefdesk.services.imprints import centre_of, imprint, speaker_of
from anefdesk.services.letter_addresses import AddressView
from anefdesk.services.letter_sheets import letter_sheet, sender_of
from anefdesk.services.letter_views import HOLE_SHOWN, FieldLine, LetterView, use_of, values_of
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading

S = TypeVar("S", bound=Stored)

_SIGNERS = {signer.value: signer for signer in Signer}


def recorded(at: Workplace, case: CaseId) -> letter_facts.Recorded:
    """What the file holds beside ``CaseFile``, nothing of it gone."""

    def alive(cls: type[S]) -> tuple[S, ...]:
        return tuple(one for one in reading.things(at.store.connection, case, cls) if not getattr(one, "gone", False))

    return letter_facts.Recorded(alive(LegalEvent), alive(Blockage), alive(Attempt), alive(Remedy), alive(Harm))


def drawn(at: Workplace, case: CaseId, letter: Letter) -> LetterView:
    """The letter on its day: today while it is written, then the day it was issued.

    Raises:
        InputRefusedError: ``letter.no_template``.
        StorageError: ``case.missing``.
    """
    template = own_letters.by_id(own_letters.shelf(at), letter.template)
    file, centre = replace(at.file(case), journal=(), notes=()), centre_of(at)  # not for reception, and not needed
    day = day_of(letter.issued_on) or at.clock.today()
    around = letter_facts.Around(centre.name, at.me.label)
    told = letter_facts.gather(file, recorded(at, case), letter, at.catalogue, around, day)
    values = values_of(letter, reading.things(at.store.connection, case, Filled))
    signer = _SIGNERS.get(letter.sender, template.signer)
    composed = compose(template, values, told.known, at.catalogue.letters.citations, own_letters.approvals(at), day)
    body = paragraphs(letter.body) or tuple(text for _, text in composed.paragraphs)
    place = letter_addresses.place_of(template.addressee, file, centre.department)
    address = letter_addresses.known_address(at, template.addressee, place)
    own = letter_addresses.known_address(at, letter_addresses.CENTRE, "")
    use = use_of(template, signer)
    broken = _faults(at, template, composed, body, values.get("paper") or told.known.get("paper", ""))
    if not letter.issued_on:
        broken += tuple(_unread(at, body, day))
    view = LetterView(
        file=file,
        demarche=told.demarche,
        letter=letter,
        template=template,
        signer=signer,
        fields=tuple(_fields(template, composed, values, told.known)),
        values=values,
        known=told.known,
        missing=_missing(composed, letter),
        composed=composed,
        body=body,
        address=address,
        addressee=tuple(letter.addressee.splitlines()) or address.lines,
        address_missing=not (letter.addressee or address.complete),
        sender=sender_of(file, signer, told.known.get("person_name", ""), (centre.name, *own.lines)),
        place=(file.person.city if signer is Signer.PERSON else "") or _town(own.lines),
        use=use,
        agreed=use is None or consents.standing(at, case, use) is not None,
        faults=broken,
        warnings=(*composed.warnings, *broken),
        marks=(),
        dues=told.dues,
        day=day,
    )
    return replace(view, marks=tuple(_marks(view, own)))


def page_of(at: Workplace, view: LetterView) -> LetterSheet:
    """The page of a letter."""
    forms = at.catalogue.letters.addressees
    copies = tuple(forms[to.value].name for to in view.template.copy_to if to.value in forms)
    return letter_sheet(view, imprint(at, speaker_of("fr")), copies)


def dates_told(at: Workplace, view: LetterView) -> Iterator[Told]:
    """The dates of the legal clock that the letter prints: the person was told them."""
    printed = usable(view.template.needed, {}, view.known)
    by_file = {one.told_by for one in view.template.needed if one.id in printed and not view.values.get(one.id)}
    for key, due in view.dues.items():
        if key in by_file and happened.given(due)[0]:
            yield happened.told(due, at.new_id(), "letter", view.day, view.demarche.id if view.demarche else None)


def paragraphs(body: str) -> tuple[str, ...]:
    """The paragraphs of a body typed or kept, a blank line between."""
    return tuple(part for part in (text.strip() for text in body.replace("\r\n", "\n").split("\n\n")) if part)


def _fields(
    template: LetterTemplate, composed: Composed, values: Mapping[str, str], known: Mapping[str, str]
) -> Iterator[FieldLine]:
    lacking = {one.id for one in composed.missing}
    for one in (*template.needed, PREFECTURE):
        if one is not PREFECTURE or one.id in lacking or one.id in values:
            told = known.get(one.told_by, "") if one.told_by else ""
            yield FieldLine(one, values.get(one.id, ""), told, one.id in lacking)


def _missing(composed: Composed, letter: Letter) -> tuple[Needed, ...]:
    """What is still to be asked; of a body changed by hand, what the letter still shows as missing."""
    if not letter.body:
        return composed.missing
    said = "\n".join((composed.object, composed.opening, letter.body, composed.running, *composed.annexes))
    shown = said.replace("\u00a0", " ")
    return tuple(one for one in composed.missing if f"{HOLE_SHOWN} : {one.name}]" in shown)


def _faults(
    at: Workplace, template: LetterTemplate, composed: Composed, body: tuple[str, ...], paper: str
) -> tuple[str, ...]:
    ends = (composed.running, composed.closing, *composed.annexes)
    text = "\n".join((composed.object, composed.opening, *body, *ends))
    return tuple(rule.why for rule in faults(at.catalogue.letters.guards, template, text, paper))


def _unread(at: Workplace, body: tuple[str, ...], day: date) -> Iterator[str]:
    """Words by hand may hold a citation that nobody answers for, or no longer, or that is of another day."""
    waiting = unread(at.catalogue.letters.citations.values(), own_letters.approvals(at), "\n".join(body), day)
    for one in waiting:
        why = "attend la relecture d’un juriste" if one.in_force(day) else "n’est pas de ce jour"
        yield f"Cette citation {why}, retirez-la du texte : « {one.text} »"


def _town(lines: tuple[str, ...]) -> str:
    """The town of the last line of an address: « 69003 Lyon » says « Lyon »."""
    return " ".join(word for word in lines[-1].split() if not word[:1].isdecimal()) if lines else ""


def _marks(view: LetterView, own: AddressView) -> Iterator[str]:
    by_person = view.signer is Signer.PERSON
    if view.address.old and not view.letter.addressee and view.address.complete and view.address.lines:
        yield "old_address"
    if not (view.file.person.address.strip() if by_person else own.lines):
        yield "no_sender_address"
    if view.letter.body and not view.frozen:
        yield "by_hand"
    if view.composed.left_out:
        yield "left_out"
    if view.composed.project:
        yield "project"
    if not view.agreed:
        yield "not_agreed"
    if letter_facts.PASSED in view.dues:
        yield letter_facts.PASSED
