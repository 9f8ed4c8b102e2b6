"""A restricted file is open to the people named for it; for all others it does not exist."""

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from anefdesk.domain.blockage import Attempt, Entry, Harm, Remedy, Reply
from anefdesk.domain.case import (
    DemarcheStatus,
    ItemState,
    JournalEntry,
    Person,
    Piece,
    RequestKind,
)
from anefdesk.domain.change import Change
from anefdesk.domain.consent import Consent, Use
from anefdesk.domain.deadlines import EventKind as Legal
from anefdesk.domain.draft import Draft
from anefdesk.domain.erasing import Reason
from anefdesk.domain.facts import FactScope
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.household import EventKind, Keeper, LifeEvent, Relation, SharedProof
from anefdesk.domain.letter import Sending
from anefdesk.domain.letter_template import Signer
from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId, cells_of
from anefdesk.errors import AnefdeskError
from anefdesk.services import drafting, members
from anefdesk.services.blockages import Thing
from anefdesk.services.casework import NewPerson
from anefdesk.services.code_reading import Found
from anefdesk.services.desk import Desk
from tests.services.conftest import LEAD, RECEPTION, TODAY, WORKER, Refused, Room
from tests.services.test_pieces import pdf

PDF = pdf()

OLGA = NewPerson(
    family="Canari-Retirée", given="Olga", birth_date="11/1979", foreigner_number="9900000077", phone="06 39 98 00 77"
)


def _hire(room: Room, *labels: str, **fields: object) -> None:
    """Give the members a record in the centre's own case, as the session does."""
    for label in labels:
        me = room.workplace(label).me
        record = members.record_of(me.user, me, b"")
        record = dataclasses.replace(record, **fields)  # type: ignore[arg-type]  # fields of Staff
        with room.store.transaction(me.user, 1_800_000_000_000 + len(room.members)) as deed:
            deed.record(Change(room.store.centre, record.KIND, record.id, cells_of(record)))


def _user(room: Room, label: str) -> UserId:
    return room.workplace(label).me.user


@dataclass
class Kept:
    room: Room
    case: CaseId
    demarche: ObjectId
    piece: Piece
    other: CaseId  # a file open to everybody, of the same family
    blocked: dict[str, object]  # a blockage and what belongs to it, by name

    @property
    def fact(self) -> str:
        facts = self.room.catalogue.facts.values()
        return next(fact.id for fact in facts if fact.scope is FactScope.PERSON and not fact.derived)


def _blocked(desk: Desk, case: CaseId) -> dict[str, object]:
    blockage, _ = desk.blockages.log(case, "B11", on="2026-11-02")
    exhibit, _ = desk.blockages.attach(case, blockage, PDF, entry=Entry.FILE)
    remedy = Remedy(id=desk.blockages.new_id(), blockage=bytes(blockage), step="ask_l02", on="2026-11-03")
    harm = Harm(id=desk.blockages.new_id(), code="R-FT", start="2026-11-02")
    desk.blockages.remedy(case, remedy)
    desk.blockages.harm(case, harm)
    attempt = Attempt(id=desk.blockages.new_id(), on="2026-11-04")
    entry = LegalEvent(id=desk.deadlines.new_id(), kind=Legal.ENTRY, on="2026-11-01")
    desk.deadlines.record(case, entry)
    return {
        "entry_event": entry,
        "blockage": blockage, "blockage_id": blockage, "exhibit": exhibit, "remedy": remedy, "harm": harm,
        "attempt": attempt, "reply": Reply.WAITING, "code": "B11", "letter_id": desk.correspondence.begin(case, "L01"),
    }  # fmt: skip


@pytest.fixture
def kept(room: Room) -> Kept:
    """A file its worker has restricted, with a bit of everything in it, and a relative's file."""
    _hire(room, LEAD, WORKER, RECEPTION)
    desk = room.desk(WORKER)
    case = desk.casework.create(OLGA)
    demarche = desk.demarches.begin(case, "refugie", RequestKind.FIRST, TODAY)
    desk.demarches.set_item(case, demarche, "c-identite", ItemState.ASKED, due=TODAY.isoformat())
    desk.pieces.attach(case, "c-domicile", PDF)
    desk.casework.add_journal(case, JournalEntry(id=ObjectId(b""), text="Vue avec son avocate"))
    other = desk.casework.create(NewPerson(family="Canari-Ouverte", given="Ivan"))
    piece = desk.casework.reload(case).file.pieces[0]
    blocked = _blocked(desk, case)
    desk.restricting.restrict(case)
    return Kept(room, case, demarche, piece, other, blocked)


# Nobody else is told


