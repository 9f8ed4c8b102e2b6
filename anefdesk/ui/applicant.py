"""The applicant's side: the head of its panel, and the window that shows it alone, on a second screen or flipped.

Nothing of staff is in here: no note, no other person, no menu. Used by the desk page, which owns both.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from anefdesk.domain import contexts
from anefdesk.domain.checklist import Row
from anefdesk.i18n import languages
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import for_language
from anefdesk.services.demarches import DeskView
from anefdesk.ui import applicant_words, tokens
from anefdesk.ui.applicant_rows import ApplicantPiece, ApplicantQuestion, ApplicantTitle, said
from anefdesk.ui.desk_entries import Entry, Question, entries
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.frames import PageScroll, clear
from anefdesk.ui.widgets.states import TrainingBand
from anefdesk.ui.widgets.texts import BilingualLabel


def speaking(look: Look, code: str) -> Look:
    """The same look with the texts of the applicant's language."""
    return replace(look, texts=for_language(code))


def line_of(look: Look, entry: Entry, *, advice: bool = False) -> ApplicantPiece | ApplicantQuestion | ApplicantTitle:
    """The applicant's line for one entry."""
    if isinstance(entry, Question):
        return ApplicantQuestion(look, entry)
    return ApplicantPiece(look, entry, advice=advice) if isinstance(entry, Row) else ApplicantTitle(look, entry)


class LanguageChooser(Choice):
    """The languages by their own names, each isolated."""

    def __init__(self, look: Look, code: str) -> None:
        names = [(one.code, isolate(one.name_native)) for one in languages.APPLICANT_LANGUAGES]
        super().__init__(look, look.ui(applicant_words.LANGUAGE), names)
        self.setFont(look.font(tokens.LARGE))
        self.set_value(code)


class ApplicantHead(QWidget):
    """Language, name of the démarche, how far we are. ``language_chosen`` carries a code."""

    language_chosen = Signal(object)

    def __init__(self, look: Look, code: str, *, points: float) -> None:
        super().__init__()
        self._look = look
        self._points = points
        self._their = speaking(look, code)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.dp(6))
        self._view: DeskView | None = None

    def speak(self, code: str) -> None:
        """Another language, at once."""
        self._their = speaking(self._look, code)
        if self._view is not None:
            self.show_view(self._view)

    def show_view(self, view: DeskView) -> None:
        """Say everything in the applicant's language."""
        self._view = view
        look, language = self._their, self._their.texts.language
        rtl = Qt.LayoutDirection.RightToLeft if language.rtl else Qt.LayoutDirection.LeftToRight
        self.setLayoutDirection(rtl)
        clear(self._column)
        top = QHBoxLayout()
        chooser = LanguageChooser(look, language.code)
        chooser.decided.connect(self.language_chosen)
        ready, needed = view.checklist.ready, view.checklist.needed
        counted = look.ui_n("%(n)d pièce sur %(needed)s", "%(n)d pièces sur %(needed)s", ready, needed=needed)
        bar = QProgressBar()
        bar.setRange(0, max(view.checklist.needed, 1))
        bar.setValue(view.checklist.ready)
        bar.setTextVisible(False)
        bar.setAccessibleName(counted)
        progress = QVBoxLayout()
        progress.setSpacing(look.dp(6))
        progress.addWidget(BilingualLabel(look, counted, language, points=tokens.LARGE, strong=True))
        progress.addWidget(bar)
        top.addLayout(progress, 1)
        top.addSpacing(look.dp(tokens.PADDING))
        top.addWidget(chooser)
        gloss = look.texts.content(contexts.of_procedure(view.procedure), view.procedure.name)
        self._column.addWidget(said(look, gloss, self._points, strong=True))
        self._column.addLayout(top)
        if language.code != "fr":
            unread = look.ui(applicant_words.UNREAD_MARK)
            self._column.addWidget(BilingualLabel(look, unread, language, points=tokens.SMALL, tone="soft"))
            french = languages.FRENCH
            self._column.addWidget(
                BilingualLabel(look, applicant_words.UNREAD_MARK, french, points=tokens.SMALL, tone="soft")
            )


class ApplicantWindow(QWidget):
    """The whole side alone, full-screen. ``T`` or Escape goes back to the desk."""

    answered = Signal(str, str)
    language_chosen = Signal(object)
    left = Signal()

    def __init__(self, look: Look, code: str, parent: QWidget, *, training: bool) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("anefdesk")
        self.setAutoFillBackground(True)
        self._look = look
        self._code = code
        self._view: DeskView | None = None
        self._watching = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if training:
            outer.addWidget(TrainingBand(look))
        self._scroll = PageScroll(look)
        ground = self._scroll.widget()
        across = ground.layout() if ground is not None else None
        if isinstance(across, QHBoxLayout):
            across.insertStretch(0, 0)  # in the middle of the screen, whichever way it reads
        outer.addWidget(self._scroll, 1)
        self._head = ApplicantHead(look, code, points=tokens.APPLICANT_TITLE)
        self._head.language_chosen.connect(self.language_chosen)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(look.dp(tokens.GAP))
        self._back = QuietButton(look, "T", "arrow-back-up")
        self._back.setAccessibleName(look.ui(applicant_words.BACK))
        self._back.clicked.connect(self.close)
        body = self._scroll.body
        body.addWidget(self._head)
        body.addLayout(self._lines)
        body.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTrailing)
        body.addStretch(1)

    def speak(self, code: str) -> None:
        """Another language, at once; nothing else changes."""
        self._code = code
        self._head.speak(code)
        if self._view is not None:
            self._fill(entries(self._view))

    def show_view(self, view: DeskView) -> None:
        """The démarche as it now stands."""
        self._view = view
        self._head.show_view(view)
        self._fill(entries(view))

    def _fill(self, lines: Sequence[Entry]) -> None:
        clear(self._lines)
        look = speaking(self._look, self._code)
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if look.texts.language.rtl else Qt.LayoutDirection.LeftToRight
        )
        for entry in lines:
            line = line_of(look, entry, advice=True)
            if isinstance(line, ApplicantQuestion):
                line.answered.connect(self.answered)
            self._lines.addWidget(line)

    def follow(self, at: int) -> None:
        """Bring the line the staff is on into sight."""
        item = self._lines.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None:
            self._scroll.ensureWidgetVisible(widget)

    def present(self) -> None:
        """Full-screen, on the other screen when there is one, else over the desk."""
        desk = self.parentWidget()
        mine = desk.screen() if desk is not None else QGuiApplication.primaryScreen()
        others = [screen for screen in QGuiApplication.screens() if screen is not mine]
        self._fill_screen(others[0] if others else mine)
        self._watch()

    def _watch(self) -> None:
        desk = self.parentWidget()
        if not self._watching:
            self._watching = True
            for window in (self.windowHandle(), desk.window().windowHandle() if desk is not None else None):
                if window is not None:
                    window.screenChanged.connect(self._moved)

    def _fill_screen(self, screen: QScreen) -> None:
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()

    def _moved(self) -> None:
        # A screen was unplugged: the applicant may now be looking at the one the desk is on. Cover it.
        if self.isVisible() and len(QGuiApplication.screens()) == 1:
            self._fill_screen(QGuiApplication.primaryScreen())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """T and Escape go back."""
        if event.key() in {Qt.Key.Key_T, Qt.Key.Key_Escape}:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The desk is back."""
        self.left.emit()
        super().closeEvent(event)
