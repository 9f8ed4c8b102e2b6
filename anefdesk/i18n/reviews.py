"""Who read which translated text: the state kept beside the catalogues.

``translations/<lang>/reviews.toml`` names texts by a key made of the context, the French and the gloss,
so that a change of either puts the text back to draft without anybody having to think of it.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from anefdesk.errors import CatalogueError

JOINT = " ||| "  # between the forms of a text that counts, wherever they stand on one line

State: TypeAlias = Literal["source", "draft", "checked", "read", "missing"]


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


def load(file: Path) -> Mapping[str, State]:
    """The reviewed texts of one language: ``checked`` by a second person, ``read`` by a native speaker.

    Raises:
        CatalogueError: the file is not TOML, or an entry lacks its key, reader or date.
    """
    if not file.is_file():
        return MappingProxyType({})
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(
            "i18n.broken_reviews", file=file.parent.name, key="", reason=type(error).__name__
        ) from error
    states: dict[str, State] = {}
    levels: tuple[State, State] = ("checked", "read")  # the better one last
    for state in levels:
        for entry in content.get(state, []):
            lacking = {"key", "by", "on"} - entry.keys()
            if lacking:
                reason = "lacks " + ", ".join(sorted(lacking))
                raise CatalogueError("i18n.broken_reviews", file=file.parent.name, key=state, reason=reason)
            states[entry["key"]] = state
    return MappingProxyType(states)
