"""An invented language, long, accented and if wished mirrored: what a screen test reads instead of French.

A text that stays plain was never translated; a text that is cut shows a label too narrow.
"""

from anefdesk.i18n import placeholders
from anefdesk.i18n.languages import Language
from anefdesk.i18n.texts import Gloss, Texts

_ACCENTED = str.maketrans("aceginosuyACEGINOSUY", "àçéğïñöšûÿÀÇÉĞÏÑÖŠÛŸ")
_LONGER = 0.4  # German and Russian texts are about this much longer than English ones

PSEUDO = Language("xx", "[xx]", "[pseudo-langue]", "nplurals=2; plural=(n > 1);")
MIRRORED = Language("xx_RTL", "[xx RTL]", "[pseudo-langue miroir]", "nplurals=2; plural=(n > 1);", direction="rtl")


def pseudo(text: str) -> str:
    """``text`` accented, lengthened and bracketed, its places untouched."""
    changed = placeholders.outside(text, lambda part: part.translate(_ACCENTED))
    return f"[{changed} {'~' * max(1, round(len(text) * _LONGER))}]" if text else text


class PseudoTexts(Texts):
    """The texts of the invented language."""

    def __init__(self, code: str) -> None:
        super().__init__(MIRRORED if code == MIRRORED.code else PSEUDO)

    def _one(self, french: str) -> str:
        return pseudo(french)

    def _counted(self, singular: str, plural: str, n: int) -> str:
        return pseudo(singular if abs(n) <= 1 else plural)

    def content(self, context: str, french: str) -> Gloss:
        """Every catalogue text counts as a draft."""
        del context
        return Gloss(pseudo(french), self.language, "draft")
