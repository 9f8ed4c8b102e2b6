"""Forms being filled, sealed for their author alone: a lock, a crash or a colleague loses and shows nothing.

Used by the session. What the disk refuses waits in memory, sealed all the same, until the author is back.
"""

import json
from collections.abc import Collection
from typing import TypeAlias

from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId, UserId
from anefdesk.errors import StorageError
from anefdesk.services.workplace import Workplace
from anefdesk.store import drafts

_CONTEXT = b"anefdesk/draft/1"

Unwritten: TypeAlias = dict[tuple[UserId, str], tuple[int, bytes]]  # by author and place: when, and the sealed text


def park(at: Workplace, draft: Draft, unwritten: Unwritten) -> None:
    """Keep a form being filled, replacing what was kept at its place.

    Raises:
        StorageError: ``draft.in_memory``, the disk refused: it is in ``unwritten`` alone.
    """
    kept = {"fields": dict(draft.fields), "case": draft.case.hex() if draft.case else "", "cursor": draft.cursor}
    sealed = at.privacy.seal(json.dumps(kept).encode(), _CONTEXT)
    key = at.me.user, draft.place
    unwritten[key] = draft.at_ms or at.clock.wall_ms(), sealed
    try:
        _write(at, key, unwritten)
    except StorageError:
        raise StorageError("draft.in_memory") from None


def write_late(at: Workplace, unwritten: Unwritten) -> None:
    """Write what the disk refused me earlier, as far as it takes it now."""
    for key in [key for key in unwritten if key[0] == at.me.user]:
        try:
            _write(at, key, unwritten)
        except StorageError:
            return


def _write(at: Workplace, key: tuple[UserId, str], unwritten: Unwritten) -> None:
    author, place = key
    at_ms, sealed = unwritten[key]
    drafts.park(at.store.connection, author, place, sealed, at_ms)
    del unwritten[key]


def mine(at: Workplace, unwritten: Unwritten) -> tuple[Draft, ...]:
    """My drafts, latest first; one sealed to a key I no longer have is left aside, and one of a file closed to me."""
    kept_at = {place: (at_ms, sealed) for place, at_ms, sealed in drafts.mine(at.store.connection, at.me.user)}
    kept_at.update({place: late for (author, place), late in unwritten.items() if author == at.me.user})
    found = []
    for place, (at_ms, sealed) in kept_at.items():
        try:
            kept = json.loads(at.privacy.open(sealed, _CONTEXT))
        except StorageError:
            continue
        case = CaseId(bytes.fromhex(kept["case"])) if kept["case"] else None
        if case is not None and not at.open_to_me(case):
            continue
        found.append(Draft(place, kept["fields"], case, kept["cursor"], at_ms))
    return tuple(sorted(found, key=_at_ms, reverse=True))


def _at_ms(draft: Draft) -> int:
    return draft.at_ms


def drop(at: Workplace, place: str, unwritten: Unwritten) -> None:
    """Forget a draft that was saved or given up."""
    drafts.drop(at.store.connection, at.me.user, place)
    unwritten.pop((at.me.user, place), None)


def forget_files(cases: Collection[bytes], unwritten: Unwritten) -> None:
    """Forget what waited in memory of erased files, whoever its author; its place names the file."""
    names = [case.hex() for case in cases]
    for key in [key for key in unwritten if any(name in key[1] for name in names)]:
        del unwritten[key]
