"""An organisation is founded, a PC is let in, a centre comes with its files: by files alone."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from anefdesk.domain import staff
from anefdesk.domain.staff import Member
from anefdesk.errors import AnefdeskError
from anefdesk.services import members, opening
from anefdesk.services.sync import enrolment, epochs, finishing, founding, membership, root_sheet
from anefdesk.services.sync.invitations import Invitations, Kind
from anefdesk.services.sync.labels import key_of
from anefdesk.services.sync.organisation import Newcomer
from anefdesk.vault import seal, slot
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import Role
from anefdesk.wire.invitation import (
    Answer,
    Card,
    Invitation,
    answer_file,
    of_words,
    read_answer_file,
    read_card,
    request_file,
)
from tests.services.conftest import NOW, TODAY
from tests.services.sync.newcomers import Newcomers, Pc


def code(deed: object, *given: object, **named: object) -> str:
    with pytest.raises(AnefdeskError) as error:
        deed(*given, **named)  # type: ignore[operator]
    return error.value.code


def directory(pc: Pc) -> Directory:
    return pc.organisation().state()


def let_in(host: Pc, guest: Pc, kind: Kind = Kind.PC) -> None:
    """By files alone."""
    inviting = Invitations(host.at, host.organisation())
    invited = inviting.invite(kind, "le nouveau")
    at = guest.at if kind is Kind.CENTRE else None
    asked = enrolment.ask(guest.home, guest.keys, invited.words, pc="Bureau", person="Canari-Omar", at=at)
    asking = inviting.read_file(asked.file)
    assert (asking.pc, asking.person, asking.trouble) == ("Bureau", "Canari-Omar", "")
    assert enrolment.read_file(guest.home, guest.keys, inviting.accept(asking.name))
    finishing.finish(guest.home, guest.keys, at)


def test_a_centre_founds_an_organisation_and_loses_nothing(newcomers: Newcomers) -> None:
    pc = newcomers.lone("Amina")
    before = pc.at.store.state_hash()
    sheet = founding.prepare(pc.at, pc.keys, pc.home)
    assert founding.prepare(pc.at, pc.keys, pc.home) == sheet
    founding.rehearse(pc.at, sheet)
    belongs = founding.found(pc.at, pc.keys, pc.home, pc="Accueil", carrier=pc.vault.carrier())
    assert membership.load(pc.home) == belongs
    assert pc.at.store.state_hash() == before
    state = directory(pc)
    assert root_sheet.typed(sheet, state.root)
    assert state.epoch(belongs.scope) == 1
    assert state.may(pc.keys.user, Role.ADMIN, bytes(16))
    assert state.may(pc.keys.user, Role.LEAD, belongs.scope)
    assert len(state.adopted) == 1
    (centre,) = pc.organisation().centres()
    assert (centre.label, centre.devices, centre.mine) == ("Canari-Centre", 1, True)
    assert [one.label for one in pc.organisation().devices()] == ["Accueil"]
    assert [one.label for one in pc.organisation().people()] == ["Canari-Amina"]
    assert code(founding.prepare, pc.at, pc.keys, pc.home) == "organisation.exists"


def test_an_empty_pc_is_let_in_by_files(newcomers: Newcomers) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found()
    let_in(host, guest)
    guest.open()
    assert directory(guest) == directory(host)
    assert key_of(guest.at.store) == key_of(host.at.store)
    with host.at.store.inside() as mine, guest.at.store.inside() as theirs:
        assert theirs.keys.known() == mine.keys.known()
    assert guest.at.store.centre == host.at.store.centre
    assert directory(host).may(guest.keys.user, Role.WORKER, host.organisation().scope)
    assert not (guest.home / enrolment.FILE).exists()


def test_a_key_made_a_moment_ago_is_given_to_who_is_let_in(newcomers: Newcomers) -> None:
    """The one who lets in has heard of it and not learnt it: nobody would wrap it for the new PC any more."""
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found()
    scope = host.organisation().scope
    with host.at.store.inside() as mine:
        before = mine.keys.known()[scope, 1]
    host.organisation().tell([epochs.entry_for(directory(host), scope, b"k" * 32, before)])
    let_in(host, guest)
    guest.open()
    with guest.at.store.inside() as theirs:
        assert theirs.keys.known()[scope, 2] == b"k" * 32


def test_a_lone_centre_comes_with_its_files(newcomers: Newcomers) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.lone("Omar", "Canari-Autre")
    host.found()
    before = guest.at.store.state_hash()
    let_in(host, guest, Kind.CENTRE)
    assert guest.at.store.state_hash() == before
    state = directory(guest)
    assert set(state.scopes) == {host.organisation().scope, guest.organisation().scope}
    assert state.epoch(guest.organisation().scope) == 1
    assert state.may(guest.keys.user, Role.LEAD, guest.organisation().scope)
    assert len(state.adopted) == 2
    assert {one.label for one in guest.organisation().centres()} == {"Canari-Centre", "Canari-Autre"}
    assert guest.organisation().is_lead()
    assert not guest.organisation().is_admin()
    guest.close()
    guest.open()
    assert guest.at.store.state_hash() == before


# What may go wrong, by files


def asked(host: Pc, guest: Pc) -> tuple[Invitations, Invitation, bytes]:
    """A guest who has been answered, and the answer's file."""
    inviting = Invitations(host.at, host.organisation())
    invited = inviting.invite(Kind.PC, "")
    file = enrolment.ask(guest.home, guest.keys, invited.words, pc="Bureau", person="Canari-Omar").file
    inviting.read_file(file)
    return inviting, of_words(invited.words.split()), inviting.accept(invited.name)


