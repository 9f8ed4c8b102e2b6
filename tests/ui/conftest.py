"""The whole window over a training desk. The store is made once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from anefdesk import settings as kept_settings
from anefdesk.catalogue import loader
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import CaseId
from anefdesk.services import training
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session
from anefdesk.settings import Settings
from anefdesk.ui import icons, theme
from anefdesk.ui.frame import Frame
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.main_window import MainWindow
from anefdesk.vault import slot


class MemoryKeyring(KeyringBackend):
    """A keyring in memory: what a desktop offers, without the desktop."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


@dataclass
class Desk:
    """A window, its session, and ways to wait for it."""

    app: QApplication
    jobs: Jobs
    session: Session
    window: MainWindow

    def settle(self) -> None:
        """Wait until nothing is under way and what was told to go is gone."""
        for _ in range(6):
            self.jobs.drain()
            self.app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.app.processEvents()

    def unlock(self) -> Frame:
        """Open the desk as its only member."""
        page = self.window.findChild(QWidget, "unlock")
        page._label.setText(training.LABEL)
        page._secret.line.setText(training.PASSPHRASE)
        page._open.click()
        self.settle()
        return self.frame

    @property
    def frame(self) -> Frame:
        found = self.window.findChild(Frame)
        assert found is not None
        return found

    def case(self) -> CaseId:
        """Somebody's file, with a démarche."""
        for row in self.session.desk.finding.recent():
            if self.session.desk.casework.reload(row.case).file.demarches:
                return row.case
        raise AssertionError


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return loader.load()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    home = tmp_path_factory.mktemp("training") / "desk"
    session = Session(home, Clock(), lambda: catalogue, training=True, cost=slot.FLOOR)
    training.prepare(session, Clock().today())
    session.lock()
    return home


def _fonts(app: QApplication) -> None:
    app.setStyle("Fusion")
    theme.load_fonts(first=True)
    theme.load_fonts(first=False)


@pytest.fixture
def open_window(
    prepared: Path, catalogue: Catalogue, tmp_path: Path, qapp: QApplication
) -> Iterator[Callable[..., Desk]]:
    """``open_window(zoom=200)`` gives a locked training desk at 1366 × 768; ``fresh=True`` a new PC,
    ``opened=True`` a desk that was opened before its window."""
    _fonts(qapp)
    desks: list[Desk] = []

    def shown(
        *, fresh: bool = False, opened: bool = False, keyring: KeyringBackend | None = None, **chosen: object
    ) -> Desk:
        home = tmp_path / "desk"
        if fresh:
            home.mkdir()
        else:
            shutil.copytree(prepared, home)
        kept_settings.save(home, Settings(**{"theme": "light", **chosen}))  # type: ignore[arg-type]
        clock = Clock()
        session = Session(home, clock, lambda: catalogue, training=True, cost=slot.FLOOR, backend=keyring)
        if opened:
            training.prepare(session, clock.today())
        jobs = Jobs()
        window = MainWindow(qapp, session, jobs, clock, home)
        window.resize(1366, 768)
        window.show()
        desk = Desk(qapp, jobs, session, window)
        desks.append(desk)
        desk.settle()
        return desk

    yield shown
    for desk in desks:
        desk.window.close()
        desk.window.deleteLater()
        desk.settle()
        desk.jobs.close()
        desk.session.lock()
    desks.clear()
    qapp.clipboard().clear()
    icons.forget()
