"""Keep the README's table of languages in step with the translations: ``python tools/write_language_table.py``."""

import sys
from pathlib import Path

from anefdesk.catalogue import glossed
from anefdesk.catalogue.loader import load

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- languages -->\n", "<!-- /languages -->\n"


def updated(text: str, table: str) -> str:
    """``text`` with ``table`` between its two marks."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}{table}{END}{rest.partition(END)[2]}"


def main() -> int:
    """Write the README."""
    README.write_text(updated(README.read_text("utf-8"), glossed.table(load())), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
