"""Nothing below five leaves, and no arithmetic on what leaves gives it back."""

import itertools
import math
from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from anefdesk.domain.suppression import LEAST, Cell, Path, blurred, published, shown, to_nearest

SECRET = b"of the centre"
leaves = st.dictionaries(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["69", "38", "01", "93"])),
    st.integers(0, 12) | st.integers(13, 400),
    max_size=14,
)


def _summed(found: Mapping[Path, int]) -> dict[Path, int]:
    counts: dict[Path, int] = {}
    for path, count in found.items():
        for end in range(len(path) + 1):
            counts[path[:end]] = counts.get(path[:end], 0) + count
    return {path: count for path, count in counts.items() if count}


def _bounds(counts: Mapping[Path, int], told: Mapping[Path, int]) -> dict[Path, tuple[float, float]]:
    """What is left possible for each cell to somebody who knows which cells there are, and can add and subtract."""
    bounds = {path: (float(told[path]), float(told[path])) if path in told else (0.0, math.inf) for path in counts}
    changed = True
    while changed:
        changed = False
        for parent in counts:
            children = [path for path in counts if path[:-1] == parent and path]
            if not children:
                continue
            low, high = (sum(bounds[path][side] for path in children) for side in (0, 1))
            before = dict(bounds)
            bounds[parent] = (max(bounds[parent][0], low), min(bounds[parent][1], high))
            for path in children:
                rest = [bounds[other] for other in children if other != path]
                least = bounds[parent][0] - sum(one[1] for one in rest)
                most = bounds[parent][1] - sum(one[0] for one in rest)
                bounds[path] = (max(bounds[path][0], least), min(bounds[path][1], most))
            changed = changed or before != bounds
    return bounds


@given(leaves, st.binary(max_size=4))
def test_no_hidden_number_can_be_worked_out(found: dict[Path, int], secret: bytes) -> None:
    counts = _summed(found)
    told = {path: counts.get(path, 0) for path in shown(counts, secret)}
    assert not any(0 < count < LEAST for count in told.values())
    for path, (low, high) in _bounds(counts, told).items():
        if path not in told:
            assert high - low >= LEAST or high == math.inf, (path, low, high)
    for parent in told:
        hidden = [path for path in counts if path and path[:-1] == parent and path not in told]
        assert not hidden or (len(hidden) > 1 and sum(counts[path] for path in hidden) >= LEAST)


def test_the_judge_finds_what_plain_hiding_gives_away() -> None:
    """Hiding small numbers alone: the whole less the rest is the number."""
    counts = _summed({("A",): 20, ("B",): 3})
    naive = {path: count for path, count in counts.items() if count >= LEAST}
    assert _bounds(counts, naive)["B",] == (3, 3)


def test_who_knows_the_method_learns_no_more() -> None:
    """Every table of four numbers, by what leaves of it: no hidden one to four is the same in all that look alike."""
    numbers = [*range(8), 11, 15]
    alike: dict[tuple[tuple[Path, int], ...], set[tuple[int, ...]]] = {}
    for row in itertools.product(numbers, repeat=4):
        counts = _summed({(str(place),): count for place, count in enumerate(row)})
        for secret in (bytes([one]) for one in range(12)):
            told = tuple(sorted((path, counts.get(path, 0)) for path in shown(counts, secret)))
            alike.setdefault(told, set()).add(row)
    for told, rows in alike.items():
        seen = {path for path, _ in told}
        for place in range(4):
            possible = {row[place] for row in rows}
            assert (str(place),) in seen or len(possible) > 1 or possible == {0}, (told, rows)


def test_a_whole_table_of_nothing_is_told_and_no_other_zero() -> None:
    assert published({}, SECRET) == {(): Cell(0)}
    told = published({(): Cell(20), ("A",): Cell(20)}, SECRET)
    assert told == {(): Cell(20), ("A",): Cell(20)}
    assert published({(): Cell(4), ("A",): Cell(4)}, SECRET) == {}


def test_one_small_number_hides_another_and_all_below_it() -> None:
    found = _summed({("A", "69"): 30, ("A", "38"): 9, ("B", "69"): 2})
    told = published({path: Cell(count) for path, count in found.items()}, SECRET)
    assert told == {(): Cell(41)}


def test_a_secret_chooses_what_is_hidden_for_the_sake_of_another() -> None:
    counts = _summed({("A",): 6, ("B",): 7, ("C",): 8, ("D",): 90, ("E",): 2})
    hidden = {frozenset(counts.keys() - shown(counts, bytes([one]))) for one in range(30)}
    assert hidden == {frozenset({("E",), (other,)}) for other in "ABC"}


def test_two_months_do_not_tell_what_came_between() -> None:
    """Of 57 files 4 came and 3 went: rounded alone, 55 then 60 left no other number but 4 for those that came."""
    closed, came = 3, range(1, LEAST)
    rounded = {one for start in range(53, 58) for one in came if to_nearest(start + one - closed, LEAST) == 60}
    assert rounded == {4}  # the adversary of plain rounding wins
    alike: dict[tuple[int | None, int | None], Counter[int]] = {}
    for start, one, number in itertools.product(range(40, 76), came, range(150)):
        secret = number.to_bytes(2, "big")
        told = blurred(start, secret, "files_open"), blurred(start + one - closed, secret, "files_open")
        alike.setdefault(told, Counter())[one] += 1
    assert alike[55, 60].keys() == {1, 2, 4}  # three would have left as many as before, told alike
    assert all(len(ways) >= 3 for ways in alike.values() if ways.total() > 100)


def test_noise_has_every_size_and_leans_to_no_side() -> None:
    """A count of a hundred by many secrets: half as many at each further step, as often above as below."""
    drawn = Counter(blurred(100, number.to_bytes(4, "big"), "files_open") for number in range(20_000))
    assert set(drawn) >= {90, 95, 100, 105, 110}
    assert drawn[100] > drawn[95] > drawn[90] > drawn[85]
    assert abs(drawn[95] - drawn[105]) < 400  # of about 3,100 each
    mean = sum(told * times for told, times in drawn.items() if told) / 20_000
    assert abs(mean - 100) < 0.2


def test_a_count_that_stays_is_told_alike_each_month() -> None:
    """Otherwise the mean of a year would give it back."""
    assert len({blurred(37, SECRET, "files_open", "month") for _ in range(12)}) == 1
    assert len({blurred(37, SECRET, "files_open", str(place)) for place in range(60)}) > 1
    assert len({blurred(count, SECRET, "files_open") for count in range(55, 58)} | {55, 60}) > 1


@given(st.integers(0, 400), st.binary(max_size=4))
def test_below_five_nothing_is_told_of_how_things_stood(count: int, secret: bytes) -> None:
    told = blurred(count, secret, "files_open")
    assert told is None or (count >= LEAST and told >= LEAST and told % LEAST == 0)
    assert count >= LEAST or told is None  # none at all is not told either: a flow may end there


@given(leaves, st.binary(max_size=4))
def test_nothing_stands_under_what_is_not_told(found: dict[Path, int], secret: bytes) -> None:
    told = published({path: Cell(count) for path, count in _summed(found).items()}, secret, standing="files_open")
    assert all(not path or path[:-1] in told for path in told)


def test_medians_and_amounts_leave_rounded() -> None:
    told = published({(): Cell(12, 37, 123_456)}, SECRET)
    assert told == {(): Cell(12, 35, 100_000)}
