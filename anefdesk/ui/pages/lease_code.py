"""The code that an admin reads out on the telephone to a PC that is without contact. Used by the page of the lease."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from anefdesk.i18n.isolates import isolate
from anefdesk.services.session import Session
from anefdesk.services.sync.lease import PROLONGED
from anefdesk.services.sync.organisation import DeviceLine
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text, labelled


class CodeSection(Card):
    """Choose a PC, and read out."""

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__(look, look.ui("Donner un code à un autre poste"))
        self._look, self._jobs, self._session = look, jobs, session
        self._devices: tuple[DeviceLine, ...] = ()
        self.choice = QComboBox()
        self.choice.setMinimumContentsLength(12)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumWidth(min(look.dp(280), 420))
        self.choice.currentIndexChanged.connect(self._hide)
        self.make = PlainButton(look, look.ui("Montrer le code"), "key")
        self.make.clicked.connect(self._ask)
        self._none = Text(look, look.ui("L’organisation n’a pas d’autre poste."), tone="soft")
        self.code = Text(look, points=tokens.DISPLAY, strong=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._more = Text(
            look,
            look.ui_n(
                "À lire de vive voix, à quelqu’un que vous reconnaissez. Il vaut pour ce poste seul, se tape dans la "
                "semaine et donne %(n)d jour à compter d’aujourd’hui.",
                "À lire de vive voix, à quelqu’un que vous reconnaissez. Il vaut pour ce poste seul, se tape dans la "
                "semaine et donne %(n)d jours à compter d’aujourd’hui.",
                PROLONGED,
            ),
            points=tokens.SMALL,
            tone="soft",
        )
        self.message = InlineMessage(look)
        across = Flow(look)
        across.addWidget(self.choice)
        across.addWidget(self.make)
        self._name = labelled(look, look.ui("Pour quel poste ?"), self.choice)
        self.body.addWidget(self._name)
        self.body.addLayout(across)
        for widget in (self._none, self.code, self._more, self.message):
            self.body.addWidget(widget)
        self._hide()

    def show_devices(self, devices: tuple[DeviceLine, ...]) -> None:
        """The PCs that may be chosen; the choice stays while they are the same."""
        if devices != self._devices:
            self._devices = devices
            self.choice.clear()
            self.choice.addItems([pc_words(one) for one in devices])
        for widget in (self._name, self.choice, self.make):
            widget.setVisible(bool(devices))
        self._none.setVisible(not devices)

    def _hide(self) -> None:
        self.code.hide()
        self._more.hide()
        self.message.quiet()

    def _ask(self) -> None:
        device = self._devices[self.choice.currentIndex()].device
        self._jobs.desk(_code, self._session, device, owner=self, then=self._show, failed=self.message.show_error)

    def _show(self, code: str) -> None:
        self.code.setText(code)
        self.code.setAccessibleName(self._look.ui("Le code, lettre par lettre : %(code)s", code=" ".join(code)))
        self.code.show()
        self._more.show()


def pc_words(one: DeviceLine) -> str:
    """« Accueil », Centre de Lyon."""
    return f"« {isolate(one.label)} », {isolate(one.centre)}"


def _code(session: Session, device: bytes) -> str:
    return session.belonging().lease_code(device)
