"""The sentences about what a person can prove, and the slip of dates."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import typed

SENTENCES = {
    "slip.nothing": typed(
        mark("Aucune date n’est choisie, ou les dates choisies ont changé entre-temps."),
        mark("Revenez aux échéances, choisissez les dates à donner, puis réessayez."),
    ),
}
