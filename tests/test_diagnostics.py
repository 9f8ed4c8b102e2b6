"""What nobody caught leaves its place in the log, and its words neither there nor on the terminal."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys, threading
from pathlib import Path
from anefdesk import diagnostics

class Falling:
    def __del__(self):
        raise ValueError("Canari-Haidari")

def fall():
    raise ValueError("Canari-Haidari")

diagnostics.leave_no_dump()
diagnostics.start(Path(sys.argv[1]))
diagnostics.listen()
thread = threading.Thread(target=fall)
thread.start()
thread.join()
Falling()
if sys.platform != "win32":
    import resource
    print(resource.getrlimit(resource.RLIMIT_CORE))
fall()
"""


def test_words_of_a_failure_go_nowhere(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    log = (tmp_path / "anefdesk.log").read_text(encoding="utf-8")
    assert log.count("unexpected") == 3
    assert "Canari" not in log
    assert "fall" in log


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_crash_leaves_no_memory_on_disk(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=False)
    assert run.stdout == "(0, 0)\n"
