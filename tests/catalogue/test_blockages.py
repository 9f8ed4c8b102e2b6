"""The thirty blockages as the notes of law have them: remedies, delays, what was ordered; bad data is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from anefdesk.catalogue import check
from anefdesk.catalogue.loader import load
from anefdesk.catalogue.texts import translatable
from anefdesk.domain.blockage_kinds import Ce2026, Lawyer
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.procedure import Grade
from anefdesk.errors import CatalogueError

# The notes, section 8, copied by hand: first remedies / second ones, and the days between the two.
# 2.4 adds the contact centre and the Défenseur des droits to B11 and B12, 4.1 legal aid to B29.
NOTES: dict[str, tuple[str, str, int]] = {
    "B01": ("ccc pan", "substitution_l03 useful_measures", 15),
    "B02": ("ccc", "substitution_l03 useful_measures", 10),
    "B03": ("ccc correction_l09", "prefecture rectification", 15),
    "B04": ("check_list prefecture", "useful_measures", 15),
    "B05": ("retry ccc", "substitution_l03", 7),
    "B06": ("ccc prefecture", "write_ce2026", 15),
    "B07": ("ccc correction_l09", "useful_measures", 15),
    "B08": ("reopening_l06", "gracious_l10 annulment suspension", 0),
    "B09": ("more_time_l05", "gracious_l10", 0),
    "B10": ("status_l01", "reasons_l08 annulment suspension", 0),
    "B11": ("ask_l02", "notice_l04 useful_measures defender", 8),
    "B12": ("ccc ask_l02", "notice_l04 useful_measures suspension defender", 23),
    "B13": ("ask_l02", "useful_measures", 8),
    "B14": ("hand_over_l07", "useful_measures compensation_l21", 30),
    "B15": ("hand_over_l07", "useful_measures", 15),
    "B16": ("duplicate", "annulment compensation_l21", 0),
    "B17": ("correction_l09", "prefecture", 15),
    "B18": ("correction_l09", "useful_measures", 15),
    "B19": ("second_contact pan", "substitution_l03", 10),
    "B20": ("correction_l09", "defender", 30),
    "B21": ("file_prefecture", "useful_measures", 15),
    "B22": ("file_now", "useful_measures", 0),
    "B23": ("substitution_l03", "useful_measures", 14),
    "B24": ("ask_l02", "useful_measures", 15),
    "B25": ("ccc tax_service", "prefecture", 15),
    "B26": ("ask_l02", "useful_measures", 0),
    "B27": ("ccc complaint", "cnil_l22", 0),
    "B28": ("annulment", "gracious_l10 suspension", 0),
    "B29": ("oqtf_appeal", "lawyer_on_call legal_aid", 0),
    "B30": ("more_time_l05", "gracious_l10", 15),
}
NAMED = {
    *("B01", "B02", "B03", "B05", "B07", "B09", "B11", "B12", "B13", "B17", "B18", "B19", "B20", "B21", "B26", "B30"),
}
LEGAL = {"B08", "B10", "B16", "B22", "B28", "B29"}
HARMS = {
    *("R-EMP-S", "R-EMP-R", "R-FT", "R-CAF-PF", "R-CAF-RSA", "R-CAF-AAH", "R-SANTE", "R-SANTE-L", "R-LOG-D"),
    *("R-LOG-B", "R-BANQ", "R-FORM", "R-VOY", "R-PERM", "R-CTRL", "R-FAM", "R-SANTE-M"),
}
SIX, TWELVE = date(2026, 11, 5), date(2027, 5, 5)


def test_all_thirty_are_there_in_order(catalogue: Catalogue) -> None:
    assert list(catalogue.blockages.kinds) == [f"B{number:02}" for number in range(1, 31)] == list(NOTES)


@pytest.mark.parametrize("code", NOTES)
def test_the_ladder_is_that_of_the_notes(catalogue: Catalogue, code: str) -> None:
    first, second, days = NOTES[code]
    rungs = catalogue.blockages.kinds[code].rungs
    assert [rung.step for rung in rungs if rung.stage == 1] == first.split()
    assert [rung.step for rung in rungs if rung.stage == 2] == second.split()
    assert sum(rung.wait or 0 for rung in rungs if rung.stage == 1) == days


def test_a_wait_that_no_text_says_is_a_proposal(catalogue: Catalogue) -> None:
    waits = [rung for kind in catalogue.blockages.kinds.values() for rung in kind.rungs if rung.wait or rung.shift]
    assert waits
    assert all(rung.proposal and not rung.article for rung in waits)


def test_what_the_law_dates_has_no_wait_of_ours(catalogue: Catalogue) -> None:
    kinds = catalogue.blockages.kinds
    assert {code for code, kind in kinds.items() if kind.legal} == LEGAL
    dated = {code for code, kind in kinds.items() if any(rung.closes_with for rung in kind.rungs)}
    assert dated == LEGAL | {"B09", "B12", "B30"}
    assert [rung.closes_with for rung in kinds["B22"].rungs] == [("F3", "F4"), ()]
    assert kinds["B29"].rungs[0].closes_with == ("A7", "A8", "A9")


def test_what_the_decision_of_2026_names(catalogue: Catalogue) -> None:
    kinds = catalogue.blockages.kinds
    by_flag = {flag: {code for code, kind in kinds.items() if kind.ce2026 is flag} for flag in Ce2026}
    assert by_flag[Ce2026.YES] == NAMED
    assert by_flag[Ce2026.PARTLY] == {"B08"}
    assert by_flag[Ce2026.TWELVE_MONTHS] == {"B06"}


def test_each_measure_has_its_own_last_day(catalogue: Catalogue) -> None:
    table = catalogue.blockages
    assert {one.id: one.limit for one in table.measures.values()} == {
        **dict.fromkeys(("attestations", "rights_stated", "correct", "access"), SIX),
        "several_requests": TWELVE,
    }
    assert {one.grade for one in table.measures.values()} == {Grade.B}
    assert [one.limit for one in table.measures_of("B06")] == [TWELVE]
    assert [one.limit for one in table.measures_of("B21")] == [TWELVE, SIX]  # in doubt, the later counts
    assert [one.limit for one in table.measures_of("B11")] == [SIX]
    assert table.measures_of("B28") == ()


def test_steps_that_must_not_mislead(catalogue: Catalogue) -> None:
    steps = catalogue.blockages.steps
    assert "n’interrompt pas les délais de recours" in steps["defender"].red[0]
    assert "n’arrête pas" in steps["gracious_l10"].red[0]
    assert steps["oqtf_appeal"].lawyer is Lawyer.VITAL
    assert steps["compensation_l21"].lawyer is Lawyer.COMPULSORY
    assert {one.lawyer_grade for one in steps.values()} == {Grade.C}
    answers = {one.id: (one.answer_days, one.answer_months) for one in steps.values() if one.answer_law}
    assert answers == {
        **dict.fromkeys(("gracious_l10", "hierarchical_l11", "compensation_l21"), (None, 2)),
        "reasons_l08": (None, 1),
    }
    used = {rung.step for kind in catalogue.blockages.kinds.values() for rung in kind.rungs}
    assert set(steps) - used == {"attestation_l12", "hierarchical_l11", "liberty"}  # offered beside the ladders


def test_harms_and_their_gaps(catalogue: Catalogue) -> None:
    harms = catalogue.harms
    assert set(harms) == HARMS
    assert {code for code, harm in harms.items() if harm.gap} == {
        *("R-CAF-PF", "R-CAF-RSA", "R-SANTE-L", "R-LOG-D", "R-PERM", "R-FAM"),
    }
    assert [code for code, harm in harms.items() if harm.grade is None] == ["R-SANTE-M"]
    assert {code for code, harm in harms.items() if harm.grade is Grade.C} == {
        *("R-LOG-B", "R-BANQ", "R-PERM", "R-FAM"),
    }


def test_each_is_told_to_the_applicant_in_a_short_sentence(catalogue: Catalogue) -> None:
    said = {text.context: text.french for text in translatable(catalogue) if text.context.startswith("blockage.")}
    assert set(said) == {f"blockage.{code}.said" for code in NOTES}
    assert all(text.endswith(".") and len(text.split()) <= 14 for text in said.values())
    assert len(set(said.values())) == len(said)


def test_texts_are_typographic(catalogue: Catalogue) -> None:
    for kind in catalogue.blockages.kinds.values():
        assert "'" not in " ".join((kind.title, kind.said, kind.base, kind.note, *kind.proof)), kind.code
    for step in catalogue.blockages.steps.values():
        assert "'" not in " ".join((step.title, step.to_do, *step.needs, *step.red)), step.id


@pytest.mark.parametrize(
    ("file", "before", "after", "key"),
    [
        ("blockages.toml", 'code = "B02"', 'code = "B01"', "kinds[B01].code"),
        ("blockages.toml", 'step = "pan"', 'step = "pans"', "kinds[B01].rungs[pans].step"),
        ("blockages.toml", 'step = "pan"', 'step = "ccc"', "kinds[B01].rungs"),
        ("blockages.toml", "wait = 15, proposal = true", "wait = 15", "kinds[B01].rungs[pan].wait"),
        ("blockages.toml", 'step = "ccc", stage = 1', 'step = "ccc", stage = 2', "kinds[B01].rungs"),
        ("blockages.toml", '"A1", "A2", "A3"', '"A1", "Z2", "A3"', "kinds[B08].rungs[reopening_l06].closes_with"),
        ("blockages.toml", 'ce2026 = "12m"', 'ce2026 = "no"', "kinds[B06].ce2026"),
        ("blockages.toml", "limit = 2027-05-05", 'limit = "2027-05-05"', "measures[several_requests].limit"),
        ("blockages.toml", "{wanted} essais", "{many} essais", "bundle[tries].missing"),
        ("blockages.toml", "Fait le {day}.", "Fait le {jour}.", "reasons[done].text"),
        ("blockages.toml", 'id = "no_start"', 'id = "no_starts"', "reasons"),
        ("blockages.toml", 'letter = "L01"', 'letter = "L1"', "steps[status_l01].letter"),
        (
            "blockages.toml",
            "answer_days = 15",
            "answer_days = 15\nanswer_months = 1",
            "steps[status_l01].answer_months",
        ),
        ("blockages.toml", 'sources = ["ARR-AUG23", "TCHEN", "CARFTA"]', "sources = []", "steps[ccc].sources"),
        (
            "blockages.toml",
            'opens_with = "refusal_born"',
            'opens_with = "born"',
            "kinds[B10].rungs[reasons_l08].opens_with",
        ),
        ("harms.toml", 'grade = "A"\n', "", "harms[R-EMP-S].grade"),
        ("harms.toml", 'code = "R-FT"', 'code = "R-EMP-R"', "harms[R-EMP-R].code"),
        ("catalogue.toml", "rungs = 86", "rungs = 87", "counts.rungs"),
        ("catalogue.toml", "harms = 17", "harms = 16", "counts.harms"),
    ],
)
def test_bad_data_is_refused_with_its_key(
    damage: Callable[[str, str, str], Path], file: str, before: str, after: str, key: str
) -> None:
    with pytest.raises(CatalogueError) as refused:
        load(damage(file, before, after))
    assert (refused.value.params["file"], refused.value.params["key"]) == (file, key)


def test_a_line_grown_old_is_told() -> None:
    found = {finding.where for finding in check.check(date(2027, 11, 24))}
    assert {"blockages.toml kinds[B11]", "blockages.toml measures[access]", "harms.toml R-FT"} <= found
