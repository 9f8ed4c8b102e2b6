"""Who calls: a challenge signed by a PC of the organisation opens a session of a quarter of an hour.

Used by ``service``. Nothing is kept: challenge and pass carry the seal of a secret that all workers share.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from anefdesk.errors import AnefdeskError
from anefdesk.mailbox.mailroom import Mailroom
from anefdesk.wire.entry import verified
from anefdesk.wire.talk import Proof, Refusal, session_message

LASTS: Final = 15 * 60  # seconds of a session
PROMPT: Final = 60  # seconds to answer a challenge
_SALT, _TIME, _MAC, _ID = 16, 6, 16, 16  # seals of 128 bits, which can only be tried at the hub, for minutes


class RefusedError(AnefdeskError):
    """The hub does not do this; ``wait`` is in seconds."""

    def __init__(self, refusal: Refusal, wait: int = 0) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Caller:
    """A PC within its session."""

    org: bytes
    device: bytes


class Sessions:
    """Challenges and passes of one hub."""

    def __init__(self, room: Mailroom, secret: bytes, hosts: tuple[str, ...], now: Callable[[], float]) -> None:
        self._room = room
        self._secret = secret
        self._hosts = hosts
        self._now = now

    def challenge(self) -> bytes:
        """Something new to sign."""
        return self._sealed(b"challenge", os.urandom(_SALT), PROMPT)

    def open(self, proof: Proof) -> Caller:
        """Who answered.

        Raises:
            RefusedError: ``UNKNOWN``; ``REVOKED`` to whoever proved to be a PC that is out.
        """
        if self._unsealed(b"challenge", proof.nonce, _SALT) is None:
            raise RefusedError(Refusal.UNKNOWN)
        box = self._room.mailbox(proof.org)
        device = box.directory().devices.get(proof.device) if box else None
        if device is None:
            raise RefusedError(Refusal.UNKNOWN)
        key = device.carrier if proof.carrier else device.sign
        if not any(
            verified(
                key,
                proof.signature,
                session_message(host, proof.org, proof.device, proof.nonce, carrier=proof.carrier),
            )
            for host in self._hosts
        ):
            raise RefusedError(Refusal.UNKNOWN)
        if device.out is not None:
            raise RefusedError(Refusal.REVOKED)
        return Caller(proof.org, proof.device)

    def token(self, caller: Caller) -> str:
        """The pass of a session."""
        return base64.urlsafe_b64encode(self._sealed(b"pass", caller.org + caller.device, LASTS)).decode()

    def caller(self, authorization: str) -> Caller | None:
        """Whose pass a request shows; ``None`` for none that is good now."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            found = self._unsealed(b"pass", base64.b64decode(token, b"-_", validate=True), 2 * _ID)
        except (binascii.Error, ValueError):
            return None
        return Caller(found[:_ID], found[_ID:]) if found is not None else None

    def _sealed(self, what: bytes, said: bytes, lasts: int) -> bytes:
        body = said + (int(self._now()) + lasts).to_bytes(_TIME, "big")
        return body + self._mac(what, body)

    def _unsealed(self, what: bytes, data: bytes, width: int) -> bytes | None:
        body, mac = data[:-_MAC], data[-_MAC:]
        if len(data) != width + _TIME + _MAC or not hmac.compare_digest(mac, self._mac(what, body)):
            return None
        return body[:width] if int.from_bytes(body[width:], "big") >= self._now() else None

    def _mac(self, what: bytes, body: bytes) -> bytes:
        return hmac.new(self._secret, what + b"|" + body, hashlib.sha256).digest()[:_MAC]
