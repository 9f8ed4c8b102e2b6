"""Forms being filled, sealed for their author alone: a lock, a crash or a colleague loses and shows nothing.

Used by the session.
"""

import json

from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.errors import StorageError
from anefdesk.services.workplace import Workplace
from anefdesk.store import drafts

_CONTEXT = b"anefdesk/draft/1"


def park(at: Workplace, draft: Draft) -> None:
    """Keep a form being filled, replacing what was kept at its place."""
    kept = {"fields": dict(draft.fields), "case": draft.case.hex() if draft.case else "", "cursor": draft.cursor}
    sealed = at.privacy.seal(json.dumps(kept).encode(), _CONTEXT)
    drafts.park(at.store.connection, at.me.user, draft.place, sealed, draft.at_ms or at.clock.wall_ms())


def mine(at: Workplace) -> tuple[Draft, ...]:
    """My drafts, latest first; one sealed to a key I no longer have is left aside."""
    found = []
    for place, at_ms, sealed in drafts.mine(at.store.connection, at.me.user):
        try:
            kept = json.loads(at.privacy.open(sealed, _CONTEXT))
        except StorageError:
            continue
        case = CaseId(bytes.fromhex(kept["case"])) if kept["case"] else None
        found.append(Draft(place, kept["fields"], case, kept["cursor"], at_ms))
    return tuple(found)


def drop(at: Workplace, place: str) -> None:
    """Forget a draft that was saved or given up."""
    drafts.drop(at.store.connection, at.me.user, place)
