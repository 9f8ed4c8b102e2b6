"""Paper in two languages: lists of pieces, slips, blank forms, what the interview found; and the recovery sheet.

Gathering reads the file on the desk lane; composing the PDF needs nothing of it and belongs on the slow lane.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from anefdesk.domain import contexts
from anefdesk.domain.case import Centre, ItemState, RequestKind
from anefdesk.domain.checklist import Freshness, Row
from anefdesk.domain.facts import Truth
from anefdesk.domain.partial_date import day_of, shown
from anefdesk.domain.procedure import Document, Procedure, Requirement, Stage, Translation
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError
from anefdesk.i18n import dates
from anefdesk.i18n.texts import for_language
from anefdesk.letters.documents import (
    NOTHING,
    BilingualChecklist,
    BlankForm,
    Both,
    Imprint,
    Line,
    Mark,
    MissingSlip,
    OrientationSheet,
    Section,
)
from anefdesk.letters.documents import Document as Sheet
from anefdesk.services import marking, pieces, printed_keys, wording
from anefdesk.services.demarches import Demarches, DeskView
from anefdesk.services.local_knowledge import LocalRow
from anefdesk.services.orientation import InterviewView, Orientation
from anefdesk.services.orientation_sheet import orientation_sheet
from anefdesk.services.speaking import Speaker
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading

_MARKS = {
    ItemState.MISSING: Mark.EMPTY,
    ItemState.ASKED: Mark.EMPTY,
    ItemState.RECEIVED: Mark.TICK,
    ItemState.TO_TRANSLATE: Mark.CROSS,
    ItemState.TOO_OLD: Mark.CROSS,
    ItemState.REFUSED: Mark.CROSS,
    ItemState.NOT_APPLICABLE: Mark.DASH,
}


class Paper:
    """What is printed from a file. Nothing printed passes for an official document."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def _imprint(self, speaker: Speaker, catalogue: str = "") -> Imprint:
        centre = reading.thing(
            self._at.store.connection, self._at.store.centre, ObjectId(self._at.store.centre), Centre
        )
        return Imprint(
            centre=centre.name,
            day=self._at.clock.today(),
            catalogue=catalogue or self._at.catalogue.version,
            language=speaker.other.language.code,
            notice=speaker.ui(wording.UNOFFICIAL).other,
            training=self._at.store.training,
        )

    @staticmethod
    def _speaker(language: str) -> Speaker:
        return Speaker(for_language("fr"), for_language(language))

    def checklist(self, case: CaseId, demarche: ObjectId, language: str) -> Sheet:
        """The whole list of a démarche: what is there, what is missing, why, by when. The printing is logged."""
        view = self._view(case, demarche)
        speaker = self._speaker(language)
        name = view.file.main_name
        groups: dict[str, list[Line]] = {}
        for row in view.checklist.rows:
            if row.applies is not Truth.NO:
                groups.setdefault(_group(row), []).append(_line(speaker, row))
        order = (wording.TO_BRING, wording.TO_SEE, wording.HELD, wording.ON_THE_DAY, wording.OTHERS, wording.LOCAL)
        groups |= {wording.LOCAL: [_local(speaker, one) for one in view.local.rows]} if view.local.rows else {}
        sections = tuple(Section(speaker.ui(title), tuple(groups[title])) for title in order if title in groups)
        self._at.read_logged(case, "print")
        sheet = BilingualChecklist(
            title=_titled(speaker, wording.LIST_TITLE, view.procedure),
            imprint=self._imprint(speaker, view.catalogue.version),
            person=name.latin() if name else "",
            person_native=name.native() if name else "",
            subtitle=_window(speaker, view),
            summary=_summary(speaker, view),
            sections=sections,
            closing=(speaker.ui(wording.NO_PASSWORD),),
        )
        return replace(sheet, unread=speaker.unread())

    def missing_slip(self, case: CaseId, demarche: ObjectId, language: str) -> Sheet:
        """What the applicant takes home: only what is to be brought or done again. The printing is logged."""
        view = self._view(case, demarche)
        speaker = self._speaker(language)
        name = view.file.main_name
        lines = tuple(
            _line(speaker, row)
            for row in view.checklist.rows
            if _group(row) == wording.TO_BRING and row.applies is Truth.YES
        ) + tuple(_local(speaker, one) for one in view.local.rows if one.state is not ItemState.RECEIVED)
        self._at.read_logged(case, "print")
        sheet = MissingSlip(
            title=speaker.ui(wording.SLIP_TITLE),
            imprint=self._imprint(speaker, view.catalogue.version),
            person=name.latin() if name else "",
            person_native=name.native() if name else "",
            intro=_titled(speaker, wording.SLIP_INTRO, view.procedure),
            lines=lines,
            closing=(
                speaker.ui(wording.COME_BACK if lines else wording.SLIP_NOTHING),
                speaker.ui(wording.NO_PASSWORD),
            ),
        )
        return replace(sheet, unread=speaker.unread())

    def blank_form(self, procedure_id: str, request: RequestKind, language: str) -> Sheet:
        """The same list with no person, to fill by hand when there is no computer."""
        procedure = self._at.catalogue.procedures.get(procedure_id)
        if procedure is None:
            raise InputRefusedError("procedure.unknown")
        speaker = self._speaker(language)
        facts = {"request": request.value}
        lines = tuple(
            Line(mark=Mark.EMPTY, name=_name(speaker, document), why=_told(speaker, document), asked=_asked(document))
            for document in procedure.documents
            if document.when.holds(facts) is not Truth.NO
        )
        fields = (wording.FAMILY_NAME, wording.GIVEN_NAME, wording.BIRTH_DATE, wording.FOREIGNER_NUMBER)
        sheet = BlankForm(
            title=_titled(speaker, wording.BLANK_TITLE, procedure),
            imprint=self._imprint(speaker),
            intro=speaker.ui(wording.BLANK_INTRO),
            fields=tuple(speaker.ui(label) for label in (*fields, wording.PHONE, wording.LANGUAGE)),
            sections=(Section(NOTHING, lines),),
            notes=speaker.ui(wording.NOTES),
        )
        return replace(sheet, unread=speaker.unread())

    def orientation(
        self, case: CaseId, language: str, *, go_on: bool = False, everything: bool = False
    ) -> OrientationSheet:
        """What the interview of a file found; what is discreet only with ``everything``. The printing is logged."""
        view = Orientation(self._at).drawn_up(case, go_on=go_on)
        self._at.read_logged(case, "print")
        return self._orientation(view, language, everything=everything)

    def orientation_of_nobody(
        self,
        answers: Mapping[str, str],
        department: str,
        language: str,
        *,
        go_on: bool = False,
        everything: bool = False,
    ) -> OrientationSheet:
        """The same for somebody without a file."""
        view = Orientation(self._at).of_nobody(answers, department=department, go_on=go_on)
        return self._orientation(view, language, everything=everything)

    def _orientation(self, view: InterviewView, language: str, *, everything: bool) -> OrientationSheet:
        speaker = self._speaker(language)
        return orientation_sheet(speaker, view, self._imprint(speaker), everything=everything)

    def recovery_sheet(self, key_text: str) -> Sheet:
        """The printed key that opens this desk when every passphrase is lost."""
        self._at.need(Deed.MANAGE_STAFF)
        return printed_keys.recovery(key_text, self._imprint(self._speaker("fr")))

    def _view(self, case: CaseId, demarche: ObjectId) -> DeskView:
        return Demarches(self._at).drawn_up(case, demarche)

    @staticmethod
    def compose(sheet: Sheet) -> bytes:
        """The PDF of a sheet, in memory.

        Raises:
            LetterError: a font or a glyph is missing.
        """
        from anefdesk.letters.compose import compose

        return compose(sheet)

    @staticmethod
    def raster(pdf: bytes, page: int, width: int) -> pieces.Raster:
        """One page of a PDF as pixels, for preview and printing from memory."""
        return pieces.raster(pdf, page, width)


