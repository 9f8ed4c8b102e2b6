"""The timeline of rights and the slip of dates as documents, in two languages. Used by ``rights``."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from anefdesk.domain import contexts
from anefdesk.domain.case import CaseFile
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.checklist import Row
from anefdesk.domain.deadlines import Outcome
from anefdesk.domain.facts import Truth
from anefdesk.domain.held_papers import Certainty
from anefdesk.domain.papers import Right
from anefdesk.domain.procedure import Grade, Stage
from anefdesk.domain.rights import Forecast, Gap, Timing, ToDo
from anefdesk.i18n import dates
from anefdesk.letters.documents import NOTHING, Both, Imprint, Reminder, ReminderSlip, RightsTimeline, Stretch
from anefdesk.services import rights_wording as words
from anefdesk.services import wording
from anefdesk.services.deadlines import ClockLine
from anefdesk.services.speaking import Speaker

_SHOWN_BEFORE = timedelta(days=92)  # of the past: what is over matters less than what comes
_FEW = 6
_WEIGHTS = {Certainty.PROVED: 0, Certainty.DISPUTED: 1, Certainty.UNKNOWN: 2, Certainty.GAP: 3}


@dataclass(frozen=True, slots=True)
class Around:
    """Where things happen for one person, and what is still to be brought for each démarche."""

    centre: str
    prefecture: str = ""
    court: str = ""
    missing: tuple[Row, ...] = ()


# The timeline


def timeline_sheet(speaker: Speaker, file: CaseFile, found: Forecast, imprint: Imprint) -> RightsTimeline:
    """What can be proved from three months ago to the end of the forecast."""
    name = file.main_name
    begins = max(found.begins, found.today - _SHOWN_BEFORE)
    sheet = RightsTimeline(
        title=speaker.ui(words.TIMELINE),
        imprint=imprint,
        person=name.latin() if name else "",
        person_native=name.native() if name else "",
        begins=begins,
        ends=found.horizon,
        today=found.today,
        summary=tuple(_summary(speaker, found)),
        lanes=tuple(
            (speaker.ui(words.RIGHT[right]), tuple(_stretches(speaker, found, right, begins))) for right in Right
        ),
        table=speaker.ui(words.TABLE),
        to_do_title=speaker.ui(words.TO_DO),
        to_do=tuple(_to_do(speaker, found)),
        closing=(
            speaker.ui(words.NOT_A_PROOF),
            speaker.ui(words.RECKONED, date=dates.shown(found.today)),
            speaker.ui(wording.NO_PASSWORD),
        ),
    )
    return replace(sheet, unread=speaker.unread())


def _summary(speaker: Speaker, found: Forecast) -> Iterator[Both]:
    if not found.anything:
        yield speaker.ui(words.NOTHING_NOTED)
        return
    if not found.gaps:
        yield speaker.ui(words.NO_GAP, date=dates.shown(found.horizon))
        return
    first = {right: gap for right in Right if (gap := found.next_gap(right))}
    for start in sorted({gap.segment.start for gap in first.values()}):
        here = [gap for gap in first.values() if gap.segment.start == start]
        yield _gap(speaker, here)
    for right in first:
        if (days := found.doubtful(right)) is not None:
            yield _doubtful(speaker, right, *days)


def _doubtful(speaker: Speaker, right: Right, start: date, end: date) -> Both:
    """What is only disputed before a gap."""
    name, word = speaker.ui(words.RIGHT[right]), speaker.ui(words.CERTAINTY[Certainty.DISPUTED])
    days = speaker.ui(words.FROM_TO, start=dates.shown(start), end=dates.shown(end))
    said = replace(name, fr=f"{name.fr} : {word.fr}. {days.fr}.")
    return said if speaker.alone else replace(said, other=f"{name.other} : {word.other}. {days.other}.")


def _gap(speaker: Speaker, here: Sequence[Gap]) -> Both:
    rights = [speaker.ui(words.RIGHT[gap.segment.right]) for gap in here]
    sentence = words.GAP_NOW if here[0].timing is Timing.NOW else words.NEXT_GAP
    values = {} if here[0].timing is Timing.NOW else {"date": dates.shown(here[0].segment.start)}
    said = speaker.ui(sentence, rights=" · ".join(right.fr for right in rights), **values)
    if speaker.alone:
        return said
    return replace(said, other=speaker.other.ui(sentence, rights=" · ".join(right.other for right in rights), **values))


def _stretches(speaker: Speaker, found: Forecast, right: Right, begins: date) -> Iterator[Stretch]:
    for segment in found.of(right):
        if segment.end < begins:
            continue
        start, paper = max(segment.start, begins), segment.paper
        checked = segment.to_check and segment.certainty is Certainty.PROVED
        yield Stretch(
            start=start,
            end=segment.end,
            weight=_WEIGHTS[segment.certainty],
            word=speaker.ui(words.PROVED_TO_CHECK if checked else words.CERTAINTY[segment.certainty]),
            days=speaker.ui(words.FROM_TO, start=dates.shown(start), end=dates.shown(segment.end)),
            paper=speaker.content(contexts.of_paper(paper), paper.name) if paper else NOTHING,
            advice=speaker.content(contexts.of_paper_advice(paper), paper.said) if paper else NOTHING,
        )


def _to_do(speaker: Speaker, found: Forecast) -> Iterator[tuple[Both, Both]]:
    """What the person is told to do about the next gaps, each once, the earliest first."""
    soonest: dict[str, ToDo] = {}
    for right in Right:
        gap = found.next_gap(right)
        for one in gap.to_do if gap else ():
            soonest.setdefault(one.advice.id, one)
    for one in sorted(soonest.values(), key=lambda one: one.on or date.max):
        if one.advice.said:
            dated = one.on is not None and one.advice.grade is not Grade.C
            when = speaker.ui(words.BY, date=dates.shown(one.on)) if one.on and dated else NOTHING
            yield when, speaker.content(contexts.of_before_gap(one.advice), one.advice.said)


# The slip


def reminder_slip(
    speaker: Speaker, file: CaseFile, lines: Sequence[ClockLine], around: Around, imprint: Imprint
) -> ReminderSlip:
    """The chosen dates in large, what to do, where, with what."""
    name = file.main_name
    slip = ReminderSlip(
        title=speaker.ui(words.REMINDER),
        imprint=imprint,
        person=name.latin() if name else "",
        person_native=name.native() if name else "",
        reminders=_said_once(_reminder(speaker, line) for line in lines),
        labelled=tuple(_labelled(speaker, lines, around)),
        closing=(
            speaker.ui(words.COMPUTED, date=dates.shown(imprint.day)),
            speaker.ui(wording.NO_PASSWORD),
        ),
    )
    return replace(slip, unread=speaker.unread())


def _said_once(reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Two rules that give the same day and the same words are one line for the person, with the doubts of both."""
    found: dict[Reminder, tuple[Both, ...]] = {}
    for one in reminders:
        bare = replace(one, notes=())
        found[bare] = tuple(dict.fromkeys((*found.get(bare, ()), *one.notes)))
    return tuple(replace(bare, notes=notes) for bare, notes in found.items())


