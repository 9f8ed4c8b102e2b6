"""What a stick was given and what it brought, in words: a receipt to read. Used by the page of exchanges."""

from typing import Final

from anefdesk.i18n.texts import mark
from anefdesk.services.sync.stick import Read, Written
from anefdesk.ui.theme import Look

_WHY: Final = {
    "gap": mark("il manque ce qui précède : demandez une clé complète à l’autre poste"),
    "fork": mark("ce poste en a une autre version, qui est gardée"),
    "overlap": mark("ce poste en a déjà une partie, découpée autrement"),
    "denied": mark("personne de l’organisation n’en répond, ou plus"),
}
_OTHERWISE: Final = mark("ce poste n’a pas pu le prendre")
_KILO = 1024


def size(look: Look, octets: int) -> str:
    """« 12 Ko »."""
    if octets < _KILO * _KILO:
        return look.ui("%(n)s Ko", n=max(1, round(octets / _KILO)))
    return look.ui("%(n)s Mo", n=f"{octets / _KILO / _KILO:.1f}".replace(".", ","))


def written_words(look: Look, done: Written) -> tuple[str, str]:
    """What was written, read back and found whole; and what to do now."""
    said = [
        look.ui_n("%(n)d paquet de changements", "%(n)d paquets de changements", done.segments),
        look.ui_n("%(n)d morceau de pièce jointe", "%(n)d morceaux de pièces jointes", done.chunks),
    ]
    told = look.ui(
        "%(what)s, %(size)s. Retirez la clé par le système, puis lisez-la sur l’autre poste.",
        what=", ".join(said),
        size=size(look, done.size),
    )
    if done.absent:
        lacking = look.ui_n(
            "%(n)d morceau de pièce jointe n’est pas encore sur ce poste.",
            "%(n)d morceaux de pièces jointes ne sont pas encore sur ce poste.",
            done.absent,
        )
        told = f"{told} {lacking}"
    return look.ui("« %(name)s » est écrit et relu.", name=done.file.name), told


def read_words(look: Look, found: Read) -> tuple[str, str]:
    """What was new, and what was left and why."""
    new = found.segments + found.chunks + found.entries + found.keyboxes
    if new:
        parts = (
            look.ui_n("%(n)d paquet de changements", "%(n)d paquets de changements", found.segments),
            look.ui_n("%(n)d morceau de pièce jointe", "%(n)d morceaux de pièces jointes", found.chunks),
            look.ui_n("%(n)d décision sur les postes", "%(n)d décisions sur les postes", found.entries),
        )
        what = look.ui("La clé est lue : %(what)s.", what=", ".join(parts))
    else:
        what = look.ui("La clé est lue : rien de nouveau pour ce poste.")
    told = [
        look.ui("Écrits du poste %(log)s : %(why)s.", log=log.hex()[:8], why=look.ui(_WHY.get(why.value, _OTHERWISE)))
        for log, why in found.refused
    ]
    if found.not_understood:
        told.append(
            look.ui_n(
                "%(n)d élément d’une version plus récente du programme a été laissé.",
                "%(n)d éléments d’une version plus récente du programme ont été laissés.",
                found.not_understood,
            )
        )
    return what, " ".join(told)
