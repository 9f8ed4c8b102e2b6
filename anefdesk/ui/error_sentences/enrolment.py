"""What goes wrong when an organisation is founded, or a PC is let into one. Part of the table of ``errors``."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_LEAD, ASK_SUPPORT, KEPT, UNTOUCHED, Sentence, typed
from anefdesk.ui.tokens import State

_NEW_INVITATION = mark("Demandez une nouvelle invitation à la personne qui vous a invité.")
_INVITE_AGAIN = mark("Faites une nouvelle invitation.")
_STILL_ALONE = mark("Ce poste n’a rejoint personne et n’a rien envoyé ; ses dossiers sont intacts.")

SENTENCES = {
    "enrolment.word": typed(
        mark("Le mot numéro %(place)s n’est pas dans la liste des mots d’invitation."),
        mark("Vérifiez ce mot avec la personne qui vous a invité, lettre par lettre si besoin."),
    ),
    "enrolment.words": typed(
        mark("Une invitation a %(expected)s mots ; mots trouvés : %(typed)s."),
        mark("Recopiez tous les mots, dans l’ordre."),
    ),
    "enrolment.not_a_card": typed(
        mark("Ce code QR n’est pas une invitation, ou il n’a pas été lu en entier."),
        mark("Scannez-le de nouveau, ou tapez les six mots."),
    ),
    "enrolment.nameless": typed(
        mark("Il manque le nom du poste ou celui de la personne."),
        mark("Écrivez les deux : la personne qui vous a invité les verra pour vous reconnaître."),
    ),
    "enrolment.has_files": typed(
        mark("Ce poste a déjà des dossiers : il ne peut pas être ajouté comme un poste vide."),
        mark("Ouvrez le centre et rejoignez l’organisation depuis ses réglages : les dossiers viendront avec lui."),
    ),
    "enrolment.wrong_code": Sentence(
        mark("Ce message ne s’ouvre pas avec les mots de l’invitation : un mot est faux, ou le message a été abîmé."),
        UNTOUCHED,
        mark("Comparez les six mots de part et d’autre, puis recommencez la demande."),
        State.SOON,
    ),
    "enrolment.unknown": Sentence(
        mark("Personne n’attend sous ce code : il est mal recopié, déjà périmé, ou l’invitation a été retirée."),
        UNTOUCHED,
        mark("Vérifiez les six mots ; s’ils sont justes, il faut une nouvelle invitation."),
        State.SOON,
    ),
    "enrolment.expired": Sentence(
        mark("Cette invitation est périmée : elle valait vingt-quatre heures."), UNTOUCHED, _INVITE_AGAIN, State.SOON
    ),
    "enrolment.used": Sentence(
        mark("Cette invitation a déjà servi : elle ne vaut que pour un poste, une seule fois."),
        UNTOUCHED,
        mark("Si ce n’était pas ce poste, prévenez une personne responsable. Sinon, faites une nouvelle invitation."),
    ),
    "enrolment.refused": Sentence(
        mark("La demande de ce poste a été refusée."), _STILL_ALONE, _NEW_INVITATION, State.SETTLED
    ),
    "enrolment.other_file": Sentence(
        mark("Ce fichier n’est pas celui qui est attendu ici, ou il est incomplet."),
        UNTOUCHED,
        mark("La demande finit par « .anef-demande », la réponse par « .anef-accord ». Copiez-le de nouveau."),
        State.SOON,
    ),
    "enrolment.not_mine": Sentence(
        mark("Cette réponse est destinée à un autre poste."),
        UNTOUCHED,
        mark("Cherchez sur la clé USB la réponse faite pour ce poste."),
        State.SOON,
    ),
    "enrolment.needs_centre": typed(
        mark("Cette invitation est pour un centre qui vient avec ses dossiers, et ce poste est vide."),
        mark("Faites une invitation de poste, ou ouvrez d’abord le centre sur ce poste."),
    ),
    "enrolment.needs_empty": typed(
        mark("Cette invitation est pour un poste vide, et celui-ci a déjà des dossiers."),
        mark("Faites une invitation de centre : les dossiers viendront avec lui."),
    ),
    "enrolment.taken": Sentence(
        mark("Ce poste ou cette personne est déjà dans l’organisation, avec d’autres clés."),
        UNTOUCHED,
        mark("Refusez la demande, puis vérifiez avec la personne qui l’a faite."),
    ),
    "enrolment.other_organisation": Sentence(
        mark("Ce qui a répondu n’est pas l’organisation qui a invité ce poste."), _STILL_ALONE, ASK_SUPPORT
    ),
    "enrolment.other_directory": Sentence(
        mark("La liste des postes et des personnes qui a été montrée n’est pas celle de l’invitation."),
        _STILL_ALONE,
        ASK_SUPPORT,
    ),
    "enrolment.older_directory": Sentence(
        mark(
            "Le serveur montre une liste des postes plus ancienne que la réponse reçue : ce poste n’y est pas encore."
        ),
        _STILL_ALONE,
        mark("Réessayez dans un moment. Si cela dure, demandez la réponse en fichier sur une clé USB."),
        State.SOON,
    ),
    "enrolment.not_answered": Sentence(
        mark("La réponse à la demande de ce poste n’est pas encore arrivée."),
        KEPT,
        mark("Attendez qu’une personne responsable l’accepte, ou apportez la réponse sur une clé USB."),
        State.SETTLED,
    ),
    "enrolment.nothing_asked": Sentence(
        mark("Ce poste n’a fait aucune demande."),
        UNTOUCHED,
        mark("Commencez par taper les six mots de l’invitation."),
        State.SOON,
    ),
    "enrolment.damaged": Sentence(
        mark("La demande gardée sur ce poste ne se lit plus."), _STILL_ALONE, _NEW_INVITATION, State.SOON
    ),
    "organisation.role": Sentence(
        mark("Votre rôle dans l’organisation ne permet pas cette action."), UNTOUCHED, ASK_LEAD, State.SOON
    ),
    "organisation.by_sheet": Sentence(
        mark("La feuille de secours ouvre ce poste, mais elle ne signe pour personne."),
        UNTOUCHED,
        mark("Verrouillez, puis ouvrez avec votre phrase de passe."),
        State.SOON,
    ),
    "organisation.training": Sentence(
        mark("Le centre d’entraînement ne rejoint aucune organisation."),
        UNTOUCHED,
        mark("Ouvrez le vrai centre pour le faire."),
        State.SETTLED,
    ),
    "organisation.exists": Sentence(
        mark("Ce poste fait déjà partie d’une organisation."),
        UNTOUCHED,
        mark("Rien à faire : invitez les autres postes depuis la page des postes."),
        State.SETTLED,
    ),
    "organisation.lease": typed(
        mark("Un poste peut rester sans contact de 7 à 365 jours."),
        mark("Choisissez un nombre de jours entre les deux."),
    ),
    "organisation.not_prepared": Sentence(
        mark("La clé de l’organisation n’a pas encore été imprimée."),
        UNTOUCHED,
        mark("Imprimez-la d’abord, rangez-la en deux endroits sûrs, puis continuez."),
        State.SOON,
    ),
    "organisation.wrong_sheet": Sentence(
        mark("Cette feuille est bien recopiée, mais ce n’est pas celle de cette organisation."),
        UNTOUCHED,
        mark("Cherchez la feuille « clé de l’organisation », et non la feuille de secours d’un poste."),
        State.SOON,
    ),
}
