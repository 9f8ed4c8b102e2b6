"""How names sound, whatever the script: letters turned into a few classes of consonants and vowels.

Used by ``names`` alone. Passports write one name in many ways (Shcherbakova, Chtcherbakova; Youssef, Yusuf),
so what differs between spellings falls in one class and what may be silent has an empty alternative.

Consonants: B (b, p), F, V, M, N, L, R, T (t, d), S (s, sh, ch, ts), Z, J (j, dj, zh), K, G, X (kh), H.
Vowels: a (a, e), i, u (o, u).
"""

import re
import unicodedata
from functools import cache
from typing import TypeAlias

Sound: TypeAlias = str  # alternatives separated by "/", the likeliest first; "-" is silence


def _table(text: str) -> dict[str, Sound]:
    """Read ``"бп=B вw=V/-"``: letters, then their sound."""
    found: dict[str, Sound] = {}
    for entry in text.split():
        letters, sound = entry.split("=")
        found.update(dict.fromkeys(letters, sound))
    return found


# Two and more Latin letters that make one sound; longest first.
_LATIN_GROUPS: dict[str, Sound] = {
    "tsch": "S", "dsch": "J", "shch": "S", "sch": "S", "shh": "S", "tch": "S/TS", "dzh": "J", "sh": "S",
    "ch": "S/K", "zh": "J/ZH", "kh": "X/H", "gh": "G", "ph": "F", "th": "T", "dh": "T/Z", "bh": "B/BH",
    "jh": "J", "rh": "R/RH/G", "ts": "S/TS", "tz": "S", "cz": "S", "sz": "S", "dj": "J", "dz": "Z", "ck": "K",
    "qu": "K", "ce": "Sa", "ci": "Si", "cy": "Si", "ge": "Ga/Ja", "gi": "Gi/Ji", "ou": "u", "oo": "u", "ee": "i",
    "ai": "ai",
}  # fmt: skip
_LATIN = _table("ae=a iy=i ou=u bp=B f=F v=V m=M n=N l=L r=R td=T s=S z=Z j=J/i ckq=K g=G h=H w=u/V")
_LATIN["x"] = "KS"
_LATIN_UNIT = re.compile("|".join(_LATIN_GROUPS) + "|.")

_ARABIC = _table(
    "اآأإٱ=a ىئءع=- يیےېۍ=i وؤۇۋ=u/V بپ=B تطټدډ=T ث=T/S جچ=J سشص=S حه=H خ=X/H ذضظ=T/Z رړڑ=R زژ=Z "
    "غ=G قڨ=K/G كک=K گګڭ=G ف=F ڤ=V ل=L م=M نڼں=N څ=S ځ=Z/J ښ=S/X ږ=J/G ة=-/T ھہە=H ٹڈ=T"
)
_ARABIC.update({"ج": "J/G", "چ": "S", "ژ": "J"})
_CYRILLIC = _table(
    "аеэєәяѣ=a иіїйыё=i оуюўө=u ьъ=- бп=B в=V гґғ=G/H дт=T жҗ=J з=Z кқ=K л=L м=M нң=N р=R сшщчц=S ф=F хҳһ=X/H"
)
_CYRILLIC.update({"е": "a", "ё": "u", "ю": "iu", "я": "ia", "ґ": "G"})
_GEORGIAN = _table("აე=a ი=i ოუ=u ბპ=B ფ=B/F გღ=G დთტ=T ვ=V ზძ=Z კქყ=K ლ=L მ=M ნ=N ჟჯ=J რ=R სშჩცწჭ=S ხ=X/H ჰ=H ჲ=i ჳ=u")
_BENGALI = _table(
    "অআএঐ=a ইঈ=i উঊওঔ=u া=a ে=a ৈ=a ি=i ী=i ু=u ূ=u ো=u ৌ=u ক=K খ=X/K গঘ=G ঙ=N ং=N চছ=S জ=J/Z ঝ=J ঞ=N "
    "টঠডঢতথদধৎ=T ণন=N প=B ফ=F/B ব=B ভ=B/V ম=M য=J/Z/- র=R ল=L শষস=S হঃ=H ঁ=-"
)
_VIRAMA = "\u09cd"
_NUKTA = "\u09bc"
_DOTTED = {"য": "-", "ড": "R/T", "ঢ": "R/T"}

# Ethiopic syllables stand in rows of eight: the consonant, then its vowel by column.
_ETHIOPIC_CONSONANTS = "H L H M S R S S K K K K B V T S H H N N - K K H/X H u/V - Z J i T T J G G G T S B S S F B"
_ETHIOPIC_ROWS: tuple[Sound, ...] = tuple(_ETHIOPIC_CONSONANTS.split())
_ETHIOPIC_VOWELS = ("a", "u", "i", "a", "a", "", "u", "a")
_ETHIOPIC_FIRST = 0x1200

