"""The sentences about the codes printed on attestations, and the certificates that check them."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import NOT_ADDED, UNTOUCHED, Sentence, typed
from anefdesk.ui.tokens import State

_BY_HAND = mark("Recopiez à la main ce que le document dit.")

SENTENCES = {
    "two_d_doc.none_found": typed(
        mark("Aucun code 2D-Doc n’a été trouvé ; pages regardées : %(pages)s."),
        mark("Prenez le PDF d’origine, ou numérisez la page à plat, à 300 points par pouce, le carré bien net."),
        NOT_ADDED,
    ),
    "two_d_doc.other_code": typed(
        mark("Il y a un code sur ce document, mais ce n’est pas un 2D-Doc."),
        mark(
            "Le 2D-Doc est le carré de petits points qui porte la mention « 2D-Doc ». Vérifiez qu’il est sur la page."
        ),
        NOT_ADDED,
    ),
    "two_d_doc.not_one": typed(mark("Ce code n’est pas un 2D-Doc."), _BY_HAND, NOT_ADDED),
    "two_d_doc.header": typed(
        mark("Le début de ce 2D-Doc est abîmé."),
        mark("Numérisez la page de nouveau ; si cela dure, demandez le PDF d’origine."),
        NOT_ADDED,
    ),
    "two_d_doc.version": typed(
        mark("Ce 2D-Doc est d’une version que ce programme ne connaît pas."), _BY_HAND, NOT_ADDED
    ),
    "two_d_doc.binary": typed(
        mark("Ce 2D-Doc est de la forme binaire, que ce programme ne lit pas."), _BY_HAND, NOT_ADDED
    ),
    "two_d_doc.animated": typed(
        mark("Cette image est animée."), mark("Choisissez une image fixe, ou le PDF d’origine."), NOT_ADDED
    ),
    "two_d_doc.false": Sentence(
        mark("La signature de ce code est fausse : rien n’en est repris."),
        UNTOUCHED,
        mark("Demandez à la personne le PDF d’origine ; si c’est bien lui, parlez-en à une personne responsable."),
        State.URGENT,
    ),
    "two_d_doc.nothing": typed(
        mark("Il n’y a rien à noter."),
        mark("Cochez au moins une ligne ; ce que le dossier sait déjà n’est plus proposé."),
    ),
    "code_certificate.none": typed(
        mark("Aucun certificat n’a été trouvé dans ce fichier."),
        mark("Choisissez un certificat (.pem, .cer, .der) ou la liste de confiance publiée par France Titres (.xml)."),
        mark("Les certificats de ce poste n’ont pas changé."),
    ),
    "code_certificate.too_big": typed(
        mark("Ce fichier est trop gros pour des certificats : %(limit)s Mo au plus."),
        mark("Vérifiez que c’est le bon fichier."),
        mark("Les certificats de ce poste n’ont pas changé."),
    ),
}
