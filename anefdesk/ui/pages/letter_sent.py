"""A frozen letter: when and by whom, its fingerprint, how it went, what came of it. For its page."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.blockage import Reply
from anefdesk.domain.letter import Letter, Sending
from anefdesk.services.letter_views import LetterState
from anefdesk.ui import blockage_words, tokens
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages import letter_words
from anefdesk.ui.pages.letter_reading import Answered, Seen, Sent
from anefdesk.ui.spoken_dates import long_date, moment
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, clear, column
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text, labelled

_LETTERS, _LONGEST = 24, 200


class _Form(Card):
    """A day, then what is told of it, one under another."""

    def __init__(self, look: Look, title: str, today: date) -> None:
        super().__init__(look, title, kind="sunken")
        self._look = look
        self.day = DateField(look, look.ui("Le"), today)
        self.put(look.ui("Le"), self.day, self.day.line)
        self.day.set_iso(today.isoformat())
        self.wrong = Text(look, points=tokens.SMALL, tone="urgent")
        self.wrong.hide()

    def put(self, name: str, field: QWidget, target: QWidget | None = None) -> None:
        """One more thing to say."""
        if isinstance(field, Choice):
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(_LETTERS)
        inside = column(self._look, 2)
        inside.addWidget(labelled(self._look, name, target or field))
        inside.addWidget(field)
        self.body.addLayout(inside)

    def close_up(self, button: PlainButton) -> None:
        """Nothing more: the button."""
        self.body.addWidget(self.wrong)
        deeds = Flow(self._look)
        deeds.addWidget(button)
        self.body.addLayout(deeds)
        self.done = button
        button.clicked.connect(self._tell)

    def refuse(self, words: str) -> None:
        """Why it was not kept."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _day(self) -> date | None:
        day = self.day.day()
        if day is None:
            self.refuse(self._look.ui("Écrivez le jour, le mois, l’année."))
            self.day.line.setFocus()
        return day

    def _tell(self) -> None:
        raise NotImplementedError


class SentForm(_Form):
    """``sent`` carries what was noted."""

    sent = Signal(object)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, look.ui("Envoyée"), today)
        options = [(one, look.ui(word)) for one, word in letter_words.SENDING.items()]
        self.how = Choice(look, look.ui(FIELD[Letter]["sending"]), options)
        self.reference = QLineEdit()
        self.reference.setFont(look.font())
        self.reference.setMaxLength(_LONGEST)
        self.proof = Choice(look, look.ui("Preuve de l’envoi"), [(None, look.ui("aucune pour l’instant"))])
        self.put(look.ui(FIELD[Letter]["sending"]), self.how)
        self.put(look.ui("Numéro du recommandé, du reçu ou de la demande"), self.reference)
        self.put(look.ui("Preuve de l’envoi (pièce ou capture du dossier)"), self.proof)
        self.close_up(PrimaryButton(look, look.ui("Noter l’envoi"), "mail"))
        self.how.decided.connect(self._turn)

    def begin(self, seen: Seen) -> None:
        """What the letter and the file offer."""
        registered = seen.view is not None and seen.view.template.registered
        if self.how.currentIndex() <= 0:
            self.how.set_value(Sending.REGISTERED if registered else Sending.MAIL)
        held = self.proof.value()
        self.proof.set_options([(None, self._look.ui("aucune pour l’instant")), *seen.proofs])
        self.proof.set_value(held)

    def _turn(self, _how: object) -> None:
        kept = self.how.value() is Sending.NOT_SENT
        self.done.setText(self._look.ui("Noter qu’elle ne partira pas") if kept else self._look.ui("Noter l’envoi"))

    def _tell(self) -> None:
        day = self._day()
        if day is not None:
            self.sent.emit(Sent(day, self.how.value(), self.reference.text().strip(), self.proof.value()))


