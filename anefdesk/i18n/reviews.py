"""Who read which translated text: the state kept beside the catalogues.

``translations/<lang>/reviews.toml`` names texts by a key made of the context, the French and the gloss,
so that a change of either puts the text back to draft without anybody having to think of it.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from anefdesk.errors import CatalogueError

JOINT = " ||| "  # between the forms of a text that counts, wherever they stand on one line

State: TypeAlias = Literal["source", "draft", "checked", "read", "missing"]

LEVELS: tuple[State, State] = ("checked", "read")  # the better one last


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed one text, when, and how far: ``checked`` by a back-translation, ``read`` by a native speaker."""

    key: str
    state: State
    by: str
    on: date


def key(context: str, french: str, gloss: str) -> str:
    """The name under which a review of this exact text is kept."""
    return hashlib.sha256(f"{context}\x1f{french}\x1f{gloss}".encode()).hexdigest()[:20]


def key_of(context: str | None, french: str | Sequence[str], gloss: str | Iterable[str]) -> str:
    """The same for a text that may count: its forms in one order, whatever the order of the plural rule."""
    if isinstance(french, str):
        return key(context or "", french, gloss if isinstance(gloss, str) else "".join(gloss))
    forms = {gloss} if isinstance(gloss, str) else set(gloss)
    return key(context or "", JOINT.join(french), JOINT.join(sorted(forms)))


def may_bind(states: Iterable[State], interpreter: str) -> bool:
    """Whether a person may sign what is said in these texts: a consent, a mandate, a declaration.

    Each text was written in French or read by a native speaker, or a named interpreter says it aloud.
    """
    return bool(interpreter.strip()) or all(state in {"source", "read"} for state in states)


def entries(file: Path) -> tuple[Review, ...]:
    """Every review of one language, the better level last. An entry names one ``key`` or many ``keys``.

    Raises:
        CatalogueError: the file is not TOML, or an entry lacks its key, reader or date.
    """
    if not file.is_file():
        return ()
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(
            "i18n.broken_reviews", file=file.parent.name, key="", reason=type(error).__name__
        ) from error
    found: list[Review] = []
    for state in LEVELS:
        for entry in content.get(state, []):
            keys = [*entry.get("keys", []), *([entry["key"]] if "key" in entry else [])]
            lacking = {"by", "on"} - entry.keys() | ({"key"} if not keys else set())
            if lacking:
                reason = "lacks " + ", ".join(sorted(lacking))
                raise CatalogueError("i18n.broken_reviews", file=file.parent.name, key=state, reason=reason)
            found += [Review(key, state, str(entry["by"]), entry["on"]) for key in keys]
    return tuple(found)


def load(file: Path) -> Mapping[str, State]:
    """The state of each reviewed text of one language: ``checked`` by a second person, ``read`` by a native speaker.

    Raises:
        CatalogueError: the file is not TOML, or an entry lacks its key, reader or date.
    """
    return MappingProxyType({review.key: review.state for review in entries(file)})


def written(reviews: Iterable[Review]) -> str:
    """The text of a file of reviews: each text at its best level, those of one reader and day together."""
    best: dict[str, Review] = {}
    for review in reviews:
        known = best.get(review.key)
        if known is None or LEVELS.index(review.state) >= LEVELS.index(known.state):
            best[review.key] = review
    sessions: dict[tuple[State, date, str], list[str]] = {}
    for review in best.values():
        sessions.setdefault((review.state, review.on, review.by), []).append(review.key)
    parts = []
    for (state, on, by), keys in sorted(sessions.items()):
        name = by.replace("\\", "").replace('"', "”")
        listed = "".join(f'    "{key}",\n' for key in sorted(keys))
        parts.append(f'[[{state}]]\nby = "{name}"\non = {on.isoformat()}\nkeys = [\n{listed}]\n')
    return "\n".join(parts)