def test_lists_search_and_today_do_not_tell(kept: Kept) -> None:
    for label in (LEAD, RECEPTION):
        desk = kept.room.desk(label)
        assert [row.case for row in desk.finding.recent()] == [kept.other]
        assert desk.finding.count() == 1
        for text in ("retirée", "olga", "11/1979", "9900000077", "0639980077", "canari"):
            assert kept.case not in {row.case for row in desk.finding.find(text)}, text
        assert desk.finding.duplicates(OLGA) == ()
        assert desk.demarches.today() == ()


def test_who_is_named_finds_everything(kept: Kept) -> None:
    desk = kept.room.desk(WORKER)
    assert {row.case for row in desk.finding.recent()} == {kept.case, kept.other}
    assert desk.finding.count() == 2
    for text in ("retirée", "olg", "Olga retiree", "11/1979", "9900000077", "0639980077", "99 00 00 00 77 olga"):
        assert desk.finding.find(text)[0].case == kept.case, text
    assert desk.finding.find("benali") == ()
    assert [one.row.case for one in desk.finding.duplicates(OLGA)] == [kept.case]
    assert {row.what for row in desk.demarches.today()} == {"planned", "item"}


def test_nothing_of_it_is_in_the_index(kept: Kept) -> None:
    rows = kept.room.store.connection.exec_driver_sql("SELECT count(*) FROM search").scalar()
    assert rows == 1


def test_undo_passes_over_a_file_closed_since(kept: Kept) -> None:
    room = kept.room
    worker, lead = room.desk(WORKER), room.desk(LEAD)
    worker.restricting.name_keeper(kept.case, _user(room, LEAD))
    person = lead.casework.reload(kept.other).file.person
    lead.casework.edit(kept.other, person, dataclasses.replace(person, nationality="AF"))
    hidden = lead.casework.reload(kept.case).file.person
    lead.casework.edit(kept.case, hidden, dataclasses.replace(hidden, nationality="RU"))
    worker.restricting.remove_keeper(kept.case, _user(room, LEAD))
    touched = lead.casework.undo()
    assert touched
    assert touched.cases == {kept.other}
    assert room.read(kept.case).file.person.nationality == "RU"


def test_my_draft_in_a_file_closed_to_me_is_not_shown(kept: Kept) -> None:
    at = kept.room.workplace(LEAD)
    drafting.park(at, Draft("person/note", {"text": "…"}, kept.case), {})
    drafting.park(at, Draft("person/note/other", {"text": "…"}, kept.other), {})
    assert [draft.case for draft in drafting.mine(at, {})] == [kept.other]


def test_the_reading_log_goes_on(kept: Kept) -> None:
    room = kept.room
    room.desk(WORKER).casework.open(kept.case)
    room.desk(WORKER).restricting.name_keeper(kept.case, _user(room, LEAD))
    lead = room.desk(LEAD)
    lead.casework.open(kept.case)
    assert {access.label for access in lead.casework.accesses(kept.case)} == {WORKER, LEAD}


# Who is named


def test_any_member_restricts_and_is_named(room: Room) -> None:
    _hire(room, LEAD, WORKER, RECEPTION)
    case = room.person()
    desk = room.desk(RECEPTION)
    desk.restricting.restrict(case, {_user(room, WORKER)})
    view = desk.restricting.view(case)
    assert view.restricted
    assert {(one.label, one.named, one.me) for one in view.people} == {
        (LEAD, False, False), (WORKER, True, False), (RECEPTION, True, True),
    }  # fmt: skip
    assert room.read(case, WORKER).file.person.restricted


def test_the_last_one_stays_and_one_who_left_does_not_count(kept: Kept, refused: Refused) -> None:
    room, case = kept.room, kept.case
    work = room.desk(WORKER).restricting
    assert refused(lambda: work.remove_keeper(case, _user(room, WORKER))) == "keeper.last"
    work.name_keeper(case, _user(room, RECEPTION))
    _hire(room, RECEPTION, ends_on=(TODAY - timedelta(days=1)).isoformat())
    assert refused(lambda: work.remove_keeper(case, _user(room, WORKER))) == "keeper.last"
    work.name_keeper(case, _user(room, LEAD))
    work.remove_keeper(case, _user(room, WORKER))
    assert refused(lambda: room.read(case, WORKER)) == "case.missing"
    assert room.read(case, LEAD).file.case == case


def test_a_file_whose_people_have_all_left_is_found_by_leads(kept: Kept, refused: Refused) -> None:
    room, case = kept.room, kept.case
    _hire(room, WORKER, gone=True)
    assert refused(lambda: room.read(case, RECEPTION)) == "case.missing"
    assert room.read(case, LEAD).file.case == case
    room.desk(LEAD).restricting.name_keeper(case, _user(room, RECEPTION))
    assert refused(lambda: room.read(case, LEAD)) == "case.missing"
    assert room.read(case, RECEPTION).file.case == case


