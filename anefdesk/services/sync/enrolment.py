"""Being let into an organisation: the side of the new PC, empty or with the files of a centre that worked alone.

Used by the first-run screen and by the screen of the organisation. Asking and being answered may be days apart: what
is kept between in ``enrolment.json`` is sealed to this PC. What the organisation answers is believed only as far as
the invitation proves it; everything else, a hub's word first, must follow from that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from anefdesk.domain.case import Centre
from anefdesk.errors import InputRefusedError, StorageError, of_the_disk
from anefdesk.paths import keep, settle
from anefdesk.services import typed
from anefdesk.services.opening import DATABASE
from anefdesk.services.sync import codes, membership, pinned, public_keys
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading
from anefdesk.vault import seal
from anefdesk.vault.keys import Unlocked
from anefdesk.wire import directory as directories
from anefdesk.wire import entry, invitation, trust
from anefdesk.wire.directory import Directory
from anefdesk.wire.http import Caller, HttpHub
from anefdesk.wire.invitation import Answer, Brings, Invitation, Refused, Request

FILE = "enrolment.json"
UNFINISHED = "joining.unfinished"
_CONTEXT = b"anefdesk/enrolment/1"


class _Kept(msgspec.Struct, frozen=True):
    name: bytes
    secret: bytes  # sealed to this PC
    org: bytes  # digest of the first entry, where a QR told it
    hub: str
    certificate: bytes  # digest, where a QR told it
    brings: bool
    letter: bytes
    left: bool = False  # at the hub
    answer: bytes = b""


@dataclass(frozen=True, slots=True)
class Pending:
    """What this PC asked. ``left``: the hub has it; ``answered``: ``finish`` may be called."""

    hub: str
    brings: bool
    left: bool
    answered: bool
    file: bytes  # the request, for a stick


def pending(home: Path) -> Pending | None:
    """What this PC asked and has not finished; ``None`` when it asked nothing.

    Raises:
        StorageError: ``enrolment.damaged``.
    """
    kept = _load(home)
    if kept is None:
        return None
    file = invitation.request_file(kept.name, kept.letter)
    return Pending(kept.hub, kept.brings, kept.left, bool(kept.answer), file)


def ask(
    home: Path,
    keys: Unlocked,
    code: str,
    *,
    hub: str = "",
    pc: str,
    person: str,
    carrier: bytes | None = None,
    at: Workplace | None = None,
) -> Pending:
    """Ask to be let in, and leave the request at the hub when one is named; otherwise ``Pending.file`` goes by stick.

    Args:
        code: six words as typed, or the text of a QR.
        pc: what this PC is called; ``person``: what the person at it is called.
        carrier: this PC's carrier key (``Vault.carrier``).
        at: the open desk of a centre that comes with its files; ``None`` for an empty PC.

    Raises:
        InputRefusedError: ``enrolment.word``, ``enrolment.words``, ``enrolment.nameless``, ``organisation.exists``,
            ``organisation.training``, ``organisation.by_sheet``, ``enrolment.has_files`` for a desk that is not empty.
        StorageError: ``enrolment.not_a_card``; ``hub.url``. What was asked is then kept for ``send``:
            ``enrolment.unknown`` when the hub waits for nobody under this code; ``enrolment.used`` when somebody else
            answered to it; ``hub.*``.
    """
    if membership.load(home) is not None:
        raise InputRefusedError("organisation.exists")
    if at is None and (home / DATABASE).exists() and not (home / UNFINISHED).exists():
        raise InputRefusedError("enrolment.has_files")
    if not keys.signing_key:
        raise InputRefusedError("organisation.by_sheet")
    pc, person = typed.plain(pc), typed.plain(person)
    if not pc or not person:
        raise InputRefusedError("enrolment.nameless")
    card = codes.read(code)
    known = public_keys.of(keys, carrier)
    said = Request(
        known.device, known.sign, known.receive, known.carrier, known.user, known.user_receive, known.user_sign,
        pc, person, _brought(at) if at else None,
    )  # fmt: skip
    made = card.invitation
    sealed = seal.seal_to(keys.device_key.public(), made.secret, _CONTEXT + keys.device)
    letter = made.seal_request(said)
    address = hub.strip() or card.hub
    address = address and trust.address(address)
    _save(home, _Kept(made.name, sealed, card.org, address, card.certificate, at is not None, letter))
    return send(home)


def _brought(at: Workplace) -> Brings:
    if at.store.training:
        raise InputRefusedError("organisation.training")
    found = reading.things(at.store.connection, at.store.centre, Centre)
    centre = next((one for one in found if one.name), None)
    with at.store.inside() as inside:
        org, scope, log = inside.keys.org, inside.keys.scope, inside.log.current
    name, department = (centre.name, centre.department) if centre else ("", "")
    return Brings(org, scope, log, name[:120] or "?", department)


def send(home: Path) -> Pending:
    """Leave the request at the hub; again does no harm, and nothing happens where there is no hub.

    Raises:
        StorageError: as ``ask``.
    """
    kept = _need(home)
    if kept.hub and not kept.left:
        with pinned.stranger(kept.hub, kept.certificate) as hub:
            try:
                hub.write_request(kept.name, kept.letter)
            except StorageError as error:
                code = _REFUSED.get(str(error.params.get("reason", "")))
                raise (StorageError(code) if code else error) from None
        kept = msgspec.structs.replace(kept, left=True)
        _save(home, kept)
    found = pending(home)
    assert found is not None, "just kept"
    return found


def poll(home: Path, keys: Unlocked) -> bool:
    """Look at the hub for the answer; whether it has come.

    Raises:
        StorageError: ``enrolment.refused``, ``enrolment.wrong_code``; ``enrolment.used`` when another PC was let in by
            the same code; ``hub.*``.
    """
    kept = _need(home)
    if kept.answer:
        return True
    if not kept.hub:
        return False
    with pinned.stranger(kept.hub, kept.certificate) as hub:
        letter = hub.read_answer(kept.name)
    return letter is not None and _take(home, keys, kept, letter)


def read_file(home: Path, keys: Unlocked, data: bytes) -> bool:
    """Take the answer that came by file; again does no harm.

    Raises:
        StorageError: ``enrolment.other_file``; ``enrolment.not_mine`` for the answer to another PC; as ``poll``.
    """
    kept = _need(home)
    name, letter = invitation.read_answer_file(data)
    if name != kept.name:
        raise StorageError("enrolment.not_mine")
    return _take(home, keys, kept, letter)


def _take(home: Path, keys: Unlocked, kept: _Kept, letter: bytes) -> bool:
    said = _opened(kept, keys, letter)
    if isinstance(said, Refused):
        raise StorageError("enrolment.refused")
    _save(home, msgspec.structs.replace(kept, answer=letter))
    return True


def give_up(home: Path) -> None:
    """Forget what was asked; nothing else was changed yet."""
    try:
        (home / FILE).unlink(missing_ok=True)
        settle(home)
    except OSError as error:
        raise of_the_disk(error) from None


# What was answered


@dataclass(frozen=True)
class Admitted:
    """What the organisation answered, and its directory, verified."""

    answer: Answer
    entries: tuple[bytes, ...]
    directory: Directory


def admitted(home: Path, keys: Unlocked) -> Admitted:
    """The kept answer with the directory, from the letter itself or from the hub.

    Raises:
        StorageError: ``enrolment.not_answered``, ``enrolment.other_organisation``, ``enrolment.other_directory``,
            ``enrolment.older_directory``, ``hub.*``.
    """
    kept = _need(home)
    if not kept.answer:
        raise StorageError("enrolment.not_answered")
    answer = _opened(kept, keys, kept.answer)
    assert isinstance(answer, Answer), "a refusal is not kept"
    try:
        first = entry.read(answer.genesis)
        state = directories.begin(first)
    except StorageError:
        raise StorageError("enrolment.other_directory") from None
    if kept.org and kept.org != first.digest():
        raise StorageError("enrolment.other_organisation")
    rest = answer.entries or _asked_for(answer, state.org, keys)
    return Admitted(answer, (answer.genesis, *rest), _followed(state, rest, answer, keys))


def _asked_for(answer: Answer, org: bytes, keys: Unlocked) -> tuple[bytes, ...]:
    if not answer.hub:
        raise StorageError("enrolment.older_directory")
    with reach(answer, org, keys) as hub:
        try:
            return hub.entries(0)
        except StorageError as error:
            if error.params.get("reason") == "unknown":  # it has not heard of this PC
                raise StorageError("enrolment.older_directory") from None
            raise


def reach(answer: Answer, org: bytes, keys: Unlocked) -> HttpHub:
    """The organisation's hub, as a PC that belongs to it calls."""
    caller = Caller(org, keys.device, public_keys.signs(keys.device_signing_key))
    return HttpHub(answer.hub, caller, certificate=answer.certificate or None)


