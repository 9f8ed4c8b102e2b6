"""The head of a person's page: who, which languages, which préfecture, until when; and the one thing to do next."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.case import CaseFile, Demarche, DemarcheStatus
from anefdesk.domain.partial_date import day_of
from anefdesk.i18n import languages
from anefdesk.i18n.isolates import has_rtl
from anefdesk.services.casework import FileView
from anefdesk.services.demarches import Places
from anefdesk.ui import spoken_languages, tokens
from anefdesk.ui.pages.desk_door import court_words
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.sourced import Sourced
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import Card, clear, column, row
from anefdesk.ui.widgets.rights_strip import RightsGlance
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import BilingualLabel, Heading, Text

_CLOSE_DAYS, _ANEF_DAYS = 30, 120
_BESIDE, _ADVICE = 800, 250  # pixels before zoom


class PersonHeader(Card):
    """``next_`` is the primary button; ``begun`` and ``opened`` are where it leads."""

    begun = Signal()
    opened = Signal(object)

    def __init__(self, file: OpenFile, procedures: Mapping[str, str], permits: Mapping[str, str]) -> None:
        super().__init__(file.look)
        look = file.look
        self._file = file
        self._procedures = procedures
        self._permits = permits
        self._waiting: Demarche | None = None
        self._places: Places | None = None
        self._latin = Heading(look)
        self._native = BilingualLabel(look, "", languages.FRENCH, points=tokens.TITLE, tone="soft")
        self._line = Text(look, tone="soft")
        self._permit = row(look)
        self._advice = Text(look)
        self.next_ = PrimaryButton(look, look.ui("Ouvrir une démarche"), "arrow-right")
        self.next_.clicked.connect(self._go_on)
        across = Bending(look, self, _BESIDE)
        across.room.turned.connect(self._turn)
        across.setSpacing(look.dp(tokens.PADDING))
        words = QVBoxLayout()
        words.setSpacing(look.dp(4))
        names = Bending(look, self, _BESIDE)
        names.addWidget(self._latin)
        names.addWidget(self._native)
        names.addStretch(1)
        self._names = names
        words.addLayout(names)
        words.addWidget(self._line)
        self._court = column(look)
        words.addLayout(self._court)
        words.addLayout(self._permit)
        across.addLayout(words, 1)
        aside = QWidget()
        action = QVBoxLayout(aside)
        action.setContentsMargins(0, 0, 0, 0)
        action.setSpacing(look.dp(4))
        action.addWidget(self.next_)
        self._action = action
        self._advice.setProperty("tone", "soft")
        self._advice.setFont(look.font(tokens.SMALL))
        action.addWidget(self._advice)
        action.addStretch(1)
        across.add_aside(aside, _ADVICE)
        self.body.addLayout(across)
        self.proofs = RightsGlance(look)
        self.body.addWidget(self.proofs)
        self._turn(wide=True)

    def _turn(self, wide: int) -> None:
        side = Qt.AlignmentFlag.AlignTrailing if wide else Qt.AlignmentFlag.AlignLeading
        self._action.setAlignment(self.next_, side)
        self._advice.setAlignment(side | Qt.AlignmentFlag.AlignTop)
        for name in (self._latin, self._native):
            name.setWordWrap(not wide)
            self._names.setAlignment(name, Qt.AlignmentFlag.AlignVCenter if wide else Qt.AlignmentFlag(0))

    def know(self, places: Places) -> None:
        """The court of the residence, beside its préfecture."""
        if self._places is not None and places.court == self._places.court:
            return
        self._places = places
        clear(self._court)
        if (court := places.court) is not None:
            look = self._file.look
            said = court_words(look.texts, court)
            self._court.addWidget(Sourced(look, said, court.evidence, places.sources, more=court.remark, small=True))

    def show_file(self, view: FileView) -> None:
        """Show who this is."""
        look, file = self._file.look, view.file
        head = file.main_name
        latin, native = (head.latin(), head.native()) if head else ("", "")
        self._latin.setText(latin or native or look.ui("Sans nom"))
        own = spoken_languages.KNOWN.get(file.preferred_language, languages.FRENCH)
        if own.rtl != has_rtl(native):
            own = languages.language("ar") if has_rtl(native) else languages.FRENCH
        self._native.show_text(native if latin else "", own)
        self._native.setVisible(bool(latin and native))
        self._line.setText(self._about(file))
        self._show_permit(file)
        self._show_next(file)
        self._file.deeds.read(self._file.desk.rights.forecast, self._file.case, then=self.proofs.show_forecast)

    def _about(self, file: CaseFile) -> str:
        look, person = self._file.look, file.person
        parts = []
        if person.born:
            age = person.born.age_on(self._file.today)
            born = look.ui("né(e) le %(day)s", day=person.born.shown()) if person.born.day else person.born.shown()
            parts.append(
                look.ui_n("%(n)d an (%(born)s)", "%(n)d ans (%(born)s)", age, born=born) if age is not None else born
            )
        spoken = [spoken_languages.name(look.texts, one.code) for one in file.languages if one.spoken]
        preferred = file.preferred_language
        if preferred:
            said = look.ui("préfère : %(language)s", language=spoken_languages.name(look.texts, preferred))
            parts.append(said if len(spoken) < 2 else f"{', '.join(spoken)} ({said})")  # noqa: PLR2004
        if person.department:
            parts.append(self._file.desk.casework.prefecture(person.department))
        if person.restricted:
            parts.append(look.ui("dossier réservé à des personnes nommées"))
        return "  ·  ".join(part for part in parts if part)

    def _show_permit(self, file: CaseFile) -> None:
        look = self._file.look
        while (item := self._permit.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        permit = file.permit
        end = day_of(permit.end) if permit else None
        if permit is None or end is None:
            self._permit.addWidget(Text(look, look.ui("Fin du titre non notée."), tone="soft"), 1)
            return
        days = (end - self._file.today).days
        name = self._permits.get(permit.kind, look.ui("titre de séjour"))
        when = long_date(look.texts, end, self._file.today)
        state = State.URGENT if days < _CLOSE_DAYS else State.SOON if days <= _ANEF_DAYS else State.SETTLED
        word = look.ui("expiré") if days < 0 else look.ui("bientôt fini") if days <= _ANEF_DAYS else look.ui("en cours")
        self._permit.addWidget(StateBadge(look, state, word), 0, Qt.AlignmentFlag.AlignTop)
        self._permit.addWidget(Text(look, look.ui("%(permit)s, jusqu’au %(when)s", permit=name, when=when)), 1)

    def _show_next(self, file: CaseFile) -> None:
        look = self._file.look
        waiting = [one for one in file.demarches if one.status is DemarcheStatus.PREPARING]
        self._waiting = min(waiting, key=_planned, default=None)
        if self._waiting is None:
            self.next_.setText(look.ui("Ouvrir une démarche"))
            filed = any(one.status is DemarcheStatus.FILED for one in file.demarches)
            self._advice.setText(
                look.ui("La démarche en cours est déposée.") if filed else look.ui("Rien n’est en préparation.")
            )
        else:
            self.next_.setText(look.ui("Continuer la démarche"))
            self._advice.setText(self._procedures.get(self._waiting.procedure, ""))

    def _go_on(self) -> None:
        if self._waiting is None:
            self.begun.emit()
        else:
            self.opened.emit(self._waiting.id)


def _planned(demarche: Demarche) -> str:
    return demarche.planned_on or "9999"