def discreet_slip(speaker: Speaker, by: date | None, centre: str, imprint: Imprint) -> ReminderSlip:
    """Only when and where to come back: whoever finds it learns nothing else."""
    when = speaker.ui(words.DISCREET_BY, date=dates.shown(by)) if by else NOTHING
    return ReminderSlip(
        title=speaker.ui(words.DISCREET),
        imprint=replace(imprint, catalogue=""),
        reminders=(Reminder(on=dates.shown(by) if by else "", what=when),),
        blank=speaker.ui(words.HOUR),
        closing=(Both(centre, "" if speaker.alone else centre),),
    )


def _reminder(speaker: Speaker, line: ClockLine) -> Reminder:
    due = line.due
    day = due.front if due.deadline.grade is not Grade.C else None
    what = words.WHAT_OF_RULE.get(due.rule) or words.WHAT.get(due.what, "")
    if due.what is Outcome.OPENS:
        what = words.WHAT[Outcome.OPENS]
    return Reminder(
        on=dates.shown(day) if day else "",
        weekday=speaker.ui(dates.DAYS[day.weekday()]) if day else NOTHING,
        hour=speaker.ui(words.AT_HOUR, time=due.hour) if due.hour and day else NOTHING,
        what=speaker.ui(what) if what and day else NOTHING,
        subject=_subject(speaker, line),
        notes=tuple(_notes(speaker, line, day)),
    )


def _subject(speaker: Speaker, line: ClockLine) -> Both:
    if line.procedure is None:
        return NOTHING
    name = speaker.content(contexts.of_procedure(line.procedure), line.procedure.name)
    said = speaker.ui(words.FOR, procedure=name.fr)
    return said if speaker.alone else replace(said, other=speaker.other.ui(words.FOR, procedure=name.other))


def _notes(speaker: Speaker, line: ClockLine, day: date | None) -> Iterator[Both]:
    due = line.due
    if day is None:
        yield speaker.ui(words.UNDATED)
        return
    sooner = due.rescue is not None and due.rescue < day  # only of a day before which nothing can be done
    if due.to_check or sooner:
        yield speaker.ui(words.TO_CHECK)
    if due.rescue is not None and not sooner:
        yield speaker.ui(words.RESCUE, date=dates.shown(due.rescue))


def _labelled(speaker: Speaker, lines: Sequence[ClockLine], around: Around) -> Iterator[tuple[Both, tuple[Both, ...]]]:
    where = [speaker.ui(words.AT_CENTRE, name=around.centre) if around.centre else speaker.ui(words.HERE)]
    outcomes = {line.due.what for line in lines}
    if around.prefecture and outcomes & {Outcome.OPENS, Outcome.CLOSES}:
        where.append(speaker.ui(wording.PREFECTURE, name=around.prefecture))
    if around.court and outcomes & {Outcome.LAST_DAY, Outcome.LAST_HOUR}:
        where.append(speaker.ui(wording.COURT, name=around.court))
    yield speaker.ui(words.WHERE), tuple(where)
    missing = [row for row in around.missing if _to_bring(row)]
    papers = [speaker.content(contexts.of_document(row.document), row.document.name) for row in missing[:_FEW]]
    yield speaker.ui(words.BRING), (speaker.ui(words.EVERY_PAPER), *papers)


def _to_bring(row: Row) -> bool:
    return row.applies is Truth.YES and not row.settled and row.document.stage is Stage.FILING


def prefecture_of(catalogue: Catalogue, department: str) -> str:
    """The name of the préfecture of a département; empty when not known."""
    found = catalogue.departments.get(department)
    return found.prefecture if found else ""
