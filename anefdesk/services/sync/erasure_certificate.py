"""The certificate of an erasing: what was erased, who decided it, which PCs have done it and what remains. No name.

Used by ``erasures``; staff keep it, or hand it to the person who asked.
"""

from typing import Final

from anefdesk.domain.erasing import Reason
from anefdesk.i18n import dates
from anefdesk.letters.documents import LetterSheet
from anefdesk.services import imprints
from anefdesk.services.sync.erasures_shown import CopyLine, ErasingRow, PcLine
from anefdesk.services.workplace import Workplace

BACKUP_DAYS: Final = 35  # how long a hub's own copies keep what it has erased
_REASONS: Final = {
    Reason.ASKED: "la personne l’a demandé",
    Reason.RETENTION: "fin de la durée de conservation",
    Reason.TWICE: "la personne a un autre dossier",
    Reason.MISTAKE: "dossier ouvert par erreur",
}


def certificate_of(at: Workplace, row: ErasingRow) -> LetterSheet:
    """The certificate of a file that is erased here."""
    speaker = imprints.speaker_of("fr")
    centre = imprints.centre_of(at)
    today = at.clock.today()
    return LetterSheet(
        imprint=imprints.imprint(at, speaker),
        sender=(centre.name,),
        references=(f"Référence du dossier : {row.reference}",),
        place_and_date=f"Le {dates.shown(today)}",
        subject="effacement d’un dossier",
        paragraphs=(
            f"Le dossier {row.reference} a été effacé. Ce certificat ne porte aucun nom.",
            "Décision\n" + "\n".join(_decision(row)),
            "Postes\n" + "\n".join(_told(pc) for pc in row.pcs),
            *(("Copies ailleurs\n" + "\n".join(_copied(copy) for copy in row.copies),) if row.copies else ()),
            "Ce qui reste\n" + "\n".join(_remains(alone=len(row.pcs) == 1 and not row.pcs[0].label)),
        ),
        signature=("Pour le centre",),
    )


def _decision(row: ErasingRow) -> list[str]:
    found = []
    if row.asked_on:
        by = f" par {row.asked_by}" if row.asked_by else ""
        why = f" ; motif : {_REASONS[row.reason]}" if row.reason else ""
        found.append(f"demandé le {dates.shown(row.asked_on)}{by}{why}")
    for label, day in row.agreed:
        on = f" le {dates.shown(day)}" if day else ""
        found.append(f"accord{on} : {label or 'feuille de secours'}")
    if row.decided_on:
        found.append(f"décidé le {dates.shown(row.decided_on)}")
    return found


def _told(pc: PcLine) -> str:
    name = pc.label or ("ce poste" if pc.mine else "un poste")
    if pc.on is not None:
        return f"{name} : effacé le {dates.shown(pc.on)}"
    if pc.out:
        return f"{name} : retiré de l’organisation, ne le confirmera pas"
    if pc.elsewhere:
        return f"{name} (siège) : effacé à son prochain contact, confirmé au siège"
    return f"{name} : pas encore confirmé"


def _copied(copy: CopyLine) -> str:
    to = f"« {copy.label} »" if copy.label else "le siège"
    on = dates.shown(copy.on) if copy.on else "une date inconnue"
    if copy.accepted is not None:
        return (
            f"{to} : copie envoyée le {on}, acceptée le {dates.shown(copy.accepted)} ; elle y reste sous sa seule "
            "responsabilité, et il est averti de cet effacement"
        )
    return f"{to} : copie proposée le {on} et retirée ; si elle y a été acceptée entre-temps, elle est à sa charge"


def _remains(*, alone: bool) -> list[str]:
    hub = [
        f"les copies de secours du serveur, illisibles sans les clés effacées, {BACKUP_DAYS} jours au plus",
        "des marques de changement sans contenu, qui gardent la suite du journal",
    ]
    own = ["des marques de changement sans contenu, qui gardent la suite du journal"]
    common = [
        "ce qui a été imprimé, envoyé ou remis avant l’effacement",
        "ce que d’autres dossiers disent de la personne avec leurs propres mots",
        "les copies du disque que le centre aurait faites lui-même",
    ]
    return [*(own if alone else hub), *common]
