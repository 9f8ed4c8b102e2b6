"""Which card and which paper a person holds, as far as the file tells. Used by ``letter_facts``."""

from collections.abc import Iterable
from datetime import date

from anefdesk.domain.case import CaseFile, Permit
from anefdesk.domain.deadlines import Event, EventKind

_NO_CARD = frozenset({"api", "adf", "recepisse", "attestation-asile", "visa-court"})


def card(file: CaseFile) -> Permit | None:
    """The card or long visa that ends last: papers given while waiting say nothing of it."""
    return max((one for one in file.permits if one.kind not in _NO_CARD), key=lambda one: one.end, default=None)


def in_force(events: Iterable[Event], prolonged: date | None, today: date) -> str:
    """The paper that proves the stay today, by its key in ``letter_template.PAPERS``; empty when nothing is known.

    ``prolonged``: the last day of the card that the law keeps in force. A confirmation of filing is none; a receipt
    whose end is not known counts for nothing.
    """
    held = sorted(events, key=lambda event: event.on)
    last = {event.kind: event for event in held}
    ends = [event.on for event in held if event.kind in {EventKind.PERMIT_END, EventKind.VISA_END}]
    if ends and max(ends) >= today:
        return "permit"
    granted, handed = last.get(EventKind.ADF_ISSUED), last.get(EventKind.CARD_HANDED)
    if granted and (handed is None or handed.on < granted.on):
        return "adf"
    for kind, named in ((EventKind.API_ISSUED, "api"), (EventKind.RECEIPT_ISSUED, "receipt")):
        paper = last.get(kind)
        if paper is not None and paper.until is not None and paper.until >= today:
            return named
    if ends and prolonged is not None and prolonged >= today:
        return "extension"
    return "none" if ends else ""
