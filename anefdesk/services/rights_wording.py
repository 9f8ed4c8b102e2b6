"""Words of the timeline of rights and of the reminder slip, in French, marked for translation.

Used by ``rights_sheets``. They promise nothing, and a paper that proves nothing is never said to prove something.
"""

from anefdesk.domain.deadlines import Outcome
from anefdesk.domain.held_papers import Certainty
from anefdesk.domain.papers import Right
from anefdesk.i18n.texts import mark

RIGHT = {
    Right.STAY: mark("Rester en France"),
    Right.WORK: mark("Travailler"),
    Right.TRAVEL: mark("Voyager et revenir"),
    Right.SOCIAL: mark("Droits sociaux"),
}
CERTAINTY = {
    Certainty.PROVED: mark("prouvé"),
    Certainty.DISPUTED: mark("à vérifier"),
    Certainty.UNKNOWN: mark("on ne sait pas"),
    Certainty.GAP: mark("rien ne le prouve"),
}
TIMELINE = mark("Frise de vos droits")
PROVED_TO_CHECK = mark("prouvé, mais à vérifier")
NEXT_GAP = mark("À partir du %(date)s, si rien ne change, aucun papier noté ici ne suffit pour : %(rights)s.")
GAP_NOW = mark("Aujourd’hui, aucun papier noté ici ne suffit pour : %(rights)s.")
NO_GAP = mark("Aucun jour sans preuve n’est prévu jusqu’au %(date)s.")
NOTHING_NOTED = mark("Aucun papier n’est noté dans votre dossier : apportez-les.")
TABLE = mark("Tel jour, tel papier")
FROM_TO = mark("Du %(start)s au %(end)s")
TO_DO = mark("Que faire avant")
BY = mark("Avant le %(date)s")
NOT_A_PROOF = mark("Cette feuille ne prouve aucun droit : montrez les papiers eux-mêmes.")
RECKONED = mark("Dates calculées le %(date)s avec les papiers notés ce jour-là. Un nouveau papier peut les changer.")

REMINDER = mark("À ne pas oublier")
WHAT = {
    Outcome.OPENS: mark("Vous pouvez déposer votre demande à partir de ce jour."),
    Outcome.CLOSES: mark("Dernier jour pour déposer votre demande."),
    Outcome.EXTENSION_ENDS: mark("Après ce jour, votre carte expirée ne suffit plus. Venez nous voir avant."),
    Outcome.VALID_UNTIL: mark("Après ce jour, ce papier n’est plus valable. Venez nous voir avant."),
    Outcome.VALID_AT_LEAST: mark("Ce papier est valable au moins jusqu’à ce jour. Venez nous voir avant."),
    Outcome.REFUSAL_BORN: mark("Si vous n’avez pas de réponse ce jour-là, c’est un refus. Venez nous voir."),
    Outcome.LAST_DAY: mark("Dernier jour pour contester. Voyez un avocat bien avant."),
    Outcome.LAST_HOUR: mark("Dernière heure pour contester. Voyez un avocat tout de suite."),
    Outcome.JUDGMENT_BY: mark("Le tribunal doit répondre avant ce jour."),
}
WHAT_OF_RULE = {
    "F7": mark("Dernier jour pour valider votre visa sur le site de l’ANEF."),
    "F11": mark("Dernier jour pour déclarer votre nouvelle adresse."),
    "F12": mark("Après ce jour, la préfecture peut vous demander un nouveau visa."),
    "F13": mark("La préfecture doit vous donner votre titre avant ce jour."),
    "A13": mark("Dernier jour pour demander l’aide juridictionnelle."),
    "A14": mark("Fin du délai donné pour quitter la France. Voyez un avocat bien avant."),
}
FOR = mark("Pour : %(procedure)s")
AT_HOUR = mark("à %(time)s")
TO_CHECK = mark("Date à vérifier avec nous ou avec un juriste.")
RESCUE = mark("Un autre calcul donne le %(date)s. Seul un avocat peut le confirmer : ne l’attendez pas.")
UNDATED = mark("Une autre date est possible : demandez à un juriste.")
COMPUTED = mark("Dates calculées le %(date)s. Si quelque chose change, revenez nous voir.")
WHERE = mark("Où")
AT_CENTRE = mark("Ici, au centre : %(name)s")
HERE = mark("Ici, au centre")
BRING = mark("Apportez")
EVERY_PAPER = mark("Cette feuille et tous vos papiers, avec les enveloppes reçues.")
DISCREET = mark("Rendez-vous au centre")
DISCREET_BY = mark("avant le %(date)s")
HOUR = mark("Heure")
