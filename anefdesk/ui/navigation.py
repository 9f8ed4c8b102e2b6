"""Which page is shown: builds it, restores its draft, parks it when it is left, remembers the way back.

One page lives at a time. The frame owns one ``Navigation``; pages ask through their ``go`` signal.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.session import Session
from anefdesk.ui.draft_keeping import Drafting, DraftKeeper
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.destinations import (
    Back,
    Destination,
    Resume,
    ToBlockage,
    ToClock,
    ToDesk,
    ToHome,
    ToInterview,
    ToLetter,
    ToLetterSettings,
    ToNewPerson,
    ToPerson,
    ToProcedures,
    ToSettings,
    ToSettle,
)

_KEPT_FILES = 8
_FARTHEST_BACK = 40


class Page(Drafting, Protocol):
    """What every page offers beside being a widget with a ``go`` signal."""

    def title(self) -> str:
        """Shown inside the window, never in its title bar."""

    def print_page(self) -> None:
        """Ctrl+P."""


MakePage = Callable[[Destination], QWidget]


class Navigation(QObject):
    """``shown`` carries the destination of the page now shown, ``mishap`` what could not be kept."""

    shown = Signal(object)
    mishap = Signal(object)

    def __init__(self, stack: QStackedWidget, make: MakePage, session: Session, jobs: Jobs) -> None:
        super().__init__(stack)
        self._stack = stack
        self._make = make
        self._drafts = DraftKeeper(session, jobs, self)
        self._drafts.mishap.connect(self.mishap)
        self._way: list[Destination] = []
        self._files: list[ToPerson | ToDesk] = []
        self.page: QWidget | None = None

    @property
    def here(self) -> Destination:
        """The destination of the page now shown."""
        return self._way[-1] if self._way else ToHome()

    def go(self, to: Destination) -> None:
        """Leave this page, its draft parked, and show another."""
        if isinstance(to, Resume):
            to = _resumed(to.place)
        if isinstance(to, Back):
            if self._way:
                self._way.pop()
            to = self._way.pop() if self._way else ToHome()
        if isinstance(to, ToLetter) and isinstance(self.here, ToLetter):
            self._way.pop()  # begun, or put right: the way back must not begin it again
        self._leave()
        self._way = [*self._way[-_FARTHEST_BACK:], to]
        if isinstance(to, ToPerson | ToDesk):
            others = [file for file in self._files if file.case != to.case]
            self._files = [to, *others][:_KEPT_FILES]
        page = self._make(to)
        self.page = page
        page.go.connect(self.go)  # type: ignore[attr-defined]  # every page has it
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        _enter(page)
        self._drafts.watch(page)
        self.shown.emit(to)

    def next_file(self) -> None:
        """Turn to the file opened before this one (Ctrl+Tab)."""
        others = [file for file in self._files if file != self.here]
        if others:
            self.go(others[-1])

    def draft(self) -> Draft | None:
        """What is being filled on this page; what was kept of it goes when nothing is left."""
        draft = _page(self.page).draft() if self.page is not None else None
        if draft is None:
            self._drafts.keep()
        return draft

    def keep(self) -> None:
        """Keep what is being filled, now."""
        self._drafts.keep()

    def _leave(self) -> None:
        if self.page is None:
            return
        self._drafts.leave()
        self._stack.removeWidget(self.page)
        self.page.hide()
        self.page.deleteLater()
        self.page = None


def _enter(page: QWidget) -> None:
    """Put the cursor where the page wants it, or on its first control: the hands stay on the keyboard."""
    inside = page.findChildren(QWidget)
    first = page.focusProxy() or next((widget for widget in inside if _takes_focus(widget, page)), page)
    first.setFocus(Qt.FocusReason.OtherFocusReason)


def _takes_focus(widget: QWidget, page: QWidget) -> bool:
    reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return reached and widget.isEnabledTo(page) and widget.isVisibleTo(page)


def _page(widget: QWidget | None) -> Page:
    return widget  # type: ignore[return-value]  # pages are widgets that satisfy the protocol


def _resumed(place: str) -> Destination:  # noqa: C901, PLR0911 - one per place
    """The destination whose page has this place."""
    name, *ids = place.split(":")
    found = [bytes.fromhex(part) for part in ids]
    if name == "new_person":
        return ToNewPerson()
    if name == "settings":
        return ToSettings()
    if name in {"procedures", "interview"}:
        case = CaseId(found[0]) if found and found[0] else None
        return ToProcedures(case) if name == "procedures" else ToInterview(case)
    if name == "blockage" and found:
        return ToBlockage(CaseId(found[0]), ObjectId(found[1]) if len(found) > 1 else None)
    if name == "letter" and len(found) > 1 and found[1]:
        return ToLetter(CaseId(found[0]), letter=ObjectId(found[1]))
    if name == "letter_settings":
        return ToLetterSettings()
    if name == "clock" and found:
        return ToClock(CaseId(found[0]))
    if name == "settling" and found:
        return ToSettle(CaseId(found[0]))
    if name == "person" and found:
        return ToPerson(CaseId(found[0]))
    if name == "desk" and len(found) > 1:
        return ToDesk(CaseId(found[0]), ObjectId(found[1]))
    return ToHome()
