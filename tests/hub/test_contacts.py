"""Who answers for the organisation asks the hub when each PC last called."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from anefdesk.services.figures_received import Overseen
from anefdesk.wire.entry import EVERYWHERE, Grant, Role
from tests.hub import callers
from tests.hub.running import in_a_thread
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, named


@pytest.fixture
def url(tmp_path: Path, org: Organisation) -> Iterator[str]:
    with in_a_thread(tmp_path, org, f"sqlite:///{tmp_path / 'hub.db'}") as made:
        yield made


def test_the_days_of_contact_come_to_whoever_oversees_and_to_nobody_else(url: str, org: Organisation) -> None:
    with callers.desk(url, org) as hub, callers.desk(url, org, "far") as far:
        assert isinstance(hub, Overseen)
        with pytest.raises(StorageError, match=r"hub\.refused"):
            hub.contacts()
        far.hello()
        hub.add_entry(org.say(Grant(named("pc"), Role.HEAD_OFFICE, EVERYWHERE)))
        days = hub.contacts()
    assert set(days) == {named("pc"), named("far")}
    assert len(set(days.values())) == 1


def test_a_lead_asks_for_the_days_of_their_own_centre(url: str, org: Organisation) -> None:
    with callers.desk(url, org) as hub, callers.desk(url, org, "far") as far:
        far.hello()
        assert set(hub.contacts_for(NORTH, named("lead"), callers.signer("lead"))) == {named("pc")}
        assert set(hub.contacts_for(EVERYWHERE, named("admin"), callers.signer("admin"))) == {named("pc"), named("far")}
        for scope in (SOUTH, EVERYWHERE):
            with pytest.raises(StorageError, match=r"hub\.refused"):
                hub.contacts_for(scope, named("lead"), callers.signer("lead"))
