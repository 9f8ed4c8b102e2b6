"""The words of a disagreement: its field, its sentence, its values, who wrote them. Used by « À trancher »."""

from collections.abc import Mapping
from enum import Enum

from anefdesk.domain import deadlines, household
from anefdesk.domain.blockage import Reply, Restored
from anefdesk.domain.case import AddressKind, DemarcheStatus, Name, Person, RequestKind, Safe, Staff
from anefdesk.domain.letter import Sending
from anefdesk.domain.staff import Role
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.review_names import Both, Entry, Written
from anefdesk.services.reviewing import Disagreement, Side
from anefdesk.ui import blockage_words, clock_words, family_words, field_words, words
from anefdesk.ui.pages.harms_form import euros
from anefdesk.ui.pages.letter_words import SENDING
from anefdesk.ui.pages.role_words import ROLE_WORDS
from anefdesk.ui.spoken_dates import moment
from anefdesk.ui.theme import Look

CHOICE: Mapping[type[Enum], Mapping[Enum, str]] = {
    Safe: words.SAFE,  # type: ignore[dict-item]  # each is of its own enum
    AddressKind: words.ADDRESS,  # type: ignore[dict-item]
    RequestKind: words.REQUEST,  # type: ignore[dict-item]
    DemarcheStatus: words.STATUS,  # type: ignore[dict-item]
    Reply: blockage_words.REPLY,  # type: ignore[dict-item]
    Restored: blockage_words.RESTORED,  # type: ignore[dict-item]
    Sending: SENDING,  # type: ignore[dict-item]
    household.Relation: family_words.RELATION,  # type: ignore[dict-item]
    household.EventKind: family_words.EVENT,  # type: ignore[dict-item]
    deadlines.EventKind: clock_words.EVENT,  # type: ignore[dict-item]
}
_YES_NO: Mapping[type, tuple[str, str]] = {
    Person: (mark("les personnes nommées seulement"), mark("toute l’équipe")),
    household.Keeper: (mark("peut ouvrir ce dossier"), mark("ne peut pas l’ouvrir")),
}
BOTH = {
    Both.NAME: mark("L’autre devient une autre écriture du nom : la recherche connaît les deux."),
    Both.CONTACT: mark("L’autre devient un deuxième moyen de joindre la personne."),
    Both.NOTE: mark("L’autre est écrite dans une note du dossier."),
}
NOTHING = mark("rien d’écrit")


def field(look: Look, one: Disagreement) -> str:
    """« Titre de séjour · Au », and of which one."""
    name = look.ui(field_words.named(type(one.thing), one.law.name, one.thing)).removesuffix(" :")
    name = name[:1].upper() + name[1:]
    if isinstance(one.thing, Person | Name):
        return name
    return f"{look.ui(field_words.THING[type(one.thing)])} · {name}"


def choice(look: Look, one: Disagreement, value: object) -> str:
    """A choice of words: an enum, yes or no, a role."""
    if isinstance(value, bool):
        yes, no = _YES_NO.get(type(one.thing), (mark("oui"), mark("non")))
        return look.ui(yes if value else no)
    if isinstance(value, Enum):
        return look.ui(CHOICE[type(value)][value])
    if isinstance(one.thing, Staff) and value:
        role = next((role for role in Role if role.value == value), None)
        return look.ui(ROLE_WORDS[role]) if role else look.ui(NEWER)
    return look.ui(mark("à préciser")) if one.law.enum is not None else look.ui(NOTHING)


NEWER = mark("un choix d’une version plus récente du programme")


def value(look: Look, one: Disagreement, side: Side) -> str:
    """What one of the values says."""
    if side.newer:
        return look.ui(NEWER)
    if side.told:
        return side.told
    if one.form.entry is Entry.EUROS and isinstance(side.value, int):
        return euros(side.value)
    return choice(look, one, side.value)


def sentence(look: Look, one: Disagreement) -> str:
    """What happened, plainly."""
    people = list(dict.fromkeys(by.label for side in one.sides for by in side.written if by.label))
    if len(people) > 1:
        names = [isolate(name) for name in people]
        who = look.ui("%(some)s et %(last)s", some=", ".join(names[:-1]), last=names[-1])
        return look.ui("%(who)s ont écrit des choses différentes sans se voir.", who=who)
    if people:
        return look.ui(
            "%(who)s a écrit des choses différentes sur deux postes qui ne s’étaient pas vus.", who=isolate(people[0])
        )
    return look.ui("Des choses différentes ont été écrites sur deux postes qui ne s’étaient pas vus.")


def written(look: Look, by: Written) -> str:
    """« Samira, 14/01/2027 10:42, sur ce poste »."""
    where = look.ui("sur ce poste") if by.here else look.ui("sur un autre poste")
    if by.pc and not by.here:
        where = look.ui("sur le poste « %(pc)s »", pc=by.pc)
    return f"{isolate(by.label or look.ui('quelqu’un de l’équipe'))}\n{moment(by.wall_ms)}, {where}"


def note(look: Look, one: Disagreement) -> str:
    """The note that keeps the other values, as it will stand in the file."""
    others = [value(look, one, side) for side in one.sides if not side.shown]
    who = [by.label for side in one.sides if not side.shown for by in side.written]
    return look.ui(
        "Deux valeurs gardées. %(field)s : l’autre valeur était %(value)s (%(who)s).",
        field=field(look, one),
        value=", ".join(look.ui("« %(value)s »", value=other) for other in others),
        who=", ".join(dict.fromkeys(who)),
    )