def _titled(speaker: Speaker, sentence: str, procedure: Procedure) -> Both:
    name = speaker.content(contexts.of_procedure(procedure), procedure.name)
    said = speaker.ui(sentence, procedure=name.fr)
    return said if speaker.alone else replace(said, other=speaker.other.ui(sentence, procedure=name.other))


def _group(row: Row) -> str:
    if row.document.stage is Stage.COLLECTION:
        return wording.ON_THE_DAY
    if row.applies is Truth.UNKNOWN:
        return wording.TO_SEE
    if row.settled:
        return wording.HELD
    if row.document.requirement is Requirement.USEFUL:
        return wording.OTHERS
    return wording.TO_BRING


def _dated(speaker: Speaker, sentence: str, day: date) -> Both:
    return speaker.ui(sentence, date=dates.shown(day))


def _name(speaker: Speaker, document: Document) -> Both:
    return speaker.content(contexts.of_document(document), document.name)


def _when(speaker: Speaker, document: Document) -> Both:
    return speaker.content(contexts.of_document(document, "condition"), document.condition)


def _told(speaker: Speaker, document: Document) -> Both:
    useful = document.requirement is Requirement.USEFUL
    return speaker.joined(_when(speaker, document), speaker.ui(wording.USEFUL) if useful else NOTHING)


