"""An invented language, long, accented and if wished mirrored: what a screen test reads instead of French.

A text that stays plain was never translated; a text that is cut shows a label too narrow.
"""

from anefdesk.i18n import placeholders
from anefdesk.i18n.languages import Language

_ACCENTED = str.maketrans("aceginosuyACEGINOSUY", "àçéğïñöšûÿÀÇÉĞÏÑÖŠÛŸ")
_LONGER = 0.4  # German and Russian texts are about this much longer than English ones

PSEUDO = Language("xx", "[xx]", "[pseudo-langue]", "nplurals=2; plural=(n > 1);")
MIRRORED = Language("xx_RTL", "[xx RTL]", "[pseudo-langue miroir]", "nplurals=2; plural=(n > 1);", direction="rtl")
LANGUAGES = {spoken.code: spoken for spoken in (PSEUDO, MIRRORED)}


def pseudo(text: str) -> str:
    """``text`` accented, lengthened and bracketed, its places untouched."""
    changed = placeholders.outside(text, lambda part: part.translate(_ACCENTED))
    return f"[{changed} {'~' * max(1, round(len(text) * _LONGER))}]" if text else text
