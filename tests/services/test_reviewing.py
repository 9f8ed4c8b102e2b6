"""Every field that people settle: its values are said in words, and each way to settle ends it on every desk."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from pathlib import Path

import pytest

from anefdesk.domain import case as trade
from anefdesk.domain import ids
from anefdesk.domain.blockage import Blockage, Harm, Remedy
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.centre import Address, Approval, LocalDemand
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.household import Keeper, LifeEvent, Link, Relation
from anefdesk.domain.letter import Filled, Letter
from anefdesk.domain.record import CaseId, FieldLaw, ObjectId, Stored, Value, laws, number_of, to_value
from anefdesk.services import review_fields, review_names
from anefdesk.services.review_names import Both, Entry
from anefdesk.services.reviewing import Disagreement
from anefdesk.store.kinds import CLASSES
from tests.services.conftest import LEAD, RECEPTION, WORKER, Refused
from tests.services.two_desks import Centre

REVIEWED = [(cls, law) for cls in CLASSES.values() for law in laws(cls) if law.review]
OF_CENTRE = (trade.Staff, trade.Centre, LocalDemand, Address, Approval)
NATIONALITY, BORN = number_of(trade.Person, "nationality"), number_of(trade.Person, "birth_date")
RESTRICTED = number_of(trade.Person, "restricted")


@pytest.fixture
def centre(tmp_path: Path, catalogue: Catalogue) -> Iterator[Centre]:
    made = Centre(tmp_path, catalogue)
    yield made
    made.close()


def obj(name: bytes) -> ObjectId:
    return ObjectId(name.ljust(16, b"."))


def thing_of(cls: type[Stored], case: CaseId, centre: Centre) -> Stored:
    """Something that stands in a file, of each class that has a field to settle."""
    other = centre.rooms[0].person(family="Canari-Autre")
    made: dict[type[Stored], Stored] = {
        trade.Person: trade.Person(id=ObjectId(case)),
        trade.Name: trade.Name(id=obj(b"name"), family="Canari-Autre"),
        trade.ContactPoint: trade.ContactPoint(id=obj(b"point"), value="+33639980001"),
        trade.Permit: trade.Permit(id=obj(b"permit")),
        trade.Demarche: trade.Demarche(id=obj(b"demarche"), procedure="refugie"),
        trade.Staff: trade.Staff(id=obj(b"staff"), label="Canari-Lou", role="worker"),
        trade.Centre: trade.Centre(id=ObjectId(centre.rooms[0].store.centre), name="Centre Canari", department="69"),
        Link: Link(id=ids.link_id(case, other), other=other),
        LifeEvent: LifeEvent(id=obj(b"life"), on="2026-10-01"),
        Keeper: Keeper(id=ObjectId(bytes(centre.rooms[0].workplace(RECEPTION).me.user))),
        LocalDemand: LocalDemand(
            id=obj(b"demand"), department="69", procedure="refugie", document="photo", said_by="guichet",
            said_on="2026-11-01",
        ),
        LegalEvent: LegalEvent(id=obj(b"event"), kind=EventKind.API_ISSUED, on="2026-10-01", until="2027-01-01"),
        Blockage: Blockage(id=obj(b"blockage"), code="B11", on="2026-09-01"),
        Remedy: Remedy(id=obj(b"remedy"), step="ask_l02", on="2026-09-02"),
        Harm: Harm(id=obj(b"harm"), code="R-FT", start="2026-09-01"),
        Letter: Letter(id=obj(b"letter"), template="L02", title="Demander l’attestation"),
        Filled: Filled(id=obj(b"filled"), letter=obj(b"letter"), template="L06", field="closure_reason"),
        Address: Address(id=obj(b"address"), addressee="prefect", department="69", lines="Canari\n69000 Lyon"),
        Approval: Approval(id=obj(b"approval"), reader="Canari, avocate", on="2026-11-01"),
    }  # fmt: skip
    return made[cls]


def values_of(  # noqa: C901, PLR0911 - one for each way a value is written
    cls: type[Stored], law: FieldLaw, catalogue_at: Centre
) -> tuple[Value, Value, object]:
    """Two values two desks may have written, and a third that a person would."""
    form = review_fields.form_of(cls, law)
    if law.enum is not None:
        if law.name == "request":
            return "renewal", "change", trade.RequestKind.FIRST
        first, second, *more = [one for one in law.enum if one is not EventKind.NATIONALITY_LOST]
        return first.value, second.value, more[0] if more else second
    if law.boolean:
        return True, False, True
    if form.names == "role":
        return "worker", "lead", "reception"
    if form.names:
        codes = [code for code, _ in review_names.codes(catalogue_at.rooms[0].workplace(), form.names)]
        return codes[0], codes[1], codes[2]
    if law.name in {"foreigner_number", "postcode"}:
        return ("9900000001", "9900000002", "99 00 00 00 03") if law.name[0] == "f" else ("69001", "69002", "69 003")
    if (cls, law.name) == (trade.ContactPoint, "value"):
        return "+33639980002", "+33639980003", "06 39 98 00 04"
    match form.entry:
        case Entry.DAY | Entry.PART:
            return "2026-10-02", "2026-10-03", "04/10/2026"
        case Entry.HOUR:
            return "10:42", "14:30", "16:00"
        case Entry.EUROS:
            return 54050, 60000, "612,50"
        case _:
            return "Canari-Un", "Canari-Deux", "Canari-Trois"


def opened(centre: Centre, cls: type[Stored], law: FieldLaw) -> tuple[CaseId, Stored, object]:
    case = centre.rooms[0].person(birth_date="1990", foreigner_number="9900000077")
    where = centre.rooms[0].store.centre if cls in OF_CENTRE else case
    thing = thing_of(cls, case, centre)
    if cls is Keeper or law.name == "restricted":
        centre.rooms[0].desk(LEAD).restricting.restrict(case, [centre.rooms[0].workplace(WORKER).me.user])
    if cls is Approval:
        thing = replace(thing, citation=next(iter(centre.catalogue.letters.citations)))  # type: ignore[call-arg]
    centre.write(0, LEAD, where, thing)
    centre.meet()
    one, two, third = values_of(cls, law, centre)
    centre.apart(where, thing, law.number, one, two)
    return where, thing, third


def only(centre: Centre, at: int, case: CaseId, label: str = LEAD) -> Disagreement:
    (one,) = centre.rooms[at].desk(label).reviewing.view(case)
    return one


def named(pair: tuple[type[Stored], FieldLaw]) -> str:
    return f"{pair[0].__name__}.{pair[1].name}"


@pytest.mark.parametrize("pair", REVIEWED, ids=named)
def test_every_way_to_settle_ends_it_on_both_desks_and_undo_opens_it(
    centre: Centre, pair: tuple[type[Stored], FieldLaw]
) -> None:
    cls, law = pair
    case, thing, third = opened(centre, cls, law)
    assert centre.open_on() == [1, 1]
    seen = [only(centre, at, case) for at in (0, 1)]
    for one in seen:
        assert (one.obj, one.law.name, len(one.sides)) == (thing.id, law.name, 2)
        assert [side.shown for side in one.sides] == [True, False]
        for side in one.sides:
            spoken = law.enum is not None or law.boolean or one.form.names == "role" or one.form.entry is Entry.EUROS
            assert bool(side.told) != spoken, side
            assert not (one.form.names and side.told == side.value), f"a raw code: {side.value}"
            assert isinstance(side.value, Enum) or law.enum is None
            assert side.written[0].label
    first, second = (room.desk(LEAD).reviewing for room in centre.rooms)

    # Keeping what is shown, and taking it back.
    shown, other = seen[0].sides
    assert first.keep(case, thing.id, law.number, shown.stored).cases
    centre.meet()
    assert centre.open_on() == [0, 0]
    assert centre.agreed()
    assert first.undo()
    centre.meet()
    assert centre.open_on() == [1, 1], "taken back, it waits again"
    assert {side.stored for side in only(centre, 1, case).sides} == {shown.stored, other.stored}
    assert {by.label for side in only(centre, 1, case).sides for by in side.written} == {LEAD, WORKER}
    assert centre.agreed()

    # Keeping the other one, on the other desk.
    second.keep(case, thing.id, law.number, other.stored)
    centre.meet()
    assert centre.open_on() == [0, 0]
    assert centre.agreed()
    assert second.undo()
    centre.meet()

    # Keeping both, where that means something.
    one = only(centre, 0, case)
    if one.both is not Both.NONE:
        first.keep_both(case, thing.id, law.number, one.sides[1].stored, "L’autre valeur : Canari")
        centre.meet()
        assert centre.open_on() == [0, 0]
        assert centre.agreed()
        assert first.undo()
        centre.meet()
        assert centre.open_on() == [1, 1]

    # Something else.
    second.write_third(case, thing.id, law.number, third)
    centre.meet()
    assert centre.open_on() == [0, 0]
    assert centre.agreed()
    kept = getattr(thing_now(centre, case, thing), law.name)
    assert to_value(kept) not in {None, ""}


def thing_now(centre: Centre, case: CaseId, thing: Stored) -> Stored:
    from anefdesk.store import reading

    return reading.thing(centre.rooms[0].store.connection, case, thing.id, type(thing))


def test_three_desks_that_settle_apart_disagree_again(tmp_path: Path, catalogue: Catalogue) -> None:
    centre = Centre(tmp_path, catalogue, ("pc", "pc 2", "pc 3"))
    try:
        case = centre.rooms[0].person(nationality="AF")
        centre.meet()
        person = trade.Person(id=ObjectId(case))
        centre.apart(case, person, NATIONALITY, "AF", "IR", "PK")
        assert centre.open_on() == [1, 1, 1]
        assert len(only(centre, 2, case).sides) == 3
        centre.rooms[0].desk(LEAD).reviewing.keep(case, person.id, NATIONALITY, "AF")
        centre.rooms[1].desk(WORKER).reviewing.keep(case, person.id, NATIONALITY, "IR")
        assert centre.open_on() == [0, 0, 1]
        centre.meet()
        assert centre.open_on() == [1, 1, 1]
        assert {side.told for side in only(centre, 2, case).sides} == {"Afghanistan", "Iran"}
        centre.rooms[2].desk(RECEPTION).reviewing.write_third(case, person.id, NATIONALITY, "TJ")
        centre.meet()
        assert centre.open_on() == [0, 0, 0]
        assert centre.agreed()
    finally:
        centre.close()


def test_two_who_settle_alike_apart_agree(centre: Centre) -> None:
    case = centre.rooms[0].person()
    centre.meet()
    centre.apart(case, trade.Person(id=ObjectId(case)), NATIONALITY, "AF", "IR")
    for room in centre.rooms:
        room.desk(LEAD).reviewing.keep(case, ObjectId(case), NATIONALITY, "IR")
    centre.meet()
    assert centre.open_on() == [0, 0]
    assert centre.agreed()


def test_both_names_are_found_afterwards(centre: Centre) -> None:
    case = centre.rooms[0].person()
    centre.meet()
    name = centre.rooms[0].read(case).file.names[0]
    centre.apart(case, name, number_of(trade.Name, "family"), "Canari-Haïdari", "Canari-Heydari")
    one = only(centre, 0, case)
    desk = centre.rooms[0].desk()
    desk.reviewing.keep_both(case, name.id, one.field, one.sides[0].stored, "")
    centre.meet()
    far = centre.rooms[1].read(case).file
    assert [found.role for found in far.names] == [trade.NameRole.MAIN, trade.NameRole.SPELLING]
    assert {found.family for found in far.names} == {"Canari-Haïdari", "Canari-Heydari"}
    assert desk.finding.find("heydari")[0].case == desk.finding.find("haïdari")[0].case == case


def test_nothing_cannot_be_kept_beside_something(centre: Centre, refused: Refused) -> None:
    case = centre.rooms[0].person()
    centre.meet()
    centre.apart(case, trade.Person(id=ObjectId(case)), NATIONALITY, "AF", "")
    one = only(centre, 0, case)
    assert one.both is Both.NONE
    desk = centre.rooms[0].desk().reviewing
    assert refused(lambda: desk.keep_both(case, one.obj, one.field, "AF", "mot")) == "review.not_both"
    desk.keep(case, one.obj, one.field, "")
    centre.meet()
    assert centre.open_on() == [0, 0]
    assert centre.rooms[1].read(case).file.person.nationality == ""


def test_values_that_look_alike_are_told(centre: Centre) -> None:
    case = centre.rooms[0].person()
    centre.meet()
    name = centre.rooms[0].read(case).file.names[0]
    centre.apart(case, name, number_of(trade.Name, "family_native"), "کناری حیدری", "کناری حيدري")
    assert only(centre, 0, case).alike


def test_who_wrote_what_where_and_when(centre: Centre) -> None:
    case = centre.rooms[0].person()
    centre.meet()
    centre.apart(case, trade.Person(id=ObjectId(case)), BORN, "1990-05-04", "1990-04-05")
    sides = {side.told: side.written[0] for side in only(centre, 0, case).sides}
    assert set(sides) == {"04/05/1990", "05/04/1990"}
    here, there = sides["04/05/1990"], sides["05/04/1990"]
    assert (here.label, here.here, there.label, there.here) == (LEAD, True, WORKER, False)
    assert there.wall_ms - here.wall_ms == 60_000


def test_what_somebody_settled_meanwhile_is_not_settled_twice(centre: Centre, refused: Refused) -> None:
    case = centre.rooms[0].person()
    centre.meet()
    centre.apart(case, trade.Person(id=ObjectId(case)), NATIONALITY, "AF", "IR")
    desk = centre.rooms[0].desk().reviewing
    assert refused(lambda: desk.keep(case, ObjectId(case), NATIONALITY, "PK")) == "review.value"
    assert refused(lambda: desk.write_third(case, ObjectId(case), NATIONALITY, "AFGH")) == "review.value"
    assert refused(lambda: desk.keep_both(case, ObjectId(case), NATIONALITY, "AF", " ")) == "text.empty"
    desk.keep(case, ObjectId(case), NATIONALITY, "AF")
    assert refused(lambda: desk.keep(case, ObjectId(case), NATIONALITY, "AF")) == "review.settled"


def test_a_third_value_passes_the_checks_of_its_form(centre: Centre, refused: Refused) -> None:
    case = centre.rooms[0].person()
    centre.meet()
    centre.apart(case, trade.Person(id=ObjectId(case)), BORN, "1990-05-04", "1990-04-05")
    desk = centre.rooms[0].desk().reviewing
    assert refused(lambda: desk.write_third(case, ObjectId(case), BORN, "demain")) == "date.impossible"
    assert refused(lambda: desk.write_third(case, ObjectId(case), BORN, "04/05/2060")) == "date.future"
    assert desk.count() == 1


def test_a_restricted_file_is_settled_by_who_is_named(centre: Centre, refused: Refused) -> None:
    case = centre.rooms[0].person(family="Canari-Retirée")
    centre.meet()
    centre.rooms[0].desk(WORKER).restricting.restrict(case)
    centre.meet()
    person = trade.Person(id=ObjectId(case))
    centre.apart(case, person, NATIONALITY, "AF", "IR")
    mine, other = centre.rooms[1].desk(WORKER).reviewing, centre.rooms[1].desk(LEAD).reviewing
    assert [row.latin for row in mine.waiting()] == ["CANARI-RETIRÉE Zahra"]
    assert (mine.count(), other.count(), other.waiting()) == (1, 0, ())
    assert refused(lambda: other.view(case)) == "case.missing"
    assert refused(lambda: other.keep(case, person.id, NATIONALITY, "AF")) == "case.missing"
    mine.keep(case, person.id, NATIONALITY, "AF")
    centre.meet()
    assert centre.rooms[0].desk(WORKER).reviewing.count() == 0


def test_opening_a_file_to_all_forgets_who_was_named(centre: Centre) -> None:
    case = centre.rooms[0].person()
    centre.meet()
    centre.rooms[0].desk(WORKER).restricting.restrict(case)
    centre.meet()
    person = trade.Person(id=ObjectId(case))
    centre.apart(case, person, RESTRICTED, True, False)
    desk = centre.rooms[1].desk(WORKER)
    desk.reviewing.keep(case, person.id, RESTRICTED, False)
    centre.meet()
    view = centre.rooms[0].desk(LEAD).restricting.view(case)
    assert (view.restricted, [one.label for one in view.people if one.named]) == (False, [])
    assert desk.reviewing.undo()
    centre.meet()
    assert [one.label for one in centre.rooms[0].desk(WORKER).restricting.view(case).people if one.named] == [WORKER]


def test_a_tie_is_settled_on_both_its_sides(centre: Centre) -> None:
    case, other = centre.rooms[0].person(), centre.rooms[0].person(family="Canari-Autre")
    centre.meet()
    centre.rooms[0].desk().families.link(case, other, Relation.CHILD)
    centre.rooms[1].desk().families.link(case, other, Relation.SIBLING)
    centre.meet()
    assert centre.open_on() == [2, 2]
    one = only(centre, 0, case)
    assert one.about == "CANARI-AUTRE Zahra"
    centre.rooms[0].desk().reviewing.keep(case, one.obj, one.field, Relation.CHILD.value)
    centre.meet()
    assert centre.open_on() == [0, 0]
    (link,) = centre.rooms[1].read(other).file.links
    assert link.relation is Relation.PARENT
    assert centre.rooms[0].desk().reviewing.undo() is None or centre.agreed()


def test_what_was_issued_can_only_be_kept(centre: Centre, refused: Refused) -> None:
    case = centre.rooms[0].person()
    letter = Letter(id=obj(b"letter"), template="L02", title="Demander l’attestation")
    centre.write(0, LEAD, case, letter)
    centre.meet()
    body, issued = number_of(Letter, "body"), number_of(Letter, "issued_on")
    centre.write(0, LEAD, case, letter, {body: "Tel qu’envoyé", issued: "2026-11-20"})
    centre.write(1, WORKER, case, letter, {body: "Autre chose"})
    centre.meet()
    one = only(centre, 1, case)
    assert one.frozen
    assert [(side.told, side.shown) for side in one.sides] == [("Tel qu’envoyé", True), ("Autre chose", False)]
    desk = centre.rooms[1].desk().reviewing
    assert refused(lambda: desk.keep(case, letter.id, body, "Autre chose")) == "letter.frozen"
    assert refused(lambda: desk.write_third(case, letter.id, body, "Encore")) == "letter.frozen"
    desk.keep_both(case, letter.id, body, "Tel qu’envoyé", "L’autre texte : Autre chose")
    centre.meet()
    assert centre.open_on() == [0, 0]
    assert getattr(thing_now(centre, case, letter), "body") == "Tel qu’envoyé"  # noqa: B009 - of a ``Stored``


def test_the_team_is_settled_by_leads(centre: Centre, refused: Refused) -> None:
    where = centre.rooms[0].store.centre
    staff = trade.Staff(id=obj(b"staff"), label="Canari-Lou", role="worker")
    centre.write(0, LEAD, where, staff)
    centre.meet()
    role = number_of(trade.Staff, "role")
    centre.apart(where, staff, role, "lead", "reception")
    worker, lead = centre.rooms[0].desk(WORKER).reviewing, centre.rooms[0].desk(LEAD).reviewing
    assert (worker.count(), lead.count(), worker.view(where)) == (0, 1, ())
    assert refused(lambda: worker.keep(where, staff.id, role, "lead")) == "review.settled"
    (row,) = lead.waiting()
    assert row.centre
    lead.keep(where, staff.id, role, "reception")
    centre.meet()
    assert centre.open_on() == [0, 0]
