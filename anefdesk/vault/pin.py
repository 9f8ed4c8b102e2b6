"""Quick re-unlock by PIN, for colleagues who take turns at one PC.

Lives in this process only: ``services`` forgets everything at sleep and when the OS session locks, and thirty
minutes after the desk's own lock. Never written anywhere.
"""

import itertools
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from anefdesk.domain.record import UserId
from anefdesk.errors import AccessRefusedError, InputRefusedError
from anefdesk.vault import slot
from anefdesk.vault.keys import Secrets, Unlocked

TRIES = 5
LIFE_SECONDS = 30 * 60
_DIGITS = range(6, 13)
_DISTINCT = 3
_CENTURIES = ("19", "20")


@dataclass(slots=True, repr=False)
class _Sealed:
    salt: bytes
    nonce: bytes
    content: bytes
    tries_left: int = TRIES


class PinBox:
    """The PINs set since this process began."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._process_key = secrets.token_bytes(32)
        self._sealed: dict[UserId, _Sealed] = {}
        self._locked_at: float | None = None

    def remember(self, unlocked: Unlocked, pin: str) -> None:
        """Set the PIN of a member who has just given the passphrase.

        Raises:
            InputRefusedError: ``pin.weak`` with its ``reason``: digits, length, repeat, sequence or date.
            AccessRefusedError: ``pin.not_for_recovery``: the printed sheet gets no short cut.
        """
        if unlocked.by_recovery:
            raise AccessRefusedError("pin.not_for_recovery")
        if reason := weakness(pin):
            raise InputRefusedError("pin.weak", reason=reason)
        salt, nonce = secrets.token_bytes(slot.SALT_BYTES), secrets.token_bytes(slot.NONCE_BYTES)
        content = msgspec.msgpack.encode(unlocked.secrets())
        sealed = self._seal(unlocked.user, pin, salt).encrypt(nonce, content, unlocked.user)
        self._sealed[unlocked.user] = _Sealed(salt, nonce, sealed)

    def has(self, user: UserId) -> bool:
        """Whether this member can use a PIN now."""
        self._expire()
        return user in self._sealed

    def unlock(self, user: UserId, pin: str, today: date) -> Unlocked:
        """The member's keys again.

        Raises:
            AccessRefusedError: ``pin.gone`` (give the passphrase), ``pin.wrong`` with tries ``left``,
                ``access.ended``.
        """
        if not self.has(user):
            raise AccessRefusedError("pin.gone")
        sealed = self._sealed[user]
        sealed.tries_left -= 1
        try:
            content = self._seal(user, pin, sealed.salt).decrypt(sealed.nonce, sealed.content, user)
        except InvalidTag:
            if sealed.tries_left <= 0:
                self.forget(user)
                raise AccessRefusedError("pin.gone") from None
            raise AccessRefusedError("pin.wrong", left=sealed.tries_left) from None
        sealed.tries_left = TRIES
        unlocked = Unlocked(msgspec.msgpack.decode(content, type=Secrets))
        if unlocked.ends_on is not None and today > unlocked.ends_on:
            self.forget(user)
            raise AccessRefusedError("access.ended", on=unlocked.ends_on.isoformat())
        self._locked_at = None
        return unlocked

    def desk_locked(self) -> None:
        """The desk has locked: the half hour begins, unless it already runs."""
        if self._locked_at is None:
            self._locked_at = self._monotonic()

    def desk_unlocked(self) -> None:
        """Somebody gave a passphrase: the half hour stops; what had run out stays forgotten."""
        self._expire()
        self._locked_at = None

    def forget(self, user: UserId) -> None:
        """End one member's PIN: it was changed, or the account was."""
        self._sealed.pop(user, None)

    def forget_all(self) -> None:
        """End every PIN: sleep, OS lock."""
        self._sealed.clear()
        self._process_key = secrets.token_bytes(32)

    def _expire(self) -> None:
        if self._locked_at is not None and self._monotonic() - self._locked_at >= LIFE_SECONDS:
            self.forget_all()

    def _seal(self, user: UserId, pin: str, salt: bytes) -> AESGCMSIV:
        stretched = slot.stretch(pin.encode("utf-8", "surrogatepass"), salt, slot.FLOOR)
        return AESGCMSIV(slot.expand(stretched, self._process_key, b"anefdesk/pin/1\0" + user))


def weakness(pin: str) -> str:
    """Why a PIN is refused; empty when it is fine."""
    if not (pin.isascii() and pin.isdigit()):
        return "digits"
    if len(pin) not in _DIGITS:
        return "length"
    if len(set(pin)) < _DISTINCT or re.fullmatch(r"(\d{1,4})\1+", pin) or pin == pin[::-1]:
        return "repeat"
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    if len(steps) == 1:
        return "sequence"
    return "date" if _is_date(pin) else ""


def _is_date(pin: str) -> bool:
    short = [(pin[0:2], pin[2:4]), (pin[4:6], pin[2:4])] if len(pin) == 6 else []  # noqa: PLR2004  ddmmyy, yymmdd
    if len(pin) == 8:  # noqa: PLR2004
        if pin[4:6] in _CENTURIES:
            short.append((pin[0:2], pin[2:4]))
        if pin[0:2] in _CENTURIES:
            short.append((pin[6:8], pin[4:6]))
    return any(1 <= int(day) <= 31 and 1 <= int(month) <= 12 for day, month in short)  # noqa: PLR2004
