"""A letter from its first question to the answer that came: what it knows, what it refuses, what it freezes."""

from datetime import date, timedelta

import pytest

from anefdesk.domain import ids
from anefdesk.domain.blockage import Reply
from anefdesk.domain.centre import Approval, OwnTemplate
from anefdesk.domain.consent import Use
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.letter import Letter, Sending
from anefdesk.domain.letter_template import Addressee, Signer
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import ObjectId
from anefdesk.letters.compose import compose
from anefdesk.services.letter_views import LetterState, LetterView
from anefdesk.services.workplace import adding
from anefdesk.store import reading
from tests.services.conftest import LEAD, RECEPTION, TODAY, Refused, Room
from tests.services.correspondents import ANSWERS, Writer, person, settle

STUDENT = "etudiant-renouvellement"


ASKED = {"what": "never", "ground": "renewal", "complete": "yes"}


@pytest.fixture
def zahra(room: Room) -> Writer:
    """A student without her attestation; the centre knows where to write."""
    settle(room)
    writer = person(room, "Zahra", "f", procedure=STUDENT, filed="2026-08-10", permit="2026-11-20")
    writer.blocked("B11", "2026-11-20")
    return writer


@pytest.fixture
def silent(room: Room) -> Writer:
    """A woman whose request was refused by silence."""
    settle(room)
    return person(room, "Leïla", "f", procedure=STUDENT, filed="2026-06-04", permit="2026-09-20")


def _view(writer: Writer, letter: ObjectId) -> LetterView:
    return writer.letters.view(writer.case, letter)


def _kept(writer: Writer, letter: ObjectId) -> Letter:
    return reading.thing(writer.room.store.connection, writer.case, letter, Letter)


def _issued(writer: Writer, template: str = "L02", **answers: str) -> ObjectId:
    writer.agree(Use.FILE)
    letter = writer.write(template, **(answers or ASKED))
    writer.letters.issue(writer.case, letter)
    return letter


def _sent(writer: Writer, letter: ObjectId, on: date = TODAY) -> None:
    writer.letters.sent(writer.case, letter, on=on, sending=Sending.REGISTERED, reference="1A 234")


# Writing


def test_what_the_file_tells_is_not_asked_again(zahra: Writer) -> None:
    letter = zahra.write("L02")
    view = _view(zahra, letter)
    told = {line.needed.id: line.told for line in view.fields if line.told}
    assert told.items() >= {
        "procedure_name": "renouvellement du titre « étudiant », ou premier titre après un VLS-TS étudiant",
        "filed_on": "2026-08-10", "permit_name": "carte de séjour temporaire", "permit_end": "2026-11-20",
        "in_window": "yes", "over_four_months": "yes",
    }.items()  # fmt: skip
    lacking = {line.needed.id for line in view.fields if line.lacking}
    assert lacking == {one.id for one in view.missing} >= {"what", "ground", "complete"}
    assert not lacking & told.keys()
    assert (view.frozen, view.ready, view.signer, view.place) == (False, False, Signer.PERSON, "Lyon")
    assert (view.use, view.agreed) == (Use.FILE, False)


def test_an_answer_stands_before_the_file_and_its_absence_gives_way(zahra: Writer, refused: Refused) -> None:
    letter = zahra.write("L02", **ASKED)
    zahra.letters.fill(zahra.case, letter, "filed_on", "11/8/2026")
    assert "Le 11 août 2026" in _view(zahra, letter).composed.text.replace("\u00a0", " ")
    zahra.letters.fill(zahra.case, letter, "filed_on", " ")
    assert "Le 10 août 2026" in _view(zahra, letter).composed.text.replace("\u00a0", " ")
    assert _view(zahra, letter).missing == ()
    for field, value, code in (("filed_on", "30/02/2026", "letter.value"), ("nothing", "x", "letter.field")):
        assert refused(lambda: zahra.letters.fill(zahra.case, letter, field, value)) == code  # noqa: B023 - called at once


