"""The languages the desk knows, with what each one needs: direction, plural rule, fonts, its own name.

Used by the texts, the checks, the panels of the screen and the composition of letters.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from anefdesk.errors import InputRefusedError

Direction: TypeAlias = Literal["ltr", "rtl"]

_ONE_FORM = "nplurals=1; plural=0;"
_NOT_ONE = "nplurals=2; plural=(n != 1);"
_ABOVE_ONE = "nplurals=2; plural=(n > 1);"
_SLAVIC = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
# The rule of GNU gettext: 11…99 take the fifth form, 100…102 the sixth. CLDR-made tools swap the two.
_ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"

_FULL_STOPS = {"Beng": "।", "Ethi": "።", "Hans": "。"}


@dataclass(frozen=True, slots=True)
class Language:
    """One language: ``fonts`` are Qt and PDF families, the one of its script first."""

    code: str
    name_native: str
    name_fr: str
    plural_forms: str
    script: str = "Latn"  # ISO 15924
    direction: Direction = "ltr"
    fonts: tuple[str, ...] = ("Noto Sans",)

    @property
    def rtl(self) -> bool:
        """Whether its text runs from right to left."""
        return self.direction == "rtl"

    @property
    def forms(self) -> int:
        """How many forms a text that counts has."""
        return int(self.plural_forms.split("nplurals=")[1].split(";")[0])

    @property
    def full_stop(self) -> str:
        """What ends a sentence."""
        return _FULL_STOPS.get(self.script, ".")


def _arabic_script(code: str, native: str, french: str, plurals: str) -> Language:
    return Language(code, native, french, plurals, "Arab", "rtl", ("Noto Sans Arabic", "Noto Sans"))


FRENCH = Language("fr", "français", "français", _ABOVE_ONE)

# Order of the list shown to the applicant.
APPLICANT_LANGUAGES: tuple[Language, ...] = (
    FRENCH,
    _arabic_script("ar", "العربية", "arabe", _ARABIC),
    Language("en", "English", "anglais", _NOT_ONE),
    _arabic_script("fa_AF", "دری", "dari", _ONE_FORM),
    _arabic_script("ps", "پښتو", "pachto", _NOT_ONE),
    Language("ru", "русский", "russe", _SLAVIC, "Cyrl"),
    Language("uk", "українська", "ukrainien", _SLAVIC, "Cyrl"),
    Language("es", "español", "espagnol", _NOT_ONE),
    Language("tr", "Türkçe", "turc", _ONE_FORM),
    Language("pt", "português", "portugais", _NOT_ONE),
    Language("bn", "বাংলা", "bengali", _ABOVE_ONE, "Beng", fonts=("Noto Sans Bengali", "Noto Sans")),
    Language("zh_Hans", "中文", "chinois", _ONE_FORM, "Hans", fonts=("Noto Sans SC", "Noto Sans")),
    Language("ti", "ትግርኛ", "tigrigna", _ABOVE_ONE, "Ethi", fonts=("Noto Sans Ethiopic", "Noto Sans")),
)

# Printed and searched correctly, not offered until their texts exist.
PREPARED_LANGUAGES: tuple[Language, ...] = (
    Language("ka", "ქართული", "géorgien", _ONE_FORM, "Geor", fonts=("Noto Sans Georgian", "Noto Sans")),
)

STAFF_LANGUAGES = ("fr", "en")

_BY_CODE = {language.code: language for language in APPLICANT_LANGUAGES + PREPARED_LANGUAGES}


def language(code: str) -> Language:
    """The language of ``code``.

    Raises:
        InputRefusedError: ``i18n.unknown_language``.
    """
    try:
        return _BY_CODE[code]
    except KeyError:
        raise InputRefusedError("i18n.unknown_language") from None
