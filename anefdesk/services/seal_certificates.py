"""The public certificates that 2D-Doc signatures are checked with: read from a file a lead chose, kept on this PC.

Public data, outside the files of people: certificates of issuers, of their authorities, or the State's trusted list.
Loaded by the service of attestations when a signature is judged.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from xml.etree import ElementTree as ET

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from anefdesk.domain.two_d_doc import Code
from anefdesk.errors import InputRefusedError, of_the_disk
from anefdesk.paths import private_folder

LARGEST = 4 * 1024 * 1024  # bytes; the State's list has 35,000
MOST = 500  # certificates kept
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_AUTHORITY = re.compile(r"[A-Z]{2}[0-9A-Z]{2}")
_TSL = "{http://uri.etsi.org/02231/v2#}"
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "secp256r1": hashes.SHA256,
    "secp384r1": hashes.SHA384,
    "secp521r1": hashes.SHA512,
}


class Verdict(Enum):
    """What a signature is worth."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Judgment:
    """A verdict and its reason; ``signer`` is the organisation that the certificate names."""

    verdict: Verdict
    reason: str  # "signature", "unsigned", "no_certificate", "validity", "undated", "issuer"; empty: verified
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """One certificate: for codes of ``authority``, « FR03 »; empty when neither the file nor the list tells."""

    authority: str
    certificate: x509.Certificate

    @property
    def name(self) -> str:
        """What the certificate is called: for one that signs, the number its codes bear."""
        return _called(self.certificate.subject, NameOID.COMMON_NAME)

    @property
    def owner(self) -> str:
        """The organisation it was given to."""
        return _called(self.certificate.subject, NameOID.ORGANIZATION_NAME)

    @property
    def signs(self) -> bool:
        """Whether it signs codes; otherwise it is an authority's."""
        try:
            found = self.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        except (x509.ExtensionNotFound, ValueError):
            found = False
        return not found

    def days(self) -> tuple[date, date]:
        """First and last day it is valid."""
        return self.certificate.not_valid_before_utc.date(), self.certificate.not_valid_after_utc.date()


def _called(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next((str(part.value) for part in name.get_attributes_for_oid(oid)), "")


def read(data: bytes) -> tuple[Kept, ...]:
    """The certificates in a PEM, DER or trusted-list file.

    Raises:
        InputRefusedError: ``code_certificate.too_big``, ``code_certificate.none``.
    """
    if len(data) > LARGEST:
        raise InputRefusedError("code_certificate.too_big", limit=LARGEST >> 20)
    if data.lstrip()[:1] == b"<":
        found = list(_of_list(data))
    else:
        blocks = _PEM.findall(data)
        found = [kept for block in blocks or [data] if (kept := _one(block, pem=bool(blocks)))]
    if not found:
        raise InputRefusedError("code_certificate.none")
    if len(found) > MOST:
        raise InputRefusedError("code_certificate.too_big", limit=LARGEST >> 20)
    return tuple(found)


def _one(data: bytes, *, pem: bool = False, authority: str = "") -> Kept | None:
    try:
        certificate = x509.load_pem_x509_certificate(data) if pem else x509.load_der_x509_certificate(data)
        names = (certificate.issuer, certificate.subject)
        found = authority or next(
            (name for one in names if _AUTHORITY.fullmatch(name := _called(one, NameOID.COMMON_NAME))), ""
        )
        kept = Kept(found, certificate)
        kept.days()
        certificate.public_key()
    except (ValueError, TypeError, x509.InvalidVersion, x509.UnsupportedGeneralNameType):
        return None
    return kept


def _of_list(data: bytes) -> Iterator[Kept]:
    """The State's trusted list: each authority with its trade name, « FR03 », and its certificates."""
    if b"<!" in data.replace(b"<!--", b"") or b"\0" in data:  # no list has one; what expands without end has
        return
    try:
        root = ET.fromstring(data)  # noqa: S314 - entities are refused above
    except ET.ParseError:
        return
    for provider in root.iter(f"{_TSL}TrustServiceProvider"):
        name = provider.findtext(f".//{_TSL}TSPTradeName/{_TSL}Name") or ""
        authority = name.strip()
        if not _AUTHORITY.fullmatch(authority):
            continue
        for written in provider.iter(f"{_TSL}X509Certificate"):
            try:
                der = base64.b64decode("".join((written.text or "").split()), validate=True)
            except (binascii.Error, ValueError):
                continue
            if kept := _one(der, authority=authority):
                yield kept


def keep(folder: Path, found: Sequence[Kept]) -> None:
    """Write certificates, each once.

    Raises:
        StorageError: ``disk.*``.
    """
    try:
        private_folder(folder)
        for one in found:
            der = one.certificate.public_bytes(Encoding.DER)
            place = folder / f"{one.authority or 'XX'}-{hashlib.sha256(der).hexdigest()}.der"
            partial = place.with_suffix(".part")
            partial.write_bytes(der)
            partial.replace(place)
    except OSError as error:
        raise of_the_disk(error) from None


def kept(folder: Path) -> tuple[Kept, ...]:
    """The certificates of this PC; a damaged file is passed over."""
    found = []
    for place in sorted(folder.glob("*.der"))[:MOST]:
        try:
            data = place.read_bytes()
        except OSError:
            continue
        authority, _, fingerprint = place.stem.partition("-")
        whole = hashlib.sha256(data).hexdigest() == fingerprint
        if whole and (one := _one(data, authority="" if authority == "XX" else authority)):
            found.append(one)
    return tuple(found)


def judge(code: Code, known: Sequence[Kept]) -> Judgment:
    """What the signature of ``code`` is worth with the certificates at hand."""
    if not code.signature:
        return Judgment(Verdict.FALSE, "unsigned")
    of_authority = [one for one in known if one.authority == code.authority]
    authorities = [one.certificate for one in of_authority if not one.signs]
    signers = [one for one in of_authority if one.signs and one.name == code.certificate]
    if not signers:
        return Judgment(Verdict.NOT_VERIFIED, "no_certificate")
    right = [one for one in signers if _signed_by(one.certificate, code)]
    if not right:
        return Judgment(Verdict.FALSE, "signature")
    reasons = [(_doubt(code, one, authorities), one) for one in right]
    reason, best = min(reasons, key=lambda pair: bool(pair[0]))
    return Judgment(Verdict.NOT_VERIFIED if reason else Verdict.VERIFIED, reason, best.owner)


def _signed_by(certificate: x509.Certificate, code: Code) -> bool:
    key = certificate.public_key()
    half = len(code.signature) // 2
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in _HASHES or len(code.signature) % 2:
        return False
    numbers = (int.from_bytes(part) for part in (code.signature[:half], code.signature[half:]))
    try:
        key.verify(utils.encode_dss_signature(*numbers), code.signed, ec.ECDSA(_HASHES[key.curve.name]()))
    except InvalidSignature:
        return False
    return True


def _doubt(code: Code, signer: Kept, authorities: Sequence[x509.Certificate]) -> str:
    """Why a right signature does not prove anything yet; empty when it does."""
    if code.signed_on is None:
        return "undated"
    first, last = signer.days()
    if not first <= code.signed_on <= last:
        return "validity"
    if authorities and not any(_issued(signer.certificate, authority) for authority in authorities):
        return "issuer"
    return ""


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
