"""The second half of the tour: somebody the site keeps waiting, their dates, the blockage, its letter, the evidence.

Used by ``tour``. The buttons are pressed; the letter's questions are answered through the service, as a test does
elsewhere by hand.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from anefdesk.domain.consent import Use
from anefdesk.domain.letter_template import FieldKind, Needed
from anefdesk.domain.record import CaseId
from anefdesk.services.desk import Desk
from anefdesk.ui.frame import Frame
from anefdesk.ui.pages.blockage import BlockagePage
from anefdesk.ui.pages.clock import ClockPage
from anefdesk.ui.pages.destinations import (
    Leaf,
    ToAgenda,
    ToBlockage,
    ToBlockages,
    ToClock,
    ToEvidence,
    ToLetter,
    ToPaper,
)
from anefdesk.ui.pages.evidence import EvidencePage
from anefdesk.ui.pages.letter import LetterPage

_QUESTIONS = 30
_ADDRESS = "Préfecture du Bas-Rhin\n5 place de la République\n67000 Strasbourg"


class Guide(Protocol):
    """What this half asks of the tour."""

    @property
    def frame(self) -> Frame:
        """The open desk."""

    def settle(self) -> None:
        """Let every lane finish."""

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Wait for a state."""

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Keep what is on the screen."""

    def page(self, kind: type[QWidget], what: str) -> QWidget:
        """The page now shown."""

    def print_leaf(self, wanted: ToPaper, name: str) -> None:
        """Show a sheet and keep its PDF."""


def follow(guide: Guide, desk: Desk, case: CaseId, language: str) -> None:
    """From the person's dates to the frozen letter, its explanation and the evidence."""
    go = guide.frame.navigation.go
    go(ToAgenda())
    guide.picture("echeances")
    go(ToClock(case))
    guide.page(ClockPage, "clock")
    guide.picture("dates-de-la-personne")
    guide.print_leaf(ToPaper(Leaf.TIMELINE, language, case), f"frise-{language}")
    go(ToBlockages())
    guide.picture("blocages")
    blockage = desk.blockages.view(case)[0].blockage.id
    go(ToBlockage(case, blockage))
    page = guide.page(BlockagePage, "blockage")
    guide.picture("blocage")
    letter_button = next(one for one in page.findChildren(QPushButton) if "L02" in one.text() and one.isVisible())
    QTest.mouseClick(letter_button, Qt.MouseButton.LeftButton)
    guide.page(LetterPage, "letter")
    guide.picture("lettre-a-completer")
    letter = desk.correspondence.letters(case)[-1].letter.id
    for _ in range(_QUESTIONS):
        missing = desk.correspondence.view(case, letter).missing
        if not missing:
            break
        desk.correspondence.fill(case, letter, missing[0].id, _answer(missing[0]))
    desk.correspondence.address(case, letter, _ADDRESS)
    go(ToLetter(case, letter))
    guide.page(LetterPage, "letter completed")
    guide.picture("lettre-prete")
    desk.correspondence.issue(case, letter)
    go(ToLetter(case, letter))
    guide.page(LetterPage, "letter frozen")
    guide.picture("lettre-figee")
    guide.print_leaf(ToPaper(Leaf.EXPLANATION, language, case, letter=letter), f"lettre-expliquee-{language}")
    guide.print_leaf(ToPaper(Leaf.CONSENT, language, case), f"accord-{language}")
    desk.consents.give(case, Use.LAWYER, language="fr", signed=True)
    go(ToEvidence(case))
    guide.page(EvidencePage, "evidence")
    guide.picture("dossier-de-preuves")


def _answer(needed: Needed) -> str:
    match needed.kind:
        case FieldKind.YES_NO:
            return "yes"
        case FieldKind.CHOICE:
            return needed.choices[0].id
        case FieldKind.DAY:
            return "2026-08-12"
        case FieldKind.AMOUNT | FieldKind.COUNT:
            return "1"
        case _:
            return "exemple"