_OTHER_SCRIPTS = {**_ARABIC, **_CYRILLIC, **_GEORGIAN, **_BENGALI}
_VOWEL_LETTERS = frozenset("aeiouy")
_MAX_SKELETONS = 12

# Latin letters that lose nothing but a stroke.
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a",
     "ş": "sh", "š": "sh", "ç": "s", "č": "ch", "ž": "zh", "ğ": "g", "ñ": "n", "ţ": "ts", "ț": "ts"}
)  # fmt: skip


def bare(text: str) -> str:
    """``text`` in lower case without accents, vowel points or marks."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    return "".join(letter for letter in spread if not unicodedata.category(letter).startswith("M"))


def _is_latin(letter: str) -> bool:
    return "a" <= letter <= "z"


def _ethiopic(letter: str) -> list[Sound]:
    row, column = divmod(ord(letter) - _ETHIOPIC_FIRST, 8)
    if not 0 <= row < len(_ETHIOPIC_ROWS):
        return []
    vowel = _ETHIOPIC_VOWELS[column]
    return [_ETHIOPIC_ROWS[row], *([vowel] if vowel else [])]


def _latin(word: str) -> list[Sound]:
    sounds: list[Sound] = []
    for found in _LATIN_UNIT.finditer(word):
        unit = found[0]
        place, end = found.span()
        if unit == "ou":
            beside = word[place - 1 : place] + word[end : end + 1]
            sounds.append("u" if _VOWEL_LETTERS.isdisjoint(beside) else "u/V")  # Oualid, Daoud
        elif unit == "h" and end == len(word) and place > 1:
            sounds.append("-/H")
        elif unit == "s" and word[place - 1 : place] in _VOWEL_LETTERS and word[end : end + 1] in _VOWEL_LETTERS:
            sounds.append("S/Z")  # as the French say it
        else:
            sounds.append(_LATIN_GROUPS.get(unit) or _LATIN.get(unit, "-"))
    return sounds


def _has_hidden_vowels(letter: str) -> bool:
    return "\u0600" <= letter <= "\u06ff" or "\u0980" <= letter <= "\u09ff" or "\u1200" <= letter <= "\u137f"


def _native(word: str) -> list[Sound]:
    sounds: list[Sound] = []
    for place, letter in enumerate(word):
        before = word[place - 1] if place else ""
        if letter in (_VIRAMA, _NUKTA):
            continue
        if _has_hidden_vowels(letter) and before != _VIRAMA:
            sounds.append("-")  # a vowel may stand here unwritten: the same letter twice counts twice
        if letter == "য" and before == _VIRAMA:
            sounds.append("-")
        elif letter in _DOTTED and word[place + 1 : place + 2] == _NUKTA:
            sounds.append(_DOTTED[letter])
        elif letter in "هھہە" and place == len(word) - 1:
            sounds.append("a/H")
        elif letter in "жз" and before == "д":
            sounds[-1] = "J" if letter == "ж" else "Z"
        else:
            sounds += _ethiopic(letter) or [_OTHER_SCRIPTS.get(letter, "-")]
    return sounds


def sounds_of(word: str) -> list[Sound]:
    """The sounds of one word, in order."""
    plain = bare(word)
    if plain and _is_latin(plain[0]):
        return _latin(plain)
    # Bengali vowels are marks: they are kept here, where they tell names apart.
    return _native(unicodedata.normalize("NFC", word.casefold()))


def _added(reading: str, choice: str, *, touching: bool) -> str:
    twice = touching and bool(choice) and reading.endswith(choice[0])
    return reading + (choice[1:] if twice else choice)


def heard(word: str) -> str:
    """One likely pronunciation, vowels in three classes: what is compared to rank the people found."""
    reading = ""
    for sound in sounds_of(word):
        first = sound.split("/")[0].replace("-", "")
        reading = _added(reading, first, touching=True)
    return reading


def skeletons(word: str) -> frozenset[str]:
    """The consonants of ``word`` in lower case, in every likely reading; empty for a word of vowels.

    The same consonant twice without a vowel between counts once, as spellings double it or not.
    """
    readings = [""]
    touching = False
    for sound in sounds_of(word):
        choices = _consonants(sound)
        if len(choices) > 1 and len(readings) * len(choices) > _MAX_SKELETONS:
            choices = choices[:1]
        if choices != ("",):
            readings = [_added(one, choice, touching=touching) for one in readings for choice in choices]
        touching = sound[-1].isupper()
    return frozenset(reading.lower() for reading in readings if reading)


@cache
def _consonants(sound: Sound) -> tuple[str, ...]:
    alternatives = ("".join(letter for letter in one if letter.isupper()) for one in sound.split("/"))
    return tuple(dict.fromkeys(alternatives))
