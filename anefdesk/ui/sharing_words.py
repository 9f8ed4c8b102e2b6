"""The words of shared files: with whom, since when, what they answered, what leaves. Used by the pages of sharing."""

from collections.abc import Mapping
from typing import Final

from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import Kind
from anefdesk.domain.sharing import Reply, Share
from anefdesk.services.sync.sharing import Addressee, ShareLine
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State

_ALWAYS: Final = frozenset({Kind.PERSON, Kind.NAME, Kind.LANGUAGE, Kind.CONTACT_POINT})


def whom(look: Look, label: str, *, head_office: bool = False) -> str:
    """A centre by its name, or the head office."""
    if head_office:
        return look.ui("le siège")
    return look.ui("« %(centre)s »", centre=label) if label else look.ui("un centre sans nom")


def addressed(look: Look, one: Addressee) -> str:
    """In a list of choices."""
    return look.ui("Le siège") if one.head_office else one.label or look.ui("Un centre sans nom")


def state(look: Look, line: ShareLine) -> tuple[State, str]:
    """In a word."""
    share = line.share
    if share.reply is Reply.REFUSED:
        return State.SOON, look.ui("refusé")
    if share.taken_over:
        return State.SETTLED, look.ui("transmis")
    if share.revoked_on:
        return State.PLAIN, look.ui("repris") if taken_back(share) else look.ui("arrêté")
    if share.reply is Reply.ACCEPTED:
        return State.SETTLED, look.ui("accepté")
    return State.TO_CHECK, look.ui("sans réponse") if share.parcel else look.ui("à envoyer")


def taken_back(share: Share) -> bool:
    """Whether they had taken the file over, and it is open here again."""
    return share.handed_over and share.reply is Reply.ACCEPTED and bool(share.revoked_on)


def said(look: Look, line: ShareLine) -> tuple[str, ...]:
    """Who shared it with whom and when; then what became of it."""
    ui, share, to = look.ui, line.share, whom(look, line.to, head_office=line.head_office)
    words = {"to": to, "day": shown(share.on)}
    first = (
        ui("Transmis à %(to)s le %(day)s", **words)
        if share.handed_over
        else ui("Partagé avec %(to)s le %(day)s", **words)
    )
    found = [ui("%(said)s, par %(who)s", said=first, who=line.by) if line.by else first]
    if share.reply is Reply.ACCEPTED:
        found.append(ui("Accepté le %(day)s.", day=shown(share.replied_on)))
    elif share.reply is Reply.REFUSED:
        found.append(ui("Refusé le %(day)s : %(why)s", day=shown(share.replied_on), why=share.why))
    if share.stands and share.reply is Reply.ACCEPTED and not share.handed_over:
        found.append(ui("Ce qui change ici leur est envoyé ; dernier envoi le %(day)s.", day=shown(share.sent_on)))
    if taken_back(share) and not share.consent_gone:
        found.append(ui("Repris le %(day)s : le dossier est de nouveau ouvert ici.", day=shown(share.revoked_on)))
    elif share.revoked_on and share.consent_gone:
        found.append(ui("Arrêté le %(day)s : la personne a retiré son accord.", day=shown(share.revoked_on)))
    elif share.revoked_on:
        found.append(ui("Arrêté le %(day)s.", day=shown(share.revoked_on)))
    if share.revoked_on and share.reply is not Reply.REFUSED:
        found.append(ui("Ce qui a été envoyé avant y reste."))
    return tuple(found)


def counted(look: Look, counts: Mapping[int, int]) -> tuple[str, ...]:
    """What a file holds, kind by kind."""
    n = look.ui_n
    words = {
        Kind.DEMARCHE: n("%(n)d démarche", "%(n)d démarches", counts.get(Kind.DEMARCHE, 0)),
        Kind.PIECE: n("%(n)d pièce jointe", "%(n)d pièces jointes", counts.get(Kind.PIECE, 0)),
        Kind.PERMIT: n("%(n)d titre ou récépissé", "%(n)d titres ou récépissés", counts.get(Kind.PERMIT, 0)),
        Kind.JOURNAL_ENTRY: n("%(n)d ligne du journal", "%(n)d lignes du journal", counts.get(Kind.JOURNAL_ENTRY, 0)),
        Kind.NOTE: n("%(n)d note de l’équipe", "%(n)d notes de l’équipe", counts.get(Kind.NOTE, 0)),
        Kind.BLOCKAGE: n(
            "%(n)d blocage, avec ses preuves", "%(n)d blocages, avec leurs preuves", counts.get(Kind.BLOCKAGE, 0)
        ),
        Kind.LETTER: n("%(n)d lettre", "%(n)d lettres", counts.get(Kind.LETTER, 0)),
    }
    rest = sum(count for kind, count in counts.items() if kind not in words and kind not in _ALWAYS)
    found = [look.ui("l’identité, les noms, les langues, les coordonnées")]
    found += [said_ for kind, said_ in words.items() if counts.get(kind)]
    if rest:
        found.append(look.ui("les réponses aux questions, l’état des documents, les dates"))
    return tuple(found)