def test_a_restricted_file_nobody_was_named_for_is_nobody_s(room: Room, refused: Refused) -> None:
    _hire(room, LEAD)
    case = room.person()
    with room.store.transaction(_user(room, LEAD), 1) as deed:
        deed.record(Change(case, Person.KIND, ObjectId(case), {11: True}))
    assert refused(lambda: room.read(case, LEAD)) == "case.missing"


@pytest.mark.parametrize("gone", [True, False])
def test_only_members_are_named(kept: Kept, refused: Refused, gone: bool) -> None:  # noqa: FBT001 - a parameter
    room = kept.room
    if gone:
        _hire(room, RECEPTION, gone=True)
    stranger = _user(room, RECEPTION) if gone else UserId(b"s" * 16)
    work = room.desk(WORKER).restricting
    assert refused(lambda: work.name_keeper(kept.case, stranger)) == "access.unknown_member"
    assert refused(lambda: work.restrict(kept.other, {stranger})) == "access.unknown_member"
    assert not room.read(kept.other).file.person.restricted


def test_names_are_written_before_the_file_closes(kept: Kept) -> None:
    """Who receives half of the deed must not take the file for one that everybody left."""
    kept.room.desk(WORKER).restricting.restrict(kept.other, {_user(kept.room, RECEPTION)})
    kinds = [recorded.change.kind for recorded in kept.room.store.records(kept.other)]
    assert kinds[-3:] == [Kind.KEEPER, Kind.KEEPER, Kind.PERSON]


def test_opened_again_it_is_everybody_s_and_starts_afresh(kept: Kept, refused: Refused) -> None:
    room, case = kept.room, kept.case
    work = room.desk(WORKER).restricting
    work.open_again(case)
    assert room.read(case, RECEPTION).file.keepers == ()
    assert room.desk(LEAD).finding.find("olga")[0].case == case
    for deed in (lambda: work.open_again(case), lambda: work.name_keeper(case, _user(room, LEAD))):
        assert refused(deed) == "keeper.not_restricted"
    room.desk(LEAD).restricting.restrict(case)
    assert refused(lambda: room.read(case, WORKER)) == "case.missing"


def test_a_name_that_another_desk_left_behind_does_not_come_back(kept: Kept, refused: Refused) -> None:
    """Named there while the file was opened again here: nobody is shown the name, so nobody would know."""
    room, reception = kept.room, _user(kept.room, RECEPTION)
    room.desk(WORKER).restricting.open_again(kept.case)
    with room.store.transaction(_user(room, LEAD), 1_800_000_000_000) as deed:
        deed.record(Change(kept.case, Kind.KEEPER, ObjectId(bytes(reception)), {1: True}))
    room.desk(WORKER).restricting.restrict(kept.case)
    assert refused(lambda: room.read(kept.case, RECEPTION)) == "case.missing"
    assert room.desk(WORKER).finding.find("olga")


def test_nobody_restricts_or_names_by_editing(kept: Kept, refused: Refused) -> None:
    casework = kept.room.desk(WORKER).casework
    person = casework.reload(kept.other).file.person
    mark = Keeper(id=ObjectId(_user(kept.room, LEAD)), named=True)
    assert refused(lambda: casework.edit(kept.other, person, dataclasses.replace(person, restricted=True)))
    for deed in (lambda: casework.add(kept.case, mark), lambda: casework.edit(kept.case, mark, mark)):
        assert refused(deed) == "thing.stays"


# Every public method of every service that takes a case


def _methods(room: Room, label: str) -> Iterator[tuple[str, Callable[..., object], list[str]]]:
    desk = room.desk(label)
    for service in dataclasses.fields(desk):
        thing = getattr(desk, service.name)
        for name, method in inspect.getmembers(thing, callable):
            if name.startswith("_"):
                continue
            parameters = inspect.signature(method).parameters
            taken = [one.name for one in parameters.values() if _is_case(one.annotation)]
            if taken:
                yield f"{service.name}.{name}", method, taken


def _is_case(annotation: object) -> bool:
    return "CaseId" in str(annotation)


