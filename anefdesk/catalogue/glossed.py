"""How much of the catalogue each language says, and how far that was reviewed.

Printed by ``anefdesk catalogue check``; ``tools/write_language_table.py`` keeps the table of the README in step.
"""

from collections import Counter
from collections.abc import Iterator

from anefdesk.catalogue.texts import translatable
from anefdesk.domain.catalogue import Catalogue
from anefdesk.i18n.languages import APPLICANT_LANGUAGES, FRENCH, Language
from anefdesk.i18n.reviews import State
from anefdesk.i18n.texts import Texts

_SHOWN: tuple[tuple[State, str, str], ...] = (
    ("read", "lus par qui parle la langue", "read by a native speaker"),
    ("checked", "vérifiés par rétro-traduction", "checked by back-translation"),
    ("draft", "brouillons", "draft"),
    ("missing", "à traduire", "still in French"),
)


def shares(catalogue: Catalogue) -> Iterator[tuple[Language, Counter[State]]]:
    """The states of all texts of the catalogue in each language of the applicants."""
    texts = list(translatable(catalogue))
    for language in APPLICANT_LANGUAGES:
        if language is not FRENCH:
            spoken = Texts(language)  # as the files are now, whatever was read before
            yield language, Counter(spoken.content(text.context, text.french).state for text in texts)


def percent(states: Counter[State]) -> dict[State, int]:
    """Whole per cents that never round a remainder up to everything, nor something down to nothing."""
    whole = states.total() or 1
    found: dict[State, int] = {}
    for state, _, _ in _SHOWN:
        share = 100 * states[state] / whole
        found[state] = min(max(round(share), int(share > 0)), 100 if states[state] == whole else 99)
    return found


def lines(catalogue: Catalogue) -> Iterator[str]:
    """A line for each language, in French."""
    for language, states in shares(catalogue):
        shown = percent(states)
        told = ", ".join(f"{shown[state]} % {name}" for state, name, _ in _SHOWN if states[state])
        yield f"  {language.name_fr:10} {states.total()} textes : {told}"


def table(catalogue: Catalogue) -> str:
    """The same for the README."""
    rows = [f"| language | {' | '.join(name for _, _, name in _SHOWN)} |", f"| --- |{' ---: |' * len(_SHOWN)}"]
    for language, states in shares(catalogue):
        shown = percent(states)
        cells = " | ".join(f"{shown[state]} %" for state, _, _ in _SHOWN)
        rows.append(f"| {language.name_native} (`{language.code}`) | {cells} |")
    return "\n".join(rows) + "\n"
