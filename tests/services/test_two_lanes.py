"""Locking while another lane works: the deed ends whole, or leaves nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor

from anefdesk.domain.staff import Role
from anefdesk.services.session import SessionState
from tests.services.conftest import LEAD, Post

NEW, PASSPHRASE = "Canari-Neuve", "parapluie tonneau sardine cabane"
PATIENCE = 60  # seconds; only a deadlock waits so long


def test_nobody_is_half_added_when_the_desk_locks_meanwhile(post: Post) -> None:
    session = post.opened(LEAD)
    vault = session._vault_here()
    begun, enclose = threading.Event(), vault.add_member

    def add_slowly(*args: object, **kwargs: object) -> object:
        begun.set()
        return enclose(*args, **kwargs)  # type: ignore[arg-type]

    vault.add_member = add_slowly  # type: ignore[method-assign,assignment]
    with ThreadPoolExecutor(1) as slow:
        added = slow.submit(session.add_member, NEW, Role.WORKER, PASSPHRASE, None)
        assert begun.wait(PATIENCE)
        session.lock()
        user = added.result(PATIENCE)
    assert session.state is SessionState.LOCKED
    session.unlock(user, PASSPHRASE)
    assert session.me.label == NEW


def test_closing_waits_for_the_deed_under_way(post: Post) -> None:
    store = post.opened(LEAD)._here().workplace.store
    author = post.users[LEAD]
    with ThreadPoolExecutor(1) as other:
        with store.transaction(author, 1):
            closing = other.submit(store.close)
            assert not store.connection.closed
        closing.result(PATIENCE)
    assert store.connection.closed
