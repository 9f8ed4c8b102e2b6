"""A document in, the bytes of its PDF out: the one door of this package for services."""

from threading import Lock

from anefdesk.letters import page
from anefdesk.letters.checklist import blank_story, checklist_story
from anefdesk.letters.documents import (
    BilingualChecklist,
    BlankForm,
    Document,
    MissingSlip,
    OrientationSheet,
    ProofSheet,
    RecoverySheet,
)
from anefdesk.letters.orientation import orientation_story
from anefdesk.letters.proof import proof_story
from anefdesk.letters.recovery import recovery_story
from anefdesk.letters.slip import slip_story

_ONE_AT_A_TIME = Lock()  # ReportLab's fonts cannot serve two documents at once


def compose(document: Document) -> bytes:
    """The PDF, the same bytes for the same document; may be called from any thread.

    Raises:
        LetterError: ``letter.font_missing`` (``font``), ``letter.glyph_missing`` (``char``),
            ``letter.too_long``.
        InputRefusedError: ``i18n.unknown_language``.
    """
    with _ONE_AT_A_TIME:
        match document:
            case BilingualChecklist():
                return page.draw(checklist_story(document), "Liste des pièces", document.imprint)
            case MissingSlip():
                return page.draw(slip_story(document), "Pièces à apporter", document.imprint)
            case BlankForm():
                return page.draw(blank_story(document), "Fiche à remplir", document.imprint)
            case OrientationSheet():
                return page.draw(orientation_story(document), "Fiche d’orientation", document.imprint)
            case RecoverySheet():
                return page.draw(recovery_story(document), "Feuille de secours", document.imprint)
            case ProofSheet():
                return page.draw(proof_story(document), "Traductions à relire", document.imprint)
