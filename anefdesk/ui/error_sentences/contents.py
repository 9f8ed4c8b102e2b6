"""The sentences about what ships with the program (catalogue, translations), and about what nobody expected."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import FILES_SAFE, KEPT, Sentence, typed

_OTHER_LANGUAGE = mark(
    "Choisissez une autre langue, et signalez le code ci-dessous à la personne qui s’occupe du poste."
)

SENTENCES = {
    "catalogue.invalid": Sentence(
        mark("Le catalogue des démarches est abîmé (%(file)s, %(key)s : %(reason)s)."),
        FILES_SAFE,
        mark("Réinstallez le programme, ou montrez ce message à la personne qui s’occupe du poste."),
    ),
    "catalogue.packed_format": Sentence(
        mark("Cette démarche suit une liste enregistrée par une version plus récente du programme."),
        FILES_SAFE,
        mark("Mettez le programme à jour sur ce poste."),
    ),
    "catalogue.packed_damaged": Sentence(
        mark("La liste que suit cette démarche ne se lit plus."),
        FILES_SAFE,
        mark("Montrez ce message à la personne qui s’occupe du poste."),
    ),
    "i18n.broken_catalogue": Sentence(
        mark("Un fichier de traduction ne se lit pas (%(file)s)."),
        FILES_SAFE,
        _OTHER_LANGUAGE,
    ),
    "i18n.broken_reviews": Sentence(
        mark("La liste des traductions relues ne se lit pas (%(file)s)."), FILES_SAFE, _OTHER_LANGUAGE
    ),
    "i18n.broken_glossary": Sentence(
        mark("Le lexique ou ses exceptions ne se lisent pas (%(file)s, %(key)s : %(reason)s)."),
        FILES_SAFE,
        _OTHER_LANGUAGE,
    ),
    "translations.unreadable": typed(
        mark("Ce tableau ne se lit pas."), mark("Donnez le tableau .xlsx que « export » a écrit, rempli et enregistré.")
    ),
    "translations.columns": typed(
        mark("Il manque la colonne « %(column)s » dans ce tableau."),
        mark("Gardez la première ligne telle que « export » l’a écrite."),
    ),
    "translations.reader": typed(
        mark("Personne n’est nommé pour cette relecture."), mark("Dites qui a lu, avec --reader.")
    ),
    "i18n.unknown_language": typed(
        mark("Cette langue n’est pas encore proposée."), mark("Choisissez-en une autre dans la liste.")
    ),
    "unexpected": Sentence(
        mark("Un problème imprévu est survenu."),
        KEPT,
        mark("Recommencez ; si cela se reproduit, donnez la référence ci-dessous à la personne qui vous aide."),
    ),
}
