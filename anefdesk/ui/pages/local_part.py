"""What this centre knows of a procedure beyond the catalogue, shown and noted. Used by the desk and by the procedures.

A préfecture's own demand stands beside the list, with who said so and when: it hinders no filing.
"""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from anefdesk.domain.case import ItemState
from anefdesk.domain.centre import LocalDemand, Sighting
from anefdesk.domain.change import Touched
from anefdesk.domain.partial_date import shown
from anefdesk.domain.procedure import OnAnef
from anefdesk.i18n.texts import Texts
from anefdesk.services.desk import Desk
from anefdesk.services.local_knowledge import Local, LocalRow
from anefdesk.ui import tokens, words
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.desk_mark import prefecture_mark
from anefdesk.ui.pages.local_forms import SEEN, DemandForm, SightingForm
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Section, clear, column, row
from anefdesk.ui.widgets.states import InlineMessage, StateBadge
from anefdesk.ui.widgets.texts import Text


def seen_here(texts: Texts, local: Local, stated: OnAnef) -> str:
    """« vu ici le 12/11/2026 : en partie sur l’ANEF », empty when it tells nothing that the catalogue does not."""
    sighting = local.sighting
    if sighting is None or not local.differs(stated):
        return ""
    what = texts.ui(words.ON_ANEF[OnAnef(sighting.seen.value)])
    return texts.ui("vu ici le %(day)s : %(what)s", day=shown(sighting.on), what=what)


class _DemandBox(QCheckBox):
    """Ticks one demand of the préfecture. ``ticked`` carries its document id and the state."""

    ticked = Signal(str, object, object)

    def __init__(self, local: LocalRow) -> None:
        super().__init__()
        self._document = local.document
        self.setChecked(local.state is ItemState.RECEIVED)
        self.setAccessibleName(local.demand.document)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        state = ItemState.RECEIVED if self.isChecked() else ItemState.MISSING
        self.ticked.emit(self._document, state, None)


