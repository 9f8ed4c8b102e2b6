"""The printed recovery key: 160 random bits that a tired person can type back.

Four lines of « XXXX XXXX CC »: eight letters of Crockford's alphabet and two that check the line,
so that a slip is located before anything is tried. Used by ``vault``; printed by services.
"""

import hashlib
import secrets
import unicodedata

from anefdesk.errors import InputRefusedError

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LINES = 4
_KEY_BYTES = 20
_DATA = 8
_CHECK = 2
_LINE = _DATA + _CHECK
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_key() -> bytes:
    """160 random bits."""
    return secrets.token_bytes(_KEY_BYTES)


def printed(key: bytes) -> str:
    """The key as printed, four lines."""
    number = int.from_bytes(key, "big")
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(155, -1, -5))
    lines = [letters[start : start + _DATA] for start in range(0, len(letters), _DATA)]
    return "\n".join(f"{line[:4]} {line[4:]} {_check(n, line)}" for n, line in enumerate(lines, 1))


def read(text: str) -> bytes:
    """The key somebody typed, whatever the case, the spaces, and O for 0 or I for 1.

    Raises:
        InputRefusedError: ``recovery.typo`` with the ``group`` (line) that is wrong; ``recovery.length``.
    """
    folded = unicodedata.normalize("NFKC", text).upper().translate(_READ_AS)
    letters = "".join(c for c in folded if c.isalnum())
    number = 0
    for line in range(1, LINES + 1):
        part = letters[(line - 1) * _LINE : line * _LINE]
        if len(part) < _LINE:
            raise InputRefusedError("recovery.length", typed=len(letters), expected=LINES * _LINE)
        data, check = part[:_DATA], part[_DATA:]
        if not set(part) <= set(LETTERS) or check != _check(line, data):
            raise InputRefusedError("recovery.typo", group=line)
        for letter in data:
            number = number << 5 | LETTERS.index(letter)
    if len(letters) > LINES * _LINE:
        raise InputRefusedError("recovery.length", typed=len(letters), expected=LINES * _LINE)
    return number.to_bytes(_KEY_BYTES, "big")


def _check(line: int, letters: str) -> str:
    digest = hashlib.sha256(f"anefdesk/recovery/1/{line}/{letters}".encode()).digest()
    return LETTERS[digest[0] & 31] + LETTERS[digest[1] & 31]
