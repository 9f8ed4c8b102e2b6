"""Data inside a translated sentence, kept from disturbing the order of its words.

Without isolates a phone number in an Arabic sentence reads backwards, on screen and on paper.
Used by the texts for every value they insert, and wherever a datum is put next to foreign words.
"""

import re

_FSI, _LRI, _PDI = "\u2068", "\u2066", "\u2069"
# Embeddings, overrides, isolates and marks: harmless to lose in a name, harmful to keep.
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def neutral(text: str) -> str:
    """``text`` without bidi controls: what somebody typed cannot reorder what surrounds it."""
    return _CONTROLS.sub("", text)


def isolate(text: str) -> str:
    """``text`` isolated, in the direction of its own first letter."""
    return f"{_FSI}{neutral(text)}{_PDI}"


def ltr(text: str) -> str:
    """``text`` isolated and read from left to right: numbers, dates, e-mails, buttons of the ANEF."""
    return f"{_LRI}{neutral(text)}{_PDI}"


def has_rtl(text: str) -> bool:
    """Whether ``text`` has a letter written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def balanced(text: str) -> bool:
    """Whether every isolate opened in ``text`` is closed, and no older control is used."""
    depth = 0
    for character in _CONTROLS.findall(text):
        if character == _PDI:
            depth -= 1
        elif "\u2066" <= character <= _FSI:
            depth += 1
        elif character not in "\u061c\u200e\u200f":
            return False
        if depth < 0:
            return False
    return depth == 0
