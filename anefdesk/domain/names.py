"""People's names made findable: the same person from any spelling, in any script.

The search keeps ``search_keys`` beside each person and asks with ``query_keys``; ``ranked`` orders what it
found; ``likely_same`` gives the reasons to think that two files are one person's. Nothing here merges.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TypeVar

from anefdesk.domain.name_sounds import bare, heard, skeletons
from anefdesk.domain.partial_date import PartialDate
from anefdesk.errors import InputRefusedError

MAX_NAME = 200  # letters of one name that are looked at; longer ones are cut, never refused here
_MAX_WORDS = 12
_KEY = "0"  # begins every key of sound: no name begins with a digit
_PREFIX_FROM = 3  # consonants a half-typed word needs before others are guessed from them

_VARIANTS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ی", "ي": "ی", "ې": "ی", "ۍ": "ی", "ئ": "ی", "ك": "ک",
     "ګ": "گ", "ة": "ه", "ۀ": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه", "ؤ": "و", "ـ": "", "ё": "е", "ґ": "г"}
)  # fmt: skip
_IGNORED = re.compile("['’ʼ`´ʹ\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\x00]")
_WORD = re.compile(r"[^\W_]+")

# Articles and "son of": written or not, joined or not, they do not tell people apart.
_PARTICLES = frozenset(
    word
    for line in (
        "al el il ul ur as es ad ed ar er an en az ez at et ash esh ach ech ou",
        "bin ben ibn bint bent ould wuld uld mint",
        "de da do dos das del della di du des le la van von der den zu",
        "ال بن ابن بنت ولد منت ابنه",
    )
    for word in line.split()
)
_ABD = re.compile(r"^abd(?:[aeiou]{1,2}l|[aeu](?=([rsnztd])\1|s[^aeiou]))(.*)$")
_DIN = re.compile(r"^(.{3,}?)(?:[aeou]{1,2}|'?)d?d(?:i|ee|ie)ne?$")
_ALLAH = re.compile(r"^(.{3,}?)(?:[aeou]{1,2})(llah?)$")
_ARTICLE_INSIDE = re.compile("^(..{1,}?)ال(..+)$")
_ARTICLE_BEFORE = re.compile("^ال(..+)$")


def fold(text: str) -> str:
    """``text`` as it is compared: no case, accents, points or hyphens; variants of Arabic letters as one."""
    cut = unicodedata.normalize("NFKC", text[:MAX_NAME])
    words = _WORD.findall(bare(_IGNORED.sub("", cut)).translate(_VARIANTS))
    return " ".join(words)


def _apart(word: str) -> list[str]:
    """The names inside a joined one: Abdelkader, Noureddine, حبیب‌الله."""
    if found := _ABD.match(word):
        rest = found[2][1:] if found[1] else found[2]  # the doubled letter is the article's
        return ["abd", rest] if len(rest) > 1 else ["abd"]
    if found := _ALLAH.match(word):
        return [found[1], found[2]]
    if found := _DIN.match(word):
        return [found[1], "din"]
    if found := _ARTICLE_INSIDE.match(word):
        return [found[1], found[2]]
    if found := _ARTICLE_BEFORE.match(word):
        return [found[1]]
    return [word]


def _written(text: str) -> list[tuple[str, str]]:
    """The words that tell people apart, as written, each with the particle before it joined: ali, benali."""
    cut = _IGNORED.sub("", unicodedata.normalize("NFKC", text[:MAX_NAME]).casefold())
    spaced = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in cut)
    words = [word for word in spaced.split()[:_MAX_WORDS] if fold(word)]
    found: list[tuple[str, str]] = []
    particle = ""
    for word in words:
        if fold(word) in _PARTICLES:
            particle = word
        else:
            found.append((word, particle + word))
            particle = ""
    return found or [(word, word) for word in words]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Every name in ``text``, joined ones taken apart, each with the whole word it was part of."""
    return [(part, whole) for word, whole in _written(text) for part in _parts(word)]


def _parts(word: str) -> list[str]:
    """``word`` in the names it joins; words with vowel marks are never cut."""
    folded = fold(word)
    apart = _apart(folded)
    return apart if apart != [folded] else [word]


def _sound_keys(word: str) -> set[str]:
    found = {_KEY + skeleton for skeleton in skeletons(word)}
    return found or {_KEY}


def _joined_keys(words: Sequence[str]) -> set[str]:
    """Keys of two neighbours read as one word: Gebre Selassie, Gebrselassie."""
    return {
        _KEY + first + second
        for before, after in pairwise(words)
        for first in sorted(skeletons(before))[:2]
        for second in sorted(skeletons(after))[:2]
    }


def search_keys(name_text: str) -> frozenset[str]:
    """What is kept beside a person for one name: folded words and keys of sound, letters and digits only."""
    keys: set[str] = set()
    for word, whole in _written(name_text):
        for part in {word, whole, *_parts(word)}:
            keys |= _sound_keys(part)
            keys.add(fold(part))
    return frozenset(keys | _joined_keys([part for part, _ in _pieces(name_text)]))


