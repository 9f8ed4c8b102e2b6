"""The sentences met when something that happened is recorded for the legal clock."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import Sentence, typed

SENTENCES: dict[str, Sentence] = {
    "event.kind": typed(
        mark("On ne sait pas encore ce qui s’est passé."),
        mark("Choisissez dans la liste ce qui s’est passé."),
    ),
    "event.no_day": typed(
        mark("Cet événement n’a pas de jour : les délais ne peuvent pas être comptés."),
        mark("Donnez le jour entier, écrit sur le papier ou le message : 23/11/2026."),
    ),
    "event.no_day.until": typed(
        mark("La deuxième date n’est pas un jour entier."),
        mark("Écrivez-la comme 23/11/2026, ou laissez-la vide si elle n’est pas connue."),
    ),
    "event.far": typed(
        mark("Cette date est trop loin : avant 1950, ou dans plus de vingt ans."),
        mark("Vérifiez l’année."),
    ),
    "event.future": typed(
        mark("Cette date n’est pas encore venue : ce qui est enregistré ici s’est déjà passé."),
        mark("Vérifiez le jour sur le papier, puis la date de l’ordinateur."),
    ),
    "event.order": typed(
        mark("Cet événement ne peut pas être avant celui qu’il suit dans ce dossier."),
        mark("Vérifiez les deux dates : la demande vient avant la réponse."),
    ),
    "event.order.until": typed(
        mark("La fin est avant le début."),
        mark("Vérifiez les deux dates écrites sur le papier."),
    ),
    "event.order.birth": typed(
        mark("Cette date est avant la naissance de la personne."),
        mark("Vérifiez cette date, puis la date de naissance dans le dossier."),
    ),
    "event.no_hour": typed(
        mark("Cette heure n’existe pas."),
        mark("Écrivez-la comme 16:40, ou laissez-la vide si elle n’est pas connue."),
    ),
    "event.of": typed(
        mark("On ne sait pas quel recours a été rejeté."),
        mark("Choisissez le recours gracieux ou le recours hiérarchique."),
    ),
}
