"""Starts the desk, or one of the deeds of the command line.

Imports nothing heavy: what a deed needs is imported by that deed, and the window comes first.
"""

import argparse
import os
import sys
from pathlib import Path

from anefdesk import __version__
from anefdesk.errors import AnefdeskError

REFUSED = 1
CANNOT_START = 3


def _say(sentence: str) -> None:
    if sys.stderr is not None:  # a windowed program on Windows has none
        print(sentence, file=sys.stderr)


def _explain(error: AnefdeskError) -> None:
    from anefdesk.i18n.texts import for_language
    from anefdesk.ui.errors import explain

    told = explain(error, for_language("fr"))
    _say(" ".join(part for part in (told.what, told.safe, told.todo, told.support) if part))


def _qt_starts() -> bool:
    """Whether Qt can start here; otherwise the reason has been said in one sentence."""
    from anefdesk.services import qt_libraries

    reason = qt_libraries.refusal(os.environ)
    if reason is None:
        try:
            import PySide6.QtWidgets  # noqa: F401
        except ImportError as error:
            reason = f"Qt ne se charge pas sur ce système ({error}). « anefdesk doctor » dit ce qui manque."
    if reason is not None:
        _say(reason)
    return reason is None


def _desk() -> int:
    if not _qt_starts():
        return CANNOT_START
    from anefdesk import paths
    from anefdesk.app import run_desk

    return run_desk(paths.data_home())


def _demo(*, headless: bool, out: Path) -> int:
    from anefdesk.services import qt_libraries

    if out.exists() and not out.is_dir():
        _say(f"« {out} » est un fichier : donnez un dossier à --out, il sera créé s’il n’existe pas.")
        return REFUSED
    headless = headless or not qt_libraries.screen_named(os.environ)
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not _qt_starts():
        return CANNOT_START
    from anefdesk.app import run_demo

    return run_demo(headless, out)


def _catalogue(what: str, *, brief: bool) -> int:
    if what == "trace":
        from anefdesk.catalogue.trace import main as trace

        return trace(brief=brief)
    from anefdesk.catalogue.check import main as check

    return check()


def _doctor() -> int:
    from anefdesk.services import doctor

    works = True
    for finding in doctor.examine():
        mark = "✓" if finding.sound else "✗" if finding.required else "–"
        works = works and (finding.sound or not finding.required)
        print(f"{mark} {finding.subject:26} {finding.found}")
    print("Le bureau peut fonctionner ici." if works else "Il manque quelque chose au bureau pour fonctionner ici.")
    return 0 if works else REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="anefdesk", description="Le bureau d’accueil. Sans commande : l’ouvrir.")
    parser.add_argument("--version", action="version", version=f"anefdesk {__version__}")
    deeds = parser.add_subparsers(dest="deed", metavar="commande")
    demo = deeds.add_parser("demo", help="le centre d’entraînement, avec des personnes inventées")
    demo.add_argument("--headless", action="store_true", help="sans écran : laisse les images et les PDF dans DIR")
    demo.add_argument("--out", type=Path, default=Path("demo-output"), metavar="DIR", help="par défaut : %(default)s")
    catalogue = deeds.add_parser("catalogue", help="les procédures et leurs pièces")
    catalogue.add_argument("what", choices=["check", "trace"], help="relire tout le catalogue ; dire d’où il vient")
    catalogue.add_argument("--brief", action="store_true", help="trace : ne dire que ce qui manque")
    deeds.add_parser("doctor", help="ce que ce PC offre au bureau ; aucune donnée personnelle")
    return parser


def _do(asked: argparse.Namespace) -> int:
    match asked.deed:
        case "demo":
            return _demo(headless=asked.headless, out=asked.out)
        case "catalogue":
            return _catalogue(asked.what, brief=asked.brief)
        case "doctor":
            return _doctor()
        case _:
            return _desk()


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):  # Windows consoles cannot write every letter
            stream.reconfigure(errors="replace")
    asked = _parser().parse_args(arguments)
    try:
        return _do(asked)
    except AnefdeskError as error:
        _explain(error)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
