"""The sentences about this PC's keys: the keyring of the system, the file of keys, the clock."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import (
    ACCOUNTS_KEPT,
    ASK_SUPPORT,
    ERASED_NOTHING,
    FILES_SAFE,
    KEPT,
    UNTOUCHED,
    UPDATE,
    Sentence,
    typed,
)
from anefdesk.ui.tokens import State

_BY_SHEET = mark(
    "Ouvrez le poste avec une personne responsable et la feuille de secours ; "
    "les autres comptes recevront ensuite une nouvelle phrase de passe."
)

SENTENCES = {
    "keyring.absent": Sentence(
        mark("Le trousseau de clés de cet ordinateur est introuvable."),
        KEPT,
        mark(
            "À l’installation, vous pouvez choisir le mode « phrase de passe seule ». Sur un poste déjà installé, "
            "rouvrez la session de l’ordinateur, sinon appelez une personne responsable."
        ),
        State.SOON,
    ),
    "keyring.locked": Sentence(
        mark("Le trousseau de clés de cet ordinateur est verrouillé."),
        KEPT,
        mark(
            "Déverrouillez-le avec le mot de passe de l’ordinateur, puis réessayez ; "
            "si vous ne l’avez pas, appelez une personne responsable."
        ),
        State.SOON,
    ),
    "keyring.lost": Sentence(
        mark("La clé de ce poste n’est plus dans le trousseau de l’ordinateur."), FILES_SAFE, _BY_SHEET
    ),
    "keyring.changed": Sentence(
        mark("L’ordinateur n’utilise plus le même trousseau de clés qu’à l’installation du poste."),
        FILES_SAFE,
        mark(
            "Rouvrez la session habituelle de l’ordinateur ; sinon, ouvrez le poste avec une personne responsable "
            "et la feuille de secours."
        ),
    ),
    "keyring.failed": Sentence(
        mark("Le trousseau de clés de cet ordinateur ne répond pas."),
        KEPT,
        mark(
            "Rouvrez la session de l’ordinateur, puis réessayez ; si cela dure, appelez une personne responsable "
            "avec le code ci-dessous."
        ),
    ),
    "vault.device_secret_present": typed(
        mark("La clé de ce poste est toujours dans le trousseau : il n’y a rien à remplacer."),
        mark("Ouvrez le poste avec une phrase de passe."),
    ),
    "vault.disk_full": Sentence(
        mark("Le disque de cet ordinateur est plein."), ACCOUNTS_KEPT, mark("Libérez de la place, puis recommencez.")
    ),
    "vault.read_only": Sentence(
        mark("Le dossier des clés ne se laisse pas modifier."),
        ACCOUNTS_KEPT,
        mark("Appelez la personne qui s’occupe du poste : elle peut rendre ce dossier modifiable."),
    ),
    "vault.write_failed": Sentence(
        mark("Le fichier des clés n’a pas pu être écrit."),
        ACCOUNTS_KEPT,
        mark("Recommencez ; si cela dure, appelez la personne qui s’occupe du poste avec le code ci-dessous."),
    ),
    "vault.unreadable": Sentence(
        mark("L’ordinateur refuse de lire le fichier des clés."),
        UNTOUCHED,
        mark(
            "Rouvrez la session habituelle de l’ordinateur ; si cela dure, appelez la personne qui s’occupe du poste "
            "avec le code ci-dessous."
        ),
    ),
    "vault.damaged": Sentence(
        mark("Le fichier des clés est abîmé : le poste ne s’ouvre pas."),
        mark("Le programme n’a pas touché à la base des dossiers."),
        ASK_SUPPORT,
    ),
    "vault.missing": Sentence(
        mark("Le fichier des clés n’est plus à sa place : le poste ne s’ouvre pas."), ERASED_NOTHING, ASK_SUPPORT
    ),
    "vault.exists": Sentence(
        mark("Un poste est déjà installé ici."),
        mark("Il n’a pas été remplacé."),
        mark("Fermez le programme et rouvrez-le : il proposera d’ouvrir ce poste."),
        State.SOON,
    ),
    "vault.newer": Sentence(
        mark("Le fichier des clés vient d’une version plus récente du programme."), UNTOUCHED, UPDATE
    ),
    "vault.weak_slot": Sentence(
        mark("Ce compte est moins protégé que le programme ne l’exige : il n’a pas été ouvert."),
        FILES_SAFE,
        ASK_SUPPORT,
    ),
    "vault.repaired": Sentence(
        mark("Une des deux copies du fichier des clés manquait ou était abîmée ; l’autre a servi."),
        mark("Les comptes et les dossiers sont intacts."),
        mark("Vous pouvez travailler ; si ce message revient, appelez la personne qui s’occupe du poste."),
        State.TO_CHECK,
    ),
    "vault.rolled_back": Sentence(
        mark("Le fichier des clés est plus ancien que la dernière fois."),
        mark("Les dossiers n’ont pas changé."),
        mark(
            "Si personne n’a remis une sauvegarde, prévenez une personne responsable : "
            "un compte retiré ou une ancienne phrase de passe peut de nouveau ouvrir ce poste."
        ),
        State.TO_CHECK,
    ),
    "vault.tile_damaged": Sentence(
        mark("Un compte ne s’affiche plus : son nom ne se lit plus."),
        mark("Ce qui a été écrit avec ce compte est toujours dans les dossiers."),
        mark("Une personne responsable peut le rétablir en lui donnant une nouvelle phrase de passe."),
        State.TO_CHECK,
    ),
    "clock.absurd": Sentence(
        mark("La date de cet ordinateur ne peut pas être juste."),
        mark("Les dossiers sont intacts, mais les délais affichés seraient faux."),
        mark("Réglez la date de l’ordinateur avant de continuer."),
    ),
}
