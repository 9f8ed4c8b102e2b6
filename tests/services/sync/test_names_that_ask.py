"""What a PC that asks calls itself: shown and kept as this PC would have let it be typed, and told from the others."""

import msgspec
import pytest

from anefdesk.services import members
from anefdesk.services.sync import enrolment
from anefdesk.services.sync.invitations import Asking, Invitations, Kind
from anefdesk.wire.invitation import of_words, read_request_file, request_file
from tests.services.sync.newcomers import Newcomers, Pc
from tests.services.sync.test_enrolment import code


def _asks(host: Pc, guest: Pc, **said: object) -> tuple[Invitations, bytes]:
    """The letter of a PC that runs another program."""
    inviting = Invitations(host.at, host.organisation())
    words = inviting.invite(Kind.PC, "").words
    file = enrolment.ask(guest.home, guest.keys, words, pc="Accueil", person="Canari-Omar").file
    shared = of_words(words.split())
    name, letter = read_request_file(file)
    forged = msgspec.structs.replace(shared.open_request(letter), **said)
    return inviting, request_file(name, shared.seal_request(forged))


def test_a_name_cannot_say_more_than_a_name(newcomers: Newcomers) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found()
    inviting, file = _asks(host, guest, pc="\u202egnac\x1b[2J\n", person="Canari-Omar\u202e\n(responsable)\x00")
    asking = inviting.read_file(file)
    assert (asking.pc, asking.person) == ("gnac[2J", "Canari-Omar (responsable)")
    inviting.accept(asking.name)
    assert {"gnac[2J"} <= {one.label for one in host.organisation().devices()}
    kept = {record.label for record in members.records(host.at.store).values()}
    assert kept == {"Canari-Amina", "Canari-Omar (responsable)"}


@pytest.mark.parametrize(
    "said", [{"pc": "\u202e\x00"}, {"person": "\n"}, {"receive": bytes(32)}, {"receive": bytes(40)}]
)
def test_no_name_and_no_key_is_no_request(newcomers: Newcomers, said: dict[str, object]) -> None:
    host, guest = newcomers.lone("Amina"), newcomers.empty("Omar")
    host.found()
    inviting, file = _asks(host, guest, **said)
    assert code(inviting.read_file, file) == "wire.malformed"
    assert inviting.waiting() == ()


def test_two_pcs_of_one_name_are_told_apart(newcomers: Newcomers) -> None:
    host = newcomers.lone("Amina")
    host.found()
    for name in ("Omar", "Noé"):
        inviting, file = _asks(host, newcomers.empty(name))
        asking: Asking = inviting.read_file(file)
        inviting.accept(asking.name)
        inviting.accept(asking.name)  # again, the same
    assert sorted(one.label for one in host.organisation().devices()) == ["Accueil", "Accueil (2)", "Accueil (3)"]
