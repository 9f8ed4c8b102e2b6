"""A letter that an association wrote itself: what is taken, and why the rest is not."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk import paths
from anefdesk.catalogue.loader import load
from anefdesk.catalogue.own_template import LONGEST, MOST, read_own
from anefdesk.domain.letter_template import Addressee, LetterShelf
from anefdesk.domain.letter_text import compose
from anefdesk.errors import InputRefusedError

SHELF: LetterShelf = load().letters
OURS = """id = "CANARI-1"
title = "Demander un rendez-vous à la mairie"
purpose = "La mairie ne répond pas."
addressee = "other"
signer = "person"
object = "Demande de rendez-vous"
checked = 2026-11-23
base = "Article L. 114-5 du code des relations entre le public et l’administration"
fields = ["filed_on"]
optional = ["harms"]
explanation = ["Cette lettre demande un rendez-vous."]

[[needed]]
id = "place"
name = "mairie"
question = "Quelle mairie ?"
kind = "text"

[[running]]
text = "Cette lettre n’arrête aucun délai."

[[paragraphs]]
id = "facts"
text = "Le {filed_on}, j’ai écrit à la mairie suivante : {place}. Je suis {resté/restée} sans réponse."

[[paragraphs]]
id = "law"
text = "{cite:l114-5}"