def _line(speaker: Speaker, row: Row) -> Line:
    document, item = row.document, row.item
    unknown = row.applies is Truth.UNKNOWN
    why: list[Both] = [_when(speaker, document)] if unknown else []
    if not row.settled and not unknown:
        why.append(_advice(speaker, row))
    fresh = NOTHING
    if row.freshness is Freshness.FRESH and row.fresh_until and row.state is ItemState.RECEIVED:
        fresh = _dated(speaker, wording.FRESH_UNTIL, row.fresh_until)
    elif document.max_age and not row.settled:
        fresh = speaker.content(contexts.of_document(document, "max_age"), document.max_age)
    by = day_of(item.due) if item and not row.settled else None
    due = _dated(speaker, wording.BEFORE, by) if by else NOTHING
    return Line(
        mark=Mark.QUESTION if unknown else _MARKS[row.state],
        name=_name(speaker, document),
        state=speaker.ui(wording.QUESTION if unknown else wording.ITEM[row.state]),
        due=due,
        why=speaker.joined(*why),
        freshness=fresh,
        asked=_asked(document, sure=not unknown),
        remark=item.remark if item else "",
    )


def _asked(document: Document, *, sure: bool = False) -> str:
    """The mark in French; what is only useful says so in both languages."""
    if document.requirement is Requirement.USEFUL:
        return ""
    word = marking.word_of(document)
    return word if sure or not document.condition else f"{word}, dans ce cas"


def _local(speaker: Speaker, one: LocalRow) -> Line:
    """A préfecture's own demand: in French, as it was said."""
    demand = one.demand
    said = {"who": demand.said_by, "date": shown(demand.said_on)}
    return Line(
        mark=_MARKS[one.state],
        name=speaker.content("", demand.document),  # nobody translated it: French, marked as such
        state=speaker.ui(wording.ITEM[one.state]),
        why=speaker.ui(wording.LOCAL_SAID, **said),
    )


def _advice(speaker: Speaker, row: Row) -> Both:
    document, item = row.document, row.item
    parts = []
    if row.state is ItemState.REFUSED and item and item.reason:
        parts.append(speaker.ui(wording.REFUSAL[item.reason]))
    if document.requirement is Requirement.USEFUL:
        parts.append(speaker.ui(wording.USEFUL))
    if document.translation is Translation.IF_FOREIGN:
        parts.append(speaker.ui(wording.TRANSLATE))
    if document.alternatives:
        parts.append(speaker.content(contexts.of_document(document, "alternatives"), document.alternatives))
    return speaker.joined(*(speaker.ended(part) for part in parts))


def _window(speaker: Speaker, view: DeskView) -> Both:
    for window in view.windows:
        if window.opens and window.closes:
            sentence = wording.WINDOW if view.planned_on <= window.closes else wording.WINDOW_PAST
            return speaker.ui(sentence, opens=dates.shown(window.opens), closes=dates.shown(window.closes))
    return NOTHING


def _summary(speaker: Speaker, view: DeskView) -> Both:
    checklist = view.checklist
    counted = speaker.ui_n(
        "%(n)d pièce sur %(needed)s", "%(n)d pièces sur %(needed)s", checklist.ready, needed=checklist.needed
    )
    verdict = (
        _dated(speaker, wording.CAN_FILE, view.planned_on) if checklist.can_file else speaker.ui(wording.CANNOT_FILE)
    )
    return speaker.joined(speaker.ended(counted), verdict)
