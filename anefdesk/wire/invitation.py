"""Letting a new PC in: a code told by voice or shown as a QR, and the two letters that are sealed under it.

Hub and sticks carry the letters and read nothing. Used by ``services.sync`` on both sides; no key exchange with a
password is needed: with 77 bits behind Argon2id, guessing what was carried is hopeless. Keys are handed to the PC that
asked and to no other: whoever overheard the code learns who asked, and opens nothing.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta, Struct

from anefdesk.errors import StorageError
from anefdesk.wire.sealing import NONCE, Sealed, seal
from anefdesk.wire.talk import Count, Digest, Id

WORDS: Final = 6
LARGEST: Final = 16 << 20  # bytes of a letter carried as a file: a whole directory may be in it
_SALT = b"anefdesk/invitation/1"
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 1
_SECRET, _NAME = 16, 16
_REQUEST, _ANSWER = b"\x01", b"\x02"
_MAGIC = {_REQUEST: b"ANEFD1", _ANSWER: b"ANEFA1"}
_CARD = "ANEF1:"
_LONGEST_CARD = 2000

_Key = Annotated[bytes, Meta(min_length=32, max_length=32)]
_Receive = Annotated[bytes, Meta(min_length=32, max_length=32 + 1184)]  # X25519, or with ML-KEM-768
_Label = Annotated[str, Meta(min_length=1, max_length=120)]
_Address = Annotated[str, Meta(max_length=300)]
_Pem = Annotated[str, Meta(max_length=6000)]
_Small = Annotated[bytes, Meta(max_length=1 << 20)]
_T = TypeVar("_T")


class Brings(Struct, frozen=True, array_like=True):
    """A centre that worked alone comes with its files: under which organisation and scope its log was sealed."""

    org: Id
    scope: Id
    log: Id
    name: _Label
    department: Annotated[str, Meta(max_length=10)]


class Request(Struct, frozen=True, array_like=True):
    """What a new PC says of itself and of the person at it: public keys, and what both are called."""

    device: Id
    sign: _Key
    receive: _Receive
    carrier: _Key
    user: Id
    user_receive: _Receive
    user_sign: _Key
    pc: _Label
    person: _Label
    brings: Brings | None = None


class KnownKey(Struct, frozen=True, array_like=True):
    """The key of one epoch of a scope."""

    org: Id
    scope: Id
    epoch: Annotated[int, Meta(ge=1, lt=1 << 32)]
    key: _Key


class Answer(Struct, frozen=True, array_like=True, tag=1):
    """The new PC is in. It believes the directory that begins with ``genesis`` and has ``head`` at ``no``.

    ``entries`` are those after the first one, when the letter had room for them.
    """

    genesis: _Small
    no: Count
    head: Digest
    scope: Id
    centre: Id  # the centre's own case; of a centre that brings its files, its own again
    keys: Annotated[tuple[KnownKey, ...], Meta(max_length=4096)]
    label_key: _Key
    hub: _Address = ""
    certificate: _Pem = ""
    entries: Annotated[tuple[_Small, ...], Meta(max_length=1 << 16)] = ()


class Refused(Struct, frozen=True, array_like=True, tag=2):
    """The new PC is not let in."""


class Handed(Struct, frozen=True, array_like=True, tag=3):
    """An ``Answer`` sealed to the PC that asked."""

    sealed: bytes


class _Shown(Struct, frozen=True, array_like=True):
    secret: Annotated[bytes, Meta(min_length=_SECRET, max_length=_SECRET)]
    org: Digest
    hub: _Address
    certificate: Annotated[bytes, Meta(max_length=32)]


_ENCODER = msgspec.msgpack.Encoder()
_REQUESTS = msgspec.msgpack.Decoder(Request)
_ANSWERS: msgspec.msgpack.Decoder[Answer | Refused | Handed] = msgspec.msgpack.Decoder(Answer | Refused | Handed)
_HANDED = msgspec.msgpack.Decoder(Answer)
_SHOWN = msgspec.msgpack.Decoder(_Shown)


@dataclass(frozen=True)
class Invitation:
    """What two PCs share for a day: a secret, from which come a name for the hub and a key for the letters."""

    secret: bytes

    def __repr__(self) -> str:
        return "Invitation(…)"

    @cached_property
    def name(self) -> bytes:
        """Under which the letters are left at a hub; tells nothing of the secret."""
        return self._derived(b"anefdesk/invitation/name/1", _NAME)

    @cached_property
    def _key(self) -> bytes:
        return self._derived(b"anefdesk/invitation/key/1", 32)

    def _derived(self, info: bytes, length: int) -> bytes:
        return HKDF(SHA256(), length, None, info).derive(self.secret)

    def _bound(self, side: bytes) -> bytes:
        return b"anefdesk/invitation/letter/1" + side + self.name

    def seal_request(self, said: Request) -> bytes:
        """The new PC's letter."""
        return self._sealed(said, _REQUEST)

    def open_request(self, letter: bytes) -> Request:
        """Read the new PC's letter, which anybody may have written.

        Raises:
            StorageError: ``enrolment.wrong_code``, ``wire.malformed``.
        """
        return _read(_REQUESTS, self._opened(letter, _REQUEST))

    def seal_answer(self, said: Answer | Refused | Handed) -> bytes:
        """The organisation's letter."""
        return self._sealed(said, _ANSWER)

    def hand(self, said: Answer, seal_to: Callable[[bytes, bytes], bytes]) -> bytes:
        """The organisation's letter with its keys; ``seal_to`` the PC that asked takes what to seal and its context."""
        return self.seal_answer(Handed(seal_to(_ENCODER.encode(said), self._handing)))

    def open_answer(self, letter: bytes, unseal: Callable[[bytes, bytes], bytes] | None = None) -> Answer | Refused:
        """Read the organisation's letter.

        Args:
            unseal: as the PC that asked opens what was sealed to it.

        Raises:
            StorageError: as ``open_request``; ``enrolment.used`` for what was handed to another PC.
        """
        said = _read(_ANSWERS, self._opened(letter, _ANSWER))
        if not isinstance(said, Handed):
            return said
        if unseal is None:
            raise StorageError("enrolment.used")
        try:
            clear = unseal(said.sealed, self._handing)
        except StorageError:
            raise StorageError("enrolment.used") from None
        return _read(_HANDED, clear)

    @property
    def _handing(self) -> bytes:
        return b"anefdesk/invitation/handed/1" + self.name

    def _sealed(self, said: Struct, side: bytes) -> bytes:
        sealed = seal(self._key, _ENCODER.encode(said), self._bound(side))
        return sealed.nonce + sealed.ct

    def _opened(self, letter: bytes, side: bytes) -> bytes:
        if len(letter) > LARGEST:
            raise StorageError("wire.malformed")
        sealed = Sealed(letter[:NONCE], letter[NONCE:])
        try:
            return AESGCMSIV(self._key).decrypt(sealed.nonce, sealed.ct, self._bound(side))
        except (InvalidTag, ValueError):
            raise StorageError("enrolment.wrong_code") from None


