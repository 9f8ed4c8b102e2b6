"""What went wrong between desks and the head office. Part of the table of ``errors``."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import ASK_LEAD, ASK_SUPPORT, KEPT, UNTOUCHED, UPDATE, Sentence
from anefdesk.ui.tokens import State

_NOT_FOLLOWED = mark("Le poste ne l’a pas suivie et continue comme avant.")
_GOES_ON = mark("Continuez à travailler : rien n’est perdu, l’envoi reprendra de lui-même.")

SENTENCES = {
    "directory.broken": Sentence(
        mark("La liste signée des postes et des personnes de l’organisation ne se suit pas."), KEPT, ASK_SUPPORT
    ),
    "directory.denied": Sentence(
        mark("Une décision sur les postes ou les personnes vient de quelqu’un qui ne pouvait pas la prendre."),
        _NOT_FOLLOWED,
        ASK_SUPPORT,
    ),
    "directory.refused": Sentence(
        mark("Cette décision sur les postes ou les personnes n’est pas possible en l’état."),
        UNTOUCHED,
        mark("Vérifiez qui fait encore partie de l’organisation, puis recommencez."),
        State.SOON,
    ),
    "mailbox.newer": Sentence(
        mark("La boîte d’échange a été ouverte par une version plus récente du programme."), UNTOUCHED, UPDATE
    ),
    "mailbox.unreachable": Sentence(
        mark("La boîte d’échange ne répond pas."),
        KEPT,
        _GOES_ON,
        State.SOON,
    ),
    "mailbox.no_organisation": Sentence(
        mark("La boîte d’échange ne connaît pas cette organisation."), KEPT, ASK_SUPPORT
    ),
    "mailbox.erased": Sentence(
        mark("Ce dossier a été effacé par décision de deux personnes : il ne peut pas revenir."),
        UNTOUCHED,
        mark("Si la personne revient, ouvrez un nouveau dossier."),
        State.SETTLED,
    ),
    "erasing.not_decided": Sentence(
        mark("Personne n’a encore décidé d’effacer ce dossier."),
        UNTOUCHED,
        mark("Deux personnes qui y sont habilitées doivent le décider ensemble."),
        State.SOON,
    ),
    "erasing.centre": Sentence(
        mark("Le dossier du centre lui-même, avec ses comptes et ses adresses, ne peut pas être effacé."),
        UNTOUCHED,
        mark("Effacez un à un les dossiers des personnes concernées."),
        State.SETTLED,
    ),
    "sync.not_mine": Sentence(
        mark("Ce journal a été écrit par un autre poste : celui-ci ne peut pas le reprendre."), UNTOUCHED, ASK_SUPPORT
    ),
    "sync.mine": Sentence(
        mark("Ce journal est celui de ce poste : il ne l’abandonne pas pour une autre version."),
        UNTOUCHED,
        ASK_SUPPORT,
    ),
    "sync.not_closed": Sentence(
        mark("Ce journal d’un autre poste n’est pas clos : il n’est pas remplacé."), UNTOUCHED, ASK_SUPPORT
    ),
    "sync.membership_damaged": Sentence(
        mark("Le réglage qui rattache ce poste à son organisation ne se lit plus."),
        KEPT,
        mark("Le poste travaille seul en attendant. Prévenez la personne qui suit l’installation."),
    ),
    "sync.directory_parted": Sentence(
        mark(
            "Ce poste et le serveur n’ont pas la même liste signée des postes et des personnes : rien n’a été envoyé."
        ),
        KEPT,
        mark("Ce peut être une attaque ou une copie remise en service. Prévenez la personne qui tient l’organisation."),
    ),
    "sync.other_organisation": Sentence(
        mark("Ce qui répond appartient à une autre organisation : rien ne lui a été envoyé."), KEPT, ASK_SUPPORT
    ),
    "sync.needs_hub": Sentence(
        mark("Cette décision se prend avec le serveur du siège, et il ne répond pas."),
        UNTOUCHED,
        mark("Recommencez quand le réseau est revenu."),
        State.SOON,
    ),
    "sync.no_hub": Sentence(
        mark("Ce poste n’a pas de serveur : il échange par clé USB."),
        UNTOUCHED,
        mark("Écrivez une clé, ou demandez l’adresse du serveur à la personne qui tient l’organisation."),
        State.SETTLED,
    ),
    "sync.locked": Sentence(
        mark("Personne n’est là, et ce poste ne garde pas la clé qui transporte : l’échange attend."),
        KEPT,
        mark("Déverrouillez le poste ; l’échange reprendra de lui-même."),
        State.SETTLED,
    ),
    "sync.not_taken": Sentence(
        mark(
            "La boîte d’échange de ce poste ne prend plus ce qu’il écrit : il a été retiré de l’organisation,"
            " ou remis d’après une copie."
        ),
        KEPT,
        ASK_LEAD,
    ),
    "hub.unreachable": Sentence(
        mark("Le serveur du siège ne répond pas, ou la connexion a été coupée."),
        KEPT,
        _GOES_ON,
        State.SOON,
    ),
    "hub.portal": Sentence(
        mark("Le réseau de ce lieu répond à la place du serveur du siège : il attend sans doute une connexion."),
        KEPT,
        mark("Ouvrez un navigateur et acceptez les conditions du réseau, puis réessayez."),
        State.SOON,
    ),
    "hub.certificate": Sentence(
        mark("Ce qui répond ne prouve pas être le serveur du siège : rien ne lui a été envoyé."),
        KEPT,
        mark("Si le réseau demande à se connecter, ouvrez un navigateur. Sinon, prévenez qui tient le serveur."),
    ),
    "hub.refused": Sentence(
        mark("Le serveur du siège a refusé cette demande."),
        KEPT,
        ASK_SUPPORT,
    ),
    "hub.revoked": Sentence(
        mark("Ce poste a été retiré de l’organisation : le serveur du siège n’échange plus avec lui."),
        KEPT,
        ASK_LEAD,
    ),
    "hub.busy": Sentence(
        mark("Le serveur du siège est occupé pour le moment."),
        KEPT,
        _GOES_ON,
        State.SOON,
    ),
    "hub.newer": Sentence(
        mark("Le serveur du siège parle une langue plus récente que ce poste."),
        KEPT,
        UPDATE,
    ),
    "hub.failing": Sentence(
        mark("Le serveur du siège est en panne."),
        KEPT,
        mark(
            "Continuez à travailler : l’envoi reprendra de lui-même. Si cela dure, prévenez la personne qui le tient."
        ),
        State.SOON,
    ),
    "hub.full": Sentence(
        mark("Le serveur du siège n’a plus de place."),
        KEPT,
        mark("Prévenez la personne qui le tient ; l’envoi reprendra de lui-même."),
    ),
    "hub.garbled": Sentence(
        mark("La réponse du serveur du siège est arrivée abîmée : elle n’a pas été prise."),
        KEPT,
        _GOES_ON,
        State.SOON,
    ),
    "hub.url": Sentence(
        mark("L’adresse du serveur manque, ou n’en est pas une."),
        UNTOUCHED,
        mark("Donnez-la en entier, par exemple https://serveur.example."),
        State.SOON,
    ),
    "hub.plain": Sentence(
        mark("Cette adresse n’est pas protégée : les échanges y passeraient en clair sur le réseau."),
        UNTOUCHED,
        mark("Donnez une adresse qui commence par https://."),
        State.SOON,
    ),
    "hub.begun": Sentence(
        mark("Il y a déjà un serveur dans ce dossier, et il garde son adresse : %(url)s."),
        UNTOUCHED,
        mark(
            "Pour en changer, écrivez la nouvelle dans « hub.toml », à la ligne « urls », puis redémarrez le serveur. "
            "Pour un autre serveur, choisissez un autre dossier."
        ),
        State.SOON,
    ),
    "hub.no_settings": Sentence(
        mark("Les réglages du serveur ne sont pas dans ce dossier, ou ne se lisent pas."),
        UNTOUCHED,
        mark("Donnez le bon dossier, ou préparez-en un avec « anefdesk hub init »."),
        State.SOON,
    ),
    "hub.settings": Sentence(
        mark("Le fichier « hub.toml » de ce dossier se lit mal : une adresse, la base ou un nombre n’en est pas."),
        UNTOUCHED,
        mark("Corrigez-le : « urls » est une liste d’adresses entre guillemets, les nombres sont d’au moins 1."),
        State.SOON,
    ),
    "hub.database": Sentence(
        mark("La base du serveur ne s’ouvre pas."),
        UNTOUCHED,
        mark("Vérifiez la ligne « database » de « hub.toml », et que cette base est en marche."),
        State.SOON,
    ),
    "hub.listening": Sentence(
        mark("Le serveur ne peut pas écouter à cette adresse et sur ce port."),
        UNTOUCHED,
        mark("Voyez si un serveur tourne déjà ici ; sinon, donnez une autre adresse ou un autre port."),
        State.SOON,
    ),
    "hub.no_copy": Sentence(
        mark("Il n’y a pas de copie du serveur sous ce nom."),
        UNTOUCHED,
        mark("Donnez le nom entier du fichier, qui finit par « .hub »."),
        State.SOON,
    ),
    "hub.copy_broken": Sentence(
        mark("Cette copie du serveur est incomplète ou abîmée : elle n’a pas été remise."),
        UNTOUCHED,
        mark("Prenez une autre copie."),
    ),
}
