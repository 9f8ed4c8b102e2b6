"""One use of a person's file: whether they agree, since when; to note an agreement, to revoke it, and its history."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from anefdesk.domain.consent import Consent, Use
from anefdesk.domain.partial_date import day_of, shown
from anefdesk.i18n.languages import FRENCH
from anefdesk.services import consent_wording
from anefdesk.services.consents import ConsentView
from anefdesk.ui import spoken_languages, tokens
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text, labelled
from anefdesk.ui.widgets.type_ahead import TypeAhead

SCOPED = frozenset({Use.LAWYER, Use.COURT, Use.PRESS, Use.OTHER_CENTRE})  # to whom, or for what


@dataclass(frozen=True, slots=True)
class Given:
    """An agreement as the form says it."""

    use: Use
    language: str
    interpreted: bool
    signed: bool
    scope: str


class GiveForm(Card):
    """In which language it was explained, whether somebody spoke it, signed or by word. ``given`` carries it."""

    given = Signal(object)
    asked = Signal()  # may this language bind?

    def __init__(self, look: Look, use: Use) -> None:
        super().__init__(look, kind="sunken")
        self._look, self._use = look, use
        ui = look.ui
        self.language = TypeAhead(look, "", spoken_languages.choices(look.texts), ui("Commencez à taper"))
        self.interpreted = QCheckBox(ui("Un interprète ou un collègue l’a dit dans cette langue"))
        self.interpreted.setFont(look.font())
        self.how = Choice(look, ui("Comment ?"), [(True, ui("signé sur la feuille")), (False, ui("de vive voix"))])
        self.how.set_value(value=True)
        self.scope = QLineEdit()
        self.scope.setMaxLength(200)
        self.scope.setAccessibleName(ui("À qui, ou pour quoi"))
        self.scope.setPlaceholderText(ui("À qui, ou pour quoi"))
        if use not in SCOPED:
            self.scope.hide()
        self.unread = Text(look, strong=True, tone=State.TO_CHECK.value)
        self.unread.hide()
        self.body.addWidget(labelled(look, ui("Expliqué en quelle langue ?"), self.language))
        self.body.addWidget(self.language)
        self.body.addWidget(self.interpreted)
        self.body.addWidget(self.unread)
        among = Flow(look)
        self.done = PlainButton(look, ui("Noter l’accord"), "check")
        for widget in (self.how, self.scope, self.done):
            among.addWidget(widget)
        self.scope.setMinimumWidth(look.dp(200))
        self.body.addLayout(among)
        self.done.clicked.connect(self._tell)
        self.language.decided.connect(self.asked)
        self.interpreted.toggled.connect(self.asked)
        self.how.decided.connect(self.asked)
        self.hide()

    @property
    def signed(self) -> bool:
        """On paper; otherwise by word."""
        return bool(self.how.value())

    def warn(self, *, binds: bool) -> None:
        """Say that a paper nobody read in this language does not suffice."""
        ui, code = self._look.ui, self.language.value()
        unread = ui(
            "La feuille dans cette langue n’a pas été relue par une personne dont c’est la langue. Seule, elle ne "
            "suffit pas : faites-la dire par un interprète et cochez la case."
        )
        alone = ui("De vive voix, il faut que quelqu’un l’ait dit dans cette langue : cochez la case si c’est le cas.")
        spoken = self.interpreted.isChecked() or code in {"", FRENCH.code}
        self.unread.setText("" if binds or spoken else unread if self.signed else alone)
        self.unread.setVisible(bool(self.unread.text()))

    def _tell(self) -> None:
        self.given.emit(
            Given(
                self._use, self.language.value(), self.interpreted.isChecked(), self.signed, self.scope.text().strip()
            )
        )


class UseCard(Card):
    """``given`` and ``revoked`` carry what to note; ``asked`` the form that asks whether its language binds."""

    given = Signal(object)
    revoked = Signal(object)
    asked = Signal(object)

    def __init__(self, look: Look, use: Use, today: date) -> None:
        super().__init__(look)
        self.use = use
        self._look, self._today = look, today
        name = look.ui(consent_wording.SHORT[use])
        self.setAccessibleName(name)
        self._badges = Flow(look, to_end=True)
        head = row(look)
        head.addWidget(Heading(look, name, 2), 1)
        head.addLayout(self._badges)
        self.body.addLayout(head)
        self.body.addWidget(Text(look, f"« {look.ui(consent_wording.USE[use]).removesuffix('.')} »", tone="soft"))
        self._now = column(look, tokens.SPACE)
        self.body.addLayout(self._now)
        self.form = GiveForm(look, use)
        self.form.given.connect(self.given)
        self.form.asked.connect(self._ask)
        deeds = Flow(look)
        self.give = PlainButton(look, look.ui("Noter un accord"), "pencil")
        self.give.setAccessibleName(look.ui("Noter un accord : %(use)s", use=name))
        self.give.clicked.connect(self._unfold)
        self._past = QuietButton(look, look.ui("Historique"), "history")
        self._past.setAccessibleName(look.ui("Historique : %(use)s", use=name))
        self._past.clicked.connect(self._recall)
        deeds.addWidget(self.give)
        deeds.addWidget(self._past)
        self.body.addLayout(deeds)
        self.body.addWidget(self.form)
        self._history = QWidget()
        self._lines = column(look, 2)
        self._history.setLayout(self._lines)
        self._history.hide()
        self.body.addWidget(self._history)

    def show_view(self, view: ConsentView) -> None:
        """As it stands today."""
        look, mine = self._look, view.of(self.use)
        standing = [one for one in mine.history if view.stands(one)]
        self._badges.clear()
        state, word = (
            (State.SETTLED, look.ui("accord donné")) if standing else (State.PLAIN, look.ui("aucun accord noté"))
        )
        self._badges.addWidget(StateBadge(look, state, word))
        clear(self._now)
        for consent in standing:
            self._now.addLayout(self._standing(consent))
        if not standing:
            nothing = look.ui("Sans accord, rien ne sort du dossier pour cela.")
            self._now.addWidget(Text(look, nothing, points=tokens.SMALL, tone="soft"))
        self.give.setText(look.ui("Noter un autre accord") if standing else look.ui("Noter un accord"))
        self.give.setVisible(not standing or self.use in SCOPED)
        if standing and self.use not in SCOPED:
            self.form.hide()
        if not self.form.language.text():
            self.form.language.set_value(view.language or FRENCH.code)
        clear(self._lines)
        for consent in mine.history:
            self._lines.addWidget(Text(look, self._said(consent), points=tokens.SMALL, tone="soft"))
        self._past.setVisible(bool(mine.history))

    def settle(self) -> None:
        """What the form said is noted."""
        self.form.hide()
        self.form.scope.clear()
        self.form.interpreted.setChecked(False)
        self.give.setFocus()

    def _standing(self, consent: Consent) -> QHBoxLayout:
        look, across = self._look, row(self._look)
        day = day_of(consent.given_on)
        since = long_date(look.texts, day, self._today) if day is not None else shown(consent.given_on)
        said = column(look, 0)
        said.addWidget(Text(look, look.ui("En vigueur depuis : %(when)s", when=since), strong=True))
        said.addWidget(Text(look, self._said(consent), points=tokens.SMALL, tone="soft"))
        across.addLayout(said, 1)
        full = look.ui("Retirer l’accord : %(use)s", use=self.accessibleName())
        away = CarryingButton(look, look.ui("Retirer l’accord"), consent, "x", name=full)
        away.carried.connect(self.revoked)
        across.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        return across

    def _unfold(self) -> None:
        self.form.setVisible(self.form.isHidden())
        if not self.form.isHidden():
            self.form.language.setFocus()
            self._ask()

    def _recall(self) -> None:
        self._history.setVisible(self._history.isHidden())

    def _ask(self) -> None:
        self.asked.emit(self.form)

    def _said(self, consent: Consent) -> str:
        ui = self._look.ui
        how = ui("signé sur la feuille") if consent.signed else ui("de vive voix")
        spoken = ui(", dit par un interprète ou un collègue") if consent.interpreted else ""
        language = spoken_languages.name(self._look.texts, consent.language)
        parts = [ui("donné le %(day)s, %(how)s", day=shown(consent.given_on), how=how)]
        parts.append(ui("expliqué en %(language)s", language=language) + spoken)
        if consent.scope:
            parts.append(consent.scope)
        if consent.revoked_on:
            parts.append(ui("retiré le %(day)s", day=shown(consent.revoked_on)))
        return "  ·  ".join(parts)
