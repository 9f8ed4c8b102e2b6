"""Files of people: what can be typed, edited in place, taken back, and who read it."""

import dataclasses
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anefdesk.domain.case import (
    AddressKind,
    ContactPoint,
    JournalEntry,
    Language,
    Medium,
    Name,
    NameRole,
    Permit,
    Safe,
)
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.services import typed
from anefdesk.services.casework import Casework
from tests.services.conftest import LEAD, RECEPTION, WORKER, Refused, Room

NO_ID = ObjectId(b"")


def test_a_file_is_created_in_both_scripts(room: Room) -> None:
    case = room.person(
        family_native="کناری حیدری",
        given_native="زهرا",
        birth_date="4.5.1990",
        nationality="AF",
        foreigner_number="99 0000 0001",
        languages=(Language(id=NO_ID, code="fa_AF", spoken=True, preferred=True),),
        phone="06 39 98 00 01",
        phone_safe=Safe.NO,
        address_kind=AddressKind.HOSTED,
        department="69",
    )
    file = room.read(case).file
    assert file.main_name
    assert (file.main_name.latin(), file.main_name.native()) == ("CANARI-HAIDARI Zahra", "کناری حیدری زهرا")
    assert (file.person.birth_date, file.person.foreigner_number) == ("1990-05-04", "9900000001")
    assert (file.points[0].value, file.points[0].safe) == ("+33639980001", Safe.NO)
    assert file.preferred_language == "fa_AF"
    assert room.desk().casework.prefecture(file.person.department) == "Préfecture du Rhône (Lyon)"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"family": " \u200e ", "given": "\x00"}, "person.no_name"),
        ({"phone": "12"}, "phone.impossible"),
        ({"foreigner_number": "123"}, "foreigner_number.digits"),
        ({"birth_date": "31/02/1990"}, "date.impossible"),
        ({"birth_date": "2059"}, "date.future"),
        ({"given": "x" * 10_001}, "text.too_long"),
    ],
)
def test_what_cannot_be_kept_writes_nothing(room: Room, refused: Refused, fields: dict[str, str], code: str) -> None:
    before = room.store.state_hash()
    assert refused(lambda: room.person(**fields)) == code
    assert room.store.state_hash() == before
    assert room.desk().finding.count() == 0


def test_a_birth_to_come_is_refused_later_too(room: Room, refused: Refused) -> None:
    case, work = room.person(birth_date="1990"), room.desk().casework
    before = room.read(case).file.person
    after = dataclasses.replace(before, birth_date="2059-05")
    assert refused(lambda: work.edit(case, before, after)) == "date.future"
    assert room.read(case).file.person == before
    assert work.birth_date(room.time.clock().today().strftime("%d/%m/%Y")), "born today"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("06 39 98 00 01", "+33639980001"),
        ("06.39.98.00.01", "+33639980001"),
        ("+33 (0)6 39 98 00 01", "+33639980001"),
        ("0033639980001", "+33639980001"),
        ("٠٦ ٣٩ ٩٨ ٠٠ ٠١", "+33639980001"),
        ("۰۶۳۹۹۸۰۰۰۱", "+33639980001"),
        ("+93 70 123 4567", "+93701234567"),
        ("  ", ""),
    ],
)
def test_phones(text: str, stored: str) -> None:
    assert Casework.checked("phone", text) == stored
    if stored:
        assert typed.phone(Casework.phone_shown(stored)) == stored


@pytest.mark.parametrize("text", ["1234", "bonjour", "06 39 98 00 01 00 00 00 00", "+", "\x00", "\ud800", "😀"])
def test_impossible_phones(refused: Refused, text: str) -> None:
    assert refused(lambda: Casework.checked("phone", text)) == "phone.impossible"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("9900000001", "9900000001"),
        ("99 00 00 00 01", "9900000001"),
        ("99.0000-0001", "9900000001"),
        ("٩٩٠٠٠٠٠٠٠١", "9900000001"),
        ("۹۹۰۰۰۰۰۰۰۱", "9900000001"),
        ("৯৯০০০০০০০১", "9900000001"),
        ("", ""),
        (" ", ""),
    ],
)
def test_foreigner_numbers(text: str, stored: str) -> None:
    assert Casework.checked("foreigner_number", text) == stored


