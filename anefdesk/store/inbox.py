"""Applying what other desks wrote: segments, keyboxes and keys of epochs, each page in one transaction.

Used by sync with whatever hub, stick or mailbox brought. Nothing is believed that the directory and the chain of its
log do not prove; what cannot be read yet waits, what never can is put aside, and sync goes on.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from anefdesk.domain.change import LogId
from anefdesk.domain.record import CaseId
from anefdesk.store.casekeys import EpochKey, Took
from anefdesk.store.receiving import Applied, Fork, Receiver, Refusal
from anefdesk.store.store import Store
from anefdesk.wire.directory import Directory
from anefdesk.wire.keybox import Keybox
from anefdesk.wire.segment import Segment

__all__ = ["Applied", "Fork", "Refusal", "Stuck", "again", "apply", "epochs", "held", "keyboxes", "stuck", "wake"]

_PAGE = 500  # records of one transaction
_FOR_PEOPLE = "(blocks = 0 AND case_id IN (SELECT case_id FROM reserved) AND case_id IN (SELECT case_id FROM keybox))"


@dataclass(frozen=True, slots=True)
class Stuck:
    """A record that is kept and not read; ``code`` says why, and is empty while its key has not arrived."""

    log: LogId
    seq: int
    case: CaseId
    code: str = ""


def held(store: Store) -> Mapping[LogId, int]:
    """Of each log, up to which number all of it is held: what need not be brought again."""
    run = (
        "SELECT min(seq) FROM log AS one WHERE one.log = origin.log AND NOT EXISTS "
        "(SELECT 1 FROM log AS two WHERE two.log = one.log AND two.seq = one.seq + 1)"
    )  # of a closed log: up to its first hole
    last = "SELECT max(seq) FROM log WHERE log.log = origin.log"
    with store.aside() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT log, CASE closed WHEN 1 THEN ({run}) ELSE ({last}) END FROM origin "
            "WHERE EXISTS (SELECT 1 FROM log WHERE log.log = origin.log AND seq = 1)"
        ).fetchall()
    return dict(rows)


def stuck(store: Store) -> tuple[Stuck, ...]:
    """Every record that waits or was put aside; of those that wait for the people of a file, nobody is told."""
    with store.aside() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT log, seq, case_id, '' FROM waiting WHERE NOT {_FOR_PEOPLE} "
            "UNION ALL SELECT log, seq, case_id, code FROM quarantine"
        ).fetchall()
    return tuple(Stuck(log, seq, CaseId(case), code) for log, seq, case, code in rows)


def apply(store: Store, segments: Sequence[Segment], directory: Directory, most: int | None = None) -> Applied:
    """Apply segments of any logs in any order; those held already change nothing.

    Args:
        most: how many records, when people wait: the same segments go on from there while some are ``left``.

    Raises:
        StorageError: as ``Store.transaction``; what earlier pages brought stays.
    """
    told = _follow(store, directory)
    for page in _pages(sorted(segments, key=_place)):
        with store.inside() as at:
            reader = Receiver(at, directory, None if most is None else most - told.applied)
            for one in page:
                reader.take(one)
            found = reader.finish()
        told += found
        if found.left:
            break
    return told


def _place(one: Segment) -> tuple[bytes, int]:
    return one.header.log, one.header.first


def _pages(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    page: list[Segment] = []
    count = 0
    for one in segments:
        if page and count + len(one.records) > _PAGE:
            yield page
            page, count = [], 0
        page.append(one)
        count += len(one.records)
    if page:
        yield page


def keyboxes(store: Store, boxes: Sequence[Keybox], directory: Directory) -> Applied:
    """Take keyboxes that a device of the organisation signed, and read what waited for them.

    All of a case is read in the transaction that takes its key: nothing can be written into it before. What a device
    that is out had signed counts while nobody else has signed for the case.
    """
    out = _out(directory)
    told = Applied()
    for start in range(0, len(boxes), _PAGE):
        with store.inside() as at:
            reader = Receiver(at, directory)
            for box in boxes[start : start + _PAGE]:
                author = directory.devices.get(box.device)
                signed = author is not None and box.signed_by(directory.org, author.sign)
                known = directory.boxes(box.device, box.scope) and box.case not in directory.erased_in(box.scope)
                if signed and known and at.keys.take(box, out) is Took.TAKEN:
                    reader.wake(CaseId(box.case))
            found = reader.finish()
        told += found
    return told


def _out(directory: Directory) -> frozenset[bytes]:
    return frozenset(name for name, device in directory.devices.items() if device.out is not None)


def epochs(store: Store, keys: Sequence[EpochKey], directory: Directory) -> Applied:
    """Learn the keys of epochs; write in the latest of this scope from now on, read what waited for them."""
    with store.inside() as at:
        new = [key for key in keys if at.keys.learn(key)]
        reader = Receiver(at, directory)
        for case in at.keys.take_later(_out(directory)) if new else ():
            reader.wake(case)
        told = reader.finish()
    return told + again(store, directory)


def again(store: Store, directory: Directory, *, quarantined: bool = False) -> Applied:
    """Read what can be read by now of what waited; after a change of the program, of what was put aside too."""
    told = Applied()
    while True:
        with store.inside() as at:
            reader = Receiver(at, directory)
            count = reader.wake_all(_PAGE)
            found = reader.finish()
        told += found
        if count < _PAGE:
            break
    if quarantined:
        with store.inside() as at:
            reader = Receiver(at, directory)
            reader.retry()
            found = reader.finish()
        told += found
    return told


def wake(store: Store, cases: Collection[CaseId], directory: Directory) -> Applied:
    """Read what waited for somebody who is here now."""
    told = Applied()
    for case in sorted(cases):
        with store.inside() as at:
            reader = Receiver(at, directory)
            reader.wake(case)
            found = reader.finish()
        told += found
    return told


def waiting_for_people(store: Store) -> frozenset[CaseId]:
    """The files of which something waits for the people they are open to."""
    with store.aside() as connection:
        rows = connection.exec_driver_sql(f"SELECT DISTINCT case_id FROM waiting WHERE {_FOR_PEOPLE}")
        return frozenset(CaseId(case) for case in rows.scalars().all())


def _follow(store: Store, directory: Directory) -> Applied:
    """What the directory says of logs held: which are closed, and which records of devices now out never count."""
    with store.inside() as at:
        sql = at.connection.exec_driver_sql
        if sql("SELECT value FROM meta WHERE key = 'directory'").scalar() == directory.head:
            return Applied()
        sql("INSERT OR REPLACE INTO meta (key, value) VALUES ('directory', ?)", (directory.head,))
        reader = Receiver(at, directory)
        for log, device in sql("SELECT log, device FROM origin WHERE mine = 0").fetchall():
            if log in directory.closed:
                sql("UPDATE origin SET closed = 1 WHERE log = ?", (log,))
            author = directory.devices.get(device)
            if author is not None and author.out is not None:
                reader.put_aside(log, device)
        return reader.finish()
