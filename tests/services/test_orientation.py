"""The interview: asked, answered, stopped and taken up again, in a file or with somebody who has none."""

import pytest

from anefdesk.domain.case import AddressKind, Answer
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.facts import FactScope
from anefdesk.domain.interview import RedFlag, Verdict
from anefdesk.domain.record import CaseId, Kind
from anefdesk.i18n.languages import APPLICANT_LANGUAGES
from anefdesk.letters.documents import OrientationSheet
from anefdesk.services.casework import NewPerson
from anefdesk.services.orientation import InterviewView
from tests.services.conftest import LEAD, RECEPTION, WORKER, Post, Refused, Room
from tests.small_interview import AGE, HOUSING, ORIGIN, REMOVAL, VIOLENCE, WHAT_FOR, with_small_interview


@pytest.fixture
def asking(room: Room) -> Room:
    room.catalogue = with_small_interview(room.catalogue)
    return room


def _after(room: Room, case: CaseId, **answers: str) -> InterviewView:
    orientation = room.desk().orientation
    for fact, value in answers.items():
        orientation.answer(case, fact, value)
    return orientation.of(case)


def test_what_the_file_tells_is_not_asked_and_every_answer_is_kept(asking: Room) -> None:
    case = asking.person(nationality="DZ", birth_date="04/05/1990")
    view = asking.desk().orientation.of(case)
    assert view.question is not None
    assert view.question.id == REMOVAL
    assert [(one.fact.id, one.value, one.told) for one in view.said] == [(ORIGIN, "dz", True), (AGE, "36", True)]
    assert [regime.id for regime in view.step.regimes] == ["algerian"]
    assert view.step.at_most == 4

    view = _after(asking, case, removal_order="no", violence_home="no", what_for="card")
    assert view.question is None
    assert [way.outcome.id for way in view.found] == ["card"]
    assert view.found[0].procedure is not None
    assert (WHAT_FOR, "card", False) in [(one.fact.id, one.value, one.told) for one in view.said]


def test_the_questions_left_are_never_more_than_said(asking: Room) -> None:
    case = asking.person()
    orientation = asking.desk().orientation
    said = 99
    while (question := (view := orientation.of(case)).question) is not None:
        assert view.step.at_most < said
        said = view.step.at_most
        orientation.answer(case, question.id, "")
    assert view.step.at_most == 0


def test_not_knowing_is_recorded_and_passed_over(asking: Room) -> None:
    case = asking.person()
    view = _after(asking, case, removal_order="", housing="")
    assert view.question is not None
    assert view.question.id == VIOLENCE
    assert {one.fact.id: one.value for one in view.said} == {REMOVAL: "", HOUSING: ""}
    kept = {answer.fact: answer for answer in asking.read(case).file.answers}
    assert kept[REMOVAL].unknown
    assert not kept[REMOVAL].value
    view = _after(asking, case, violence_home="no", what_for="update", origin="other")
    assert view.step.verdict is Verdict.JURIST
    assert view.question is None
    assert [[fact.id for fact in way.lacking] for way in view.possible] == [[HOUSING]]


def test_an_answer_is_taken_back_and_asked_again(asking: Room) -> None:
    case = asking.person()
    orientation = asking.desk().orientation
    _after(asking, case, removal_order="", housing="hosted")
    assert asking.read(case).file.person.address_kind is AddressKind.HOSTED
    for fact in (REMOVAL, HOUSING):
        assert orientation.ask_again(case, fact)
    view = orientation.of(case)
    assert view.said == ()
    assert view.question is not None
    assert view.question.id == REMOVAL
    assert asking.read(case).file.person.address_kind is None


def test_where_one_sleeps_is_the_files_own_field(asking: Room) -> None:
    case = asking.person()
    _after(asking, case, housing="")
    view = _after(asking, case, housing="street")
    assert [(one.value, one.told) for one in view.said] == [("street", True)]
    assert asking.read(case).file.person.address_kind is AddressKind.STREET
    asking.desk().orientation.answer(case, HOUSING, "")
    assert [(one.value, one.told) for one in asking.desk().orientation.of(case).said] == [("", False)]


