"""Everything préfectures ask for of their own, as this centre knows it, in one list to read over. Used by the rules."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from anefdesk.domain.centre import LocalDemand
from anefdesk.domain.change import Touched
from anefdesk.domain.partial_date import shown
from anefdesk.services.desk import Desk
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.desk_mark import prefecture_mark
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.frames import Section, clear, column, row
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text

_Known = tuple[tuple[LocalDemand, ...], Mapping[str, str], Mapping[str, str]]


class LocalList(Section):
    """Each demand with its procedure, its préfecture, who said so and when; withdrawn, and put back with undo."""

    changed = Signal()

    def __init__(self, look: Look, jobs: Jobs, news: News, desk: Desk) -> None:
        super().__init__(look, look.ui("Demandé en plus par des préfectures"), open_=False)
        self._desk, self._look = desk, look
        self._deeds = Deeds(jobs, news, self)
        self.message = InlineMessage(look)
        self._list = column(look)
        self.body.addWidget(self.message)
        self.body.addLayout(self._list)
        self.message.acted.connect(self._take_back)
        self._deeds.failed.connect(self.message.show_error)
        self._load()

    def _load(self, _touched: object = None) -> None:
        self._deeds.read(_known, self._desk, then=self._fill)

    def _fill(self, known: _Known) -> None:
        demands, procedures, prefectures = known
        clear(self._list)
        for demand in sorted(demands, key=_order):
            self._list.addLayout(self._one(demand, procedures, prefectures))
        if not demands:
            nothing = self._look.ui("Rien de noté. Cela se note dans une démarche, sous « Dans cette préfecture ».")
            self._list.addWidget(Text(self._look, nothing, tone="soft"))
        self.set_note(str(len(demands)) if demands else "")

    def _one(self, demand: LocalDemand, procedures: Mapping[str, str], prefectures: Mapping[str, str]) -> QHBoxLayout:
        look = self._look
        across, said = row(look), column(look, 2)
        said.addWidget(Text(look, demand.document, strong=True))
        about = (procedures.get(demand.procedure, demand.procedure), prefectures.get(demand.department, ""))
        said.addWidget(Text(look, "  ·  ".join(filter(None, about)), points=tokens.SMALL, tone="soft"))
        told = look.ui(
            "demandée par cette préfecture (dit par %(who)s, le %(day)s)", who=demand.said_by, day=shown(demand.said_on)
        )
        said.addWidget(prefecture_mark(look, told))
        across.addLayout(said, 1)
        name = look.ui("Retirer : %(what)s", what=demand.document)
        gone = CarryingButton(look, look.ui("Retirer"), demand, "x", name=name)
        gone.carried.connect(self._withdraw)
        across.addWidget(gone, 0, Qt.AlignmentFlag.AlignTop)
        return across

    def _withdraw(self, demand: LocalDemand) -> None:
        self._deeds.do(self._desk.local_knowledge.withdraw, demand, then=self._gone)

    def _gone(self, _touched: Touched) -> None:
        ui = self._look.ui
        self.message.say(State.SETTLED, ui("Retiré de la liste."), action=ui("Annuler"))
        self._load()

    def _take_back(self) -> None:
        self.message.quiet()
        self._deeds.do(self._desk.casework.undo, then=self._load)


def _order(demand: LocalDemand) -> tuple[str, str, str]:
    return demand.department, demand.procedure, demand.said_on


def _known(desk: Desk) -> _Known:
    """On the desk lane."""
    procedures: Sequence[tuple[str, str]] = [(one.id, one.name) for one in desk.demarches.procedures()]
    prefectures = {one.code: one.prefecture for one in desk.casework.departments()}
    return desk.local_knowledge.demands(), dict(procedures), prefectures
