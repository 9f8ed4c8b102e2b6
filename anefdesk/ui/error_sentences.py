"""The table of sentences, by error code. Read by ``ui/errors.py`` alone."""

from dataclasses import dataclass

from anefdesk.i18n.texts import mark
from anefdesk.ui.tokens import State

_NOTHING_WRITTEN = mark("Rien n’a été modifié.")
_KEPT = mark("Tout ce qui était enregistré l’est toujours.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, what is safe, what to do."""

    what: str
    safe: str = ""
    todo: str = ""
    state: State = State.URGENT


def _typed(what: str, todo: str) -> Sentence:
    return Sentence(what, "", todo, State.SOON)


SENTENCES = {
    "unexpected": Sentence(
        mark("Un problème imprévu est survenu."),
        _KEPT,
        mark("Recommencez ; si cela se reproduit, donnez la référence ci-dessous à la personne qui vous aide."),
    ),
    "date.impossible": _typed(
        mark("Cette date n’existe pas."), mark("Écrivez le jour, le mois, l’année : 04/05/1990, ou 05/1990, ou 1990.")
    ),
}
