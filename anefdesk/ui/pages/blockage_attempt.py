"""The lines that say one try: when, by which way, what the screen or the person said, on what device.

Used by the form that reports a blockage and by its page, which adds tries.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.blockage import Answered, Means
from anefdesk.ui import blockage_words, devices, tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.quoted_words import QuotedWords
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.texts import labelled

_HOUR = re.compile(r"(\d{1,2})\s*[:hH.]\s*(\d{2})?")
_LABEL, _SHORT, _WIDE, _DAY = 190, 84, 240, 230  # pixels before zoom
_LONGEST, _LETTERS = 200, 20  # characters
_ASKED = frozenset({Means.CALL, Means.FORM, Means.POINT, Means.COUNTER})  # somebody may answer there
_HOURS, _MINUTES = 24, 60


@dataclass(frozen=True, slots=True)
class Tools:
    """The device and the browser last said on this PC, and the blockages last reported on it, by their codes."""

    device: str = devices.THIS
    browser: str = devices.FIRST_BROWSER
    codes: tuple[str, ...] = ()  # the last one first


def form_line(look: Look, around: QWidget, name: str, field: QWidget, target: QWidget | None = None) -> Bending:
    """A name and its field on one line while the page has room, else one under the other."""
    line = Bending(look, around)
    label = labelled(look, name, target or field)
    label.setContentsMargins(0, look.dp(tokens.GAP), 0, 0)
    line.add_aside(label, _LABEL)
    line.setAlignment(label, Qt.AlignmentFlag.AlignTop)
    line.addWidget(field, 1)
    return line


def hour(text: str) -> str | None:
    """« 10h42 » as « 10:42 »; empty when nothing is said, None when it is no hour."""
    if not text.strip():
        return ""
    found = _HOUR.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return f"{hours:02}:{minutes:02}" if hours < _HOURS and minutes < _MINUTES else None


class AttemptFields(QWidget):
    """``body`` holds the lines; ``brought`` carries pictures pasted among the words."""

    brought = Signal(object)

    def __init__(self, look: Look, today: date, tools: Tools, means: Means = Means.SITE) -> None:
        super().__init__()
        self._today = today
        ui = look.ui
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(look.dp(tokens.GAP))
        self.day = DateField(look, ui("Quand ?"), today)
        self.at = QLineEdit()
        self.at.setAccessibleName(ui("Heure"))
        self.at.setPlaceholderText(ui("hh:mm"))
        self.at.setFixedWidth(look.dp(_SHORT))
        self.at.setMaxLength(8)
        self.said = QuotedWords(
            look, ui("Ce que dit l’écran"), ui("Les mots exacts, avec le code d’erreur s’il y en a")
        )
        self.said.brought.connect(self.brought)
        self.means = Choice(look, ui("Par où ?"), [(one, ui(words)) for one, words in blockage_words.MEANS.items()])
        self.device = Choice(look, ui("Appareil"), devices.devices(look))
        self.browser = Choice(look, ui("Navigateur"), devices.browsers(look))
        self.answered = Choice(
            look, ui("Quelqu’un a-t-il répondu ?"), [(one, ui(text)) for one, text in blockage_words.ANSWERED.items()]
        )
        self.reference = QLineEdit()
        self.reference.setAccessibleName(ui("Numéro ou référence donnés"))
        self.reference.setPlaceholderText(ui("Numéro ou référence donnés"))
        self.address = QLineEdit()
        self.address.setAccessibleName(ui("Adresse de la page"))
        self.address.setPlaceholderText(ui("Adresse de la page"))
        for line in (self.reference, self.address):
            line.setMaxLength(_LONGEST)
            line.setFixedWidth(look.dp(_WIDE))
        when = QWidget()
        across = Bending(look, self, tokens.SMALL_PAGE)
        when.setLayout(across)
        self.day.setMinimumWidth(look.dp(_DAY))
        for field in (self.day, self.at):
            across.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        across.addStretch(1)
        tried = QWidget()
        among = Flow(look)
        tried.setLayout(among)
        for choice in (self.means, self.device, self.browser, self.answered, self.reference, self.address):
            among.addWidget(choice)
            if isinstance(choice, Choice):
                choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                choice.setMinimumContentsLength(_LETTERS)
        self.body.addLayout(form_line(look, self, ui("Quand ?"), when, self.day.line))
        self.body.addLayout(form_line(look, self, ui("Ce que dit l’écran"), self.said))
        self.body.addLayout(form_line(look, self, ui("Par où ?"), tried, self.means))
        self.means.decided.connect(self._turn)
        self.begin(tools, means)

    def begin(self, tools: Tools, means: Means) -> None:
        """A fresh try: today, now, with what this PC said last."""
        self._tools = tools
        self.day.set_iso(self._today.isoformat())
        self.at.setText(f"{datetime.now().astimezone():%H:%M}")
        self.said.clear()
        self.reference.clear()
        self.address.clear()
        self.device.set_value(tools.device)
        self.browser.set_value(tools.browser)
        self.answered.set_value(Answered.UNKNOWN)
        self.means.set_value(means)
        self._turn(means)

    def _turn(self, _means: object) -> None:
        means = self.means.value()
        for field in (self.device, self.browser, self.address):
            field.setVisible(means is Means.SITE)
        self.answered.setVisible(means in _ASKED)
        self.reference.setVisible(means is not Means.SITE)

    @property
    def tools(self) -> Tools:
        """What to remember of this PC."""
        device, browser = self.device.value(), self.browser.value()
        return replace(self._tools, device=device or devices.THIS, browser=browser or devices.FIRST_BROWSER)

    def wrong(self) -> QWidget | None:
        """The first field that does not say what it should."""
        if self.day.day() is None:
            return self.day.line
        return self.at if hour(self.at.text()) is None else None

    def values(self) -> dict[str, object]:
        """The fields of an ``Attempt``, by name."""
        means: Means = self.means.value()
        site, asked = means is Means.SITE, means in _ASKED
        return {
            "means": means,
            "on": self.day.iso(),
            "at": hour(self.at.text()) or "",
            "said": self.said.toPlainText(),
            "device": devices.device_words(self.device.value()) if site else "",
            "browser": devices.browser_words(self.browser.value()) if site else "",
            "address": self.address.text() if site else "",
            "reference": "" if site else self.reference.text(),
            "answered": self.answered.value() if asked else Answered.UNKNOWN,
        }

    def kept(self) -> dict[str, str]:
        """What was typed, for a draft; nothing while there are no words."""
        typed = {
            "said": self.said.toPlainText(),
            "reference": self.reference.text(),
            "address": self.address.text(),
        }
        found = {name: text for name, text in typed.items() if text.strip()}
        if found:
            found |= {"on": self.day.line.text(), "at": self.at.text(), "means": self.means.value().value}
        return found

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft."""
        if "means" in fields:
            self.means.set_value(Means(fields["means"]))
            self._turn(None)
        for name, line in (("on", self.day.line), ("at", self.at)):
            if name in fields:
                line.setText(fields[name])
        self.said.setPlainText(fields.get("said", ""))
        self.reference.setText(fields.get("reference", ""))
        self.address.setText(fields.get("address", ""))
