"""What went wrong with a stick between PCs. Part of the table of ``errors``."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_LEAD, KEPT, UNTOUCHED, UPDATE, Sentence
from anefdesk.ui.tokens import State

_ANOTHER_STICK = mark("Essayez une autre clé USB.")
_NO_FILE = mark("Rien n’est perdu sur ce poste ; aucun fichier à moitié écrit n’est resté sous son nom.")
_SO_FAR = mark("Ce qui a été lu et vérifié avant est gardé ; rien de ce poste n’a été remplacé.")
_WRITE_AGAIN = mark("Demandez à l’autre poste d’écrire de nouveau le fichier, puis relisez-le.")

SENTENCES = {
    "bundle.not_one": Sentence(
        mark("Ce fichier n’est pas un fichier d’échange entre postes."),
        UNTOUCHED,
        mark("Choisissez sur la clé un fichier dont le nom commence par « anefdesk- » et finit par « .ab1 »."),
        State.SOON,
    ),
    "bundle.newer": Sentence(
        mark("Ce fichier d’échange vient d’une version plus récente du programme."), UNTOUCHED, UPDATE
    ),
    "bundle.broken": Sentence(mark("Ce fichier d’échange est incomplet ou abîmé."), _SO_FAR, _WRITE_AGAIN),
    "stick.full": Sentence(
        mark("Il n’y a plus assez de place sur la clé USB."),
        _NO_FILE,
        mark("Libérez de la place sur la clé, ou prenez-en une autre, puis recommencez."),
        State.SOON,
    ),
    "stick.read_only": Sentence(
        mark("La clé USB ne se laisse pas écrire."),
        _NO_FILE,
        mark("Vérifiez le petit verrou de la clé, ou prenez-en une autre."),
        State.SOON,
    ),
    "stick.format": Sentence(
        mark("Le fichier est trop grand pour la façon dont cette clé USB est formatée."),
        _NO_FILE,
        mark("Prenez une clé formatée en exFAT ou en NTFS."),
        State.SOON,
    ),
    "stick.gone": Sentence(
        mark("La clé USB ne répond plus : elle a sans doute été retirée."),
        _SO_FAR,
        mark("Remettez-la et recommencez : l’échange reprend sans rien prendre deux fois."),
        State.SOON,
    ),
    "stick.failed": Sentence(mark("La clé USB n’a pas pu être lue ou écrite."), KEPT, _ANOTHER_STICK, State.SOON),
    "stick.unverified": Sentence(
        mark("Relu après l’écriture, le fichier n’est pas celui qui avait été écrit : cette clé USB n’est pas sûre."),
        _NO_FILE,
        _ANOTHER_STICK,
    ),
    "stick.no_key": Sentence(
        mark("La clé de chiffrement de ce fichier n’est pas encore arrivée sur ce poste."),
        UNTOUCHED,
        mark("Lisez d’abord un fichier plus ancien du même centre, ou connectez le poste au siège."),
        State.SOON,
    ),
    "stick.other_centre": Sentence(
        mark("Ce fichier est d’un autre centre : ce poste ne peut pas l’ouvrir."),
        UNTOUCHED,
        mark("Apportez-le à un poste de ce centre, ou au siège."),
        State.SOON,
    ),
    "stick.partial": Sentence(
        mark("Ce fichier continue un autre que ce poste n’a pas lu."),
        UNTOUCHED,
        mark("Demandez à l’autre poste un fichier complet."),
        State.SOON,
    ),
    "stick.cancelled": Sentence(
        mark("L’échange par clé USB a été arrêté."),
        _SO_FAR,
        mark("Recommencez quand vous voudrez : rien n’est pris deux fois."),
        State.SETTLED,
    ),
    "stick.alone": Sentence(
        mark("Ce poste n’appartient pas encore à une organisation : il n’a rien à échanger."),
        UNTOUCHED,
        ASK_LEAD,
        State.SOON,
    ),
    "stick.desk_open": Sentence(
        mark("Le bureau est ouvert sur ce poste."),
        UNTOUCHED,
        mark("Échangez depuis sa fenêtre, ou fermez-la puis recommencez."),
        State.SOON,
    ),
}
