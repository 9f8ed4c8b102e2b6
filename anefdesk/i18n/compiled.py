"""Translations in memory: from the compiled file when it is fresh, else compiled on the spot.

Used by the texts. ``python -m anefdesk.i18n.compiled`` writes every .mo, as builds do.
"""

import gettext
import io
from pathlib import Path
from typing import BinaryIO

from anefdesk import paths
from anefdesk.errors import CatalogueError

ABSENT = "\x00"  # no text can be this


class _Absent(gettext.NullTranslations):
    """Answers for what a catalogue lacks, so that French shown by default is known to be such."""

    def gettext(self, message: str) -> str:  # noqa: ARG002 - gettext's signature
        return ABSENT

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return ABSENT

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return ABSENT


def _compile(po: Path) -> bytes:
    from babel.messages.pofile import PoFileError

    from anefdesk.i18n import templates

    try:
        return templates.compile_po(po, po.parts[-3])
    except (PoFileError, ValueError) as error:
        raise CatalogueError(
            "i18n.broken_catalogue", file="/".join(po.parts[-3:]), key="", reason=type(error).__name__
        ) from error


def _read(source: BinaryIO) -> gettext.NullTranslations:
    found = gettext.GNUTranslations(source)
    found.add_fallback(_Absent())
    return found


def load(code: str, domain: str) -> gettext.NullTranslations:
    """The catalogue of ``domain`` in language ``code``; whatever it lacks answers ``ABSENT``.

    Raises:
        CatalogueError: ``i18n.broken_catalogue``, the .po or .mo cannot be read.
    """
    po = paths.translations(code, "LC_MESSAGES", f"{domain}.po")
    mo = po.with_suffix(".mo")
    if mo.is_file() and not (po.is_file() and po.stat().st_mtime_ns > mo.stat().st_mtime_ns):
        try:
            with mo.open("rb") as file:
                return _read(file)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise CatalogueError(
                "i18n.broken_catalogue", file="/".join(mo.parts[-3:]), key="", reason=type(error).__name__
            ) from error
    return _read(io.BytesIO(_compile(po))) if po.is_file() else _Absent()


def main() -> None:
    """Write the .mo of every .po."""
    for po in sorted(paths.translations().glob("*/LC_MESSAGES/*.po")):
        po.with_suffix(".mo").write_bytes(_compile(po))


if __name__ == "__main__":
    main()
