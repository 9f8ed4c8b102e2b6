"""One démarche of the review, and its differences line by line when it is unfolded. Used by the review page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from anefdesk.i18n.isolates import isolate
from anefdesk.services.versions import Difference, Differences, ToReview
from anefdesk.ui import tokens
from anefdesk.ui.pages import change_words
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, Line, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text


def whose(one: ToReview) -> str:
    """The person's names, each in its own direction."""
    return " · ".join(isolate(name) for name in (one.latin, one.native) if name)


class ReviewCard(Card):
    """``opened`` and ``desk`` carry the démarche; ``moved`` too, once its differences were seen."""

    opened = Signal(object)
    desk = Signal(object)
    moved = Signal(object)

    def __init__(self, look: Look, one: ToReview) -> None:
        super().__init__(look)
        self._look = look
        self.one = one
        self._lines: DifferencesCard | None = None
        person = whose(one)
        self.setAccessibleName(f"{person} – {one.procedure}")
        head = row(look)
        said = column(look, 2)
        said.addWidget(Heading(look, person, 3))
        said.addWidget(Text(look, one.procedure))
        said.addWidget(Text(look, change_words.version(look.texts, one.version), points=tokens.SMALL, tone="soft"))
        head.addLayout(said, 1)
        head.addWidget(self._badge(), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        deeds = Flow(look)
        for button in self._deeds():
            deeds.addWidget(button)
        self.body.addLayout(deeds)

    def _badge(self) -> StateBadge:
        look, one = self._look, self.one
        if one.dropped:
            return StateBadge(look, State.URGENT, look.ui("n’est plus au catalogue"))
        if one.wording_only:
            return StateBadge(look, State.PLAIN, look.ui("seuls les mots changent"))
        said = look.ui_n("%(n)d ligne change", "%(n)d lignes changent", one.changed)
        return StateBadge(look, State.SOON, said)

    def _deeds(self) -> tuple[CarryingButton, ...]:
        ui, one = self._look.ui, self.one
        about = f"{whose(one)} – {one.procedure}"
        desk = CarryingButton(
            self._look, ui("Ouvrir la démarche"), one, "arrow-right", name=ui("Ouvrir : %(what)s", what=about)
        )
        desk.carried.connect(self.desk)
        if one.dropped:
            return (desk,)
        see = CarryingButton(
            self._look,
            ui("Voir ce qui change"),
            one,
            "layout-columns",
            name=ui("Voir ce qui change : %(what)s", what=about),
        )
        see.carried.connect(self.opened)
        return see, desk

    def unfold(self, found: Differences) -> None:
        """Show every line."""
        self.fold()
        self._lines = DifferencesCard(self._look, found)
        self._lines.left.connect(self.fold)
        self._lines.moved.connect(self._move)
        self.body.addWidget(self._lines)
        self._lines.show()
        self._lines.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def fold(self) -> None:
        """Keep the old version for now."""
        if self._lines is not None:
            self._lines.hide()
            self._lines.deleteLater()
            self._lines = None

    @property
    def unfolded(self) -> bool:
        """Whether its lines are shown."""
        return self._lines is not None

    def _move(self) -> None:
        self.moved.emit(self.one)


class DifferencesCard(Card):
    """``moved`` and ``left`` say what was decided."""

    moved = Signal()
    left = Signal()

    def __init__(self, look: Look, found: Differences) -> None:
        super().__init__(look, kind="sunken")
        self._look = look
        ui, texts = look.ui, look.texts
        old = change_words.version(texts, found.before.catalogue.version)
        new = change_words.version(texts, found.after.catalogue.version)
        self.setAccessibleName(ui("Ce qui change"))
        self.body.addWidget(Text(look, ui("De la %(old)s à la %(new)s", old=old, new=new), tone="soft"))
        for at, line in enumerate(found.lines):
            if at:
                self.body.addWidget(Line(look))
            self.body.addLayout(self._line(line))
        kept = ui(
            "Rien n’est perdu : les états notés, les réponses et les scans restent, et on peut revenir en arrière."
        )
        self.body.addWidget(Text(look, kept, tone="soft"))
        self.button = PrimaryButton(look, ui("Passer à la nouvelle version"), "check")
        self.button.clicked.connect(self.moved)
        later = QuietButton(look, ui("Garder l’ancienne pour l’instant"))
        later.clicked.connect(self.left)
        deeds = Flow(look)
        deeds.addWidget(self.button)
        deeds.addWidget(later)
        self.body.addLayout(deeds)

    def _line(self, line: Difference) -> QVBoxLayout:
        look, change = self._look, line.change
        down = column(look, 2)
        head = row(look)
        part = look.ui(change_words.PART.get(change.part, ""))
        head.addWidget(Text(look, part, points=tokens.SMALL, strong=True, tone="accent"), 1)
        turn = StateBadge(look, change_words.TURN_TONE[change.turn], look.ui(change_words.TURN[change.turn]))
        head.addWidget(turn, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(head)
        down.addWidget(Text(look, change.said, strong=True))
        for name, before, after in change_words.fields(look.texts, change):
            down.addWidget(Text(look, name, points=tokens.SMALL, tone="soft"))
            down.addWidget(Text(look, look.ui("avant : %(value)s", value=before)))
            down.addWidget(Text(look, look.ui("maintenant : %(value)s", value=after)))
        for said in change_words.becomes(look.texts, line):
            down.addWidget(Text(look, said, tone="soft"))
        return down
