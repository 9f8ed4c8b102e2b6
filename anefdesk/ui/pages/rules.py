"""General rules: what holds for all procedures, by subject and searched while typing; and what préfectures add.

A rule that is also said to the applicant has its words in the applicant's language under it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain import contexts
from anefdesk.domain.draft import Draft
from anefdesk.domain.names import fold
from anefdesk.domain.procedure import Rule, Source
from anefdesk.i18n.texts import mark
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.applicant import LanguageChooser, speaking
from anefdesk.ui.applicant_rows import said
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import ToProcedures
from anefdesk.ui.pages.local_list import LocalList
from anefdesk.ui.pages.sourced import Sourced
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, PageScroll, Section, column
from anefdesk.ui.widgets.search_box import name_buttons
from anefdesk.ui.widgets.states import InlineMessage, StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

SUBJECT = {
    "portal": mark("Le site"),
    "upload": mark("Les fichiers à envoyer"),
    "windows": mark("Quand déposer"),
    "interim": mark("En attendant la réponse"),
    "travel": mark("Voyager"),
    "silence": mark("Le silence de l’administration"),
    "fees": mark("Les prix"),
    "civic": mark("Examen civique et langue"),
    "help": mark("Se faire aider"),
    "substitution": mark("Si le site empêche de déposer"),
    "limits": mark("Ce que le site ne sait pas faire"),
    "change_of_status": mark("Changer de motif"),
    "orders": mark("Les arrêtés sur l’ANEF"),
    "doubts": mark("Ce qui reste à vérifier"),
}


class _RuleLine(QWidget):
    """One rule, its sources one key away; what the applicant hears of it under it."""

    def __init__(self, look: Look, rule: Rule, sources: Mapping[str, Source], code: str) -> None:
        super().__init__()
        self._look, self._rule = look, rule
        self.searched = fold(f"{rule.what.text} {SUBJECT[rule.subject]}")
        self._theirs: QWidget | None = None
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(look.dp(tokens.SPACE))
        self._down.addWidget(Line(look))
        self._down.addWidget(Sourced(look, rule.what.text, rule.what.evidence, sources))
        if rule.said:
            told = StateBadge(look, State.SETTLED, look.ui("dit aussi à la personne"))
            self._down.addWidget(told, 0, Qt.AlignmentFlag.AlignLeading)
            self.speak(code)

    def speak(self, code: str) -> None:
        """The applicant's words in another language; French has said it already."""
        if self._theirs is not None:
            self._theirs.hide()
            self._theirs.deleteLater()
            self._theirs = None
        if not self._rule.said or code == "fr":
            return
        look, what = speaking(self._look, code), self._rule.what
        gloss = look.texts.content(contexts.of_statement(what), what.text)
        if gloss.state != "missing":
            self._theirs = said(look, gloss, tokens.LARGE)
            self._down.addWidget(self._theirs)


class RulesPage(QWidget):
    """``language_changed`` tells the window which language to remember for the applicant's side."""

    go = Signal(object)
    language_changed = Signal(str)
    place = "rules"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, language: str) -> None:
        super().__init__()
        del today
        self._look, self._language = look, language
        self._lines: list[_RuleLine] = []
        self._sections: dict[Section, list[_RuleLine]] = {}
        ui = look.ui
        self.message = InlineMessage(look)
        self.line = QLineEdit()
        self.line.setAccessibleName(ui("Chercher une règle"))
        self.line.setPlaceholderText(ui("Chercher : récépissé, timbre, silence, visa de retour…"))
        self.line.setClearButtonEnabled(True)
        self.line.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        name_buttons(look, self.line)
        self.line.textChanged.connect(self._filter)
        self.spoken = LanguageChooser(look, language)
        self.spoken.setFont(look.font())
        self.spoken.setAccessibleName(ui("Langue de la personne"))
        self.spoken.decided.connect(self.speak)
        self.local = LocalList(look, jobs, news, session.desk)
        self._none = Text(look, ui("Aucune règle avec ces mots."), tone="soft")
        self._list = column(look)
        self._lay_out()
        self.setFocusProxy(self.line)
        jobs.desk(session.desk.demarches.rules, owner=self, then=self._show, failed=self.message.show_error)

    def _lay_out(self) -> None:
        look, ui = self._look, self._look.ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look)
        outer.addWidget(scroll)
        body = scroll.body
        back = QuietButton(look, ui("Démarches du catalogue"), "arrow-left")
        back.clicked.connect(self._back)
        body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        head = Flow(look, gap=tokens.PADDING)
        title = Heading(look, ui("Règles générales"))
        title.setWordWrap(False)
        head.addWidget(title)
        head.addWidget(self.spoken)
        body.addLayout(head)
        body.addWidget(Text(look, ui("Ce qui vaut pour toutes les démarches, avec ses sources."), tone="soft"))
        body.addWidget(self.line)
        body.addWidget(self.message)
        body.addWidget(self.local)
        body.addLayout(self._list)
        body.addWidget(self._none)
        body.addStretch(1)
        self._none.hide()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Règles générales")

    def draft(self) -> Draft | None:
        """Nothing worth keeping."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """Read on screen, with the person."""
        self.message.say(State.PLAIN, self._look.ui("Ces règles se lisent à l’écran : elles ne s’impriment pas."))

    def speak(self, code: str) -> None:
        """Another language for what the applicant hears."""
        self._language = code
        for line in self._lines:
            line.speak(code)
        self.language_changed.emit(code)

    def _show(self, found: tuple[Sequence[Rule], Mapping[str, Source]]) -> None:
        rules, sources = found
        for subject in dict.fromkeys(rule.subject for rule in rules):
            section = Section(self._look, self._look.ui(SUBJECT[subject]), open_=False)
            lines = [_RuleLine(self._look, rule, sources, self._language) for rule in rules if rule.subject == subject]
            for line in lines:
                section.body.addWidget(line)
            section.set_note(str(len(lines)))
            self._sections[section] = lines
            self._lines += lines
            self._list.addWidget(section)
        self._filter(self.line.text())

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        any_ = False
        for section, lines in self._sections.items():
            shown = [line for line in lines if all(word in line.searched for word in wanted)]
            for line in lines:
                line.setVisible(line in shown)
            section.setVisible(bool(shown))
            section.set_open(bool(wanted))
            section.set_note(str(len(shown)))
            any_ = any_ or bool(shown)
        self._none.setVisible(bool(self._sections) and not any_)

    def _back(self) -> None:
        self.go.emit(ToProcedures())
