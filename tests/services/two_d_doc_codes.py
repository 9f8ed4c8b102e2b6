"""2D-Doc codes of our own: a test authority, its certificates, and the codes drawn on pages."""

import base64
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO

import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

GS, US = "\x1d", "\x1f"
FIELDS = {
    "6J": "2",
    "6K": "6903202611012359123",
    "6L": "02112026",
    "6P": "AUTORISE A TRAVAILLER" + GS,
    "6Q": "6903120521",
    "62": "CANARI HAIDARI" + GS,
    "60": "ZAHRA/MINA" + GS,
    "68": "F",
    "69": "12071993",
    "6A": "KABOUL" + GS,
    "6C": "AF",
    "67": "AF",
    "6U": "12 RUE DES CANARIS" + GS,
    "6W": "69003",
    "6X": "LYON" + GS,
    "6N": "16112026",
    "6O": "15022027",
}


def days(day: date) -> str:
    return f"{(day - date(2000, 1, 1)).days:04X}"


@dataclass
class Authority:
    """Who certifies the issuers of codes; ``code`` is what codes call it."""

    code: str = "FR99"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _name(self, common: str, organisation: str) -> x509.Name:
        parts = ((NameOID.COUNTRY_NAME, "FR"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common))
        return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])

    def _built(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, first: date, last: date, *, ca: bool
    ) -> x509.Certificate:
        first_at, last_at = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, last))
        builder = x509.CertificateBuilder(
            self._name(self.code, "Autorité de test"), subject, key, x509.random_serial_number(), first_at, last_at
        )
        return builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True).sign(
            self.key, hashes.SHA256()
        )

    def root(self) -> x509.Certificate:
        name = self._name(self.code, "Autorité de test")
        return self._built(name, self.key.public_key(), date(2020, 1, 1), date(2040, 1, 1), ca=True)

    def issuer(self, name: str = "0007", first: date = date(2025, 1, 1), last: date = date(2028, 1, 1)) -> "Issuer":
        key = ec.generate_private_key(ec.SECP256R1())
        subject = self._name(name, "Préfecture de test")
        return Issuer(self.code, name, key, self._built(subject, key.public_key(), first, last, ca=False))


@dataclass
class Issuer:
    """Who signs codes."""

    authority: str
    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def code(self, fields: dict[str, str] | None = None, *, signed_on: date = date(2026, 11, 17)) -> bytes:
        head = f"DC04{self.authority}{self.name}{days(date(2026, 11, 16))}{days(signed_on)}1301FR"
        message = "".join(name + value for name, value in (FIELDS if fields is None else fields).items())
        signed = (head + message).encode()
        r, s = utils.decode_dss_signature(self.key.sign(signed, ec.ECDSA(hashes.SHA256())))
        signature = base64.b32encode(r.to_bytes(32) + s.to_bytes(32)).rstrip(b"=")
        return signed + US.encode() + signature


def drawn(code: bytes | str, side: int = 300, *, kind: str = "DataMatrix", turned: float = 0) -> Image.Image:
    """The code alone, ``side`` pixels wide, on white."""
    wanted = getattr(zxingcpp.BarcodeFormat, kind)
    found = memoryview(zxingcpp.create_barcode(code, wanted).to_image(scale=8))
    height, width = found.shape
    picture = Image.frombytes("L", (width, height), bytes(found)).resize((side, side), Image.Resampling.LANCZOS)
    return picture.rotate(turned, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def scan(code: bytes | str, side: int = 300, *, turned: float = 0, kind: str = "DataMatrix", **saved: object) -> bytes:
    """An A4 page at 200 points an inch with the code on it, as PNG by default."""
    page = Image.new("L", (1654, 2339), 255)
    for line in range(40):  # what stands around it
        page.paste(90, (120, 200 + line * 22, 1200 - line % 7 * 60, 206 + line * 22))
    page.paste(drawn(code, side, kind=kind, turned=turned), (700, 1300))
    out = BytesIO()
    page.save(out, **({"format": "PNG"} | saved))
    return out.getvalue()


def paper(code: bytes | str, *, pages: int = 1, on: int = 1, millimetres: float = 22) -> bytes:
    """A PDF whose page ``on`` bears the code."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    side = millimetres * 72 / 25.4
    for number in range(1, pages + 1):
        canvas.drawString(60, 780, f"Attestation, page {number}")
        if number == on:
            canvas.drawImage(ImageReader(drawn(code, 600)), 60, 60, side, side)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
