"""What is installed elsewhere has everything the checkout has."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_carries_resources_translations_and_migrations(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        carried = set(opened.namelist())
    wanted = {
        f"anefdesk/_shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in ("resources", "translations")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".mo"
    }
    wanted |= {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "anefdesk").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "anefdesk/store/migrations/env.py" in wanted
    assert sorted(wanted - carried) == []
