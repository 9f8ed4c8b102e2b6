"""French as a letter prints it: agreement with the person, dates and amounts in words, spaces, names of prefects.

Used by ``letter_text``; says nothing of what a letter is about.
"""

import re
from datetime import date

_NBSP = "\u00a0"
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)
_SPACES = re.compile(r"[ \t]+")
_BOUND = re.compile(r"[ \t]*[\u00a0\u202f][ \t\u00a0\u202f]*")  # a space that nothing may break stays one
_BEFORE = re.compile(r"[ \u00a0]([:;?!»%€])")
_GLUED = re.compile(r"(?<=[\w)»])(?:([;!?»])(?=[\s.,)]|$)|(:)(?= ))")
_AFTER = re.compile(r"«[ \u00a0]?")
_REFERENCE = re.compile(r"\b([LRD]\.\*?|art\.|n°|nos) (?=\d)")
_DATE = re.compile(rf"\b(\d{{1,2}}|1er) ({'|'.join(_MONTHS)})\b(?: (?=\d{{4}}\b))?")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?:\D|$))(?=[\d ]*(?:,\d\d)?[ \u00a0]€)")
_TWO_STOPS = re.compile(r"(?<![.…])([.?!…])\.(?!\.)")
_COMPLEMENT = re.compile(r"^Préfecture ((?:du |de la |de l’|des |d’|de )\S.*)$")


def agreed(pair: str, gender: str) -> str:
    """« né/née » for ``gender`` (f, m, x or not known): « née », « né », « né(e) »; « il/elle » where nothing joins."""
    masculine, _, feminine = pair.partition("/")
    if gender == "f":
        return feminine
    if gender == "m":
        return masculine
    if feminine.startswith(masculine):
        return f"{masculine}({feminine[len(masculine) :]})"
    return f"{masculine}/{feminine}"


def day_in_words(day: date) -> str:
    """« 14 janvier 2027 », « 1er mai 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{_NBSP}{_MONTHS[day.month - 1]}{_NBSP}{day.year}"


def amount_in_words(cents: int) -> str:
    """« 1 250 € », « 980,50 € »."""
    euros, rest = divmod(cents, 100)
    whole = f"{euros:,}".replace(",", _NBSP)
    return f"{whole},{rest:02d}{_NBSP}€" if rest else f"{whole}{_NBSP}€"


def prefecture_complement(prefecture: str) -> str:
    """« du Rhône » from « Préfecture du Rhône (Lyon) »; empty when the name is written otherwise."""
    found = _COMPLEMENT.match(re.sub(r" \([^()]*\)$", "", prefecture.strip()))
    return found[1] if found else ""


def prefect_forms(prefecture: str) -> dict[str, str]:
    """« le préfet du Rhône », « au préfet… », « la préfecture… »: nothing when the name is not understood."""
    of = prefecture_complement(prefecture)
    if not of:
        return {}
    return {
        "prefet": f"le préfet {of}",
        "au_prefet": f"au préfet {of}",
        "du_prefet": f"du préfet {of}",
        "prefecture": f"la préfecture {of}",
        "a_prefecture": f"à la préfecture {of}",
        "de_prefecture": f"de la préfecture {of}",
    }


PREFECT_FORMS = frozenset(prefect_forms("Préfecture de Mayotte"))


def set_in_french(text: str) -> str:
    """Typographic apostrophes and unbreakable spaces, one space at a time, one stop at an end; lines are kept."""
    return "\n".join(_one_line(line) for line in text.split("\n"))


def _one_line(line: str) -> str:
    said = _SPACES.sub(" ", _BOUND.sub(_NBSP, line)).strip().replace("'", "’").replace("...", "…")
    said = _TWO_STOPS.sub(r"\1", said)
    said = _AFTER.sub(f"«{_NBSP}", said)
    said = _GLUED.sub(f"{_NBSP}\\1\\2", said)
    said = _BEFORE.sub(f"{_NBSP}\\1", said)
    said = _THOUSANDS.sub(_NBSP, _DATE.sub(_whole, said))
    return _REFERENCE.sub(f"\\1{_NBSP}", said)


def _whole(day: re.Match[str]) -> str:
    """A day that no line breaks."""
    return f"{day[1]}{_NBSP}{day[2]}{_NBSP if day[0].endswith(' ') else ''}"
