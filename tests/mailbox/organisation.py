"""An organisation on paper: people, PCs and their logs, to fill mailboxes with."""

import hashlib
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.wire import directory, entry, keybox
from anefdesk.wire.directory import START
from anefdesk.wire.entry import (
    ROOT,
    AddDevice,
    AddScope,
    AddUser,
    Approval,
    Erase,
    Genesis,
    Grant,
    Role,
    Said,
)
from anefdesk.wire.sealing import Place, chain_digest, seal
from anefdesk.wire.segment import Record, Run, Segment, cut


def named(name: str) -> bytes:
    """The id of something invented."""
    return hashlib.sha256(name.encode()).digest()[:16]


def secret(name: str) -> bytes:
    return hashlib.sha256(b"key of " + name.encode()).digest()


def public(name: str) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret(name)).public_key().public_bytes_raw()


NORTH, SOUTH = named("north"), named("south")
KEM = bytes(32)


class Organisation:
    """Its directory: two centres, a PC in each, a lead and a data officer in the north."""

    def __init__(self, label: bytes = b"") -> None:
        first = entry.write(
            Genesis(public("root"), named("admin"), KEM, public("admin"), label),
            secret("root"), org=bytes(16), no=0, prev=START, signer=ROOT,
        )  # fmt: skip
        self.entries = [first.encode()]
        self.state = directory.begin(first)
        for said in (
            AddScope(NORTH), AddScope(SOUTH), self.pc("pc"), self.pc("pc 2"), self.pc("far", SOUTH),
            self.person("lead"), self.person("officer"),
            Grant(named("lead"), Role.LEAD, NORTH), Grant(named("officer"), Role.DATA_OFFICER, NORTH),
        ):  # fmt: skip
            self.say(said)

    @staticmethod
    def pc(name: str, scope: bytes = NORTH) -> AddDevice:
        return AddDevice(named(name), scope, public(name), KEM, public(f"{name} carrier"))

    @staticmethod
    def person(name: str, scope: bytes = NORTH) -> AddUser:
        return AddUser(named(name), scope, KEM, public(name))

    def say(self, said: Said, by: str = "admin") -> bytes:
        one = entry.write(
            said, secret(by), org=self.state.org, no=self.state.no + 1, prev=self.state.head, signer=named(by)
        )
        self.state = self.state.add(one)
        self.entries.append(one.encode())
        return one.encode()

    def erase(self, case: bytes, scope: bytes = NORTH, people: tuple[str, str] = ("lead", "officer")) -> bytes:
        message = entry.erasing(self.state.org, case)
        agreed = tuple(
            Approval(named(who), Ed25519PrivateKey.from_private_bytes(secret(who)).sign(message)) for who in people
        )
        return self.say(Erase(case, scope, agreed), by=people[0])

    def keybox(
        self, case: bytes, version: int = 1, body: bytes = b"sealed", pc: str = "pc", scope: bytes = NORTH
    ) -> bytes:
        return keybox.write(
            secret(pc), org=self.state.org, case=case, version=version, scope=scope, epoch=1, body=body,
            device=named(pc),
        ).encode()  # fmt: skip


@dataclass
class Writer:
    """One log of one PC, growing. ``org_of`` and ``scope`` are how it seals, ``pc`` who signs."""

    org: Organisation
    pc: str = "pc"
    log: bytes = field(default_factory=lambda: os.urandom(16))
    scope: bytes = NORTH
    org_of: bytes = b""
    records: list[Record] = field(default_factory=list)

    def write(self, count: int, *cases: bytes, clear: bytes = b"") -> None:
        """``count`` more records, of ``cases`` in turn; ``clear`` stands for what is sealed in them."""
        cases = cases or (named("case"),)
        for number in range(count):
            sealed = seal(secret("records"), clear or os.urandom(40), b"")
            self.records.append(Record(cases[number % len(cases)], 0, sealed.nonce, sealed.ct))

    def segment(self, first: int, last: int, *, dir_no: int | None = None, dir_head: bytes = b"") -> Segment:
        """These of its records, cut and signed."""
        state = self.org.state
        run = Run(
            self.org_of or state.org, self.scope, self.log, named(self.pc), first, self.head(first - 1), 1,
            state.no if dir_no is None else dir_no, dir_head or state.head,
        )  # fmt: skip
        return cut(run, self.records[first - 1 : last], secret(self.pc))

    def head(self, last: int) -> bytes:
        """The log's head after record ``last``."""
        head = bytes(32)
        for number, record in enumerate(self.records[:last], start=1):
            place = Place(self.org_of or self.org.state.org, self.scope, self.log, number, record.case, 1)
            head = chain_digest(head, place, record.digest())
        return head

    def cut(self, count: int = 1, *cases: bytes, clear: bytes = b"") -> Segment:
        """``count`` more records as one segment."""
        first = len(self.records) + 1
        self.write(count, *cases, clear=clear)
        return self.segment(first, first + count - 1)
