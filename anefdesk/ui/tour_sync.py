"""The demonstration of exchanges: two desks, a stick and a hub, on invented people. Run by ``anefdesk demo --sync``.

Without a screen it does by itself what it shows, through the real windows where a person would press something, and
leaves pictures, papers and ``sync.txt``, which tells each step and what each desk then showed.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from anefdesk.errors import AnefdeskError
from anefdesk.i18n.texts import for_language
from anefdesk.services import training_sync
from anefdesk.services.clock import Clock
from anefdesk.services.training_access import PASSPHRASE
from anefdesk.services.training_sync import LABELS, PCS, Days, Stage
from anefdesk.ui.errors import explain
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.tour_sync_desk import DemonstrationWindow, SyncDesk
from anefdesk.ui.tour_sync_story import Story
from anefdesk.ui.tour_telling import Telling
from anefdesk.ui.tour_walk import SIZE, Album, MakeSession, TourStoppedError, destroy

_EVERY_MS = 5_000  # between two contacts of the desks where no service is installed


@dataclass
class _Opened:
    """One desk and its window."""

    desk: SyncDesk
    window: DemonstrationWindow
    jobs: Jobs


@contextlib.contextmanager
def _stage(make_session: MakeSession, database: str | None) -> Iterator[tuple[Stage, Path, Clock]]:
    """The desks, ready and locked; everything of them goes away at the end."""
    here = "127.0.0.1"  # the hub is on this machine: no proxy between
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, (os.environ.get("NO_PROXY"), here)))
    with tempfile.TemporaryDirectory(prefix="anefdesk-", ignore_cleanup_errors=True) as folder:
        root, days = Path(folder), Days()
        clock = days.clock()
        stage = training_sync.prepare(
            lambda name: make_session(root / name, clock, training=False), days, root, database
        )
        try:
            yield stage, root, clock
        finally:
            stage.close()


@contextlib.contextmanager
def _windows(app: QApplication, stage: Stage, root: Path, clock: Clock, album: Album) -> Iterator[list[_Opened]]:
    """The windows of the first two desks."""
    opened: list[_Opened] = []
    try:
        for session, pc in zip(stage.sessions[:2], PCS, strict=False):
            jobs = Jobs()
            window = DemonstrationWindow(app, session, jobs, clock, root / pc.lower(), pc)
            opened.append(_Opened(SyncDesk(app, window, jobs, session, album, pc, stage), window, jobs))
        yield opened
    finally:
        for one in opened:
            one.window.close()
            one.jobs.close()
            one.desk.session.lock()
            destroy(one.window)


def run_sync_tour(app: QApplication, make_session: MakeSession, out: Path, database: str | None) -> int:
    """Show it all without a screen; what was left in ``out`` is said.

    Returns:
        0, or 1 when a step failed.
    """
    out.mkdir(parents=True, exist_ok=True)
    album, telling = Album(out), Telling()
    with _stage(make_session, database) as (stage, root, clock), _windows(app, stage, root, clock, album) as opened:
        for one in opened:
            one.window.resize(*SIZE)
            one.window.show()
        story = Story(stage, opened[0].desk, opened[1].desk, root / "cle", clock.today(), album, telling, database)
        try:
            story.run()
        except TourStoppedError as stopped:
            print(f"La démonstration s’est arrêtée à l’étape « {stopped} ».")
            return 1
        except AnefdeskError as error:
            print(f"La démonstration s’est arrêtée : {explain(error, for_language('fr')).what} ({error.code})")
            return 1
        finally:
            (out / "sync.txt").write_text(telling.text(), encoding="utf-8")
    left = sorted(path.name for path in out.iterdir())
    print(telling.text())
    print(f"{len(left)} fichiers dans {out} : " + ", ".join(left))
    return 0


def run_sync_desks(app: QApplication, make_session: MakeSession, database: str | None) -> int:
    """Open both desks side by side, for people to try."""
    print("Préparation des deux postes de démonstration…", flush=True)
    with _stage(make_session, database) as (stage, root, clock):
        for session, label in zip(stage.sessions[:2], LABELS, strict=False):
            session.unlock_by_label(label, PASSPHRASE)
        with _windows(app, stage, root, clock, Album(root)) as opened:
            _say_how(stage)
            room = app.primaryScreen().availableGeometry()
            for number, one in enumerate(opened):
                half = room.width() // 2
                one.window.setGeometry(room.x() + number * half, room.y(), half, room.height())
                one.window.show()
            timer = QTimer()
            if not stage.served:
                timer.timeout.connect(partial(_call_all, stage, opened))
                timer.start(_EVERY_MS)
            code = app.exec()
            timer.stop()
            return code


def _say_how(stage: Stage) -> None:
    hub = "le service « anefdesk hub » sur ce PC" if stage.served else "un fichier de ce PC (service non installé)"
    print(f"Deux postes d’un centre inventé. Serveur : {hub}.")
    for label, pc in zip(LABELS[:2], PCS, strict=False):
        print(f"  poste « {pc} » : compte {label}, phrase de passe {PASSPHRASE}")
    print("Écrivez sur l’un, regardez sur l’autre. Tout disparaît quand les fenêtres sont fermées.", flush=True)


def _call_all(stage: Stage, opened: list[_Opened]) -> None:
    for one in opened:
        if one.desk.session.sync is not None:
            one.jobs.desk(
                training_sync.meet, one.desk.session, stage.mailbox(), owner=one.window, then=one.desk.told,
                failed=lambda _error: None,
            )  # fmt: skip
