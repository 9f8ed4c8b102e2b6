"""An empty PC joins from its first run, over a restart, or gives up."""

from anefdesk.services import opening
from anefdesk.services.sync.invitations import Invitations, Kind
from anefdesk.services.sync.joining import Joining, under_way
from tests.services.sync.newcomers import Newcomers
from tests.services.sync.test_enrolment import code, directory
from tests.vault.conftest import PASSPHRASE


def test_it_joins_over_a_restart(newcomers: Newcomers) -> None:
    host = newcomers.lone("Amina")
    host.found()
    means = newcomers.means("Omar")
    assert not under_way(means.home)
    first = Joining(means)
    assert code(first.poll) == "enrolment.nothing_asked"
    assert first.begin("Canari-Omar", PASSPHRASE).count("\n") == 3
    assert under_way(means.home)
    assert code(Joining(means).begin, "Canari-Omar", PASSPHRASE) == "vault.exists"
    inviting = Invitations(host.at, host.organisation())
    invited = inviting.invite(Kind.PC, "")
    pending = first.ask(invited.words, pc="Bureau")
    assert inviting.read_file(pending.file).person == "Canari-Omar"
    answer = inviting.accept(invited.name)
    again = Joining(means)
    again.unlock("Canari-Omar", PASSPHRASE)
    assert again.pending() == pending
    assert again.send() == pending
    assert not again.poll()
    assert again.read_file(answer)
    belongs = again.finish()
    assert not under_way(means.home)
    assert belongs.device in directory(host).devices
    again.give_up()  # too late: it belongs
    assert (means.home / opening.DATABASE).exists()


def test_it_may_give_up(newcomers: Newcomers) -> None:
    means = newcomers.means("Omar")
    joining = Joining(means)
    joining.begin("Canari-Omar", PASSPHRASE)
    joining.ask("abaisse abaisse abaisse abaisse abaisse abaisse", pc="Bureau")
    joining.give_up()
    assert not under_way(means.home)
    assert [file.name for file in means.home.iterdir()] == []
    assert code(joining.begin, "Canari-Omar", "court") == "passphrase.weak"
    assert not under_way(means.home)
    lone = newcomers.lone("Amina")
    assert code(Joining(lone.means).begin, "Canari-Omar", PASSPHRASE) == "enrolment.has_files"
