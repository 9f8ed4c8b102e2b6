"""The sentences about what is typed, chosen or dropped while working on a file."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import NOT_ADDED, UNTOUCHED, Sentence, typed
from anefdesk.ui.tokens import State

SENTENCES = {
    "date.impossible": typed(
        mark("Cette date n’existe pas."),
        mark("Écrivez le jour, le mois et l’année : 04/05/1990. Pour une naissance, 05/1990 ou 1990 suffit."),
    ),
    "date.future": typed(
        mark("Cette date de naissance est dans l’avenir."), mark("Vérifiez l’année, puis le jour et le mois.")
    ),
    "phone.impossible": typed(
        mark("Ce numéro de téléphone n’est pas possible."),
        mark("Vérifiez les chiffres ; commencez par 0, ou par + et l’indicatif du pays."),
    ),
    "foreigner_number.digits": typed(
        mark("Le numéro étranger se compose de 10 chiffres, sans lettre ; chiffres trouvés : %(found)s."),
        mark("Recopiez-le du titre de séjour, ou laissez le champ vide."),
    ),
    "postcode.digits": typed(
        mark("Le code postal a 5 chiffres."), mark("Écrivez par exemple 69003, ou laissez le champ vide.")
    ),
    "text.empty": typed(mark("Ce texte est vide."), mark("Écrivez quelques mots, puis enregistrez.")),
    "text.too_long": typed(
        mark("Ce texte est trop long : %(length)s signes pour %(limit)s au plus."), mark("Raccourcissez-le.")
    ),
    "person.no_name": typed(
        mark("Il manque le nom de la personne."), mark("Un seul nom suffit, en lettres latines ou dans son écriture.")
    ),
    "case.missing": Sentence(
        mark("Ce dossier ou cette démarche ne peut pas être ouvert sur ce poste."),
        UNTOUCHED,
        mark("Cherchez la personne de nouveau ; si cela dure, demandez à une personne responsable."),
        State.SOON,
    ),
    "thing.stays": typed(
        mark("Cette ligne reste au dossier : elle ne se retire pas."), mark("Ajoutez une ligne qui la corrige.")
    ),
    "keeper.last": typed(
        mark("C’est la dernière personne nommée : sans elle, plus personne n’ouvrirait ce dossier."),
        mark("Nommez d’abord quelqu’un d’autre."),
    ),
    "keeper.not_restricted": typed(
        mark("Ce dossier est ouvert à toute l’équipe."), mark("Restreignez-le d’abord aux personnes nommées.")
    ),
    "family.self": typed(mark("Une personne ne se relie pas à elle-même."), mark("Choisissez un autre dossier.")),
    "family.not_linked": typed(
        mark("Ces deux dossiers ne sont pas reliés."), mark("Reliez-les d’abord dans la partie « Famille ».")
    ),
    "proof.unknown": typed(
        mark("Cette preuve n’est plus au dossier."), mark("Rouvrez le dossier pour voir ce qu’il contient.")
    ),
    "notice.unknown": typed(
        mark("Ce rappel n’a plus lieu d’être : ce qu’il disait a changé."), mark("Rouvrez le dossier.")
    ),
    "fact.unknown": typed(mark("Cette question n’est plus au catalogue."), mark("Rouvrez la démarche.")),
    "fact.value": typed(mark("Cette réponse n’est pas possible ici."), mark("Choisissez une des réponses proposées.")),
    "item.reason": typed(mark("Il manque la raison du refus de cette pièce."), mark("Choisissez-la dans la liste.")),
    "procedure.unknown": typed(
        mark("Cette démarche n’est plus au catalogue."), mark("Choisissez-en une autre dans la liste.")
    ),
    "local.said_by": typed(
        mark("Il manque qui l’a dit."),
        mark("Écrivez « le guichet » ou « un courrier », par exemple ; jamais le nom d’une personne."),
    ),
    "local.future": typed(mark("Cette date est dans l’avenir."), mark("Écrivez le jour où cela a été dit ou vu.")),
    "procedure.request": typed(
        mark("Cette démarche ne se fait pas pour ce type de demande."),
        mark("Choisissez un des types de demande proposés."),
    ),
    "piece.empty": typed(
        mark("Ce fichier est vide."),
        mark("Numérisez le document de nouveau, ou choisissez un autre fichier."),
        NOT_ADDED,
    ),
    "piece.type": typed(
        mark("Ce type de fichier n’est pas accepté."),
        mark("Choisissez un PDF, ou une image JPEG, PNG, TIFF ou WebP."),
        NOT_ADDED,
    ),
    "piece.too_big": typed(
        mark("Ce fichier dépasse %(limit)s Mo : il pèse environ %(megabytes)s Mo."),
        mark("Numérisez-le en plusieurs fichiers, ou avec moins de points par pouce."),
        NOT_ADDED,
    ),
    "piece.too_many_pixels": typed(
        mark("Cette image est trop grande pour être ouverte."), mark("Numérisez-la à 300 points par pouce."), NOT_ADDED
    ),
    "piece.encrypted_pdf": typed(
        mark("Ce PDF est protégé par un mot de passe."),
        mark("Demandez à la personne une copie sans mot de passe, ou imprimez-le et numérisez-le."),
        NOT_ADDED,
    ),
    "piece.broken": typed(
        mark("Ce fichier est abîmé : ses pages ne s’affichent pas."),
        mark("Demandez-le ou numérisez-le de nouveau."),
    ),
    "piece.unreadable": typed(
        mark("Ce fichier n’a pas pu être lu."),
        mark("Vérifiez que la clé USB ou le dossier est toujours là, puis recommencez."),
        NOT_ADDED,
    ),
}
