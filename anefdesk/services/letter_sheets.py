"""From a letter's view to its page, and to the sheet that explains it in the person's language.

Used by ``correspondence``.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from anefdesk.domain import contexts
from anefdesk.domain.agreement import agreed, day_in_words
from anefdesk.domain.case import CaseFile
from anefdesk.domain.letter_template import Addressee, LetterTemplate, Signer
from anefdesk.domain.letter_text import due_on
from anefdesk.domain.partial_date import day_of
from anefdesk.i18n import dates
from anefdesk.letters.documents import NOTHING, Both, ExplanationSheet, Imprint, LetterSheet
from anefdesk.services import letter_wording, wording
from anefdesk.services.letter_views import LetterView
from anefdesk.services.speaking import Speaker

# Who needs the person's numbers; others are told what the letter is about and no more.
_NUMBERED = frozenset(
    {
        *(Addressee.PREFECT, Addressee.MINISTER, Addressee.DEFENDER, Addressee.COURT, Addressee.DPO, Addressee.CNIL),
        *(Addressee.FRANCE_TRAVAIL, Addressee.CAF, Addressee.CPAM, Addressee.LAWYERS),
    }
)
_REGISTERED = "Lettre recommandée avec avis de réception"
_KEPT = "Copie conservée."


def letter_sheet(view: LetterView, imprint: Imprint, copies: tuple[str, ...]) -> LetterSheet:
    """The page of a letter."""
    template, composed = view.template, view.composed
    stays = template.addressee is Addressee.FILE
    nowhere = template.addressee in {Addressee.FILE, Addressee.ANYONE}
    by_person = view.signer is Signer.PERSON
    person, centre = (view.known.get("person_name", ""),), _for_centre(view)
    both = (*person, "", *centre)  # each keeps one, and both sign
    return LetterSheet(
        imprint=imprint,
        sender=view.sender,
        references=tuple(_references(view)),
        addressee=() if nowhere else view.addressee,
        place_and_date=_dated(view.place, view.day),
        mention=_REGISTERED if template.registered else "",
        subject=composed.object,
        opening=composed.opening,
        paragraphs=view.body,
        closing=composed.closing,
        signature=both if stays else person if by_person else centre,
        annexes=composed.annexes,
        copies=copies,
        kept="" if stays else _KEPT,
        running=composed.running,
        foot=f"Lettre signée par la personne, accompagnée par « {imprint.centre} »." if by_person else imprint.centre,
        project=composed.project,
    )


def _for_centre(view: LetterView) -> tuple[str, ...]:
    """Who signs for the centre, by name where it was typed, and the centre."""
    staff = next(
        (
            view.values[one.id]
            for one in view.template.needed
            if one.told_by == "staff_name" and view.values.get(one.id)
        ),
        view.known.get("staff_name", ""),
    )
    return tuple(line for line in (staff, view.known.get("centre_name", "")) if line)


def _references(view: LetterView) -> Iterator[str]:
    template, known = view.template, view.known
    if template.anonymous or template.addressee not in _NUMBERED:
        return
    if view.signer is Signer.CENTRE and (person := known.get("person_name")):
        yield f"Concerne : {person}"
    if (born := day_of(known.get("birth_day", ""))) is not None:
        yield f"{agreed('Né/Née', known.get('gender', ''))} le {day_in_words(born)}"
    for label, key in (("Numéro étranger", "foreigner_number"), ("Demande n°", "request_number")):
        if number := known.get(key):
            yield f"{label} : {number}"


def _dated(place: str, day: date) -> str:
    return f"{place}, le {day_in_words(day)}" if place else f"Le {day_in_words(day)}"


def sender_of(file: CaseFile, signer: Signer, known_name: str, centre: tuple[str, ...]) -> tuple[str, ...]:
    """Name and address of who signs."""
    if signer is Signer.CENTRE:
        return centre
    person = file.person
    town = " ".join(part for part in (person.postcode, person.city) if part)
    return tuple(line for line in (known_name, *person.address.splitlines(), town) if line)


def explanation_sheet(speaker: Speaker, view: LetterView, imprint: Imprint) -> ExplanationSheet:
    """What the letter asks, which dates run, what to do then."""
    name = view.file.main_name
    sheet = ExplanationSheet(
        title=speaker.ui(letter_wording.TITLE),
        imprint=imprint,
        person=name.latin() if name else "",
        person_native=name.native() if name else "",
        caution=speaker.ui(letter_wording.CAUTION),
        letter=speaker.ui(letter_wording.ABOUT, title=view.template.title),  # its own name, in French
        chapters=(
            (speaker.ui(letter_wording.WHAT), tuple(_told(speaker, view.template))),
            (speaker.ui(letter_wording.DATES), tuple(_days(speaker, view))),
        ),
        closing=tuple(
            speaker.ui(sentence)
            for sentence in (
                *(() if view.frozen else (letter_wording.SIGN,)),
                letter_wording.KEEP,
                letter_wording.COME_BACK,
                letter_wording.NO_PROMISE,
            )
        ),
    )
    return replace(sheet, unread=speaker.unread())


def _told(speaker: Speaker, template: LetterTemplate) -> Iterator[Both]:
    for place, sentence in enumerate(template.explanation):
        yield speaker.content(contexts.of_letter_explanation(template, place), sentence)


def _days(speaker: Speaker, view: LetterView) -> Iterator[Both]:
    due = day_of(view.letter.due)
    asked = due or due_on(view.delay, view.day)
    if asked is not None:
        yield speaker.ui(letter_wording.EXPECTED if due else letter_wording.EXPECTED_TODAY, date=dates.shown(asked))
    appeal = view.dues.get("appeal_last_day")
    last = day_of(view.values.get("appeal_last_day") or view.known.get("appeal_last_day", ""))
    if last is not None:
        check = speaker.ui(wording.TO_CHECK) if appeal is not None and appeal.to_check else NOTHING
        yield speaker.joined(speaker.ui(letter_wording.APPEAL, date=dates.shown(last)), speaker.ended(check))
    if (papers := day_of(view.known.get("complement_due", ""))) is not None:
        yield speaker.ui(letter_wording.COMPLEMENT, date=dates.shown(papers))
    yield speaker.ui(letter_wording.OTHER_DATES)