def test_a_desk_that_takes_an_answer_back_lets_the_interview_ask_it(asking: Room) -> None:
    """An empty answer of a démarche is « not asked », not « je ne sais pas »."""
    case = asking.person()
    asking.desk().casework.add(case, Answer(id=asking.desk().casework.new_id(), fact=REMOVAL))
    view = asking.desk().orientation.of(case)
    assert view.question is not None
    assert view.question.id == REMOVAL


def test_unknown_facts_and_values_are_refused(asking: Room, refused: Refused) -> None:
    case = asking.person()
    orientation = asking.desk().orientation
    own = next(fact.id for fact in asking.catalogue.facts.values() if fact.scope is FactScope.DEMARCHE)
    before = asking.read(case)
    for fact in ("never_heard_of", own):
        assert refused(lambda fact=fact: orientation.answer(case, fact, "yes")) == "fact.unknown"
        assert refused(lambda fact=fact: orientation.ask_again(case, fact)) == "fact.unknown"
    for fact, value in ((REMOVAL, "maybe"), (WHAT_FOR, "yes"), (AGE, "vieux"), (AGE, "-1"), (AGE, "٣٠")):
        assert refused(lambda fact=fact, value=value: orientation.answer(case, fact, value)) == "fact.value"
    assert asking.read(case) == before


def test_stops_for_a_removal_order_until_somebody_goes_on(asking: Room) -> None:
    case = asking.person()
    _after(asking, case, removal_order="yes")
    orientation = asking.desk().orientation
    assert orientation.of(case).step.verdict is Verdict.STOPPED
    onward = orientation.of(case, go_on=True)
    assert onward.question is not None
    assert [flag.id for flag in onward.step.flags] == ["removal"]


def test_nobody_is_asked_the_same_and_nothing_is_kept(asking: Room) -> None:
    orientation = asking.desk().orientation
    records = len(list(asking.store.records()))
    view = orientation.of_nobody({REMOVAL: "no", VIOLENCE: "", WHAT_FOR: "card"}, department="69")
    assert [way.outcome.id for way in view.found] == ["card"]
    assert view.file is None
    assert view.court is not None
    assert view.department is not None
    assert len(list(asking.store.records())) == records
    stale = orientation.of_nobody({"gone_since": "yes", REMOVAL: "perhaps"})
    assert stale.said == ()


def test_the_answers_go_into_the_file_that_is_made_after_in_one_deed(asking: Room) -> None:
    answers = {REMOVAL: "no", VIOLENCE: "", HOUSING: "hosted", WHAT_FOR: "update"}
    said: list[str] = []
    asking.store.connection.connection.driver_connection.set_trace_callback(said.append)  # type: ignore[union-attr]
    stale = {"gone_since": "yes", AGE: "vieux"}
    case = asking.desk().orientation.create(NewPerson(family="Canari-Haidari"), {**stale, **answers})
    assert said.count("COMMIT") == 1
    assert asking.read(case).file.person.address_kind is AddressKind.HOSTED
    view = asking.desk().orientation.of(case)
    assert {one.fact.id: one.value for one in view.said} == answers
    assert [way.outcome.id for way in view.found] == ["hosted"]


def test_resumes_after_a_lock(post: Post, catalogue: Catalogue) -> None:
    post.catalogue = with_small_interview(catalogue)
    session = post.opened(WORKER)
    case = session.desk.casework.create(NewPerson(family="Canari-Reprise"))
    session.desk.orientation.answer(case, REMOVAL, "no")
    session.desk.orientation.answer(case, VIOLENCE, "")
    session.lock()
    view = post.opened(LEAD).desk.orientation.of(case)
    assert [(one.fact.id, one.value) for one in view.said] == [(REMOVAL, "no"), (VIOLENCE, "")]
    assert view.question is not None
    assert view.question.id == ORIGIN


def test_a_restricted_file_is_refused_as_a_missing_one(asking: Room, refused: Refused) -> None:
    case = asking.person()
    asking.desk(WORKER).restricting.restrict(case)
    theirs = asking.desk(RECEPTION).orientation
    nowhere = CaseId(b"n" * 16)
    for here in (case, nowhere):
        for deed in (
            lambda here=here: theirs.of(here),
            lambda here=here: theirs.answer(here, REMOVAL, "no"),
            lambda here=here: theirs.ask_again(here, REMOVAL),
            lambda here=here: theirs.drawn_up(here),
        ):
            assert refused(deed) == "case.missing"
    assert asking.desk(WORKER).orientation.of(case).said == ()


