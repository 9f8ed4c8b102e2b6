"""A training desk with its invented people, and pages over it. The store is made once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from anefdesk.catalogue import loader
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.services import training
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session
from anefdesk.settings import Settings
from anefdesk.ui import icons, theme
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.theme import Look
from anefdesk.vault import slot

W = TypeVar("W", bound=QWidget)


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return loader.load()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, shipped: Catalogue) -> Path:
    home = tmp_path_factory.mktemp("training") / "desk"
    session = Session(home, Clock(), lambda: shipped, training=True, cost=slot.FLOOR)
    training.prepare(session, Clock().today())
    session.lock()
    return home


@dataclass
class Counter:
    """The desk of one test: what a page is given, and ways to wait for it and to read the truth."""

    app: QApplication
    jobs: Jobs
    news: News
    session: Session
    look: Look
    today: date
    went: list[object] = field(default_factory=list)
    mishaps: list[AnefdeskError] = field(default_factory=list)
    pages: list[QWidget] = field(default_factory=list)

    @property
    def given(self) -> tuple[Look, Jobs, News, Session, date]:
        return (self.look, self.jobs, self.news, self.session, self.today)

    def show(self, page: W, width: int = 1182, height: int = 900) -> W:
        """Show a page as the window would, and wait for what it reads."""
        self.pages.append(page)
        page.resize(width, height)
        page.show()
        page.go.connect(self.went.append)  # type: ignore[attr-defined]
        self.settle()
        return page

    def settle(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(6):
            self.jobs.drain()
            self.app.processEvents()

    def ask(self, work: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401 - whatever the service gives
        """The result of ``work``, on the desk lane."""
        found: list[Any] = []
        self.jobs.desk(work, *args, owner=self.jobs, then=found.append, failed=self.mishaps.append)
        self.settle()
        return found[0]

    def case(self, latin: str) -> CaseId:
        """The file of an invented person."""
        rows = self.ask(lambda: self.session.desk.finding.find(f"Canari {latin}"))
        return next(row.case for row in rows if latin.upper() in row.latin.upper())

    def demarche(self, case: CaseId) -> ObjectId:
        """Their first démarche."""
        return self.ask(self.session.desk.casework.reload, case).file.demarches[0].id


@pytest.fixture
def counter(kept: Path, shipped: Catalogue, tmp_path: Path, qapp: QApplication) -> Iterator[Counter]:
    shutil.copytree(kept, tmp_path / "desk")
    session = Session(tmp_path / "desk", Clock(), lambda: shipped, training=True, cost=slot.FLOOR)
    theme.load_fonts(first=True)
    theme.load_fonts(first=False)
    look = theme.look_of(Settings(), system_dark=False)
    theme.dress(qapp, look)
    made = Counter(qapp, Jobs(), News(), session, look, Clock().today())
    made.jobs.mishap.connect(made.mishaps.append)
    made.jobs.desk(training.prepare, session, made.today, owner=made.jobs, failed=made.mishaps.append)
    made.settle()
    assert made.mishaps == []
    yield made
    for page in made.pages:
        page.hide()
        page.deleteLater()
    made.settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made.jobs.close()
    session.lock()
    icons.forget()
    assert made.mishaps == []
