"""The head of a démarche: which one, by which channel, when to file, what it costs; and whether it can be filed."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from anefdesk.domain.case import Demarche, DemarcheStatus, ItemState
from anefdesk.domain.channels import Channel
from anefdesk.domain.checklist import Hindrance, Reason
from anefdesk.services.demarches import DeskView
from anefdesk.ui import words
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.desk_door import DoorPart, channel_word
from anefdesk.ui.pages.desk_terms import said_prices, said_windows
from anefdesk.ui.pages.local_part import seen_here
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton, shown_name
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, clear
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

_REASONS_AT_ONCE = 3


def hindrance(look: Look, view: DeskView, reason: Reason, today: date) -> str:
    """One sentence for one reason why the démarche cannot be filed."""
    document = view.procedure.document(reason.document)
    what = document.name if document else ""
    if reason.hindrance is Hindrance.QUESTION and reason.fact in view.catalogue.facts:
        what = view.catalogue.facts[reason.fact].question
    when = long_date(look.texts, reason.on, today) if reason.on else ""
    return look.ui(words.HINDRANCE[reason.hindrance], what=what, when=when)


class DeskHead(QWidget):
    """Whose démarche, its deeds, its title and facts."""

    leaving = Signal()
    printing = Signal()
    slip = Signal()
    showing = Signal()
    filing = Signal()
    blocked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        ui = look.ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(6))
        self._who = QuietButton(look, ui("Dossier de la personne"), "arrow-left", tip=ui("Dossier de la personne"))
        self._file = PlainButton(look, ui("C’est déposé"), "check")
        self._block = QuietButton(look, ui("Signaler un blocage"), "ban", tip="Ctrl+B")
        self._block.setShortcut("Ctrl+B")
        deeds = (
            (PlainButton(look, ui("Montrer à la personne"), "device-desktop", tip=ui("Touche T")), self.showing),
            (self._file, self.filing),
            (PlainButton(look, ui("Ce qu’il manque"), "file-text", tip=ui("La feuille à emporter")), self.slip),
            (PrimaryButton(look, ui("Imprimer la liste"), "printer", tip=ui("Touche P")), self.printing),
        )
        self._who.clicked.connect(self.leaving)
        buttons = Flow(look, to_end=True)
        for button, told in deeds:
            button.clicked.connect(told)
            buttons.addWidget(button)
        above = Bending(look, self)
        above.addWidget(self._who, 0, Qt.AlignmentFlag.AlignLeading)
        above.addLayout(buttons, 1)
        outer.addLayout(above)
        self._title = Heading(look, "", 2)
        named = Bending(look, self)
        named.addWidget(self._title, 1)
        named.addWidget(self._block, 0, Qt.AlignmentFlag.AlignLeading)
        self._block.clicked.connect(self.blocked)
        outer.addLayout(named)
        self._badges = Flow(look)
        outer.addLayout(self._badges)
        self._late = Text(look, strong=True, tone="urgent")
        self._about = Text(look, tone="soft")
        self.door = DoorPart(look)
        outer.addWidget(self.door)
        outer.addWidget(self._late)
        outer.addWidget(self._about)

    def show_view(self, view: DeskView) -> None:
        """The démarche as it stands."""
        look, head = self._look, view.file.main_name
        self._who.setText(shown_name(head.latin() or head.native()) if head else look.ui("Dossier de la personne"))
        self._title.setText(view.procedure.name)
        self._badges.clear()
        on_anef, status = view.procedure.on_anef, view.demarche.status
        filed = State.SETTLED if status is DemarcheStatus.FILED else State.PLAIN
        for state, word in (
            (words.ON_ANEF_TONE[on_anef], words.ON_ANEF[on_anef]),
            (State.PLAIN, words.REQUEST[view.demarche.request]),
            (filed, words.STATUS[status]),
        ):
            self._badges.addWidget(StateBadge(look, state, look.ui(word)))
        if channel := channel_word(view):
            doubtful = State.TO_CHECK if view.door.channel is Channel.UNKNOWN else State.PLAIN
            self._badges.addWidget(StateBadge(look, doubtful, look.ui(channel)))
        if seen := seen_here(look.texts, view.local, on_anef):
            self._badges.addWidget(StateBadge(look, State.TO_CHECK, seen))
        self.door.show_view(view)
        late, windows = said_windows(look.texts, view)
        self._late.setText("\n".join(late))
        self._late.setVisible(bool(late))
        self._about.setText("\n".join(part for part in ("  ·  ".join(windows), *said_prices(look.texts, view)) if part))
        self._file.setVisible(status is DemarcheStatus.PREPARING)


class Verdict(Card):
    """« 9 pièces sur 12 », and « peut-on déposer ? » with the reasons in words. ``planned`` carries an ISO day."""

    planned = Signal(str)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look)
        self._look = look
        self._today = today
        self._all = False
        self._view: DeskView | None = None
        self._ready = Heading(look, "", 3)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._question = Text(look, strong=True)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(look.dp(4))
        planned = Text(look, look.ui(FIELD[Demarche]["planned_on"]))
        planned.setWordWrap(False)
        self._planned = DateField(look, look.ui(FIELD[Demarche]["planned_on"]), today)
        self._planned.changed.connect(self.planned)
        above = Bending(look, self)
        planned.setContentsMargins(0, look.dp(8), 0, 0)
        self._ready.setContentsMargins(0, look.dp(8), 0, 0)
        above.addWidget(self._ready, 1, Qt.AlignmentFlag.AlignTop)
        above.addWidget(planned, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self._planned)
        self.body.addLayout(above)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._question)
        self.body.addLayout(self._reasons)
        self.body.addStretch(1)

    def show_view(self, view: DeskView) -> None:
        """The verdict for the planned day."""
        self._view = view
        look, checklist = self._look, view.checklist
        ready, needed = checklist.ready, checklist.needed
        counted = look.ui_n("%(n)d pièce sur %(needed)s", "%(n)d pièces sur %(needed)s", ready, needed=needed)
        self._ready.setText(counted)
        if not self._planned.line.hasFocus():
            self._planned.set_iso(view.planned_on.isoformat())
        self._bar.setRange(0, max(checklist.needed, 1))
        self._bar.setValue(checklist.ready)
        self._bar.setAccessibleName(counted)
        today = view.planned_on == self._today
        self._question.setText(
            look.ui("Peut-on déposer aujourd’hui ?") if today else look.ui("Pourra-t-on déposer ce jour-là ?")
        )
        clear(self._reasons)
        self._reasons.addWidget(self._badge(view), 0, Qt.AlignmentFlag.AlignLeading)
        reasons = checklist.reasons
        shown = reasons if self._all else reasons[:_REASONS_AT_ONCE]
        for reason in shown:
            self._reasons.addWidget(Text(look, "• " + hindrance(look, view, reason, self._today)))
        if view.local.rows:
            held = sum(one.state is ItemState.RECEIVED for one in view.local.rows)
            beside = look.ui_n(
                "En plus, sans que la loi le demande : %(n)d pièce pour cette préfecture, %(held)s reçue.",
                "En plus, sans que la loi le demande : %(n)d pièces pour cette préfecture, %(held)s reçues.",
                len(view.local.rows), held=held,
            )  # fmt: skip
            self._reasons.addWidget(Text(look, beside, tone="to_check"))
        more = len(reasons) - len(shown)
        if more or self._all:
            words_ = look.ui_n("et %(n)d autre raison", "et %(n)d autres raisons", more) if more else look.ui("Replier")
            button = QuietButton(look, words_, "chevron-down" if more else "")
            button.clicked.connect(self._unfold)
            self._reasons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _badge(self, view: DeskView) -> StateBadge:
        look = self._look
        if view.checklist.can_file:
            return StateBadge(look, State.SETTLED, look.ui("Oui : rien de connu ne l’empêche"))
        return StateBadge(look, State.SOON, look.ui("Pas encore"))

    def _unfold(self) -> None:
        self._all = not self._all
        if self._view is not None:
            self.show_view(self._view)


class FilingForm(Card):
    """Said once the person has filed on the State's site: the day, and the number the site gave."""

    filed = Signal(str, str)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, look.ui("La demande est déposée"), kind="sunken")
        self._today = today
        self._day = DateField(look, look.ui(FIELD[Demarche]["filed_on"]), today)
        self._day.set_iso(today.isoformat())
        self._number = QLineEdit()
        self._number.setAccessibleName(look.ui(FIELD[Demarche]["request_number"]))
        self._number.setPlaceholderText(look.ui("Numéro donné par le site, s’il y en a un"))
        across = Bending(look, self)
        across.addWidget(Text(look, look.ui("Le")), 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._day, 0)
        across.addWidget(self._number, 1, Qt.AlignmentFlag.AlignTop)
        done = CarryingButton(look, look.ui("Noter le dépôt"), None, "check")
        done.carried.connect(self._tell)
        across.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(across)
        self.hide()

    def kept(self) -> dict[str, str]:
        """What is typed here and not noted yet."""
        typed = {"filed_on": self._day.line.text().strip(), "filed_number": self._number.text().strip()}
        if self.isHidden() or (not typed["filed_number"] and self._day.iso() == self._today.isoformat()):
            return {}
        return {name: text for name, text in typed.items() if text}

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft."""
        if not {"filed_on", "filed_number"} & set(fields):
            return
        self._day.line.setText(fields.get("filed_on", ""))
        self._number.setText(fields.get("filed_number", ""))
        self.show()

    def _tell(self, _datum: object) -> None:
        if self._day.iso():
            self.filed.emit(self._day.iso(), self._number.text())
            self.hide()
