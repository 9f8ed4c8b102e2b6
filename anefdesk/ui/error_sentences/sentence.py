"""What an error's sentence is made of, and the parts that many of them share. Used by the tables beside it."""

from dataclasses import dataclass

from anefdesk.i18n.texts import mark
from anefdesk.ui.tokens import State

UNTOUCHED = mark("Rien n’a été modifié.")
KEPT = mark("Tout ce qui était enregistré l’est toujours.")
FILES_SAFE = mark("Les dossiers sont intacts.")
NOT_ADDED = mark("Rien n’a été ajouté au dossier.")
LAST_LOST = mark("Ce qui était enregistré l’est toujours ; la dernière action ne l’est pas.")
ACCOUNTS_KEPT = mark("Les comptes et les phrases de passe n’ont pas changé.")
ERASED_NOTHING = mark("Le programme n’a rien effacé ni remplacé.")
UPDATE = mark("Mettez le programme à jour sur ce poste, puis rouvrez-le.")
ASK_SUPPORT = mark("Ne supprimez aucun fichier ; appelez la personne qui s’occupe du poste avec le code ci-dessous.")
ASK_LEAD = mark("Demandez à une personne responsable du centre.")
SCAN_AGAIN = mark("Ajoutez-le de nouveau à partir de l’original.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, what is safe, what to do."""

    what: str
    safe: str
    todo: str
    state: State = State.URGENT


def typed(what: str, todo: str, safe: str = UNTOUCHED) -> Sentence:
    """Something to type or choose otherwise: nothing went wrong."""
    return Sentence(what, safe, todo, State.SOON)
