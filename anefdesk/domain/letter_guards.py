"""What a letter must never say, and what some must: sought in templates, and in a body that was changed by hand.

Used by ``services.correspondence`` for warnings and by the check of the association's own templates.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from anefdesk.domain.centre import Approval
from anefdesk.domain.letter_template import Citation, GuardRule, LetterTemplate
from anefdesk.domain.letter_text import printable

_GAPS = re.compile(r"[\s\u00a0\u202f]+")


def faults(rules: Iterable[GuardRule], template: LetterTemplate, text: str, paper: str = "") -> tuple[GuardRule, ...]:
    """The rules that ``text``, a whole letter with its last lines, goes against.

    ``paper`` is the told value of that name: what proves the stay on the day, empty when not known.
    """
    folded = _folded(text)
    return tuple(rule for rule in rules if _concerns(rule, template) and _broken(rule, folded, paper))


def forbidden(
    rules: Iterable[GuardRule], template: LetterTemplate, text: str, paper: str = ""
) -> tuple[GuardRule, ...]:
    """The same for a part of a letter: what must stand somewhere is not sought in it."""
    return faults((rule for rule in rules if not rule.must), template, text, paper)


def unread(
    citations: Iterable[Citation], approvals: Mapping[str, Approval], text: str, day: date
) -> tuple[Citation, ...]:
    """The citations that ``text`` holds word for word and that a letter of ``day`` may not print.

    Words changed by hand are kept as they are: a reading taken back since, or a citation copied, would print.
    """
    folded = _folded(text)
    waiting = (one for one in citations if not printable(one, approvals.get(one.id), day))
    return tuple(one for one in waiting if _folded(one.text).rstrip(".") in folded)


def _concerns(rule: GuardRule, template: LetterTemplate) -> bool:
    return not rule.only or template.id in rule.only or template.addressee.value in rule.only


def _broken(rule: GuardRule, folded: str, paper: str) -> bool:
    said = any(_found(rule.phrases, folded))
    if rule.must:
        return not said
    return said and paper not in rule.unless


def _found(phrases: Iterable[str], folded: str) -> Iterator[bool]:
    for phrase in phrases:
        yield re.search(rf"(?<!\w){re.escape(_folded(phrase))}(?!\w)", folded) is not None


def _folded(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))
    return _GAPS.sub(" ", bare.replace("’", "'"))
