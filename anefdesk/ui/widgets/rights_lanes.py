"""The drawing of what a person can prove: a lane for each right, days across, gaps hatched and named.

Used by the strip of rights, large on the clock's page and thin on a person's. Never by colour alone: what is hatched is
a gap, what is dotted is to be checked, what is empty is not known; sentences say the same.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from anefdesk.domain.months import add_months
from anefdesk.domain.papers import Right
from anefdesk.domain.rights import Certainty, Forecast, Segment
from anefdesk.services import rights_wording
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State

STATES = {
    Certainty.PROVED: State.SETTLED,
    Certainty.DISPUTED: State.TO_CHECK,
    Certainty.UNKNOWN: State.PLAIN,
    Certainty.GAP: State.URGENT,
}
_FILLS = {
    Certainty.DISPUTED: Qt.BrushStyle.Dense6Pattern,
    Certainty.GAP: Qt.BrushStyle.BDiagPattern,
}
_SIGNS = {
    Certainty.PROVED: "=",
    Certainty.DISPUTED: "?",
    Certainty.UNKNOWN: "…",
    Certainty.GAP: "!",
}  # where words do not fit
_SHOWN_BEFORE = timedelta(days=92)
_ONE = timedelta(days=1)
_THIN, _LANE, _APART, _PAD = 10, 24, 6, 6  # pixels before zoom
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class RightsLanes(QWidget):
    """``chosen`` carries a day: click, or arrows by day, Page by month, up and down by change, Home for today."""

    chosen = Signal(object)

    def __init__(self, look: Look, *, thin: bool = False) -> None:
        super().__init__()
        self._look, self._thin = look, thin
        self._forecast: Forecast | None = None
        self._begins = self._day = date.min
        self.setFont(look.font(tokens.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(look.ui("Preuves de droits"))
        if not thin:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_forecast(self, found: Forecast, described: str) -> None:
        """Draw; ``described`` says it in sentences. The chosen day stays if it is still in sight."""
        self._forecast = found
        self._begins = max(found.begins, found.today - _SHOWN_BEFORE)
        if not self._begins <= self._day <= found.horizon:
            self._day = found.today
        self.setAccessibleDescription(described)
        self.updateGeometry()
        self.update()

    @property
    def day(self) -> date:
        """The chosen day."""
        return self._day

    def choose(self, day: date) -> None:
        """Choose a day in sight."""
        if self._forecast is None:
            return
        self._day = min(max(day, self._begins), self._forecast.horizon)
        self.update()
        self.chosen.emit(self._day)

    def describe(self, described: str) -> None:
        """What is said of the chosen day, to those who do not see it."""
        self.setAccessibleDescription(described)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # Sizes

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(self._look.dp(240), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow is still readable: the words stand under the drawing."""
        return QSize(self._look.dp(120), self._height())

    def _height(self) -> int:
        if self._thin:
            return self._look.dp(_THIN + 4)
        return round(len(Right) * self._pitch() + 2 * self._line() + 2 * self._pad())

    def _line(self) -> float:
        return QFontMetricsF(self.font()).height()

    def _pad(self) -> int:
        """Room for the frame of the focus."""
        return 0 if self._thin else self._look.dp(_PAD)

    def _pitch(self) -> float:
        """From one lane to the next: its name stands above it."""
        return self._line() + self._look.dp(_LANE + _APART)

    # Days across

    def _at(self, day: date) -> float:
        assert self._forecast is not None
        across = self.width() - 2 * self._pad()
        return self._pad() + (day - self._begins).days * across / ((self._forecast.horizon - self._begins).days + 1)

    def _day_at(self, x: float) -> date:
        assert self._forecast is not None
        days = (self._forecast.horizon - self._begins).days + 1
        across = max(self.width() - 2 * self._pad(), 1)
        return self._begins + timedelta(days=int(max(x - self._pad(), 0) * days / across))

    # Deeds

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The day under the pointer."""
        if self._forecast is not None and not self._thin:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.choose(self._day_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """By day, by month, from change to change, to today."""
        found, key = self._forecast, event.key()
        if found is None or self._thin:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self.choose(self._day + timedelta(days=_STEPS[Qt.Key(key)]))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.choose(add_months(self._day, 1 if key == Qt.Key.Key_PageDown else -1))
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.choose(self._change(later=key == Qt.Key.Key_Down))
        elif key == Qt.Key.Key_Home:
            self.choose(found.today)
        else:
            super().keyPressEvent(event)

    def _change(self, *, later: bool) -> date:
        """The next day on which something changes, or the last one before."""
        assert self._forecast is not None
        starts = sorted({segment.start for segment in self._forecast.segments})
        if later:
            return next((day for day in starts if day > self._day), self._forecast.horizon)
        return next((day for day in reversed(starts) if day < self._day), self._begins)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The frame of the focus."""
        super().focusInEvent(event)
        self.update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The lanes, the months, today and the chosen day."""
        del event
        if self._forecast is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._thin:
            for segment, box in self._boxes(self._forecast.of(Right.STAY), self._look.dp(2), self._look.dp(_THIN)):
                self._segment(painter, segment, box)
            self._mark(painter, self._forecast.today, 0, self.height(), self._look.colours.ink)
        else:
            self._paint_all(painter, self._forecast)
        painter.end()

    def _paint_all(self, painter: QPainter, found: Forecast) -> None:
        look, line, pitch, pad = self._look, self._line(), self._pitch(), self._pad()
        drawn: list[tuple[Segment, QRectF]] = []
        for place, right in enumerate(Right):
            top = pad + place * pitch
            painter.setPen(QColor(look.colours.ink))
            painter.setFont(look.font(tokens.SMALL, strong=True))
            painter.drawText(QRectF(pad, top, self.width(), line), 0, look.ui(rights_wording.RIGHT[right]))
            drawn += self._boxes(found.of(right), top + line, look.dp(_LANE))
        for segment, box in drawn:
            self._segment(painter, segment, box)
        foot = pad + len(Right) * pitch - look.dp(_APART)
        self._months(painter, found, foot)
        self._mark(painter, found.today, pad + line, foot + look.dp(4), look.colours.ink)
        self._caption(painter, found.today, foot + line, look.ui("aujourd’hui"))
        if self._day != found.today:
            self._mark(painter, self._day, pad + line, foot + look.dp(4), look.colours.accent)
        for segment, box in drawn:
            self._word(painter, segment, box)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.colours.accent), look.dp(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _boxes(self, lane: Sequence[Segment], top: float, height: float) -> list[tuple[Segment, QRectF]]:
        """Where each stretch in sight stands."""
        found = []
        for segment in lane:
            if segment.end >= self._begins:
                left, right = self._at(max(segment.start, self._begins)), self._at(segment.end + _ONE)
                found.append((segment, QRectF(left, top, right - left, height).adjusted(0.5, 0.5, -0.5, -0.5)))
        return found

    def _segment(self, painter: QPainter, segment: Segment, box: QRectF) -> None:
        look, gap = self._look, segment.certainty is Certainty.GAP
        tint = look.colours.tint(STATES[segment.certainty])
        painter.fillRect(box, QColor(tint.ground))
        if segment.certainty in _FILLS:
            painter.fillRect(box, QBrush(QColor(tint.ink), _FILLS[segment.certainty]))
        dashed = Qt.PenStyle.DashLine if segment.certainty is Certainty.UNKNOWN else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(tint.ink), look.dp(2 if gap else 1), dashed))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _word(self, painter: QPainter, segment: Segment, box: QRectF) -> None:
        """The paper, else how sure it is, on plain ground where it fits."""
        look = self._look
        tint = look.colours.tint(STATES[segment.certainty])
        painter.setFont(self.font())
        said = look.ui(rights_wording.CERTAINTY[segment.certainty])
        for text in (segment.paper.name if segment.paper else said, said, _SIGNS[segment.certainty]):
            wide = painter.fontMetrics().horizontalAdvance(text) + look.dp(8)
            if wide <= box.width() - look.dp(4):
                ground = QRectF(0, 0, wide, painter.fontMetrics().height())
                ground.moveCenter(box.center())
                painter.fillRect(ground, QColor(tint.ground))
                painter.setPen(QColor(tint.ink))
                painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)
                return

    def _months(self, painter: QPainter, found: Forecast, top: float) -> None:
        painter.setPen(QColor(self._look.colours.soft))
        painter.setFont(self.font())
        free, day = 0.0, add_months(self._begins.replace(day=1), 1)
        while day <= found.horizon:
            at, text = self._at(day), f"{day:%m/%y}"
            wide = painter.fontMetrics().horizontalAdvance(text)
            painter.drawLine(round(at), round(top), round(at), round(top + self._look.dp(4)))
            if at >= free and at + wide <= self.width():
                painter.drawText(QRectF(at, top + self._look.dp(2), wide + 1, self._line()), 0, text)
                free = at + wide + self._look.dp(8)
            day = add_months(day, 1)

    def _mark(self, painter: QPainter, day: date, top: float, bottom: float, colour: str) -> None:
        painter.setPen(QPen(QColor(colour), self._look.dp(2)))
        at = self._at(day)
        painter.drawLine(round(at), round(top), round(at), round(bottom))

    def _caption(self, painter: QPainter, day: date, top: float, text: str) -> None:
        painter.setFont(self._look.font(tokens.SMALL, strong=True))
        wide = painter.fontMetrics().horizontalAdvance(text)
        at = min(max(self._at(day) - wide / 2, 0), max(self.width() - wide, 0))
        painter.drawText(QRectF(at, top + self._look.dp(2), wide + 1, self._line()), 0, text)
