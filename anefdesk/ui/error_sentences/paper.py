"""The sentences about sheets: composing, printing, saving a copy."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import FILES_SAFE, Sentence, typed
from anefdesk.ui.tokens import State

_NO_SHEET = mark("Le dossier est intact ; aucune feuille n’a été faite.")

SENTENCES = {
    "letter.font_missing": Sentence(
        mark("Une police du programme manque ou est abîmée (%(font)s)."),
        _NO_SHEET,
        mark("Réinstallez le programme, ou appelez la personne qui s’occupe du poste."),
    ),
    "letter.glyph_missing": Sentence(
        mark("Un signe de cette langue ne peut pas être imprimé (%(char)s)."),
        _NO_SHEET,
        mark("Faites la feuille dans une autre langue, et signalez ce signe à la personne qui s’occupe du poste."),
    ),
    "letter.too_long": Sentence(
        mark("Le texte ne tient pas sur la feuille."),
        _NO_SHEET,
        mark("Raccourcissez les remarques, puis réessayez."),
        State.SOON,
    ),
    "print.absent": typed(
        mark("Aucune imprimante n’est installée sur ce poste."),
        mark("Branchez ou installez une imprimante, ou enregistrez une copie pour l’imprimer ailleurs."),
    ),
    "file.not_written": Sentence(
        mark("La copie n’a pas pu être écrite en entier à cet endroit."),
        FILES_SAFE,
        mark("Effacez là-bas toute copie incomplète, puis choisissez un autre dossier."),
        State.SOON,
    ),
}
