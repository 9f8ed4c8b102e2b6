"""A sentence for every expected error: what happened, what is safe, what to do. Used where messages are shown.

A test looks up every code raised in the package; texts are French, translated as the rest of the interface.
"""

from dataclasses import dataclass

from anefdesk.domain.partial_date import day_of
from anefdesk.errors import AnefdeskError
from anefdesk.i18n import dates, placeholders
from anefdesk.i18n.texts import Texts
from anefdesk.ui.error_sentences import SENTENCES, Sentence
from anefdesk.ui.tokens import State


@dataclass(frozen=True, slots=True)
class Told:
    """An error in words."""

    state: State
    what: str
    safe: str
    todo: str
    support: str  # the code for support, shown small


def sentence(code: str, reason: str = "") -> Sentence | None:
    """The sentence of ``code``, the one of its ``reason`` when there is one."""
    for key in (f"{code}.{reason}", code):
        found = SENTENCES.get(key)
        if found is not None:
            return found
    return None


def explain(error: AnefdeskError, texts: Texts) -> Told:
    """The words for ``error``; an unknown code gets the calm general ones, with the code for support."""
    params = {key: _shown(texts, key, value) for key, value in error.params.items()}
    none_left = "none_left" if params.get("left") == "0" else ""
    found = sentence(error.code, params.get("reason", none_left))
    general = found is None or error.code == "unexpected"
    used = found or SENTENCES["unexpected"]
    what, safe, todo = (_filled(texts, part, params) for part in (used.what, used.safe, used.todo))
    support = ""
    if general:
        support = texts.ui("Référence : %(reference)s", reference=params.get("reference", error.code))
    elif used.state is State.URGENT:
        support = texts.ui("Code : %(code)s", code=error.code)
    return Told(used.state, what, safe, todo, support)


def _shown(texts: Texts, name: str, value: str | int) -> str:
    """A parameter as people read it: a day as 31/12/2026, a wait in seconds or, rounded up, in minutes."""
    if name == "on" and (day := day_of(str(value))):
        return dates.shown(day)
    if name == "seconds":
        minutes, seconds = divmod(int(value), 60)
        if not minutes:
            return texts.ui_n("%(n)d seconde", "%(n)d secondes", seconds)
        return texts.ui_n("%(n)d minute", "%(n)d minutes", minutes + (seconds > 0))
    if name == "key" and value == "":
        return texts.ui("tout le fichier")
    return str(value)


def _filled(texts: Texts, part: str, params: dict[str, str]) -> str:
    if not part:
        return ""
    known = dict.fromkeys(placeholders.names(part), "…")
    return texts.ui(part, **(known | {key: value for key, value in params.items() if key in known}))
