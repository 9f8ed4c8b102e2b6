"""What the evidence file of a person is made of: everything about their blockages, and the numbered annexes.

Used by ``evidence``. Nothing is decided here: what the file says is put in order, what follows from the law says so.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from anefdesk.domain.blockage import Exhibit, Harm
from anefdesk.domain.case import Authored, CaseFile
from anefdesk.domain.consent import Use
from anefdesk.domain.deadlines import DeadlineTable, Due, Outcome, State
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.letter import Letter
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import CaseId, ObjectId, UserId
from anefdesk.services import blockage_views, clock_events
from anefdesk.services.blockage_views import Belongings, BlockageView, Dates
from anefdesk.services.clock_events import Derived
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading

_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "message/rfc822": "eml",
}
_TO_ACT = frozenset({Outcome.LAST_DAY, Outcome.LAST_HOUR})  # advice to the person, nothing that happened
_NO_DATE = frozenset({State.HINT, State.WARNING})


@dataclass(frozen=True)
class Item:
    """One annex: the original as it is kept, what it is called, who recorded it and when."""

    number: int
    name: str  # in the ZIP: tells nothing of anybody
    exhibit: Exhibit  # of an issued letter, what an exhibit would be
    title: str
    entered: datetime | None
    author: str  # the label the member chose: whoever reads the file may ask them what they saw
    about: ObjectId | None = None  # the blockage
    attempt: bytes | None = None
    letter: bytes | None = None


@dataclass(frozen=True)
class Gathered:
    """One file, ready to be worded."""

    file: CaseFile
    views: tuple[BlockageView, ...]  # in order of their first day
    letters: tuple[Letter, ...]  # issued ones
    events: tuple[LegalEvent, ...]
    derived: tuple[Derived, ...]
    dues: tuple[Due, ...]
    items: tuple[Item, ...]
    harms: tuple[Harm, ...]
    labels: Mapping[ObjectId, str]  # who recorded each thing
    table: DeadlineTable
    today: date

    def annexes_of(self, attempt: bytes) -> tuple[int, ...]:
        """The numbers of what shows a try."""
        return tuple(item.number for item in self.items if item.attempt == attempt)


def gather(at: Workplace, case: CaseId, use: Use, blockages: Collection[ObjectId] | None) -> Gathered:
    """Read it all. A court is not told the last days to act: they are advice to the person.

    Raises:
        StorageError: ``case.missing``.
    """
    file, authored = at.file_with_authors(case)
    held, dates = Belongings.of(at, case), Dates.of(at, file)
    wanted = [one for one in held.blockages if blockages is None or one.id in blockages]
    views = tuple(sorted((blockage_views.viewed(at, file, authored, held, dates, one) for one in wanted), key=_since))
    chosen = {one.blockage.id for one in views}
    letters = tuple(
        one
        for one in reading.things(at.store.connection, case, Letter)
        if one.issued_on and (blockages is None or one.blockage in chosen)
    )
    labels = at.labels()
    harms = tuple(one for one in held.harms if blockages is None or one.blockage in chosen)
    left_out = _TO_ACT if use is Use.COURT else frozenset[Outcome]()
    return Gathered(
        file=replace(file, journal=(), notes=()),  # not for reception, and not needed
        views=views,
        letters=letters,
        events=dates.events,
        derived=clock_events.derived(file, at.catalogue),
        dues=tuple(one.due for one in dates.found if _dated(one.due, left_out)),
        items=tuple(_items(views, letters, authored, labels)),
        harms=harms,
        labels={obj: labels.get(by.author, "") for obj, by in authored.items()},
        table=at.catalogue.deadlines,
        today=at.clock.today(),
    )


def _since(view: BlockageView) -> tuple[str, bytes]:
    return view.blockage.on, view.blockage.id


def _dated(due: Due, left_out: frozenset[Outcome]) -> bool:
    """Whether a date may be printed: a hint never is."""
    stands = due.front is not None and due.deadline.grade is not Grade.C and due.state not in _NO_DATE
    return stands and due.what not in {Outcome.NONE, Outcome.WARNING, *left_out}


def _items(
    views: Sequence[BlockageView],
    letters: Sequence[Letter],
    authored: Mapping[ObjectId, Authored],
    labels: Mapping[UserId, str],
) -> Iterator[Item]:
    """Captures in the order of the tries they show, then the letters that were issued."""
    number = 0
    for view in views:
        order = {bytes(one.id): place for place, one in enumerate(view.attempts)}
        shown = sorted(view.exhibits, key=_Place(order).of)
        for exhibit in shown:
            number += 1
            yield _item(
                number, exhibit, exhibit.title, authored, labels, about=view.blockage.id, attempt=exhibit.attempt
            )
    for letter in letters:
        number += 1
        kept = Exhibit(
            id=letter.id,
            media_type="application/pdf",
            size=letter.size,
            sha256=letter.sha256,
            key=letter.key,
            chunks=letter.chunks,
            on=letter.issued_on,
        )
        yield _item(number, kept, letter.title, authored, labels, letter=letter.id)


def _item(
    number: int,
    exhibit: Exhibit,
    title: str,
    authored: Mapping[ObjectId, Authored],
    labels: Mapping[UserId, str],
    **about: ObjectId | bytes | None,
) -> Item:
    by = authored.get(exhibit.id)
    entered = datetime.fromtimestamp(by.wall_ms / 1000, UTC) if by else None
    extension = _EXTENSIONS.get(exhibit.media_type, "bin")
    name = f"annexe-{number:02}.{extension}"
    return Item(number, name, exhibit, title, entered, labels.get(by.author, "") if by else "", **about)  # type: ignore[arg-type]  # what each may be is said by its name


class _Place:
    """Where a capture stands among the tries; those that show none come last, as they came."""

    def __init__(self, order: Mapping[bytes, int]) -> None:
        self._order = order

    def of(self, exhibit: Exhibit) -> int:
        """Its try's place."""
        return self._order.get(exhibit.attempt or b"", len(self._order))
