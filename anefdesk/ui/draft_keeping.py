"""Keeps what is typed on the page shown, every few seconds, so that a crash costs a breath. Used by the navigation."""

import contextlib
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from anefdesk.domain.draft import Draft
from anefdesk.errors import StorageError
from anefdesk.services.session import Session
from anefdesk.ui.jobs import Jobs

_EVERY_MS = 3000
_UNSURE = Draft("")  # no page shows it: the next look keeps or forgets again


def whole(session: Session, draft: Draft, deed: Callable[..., object], *args: object) -> object:
    """Do ``deed`` on the desk lane; what was typed for it ends in the file, or in ``draft``, never in both."""
    try:
        done = deed(*args)
    except StorageError:
        with contextlib.suppress(StorageError):  # kept in memory, which the window tells
            session.park(draft)
        raise
    session.drop_draft(draft.place)
    return done


class Drafting(Protocol):
    """A page something can be typed in."""

    place: str

    def draft(self) -> Draft | None:
        """What is being filled, if anything."""

    def restore(self, draft: Draft) -> None:
        """Put back what was being filled, and the cursor."""


class DraftKeeper(QObject):
    """Restores the draft of one page at a time, keeps it, and forgets it once the page has nothing left of it.

    ``mishap`` carries what could not be kept.
    """

    mishap = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._page: Drafting | None = None
        self._held: Draft | None = None  # what the page last showed and the desk keeps
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.keep)

    def watch(self, page: QWidget) -> None:
        """Give ``page`` back what was typed in it, then keep what is."""
        self._page = page  # type: ignore[assignment]  # pages are widgets that satisfy the protocol
        self._held = None
        self._timer.start()
        place: str = page.place  # type: ignore[attr-defined]  # as above
        self._jobs.desk(self._session.draft, place, owner=page, then=self._restore, failed=self.mishap.emit)

    def _restore(self, draft: Draft | None) -> None:
        if draft is not None and self._page is not None and draft.place == self._page.place:
            self._page.restore(draft)
            self._held = self._page.draft()

    def keep(self) -> None:
        """Keep what is typed now; forget what was kept once it was saved or erased."""
        if self._page is None:
            return
        draft = self._page.draft()
        if draft == self._held:
            return
        self._held = draft
        if draft is None and getattr(self._page, "under_way", False):
            return  # the deed forgets the draft itself, or keeps it when it is refused
        if draft is None:
            self._jobs.desk(self._session.drop_draft, self._page.place, owner=self, failed=self._not_kept)
        else:
            self._jobs.desk(self._session.park, draft, owner=self, failed=self._not_kept)

    def leave(self) -> None:
        """The page goes: a last look at what is typed in it."""
        self.keep()
        self._timer.stop()
        self._page = self._held = None

    def _not_kept(self, error: object) -> None:
        self._held = _UNSURE
        self.mishap.emit(error)
