"""« Réglages »: how the program looks and locks on this PC, my secrets, the team, what is installed.

Choices apply at once; only secrets have a button.
"""

import dataclasses
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from anefdesk import __version__
from anefdesk.domain.draft import Draft
from anefdesk.domain.staff import Deed
from anefdesk.i18n.texts import mark
from anefdesk.services.session import Session
from anefdesk.settings import IDLE_MINUTES, Settings
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import ToErasures, ToExchange, ToLetterSettings
from anefdesk.ui.pages.language_choice import LanguageChoice
from anefdesk.ui.pages.settings_secrets import SecretsSection
from anefdesk.ui.pages.settings_sheet import SheetSection
from anefdesk.ui.pages.settings_team import TeamSection
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.frames import PageScroll, Section, row
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Heading, Text, labelled

_THEMES = (
    ("system", mark("comme le système")),
    ("light", mark("clair")),
    ("dark", mark("sombre")),
)
_ZOOMS = (100, 110, 125, 150, 175, 200)


class SettingsPage(QWidget):
    """``changed`` carries the new settings."""

    go = Signal(object)
    changed = Signal(object)
    place = "settings"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, settings: Settings) -> None:
        super().__init__()
        del news
        self._look = look
        self._settings = settings
        self.message = InlineMessage(look)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look)
        outer.addWidget(scroll)
        scroll.body.addWidget(Heading(look, look.ui("Réglages")))
        scroll.body.addWidget(self.message)
        scroll.body.addWidget(self._display())
        scroll.body.addWidget(self._locking())
        scroll.body.addWidget(SecretsSection(look, jobs, session))
        self._team = TeamSection(look, jobs, session, today) if session.may(Deed.MANAGE_STAFF) else None
        if self._team is not None:
            scroll.body.addWidget(SheetSection(look, jobs, session))
            scroll.body.addWidget(self._team)
            scroll.body.addWidget(self._letters())
        scroll.body.addWidget(self._exchange())
        if session.desk.erasures.decides:
            scroll.body.addWidget(self._erasing())
        scroll.body.addWidget(self._about(session))
        scroll.body.addStretch(1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Réglages")

    def draft(self) -> Draft | None:
        """Who is being added to the team. Secrets are never parked; the rest applies at once."""
        fields = self._team.kept() if self._team is not None else {}
        return Draft(self.place, fields) if fields else None

    def restore(self, draft: Draft) -> None:
        """Go on with who was being added."""
        if self._team is not None:
            self._team.put_back(draft.fields)

    def print_page(self) -> None:
        """Nothing to print here."""

    def _choice(self, section: Section, name: str, box: QComboBox) -> QComboBox:
        box.setMinimumWidth(self._look.dp(200))
        line = row(self._look)
        line.addWidget(labelled(self._look, name, box), 1)
        line.addWidget(box)
        section.body.addLayout(line)
        return box

    def _display(self) -> Section:
        look, settings = self._look, self._settings
        section = Section(look, look.ui("Affichage"))
        themes = self._choice(section, look.ui("Couleurs"), QComboBox())
        for value, words in _THEMES:
            themes.addItem(look.ui(words), value)
        themes.setCurrentIndex(themes.findData(settings.theme))
        zooms = self._choice(section, look.ui("Taille"), QComboBox())
        for zoom in sorted({*_ZOOMS, settings.zoom}):
            zooms.addItem(f"{zoom} %", zoom)
        zooms.setCurrentIndex(zooms.findData(settings.zoom))
        language = LanguageChoice(look, settings.language)
        self._choice(section, look.ui("Langue de l’interface"), language)
        self._themes, self._zooms = themes, zooms
        themes.activated.connect(self._theme)
        zooms.activated.connect(self._zoom)
        language.chosen.connect(self._language)
        return section

    def _locking(self) -> Section:
        look = self._look
        section = Section(look, look.ui("Verrouillage"))
        self._idle = self._choice(section, look.ui("Verrouiller après une inactivité de"), QComboBox())
        for minutes in IDLE_MINUTES:
            self._idle.addItem(look.ui_n("%(n)d minute", "%(n)d minutes", minutes), minutes)
        self._idle.setCurrentIndex(self._idle.findData(self._settings.idle_minutes))
        self._idle.activated.connect(self._minutes)
        return section

    def _door(self, title: str, told: str, icon: str, name: str) -> tuple[Section, PlainButton]:
        """A page of its own, behind a button that a screen reader calls ``name``."""
        look = self._look
        section, button = Section(look, title), PlainButton(look, look.ui("Ouvrir"), icon)
        section.body.addWidget(Text(look, told, tone="soft"))
        button.setAccessibleName(name)
        section.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return section, button

    def _letters(self) -> Section:
        ui = self._look.ui
        told = ui("Adresses des administrations, modèles du centre, citations à faire relire.")
        name = ui("Ouvrir les réglages des courriers")
        section, self.letters_button = self._door(ui("Courriers du centre"), told, "mail", name)
        self.letters_button.clicked.connect(self._to_letters)
        return section

    def _to_letters(self) -> None:
        self.go.emit(ToLetterSettings())

    def _exchange(self) -> Section:
        ui = self._look.ui
        told = ui("Travailler à plusieurs postes ou plusieurs centres, par un serveur ou par clé USB.")
        name = ui("Ouvrir les échanges entre postes")
        section, button = self._door(ui("Échanges entre postes"), told, "transfer", name)
        button.clicked.connect(self._to_exchange)
        return section

    def _to_exchange(self) -> None:
        self.go.emit(ToExchange())

    def _erasing(self) -> Section:
        ui = self._look.ui
        told = ui("Dossiers à effacer, postes qui l’ont confirmé, dossiers sans nouvelles depuis longtemps.")
        name = ui("Ouvrir la liste des effacements")
        section, self.erasing_button = self._door(ui("Effacements"), told, "trash", name)
        self.erasing_button.clicked.connect(self._to_erasures)
        return section

    def _to_erasures(self) -> None:
        self.go.emit(ToErasures())

    def _about(self, session: Session) -> Section:
        look = self._look
        section = Section(look, look.ui("À propos"))
        section.body.addWidget(Text(look, look.ui("Programme : version %(version)s", version=__version__)))
        section.body.addWidget(
            Text(look, look.ui("Catalogue des démarches : version %(version)s", version=session.catalogue_version))
        )
        mode = (
            look.ui("Ce poste fonctionne par phrase de passe seule, sans trousseau du système.")
            if session.passphrase_only
            else look.ui("La clé de ce poste est gardée dans le trousseau du système.")
        )
        section.body.addWidget(Text(look, mode))
        section.body.addWidget(
            Text(
                look,
                look.ui("Document d’aide, sans valeur officielle : ce programme n’est pas un service de l’État."),
                tone="soft",
            )
        )
        return section

    def _theme(self) -> None:
        self._change(theme=self._themes.currentData())

    def _zoom(self) -> None:
        self._change(zoom=self._zooms.currentData())

    def _language(self, code: str) -> None:
        self._change(language=code)

    def _minutes(self) -> None:
        self._change(idle_minutes=self._idle.currentData())

    def _change(self, **values: str | int) -> None:
        self._settings = dataclasses.replace(self._settings, **values)  # type: ignore[arg-type]  # fields of Settings
        self.changed.emit(self._settings)
