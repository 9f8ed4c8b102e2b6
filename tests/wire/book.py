"""A directory to write in, and the centres, PCs and people that stand in it: for the tests of the directory."""

from anefdesk.errors import StorageError
from anefdesk.wire import directory, entry
from anefdesk.wire.directory import START, Directory
from anefdesk.wire.entry import ROOT, AddDevice, AddScope, AddUser, Entry, Epoch, Genesis, Grant, Role, Said, Wrap
from tests.mailbox.organisation import NORTH, SOUTH, named, public, secret

CASE = named("case")
KEM = bytes(32)


def user(name: str, scope: bytes) -> AddUser:
    return AddUser(named(name), scope, KEM, public(name))


def device(name: str, scope: bytes) -> AddDevice:
    return AddDevice(named(name), scope, public(name), KEM, public(f"{name} carrier"))


class Book:
    """A directory and whoever writes in it."""

    def __init__(self) -> None:
        first = entry.write(
            Genesis(public("root"), named("admin"), KEM, public("admin")),
            secret("root"), org=bytes(16), no=0, prev=START, signer=ROOT,
        )  # fmt: skip
        self.entries = [first]
        self.state = directory.begin(first)

    def signed(self, by: str, said: Said, **changed: object) -> Entry:
        signer = ROOT if by == "root" else named(by)
        place = {"org": self.state.org, "no": self.state.no + 1, "prev": self.state.head, "signer": signer} | changed
        return entry.write(said, secret(by), **place)  # type: ignore[arg-type]

    def say(self, by: str, said: Said) -> Directory:
        one = self.signed(by, said)
        self.state = self.state.add(one)
        self.entries.append(one)
        return self.state

    def code(self, by: str, said: Said) -> str:
        """Empty when it was taken."""
        try:
            self.state.add(self.signed(by, said))
        except StorageError as error:
            return error.code
        return ""


def filled() -> Book:
    """Two centres; in the north a PC, a lead, a data officer, a worker; in the south a lead and a PC."""
    made = Book()
    made.say("admin", AddScope(NORTH))
    made.say("admin", AddScope(SOUTH))
    for name, scope in (("pc", NORTH), ("far", SOUTH)):
        made.say("admin", device(name, scope))
    for name, scope in (("lead", NORTH), ("officer", NORTH), ("worker", NORTH), ("southern", SOUTH)):
        made.say("admin", user(name, scope))
    for name, role, scope in (
        ("lead", Role.LEAD, NORTH),
        ("officer", Role.DATA_OFFICER, NORTH),
        ("worker", Role.WORKER, NORTH),
        ("southern", Role.LEAD, SOUTH),
    ):
        made.say("admin", Grant(named(name), role, scope))
    made.say("admin", Epoch(NORTH, 1, (Wrap(named("pc"), b"sealed"),)))
    return made
