"""Resident memory of an open desk, against a process with the same imports; and from 1,000 to 100,000 people.

Each is a process of its own that says its resident set once it has done the same as a receptionist: listed people,
looked for some, opened files. The floor imports the same modules and opens nothing.
"""

import subprocess
import sys
from pathlib import Path

from bench import crowd, measure

BUDGET = 1.5
FLAT = 1.15  # 100,000 people against 1,000
SIZES = (1_000, 100_000)

_IMPORTS = """
import sys
from pathlib import Path
from anefdesk.catalogue import loader
from anefdesk.services.session import Session
from anefdesk.services.opening import lay_out
from bench import crowd, search
import PySide6.QtWidgets, PySide6.QtSvg, icu, phonenumbers, babel, reportlab.pdfgen.canvas, pypdfium2
def told():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            print(line.split()[1])
"""
_DESK = """
store = crowd.store(int(sys.argv[1]))
desk = lay_out(crowd.workplace(store, loader.load()))
desk.finding.count()
rows = desk.finding.recent(200)
for text in search.queries(0):
    desk.finding.find(text)
for row in rows[:50]:
    desk.casework.reload(row.case)
"""


def _mebibytes(code: str, *arguments: str) -> float:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, *arguments],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-1]) / 1024


def main() -> None:
    """Print one line of JSON."""
    for people in SIZES:
        crowd.store(people).close()
    floor = _mebibytes(_IMPORTS + "told()")
    small, large = (_mebibytes(_IMPORTS + _DESK + "told()", str(people)) for people in SIZES)
    grown = round(large / small, 2)
    measure.line("memory", "MiB", large, floor, BUDGET, small=round(small, 1), grown=grown, grown_budget=FLAT)


if __name__ == "__main__":
    main()
