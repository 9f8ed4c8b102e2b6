"""A centre in small: several desks, a hub and a stick, and beside them a second, naive reckoning of what all must show.

The desks, the mailboxes and all they exchange are the product's own. The naive side knows nothing of segments or
tables: it keeps every change as it was meant, and works out winners and disagreements from what each desk holds.
"""

import dataclasses
from pathlib import Path

from anefdesk.domain.change import TICKS_PER_MS, Change
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.store import erasing, forking, inbox, outbox
from anefdesk.store.inbox import Applied
from anefdesk.wire import keybox, segment
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import CloseLog, Cutoff, Epoch, Revoke
from anefdesk.wire.hub import Verdict
from tests.journeys.looking import Looking
from tests.journeys.posts import GENDER, HELD, NAMES, NATIONALITY, Box, Meant, Place, Post, Wrong, patched
from tests.mailbox.organisation import NORTH, Organisation, named, secret
from tests.store.conftest import AUTHOR
from tests.store.desks import Desk, epoch_key, organisation

__all__ = ["GENDER", "NATIONALITY", "Box", "World", "Wrong", "patched"]


class World(Looking):
    """All of it, and every deed by its name."""

    def __init__(self, folder: Path, count: int, wrong: Wrong | None = None) -> None:
        self.wrong = wrong or Wrong()
        self.org: Organisation = organisation()
        for name in NAMES[2:]:
            self.org.say(self.org.pc(name))
        self.folder = folder
        self.hub = Box(folder / "hub.db", self.org.entries)
        self.stick = Box(folder / "stick.db", self.org.entries)
        self.posts = [Post(Desk(self.org, name, folder / f"{name}.db")) for name in NAMES[:count]]
        self.cases = [CaseId(named(f"case {number}")) for number in range(3)]
        self.meant: dict[Place, Meant] = {}
        self.images: dict[int, tuple[bytes, Post]] = {}
        self.backup: bytes | None = None
        self.now = 1_800_000_000_000
        self.texts = 0
        self.walls: dict[str, int] = {}
        self.epoch = 1
        self.acknowledged: set[str] = set()
        self.given_up: set[str] = set()
        self.cut_off: dict[bytes, int] = {}
        for post in self.posts:
            post.state = self.org.state

    def close(self) -> None:
        for post in self.posts:
            post.desk.close()
        for box in (self.hub, self.stick):
            box.engine.dispose()

    # Writing

    def edit(self, i: int, case: int, number: int, wall: int | None = None) -> None:
        """A change by whoever may make it: the one who opens the file, or who has its key."""
        post, of = self.posts[i], self.cases[case]
        state = self._state(post)
        opens = i == case % len(self.posts) and not self._anybody_knows(of)
        knows = self._one(post, "SELECT 1 FROM keybox WHERE case_id = ?", of)
        if post.out or of in state.erased_in(NORTH) or not (knows or opens):
            return
        self.texts += 1
        text = f"v{self.texts}"
        self.walls[text] = wall_ms = wall if wall is not None else self.now + post.skew
        with post.desk.store.transaction(AUTHOR, wall_ms) as deed:
            deed.open_case(of)
            knew = self._knows(post)
            recorded = deed.record(Change(of, Kind.PERSON, ObjectId(of), {number: text}))
        clock = max(post.clock + 1, max(wall_ms, 0) * TICKS_PER_MS)
        post.clock = clock
        log, seq = recorded.stamp.log, recorded.stamp.seq
        head, epoch = self._row(post, "SELECT head, epoch FROM log WHERE log = ? AND seq = ?", log, seq)
        self.meant[log, seq, head] = Meant(log, seq, clock, of, number, text, knew)
        assert epoch == state.epoch(NORTH), "written in an epoch of before"

    def _anybody_knows(self, case: CaseId) -> bool:
        return any(one.case == case for one in self.meant.values())

    def _knows(self, post: Post) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        own = post.desk.store.connection.exec_driver_sql("SELECT log FROM clock").scalar()
        for log, seq, _ in self._rows(post, HELD):
            if log != own:
                found[log] = max(found.get(log, 0), seq)
        return found

    # Moving

    def push(self, i: int, take: int, *, lost: bool, repeat: bool, boxes: bool) -> None:
        post = self.posts[i]
        if post.out:
            return
        self._directory(post)
        self._cut(post)
        state, have = self._state(post), self.hub.box.have(NORTH)
        sent = []
        for (log, _), data in sorted(post.kept.items()):
            one = segment.read(data).header
            known = have.get(log)
            ranges = known.ranges if known and log in state.closed else ()
            lacks = known is None or one.last > known.upto
            if lacks and not any(low <= one.first and one.last <= high for low, high in ranges):
                mine = self._one(post, "SELECT 1 FROM origin WHERE mine = 1 AND log = ?", log)
                sent += [data] if mine or not self.wrong.own_only else []
        sent = sent[:take]
        for _ in range(2 if repeat else 1):
            verdicts = self.hub.box.push(sent)
        if boxes:
            self._post_boxes(post)
        if not lost:
            for data, verdict in zip(sent, verdicts, strict=True):
                if verdict in {Verdict.STORED, Verdict.KNOWN}:
                    self.acknowledged |= self._texts_of(segment.read(data))

    def _post_boxes(self, post: Post) -> None:
        desk = post.desk
        outbox.resealed(desk.store, self._state(post), named(desk.pc))
        made = outbox.unposted(desk.store, named(desk.pc), secret(desk.pc))
        self.hub.box.put_keyboxes(made)
        outbox.posted(desk.store, made)
        self.hub.box.put_keyboxes(outbox.every_keybox(desk.store))

    def _cut(self, post: Post) -> None:
        after: dict[bytes, int] = {}
        for (log, _), data in post.kept.items():
            after[log] = max(after.get(log, 0), segment.read(data).header.last)
        desk = post.desk
        for one in outbox.segments(desk.store, self._state(post), named(desk.pc), secret(desk.pc), after):
            post.kept[one.header.log, one.header.first] = one.encode()

    def pull(self, i: int, limit: int, *, boxes: bool = True) -> None:
        post = self.posts[i]
        if post.out:
            return
        self._directory(post)
        feed = self.hub.box.hello().feed
        if feed != post.feed and not self.wrong.keep_cursor:
            post.cursor = 0
        post.feed = feed
        page = self.hub.box.pull(NORTH, post.cursor, limit)
        late = bool(page.keyboxes) and not boxes  # they will be asked for again
        post.cursor = post.cursor if late else page.cursor
        self._take(post, page.segments, () if late else page.keyboxes, from_hub=True)

    def to_stick(self, i: int, count: int) -> None:
        post = self.posts[i]
        if not post.out:
            self._cut(post)
            self.stick.learn(self.org.entries[: self._state(post).no + 1])
            self.stick.box.push([data for _, data in sorted(post.kept.items())][:count])

    def from_stick(self, i: int, after: int, limit: int) -> None:
        post = self.posts[i]
        if not post.out:
            page = self.stick.box.pull(NORTH, after, limit)
            self._learn(post, self.stick.box.directory())
            self._take(post, page.segments, page.keyboxes)

    def take(self, i: int, boxes: tuple[bytes, ...]) -> None:
        """Keyboxes that somebody brings again."""
        self._take(self.posts[i], (), boxes)

    def _take(
        self, post: Post, segments: tuple[bytes, ...], boxes: tuple[bytes, ...], *, from_hub: bool = False
    ) -> None:
        state, desk = self._state(post), post.desk
        if self.wrong.gaps:
            logs = {segment.read(data).header.log: NORTH for data in segments}
            state = dataclasses.replace(state, closed={**state.closed, **logs})
        if self.wrong.erased_returns:
            state = dataclasses.replace(state, erased={})
        if self.wrong.out_counts:
            back = {name: dataclasses.replace(one, out=None, cutoffs={}) for name, one in state.devices.items()}
            state = dataclasses.replace(state, devices=back)
        read = [segment.read(data) for data in segments]
        told = inbox.keyboxes(desk.store, [keybox.read(data) for data in boxes], state)
        told += inbox.apply(desk.store, read, state)
        refused = {(log, first) for log, first, _ in told.refused}
        forked = {fork.log for fork in told.forks}
        for one, data in zip(read, segments, strict=True):
            place = one.header.log, one.header.first
            if place not in refused and one.header.log not in forked and place not in post.kept:
                post.kept[place] = data
        self._adopt(post)
        self._check(post)
        self._forks(post, told, from_hub=from_hub)

    def _adopt(self, post: Post) -> None:
        post.clock = max([post.clock, *(one.clock for one in self.readable(post))])

    def _forks(self, post: Post, told: Applied, *, from_hub: bool) -> None:
        if self.wrong.keep_log:
            return
        for fork in sorted(told.forks, key=lambda fork: fork.agreed):
            if fork.mine:
                self.renew(post, fork.log, fork.agreed)
            elif from_hub and fork.log in self._state(post).closed:
                self._count_given_up(post, fork.log, fork.agreed)
                forking.give_up(post.desk.store, self._state(post), fork.log, fork.agreed)
                self._drop(post, fork.log, fork.agreed)
            break  # the rest is told again

    def _count_given_up(self, post: Post, log: bytes, agreed: int) -> None:
        for place in self._rows(post, HELD):
            if place[0] == log and place[1] > agreed and place in self.meant:
                self.given_up.add(self.meant[place].text)

    def _drop(self, post: Post, log: bytes, agreed: int) -> None:
        post.cursor = 0
        post.kept = {
            place: data
            for place, data in post.kept.items()
            if place[0] != log or segment.read(data).header.last <= agreed
        }

    def renew(self, post: Post, log: bytes, agreed: int) -> None:
        """A desk that was put back leaves its log and writes again what only it has."""
        lost = [
            self.meant[place]
            for place in sorted(self._rows(post, HELD))
            if place[0] == log
            and place[1] > agreed
            and self.meant[place].case not in self._state(post).erased_in(NORTH)
        ]
        forking.renew(post.desk.store, log, agreed)
        knew = {known: seq for known, seq in self._knows(post).items() if known != log} | (
            {log: agreed} if agreed else {}
        )
        rows = self._rows(post, "SELECT log, seq, head FROM log WHERE log = (SELECT log FROM clock) ORDER BY seq")
        for before, place in zip(lost, rows[len(rows) - len(lost) :], strict=True):
            post.clock = max(post.clock + 1, max(self.walls[before.text], 0) * TICKS_PER_MS)
            self.meant[place] = dataclasses.replace(before, log=place[0], seq=place[1], clock=post.clock, knew=knew)
        self._drop(post, log, agreed)
        if log not in self.org.state.closed and not self.wrong.no_close:
            self.org.say(CloseLog(log, NORTH), by=post.desk.pc)
            self.hub.learn(self.org.entries)
        self._directory(post)

    # The directory

    def _directory(self, post: Post) -> None:
        self.hub.learn(self.org.entries)
        self._learn(post, self.hub.box.directory())

    def _learn(self, post: Post, state: Directory) -> None:
        if state.no <= self._state(post).no:
            return
        post.state = state
        desk = post.desk
        desk.org = self.org
        keys = [epoch_key(state.org, number) for number in range(1, state.epoch(NORTH) + 1)]
        inbox.epochs(desk.store, keys, state)
        for case in erasing.due(desk.store, state.erased_in(NORTH)):
            erasing.erase(desk.store, state.erased_in(NORTH), case)
            post.versions.pop(case, None)
        inbox.apply(desk.store, [], state)

    def new_epoch(self) -> None:
        self.epoch += 1
        self.org.say(Epoch(NORTH, self.epoch, ()))

    def revoke(self, i: int) -> None:
        """A PC is out: of its logs, what the hub holds counts."""
        post = self.posts[i]
        if post.out or sum(not one.out for one in self.posts) <= 2:
            return
        have = self.hub.box.have(NORTH)
        logs = {log for log, _, _ in self.meant if self._owner(log) == post.desk.pc}
        cuts = tuple(Cutoff(log, have[log].upto, have[log].head) for log in sorted(logs) if log in have)
        self.cut_off |= {log: have[log].upto if log in have else 0 for log in logs}
        self.org.say(Revoke(named(post.desk.pc), cuts))
        self.new_epoch()
        self.hub.learn(self.org.entries)
        post.out = True

    def _owner(self, log: bytes) -> str:
        for post in self.posts:
            if self._one(post, "SELECT 1 FROM origin WHERE mine = 1 AND log = ?", log):
                return post.desk.pc
        return ""

    def erase(self, case: int) -> None:
        if self.cases[case] not in self.org.state.erased_in(NORTH):
            self.org.erase(self.cases[case])
            self.hub.learn(self.org.entries)

    def rekey(self, i: int, case: int) -> None:
        """A later keybox of a file, and the one before it once more."""
        post, of = self.posts[i], self.cases[case]
        if post.out or of in self._state(post).erased_in(NORTH):
            return
        with post.desk.store.inside() as at:
            wire = at.connection.exec_driver_sql("SELECT wire FROM keybox WHERE case_id = ?", (of,)).scalar()
            if wire is None or at.keys.epoch < self._state(post).epoch(NORTH):
                return
            at.keys.rewrap({keybox.read(wire).device}, b"", -1)
        self._post_boxes(post)

    # Disasters

    def image(self, i: int) -> None:
        post = self.posts[i]
        post.desk.close()
        copy = dataclasses.replace(post, kept=dict(post.kept), versions={})
        self.images[i] = post.desk.file.read_bytes(), copy
        post.desk.open_again()

    def put_back(self, i: int, *, noticed: bool) -> None:
        """A PC is put back from its image. ``noticed``: the counter beside the database told at once."""
        if i not in self.images or self.posts[i].out:
            return
        data, was = self.images[i]
        post = self.posts[i]
        post.desk.close()
        post.desk.file.write_bytes(data)
        post.desk.open_again()
        post.kept, post.cursor, post.clock, post.state = dict(was.kept), 0, was.clock, was.state
        post.versions = {}
        if noticed and not self.wrong.keep_log:
            log, upto = self._row(post, "SELECT log, seq FROM clock")
            self.renew(post, log, upto)

    def hub_copy(self) -> None:
        self.backup = self.hub.copy()

    def hub_put_back(self) -> None:
        if self.backup is not None:
            self.hub.put_back(self.backup)
            self.hub.learn(self.org.entries)

    def settle(self) -> None:
        """Everybody meets until nothing moves; then all must show the same."""
        there = [post for post in self.posts if not post.out]
        survives = set()
        for post in there:
            self._directory(post)
            survives |= {one.text for one in self.readable(post)}
        for _ in range(5 + 2 * len(there)):
            for i, post in enumerate(self.posts):
                if not post.out:
                    self.push(i, 10**6, lost=False, repeat=False, boxes=True)
            for i, post in enumerate(self.posts):
                if not post.out:
                    self.pull(i, 10**6)
        first = there[0]
        for post in there:
            assert self._counted(post) == self._counted(first), "records differ"
            self.compare(post)
            live = post.desk.store.state_hash()
            assert live == first.desk.store.state_hash(), "tables differ"
            post.desk.store.rebuild()
            assert post.desk.store.state_hash() == live, "rebuilt otherwise"
        late = {one.text for one in self.meant.values() if one.seq > self.cut_off.get(one.log, one.seq)}
        shown = {one.text for one in self.readable(first)}
        assert late.isdisjoint(shown), "who was out counts on"
        erased = {one.text for one in self.meant.values() if one.case in self.org.state.erased_in(NORTH)}
        waiting = {
            self.meant[place].text
            for place in self._rows(first, HELD)
            if place[:2] in {(one.log, one.seq) for one in inbox.stuck(first.desk.store)}
        }
        assert survives - erased - self.given_up - waiting <= shown, "something kept was lost"
