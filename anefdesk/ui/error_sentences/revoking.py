"""The sentences about PCs and people that leave the organisation, and about a PC that hears of it no more."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import KEPT, UNTOUCHED, UPDATE, Sentence, typed
from anefdesk.ui.tokens import State

_STILL = mark("Tout se lit toujours. Imprimer et préparer un dossier de preuves restent possibles.")

SENTENCES = {
    "revoking.own_pc": typed(
        mark("Un poste ne se retire pas lui-même."),
        mark("Faites-le depuis un autre poste du centre, ou demandez au siège."),
    ),
    "revoking.self": typed(
        mark("Vous ne pouvez pas vous retirer vous-même de l’organisation."),
        mark("Demandez à une autre personne responsable, ou au siège."),
    ),
    "revoking.out": typed(
        mark("Ce poste ou cette personne ne fait pas partie de l’organisation, ou plus."), mark("Rechargez la liste.")
    ),
    "revoking.blind": Sentence(
        mark("Ce poste ne sait pas jusqu’où va le travail du poste à retirer : tout ce travail serait perdu."),
        UNTOUCHED,
        mark(
            "Recommencez quand le serveur répond, avec un compte d’administration, ou demandez à une personne "
            "responsable de ce centre-là de le retirer, depuis un poste du centre."
        ),
        State.SOON,
    ),
    "revoking.no_key": Sentence(
        mark("Ce poste n’a pas la clé de ce centre : il ne peut pas la donner à d’autres postes."),
        UNTOUCHED,
        mark("Faites-le depuis un poste qui ouvre les dossiers de ce centre."),
        State.SOON,
    ),
    "access.lease_over": Sentence(
        mark("Ce poste n’a plus de nouvelles de son organisation depuis trop longtemps : il n’enregistre plus rien."),
        _STILL,
        mark(
            "Connectez-le au réseau, ou faites passer la clé USB d’échange. Sinon, demandez un code de prolongation "
            "au siège, par téléphone."
        ),
    ),
    "access.too_old": Sentence(
        mark("L’organisation demande une version plus récente du programme : ce poste n’enregistre plus rien."),
        _STILL,
        UPDATE,
    ),
    "lease.code": typed(
        mark("Ce code de prolongation n’est pas bon, ou il date de plus d’une semaine, ou il est d’un autre poste."),
        mark("Faites-vous redire le code, lettre par lettre."),
        KEPT,
    ),
}
