"""What changes in a family: reasons to look at this file again, what happened to its person. Used by « Famille »."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.household import EventKind, LifeEvent
from anefdesk.domain.partial_date import shown
from anefdesk.services.families import FamilyView, NoticeRow
from anefdesk.ui import family_words, tokens
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import CarryingButton, CarryingPlainButton, Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

_CLOSE_DAYS = 60


class Notices(QWidget):
    """Reasons to look at this file again, those to deal with first."""

    def __init__(self, file: OpenFile, procedures: Mapping[str, str]) -> None:
        super().__init__()
        self._file = file
        self._procedures = procedures
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(file.look.dp(tokens.GAP))

    def show_family(self, family: FamilyView) -> None:
        """The notices as they stand."""
        clear(self._rows)
        for one in family.notices:
            self._rows.addLayout(self._seen(one) if one.handled else self._waiting(one))
        self.setVisible(bool(family.notices))

    def _said(self, one: NoticeRow) -> str:
        look, what = self._file.look, self._file.look.ui(family_words.NOTICE[one.notice.code])
        if one.notice.relation is None:
            return look.ui("Cette personne : %(what)s", what=what)
        return look.ui(
            "%(name)s (%(relation)s) : %(what)s",
            name=one.latin or one.native,
            relation=look.ui(family_words.RELATION[one.notice.relation]),
            what=what,
        )

    def _waiting(self, one: NoticeRow) -> QVBoxLayout:
        look, notice = self._file.look, one.notice
        words = column(look, 2)
        head = row(look)
        days = (notice.on - self._file.today).days
        badge = (
            StateBadge(look, State.SOON, look.ui("à voir"))
            if days <= _CLOSE_DAYS
            else StateBadge(look, State.PLAIN, look.ui("à venir"))
        )
        head.addWidget(badge)
        head.addWidget(Text(look, self._said(one), strong=True), 1)
        done = CarryingPlainButton(
            look, look.ui("C’est vu"), notice.key, "check", name=look.ui("C’est vu : %(what)s", what=self._said(one))
        )
        done.carried.connect(self._handle)
        head.addWidget(done)
        words.addLayout(head)
        when = long_date(look.texts, notice.on, self._file.today)
        when = when if notice.exact else look.ui("au plus tôt %(when)s, date à préciser", when=when)
        words.addWidget(Text(look, when, points=tokens.SMALL, tone="soft"))
        why = family_words.WHY_SELF if notice.relation is None else family_words.WHY
        words.addWidget(Text(look, look.ui(why[notice.code])))
        words.addWidget(Text(look, self._look_at(one), points=tokens.SMALL, tone="soft"))
        return words

    def _look_at(self, one: NoticeRow) -> str:
        look = self._file.look
        if one.look_at is None:
            return look.ui(family_words.TO_VERIFY)
        named = " ; ".join(self._procedures.get(procedure, procedure) for procedure in one.look_at.procedures)
        return (
            look.ui("À regarder selon le cas : %(procedures)s.", procedures=named)
            + " "
            + look.ui("Sources : %(sources)s.", sources=", ".join(one.look_at.evidence.sources))
        )

    def _seen(self, one: NoticeRow) -> QVBoxLayout:
        look = self._file.look
        words = column(look, 2)
        day = long_date(look.texts, one.notice.on, self._file.today)
        said = look.ui("%(what)s · %(when)s · vu", what=self._said(one), when=day)
        words.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))
        return words

    def _handle(self, key: str) -> None:
        self._file.deeds.do(self._file.desk.families.handle, self._file.case, key)


class Events(QWidget):
    """What happened to this person and may change the files of the family."""

    def __init__(self, file: OpenFile) -> None:
        super().__init__()
        look = file.look
        self._file = file
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.GAP))
        inside.addWidget(Heading(look, look.ui("Ce qui est arrivé à cette personne"), 3))
        advice = look.ui("Les dossiers reliés en sont prévenus : leurs démarches en dépendent peut-être.")
        inside.addWidget(Text(look, advice, points=tokens.SMALL, tone="soft"))
        self._rows = column(look, 2)
        inside.addLayout(self._rows)
        options = [(kind, look.ui(word)) for kind, word in family_words.EVENT.items()]
        self.kind = Choice(look, look.ui(FIELD[LifeEvent]["kind"]), options)
        self.day = DateField(look, look.ui(FIELD[LifeEvent]["on"]), file.today, partial=True)
        self.add = PlainButton(look, look.ui("Noter l’événement"), "plus")
        self.add.clicked.connect(self._tell)
        form = Flow(look)
        for widget in (self.kind, self.day, self.add):
            form.addWidget(widget)
        inside.addLayout(form)

    def show_family(self, family: FamilyView) -> None:
        """The events as recorded."""
        clear(self._rows)
        look = self._file.look
        for event in family.events:
            across = row(look)
            said = look.ui("%(day)s : %(what)s", day=shown(event.on), what=look.ui(family_words.EVENT[event.kind]))
            across.addWidget(Text(look, said), 1)
            away = CarryingButton(look, "", event, "trash", name=look.ui("Retirer : %(what)s", what=said))
            away.setToolTip(look.ui("Retirer"))
            away.carried.connect(self._untell)
            across.addWidget(away)
            self._rows.addLayout(across)

    def _tell(self) -> None:
        if not self.day.iso():
            self.day.setFocus()
            return
        kind: EventKind = self.kind.value()
        self._file.deeds.do(
            self._file.desk.families.tell, self._file.case, kind, shown(self.day.iso()), then=self._told
        )

    def _told(self, _touched: object) -> None:
        self.day.set_iso("")

    def _untell(self, event: LifeEvent) -> None:
        self._file.deeds.do(self._file.desk.families.untell, self._file.case, event)