@dataclass(frozen=True, slots=True)
class TypedWord:
    """One typed word: a person has it who bears any of ``keys``, or a key beginning with a ``prefixes``."""

    keys: frozenset[str]
    prefixes: frozenset[str]


def query_keys(typed: str) -> tuple[TypedWord, ...]:
    """What to look for: every word must be found; the last one may be half typed."""
    pieces = _pieces(typed)
    words = [part for part, _ in pieces]
    asked: list[TypedWord] = []
    for place, (word, whole) in enumerate(pieces):
        keys = _sound_keys(word) | _sound_keys(whole) | {fold(word), fold(whole)}
        keys |= _joined_keys(words[place : place + 2]) | _joined_keys(words[max(place - 1, 0) : place + 1])
        prefixes: set[str] = set()
        if place == len(words) - 1:
            prefixes = {fold(word)} | {key for key in _sound_keys(word) if len(key) > _PREFIX_FROM}
        asked.append(TypedWord(frozenset(keys), frozenset(prefixes)))
    return tuple(asked)


def _distance(first: str, second: str) -> float:
    """Edit distance where vowels cost little: they are what spellings disagree on."""
    row = [0.0]
    for letter in second:
        row.append(row[-1] + (0.3 if letter in "aiu" else 1.0))
    for letter in first:
        light = letter in "aiu"
        cost = 0.3 if light else 1.0
        left = row[0] + cost
        current = [left]
        for place, other in enumerate(second):
            if letter == other:
                best = row[place]
            else:
                other_cost = 0.3 if other in "aiu" else 1.0
                change = 0.2 if light and other in "aiu" else 1.0
                best = min(row[place] + change, row[place + 1] + cost, left + other_cost)
            left = best
            current.append(best)
        row = current
    return row[-1]


_SAME_SOUND = 0.95
_JOINED = 0.9  # the most that letters alone, run together, can say
_LIKE = 0.65  # below, two words are two names


def _scripts_differ(first: str, second: str) -> bool:
    return (first < "\u0250") != (second < "\u0250")


HeardNames = dict[str, tuple[tuple[str, str], ...]]  # name → its words, each folded and as it sounds


class _Comparison:
    """Compares typed words with names' words, each pair once; lives as long as one search."""

    def __init__(self, typed: str, heard_names: HeardNames | None = None) -> None:
        self._typed = [self._known(part) for part, _ in _pieces(typed)]
        self._words: HeardNames = {} if heard_names is None else heard_names
        self._alike: dict[tuple[str, str, str, str], float] = {}

    @staticmethod
    def _known(word: str) -> tuple[str, str]:
        return fold(word), heard(word)

    def _of(self, name: str) -> tuple[tuple[str, str], ...]:
        if name not in self._words:
            self._words[name] = tuple(self._known(part) for part, _ in _pieces(name))
        return self._words[name]

    def _likeness(self, typed: tuple[str, str], borne: tuple[str, str]) -> float:
        key = (*typed, *borne)
        if key not in self._alike:
            if typed[0] == borne[0]:
                likeness = 1.0
            elif borne[0].startswith(typed[0]):
                likeness = 0.9
            else:
                longest = max(len(typed[1]), len(borne[1]), 1)
                likeness = 0.95 * max(0.0, 1 - _distance(typed[1], borne[1]) / longest)
                if likeness < _SAME_SOUND and _scripts_differ(typed[0], borne[0]):
                    # Half the vowels are not written there: the same consonants weigh more than they do.
                    heard_same = skeletons(typed[0]) & skeletons(borne[0])
                    likeness = max(likeness, (likeness + 2 * _SAME_SOUND) / 3 if heard_same else 0.0)
            self._alike[key] = likeness
        return self._alike[key]

    def whole(self, name: str) -> float:
        """How near the two are as whole names: every word of the shorter one has its like in the other."""
        borne = self._of(name)
        shorter, longer = sorted((tuple(self._typed), borne), key=len)
        if not shorter or (len(shorter) == 1 and len(longer) > 1):
            return 0.0
        each = [max(self._likeness(one, other) for other in longer) for one in shorter]
        return sum(each) / len(each) if min(each) >= _LIKE else 0.0

    def with_name(self, name: str) -> float:
        borne = self._of(name)
        if not borne or not self._typed:
            return 0.0
        total = sum(max(self._likeness(one, other) for other in borne) for one in self._typed)
        unused = 0.02 * max(0, len(borne) - len(self._typed))
        if total >= _JOINED * len(self._typed):
            return total / len(self._typed) - unused
        whole = "".join(one[1] for one in self._typed), "".join(one[1] for one in borne)
        joined = _JOINED * max(0.0, 1 - _distance(*whole) / max(len(whole[0]), len(whole[1]), 1))
        return max(total / len(self._typed), joined) - unused


def closeness(typed: str, names: Iterable[str]) -> float:
    """How near what was typed is to the nearest of ``names``: 1 the same, 0 nothing in common."""
    comparison = _Comparison(typed)
    return max((comparison.with_name(name) for name in names), default=0.0)


