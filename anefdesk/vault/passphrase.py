"""Proposing passphrases that can be remembered, and refusing those that would be guessed.

Used by ``vault`` (which refuses) and by the set-up pages through services (which explain).
"""

import math
import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache

from anefdesk import paths
from anefdesk.errors import InputRefusedError

WORDS_PROPOSED = 6
_SHORTEST = 12
_SHORTEST_PLAIN = 14
_LONGEST = 256
_KINDS_WANTED = 3
_TELLING_LABEL = 4
_DISTINCT_LETTERS = 6
_OWN_LETTERS = 5  # what must remain once the well-known parts are taken out
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl")
_COMMON = """
motdepasse password passe secret bonjour soleil doudou chouchou loulou princesse marseille paris france
azerty qwerty azertyuiop qwertyuiop admin administrateur accueil association bienvenue welcome anef anefdesk
prefecture prefect jetaime iloveyou liberte egalite fraternite football monkey dragon letmein master
coucou maison vacances toulouse bordeaux lyon nantes lille nicolas camille chocolat
changeme changezmoi ordinateur utilisateur benevole salarie permanence titredesejour sejour demo test
""".split()  # noqa: SIM905
_LEET = str.maketrans("@4031$57!", "aaoeissti")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a passphrase is accepted; ``reason`` is empty, or short, plain, long, letters, label, pattern, common."""

    reason: str
    bits: int  # a rough estimate; only for shipped words drawn at random is it a measure

    @property
    def accepted(self) -> bool:
        """No reason to refuse."""
        return not self.reason


@cache
def words() -> tuple[str, ...]:
    """The shipped French words."""
    lines = paths.resources("passphrase_fr.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def suggested(label: str = "") -> str:
    """Six French words at random, about 77 bits, that would be accepted for the member of that label."""
    while True:
        text = " ".join(secrets.choice(words()) for _ in range(WORDS_PROPOSED))
        if judged(text, label).accepted:
            return text


def judged(passphrase: str, label: str = "") -> Verdict:
    """What is wrong with a passphrase, if anything, for the member of that label."""
    text = unicodedata.normalize("NFKC", passphrase)
    return Verdict(_reason(text, label), 0 if len(text) > _LONGEST else _bits(text))


def check(passphrase: str, label: str = "") -> None:
    """Refuse a weak passphrase.

    Raises:
        InputRefusedError: ``passphrase.weak`` with the ``reason`` of the verdict.
    """
    verdict = judged(passphrase, label)
    if not verdict.accepted:
        raise InputRefusedError("passphrase.weak", reason=verdict.reason)


def _reason(text: str, label: str) -> str:
    if len(text) > _LONGEST:
        return "long"
    plain = _bare(text)
    faults = {
        "letters": any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text),
        "short": len(text) < _SHORTEST,
        "plain": len(text) < _SHORTEST_PLAIN and len(_kinds(text)) < _KINDS_WANTED,
        "label": any(name in plain for name in _names(label)),
        "pattern": _patterned(text.casefold()),
        "common": _well_known(plain),
    }
    return next((reason for reason, present in faults.items() if present), "")


def _names(label: str) -> list[str]:
    """What a colleague would try first: the label, and the words in it."""
    label = unicodedata.normalize("NFKC", label)
    names = [_bare(part) for part in re.split(r"[\W_]+", label)]
    return [name for name in [_bare(label), *names] if len(name) >= _TELLING_LABEL]


def _kinds(text: str) -> set[str]:
    return {
        "lower" if letter.islower() else "upper" if letter.isupper() else "digit" if letter.isdigit() else "other"
        for letter in text
    }


def _bare(text: str) -> str:
    """Letters and digits alone, without accents or case."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def _patterned(text: str) -> bool:
    if len(set(text)) < _DISTINCT_LETTERS:
        return True
    if len(_compressed(text)) < _SHORTEST / 2:
        return True
    parts = re.findall(r"\w+", text)
    return len(parts) > 1 and len(set(parts)) == 1


@cache
def _runs() -> tuple[str, ...]:
    """Every three neighbours of an alphabet or a keyboard row, both ways."""
    return tuple(way[start : start + 3] for row in _ROWS for way in (row, row[::-1]) for start in range(len(row) - 2))


def _compressed(text: str) -> str:
    """The text with repeats and runs of neighbours counted for less."""
    text = re.sub(r"(.+?)\1+", r"\1", text)
    kept = list(text[:2])
    kept += [text[at] for at in range(2, len(text)) if text[at - 2 : at + 1] not in _runs()]
    return "".join(kept)


def _well_known(plain: str) -> bool:
    """Whether little remains of it without common passwords, digits and usual replacements."""
    remains = []
    for reading in (plain, plain.translate(_LEET)):
        rest = reading
        for stem in sorted(_COMMON, key=len, reverse=True):
            rest = rest.replace(stem, "")
        rest = re.sub(r"[0-9]", "", rest)
        remains.append(len(_compressed(rest)))
    return min(remains) < _OWN_LETTERS


def _bits(text: str) -> int:
    parts = re.findall(r"[^\W_]+", text.casefold())
    if parts and set(parts) <= set(words()):
        return math.floor(len(set(parts)) * math.log2(len(words())))
    sizes = {"lower": 26, "upper": 26, "digit": 10, "other": 20}
    alphabet = sum(sizes[kind] for kind in _kinds(text))
    # People choose words: after the first eight letters, count two bits a letter.
    letters = len(_compressed(text.casefold()))
    free = min(letters, 8)
    return math.floor(free * math.log2(alphabet or 1) + 2 * (letters - free))
