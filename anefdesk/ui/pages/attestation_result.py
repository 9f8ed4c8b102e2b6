"""What the code of an attestation says, what it is worth, and how it stands beside the file. Used by its page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from anefdesk.domain.attestation import Compared, Filling, Match, Proposal
from anefdesk.services.attestations import AttestationView
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import Card, Line, Section, column, row
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

_BADGE = 160  # pixels before zoom
_DEPOSIT = "1"  # 6J: the mere filing of a request


def verdict_word(look: Look, view: AttestationView) -> tuple[State, str]:
    """The verdict as an icon and words."""
    return {
        "verified": (State.SETTLED, look.ui("lu et vérifié")),
        "not_verified": (State.TO_CHECK, look.ui("lu, non vérifié")),
        "false": (State.URGENT, look.ui("signature fausse")),
    }[view.judgment.verdict.value]


def verdict_sentence(look: Look, view: AttestationView) -> str:
    """Why, in a sentence or two."""
    ui, code, judgment = look.ui, view.code, view.judgment
    signed = f"{code.signed_on:%d/%m/%Y}" if code.signed_on else ""
    certificate = f"{code.authority} {code.certificate}"
    return {
        "": ui(
            "La signature est celle de %(signer)s, le %(day)s : rien n’a été changé depuis. Elle ne dit pas si les "
            "droits durent encore.", signer=judgment.signer, day=signed,
        ),
        "no_certificate": ui(
            "Le certificat %(certificate)s n’est pas sur ce poste : le code a pu être changé. Comparez-le avec ce qui "
            "est imprimé.", certificate=certificate,
        ),
        "validity": ui(
            "La signature est juste, mais le certificat %(certificate)s n’était pas valable le jour de la signature.",
            certificate=certificate,
        ),
        "undated": ui("La signature est juste, mais le code ne dit pas quel jour il a été signé."),
        "issuer": ui(
            "La signature est juste, mais l’autorité %(authority)s n’a pas donné ce certificat.",
            authority=code.authority,
        ),
        "signature": ui(
            "Le code a été changé après sa signature, ou il ne vient pas de l’administration. Rien n’en est repris."
        ),
        "unsigned": ui("Ce code n’a pas de signature lisible. Rien n’en est repris."),
    }[judgment.reason]  # fmt: skip


class _Tick(QWidget):
    """A box whose words go to the next line: Qt's own would make the page wider."""

    def __init__(self, look: Look, words: str, *, ticked: bool) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.box.setChecked(ticked)
        self.box.setMinimumHeight(look.dp(tokens.ROW))
        self._words = Text(look, words)
        self._words.setBuddy(self.box)
        across = row(look)
        self.setLayout(across)
        across.addWidget(self.box)
        across.addWidget(self._words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A press on the words is a press on the box."""
        if self._words.geometry().contains(event.position().toPoint()):
            self.box.toggle()


class CompareLine(QWidget):
    """One field: the code, the file, and the word of it."""

    def __init__(self, look: Look, line: Compared) -> None:
        super().__init__()
        ui = look.ui
        state, word = {
            Match.AGREES: (State.SETTLED, ui("concorde")),
            Match.DIFFERS: (State.URGENT, ui("diffère")),
            Match.UNKNOWN: (State.PLAIN, ui("absent du dossier")),
        }[line.match]
        across = Bending(look, self)
        self.setLayout(across)
        across.addWidget(_cell(Text(look, line.field.name, strong=True)), 3)
        cut = ui("%(value)s… (coupé par l’émetteur)", value=line.theirs) if line.field.cut else line.theirs
        across.addWidget(_cell(Text(look, ui("code : %(value)s", value=cut))), 3)
        mine = ui("dossier : %(value)s", value=line.mine) if line.mine else ""
        across.addWidget(_cell(Text(look, mine, tone="soft")), 3)
        badge = QWidget()
        held = row(look)
        badge.setLayout(held)
        held.addWidget(StateBadge(look, state, word))
        held.addStretch(1)
        badge.setMinimumWidth(look.dp(_BADGE))  # columns stand under one another
        across.addWidget(badge)
        self.setAccessibleName(f"{line.field.name} : {word}")


def _cell(text: Text) -> Text:
    """As wide as the others of its column, whatever it says."""
    text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return text


class AttestationResult(Card):
    """``taken`` carries the fillings ticked when the button is pressed."""

    taken = Signal(object)

    def __init__(self, look: Look, view: AttestationView) -> None:
        super().__init__(look)
        self._look, self.view = look, view
        ui, code, body = look.ui, view.code, self.body
        body.addWidget(Heading(look, view.title, 2))
        self.verdict = StateBadge(look, *verdict_word(look, view))
        body.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignLeading)
        body.addWidget(Text(look, verdict_sentence(look, view)))
        kind = code.get("6J")
        if kind is not None and kind.raw == _DEPOSIT:
            body.addWidget(
                Text(look, ui("Une attestation de dépôt ne prouve pas, seule, le droit au séjour."), tone="soon")
            )
        issued = f"{code.issued_on:%d/%m/%Y}" if code.issued_on else ui("non datée")
        about = ui(
            "Émise le : %(issued)s · certificat %(certificate)s · page %(page)s",
            issued=issued, certificate=f"{code.authority} {code.certificate}", page=view.page,
        )  # fmt: skip
        body.addWidget(Text(look, about, points=tokens.SMALL, tone="soft"))
        if (allowed := code.get("6P")) is not None:
            body.addWidget(
                Text(look, ui("%(name)s : %(value)s", name=allowed.name, value=allowed.shown()), strong=True)
            )
        for line in view.lines:
            body.addWidget(Line(look))
            body.addWidget(CompareLine(look, line))
        self._rest()
        self.boxes: dict[Filling, QCheckBox] = {}
        self._propose()

    def _rest(self) -> None:
        if not self.view.rest:
            return
        look = self._look
        note = look.ui_n("%(n)s champ", "%(n)s champs", len(self.view.rest), n=len(self.view.rest))
        section = Section(look, look.ui("Le reste du code"), open_=False, note=note)
        for name, value in self.view.rest:
            section.body.addWidget(Text(look, look.ui("%(name)s : %(value)s", name=name, value=value)))
        self.body.addWidget(section)

    def _propose(self) -> None:
        look, ui = self._look, self._look.ui
        if not self.view.proposals:
            return
        self.body.addWidget(Line(look))
        self.body.addWidget(Heading(look, ui("À noter au dossier ?"), 3))
        down = column(look)
        for proposal in self.view.proposals:
            # Somebody else's paper, perhaps, when anything differs: then each is ticked by hand.
            tick = _Tick(look, self._words(proposal), ticked=not self.view.differing)
            self.boxes[proposal.filling] = tick.box
            down.addWidget(tick)
        self.body.addLayout(down)
        self.take_button = PrimaryButton(look, ui("Noter ce qui est coché"), "check")
        self.take_button.clicked.connect(self._take)
        self.body.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignLeading)

    def _words(self, proposal: Proposal) -> str:
        ui = self._look.ui
        on, until = (f"{day:%d/%m/%Y}" if day else "" for day in (proposal.on, proposal.until))
        if proposal.filling is Filling.FOREIGNER_NUMBER:
            return ui("Numéro étranger : %(number)s", number=proposal.value)
        if proposal.filling is Filling.REQUEST_NUMBER:
            return ui("Numéro de demande : %(number)s", number=proposal.value)
        if proposal.filling is Filling.FILED:
            return ui("Demande déposée le %(day)s", day=on)
        paper = (
            ui("Attestation de prolongation d’instruction")
            if proposal.permit == "api"
            else ui("Attestation de décision favorable")
        )
        if until:
            return ui("%(paper)s, du %(start)s au %(end)s", paper=paper, start=on, end=until)
        return ui("%(paper)s, émise le %(start)s", paper=paper, start=on)

    def _take(self) -> None:
        self.take_button.setEnabled(False)
        self.taken.emit(frozenset(filling for filling, box in self.boxes.items() if box.isChecked()))
