"""The forecast of one file, its timeline on paper, and the slip of dates: what they say, keep and hide."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anefdesk.domain.case import ContactPoint, Permit, RequestKind, Safe
from anefdesk.domain.deadlines import EventKind, Outcome
from anefdesk.domain.happened import LegalEvent, Told
from anefdesk.domain.held_papers import Certainty
from anefdesk.domain.papers import Right
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.letters.documents import ReminderSlip, RightsTimeline
from anefdesk.services.rights import Handing, key_of
from anefdesk.store import reading
from tests.services.conftest import RECEPTION, TODAY, WORKER, Refused, Room

END = date(2027, 1, 14)
ONE = timedelta(days=1)


def _permit(room: Room, case: CaseId, kind: str, start: str, end: str) -> None:
    work = room.desk().casework
    work.add(case, Permit(id=work.new_id(), kind=kind, start=start, end=end))


def _person(room: Room, kind: str = "carte-resident") -> CaseId:
    case = room.person(birth_date="04/05/1990", nationality="AF", department="69")
    _permit(room, case, kind, "2017-01-15", END.isoformat())
    return case


def _filed(room: Room, case: CaseId, on: date, procedure: str = "carte-resident-renouvellement") -> ObjectId:
    desk = room.desk()
    demarche = desk.demarches.begin(case, procedure, RequestKind.RENEWAL, on)
    desk.demarches.filed(case, demarche, on, "")
    return demarche


def _happened(room: Room, case: CaseId, kind: EventKind, on: str, until: str = "") -> None:
    clock = room.desk().deadlines
    clock.record(case, LegalEvent(id=clock.new_id(), kind=kind, on=on, until=until))


def _at(room: Room, case: CaseId, day: date, right: Right = Right.STAY) -> tuple[Certainty, str]:
    proof = next(one for one in room.desk().rights.on_day(case, day) if one.right is right)
    assert proof.segment is not None
    return proof.segment.certainty, proof.segment.paper.id if proof.segment.paper else ""


def _keys(room: Room, case: CaseId, *outcomes: Outcome) -> list[str]:
    lines = room.desk().deadlines.view(case).lines
    return [key_of(line) for line in lines if line.due.what in outcomes]


def _told(room: Room, case: CaseId) -> tuple[Told, ...]:
    return reading.things(room.store.connection, case, Told)


def _slip(room: Room, case: CaseId, language: str = "fr", *, discreet: bool | None = None) -> ReminderSlip:
    return room.desk().rights.slip(case, _keys(room, case, Outcome.CLOSES), language, discreet=discreet)


def _add_point(room: Room, case: CaseId, safe: Safe) -> None:
    work = room.desk().casework
    work.add(case, ContactPoint(id=work.new_id(), value="+33612345678", safe=safe))


# The forecast


def test_the_file_gives_the_papers_and_the_clock_the_days(room: Room) -> None:
    case = _person(room)
    assert _at(room, case, END) == (Certainty.PROVED, "carte-resident")
    assert _at(room, case, END + ONE) == (Certainty.GAP, "")
    _filed(room, case, date(2026, 11, 2))
    assert _at(room, case, END + ONE) == (Certainty.PROVED, "extension")
    assert _at(room, case, END + ONE, Right.WORK) == (Certainty.PROVED, "extension")
    assert _at(room, case, date(2027, 4, 15)) == (Certainty.GAP, "")


def test_a_confirmation_of_filing_proves_nothing_by_itself(room: Room) -> None:
    case = _person(room, "carte-temporaire")
    _filed(room, case, date(2026, 11, 2), "conjoint-francais")
    assert _at(room, case, END + ONE) == (Certainty.GAP, "")
    found = room.desk().rights.forecast(case)
    assert "confirmation" in {paper.id for paper in found.papers}


def test_an_attestation_written_as_a_permit_is_the_same_as_one_recorded_as_an_event(room: Room) -> None:
    as_permit, as_event = _person(room, "carte-temporaire"), _person(room, "carte-temporaire")
    for case in (as_permit, as_event):
        _filed(room, case, date(2026, 10, 2), "conjoint-francais")
    _permit(room, as_permit, "api", "2026-11-20", "2027-02-19")
    _happened(room, as_event, EventKind.API_ISSUED, "2026-11-20", "2027-02-19")
    for case in (as_permit, as_event):
        assert _at(room, case, END + ONE) == (Certainty.PROVED, "api-renewal")
        assert _at(room, case, date(2027, 2, 20)) == (Certainty.GAP, "")


def test_a_renewed_attestation_leaves_no_hole_before_the_first_one(room: Room) -> None:
    case = _person(room, "carte-temporaire")
    _filed(room, case, date(2026, 10, 2), "conjoint-francais")
    _happened(room, case, EventKind.API_ISSUED, "2026-09-20", "2026-10-19")
    _happened(room, case, EventKind.API_ISSUED, "2026-10-20", "2027-01-19")
    assert _at(room, case, date(2026, 10, 1), Right.SOCIAL)[0] is not Certainty.GAP
    assert _at(room, case, date(2027, 1, 19))[1] == "api-renewal"


def test_a_change_of_address_asks_for_no_permit(room: Room) -> None:
    """Its filing must not pass for the renewal."""
    case = _person(room)
    desk = room.desk()
    demarche = desk.demarches.begin(case, "changement-adresse", RequestKind.DECLARATION, TODAY)
    desk.demarches.filed(case, demarche, TODAY, "")
    gap = desk.rights.forecast(case).next_gap(Right.STAY)
    assert gap is not None
    assert any(one.advice.filed is False for one in gap.to_do)


def test_reading_is_logged_once(room: Room) -> None:
    case = _person(room)
    desk = room.desk(RECEPTION)
    for _ in range(2):
        desk.rights.forecast(case)
    lines = reading.accesses(room.store.connection, case, 50)
    assert [line.what for line in lines].count("file") == 1


# The timeline


def _timeline(room: Room, case: CaseId, language: str = "ar") -> RightsTimeline:
    return room.desk().rights.timeline(case, language)


def test_the_timeline_says_in_words_what_it_draws(room: Room) -> None:
    case = _person(room)
    _filed(room, case, date(2026, 11, 2))
    sheet = _timeline(room, case)
    assert [name.fr for name, _ in sheet.lanes] == [
        "Rester en France", "Travailler", "Voyager et revenir", "Droits sociaux",
    ]  # fmt: skip
    for _, stretches in sheet.lanes:
        assert stretches[0].start == sheet.begins
        assert stretches[-1].end == sheet.ends
        assert all(one.word.fr and one.days.fr for one in stretches)
        assert all(one.paper.fr for one in stretches if one.weight == 0)
    stay = sheet.lanes[0][1]
    assert [one.weight for one in stay] == [0, 0, 3]
    assert (stay[2].word.fr, stay[2].paper.fr) == ("rien ne le prouve", "")
    assert "15/04/2027" in " ".join(words.fr for words in sheet.summary)
    assert sheet.begins == TODAY - timedelta(days=92)
    assert "montrez les papiers eux-mêmes" in sheet.closing[0].fr


def test_no_hint_is_dated_on_paper(room: Room) -> None:
    case = _person(room)
    _filed(room, case, date(2026, 11, 2))
    to_do = {what.fr: when.fr for when, what in _timeline(room, case).to_do}
    assert to_do["Si vous n’avez rien reçu deux semaines avant, revenez nous voir."] == ""
    assert "14/04/2027" in to_do["Si vous n’avez rien reçu ce jour-là, nous écrivons avec vous à la préfecture."]


def test_the_timeline_keeps_the_dates_it_told(room: Room) -> None:
    case = _person(room)
    _filed(room, case, date(2026, 11, 2))
    _timeline(room, case)
    assert [(one.how, one.what, one.on) for one in _told(room, case)] == [
        ("timeline", Outcome.EXTENSION_ENDS, "2027-04-14")
    ]
    _timeline(room, case, "fa_AF")
    assert len(_told(room, case)) == 1, "the same date on the same day is told once"


def test_an_empty_file_says_so(room: Room) -> None:
    case = room.person()
    assert "aucun papier n’est noté" in _timeline(room, case).summary[0].fr.lower()


# The slip


def test_the_slip_gives_the_date_in_large_and_keeps_it_as_told(room: Room) -> None:
    case = _person(room)
    before = len(list(room.store.records(case)))
    slip = _slip(room, case)
    dates = [one.on for one in slip.reminders]
    assert "15/11/2026" in dates
    told = _told(room, case)
    assert {one.on for one in told} >= {"2026-11-15"}
    assert {one.how for one in told} == {"slip"}
    kinds = [record.change.kind for record in list(room.store.records(case))[before:]]
    assert Told.KIND in kinds


def test_what_is_to_bring_comes_from_the_demarche(room: Room) -> None:
    case = _person(room)
    room.desk().demarches.begin(case, "carte-resident-renouvellement", RequestKind.RENEWAL, TODAY)
    (_, where), (_, papers) = _slip(room, case).labelled
    assert any("Ici, au centre" in words.fr for words in where)
    assert any("préfecture" in words.fr.lower() for words in where)
    assert len(papers) > 1


def test_the_slip_says_a_day_once_and_never_to_wait_for_an_earlier_one(room: Room) -> None:
    case = _person(room)
    _filed(room, case, date(2026, 9, 1))
    slip = room.desk().rights.slip(case, _keys(room, case, Outcome.REFUSAL_BORN, Outcome.LAST_DAY), "fr")
    said = {one.on: [note.fr for note in one.notes] for one in slip.reminders}
    assert [one.on for one in slip.reminders] == ["02/01/2027", "01/03/2027"]  # reasons or the court: the same day
    assert said["02/01/2027"] == ["Date à vérifier avec nous ou avec un juriste."]
    assert said["01/03/2027"] == [
        "Date à vérifier avec nous ou avec un juriste.",
        "Un autre calcul donne le 03/03/2027. Seul un avocat peut le confirmer : ne l’attendez pas.",
    ]


def test_two_defensible_dates_are_both_given_and_the_second_is_for_a_lawyer(room: Room) -> None:
    case = _person(room)
    _filed(room, case, date(2026, 6, 1))
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, "2026-11-02")
    slip = room.desk().rights.slip(case, _keys(room, case, Outcome.LAST_DAY), "fr")
    with_rescue = [one for one in slip.reminders if any("avocat peut le confirmer" in note.fr for note in one.notes)]
    assert with_rescue
    assert any("tribunal" in words.fr.lower() for _, details in slip.labelled for words in details)


def test_a_hint_is_never_dated(room: Room) -> None:
    case = _person(room)
    _happened(room, case, EventKind.OQTF_NOTIFIED, "2026-11-20")
    view = room.desk().deadlines.view(case)
    hints = [key_of(line) for line in view.lines if line.due.deadline.grade.value == "C"]
    assert hints
    slip = room.desk().rights.slip(case, hints, "fr")
    assert {one.on for one in slip.reminders} == {""}
    assert not _told(room, case)


def test_no_date_chosen_is_refused(room: Room, refused: Refused) -> None:
    case = _person(room)
    assert refused(lambda: room.desk().rights.slip(case, (), "fr")) == "slip.nothing"
    assert refused(lambda: room.desk().rights.slip(case, ("autre",), "fr")) == "slip.nothing"
    assert refused(lambda: _slip(room, case, "zz")) == "i18n.unknown_language"


@pytest.mark.parametrize(
    ("points", "handing"),
    [
        ((), Handing(by_hand=True, discreet=False)),
        ((Safe.UNKNOWN,), Handing(by_hand=True, discreet=False)),
        ((Safe.YES,), Handing(by_hand=False, discreet=False)),
        ((Safe.YES, Safe.NO), Handing(by_hand=False, discreet=True)),
        ((Safe.NO,), Handing(by_hand=True, discreet=True)),
    ],
)
def test_how_paper_may_reach_the_person(room: Room, points: tuple[Safe, ...], handing: Handing) -> None:
    case = _person(room)
    for safe in points:
        _add_point(room, case, safe)
    assert room.desk(RECEPTION).rights.handing(case) == handing


def _words(slip: ReminderSlip) -> str:
    parts = [slip.title, slip.blank, *slip.closing]
    parts += [words for one in slip.reminders for words in (one.what, one.subject, one.weekday, *one.notes)]
    parts += [words for label, details in slip.labelled for words in (label, *details)]
    return " ".join(f"{part.fr} {part.other}" for part in parts).lower()


def test_a_dangerous_contact_makes_the_slip_say_nothing(room: Room) -> None:
    case = _person(room)
    _add_point(room, case, Safe.NO)
    slip = _slip(room, case)
    said = _words(slip)
    for word in ("préfecture", "titre", "séjour", "carte", "demande", "avocat", "tribunal", "canari-"):
        assert word not in said
    assert (slip.person, slip.person_native, slip.imprint.catalogue) == ("", "", "")
    assert slip.reminders[0].on == "15/11/2026"
    assert "rendez-vous au centre" in said
    assert _slip(room, case, discreet=False).person, "staff may still ask for the whole slip"


def test_without_danger_the_discreet_slip_is_a_choice(room: Room) -> None:
    case = _person(room)
    assert _slip(room, case).person
    assert not _slip(room, case, discreet=True).person


def test_a_file_closed_to_me_is_missing(room: Room, refused: Refused) -> None:
    case = _person(room)
    room.desk(WORKER).restricting.restrict(case, ())
    desk = room.desk(RECEPTION)
    for deed in (
        lambda: desk.rights.forecast(case),
        lambda: desk.rights.on_day(case, TODAY),
        lambda: desk.rights.handing(case),
        lambda: desk.rights.timeline(case, "fr"),
        lambda: desk.rights.slip(case, (), "fr"),
    ):
        assert refused(deed) == "case.missing"


def test_the_key_of_a_line_outlives_a_reading(room: Room) -> None:
    case = _person(room)
    lines = room.desk().deadlines.view(case).lines
    assert len({key_of(line) for line in lines}) == len(lines)
    assert [key_of(replace(line)) for line in lines] == _keys(room, case, *Outcome)