def test_every_step_of_a_draft_can_be_taken_back(zahra: Writer, refused: Refused) -> None:
    desk = zahra.room.desk()
    letter = desk.correspondence.begin(zahra.case, "L02", demarche=zahra.demarche)
    before = _kept(zahra, letter)
    desk.correspondence.fill(zahra.case, letter, "what", "never")
    desk.correspondence.rewrite(zahra.case, letter, "Premier alinéa.\r\n\r\n\r\n Second\talinéa. ")
    desk.correspondence.address(zahra.case, letter, "Monsieur Canari\n1 rue des Serins")
    desk.correspondence.sign(zahra.case, letter, Signer.CENTRE)
    assert _kept(zahra, letter).body == "Premier alinéa.\n\nSecond alinéa."
    for _ in range(4):
        desk.casework.undo()
    assert _kept(zahra, letter) == before
    desk.correspondence.drop(zahra.case, letter)
    assert desk.correspondence.letters(zahra.case) == ()
    assert refused(lambda: _view(zahra, letter)) == "letter.gone"
    desk.casework.undo()
    assert [line.state for line in desk.correspondence.letters(zahra.case)] == [LetterState.DRAFT]
    desk.casework.undo()
    assert desk.correspondence.letters(zahra.case) == ()


def test_a_body_by_hand_is_printed_and_its_holes_still_count(zahra: Writer, refused: Refused) -> None:
    zahra.agree(Use.FILE)
    letter = zahra.write("L02", **ASKED)
    zahra.letters.fill(zahra.case, letter, "ground", "")
    zahra.letters.rewrite(zahra.case, letter, "J’attends depuis l’été.")
    view = _view(zahra, letter)
    assert (view.body, view.missing) == (("J’attends depuis l’été.",), ())
    assert "by_hand" in view.marks
    hole = next(one for one in view.composed.missing if one.id == "ground")
    zahra.letters.rewrite(zahra.case, letter, f"J’attends : [à compléter : {hole.name}]")
    assert refused(lambda: zahra.letters.issue(zahra.case, letter)) == "letter.incomplete"
    zahra.letters.rewrite(zahra.case, letter, "")
    assert _view(zahra, letter).body == tuple(text for _, text in _view(zahra, letter).composed.paragraphs)


def test_words_that_may_not_be_said_are_told_and_refused(zahra: Writer, refused: Refused) -> None:
    zahra.agree(Use.FILE)
    letter = zahra.write("L02", **ASKED)
    zahra.letters.rewrite(zahra.case, letter, "Je suis en situation régulière.")
    view = _view(zahra, letter)
    assert len(view.faults) == 1
    assert view.faults[0] in view.warnings
    assert refused(lambda: zahra.letters.issue(zahra.case, letter)) == "letter.guarded"
    zahra.happened(EventKind.API_ISSUED, "2026-11-21", until="2027-02-20")
    assert _view(zahra, letter).known["paper"] == "api"
    assert _view(zahra, letter).faults == ()


def test_what_is_not_of_this_file_is_refused(zahra: Writer, refused: Refused) -> None:
    nowhere = ObjectId(b"n" * 16)
    other = person(zahra.room, "Autre", "m", filed="2026-08-10")
    begin = zahra.letters.begin
    assert refused(lambda: begin(zahra.case, "L99")) == "letter.no_template"
    assert refused(lambda: begin(zahra.case, "L02", demarche=other.demarche)) == "case.missing"
    assert refused(lambda: begin(zahra.case, "L02", blockage=nowhere)) == "case.missing"
    assert refused(lambda: begin(zahra.case, "L02", replaces=nowhere)) == "case.missing"
    assert refused(lambda: zahra.letters.view(zahra.case, nowhere)) == "case.missing"
    letter = zahra.write("L02")
    assert refused(lambda: zahra.letters.view(other.case, letter)) == "case.missing"


# Addresses


def test_an_address_is_asked_once_and_dated(zahra: Writer, refused: Refused) -> None:
    letters = zahra.letters
    elsewhere = person(zahra.room, "Noor", "f", family="Canari-Khan", department="38", filed="2026-08-10")
    zahra.agree()
    elsewhere.agree()
    letter = elsewhere.write("L01")
    view = _view(elsewhere, letter)
    assert (view.addressee, view.address_missing, view.address.own) == (("Préfecture de l’Isère",), True, False)
    assert refused(lambda: letters.issue(elsewhere.case, letter)) == "letter.no_address"
    lines = "Préfecture de l’Isère\n12 place de Verdun\n38021 Grenoble"
    letters.set_address(Addressee.PREFECT, "38", lines, checked_on=date(2025, 11, 22), said_by="un courrier")
    view = _view(elsewhere, letter)
    assert (view.addressee[1], view.address_missing, view.address.own) == ("12 place de Verdun", False, True)
    assert "old_address" in view.marks
    letters.set_address(Addressee.PREFECT, "38", lines, checked_on=date(2025, 11, 23), said_by="un courrier")
    assert "old_address" not in _view(elsewhere, letter).marks
    (kept,) = [one for one in letters.addresses() if one.department == "38"]
    assert kept.id == ids.address_id("prefect", "38")  # what another desk checked meanwhile is of the same address


