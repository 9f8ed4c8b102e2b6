"""Words said to the applicant on paper and on screen alike, in French, marked for translation."""

from anefdesk.domain.case import ItemState, RefusalReason, RequestKind
from anefdesk.i18n.texts import mark

ITEM = {
    ItemState.MISSING: mark("À apporter"),
    ItemState.ASKED: mark("À apporter"),
    ItemState.RECEIVED: mark("C’est bon"),
    ItemState.TO_TRANSLATE: mark("À faire traduire"),
    ItemState.TOO_OLD: mark("Trop ancien : il en faut un plus récent"),
    ItemState.REFUSED: mark("À refaire"),
    ItemState.NOT_APPLICABLE: mark("Pas besoin"),
}
REFUSAL = {
    RefusalReason.ILLEGIBLE: mark("On ne peut pas le lire : refaites la photo ou le scan."),
    RefusalReason.INCOMPLETE: mark("Il manque des pages."),
    RefusalReason.WRONG_PERSON: mark("Il est au nom d’une autre personne."),
    RefusalReason.WRONG_DOCUMENT: mark("Ce n’est pas le bon document."),
    RefusalReason.EXPIRED: mark("Il n’est plus valable : sa date est passée."),
    RefusalReason.NAME_MISMATCH: mark("Le nom n’est pas écrit comme sur vos autres papiers."),
    RefusalReason.NOT_TRANSLATED: mark("Il faut une traduction faite par un traducteur assermenté."),
}
REQUEST = {
    RequestKind.FIRST: mark("première demande"),
    RequestKind.RENEWAL: mark("renouvellement"),
    RequestKind.DECLARATION: mark("déclaration"),
    RequestKind.REPLACEMENT: mark("remplacement"),
    RequestKind.CORRECTION: mark("correction"),
    RequestKind.VISA: mark("visa"),
    RequestKind.CHANGE: mark("changement de statut"),
}
USEFUL = mark("Utile, mais pas obligatoire.")
TRANSLATE = mark("Si le papier n’est pas en français : traduction par un traducteur assermenté.")
QUESTION = mark("À voir ensemble")
UNOFFICIAL = mark("Document d’aide, sans valeur officielle")
UNREAD = mark("Traduction non relue, le français fait foi.")
NOT_TRANSLATED = mark("Pas encore traduit : demandez à l’équipe de vous l’expliquer.")
BEFORE = mark("avant le %(date)s")
FRESH_UNTIL = mark("bon pour un dépôt jusqu’au %(date)s")
CAN_FILE = mark("Rien de connu n’empêche de déposer le %(date)s.")
CANNOT_FILE = mark("Il reste des choses à faire avant de déposer.")
WINDOW = mark("À déposer entre le %(opens)s et le %(closes)s.")
WINDOW_PAST = mark("La période (du %(opens)s au %(closes)s) est passée : déposez sans attendre.")
TO_BRING = mark("À apporter ou à refaire")
HELD = mark("Déjà dans le dossier")
TO_SEE = mark("À voir ensemble")
ON_THE_DAY = mark("Le jour du retrait de la carte")
OTHERS = mark("Utile")
LOCAL = mark("Demandé en plus par cette préfecture")
LOCAL_SAID = mark("Dit par %(who)s, le %(date)s. La loi ne le demande pas.")
LIST_TITLE = mark("Liste des pièces : %(procedure)s")
SLIP_TITLE = mark("Ce qu’il faut apporter")
BLANK_TITLE = mark("Fiche à remplir : %(procedure)s")
SLIP_INTRO = mark("Pour votre démarche : %(procedure)s")
SLIP_NOTHING = mark("Vous avez apporté tout ce que nous vous avons demandé.")
COME_BACK = mark("Revenez avec ces papiers et avec cette feuille.")
NO_PASSWORD = mark("Ne donnez votre mot de passe à personne. Nous ne le demandons jamais.")
FAMILY_NAME, GIVEN_NAME = mark("Nom"), mark("Prénom")
BIRTH_DATE, FOREIGNER_NUMBER = mark("Date de naissance"), mark("Numéro étranger (10 chiffres)")
PHONE, LANGUAGE = mark("Téléphone"), mark("Langue")
NOTES = mark("Notes")
BLANK_INTRO = mark("À remplir à la main, puis à recopier dans le dossier.")
ORIENTATION_TITLE, ORIENTATION_SHEET = mark("Quelle démarche est la vôtre ?"), mark("Fiche d’orientation")
FOUND = mark("Ce que vous pouvez demander")
NOTHING_FOUND = mark("Vos réponses ne suffisent pas pour choisir une démarche.")
MAYBE, FEW = mark("Peut-être"), 5  # ways out that are only possible: a long list would promise what nobody knows
JURIST = mark("Parlez d’abord avec un juriste, un avocat ou une association spécialisée.")
CAREFUL = mark("Attention, avant de commencer")
SPECIAL = mark("Règles particulières pour vous")
TURN_TO = mark("À qui vous adresser")
WHERE = mark("Où faire la demande")
TO_CHECK = mark("À vérifier")
PREFECTURE = mark("Votre préfecture : %(name)s")
COURT = mark("Le tribunal compétent : %(name)s")
FIRST_PAPERS = mark("Pour commencer, préparez")
WHOLE_LIST = mark("Nous ferons la liste complète avec vous.")