def _argument(kept: Kept, parameter: inspect.Parameter) -> Any:  # noqa: ANN401 - of any method
    file_like = kept.room.read(kept.case).file
    by_name: dict[str, object] = {
        "before": file_like.person, "after": dataclasses.replace(file_like.person, nationality="AF"),
        "thing": LifeEvent(id=kept.room.desk().casework.new_id(), on="2026-11-01"), "text": "mot", "private": False,
        "entry": JournalEntry(id=ObjectId(b""), text="mot"), "demarche": kept.demarche, "demarche_id": kept.demarche,
        "procedure_id": "refugie", "request": RequestKind.FIRST, "planned_on": TODAY, "on": TODAY, "number": "",
        "document_id": "c-domicile", "document": "c-domicile", "state": ItemState.ASKED, "fact_id": kept.fact,
        "value": "", "answers": {},
        "data": PDF, "piece": kept.piece, "language": "fr", "people": (),
        "user": _user(kept.room, LEAD), "relation": Relation.CHILD, "status": DemarcheStatus.CLOSED,
        "new": NewPerson(family="Canari-Neuve"), "notice": "turns_18:00", "event": LifeEvent(id=ObjectId(b"e" * 16)),
        "kind": EventKind.MARRIAGE, "proof": kept.piece.id, "version": kept.room.catalogue.version,
        "shared": SharedProof(id=ObjectId(b"s" * 16)), "use": Use.FILE, "uses": (Use.FILE,),
        "consent": Consent(id=ObjectId(b"c" * 16)), "fact": "complete", "lines": (), "how": "spoken",
        "line_keys": (), "day": TODAY,
    }  # fmt: skip
    by_name |= kept.blocked
    by_name |= {
        "template_id": "L01",
        "field": "filed_on",
        "body": "mot",
        "sending": Sending.MAIL,
        "sender": Signer.PERSON,
    }
    by_name |= {"obj": kept.demarche, "note": "mot"}
    by_name |= {"place": kept.room.home / "preuves.zip", "passphrase": None}
    by_name |= {"dossier": SimpleNamespace(use=Use.FILE, identity=True, gathered=SimpleNamespace(file=file_like))}
    by_name |= {"found": Found(b"DC04FR0000011CE91D231301FR6J2", 1), "chosen": ()}
    by_name |= {"sheet": "", "opens": lambda _text: None, "held": True, "reason": Reason.ASKED}
    by_name |= {"to": b"t" * 16, "share_id": ObjectId(b"h" * 16)}
    if parameter.annotation is str and parameter.name == "on":
        return "2026"
    if parameter.annotation is str and parameter.name == "lines":
        return "1 rue des Canaris"
    if parameter.annotation in {Harm, Thing}:
        return kept.blocked["harm"]
    if parameter.annotation is Entry:
        return Entry.FILE
    if parameter.annotation is LegalEvent:
        return kept.blocked["entry_event"]
    assert parameter.name in by_name, f"say here what « {parameter.name} » may be"
    return by_name[parameter.name]


def _called(kept: Kept, method: Callable[..., object], hidden: str, case: CaseId) -> str:
    """The code with which ``method`` refuses ``case`` as ``hidden``; other files it takes are open."""
    positional, named = [], {}
    for parameter in inspect.signature(method).parameters.values():
        several = "Collection" in str(parameter.annotation) or "Sequence" in str(parameter.annotation)
        if _is_case(parameter.annotation):
            value: Any = case if parameter.name == hidden else kept.other
            value = (value,) if several else value
        elif parameter.default is not inspect.Parameter.empty:
            continue
        else:
            value = _argument(kept, parameter)
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            positional.append(value)
    try:
        method(*positional, **named)
    except AnefdeskError as error:
        return error.code
    return ""


def _deeds(kept: Kept) -> int:
    records = list(kept.room.store.records())
    return sum(recorded.change.kind != Kind.OPENED for recorded in records)


def test_every_service_refuses_a_restricted_file_as_a_missing_one(kept: Kept) -> None:
    found = list(_methods(kept.room, LEAD))
    names = {name for name, _, _ in found}
    assert {"casework.open", "casework.undo"} & names == {"casework.open"}
    assert {"pieces.attach", "demarches.set_item", "paper.checklist", "restricting.restrict"} <= names
    assert len(found) > 25
    before = _deeds(kept)
    chunks = sorted((kept.room.home / "chunks").rglob("*"))
    nowhere = CaseId(b"n" * 16)
    for name, method, taken in found:
        for parameter in taken:
            assert _called(kept, method, parameter, nowhere) == "case.missing", (name, parameter)
            assert _called(kept, method, parameter, kept.case) == "case.missing", (name, parameter)
    assert _deeds(kept) == before
    assert sorted((kept.room.home / "chunks").rglob("*")) == chunks


def test_the_same_calls_are_answered_to_who_is_named(kept: Kept) -> None:
    """Else the test above would prove nothing."""
    for name, method, (parameter, *_) in _methods(kept.room, WORKER):
        if name != "restricting.remove_keeper":
            assert _called(kept, method, parameter, kept.case) != "case.missing", name