class LocalPart(Section):
    """``stated`` says where a demand stands, as the lines of the desk do; ``changed`` that something was noted."""

    stated = Signal(str, object, object)
    changed = Signal()

    def __init__(self, look: Look, jobs: Jobs, news: News, desk: Desk, today: date) -> None:
        super().__init__(look, look.ui("Dans cette préfecture"), open_=False)
        self._desk = desk
        self._look = look
        self._deeds = Deeds(jobs, news, self)
        self._local = Local("", "", "")
        self._tickable = False
        self.message = InlineMessage(look)
        self._where = Text(look, points=tokens.SMALL, tone="soft")
        self._known = column(look)
        self.demand = DemandForm(look, today)
        self.sighting = SightingForm(look, today)
        self.add = QuietButton(look, look.ui("Noter une demande de cette préfecture"), "plus")
        self.saw = QuietButton(look, look.ui("Noter ce que j’ai vu sur l’ANEF"), "eye")
        deeds = Flow(look)
        deeds.addWidget(self.add)
        deeds.addWidget(self.saw)
        self.body.addWidget(self._where)
        self.body.addWidget(self.message)
        self.body.addLayout(self._known)
        self.body.addLayout(deeds)
        self.body.addWidget(self.demand)
        self.body.addWidget(self.sighting)
        self.add.clicked.connect(self.demand.open)
        self.saw.clicked.connect(self.sighting.open)
        self.demand.noted.connect(self._add)
        self.sighting.noted.connect(self._see)
        self.message.acted.connect(self._take_back)
        self._deeds.failed.connect(self.message.show_error)

    def kept(self) -> dict[str, str]:
        """What is typed in the two forms and not noted yet."""
        return self.demand.kept() | self.sighting.kept()

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft."""
        typed = [form.put_back(fields) for form in (self.demand, self.sighting)]
        if any(typed):
            self.set_open(True)

    def show_local(self, local: Local, *, tickable: bool = False) -> None:
        """What is known now; with boxes when it is about one démarche."""
        self._local, self._tickable = local, tickable
        ui = self._look.ui
        where = ui(
            "%(prefecture)s. Ce n’est pas dans la loi : cela n’empêche pas de déposer.", prefecture=local.prefecture
        )
        unknown = ui("Notez le département de la personne pour dire ce que sa préfecture demande.")
        self._where.setText(where if local.prefecture else unknown)
        self.add.setEnabled(bool(local.prefecture))
        clear(self._known)
        for one in local.rows:
            self._known.addLayout(self._row(one))
        for sighting in local.sightings[:1]:
            self._known.addLayout(self._seen(sighting))
        self.set_note(str(len(local.rows)) if local.rows else "")
        if local.rows:
            self.set_open(True)

    def _row(self, one: LocalRow) -> QHBoxLayout:
        look, demand = self._look, one.demand
        across = row(look)
        if self._tickable:
            box = _DemandBox(one)
            box.ticked.connect(self.stated)
            across.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        down = column(look, 2)
        down.addWidget(Text(look, demand.document, strong=True))
        said = look.ui(
            "demandée par cette préfecture (dit par %(who)s, le %(day)s)", who=demand.said_by, day=shown(demand.said_on)
        )
        down.addWidget(prefecture_mark(look, said))
        across.addLayout(down, 1)
        if self._tickable and one.state is ItemState.RECEIVED:
            across.addWidget(StateBadge(look, State.SETTLED, look.ui(words.ITEM[one.state])), 0, _TOP)
        name = look.ui("Retirer : %(what)s", what=demand.document)
        gone = CarryingButton(look, look.ui("Retirer"), demand, "x", name=name)
        gone.carried.connect(self._withdraw)
        across.addWidget(gone, 0, _TOP)
        return across

    def _seen(self, sighting: Sighting) -> QHBoxLayout:
        look = self._look
        across = row(look)
        said = look.ui(
            "Vu sur l’ANEF le %(day)s : %(what)s.", day=shown(sighting.on), what=look.ui(SEEN[sighting.seen])
        )
        across.addWidget(Text(look, f"{said} {sighting.remark}".strip()), 1)
        gone = CarryingButton(look, look.ui("Retirer"), sighting, "x", name=look.ui("Retirer : %(what)s", what=said))
        gone.carried.connect(self._unsee)
        across.addWidget(gone, 0, _TOP)
        return across

    # Deeds

    def _add(self, document: str, said_by: str, iso: str) -> None:
        local, day = self._local, date.fromisoformat(iso)
        add = self._desk.local_knowledge.add
        self._deeds.do(add, local.procedure, local.department, document, said_by, day, then=self._demand_noted)

    def _see(self, seen: object, iso: str, remark: str) -> None:
        local, day = self._local, date.fromisoformat(iso)
        record = self._desk.local_knowledge.record
        self._deeds.do(record, local.procedure, seen, day, remark, local.department, then=self._sighting_noted)

    def _withdraw(self, demand: LocalDemand) -> None:
        self._deeds.do(self._desk.local_knowledge.withdraw, demand, then=self._gone)

    def _unsee(self, sighting: Sighting) -> None:
        self._deeds.do(self._desk.local_knowledge.withdraw_sighting, sighting, then=self._gone)

    def _demand_noted(self, _touched: Touched) -> None:
        self.demand.hide()
        self._noted()

    def _sighting_noted(self, _touched: Touched) -> None:
        self.sighting.hide()
        self._noted()

    def _noted(self) -> None:
        self._tell(self._look.ui("Noté pour toute l’équipe."))

    def _gone(self, _touched: Touched) -> None:
        self._tell(self._look.ui("Retiré de la liste."))

    def _tell(self, said: str) -> None:
        self.message.say(State.SETTLED, said, action=self._look.ui("Annuler"))
        self.set_open(True)
        self.changed.emit()

    def _take_back(self) -> None:
        self.message.quiet()
        self._deeds.do(self._desk.casework.undo, then=self._taken)

    def _taken(self, _touched: Touched | None) -> None:
        self.changed.emit()


_TOP = Qt.AlignmentFlag.AlignTop
