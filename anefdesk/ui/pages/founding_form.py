"""What founding an organisation asks, and the rules that hold for all of it; these are also those of a later change."""

from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from anefdesk.services.sync.founding import HubAddress
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.hub_fields import HubFields
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.texts import Text, labelled

LEASE = 60  # days
_LEASES = (7, 14, 30, LEASE, 90, 180, 365)


class Rules(QWidget):
    """Whether the head office reads files, and for how long a PC may stay without contact."""

    def __init__(self, look: Look, *, opens_cases: bool = False, lease_days: int = LEASE) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.GAP))
        self._reads = QButtonGroup(self)
        for number, (name, told) in enumerate(
            (
                (
                    look.ui("Le siège reçoit les chiffres seulement"),
                    look.ui("Des totaux, sans nom. Il n’ouvre aucun dossier, et ne pourrait pas en rendre un."),
                ),
                (
                    look.ui("Le siège peut aussi ouvrir les dossiers"),
                    look.ui(
                        "Les postes désignés au siège ouvrent les dossiers de tous les centres, et peuvent les rendre "
                        "à un centre qui a tout perdu. Dites-le aux personnes accueillies."
                    ),
                ),
            )
        ):
            button = QRadioButton(name)
            button.setChecked(number == int(opens_cases))
            button.setAccessibleDescription(told)
            self._reads.addButton(button, number)
            inside.addWidget(button)
            inside.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        self._lease = QComboBox()
        for days in sorted({*_LEASES, lease_days}):
            self._lease.addItem(look.ui_n("%(n)d jour", "%(n)d jours", days), days)
        self._lease.setCurrentIndex(self._lease.findData(lease_days))
        self._lease.setMaximumWidth(look.dp(160))
        inside.addWidget(labelled(look, look.ui("Temps qu’un poste peut rester sans contact"), self._lease))
        inside.addWidget(self._lease)
        more = look.ui("Passé ce délai, un poste ne fait plus que lire, jusqu’à son prochain échange.")
        inside.addWidget(Text(look, more, points=tokens.SMALL, tone="soft"))

    @property
    def opens_cases(self) -> bool:
        """Whether the head office reads files."""
        return self._reads.checkedId() == 1

    @property
    def lease_days(self) -> int:
        """How many days without contact."""
        return int(self._lease.currentData())


class FoundingForm(QWidget):
    """``rules``: whether they may still be chosen."""

    def __init__(
        self, look: Look, jobs: Jobs, *, pc: str = "", hub: HubAddress | None = None, rules: bool = True
    ) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.PADDING))
        card = Card(look, look.ui("Ce poste et le serveur"))
        self._pc = QLineEdit(pc)
        self._pc.setMaxLength(40)
        self._pc.setPlaceholderText(look.ui("Accueil, bureau 2…"))
        card.body.addWidget(labelled(look, look.ui("Nom de ce poste"), self._pc))
        card.body.addWidget(self._pc)
        self._hub = HubFields(look, jobs, hub)
        card.body.addWidget(self._hub)
        inside.addWidget(card)
        self._rules = Rules(look)
        if rules:
            second = Card(look, look.ui("Les règles de l’organisation"))
            second.body.addWidget(self._rules)
            inside.addWidget(second)
        else:
            self._rules.setParent(self)
            self._rules.hide()
        self.setFocusProxy(self._pc)

    @property
    def pc(self) -> str:
        """What this PC is called."""
        return self._pc.text().strip()

    @property
    def hub(self) -> HubAddress | None:
        """The server, if there is one."""
        return self._hub.address

    @property
    def opens_cases(self) -> bool:
        """Whether the head office reads files."""
        return self._rules.opens_cases

    @property
    def lease_days(self) -> int:
        """How many days a PC may stay without contact."""
        return self._rules.lease_days

    def missing(self) -> QWidget | None:
        """The first field that must be filled."""
        return self._hub.missing() if self.pc else self._pc