@dataclass(frozen=True, slots=True)
class Card:
    """What a QR shows: the secret, and of which organisation and hub, so that no other can answer.

    ``certificate`` is the SHA-256 of the hub's own, empty when the system's authorities judge.
    """

    invitation: Invitation
    org: bytes  # digest of the first entry, 32 bytes
    hub: str = ""
    certificate: bytes = b""

    def text(self) -> str:
        """What the QR says."""
        shown = _Shown(self.invitation.secret, self.org, self.hub, self.certificate)
        return _CARD + base64.urlsafe_b64encode(_ENCODER.encode(shown)).decode().rstrip("=")


def of_words(words: Sequence[str]) -> Invitation:
    """The invitation of six words of the shipped list; slow on purpose."""
    stretched = Argon2id(salt=_SALT, length=_SECRET, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB)
    return Invitation(stretched.derive(" ".join(words).encode()))


def is_card(text: str) -> bool:
    """Whether a text means to be a QR's rather than words."""
    return text.strip().startswith(_CARD)


def read_card(text: str) -> Card:
    """Read what a QR said.

    Raises:
        StorageError: ``enrolment.not_a_card``.
    """
    body = text.strip().removeprefix(_CARD)
    try:
        if len(body) > _LONGEST_CARD or not is_card(text):
            raise StorageError("enrolment.not_a_card")
        data = base64.b64decode(body + "=" * (-len(body) % 4), b"-_", validate=True)
        shown = _SHOWN.decode(data)
    except (binascii.Error, ValueError, msgspec.MsgspecError, RecursionError):
        raise StorageError("enrolment.not_a_card") from None
    return Card(Invitation(shown.secret), shown.org, shown.hub, shown.certificate)


def request_file(name: bytes, letter: bytes) -> bytes:
    """The new PC's letter as a file; ``name`` is the invitation's."""
    return _MAGIC[_REQUEST] + name + letter


def answer_file(name: bytes, letter: bytes) -> bytes:
    """The organisation's letter as a file."""
    return _MAGIC[_ANSWER] + name + letter


def read_request_file(data: bytes) -> tuple[bytes, bytes]:
    """The name of the invitation and the letter in a new PC's file.

    Raises:
        StorageError: ``enrolment.other_file``.
    """
    return _read_file(data, _REQUEST)


def read_answer_file(data: bytes) -> tuple[bytes, bytes]:
    """As ``read_request_file``, for the organisation's."""
    return _read_file(data, _ANSWER)


def _read_file(data: bytes, side: bytes) -> tuple[bytes, bytes]:
    magic = _MAGIC[side]
    start = len(magic) + _NAME
    if data[: len(magic)] != magic or not start < len(data) <= LARGEST:
        raise StorageError("enrolment.other_file")
    return data[len(magic) : start], data[start:]


def _read(decoder: msgspec.msgpack.Decoder[_T], clear: bytes) -> _T:
    try:
        return decoder.decode(clear)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise StorageError("wire.malformed") from None
