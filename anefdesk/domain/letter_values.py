"""What is typed or told for a letter's fields: how it is accepted, kept and shown.

Used by ``letter_text`` and ``services.correspondence``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from anefdesk.domain.agreement import amount_in_words, day_in_words
from anefdesk.domain.letter_template import FieldKind, Needed
from anefdesk.errors import InputRefusedError

LONGEST = 20_000  # of one value, characters

_INVISIBLE = re.compile(  # the joiners of Persian and Indian scripts stay; half a pair of UTF-16 cannot be kept
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_WRITTEN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_WRITTEN_EUROS = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)
_COUNTED = re.compile(r"\d{1,5}", re.ASCII)


def accepted(needed: Needed, typed: str) -> str:
    """``typed`` as the letter keeps it; empty takes the value away.

    Raises:
        InputRefusedError: ``letter.value``, with ``kind``.
    """
    text = clean(typed)
    if not text:
        return ""
    found = _cents(text) if needed.kind is FieldKind.AMOUNT else _kept(needed, text)
    if found is None or len(text) > LONGEST:
        raise InputRefusedError("letter.value", kind=needed.kind.value)
    return found


def clean(typed: str) -> str:
    """``typed`` without invisible signs and without spaces or empty lines around."""
    lines = (" ".join(_INVISIBLE.sub(" ", line).split()) for line in typed.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def usable(needed: Iterable[Needed], values: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """Each field with the value to print: what was typed first, else what is told; what does not fit is not there."""
    found: dict[str, str] = {}
    for one in needed:
        for given in (values.get(one.id, ""), told.get(one.told_by, "") if one.told_by else ""):
            text = clean(given)
            if text and len(text) <= LONGEST and _kept(one, text) == text:
                found[one.id] = text
                break
    return found


def shown(one: Needed, value: str) -> str:
    """A kept value as the letter prints it."""
    match one.kind:
        case FieldKind.DAY:
            return day_in_words(date.fromisoformat(value))
        case FieldKind.AMOUNT:
            return amount_in_words(int(value))
        case FieldKind.CHOICE:
            return next(choice.name for choice in one.choices if choice.id == value)
        case FieldKind.YES_NO:
            return "oui" if value == "yes" else "non"
        case FieldKind.LONG_TEXT:
            return f"\n{value}" if "\n" in value else value  # a list begins on its own line
        case FieldKind.TEXT | FieldKind.COUNT:
            return value


def _kept(one: Needed, text: str) -> str | None:
    """The form of ``text`` that is kept; ``None`` when it cannot be an answer."""
    if one.kind is FieldKind.CHOICE:
        return text if any(choice.id == text for choice in one.choices) else None
    return _FORMS[one.kind](text)


def _day(text: str) -> str | None:
    found = _WRITTEN_DAY.fullmatch(text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        return None
    return day.isoformat() if 1900 <= day.year < 2200 else None  # noqa: PLR2004 - beyond, a slip of the hand


def _cents(text: str) -> str | None:
    """Euros as a person types them, « 1 250,50 »."""
    found = _WRITTEN_EUROS.fullmatch(text.removesuffix("€").replace(" ", ""))
    return str(int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))) if found else None


def _count(text: str) -> str | None:
    return str(int(text)) if _COUNTED.fullmatch(text) else None


_FORMS: Mapping[FieldKind, Callable[[str], str | None]] = {
    FieldKind.TEXT: lambda text: " ".join(text.split()),
    FieldKind.LONG_TEXT: lambda text: text,
    FieldKind.DAY: _day,
    FieldKind.AMOUNT: lambda text: text if text.isascii() and text.isdecimal() else None,
    FieldKind.YES_NO: lambda text: text if text in {"yes", "no"} else None,
    FieldKind.COUNT: _count,
}
