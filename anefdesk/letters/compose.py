"""A document in, the bytes of its PDF out: the one door of this package for services."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from reportlab.platypus import Flowable

from anefdesk.letters import page
from anefdesk.letters.checklist import blank_story, checklist_story
from anefdesk.letters.consent import consent_story
from anefdesk.letters.documents import (
    BilingualChecklist,
    BlankForm,
    ConsentSheet,
    Document,
    ExplanationSheet,
    LetterSheet,
    MissingSlip,
    OrientationSheet,
    ProofSheet,
    RecoverySheet,
    ReminderSlip,
    RightsTimeline,
)
from anefdesk.letters.evidence import EvidenceSheet, evidence_story
from anefdesk.letters.explanation import explanation_story
from anefdesk.letters.figures import FiguresSheet, figures_story
from anefdesk.letters.letter import letter_pdf
from anefdesk.letters.orientation import orientation_story
from anefdesk.letters.proof import proof_story
from anefdesk.letters.recovery import recovery_story
from anefdesk.letters.reminder import reminder_story
from anefdesk.letters.slip import slip_story
from anefdesk.letters.timeline import timeline_story

_ONE_AT_A_TIME = Lock()  # ReportLab's fonts cannot serve two documents at once
_STORIES: Mapping[type, tuple[Callable[[Any], list[Flowable]], str]] = {
    BilingualChecklist: (checklist_story, "Liste des pièces"),
    MissingSlip: (slip_story, "Pièces à apporter"),
    BlankForm: (blank_story, "Fiche à remplir"),
    OrientationSheet: (orientation_story, "Fiche d’orientation"),
    ConsentSheet: (consent_story, "Accord"),
    ExplanationSheet: (explanation_story, "Explication d’une lettre"),
    EvidenceSheet: (evidence_story, "Dossier de preuves"),
    FiguresSheet: (figures_story, "Chiffres"),
    RightsTimeline: (timeline_story, "Frise des droits"),
    ReminderSlip: (reminder_story, "À ne pas oublier"),
    RecoverySheet: (recovery_story, "Feuille de secours"),
    ProofSheet: (proof_story, "Traductions à relire"),
}  # what draws each, and the title in the file's properties


def compose(document: Document | EvidenceSheet | FiguresSheet) -> bytes:
    """The PDF, the same bytes for the same document; may be called from any thread.

    Raises:
        LetterError: ``letter.font_missing`` (``font``), ``letter.glyph_missing`` (``char``),
            ``letter.too_long``.
        InputRefusedError: ``i18n.unknown_language``.
    """
    with _ONE_AT_A_TIME:
        if isinstance(document, LetterSheet):
            return letter_pdf(document)
        story, title = _STORIES[type(document)]
        return page.draw(story(document), title, document.imprint)
