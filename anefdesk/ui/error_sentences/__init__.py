"""The sentences of expected errors, by code and by family: what happened, what is safe, what to do.

Read by ``ui/errors.py`` alone. A key ``code.reason`` is preferred when the error carries that ``reason``.
"""

from anefdesk.ui.error_sentences import (
    access,
    accounts,
    attestations,
    blockages,
    clock,
    consents,
    contents,
    enrolment,
    entering,
    entry,
    erasures,
    evidence,
    figures,
    keys,
    letters,
    paper,
    reviewing,
    revoking,
    rights,
    sharing,
    stick,
    store,
    sync,
    templates,
)
from anefdesk.ui.error_sentences.sentence import Sentence

__all__ = ["SENTENCES", "Sentence"]

SENTENCES: dict[str, Sentence] = {
    **access.SENTENCES,
    **accounts.SENTENCES,
    **keys.SENTENCES,
    **store.SENTENCES,
    **sync.SENTENCES,
    **revoking.SENTENCES,
    **erasures.SENTENCES,
    **entering.SENTENCES,
    **stick.SENTENCES,
    **entry.SENTENCES,
    **enrolment.SENTENCES,
    **paper.SENTENCES,
    **reviewing.SENTENCES,
    **rights.SENTENCES,
    **sharing.SENTENCES,
    **contents.SENTENCES,
    **consents.SENTENCES,
    **letters.SENTENCES,
    **templates.SENTENCES,
    **clock.SENTENCES,
    **attestations.SENTENCES,
    **blockages.SENTENCES,
    **evidence.SENTENCES,
    **figures.SENTENCES,
}
