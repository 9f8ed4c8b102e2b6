"""A PC that gave a key nobody can seal to gets nothing, and keeps nothing from the others."""

import dataclasses

import pytest

from anefdesk.errors import StorageError
from anefdesk.services.sync import epochs
from anefdesk.vault import seal
from anefdesk.wire import parcel
from anefdesk.wire.directory import Directory
from tests.mailbox.organisation import NORTH, Organisation, named

RIGHT = seal.new_key()
TWISTED = RIGHT.public()[:32] + b"\xff" * 1184
NONE = {"of small order": bytes(32), "beyond the field": TWISTED}


def _directory(receive: bytes) -> Directory:
    """``pc`` has a key that is none, ``pc 2`` one that is."""
    state = Organisation().state
    keys = {named("pc"): receive, named("pc 2"): RIGHT.public()}
    known = {name: dataclasses.replace(state.devices[name], receive=key) for name, key in keys.items()}
    return dataclasses.replace(state, devices={**state.devices, **known})


@pytest.mark.parametrize("receive", NONE.values(), ids=NONE)
def test_the_others_get_the_key_of_the_next_epoch(receive: bytes) -> None:
    state = _directory(receive)
    made = epochs.entry_for(state, NORTH, b"k" * 32, b"b" * 32)
    assert [wrap.to for wrap in made.wraps] == [named("pc 2")]
    assert seal.open_sealed(RIGHT, made.wraps[0].sealed, epochs.context(state.org, NORTH, made.epoch)) == b"k" * 32


@pytest.mark.parametrize("receive", NONE.values(), ids=NONE)
def test_the_others_get_the_parcel(receive: bytes) -> None:
    org, device, to = named("org"), named("far"), {named("pc"): receive, named("pc 2"): RIGHT.public()}
    made = parcel.write(org, device, 1, b"said", to, seal.seal_to)

    def opened(name: str) -> bytes | None:
        found = parcel.read(org, device, made, named(name), lambda blob, bound: seal.open_sealed(RIGHT, blob, bound))
        return found.body if found else None

    assert (opened("pc"), opened("pc 2")) == (None, b"said")
    with pytest.raises(StorageError, match=r"parcel\.nobody"):
        parcel.write(org, device, 1, b"said", {named("pc"): receive}, seal.seal_to)
