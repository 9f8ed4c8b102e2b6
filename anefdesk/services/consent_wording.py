"""Words of the consent sheet, in French, marked for translation: the person signs them.

Used by ``services.consents``. They tell nothing of the file; each sentence says one thing.
"""

from anefdesk.domain.consent import Use
from anefdesk.i18n.texts import mark

TITLE = mark("Mon accord")
INTRO = mark("Vous décidez à quoi sert votre dossier. Vous pouvez dire oui ou non à chaque ligne.")
HELP_ANYWAY = mark("Si vous dites non, nous vous recevons et nous vous conseillons quand même.")
TICK = mark("Cochez ce que vous acceptez.")
USE = {
    Use.FILE: mark("Préparer avec moi des lettres et des démarches à mon nom. Je lis et je signe chaque lettre."),
    Use.LAWYER: mark("Donner à un avocat ce qu’il faut de mon dossier pour me défendre."),
    Use.COURT: mark("Donner à un juge ou au Défenseur des droits ce qui prouve mes difficultés."),
    Use.STATISTICS: mark("Compter mes difficultés avec celles des autres, sans mon nom."),
    Use.PRESS: mark("Raconter mes difficultés à des journalistes ou à des élus, sans mon nom."),
    Use.OTHER_CENTRE: mark("Envoyer mon dossier à un autre centre ou au siège, pour m’aider."),
}
SHORT = {
    Use.FILE: mark("Lettres et démarches"),
    Use.LAWYER: mark("Avocat"),
    Use.COURT: mark("Juge ou Défenseur des droits"),
    Use.STATISTICS: mark("Chiffres"),
    Use.PRESS: mark("Presse et élus"),
    Use.OTHER_CENTRE: mark("Autre centre ou siège"),
}
SCOPE = mark("À qui, ou pour quoi :")
REVOKE = mark("Vous pouvez changer d’avis à tout moment, sans dire pourquoi : dites-le ou écrivez-le à l’équipe.")
NO_MORE = mark("À partir de ce jour-là, nous ne donnons plus rien. Ce qui est déjà parti ne revient pas.")
NO_PASSWORD = mark("Aucun mot de passe n’est demandé ni gardé.")
DATE, SIGNATURE = mark("Date"), mark("Votre signature")
EXPLAINED_BY = mark("Expliqué par")
INTERPRETER = mark("Interprète : nom et signature")
