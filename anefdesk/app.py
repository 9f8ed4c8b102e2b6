"""The composition root: builds every object once, wires them, shows the first window.

Called by ``__main__`` only. What the lock screen does not need is imported later, off the interface's thread.
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from anefdesk import __version__, diagnostics, paths
from anefdesk import settings as kept_settings
from anefdesk.errors import AnefdeskError, of_the_disk
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session
from anefdesk.ui import theme
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.main_window import MainWindow
from anefdesk.ui.single_instance import SingleInstance

if TYPE_CHECKING:
    from anefdesk.domain.catalogue import Catalogue

_SCREENLESS = frozenset({"offscreen", "minimal"})


def _catalogue() -> "Catalogue":
    from anefdesk.catalogue import compiled  # the session asks for it on a lane

    return compiled.load()


def _application() -> QApplication:
    os.umask(0o077)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("anefdesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("anefdesk")
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    french = QTranslator(app)
    if french.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(french)
    theme.load_fonts(first=True)
    return app


def session_at(home: Path, clock: Clock, *, training: bool) -> Session:
    """The session of one data folder; nothing heavy is loaded yet."""
    return Session(home, clock, _catalogue, training=training)


def run_desk(home: Path, *, training: bool = False) -> int:
    """Open the desk of ``home`` and return the exit code.

    Raises:
        AnefdeskError: the data folder or the training centre could not be prepared; said in a box where a screen is.
    """
    diagnostics.leave_no_dump()
    if training:
        print("Préparation de l’espace d’entraînement…", flush=True)  # noqa: T201 - the window takes some seconds
    app = _application()
    with contextlib.ExitStack() as ending:
        try:
            window = _window(app, home, ending, training=training)
        except (AnefdeskError, OSError) as error:
            refused = of_the_disk(error) if isinstance(error, OSError) else error
            if app.platformName() not in _SCREENLESS:
                from anefdesk.ui.refusal import show_refusal

                show_refusal(refused, kept_settings.load(home).language)
            raise refused from None
        if window is None:
            return 0
        window.showMaximized()
        return app.exec()


def _window(app: QApplication, home: Path, ending: contextlib.ExitStack, *, training: bool) -> MainWindow | None:
    """The window of ``home``, or ``None`` when another program has it; ``ending`` undoes what was begun."""
    paths.private_folder(home)
    instance = SingleInstance(home)
    if not instance.first():
        return None
    ending.callback(instance.close)
    diagnostics.start(home)
    diagnostics.listen()
    clock = Clock()
    session = session_at(home, clock, training=training)
    ending.callback(session.lock)
    jobs = Jobs()
    ending.callback(jobs.close)  # before locking: a deed under way on a lane still needs the store
    if training:
        from anefdesk.services.training import prepare

        prepare(session, clock.today())
    window = MainWindow(app, session, jobs, clock, home)
    instance.called.connect(window.come_forward)
    return window


def run_demo(headless: bool, out: Path) -> int:  # noqa: FBT001 - the command line's own flag
    """Open the training centre; without a screen, do the main job in it and leave pictures and PDFs in ``out``."""
    if not headless:
        return run_desk(paths.training_home(), training=True)
    from anefdesk.ui.tour import run_tour

    return run_tour(_application(), session_at, out)


def run_sync_demo(headless: bool, out: Path, database: str | None) -> int:  # noqa: FBT001 - the command line's own flag
    """Show two desks that exchange, side by side; without a screen, leave pictures, papers and a telling in ``out``."""
    from anefdesk.ui.tour_sync import run_sync_desks, run_sync_tour

    app = _application()
    return run_sync_tour(app, session_at, out, database) if headless else run_sync_desks(app, session_at, database)
