"""The head of the interview: whose it is, how far it went, its deeds; without a file, where the person lives."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from anefdesk.domain.procedure import Department
from anefdesk.services.orientation import InterviewView
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton, shown_name
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.texts import Heading, Text, labelled
from anefdesk.ui.widgets.type_ahead import TypeAhead

_WIDE_UNTIL = 130  # per cent of zoom
_FEW = 8  # beyond, how many questions may come says little


class InterviewHead(QWidget):
    """``housed`` carries the département of somebody without a file."""

    leaving = Signal()
    showing = Signal()
    printing = Signal()
    cleared = Signal()
    filing = Signal()
    housed = Signal(str)

    def __init__(self, look: Look, *, person: bool) -> None:
        super().__init__()
        self._look = look
        ui = look.ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(6))
        back = ui("Dossier de la personne") if person else ui("Démarches du catalogue")
        self._who = QuietButton(look, back, "arrow-left", tip=back)
        self._who.clicked.connect(self.leaving)
        self._clear = QuietButton(look, ui("Recommencer"), "refresh", tip=ui("Pour une autre personne"))
        self._print = PlainButton(look, ui("Imprimer la fiche"), "printer", tip=ui("Touche P"))
        self._file = PrimaryButton(look, ui("Ouvrir un dossier avec ces réponses"), "user-plus")
        buttons = Flow(look, to_end=True)
        for button, told in (
            (self._clear, self.cleared),
            (PlainButton(look, ui("Montrer à la personne"), "device-desktop", tip=ui("Touche T")), self.showing),
            (self._print, self.printing),
            (self._file, self.filing),
        ):
            button.clicked.connect(told)
            buttons.addWidget(button)
        wide = look.zoom <= _WIDE_UNTIL
        above = QBoxLayout(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        above.addWidget(self._who, 0, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        above.addLayout(buttons, 1)
        outer.addLayout(above)
        outer.addWidget(Heading(look, ui("Quelle démarche ?"), 1))
        self._far = Text(look, tone="soft")
        outer.addWidget(self._far)
        below = Flow(look)
        self.department = TypeAhead(look, ui("Département"), (), ui("Numéro ou nom"))
        self.department.setFixedWidth(look.dp(220))
        self.department.decided.connect(self.housed)
        label = labelled(look, ui("Département où vit la personne"), self.department)
        label.setWordWrap(False)
        for widget in (label, self.department):
            below.addWidget(widget)
        outer.addLayout(below)
        if person:
            for unwanted in (self._clear, self._file, label, self.department):
                unwanted.hide()

    def name_departments(self, departments: tuple[Department, ...]) -> None:
        """The list to choose from."""
        self.department.set_options([(one.code, f"{one.code} {one.name}") for one in departments])

    def show_view(self, view: InterviewView) -> None:
        """How far the interview went, and no promise that cannot be kept."""
        look, head = self._look, view.file.main_name if view.file else None
        if head is not None:
            self._who.setText(shown_name(head.latin() or head.native()))
        answered = sum(1 for one in view.said if not one.told)
        parts = [look.ui_n("%(n)d réponse", "%(n)d réponses", answered)]
        if told := len(view.said) - answered:
            parts.append(look.ui_n("%(n)d chose sue par le dossier", "%(n)d choses sues par le dossier", told))
        if 0 < view.step.at_most <= _FEW:
            left = view.step.at_most
            parts.append(look.ui_n("encore %(n)d question au plus", "encore %(n)d questions au plus", left))
        elif not view.step.at_most:
            parts.append(look.ui("plus de question"))
        kept = look.ui("chaque réponse est enregistrée") if view.file else look.ui("rien n’est encore dans un dossier")
        self._far.setText("  ·  ".join((*parts, kept)))
        self._print.setEnabled(bool(view.said))
        self._clear.setEnabled(bool(answered))
        self._file.setEnabled(bool(answered))
