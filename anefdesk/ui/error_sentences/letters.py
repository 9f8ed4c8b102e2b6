"""The sentences about the letters of a file, their templates, addresses and citations."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_SUPPORT, FILES_SAFE, Sentence, typed

_FROZEN = mark("La lettre émise est intacte : elle reste exactement comme elle est.")
_STILL_DRAFT = mark("Le brouillon est gardé ; rien n’a été émis.")

SENTENCES = {
    "letter.no_template": typed(
        mark("Le modèle de cette lettre n’est plus sur ce poste."),
        mark("Choisissez un autre modèle, ou ajoutez de nouveau celui de votre association."),
        FILES_SAFE,
    ),
    "letter.gone": typed(
        mark("Ce brouillon a été jeté."), mark("Annulez cette action, ou commencez une autre lettre."), FILES_SAFE
    ),
    "letter.field": typed(mark("Cette lettre ne demande pas cela."), mark("Rechargez la page.")),
    "letter.value": typed(
        mark("Cette réponse ne convient pas à la question."),
        mark("Une date s’écrit 04/05/2026, un montant 1250,50, un nombre en chiffres."),
    ),
    "letter.incomplete": typed(
        mark("Il manque encore des réponses à cette lettre (%(count)s)."),
        mark("Répondez aux questions marquées, puis recommencez."),
        _STILL_DRAFT,
    ),
    "letter.no_address": typed(
        mark("On ne sait pas à quelle adresse envoyer cette lettre."),
        mark("Écrivez l’adresse, avec la source et le jour où vous l’avez vérifiée : elle servira aux prochaines."),
        _STILL_DRAFT,
    ),
    "letter.guarded": typed(
        mark("Cette lettre dit une chose qu’elle ne doit pas dire, ou oublie un rappel obligatoire."),
        mark("Lisez l’avertissement à côté du texte, corrigez, puis recommencez."),
        _STILL_DRAFT,
    ),
    "letter.frozen": typed(
        mark("Cette lettre est émise : son texte ne change plus."),
        mark("Pour corriger une erreur, commencez une autre lettre qui remplace celle-ci."),
        _FROZEN,
    ),
    "letter.not_issued": typed(
        mark("Cette lettre n’est pas encore émise."), mark("Émettez-la d’abord, puis notez l’envoi.")
    ),
    "letter.project": typed(
        mark("Cette lettre est un projet : une citation du droit attend la relecture d’un juriste."),
        mark("Faites relire la citation, puis préparez une lettre qui remplace ce projet."),
        _FROZEN,
    ),
    "letter.already_sent": typed(
        mark("L’envoi de cette lettre est déjà noté."), mark("Pour la renvoyer, préparez une lettre qui la remplace.")
    ),
    "letter.sent_early": typed(
        mark("L’envoi est daté d’avant le jour où la lettre a été émise."), mark("Vérifiez la date de l’envoi.")
    ),
    "letter.future": typed(mark("Cette date est dans l’avenir."), mark("Notez l’envoi ou la réponse le jour venu.")),
    "letter.not_sent": typed(
        mark("L’envoi de cette lettre n’est pas noté."), mark("Notez d’abord l’envoi, puis la réponse.")
    ),
    "letter.no_reply": typed(
        mark("On ne sait pas quelle réponse est venue."), mark("Choisissez ce qui est venu, ou « aucune réponse ».")
    ),
    "letter.reply_early": typed(mark("La réponse est datée d’avant l’envoi."), mark("Vérifiez la date de la réponse.")),
    "letter.damaged": Sentence(
        mark("La lettre émise ne correspond plus à son empreinte."),
        FILES_SAFE,
        ASK_SUPPORT,
    ),
    "address.empty": typed(mark("L’adresse est vide."), mark("Écrivez-la, une ligne après l’autre.")),
    "address.too_many": typed(
        mark("Une adresse a %(limit)s lignes au plus, pour tenir dans la fenêtre d’une enveloppe."),
        mark("Réunissez des lignes."),
    ),
    "address.future": typed(
        mark("L’adresse est vérifiée à une date de l’avenir."), mark("Écrivez le jour où vous l’avez lue.")
    ),
    "address.said_by": typed(
        mark("On ne sait pas d’où vient cette adresse."),
        mark("Écrivez où vous l’avez lue : un courrier, un site, un guichet ; jamais le nom d’une personne."),
    ),
    "address.of_person": typed(
        mark("Cette adresse est celle d’une personne, pas d’une administration."),
        mark("Écrivez-la dans la lettre : elle n’est pas gardée pour les autres dossiers."),
    ),
    "template.known": typed(mark("Ce modèle est déjà sur ce poste."), mark("Retirez l’ancien s’il doit changer.")),
    "citation.unknown": typed(mark("Cette citation n’est plus dans le catalogue."), mark("Rechargez la page.")),
    "citation.reader": typed(
        mark("Personne n’est nommé pour cette relecture."),
        mark("Écrivez le nom et la qualité du juriste qui répond de la citation."),
    ),
    "citation.future": typed(mark("Cette relecture est datée dans l’avenir."), mark("Vérifiez la date.")),
}
