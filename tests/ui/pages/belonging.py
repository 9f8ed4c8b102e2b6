"""Whole windows over real vaults at the lowest cost, for the screens of an organisation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from anefdesk import settings as kept_settings
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.staff import Role
from anefdesk.services.session import Session, SetUp
from anefdesk.services.sync.invitations import Kind
from anefdesk.settings import Settings
from anefdesk.ui import icons, theme
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.main_window import MainWindow
from anefdesk.vault import slot
from tests.services.conftest import Time
from tests.ui.conftest import Desk, MemoryKeyring

PASSPHRASE = "girafe boussole tambour cerise"


@dataclass
class Screen(Desk):
    """A window that is no training centre's."""

    def wait(self, done: object, times: int = 3000) -> None:
        """Until ``done()``: what waits on a network or on somebody is not drained."""
        for _ in range(times):
            self.settle()
            if done():  # type: ignore[operator]
                return
            loop = QEventLoop()
            QTimer.singleShot(10, loop.quit)
            loop.exec()  # until something happens
        raise AssertionError(seen(self.window))


def seen(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(widget: QWidget, text: str) -> None:
    (button,) = [one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    button.click()


class Screens:
    """Windows made on demand."""

    def __init__(self, folder: Path, catalogue: Catalogue, app: QApplication) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._app = app
        self._made: list[Screen] = []
        self._keyrings: dict[str, MemoryKeyring] = {}
        self.times: dict[str, Time] = {}
        app.setStyle("Fusion")
        theme.load_fonts(first=True)
        theme.load_fonts(first=False)

    def session(self, name: str) -> Session:
        home = self._folder / name
        home.mkdir(exist_ok=True)
        keyring = self._keyrings.setdefault(name, MemoryKeyring())
        clock = self.times.setdefault(name, Time()).clock()
        return Session(home, clock, lambda: self._catalogue, cost=slot.FLOOR, backend=keyring)

    def window(self, session: Session, home: str, **chosen: object) -> Screen:
        place = self._folder / home
        kept_settings.save(place, Settings(**{"theme": "light", **chosen}))  # type: ignore[arg-type]
        jobs = Jobs()
        window = MainWindow(self._app, session, jobs, session._clock, place)
        window.resize(1366, 768)
        window.show()
        made = Screen(self._app, jobs, session, window)
        self._made.append(made)
        made.settle()
        return made

    def lone(self, name: str, **chosen: object) -> Screen:
        """A centre that works alone, open."""
        session = self.session(name)
        session.set_up(SetUp("Centre Canari", "69", f"Canari-{name}", PASSPHRASE))
        return self.window(session, name, **chosen)

    def fresh(self, name: str, **chosen: object) -> Screen:
        """A new PC, or one that was left as it was."""
        return self.window(self.session(name), name, **chosen)

    def founded(self, name: str, **chosen: object) -> Screen:
        """A centre that founded an organisation without a server, open."""
        made = self.lone(name, **chosen)
        here = made.session.belonging()
        here.prepare(opens_cases=False, lease_days=60)
        here.found("Accueil", None)
        made.session.joined()
        made.window._begin_exchange()
        made.settle()
        return made

    def joined(self, name: str, host: Screen, role: Role = Role.WORKER, **chosen: object) -> Screen:
        """Another PC of the host's centre, open; nothing was exchanged yet."""
        session, inviting = self.session(name), host.session.belonging()
        joining = session.joining()
        joining.begin(f"Canari-{name}", PASSPHRASE)
        asked = joining.ask(inviting.invite(Kind.PC, "").words, pc="Bureau")
        asking = inviting.read_request(asked.file)
        joining.read_file(inviting.accept(asking.name, role, None))
        joining.finish()
        session.open_joined()
        return self.window(session, name, **chosen)

    def close(self, one: Screen) -> None:
        self._made.remove(one)
        one.window.close()
        one.window.deleteLater()
        one.settle()
        one.jobs.close()
        if one.jobs.ending is not None:
            one.jobs.ending.join(20)
        one.session.lock()
        if one.session.sync is not None:
            one.session.sync.post.close()

    def close_all(self) -> None:
        for one in tuple(self._made):
            self.close(one)
        icons.forget()


@contextmanager
def screens_in(folder: Path, catalogue: Catalogue, app: QApplication) -> Iterator[Screens]:
    made = Screens(folder, catalogue, app)
    try:
        yield made
    finally:
        made.close_all()
