"""What a person can prove, in sentences for staff: used by the strip of rights for eyes and for screen readers."""

from collections.abc import Iterator
from datetime import date

from anefdesk.domain.papers import Right
from anefdesk.domain.procedure import Grade
from anefdesk.domain.rights import Certainty, Forecast, Gap, Proof, Segment, Timing, ToDo
from anefdesk.i18n import dates
from anefdesk.i18n.texts import mark
from anefdesk.services import rights_wording
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look

DOUBTS = {
    "start": mark("son début n’est pas noté"),
    "end": mark("sa fin n’est pas notée"),
    "card": mark("la carte qu’il prolonge n’est pas dans le dossier"),
    "late": mark("la demande est hors délai : à confirmer par un avocat"),
    "refused": mark("un refus a été notifié"),
    "removal": mark("une OQTF a été notifiée"),
}
_OTHER_DOUBT = mark("une réponse manque dans le dossier")


def summary(look: Look, found: Forecast) -> str:
    """The gap of today or the next one of each right, those that begin together said together."""
    if not found.anything:
        return look.ui("Aucun papier n’est noté : on ne sait pas ce qui peut être prouvé.")
    said: dict[str, list[str]] = {}
    for right in Right:
        gap = found.next_gap(right)
        if gap is not None:
            words = " ".join(filter(None, (_gap(look, gap), _doubtful(look, found, right))))
            said.setdefault(words, []).append(_named(look, right))
    if said:
        return " ".join(f"{gap} : {', '.join(rights)}." for gap, rights in said.items())
    return look.ui("Aucun jour sans preuve n’est prévu jusqu’au %(date)s.", date=dates.shown(found.horizon))


def next_gap(look: Look, found: Forecast) -> str:
    """The first gap, with every right that begins to miss that day; short."""
    gaps = [gap for right in Right if (gap := found.next_gap(right)) is not None]
    if not found.anything or not gaps:
        return summary(look, found)
    first = min(gaps, key=lambda gap: gap.segment.start)
    rights = [gap.segment.right for gap in gaps if gap.segment.start == first.segment.start]
    names = ", ".join(_named(look, right) for right in rights)
    if first.timing is Timing.NOW:
        return look.ui("Rien de noté ne le prouve aujourd’hui : %(rights)s.", rights=names)
    when = long_date(look.texts, first.segment.start, found.today)
    said = look.ui("Plus de preuve à partir du %(when)s : %(rights)s.", when=when, rights=names)
    doubts = {right: words for right in rights if (words := _doubtful(look, found, right))}
    return " ".join((said, *(f"{_title(look, right)} {words}." for right, words in doubts.items())))


def _doubtful(look: Look, found: Forecast, right: Right) -> str:
    """Since when what proves it until the gap is only disputed."""
    days = found.doubtful(right)
    return look.ui("(contesté ou à vérifier dès le %(date)s)", date=dates.shown(days[0])) if days else ""


def _title(look: Look, right: Right) -> str:
    return look.ui(rights_wording.RIGHT[right])


def _named(look: Look, right: Right) -> str:
    name = _title(look, right)
    return name[:1].lower() + name[1:]


def _gap(look: Look, gap: Gap) -> str:
    start = dates.shown(gap.segment.start)
    if gap.timing is Timing.NOW:
        return look.ui("Rien de noté ne le prouve depuis le %(date)s", date=start)
    if gap.lasts:
        return look.ui("Plus rien ne le prouve à partir du %(date)s", date=start)
    return look.ui("Rien ne le prouve du %(start)s au %(end)s", start=start, end=dates.shown(gap.segment.end))


def proof(look: Look, one: Proof) -> tuple[Certainty, str, str]:
    """How sure, with which paper and why, and what it rests on."""
    segment = one.segment
    if segment is None:
        return Certainty.UNKNOWN, look.ui("Ce jour est hors de la frise."), ""
    if segment.paper is None or segment.worth is None:
        gap = segment.certainty is Certainty.GAP
        said = (
            look.ui("Rien ne le prouve ce jour-là, d’après les papiers notés.") if gap else look.ui("On ne sait pas.")
        )
        return segment.certainty, said, ""
    return segment.certainty, " ".join(_with_paper(look, segment)), _base(look, segment)


def _with_paper(look: Look, segment: Segment) -> Iterator[str]:
    assert segment.paper is not None
    assert segment.worth is not None
    paper = segment.paper
    together = f", {paper.together}" if paper.together and not segment.doubts else ""
    yield look.ui("Avec : %(paper)s.", paper=f"{paper.name}{together}")
    yield segment.worth.text
    doubts = [look.ui(DOUBTS.get(doubt, _OTHER_DOUBT)) for doubt in segment.doubts]
    if doubts:
        yield look.ui("Attention : %(doubts)s.", doubts=", ".join(dict.fromkeys(doubts)))


def _base(look: Look, segment: Segment) -> str:
    grade = look.ui(
        "%(article)s · niveau %(grade)s", article=segment.base[:1].upper() + segment.base[1:], grade=segment.grade.value
    )
    return grade if not segment.to_check else f"{grade} · {look.ui('à vérifier')}"


def day_described(look: Look, day: date, today: date, proofs: tuple[Proof, ...]) -> str:
    """One day in sentences, for screen readers."""
    parts = [long_date(look.texts, day, today)]
    for one in proofs:
        certainty, said, _ = proof(look, one)
        word = look.ui(rights_wording.CERTAINTY[certainty])
        parts.append(f"{look.ui(rights_wording.RIGHT[one.right])} : {word}. {said}")
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def to_do(look: Look, found: Forecast) -> Iterator[tuple[ToDo, str]]:
    """What to do about the next gaps, each once, the earliest first, with its day and how far it can be trusted."""
    soonest: dict[str, ToDo] = {}
    for right in Right:
        gap = found.next_gap(right)
        for one in gap.to_do if gap else ():
            soonest.setdefault(one.advice.id, one)
    for one in sorted(soonest.values(), key=_when):
        article = "" if one.advice.proposal else one.advice.article
        yield one, "  ·  ".join(filter(None, (_day(look, one, found.today), article, _trust(look, one))))


def _when(one: ToDo) -> date:
    return one.on or date.max


def _day(look: Look, one: ToDo, today: date) -> str:
    if one.on is None:
        return ""
    day = long_date(look.texts, one.on, today)
    return look.ui("au plus tard %(day)s", day=day) if one.advice.window else day


def _trust(look: Look, one: ToDo) -> str:
    if one.advice.proposal:
        return look.ui("notre proposition, pas la loi")
    return "" if one.advice.grade is Grade.A else look.ui("à vérifier")
