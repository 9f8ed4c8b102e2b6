"""Keys on paper: of a PC, of the organisation, of an invitation. Used by the pages that have them printed and tried."""

from datetime import date

from anefdesk.letters.documents import Imprint, RecoverySheet
from anefdesk.services import pieces


def recovery(key_text: str, foot: Imprint) -> RecoverySheet:
    """The key that opens a PC when every passphrase is lost."""
    return RecoverySheet(
        title="Feuille de secours",
        imprint=foot,
        key_groups=tuple(key_text.splitlines()),
        explanation=(
            "Cette clé ouvre les dossiers de ce poste quand toutes les phrases de passe sont perdues.",
            "Rangez cette feuille fermée, loin du poste : coffre ou armoire du siège. Ne la photographiez pas.",
            "Qui la trouve avec le poste peut lire tous les dossiers. Si elle disparaît, prévenez le siège.",
        ),
        fields=("Rangée à", "Par", "Vérifiée le"),
    )


def recovery_before(key_text: str, today: date) -> bytes:
    """The same as a PDF, of a PC that has no files yet."""
    from anefdesk.letters.compose import compose

    return compose(recovery(key_text, Imprint(centre="", day=today)))


def organisation(key_text: str, foot: Imprint) -> RecoverySheet:
    """The key of an organisation."""
    return RecoverySheet(
        title="Clé de l’organisation",
        imprint=foot,
        key_groups=tuple(key_text.splitlines()),
        explanation=(
            "Cette clé nomme de nouvelles personnes à la tête de l’organisation quand il n’en reste aucune.",
            "Elle n’ouvre aucun dossier. Imprimez-la deux fois et rangez-la fermée en deux lieux sûrs.",
            "Qui la trouve peut se donner tous les rôles. Si elle disparaît, prévenez le siège.",
        ),
        fields=("Rangée à", "Et à", "Par", "Vérifiée le"),
    )


def invitation(words: tuple[str, ...], card: str, foot: Imprint, *, empty: bool, hub: str) -> RecoverySheet:
    """Six words two by two, and their picture; ``empty``: for a PC without files."""
    where = (
        "Sur le nouveau poste : « Premier démarrage », puis « Rejoindre une organisation »."
        if empty
        else "Dans le centre qui vient : « Réglages », « Échanges », puis « Rejoindre une organisation »."
    )
    reached = f"Adresse du serveur : {hub}" if hub else "Il n’y a pas de serveur : la demande voyage sur une clé USB."
    return RecoverySheet(
        title="Invitation d’un poste" if empty else "Invitation d’un centre",
        imprint=foot,
        key_groups=tuple(" ".join(pair) for pair in zip(words[::2], words[1::2], strict=True)),
        explanation=(
            where,
            reached,
            "Elle sert une seule fois et vaut vingt-quatre heures. Remettez-la en main propre, puis détruisez-la.",
        ),
        card=card,
    )


def raster(pdf: bytes, page: int, width: int) -> pieces.Raster:
    """One page as pixels, where no desk is open."""
    return pieces.raster(pdf, page, width)