T = TypeVar("T")


def ranked(typed: str, found: Mapping[T, Sequence[str]], heard_names: HeardNames | None = None) -> list[T]:
    """The people found, nearest name first; each comes with all their names.

    ``heard_names`` remembers between searches how names sound; it belongs to one open desk and holds names.
    """
    comparison = _Comparison(typed, heard_names)
    near: dict[str, float] = {}
    for names in found.values():
        for name in names:
            if name not in near:
                near[name] = comparison.with_name(name)
    scores = {who: max((near[name] for name in names), default=0.0) for who, names in found.items()}
    return sorted(found, key=lambda who: -scores[who])


def digits(text: str) -> str:
    """The digits of ``text`` as 0-9, whatever script they were typed in; a leading + is kept."""
    cleaned = _IGNORED.sub("", text).strip()
    found = "".join(str(unicodedata.digit(letter)) for letter in cleaned if letter.isdecimal())
    return "+" + found if cleaned.startswith("+") and found else found


@dataclass(frozen=True, slots=True)
class Typed:
    """What one search box received, sorted: words of a name, a date, numbers."""

    words: str
    born: tuple[PartialDate, ...]
    numbers: tuple[str, ...]


_NUMBER = re.compile(r"\+?\d[\d\s./\-()]*\d|\d")
_DATE = re.compile(r"\d{1,4}(?:[./\- ]\d{1,4}){1,2}|(?:19|20)\d\d")
_YEARS = range(1900, 2101)
_LONG_ENOUGH = 4


def _date(text: str) -> PartialDate | None:

    if not _DATE.fullmatch(text):
        return None
    try:
        found = PartialDate.typed(text)
    except InputRefusedError:
        return None
    return found if found.year in _YEARS else None


def sorted_out(typed: str) -> Typed:
    """Tell names, dates and numbers apart in what was typed, in any order.

    « 0612 34 56 78 », « +33 6 12 34 56 78 » and Arabic digits become the same nine last digits to look for.
    """
    western = "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in typed[: MAX_NAME * 2]
    )
    born: list[PartialDate] = []
    numbers: list[str] = []
    for found in _NUMBER.finditer(western):
        text = found[0].strip()
        if day := _date(text):
            born.append(day)
        else:
            number = digits(text).lstrip("+")
            if text.startswith(("+33", "0033")):
                number = number.removeprefix("00").removeprefix("33")
            number = number.removeprefix("0")
            if len(number) >= _LONG_ENOUGH:
                numbers.append(number)
    return Typed(_NUMBER.sub(" ", western).strip(), tuple(born), tuple(numbers))


class Reason(Enum):
    """Why two files may be one person's."""

    FOREIGNER_NUMBER = "foreigner_number"
    PHONE_AND_NAME = "phone_and_name"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    NAME_AND_BIRTH_YEAR = "name_and_birth_year"
    SAME_NAME = "same_name"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is compared of one person: all names in all scripts, and what identifies."""

    names: tuple[str, ...]
    born: PartialDate | None = None
    phones: tuple[str, ...] = ()
    foreigner_number: str = ""


_NEAR, _SAME = 0.8, 0.93


def _birth(a: PartialDate | None, b: PartialDate | None) -> str:
    """``day`` when all that both know agrees to the day, ``year`` when it agrees less, else what differs."""
    if a is None or b is None:
        return "unknown"
    if a.year != b.year:
        return "differs"
    if (a.month and b.month and a.month != b.month) or (a.day and b.day and a.day != b.day):
        swapped = (a.month, a.day) == (b.day, b.month)
        return "year" if swapped else "differs"
    return "day" if a.day and b.day else "year"


def _name_likeness(a: Identity, b: Identity) -> float:
    return max((_Comparison(one).whole(other) for one in a.names for other in b.names), default=0.0)


def likely_same(a: Identity, b: Identity) -> tuple[Reason, ...]:
    """The reasons to think that ``a`` and ``b`` are one person, the strongest first; none when unlikely."""
    reasons: list[Reason] = []
    number = digits(a.foreigner_number)
    if number and number == digits(b.foreigner_number):
        reasons.append(Reason.FOREIGNER_NUMBER)
    likeness = _name_likeness(a, b)
    birth = _birth(a.born, b.born)
    phones = {digits(phone)[-9:] for phone in a.phones} & {digits(phone)[-9:] for phone in b.phones} - {""}
    if phones and likeness >= _NEAR and birth != "differs":
        reasons.append(Reason.PHONE_AND_NAME)
    if likeness >= _NEAR and birth == "day":
        reasons.append(Reason.NAME_AND_BIRTH_DATE)
    elif likeness >= _NEAR and birth == "year":
        reasons.append(Reason.NAME_AND_BIRTH_YEAR)
    elif likeness >= _SAME and birth == "unknown":
        reasons.append(Reason.SAME_NAME)
    return tuple(reasons)
