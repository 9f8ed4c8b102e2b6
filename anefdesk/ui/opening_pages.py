"""Builds the page of a destination. The only module that knows every page; loaded after the first paint."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.i18n.languages import APPLICANT_LANGUAGES
from anefdesk.services.session import Session
from anefdesk.settings import MOST_CODES, Settings
from anefdesk.ui import devices
from anefdesk.ui.exchange import Exchange
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.agenda import AgendaPage
from anefdesk.ui.pages.agenda_paper import AgendaPaperPage
from anefdesk.ui.pages.attestation import AttestationPage
from anefdesk.ui.pages.blockage import BlockagePage
from anefdesk.ui.pages.blockage_attempt import Tools
from anefdesk.ui.pages.blockage_log import LogPage
from anefdesk.ui.pages.blockages import BlockagesPage
from anefdesk.ui.pages.clock import ClockPage
from anefdesk.ui.pages.consents import ConsentsPage
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import (
    Destination,
    ToAgenda,
    ToAgendaPaper,
    ToAttestation,
    ToBlockage,
    ToBlockages,
    ToClock,
    ToConsents,
    ToDesk,
    ToErasures,
    ToEvidence,
    ToExchange,
    ToFigures,
    ToFiguresPaper,
    ToInterview,
    ToLetter,
    ToLetters,
    ToLetterSettings,
    ToNewPerson,
    ToPaper,
    ToPeople,
    ToPerson,
    ToProcedures,
    ToRules,
    ToSettings,
    ToSettle,
    ToVersions,
)
from anefdesk.ui.pages.entering import EnteringPage
from anefdesk.ui.pages.erasures import ErasuresPage
from anefdesk.ui.pages.evidence import EvidencePage
from anefdesk.ui.pages.exchange import ExchangePage
from anefdesk.ui.pages.figures import FiguresPage
from anefdesk.ui.pages.figures_paper import FiguresPaperPage
from anefdesk.ui.pages.founding import FoundingPage
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.pages.interview import InterviewPage
from anefdesk.ui.pages.inviting import InvitingPage
from anefdesk.ui.pages.lease import LeasePage
from anefdesk.ui.pages.letter import LetterPage
from anefdesk.ui.pages.letters import LettersPage
from anefdesk.ui.pages.naming_admin import NamingAdminPage
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.organisation import OrganisationPage
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from anefdesk.ui.pages.paper import PaperPage
from anefdesk.ui.pages.people import PeoplePage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.procedures import ProceduresPage
from anefdesk.ui.pages.received import ReceivedPage
from anefdesk.ui.pages.review import ReviewPage
from anefdesk.ui.pages.rules import RulesPage
from anefdesk.ui.pages.settings import SettingsPage
from anefdesk.ui.pages.settings_letters import LetterSettingsPage
from anefdesk.ui.pages.settling import SettlingPage
from anefdesk.ui.pages.settling_list import SettlingListPage
from anefdesk.ui.pages.share import SharePage
from anefdesk.ui.pages.sharing_places import ToReceived, ToShare
from anefdesk.ui.theme import Look

_USUAL_LANGUAGE = "ar"


@dataclass
class PageMaker:
    """What every page is given."""

    look: Look
    jobs: Jobs
    news: News
    session: Session
    today: date
    settings: Settings
    change: Callable[[Settings], None]  # keeps and applies new settings
    exchange: Callable[[], Exchange | None]  # once the window was painted

    def __call__(self, to: Destination) -> QWidget:  # noqa: C901, PLR0911, PLR0912 - one page per destination
        """A fresh page of ``to``."""
        given = (self.look, self.jobs, self.news, self.session, self.today)
        match to:
            case ToPeople(text):
                return PeoplePage(*given, text)
            case ToNewPerson(answers, department):
                return NewPersonPage(*given, answers, department)
            case ToPerson(case):
                return PersonPage(*given, case)
            case ToProcedures(case):
                return ProceduresPage(*given, case, self._applicant_language())
            case ToRules():
                rules = RulesPage(*given, self._applicant_language())
                rules.language_changed.connect(self._remember)
                return rules
            case ToInterview(case):
                interview = InterviewPage(*given, case, self._applicant_language())
                interview.language_changed.connect(self._remember)
                return interview
            case ToClock(case):
                return ClockPage(*given, case, self._applicant_language())
            case ToAgenda():
                return AgendaPage(*given)
            case ToAgendaPaper():
                return AgendaPaperPage(*given, to)
            case ToDesk(case, demarche):
                desk = DeskPage(*given, case, demarche, self._applicant_language())
                desk.language_changed.connect(self._remember)
                return desk
            case ToAttestation(case):
                return AttestationPage(*given, case)
            case ToExchange():
                return ExchangePage(*given, self.exchange())
            case ToShare(case):
                return SharePage(*given, case)
            case ToReceived():
                return ReceivedPage(*given)
            case ToOrganisation(part):
                return self._organisation(part)
            case ToFigures():
                return FiguresPage(*given)
            case ToFiguresPaper():
                return FiguresPaperPage(*given, to)
            case ToBlockages():
                return BlockagesPage(*given)
            case ToBlockage(case, blockage, demarche):
                return self._blockage(case, blockage, demarche)
            case ToEvidence(case):
                return EvidencePage(*given, case)
            case ToLetter():
                return LetterPage(*given, to, self._applicant_language())
            case ToLetters(case):
                return LettersPage(*given, case)
            case ToErasures(case):
                return ErasuresPage(*given, case)
            case ToLetterSettings():
                return LetterSettingsPage(*given)
            case ToConsents(case):
                return ConsentsPage(*given, case, self._applicant_language())
            case ToPaper():
                paper = PaperPage(*given, to)
                paper.language_changed.connect(self._remember)
                return paper
            case ToSettings():
                settings = SettingsPage(*given, self.settings)
                settings.changed.connect(self._keep)
                return settings
            case ToVersions():
                return ReviewPage(*given, to)
            case ToSettle(case):
                return SettlingListPage(*given) if case is None else SettlingPage(*given, case)
            case _:
                return HomePage(*given)

    def _organisation(self, part: Part) -> QWidget:
        given = (self.look, self.jobs, self.session)
        match part:
            case Part.FOUND:
                return FoundingPage(*given, self.exchange())
            case Part.ENTER:
                return EnteringPage(*given, self.exchange())
            case Part.LEASE:
                return LeasePage(*given, self.exchange())
            case Part.NAME_ADMIN:
                return NamingAdminPage(*given)
            case Part.INVITE_PC | Part.INVITE_CENTRE:
                return InvitingPage(*given, centre=part is Part.INVITE_CENTRE)
            case _:
                return OrganisationPage(*given, self.exchange(), self.today)

    def _blockage(self, case: CaseId, blockage: ObjectId | None, demarche: ObjectId | None) -> QWidget:
        given = (self.look, self.jobs, self.news, self.session, self.today)
        kept = self.settings
        device, browser = kept.device or devices.THIS, kept.browser or devices.FIRST_BROWSER
        tools = Tools(device, browser, tuple(kept.blockages.split()))
        page = (
            LogPage(*given, case, demarche, tools) if blockage is None else BlockagePage(*given, case, blockage, tools)
        )
        page.tools_changed.connect(self._remember_tools)
        return page

    def _remember_tools(self, tools: Tools) -> None:
        codes = " ".join(tools.codes[:MOST_CODES])
        self._keep(dataclasses.replace(self.settings, device=tools.device, browser=tools.browser, blockages=codes))

    def _applicant_language(self) -> str:
        """The one kept, unless another version of the desk offered it and this one does not."""
        kept = self.settings.applicant_language
        return kept if any(kept == offered.code for offered in APPLICANT_LANGUAGES) else _USUAL_LANGUAGE

    def _remember(self, language: str) -> None:
        self._keep(dataclasses.replace(self.settings, applicant_language=language))

    def _keep(self, settings: Settings) -> None:
        self.settings = settings  # what is changed next starts from it
        self.change(settings)
