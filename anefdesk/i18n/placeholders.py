"""Named places in a sentence, ``%(name)s``: what fills them, and whether a translation kept them.

Used by the texts at run time, by the extraction and by the checks.
"""

import re
from collections.abc import Callable, Mapping

from anefdesk.i18n.isolates import has_rtl, isolate, neutral

_PLACE = re.compile(r"%\((\w+)\)[sd]")


def names(text: str) -> frozenset[str]:
    """The names of the places in ``text``."""
    return frozenset(_PLACE.findall(text))


def same(source: str, translation: str, *, count_optional: bool = False) -> bool:
    """Whether ``translation`` has the places of ``source``; a plural form may leave out the count ``n``."""
    differing = names(source) ^ names(translation)
    return not differing or (count_optional and differing == {"n"} and "n" in names(source))


def fill(text: str, values: Mapping[str, object], *, rtl: bool) -> str:
    """``text`` with its places filled; data that could disturb the order of words is isolated.

    Raises:
        KeyError: a place has no value.
    """

    def put(match: re.Match[str]) -> str:
        value = str(values[match[1]])
        return isolate(value) if rtl or has_rtl(value) else neutral(value)

    return _PLACE.sub(put, text) if values else text


def outside(text: str, change: Callable[[str], str]) -> str:
    """``text`` with ``change`` applied to what is not a place."""
    done, position = [], 0
    for match in _PLACE.finditer(text):
        done += [change(text[position : match.start()]), match[0]]
        position = match.end()
    return "".join([*done, change(text[position:])])
