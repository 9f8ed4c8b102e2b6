"""Whole letters of invented people, read as an office will: no hole, no broken agreement, no lone line, right dates."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from anefdesk.domain.blockage import Means, Remedy
from anefdesk.domain.consent import Use
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.record import ObjectId
from tests.services.conftest import Refused, Room
from tests.services.correspondents import ANSWERS, CENTRE, Writer, person, settle

STUDENT = "etudiant-renouvellement"
NBSP = "\u00a0"


@dataclass(frozen=True)
class Sample:
    """One letter: who writes it, what is answered, what must be read in it and what must not."""

    template: str
    writer: Callable[[Room], Writer]
    answers: dict[str, str] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    address: str = ""

    @property
    def name(self) -> str:
        return "-".join([self.template, *self.answers.values()])[:60]


def _zahra(room: Room) -> Writer:
    """A student whose card ended on 20 November; filed in the window; suspended from her job."""
    writer = person(room, "Zahra", "f", procedure=STUDENT, filed="2026-08-10", permit="2026-11-20")
    writer.blocked("B11", "2026-11-20")
    writer.tried("2026-11-20", "09:05", "Aucun document disponible")
    writer.tried("2026-11-22", "18:40", "Aucun document disponible")
    writer.tried("2026-11-23", "08:30", "Votre demande est en cours", Means.CALL, "CCC-118822")
    writer.harmed("R-EMP-S", "2026-11-21", 145000)
    return writer


def _idriss(room: Room) -> Writer:
    """A man whose last attestation ended; the refusal is born."""
    writer = person(
        room, "Idriss", "m", family="Canari-Diallo", procedure=STUDENT, filed="2026-05-04", permit="2026-07-30"
    )
    writer.happened(EventKind.API_ISSUED, "2026-07-31", until="2026-10-30")
    writer.harmed("R-EMP-R", "2026-11-01", 0)
    return writer


def _sacha(room: Room) -> Writer:
    """Somebody whose gender is not told, without dates of the ANEF: a paper procedure."""
    return person(room, "Sacha", "", family="Canari-Lee", procedure="salarie", filed="2026-10-01", permit="2026-11-30")


def _amal(room: Room) -> Writer:
    """A woman whom the site does not let file, with tries in three weeks, a call and a visit."""
    writer = person(room, "Amal", "f", family="Canari-Saleh", permit="2027-01-15")
    writer.blocked("B04", "2026-11-02")
    for day, hour in (("2026-11-02", "10:12"), ("2026-11-10", "19:03"), ("2026-11-17", "08:47")):
        writer.tried(day, hour, "Erreur 500 : service momentanément indisponible")
    writer.tried("2026-11-12", "11:20", "Réessayez plus tard", Means.CALL, "CCC-120077")
    writer.tried("2026-11-18", "", "Pas de rendez-vous avant trois mois", Means.POINT)
    return writer


def _asked(room: Room) -> Writer:
    writer = person(
        room, "Moussa", "m", family="Canari-Traoré", procedure=STUDENT, filed="2026-08-20", permit="2026-11-20"
    )
    writer.happened(EventKind.COMPLEMENT_ASKED, "2026-11-09", until="2026-12-09")
    return writer


def _implicit(room: Room) -> Writer:
    """Filed on 4 June: ninety days of silence made a refusal."""
    return person(
        room, "Leïla", "f", family="Canari-Benali", procedure=STUDENT, filed="2026-06-04", permit="2026-09-20"
    )


def _api(room: Room) -> Writer:
    writer = person(
        room, "Awa", "f", family="Canari-Ndiaye", procedure="salarie", filed="2026-09-01", permit="2026-11-10"
    )
    writer.happened(EventKind.API_ISSUED, "2026-11-11", until="2027-02-10")
    return writer


def _stuck(room: Room) -> Writer:
    """A blockage that went up the ladder."""
    writer = _zahra(room)
    assert writer.blockage
    for step, on in (("ccc", "2026-11-20"), ("api_l02", "2026-11-21")):
        known = step if step in room.catalogue.blockages.steps else "ccc"
        writer.add(Remedy(id=writer.new_id(), blockage=writer.blockage, step=known, on=on))
    return writer


SAMPLES = (
    Sample("L01", _zahra, says=("10 août 2026", "20 novembre 2026", "sous quinze jours", "emploi suspendu")),
    Sample(
        "L02",
        _zahra,
        {"what": "never", "ground": "renewal", "complete": "yes"},
        says=("10 août 2026", "20 novembre 2026", "dans le délai", "5 novembre 2026", "1 450 € par mois"),
        never=("force majeure",),
    ),
    Sample(
        "L02",
        _idriss,
        {"what": "not_renewed", "ground": "renewal", "complete": "yes"},
        says=("4 mai 2026", "30 octobre 2026", "n’a pas été renouvelée"),
    ),
    Sample(
        "L02",
        _sacha,
        {"what": "receipt", "ground": "renewal", "complete": "yes", "in_window": "yes"},
        says=("1er octobre 2026", "30 novembre 2026", "récépissé"),
        never=("attestation de prolongation d’instruction ne porte pas",),
    ),
    Sample(
        "L03",
        _amal,
        {"procedure_name": "carte de séjour « salarié »", "on_anef": "yes", "several": "no"},
        says=("le 02/11/2026 à 10 h 12", "CCC-120077", "Nombre d’essais : 3", "empêchée", "15 janvier 2027"),
        never=("empêché :", "empêché."),
    ),
    Sample(
        "L05",
        _asked,
        {"why": "more_time", "piece": "un acte de naissance légalisé", "until": "09/02/2027",
         "reason": "le consulat délivre cet acte en deux mois ; ma demande y est du 12 novembre 2026."},
        says=("9 novembre 2026", "9 décembre 2026", "9 février 2027"),
    ),
    Sample(
        "L06",
        _idriss,
        {"closure_on": "12/11/2026", "closure_reason": "dossier incomplet",
         "pieces": "passeport ;\njustificatif de domicile."},
        says=("4 mai 2026", "12 novembre 2026", "– justificatif de domicile."),
    ),
    Sample("L08", _implicit, says=("4 juin 2026", "3 septembre 2026", "motifs")),
    Sample(
        "L10",
        _sacha,
        {"decision": "express", "decision_on": "16/11/2026", "removal": "no",
         "grounds": "Mon contrat de travail est de durée indéterminée ;\nma famille vit ici depuis 2019."},
        says=("16 novembre 2026", "prêt(e)", "1er octobre 2026"),
    ),
    Sample(
        "L12",
        _amal,
        {"role": "salariée", "seen": "le 10/11/2026 à 19 h 03, page d’erreur ;\nle 17/11/2026 à 8 h 47, la même page.",
         "procedure_name": "carte de séjour « salarié »"},
        says=("J’ai constaté", "Madame Amal CANARI-SALEH", "l’intéressée", "441-7"),
        never=("Monsieur Amal", "l’intéressé,"),
    ),
    Sample(
        "L13",
        _api,
        {"what": "job", "work_mention": "yes", "ground": "renewal"},
        says=("10 février 2027", "10 novembre 2026", "porte la mention du droit au travail"),
        never=("9900000012", "Née le"),
        address="SARL Canari Propreté\nService du personnel\n4 rue des Serins\n69100 Villeurbanne",
    ),
    Sample(
        "L14",
        _api,
        {"what": "registration", "refused_on": "18/11/2026", "work_mention": "yes"},
        says=("18 novembre 2026", "attestation de prolongation d’instruction", "10 février 2027"),
        address="France Travail Villeurbanne\n1 rue des Serins\n69100 Villeurbanne",
    ),
    Sample(
        "L15",
        _api,
        {"benefit": "housing", "stopped_on": "01/11/2026", "notified_on": "05/11/2026", "ground": "renewal"},
        says=("1er novembre 2026", "5 novembre 2026", "1er septembre 2026", "commission de recours amiable"),
        address="Caisse d’allocations familiales du Rhône\n67 boulevard des Serins\n69409 Lyon Cedex 03",
    ),
    Sample(
        "L20",
        _stuck,
        says=("20 novembre 2026", "bloquée", "n’interrompt pas les délais de recours"),
        never=("bloqué dans",),
    ),
    Sample(
        "L25",
        _idriss,
        {"decision": "implicit", "notified_on": "05/09/2026", "legal_aid": "yes"},
        says=("5 septembre 2026", "Tribunal administratif de Lyon", "aide juridictionnelle"),
        address="Ordre des avocats\n42 rue des Serins\n69003 Lyon",
    ),
)  # fmt: skip


def _issued(room: Room, sample: Sample) -> bytes:
    settle(room)
    writer = sample.writer(room)
    writer.agree(Use.FILE)
    letter = writer.write(sample.template, **sample.answers)
    if sample.address:
        writer.letters.address(writer.case, letter, sample.address)
    view = writer.letters.view(writer.case, letter)
    assert [one.id for one in view.missing] == [], sample.name
    assert (view.address_missing, view.faults, view.ready) == (False, (), True)
    writer.letters.issue(writer.case, letter)
    return writer.letters.issued_pdf(writer.case, ObjectId(letter))


def _pages(pdf: bytes) -> list[list[str]]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [
            [line.strip() for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
            for page in document
        ]


BROKEN = (
    r"\[", r"\]", r"\{", r"\}", r"\bNone\b", r"\bil/elle\b", r"\ble/la\b", r"\w\(e\)\(", r"\bde le (?!\w+r\b)",
    r"\bà le\b", r"\bde les\b", r"\bà les\b", r"\bque (il|elle)\b", r"\bje ai\b", r",\s*,", r"\.\.", r";\s*\.",
    r":\s*[.;]", r"\s,", r"«\s*»", r"\(\s*\)", r"  ", r"'", r"\d{4}-\d{2}-\d{2}",
)  # fmt: skip


def _faults(text: str) -> Iterator[str]:
    for pattern in BROKEN:
        if found := re.search(pattern, text):
            yield f"{pattern}: …{text[max(0, found.start() - 40) : found.end() + 20]}…"


def _text(pages: list[list[str]]) -> str:
    return " ".join(" ".join(lines) for lines in pages).replace(NBSP, " ").replace("\u202f", " ")


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_it_reads_as_a_letter(room: Room, sample: Sample, tmp_path: Path) -> None:
    pdf = _issued(room, sample)
    (tmp_path / "letter.pdf").write_bytes(pdf)
    pages = _pages(pdf)
    text = _text(pages)
    assert len(pages) <= 2
    assert list(_faults(text)) == []
    for said in sample.says:
        assert said in text, said
    for unsaid in sample.never:
        assert unsaid not in text, unsaid
    assert bool(re.search(r"\w\(e\)", text)) == ("Sacha" in text)
    assert CENTRE in text
    assert "situation régulière" not in text
    for page, following in pairwise(pages):
        assert len(page) > 5
        assert len([line for line in following if line != page[-1]]) > 3


def test_the_signature_names_who_signs(room: Room) -> None:
    zahra = _pages(_issued(room, SAMPLES[1]))
    assert sum(line == "Zahra CANARI-HAIDARI" for page in zahra for line in page) == 2


WRITERS: list[Callable[[Room], Writer]] = [_zahra, _idriss, _sacha]
CODES = [f"L{number:02}" for number in range(1, 26)]
ON_A_PAPER = ("L13", "L14", "L17")  # they rest on a document that proves the right that day


@pytest.mark.parametrize("writer", WRITERS, ids=["f", "m", "x"])
@pytest.mark.parametrize("code", CODES)
def test_every_letter_can_be_finished(room: Room, code: str, writer: Callable[[Room], Writer]) -> None:
    """What it needs is asked in the view; once nothing is missing it reads well, on two pages at most."""
    settle(room)
    writing, variant = writer(room), WRITERS.index(writer)
    writing.agree(*Use)
    letter = writing.write(code)
    if code in ON_A_PAPER:
        writing.letters.fill(writing.case, letter, "paper", "api")
    for _ in range(6):
        for needed in writing.letters.view(writing.case, letter).missing:
            choices = needed.choices
            answer = choices[variant % len(choices)].id if choices else ANSWERS[needed.kind]
            writing.letters.fill(writing.case, letter, needed.id, answer)
    view = writing.letters.view(writing.case, letter)
    assert view.missing == ()
    if view.address_missing:
        writing.letters.address(writing.case, letter, "Destinataire\n1 rue des Serins\n69003 Lyon")
    writing.letters.issue(writing.case, letter)
    pages = _pages(writing.letters.issued_pdf(writing.case, letter))
    assert len(pages) <= 2
    assert list(_faults(_text(pages))) == []
    assert view.composed.running.replace(NBSP, " ") in _text(pages)


@pytest.mark.parametrize("code", ON_A_PAPER)
def test_nothing_is_asked_for_a_document_that_nobody_holds(room: Room, code: str, refused: Refused) -> None:
    """Without a paper that proves the right today, a letter that rests on it does not leave."""
    settle(room)
    writing = _zahra(room)
    writing.agree(*Use)
    letter = writing.write(code)
    for _ in range(6):
        for needed in writing.letters.view(writing.case, letter).missing:
            answer = needed.choices[0].id if needed.choices else ANSWERS[needed.kind]
            writing.letters.fill(writing.case, letter, needed.id, answer)
    writing.letters.fill(writing.case, letter, "paper", "none")
    for needed in writing.letters.view(writing.case, letter).missing:
        answer = needed.choices[0].id if needed.choices else ANSWERS[needed.kind]
        writing.letters.fill(writing.case, letter, needed.id, answer)
    if writing.letters.view(writing.case, letter).address_missing:
        writing.letters.address(writing.case, letter, "Destinataire\n1 rue des Serins\n69003 Lyon")
    assert refused(lambda: writing.letters.issue(writing.case, letter)) == "letter.guarded"