def _followed(state: Directory, rest: Sequence[bytes], answer: Answer, keys: Unlocked) -> Directory:
    """Fold the directory, and see that it is the one the answer names, with this PC and this person in it."""
    heads = {state.no: state.head}
    try:
        for data in rest:
            state = state.add(entry.read(data))
            heads[state.no] = state.head
    except StorageError:
        raise StorageError("enrolment.other_directory") from None
    if answer.no not in heads:
        raise StorageError("enrolment.older_directory")
    device, user = state.devices.get(keys.device), state.users.get(keys.user)
    mine = public_keys.of(keys, None)
    if (
        heads[answer.no] != answer.head
        or device is None
        or user is None
        or (device.sign, device.receive, device.scope) != (mine.sign, mine.receive, answer.scope)
        or (user.sign, user.receive) != (mine.user_sign, mine.user_receive)
    ):
        raise StorageError("enrolment.other_directory")
    return state


# What is kept


def _invitation(kept: _Kept, keys: Unlocked) -> Invitation:
    return Invitation(seal.open_sealed(keys.device_key, kept.secret, _CONTEXT + keys.device))


def _opened(kept: _Kept, keys: Unlocked, letter: bytes) -> Answer | Refused:
    def unseal(sealed: bytes, context: bytes) -> bytes:
        return seal.open_sealed(keys.device_key, sealed, context)

    return _invitation(kept, keys).open_answer(letter, unseal)


def _load(home: Path) -> _Kept | None:
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=_Kept)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise StorageError("enrolment.damaged") from None


def _need(home: Path) -> _Kept:
    kept = _load(home)
    if kept is None:
        raise StorageError("enrolment.nothing_asked")
    return kept


def _save(home: Path, kept: _Kept) -> None:
    try:
        keep(home / FILE, msgspec.json.encode(kept))
    except OSError as error:
        raise of_the_disk(error) from None


_REFUSED = {"missing": "enrolment.unknown", "taken": "enrolment.used"}
