"""The sentences about the disk, the encrypted database and what is sealed in it."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import (
    ASK_SUPPORT,
    ERASED_NOTHING,
    LAST_LOST,
    SCAN_AGAIN,
    UNTOUCHED,
    UPDATE,
    Sentence,
)
from anefdesk.ui.tokens import State

_OTHERS_SAFE = mark("Les autres dossiers n’ont pas changé.")
_REST_SAFE = mark("Le reste du dossier est intact.")

SENTENCES = {
    "disk.full": Sentence(
        mark("Le disque de cet ordinateur est plein."), LAST_LOST, mark("Libérez de la place, puis recommencez.")
    ),
    "disk.read_only": Sentence(
        mark("Le dossier des données ne se laisse pas ouvrir ou modifier."),
        LAST_LOST,
        mark("Appelez la personne qui s’occupe du poste : elle peut rendre ce dossier modifiable."),
    ),
    "disk.write": Sentence(
        mark("Le disque a refusé une lecture ou une écriture."),
        LAST_LOST,
        mark("Vérifiez qu’il n’est ni plein ni débranché, puis recommencez ; sinon donnez le code ci-dessous."),
    ),
    "draft.in_memory": Sentence(
        mark("Le disque a refusé d’écrire une saisie en cours : elle n’est gardée qu’en mémoire."),
        mark("Son auteur seul la retrouvera, à sa prochaine ouverture, tant que ce programme n’est pas fermé."),
        mark("Libérez de la place sur le disque avant de fermer le programme ou d’éteindre l’ordinateur."),
        State.SOON,
    ),
    "store.busy": Sentence(
        mark("La base des dossiers est occupée."),
        LAST_LOST,
        mark("Recommencez dans un instant ; si cela dure, fermez le programme et rouvrez-le."),
        State.SOON,
    ),
    "store.cipher_off": Sentence(
        mark("Le chiffrement de la base ne fonctionne pas : elle n’a pas été ouverte."),
        mark("Aucun dossier n’a été écrit en clair."),
        ASK_SUPPORT,
    ),
    "store.clear": Sentence(
        mark("Le fichier trouvé à la place de la base n’est pas chiffré : il n’a pas été ouvert."),
        mark("Rien n’y a été écrit."),
        ASK_SUPPORT,
    ),
    "store.damaged": Sentence(
        mark("La base des dossiers ne se lit pas : elle est abîmée, ou la clé n’est pas la sienne."),
        ERASED_NOTHING,
        ASK_SUPPORT,
    ),
    "store.exists": Sentence(
        mark("Une base de dossiers existe déjà ici."),
        mark("Elle n’a pas été remplacée."),
        mark("Fermez le programme et rouvrez-le ; si cela se reproduit, donnez le code ci-dessous."),
    ),
    "store.key_missing": Sentence(
        mark("La clé de ce dossier n’est pas sur ce poste : il a pu être effacé."), _OTHERS_SAFE, ASK_SUPPORT
    ),
    "store.no_key": Sentence(
        mark("La clé de la base n’a pas la forme attendue : la base n’a pas été ouverte."), UNTOUCHED, ASK_SUPPORT
    ),
    "store.missing": Sentence(
        mark("La base des dossiers n’est pas à sa place."),
        mark("Le programme n’en a pas créé d’autre."),
        mark("Si elle est sur un disque à part, branchez-le ; sinon, appelez la personne qui s’occupe du poste."),
    ),
    "store.newer": Sentence(
        mark("La base des dossiers vient d’une version plus récente du programme."),
        mark("Elle n’a pas été modifiée."),
        UPDATE,
    ),
    "store.sqlite_too_old": Sentence(
        mark("Le moteur de la base est trop ancien (%(version)s) : la base n’a pas été ouverte."), UNTOUCHED, UPDATE
    ),
    "store.training": Sentence(
        mark("L’espace d’entraînement et le vrai poste ne s’ouvrent pas l’un dans l’autre."),
        UNTOUCHED,
        mark("Fermez le programme, puis rouvrez celui des deux que vous cherchez."),
        State.SOON,
    ),
    "seal.damaged": Sentence(
        mark("Une partie scellée ne se lit plus : une note privée ou une clé."), UNTOUCHED, ASK_SUPPORT
    ),
    "seal.newer": Sentence(
        mark("Une partie scellée vient d’une version plus récente du programme."), UNTOUCHED, UPDATE
    ),
    "wire.malformed": Sentence(
        mark("Un enregistrement n’a pas la forme attendue : il n’a pas été utilisé."), ERASED_NOTHING, ASK_SUPPORT
    ),
    "wire.chain_broken": Sentence(
        mark("Une suite d’enregistrements ne se suit pas comme elle le devrait : elle n’a pas été utilisée."),
        ERASED_NOTHING,
        ASK_SUPPORT,
    ),
    "wire.newer": Sentence(
        mark("Des données viennent d’une version plus récente du programme : elles sont gardées telles quelles."),
        UNTOUCHED,
        UPDATE,
    ),
    "wire.seal_broken": Sentence(
        mark("Une donnée a été abîmée ou modifiée hors du programme : elle n’a pas été utilisée."),
        ERASED_NOTHING,
        ASK_SUPPORT,
    ),
    "chunk.damaged": Sentence(mark("Ce document est abîmé sur ce poste."), _REST_SAFE, SCAN_AGAIN),
    "chunk.missing": Sentence(
        mark("Une partie de ce document manque ou ne se lit pas sur ce poste."), _REST_SAFE, SCAN_AGAIN
    ),
    "piece.damaged": Sentence(
        mark("Ce document n’est plus celui qui a été ajouté : il n’a pas été ouvert."), _REST_SAFE, SCAN_AGAIN
    ),
}
