"""What the composing of a letter promises, on small templates written here."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.domain.centre import Approval
from anefdesk.domain.conditions import parse
from anefdesk.domain.facts import Choice
from anefdesk.domain.letter_template import (
    Addressee,
    Citation,
    Delay,
    FieldKind,
    LetterTemplate,
    Line,
    Needed,
    Paragraph,
    Signer,
)
from anefdesk.domain.letter_text import PREFECTURE, Composed, cites_in, compose, due_on, letter_facts, printable
from anefdesk.domain.letter_values import LONGEST, accepted, usable
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import ObjectId
from anefdesk.errors import InputRefusedError

TODAY = date(2026, 11, 23)
FILED = Needed("filed_on", "date du dépôt", "Quel jour ?", FieldKind.DAY, told_by="filed_on")
WHY = Needed("why", "raison", "Pourquoi ?", FieldKind.LONG_TEXT, optional=True)
LATE = Needed("late", "retard", "En retard ?", FieldKind.YES_NO)
WHAT = Needed("what", "quoi", "Quoi ?", FieldKind.CHOICE, (Choice("api", "l’attestation"), Choice("card", "la carte")))
PAID = Needed("paid", "somme", "Combien ?", FieldKind.AMOUNT)
COUNT = Needed("tries", "essais", "Combien ?", FieldKind.COUNT)
NEEDED = (FILED, WHY, LATE, WHAT, PAID, COUNT)
FACTS = letter_facts(NEEDED)
LAW = Citation("law", "La loi le dit (article 1).", "1", Grade.A, ("X",), TODAY)
DOUBTED = Citation("doubted", "Un juge l’a dit (n° 2).", "2", Grade.B, ("X",), TODAY)
HINT = Citation("hint", "On le dit.", "3", Grade.C, (), TODAY)
CITATIONS = {one.id: one for one in (LAW, DOUBTED, HINT)}


def _paragraph(
    text: str, when: str = "always", *, instead: str = "", essential: bool = False, known: str = "p"
) -> Paragraph:
    return Paragraph(known, text, parse(when, FACTS), cites_in(text), instead, essential)


def _template(*paragraphs: Paragraph, needed: tuple[Needed, ...] = NEEDED) -> LetterTemplate:
    return LetterTemplate(
        id="T",
        title="Essai",
        purpose="Essai",
        addressee=Addressee.PREFECT,
        signer=Signer.PERSON,
        object="Essai",
        opening="Madame, Monsieur,",
        closing="Salutations.",
        paragraphs=paragraphs,
        checked=TODAY,
        needed=needed,
    )


def _composed(
    text: str | LetterTemplate, values: Mapping[str, str] | None = None, day: date = TODAY, **known: str
) -> Composed:
    template = text if isinstance(text, LetterTemplate) else _template(_paragraph(text))
    return compose(template, values or {}, known, CITATIONS, {}, day)


def test_what_is_missing_is_said_in_words_and_keeps_the_letter_from_leaving() -> None:
    found = _composed("Déposée le {filed_on}.")
    assert found.text == "Déposée le [à compléter\u00a0: date du dépôt]."
    assert found.missing == (FILED,)
    assert not found.complete


def test_what_the_file_tells_is_not_asked_and_what_is_typed_stands_before_it() -> None:
    assert _composed("Le {filed_on}.", filed_on="2026-05-01").text == "Le 1er\u00a0mai\u00a02026."
    typed = _composed("Le {filed_on}.", {"filed_on": "2026-05-02"}, filed_on="2026-05-01")
    assert typed.text == "Le 2\u00a0mai\u00a02026."
    assert typed.complete


@pytest.mark.parametrize("value", ["2026-02-30", "hier", "02/05/2026", "9999-01-01", "2026-05-02T10:00"])
def test_a_value_that_is_no_answer_is_missing(value: str) -> None:
    assert _composed("Le {filed_on}.", {"filed_on": value}).missing == (FILED,)


def test_values_are_shown_by_their_kind() -> None:
    values = {"what": "card", "paid": "459500", "tries": "7", "late": "no", "why": "un\ndeux"}
    text = "{what}, {paid}, {tries}, {late}."
    assert _composed(text, values).text == "la carte, 4\u00a0595\u00a0€, 7, non."
    listed = _template(_paragraph("Voici : {why}", "has_why"))
    assert _composed(listed, values).text == "Voici\u00a0:\nun\ndeux"
    assert _composed(listed, {"why": "un"}).text == "Voici\u00a0: un"


def test_a_value_is_never_read_as_the_letters_own_language() -> None:
    listed = _template(_paragraph("Voici : {why}", "has_why"))
    assert _composed(listed, {"why": "{filed_on} {cite:law} {né/née}"}).text.endswith("{filed_on} {cite:law} {né/née}")


def test_a_closed_question_is_asked_only_while_it_can_still_decide() -> None:
    template = _template(_paragraph("Un.", "late and what = card"))
    assert _composed(template).missing == (LATE, WHAT)
    assert _composed(template, {"late": "no"}).missing == ()
    assert _composed(template, {"late": "no"}).paragraphs == ()
    assert _composed(template, {"late": "yes"}).missing == (WHAT,)
    assert _composed(template, {"late": "yes", "what": "card"}).paragraphs == (("p", "Un."),)


def test_a_paragraph_of_an_optional_field_waits_for_it_without_holding_the_letter() -> None:
    template = _template(_paragraph("Car {why}.", "has_why"), _paragraph("Sans raison.", "not has_why"))
    assert _composed(template).text == "Sans raison."
    assert _composed(template, {"why": "la pluie."}).text == "Car la pluie."
    assert _composed(template).complete


def test_an_optional_question_never_holds_the_letter() -> None:
    template = _template(_paragraph("Un.", "late"), needed=(replace(LATE, optional=True),))
    assert _composed(template).complete
    assert _composed(template).paragraphs == ()


def test_the_prefect_is_named_from_the_prefecture() -> None:
    assert _composed("Je m’adresse {au_prefet}.", prefecture="Préfecture de l’Ain (Bourg)").complete
    unknown = _composed("Je m’adresse {au_prefet}.")
    assert unknown.missing == (PREFECTURE,)
    assert _composed("{au_prefet}", {"prefecture": "Préfecture du Var (Toulon)"}).text == "au préfet du Var"


@pytest.mark.parametrize(("gender", "said"), [("f", "prête"), ("m", "prêt"), ("x", "prêt(e)"), ("", "prêt(e)")])
def test_agreement_follows_the_person(gender: str, said: str) -> None:
    assert _composed("Je suis {prêt/prête}.", gender=gender).text == f"Je suis {said}."


def _approval(**changes: object) -> Approval:
    made = Approval(
        id=ObjectId(bytes(16)),
        citation="doubted",
        reader="Me Canari-Haidari, avocate",
        on="2026-11-20",
        words=DOUBTED.text,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_grade_a_prints_and_what_is_below_waits_for_its_reader() -> None:
    template = _template(_paragraph("{cite:law} {cite:doubted}", essential=True))
    waiting = _composed(template)
    assert waiting.paragraphs == ()
    assert waiting.left_out == (("p", "doubted"),)
    assert waiting.project
    assert waiting.cited == ()
    read = compose(template, {}, {}, CITATIONS, {"doubted": _approval()}, TODAY)
    assert read.text == f"{LAW.text} {DOUBTED.text}".replace("n° ", "n°\u00a0")
    assert read.cited == ("law", "doubted")
    assert not read.project


@pytest.mark.parametrize(
    "changes",
    [
        {"words": "Un juge l’a dit (n° 3)."},
        {"reader": " "},
        {"gone": True},
        {"on": ""},
        {"on": (TODAY + timedelta(1)).isoformat()},
    ],
)
def test_a_reading_of_other_words_of_nobody_withdrawn_or_to_come_is_none(changes: dict[str, object]) -> None:
    assert printable(DOUBTED, _approval(), TODAY)
    assert not printable(DOUBTED, _approval(**changes), TODAY)


def test_the_wording_for_want_of_a_citation() -> None:
    template = _template(_paragraph("{cite:doubted}", instead="Sans citer.", essential=True))
    found = _composed(template)
    assert found.text == "Sans citer."
    assert found.left_out == (("p", "doubted"),)
    assert not found.project


def test_a_citation_that_may_be_left_out_takes_nothing_with_it() -> None:
    found = _composed("Avant. {cite?:hint} Après.")
    assert found.text == "Avant. Après."
    assert found.left_out == (("p", "hint"),)
    assert not found.project


def test_a_citation_prints_within_its_dates_only() -> None:
    dated = replace(LAW, valid_from=date(2026, 5, 5), valid_to=date(2026, 11, 5))
    assert [printable(dated, None, day) for day in (date(2026, 5, 4), date(2026, 5, 5))] == [False, True]
    assert [printable(dated, None, day) for day in (date(2026, 11, 5), date(2026, 11, 6))] == [True, False]


def test_a_paragraph_stands_within_its_dates_only() -> None:
    before = replace(_paragraph("Avant."), valid_to=date(2026, 11, 5))
    after = replace(_paragraph("Après."), valid_from=date(2026, 11, 6))
    template = _template(before, after)
    assert _composed(template, day=date(2026, 11, 5)).text == "Avant."
    assert _composed(template, day=date(2026, 11, 6)).text == "Après."


def test_lines_follow_their_condition_and_warnings_ask_nothing() -> None:
    template = replace(
        _template(_paragraph("Un.")),
        annexes=(Line("Copie", parse("late", FACTS)), Line("Preuve")),
        running=(Line("Un délai court."), Line("Un autre.", parse("what = card", FACTS))),
        warnings=(Line("Attention.", parse("tries < 3", FACTS)),),
    )
    found = _composed(template, {"late": "yes", "what": "card"})
    assert found.annexes == ("Copie", "Preuve")
    assert found.running == "Un délai court. Un autre."
    assert found.warnings == ()
    assert found.complete
    assert _composed(template, {"late": "yes", "what": "card", "tries": "2"}).warnings == ("Attention.",)


def test_the_day_an_answer_is_expected() -> None:
    assert due_on(None, TODAY) is None
    assert due_on(Delay("avant la date"), TODAY) is None
    assert due_on(Delay("sous huit jours", days=8), TODAY) == date(2026, 12, 1)
    assert due_on(Delay("un mois", months=1), date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("needed", "typed", "kept"),
    [
        (FILED, "4/5/2026", "2026-05-04"),
        (FILED, " 2026-05-04 ", "2026-05-04"),
        (PAID, "1 250,5 €", "125050"),
        (PAID, "1250", "125000"),
        (COUNT, "007", "7"),
        (LATE, "yes", "yes"),
        (WHAT, "card", "card"),
        (WHY, "un \r\n\r\n deux\u202e", "un\ndeux"),
        (WHY, "Canari\ud83d", "Canari"),
        (WHY, "حسین\u200cزاده", "حسین\u200cزاده"),
        (WHY, "  ", ""),
    ],
)
def test_what_is_typed_is_kept_in_one_form(needed: Needed, typed: str, kept: str) -> None:
    assert accepted(needed, typed) == kept
    if kept:
        assert usable((needed,), {needed.id: kept}, {}) == {needed.id: kept}


@pytest.mark.parametrize(
    ("needed", "typed"),
    [
        (FILED, "31/02/2026"),
        (FILED, "demain"),
        (PAID, "12,345"),
        (PAID, "-5"),
        (COUNT, "-1"),
        (COUNT, "٣"),
        (LATE, "oui"),
        (WHAT, "carte"),
        (WHY, "x" * (LONGEST + 1)),
    ],
)
def test_what_is_no_answer_is_refused(needed: Needed, typed: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        accepted(needed, typed)
    assert refusal.value.code == "letter.value"
    assert refusal.value.params == {"kind": needed.kind.value}


@given(
    texts=st.dictionaries(st.sampled_from([one.id for one in NEEDED]), st.text(max_size=30)),
    gender=st.sampled_from(["f", "m", "x", ""]),
)
def test_any_value_at_all_gives_a_letter_or_says_what_is_missing(texts: dict[str, str], gender: str) -> None:
    template = _template(
        _paragraph("Déposée le {filed_on} : {what}, {paid}, {tries}."),
        _paragraph("Car {why}.", "has_why"),
        _paragraph("{Tard/Tardive}.", "late"),
    )
    found = compose(template, texts, {"gender": gender}, CITATIONS, {}, TODAY)
    assert found == compose(template, texts, {"gender": gender}, CITATIONS, {}, TODAY)
    kept = usable(NEEDED, texts, {})
    assert {one.id for one in found.missing} == {"filed_on", "what", "paid", "tries", "late"} - kept.keys()
