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
_STORIES: Mapping[type, tuple[Callable[[Any], list[Flowable]], str]] = {
    BilingualChecklist: (checklist_story, "Liste des pièces"),
    MissingSlip: (slip_story, "Pièces à apporter"),
    BlankForm: (blank_story, "Fiche à remplir"),
    OrientationSheet: (orientation_story, "Fiche d’orientation"),
    ConsentSheet: (consent_story, "Accord"),
    RecoverySheet: (recovery_story, "Feuille de secours"),
    ProofSheet: (proof_story, "Traductions à relire"),
}  # what draws each, and the title in the file's properties


def compose(document: Document) -> bytes:
    """The PDF, the same bytes for the same document; may be called from any thread.

    Raises:
        LetterError: ``letter.font_missing`` (``font``), ``letter.glyph_missing`` (``char``),
            ``letter.too_long``.
        InputRefusedError: ``i18n.unknown_language``.
    """
    story, title = _STORIES[type(document)]
    with _ONE_AT_A_TIME:
        return page.draw(story(document), title, document.imprint)
