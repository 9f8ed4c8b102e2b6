"""Which letters are offered for a person, in which order; as it runs on the desk lane. For the choice of a letter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anefdesk.domain.case import DemarcheStatus
from anefdesk.domain.letter_template import Addressee, AddresseeForm, LetterTemplate
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.i18n.texts import mark
from anefdesk.services.desk import Desk

NEXT = mark("Maintenant, pour un blocage")
OWN = mark("Les modèles du centre")
STATE = mark("À la préfecture et au ministère")
RIGHTS = mark("Pour garder un droit : travail, aides, soins, logement, banque, école")
DEFENCE = mark("Pour se défendre : Défenseur des droits, CNIL, juge, avocat")
OTHERS = mark("Autres")
_GROUPS = {
    STATE: (Addressee.PREFECT, Addressee.MINISTER),
    RIGHTS: (
        Addressee.EMPLOYER, Addressee.FRANCE_TRAVAIL, Addressee.CAF, Addressee.CPAM, Addressee.LANDLORD,
        Addressee.BANK, Addressee.SCHOOL,
    ),
    DEFENCE: (Addressee.DEFENDER, Addressee.DPO, Addressee.CNIL, Addressee.COURT, Addressee.LAWYERS),
}  # fmt: skip
Offices = Mapping[Addressee, AddresseeForm]
_ORDER = (NEXT, OWN, STATE, RIGHTS, DEFENCE, OTHERS)


@dataclass(frozen=True, slots=True)
class Offer:
    """One letter that may be written. ``blockage``: the one whose next step it is."""

    template: LetterTemplate
    office: str
    group: str
    blockage: ObjectId | None = None
    demarche: ObjectId | None = None
    blocked_by: str = ""

    @property
    def sought(self) -> str:
        """What is searched."""
        code = "" if self.template.own else self.template.id
        return f"{code} {self.template.title} {self.template.purpose} {self.office}"


@dataclass(frozen=True, slots=True)
class Offered:
    """The letters in order, and the démarches they may be about, those under way first."""

    offers: tuple[Offer, ...]
    demarches: tuple[tuple[ObjectId, str], ...]


def offered(desk: Desk, case: CaseId) -> Offered:
    """What may be written for ``case``."""
    file = desk.casework.reload(case).file
    names = {procedure.id: procedure.name for procedure in desk.demarches.procedures()}
    order = [DemarcheStatus.FILED, DemarcheStatus.PREPARING, DemarcheStatus.CLOSED]
    demarches = sorted(file.demarches, key=lambda one: order.index(one.status))
    templates = {one.id: one for one in desk.correspondence.templates()}
    offices = desk.correspondence.offices()
    offers = [*_next(desk, case, templates, offices), *_all(templates, offices)]
    return Offered(
        tuple(sorted(offers, key=lambda one: _ORDER.index(one.group))),
        tuple((one.id, names.get(one.procedure, one.procedure)) for one in demarches),
    )


def _next(desk: Desk, case: CaseId, templates: dict[str, LetterTemplate], offices: Offices) -> Iterator[Offer]:
    for view in desk.blockages.view(case):
        step = view.next.step if view.next is not None and not view.blockage.ended_on else None
        template = templates.get(step.letter) if step is not None else None
        if template is not None:
            about = ObjectId(view.blockage.demarche) if view.blockage.demarche else None
            office = _office(template, offices)
            yield Offer(template, office, NEXT, view.blockage.id, about, view.kind.title)


def _all(templates: dict[str, LetterTemplate], offices: Offices) -> Iterator[Offer]:
    for template in templates.values():
        group = next((name for name, among in _GROUPS.items() if template.addressee in among), OTHERS)
        yield Offer(template, _office(template, offices), OWN if template.own else group)


def _office(template: LetterTemplate, offices: Offices) -> str:
    form = offices.get(template.addressee)
    return form.name if form is not None else ""
