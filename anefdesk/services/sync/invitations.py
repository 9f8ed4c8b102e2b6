"""Letting a PC or a centre in: the side of the organisation. What is under way survives a restart.

Used by the screens of PCs and centres. The letters come through the hub or as files; each invitation is good for a day
and for one PC.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import partial
from itertools import count
from typing import Final

import msgspec

from anefdesk.domain import staff
from anefdesk.domain.record import UserId
from anefdesk.domain.staff import Member
from anefdesk.errors import AccessRefusedError, InputRefusedError, StorageError
from anefdesk.services import members, typed
from anefdesk.services.sync import codes, epochs, labels, pinned
from anefdesk.services.sync.organisation import Newcomer, Organisation
from anefdesk.services.sync.public_keys import signs
from anefdesk.services.workplace import Workplace, adding
from anefdesk.store import remembered
from anefdesk.vault import seal
from anefdesk.wire import entry, invitation, talk
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import AddDevice, AddScope
from anefdesk.wire.http import HttpHub
from anefdesk.wire.invitation import Answer, Card, Invitation, KnownKey, Refused, Request

LASTS: Final = timedelta(days=1)
_KEPT_AS = "invitations"
_REMEMBERED: Final = timedelta(days=8)  # an answer may have to be written on a stick again
_KEYS_SENT: Final = 64  # the latest; each opens the one before


class Kind(Enum):
    """Who is invited."""

    PC = "pc"  # an empty one, into this centre
    CENTRE = "centre"  # one that worked alone, with its files


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    words: tuple[str, ...]
    secret: bytes
    kind: str
    label: str
    until: int  # seconds since 1970
    at_hub: bool = False
    letter: bytes = b""  # the request
    answer: bytes = b""
    role: str = ""  # given; empty: refused, or not answered yet


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation to tell or show. ``at_hub``: the hub waits for the new PC; otherwise only files pass."""

    name: bytes
    kind: Kind
    label: str
    words: str
    card: str  # text of the QR
    until: datetime
    at_hub: bool
    asked: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """A PC that asks to be let in. ``trouble``: the code of what is wrong with its letter."""

    name: bytes
    kind: Kind
    label: str
    pc: str = ""
    person: str = ""
    centre: str = ""  # what it calls itself, of a centre
    department: str = ""
    answered: bool = False
    trouble: str = ""


