"""Starts the desk, or one of the deeds of the command line.

Imports nothing heavy: what a deed needs is imported by that deed, and the window comes first.
"""

import argparse
import os
import sys
from pathlib import Path

from anefdesk import __version__
from anefdesk.errors import AnefdeskError, InputRefusedError

REFUSED = 1
CANNOT_START = 3
_CENTURY = 36_500  # days


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


def _demo(asked: argparse.Namespace) -> int:
    from anefdesk.services import qt_libraries

    out: Path = asked.out
    if out.exists() and not out.is_dir():
        _say(f"« {out} » est un fichier : donnez un dossier à --out, il sera créé s’il n’existe pas.")
        return REFUSED
    headless = asked.headless or not qt_libraries.screen_named(os.environ)
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not _qt_starts():
        return CANNOT_START
    from anefdesk.app import run_demo, run_sync_demo

    return run_sync_demo(headless, out, asked.hub_database) if asked.sync else run_demo(headless, out)


def _catalogue(what: str, *, brief: bool) -> int:
    if what == "trace":
        from anefdesk.catalogue.trace import main as trace

        return trace(brief=brief)
    from anefdesk.catalogue.check import main as check

    return check()


def _translations(asked: argparse.Namespace) -> int:
    from datetime import date

    from anefdesk.services import proof_sheets

    today = date.today()  # noqa: DTZ011 - the day on this desk's wall
    if asked.what == "export":
        out = asked.out or Path(f"traductions-{asked.language}.xlsx")
        count = proof_sheets.write_table(asked.language, out)
        proof_sheets.write_paper(asked.language, out.with_suffix(".pdf"), today)
        print(f"{count} textes : « {out} » à remplir et à rendre, « {out.with_suffix('.pdf')} » à imprimer.")
        return 0
    faults, taken = proof_sheets.take_back(asked.language, asked.file, asked.reader, today)
    for fault in faults:
        _say(f"ligne {fault.line}, colonne « {fault.column} » : {fault.what}")
    if faults:
        _say(f"{len(faults)} lignes à revoir ; rien n’a été pris.")
        return REFUSED
    print(f"{taken.changed} traductions changées, {taken.read} lues par {asked.reader}.")
    return 0


def _doctor() -> int:
    from anefdesk.services import doctor

    works = True
    for finding in doctor.examine():
        mark = "✓" if finding.sound else "✗" if finding.required else "–"
        works = works and (finding.sound or not finding.required)
        print(f"{mark} {finding.subject:26} {finding.found}")
    print("Le bureau peut fonctionner ici." if works else "Il manque quelque chose au bureau pour fonctionner ici.")
    return 0 if works else REFUSED


def _hub(asked: argparse.Namespace) -> int:
    try:
        from anefdesk.hub.command import run

        return run(asked)
    except ModuleNotFoundError as error:
        _say(f"Le serveur n’est pas installé ici (il manque {error.name}) : pip install 'anefdesk[hub]'.")
        return CANNOT_START


def _days(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed[:9]) <= _CENTURY:
        raise argparse.ArgumentTypeError(f"un nombre de jours, de 1 à {_CENTURY}")
    return int(typed)


