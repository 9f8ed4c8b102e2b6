"""What people type, checked and made regular: phones, foreigner numbers, dates, postcodes, names.

Used by the pages as a field is left; a refusal says what is wrong and nothing typed is lost.
"""

import unicodedata
from collections.abc import Callable
from datetime import date

from anefdesk.domain.partial_date import PartialDate
from anefdesk.errors import InputRefusedError

LONGEST = 10_000  # characters of any one field
_FOREIGNER_DIGITS = 10
_OVERSEAS = {"97", "98"}


def plain(text: str) -> str:
    """``text`` without control characters, spaces tidied, in Unicode's composed form.

    Direction marks are dropped: screens and paper isolate every name themselves.

    Raises:
        InputRefusedError: ``text.too_long``.
    """
    if len(text) > LONGEST:
        raise InputRefusedError("text.too_long", length=len(text), limit=LONGEST)
    kept = "".join(
        " " if char in "\t\n\r" else char
        for char in unicodedata.normalize("NFC", text)
        if char in "\t\n\r\u200c\u200d" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return " ".join(kept.split())


def prose(text: str) -> str:
    """As ``plain``, but keeps line ends: for notes and the journal."""
    if len(text) > LONGEST:
        raise InputRefusedError("text.too_long", length=len(text), limit=LONGEST)
    return "\n".join(plain(line) for line in text.splitlines()).strip()


def phone(text: str) -> str:
    """A phone in E.164 when it is a valid number (French by default); refused otherwise.

    Raises:
        InputRefusedError: ``phone.impossible``.
    """
    import phonenumbers

    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        raise InputRefusedError("phone.impossible") from None
    if not phonenumbers.is_possible_number(number):
        raise InputRefusedError("phone.impossible")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def phone_shown(stored: str) -> str:
    """A stored phone as people write it: national for French numbers, international for others."""
    import phonenumbers

    try:
        number = phonenumbers.parse(stored, "FR")
    except phonenumbers.NumberParseException:
        return stored
    form = phonenumbers.PhoneNumberFormat
    style = form.NATIONAL if number.country_code == 33 else form.INTERNATIONAL  # noqa: PLR2004 - France
    return str(phonenumbers.format_number(number, style))


def foreigner_number(text: str) -> str:
    """The ten digits of the « numéro étranger »; there is no known check digit.

    Raises:
        InputRefusedError: ``foreigner_number.digits`` with how many were found.
    """
    digits = "".join(str(unicodedata.digit(char)) for char in text if char.isdecimal())
    strange = [char for char in text if not char.isdecimal() and char not in " .-\u00a0\u202f"]
    if digits and (strange or len(digits) != _FOREIGNER_DIGITS):
        raise InputRefusedError("foreigner_number.digits", found=len(digits))
    if strange:
        raise InputRefusedError("foreigner_number.digits", found=0)
    return digits


def birth_date(text: str, today: date = date.max) -> str:
    """A date of birth, perhaps partial, in stored form; not after ``today``.

    Raises:
        InputRefusedError: ``date.impossible``, ``date.future``.
    """
    if not text.strip():
        return ""
    found = PartialDate.typed(text)
    check_born(found, today)
    return found.stored()


def check_born(born: PartialDate, today: date) -> None:
    """Refuse a birth that is still to come, with ``date.future``."""
    if date(born.year, born.month or 1, born.day or 1) > today:
        raise InputRefusedError("date.future")


def day(text: str) -> str:
    """A whole calendar day, ISO.

    Raises:
        InputRefusedError: ``date.impossible``, also when month or day is missing.
    """
    if not text.strip():
        return ""
    found = PartialDate.typed(text)
    if not found.day:
        raise InputRefusedError("date.impossible")
    return date(found.year, found.month, found.day).isoformat()


def postcode(text: str) -> str:
    """Five digits.

    Raises:
        InputRefusedError: ``postcode.digits``.
    """
    digits = "".join(text.split())
    if digits and not (len(digits) == 5 and digits.isascii() and digits.isdecimal()):  # noqa: PLR2004 - French postcodes
        raise InputRefusedError("postcode.digits")
    return digits


def department(code: str) -> str:
    """The département a postcode belongs to, as far as its digits tell; empty when they do not."""
    if code[:2] in _OVERSEAS:
        return code[:3]
    if code[:2] == "20":
        return "2A" if code[:3] in {"200", "201"} else "2B"
    return code[:2]


CHECKS: dict[str, Callable[[str], str]] = {
    "phone": phone,
    "foreigner_number": foreigner_number,
    "birth_date": birth_date,
    "day": day,
    "postcode": postcode,
    "plain": plain,
    "prose": prose,
}
