"""Where a hub is, and whom a desk believes to be it: the system's authorities, or one certificate.

Used by ``http``, and wherever somebody types an address.
"""

import ssl
from urllib.parse import urlsplit

from anefdesk.errors import StorageError

_PORTS = {"http": 80, "https": 443}


def address(typed: str) -> str:
    """A hub's address in its one form, whatever the case it was typed in: the scheme decides who is believed.

    Raises:
        StorageError: ``hub.url``.
    """
    url = typed.strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").strip("."), parts.port
        if ":" not in host:
            host = host.encode("idna").decode("ascii")
            host.encode("ascii").decode("idna")
    except ValueError:
        raise StorageError("hub.url") from None
    more = parts.username or parts.password or parts.query or parts.fragment
    odd = any(letter.isspace() or not letter.isprintable() for letter in url)
    if parts.scheme not in _PORTS or not host or port == 0 or more or odd:
        raise StorageError("hub.url")
    name = f"[{host}]" if ":" in host else host
    named = name if port in {None, _PORTS[parts.scheme]} else f"{name}:{port}"
    return f"{parts.scheme}://{named}{parts.path.rstrip('/')}"


def context(certificate: str | None) -> ssl.SSLContext:
    """The system's authorities, or one certificate and nothing else."""
    if certificate is None:
        return ssl.create_default_context()
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.check_hostname = False  # the certificate is the name
    made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        made.load_verify_locations(cadata=certificate)
    except ssl.SSLError:
        raise StorageError("hub.certificate") from None
    return made


def untrusted(error: BaseException | None) -> bool:
    """Whether a connection failed for what the other side showed."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return isinstance(error, ssl.SSLCertVerificationError)
        error = error.__cause__ or error.__context__
    return False
