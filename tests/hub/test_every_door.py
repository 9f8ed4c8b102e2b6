"""Every route with every caller: who gets in is said here once more, by hand, and nothing is left untried."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx
import msgspec
import pytest

from anefdesk.hub.app import Hub
from anefdesk.hub.doors import DOORS, Door
from anefdesk.hub.sessions import LASTS, Caller
from anefdesk.hub.settings import Settings
from anefdesk.wire import talk
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, Grant, Policy, Revoke, Role
from tests.hub import callers
from tests.hub.callers import NOW, Client, Clock, code, proof, settings, settle, signer
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, Writer, named

CHUNK = b"sealed" * 100
NAME = sha256(CHUNK).digest()
INVITATION = named("invitation")
LATER = 1 << 40


@dataclass(frozen=True)
class Who:
    """One who calls: how its pass is come by, and what it may."""

    name: str
    member: bool = True
    reads: bool = False  # the north
    oversees: bool = False
    refused: str = "hub.denied"


def everybody(*, opens_cases: bool) -> list[Who]:
    found = [
        Who("nobody", member=False, refused="hub.session"),
        Who("forged", member=False, refused="hub.session"),
        Who("expired", member=False, refused="hub.session"),
        Who("other hub's", member=False, refused="hub.session"),
        Who("out", member=False, refused="hub.revoked"),
        Who("never was", member=False, refused="hub.unknown"),
        Who("pc", reads=True),
        Who("far"),
    ]
    found += [Who(f"{role.name} in the north", reads=True) for role in Role]
    found += [
        Who(
            f"{role.name} everywhere",
            reads=role is Role.HEAD_OFFICE and opens_cases,
            oversees=role in {Role.ADMIN, Role.HEAD_OFFICE},
        )
        for role in Role
    ]
    return found


def organisation(*, opens_cases: bool) -> Organisation:
    org = Organisation()
    for role in Role:
        for where, scope in (("in the north", NORTH), ("everywhere", EVERYWHERE)):
            org.say(org.pc(f"{role.name} {where}", SOUTH))
            org.say(Grant(named(f"{role.name} {where}"), role, scope))
    org.say(org.pc("out"))
    org.say(Revoke(named("out")))
    org.say(Policy(opens_cases, 60))
    return org


@dataclass(frozen=True)
class House:
    org: Organisation
    kept: Settings
    everybody: list[Who]


def _house(folder: Path, *, opens_cases: bool) -> House:
    org = organisation(opens_cases=opens_cases)
    kept = settings(folder)
    settle(kept, org)
    return House(org, kept, everybody(opens_cases=opens_cases))


@pytest.fixture(scope="module", params=["figures", "cases"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> House:
    return _house(tmp_path_factory.mktemp(request.param), opens_cases=request.param == "cases")


def _token(hub: Hub, clock: Clock, org: Organisation, who: Who) -> str:
    """A pass as the hub itself would make it, but for those that it would not."""
    caller = Caller(org.state.org, named(who.name))
    match who.name:
        case "nobody":
            return ""
        case "forged":
            given = hub.sessions.token(Caller(org.state.org, named("pc")))
            return given[:-8] + ("A" * 8 if given[-8:] != "A" * 8 else "B" * 8)
        case "expired":
            clock.at = NOW - LASTS - 1
            given = hub.sessions.token(Caller(org.state.org, named("pc")))
            clock.at = NOW
            return given
        case "other hub's":
            sessions = type(hub.sessions)(None, bytes(32), (), clock)  # type: ignore[arg-type]
            return sessions.token(Caller(org.state.org, named("pc")))
        case _:
            return hub.sessions.token(caller)


def _looking(org: Organisation, pc: str, scope: bytes, by: str = "admin", key: str = "") -> bytes:
    message = talk.looking_message(org.state.org, named(pc), scope)
    return talk.pack(talk.Opening(named(by), signer(key or by)(message)))


def _contacts(org: Organisation, pc: str, scope: bytes, by: str, key: str = "") -> bytes:
    message = talk.contacts_message(org.state.org, named(pc), scope)
    return talk.pack(talk.Opening(named(by), signer(key or by)(message)))


def _samples(house: House, client: Client) -> dict[tuple[str, str], tuple[str, bytes]]:
    """For each route, something that whoever may ask is not refused; asking again changes nothing."""
    org = house.org
    chunk, enrolment = f"/v1/chunk/{NAME.hex()}", f"/v1/enrolment/{INVITATION.hex()}"
    opening = talk.Opening(named("admin"), signer("admin")(talk.opening_message(org.state.org, INVITATION)))
    return {
        ("GET", "/v1/openapi.json"): ("/v1/openapi.json", b""),
        ("GET", "/v1/session"): ("/v1/session", b""),
        ("POST", "/v1/session"): ("/v1/session", talk.pack(proof(callers.challenge(client), org, "pc"))),
        ("POST", "/v1/org"): ("/v1/org", talk.pack(talk.Founding("", org.entries[0]))),
        ("GET", "/v1/hello"): ("/v1/hello", b""),
        ("GET", "/v1/dir"): ("/v1/dir?after=-1", b""),
        ("POST", "/v1/dir"): ("/v1/dir", talk.pack(org.entries[1])),
        ("GET", "/v1/have"): (f"/v1/have?scope={NORTH.hex()}", b""),
        ("POST", "/v1/have"): (f"/v1/have?scope={NORTH.hex()}", _looking(org, "far", NORTH)),
        ("POST", "/v1/push"): ("/v1/push", talk.pack([Writer(org).cut().encode()])),
        ("GET", "/v1/pull"): (f"/v1/pull?scope={NORTH.hex()}&after=0&limit=10", b""),
        ("POST", "/v1/keybox"): ("/v1/keybox", talk.pack([org.keybox(named("case"))])),
        ("GET", "/v1/contacts"): ("/v1/contacts", b""),
        ("POST", "/v1/contacts"): (f"/v1/contacts?scope={NORTH.hex()}", _contacts(org, "far", NORTH, "lead")),
        ("POST", "/v1/lacks"): ("/v1/lacks", talk.pack([NAME])),
        ("HEAD", "/v1/chunk/{name}"): (chunk, b""),
        ("GET", "/v1/chunk/{name}"): (chunk, b""),
        ("PUT", "/v1/chunk/{name}"): (f"{chunk}?case={named('case').hex()}", CHUNK),
        ("PUT", "/v1/enrolment/{invitation}"): (enrolment, talk.pack(opening)),
        ("PUT", "/v1/enrolment/{invitation}/request"): (f"{enrolment}/request", b"sealed keys"),
        ("GET", "/v1/enrolment/{invitation}/request"): (f"{enrolment}/request", b""),
        ("PUT", "/v1/enrolment/{invitation}/answer"): (f"{enrolment}/answer", b"sealed answer"),
        ("GET", "/v1/enrolment/{invitation}/answer"): (f"{enrolment}/answer", b""),
    }


# Who is let in, by hand: the table of doors is not asked.
OPEN = {
    ("GET", "/v1/openapi.json"), ("GET", "/v1/session"), ("POST", "/v1/session"), ("POST", "/v1/org"),
    ("PUT", "/v1/enrolment/{invitation}/request"), ("GET", "/v1/enrolment/{invitation}/answer"),
}  # fmt: skip
RULES: dict[tuple[str, str], Callable[[Who], bool]] = {
    ("GET", "/v1/have"): lambda who: who.reads,
    ("GET", "/v1/pull"): lambda who: who.reads,
    ("POST", "/v1/have"): lambda who: who.name == "far",  # for which the admin signed
    ("GET", "/v1/contacts"): lambda who: who.oversees,
    ("POST", "/v1/contacts"): lambda who: who.name == "far",  # for which the lead signed
}


def _ask(client: Client, door: Door, path: str, body: bytes, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if body:
        headers["Content-Type"] = door.takes
    return client.request(door.method, path, content=body or None, headers=headers)


def _prepared(client: Client, house: House) -> None:
    """What some routes hand back."""
    room = client.hub.service._room
    room.open_post(house.org.state.org, INVITATION, LATER, int(NOW))
    room.put_post(INVITATION, 1, b"sealed keys", int(NOW))
    room.put_post(INVITATION, 2, b"sealed answer", int(NOW))
    room.mailbox(house.org.state.org).put_chunk(CHUNK, named("case"))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.path}")
def test_who_gets_in(house: House, door: Door) -> None:
    clock = Clock()
    key = (door.method, door.path)
    with Client(house.kept, clock) as client:
        _prepared(client, house)
        hub: Hub = client.hub
        path, body = _samples(house, client)[key]
        wrong = []
        for who in house.everybody:
            answer = _ask(client, door, path, body, _token(hub, clock, house.org, who))
            allowed = key in OPEN or RULES.get(key, lambda who: who.member)(who)
            expected = "" if allowed else who.refused
            said = code(answer) if answer.content else "" if answer.status_code < 300 else str(answer.status_code)
            if door.method == "HEAD" and not allowed:  # which has no body
                expected = "401" if who.refused in {"hub.session", "hub.unknown"} else "403"
            if said != expected:
                wrong.append((who.name, expected, answer.status_code, said))
        assert wrong == []
        assert len(house.everybody) == 8 + 2 * len(Role)


def test_no_door_is_left_out(house: House) -> None:
    with Client(house.kept, Clock()) as client:
        assert set(_samples(house, client)) == {(door.method, door.path) for door in DOORS}


def test_every_pc_of_the_organisation_reads_and_writes_in_the_exchange(house: House) -> None:
    clock = Clock()
    with Client(house.kept, clock) as client:
        token = client.hub.sessions.token
        for who in house.everybody:
            answer = _ask(client, _door("GET", "/v1/have"), f"/v1/have?scope={EXCHANGE.hex()}", b"",
                          _token(client.hub, clock, house.org, who))  # fmt: skip
            assert (code(answer) if answer.status_code >= 300 else "") == ("" if who.member else who.refused), who
        writer = Writer(house.org, "far", scope=EXCHANGE)
        brought = talk.pack([writer.cut().encode(), Writer(house.org, "out", scope=EXCHANGE).cut().encode()])
        far, near = (token(Caller(house.org.state.org, named(name))) for name in ("far", "pc"))
        said = _ask(client, _door("POST", "/v1/push"), "/v1/push", brought, far)
        assert msgspec.msgpack.decode(said.content) == ["stored", "denied"]
        pulled = _ask(client, _door("GET", "/v1/pull"), f"/v1/pull?scope={EXCHANGE.hex()}&after=0&limit=10", b"", near)
        assert writer.log in pulled.content
        hello = _ask(client, _door("GET", "/v1/hello"), "/v1/hello", b"", near)
        assert EXCHANGE in msgspec.msgpack.decode(hello.content, type=talk.Hello).heads


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("admin", ""), ("lead", ""), ("LEAD in the north", ""), ("officer", "hub.denied"), ("pc", "hub.denied"),
        ("WORKER everywhere", "hub.denied"), ("nobody", "hub.denied"), ("former lead", "hub.denied"),
        ("demoted lead", "hub.denied"), ("forger", "hub.denied"),
    ],
)  # fmt: skip
def test_an_admin_or_a_lead_signs_for_a_new_pc(tmp_path: Path, by: str, expected: str) -> None:
    org = organisation(opens_cases=False)
    for name in ("former lead", "demoted lead"):
        org.say(org.person(name))
        org.say(Grant(named(name), Role.LEAD, NORTH))
    org.say(Revoke(named("former lead")))
    org.say(Grant(named("demoted lead"), Role.LEAD, NORTH, taken=True))
    kept = settings(tmp_path)
    settle(kept, org)
    with Client(kept, Clock()) as client:
        signed = signer(by)(talk.opening_message(org.state.org, INVITATION))
        opening = talk.pack(talk.Opening(named("lead" if by == "forger" else by), signed))
        token = client.hub.sessions.token(Caller(org.state.org, named("far")))
        door = _door("PUT", "/v1/enrolment/{invitation}")
        answer = _ask(client, door, f"/v1/enrolment/{INVITATION.hex()}", opening, token)
        assert (code(answer) if answer.content else "") == expected


@pytest.mark.parametrize(
    ("pc", "scope", "by", "key", "expected"),
    [
        ("far", NORTH, "admin", "", ""), ("far", NORTH, "admin", "lead", "hub.denied"),
        ("far", NORTH, "lead", "", "hub.denied"), ("far", NORTH, "officer", "", "hub.denied"),
        ("far", NORTH, "ADMIN everywhere", "", "hub.denied"), ("far", NORTH, "former admin", "", "hub.denied"),
        ("pc", NORTH, "admin", "", "hub.denied"), ("far", SOUTH, "admin", "", "hub.denied"),
        ("far", EXCHANGE, "admin", "", "hub.denied"),
    ],
)  # fmt: skip
def test_an_admin_signs_to_see_how_far_a_centre_is_held(
    tmp_path: Path, pc: str, scope: bytes, by: str, key: str, expected: str
) -> None:
    org = organisation(opens_cases=False)
    org.say(org.person("former admin"))
    org.say(Grant(named("former admin"), Role.ADMIN, EVERYWHERE))
    org.say(Revoke(named("former admin")))
    kept = settings(tmp_path)
    settle(kept, org)
    with Client(kept, Clock()) as client:
        token = client.hub.sessions.token(Caller(org.state.org, named("far")))
        asked = NORTH if scope == SOUTH else scope
        body = _looking(org, pc, scope, by, key)
        answer = _ask(client, _door("POST", "/v1/have"), f"/v1/have?scope={asked.hex()}", body, token)
        assert (code(answer) if answer.status_code >= 300 else "") == expected


@pytest.mark.parametrize(
    ("by", "scope", "key", "expected"),
    [
        ("lead", NORTH, "", {"pc", "pc 2"}), ("admin", NORTH, "", {"pc", "pc 2"}), ("admin", SOUTH, "", {"far"}),
        ("admin", EVERYWHERE, "", {"pc", "pc 2", "far"}), ("country lead", SOUTH, "", {"far"}),
        ("lead", SOUTH, "", None), ("lead", EVERYWHERE, "", None), ("lead", EXCHANGE, "", None),
        ("lead", named("no centre"), "", None), ("admin", EXCHANGE, "", None), ("country lead", EVERYWHERE, "", None),
        ("lead", NORTH, "admin", None), ("admin", NORTH, "lead", None), ("officer", NORTH, "", None),
        ("former lead", NORTH, "", None), ("demoted lead", NORTH, "", None), ("LEAD in the north", NORTH, "", None),
        ("nobody", NORTH, "", None),
    ],
)  # fmt: skip
def test_a_lead_signs_to_see_when_the_pcs_of_their_own_centre_called(
    tmp_path: Path, by: str, scope: bytes, key: str, expected: set[str] | None
) -> None:
    org = organisation(opens_cases=False)
    for name, where in (("former lead", NORTH), ("demoted lead", NORTH), ("country lead", EVERYWHERE)):
        org.say(org.person(name))
        org.say(Grant(named(name), Role.LEAD, where))
    org.say(Revoke(named("former lead")))
    org.say(Grant(named("demoted lead"), Role.LEAD, NORTH, taken=True))
    kept = settings(tmp_path)
    settle(kept, org)
    with Client(kept, Clock()) as client:
        for no, pc in enumerate(("pc", "pc 2", "far")):
            client.hub.service._room.called(org.state.org, named(pc), 20_000 + no)
        token = client.hub.sessions.token(Caller(org.state.org, named("far")))
        door, path = _door("POST", "/v1/contacts"), f"/v1/contacts?scope={scope.hex()}"
        answer = _ask(client, door, path, _contacts(org, "far", scope, by, key), token)
        if expected is None:
            assert code(answer) == "hub.denied"
        else:
            assert set(msgspec.msgpack.decode(answer.content)) == set(map(named, expected))
        for body in (_contacts(org, "pc", scope, by, key), _looking(org, "far", scope, by, key)):
            assert code(_ask(client, door, path, body, token)) == "hub.denied"  # signed for another PC, or door


def _door(method: str, path: str) -> Door:
    return next(door for door in DOORS if (door.method, door.path) == (method, path))


def test_another_organisation_of_the_same_hub_sees_and_changes_nothing(house: House, tmp_path: Path) -> None:
    """Its PCs and centres even bear the same ids."""
    clock = Clock()
    other = Organisation(b"another")
    kept = settings(tmp_path)
    settle(kept, house.org, other)
    with Client(kept, clock) as client:
        _prepared(client, house)
        hub: Hub = client.hub
        assert other.state.org != house.org.state.org
        token = hub.sessions.token(Caller(other.state.org, named("pc")))
        writer = Writer(house.org)
        hub.service._room.mailbox(house.org.state.org).push([writer.cut().encode()])
        said = {}
        samples = _samples(house, client)
        for door in DOORS:
            path, body = samples[door.method, door.path]
            answer = _ask(client, door, path, body, token)
            refused = code(answer) if answer.content else answer.status_code if answer.status_code >= 300 else ""
            said[door.method, door.path] = refused or answer.content
            assert writer.log not in answer.content
        assert said["POST", "/v1/dir"] == talk.pack(False)
        assert said["GET", "/v1/dir"] == talk.pack(talk.Entries(tuple(other.entries), more=False))
        assert said["GET", "/v1/have"] == talk.pack({})
        assert said["POST", "/v1/push"] == talk.pack(["denied"])
        assert said["POST", "/v1/lacks"] == talk.pack([NAME])
        assert said["HEAD", "/v1/chunk/{name}"] == 404
        assert said["GET", "/v1/chunk/{name}"] == "hub.missing"
        assert said["POST", "/v1/have"] == "hub.denied"
        assert said["GET", "/v1/contacts"] == "hub.denied"
        assert said["POST", "/v1/contacts"] == "hub.denied"
        assert said["PUT", "/v1/enrolment/{invitation}"] == "hub.denied"
        assert said["GET", "/v1/enrolment/{invitation}/request"] == "hub.missing"
        assert said["PUT", "/v1/enrolment/{invitation}/answer"] == "hub.missing"
