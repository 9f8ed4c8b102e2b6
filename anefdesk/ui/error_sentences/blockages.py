"""The sentences about blockages, their proofs, remedies and what they cost."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import NOT_ADDED, UNTOUCHED, Sentence, typed
from anefdesk.ui.tokens import State

SENTENCES = {
    "blockage.unknown": typed(
        mark("Ce blocage n’est pas dans la liste."), mark("Choisissez dans la liste celui qui ressemble le plus.")
    ),
    "blockage.no_day": typed(mark("Il manque le jour."), mark("Écrivez le jour, le mois et l’année : 04/05/2026.")),
    "blockage.far": typed(mark("Ce jour est trop loin dans le passé."), mark("Vérifiez l’année.")),
    "blockage.future": typed(
        mark("Ce jour ou cette heure n’est pas encore venu."),
        mark("Notez ce qui a eu lieu ; si la date du poste est fausse, faites-la corriger d’abord."),
    ),
    "blockage.hour": typed(mark("Cette heure n’existe pas."), mark("Écrivez par exemple 09:40, ou rien.")),
    "blockage.order": typed(
        mark("Cette date vient avant le début."), mark("Vérifiez les deux dates, puis enregistrez.")
    ),
    "remedy.unknown": typed(mark("Ce recours n’est pas dans la liste."), mark("Choisissez-le dans la liste.")),
    "remedy.due": typed(
        mark("La réponse est attendue avant la démarche, ou dans plus de deux ans."),
        mark("Vérifiez la date, ou laissez-la vide : elle se calcule."),
    ),
    "harm.unknown": typed(mark("Ce droit n’est pas dans la liste."), mark("Choisissez-le dans la liste.")),
    "harm.order": typed(mark("La perte finit avant d’avoir commencé."), mark("Vérifiez les deux dates.")),
    "harm.amount": typed(
        mark("Ce montant par mois n’est pas possible."),
        mark("Écrivez un montant en euros, ou rien s’il n’est pas connu."),
    ),
    "harm.household": typed(
        mark("Ce nombre de personnes n’est pas possible : de 1 à %(limit)s."),
        mark("Comptez les personnes du foyer, ou laissez vide."),
    ),
    "exhibit.already": Sentence(
        mark("Cette preuve est déjà là, exactement la même."),
        UNTOUCHED,
        mark("Il n’y a rien à faire ; pour un autre essai, faites une nouvelle capture."),
        State.PLAIN,
    ),
    "exhibit.animated": Sentence(
        mark("Cette image bouge : le papier n’en montrerait qu’un instant."),
        NOT_ADDED,
        mark("Faites une capture fixe de l’écran, ou plusieurs."),
        State.SOON,
    ),
    "exhibit.long_text": Sentence(
        mark("Ce texte est trop long : %(limit)s Mo au plus."),
        NOT_ADDED,
        mark("Collez seulement le passage utile, ou enregistrez-le en PDF."),
        State.SOON,
    ),
    "exhibit.damaged": Sentence(
        mark("Cette preuve n’est plus celle qui avait été déposée : son empreinte a changé."),
        UNTOUCHED,
        mark("Ne l’utilisez pas ; prévenez la personne responsable et cherchez l’original."),
        State.SOON,
    ),
}
