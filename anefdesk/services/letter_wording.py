"""Words that explain a letter to the person who signs it, in French, marked for translation.

Used by ``letter_sheets``. What one letter asks stands in its template.
"""

from anefdesk.i18n.texts import mark

TITLE = mark("Ce que dit la lettre")
ABOUT = mark("Lettre : %(title)s")
CAUTION = mark(
    "Cette feuille explique la lettre ; elle ne la traduit pas mot à mot. Seule la lettre en français est envoyée."
)
WHAT = mark("Ce que la lettre demande")
DATES = mark("Les dates")
EXPECTED = mark("Une réponse est attendue avant le %(date)s.")
EXPECTED_TODAY = mark("Si la lettre part aujourd’hui, une réponse est attendue avant le %(date)s.")
APPEAL = mark("Dernier jour pour contester devant le tribunal : %(date)s. La lettre ne remplace pas ce recours.")
COMPLEMENT = mark("Dernier jour pour envoyer les papiers demandés : %(date)s.")
OTHER_DATES = mark("Une lettre n’arrête pas toujours les délais : demandez vos dates à l’équipe.")
NO_PROMISE = mark("Personne ne peut promettre la réponse.")
SIGN = mark("Ne signez que si vous êtes d’accord avec ce qui est écrit.")
KEEP = mark("Gardez une copie de la lettre et la preuve de l’envoi.")
COME_BACK = mark("Revenez nous voir dès que vous recevez une réponse, même par message sur le site.")
