"""One blockage: the next remedy first, then tries by week, captures, proof still missing, what it costs, its end."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.blockage import Attempt, Exhibit, Remedy
from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.ui.capture_window import CaptureWindow
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.blockage_attempt import Tools
from anefdesk.ui.pages.blockage_captures import Captures
from anefdesk.ui.pages.blockage_deeds import CaptureKeeping
from anefdesk.ui.pages.blockage_forms import Replied, Taken
from anefdesk.ui.pages.blockage_head import BlockageHead
from anefdesk.ui.pages.blockage_ladder import Ladder
from anefdesk.ui.pages.blockage_proof import Bundle, Ordered
from anefdesk.ui.pages.blockage_reading import Seen, seen
from anefdesk.ui.pages.blockage_tries import Tries
from anefdesk.ui.pages.destinations import ToClock, ToConsents, ToEvidence, ToLetter, ToPerson, ToSettle
from anefdesk.ui.pages.harms import Harms
from anefdesk.ui.pages.harms_form import Changed
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.brought import Brought
from anefdesk.ui.widgets.frames import PageScroll
from anefdesk.ui.widgets.states import InlineMessage

if TYPE_CHECKING:
    from anefdesk.services.blockages import BlockageView


class BlockagePage(QWidget):
    """``tools_changed`` carries the device and browser to remember on this PC."""

    go = Signal(object)
    tools_changed = Signal(object)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date,
        case: CaseId, blockage: ObjectId, tools: Tools,
    ) -> None:  # fmt: skip
        super().__init__()
        self.place = f"blockage:{case.hex()}:{blockage.hex()}"
        self._look, self._jobs, self._desk = look, jobs, session.desk
        self._case, self._blockage = case, blockage
        self._view: BlockageView | None = None
        self._deeds = Deeds(jobs, news, self)
        self._keeping = CaptureKeeping(jobs, news, session.desk, case, self)
        self.message = InlineMessage(look)
        self.head = BlockageHead(look, today)
        self.ladder = Ladder(look, today)
        self.tries = Tries(look, today, tools)
        self.captures = Captures(look, today)
        self.bundle, self.ordered = Bundle(look), Ordered(look, today)
        self.harms = Harms(look, today, blockage)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(look)
        outer.addWidget(self._scroll)
        for part in (
            self.head, self.message, self.ladder, self.tries, self.captures, self.harms, self.bundle, self.ordered,
        ):  # fmt: skip
            self._scroll.body.addWidget(part)
        self._scroll.body.addStretch(1)
        self._connect(news)
        self._load()

    def _connect(self, news: News) -> None:
        head, ladder, tries, captures = self.head, self.ladder, self.tries, self.captures
        head.room.turned.connect(self._turn)
        head.leaving.connect(self._to_person)
        head.proving.connect(self._to_evidence)
        head.agreeing.connect(self._to_consents)
        head.reopened.connect(self._reopen)
        head.settling.connect(partial(self.go.emit, ToSettle(self._case)))
        head.form.ended.connect(self._end)
        ladder.dating.connect(self._to_clock)
        ladder.lettered.connect(self._to_letter)
        ladder.taken.connect(self._take)
        ladder.replied.connect(self._reply)
        tries.added.connect(self._try)
        for source in (tries, captures):
            source.brought.connect(self.bring)
        for withdrawing in (tries, captures, self.harms):
            withdrawing.withdrawn.connect(self._withdraw)
        captures.seen.connect(self._see)
        self.harms.changed.connect(self._harm)
        self._keeping.kept.connect(captures.arriving.kept)
        self._keeping.refused.connect(captures.arriving.refused)
        self.message.acted.connect(self.undo)
        self._deeds.failed.connect(self._failed)
        news.touched.connect(self._touched)
        for keys, deed in (
            (QKeySequence.StandardKey.Paste, captures.drop.paste),
            (QKeySequence.StandardKey.Undo, self.undo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    def _turn(self, wide: int) -> None:
        """Where there is little room, what to do next comes before the other deeds."""
        if wide:
            self.head.above.addWidget(self.head.deeds, 1)
        else:
            self._scroll.body.insertWidget(self._scroll.body.indexOf(self.ladder) + 1, self.head.deeds)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Blocage")

    def draft(self) -> Draft | None:
        """A try being told."""
        fields = {} if self.tries.form.isHidden() else self.tries.fields.kept()
        return Draft(self.place, fields, self._case) if fields else None

    def restore(self, draft: Draft) -> None:
        """Go on telling it."""
        self.tries.form.show()
        self.tries.fields.put_back(draft.fields)

    def print_page(self) -> None:
        """What is printed of a blockage is its evidence file."""
        self._to_evidence()

    def _load(self) -> None:
        unnamed = self._look.ui("Dossier de la personne")
        self._deeds.read(seen, self._desk, self._case, self._blockage, unnamed, then=self._show)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases:
            self._load()

    def _show(self, found: Seen) -> None:
        first, view = self._view is None, found.view
        self._view = view
        self.head.show_seen(found)
        self.ladder.show_view(view, found.sources)
        self.tries.show_view(view)
        self.captures.show_view(view, found.writers)
        self.bundle.show_view(view)
        self.ordered.show_view(view, found.sources)
        captures = [
            (one.id, one.title or self._look.ui("Capture %(n)d", n=number))
            for number, one in enumerate(view.exhibits, 1)
        ]
        titles = {rung.step.id: rung.step.title for rung in view.ladder}
        steps = [(one.id, titles.get(one.step, one.step)) for one in view.remedies]
        self.harms.show_harms(found.harms, found.losses, found.harm_kinds, [*captures, *found.proofs], steps)
        if first and self.ladder.first is not None:
            self.ladder.first.focus()

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    def _noted(self, _touched: object) -> None:
        ui = self._look.ui
        self.message.say(State.SETTLED, ui("Enregistré sur ce poste."), action=ui("Annuler"))

    def undo(self) -> None:
        """Take back my last modification."""
        self._deeds.do(self._desk.casework.undo, then=self._undone)

    def _undone(self, touched: Touched | None) -> None:
        if touched is None:
            self.message.say(State.PLAIN, self._look.ui("Il n’y a plus rien à annuler."))
        else:
            self.message.quiet()

    # Deeds

    def _do(self, work: Any, *args: object, then: Any = None) -> None:  # noqa: ANN401 - as ``Deeds.do``
        self._deeds.do(work, self._case, *args, then=then or self._noted)

    def _take(self, taken: Taken) -> None:
        remedy = Remedy(
            id=ObjectId(b""), blockage=bytes(self._blockage), step=taken.step, on=taken.on, reference=taken.reference
        )
        self._do(self._desk.blockages.remedy, remedy)

    def _reply(self, said: Replied) -> None:
        self._do(self._desk.blockages.answer, said.remedy, said.reply, said.on)

    def _try(self, values: dict[str, Any]) -> None:
        self.tools_changed.emit(self.tries.tools)
        self._do(self._desk.blockages.attempt, self._blockage, Attempt(id=ObjectId(b""), **values), then=self._tried)

    def _tried(self, touched: Touched) -> None:
        self.tries.settle()
        self._noted(touched)

    def bring(self, brought: Brought) -> None:
        """A capture, of the last try there is."""
        if self._view is not None:
            last = self._view.attempts[-1].id if self._view.attempts else None
            self.captures.set_open(True)
            self.captures.arriving.begin(brought)
            self._keeping.keep(brought, self._blockage, last)

    def _withdraw(self, thing: object) -> None:
        self._do(self._desk.blockages.withdraw, thing)

    def _see(self, exhibit: Exhibit, name: str) -> None:
        CaptureWindow(self._look, self._jobs, self._desk, self._case, exhibit, name, self).show()

    def _harm(self, changed: Changed) -> None:
        if changed.before is None:
            self._do(self._desk.blockages.harm, changed.after, then=self._harmed)
        else:
            self._do(self._desk.blockages.change_harm, changed.before, changed.after, then=self._harmed)

    def _harmed(self, touched: Touched) -> None:
        self.harms.form.hide()
        self._noted(touched)

    def _end(self, on: str, by: ObjectId | None) -> None:
        self.head.form.hide()
        self._do(self._desk.blockages.end, self._blockage, on, by)

    def _reopen(self) -> None:
        self._do(self._desk.blockages.reopen, self._blockage)

    # Ways on

    def _to_person(self) -> None:
        self.go.emit(ToPerson(self._case))

    def _to_evidence(self) -> None:
        self.go.emit(ToEvidence(self._case))

    def _to_consents(self) -> None:
        self.go.emit(ToConsents(self._case))

    def _to_clock(self) -> None:
        self.go.emit(ToClock(self._case))

    def _to_letter(self, template: str) -> None:
        asked = self._view.blockage.demarche if self._view is not None else None
        demarche = ObjectId(asked) if asked is not None else None
        self.go.emit(ToLetter(self._case, template=template, demarche=demarche, blockage=self._blockage))
