"""The composition root: builds every object once, wires them, shows the first window.

Called by ``__main__`` only. What the lock screen does not need is imported later, off the interface's thread.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from anefdesk import __version__, diagnostics, paths
from anefdesk.errors import of_the_disk
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session
from anefdesk.ui import theme
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.main_window import MainWindow
from anefdesk.ui.single_instance import SingleInstance

if TYPE_CHECKING:
    from anefdesk.domain.procedure import Catalogue


def _catalogue() -> "Catalogue":
    from anefdesk.catalogue import loader  # the session asks for it on a lane

    return loader.load()


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
        StorageError: ``disk.*``, the data folder cannot be made; or the training centre could not be prepared.
    """
    diagnostics.leave_no_dump()
    app = _application()
    try:
        paths.private_folder(home)
    except OSError as error:
        raise of_the_disk(error) from None
    instance = SingleInstance(home)
    if not instance.first():
        return 0
    diagnostics.start(home)
    diagnostics.listen()
    clock = Clock()
    jobs = Jobs()
    session = session_at(home, clock, training=training)
    if training:
        from anefdesk.services.training import prepare

        prepare(session, clock.today())
    window = MainWindow(app, session, jobs, clock, home)
    instance.called.connect(window.come_forward)
    window.showMaximized()
    try:
        return app.exec()
    finally:
        jobs.close()  # before locking: a deed under way on a lane still needs the store
        session.lock()
        instance.close()


def run_demo(headless: bool, out: Path) -> int:  # noqa: FBT001 - the command line's own flag
    """Open the training centre; without a screen, do the main job in it and leave pictures and PDFs in ``out``."""
    if not headless:
        return run_desk(paths.training_home(), training=True)
    from anefdesk.ui.tour import run_tour

    return run_tour(_application(), session_at, out)