class AnsweredForm(_Form):
    """``answered`` carries what came."""

    answered = Signal(object)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, look.ui("Réponse reçue"), today)
        options = [(one, look.ui(word)) for one, word in blockage_words.REPLY.items() if one is not Reply.WAITING]
        self.reply = Choice(look, look.ui(FIELD[Letter]["reply"]), options)
        self.reply.setPlaceholderText(look.ui("Choisissez"))
        self.reply.set_value(None)
        self.put(look.ui(FIELD[Letter]["reply"]), self.reply)
        self.close_up(PrimaryButton(look, look.ui("Noter la réponse"), "message-2"))

    def _tell(self) -> None:
        day = self._day()
        if self.reply.value() is None:
            self.refuse(self._look.ui("Choisissez ce qui est venu, ou « sans réponse »."))
            self.reply.setFocus()
        elif day is not None:
            self.answered.emit(Answered(day, self.reply.value()))


class Issued(QWidget):
    """What is known of a letter that no longer changes, and what is told of it next."""

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look, self._today = look, today
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.dp(tokens.PADDING))
        self.frozen = Card(look, look.ui("Lettre figée"))
        self._badges = Flow(look)
        self._facts = column(look, tokens.SPACE)
        self.frozen.body.addLayout(self._badges)
        self.frozen.body.addLayout(self._facts)
        self.sent, self.answered = SentForm(look, today), AnsweredForm(look, today)
        for widget in (self.frozen, self.sent, self.answered):
            down.addWidget(widget)

    def show_seen(self, seen: Seen) -> None:
        """As it stands."""
        look, line, letter = self._look, seen.line, seen.line.letter
        state, word = letter_words.STAND[line.state]
        self._badges.clear()
        self._badges.addWidget(StateBadge(look, state, look.ui(word)))
        if letter.project:
            self._badges.addWidget(StateBadge(look, State.TO_CHECK, look.ui("projet")))
        clear(self._facts)
        for text in self._said(seen):
            self._facts.addWidget(Text(look, text))
        whole = letter.sha256.hex()
        groups = " ".join(whole[at : at + 8] for at in range(0, len(whole), 8))
        print_ = Text(look, look.ui("Empreinte SHA-256 : %(print)s", print=groups), points=tokens.SMALL, tone="soft")
        self._facts.addWidget(print_)
        self.sent.setVisible(line.state in {LetterState.ISSUED, LetterState.KEPT} and not letter.project)
        self.answered.setVisible(line.state in {LetterState.SENT, LetterState.LATE})
        self.sent.begin(seen)

    def _said(self, seen: Seen) -> list[str]:
        look, line, letter = self._look, seen.line, seen.line.letter
        day = long_date(look.texts, date.fromisoformat(letter.issued_on), self._today)
        said = [look.ui("Figée : %(day)s", day=day)]
        if seen.writer is not None:
            said.append(look.ui("Par %(who)s, %(when)s", who=seen.writer.label, when=moment(seen.writer.wall_ms)))
        if letter.project:
            said.append(look.ui("C’est un projet : une citation attend sa relecture. Il ne peut pas être envoyé."))
        if letter.sent_on and letter.sending is not None:
            sent = long_date(look.texts, date.fromisoformat(letter.sent_on), self._today)
            said.append(
                look.ui("Envoyée %(how)s : %(day)s", how=look.ui(letter_words.SENDING[letter.sending]), day=sent)
            )
        if letter.reference:
            said.append(look.ui("Référence : %(number)s", number=letter.reference))
        proof = next((title for one, title in seen.proofs if one == letter.proof), "")
        if proof:
            said.append(look.ui("Preuve de l’envoi : %(what)s", what=proof))
        if line.due is not None:
            said.append(look.ui("Réponse attendue : %(day)s", day=long_date(look.texts, line.due, self._today)))
        if letter.replied_on:
            replied = long_date(look.texts, date.fromisoformat(letter.replied_on), self._today)
            word = look.ui(blockage_words.REPLY[letter.reply])
            said.append(look.ui("Réponse : %(what)s, %(day)s", what=word, day=replied))
        return said
