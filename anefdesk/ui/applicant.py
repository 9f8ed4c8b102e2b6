"""The applicant's side: the head of its panel, and the window that shows it alone, on a second screen or flipped.

Nothing of staff is in here: no note, no other person, no menu. Used by the desk page, which owns both.
"""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from anefdesk.domain import contexts
from anefdesk.domain.checklist import Row
from anefdesk.i18n import languages
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.reviews import State
from anefdesk.i18n.texts import for_language
from anefdesk.services import wording
from anefdesk.services.demarches import DeskView
from anefdesk.ui import applicant_words, tokens
from anefdesk.ui.applicant_rows import ApplicantPiece, ApplicantQuestion, ApplicantTitle, said
from anefdesk.ui.desk_entries import Entry, Question, entries
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.frames import clear
from anefdesk.ui.widgets.texts import BilingualLabel


def speaking(look: Look, code: str) -> Look:
    """The same look with the texts of the applicant's language."""
    return replace(look, texts=for_language(code))


def line_of(look: Look, entry: Entry, *, advice: bool = False) -> ApplicantPiece | ApplicantQuestion | ApplicantTitle:
    """The applicant's line for one entry."""
    if isinstance(entry, Question):
        return ApplicantQuestion(look, entry)
    return ApplicantPiece(look, entry, advice=advice) if isinstance(entry, Row) else ApplicantTitle(look, entry)


def warnings(look: Look, view: DeskView) -> tuple[str, ...]:
    """What is to be said, in French, of the translations this view shows: that of the least reviewed one."""
    content = look.texts.content
    states = {content(contexts.of_procedure(view.procedure), view.procedure.name).state}
    states |= {look.texts.ui_state(word) for word in (*wording.ITEM.values(), *applicant_words.ANSWERS)}
    for entry in entries(view):
        if isinstance(entry, Question):
            fact = entry.fact
            states.add(content(contexts.of_fact(fact), fact.question).state)
            states |= {content(contexts.of_choice(fact, choice), choice.name).state for choice in fact.choices}
        elif isinstance(entry, Row):
            document = entry.document
            states |= {
                content(contexts.of_document(document, text), getattr(document, text)).state
                for text in ("name", "if_missing")
                if getattr(document, text)
            }
    return marks(states)


def marks(states: Collection[State]) -> tuple[str, ...]:
    """What is to be said of texts reviewed so far, in French."""
    if "draft" in states:
        return (applicant_words.UNREAD_MARK,)
    return (applicant_words.CHECKED_MARK,) if "checked" in states else ()


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
        for warning in warnings(look, view):
            self._column.addWidget(BilingualLabel(look, look.ui(warning), language, points=tokens.SMALL, tone="soft"))
            self._column.addWidget(BilingualLabel(look, warning, languages.FRENCH, points=tokens.SMALL, tone="soft"))
