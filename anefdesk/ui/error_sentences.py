"""The sentences of expected errors, by code: first what may happen while unlocking and storing, then at work.

Read by ``ui/errors.py`` alone. A key ``code.reason`` is preferred when the error carries that ``reason``.
"""

from dataclasses import dataclass

from anefdesk.i18n.texts import mark
from anefdesk.ui.tokens import State

_UNTOUCHED = mark("Rien n’a été modifié.")
_KEPT = mark("Tout ce qui était enregistré l’est toujours.")
_SAFE_DISK = mark("Ce qui était enregistré est intact ; la dernière saisie ne l’est pas encore.")
_ASK_SUPPORT = mark("Ne supprimez aucun fichier ; appelez la personne qui s’occupe du poste avec le code ci-dessous.")
_ASK_LEAD = mark("Demandez à une personne responsable du centre.")
_RESTART = mark("Fermez le programme et ouvrez-le de nouveau ; si cela se reproduit, donnez le code ci-dessous.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, what is safe, what to do."""

    what: str
    safe: str = ""
    todo: str = ""
    state: State = State.URGENT


def _typed(what: str, todo: str = "") -> Sentence:
    """Something to type otherwise: nothing went wrong."""
    return Sentence(what, "", todo, State.SOON)


_ACCESS = {
    "access.wrong_passphrase": _typed(
        mark("Cette phrase de passe n’ouvre pas ce compte."),
        mark("Vérifiez les majuscules et la langue du clavier. Essais avant un délai : %(left)s."),
    ),
    "access.wait": _typed(
        mark("Plusieurs essais ont échoué."), mark("Vous pourrez réessayer dans %(seconds)s secondes.")
    ),
    "access.unknown_member": _typed(
        mark("Ce nom et cette phrase de passe n’ouvrent aucun compte."), mark("Écrivez le nom tel qu’il a été choisi.")
    ),
    "access.ended": Sentence(mark("Ce compte a pris fin le %(on)s."), _KEPT, _ASK_LEAD, State.SOON),
    "access.must_reset": Sentence(
        mark("Ce compte attend une nouvelle phrase de passe : la clé de ce poste a changé."), _KEPT, _ASK_LEAD
    ),
    "access.recovery_needed": Sentence(
        mark("La clé de ce poste n’est plus dans le trousseau du système."),
        mark("Les dossiers sont intacts."),
        mark("Ouvrez le poste avec la feuille de secours."),
    ),
    "access.wrong_recovery": _typed(
        mark("Cette clé de secours n’ouvre pas ce poste."),
        mark("Vérifiez que la feuille est bien celle de ce poste."),
    ),
    "access.role": Sentence(mark("Votre rôle ne permet pas cette action."), _UNTOUCHED, _ASK_LEAD, State.SOON),
    "session.locked": Sentence(
        mark("Le poste est verrouillé."), mark("Votre saisie est gardée en brouillon."), "", State.SOON
    ),
    "pin.wrong": _typed(mark("Ce code n’est pas le bon."), mark("Essais restants : %(left)s.")),
    "pin.gone": _typed(
        mark("Le code rapide n’est plus valable."),
        mark("Entrez votre phrase de passe ; vous pourrez en choisir un autre."),
    ),
    "pin.weak": _typed(
        mark("Ce code se devine trop vite."), mark("Choisissez au moins six chiffres, sans suite ni répétition.")
    ),
    "pin.not_for_recovery": _typed(
        mark("Un code rapide ne peut pas être choisi après une ouverture par la feuille de secours."),
        mark("Verrouillez, ouvrez avec votre phrase de passe, puis choisissez un code."),
    ),
    "passphrase.weak": _typed(
        mark("Cette phrase de passe se devine trop facilement."),
        mark("Prenez celle que le programme propose, ou plusieurs mots sans lien entre eux."),
    ),
    "passphrase.weak.short": _typed(mark("Cette phrase de passe est trop courte."), mark("Ajoutez un ou deux mots.")),
    "passphrase.weak.plain": _typed(
        mark("Cette phrase de passe est trop simple."), mark("Ajoutez des mots, ou des chiffres et des signes.")
    ),
    "passphrase.weak.label": _typed(
        mark("Cette phrase de passe contient votre nom."), mark("Choisissez des mots sans lien avec vous.")
    ),
    "passphrase.weak.pattern": _typed(
        mark("Cette phrase de passe répète les mêmes signes."), mark("Choisissez des mots différents.")
    ),
    "passphrase.weak.common": _typed(
        mark("Cette phrase de passe est trop connue."), mark("Choisissez des mots que personne n’associerait.")
    ),
    "passphrase.weak.letters": _typed(mark("Cette phrase contient un signe que le clavier ne redonnera pas.")),
    "passphrase.weak.long": _typed(mark("Cette phrase de passe est trop longue."), mark("Gardez six à dix mots.")),
    "recovery.length": _typed(
        mark("La clé de secours n’est pas complète : %(typed)s signes sur %(expected)s."),
        mark("Recopiez toutes les lignes de la feuille."),
    ),
    "recovery.typo": _typed(
        mark("La ligne %(group)s de la clé de secours contient une erreur."),
        mark("Relisez cette ligne sur la feuille."),
    ),
    "vault.label_empty": _typed(mark("Le nom affiché manque."), mark("Un prénom ou des initiales suffisent.")),
    "vault.label_letters": _typed(
        mark("Ce nom contient un signe qui ne s’affiche pas."), mark("Écrivez-le autrement.")
    ),
    "vault.label_long": _typed(mark("Ce nom est trop long."), mark("Gardez %(limit)s lettres au plus.")),
    "vault.label_taken": _typed(mark("Ce nom est déjà pris sur ce poste."), mark("Ajoutez une initiale.")),
    "vault.remove_self": _typed(
        mark("Vous ne pouvez pas retirer votre propre compte."), mark("Une autre personne responsable peut le faire.")
    ),
}

_KEYRING = {
    "keyring.absent": Sentence(
        mark("Ce poste n’a pas de trousseau où garder sa clé."),
        _KEPT,
        mark("Le poste peut fonctionner par phrase de passe seule, choix fait et affiché à l’installation."),
        State.SOON,
    ),
    "keyring.locked": Sentence(
        mark("Le trousseau du système est verrouillé."),
        _KEPT,
        mark("Déverrouillez-le avec le mot de passe de l’ordinateur, puis réessayez."),
        State.SOON,
    ),
    "keyring.failed": Sentence(
        mark("Le trousseau du système ne répond pas."),
        _KEPT,
        mark("Rouvrez la session de l’ordinateur, puis réessayez."),
    ),
    "keyring.lost": Sentence(
        mark("La clé de ce poste n’est plus dans le trousseau du système."),
        mark("Les dossiers sont intacts."),
        mark("Ouvrez le poste avec la feuille de secours."),
    ),
    "keyring.changed": Sentence(
        mark("Ce poste utilise un autre trousseau qu’à l’installation."),
        mark("Les dossiers sont intacts."),
        mark("Rétablissez le trousseau d’avant, ou ouvrez avec la feuille de secours."),
    ),
    "vault.device_secret_present": Sentence(
        mark("Une clé de poste existe déjà dans le trousseau."), _UNTOUCHED, _ASK_SUPPORT
    ),
}

_DISK = {
    "disk.full": Sentence(mark("Le disque est plein."), _SAFE_DISK, mark("Libérez de la place, puis recommencez.")),
    "disk.read_only": Sentence(
        mark("Le dossier des données est en lecture seule."),
        _SAFE_DISK,
        mark("Rendez-le modifiable, puis recommencez."),
    ),
    "disk.write": Sentence(mark("L’écriture sur le disque a échoué."), _SAFE_DISK, _RESTART),
    "vault.disk_full": Sentence(mark("Le disque est plein."), _KEPT, mark("Libérez de la place, puis recommencez.")),
    "vault.read_only": Sentence(
        mark("Le dossier des clés est en lecture seule."), _KEPT, mark("Rendez-le modifiable, puis recommencez.")
    ),
    "vault.write_failed": Sentence(mark("Le fichier des clés n’a pas pu être écrit."), _KEPT, _RESTART),
    "vault.unreadable": Sentence(mark("Le fichier des clés ne se lit pas."), _KEPT, _ASK_SUPPORT),
    "vault.damaged": Sentence(mark("Les deux copies du fichier des clés sont abîmées."), "", _ASK_SUPPORT),
    "vault.missing": Sentence(mark("Le fichier des clés est absent."), mark("La base chiffrée est là."), _ASK_SUPPORT),
    "vault.exists": Sentence(
        mark("Un poste est déjà installé ici."), _UNTOUCHED, mark("Fermez et rouvrez le programme.")
    ),
    "vault.newer": Sentence(
        mark("Le fichier des clés vient d’une version plus récente."), _KEPT, mark("Mettez le programme à jour.")
    ),
    "vault.weak_slot": Sentence(mark("Un compte de ce poste est moins protégé que permis."), _UNTOUCHED, _ASK_SUPPORT),
    "vault.repaired": Sentence(
        mark("Une copie du fichier des clés était abîmée ; l’autre a servi."), _KEPT, "", State.TO_CHECK
    ),
    "vault.rolled_back": Sentence(
        mark("Le fichier des clés est plus ancien que celui utilisé la dernière fois."),
        _KEPT,
        mark("Si personne n’a restauré une sauvegarde, prévenez la personne responsable."),
        State.TO_CHECK,
    ),
    "vault.tile_damaged": Sentence(
        mark("Le nom d’un compte ne se lit plus."),
        _KEPT,
        mark("Une personne responsable peut lui redonner un nom."),
        State.TO_CHECK,
    ),
    "clock.absurd": Sentence(
        mark("La date de cet ordinateur ne peut pas être juste."),
        mark("Les dossiers sont intacts."),
        mark("Réglez la date de l’ordinateur : les délais se comptent avec elle."),
    ),
    "store.busy": Sentence(mark("La base est occupée."), _SAFE_DISK, mark("Recommencez dans un instant."), State.SOON),
    "store.cipher_off": Sentence(
        mark("Le chiffrement de la base n’est pas actif : elle n’a pas été ouverte."), "", _ASK_SUPPORT
    ),
    "store.clear": Sentence(mark("Ce fichier n’est pas une base chiffrée : il n’a pas été ouvert."), "", _ASK_SUPPORT),
    "store.damaged": Sentence(
        mark("La base est abîmée : rien n’y sera écrit."), mark("Les sauvegardes n’ont pas été touchées."), _ASK_SUPPORT
    ),
    "store.exists": Sentence(mark("Une base existe déjà ici."), _UNTOUCHED, _RESTART),
    "store.key_missing": Sentence(
        mark("La clé d’un dossier manque."), mark("Les autres dossiers sont intacts."), _ASK_SUPPORT
    ),
    "store.no_key": Sentence(
        mark("La clé d’un dossier manque."), mark("Les autres dossiers sont intacts."), _ASK_SUPPORT
    ),
    "store.missing": Sentence(mark("La base des dossiers est absente."), "", _ASK_SUPPORT),
    "store.newer": Sentence(
        mark("La base vient d’une version plus récente du programme."), _KEPT, mark("Mettez le programme à jour.")
    ),
    "store.sqlite_too_old": Sentence(mark("Le moteur de la base est trop ancien (%(version)s)."), _KEPT, _ASK_SUPPORT),
    "store.training": Sentence(
        mark("L’espace d’entraînement et le vrai poste ne se mélangent pas."),
        _UNTOUCHED,
        mark("Ouvrez l’un ou l’autre, chacun avec ses données."),
    ),
    "store.secret_in_use": Sentence(mark("Une autre base utilise déjà cette clé."), _UNTOUCHED, _ASK_SUPPORT),
    "seal.damaged": Sentence(mark("Une donnée scellée ne se lit plus."), mark("Le reste est intact."), _ASK_SUPPORT),
    "seal.newer": Sentence(
        mark("Une donnée vient d’une version plus récente du programme."), _KEPT, mark("Mettez le programme à jour.")
    ),
    "chunk.damaged": Sentence(
        mark("Une partie de ce document est abîmée."), mark("Le dossier est intact."), _ASK_SUPPORT
    ),
    "chunk.missing": Sentence(
        mark("Une partie de ce document manque sur ce poste."),
        mark("Le dossier est intact."),
        mark("Numérisez-le de nouveau."),
    ),
    "wire.malformed": Sentence(
        mark("Une donnée enregistrée n’a pas la forme attendue."), mark("Le reste est intact."), _ASK_SUPPORT
    ),
    "wire.seal_broken": Sentence(
        mark("Un enregistrement a été modifié hors du programme."), mark("Il n’a pas été pris en compte."), _ASK_SUPPORT
    ),
}
SENTENCES: dict[str, Sentence] = {
    "unexpected": Sentence(
        mark("Un problème imprévu est survenu."),
        _KEPT,
        mark("Recommencez ; si cela se reproduit, donnez la référence ci-dessous à la personne qui vous aide."),
    ),
    **_ACCESS,
    **_KEYRING,
    **_DISK,
}
