"""Every deed of a developer, from an empty clone: ``make demo`` or, on Windows, ``py -3 make.py demo``.

Needs Python 3.11 with venv and nothing else: it creates ``.venv``, installs what the lock names, and
runs the target there. The Makefile is only a door to it.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
FROZEN = ROOT / "dist" / "anefdesk" / ("anefdesk.exe" if os.name == "nt" else "anefdesk")
OLDEST = (3, 11)


def _run(*command: str | Path) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode  # noqa: S603


def _python(*arguments: str | Path) -> int:
    return _run(PYTHON, *arguments)


def _wanted(lock: Path) -> str:
    """What the environment must have been built from: lock, interpreter and place."""
    key = hashlib.sha256(lock.read_bytes())
    key.update(f"{sys.version}{ROOT}".encode())
    return key.hexdigest()


def _equip(lock_name: str) -> int:
    """Bring ``.venv`` to what ``requirements/<lock_name>.txt`` says; at once when it is there already.

    The checkout is put on the path by a ``.pth`` file: an editable install would need a build tool, and
    would copy the resources where they grow old.
    """
    lock = ROOT / "requirements" / f"{lock_name}.txt"
    stamp = VENV / f"{lock_name}.stamp"
    wanted = _wanted(lock)
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return 0
    for old in VENV.glob("*.stamp"):
        old.unlink()
    print(f"Préparation de {VENV.name} (quelques minutes la première fois)…", flush=True)
    if _run(sys.executable, "-m", "venv", "--clear", VENV):
        print("Python n’a pas « venv » : sous Debian ou Ubuntu, installez python3-venv.", file=sys.stderr)
        return 3
    if _python(
        "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes",
        "--only-binary", ":all:", "--requirement", lock,
    ):  # fmt: skip
        return 1
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    Path(site, "anefdesk-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    stamp.write_text(wanted, encoding="utf-8")
    if lock_name == "dev":  # it holds everything the shorter lock names
        run = ROOT / "requirements" / "run.txt"
        (VENV / "run.stamp").write_text(_wanted(run), encoding="utf-8")
    return 0


def setup(_rest: list[str]) -> int:
    """Create .venv with everything the lock names."""
    return _equip("dev")


def demo(rest: list[str]) -> int:
    """Set everything up and open the training centre (without a display: in demo-output/)."""
    return _equip("run") or _python("-m", "anefdesk", "demo", *rest)


def test(rest: list[str]) -> int:
    """Set everything up and pass the tests; ARGS="-k search" chooses some."""
    return _equip("dev") or _python("-m", "pytest", f"--numprocesses={os.cpu_count()}", "--dist=worksteal", *rest)


def check(_rest: list[str]) -> int:
    """Judge style, types, layers, spelling, translations and catalogue."""
    if _equip("dev"):
        return 1
    judges: dict[str, tuple[str | Path, ...]] = {
        "ruff check": (BIN / "ruff", "check", "."),
        "ruff format": (BIN / "ruff", "format", "--check", "."),
        "mypy": (BIN / "mypy",),
        "import-linter": (BIN / "lint-imports",),
        "codespell": (BIN / "codespell",),
        "translations": (PYTHON, "-m", "anefdesk.i18n.check"),
        "catalogue": (PYTHON, "-m", "anefdesk", "catalogue", "check"),
        "catalogue trace": (PYTHON, "-m", "anefdesk", "catalogue", "trace", "--brief"),
    }
    failed = []
    for name, command in judges.items():
        print(f"── {name}", flush=True)
        if _run(*command):
            failed.append(name)
    print("Refusé par : " + ", ".join(failed) if failed else "Tout est en ordre.")
    return bool(failed)


def bench(rest: list[str]) -> int:
    """Measure against the physical floor, one line a number; ARGS="search" chooses some."""
    if _equip("dev"):
        return 1
    names = rest or sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py"))
    return max([_python("-m", f"bench.{name}") for name in names], default=0)


def soak(rest: list[str]) -> int:
    """Live a month with 24 PCs and all that goes wrong (ARGS="7": another), then no power at each step, and kills."""
    os.environ["ANEF_EVERY_STEP"] = "1"
    power = ("-m", "pytest", "tests/services/sync", "tests/hub", "-k", "each_step or test_kill")
    return _equip("dev") or _python("-m", "tests.soak.month", *rest) or _python(*power)


def lock(_rest: list[str]) -> int:
    """Write the three lock files again from pyproject.toml."""
    desk = ("pyproject.toml",)
    for name, what in (("run", desk), ("dev", (*desk, "--extra", "dev")), ("hub", ("--group", "hub-alone"))):
        if _run(
            BIN / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url",
            "--no-header", "--no-annotate", "--python-version", ".".join(map(str, OLDEST)), *what,
            "--output-file", f"requirements/{name}.txt",
        ):  # fmt: skip
            return 1
    return 0


def installer(_rest: list[str]) -> int:
    """Build the desk for this system in dist/anefdesk/."""
    return _equip("dev") or _run(BIN / "pyinstaller", "--noconfirm", "--log-level", "WARN", "installer/anefdesk.spec")


def installer_check(_rest: list[str]) -> int:
    """Run the built desk's doctor and demonstration, without a display."""
    out = ROOT / "build" / "installer-check"
    shutil.rmtree(out, ignore_errors=True)
    return _run(FROZEN, "doctor") or _run(FROZEN, "demo", "--headless", "--out", out)


def clean(_rest: list[str]) -> int:
    """Remove .venv and everything built."""
    for name in (".venv", "build", "dist", "demo-output", ".mypy_cache", ".ruff_cache", ".hypothesis"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


DEEDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo, "test": test, "check": check, "bench": bench, "soak": soak, "installer": installer,
    "installer-check": installer_check, "setup": setup, "lock": lock, "clean": clean,
}  # fmt: skip


def main() -> int:
    """Run the deed named on the command line with what follows it."""
    if sys.version_info < OLDEST:
        print("anefdesk demande Python 3.11 ou plus récent.", file=sys.stderr)
        return 3
    deeds = "\n".join(f"  {name:16} {deed.__doc__}" for name, deed in DEEDS.items())
    parser = argparse.ArgumentParser(prog="make", epilog=deeds, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("deed", choices=DEEDS, metavar="deed")
    arguments, rest = parser.parse_known_args()
    return DEEDS[arguments.deed](rest)


if __name__ == "__main__":
    sys.exit(main())
