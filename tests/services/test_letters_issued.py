"""A letter leaves once and for all: what it needs, what never changes afterwards, its sending and its answer."""

import hashlib
from datetime import date, timedelta

import pytest

from anefdesk.domain import ids
from anefdesk.domain.blockage import Remedy, Reply
from anefdesk.domain.change import Change, LogId, Recorded, Stamp
from anefdesk.domain.consent import Use
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import Told
from anefdesk.domain.letter import Letter, Sending
from anefdesk.domain.letter_template import Addressee, Signer
from anefdesk.domain.record import ObjectId, UserId, Value, number_of
from anefdesk.letters.compose import compose
from anefdesk.services.letter_views import LetterState
from anefdesk.services.workplace import setting
from anefdesk.store import projection, reading
from tests.services.conftest import LEAD, TODAY, Refused, Room
from tests.services.correspondents import Writer, person, settle
from tests.services.test_correspondence import ASKED, STUDENT, _issued, _kept, _sent, _view


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


# Once and for all


def test_nothing_leaves_without_an_agreement(zahra: Writer, refused: Refused) -> None:
    letter = zahra.write("L02", **ASKED)
    assert refused(lambda: zahra.letters.issue(zahra.case, letter)) == "consent.missing"
    assert _kept(zahra, letter).issued_on == ""
    assert not list((zahra.room.home / "chunks").rglob("*"))
    zahra.agree(Use.FILE)
    zahra.letters.issue(zahra.case, letter)


def test_what_the_centre_signs_needs_the_agreement_of_its_reader(zahra: Writer) -> None:
    letter = zahra.write("L20")
    zahra.letters.sign(zahra.case, letter, Signer.CENTRE)
    assert _view(zahra, letter).use is Use.COURT
    assert _view(zahra, letter).sender[0] == "Association Canari"
    attest = zahra.write("L12")
    assert (_view(zahra, attest).signer, _view(zahra, attest).use) == (Signer.CENTRE, Use.FILE)
    assert "Lyon" in _view(zahra, attest).place


def test_the_preview_is_the_paper(zahra: Writer) -> None:
    zahra.agree(Use.FILE)
    letter = zahra.write("L02", **ASKED)
    preview = compose(zahra.letters.sheet(zahra.case, letter))
    zahra.letters.issue(zahra.case, letter)
    kept = _kept(zahra, letter)
    assert zahra.letters.issued_pdf(zahra.case, letter) == preview
    assert (kept.sha256, kept.size) == (hashlib.sha256(preview).digest(), len(preview))
    assert kept.issued_on == "2026-11-23"
    assert kept.addressee.startswith("Préfecture du Rhône\n")
    assert kept.body.startswith("Le 10")


def test_an_issued_letter_never_changes(zahra: Writer, refused: Refused) -> None:
    letter = _issued(zahra)
    before, pdf = _kept(zahra, letter), zahra.letters.issued_pdf(zahra.case, letter)
    case, letters = zahra.case, zahra.letters
    deeds = (
        lambda: letters.fill(case, letter, "what", "receipt"),
        lambda: letters.rewrite(case, letter, "Autre chose."),
        lambda: letters.address(case, letter, "Ailleurs"),
        lambda: letters.sign(case, letter, Signer.CENTRE),
        lambda: letters.drop(case, letter),
        lambda: letters.issue(case, letter),
        lambda: letters.sheet(case, letter),
    )
    assert [refused(deed) for deed in deeds] == ["letter.frozen"] * len(deeds)
    zahra.room.desk().correspondence.set_address(
        Addressee.PREFECT, "69", "Ailleurs", checked_on=TODAY, said_by="un site"
    )
    zahra.happened(EventKind.API_ISSUED, "2026-11-23", until="2027-02-20")
    assert (_kept(zahra, letter), letters.issued_pdf(case, letter)) == (before, pdf)
    assert _view(zahra, letter).frozen
    again = letters.begin(case, "L02", replaces=letter)
    assert _kept(zahra, again).replaces == letter


def test_undo_stops_at_what_was_issued(zahra: Writer) -> None:
    zahra.agree(Use.FILE)
    desk = zahra.room.desk()
    letter = desk.correspondence.begin(zahra.case, "L01", demarche=zahra.demarche)
    desk.correspondence.rewrite(zahra.case, letter, "Où en est mon dossier ?")
    desk.correspondence.issue(zahra.case, letter)
    before = _kept(zahra, letter)
    desk.casework.undo()
    assert _kept(zahra, letter) == before


def test_undo_on_another_desk_stops_at_what_was_issued_meanwhile(zahra: Writer) -> None:
    zahra.agree(Use.FILE)
    mine, other = zahra.room.desk(), zahra.room.desk(LEAD)
    letter = mine.correspondence.begin(zahra.case, "L01", demarche=zahra.demarche)
    mine.correspondence.rewrite(zahra.case, letter, "Où en est mon dossier ?")
    other.correspondence.issue(zahra.case, letter)
    before = _kept(zahra, letter)
    mine.casework.undo()
    assert _kept(zahra, letter) == before


def _elsewhere(writer: Writer, letter: ObjectId, clock: int, **fields: Value) -> None:
    """What another PC wrote of the letter without having seen what is here; it arrives now."""
    log = b"e" * 16
    cells = {number_of(Letter, name): value for name, value in fields.items()}
    stamp = Stamp(LogId(log), clock, clock, 1_800_000_000_000, UserId(log))
    projection.project(writer.room.store.connection, Recorded(stamp, Change(writer.case, Letter.KIND, letter, cells)))