@pytest.mark.parametrize(
    ("text", "found"),
    [("990000000", 9), ("99000000011", 11), ("99000O0001", 9), ("AB", 0), ("²²²²²²²²²²", 0), ("990000000\x00", 9)],
)
def test_wrong_foreigner_numbers_say_how_many_digits(text: str, found: int) -> None:
    from anefdesk.errors import InputRefusedError

    with pytest.raises(InputRefusedError) as error:
        Casework.checked("foreigner_number", text)
    assert (error.value.code, error.value.params) == ("foreigner_number.digits", {"found": found})


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1990", "1990"), ("05/1990", "1990-05"), ("5.1990", "1990-05"), ("4/5/1990", "1990-05-04"),
        ("04-05-1990", "1990-05-04"), ("1990-05-04", "1990-05-04"), ("29 02 2000", "2000-02-29"),
        ("٠٤/٠٥/١٩٩٠", "1990-05-04"), ("", ""),
    ],
)  # fmt: skip
def test_birth_dates_may_be_partial(text: str, stored: str) -> None:
    assert Casework.checked("birth_date", text) == stored


@pytest.mark.parametrize(
    "text", ["31/02/1990", "13/1990", "29/02/2001", "00/00/1990", "0", "hier", "1/2/3/1990", "\x00", "10000", "²"]
)
def test_impossible_birth_dates(refused: Refused, text: str) -> None:
    assert refused(lambda: Casework.checked("birth_date", text)) == "date.impossible"


@pytest.mark.parametrize(
    ("postcode", "department"),
    [("69007", "69"), ("97411", "974"), ("20090", "2A"), ("20200", "2B"), ("01000", "01"), ("97600", "976")],
)
def test_postcodes_tell_the_departement(postcode: str, department: str, room: Room) -> None:
    assert Casework.department_of(Casework.checked("postcode", postcode)) == department
    assert room.desk().casework.prefecture(department)


ODD = {
    "bidi": "Canari\u202eحيدري\u202c\u2066x\u2069",
    "nul": "Canari\x00Haidari",
    "surrogate": "Canari\ud800Haidari",
    "emoji": "Canari 👩🏽‍🦱 Haidari",
    "lines": "Canari\r\nHaidari\tZahra",
    "zero width": "Canari\u200b\ufeffHaidari",
    "long": "Canari" + "é" * 9_994,
    "combining": "Canari" + "e\u0301" * 300,
    "zwnj": "کناری\u200cها Canari",
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_names_are_kept_readable_and_rebuilt(room: Room, kind: str) -> None:
    case = room.person(family=ODD[kind], given="", family_native=ODD[kind])
    casework = room.desk().casework
    name = room.read(case).file.main_name
    assert name is not None
    assert name.family == name.family_native
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", name.family)
    assert "Canari" in name.family
    if kind == "zwnj":
        assert "\u200c" in name.family  # part of the spelling
    if kind == "long":
        assert len(name.family) == 10_000
    again = dataclasses.replace(name, given=ODD[kind])  # the same through editing in place
    casework.edit(case, name, again)
    entry = JournalEntry(id=NO_ID, text=ODD[kind])
    casework.add_journal(case, entry)
    casework.add_note(case, ODD[kind], private=True)
    casework.add(case, ContactPoint(id=casework.new_id(), value=ODD[kind][:100], whose=ODD[kind][:100]))
    view = room.read(case)
    assert view.file.main_name
    assert view.file.main_name.given == name.family
    assert room.desk().finding.find("canari")
    before = room.store.state_hash()
    room.store.rebuild()
    assert room.store.state_hash() == before


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=[]), max_size=60))
def test_anything_typed_is_either_kept_or_refused(room: Room, text: str) -> None:
    casework = room.desk().casework
    case = room.person(family="Canari " + text, given_native=text, address_kind=None)
    person = room.read(case).file.person
    casework.edit(case, person, dataclasses.replace(person, address=text, city=text))
    kept = room.read(case).file.person.address
    casework.edit(case, room.read(case).file.person, dataclasses.replace(person, address=kept))
    assert room.read(case).file.person.address == kept  # tidying twice changes nothing
    room.desk().finding.find(text)


def test_only_what_changed_is_written(room: Room) -> None:
    case = room.person(nationality="AF")
    person = room.read(case).file.person
    casework = room.desk().casework
    count = len(list(room.store.records()))
    assert not casework.edit(case, person, person).cases
    assert len(list(room.store.records())) == count
    touched = casework.edit(case, person, dataclasses.replace(person, city="Lyon", postcode="69007"))
    assert touched.cases == {case}
    assert touched.kinds == {Kind.PERSON}
    *_, last = room.store.records()
    assert dict(last.change.fields) == {7: "69007", 8: "Lyon"}


