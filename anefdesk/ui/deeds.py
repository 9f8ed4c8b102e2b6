"""How a page does a deed: on the desk lane, told to the other pages, confirmed or explained where it happened.

Used by the pages that write. ``saved`` carries nothing but the fact; the page says it in words.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from anefdesk.domain.change import Touched
from anefdesk.errors import AnefdeskError
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News


class Deeds(QObject):
    """Runs the deeds of one page. ``failed`` carries the error of a deed nobody else hears."""

    saved = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, news: News, parent: QObject) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self._news = news

    def do(
        self,
        work: Callable[..., Any],
        *args: object,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[AnefdeskError], object] | None = None,
    ) -> None:
        """Do ``work(*args)``; every open page hears what it touched (the result, or a pair's end) before ``then``."""
        told = _Told(self, self._news, then, failed)
        self.jobs.desk(work, *args, owner=self, then=told.done, failed=told.failed)

    def read(self, work: Callable[..., Any], *args: object, then: Callable[[Any], object]) -> None:
        """Read without telling anybody; an error goes to ``failed``."""
        self.jobs.desk(work, *args, owner=self, then=then, failed=self.failed.emit)


class _Told:
    """What follows one deed."""

    def __init__(
        self,
        deeds: Deeds,
        news: News,
        then: Callable[[Any], object] | None,
        failed: Callable[[AnefdeskError], object] | None,
    ) -> None:
        self._deeds = deeds
        self._news = news
        self._then = then
        self._failed = failed

    def done(self, result: object) -> None:
        touched = result[-1] if isinstance(result, tuple) and result else result
        if isinstance(touched, Touched) and touched.cases:
            self._news.touched.emit(touched)
            self._deeds.saved.emit()
        if self._then is not None:
            self._then(result)

    def failed(self, error: AnefdeskError) -> None:
        if self._failed is not None:
            self._failed(error)
        self._deeds.failed.emit(error)
