"""The sheet of an interview: what it found, in two languages, without what the person must not be seen with.

Used by ``services.paper``.
"""

from collections.abc import Iterator
from dataclasses import replace

from anefdesk.domain import contexts
from anefdesk.domain.case import RequestKind
from anefdesk.domain.facts import Truth
from anefdesk.domain.interview import RedFlag, Regime, Verdict
from anefdesk.domain.procedure import Grade, Requirement, Stage, Statement
from anefdesk.letters.documents import NOTHING, Both, Imprint, Line, Mark, OrientationSheet, Part
from anefdesk.services import wording
from anefdesk.services.orientation import InterviewView, WayOut
from anefdesk.services.speaking import Speaker

_FIRST_PAPERS = 6


def orientation_sheet(speaker: Speaker, view: InterviewView, imprint: Imprint, *, everything: bool) -> OrientationSheet:
    """Every rule that may be said; ``everything`` once staff chose to say what is discreet too."""
    name = view.file.main_name if view.file else None
    found = [way for way in view.found if view.shown(way.outcome, everything=everything)]
    shown = bool(found) and view.step.verdict is not Verdict.STOPPED
    sheet = OrientationSheet(
        title=speaker.ui(wording.ORIENTATION_SHEET),
        imprint=imprint,
        person=name.latin() if name else "",
        person_native=name.native() if name else "",
        chapters=tuple((title, parts) for title, parts in _chapters(speaker, view, everything=everything) if parts),
        closing=(*((speaker.ui(wording.WHOLE_LIST),) if shown else ()), speaker.ui(wording.NO_PASSWORD)),
    )
    return replace(sheet, unread=speaker.unread())


def _chapters(speaker: Speaker, view: InterviewView, *, everything: bool) -> Iterator[tuple[Both, tuple[Part, ...]]]:
    step = view.step
    flags = [flag for flag in step.flags if view.shown(flag, everything=everything)]
    regimes = [regime for regime in step.regimes if view.shown(regime, everything=everything)]
    yield speaker.ui(wording.CAREFUL), tuple(_flag(speaker, flag) for flag in flags)
    yield speaker.ui(wording.SPECIAL), tuple(_regime(speaker, regime) for regime in regimes)
    if step.verdict is Verdict.STOPPED:
        yield NOTHING, (Part(name=speaker.ui(wording.JURIST)),)
        return
    found = [way for way in view.found if view.shown(way.outcome, everything=everything)]
    possible = [way for way in view.possible if view.shown(way.outcome, everything=everything)]
    if found:
        yield speaker.ui(wording.FOUND), tuple(_way(speaker, way, view) for way in found)
    elif step.verdict is not Verdict.ASKING:
        yield speaker.ui(wording.NOTHING_FOUND), (Part(name=speaker.ui(wording.JURIST)),)
    if step.verdict is not Verdict.ASKING:
        names = {way.name: way for way in possible}
        few = names.values() if len(names) <= wording.FEW else ()
        yield speaker.ui(wording.MAYBE), tuple(Part(name=_name(speaker, way)) for way in few)
    yield NOTHING, tuple(Part(name=name) for name in _places(speaker, view))


def _flag(speaker: Speaker, flag: RedFlag) -> Part:
    turn = speaker.content(contexts.of_turn_to(flag), flag.turn_to)
    return Part(
        name=speaker.content(contexts.of_rule(flag), flag.name),
        texts=_said(speaker, flag.why),
        labelled=((speaker.ui(wording.TURN_TO), (turn,)),),
        framed=True,
    )


def _regime(speaker: Speaker, regime: Regime) -> Part:
    return Part(name=speaker.content(contexts.of_rule(regime), regime.name), texts=_said(speaker, regime.what))


def _said(speaker: Speaker, statement: Statement | None) -> tuple[Both, ...]:
    if statement is None or not statement.id:  # without a context it is for staff only
        return ()
    said = speaker.content(contexts.of_statement(statement), statement.text)
    return (said, speaker.ui(wording.TO_CHECK)) if statement.evidence.grade is Grade.C else (said,)


def _name(speaker: Speaker, way: WayOut) -> Both:
    if way.procedure is not None:
        return speaker.content(contexts.of_procedure(way.procedure), way.procedure.name)
    return speaker.content(contexts.of_elsewhere(way.elsewhere), way.name) if way.elsewhere else Both(way.name)


def _way(speaker: Speaker, way: WayOut, view: InterviewView) -> Part:
    texts = _said(speaker, way.outcome.why)
    if way.outcome.jurist:
        texts = (*texts, speaker.ui(wording.JURIST))
    where, papers = _said(speaker, way.where), _papers(speaker, way, view)
    labelled = [(speaker.ui(wording.WHERE), where)] if where else []
    if papers:
        labelled.append((speaker.ui(wording.FIRST_PAPERS), ()))
    return Part(name=_name(speaker, way), texts=texts, labelled=tuple(labelled), lines=papers)


def _papers(speaker: Speaker, way: WayOut, view: InterviewView) -> tuple[Line, ...]:
    """What is required whatever else is answered: the whole list is made at the desk."""
    if way.procedure is None:
        return ()
    request = way.outcome.request or next(iter(way.procedure.requests), RequestKind.FIRST)
    facts = {**view.facts, "request": request.value}
    sure = [
        document
        for document in way.procedure.documents
        if document.requirement is Requirement.REQUIRED
        and document.stage is Stage.FILING
        and document.when.holds(facts) is Truth.YES
    ]
    return tuple(
        Line(mark=Mark.EMPTY, name=speaker.content(contexts.of_document(document), document.name))
        for document in sure[:_FIRST_PAPERS]
    )


def _places(speaker: Speaker, view: InterviewView) -> Iterator[Both]:
    if view.department is not None:
        yield speaker.ui(wording.PREFECTURE, name=view.department.prefecture)
    if view.court is not None:
        yield speaker.ui(wording.COURT, name=view.court.name)
