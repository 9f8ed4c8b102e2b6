"""The form of sharing: to whom, with or without handing over, on which agreement, and what leaves, line by line."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QRadioButton

from anefdesk.domain.partial_date import day_of
from anefdesk.services.sync.sharing import SharingView
from anefdesk.ui import sharing_words, tokens
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.frames import Card, clear, column
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text, labelled


class ShareForm(Card):
    """``wanted`` carries to whom and whether it is handed over; ``agreements``: the person must be asked first."""

    wanted = Signal(object, int)
    agreements = Signal()

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look)
        self._look, self._today = look, today
        ui = look.ui
        self.to = Choice(look, ui("À qui ?"), [])
        self.to.decided.connect(self._say)
        self.body.addWidget(labelled(look, ui("À qui ?"), self.to))
        self.body.addWidget(self.to, 0, Qt.AlignmentFlag.AlignLeading)
        self.shared = QRadioButton(ui("Partager : les deux centres suivent la personne"))
        self.handed = QRadioButton(ui("Transmettre : l’autre centre prend la suite"))
        self.shared.setChecked(True)
        for choice in (self.shared, self.handed):
            choice.setFont(look.font())
            choice.toggled.connect(self._say)
            self.body.addWidget(choice)
        self._means = Text(look, points=tokens.SMALL, tone="soft")
        self.body.addWidget(self._means)
        self.body.addWidget(Heading(look, ui("L’accord de la personne"), 2))
        self._agreed = column(look, tokens.SPACE)
        self.body.addLayout(self._agreed)
        self.ask = PlainButton(look, ui("Demander et noter son accord"), "pencil")
        self.ask.clicked.connect(self.agreements)
        self.body.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(Heading(look, ui("Ce qui part"), 2))
        self._leaves = column(look, 2)
        self.body.addLayout(self._leaves)
        self.body.addWidget(Heading(look, ui("Ce qui reste ici"), 2))
        self._stays = column(look, 2)
        self.body.addLayout(self._stays)
        self._elsewhere = StateBadge(look, State.SOON, ui("accord donné pour un autre destinataire ?"))
        self.body.addWidget(self._elsewhere)
        self._ready = Text(look, points=tokens.SMALL, tone="soft")
        self.send = PrimaryButton(look, ui("Envoyer la copie"), "transfer")
        self.send.clicked.connect(self._send)
        self.body.addWidget(self._ready)
        self.body.addWidget(self.send, 0, Qt.AlignmentFlag.AlignLeading)
        self._view = SharingView()

    def show_view(self, view: SharingView) -> None:
        """As it stands."""
        look, chosen = self._look, self.to.value()
        self._view = view
        self.to.set_options([(one.to, sharing_words.addressed(look, one)) for one in view.addressees])
        self.to.set_value(chosen if any(one.to == chosen for one in view.addressees) else None)
        self._show_agreement()
        for layout, lines in ((self._leaves, self._leaving()), (self._stays, self._staying())):
            clear(layout)
            for line in lines:
                layout.addWidget(Text(look, f"•  {line}"))
        self._say()

    def _show_agreement(self) -> None:
        look, consent = self._look, self._view.consent
        clear(self._agreed)
        if consent is None:
            self._agreed.addWidget(StateBadge(look, State.SOON, look.ui("aucun accord noté")))
            self._agreed.addWidget(Text(look, look.ui("Sans accord, rien ne sort du dossier pour cela.")))
        else:
            day = day_of(consent.given_on)
            since = long_date(look.texts, day, self._today) if day else consent.given_on
            self._agreed.addWidget(StateBadge(look, State.SETTLED, look.ui("accord donné")))
            said = look.ui("En vigueur depuis : %(when)s", when=since)
            self._agreed.addWidget(Text(look, "  ·  ".join(filter(None, (said, consent.scope)))))
            told = look.ui("Vérifiez qu’il vaut bien pour ce centre. S’il est retiré, le partage s’arrête de lui-même.")
            self._agreed.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        self.ask.setVisible(consent is None)

    def _leaving(self) -> tuple[str, ...]:
        return sharing_words.counted(self._look, self._view.leaving or {})

    def _staying(self) -> list[str]:
        ui, n = self._look.ui, self._look.ui_n
        found = []
        if self._view.private_notes:
            found.append(
                n("%(n)d note privée de son auteur", "%(n)d notes privées de leurs auteurs", self._view.private_notes)
            )
        if self._view.ties:
            found.append(
                n("%(n)d lien avec le dossier d’un proche", "%(n)d liens avec des dossiers de proches", self._view.ties)
            )
        found.append(ui("la liste de qui a lu le dossier"))
        found.append(ui("les accords donnés à ce centre : l’autre centre demandera les siens"))
        if self._view.restricted:
            found.append(ui("les noms de ceux à qui ce dossier est réservé : là-bas, il le sera à qui l’accepte"))
        return found

    def _say(self, _value: object = None) -> None:
        ui, to = self._look.ui, self.to.value()
        one = next((one for one in self._view.addressees if one.to == to), None)
        already = next((line for line in self._view.lines if line.share.to == to and line.share.stands), None)
        if not self._view.addressees:
            missing = ui("Aucun autre centre de l’organisation n’a de poste qui puisse le recevoir.")
        elif one is None:
            missing = ui("Choisissez à qui.")
        elif already is not None:
            missing = ui("Ce dossier est déjà partagé avec eux.")
        elif self._view.consent is None:
            missing = ui("Il manque l’accord de la personne.")
        else:
            missing = ""
        self._ready.setText(missing)
        self._ready.setVisible(bool(missing))
        self.send.setEnabled(not missing)
        name = sharing_words.whom(self._look, one.label, head_office=one.head_office) if one else ""
        agreed_for = self._view.consent.scope.casefold() if self._view.consent else ""
        same = one is None or (one.label or "siège").casefold() in agreed_for
        self._elsewhere.setVisible(bool(agreed_for) and not same)
        handed = self.handed.isChecked()
        self._means.setText(
            ui("Dès qu’ils l’acceptent, le dossier est clos ici : on le lit, on n’y écrit plus. Il peut être repris.")
            if handed
            else ui("Ce qui change ici leur est envoyé tout seul. Ce qu’ils changent là-bas ne revient pas.")
        )
        self.send.setText(
            (ui("Transmettre le dossier à %(to)s", to=name) if handed else ui("Envoyer une copie à %(to)s", to=name))
            if name
            else ui("Envoyer la copie")
        )

    def _send(self) -> None:
        self.wanted.emit(self.to.value(), int(self.handed.isChecked()))
