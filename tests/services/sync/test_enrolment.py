"""An organisation is founded, a PC is let in, a centre comes with its files: by files and through a hub."""


import pytest

from anefdesk.errors import AnefdeskError
from anefdesk.services.sync import enrolment, finishing, founding, membership, root_sheet
from anefdesk.services.sync.invitations import Invitations, Kind
from anefdesk.services.sync.labels import key_of
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import Role
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