def test_a_shipped_address_bears_its_source_and_date(zahra: Writer) -> None:
    view = _view(zahra, zahra.write("L20"))
    assert (view.address.complete, view.address.own) == (True, False)
    assert view.address.checked_on
    assert view.address.said_by
    assert view.addressee[0] == "Défenseur des droits"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": " \n "}, "address.empty"),
        ({"lines": "\n".join("abcdefg")}, "address.too_many"),
        ({"checked_on": date(2026, 11, 24)}, "address.future"),
        ({"said_by": " "}, "address.said_by"),
        ({"addressee": Addressee.EMPLOYER}, "address.of_person"),
        ({"department": "99"}, "department.unknown"),
    ],
)
def test_addresses_that_are_refused(room: Room, refused: Refused, change: dict[str, object], code: str) -> None:
    given = {
        "addressee": Addressee.PREFECT, "department": "69", "lines": "Préfecture", "checked_on": TODAY,
        "said_by": "un site", **change,
    }  # fmt: skip
    letters = room.desk().correspondence
    assert refused(lambda: letters.set_address(**given)) == code  # type: ignore[arg-type]
    assert letters.addresses() == ()


# Citations and templates


def test_a_citation_waits_for_a_named_reader(room: Room, zahra: Writer, refused: Refused) -> None:
    letter = zahra.write("L02", **ASKED)
    waiting = [view for view in zahra.letters.citations() if not view.prints and view.citation.in_force(TODAY)]
    assert waiting
    assert all(view.citation.grade is not Grade.A for view in waiting)
    left_out = _view(zahra, letter).composed.left_out
    assert left_out
    citation = left_out[0][1]
    lead = room.desk(LEAD).correspondence
    assert refused(lambda: zahra.letters.approve(citation, "Maître Canari", TODAY)) == "access.role"
    assert refused(lambda: lead.approve("nothing", "Maître Canari", TODAY)) == "citation.unknown"
    assert refused(lambda: lead.approve(citation, " ", TODAY)) == "citation.reader"
    assert refused(lambda: lead.approve(citation, "Maître Canari", TODAY + timedelta(days=1))) == "citation.future"
    lead.approve(citation, "Maître Canari, avocate", TODAY)
    assert citation in _view(zahra, letter).composed.cited
    (view,) = (one for one in lead.citations() if one.citation.id == citation)
    assert view.prints
    assert isinstance(view.approval, Approval)
    lead.withdraw_approval(view.approval)
    assert _view(zahra, letter).composed.left_out == left_out


def test_a_citation_kept_by_hand_does_not_outlive_its_reading(room: Room, zahra: Writer, refused: Refused) -> None:
    zahra.agree(Use.FILE)
    letter, lead = zahra.write("L02", **ASKED), room.desk(LEAD).correspondence
    lead.approve("ce-2026-number", "Maître Canari, avocate", TODAY)
    words = _view(zahra, letter).body
    zahra.letters.rewrite(zahra.case, letter, "\n\n".join(words).replace("’", "'"))
    assert _view(zahra, letter).faults == ()
    (reading_,) = (one.approval for one in lead.citations() if one.citation.id == "ce-2026-number")
    assert reading_ is not None
    lead.withdraw_approval(reading_)
    (fault,) = _view(zahra, letter).faults
    assert "502860" in fault
    assert "juriste" in fault
    assert refused(lambda: zahra.letters.issue(zahra.case, letter)) == "letter.guarded"
    lead.approve("ce-2026-number", "Maître Canari, avocate", TODAY)
    zahra.letters.issue(zahra.case, letter)
    lead.withdraw_approval(next(one.approval for one in lead.citations() if one.citation.id == "ce-2026-number"))  # type: ignore[arg-type]  # read above
    assert _view(zahra, letter).faults == ()


def test_a_citation_of_before_the_term_is_not_kept_after_it(zahra: Writer) -> None:
    letter = zahra.write("L02", **ASKED)
    before = zahra.room.catalogue.letters.citations["ce-2026-before"]
    zahra.letters.rewrite(zahra.case, letter, before.text)
    (fault,) = _view(zahra, letter).faults
    assert "n’est pas de ce jour" in fault


def test_reception_writes_letters_and_leads_keep_the_shelf(zahra: Writer, refused: Refused) -> None:
    desk = zahra.room.desk(RECEPTION).correspondence
    codes = [template.id for template in desk.templates()]
    assert codes == sorted(codes)
    assert {"L01", "L25"} <= set(codes)
    desk.begin(zahra.case, "L01")
    assert refused(lambda: desk.add_template("id = 1")) == "access.role"


