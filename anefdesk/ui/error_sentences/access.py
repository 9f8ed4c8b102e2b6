"""The sentences met at the lock screen: passphrase, PIN, recovery sheet, role."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_LEAD, FILES_SAFE, KEPT, Sentence, typed
from anefdesk.ui.tokens import State

SENTENCES = {
    "access.wrong_passphrase": typed(
        mark("Le compte ne s’ouvre pas avec cette phrase de passe."),
        mark(
            "Vérifiez le nom du compte, les majuscules et la langue du clavier. "
            "Essais possibles avant une attente : %(left)s."
        ),
        FILES_SAFE,
    ),
    "access.wrong_passphrase.none_left": typed(
        mark("Le compte ne s’ouvre pas avec cette phrase de passe."),
        mark(
            "Vérifiez le nom du compte, les majuscules et la langue du clavier. "
            "Il faudra attendre un peu avant l’essai suivant."
        ),
        FILES_SAFE,
    ),
    "access.wait": typed(
        mark("Plusieurs essais ont échoué : ce compte attend un peu avant le suivant."),
        mark("Réessayez dans %(seconds)s, ou demandez à une personne responsable une nouvelle phrase de passe."),
        FILES_SAFE,
    ),
    "access.unknown_member": typed(
        mark("Ce compte n’existe plus sur ce poste."),
        mark("Choisissez un autre compte, ou demandez à une personne responsable du centre."),
        mark("Ce qui a été écrit avec ce compte est toujours dans les dossiers."),
    ),
    "access.ended": typed(
        mark("Ce compte était ouvert jusqu’au %(on)s."),
        mark("Si la date de l’ordinateur est juste, demandez à une personne responsable du centre."),
        mark("Ce qui a été écrit avec ce compte est toujours dans les dossiers."),
    ),
    "access.must_reset": typed(
        mark("Ce compte attend une nouvelle phrase de passe, car la clé de ce poste a été remplacée."),
        mark("Faites-le avec une personne responsable et la feuille de secours, qui garde lisibles vos notes privées."),
        FILES_SAFE,
    ),
    "access.recovery_needed": typed(
        mark("Cette action demande la feuille de secours de ce poste."),
        mark("Demandez-la à une personne responsable, puis ouvrez le poste avec cette feuille."),
    ),
    "access.wrong_recovery": typed(
        mark("Cette clé de secours est bien tapée, mais elle n’ouvre pas ce poste."),
        mark("Vérifiez que la feuille est celle de ce poste : chaque poste a la sienne."),
        FILES_SAFE,
    ),
    "access.role": typed(mark("Votre rôle ne permet pas cette action."), ASK_LEAD),
    "session.locked": Sentence(
        mark("Le poste est verrouillé : cette action n’a pas été faite."),
        KEPT,
        mark("Déverrouillez-le, regardez si un brouillon vous attend, puis recommencez."),
        State.SOON,
    ),
    "pin.wrong": typed(
        mark("Ce code n’est pas le bon."),
        mark("Essais restants avant de devoir donner la phrase de passe : %(left)s."),
        FILES_SAFE,
    ),
    "pin.gone": typed(
        mark("Le code rapide n’est plus valable."),
        mark("Entrez votre phrase de passe ; vous pourrez ensuite choisir un nouveau code."),
        FILES_SAFE,
    ),
    "pin.not_for_recovery": typed(
        mark("Aucun code rapide ne peut être choisi après une ouverture par la feuille de secours."),
        mark("Verrouillez, ouvrez avec votre phrase de passe, puis choisissez un code."),
    ),
    "recovery.length": typed(
        mark("La clé de secours doit avoir %(expected)s signes ; il y en a %(typed)s."),
        mark("Recopiez toutes les lignes de la feuille, sans en sauter."),
    ),
    "recovery.typo": typed(
        mark("La ligne %(group)s de la clé de secours contient une erreur."),
        mark("Relisez cette ligne sur la feuille, puis corrigez-la."),
    ),
}
