"""What a desk of ``many_desks`` holds and shows, against what it must: the naive side of the reckoning."""

from anefdesk.store import inbox
from anefdesk.wire.directory import Directory
from anefdesk.wire.segment import Segment
from tests.journeys.posts import HELD, NATIONALITY, Meant, Place, Post
from tests.mailbox.organisation import NORTH, Organisation


class Looking:
    """The eyes of a ``World``."""

    org: Organisation
    meant: dict[Place, Meant]

    def _state(self, post: Post) -> Directory:
        assert post.state is not None
        return post.state

    def _rows(self, post: Post, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        return [tuple(row) for row in post.desk.store.connection.exec_driver_sql(query, values).fetchall()]

    def _row(self, post: Post, query: str, *values: object) -> tuple:  # type: ignore[type-arg]
        return self._rows(post, query, *values)[0]

    def _one(self, post: Post, query: str, *values: object) -> bool:
        return bool(self._rows(post, query, *values))

    def _texts_of(self, one: Segment) -> set[str]:
        return {
            meant.text
            for (log, seq, _), meant in self.meant.items()
            if log == one.header.log and one.header.first <= seq <= one.header.last
        }

    def readable(self, post: Post) -> list[Meant]:
        """What a desk must show: all it holds, but what is erased, waits, or came from a PC that was out."""
        state = self._state(post)
        stuck = {(one.log, one.seq) for one in inbox.stuck(post.desk.store)}
        places = [place for place in self._rows(post, HELD) if place[:2] not in stuck]
        return [self.meant[place] for place in places if self.meant[place].case not in state.erased_in(NORTH)]

    def _counted(self, post: Post) -> set[Place]:
        """What a desk holds, but for what a PC wrote after it was out: it may have come before that was known."""
        aside = {(one.log, one.seq) for one in inbox.stuck(post.desk.store) if one.code == "sync.revoked"}
        return {place for place in self._rows(post, HELD) if place[:2] not in aside}

    def _check(self, post: Post) -> None:
        """After every page: nothing after a gap, nothing of what is erased, no key of before."""
        state = self._state(post)
        numbers: dict[bytes, list[int]] = {}
        for log, seq, _ in self._rows(post, HELD):
            numbers.setdefault(log, []).append(seq)
        for log, found in numbers.items():
            assert log in state.closed or sorted(found) == list(range(1, len(found) + 1)), "a gap was applied"
        for case, version in self._rows(post, "SELECT case_id, ver FROM keybox"):
            assert case not in state.erased_in(NORTH), "the key of an erased case is back"
            assert version >= post.versions.get(case, 0), "a keybox of before is back"
            post.versions[case] = version
        for (case,) in self._rows(post, "SELECT DISTINCT case_id FROM log WHERE kind <> 2"):
            assert case not in state.erased_in(NORTH), "an erased case is back"

    def compare(self, post: Post) -> None:
        """What a desk shows is what the naive reckoning gives."""
        cells: dict[tuple[bytes, int], list[Meant]] = {}
        for one in self.readable(post):
            cells.setdefault((one.case, one.field), []).append(one)
        shown = {
            (case, number): text for case, number, text in self._rows(post, "SELECT case_id, field, value FROM cell")
        }
        winners = {}
        disputed = set()
        for cell, changes in cells.items():
            winner = max(changes, key=lambda one: (one.clock, one.log, one.seq))
            assert not any(one.saw(winner) for one in changes), "something that had seen it lost to it"
            winners[cell] = winner.text
            heads = {one.text for one in changes if not any(other.saw(one) for other in changes if other is not one)}
            if cell[1] == NATIONALITY and len(heads) > 1:
                disputed.add(cell)
        assert shown == winners, "winners differ"
        assert {tuple(row) for row in self._rows(post, "SELECT case_id, field FROM dispute")} == disputed, (
            "disputes differ"
        )