# The sheet that explains it


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_explained_and_not_translated(silent: Writer, language: str) -> None:
    letter = silent.write("L08")
    sheet = silent.letters.explanation(silent.case, letter, language)
    assert "ne la traduit pas" in sheet.caution.fr
    what, dates = sheet.chapters
    assert [text.fr for text in what[1]] == list(_view(silent, letter).template.explanation)
    said = [text.fr for text in dates[1]]
    assert "Si la lettre part aujourd’hui, une réponse est attendue avant le 23/12/2026." in said
    assert (sheet.unread is None) == (language == "fr")
    assert compose(sheet)
    silent.agree()
    silent.letters.issue(silent.case, letter)
    _sent(silent, letter)
    (sent, *_) = (text.fr for text in silent.letters.explanation(silent.case, letter, language).chapters[1][1])
    assert sent == "Une réponse est attendue avant le 23/12/2026."


OWN = """
id = "rdv"
title = "Demander un rendez-vous"
purpose = "Le site ne propose aucun rendez-vous."
addressee = "prefect"
signer = "person"
object = "Demande de rendez-vous"
checked = 2026-11-23
base = "Usage de l’association"
fields = ["procedure_name"]
explanation = ["Cette lettre demande un rendez-vous."]

[[running]]
text = "Cette lettre n’arrête aucun délai."

[[paragraphs]]
id = "ask"
text = "Je vous demande un rendez-vous pour la démarche suivante : {procedure_name}."
"""


def test_the_association_s_own_letters_stand_beside_the_others(zahra: Writer, refused: Refused) -> None:
    lead = zahra.room.desk(LEAD)
    kept = lead.correspondence.add_template(OWN)
    assert refused(lambda: lead.correspondence.add_template(OWN)) == "template.known"
    assert refused(lambda: lead.correspondence.add_template("id =")) == "template.toml"
    (own,) = (one for one in zahra.letters.templates() if one.own)
    assert own.id == kept.hex()
    letter = _issued(zahra, own.id, procedure_name="un titre")
    _sent(zahra, letter)
    assert (zahra.letters.one(zahra.case, letter).code, _kept(zahra, letter).due) == ("", "")
    (template,) = lead.correspondence.own_templates()
    lead.correspondence.remove_template(template)
    assert refused(lambda: zahra.letters.begin(zahra.case, own.id)) == "letter.no_template"
    assert zahra.letters.one(zahra.case, letter).title == "Demander un rendez-vous"
    assert zahra.letters.issued_pdf(zahra.case, letter)
    zahra.letters.replied(zahra.case, letter, reply=Reply.NONE, on=TODAY)
    lead.casework.undo()
    assert own.id in {one.id for one in zahra.letters.templates()}


def test_an_own_letter_that_this_version_cannot_read_is_not_offered(zahra: Writer) -> None:
    spoilt = OwnTemplate(id=zahra.new_id(), title="Ancienne", text=OWN.replace("procedure_name", "no_such_field"))
    zahra.room.workplace().record(adding(zahra.room.store.centre, spoilt))
    assert not [one for one in zahra.letters.templates() if one.own]
    assert [one.title for one in zahra.letters.own_templates()] == ["Ancienne"]


def test_a_last_day_that_is_behind_is_said(silent: Writer, zahra: Writer) -> None:
    view = _view(silent, silent.write("L08"))
    assert "appeal_passed" in view.marks
    assert (view.dues["appeal_passed"].front or TODAY) < TODAY
    assert "appeal_last_day" not in view.known
    running = _view(zahra, zahra.write("L08"))
    assert "appeal_passed" not in running.marks
    assert running.known["appeal_last_day"] >= TODAY.isoformat()


def test_a_project_is_banded_and_is_not_sent(zahra: Writer, refused: Refused) -> None:
    zahra.agree(Use.FILE)
    letter = zahra.write("L18")
    for _ in range(4):
        for needed in _view(zahra, letter).missing:
            answer = needed.choices[0].id if needed.choices else ANSWERS[needed.kind]
            zahra.letters.fill(zahra.case, letter, needed.id, answer)
    zahra.letters.address(zahra.case, letter, "Banque Canari\n1 rue des Serins\n69003 Lyon")
    view = _view(zahra, letter)
    assert ("project" in view.marks, view.composed.project) == (True, True)
    assert zahra.letters.sheet(zahra.case, letter).project
    zahra.letters.issue(zahra.case, letter)
    assert refused(lambda: _sent(zahra, letter)) == "letter.project"