def test_six_words_are_read_as_people_type_them(newcomers: Newcomers) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found()
    words = Invitations(host.at, host.organisation()).invite(Kind.PC, "").words
    ask: dict[str, Any] = {"pc": "Bureau", "person": "Canari-Omar"}
    assert code(enrolment.ask, guest.home, guest.keys, words.rpartition(" ")[0], **ask) == "enrolment.words"
    assert code(enrolment.ask, guest.home, guest.keys, f"{words}x", **ask) == "enrolment.word"
    assert code(enrolment.ask, guest.home, guest.keys, "ANEF1:abc", **ask) == "enrolment.not_a_card"
    assert code(enrolment.ask, guest.home, guest.keys, words, pc=" ", person="x") == "enrolment.nameless"
    assert enrolment.pending(guest.home) is None
    typed = ", ".join(words.upper().split())
    file = enrolment.ask(guest.home, guest.keys, typed, **ask).file
    assert Invitations(host.at, host.organisation()).read_file(file).pc == "Bureau"


def test_a_wrong_code_an_old_one_and_a_used_one_are_told_apart(newcomers: Newcomers) -> None:
    host, guest, other = newcomers.lone("Amina"), newcomers.empty("Omar"), newcomers.empty("Noé")
    host.found()
    inviting, shared, _ = asked(host, guest)
    ask: dict[str, Any] = {"pc": "Bureau", "person": "Canari-Noé"}
    wrong = enrolment.ask(other.home, other.keys, "abaisse abaisse abaisse abaisse abaisse abaisse", **ask).file
    assert code(inviting.read_file, wrong) == "enrolment.unknown"
    kept = inviting.under_way()[0]
    second = enrolment.ask(other.home, other.keys, kept.words, **ask).file
    assert code(inviting.read_file, second) == "enrolment.used"
    forged = request_file(kept.name, Invitation(bytes(16)).seal_request(shared.open_request(second[22:])))
    fresh = inviting.invite(Kind.PC, "")
    assert code(inviting.read_file, request_file(fresh.name, forged[22:])) == "enrolment.wrong_code"
    late = enrolment.ask(other.home, other.keys, fresh.words, **ask).file
    host.time.passes(hours=25)
    assert code(inviting.read_file, late) == "enrolment.expired"
    host.time.passes(days=8)
    assert inviting.under_way() == ()