def test_two_people_editing_different_fields_keep_both(room: Room) -> None:
    case = room.person()
    seen = room.read(case).file.person  # both have the same page open
    room.desk(WORKER).casework.edit(case, seen, dataclasses.replace(seen, city="Lyon"))
    room.desk(LEAD).casework.edit(case, seen, dataclasses.replace(seen, postcode="69007"))
    person = room.read(case).file.person
    assert (person.city, person.postcode) == ("Lyon", "69007")


def test_undo_takes_back_edits_additions_and_removals_in_turn(room: Room) -> None:
    case = room.person(nationality="AF")
    casework = room.desk().casework
    start = room.read(case).file
    casework.edit(case, start.person, dataclasses.replace(start.person, nationality="IR", city="Lyon"))
    spelling = Name(id=casework.new_id(), role=NameRole.SPELLING, family="Canari-Heidari")
    casework.add(case, spelling)
    permit = Permit(id=casework.new_id(), kind="carte-temporaire", end="2026-12-31")
    casework.add(case, permit)
    casework.remove(case, permit)
    assert room.read(case).file.permits == ()
    casework.undo()
    assert room.read(case).file.permits == (permit,)
    casework.undo()
    assert room.read(case).file.permits == ()
    casework.undo()
    assert len(room.read(case).file.names) == 1
    casework.undo()
    assert room.read(case).file.person == start.person
    assert casework.undo() is None
    history = [recorded.change.reason for recorded in room.store.records(case)]
    assert history.count("undo") == 4  # nothing is erased by taking back


def test_undo_is_mine_since_i_unlocked(room: Room) -> None:
    case = room.person()
    person = room.read(case).file.person
    room.desk(WORKER).casework.edit(case, person, dataclasses.replace(person, city="Lyon"))
    assert room.desk(LEAD).casework.undo() is None
    assert room.read(case).file.person.city == "Lyon"


def test_the_journal_is_only_added_to(room: Room, refused: Refused) -> None:
    case = room.person()
    casework = room.desk().casework
    casework.add_journal(case, JournalEntry(id=NO_ID, medium=Medium.PHONE, text=" Appelé \n rappeler lundi "))
    (entry,) = room.read(case).file.journal
    assert (entry.text, entry.on, entry.medium) == ("Appelé\nrappeler lundi", "2026-11-23", Medium.PHONE)
    assert refused(lambda: casework.edit(case, entry, dataclasses.replace(entry, text="x"))) == "thing.stays"
    assert refused(lambda: casework.remove(case, entry)) == "thing.stays"
    assert refused(lambda: casework.add_journal(case, JournalEntry(id=NO_ID, text=" \n "))) == "text.empty"
    casework.add_journal(case, JournalEntry(id=NO_ID, text="Non, mardi", corrects=bytes(entry.id)))
    assert [one.corrects for one in room.read(case).file.journal] == [None, entry.id]


def test_writers_are_named(room: Room) -> None:
    case = room.person()
    room.desk(LEAD).casework.add_note(case, "vu", private=False)
    view = room.read(case)
    assert view.writers[view.file.notes[0].id].wall_ms == 1_795_424_400_000


def test_reading_a_file_is_logged_with_who_and_when(room: Room) -> None:
    case = room.person()
    reception = room.desk(RECEPTION)
    reception.casework.open(case)
    reception.casework.reload(case)
    room.time.passes(hours=1)
    room.desk(LEAD).casework.open(case)
    accesses = room.desk(LEAD).casework.accesses(case)
    assert [(one.what, one.wall_ms) for one in accesses] == [("file", 1_795_428_000_000), ("file", 1_795_424_400_000)]
    assert not any("Canari" in one.what for one in accesses)


def test_a_file_that_is_not_here_is_said(room: Room, refused: Refused) -> None:
    nobody = CaseId(bytes(16))
    assert refused(lambda: room.desk().casework.open(nobody)) == "case.missing"
    assert not room.store.connection.exec_driver_sql("SELECT count(*) FROM access").scalar()


def test_no_field_for_a_password_of_the_state_or_of_a_mailbox() -> None:
    from anefdesk.domain import case as trade

    classes = [one for one in vars(trade).values() if isinstance(one, type) and dataclasses.is_dataclass(one)]
    fields = {field.name for cls in classes for field in dataclasses.fields(cls)}
    assert not [name for name in fields if re.search("pass(word|phrase)|secret|login|credential", name)]


def test_countries_are_named_in_each_language(room: Room) -> None:
    casework = room.desk().casework
    for language, morocco in {"fr": "Maroc", "ar": "المغرب", "ru": "Марокко", "tr": "Fas"}.items():
        named = dict(casework.countries(language))
        assert named["MA"] == morocco == casework.country("MA", language)
        assert "stateless" in named
    assert len(casework.departments()) == 101
    assert casework.permit_kinds()
