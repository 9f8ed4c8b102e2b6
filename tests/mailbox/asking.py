"""What tests ask of a mailbox again and again."""

from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.wire.hub import Verdict
from anefdesk.wire.segment import Segment
from tests.mailbox.organisation import NORTH


def push(box: Mailbox, *pushed: Segment) -> list[Verdict]:
    return list(box.push([one.encode() for one in pushed]))


def pulled(box: Mailbox, scope: bytes = NORTH, limit: int = 500) -> list[bytes]:
    """Everything of a scope, page after page."""
    found: list[bytes] = []
    cursor = 0
    while True:
        page = box.pull(scope, cursor, limit)
        found += page.segments
        cursor = page.cursor
        if not page.more:
            return found


def agreed(box: Mailbox, data: bytes) -> None:
    assert box.add_entry(data)