def test_a_refusal_reaches_the_guest(newcomers: Newcomers) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found()
    before = directory(host)
    inviting = Invitations(host.at, host.organisation())
    invited = inviting.invite(Kind.PC, "")
    file = enrolment.ask(guest.home, guest.keys, invited.words, pc="Bureau", person="Canari-Omar").file
    inviting.read_file(file)
    said = inviting.refuse(invited.name)
    assert code(inviting.accept, invited.name) == "enrolment.used"
    assert code(enrolment.read_file, guest.home, guest.keys, said) == "enrolment.refused"
    assert code(finishing.finish, guest.home, guest.keys) == "enrolment.not_answered"
    assert directory(host) == before
    enrolment.give_up(guest.home)
    assert code(finishing.finish, guest.home, guest.keys) == "enrolment.nothing_asked"


def test_a_stick_may_be_carried_twice(newcomers: Newcomers) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found()
    inviting, _, answer = asked(host, guest)
    pending = enrolment.pending(guest.home)
    assert pending is not None
    assert inviting.read_file(pending.file).answered
    state = directory(host)
    again = inviting.accept(inviting.under_way()[0].name)
    assert directory(host) == state
    for file in (answer, answer, again):
        assert enrolment.read_file(guest.home, guest.keys, file)
    belongs = finishing.finish(guest.home, guest.keys)
    assert finishing.finish(guest.home, guest.keys) == belongs
    assert code(enrolment.read_file, guest.home, guest.keys, answer) == "enrolment.nothing_asked"


def test_the_answer_to_another_pc_is_left_alone(newcomers: Newcomers) -> None:
    host, guest, other = newcomers.lone("Amina"), newcomers.empty("Omar"), newcomers.empty("Noé")
    host.found()
    _, _, answer = asked(host, guest)
    asked(host, other)
    assert code(enrolment.read_file, other.home, other.keys, answer) == "enrolment.not_mine"
    assert code(enrolment.read_file, other.home, other.keys, b"ANEFA1" + bytes(40)) == "enrolment.not_mine"
    assert code(enrolment.read_file, other.home, other.keys, b"something else") == "enrolment.other_file"


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        (lambda _one: {"head": bytes(32)}, "enrolment.other_directory"),
        (lambda one: {"no": one.no + 1}, "enrolment.older_directory"),
        (lambda one: {"entries": one.entries[:-2]}, "enrolment.older_directory"),
        (lambda _one: {"entries": ()}, "enrolment.older_directory"),
        (lambda one: {"entries": one.entries[:3] + one.entries[4:]}, "enrolment.other_directory"),
        (lambda _one: {"scope": bytes(16)}, "enrolment.other_directory"),
        (lambda one: {"genesis": one.entries[0]}, "enrolment.other_directory"),
    ],
)
def test_what_does_not_follow_from_the_answer_is_not_believed(
    newcomers: Newcomers, lie: Callable[[Answer], dict[str, object]], told: str
) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found()
    _, shared, file = asked(host, guest)
    name, letter = read_answer_file(file)
    said = shared.open_answer(letter, lambda *sealed: seal.open_sealed(guest.keys.device_key, *sealed))
    assert isinstance(said, Answer)
    lied = answer_file(name, shared.seal_answer(msgspec.structs.replace(said, **lie(said))))
    enrolment.read_file(guest.home, guest.keys, lied)
    assert code(finishing.finish, guest.home, guest.keys) == told
    assert membership.load(guest.home) is None
    enrolment.read_file(guest.home, guest.keys, file)
    finishing.finish(guest.home, guest.keys)


def test_another_organisation_does_not_answer_to_a_card(newcomers: Newcomers) -> None:
    host, liar, guest = newcomers.lone("Amina"), newcomers.lone("Menteur"), newcomers.empty("Omar")
    host.found()
    liar.found()
    card = read_card(Invitations(host.at, host.organisation()).invite(Kind.PC, "").card)
    inviting = Invitations(liar.at, liar.organisation())
    mine = inviting.invite(Kind.PC, "")
    shown = Card(of_words(mine.words.split()), card.org).text()
    file = enrolment.ask(guest.home, guest.keys, shown, pc="Bureau", person="Canari-Omar").file
    inviting.read_file(file)
    enrolment.read_file(guest.home, guest.keys, inviting.accept(mine.name))
    assert code(finishing.finish, guest.home, guest.keys) == "enrolment.other_organisation"


