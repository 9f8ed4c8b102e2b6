"""Collect the catalogue's French texts for translators: ``python tools/extract_content.py [--check]``.

Stands outside the package because the languages do not know the catalogue, nor the catalogue the languages.
"""

import sys

from anefdesk.catalogue.texts import translatable
from anefdesk.i18n import templates


def main(arguments: list[str]) -> int:
    """Write ``content.pot`` and bring every ``content.po`` in step; with ``--check`` only compare."""
    entries = [templates.Entry(french, context=context, note=note) for context, french, note in translatable()]
    if "--check" in arguments:
        if templates.stale("content", entries):
            print("content.pot is not up to date: run python tools/extract_content.py")
            return 1
        return 0
    print(f"content: {templates.update('content', entries)} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
