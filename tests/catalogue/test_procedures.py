"""The content of the catalogue against the ids of what it was written from."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from anefdesk.domain.case import Piece, RequestKind
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.checklist import Hindrance, draw_up
from anefdesk.domain.facts import Truth
from anefdesk.domain.procedure import Basis, Grade, OnAnef, Procedure, Requirement, Stage

FOUND = json.loads((Path(__file__).parents[1] / "data" / "dossier_ids.json").read_text(encoding="utf-8"))
DOSSIER: dict[str, dict[str, list[str]]] = FOUND["procedures"]
REFUGEE_FACTS = {
    "request": "first",
    "housing": "domiciled",
    "age": "31",
    "online": "yes",
    "married": "no",
    "ofpra_papers": "no",
    "family_changed": "no",
}


def _applying(procedure: Procedure, facts: dict[str, str]) -> set[str]:
    return {line.id for line in procedure.documents if line.when.holds(facts) is Truth.YES}


def test_the_ids_are_those_that_were_read() -> None:
    written = json.dumps(DOSSIER, sort_keys=True, separators=(",", ":")).encode()
    assert hashlib.sha256(written).hexdigest() == FOUND["sha256"]
    assert sum(len(ids["documents"]) for ids in DOSSIER.values()) == 280
    assert sum(len(ids["annexe"]) for ids in DOSSIER.values()) == 794


@pytest.mark.parametrize("known", DOSSIER)
def test_no_document_of_the_dossier_is_dropped(known: str, catalogue: Catalogue) -> None:
    lines = {line.id for line in catalogue.procedures[known].documents}
    assert set(DOSSIER[known]["documents"] + DOSSIER[known]["common"]) <= lines


@pytest.mark.parametrize("known", DOSSIER)
def test_every_place_of_the_annexe_is_a_line_or_has_a_reason(known: str, catalogue: Catalogue) -> None:
    procedure = catalogue.procedures[known]
    lines = {place for line in procedure.documents for place in line.annexe}
    assert lines | set(procedure.annexe_elsewhere) == set(DOSSIER[known]["annexe"])
    assert not lines & set(procedure.annexe_elsewhere)


def test_lines_that_are_not_in_the_annexe_say_so(catalogue: Catalogue) -> None:
    for known, ids in DOSSIER.items():
        for line in catalogue.procedures[known].documents:
            if ids["annexe"] and not line.annexe and line.requirement is not Requirement.USEFUL:
                assert line.remark, (known, line.id)


def test_second_hand_lists_and_hints_are_never_the_law(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        for line in procedure.documents:
            assert line.evidence.grade is not Grade.A
            assert (line.evidence.grade is Grade.C) is (line.evidence.basis in (Basis.KNOWLEDGE, Basis.UNKNOWN))


def test_a_refugee_is_never_sent_to_the_consulate(catalogue: Catalogue) -> None:
    for known in ("refugie", "protection-subsidiaire"):
        passport = catalogue.procedures[known].document("c-identite")
        assert passport is not None
        assert passport.requirement is Requirement.USEFUL
        assert "consulat" in passport.if_missing
        assert "attestation consulaire" not in passport.alternatives


@pytest.mark.parametrize("known", DOSSIER)
@pytest.mark.parametrize(
    ("housing", "proof"),
    [("own", "c-domicile"), ("hosted", "c-hebergement"), ("hotel", "c-hotel"), ("street", "c-domiciliation")],
)
def test_each_kind_of_home_has_its_one_proof(known: str, housing: str, proof: str, catalogue: Catalogue) -> None:
    procedure = catalogue.procedures[known]
    proofs = {"c-domicile", "c-hebergement", "c-hotel", "c-domiciliation", "ca-adresse"}
    listed = proofs & {line.id for line in procedure.documents}
    if known == "changement-adresse" and housing == "street":
        proof = "ca-adresse"
    assert _applying(procedure, {"housing": housing}) & proofs == listed & {proof}


def test_photo_code_online_and_paper_elsewhere(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        for online, wanted in (("yes", {"c-ephoto"}), ("no", {"c-photos", "tv-photos", "dc-photos"})):
            photos = _applying(procedure, {"online": online}) & {"c-ephoto", "c-photos", "tv-photos", "dc-photos"}
            assert photos <= wanted


def test_a_first_refugee_request_end_to_end(catalogue: Catalogue) -> None:
    procedure = catalogue.procedures["refugie"]
    day = date(2026, 11, 23)
    asked = draw_up(procedure, {"request": "first", "online": "yes"}, {}, (), day)
    assert asked.questions()[:2] == ("ofpra_papers", "family_changed")
    bare = draw_up(procedure, REFUGEE_FACTS, {}, (), day)
    missing = {reason.document for reason in bare.reasons}
    assert missing == {"ref-decision", "ref-attestation", "c-domiciliation", "c-ephoto", "c-engagement"}
    assert {reason.hindrance for reason in bare.reasons} == {Hindrance.MISSING}
    pieces = [Piece(id=b"\1" * 16, document=known, dated="2026-11-01") for known in missing]
    assert draw_up(procedure, REFUGEE_FACTS, {}, pieces, day).can_file


def test_a_piece_brought_once_serves_the_next_procedure(catalogue: Catalogue) -> None:
    pieces = [Piece(id=b"\1" * 16, document="c-domicile", dated="2026-09-30")]
    facts = {"housing": "own", "online": "yes", "request": "renewal"}
    serving = [
        known
        for known, procedure in catalogue.procedures.items()
        for row in draw_up(procedure, facts, {}, pieces, date(2026, 11, 23)).rows
        if row.document.id == "c-domicile" and row.settled
    ]
    assert len(serving) > 40
    assert serving == [known for known, p in catalogue.procedures.items() if "c-domicile" in _applying(p, facts)]


def test_renewals_open_120_days_before_the_end(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        windows = [window for window in procedure.windows if window.opens_days_before is not None]
        assert all((w.opens_days_before, w.closes_days_before) == (120, 60) for w in windows)
        assert all(w.statement.when.holds({"request": "first"}) is Truth.NO for w in windows)
    renewable = {known for known, p in catalogue.procedures.items() if any(w.opens_days_before for w in p.windows)}
    assert len(renewable) == 24
    for procedure in (catalogue.procedures[known] for known in renewable):
        assert RequestKind.RENEWAL in procedure.requests
        assert procedure.on_anef in (OnAnef.YES, OnAnef.PARTIAL)  # elsewhere, the last two months


def test_one_amount_for_each_situation(catalogue: Catalogue) -> None:
    def amounts(known: str, **facts: str) -> list[int | None]:
        fees = catalogue.procedures[known].fees
        return [fee.cents for fee in fees if fee.statement.when.holds(facts) is Truth.YES]

    assert amounts("conjoint-francais", request="first", couple="together") == [350_00]
    assert amounts("conjoint-francais", request="renewal", couple="widowed") == [250_00]
    assert amounts("conjoint-francais", request="renewal", couple="violence") == []
    assert amounts("etudiant-renouvellement", request="renewal") == [100_00]
    assert amounts("refugie", request="first") == [50_00]
    assert amounts("vls-ts-validation", student_visa="no") == [300_00]
    assert amounts("titre-de-voyage", protection="stateless") == [None]
    assert amounts("naturalisation-decret") == [255_00]
    assert amounts("admission-exceptionnelle", request="first") == [350_00, 300_00]
    assert amounts("certificat-residence-algerien-10ans", request="first") == [None]
    assert amounts("rectification-titre", administration_error="no") == [None]
    assert amounts("changement-situation-famille", card_updated="no") == []


def test_every_request_of_a_procedure_has_something_to_file(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        for request in procedure.requests:
            lines = draw_up(procedure, {"request": request.value}, {}, (), date(2026, 11, 23)).rows
            filed = [row for row in lines if row.applies is not Truth.NO and row.document.stage is Stage.FILING]
            assert filed or procedure.id == "tir", (procedure.id, request)  # a paper that no longer exists
    assert catalogue.procedures["duplicata"].requests == (RequestKind.REPLACEMENT,)


def test_each_kind_of_request_is_named_as_it_is(catalogue: Catalogue) -> None:
    asked = {kind: {known for known, p in catalogue.procedures.items() if kind in p.requests} for kind in RequestKind}
    assert asked[RequestKind.CORRECTION] == {"rectification-titre"}
    assert asked[RequestKind.VISA] == {"visa-retour"}
    assert asked[RequestKind.CHANGE] == {
        *("talent-salarie-qualifie", "talent-carte-bleue-europeenne", "talent-chercheur"),
        "talent-porteur-projet-et-autres",
    }
    assert all(asked.values())
    assert {choice.id for choice in catalogue.facts["request"].choices} == {kind.value for kind in RequestKind}


def test_a_change_of_status_is_asked_like_a_first_permit_and_paid_like_a_renewal(catalogue: Catalogue) -> None:
    procedure = catalogue.procedures["talent-salarie-qualifie"]
    facts = {"talent_employee": "graduate", "job": "same", "has_card": "yes", "online": "yes", "housing": "own"}
    first, change = (_applying(procedure, facts | {"request": kind}) for kind in ("first", "change"))
    assert first == change
    fees = [fee.cents for fee in procedure.fees if fee.statement.when.holds({"request": "change"}) is Truth.YES]
    assert fees == [250_00]
    opens = [window for window in procedure.windows if window.statement.when.holds({"request": "change"}) is Truth.YES]
    assert [window.opens_days_before for window in opens] == [120]


def test_algerians_are_never_given_the_general_rule_silently(catalogue: Catalogue) -> None:
    for known in ("certificat-residence-algerien-1an", "certificat-residence-algerien-10ans"):
        procedure = catalogue.procedures[known]
        assert procedure.pitfalls[0].id == "g-algerian-rules"
        assert not {"c-examen-civique", "c-engagement", "c-cir"} & {line.id for line in procedure.documents}


def test_what_is_not_on_the_anef_says_where_it_goes(catalogue: Catalogue) -> None:
    assert len(catalogue.elsewhere) == 17
    for entry in catalogue.elsewhere.values():
        assert entry.where.text
        assert OnAnef.YES not in {catalogue.procedures[known].on_anef for known in entry.procedures}, entry.id


def test_all_departments_and_their_prefectures(catalogue: Catalogue) -> None:
    codes = {f"{n:02}" for n in range(1, 96) if n != 20} | {"2A", "2B"} | {f"97{n}" for n in (1, 2, 3, 4, 6)}
    assert set(catalogue.departments) == codes
    assert len(codes) == 101
    assert catalogue.departments["69"].prefecture == "Préfecture du Rhône (Lyon)"
    assert catalogue.departments["75"].prefecture == "Préfecture de police (Paris)"