def test_what_gives_a_discreet_answer_away_is_held_back(asking: Room) -> None:
    orientation = asking.desk().orientation
    view = orientation.of_nobody({REMOVAL: "no", VIOLENCE: "yes", ORIGIN: "other", WHAT_FOR: "card"})
    assert view.discreet == {VIOLENCE}
    assert [rule.id for rule in view.held_back] == ["violence", "victim"]
    shown = [rule.id for rule in view.step.rules if view.shown(rule, everything=False)]
    assert shown == ["card"]
    assert all(view.shown(rule, everything=True) for rule in view.step.rules)
    unsaid = orientation.of_nobody({REMOVAL: "no", VIOLENCE: "", ORIGIN: "other", WHAT_FOR: "card"})
    assert [way.outcome.id for way in unsaid.possible] == ["victim"]
    assert [rule.id for rule in unsaid.held_back] == ["victim"]
    flag = next(rule for rule in view.held_back if isinstance(rule, RedFlag))
    assert flag.discreet


# The sheet


def _told(sheet: OrientationSheet) -> str:
    said = [sheet.title, *sheet.closing]
    for title, parts in sheet.chapters:
        said.append(title)
        for part in parts:
            said += [part.name, *part.texts, *(line.name for line in part.lines)]
            said += [words for label, details in part.labelled for words in (label, *details)]
    return "\n".join(words.fr for words in said)


@pytest.mark.parametrize("language", [one.code for one in APPLICANT_LANGUAGES])
def test_the_sheet_composes_in_every_language(asking: Room, language: str) -> None:
    case = asking.person(nationality="DZ", department="69", family_native="کناری")
    view = _after(asking, case, removal_order="no", violence_home="yes", what_for="card")
    assert view.found
    paper = asking.desk().paper
    sheet = paper.orientation(case, language)
    assert paper.compose(sheet).startswith(b"%PDF")
    told = _told(sheet)
    for words in ("Duplicata", "Accord franco-algérien", "Préfecture du Rhône", "Tribunal administratif de Lyon"):
        assert words in told
    assert sheet.person == "CANARI-HAIDARI Zahra"
    assert any(part.lines for _, parts in sheet.chapters for part in parts)


def test_violence_is_on_the_sheet_only_when_chosen(asking: Room) -> None:
    answers = {REMOVAL: "no", VIOLENCE: "yes", ORIGIN: "other", WHAT_FOR: "card"}
    paper = asking.desk().paper
    quiet = _told(paper.orientation_of_nobody(answers, "69", "ar"))
    whole = _told(paper.orientation_of_nobody(answers, "69", "ar", everything=True))
    for words in ("Violences", "3919", "ordonnance de protection", "Une carte protège les victimes."):
        assert words not in quiet
    for words in ("Violences", "3919", "ordonnance de protection"):
        assert words in whole
    assert "Duplicata" in quiet


def test_a_stopped_interview_prints_whom_to_turn_to_and_no_procedure(asking: Room) -> None:
    answers = {REMOVAL: "yes", WHAT_FOR: "card", VIOLENCE: "no"}
    paper = asking.desk().paper
    stopped = _told(paper.orientation_of_nobody(answers, "", "fr"))
    assert "Un avocat ou la Cimade." in stopped
    assert "Duplicata" not in stopped
    assert "Duplicata" in _told(paper.orientation_of_nobody(answers, "", "fr", go_on=True))


def test_printing_is_logged_and_a_restricted_file_is_not_printed(asking: Room, refused: Refused) -> None:
    case = asking.person()
    asking.desk().paper.orientation(case, "fr")
    logged = [recorded.change for recorded in asking.store.records(case) if recorded.change.kind == Kind.OPENED]
    assert ["print" in change.fields.values() for change in logged] == [True]  # the printing alone
    asking.desk(WORKER).restricting.restrict(case)
    assert refused(lambda: asking.desk(RECEPTION).paper.orientation(case, "fr")) == "case.missing"


def test_a_new_person_without_a_name_takes_no_answers_in(asking: Room, refused: Refused) -> None:
    before = asking.store.state_hash()
    assert refused(lambda: asking.desk().orientation.create(NewPerson(), {REMOVAL: "no"})) == "person.no_name"
    assert asking.store.state_hash() == before
