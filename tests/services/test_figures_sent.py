"""The months centres send, as the head office adds them up."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.consent import Use
from anefdesk.domain.figures import Period
from anefdesk.domain.suppression import Cell
from anefdesk.errors import StorageError
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.services.figures import Figures
from anefdesk.services.figures_received import PC, PcSays, pcs, read_month, received
from anefdesk.services.figures_sending import Dispatched, FiguresSending
from anefdesk.services.sync.parcels import STATISTICS
from anefdesk.wire.entry import EVERYWHERE, AddDevice, Grant, Policy, Role
from tests.mailbox.organisation import NORTH, SOUTH, named, public
from tests.services.conftest import Refused, Room
from tests.services.correspondent_pcs import Pc, key_of, organisation

OVER = date(2026, 12, 12)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


class Country:
    """Two centres and a head office."""

    def __init__(self, home: Path, catalogue: Catalogue) -> None:
        self.org, self.home, self.catalogue = organisation(), home, catalogue
        self.pcs: list[Pc] = []
        self.north, self.south = self.pc("nord 1", NORTH), self.pc("sud", SOUTH)
        self.office = self.pc("siège", SOUTH)

    def pc(self, name: str, scope: bytes) -> Pc:
        one = Pc(self.org, name, self.home / name, scope=scope)
        self.pcs.append(one)
        return one

    def blocked(self, pc: Pc, code: str, count: int, on: str = "2026-11-03") -> None:
        desk = pc.room(self.catalogue).desk()
        for _ in range(count):
            case = pc.room(self.catalogue).person(department="69")
            desk.consents.give(case, Use.STATISTICS, language="fr")
            desk.blockages.log(case, code, on=on)

    def sending(self, pc: Pc) -> FiguresSending:
        return FiguresSending(pc.room(self.catalogue).workplace(), pc.organisation())

    def figures(self, pc: Pc) -> Figures:
        return Figures(pc.room(self.catalogue).workplace(), pc.organisation())

    def passes(self, day: date) -> None:
        for pc in self.pcs:
            pc.today = day

    def send(self, pc: Pc) -> Dispatched:
        done = self.sending(pc).dispatch()
        pc.posts()
        pc.meets(self.office)
        self.office.takes()
        return done


@pytest.fixture
def country(tmp_path: Path, catalogue: Catalogue) -> Iterator[Country]:
    made = Country(tmp_path, catalogue)
    yield made
    for pc in made.pcs:
        pc.close()


def test_the_head_office_adds_what_centres_tell(country: Country) -> None:
    country.blocked(country.north, "B11", 9)
    country.blocked(country.north, "B02", 2)
    country.blocked(country.south, "B11", 6)
    country.blocked(country.south, "B05", 5)
    country.passes(OVER)
    assert country.send(country.north).months == ("2026-11",)
    country.send(country.south)
    report = country.figures(country.office).organisation(NOVEMBER)
    north, south = (next(one for one in report.centres if one.name == name) for name in ("Centre nord 1", "Centre sud"))
    assert north.tables["blockages_opened"] == {(): Cell(11)}
    assert south.cell("blockages_opened", ("B11",)) == Cell(6)
    assert report.total.cell("blockages_opened") == Cell(22)
    assert report.total.cell("blockages_opened", ("B11", "69")) == Cell(6)
    assert report.total.tellers is not None
    assert report.total.tellers["blockages_opened", ("B11",)] == 1  # « dans 1 centre sur 2 »
    assert (report.total.coverage.centres, report.total.coverage.of) == (2, 2)


def test_the_coverage_says_who_is_missing(country: Country) -> None:
    country.blocked(country.north, "B11", 6)
    country.passes(OVER)
    country.send(country.north)
    period = Period(NOVEMBER.start, date(2026, 12, 31))
    report = country.figures(country.office).organisation(period)
    north = next(one for one in report.centres if one.months)
    assert (report.total.coverage.centres, report.total.coverage.partly, report.total.coverage.of) == (0, 1, 2)
    assert north.coverage.missing == ("2026-12",)
    assert country.figures(country.office).organisation(NOVEMBER).total.coverage.centres == 1


def test_a_month_goes_once_and_only_aggregates_go(country: Country) -> None:
    country.blocked(country.north, "B11", 7)
    country.passes(OVER)
    assert country.send(country.north) == Dispatched(("2026-11",), 2)
    assert country.send(country.north) == Dispatched()
    (parcel,) = country.office.parcels().received(STATISTICS)
    assert b"Canari-Haidari" not in parcel.body
    sent = read_month(parcel.body)
    assert sent is not None
    assert set(msgspec.json.decode(parcel.body)) == {
        *("format", "definitions", "month", "made_on", "centre", "catalogue", "program", "figures", "counted", "held"),
    }  # fmt: skip
    assert sent.counted == sent.held  # everybody agreed: blurred alike
    assert sent.counted is None or (sent.counted >= 5 and sent.counted % 5 == 0)
    country.passes(OVER + timedelta(days=1))
    assert country.send(country.north) == Dispatched((), 1)  # another day, how the PC is


def test_pcs_of_a_centre_take_turns(country: Country) -> None:
    """Two that do not meet for some days do not both make the same month."""
    second = country.pc("nord 2", NORTH)
    country.org.say(Grant(named("nord 2"), Role.WORKER, NORTH))
    country.blocked(country.north, "B11", 6)
    country.blocked(second, "B11", 6)
    state = country.org.state
    ranked = sorted(name for name, one in state.devices.items() if one.scope == NORTH)
    first_day = NOVEMBER.end + timedelta(days=6)
    for pc in (country.north, second):
        rank = ranked.index(named(pc.pc))
        pc.today = first_day + timedelta(days=3 * rank - 1)
        assert country.sending(pc).dispatch().months == ()
        pc.today = first_day + timedelta(days=3 * rank)
        assert country.sending(pc).dispatch().months == ("2026-11",)


def test_a_new_head_office_gets_the_months_of_before(country: Country) -> None:
    country.blocked(country.north, "B11", 6)
    country.passes(OVER)
    country.send(country.north)
    country.org.say(AddDevice(named("siège 2"), SOUTH, public("siège 2"), key_of("siège 2").public(), public("c2")))
    country.org.say(Grant(named("siège 2"), Role.HEAD_OFFICE, EVERYWHERE))
    later = country.pc("siège 2", SOUTH)
    later.today = OVER
    country.north.meets(country.office)  # brings the directory
    country.send(country.north)
    country.north.meets(later)
    assert later.takes().kinds == {STATISTICS}
    total = country.figures(later).organisation(NOVEMBER).total
    assert total.cell("blockages_opened") == Cell(6)


def test_a_month_counts_for_the_centre_of_the_pc_that_signed_it(country: Country) -> None:
    country.blocked(country.south, "B11", 6)
    country.passes(OVER)
    country.sending(country.south).dispatch()
    country.south.posts()
    country.south.meets(country.office)
    country.office.takes()
    assert {scope for scope, _ in received(country.office.organisation()).reports} == {SOUTH}


def _month(**changed: object) -> bytes:
    texts = dict.fromkeys(("centre", "catalogue", "program"), "")
    whole = {"format": 1, "definitions": 1, "month": "2026-11", "made_on": "2026-12-12", "figures": {}, **texts}
    return msgspec.json.encode(whole | changed)


def test_the_least_a_month_says() -> None:
    assert read_month(_month()) is not None


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff", b"{}", b'{"format":1}', b"[" * 5000,
        _month(format=2), _month(month="../.."), _month(figures={"filed": [[[], -1, None, None]]}),
    ],
)  # fmt: skip
def test_what_is_no_month_is_passed_over(country: Country, body: bytes) -> None:
    assert read_month(body) is None
    country.north.parcels().send(STATISTICS, [named("siège")], body)
    country.north.posts()
    country.north.meets(country.office)
    country.office.takes()
    assert received(country.office.organisation()).unreadable == 1
    assert country.figures(country.office).organisation(NOVEMBER).total.coverage.centres == 0


def test_a_figure_of_a_later_version_is_left_aside(country: Country) -> None:
    country.blocked(country.north, "B11", 6)
    country.passes(OVER)
    country.send(country.north)
    (parcel,) = country.office.parcels().received(STATISTICS)
    later = msgspec.json.decode(parcel.body)
    later["definitions"] = 99
    sent = read_month(msgspec.json.encode(later))
    assert sent is not None
    assert sent.tables() == {}
    later["definitions"], later["figures"]["from later"] = 1, [[[], 7, None, None]]
    sent = read_month(msgspec.json.encode(later))
    assert sent is not None
    assert "from later" not in sent.tables()


# PCs


def test_each_pc_says_every_day_how_it_is(country: Country) -> None:
    for day in (OVER, OVER + timedelta(days=1)):
        country.passes(day)
        country.send(country.north)
    country.sending(country.office).dispatch()  # keeps the latest word of each
    (kept,) = country.office.parcels().received(PC)
    assert msgspec.json.decode(kept.body, type=PcSays).day == "2026-12-13"
    lines = {line.device: line for line in country.figures(country.office).organisation(NOVEMBER).pcs}
    north = lines[named("nord 1")]
    assert (north.last_contact, north.catalogue, north.waiting) == (
        OVER + timedelta(days=1), country.catalogue.version, 0,
    )  # fmt: skip
    assert lines[named("sud")].last_contact is None


class Seen(Mailbox):
    """A hub that tells when each PC called."""

    days: Mapping[bytes, int] | None

    def contacts(self) -> Mapping[bytes, int]:
        if self.days is None:
            raise StorageError("hub.unreachable")
        return self.days


def test_the_hub_says_when_a_pc_last_called_and_its_silence_is_no_failure(country: Country) -> None:
    hub = Seen.__new__(Seen)
    hub.days = {named("sud"): (date(2026, 12, 1) - date(1970, 1, 1)).days}
    at = country.office.organisation(hub)
    assert {line.device: line.last_contact for line in pcs(at, received(at))}[named("sud")] == date(2026, 12, 1)
    hub.days = None
    assert {line.last_contact for line in pcs(at, received(at))} == {None}


# A head office that opens files


def test_files_of_every_centre_are_counted_where_the_organisation_opened_them(
    country: Country, refused: Refused
) -> None:
    assert refused(lambda: country.figures(country.office).by_centre(NOVEMBER)) == "figures.not_yours"
    for said in (Policy(opens_cases=True, lease_days=60), Grant(named("siège"), Role.HEAD_OFFICE, EVERYWHERE)):
        data = country.org.say(said)
        country.office.post.box.add_entry(data)
    country.blocked(country.office, "B11", 2)
    reports = country.figures(country.office).by_centre(NOVEMBER)
    assert {one.tables["blockages_opened"].get(()) for one in reports} == {None, Cell(2)}


def test_a_contact_needs_one_deed(country: Country, room: Room) -> None:
    country.blocked(country.north, "B11", 6)
    country.passes(OVER)
    assert country.figures(country.north).dispatch()
    assert not country.figures(country.north).dispatch()
    assert not Figures(room.workplace()).dispatch()  # a centre that works alone


def test_only_a_pc_to_which_centres_send_shows_them(country: Country, refused: Refused) -> None:
    assert refused(lambda: country.figures(country.north).organisation(NOVEMBER)) == "figures.not_yours"
    assert country.figures(country.office).oversees
