"""The form of one event of the legal clock: five lines at most, those that this kind of event needs. For the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.ui import clock_words, tokens
from anefdesk.ui.errors import explain
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.clock_hour import hour_of
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.grouped_choice import GroupedChoice
from anefdesk.ui.widgets.texts import Heading, Text, labelled

_FIELD_OF = {"event.no_hour": "at", "event.of": "of", "event.kind": "kind", "text.too_long": "remark"}  # else the day
_NO_ID = ObjectId(b"")
_LETTERS = 22  # of a démarche, shown before it is unfolded


class EventForm(Card):
    """``noted`` carries the event before, or None, and after. What is typed stays until the deed is done."""

    noted = Signal(object, object)
    turned = Signal(int)  # 1 when it opens, 0 when it closes

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, kind="sunken")
        self._look = look
        self._before: LegalEvent | None = None
        self._pairs: dict[str, tuple[QWidget, Text, Text]] = {}
        self._heading = Heading(look, "", 3)
        self.body.addWidget(self._heading)
        ui = look.ui
        stages = [
            (ui(stage), [(kind, ui(clock_words.EVENT[kind])) for kind in kinds]) for stage, kinds in clock_words.STAGES
        ]
        self.kind = GroupedChoice(look, ui(FIELD[LegalEvent]["kind"]), stages)
        self.day = DateField(look, ui(FIELD[LegalEvent]["on"]), today)
        self.hour = QLineEdit()
        self.hour.setPlaceholderText("16:40")
        self.hour.setMaximumWidth(look.dp(120))
        self.until = DateField(look, ui(FIELD[LegalEvent]["until"]), today)
        self.of = Choice(
            look, ui("Quel recours ?"), [(kind, ui(clock_words.EVENT[kind])) for kind in clock_words.WHICH_APPEAL]
        )
        self.demarche = Choice(look, ui("Démarche"), [(None, ui("la personne en général"))])
        self.demarche.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.demarche.setMinimumContentsLength(_LETTERS)
        self.remark = QLineEdit()
        fields = Flow(look, gap=tokens.PADDING, top=True)
        for name, words, field, line in (
            ("kind", ui(FIELD[LegalEvent]["kind"]), self.kind, self.kind),
            ("on", ui(FIELD[LegalEvent]["on"]), self.day, self.day.line),
            ("at", ui(FIELD[LegalEvent]["at"]), self.hour, self.hour),
            ("until", ui(FIELD[LegalEvent]["until"]), self.until, self.until.line),
            ("of", ui("Quel recours ?"), self.of, self.of),
            ("demarche", ui("Démarche"), self.demarche, self.demarche),
            ("remark", ui("Remarque"), self.remark, self.remark),
        ):
            fields.addWidget(self._pair(name, words, field, line))
        self.remark.setMinimumWidth(look.dp(200))
        self.body.addLayout(fields)
        self.body.addWidget(
            Text(
                look,
                ui("La naissance et la fin du titre se notent dans le dossier : elles sont lues là."),
                points=tokens.SMALL,
                tone="soft",
            )
        )
        deeds = Flow(look)
        self.save = PrimaryButton(look, ui("Enregistrer l’événement"), "check")
        self.save.clicked.connect(self._tell)
        close = QuietButton(look, ui("Fermer"))
        close.clicked.connect(self.close_form)
        deeds.addWidget(self.save)
        deeds.addWidget(close)
        self.body.addLayout(deeds)
        for line in (self.day.line, self.hour, self.until.line, self.remark):
            line.returnPressed.connect(self._tell)
        self.kind.currentIndexChanged.connect(self._fit)
        self.hide()

    def _pair(self, name: str, words: str, field: QWidget, line: QWidget) -> QWidget:
        pair = QWidget()
        down = QVBoxLayout(pair)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(self._look.dp(2))
        label = labelled(self._look, words, line)
        label.setWordWrap(False)
        wrong = Text(self._look, points=tokens.SMALL, strong=True, tone="urgent")
        wrong.setMaximumWidth(self._look.dp(280))
        wrong.hide()
        for widget in (label, field, wrong):
            down.addWidget(widget)
        self._pairs[name] = pair, label, wrong
        return pair

    def know(self, demarches: Sequence[tuple[ObjectId, str]]) -> None:
        """The démarches an event may belong to."""
        kept = self.demarche.value()
        options: list[tuple[ObjectId | None, str]] = [(None, self._look.ui("la personne en général")), *demarches]
        self.demarche.set_options(options)
        self.demarche.set_value(kept)
        self._fit()

    def open(self, event: LegalEvent | None = None) -> None:
        """For a new event, or to correct one; a new one being typed stays."""
        ui = self._look.ui
        self._before = event
        self._heading.setText(ui("Corriger l’événement") if event else ui("Noter un événement"))
        if event is not None or self.isHidden():
            self._fill(event or LegalEvent(id=_NO_ID))
        self.show()
        self.turned.emit(1)
        self._quiet()
        self._fit()
        self.kind.setFocus()

    def _fill(self, event: LegalEvent) -> None:
        self.kind.set_value(event.kind)
        self.day.set_iso(event.on)
        self.hour.setText(event.at)
        self.until.set_iso(event.until)
        self.of.set_value(event.of or clock_words.WHICH_APPEAL[0])
        self.demarche.set_value(ObjectId(event.demarche) if event.demarche else None)
        self.remark.setText(event.remark)

    def close_form(self) -> None:
        """Away with it, and with what was typed."""
        self._before = None
        self._fill(LegalEvent(id=_NO_ID))
        self.hide()
        self.turned.emit(0)

    def _fit(self) -> None:
        """Only the lines that this kind needs."""
        kind = self.kind.value()
        for name, needed in (
            ("at", kind in clock_words.BY_HOUR),
            ("until", kind in clock_words.UNTIL),
            ("of", kind is EventKind.APPEAL_REJECTED),
            ("demarche", self.demarche.count() > 1),
        ):
            self._pairs[name][0].setVisible(needed)
        if kind in clock_words.UNTIL:
            words = self._look.ui(clock_words.UNTIL[kind])
            self._pairs["until"][1].setText(words)
            self.until.line.setAccessibleName(words)

    def _quiet(self) -> None:
        for _, _, wrong in self._pairs.values():
            wrong.hide()

    def _refuse(self, name: str, words: str) -> None:
        wrong = self._pairs[name][2]
        wrong.setText(words)
        wrong.show()
        field = {
            "kind": self.kind, "at": self.hour, "of": self.of, "until": self.until, "remark": self.remark,
        }.get(name, self.day)  # fmt: skip
        field.setFocus()

    def refuse(self, error: AnefdeskError) -> None:
        """Say beside its field why the event was not kept."""
        told = explain(error, self._look.texts)
        about = "until" if error.params.get("reason") == "until" else _FIELD_OF.get(error.code, "on")
        self._refuse(about, " ".join(filter(None, (told.what, told.todo))))

    def _tell(self) -> None:
        self._quiet()
        kind, hour = self.kind.value(), hour_of(self.hour.text())
        if not isinstance(kind, EventKind):
            self._refuse("kind", self._look.ui("Choisissez ce qui s’est passé."))
        elif not self.day.iso():
            self._refuse("on", self._look.ui("Écrivez le jour, le mois, l’année."))
        elif kind in clock_words.BY_HOUR and hour is None:
            self._refuse("at", self._look.ui("Écrivez l’heure comme 16:40."))
        elif kind in clock_words.UNTIL and not self.until.valid():
            self._refuse("until", self._look.ui("Écrivez le jour, le mois, l’année."))
        else:
            before = self._before
            after = replace(
                before or LegalEvent(id=_NO_ID),
                kind=kind,
                on=self.day.iso(),
                at=(hour or "") if kind in clock_words.BY_HOUR else "",
                until=self.until.iso() if kind in clock_words.UNTIL else "",
                of=self.of.value() if kind is EventKind.APPEAL_REJECTED else None,
                demarche=self.demarche.value(),
                remark=self.remark.text(),
            )
            self.noted.emit(before, after)

    def kept(self) -> dict[str, str]:
        """What is typed and not noted yet."""
        if self.isHidden():
            return {}
        kind, of, demarche = self.kind.value(), self.of.value(), self.demarche.value()
        typed = {
            "kind": kind.value if isinstance(kind, EventKind) else "",
            "on": self.day.line.text(),
            "at": self.hour.text(),
            "until": self.until.line.text(),
            "remark": self.remark.text(),
        }
        found = {name: text for name, text in typed.items() if text.strip()}
        if found:
            found |= {"of": of.value if of else "", "demarche": demarche.hex() if demarche else ""}
            found |= {"before": self._before.id.hex()} if self._before else {}
        return found

    def put_back(self, fields: Mapping[str, str], events: Sequence[LegalEvent]) -> None:
        """The same from a draft; a correction finds its event again if it is still there."""
        wanted = fields.get("before", "")
        before = next((event for event in events if wanted and event.id.hex() == wanted), None)
        self.open(before)
        kinds = {kind.value: kind for kind in EventKind}
        self.kind.set_value(kinds.get(fields.get("kind", "")))
        self.day.line.setText(fields.get("on", ""))
        self.hour.setText(fields.get("at", ""))
        self.until.line.setText(fields.get("until", ""))
        self.of.set_value(kinds.get(fields.get("of", "")) or clock_words.WHICH_APPEAL[0])
        demarche = fields.get("demarche", "")
        self.demarche.set_value(ObjectId(bytes.fromhex(demarche)) if demarche else None)
        self.remark.setText(fields.get("remark", ""))
        self._fit()
