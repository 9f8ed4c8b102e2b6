"""A file with a blockage from beginning to end, invented; used by the tests and the measure of the evidence file."""

from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from anefdesk.domain.blockage import Answered, Attempt, Entry, Exhibit, Harm, Means, Remedy, Reply, Restored
from anefdesk.domain.case import Permit, RequestKind
from anefdesk.domain.consent import Use
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.evidence import Evidence
from anefdesk.services.workplace import Workplace
from tests.services.conftest import TODAY, WORKER, Room
from tests.services.test_pieces import pdf

SAID = "Une erreur technique est survenue, Madame Canari. Veuillez réessayer ultérieurement (code 500)."
NUMBER = "9900000123"


def screen(number: int = 1, size: tuple[int, int] = (1366, 768)) -> bytes:
    """What a browser showed, or nearly."""
    picture = Image.new("RGB", size, (246, 244, 239))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, size[0], size[1] // 12), fill=(20, 60, 140))
    pen.rectangle((size[0] // 6, size[1] // 3, size[0] * 5 // 6, size[1] * 2 // 3), fill="white", outline=(180, 30, 20))
    pen.text((size[0] // 5, size[1] * 2 // 5), f"Erreur technique {number} - code 500", fill=(150, 20, 20))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@dataclass
class Blocked:
    """The person, and how her file got there."""

    room: Room
    case: CaseId
    blockage: ObjectId
    at: Workplace
    originals: list[bytes] = field(default_factory=list)

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.at)

    def agree(self, *uses: Use) -> None:
        for use in uses:
            self.room.desk().consents.give(self.case, use, language="fr", signed=True)

    def keep(self, data: bytes, entry: Entry = Entry.PASTED, **about: object) -> Exhibit:
        exhibit, _ = self.room.desk().blockages.attach(self.case, self.blockage, data, entry=entry, **about)  # type: ignore[arg-type]
        self.originals.append(data)
        return exhibit

    def place(self, name: str = "preuves.zip") -> Path:
        folder = self.room.home / "clef"
        folder.mkdir(exist_ok=True)
        return folder / name


def blocked(room: Room) -> Blocked:
    """B11 since the summer, tried in three weeks, two remedies, a job lost."""
    case = room.person(
        birth_date="04/05/1990", nationality="AF", foreigner_number=NUMBER, gender="f", department="69",
        family_native="کناری حیدری", given_native="زهرا",
    )  # fmt: skip
    desk = room.desk()
    casework, blockages = desk.casework, desk.blockages
    person = casework.reload(case).file.person
    casework.edit(case, person, replace(person, address="12 rue des Canaris", postcode="69003", city="Lyon"))
    casework.add(case, Permit(id=casework.new_id(), kind="carte-pluriannuelle", start="2022-11-30", end="2026-11-29"))
    demarche = desk.demarches.begin(case, "refugie", RequestKind.RENEWAL, TODAY)
    desk.deadlines.record(
        case, LegalEvent(id=desk.deadlines.new_id(), kind=EventKind.FILED, on="2026-08-03", demarche=demarche)
    )
    blockage, _ = blockages.log(
        case, "B11", on="2026-09-07", at="10:42", said=SAID, device="Ordinateur du centre", browser="Firefox 143",
        address="https://administration-etrangers-en-france.interieur.gouv.fr", demarche=demarche,
    )  # fmt: skip
    found = Blocked(room, case, blockage, room.workplace(WORKER))
    first = blockages.one(case, blockage).attempts[0]
    found.keep(screen(1), attempt=first.id, title="Page d’erreur de Canari")
    for number, (on, at) in enumerate((("2026-09-09", "14:05"), ("2026-09-21", "09:12"), ("2026-10-14", "11:30")), 2):
        attempt = Attempt(id=blockages.new_id(), on=on, at=at, said=SAID, device="Téléphone", browser="Chrome 140")
        blockages.attempt(case, blockage, attempt)
        found.keep(screen(number), Entry.SCREEN, attempt=attempt.id)
    call = Attempt(
        id=blockages.new_id(), means=Means.CALL, on="2026-10-15", at="15:00", reference="CCC-CANARI-77",
        answered=Answered.YES, said="Le conseiller a noté la demande.\nIl rappellera.",
    )  # fmt: skip
    blockages.attempt(case, blockage, call)
    found.keep(pdf(pages=3), Entry.FILE, title="Confirmation de dépôt", on="2026-08-03")
    found.keep(b"Subject: votre demande\n\nBonjour Madame Canari,\nvotre demande est en cours.\n", Entry.FILE)
    remedy = Remedy(id=blockages.new_id(), blockage=blockage, step="ccc", on="2026-10-15", reference="CCC-CANARI-77")
    blockages.remedy(case, remedy)
    blockages.answer(case, remedy, Reply.NONE, "2026-11-05")
    blockages.remedy(case, Remedy(id=blockages.new_id(), blockage=blockage, step="second_contact", on="2026-11-06"))
    blockages.harm(
        case,
        Harm(
            id=blockages.new_id(), code="R-EMP-S", blockage=blockage, start="2026-09-12", cents_month=142_050,
            household=3, restored=Restored.NO, remark="Contrat suspendu par Canari SARL",
        ),
    )  # fmt: skip
    return found
