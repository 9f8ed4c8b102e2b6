"""All texts of one language: the interface (``ui``) and the catalogue's (``content``), French being the source.

A panel holds the ``Texts`` of its language, so that two languages stand on one screen. What is not
translated, or whose placeholders were damaged, is shown in French and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from gettext import NullTranslations

from anefdesk import paths
from anefdesk.i18n import compiled, placeholders, pseudo, reviews
from anefdesk.i18n.isolates import ltr
from anefdesk.i18n.languages import FRENCH, Language, language


def mark(french: str) -> str:
    """Mark a sentence of a table for extraction; it is translated later, by ``ui``."""
    return french


@dataclass(frozen=True, slots=True)
class Gloss:
    """A catalogue text in the person's language; ``missing`` means ``text`` is the French one."""

    text: str
    language: Language
    state: reviews.State


class Texts:
    """The texts of one language."""

    def __init__(self, spoken: Language) -> None:
        self.language = spoken

    @cached_property
    def _interface(self) -> NullTranslations:
        return compiled.load(self.language.code, "ui")

    @cached_property
    def _contents(self) -> NullTranslations:
        return compiled.load(self.language.code, "content")

    @cached_property
    def _reviews(self) -> Mapping[str, reviews.State]:
        return reviews.load(paths.translations(self.language.code, "reviews.toml"))

    def _one(self, french: str) -> str:
        found = self._interface.gettext(french) if french else french
        return found if found != compiled.ABSENT and placeholders.same(french, found) else french

    def _counted(self, singular: str, plural: str, n: int) -> str:
        found = self._interface.ngettext(singular, plural, n)
        if found != compiled.ABSENT and placeholders.same(plural, found, count_optional=True):
            return found
        return singular if abs(n) <= 1 else plural

    def _catalogued(self, context: str, french: str) -> str | None:
        found = self._contents.pgettext(context, french)
        return found if found != compiled.ABSENT and placeholders.same(french, found) else None

    def ui(self, french: str, /, **values: object) -> str:
        """An interface sentence with its places filled: ``ui("Bonjour %(name)s", name=…)``."""
        return self._filled(self._one(french), (french,), values)

    def ui_n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """An interface sentence that counts: ``ui_n("%(n)d pièce", "%(n)d pièces", 3)``."""
        return self._filled(self._counted(singular, plural, n), (singular, plural), {"n": n, **values})

    def _filled(self, said: str, french: tuple[str, ...], values: Mapping[str, object]) -> str:
        filled = placeholders.fill(said, values, rtl=self.language.rtl)
        # French standing in for a missing translation keeps its own direction on a right-to-left side.
        return ltr(filled) if self.language.rtl and said and said in french else filled

    def content(self, context: str, french: str) -> Gloss:
        """A catalogue text; ``context`` is its path, such as ``refugie.ref-decision.name``."""
        gloss = self._catalogued(context, french) if french else ""
        if gloss is None:
            return Gloss(french, self.language, "missing")
        state = self._reviews.get(reviews.key(context, french, gloss), "draft")
        return Gloss(gloss, self.language, state)


class _French(Texts):
    """The source itself: nothing to load, nothing to review."""

    def _one(self, french: str) -> str:
        return french

    def _counted(self, singular: str, plural: str, n: int) -> str:
        return singular if abs(n) <= 1 else plural

    def content(self, context: str, french: str) -> Gloss:
        del context
        return Gloss(french, self.language, "source")


class _Pseudo(Texts):
    """The invented language of screen tests; every catalogue text counts as a draft."""

    def _one(self, french: str) -> str:
        return pseudo.pseudo(french)

    def _counted(self, singular: str, plural: str, n: int) -> str:
        return pseudo.pseudo(singular if abs(n) <= 1 else plural)

    def content(self, context: str, french: str) -> Gloss:
        del context
        return Gloss(pseudo.pseudo(french), self.language, "draft")


@cache
def for_language(code: str) -> Texts:
    """The texts of language ``code``; ``xx`` and ``xx_RTL`` are the invented languages of screen tests.

    Raises:
        InputRefusedError: ``i18n.unknown_language``.
    """
    if code in pseudo.LANGUAGES:
        return _Pseudo(pseudo.LANGUAGES[code])
    spoken = language(code)
    return _French(spoken) if spoken is FRENCH else Texts(spoken)