class Invitations:
    """Those of this PC. ``hub`` is a connection to the organisation's hub, when it can be reached."""

    def __init__(self, at: Workplace, organisation: Organisation, hub: HttpHub | None = None) -> None:
        self._at = at
        self._organisation = organisation
        self._hub = hub

    # Inviting

    def invite(self, kind: Kind, label: str) -> Invited:
        """A new invitation; ``label`` is for whoever invites, to tell them apart.

        Raises:
            AccessRefusedError: ``organisation.role``: PCs are for leads, centres for admins.
        """
        self._allowed(kind)
        words = codes.drawn()
        until = int((self._at.clock.now() + LASTS).timestamp())
        made = _Kept(words, invitation.of_words(words).secret, kind.value, typed.plain(label), until)
        made = self._opened(made)
        self._keep(made)
        return self._shown(made)

    def under_way(self) -> tuple[Invited, ...]:
        """Those that are still good or were answered lately, latest first."""
        return tuple(self._shown(one) for one in reversed(self._all()))

    def withdraw(self, name: bytes) -> None:
        """Expect nobody under an invitation any more."""
        self._save([one for one in self._all() if Invitation(one.secret).name != name])

    def _allowed(self, kind: Kind) -> None:
        here = self._organisation
        if not (here.is_admin() if kind is Kind.CENTRE else here.is_lead()):
            raise AccessRefusedError("organisation.role")

    def _opened(self, one: _Kept) -> _Kept:
        """Have the hub wait for it; when it does not answer, files do."""
        if one.at_hub or self._hub is None:
            return one
        here, name = self._organisation, Invitation(one.secret).name
        message = talk.opening_message(here.post.membership.org, name)
        try:
            self._hub.open_enrolment(name, here.signer.user, signs(here.signer.user_key)(message))
        except StorageError as error:
            if error.code not in _HUB_AWAY:
                raise
            return one
        return msgspec.structs.replace(one, at_hub=True)

    # Who asks

    def waiting(self) -> tuple[Asking, ...]:
        """Who asked, through the hub or by file, until their PC wrote something or is out; looks at the hub first.

        Raises:
            StorageError: ``hub.*``.
        """
        for one in self._all():
            if not one.letter and self._good(one) and self._hub is not None:
                opened = self._opened(one)
                letter = self._hub.read_request(Invitation(one.secret).name) if opened.at_hub else None
                if opened != one or letter:
                    self._keep(msgspec.structs.replace(opened, letter=(letter or b"")[: talk.LARGEST_POST]))
        return tuple(self._asking(one) for one in self._all() if one.letter and not self._entered(one))

    def _entered(self, one: _Kept) -> bool:
        """Whether the answer has arrived, so that nobody needs it again."""
        if not one.answer:
            return False
        post, device = self._organisation.post, Invitation(one.secret).open_request(one.letter).device
        known = post.directory().devices.get(device)
        return bool(post.box.written_by(device)) or (known is not None and known.out is not None)

    def read_file(self, data: bytes) -> Asking:
        """Who asks by a file from a stick; the same file again is the same request.

        Raises:
            StorageError: ``enrolment.other_file``, ``enrolment.unknown`` for no invitation of this PC,
                ``enrolment.expired``, ``enrolment.used`` for another request than the first, ``enrolment.wrong_code``.
        """
        name, letter = invitation.read_request_file(data)
        one = self._named(name)
        if len(letter) > talk.LARGEST_POST:
            raise StorageError("enrolment.other_file")
        if one.letter != letter:
            if one.letter:
                raise StorageError("enrolment.used")
            self._need_good(one)
            _asked(one, letter)
            one = msgspec.structs.replace(one, letter=letter)
            self._keep(one)
        return self._asking(one)

    def _asking(self, one: _Kept) -> Asking:
        name, kind = Invitation(one.secret).name, Kind(one.kind)
        try:
            said = _asked(one, one.letter)
        except StorageError as error:
            return Asking(name, kind, one.label, trouble=error.code)
        trouble = "" if (said.brings is not None) is (kind is Kind.CENTRE) else _MISMATCH[kind]
        centre = (said.brings.name, said.brings.department) if said.brings else ("", "")
        return Asking(name, kind, one.label, said.pc, said.person, *centre, bool(one.answer), trouble)

    # Answering

    def accept(self, name: bytes, role: staff.Role = staff.Role.WORKER, *, ends_on: date | None = None) -> bytes:
        """Let it in, and return the answer as a file; again, the same answer. The first person of a centre leads it.

        Raises:
            StorageError: ``enrolment.unknown``, ``enrolment.expired``, ``enrolment.wrong_code``; ``sync.needs_hub``
                when the hub is away: it must hear of the PC first; as ``sayings.say``.
            InputRefusedError: ``enrolment.needs_centre``, ``enrolment.needs_empty``, ``enrolment.taken``.
        """
        one = self._named(name)
        kind = Kind(one.kind)
        self._allowed(kind)
        if one.answer and not one.role:
            raise StorageError("enrolment.used")
        if not one.answer:
            self._need_good(one)
        said = _asked(one, one.letter)
        if (said.brings is not None) is not (kind is Kind.CENTRE):
            raise InputRefusedError(_MISMATCH[kind])
        if self._hub is None and self._organisation.post.membership.hub:
            raise StorageError("sync.needs_hub")
        role = staff.Role(one.role) if one.role else staff.Role.LEAD if kind is Kind.CENTRE else role
        scope = self._scope_of(said)
        if not one.answer:
            self._let_in(said, scope, role, ends_on)
            sealed = self._handed(one, said, scope, whole=False)
            one = msgspec.structs.replace(one, answer=sealed, role=role.value)
            self._keep(one)
        if one.at_hub and self._hub is not None:
            self._hub.write_answer(name, one.answer)
        return invitation.answer_file(name, self._handed(one, said, scope, whole=True))

    def refuse(self, name: bytes) -> bytes:
        """Do not let it in, and return that answer as a file."""
        one = self._named(name)
        if one.role:
            raise StorageError("enrolment.used")
        if not one.answer:
            one = msgspec.structs.replace(one, answer=Invitation(one.secret).seal_answer(Refused()))
            self._keep(one)
        if one.at_hub and self._hub is not None:
            self._hub.write_answer(name, one.answer)
        return invitation.answer_file(name, one.answer)

    def _scope_of(self, said: Request) -> bytes:
        """This centre; or that of a centre that comes, the same however often it is let in."""
        if said.brings is None:
            return self._organisation.scope
        org = self._organisation.post.membership.org
        return hashlib.sha256(b"anefdesk/centre/1" + org + said.brings.org + said.brings.scope).digest()[:16]

    def _let_in(self, said: Request, scope: bytes, role: staff.Role, ends_on: date | None) -> None:
        here = self._organisation
        state = here.state()
        if said.brings is not None and scope not in state.scopes:
            here.tell([AddScope(scope, here.sealed(said.brings.name))])
        known = state.devices.get(said.device)
        if known is not None and (known.sign, known.receive, known.scope) != (said.sign, said.receive, scope):
            raise InputRefusedError("enrolment.taken")
        if known is None:
            label = here.sealed(self._free_name(said.pc, scope))
            here.tell([AddDevice(said.device, scope, said.sign, said.receive, said.carrier, label)])
        here.add_person(Newcomer(said.user, said.person, role, said.user_receive, said.user_sign), scope)
        if said.brings is None:
            self._welcome(said, role, ends_on)

    def _free_name(self, pc: str, scope: bytes) -> str:
        """What a PC is called from here on: no two of a centre by one name, or the wrong one is taken out one day."""
        taken = {line.label.casefold() for line in self._organisation.devices() if line.scope == scope}
        names = (pc if number == 1 else f"{pc} ({number})" for number in count(1))
        return next(name for name in names if name.casefold() not in taken)

    def _welcome(self, said: Request, role: staff.Role, ends_on: date | None) -> None:
        """Write the person among the members of this centre: their PC learns their role from it."""
        user = UserId(said.user)
        if user in members.records(self._at.store):
            return
        record = members.record_of(user, Member(user, said.person, role, ends_on), said.user_receive, said.user_sign)
        self._at.record(adding(self._at.store.centre, record))

    def _handed(self, one: _Kept, said: Request, scope: bytes, *, whole: bool) -> bytes:
        to = partial(seal.seal_to, said.receive)
        return Invitation(one.secret).hand(self._answer(said, scope, whole=whole), to)

    def _answer(self, said: Request, scope: bytes, *, whole: bool) -> Answer:
        here = self._organisation
        state, written = here.state(), here.post.box.entries(-1)
        membership = here.post.membership
        return Answer(
            genesis=written[0],
            no=state.no,
            head=state.head,
            scope=scope,
            centre=bytes(16) if said.brings else bytes(self._at.store.centre),
            keys=() if said.brings else self._keys(state, scope),
            label_key=labels.key_of(self._at.store),
            hub=membership.hub,
            certificate=membership.certificate or "",
            entries=written[1:] if whole else (),
        )

    def _keys(self, state: Directory, scope: bytes) -> tuple[KnownKey, ...]:
        """The keys of this centre's epochs, and of what it brought with it."""
        orgs = {one.scope: one.org for one in state.adopted.values() if one.into == scope} | {scope: state.org}
        with self._at.store.inside() as inside:
            known = inside.keys.known()
        signer = self._organisation.signer  # a key made by another PC a moment ago may not have been learnt yet
        known |= {(one.scope, one.epoch): one.key for one in epochs.opened(state, signer, known)}
        found = [KnownKey(orgs[of], of, epoch, key) for (of, epoch), key in known.items() if of in orgs]
        return tuple(sorted(found, key=lambda one: (one.scope != scope, -one.epoch))[:_KEYS_SENT])

    # What is kept

    def _now(self) -> float:
        return self._at.clock.now().timestamp()

    def _good(self, one: _Kept) -> bool:
        return not one.answer and one.until >= self._now()

    def _need_good(self, one: _Kept) -> None:
        if one.until < self._now():
            raise StorageError("enrolment.expired")

    def _named(self, name: bytes) -> _Kept:
        for one in self._all():
            if Invitation(one.secret).name == name:
                return one
        raise StorageError("enrolment.unknown")

    def _all(self) -> list[_Kept]:
        kept = remembered.get(self._at.store, _KEPT_AS)
        found = msgspec.msgpack.decode(kept, type=list[_Kept]) if kept else []
        oldest = self._now() - _REMEMBERED.total_seconds()
        return [one for one in found if one.until >= oldest]

    def _keep(self, one: _Kept) -> None:
        others = [other for other in self._all() if other.secret != one.secret]
        self._save([*others, one])

    def _save(self, several: list[_Kept]) -> None:
        remembered.put(self._at.store, _KEPT_AS, msgspec.msgpack.encode(several))

    def _shown(self, one: _Kept) -> Invited:
        made = Invitation(one.secret)
        membership = self._organisation.post.membership
        first = entry.read(self._organisation.post.box.entries(-1)[0])
        card = Card(made, first.digest(), membership.hub, pinned.digest_of(membership.certificate)).text()
        until = datetime.fromtimestamp(one.until, UTC)
        return Invited(
            made.name, Kind(one.kind), one.label, " ".join(one.words), card, until, one.at_hub, bool(one.letter),
            bool(one.answer),
        )  # fmt: skip


def _asked(one: _Kept, letter: bytes) -> Request:
    """What a new PC says of itself, its names as this PC would have let them be typed.

    Raises:
        StorageError: as ``Invitation.open_request``; ``wire.malformed`` for no name, or a key that is none.
    """
    said = Invitation(one.secret).open_request(letter)
    pc, person = typed.plain(said.pc), typed.plain(said.person)
    brings = said.brings and msgspec.structs.replace(
        said.brings, name=typed.plain(said.brings.name) or "?", department=typed.plain(said.brings.department)
    )
    try:
        seal.seal_to(said.receive, b"", b"")
    except (ValueError, KeyError):
        raise StorageError("wire.malformed") from None
    if not pc or not person:
        raise StorageError("wire.malformed")
    return msgspec.structs.replace(said, pc=pc, person=person, brings=brings)


_HUB_AWAY: Final = frozenset({"hub.unreachable", "hub.portal", "hub.busy", "hub.failing", "hub.certificate"})
_MISMATCH: Final = {Kind.PC: "enrolment.needs_empty", Kind.CENTRE: "enrolment.needs_centre"}
