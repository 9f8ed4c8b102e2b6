"""Typed reading of TOML tables: each value taken once, in its type, and nothing left over.

Used by the loader, so that bad data is always refused with the file, the key and the reason.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TypeVar

from anefdesk.errors import CatalogueError

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


class Table:
    """One TOML table and where it stands, for messages such as ``documents[c-domicile].max_age``."""

    __slots__ = ("_data", "_left", "file", "where")

    def __init__(self, data: Mapping[str, object], file: str, where: str = "") -> None:
        self._data = data
        self._left = set(data)
        self.file = file
        self.where = where

    @classmethod
    def read(cls, path: Path, file: str) -> "Table":
        """The whole of ``path``."""
        try:
            return cls(tomllib.loads(path.read_text(encoding="utf-8")), file)
        except FileNotFoundError:
            raise CatalogueError("catalogue.invalid", file=file, key="", reason="fichier absent") from None
        except (OSError, UnicodeDecodeError) as error:
            reason = f"fichier illisible ({type(error).__name__})"
            raise CatalogueError("catalogue.invalid", file=file, key="", reason=reason) from error
        except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
            reason = f"TOML mal écrit : {error}"
            raise CatalogueError("catalogue.invalid", file=file, key="", reason=reason) from error

    def wrong(self, key: str, reason: str) -> CatalogueError:
        """The refusal to raise for ``key`` of this table."""
        place = ".".join(part for part in (self.where, key) if part)
        return CatalogueError("catalogue.invalid", file=self.file, key=place, reason=reason)

    def has(self, key: str) -> bool:
        """Whether the author wrote this key."""
        return key in self._data

    def keys(self) -> tuple[str, ...]:
        """Every key the author wrote, in writing order."""
        return tuple(self._data)

    def _take(self, key: str) -> object:
        self._left.discard(key)
        value = self._data.get(key)
        if value is None:
            raise self.wrong(key, "clé absente")
        return value

    def text(self, key: str) -> str:
        """A text that says something."""
        value = self._take(key)
        if type(value) is not str:
            raise self.wrong(key, "type attendu : texte")
        if not value.strip() or value != value.strip() or not value.isprintable():
            raise self.wrong(key, "texte vide, avec des espaces autour ou des caractères invisibles")
        return value

    def text_or(self, key: str, otherwise: str = "") -> str:
        """A text, ``otherwise`` when the key is absent."""
        return self.text(key) if key in self._data else otherwise

    def blankable(self, key: str, otherwise: str) -> str:
        """A text that may be empty on purpose, to take away a shared one."""
        if self._data.get(key) == "":
            self._left.discard(key)
            return ""
        return self.text_or(key, otherwise)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each once; empty when absent."""
        if key not in self._data:
            return ()
        value = self._take(key)
        if type(value) is not list or any(type(part) is not str or not part.strip() for part in value):
            raise self.wrong(key, "type attendu : liste de textes")
        if len(set(value)) != len(value):
            raise self.wrong(key, "texte répété")
        return tuple(value)

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        value = self._take(key)
        if type(value) is not int:
            raise self.wrong(key, "type attendu : nombre entier")
        if not low <= value <= high:
            raise self.wrong(key, f"nombre hors limites : de {low} à {high}")
        return value

    def number_or_none(self, key: str, low: int, high: int) -> int | None:
        """A whole number, ``None`` when absent."""
        return self.number(key, low, high) if key in self._data else None

    def yes(self, key: str) -> bool:
        """Whether the author said so; absent means no."""
        if key not in self._data:
            return False
        value = self._take(key)
        if type(value) is not bool:
            raise self.wrong(key, "type attendu : true ou false")
        return value

    def day(self, key: str) -> date:
        """A date without a time, in this century."""
        value = self._take(key)
        if type(value) is not date or isinstance(value, datetime):
            raise self.wrong(key, "type attendu : date AAAA-MM-JJ")
        if not 2000 <= value.year < 2100:  # noqa: PLR2004 - the catalogue speaks of nothing older or further
            raise self.wrong(key, "date impossible")
        return value

    def day_or_none(self, key: str) -> date | None:
        """A date, ``None`` when absent."""
        return self.day(key) if key in self._data else None

    def one_of(self, key: str, kind: type[E]) -> E:
        """A member of ``kind``, written by its value."""
        value = self.text(key)
        try:
            return kind(value)
        except ValueError:
            raise self.wrong(key, f"valeur inconnue : {value}") from None

    def table(self, key: str) -> "Table":
        """A table inside this one."""
        value = self._take(key)
        if type(value) is not dict:
            raise self.wrong(key, "type attendu : table")
        return Table(value, self.file, ".".join(part for part in (self.where, key) if part))

    def tables(self, key: str, name: str = "id") -> Iterator["Table"]:
        """The tables of an array of tables; ``name`` is the key that tells them apart in messages."""
        value = self._data.get(key, [])
        self._left.discard(key)
        if type(value) is not list or any(type(part) is not dict for part in value):
            raise self.wrong(key, "type attendu : liste de tables")
        for number, part in enumerate(value, start=1):
            known = part.get(name) or part.get("use")
            label = known if isinstance(known, str) else str(number)
            yield Table(part, self.file, ".".join(word for word in (self.where, f"{key}[{label}]") if word))

    def done(self) -> None:
        """Refuse what nobody asked for."""
        if self._left:
            raise self.wrong(min(self._left), "clé inconnue")


def gather(
    root: Path,
    key: str,
    counts: Table,
    build: Callable[[Table], T],
    *,
    name: str = "id",
    file: str = "",
) -> dict[str, T]:
    """The tables called ``key`` of a file of their own, by their ``name``: none twice, as many as ``counts`` says."""
    file = file or f"{key}.toml"
    whole = Table.read(root / file, file)
    found: dict[str, T] = {}
    for table in whole.tables(key, name):
        known = table.text(name)
        if known in found:
            raise table.wrong(name, "identifiant répété")
        found[known] = build(table)
        table.done()
    whole.done()
    if len(found) != counts.number(key, 0, 100_000):
        raise counts.wrong(key, f"{len(found)} lus dans {file}")
    return found
