"""The training centre: invented people, a store of its own, and no way to mix it with the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk import paths
from anefdesk.domain.catalogue import Catalogue
from anefdesk.services import training
from anefdesk.services.session import Session, SessionState
from anefdesk.vault import slot
from tests.services.conftest import LEAD, PASSPHRASES, TODAY, Post, Refused, Time


@pytest.fixture
def trained(tmp_path: Path, catalogue: Catalogue) -> Iterator[Session]:
    home = tmp_path / "desk-training"
    session = Session(home, Time().clock(), lambda: catalogue, training=True, cost=slot.FLOOR)
    training.prepare(session, TODAY)
    yield session
    session.lock()


def test_the_centre_is_full_of_invented_people(trained: Session) -> None:
    people = trained.desk.finding.recent()
    assert len(people) >= 8
    assert all(row.latin.startswith("CANARI-") for row in people)
    assert len({row.language for row in people}) >= 8
    assert trained.desk.demarches.today()
    assert trained.passphrase_only
    assert trained.rehearsed_on == TODAY


def test_it_opens_again_as_it_was_left(trained: Session) -> None:
    before = trained.desk.casework._at.store.state_hash()
    trained.lock()
    training.prepare(trained, TODAY)
    assert trained.desk.casework._at.store.state_hash() == before
    training.prepare(trained, TODAY)  # open already
    assert trained.state is SessionState.OPEN


def test_paper_of_the_training_centre_says_so(trained: Session) -> None:
    (row, *_) = trained.desk.finding.recent()
    (demarche, *_) = trained.desk.casework.reload(row.case).file.demarches
    assert trained.desk.paper.checklist(row.case, demarche.id, "ar").imprint.training


def test_a_real_session_is_never_filled_with_invented_people(post: Post) -> None:
    session = post.opened()
    with pytest.raises(ValueError, match="training"):
        training.prepare(session, TODAY)
    assert session.desk.finding.count() == 0


def test_a_training_folder_does_not_open_as_a_real_desk(
    trained: Session, catalogue: Catalogue, refused: Refused
) -> None:
    trained.lock()
    real = Session(trained._home, Time().clock(), lambda: catalogue, cost=slot.FLOOR)
    assert refused(lambda: real.unlock_by_label(training.LABEL, training.PASSPHRASE)) == "store.training"


def test_a_real_folder_does_not_open_as_the_training_centre(post: Post, refused: Refused) -> None:
    session = post.start(training=True)
    assert refused(lambda: session.unlock(post.users[LEAD], PASSPHRASES[LEAD])) == "store.training"
    assert refused(session.tiles) == "store.training"


def test_databases_cannot_be_swapped(trained: Session, bare_post: Post, refused: Refused) -> None:
    trained.lock()
    theirs = (trained._home / "casebook.db").read_bytes()
    (bare_post.home / "casebook.db").write_bytes(theirs)
    session = bare_post.start()
    assert refused(lambda: session.unlock(bare_post.users[LEAD], PASSPHRASES[LEAD])) == "store.damaged"


def test_the_two_folders_never_hold_each_other() -> None:
    real, invented = paths.data_home(), paths.training_home()
    assert real != invented
    assert real not in invented.parents
    assert invented not in real.parents