def test_of_two_desks_that_issue_at_once_one_is_right_in_every_field(zahra: Writer) -> None:
    letter = _issued(zahra)
    before = _kept(zahra, letter)
    _elsewhere(zahra, letter, 1, project=True, catalogue="1", sha256=b"e" * 32, filled="{}", sender="centre")
    assert _kept(zahra, letter) == before


def test_a_draft_thrown_away_elsewhere_stays_once_it_is_issued(zahra: Writer, refused: Refused) -> None:
    draft, letter = zahra.write("L01"), _issued(zahra)
    for one in (draft, letter):
        _elsewhere(zahra, one, 1 << 60, gone=True)
    assert [line.letter.id for line in zahra.letters.letters(zahra.case)] == [letter]
    assert refused(lambda: zahra.letters.one(zahra.case, draft)) == "letter.gone"
    _sent(zahra, letter)


def test_a_letter_altered_on_the_disk_is_not_shown(zahra: Writer, refused: Refused) -> None:
    letter = _issued(zahra)
    room = zahra.room
    room.workplace().record(setting(zahra.case, _kept(zahra, letter), {11: b"x" * 32}))
    assert refused(lambda: zahra.letters.issued_pdf(zahra.case, letter)) == "letter.damaged"


def test_dates_that_a_letter_tells_are_kept_as_told(silent: Writer) -> None:
    letter = _issued(silent, "L08", filed_on="")
    told = reading.things(silent.room.store.connection, silent.case, Told)
    said = [(one.deadline, one.on, one.how, one.told_on) for one in told]
    assert ("s4", "2026-09-03", "letter", "2026-11-23") in said
    assert all(one.demarche == silent.demarche and one.article for one in told)
    assert "3 septembre 2026" in _kept(silent, letter).body.replace("\u00a0", " ")


# Sending and answers


def test_sending_sets_the_day_of_the_answer_and_takes_a_step_of_the_ladder(zahra: Writer) -> None:
    letter = _issued(zahra)
    _sent(zahra, letter)
    kept = _kept(zahra, letter)
    assert (kept.sent_on, kept.sending, kept.due) == ("2026-11-23", Sending.REGISTERED, "2026-12-01")
    (remedy,) = reading.things(zahra.room.store.connection, zahra.case, Remedy)
    assert (remedy.letter, remedy.due, remedy.reference) == (letter, "2026-12-01", "1A 234")
    assert remedy.id == ids.remedy_id(letter)  # another desk that notes the same sending takes no other step
    assert zahra.room.catalogue.blockages.steps[remedy.step].letter == "L02"
    (line,) = zahra.letters.letters(zahra.case)
    assert (line.state, line.due, line.code) == (LetterState.SENT, date(2026, 12, 1), "L02")
    zahra.room.time.passes(days=9)
    assert zahra.letters.one(zahra.case, letter).state is LetterState.LATE
    zahra.letters.replied(zahra.case, letter, reply=Reply.SOLVED, on=TODAY + timedelta(days=9))
    (remedy,) = reading.things(zahra.room.store.connection, zahra.case, Remedy)
    assert (remedy.reply, remedy.replied_on) == (Reply.SOLVED, "2026-12-02")
    assert zahra.letters.one(zahra.case, letter).state is LetterState.ANSWERED


def test_a_letter_that_will_not_go_waits_for_nothing(zahra: Writer) -> None:
    letter = _issued(zahra)
    zahra.letters.sent(zahra.case, letter, on=TODAY, sending=Sending.NOT_SENT)
    assert zahra.letters.one(zahra.case, letter).state is LetterState.KEPT
    assert (_kept(zahra, letter).sent_on, _kept(zahra, letter).due) == ("", "")
    assert reading.things(zahra.room.store.connection, zahra.case, Remedy) == ()
    _sent(zahra, letter)
    assert zahra.letters.one(zahra.case, letter).state is LetterState.SENT


def test_a_letter_that_is_no_step_leaves_the_ladder_alone(zahra: Writer) -> None:
    letter = _issued(zahra, "L05", complement_asked="09/11/2026", complement_due="09/12/2026", why="given",
                     piece="un visa", given_on="10/11/2026")  # fmt: skip
    _sent(zahra, letter)
    assert reading.things(zahra.room.store.connection, zahra.case, Remedy) == ()
    assert _kept(zahra, letter).due == ""


def test_what_is_out_of_order_is_refused(zahra: Writer, refused: Refused) -> None:
    letters, case = zahra.letters, zahra.case
    draft = zahra.write("L01")
    assert refused(lambda: _sent(zahra, draft)) == "letter.not_issued"
    assert refused(lambda: letters.issued_pdf(case, draft)) == "letter.not_issued"
    letter = _issued(zahra)
    assert refused(lambda: letters.replied(case, letter, reply=Reply.REFUSED, on=TODAY)) == "letter.not_sent"
    assert refused(lambda: _sent(zahra, letter, TODAY - timedelta(days=1))) == "letter.sent_early"
    assert refused(lambda: _sent(zahra, letter, TODAY + timedelta(days=1))) == "letter.future"
    _sent(zahra, letter)
    assert refused(lambda: _sent(zahra, letter)) == "letter.already_sent"
    early = TODAY - timedelta(days=1)
    assert refused(lambda: letters.replied(case, letter, reply=Reply.REFUSED, on=early)) == "letter.reply_early"
    assert refused(lambda: letters.replied(case, letter, reply=Reply.WAITING, on=TODAY)) == "letter.no_reply"
    late = TODAY + timedelta(days=1)
    assert refused(lambda: letters.replied(case, letter, reply=Reply.REFUSED, on=late)) == "letter.future"
