"""Saying something in the directory. It is one list for all, so the hub decides who comes first; without one, we do.

What is decided while the hub is out of reach waits, unsigned, and is signed at the next contact by who decided it.
"""

from collections.abc import Mapping
from typing import Final

from anefdesk.errors import StorageError
from anefdesk.services.sync.post import Post, Signer
from anefdesk.store import delivery
from anefdesk.store.store import Store
from anefdesk.wire import entry as entries
from anefdesk.wire.entry import ROOT, Revoke, Said
from anefdesk.wire.hub import Hub

_TRIES: Final = 8  # others who may come first, one after another
_NEVER: Final = frozenset({"directory.denied", "directory.refused", "directory.broken", "wire.malformed"})


def catch_up(post: Post, hub: Hub) -> None:
    """Bring the directory of mailbox and hub to the longer of the two.

    Raises:
        StorageError: ``hub.*``; ``sync.directory_parted`` when they are not one list.
    """
    own = post.directory()
    for data in hub.entries(own.no):
        _agree(post.box, data)
    for data in post.box.entries(max(hub.hello().dir_no, -1)):
        _agree(hub, data)


def _agree(side: "Hub", data: bytes) -> None:
    try:
        taken = side.add_entry(data)
    except StorageError as error:
        if error.code not in _NEVER:
            raise
        taken = False
    if not taken:
        raise StorageError("sync.directory_parted")


def say(post: Post, said: Said, signer: bytes, key: bytes, hub: Hub | None) -> None:
    """Sign a statement and have it taken, by the hub first if there is one.

    Args:
        signer: a person, this PC, or ``ROOT``; ``key`` is their Ed25519 private key.

    Raises:
        StorageError: ``sync.needs_hub`` when there is a hub and it is not given; ``hub.*``; ``directory.denied`` and
            ``directory.refused`` when it may not be said.
    """
    if hub is None and post.membership.hub:
        raise StorageError("sync.needs_hub")
    for _ in range(_TRIES):
        if hub is not None:
            catch_up(post, hub)
        state = post.directory()
        one = entries.write(said, key, org=state.org, no=state.no + 1, prev=state.head, signer=signer)
        state.add(one)  # refused here before anybody hears of it
        data = one.encode()
        if (hub is None or hub.add_entry(data)) and post.box.add_entry(data):
            return
    raise StorageError("hub.busy")


def keys_of(signer: Signer) -> Mapping[bytes, bytes]:
    """With which keys who is here signs."""
    return {signer.user: signer.user_key, signer.device: signer.device_key}


def later(store: Store, said: Said, signer: bytes) -> None:
    """Keep a decision until ``say_waiting``."""
    assert signer != ROOT, "the printed key is not kept"
    delivery.meant(store, signer, entries.said_bytes(said))


def say_waiting(store: Store, post: Post, signer: Signer, hub: Hub | None) -> tuple[str, ...]:
    """Say what waits and who is here may sign.

    What will never be taken is given up. Most of it somebody else said meanwhile; of those who were to be out and still
    are in, the codes come back: whoever decided it believes it done.

    Raises:
        StorageError: as ``say``.
    """
    keys, given_up = keys_of(signer), []
    for one in delivery.sayings(store):
        if one.signer in keys:
            said = entries.read_said(one.body)
            try:
                say(post, said, one.signer, keys[one.signer], hub)
            except StorageError as error:
                if error.code not in _NEVER:
                    raise
                if isinstance(said, Revoke) and post.directory().active(said.subject):
                    given_up.append(error.code)
            delivery.said(store, one.no)
    return tuple(given_up)
