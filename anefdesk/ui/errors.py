"""A sentence for every expected error: what happened, what is safe, what to do. Used where messages are shown.

A test looks up every code raised in the package; texts are French, translated as the rest of the interface.
"""

from dataclasses import dataclass

from anefdesk.errors import AnefdeskError
from anefdesk.i18n.texts import Texts
from anefdesk.ui.error_sentences import SENTENCES
from anefdesk.ui.tokens import State


@dataclass(frozen=True, slots=True)
class Told:
    """An error in words."""

    state: State
    what: str
    safe: str
    todo: str
    support: str  # the code for support, shown small


def explain(error: AnefdeskError, texts: Texts) -> Told:
    """The words for ``error``; an unknown code gets the calm general ones, with the code for support."""
    sentence = SENTENCES.get(error.code, SENTENCES["unexpected"])
    params = {key: str(value) for key, value in error.params.items()}
    what, safe, todo = (_filled(texts, part, params) for part in (sentence.what, sentence.safe, sentence.todo))
    support = ""
    if error.code == "unexpected" or error.code not in SENTENCES:
        support = texts.ui("Référence : %(reference)s", reference=params.get("reference", error.code))
    elif sentence.state is State.URGENT:
        support = texts.ui("Code : %(code)s", code=error.code)
    return Told(sentence.state, what, safe, todo, support)


def _filled(texts: Texts, part: str, params: dict[str, str]) -> str:
    return texts.ui(part, **params) if part else ""
