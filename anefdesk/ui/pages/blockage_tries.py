"""Every try of a blockage by calendar week, which a judge counts; and the form that adds one more, a call, a visit."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from anefdesk.domain.blockage import Answered, Attempt, Means
from anefdesk.domain.partial_date import day_of
from anefdesk.services.blockages import BlockageView
from anefdesk.ui import blockage_words, tokens
from anefdesk.ui.pages.blockage_attempt import AttemptFields, Tools
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.frames import Card, Line, Section, clear, column, row
from anefdesk.ui.widgets.texts import Text


class Tries(Section):
    """``added`` carries the fields of an ``Attempt``, ``withdrawn`` an attempt entered by mistake."""

    added = Signal(object)
    withdrawn = Signal(object)
    brought = Signal(object)  # a picture pasted among the words

    def __init__(self, look: Look, today: date, tools: Tools) -> None:
        super().__init__(look, look.ui("Essais, appels et visites"))
        self._look, self._today, self._tools = look, today, tools
        ui = look.ui
        for words, icon, means in (
            (ui("Nouvel essai"), "device-desktop", Means.SITE),
            (ui("Appel"), "phone", Means.CALL),
            (ui("Visite"), "map-pin", Means.POINT),
        ):
            button = CarryingButton(look, words, means, icon, name=ui("Ajouter : %(what)s", what=words))
            button.carried.connect(self.unfold)
            self.header.addWidget(button)
        self.form = Card(look, kind="sunken")
        self.fields = AttemptFields(look, today, tools)
        self.fields.brought.connect(self.brought)
        self.done = PlainButton(look, ui("Ajouter à la chronologie"), "check")
        self.done.clicked.connect(self._tell)
        self.form.body.addWidget(self.fields)
        self.form.body.addWidget(self.done, 0, Qt.AlignmentFlag.AlignLeading)
        self.form.hide()
        self._lines = column(look)
        self.body.addWidget(self.form)
        self.body.addLayout(self._lines)

    def unfold(self, means: Means) -> None:
        """A fresh try."""
        self.set_open(True)
        self.fields.begin(self._tools, means)
        self.form.show()
        self.fields.said.setFocus()

    def settle(self) -> None:
        """It is added."""
        self._tools = self.fields.tools
        self.fields.begin(self._tools, Means.SITE)
        self.form.hide()

    @property
    def tools(self) -> Tools:
        """What to remember of this PC."""
        return self.fields.tools

    def _tell(self) -> None:
        if (wrong := self.fields.wrong()) is not None:
            wrong.setFocus()
        else:
            self.added.emit(self.fields.values())

    def show_view(self, view: BlockageView) -> None:
        """The latest week first."""
        look = self._look
        clear(self._lines)
        self._lines.addWidget(Text(look, self._counted(view), strong=True))
        for week in sorted(view.weeks, reverse=True):
            monday = long_date(look.texts, date.fromisocalendar(*week, 1), self._today).rpartition(", ")[0]
            said = look.ui("Semaine du %(monday)s : %(n)d fois", monday=monday, n=view.weeks[week])
            self._lines.addWidget(Line(look))
            self._lines.addWidget(Text(look, said, strong=True, tone="accent"))
            for attempt in reversed(view.attempts):
                day = day_of(attempt.on)
                if day is not None and tuple(day.isocalendar()[:2]) == week:
                    self._lines.addLayout(self._one(attempt))

    def _counted(self, view: BlockageView) -> str:
        ui_n = self._look.ui_n
        tries = ui_n("%(n)d essai", "%(n)d essais", sum(view.weeks.values()))
        weeks = ui_n("%(n)d semaine", "%(n)d semaines différentes", len(view.weeks))
        return f"{tries}, {weeks}"

    def _one(self, attempt: Attempt) -> QVBoxLayout:
        look, said = self._look, column(self._look, 0)
        head = row(look)
        when = blockage_words.on_day(look.texts, attempt.on, self._today).rpartition(", ")[0] or attempt.on
        at = look.ui(" à %(hour)s", hour=attempt.at) if attempt.at else ""
        title = f"{when}{at} · {look.ui(blockage_words.MEANS[attempt.means])}"
        head.addWidget(Text(look, title), 1)
        gone = look.ui("Retirer : %(what)s", what=title)
        away = CarryingButton(look, "", attempt, "trash", name=gone, tip=look.ui("Entré par erreur : retirer"))
        away.carried.connect(self.withdrawn)
        head.addWidget(away)
        said.addLayout(head)
        if attempt.said:
            said.addWidget(Text(look, f"« {attempt.said} »"))
        more = [attempt.device, attempt.browser, attempt.address]
        if attempt.reference:
            more.append(look.ui("référence %(reference)s", reference=attempt.reference))
        if attempt.answered is not Answered.UNKNOWN:
            more.append(look.ui(blockage_words.ANSWERED[attempt.answered]))
        if told := "  ·  ".join(filter(None, more)):
            said.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        return said
