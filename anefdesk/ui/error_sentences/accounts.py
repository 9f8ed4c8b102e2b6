"""The sentences met while choosing a passphrase, a PIN or the name of an account."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import typed

_PIN_NOT_SET = mark("Aucun nouveau code n’a été gardé.")
_OLD_PASSPHRASE = mark("Aucune nouvelle phrase de passe n’a été gardée.")
_OTHER_DIGITS = mark("Choisissez six à douze chiffres sans ordre, qui ne disent rien de vous.")

SENTENCES = {
    "department.unknown": typed(
        mark("Ce numéro de département n’existe pas."),
        mark("Écrivez par exemple 69, 2A ou 974. Rien n’a été créé."),
    ),
    "staff.end_past": typed(
        mark("La date de fin d’accès est déjà passée."),
        mark("Corrigez-la, ou videz ce champ si l’accès n’a pas de fin. Personne n’a été ajouté."),
    ),
    "passphrase.weak": typed(
        mark("Cette phrase de passe se devine trop facilement."),
        mark("Prenez celle que le programme propose, ou six mots sans lien entre eux."),
        _OLD_PASSPHRASE,
    ),
    "passphrase.weak.short": typed(
        mark("Cette phrase de passe est trop courte."),
        mark("Ajoutez un ou deux mots : il faut au moins 12 signes, et quatre mots valent mieux."),
        _OLD_PASSPHRASE,
    ),
    "passphrase.weak.plain": typed(
        mark("Cette phrase de passe est trop simple pour sa longueur."),
        mark("Ajoutez un mot, ou mêlez majuscules, chiffres et ponctuation."),
        _OLD_PASSPHRASE,
    ),
    "passphrase.weak.long": typed(
        mark("Cette phrase de passe dépasse 256 signes."),
        mark("Raccourcissez-la : six mots suffisent."),
        _OLD_PASSPHRASE,
    ),
    "passphrase.weak.letters": typed(
        mark("Cette phrase de passe contient un signe invisible, sans doute venu d’un copier-coller."),
        mark("Tapez-la au clavier."),
        _OLD_PASSPHRASE,
    ),
    "passphrase.weak.label": typed(
        mark("Cette phrase de passe contient le nom du compte."),
        mark("Choisissez des mots sans lien avec ce nom."),
        _OLD_PASSPHRASE,
    ),
    "passphrase.weak.pattern": typed(
        mark("Cette phrase de passe répète ou suit trop souvent les mêmes signes."),
        mark("Choisissez des mots différents, sans suite comme « azerty » ou « 1234 »."),
        _OLD_PASSPHRASE,
    ),
    "passphrase.weak.common": typed(
        mark("Cette phrase de passe repose sur des mots que tout le monde essaie en premier."),
        mark("Ajoutez des mots que personne n’associerait, ou prenez celle que le programme propose."),
        _OLD_PASSPHRASE,
    ),
    "pin.weak": typed(mark("Ce code se devine trop vite."), _OTHER_DIGITS, _PIN_NOT_SET),
    "pin.weak.digits": typed(
        mark("Le code rapide se compose de chiffres seulement."),
        mark("Choisissez six à douze chiffres, sans lettre ni espace."),
        _PIN_NOT_SET,
    ),
    "pin.weak.length": typed(
        mark("Le code rapide compte de six à douze chiffres."),
        mark("Ajoutez ou retirez des chiffres."),
        _PIN_NOT_SET,
    ),
    "pin.weak.repeat": typed(
        mark("Ce code répète les mêmes chiffres ou se lit dans les deux sens."), _OTHER_DIGITS, _PIN_NOT_SET
    ),
    "pin.weak.sequence": typed(mark("Ce code est une suite régulière de chiffres."), _OTHER_DIGITS, _PIN_NOT_SET),
    "pin.weak.date": typed(
        mark("Ce code ressemble à une date, ce que l’on essaie en premier."), _OTHER_DIGITS, _PIN_NOT_SET
    ),
    "vault.label_empty": typed(
        mark("Il manque le nom affiché du compte."), mark("Un prénom ou des initiales suffisent.")
    ),
    "vault.label_letters": typed(
        mark("Le nom du compte contient un signe invisible ou inconnu."), mark("Tapez-le au clavier.")
    ),
    "vault.label_long": typed(
        mark("Le nom du compte est trop long."), mark("Gardez %(limit)s signes au plus, par exemple le prénom.")
    ),
    "vault.label_taken": typed(
        mark("Ce nom est déjà celui d’un autre compte de ce poste."), mark("Ajoutez une initiale.")
    ),
    "vault.remove_self": typed(
        mark("Vous ne pouvez pas retirer votre propre compte."),
        mark("Une autre personne responsable peut le faire."),
    ),
}