def _add_hub(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ways = deeds.add_parser("hub", help="le serveur du siège, qui garde et transmet sans pouvoir lire").add_subparsers(
        dest="what", metavar="init|serve|status|backup|restore", required=True
    )
    begin = ways.add_parser("init", help="préparer un serveur, ou donner un autre code à un serveur prêt")
    begin.add_argument("--url", metavar="URL", help="l’adresse que les postes appelleront")
    begin.add_argument("--database", metavar="URL", help="postgresql://… ; par défaut, un fichier du dossier")
    begin.add_argument(
        "--genesis", type=Path, metavar="FICHIER", help="première ligne de l’annuaire d’une organisation"
    )
    serve = ways.add_parser("serve", help="servir")
    serve.add_argument("--address", default="127.0.0.1", metavar="ADRESSE", help="par défaut : %(default)s")
    serve.add_argument("--port", type=int, default=8470, metavar="PORT", help="par défaut : %(default)s")
    serve.add_argument("--workers", type=int, default=2, metavar="N", help="par défaut : %(default)s")
    serve.add_argument("--fd", type=int, metavar="N", help="écouter sur ce descripteur déjà ouvert")
    ways.add_parser("status", help="ce que le serveur garde, en nombres")
    backup = ways.add_parser("backup", help="copier tout, pendant qu’il sert")
    backup.add_argument("to", type=Path, metavar="DOSSIER")
    backup.add_argument("--keep", type=_days, default=35, metavar="JOURS", help="par défaut : %(default)s")
    back = ways.add_parser("restore", help="remettre une copie ; le serveur doit être arrêté")
    back.add_argument("copy", type=Path, metavar="COPIE")
    for way in ways.choices.values():
        way.add_argument("--folder", type=Path, default=Path("hub"), metavar="DOSSIER", help="par défaut : %(default)s")


def _bundle(asked: argparse.Namespace) -> int:
    if asked.what == "inspect":
        from anefdesk.services.sync import stick_command

        print(stick_command.inspected(asked.file))
        return 0
    if not _qt_starts():
        return CANNOT_START
    import getpass

    from anefdesk import paths
    from anefdesk.app import session_at
    from anefdesk.services.clock import Clock
    from anefdesk.services.sync import stick_command
    from anefdesk.ui.single_instance import open_elsewhere

    home, clock = paths.data_home(), Clock()
    if open_elsewhere(home):
        raise InputRefusedError("stick.desk_open")
    session = session_at(home, clock, training=False)
    try:
        label = asked.member or input("Compte : ")
        session.unlock_by_label(label, getpass.getpass("Phrase de passe : "))
        sync = stick_command.exchange_of(session)
        if asked.what == "export":
            print(stick_command.exported(sync, asked.place, clock.today(), whole=asked.whole))
        else:
            print(stick_command.imported(sync, asked.file, clock.today()))
    finally:
        session.lock()
    return 0


def _add_bundle(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ways = deeds.add_parser("bundle", help="échanger par clé USB avec les autres postes du centre").add_subparsers(
        dest="what", metavar="export|import|inspect", required=True
    )
    export = ways.add_parser("export", help="écrire sur la clé ce que les autres n’ont pas")
    export.add_argument("place", type=Path, metavar="DOSSIER", help="la clé, ou le fichier à écrire")
    export.add_argument("--whole", action="store_true", help="tout, pour un poste qui n’a encore rien reçu")
    bring = ways.add_parser("import", help="lire un fichier apporté par la clé ; le relire ne change rien")
    look = ways.add_parser("inspect", help="ce qu’un fichier montre à tout le monde, sans clé")
    for way in (bring, look):
        way.add_argument("file", type=Path, metavar="FICHIER")
    for way in (export, bring):
        way.add_argument("--member", metavar="COMPTE", help="qui ouvre le poste ; demandé sinon")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="anefdesk", description="Le bureau d’accueil. Sans commande : l’ouvrir.")
    parser.add_argument("--version", action="version", version=f"anefdesk {__version__}")
    deeds = parser.add_subparsers(dest="deed", metavar="commande")
    demo = deeds.add_parser("demo", help="le centre d’entraînement, avec des personnes inventées")
    demo.add_argument("--headless", action="store_true", help="sans écran : laisse les images et les PDF dans DIR")
    demo.add_argument("--out", type=Path, default=Path("demo-output"), metavar="DIR", help="par défaut : %(default)s")
    demo.add_argument("--sync", action="store_true", help="deux postes, une clé USB et un serveur qui échangent")
    demo.add_argument("--hub-database", metavar="URL", help="avec --sync : postgresql://… vide, pour le serveur")
    catalogue = deeds.add_parser("catalogue", help="les procédures et leurs pièces")
    catalogue.add_argument("what", choices=["check", "trace"], help="relire tout le catalogue ; dire d’où il vient")
    catalogue.add_argument("--brief", action="store_true", help="trace : ne dire que ce qui manque")
    translations = deeds.add_parser("translations", help="faire relire les traductions par qui parle la langue")
    ways = translations.add_subparsers(dest="what", metavar="export|import", required=True)
    export = ways.add_parser("export", help="écrire un tableau à remplir et une feuille à imprimer")
    export.add_argument("language", metavar="LANGUE", help="par exemple ar, fa_AF, zh_Hans")
    export.add_argument("--out", type=Path, metavar="FICHIER", help="par défaut : traductions-LANGUE.xlsx")
    back = ways.add_parser("import", help="reprendre le tableau rempli ; une seule faute, et rien n’est pris")
    back.add_argument("language", metavar="LANGUE")
    back.add_argument("file", type=Path, metavar="FICHIER")
    back.add_argument("--reader", required=True, metavar="NOM", help="qui a lu, et dont c’est la langue")
    _add_hub(deeds)
    _add_bundle(deeds)
    deeds.add_parser("doctor", help="ce que ce PC offre au bureau ; aucune donnée personnelle")
    return parser


def _do(asked: argparse.Namespace) -> int:  # noqa: PLR0911 - one for each deed
    match asked.deed:
        case "demo":
            return _demo(asked)
        case "catalogue":
            return _catalogue(asked.what, brief=asked.brief)
        case "translations":
            return _translations(asked)
        case "hub":
            return _hub(asked)
        case "bundle":
            return _bundle(asked)
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
