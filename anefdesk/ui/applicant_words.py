"""Words said to the applicant on screen only, beside those of ``services/wording``; marked for translation."""

from anefdesk.i18n.texts import mark

YES, NO, NOT_KNOWN = mark("Oui"), mark("Non"), mark("Je ne sais pas")
ANSWERS = (YES, NO, NOT_KNOWN)
QUESTION = mark("Une question pour vous")
UNREAD_MARK = mark("° Traduction non relue, le français fait foi.")
CHECKED_MARK = mark(
    "° Traduction vérifiée, pas encore lue par une personne qui parle cette langue. Le français fait foi."
)
LANGUAGE = mark("Langue")
ALL_READY = mark("Tout est là.")
IF_MISSING = mark("Si vous ne l’avez pas :")
BACK = mark("Retour")
ONE_STEP, WHOLE_LIST = mark("Une étape à la fois"), mark("Toute la liste")
BEFORE, AFTER = mark("Précédent"), mark("Suivant")
STEP = mark("Étape %(at)s sur %(of)s")
FOR_FILING = mark("Pour faire la demande")
ON_COLLECTION = mark("Le jour où vous retirez la carte")
USEFUL = mark("Utile, mais pas obligatoire")
DONE = mark("Valider")
ALOUD = mark("La personne qui vous reçoit vous pose maintenant une question.")
TOGETHER = mark("Avant de continuer, nous en parlons ensemble.")
