"""Invented people who write letters, a whole file each; used by the tests of letters."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from anefdesk.domain.blockage import Answered, Attempt, Blockage, Harm, Means
from anefdesk.domain.case import Centre, Demarche, DemarcheStatus, Permit, Person, RequestKind
from anefdesk.domain.consent import Use
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.letter_template import Addressee, FieldKind
from anefdesk.domain.record import CaseId, ObjectId, Stored, differences
from anefdesk.services.correspondence import Correspondence
from anefdesk.services.workplace import adding, setting
from tests.services.conftest import LEAD, Room

CENTRE = "Association Canari"
ANSWERS = {
    FieldKind.TEXT: "exemple", FieldKind.LONG_TEXT: "premier point ;\ndeuxième point.", FieldKind.DAY: "12/10/2026",
    FieldKind.AMOUNT: "1250,50", FieldKind.YES_NO: "yes", FieldKind.COUNT: "3",
}  # fmt: skip


@dataclass
class Writer:
    """One person's file and its letters."""

    room: Room
    case: CaseId
    demarche: ObjectId | None = None
    blockage: ObjectId | None = None

    @property
    def letters(self) -> Correspondence:
        return self.room.desk().correspondence

    def add(self, thing: Stored) -> ObjectId:
        self.room.workplace().record(adding(self.case, thing))
        return thing.id

    def new_id(self) -> ObjectId:
        return self.room.workplace().new_id()

    def happened(self, kind: EventKind, on: str, **fields: Any) -> None:  # noqa: ANN401 - fields of LegalEvent
        self.add(LegalEvent(id=self.new_id(), kind=kind, on=on, demarche=self.demarche, **fields))

    def tried(self, on: str, at: str, said: str, means: Means = Means.SITE, reference: str = "") -> None:
        assert self.blockage
        self.add(
            Attempt(
                id=self.new_id(),
                blockage=self.blockage,
                means=means,
                on=on,
                at=at,
                said=said,
                reference=reference,
                answered=Answered.YES,
            )
        )

    def blocked(self, code: str, on: str) -> None:
        self.blockage = self.add(Blockage(id=self.new_id(), code=code, on=on, demarche=self.demarche))

    def harmed(self, code: str, start: str, cents: int) -> None:
        harm = Harm(id=self.new_id(), code=code, blockage=self.blockage, start=start, cents_month=cents, household=3)
        self.add(harm)

    def write(self, template: str, **answers: str) -> ObjectId:
        """A draft with its questions answered."""
        letter = self.letters.begin(self.case, template, demarche=self.demarche, blockage=self.blockage)
        for field, value in answers.items():
            self.letters.fill(self.case, letter, field, value)
        return letter

    def agree(self, *uses: Use) -> None:
        for use in uses or (Use.FILE,):
            self.room.desk().consents.give(self.case, use, language="fr", signed=True)


def settle(room: Room) -> None:
    """A centre with a name, an address of its own and that of its préfecture."""
    centre = Centre(id=ObjectId(room.store.centre), name=CENTRE, department="69")
    room.workplace().record(adding(room.store.centre, centre))
    letters = room.desk(LEAD).correspondence
    said = {"checked_on": date(2026, 10, 2), "said_by": "courrier de la préfecture"}
    letters.set_address(Addressee.PREFECT, "69", "Préfecture du Rhône\n97 rue Molière\n69003 Lyon", **said)  # type: ignore[arg-type]
    letters.set_address(None, "", "3 place des Canaris\n69007 Lyon", **said)  # type: ignore[arg-type]


def person(
    room: Room,
    given: str,
    gender: str,
    *,
    family: str = "Canari-Haidari",
    procedure: str = "salarie",
    request: RequestKind = RequestKind.RENEWAL,
    filed: str = "",
    permit: str = "",
    kind: str = "carte-temporaire",
    **fields: str,
) -> Writer:
    """A person who lives in Lyon, with the permit that ends on ``permit`` and the request made on ``filed``."""
    case = room.person(given=given, family=family, gender=gender, department="69", birth_date="04/05/1990")
    before = room.read(case).file.person
    told = {
        "address": "12 rue des Canaris", "postcode": "69003", "city": "Lyon", "foreigner_number": "9900000012",
        "department": "69", **fields,
    }  # fmt: skip
    after: Person = replace(before, **told)  # type: ignore[arg-type] # fields of Person
    room.workplace().record(setting(case, before, differences(before, after)))
    writer = Writer(room, case)
    if permit:
        writer.add(Permit(id=writer.new_id(), kind=kind, start="2025-11-21", end=permit))
    if filed:
        writer.demarche = writer.add(
            Demarche(
                id=writer.new_id(),
                procedure=procedure,
                catalogue=room.catalogue.version,
                request=request,
                status=DemarcheStatus.FILED,
                filed_on=filed,
                request_number="6903000123456789",
                opened_on=filed,
            )
        )
    return writer
