"""« Partager ou transmettre ce dossier » : to whom, on which agreement, what leaves; what is shared already."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.services.desk import Desk
from anefdesk.services.session import Session
from anefdesk.services.sync.sharing import ShareLine, SharingView
from anefdesk.ui import sharing_words, tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Back, ToConsents
from anefdesk.ui.pages.share_form import ShareForm
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.frames import Card, clear, column, row
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage, StateBadge
from anefdesk.ui.widgets.texts import Text


class SharePage(QWidget):
    """Its primary deed is to send the copy."""

    go = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId) -> None:
        super().__init__()
        self.place = f"share:{case.hex()}"
        self._look, self._desk, self._case = look, session.desk, case
        self._deeds = Deeds(jobs, news, self)
        self._deeds.failed.connect(self._failed)
        self.message = InlineMessage(look)
        self._scroll = HeadedPage(look, self, self.title(), back=look.ui("Retour"))
        self._scroll.left.connect(self._back)
        body = self._scroll.body
        body.addWidget(self.message)
        self._now = Card(look, look.ui("Déjà partagé"))
        self._lines = column(look)
        self._now.body.addLayout(self._lines)
        self._now.hide()
        body.addWidget(self._now)
        self.form = ShareForm(look, today)
        self.form.wanted.connect(self._share)
        self.form.agreements.connect(self._to_consents)
        self.form.hide()
        body.addWidget(self.form)
        body.addStretch(1)
        news.touched.connect(self._touched)
        self._load()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Partager ou transmettre ce dossier")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """The agreement is printed from « Accords »."""
        self.go.emit(ToConsents(self._case))

    def _load(self) -> None:
        self._deeds.read(_seen, self._desk, self._case, then=self._show)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases:
            self._load()

    def _show(self, seen: tuple[str, SharingView]) -> None:
        name, view = seen
        self._scroll.tell(name)
        clear(self._lines)
        for line in view.lines:
            self._lines.addLayout(self._one(line))
        self._now.setVisible(bool(view.lines))
        self.form.show_view(view)
        self.form.setVisible(view.belongs and view.handed_over is None)
        if not view.belongs:
            self.message.show_error(AnefdeskError("sharing.alone"))

    def _one(self, line: ShareLine) -> QVBoxLayout:
        look, whole = self._look, column(self._look, tokens.SPACE)
        across = row(look)
        first, *more = sharing_words.said(look, line)
        across.addWidget(Text(look, first, strong=True), 1)
        across.addWidget(StateBadge(look, *sharing_words.state(look, line)))
        whole.addLayout(across)
        for said in more:
            whole.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))
        if line.share.stands:
            to = sharing_words.whom(look, line.to, head_office=line.head_office)
            if line.share.taken_over:
                words, icon = look.ui("Reprendre le dossier ici"), "arrow-left"
                name = look.ui("Reprendre le dossier transmis à %(to)s", to=to)
            else:
                words, icon = look.ui("Arrêter le partage"), "ban"
                name = look.ui("Arrêter le partage avec %(to)s", to=to)
            stop = CarryingButton(look, words, line.share.id, icon, name=name)
            stop.carried.connect(self._stop)
            whole.addWidget(stop, 0, Qt.AlignmentFlag.AlignLeading)
        return whole

    def _share(self, to: bytes, handed_over: int) -> None:
        self._deeds.do(_share, self._desk, self._case, to, bool(handed_over), then=self._shared)

    def _shared(self, _touched: Touched) -> None:
        ui = self._look.ui
        self.message.say(
            State.SETTLED,
            ui("La copie est prête et part au prochain échange."),
            ui("Ils l’accepteront ou la refuseront ; leur réponse se lira ici."),
        )
        self._scroll.ensureWidgetVisible(self.message)

    def _stop(self, share: ObjectId) -> None:
        self._deeds.do(self._desk.sharing.stop, self._case, share, then=self._stopped)

    def _stopped(self, _touched: Touched) -> None:
        ui = self._look.ui
        told = ui("Ils l’apprendront au prochain échange. Ce qui a déjà été envoyé y reste.")
        self.message.say(State.SETTLED, ui("Plus rien n’est envoyé."), told)

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    def _to_consents(self) -> None:
        self.go.emit(ToConsents(self._case))

    def _back(self) -> None:
        self.go.emit(Back())


def _seen(desk: Desk, case: CaseId) -> tuple[str, SharingView]:
    name = desk.casework.reload(case).file.main_name
    return (name.latin() or name.native()) if name else "", desk.sharing.view(case)


def _share(desk: Desk, case: CaseId, to: bytes, handed_over: bool) -> Touched:  # noqa: FBT001 - called on the lane
    return desk.sharing.share(case, to, handed_over=handed_over)
