"""Reaching a hub before belonging to its organisation: no session, and perhaps a certificate that nobody vouches for.

What is left there is sealed under the invitation, so only its delivery depends on who answers; the answer then tells
the hub's certificate.
"""

import hashlib
import ssl
from urllib.parse import urlsplit

from anefdesk.errors import StorageError
from anefdesk.wire import trust
from anefdesk.wire.http import CONNECT, Caller, HttpHub

_NOBODY = Caller(bytes(16), bytes(16), lambda _message: bytes(64))


def digest_of(certificate: str | None) -> bytes:
    """SHA-256 of a certificate (PEM); empty for none."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).digest() if certificate else b""


def stranger(url: str, digest: bytes = b"") -> HttpHub:
    """The hub at ``url`` as somebody who does not belong there yet calls it.

    Args:
        digest: of the certificate that the invitation named; any is taken when it named none.

    Raises:
        StorageError: ``hub.url``, ``hub.unreachable``, ``hub.certificate``.
    """
    shown = _shown(url) if digest else unvouched(url)
    if digest and shown is not None and digest_of(shown) != digest:
        raise StorageError("hub.certificate")
    return HttpHub(url, _NOBODY, certificate=shown)


def unvouched(url: str) -> str | None:
    """The certificate (PEM) that the hub at ``url`` shows where no authority vouches for it: a person compares it.

    Raises:
        StorageError: ``hub.url``, ``hub.unreachable``.
    """
    return None if urlsplit(trust.address(url)).scheme == "https" and _vouched_for(url) else _shown(url)


def fingerprint(certificate: str) -> str:
    """As ``openssl x509 -fingerprint -sha256`` writes it, in four lines."""
    pairs = digest_of(certificate).hex(":").upper().split(":")
    return "\n".join(":".join(pairs[at : at + 8]) for at in range(0, len(pairs), 8))


def _shown(url: str) -> str | None:
    parts = urlsplit(trust.address(url))
    if parts.scheme == "http":
        return None
    try:
        return ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=CONNECT)
    except (OSError, ValueError):
        raise StorageError("hub.unreachable") from None


def _vouched_for(url: str) -> bool:
    """Whether the system's authorities know this hub."""
    with HttpHub(url, _NOBODY) as hub:
        try:
            hub.read_answer(bytes(16))
        except StorageError as error:
            if error.code == "hub.certificate":
                return False
            raise
    return True
