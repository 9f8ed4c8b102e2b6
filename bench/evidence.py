"""An evidence file of 60 pages with 40 captures of 5 MB against its floor: decoding the same captures, one at a time.

Two lines: the time of the PDF, and how far the memory grows while it is made. Each is measured in a process of its own:
the floor opens the same sealed originals, checks their fingerprints and decodes them, and keeps nothing.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image

from anefdesk.catalogue import loader
from anefdesk.domain.blockage import Attempt, Entry
from anefdesk.domain.record import CaseId
from anefdesk.letters import compose as _letters  # noqa: F401 - both processes have the same modules
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services import evidence_anonymous, evidence_sheet, exhibits, pieces  # noqa: F401 - as above
from anefdesk.services.blockages import Blockages
from anefdesk.services.casework import Casework, NewPerson
from anefdesk.services.evidence import Dossier, Evidence
from anefdesk.services.workplace import Workplace
from anefdesk.store.store import Store
from bench import crowd, measure

TIME_BUDGET, MEMORY_BUDGET = 3.0, 2.5
CAPTURES, TRIES = 40, 145
ROUNDS = 3
_SIZE = (1600, 1050)  # random points: as PNG, 5 MB


def _capture(number: int) -> bytes:
    out = BytesIO()
    dots = random.Random(number).randbytes(_SIZE[0] * _SIZE[1] * 3)
    Image.frombytes("RGB", _SIZE, dots).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _workplace(folder: Path) -> Workplace:
    store = Store.open(folder / "bench.db", crowd.KEY, crowd.DEVICE)
    return replace(crowd.workplace(store, loader.load()), chunks=ChunkFolder(folder / "chunks"))


def _prepare(folder: Path) -> None:
    """One person, one blockage, its tries and captures."""
    Store.create(folder / "bench.db", crowd.KEY, crowd.DEVICE, training=False).close()
    at = _workplace(folder)
    case = Casework(at).create(NewPerson(family="Canari-Haidari", given="Zahra"))
    blockages = Blockages(at)
    blockage, _ = blockages.log(case, "B11", on="2026-01-05", said="Une erreur technique est survenue")
    for number in range(TRIES):
        on = f"2026-{number % 9 + 1:02}-{number % 28 + 1:02}"
        said = "Une erreur technique est survenue. Veuillez réessayer ultérieurement. " * 3
        blockages.attempt(case, blockage, Attempt(id=blockages.new_id(), on=on, at="10:42", said=said))
    for number in range(CAPTURES):
        blockages.attach(case, blockage, _capture(number), entry=Entry.PASTED)
    (folder / "case").write_bytes(case)
    at.store.close()


def _ours(at: Workplace, dossier: Dossier) -> int:
    return pieces.raster(Evidence(at).compose(dossier), 0, 16).pages


def _floor(at: Workplace, dossier: Dossier) -> int:
    for item in dossier.items:
        with Image.open(BytesIO(exhibits.opened(at, item.exhibit))) as picture:
            picture.convert("RGB").tobytes()
    return 0


def _mebibytes(name: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def _forget_the_peak() -> float:
    """What is resident now, from which the peak is counted again."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _mebibytes("VmRSS")


def _measured(folder: Path, deed: Callable[[Workplace, Dossier], int]) -> None:
    """Say how long ``deed`` took at best, and by how many MiB this process grew the first time."""
    at = _workplace(folder)
    dossier = Evidence(at).gather(CaseId((folder / "case").read_bytes()))
    before = _forget_the_peak()
    times, grown, pages = [], 0.0, 0
    for number in range(ROUNDS):
        start = time.perf_counter()
        pages = deed(at, dossier)
        times.append(time.perf_counter() - start)
        if not number:
            grown = _mebibytes("VmHWM") - before
    at.store.close()
    print(json.dumps({"seconds": min(times), "grown": grown, "pages": pages, "size": dossier.size}))


def _child(role: str, folder: Path) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "bench.evidence", role, str(folder)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print two lines of JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder)
        ours, floor = _child("ours", folder), _child("floor", folder)
    pages, megabytes = int(ours["pages"]), round(ours["size"] / CAPTURES / 1e6, 1)
    what = f"{pages} pages, {CAPTURES} captures of {megabytes} MB"
    measure.line("evidence", "s", ours["seconds"], floor["seconds"], TIME_BUDGET, what=what)
    measure.line("evidence memory", "MiB", ours["grown"], floor["grown"], MEMORY_BUDGET, what=what)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _measured(Path(sys.argv[2]), {"ours": _ours, "floor": _floor}[sys.argv[1]])
    else:
        main()