def test_who_may_invite(newcomers: Newcomers) -> None:
    host, guest, centre = newcomers.lone("Amina"), newcomers.empty("Omar"), newcomers.lone("Nadia", "Canari-Autre")
    host.found()
    let_in(host, guest)
    guest.open()
    let_in(host, centre, Kind.CENTRE)
    assert code(Invitations(guest.at, guest.organisation()).invite, Kind.PC, "") == "organisation.role"
    leading = Invitations(centre.at, centre.organisation())
    assert leading.invite(Kind.PC, "").kind is Kind.PC
    assert code(leading.invite, Kind.CENTRE, "") == "organisation.role"


def test_an_invitation_is_for_one_kind(newcomers: Newcomers) -> None:
    host, guest, centre = newcomers.lone("Amina"), newcomers.empty("Omar"), newcomers.lone("Nadia", "Canari-Autre")
    host.found()
    inviting = Invitations(host.at, host.organisation())
    ask: dict[str, Any] = {"pc": "Bureau", "person": "Canari-Omar"}
    for kind, pc, at, told in (
        (Kind.CENTRE, guest, None, "enrolment.needs_centre"),
        (Kind.PC, centre, centre.at, "enrolment.needs_empty"),
    ):
        invited = inviting.invite(kind, "")
        asking = inviting.read_file(enrolment.ask(pc.home, pc.keys, invited.words, at=at, **ask).file)
        assert asking.trouble == told
        assert code(inviting.accept, invited.name) == told
    assert code(enrolment.ask, centre.home, centre.keys, invited.words, **ask) == "enrolment.has_files"
    assert code(enrolment.ask, host.home, host.keys, invited.words, **ask) == "organisation.exists"


# Cut short


def test_what_was_cut_short_goes_on(newcomers: Newcomers) -> None:
    host, guest, centre = newcomers.lone("Amina"), newcomers.empty("Omar"), newcomers.lone("Nadia", "Canari-Autre")
    in_the_way = host.home / "membership.json.part"
    in_the_way.mkdir()
    with pytest.raises(AnefdeskError):
        host.found()
    assert membership.load(host.home) is None
    in_the_way.rmdir()
    host.found()
    assert len(directory(host).devices) == len(directory(host).adopted) == 1
    for pc, kind in ((guest, Kind.PC), (centre, Kind.CENTRE)):
        before = pc.desk and pc.at.store.state_hash()
        (pc.home / "membership.json.part").mkdir()
        with pytest.raises(AnefdeskError):
            let_in(host, pc, kind)
        (pc.home / "membership.json.part").rmdir()
        finishing.finish(pc.home, pc.keys, pc.at if pc.desk else None)
        assert (pc.desk and pc.at.store.state_hash()) == before
    guest.open()
    state = directory(centre)
    assert state.epoch(centre.organisation().scope) == 1
    assert len(state.adopted) == 2


# People


def test_a_new_member_is_known_once_they_have_unlocked(newcomers: Newcomers) -> None:
    pc = newcomers.lone("Amina")
    pc.found()
    new = Member(pc.keys.user, "Canari-Noé", staff.Role.WORKER)
    user = members.add(pc.at, pc.keys, pc.vault, new, "wagonnet pareil banque copieur", slot.FLOOR)
    assert pc.organisation().add_strangers() == 0
    theirs = pc.vault.unlock(user, "wagonnet pareil banque copieur", today=TODAY, now=NOW)
    pc.close()
    opening.open_desk(pc.means, theirs).close()
    pc.open()
    here = pc.organisation()
    assert here.add_strangers() == 1
    assert here.add_strangers() == 0
    assert here.state().may(user, Role.WORKER, here.scope)
    assert [(one.label, one.mine) for one in here.people()] == [("Canari-Amina", True), ("Canari-Noé", False)]
    assert here.grant(user, Role.DATA_OFFICER, here.scope)
    assert not here.grant(user, Role.DATA_OFFICER, here.scope)
    assert here.grant(user, Role.DATA_OFFICER, here.scope, taken=True)
    assert here.policy(opens_cases=True, lease_days=90)
    assert not here.policy(opens_cases=True, lease_days=90)
    taken = Newcomer(user, "Canari-Noé", staff.Role.WORKER, bytes(32), bytes(32))
    assert code(here.add_person, taken) == "enrolment.taken"
