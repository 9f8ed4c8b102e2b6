"""The 2D-Doc code of an official paper, read from its bytes: header, fields and where the signature stands.

Pure: finding the code on a page, and judging its signature, are the services'. Format: France Titres, « Spécifications
techniques des codes à barres 2D-Doc » (text headers 01 to 04). What is not known is kept as it stands.
"""

import base64
import binascii
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from anefdesk.domain.partial_date import PartialDate
from anefdesk.domain.procedure import Grade
from anefdesk.errors import InputRefusedError

LONGEST = 4096  # bytes; the largest DataMatrix holds 1,555
_EPOCH = date(2000, 1, 1)
_NO_DAY = "FFFF"
_HEADERS = {"01": 22, "02": 22, "03": 24, "04": 26}  # characters of the header, by version
_GS, _RS, _US = "\x1d", "\x1e", "\x1f"
_DAY_LETTERS = 8


class Form(Enum):
    """How a field's value is written."""

    TEXT = "text"
    NAMES = "names"  # several names between slashes
    NUMBER = "number"
    DAY = "day"  # JJMMAAAA; day or month 00 when not known
    DAYS = "days"  # days since 2000-01-01, hexadecimal
    HOUR = "hour"  # HHMMSS
    COUNTRY = "country"  # ISO 3166-1 alpha-2; XX: stateless
    BASE32 = "base32"


@dataclass(frozen=True, slots=True)
class FieldKind:
    """What a field is, and between which lengths. A field of one length, or that is full, has no mark at its end."""

    id: str
    name: str
    least: int
    most: int | None
    form: Form
    values: Mapping[str, str] = field(default_factory=dict)  # the words of coded values


@dataclass(frozen=True, slots=True)
class CodeTable:
    """What the catalogue knows of 2D-Doc: the papers and the fields of perimeter 01."""

    types: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, FieldKind] = field(default_factory=dict)
    grade: Grade = Grade.C
    sources: tuple[str, ...] = ()
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it stands in the code. Without ``kind`` its end is not sure: the next fields may be in ``raw``."""

    id: str
    raw: str
    kind: FieldKind | None = None
    cut: bool = False  # the issuer had no room for all of it

    @property
    def name(self) -> str:
        """What the field is, in French; its identifier when that is not known."""
        return self.kind.name if self.kind else self.id

    @property
    def day(self) -> PartialDate | None:
        """The date, as far as it is known, when the value is one."""
        if self.kind is None:
            return None
        with contextlib.suppress(InputRefusedError, ValueError):
            if self.kind.form is Form.DAYS and (found := _day(self.raw)) is not None:
                return PartialDate(found.year, found.month, found.day)
            if self.kind.form is Form.DAY and len(self.raw) == _DAY_LETTERS and self.raw.isdecimal():
                year, month, day = self.raw[4:], self.raw[2:4], self.raw[:2]
                known = [year] if month == "00" else [year, month] if day == "00" else [year, month, day]
                return PartialDate.parse("-".join(known))
        return None

    def shown(self) -> str:
        """The value as people read it; as it stands when it cannot be read."""
        kind = self.kind
        if kind is None:
            return self.raw
        if kind.form in {Form.DAY, Form.DAYS}:
            return self.day.shown() if self.day else self.raw
        if kind.form is Form.HOUR and len(self.raw) == 6 and self.raw.isdecimal():  # noqa: PLR2004 - HHMMSS
            return f"{self.raw[:2]} h {self.raw[2:4]}"
        if kind.form is Form.NAMES:
            return ", ".join(part for part in self.raw.split("/") if part)
        if kind.form is Form.BASE32:
            with contextlib.suppress(binascii.Error, UnicodeDecodeError):
                return _unpadded(self.raw).decode()
        return kind.values.get(self.raw, self.raw)


@dataclass(frozen=True, slots=True)
class Code:
    """A 2D-Doc as read. ``signed`` are the bytes its signature covers; an illegible ``signature`` is empty."""

    version: str
    authority: str  # which authority certified the issuer: « FR03 »
    certificate: str  # which of its certificates signed: « 0001 »
    issued_on: date | None
    signed_on: date | None
    type: str
    perimeter: str
    country: str
    title: str  # what the paper is, in French; its type when that is not known
    fields: tuple[Field, ...]
    signed: bytes
    signature: bytes

    def get(self, identifier: str) -> Field | None:
        """The field called ``identifier``, when it is there and says something."""
        return next((one for one in self.fields if one.id == identifier and one.raw.strip()), None)


def parse(data: bytes, table: CodeTable) -> Code:
    """Read the bytes a code holds.

    Raises:
        InputRefusedError: ``two_d_doc.not_one``; ``two_d_doc.binary`` and ``two_d_doc.version`` for forms this
            program does not read; ``two_d_doc.header``.
    """
    if data[:1] == b"\xdc":
        raise InputRefusedError("two_d_doc.binary")
    if data[:2] != b"DC" or len(data) > LONGEST:
        raise InputRefusedError("two_d_doc.not_one")
    text = data.decode("latin-1")  # one character a byte: what is signed is cut from the same places
    length = _HEADERS.get(text[2:4])
    if length is None:
        known = text[2:4].isascii() and text[2:4].isdecimal()
        raise InputRefusedError("two_d_doc.version" if known else "two_d_doc.not_one")
    head = text[:length]
    if len(head) < length or not (head.isascii() and head.isalnum()):
        raise InputRefusedError("two_d_doc.header")
    try:
        issued_on, signed_on = _day(head[12:16]), _day(head[16:20])
    except ValueError:
        raise InputRefusedError("two_d_doc.header") from None
    message, _, tail = text[length:].partition(_US)
    perimeter, kind = head[22:24] or "01", head[20:22]
    ours = perimeter == "01"  # other perimeters name other fields by the same letters
    return Code(
        version=head[2:4],
        authority=head[4:8],
        certificate=head[8:12],
        issued_on=issued_on,
        signed_on=signed_on,
        type=kind,
        perimeter=perimeter,
        country=head[24:26],
        title=table.types.get(kind, kind) if ours else kind,
        fields=_fields(message, table.fields if ours else {}),
        signed=data[: length + len(message)],
        signature=_signature(tail.partition(_GS)[0]),  # an annex may follow
    )


def _day(text: str) -> date | None:
    """A header's day; ``None`` when the paper bears none. Raises ValueError."""
    if text == _NO_DAY:
        return None
    return _EPOCH + timedelta(days=int(text, 16))


def _fields(message: str, kinds: Mapping[str, FieldKind]) -> tuple[Field, ...]:
    found = []
    at = 0
    while at < len(message):
        if message[at] in (_GS, _RS):
            at += 1
            continue
        name = message[at : at + 2]
        kind = kinds.get(name)
        start = at = at + len(name)
        most = len(message) if kind is None or kind.most is None else start + kind.most
        fixed = kind is not None and kind.least == kind.most
        while at < min(most, len(message)) and (fixed or message[at] not in (_GS, _RS)):
            at += 1
        raw = message[start:at]
        found.append(Field(name, raw, kind, cut=message[at : at + 1] == _RS))
    return tuple(found)


def _unpadded(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))


def _signature(text: str) -> bytes:
    try:
        return _unpadded(text.rstrip("="))
    except (binascii.Error, ValueError):
        return b""
