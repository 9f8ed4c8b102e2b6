"""The sentences of errors met while working on a file: what was typed, pieces, démarches, sheets, catalogue.

Read by ``ui/errors.py`` alone, after ``error_sentences``.
"""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences import Sentence
from anefdesk.ui.tokens import State

_UNTOUCHED = mark("Rien n’a été modifié.")
_SAFE_FILE = mark("Le dossier est intact.")
_SUPPORT = mark("Signalez le code ci-dessous à la personne qui s’occupe du programme.")


def _typed(what: str, todo: str = "") -> Sentence:
    return Sentence(what, "", todo, State.SOON)


WORK_SENTENCES: dict[str, Sentence] = {
    "date.impossible": _typed(
        mark("Cette date n’existe pas."), mark("Écrivez le jour, le mois, l’année : 04/05/1990, ou 05/1990, ou 1990.")
    ),
    "phone.impossible": _typed(
        mark("Ce numéro de téléphone n’existe pas."), mark("Commencez par 0, ou par + et le pays.")
    ),
    "foreigner_number.digits": _typed(
        mark("Le numéro étranger a 10 chiffres ; il y en a %(found)s ici."),
        mark("Il est écrit sur le titre de séjour."),
    ),
    "postcode.digits": _typed(mark("Le code postal a 5 chiffres."), mark("Par exemple 69003.")),
    "text.empty": _typed(mark("Ce texte est vide.")),
    "text.too_long": _typed(
        mark("Ce texte est trop long : %(length)s signes, %(limit)s au plus."), mark("Raccourcissez-le.")
    ),
    "person.no_name": _typed(mark("Il manque un nom."), mark("Un seul nom suffit, en lettres latines ou non.")),
    "case.missing": Sentence(
        mark("Ce dossier n’est pas sur ce poste."), _UNTOUCHED, mark("Cherchez la personne de nouveau.")
    ),
    "thing.stays": _typed(mark("Cette ligne ne peut pas être retirée."), mark("Corrigez-la, ou ajoutez-en une autre.")),
    "fact.unknown": Sentence(mark("Cette question n’est plus posée."), _UNTOUCHED, mark("Rouvrez la démarche.")),
    "fact.value": _typed(mark("Cette réponse n’est pas possible ici."), mark("Choisissez une des réponses proposées.")),
    "item.reason": _typed(mark("Il manque la raison du refus."), mark("Choisissez-la dans la liste.")),
    "procedure.unknown": Sentence(
        mark("Cette démarche n’est plus au catalogue."), _UNTOUCHED, mark("Choisissez-en une autre.")
    ),
    "procedure.request": _typed(
        mark("Cette démarche ne se fait pas pour cette demande."), mark("Choisissez première demande, renouvellement…")
    ),
    "piece.type": _typed(
        mark("Ce type de fichier n’est pas accepté."), mark("Donnez un PDF, ou une image JPEG, PNG, TIFF ou WebP.")
    ),
    "piece.too_big": _typed(
        mark("Ce fichier est trop gros : %(megabytes)s Mo, la limite est dépassée."), mark("Numérisez-le plus petit.")
    ),
    "piece.too_many_pixels": _typed(mark("Cette image est trop grande."), mark("Numérisez-la à 300 points par pouce.")),
    "piece.encrypted_pdf": _typed(
        mark("Ce PDF est protégé par un mot de passe."), mark("Enregistrez-en une copie sans mot de passe.")
    ),
    "piece.broken": _typed(
        mark("Ce fichier ne s’ouvre pas : il est abîmé."), mark("Demandez-le ou numérisez-le de nouveau.")
    ),
    "piece.empty": _typed(mark("Ce fichier est vide."), mark("Choisissez-en un autre.")),
    "piece.damaged": Sentence(
        mark("Ce document a été modifié hors du programme : il ne s’ouvre pas."),
        _SAFE_FILE,
        mark("Numérisez-le de nouveau."),
    ),
    "letter.font_missing": Sentence(
        mark("Une police du programme manque : la feuille n’a pas été faite."),
        _SAFE_FILE,
        mark("Réinstallez le programme."),
    ),
    "letter.glyph_missing": Sentence(
        mark("Un signe ne peut pas être imprimé (%(char)s)."), _SAFE_FILE, mark("Écrivez-le autrement, puis réessayez.")
    ),
    "letter.too_long": Sentence(
        mark("Un texte est trop long pour la page."), _SAFE_FILE, mark("Raccourcissez-le, puis réessayez.")
    ),
    "catalogue.invalid": Sentence(
        mark("Le catalogue des démarches est abîmé (%(file)s, %(key)s : %(reason)s)."),
        mark("Les dossiers sont intacts."),
        mark("Réinstallez le programme ou le catalogue."),
    ),
    "i18n.broken_catalogue": Sentence(mark("Un fichier de traduction est abîmé (%(file)s)."), _SAFE_FILE, _SUPPORT),
    "i18n.broken_reviews": Sentence(mark("Un fichier de relecture est abîmé (%(file)s)."), _SAFE_FILE, _SUPPORT),
    "i18n.unknown_language": _typed(mark("Cette langue n’est pas encore proposée."), mark("Choisissez-en une autre.")),
    "print.absent": _typed(
        mark("Aucune imprimante n’est installée sur ce poste."),
        mark("Enregistrez une copie, ou installez une imprimante."),
    ),
    "file.not_written": Sentence(
        mark("La copie n’a pas pu être écrite à cet endroit."), _SAFE_FILE, mark("Choisissez un autre dossier.")
    ),
    "file.not_read": Sentence(
        mark("Ce fichier n’a pas pu être lu."), _SAFE_FILE, mark("Vérifiez la clé USB ou le dossier.")
    ),
}
