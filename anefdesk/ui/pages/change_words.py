"""What an update of the catalogue changed, in words: fields, their values, and what becomes of a recorded state.

Used by the review of old versions.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from anefdesk.domain.catalogue_changes import FieldChange, LineChange, Turn
from anefdesk.domain.facts import Truth
from anefdesk.domain.procedure import Requirement, Stage, Translation
from anefdesk.i18n import dates
from anefdesk.i18n.texts import Texts, mark
from anefdesk.services.versions import Difference
from anefdesk.ui import words
from anefdesk.ui.tokens import State

TURN = {Turn.ADDED: mark("nouveau"), Turn.REMOVED: mark("retiré"), Turn.CHANGED: mark("changé")}
TURN_TONE = {Turn.ADDED: State.SOON, Turn.REMOVED: State.PLAIN, Turn.CHANGED: State.TO_CHECK}
PART = {
    "": mark("Démarche"),
    "documents": mark("Pièce"),
    "windows": mark("Quand déposer"),
    "fees": mark("Prix"),
    "outputs": mark("Ce que la personne reçoit"),
    "silence": mark("Silence de l’administration"),
    "processing_time": mark("Temps de réponse"),
    "card_duration": mark("Durée du titre"),
    "work_right": mark("Droit au travail"),
    "exemptions": mark("Exonérations"),
    "steps": mark("Étape sur l’ANEF"),
    "pitfalls": mark("Piège"),
}
_FIELD = {
    "name": mark("Nom"),
    "audience": mark("Pour qui"),
    "text": mark("Texte"),
    "condition": mark("Dans quel cas"),
    "requirement": mark("Exigence"),
    "stage": mark("Moment"),
    "max_age_months": mark("Ancienneté, en mois"),
    "max_age": mark("Ancienneté"),
    "translation": mark("Traduction"),
    "alternatives": mark("À la place"),
    "if_missing": mark("Et si vous ne l’avez pas ?"),
    "remark": mark("À savoir"),
    "newer": mark("Demandée par une loi récente"),
    "beyond_annexe": mark("Hors de l’annexe 10"),
    "basis": mark("D’où cela vient"),
    "opens_days_before": mark("Ouverture, en jours avant la fin du titre"),
    "closes_days_before": mark("Fin, en jours avant la fin du titre"),
    "cents": mark("Montant"),
    "valid_from": mark("Valable à partir du"),
    "valid_to": mark("Valable jusqu’au"),
    "requests": mark("Demandes possibles"),
    "on_anef": mark("Sur l’ANEF"),
    "legal_basis": mark("Base légale"),
    "category": mark("Entrée du menu"),
}
_VALUE = {
    True: mark("oui"),
    False: mark("non"),
    Requirement.REQUIRED: mark("obligatoire"),
    Requirement.ASKED: mark("demandée quand même"),
    Requirement.DEPENDS: mark("selon le cas"),
    Requirement.USEFUL: mark("utile, pas obligatoire"),
    Stage.FILING: mark("au dépôt"),
    Stage.COLLECTION: mark("à la remise du titre"),
    Translation.NOT_NEEDED: mark("pas nécessaire"),
    Translation.IF_FOREIGN: mark("assermentée, si le document n’est pas en français"),
    Translation.UNKNOWN: mark("à vérifier"),
}
_VALUES: tuple[Mapping[Any, str], ...] = (_VALUE, words.BASIS, words.ON_ANEF, words.REQUEST)
_APPLIES = {
    Truth.YES: mark("Concerne cette personne."),
    Truth.NO: mark("Ne concerne pas cette personne."),
    Truth.UNKNOWN: mark("Dépend d’une réponse à donner."),
}


def version(texts: Texts, iso: str) -> str:
    """« version du 23/11/2026 »."""
    return texts.ui("version du %(day)s", day=dates.shown(date.fromisoformat(iso)) if _is_day(iso) else iso)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def fields(texts: Texts, change: LineChange) -> Iterator[tuple[str, str, str]]:
    """Each value that changed: its name, before, now. The French texts of the catalogue are shown as they are."""
    names = {field.field for field in change.fields}
    for field in change.fields:
        if field.field == "when" or (field.field == "max_age_months" and "max_age" in names):
            continue  # said by what it does to the person, or by the text
        known = _FIELD.get(field.field, mark("Autre indication"))
        yield texts.ui(known), _said(texts, field, field.before), _said(texts, field, field.after)


def _said(texts: Texts, field: FieldChange, value: object) -> str:
    if value is None or value in ("", ()):
        return texts.ui("rien")
    if isinstance(value, bool | Enum):
        return texts.ui(next((known[value] for known in _VALUES if value in known), str(value)))
    if isinstance(value, tuple):
        return ", ".join(_said(texts, field, part) for part in value)
    if isinstance(value, date):
        return dates.shown(value)
    if field.field == "cents" and isinstance(value, int):
        return f"{value / 100:.2f}".replace(".", ",").removesuffix(",00") + "\u00a0€"
    return str(value)


def becomes(texts: Texts, line: Difference) -> Iterator[str]:
    """What the change does to this démarche: whom it concerns, what happens to the state recorded."""
    before, after, kept = line.before, line.after, line.recorded
    if after is not None and (before is None or before.applies is not after.applies):
        yield texts.ui(_APPLIES[after.applies])
    elif _asked_otherwise(line):
        yield texts.ui("Ce qui décide si cette ligne concerne la personne a changé ; pour elle, rien ne change.")
    if kept is None or before is None:
        return
    state = texts.ui(words.ITEM[before.state])
    if after is None:
        yield texts.ui("Noté « %(state)s » : gardé dans le dossier, sous « n’est plus demandé ».", state=state)
    elif after.state is not before.state:
        new = texts.ui(words.ITEM[after.state])
        yield texts.ui("Noté « %(state)s » : deviendrait « %(new)s ».", state=state, new=new)
    else:
        yield texts.ui("Noté « %(state)s » : ne change pas.", state=state)


def _asked_otherwise(line: Difference) -> bool:
    return any(field.field == "when" for field in line.change.fields)
