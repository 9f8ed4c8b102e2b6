"""Letting PCs and centres in through a hub that really listens."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from anefdesk.domain import staff
from anefdesk.mailbox.mailroom import Mailroom
from anefdesk.mailbox.opening import open_engine
from anefdesk.services import opening
from anefdesk.services.casework import NewPerson
from anefdesk.services.sync import contact, enrolment, finishing, founding, membership, pinned, sayings
from anefdesk.services.sync.founding import HubAddress
from anefdesk.services.sync.invitations import Invitations, Kind
from anefdesk.wire.entry import Policy, Role
from anefdesk.wire.http import HttpHub
from anefdesk.wire.invitation import of_words, read_answer_file
from tests.hub import callers
from tests.hub.proxy import Proxy
from tests.hub.running import Threaded, listening, tls, url_of
from tests.services.sync.newcomers import Newcomers, Pc
from tests.services.sync.test_enrolment import code, directory


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's proxy has no part in it."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@contextlib.contextmanager
def hub_at(folder: Path) -> Iterator[HubAddress]:
    """A hub that knows nobody yet, and the code that its keeper tells."""
    folder.mkdir()
    with listening() as server:
        kept = callers.settings(folder, None, url_of(server))
        engine = open_engine(kept.database)
        invited = Mailroom(engine, kept.chunks).invite()
        engine.dispose()
        hub = Threaded(kept, server)
        try:
            yield HubAddress(url_of(server), invited)
        finally:
            hub.stop()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[HubAddress]:
    with hub_at(tmp_path / "hub") as made:
        yield made


def let_in(host: Pc, guest: Pc, hub: HttpHub, kind: Kind = Kind.PC, *, by_card: bool = False) -> None:
    inviting = Invitations(host.at, host.organisation(hub), hub)
    invited = inviting.invite(kind, "")
    assert invited.at_hub
    at = guest.at if kind is Kind.CENTRE else None
    address = "" if by_card else host.organisation().post.membership.hub
    shown = invited.card if by_card else invited.words
    pending = enrolment.ask(guest.home, guest.keys, shown, hub=address, pc="Bureau", person="Canari-Omar", at=at)
    assert pending.left
    assert not enrolment.poll(guest.home, guest.keys)
    (asking,) = [one for one in inviting.waiting() if not one.answered]
    assert asking.pc == "Bureau"
    inviting.accept(asking.name)
    assert enrolment.poll(guest.home, guest.keys)
    finishing.finish(guest.home, guest.keys, at)


def test_a_pc_and_a_centre_come_through_the_hub(newcomers: Newcomers, address: HubAddress) -> None:
    host, guest, centre = newcomers.lone("Amina"), newcomers.empty("Omar"), newcomers.lone("Nadia", "Canari-Autre")
    assert host.found(hub=address).hub == address.url
    before = centre.at.store.state_hash()
    with host.hub() as hub:
        sayings.catch_up(host.organisation().post, hub)
        let_in(host, guest, hub)
        let_in(host, centre, hub, Kind.CENTRE, by_card=True)
        assert centre.at.store.state_hash() == before
        sayings.catch_up(host.organisation().post, hub)
        state = directory(host)
        assert hub.hello().dir_no == state.no
        assert directory(centre) == state
    guest.open()
    with guest.hub() as hub:
        sayings.catch_up(guest.organisation().post, hub)
        assert directory(guest) == state
    assert state.epoch(centre.organisation().scope) == 1
    assert len(state.adopted) == 2
    with host.at.store.inside() as mine, guest.at.store.inside() as theirs:
        assert theirs.keys.known() == mine.keys.known()


def test_a_code_that_nobody_waits_for_and_one_that_was_used(newcomers: Newcomers, address: HubAddress) -> None:
    host, guest, other = newcomers.lone("Amina"), newcomers.empty("Omar"), newcomers.empty("Noé")
    host.found(hub=address)
    ask: dict[str, Any] = {"hub": address.url, "pc": "Bureau", "person": "Canari-Omar"}
    wrong = "abaisse abaisse abaisse abaisse abaisse abaisse"
    assert code(enrolment.ask, guest.home, guest.keys, wrong, **ask) == "enrolment.unknown"
    with host.hub() as hub:
        inviting = Invitations(host.at, host.organisation(hub), hub)
        words = inviting.invite(Kind.PC, "").words
        enrolment.ask(guest.home, guest.keys, words, **ask)
        assert code(enrolment.ask, other.home, other.keys, words, **ask) == "enrolment.used"
        (asking,) = inviting.waiting()
        inviting.refuse(asking.name)
    assert code(enrolment.poll, guest.home, guest.keys) == "enrolment.refused"
    assert code(enrolment.ask, guest.home, guest.keys, words, hub="nonsense", pc="x", person="y") == "hub.url"


def test_a_hub_that_does_not_answer_leaves_files(newcomers: Newcomers, address: HubAddress) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found(hub=address)
    gone = "http://127.0.0.1:9"
    away = Invitations(host.at, host.organisation())
    invited = away.invite(Kind.PC, "")
    assert not invited.at_hub
    asked: dict[str, Any] = {"hub": gone, "pc": "Bureau", "person": "Canari-Omar"}
    assert code(enrolment.ask, guest.home, guest.keys, invited.words, **asked) == "hub.unreachable"
    pending = enrolment.pending(guest.home)
    assert pending is not None
    assert not pending.left
    away.read_file(pending.file)
    assert code(away.accept, invited.name) == "sync.needs_hub"
    with host.hub() as hub:
        answer = Invitations(host.at, host.organisation(hub), hub).accept(invited.name)
    enrolment.read_file(guest.home, guest.keys, answer)
    finishing.finish(guest.home, guest.keys)
    assert directory(guest_opened(guest)).devices.keys() >= {host.keys.device, guest.keys.device}


def guest_opened(guest: Pc) -> Pc:
    guest.open()
    return guest


def test_a_wrong_code_of_the_hub_changes_no_file(newcomers: Newcomers, address: HubAddress) -> None:
    host = newcomers.lone("Amina")
    with host.at.store.inside() as inside:
        alone = inside.keys.org
    wrong = HubAddress(address.url, "0" * 40)
    assert code(host.found, hub=wrong) == "hub.refused"
    with host.at.store.inside() as inside:
        assert inside.keys.org == alone
    assert membership.load(host.home) is None
    host.found(hub=address)
    with host.hub() as hub:
        assert hub.hello().org == directory(host).org


def test_a_hub_comes_later(newcomers: Newcomers, address: HubAddress) -> None:
    host = newcomers.lone("Amina")
    host.found()
    founding.to_hub(host.home, host.organisation(), host.keys, address)
    host.close()
    host.open()
    with host.hub() as hub:
        assert hub.hello().dir_no == directory(host).no


def test_a_decision_made_away_from_the_hub_waits(newcomers: Newcomers, address: HubAddress) -> None:
    host = newcomers.lone("Amina")
    host.found(hub=address)
    here = host.organisation()
    assert here.policy(opens_cases=True, lease_days=30)
    assert here.unsaid() == (Policy(opens_cases=True, lease_days=30),)
    assert not here.state().opens_cases
    with host.hub() as hub:
        signer = opening.signer_of(host.keys)
        assert sayings.say_waiting(host.at.store, here.post, signer, hub) == ()
        assert here.state().opens_cases
        assert hub.hello().dir_no == here.state().no
    assert here.state().may(host.keys.user, Role.ADMIN, bytes(16))


def test_only_the_certificate_of_the_card_is_believed(address: HubAddress, tmp_path: Path) -> None:
    shown, pem = tls(tmp_path)
    _, other = tls(tmp_path)
    port = urlsplit(address.url).port
    assert port is not None
    with Proxy(("127.0.0.1", port), shown) as middle:
        for digest in (b"", pinned.digest_of(pem)):  # of words alone, nobody knows which certificate to expect
            with pinned.stranger(middle.url, digest) as hub:
                assert hub.read_answer(bytes(16)) is None
        assert code(pinned.stranger, middle.url, pinned.digest_of(other)) == "hub.certificate"
    assert code(pinned.stranger, "https://127.0.0.1:9", bytes(32)) == "hub.unreachable"


def exchanged(pc: Pc) -> bytes:
    """One contact of an open desk, and what it holds after."""
    belongs = membership.load(pc.home)
    assert belongs is not None
    sync = contact.opened(pc.home, belongs, None, pc.time.clock().wall_ms)
    sync.unlocked(pc.at.store, opening.signer_of(pc.keys))
    try:
        sync.prepare()
        sync.carry()
        while sync.receive().more:
            pass
    finally:
        sync.post.close()
    return pc.at.store.state_hash()


def test_files_from_before_reach_the_new_pc_and_none_is_lost(newcomers: Newcomers, address: HubAddress) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    assert host.desk is not None
    case = host.desk.desk.casework.create(NewPerson(family="Canari-Haidari", given="Zahra"))
    before = host.at.store.state_hash()
    host.found(hub=address)
    assert host.at.store.state_hash() == before
    with host.hub() as hub:
        let_in(host, guest, hub)
    exchanged(host)
    guest.open()
    assert exchanged(guest) == host.at.store.state_hash()
    assert guest.desk is not None
    guest.close()
    guest.open()
    assert guest.at.me.role is staff.Role.WORKER
    assert guest.at.me.label == "Canari-Omar"
    names = guest.desk.desk.casework.reload(case).file.names
    assert [name.family for name in names] == ["Canari-Haidari"]


def test_an_answer_is_offered_until_its_pc_wrote_something(newcomers: Newcomers, address: HubAddress) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found(hub=address)
    with host.hub() as hub:
        let_in(host, guest, hub)
        inviting = Invitations(host.at, host.organisation(hub), hub)
        (asking,) = inviting.waiting()
        assert asking.answered
    exchanged(host)
    guest.open()
    assert guest.desk is not None
    exchanged(guest)
    guest.desk.desk.casework.create(NewPerson(family="Canari-Haidari", given="Zahra"))
    exchanged(guest)
    exchanged(host)
    with host.hub() as hub:
        assert Invitations(host.at, host.organisation(hub), hub).waiting() == ()


def test_who_overheard_the_six_words_gets_no_key(newcomers: Newcomers, address: HubAddress) -> None:
    """The hub hands the answer to whoever knows the code: only the PC that asked opens it."""
    host, guest, other = newcomers.lone("Amina"), newcomers.empty("Omar"), newcomers.empty("Noé")
    host.found(hub=address)
    ask: dict[str, Any] = {"pc": "Bureau", "person": "Canari-Omar"}
    with host.hub() as hub:
        inviting = Invitations(host.at, host.organisation(hub), hub)
        invited = inviting.invite(Kind.PC, "")
        enrolment.ask(other.home, other.keys, invited.words, hub=address.url, **ask)
        inviting.read_file(enrolment.ask(guest.home, guest.keys, invited.words, **ask).file)
        answer = inviting.accept(invited.name)
    with pinned.stranger(address.url) as anybody:
        letter = anybody.read_answer(invited.name)
    assert letter is not None
    overheard = of_words(invited.words.split())
    for one in (letter, read_answer_file(answer)[1]):
        assert code(overheard.open_answer, one) == "enrolment.used"
    assert code(enrolment.poll, other.home, other.keys) == "enrolment.used"
    assert enrolment.read_file(guest.home, guest.keys, answer)
    finishing.finish(guest.home, guest.keys)
