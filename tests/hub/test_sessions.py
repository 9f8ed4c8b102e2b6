"""A session is opened by whoever proves to be a PC of the organisation, at this hub, now."""

import base64

import msgspec
import pytest

from anefdesk.hub.sessions import LASTS, PROMPT
from anefdesk.wire import talk
from anefdesk.wire.entry import Revoke
from tests.hub.callers import Client, Clock, bearer, challenge, code, proof, token
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, Writer, named


def _said(client: Client, said: talk.Proof) -> str:
    return code(client.post("/v1/session", said))


@pytest.mark.parametrize("carrier", [False, True])
def test_a_pc_proves_itself_by_either_key(client: Client, org: Organisation, *, carrier: bool) -> None:
    given = token(client, org, "pc", carrier=carrier)
    assert client.get("/v1/hello", bearer(given)).status_code == 200


def test_the_answer_says_where_the_hub_stands(client: Client, org: Organisation) -> None:
    given = token(client, org, "pc")
    client.post("/v1/push", [Writer(org).cut().encode(), Writer(org, "far", scope=SOUTH).cut().encode()], given)
    answer = client.post("/v1/session", proof(challenge(client), org, "pc"))
    said = msgspec.msgpack.decode(answer.content, type=talk.Session)
    assert said.lasts == LASTS
    assert (said.hello.org, said.hello.dir_no, said.hello.heads) == (org.state.org, org.state.no, {NORTH: 1})
    assert len(said.hello.feed) == 16


def test_a_signature_is_good_at_one_hub_only(client: Client, org: Organisation) -> None:
    """Another hub that hands on our challenge gains nothing."""
    assert _said(client, proof(challenge(client), org, "pc", host="other.example")) == "hub.unknown"


def test_a_challenge_is_answered_promptly(client: Client, org: Organisation, clock: Clock) -> None:
    nonce = challenge(client)
    clock.at += PROMPT + 1
    assert _said(client, proof(nonce, org, "pc")) == "hub.unknown"


def test_a_challenge_is_the_hubs_own(client: Client, org: Organisation) -> None:
    size = len(challenge(client))
    assert _said(client, proof(bytes(size), org, "pc")) == "hub.unknown"
    given = token(client, org, "pc")
    assert _said(client, proof(given.encode()[:size], org, "pc")) == "hub.unknown"


def test_a_seal_that_differs_in_one_bit_opens_nothing(client: Client, org: Organisation) -> None:
    given = base64.urlsafe_b64decode(token(client, org, "pc"))
    for at in range(len(given)):
        other = bytearray(given)
        other[at] ^= 1
        shown = base64.urlsafe_b64encode(other).decode()
        assert code(client.get("/v1/hello", bearer(shown))) == "hub.session"


@pytest.mark.parametrize("name", ["nobody", "admin"])
def test_only_pcs_open_sessions(client: Client, org: Organisation, name: str) -> None:
    assert _said(client, proof(challenge(client), org, name)) == "hub.unknown"


def test_nobody_signs_for_another(client: Client, org: Organisation) -> None:
    mine = proof(challenge(client), org, "pc")
    assert _said(client, msgspec.structs.replace(mine, device=named("pc 2"))) == "hub.unknown"
    assert _said(client, msgspec.structs.replace(mine, carrier=True)) == "hub.unknown"
    assert _said(client, msgspec.structs.replace(mine, org=bytes(16))) == "hub.unknown"


def test_a_pass_ends(client: Client, org: Organisation, clock: Clock) -> None:
    given = token(client, org, "pc")
    clock.at += LASTS
    assert client.get("/v1/hello", bearer(given)).status_code == 200
    clock.at += 1
    assert code(client.get("/v1/hello", bearer(given))) == "hub.session"


def test_whoever_is_put_out_is_out_at_once(client: Client, org: Organisation) -> None:
    """The session of before is worth nothing any more, and no other one is given."""
    given = token(client, org, "pc 2")
    other = token(client, org, "pc")
    assert client.post("/v1/dir", org.say(Revoke(named("pc 2"))), other).content == talk.pack(True)
    assert code(client.get("/v1/hello", bearer(given))) == "hub.revoked"
    assert code(client.post("/v1/push", [Writer(org).cut().encode()], given)) == "hub.revoked"
    assert _said(client, proof(challenge(client), org, "pc 2")) == "hub.revoked"
    assert _said(client, proof(challenge(client), org, "pc 2", host="other.example")) == "hub.unknown"


def test_the_hub_notes_the_day_of_a_contact_and_no_more(client: Client, org: Organisation, clock: Clock) -> None:
    token(client, org, "pc")
    clock.at += 86_400
    token(client, org, "pc 2")
    clock.at -= 2 * 86_400  # a clock that goes back takes nothing back
    token(client, org, "pc 2")
    days = client.hub.service._room.contacts(org.state.org)
    assert days[named("pc 2")] - days[named("pc")] == 1
    assert set(days) == {named("pc"), named("pc 2")}
