"""What ``requirements/hub.txt`` names is all that a hub needs, in the versions that everything else was tested with."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)

# A hub is begun and made, in an interpreter where nothing else than what is named can be imported.
BEGUN = """
import importlib.metadata, sys
from pathlib import Path
folder, named = Path(sys.argv[1]), set(sys.argv[2:])
brought = importlib.metadata.packages_distributions()

class Absent:
    def find_spec(self, name, path=None, target=None):
        by = brought.get(name.partition(".")[0])
        if by is not None and named.isdisjoint(one.lower().replace("_", "-").replace(".", "-") for one in by):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
from anefdesk.__main__ import main
assert main(["hub", "init", "--folder", str(folder), "--url", "https://hub.example"]) == 0
assert main(["hub", "status", "--folder", str(folder)]) == 0
assert main(["hub", "backup", "--folder", str(folder), str(folder / "copies")]) == 0
from anefdesk.hub import serving, settings
serving.build(settings.read(folder)).state.hub.engine.dispose()
"""


def _pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")))


def test_a_hub_needs_what_its_lock_names(tmp_path: Path) -> None:
    named = _pins("hub")
    assert "pyside6-essentials" not in named
    done = subprocess.run(
        [sys.executable, "-c", BEGUN, str(tmp_path / "hub"), *named],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_locks_agree() -> None:
    whole = _pins("dev")
    assert _pins("hub").items() <= whole.items()
    assert _pins("run").items() <= whole.items()
