"""One box: names in any script, numbers and dates in any order; likely duplicates, with the reason."""

import pytest

from anefdesk.domain.case import ContactPoint, Name, NameRole
from anefdesk.domain.names import Reason
from anefdesk.services.casework import NewPerson
from tests.services.conftest import Room

PEOPLE = (
    NewPerson(
        family="Canari-Chtcherbakova", given="Olga", family_native="Канари-Щербакова", given_native="Ольга",
        birth_date="11/1979", foreigner_number="9900000003", phone="06 39 98 00 03",
    ),
    NewPerson(
        family="Canari-Haidari", given="Zahra", family_native="کناری حیدری", given_native="زهرا",
        birth_date="04/05/1990", foreigner_number="9900000001", phone="06 39 98 00 01",
    ),
    NewPerson(
        family="Canari-Benali", given="Mohamed", family_native="بن علي", given_native="محمد", birth_date="1988",
        phone="+212 6 61 23 45 67",
    ),
    NewPerson(family="Canari-Demir", given="Şükrü", birth_date="23/02/1999", foreigner_number="0712345678"),
    NewPerson(family="N’Diaye Canari", given="Aïssatou", birth_date="04/05/1991"),
)  # fmt: skip


@pytest.fixture
def crowd(room: Room) -> Room:
    for person in PEOPLE:
        room.desk().casework.create(person)
    return room


def _first(room: Room, text: str) -> str:
    found = room.desk().finding.find(text)
    return found[0].latin if found else ""


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("щербакова", "CHTCHERBAKOVA"), ("shcherbakova", "CHTCHERBAKOVA"), ("olga chtch", "CHTCHERBAKOVA"),
        ("حيدري", "HAIDARI"), ("heydari zahra", "HAIDARI"), ("زهرا", "HAIDARI"), ("CANARI haidari", "HAIDARI"),
        ("muhammad ben ali", "BENALI"), ("محمد", "BENALI"), ("mohamed", "BENALI"),
        ("sukru", "DEMIR"), ("ndiaye", "DIAYE"), ("aissatou n diaye", "DIAYE"),
        ("9900000003", "CHTCHERBAKOVA"), ("99 00 00 00 01", "HAIDARI"), ("٩٩٠٠٠٠٠٠٠١", "HAIDARI"),
        ("0712345678", "DEMIR"), ("07 12 34", "DEMIR"),
        ("0639980003", "CHTCHERBAKOVA"), ("+33 6 39 98 00 01", "HAIDARI"), ("06.39.98.00.01", "HAIDARI"),
        ("212661234567", "BENALI"), ("23/02/1999", "DEMIR"), ("1999", "DEMIR"), ("11/1979", "CHTCHERBAKOVA"),
        ("04/05/1990 zahra", "HAIDARI"), ("zahra 04/05/1990", "HAIDARI"), ("1990-05-04", "HAIDARI"),
        ("canari 04/05/1991", "DIAYE"),
    ],
)  # fmt: skip
def test_a_person_is_found(crowd: Room, text: str, family: str) -> None:
    assert family in _first(crowd, text)


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "'\"*()-:^", "\ud800", "\u202e", "é" * 20_000, "AND OR NOT", "NEAR("]
)
def test_odd_searches_are_harmless(crowd: Room, text: str) -> None:
    crowd.desk().finding.find(text)
    assert crowd.desk().finding.count() == len(PEOPLE)


def test_what_is_found_follows_the_file(crowd: Room) -> None:
    (row, *_) = crowd.desk().finding.find("sukru")
    casework = crowd.desk().casework
    casework.add(row.case, Name(id=casework.new_id(), role=NameRole.SPELLING, family="Canari-Temirov"))
    casework.add(row.case, ContactPoint(id=casework.new_id(), value="+33639980009"))
    assert crowd.desk().finding.find("temirov")[0].case == row.case
    assert crowd.desk().finding.find("0639980009")[0].case == row.case
    casework.undo()
    casework.undo()
    assert row.case not in {one.case for one in crowd.desk().finding.find("0639980009")}


def test_rows_are_shown_as_people_read_them(crowd: Room) -> None:
    row = next(row for row in crowd.desk().finding.recent() if "Olga" in row.latin)
    assert (row.native, row.born, row.disputed) == ("Канари-Щербакова Ольга", "11/1979", False)


def test_the_last_touched_comes_first(crowd: Room) -> None:
    first = crowd.desk().finding.find("demir")[0]
    crowd.time.passes(hours=1)
    crowd.desk().casework.add_note(first.case, "vu", private=False)
    assert crowd.desk().finding.recent(1)[0].case == first.case


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (NewPerson(family="Autre", given="Nom", foreigner_number="9900000001"), Reason.FOREIGNER_NUMBER),
        (NewPerson(family="Canari-Heydari", given="Zahra", birth_date="04/05/1990"), Reason.NAME_AND_BIRTH_DATE),
        (NewPerson(family="Canari Haidari", given="Zahra", birth_date="1990"), Reason.NAME_AND_BIRTH_YEAR),
        (NewPerson(family="Canari-Haidari", given="Zahra", phone="0639980001"), Reason.PHONE_AND_NAME),
        (NewPerson(family="Canari-Haidari", given="Zahra"), Reason.SAME_NAME),
    ],
)
def test_a_likely_duplicate_is_said_with_its_reason(crowd: Room, typed: NewPerson, reason: Reason) -> None:
    before = crowd.store.state_hash()
    likely = crowd.desk().finding.duplicates(typed)
    assert [one.row.latin for one in likely] == ["CANARI-HAIDARI Zahra"]
    assert reason in likely[0].reasons
    assert crowd.store.state_hash() == before  # nothing is merged, nothing is written


def test_a_duplicate_is_seen_across_scripts(crowd: Room) -> None:
    typed = NewPerson(family_native="Щербакова", given_native="Ольга", birth_date="11/1979")
    assert [one.row.latin for one in crowd.desk().finding.duplicates(typed)] == ["CANARI-CHTCHERBAKOVA Olga"]


@pytest.mark.parametrize(
    "typed",
    [
        NewPerson(family="Canari-Haidari", given="Zahra", birth_date="12/11/2004"),  # another birth date
        NewPerson(family="Canari-Haidari", given="Reza", birth_date="04/05/1990"),  # a twin
        NewPerson(family="", given="", foreigner_number="99"),  # half typed
        NewPerson(family="", given="Reza", birth_date="32/13/"),
    ],
)
def test_homonyms_and_twins_are_not_called_the_same(crowd: Room, typed: NewPerson) -> None:
    reasons = [reason for one in crowd.desk().finding.duplicates(typed) for reason in one.reasons]
    assert Reason.NAME_AND_BIRTH_DATE not in reasons
    assert Reason.SAME_NAME not in reasons


def test_two_files_stay_two_files(crowd: Room) -> None:
    case = crowd.person()
    assert crowd.desk().finding.count() == len(PEOPLE) + 1
    assert case in {row.case for row in crowd.desk().finding.find("haidari")}
