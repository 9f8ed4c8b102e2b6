"""Each member's public key is in the database once they came, and follows a reset."""

from anefdesk.domain.case import Staff
from anefdesk.services import members
from anefdesk.services.session import Session
from tests.services.conftest import LEAD, PASSPHRASES, WORKER, Post

ANOTHER = "parapluie tonneau sardine cabane"


def _record(session: Session, post: Post) -> Staff:
    return members.records(session._here().workplace.store)[post.users[WORKER]]


def test_a_member_s_public_key_comes_with_them_and_follows_a_reset(post: Post) -> None:
    session = post.opened(LEAD)
    assert _record(session, post).public_key == b""
    session.unlock(post.users[WORKER], PASSPHRASES[WORKER])
    first = _record(session, post).public_key
    assert first == session._here().keys.user_key.public()
    session.unlock(post.users[LEAD], PASSPHRASES[LEAD])
    assert not session.reset_member(post.users[WORKER], ANOTHER)
    session.unlock(post.users[WORKER], ANOTHER)
    second = _record(session, post).public_key
    assert second == session._here().keys.user_key.public() != first


def test_it_is_written_once(post: Post) -> None:
    session = post.opened(WORKER)
    before = len(list(session._here().workplace.store.records()))
    session.unlock(post.users[WORKER], PASSPHRASES[WORKER])
    assert len(list(session._here().workplace.store.records())) == before
