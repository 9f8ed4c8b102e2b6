"""A page is bounded in every way, and whoever reads page after page misses nothing."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from anefdesk.mailbox import shelf
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from tests.mailbox.conftest import filled
from tests.mailbox.organisation import NORTH, Organisation, Writer


@pytest.fixture
def engine(database: str) -> "Engine":
    return open_engine(database)


def _mixed(box: Mailbox, org: Organisation) -> tuple[list[bytes], list[bytes]]:
    """Segments and keyboxes, some of them many in a row."""
    writer = Writer(org)
    segments, boxes = [], []
    for one in "skkskkkkksssskskk":
        if one == "s":
            segments.append(writer.cut(2).encode())
            box.push([segments[-1]])
        else:
            boxes.append(org.keybox(os.urandom(16)))
            box.put_keyboxes([boxes[-1]])
    return segments, boxes


@pytest.mark.parametrize(("boxes", "octets"), [(1000, 1 << 22), (1, 1 << 22), (3, 1 << 22), (1000, 1), (2, 700)])
@pytest.mark.parametrize("limit", [1, 4, 500])
def test_page_after_page_nothing_is_missed(
    engine: Engine,
    tmp_path: Path,
    org: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    boxes: int,
    octets: int,
    limit: int,
) -> None:
    monkeypatch.setattr(shelf, "MOST_BOXES", boxes)
    monkeypatch.setattr(shelf, "MOST_OCTETS", octets)
    box = filled(engine, tmp_path / "chunks", org)
    segments, keyboxes = _mixed(box, org)
    found: tuple[list[bytes], list[bytes]] = ([], [])
    cursor, more = 0, True
    while more:
        page = box.pull(NORTH, cursor, limit)
        assert page.cursor > cursor or not page.more
        assert len(page.keyboxes) <= boxes
        assert len(page.segments) <= 1 or sum(map(len, page.segments)) <= octets
        found[0].extend(page.segments)
        found[1].extend(page.keyboxes)
        cursor, more = page.cursor, page.more
    assert found == (segments, keyboxes)
    assert cursor == len(segments) + len(keyboxes)
    engine.dispose()
