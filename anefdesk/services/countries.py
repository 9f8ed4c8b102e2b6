"""Countries of nationality, named in each language by CLDR, through Babel."""

from functools import cache

STATELESS = "stateless"
_STATELESS_NAMES = {
    "fr": "apatride",
    "en": "stateless",
    "ar": "عديم الجنسية",
    "fa_AF": "بی‌تابعیت",
    "ps": "بې تابعیته",
    "ru": "лицо без гражданства",
    "uk": "особа без громадянства",
    "es": "apátrida",
    "tr": "vatansız",
}


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    names = dict(Locale.parse(language).territories)
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NOT}  # noqa: PLR2004


_NOT = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@cache
def named(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country in ``language``, sorted for that language, stateless last."""
    import icu

    collator = icu.Collator.createInstance(icu.Locale(language))
    countries = sorted(_territories(language).items(), key=lambda item: collator.getSortKey(item[1]))
    return (*countries, (STATELESS, name(STATELESS, language)))


def name(code: str, language: str) -> str:
    """Name of one country; the code itself when CLDR has none."""
    if code == STATELESS:
        return _STATELESS_NAMES.get(language, _STATELESS_NAMES["fr"])
    return _territories(language).get(code) or _territories("fr").get(code, code)
