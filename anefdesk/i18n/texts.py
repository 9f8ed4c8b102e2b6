"""All texts of one language: the interface (``ui``) and the catalogue's (``content``), French being the source.

A panel holds the ``Texts`` of its language, so that two languages stand on one screen. What is not
translated, whose French has changed since, or whose placeholders were damaged, is shown in French and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from gettext import NullTranslations

from anefdesk import paths
from anefdesk.i18n import compiled, placeholders, pseudo, reviews
from anefdesk.i18n.isolates import ltr
from anefdesk.i18n.languages import FRENCH, STAFF_LANGUAGES, Language, language

FRENCH_MARK = "\u00a0[fr]"  # after a French text that stands where a translation should
_COUNTS = range(201)  # these reach every plural form of every language we know


def mark(french: str) -> str:
    """Mark a sentence of a table for extraction; it is translated later, by ``ui``."""
    return french


@dataclass(frozen=True, slots=True)
class Gloss:
    """A catalogue text in the person's language; ``missing`` means ``text`` is the French one."""

    text: str
    language: Language
    state: reviews.State

    @property
    def marked(self) -> str:
        """The text; French that stands in for a missing gloss says so and keeps its own direction."""
        if self.state != "missing":
            return self.text
        return _standing_in(self.text, self.language)


def _standing_in(french: str, spoken: Language) -> str:
    marked = french + FRENCH_MARK
    return ltr(marked) if spoken.rtl else marked


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

    def _one(self, french: str) -> str | None:
        found = self._interface.gettext(french) if french else french
        return found if found != compiled.ABSENT and placeholders.same(french, found) else None

    def _counted(self, singular: str, plural: str, n: int) -> str | None:
        found = self._interface.ngettext(singular, plural, n)
        fits = found != compiled.ABSENT and placeholders.same(plural, found, count_optional=True)
        return found if fits else None

    def _catalogued(self, context: str, french: str) -> str | None:
        found = self._contents.pgettext(context, french)
        return found if found != compiled.ABSENT and placeholders.same(french, found) else None

    def ui(self, french: str, /, **values: object) -> str:
        """An interface sentence with its places filled: ``ui("Bonjour %(name)s", name=…)``."""
        return self._filled(self._one(french), french, values)

    def ui_n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """An interface sentence that counts: ``ui_n("%(n)d pièce", "%(n)d pièces", 3)``."""
        french = singular if abs(n) <= 1 else plural
        return self._filled(self._counted(singular, plural, n), french, {"n": n, **values})

    def _filled(self, said: str | None, french: str, values: Mapping[str, object]) -> str:
        if said is not None and (said != french or not said):
            return placeholders.fill(said, values, rtl=self.language.rtl)
        filled = placeholders.fill(french, values, rtl=self.language.rtl)
        if said is None and self.language.code not in STAFF_LANGUAGES:  # staff read French; the applicant is told
            return _standing_in(filled, self.language)
        return ltr(filled) if self.language.rtl else filled

    def ui_state(self, french: str, plural: str = "") -> reviews.State:
        """How far an interface sentence has been reviewed; with ``plural``, one that counts."""
        if not plural:
            one = self._one(french)
            if one is None:
                return "missing"
            return self._reviews.get(reviews.key("", french, one), "draft")
        forms = {self._counted(french, plural, n) for n in _COUNTS}
        if None in forms:
            return "missing"
        key = reviews.key_of(None, (french, plural), [form for form in forms if form])
        return self._reviews.get(key, "draft")

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

    def ui_state(self, french: str, plural: str = "") -> reviews.State:
        del french, plural
        return "source"

    def content(self, context: str, french: str) -> Gloss:
        del context
        return Gloss(french, self.language, "source")


class _Pseudo(Texts):
    """The invented language of screen tests; every catalogue text counts as a draft."""

    def _one(self, french: str) -> str:
        return pseudo.pseudo(french)

    def _counted(self, singular: str, plural: str, n: int) -> str:
        return pseudo.pseudo(singular if abs(n) <= 1 else plural)

    def ui_state(self, french: str, plural: str = "") -> reviews.State:
        del french, plural
        return "draft"

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