[[paragraphs]]
id = "harms"
text = "Les conséquences : {harms}"
when = "has_harms"
"""
FACTS = "Je suis {resté/restée} sans réponse."


def _refused(text: str) -> InputRefusedError:
    with pytest.raises(InputRefusedError) as refusal:
        read_own(text, SHELF)
    return refusal.value


def _with(before: str, after: str) -> str:
    assert before in OURS
    return OURS.replace(before, after, 1)


def test_a_sound_template_is_taken_and_composes() -> None:
    found = read_own(OURS, SHELF)
    assert found.own
    assert found.addressee is Addressee.OTHER
    assert [one.id for one in found.needed] == ["filed_on", "harms", "place"]
    values = {"filed_on": "2026-11-01", "place": "Lyon"}
    letter = compose(found, values, {"gender": "f"}, SHELF.citations, {}, date(2026, 11, 23))
    assert letter.complete
    assert letter.text.startswith(
        "Le 1er\u00a0novembre\u00a02026, j’ai écrit à la mairie suivante\u00a0: Lyon. Je suis restée sans réponse."
    )
    assert letter.running == "Cette lettre n’arrête aucun délai."


@pytest.mark.parametrize("code", sorted(SHELF.templates))
def test_every_shipped_letter_would_be_taken_under_another_name(code: str) -> None:
    text = paths.resources("catalogue", "letters", f"{code}.toml").read_text(encoding="utf-8")
    text = text.replace(f'id = "{code}"', f'id = "X{code}"', 1)
    if not SHELF.templates[code].running:
        text = text.replace("[[paragraphs]]", '[[running]]\ntext = "Aucun délai."\n\n[[paragraphs]]', 1)
    rules = tuple(rule for rule in SHELF.guards if "L12" not in rule.only)
    assert read_own(text, replace(SHELF, guards=rules)).id == f"X{code}"


@pytest.mark.parametrize(
    ("before", "after", "code", "params"),
    [
        ('title = "Demander', "title = Demander", "template.toml", {"line": 2}),
        ('kind = "text"', 'kind = "text', "template.toml", {"line": 17}),
        ('id = "CANARI-1"', 'id = "CANARI 1"', "template.id", {"place": "id"}),
        ('id = "law"', 'id = "Mme Canari-Haidari"', "template.id", {"place": "paragraphs 2"}),
        ('id = "CANARI-1"', 'id = "L02"', "template.taken", {}),
        ("{place}", "{ville}", "template.hole", {"place": "paragraphs 1"}),
        ("{place}", "{place", "template.hole", {"place": "paragraphs 1"}),
        ("{place}", "place}", "template.hole", {"place": "paragraphs 1"}),
        ("{resté/restée}", "{resté/}", "template.hole", {"place": "paragraphs 1"}),
        ("{cite:l114-5}", "{cite:l114-99}", "template.hole", {"place": "paragraphs 2"}),
        ("n’arrête aucun délai", "n’arrête {rien}", "template.hole", {"place": "running 1"}),
        (
            'when = "has_harms"',
            'when = "canari_haidari"',
            "template.format",
            {"place": "paragraphs 3", "why": "condition mal écrite"},
        ),
        (
            'addressee = "other"',
            'addressee = "canari"',
            "template.format",
            {"place": "addressee", "why": "valeur inconnue"},
        ),
        ("title = ", "titre_canari = ", "template.format", {"place": "title", "why": "clé absente"}),
        ("base = ", "canari_haidari = ", "template.format", {"place": "?", "why": "clé inconnue"}),
        ('[[running]]\ntext = "Cette lettre n’arrête aucun délai."\n', "", "template.no_running", {}),
        (FACTS, "Appelez le 06 12 34 56 78.", "template.personal", {"place": "paragraphs 1", "reason": "phone"}),
        (FACTS, "Appelez le +33612345678.", "template.personal", {"place": "paragraphs 1", "reason": "phone"}),
        (
            FACTS,
            "Appelez le 0806 001 620, M. Canari.",
            "template.personal",
            {"place": "paragraphs 1", "reason": "name"},
        ),
        (FACTS, "À canari@exemple.fr.", "template.personal", {"place": "paragraphs 1", "reason": "email"}),
        (FACTS, "Numéro 9912345678.", "template.personal", {"place": "paragraphs 1", "reason": "number"}),
        (FACTS, "Numéro 99 12 34 56 78 90.", "template.personal", {"place": "paragraphs 1", "reason": "number"}),
        (FACTS, "Je suis née le 4 mai 1990.", "template.personal", {"place": "paragraphs 1", "reason": "birth"}),
        (FACTS, "Depuis le 04/05/1990.", "template.personal", {"place": "paragraphs 1", "reason": "birth"}),
        (FACTS, "Avec M. Canari-Haidari.", "template.personal", {"place": "paragraphs 1", "reason": "name"}),
        ("La mairie ne", "Mme Canari ne", "template.personal", {"place": "purpose", "reason": "name"}),
    ],
)
def test_what_is_wrong_is_told_by_its_place(before: str, after: str, code: str, params: dict[str, str | int]) -> None:
    refusal = _refused(_with(before, after))
    assert (refusal.code, refusal.params) == (code, params)


def test_a_letter_needs_a_text_to_stand_on() -> None:
    bare = re.sub(r"base = .*\n", "", OURS)
    assert read_own(bare, SHELF).base == ""
    assert _refused(bare.replace("{cite:l114-5}", "Selon la loi.")).code == "template.no_basis"


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Je suis EN SITUATION REGULIERE.", "regular"),
        ("Vous obtiendrez ce titre.", "promise"),
        ("Vous serez condamné.", "threat"),
        ("Ceci est un document officiel.", "official"),
        ("Nous plaiderons.", "represent"),
    ],
)
def test_guarded_words_are_refused_with_the_reason(words: str, rule: str) -> None:
    refusal = _refused(_with(FACTS, words))
    why = next(one.why for one in SHELF.guards if one.id == rule)
    assert refusal.code == "template.guard"
    assert refusal.params == {"place": "paragraphs 1", "why": why.removesuffix(".")}


def test_regular_stay_may_be_said_where_a_paper_is_asked_for() -> None:
    said = _with(FACTS, "Je suis en situation régulière.").replace(
        'fields = ["filed_on"]', 'fields = ["filed_on", "paper"]'
    )
    assert _refused(said + '\n[[annexes]]\ntext = "Copie"\nwhen = "paper = api"\n').code == "template.guard"
    asked = said.replace('id = "facts"\n', 'id = "facts"\nwhen = "paper = api"\n')
    assert read_own(asked, SHELF).paragraphs[0].text.endswith("en situation régulière.")
    denied = said.replace('id = "facts"\n', 'id = "facts"\nwhen = "paper = none"\n')
    assert _refused(denied).code == "template.guard"


def test_a_letter_to_the_defender_of_rights_bears_the_red_line() -> None:
    to_defender = _with('addressee = "other"', 'addressee = "defender"')
    assert _refused(to_defender).code == "template.guard_missing"
    told = "La saisine du Défenseur des droits n’interrompt pas les délais de recours."
    assert read_own(to_defender.replace("Cette lettre n’arrête aucun délai.", told), SHELF).running


def test_too_much_is_refused() -> None:
    assert _refused(OURS + "#" * LONGEST).code == "template.too_long"
    many = "".join(f'\n[[warnings]]\ntext = "Attention {number}."\n' for number in range(MOST + 1))
    assert _refused(OURS + many).code == "template.too_many"


@pytest.mark.parametrize("civil", ["Madame la Préfète", "Monsieur le Préfet", "Madame, Monsieur", "Monsieur Préfet"])
def test_a_title_is_no_name(civil: str) -> None:
    assert read_own(_with(FACTS, f"Bonjour {civil}."), SHELF)


def _cut(text: str, at: int, length: int) -> str:
    return text[:at] + text[at + length :]


def _put(text: str, at: int, sign: str) -> str:
    return text[:at] + sign + text[at:]


@given(
    at=st.integers(0, len(OURS)),
    length=st.integers(1, 40),
    sign=st.sampled_from(['"', "[", "]", "{", "}", "=", "\\", "\n", "\0", "\u202e", "\ud800", "é", "0", "."]),
    how=st.sampled_from(["cut", "put"]),
)
def test_damage_is_taken_or_refused_and_nothing_else(at: int, length: int, sign: str, how: str) -> None:
    try:
        read_own(_cut(OURS, at, length) if how == "cut" else _put(OURS, at, sign), SHELF)
    except InputRefusedError as refusal:
        told = f"{refusal}"
    else:
        told = "template."
    assert told.startswith("template.")
    assert "anari" not in told


@given(text=st.text(max_size=200))
def test_anything_at_all_is_refused_calmly(text: str) -> None:
    assert _refused(text).code.startswith("template.")
