"""The letters as they ship: complete, in good French, within their guards, and never beyond their sources."""

import itertools
import random
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from anefdesk.catalogue.texts import translatable
from anefdesk.domain import contexts
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.centre import Approval
from anefdesk.domain.facts import Truth
from anefdesk.domain.letter_guards import faults
from anefdesk.domain.letter_template import TOLD, Addressee, FieldKind, LetterTemplate, Needed, Signer
from anefdesk.domain.letter_text import Composed, compose, fields_in
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import ObjectId

Written = dict[str, list[tuple[dict[str, str], Composed]]]


CODES = [f"L{number:02}" for number in range(1, 26)]


TODAY = date(2026, 11, 23)


RHONE = "Préfecture du Rhône (Lyon)"


TYPED = {
    FieldKind.TEXT: "Carte de séjour « salarié » (Canari)",
    FieldKind.LONG_TEXT: "02/11/2026, 9 h 05 : « Erreur 500 »\n12/11/2026, 14 h 30 : page blanche",
    FieldKind.DAY: "2026-10-01",
    FieldKind.AMOUNT: "459500",
    FieldKind.COUNT: "7",
}


CLOSED = {FieldKind.YES_NO, FieldKind.CHOICE}


MOST_WAYS = 120  # of answering one letter's closed questions


MARK = re.compile(r"[\u00a0\u202f ]+")


WITHOUT_END = frozenset({"L12", "L23"})  # no deadline runs with an attestation or a note without anybody


def _answers(one: Needed) -> tuple[str, ...]:
    return ("yes", "no") if one.kind is FieldKind.YES_NO else tuple(choice.id for choice in one.choices)


def _open(template: LetterTemplate, *, optional: bool) -> dict[str, str]:
    found = (one for one in template.needed if one.kind not in CLOSED and (optional or not one.optional))
    return {one.id: TYPED[one.kind] for one in found}


def _ways(template: LetterTemplate) -> Iterator[dict[str, str]]:
    """Every way to answer the closed questions, or as many of them as is reasonable, always the same."""
    closed = [one for one in template.needed if one.kind in CLOSED]
    ways = list(itertools.product(*(_answers(one) for one in closed)))
    if len(ways) > MOST_WAYS:
        ways = random.Random(template.id).sample(ways, MOST_WAYS)  # noqa: S311 - the same ways every time
    names = [one.id for one in closed]
    yield from (dict(zip(names, way, strict=True)) for way in ways)


def _known(gender: str = "f") -> dict[str, str]:
    return {"gender": gender, "prefecture": RHONE}


def _composed(
    catalogue: Catalogue,
    template: LetterTemplate,
    values: Mapping[str, str],
    gender: str = "f",
    day: date = TODAY,
    approvals: Mapping[str, Approval] | None = None,
) -> Composed:
    return compose(template, values, _known(gender), catalogue.letters.citations, approvals or {}, day)


@pytest.fixture(scope="module")
def written(catalogue: Catalogue) -> Written:
    """Every letter filled in every way, for her, for him and for somebody whose gender is not known."""
    found: Written = {code: [] for code in CODES}
    for code, template in catalogue.letters.templates.items():
        for gender, optional in (("f", True), ("m", False), ("", True)):
            for way in _ways(template):
                values = _open(template, optional=optional) | way
                found[code].append((values, _composed(catalogue, template, values, gender)))
    return found


def _printed(found: Composed) -> str:
    return "\n".join((found.object, found.opening, found.text, found.closing, *found.annexes, found.running))


def test_all_twenty_five_are_there(catalogue: Catalogue) -> None:
    assert list(catalogue.letters.templates) == CODES
    centre = {code for code, one in catalogue.letters.templates.items() if one.signer is Signer.CENTRE}
    assert centre == {"L12", "L23"}
    assert set(catalogue.letters.addressees) == {one.value for one in Addressee}


@pytest.mark.parametrize("code", CODES)
def test_every_way_of_filling_it_gives_a_clean_letter(written: Written, code: str) -> None:
    for values, found in written[code]:
        text = _printed(found)
        assert found.complete, (values, found.missing)
        assert found.paragraphs
        assert not re.search(r"[\[\]{}]|  |''|'|\"", text), text
        assert not re.search(r"\b(?:de le|de les|à le|à les|de du|le le|la la)\b", text, re.IGNORECASE), text
        assert not re.search(r"\b(?:de|que|le|la|je|ne|se|me|te|jusque|lorsque) [aeiouéèêàâîôœ]", text), text
        assert not re.search(r"\w[;:?!](?:\s|$)| [;:?!»%€]|« |\b[LR]\. \d|n° ", text), text
        assert not re.search(r"\.\.|,\.|\s[,.]|\( |\)\)", text), text
        for name, paragraph in found.paragraphs:
            assert paragraph[0].isupper(), name
            listed = "\n" in paragraph or paragraph.endswith(("»", "blanche"))
            assert paragraph.endswith((".", "?")) or listed, (name, paragraph)


@pytest.mark.parametrize("code", CODES)
def test_it_keeps_to_a_page_of_words(written: Written, code: str) -> None:
    assert max(len(found.text.split()) for _, found in written[code]) <= 400


@pytest.mark.parametrize("code", CODES)
def test_agreement_is_whole(catalogue: Catalogue, code: str) -> None:
    template = catalogue.letters.templates[code]
    values = _open(template, optional=True)
    for way in _ways(template):
        woman, man = (_printed(_composed(catalogue, template, values | way, gender)) for gender in "fm")
        assert "(e)" not in woman + man
        pairs = list(itertools.zip_longest(woman.split(), man.split()))
        assert not [(one, other) for one, other in pairs if one != other and not _pair(str(one), str(other))]


def _pair(woman: str, man: str) -> bool:
    woman, man = woman.strip(".,"), man.strip(".,")
    return woman in {f"{man}e", f"{man}se", "Madame"}


@pytest.mark.parametrize("code", CODES)
def test_no_letter_goes_against_its_guards(catalogue: Catalogue, written: Written, code: str) -> None:
    template = catalogue.letters.templates[code]
    for values, found in written[code]:
        paper = "api" if code in {"L13", "L14", "L17"} else ""  # they are written for who holds one
        assert faults(catalogue.letters.guards, template, _printed(found), paper) == (), values


@pytest.mark.parametrize("code", CODES)
def test_what_is_missing_is_asked_one_by_one(catalogue: Catalogue, code: str) -> None:
    template = catalogue.letters.templates[code]
    for one in template.needed:
        used = asked = False
        for way in _ways(template):
            values = _open(template, optional=True) | way
            values.pop(one.id)
            found = _composed(catalogue, template, values)
            assert {part.id for part in found.missing} <= {one.id}
            asked = asked or not found.complete
            used = used or f"[à compléter\u00a0: {one.name}]" in _printed(found)
        assert asked is not one.optional, one.id
        from_five_on = (code, one.id) == ("L23", "cases")  # below, the number is asked and never printed
        shown = not one.optional and one.kind not in CLOSED and not from_five_on
        assert used is shown or one.kind is FieldKind.CHOICE, one.id


def _approvals(catalogue: Catalogue, chance: random.Random) -> dict[str, Approval]:
    found = {}
    for one in catalogue.letters.citations.values():
        words = one.text if chance.random() < 0.7 else one.text + " "
        if chance.random() < 0.6:
            found[one.id] = Approval(
                id=ObjectId(bytes(16)), citation=one.id, reader="Me Canari", on="2026-11-20", words=words
            )
    return found


@pytest.mark.parametrize("code", CODES)
def test_what_is_below_grade_a_prints_only_once_it_was_read(catalogue: Catalogue, code: str) -> None:
    template, citations = catalogue.letters.templates[code], catalogue.letters.citations
    chance = random.Random(code)  # noqa: S311 - the same every time
    plain = {name: MARK.sub(" ", one.text) for name, one in citations.items()}
    for way in itertools.islice(_ways(template), 60):
        for approvals in ({}, _approvals(catalogue, chance)):
            values = _open(template, optional=True) | way
            found = _composed(catalogue, template, values, approvals=approvals)
            allowed = {
                name
                for name, one in citations.items()
                if one.grade is Grade.A or (name in approvals and approvals[name].words == one.text)
            }
            text = MARK.sub(" ", _printed(found))
            printed = {name for name, words in plain.items() if words in text}
            assert printed <= allowed
            assert printed == set(found.cited)
            assert not {name for _, name in found.left_out} & allowed


def test_no_field_stands_in_brackets(catalogue: Catalogue) -> None:
    """Names of permits and of demands have brackets of their own."""
    for template in _templates(catalogue):
        assert not [one.id for one in template.paragraphs if re.search(r"\(\{[a-z_]+\}", one.text)], template.id


def test_which_letters_wait_for_a_reader(catalogue: Catalogue) -> None:
    waiting = {
        code
        for code, template in catalogue.letters.templates.items()
        if any(_composed(catalogue, template, _open(template, optional=True) | way).project for way in _ways(template))
    }
    assert waiting == {"L17", "L18"}


def test_below_grade_a(catalogue: Catalogue) -> None:
    below = {one.id: one.grade.value for one in catalogue.letters.citations.values() if one.grade is not Grade.A}
    assert below == {
        **dict.fromkeys(("ce-2023-receipt", "ce-436288", "ce-2025-10-24", "caa-24pa02475", "ta-versailles"), "B"),
        **dict.fromkeys(("ce-2026-number", "ce-2026-attestations", "ce-2026-correction", "ce-2026-backup"), "B"),
        **dict.fromkeys(("l113-12", "r5221-2", "d512-1", "r142-1", "l5221-5"), "B"),
        **dict.fromkeys(("hlm-order", "hlm-order-protected"), "B"),
        **dict.fromkeys(("gdpr-16", "gdpr-77", "ddd-law", "l262-4", "l312-1"), "C"),
    }


@pytest.mark.parametrize(
    ("day", "said", "unsaid"),
    [
        (date(2026, 5, 4), "", "5 mai 2026"),
        (date(2026, 5, 5), "au plus tard le 5 novembre 2026", "a pris fin"),
        (date(2026, 11, 5), "au plus tard le 5 novembre 2026", "a pris fin"),
        (date(2026, 11, 6), "ce délai a pris fin le 5 novembre 2026", "au plus tard"),
        (date(2027, 5, 6), "ce délai a pris fin le 5 novembre 2026", "au plus tard"),
    ],
)
def test_the_decision_of_may_2026_follows_the_day(catalogue: Catalogue, day: date, said: str, unsaid: str) -> None:
    for code in ("L02", "L04", "L06", "L09", "L20", "L23"):
        template = catalogue.letters.templates[code]
        first = {one.id: _answers(one)[0] for one in template.needed if one.kind in CLOSED}
        values = _open(template, optional=True) | first
        text = MARK.sub(" ", _composed(catalogue, template, values, day=day).text)
        assert said in text, code
        assert unsaid not in text, code
        assert ("502860" in text) is False


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 5, 5), "soit au plus tard le 5 mai 2027"),
        (date(2027, 5, 6), "ce délai a pris fin le 5 mai 2027"),
        (date(2026, 11, 23), "soit au plus tard le 5 mai 2027"),
    ],
)
def test_only_several_requests_have_twelve_months(catalogue: Catalogue, day: date, said: str) -> None:
    template = catalogue.letters.templates["L03"]
    values = _open(template, optional=True) | {"on_anef": "yes", "several": "yes"}
    text = MARK.sub(" ", _composed(catalogue, template, values, day=day).text)
    assert said in text
    assert "5 novembre" not in text
    for code in CODES:
        cited = {name for one in catalogue.letters.templates[code].paragraphs for name in one.cites}
        assert (code == "L03") is any("several" in name and "2026" in name for name in cited)


def test_every_letter_says_which_deadline_runs(catalogue: Catalogue) -> None:
    for code, template in catalogue.letters.templates.items():
        assert bool(template.running) is (code not in WITHOUT_END)
    for code in ("L10", "L11"):
        template = catalogue.letters.templates[code]
        said = {}
        for removal in ("yes", "no"):
            values = _open(template, optional=True) | {"decision": "express", "removal": removal}
            said[removal] = _composed(catalogue, template, values)
        assert "interrompt ce délai" in said["no"].running
        assert "obligation de quitter le territoire court" in said["yes"].running
        assert "interrompt" not in _printed(said["yes"])  # below grade A for the periods of a removal: staff only
        assert any("OQTF" in line for line in said["yes"].warnings)


def test_the_red_line_of_the_defender_of_rights(catalogue: Catalogue) -> None:
    found = _composed(
        catalogue,
        catalogue.letters.templates["L20"],
        _open(catalogue.letters.templates["L20"], optional=False),
    )
    assert found.running == "La saisine du Défenseur des droits n’interrompt pas les délais de recours."
    assert "n’interrompt pas les délais de recours" in found.text


def test_an_attestation_says_only_what_was_seen(catalogue: Catalogue) -> None:
    template = catalogue.letters.templates["L12"]
    text = _composed(catalogue, template, _open(template, optional=True)).text
    assert text.count("J’ai constaté") == 2
    assert "441-7" in text
    broken = text.replace("J’ai constaté", "Je pense que")
    assert {rule.id for rule in faults(catalogue.letters.guards, template, broken)} == {"only-seen", "i-have-seen"}


def test_the_anonymous_note_takes_nothing_of_a_person(catalogue: Catalogue) -> None:
    anonymous = [one for one in catalogue.letters.templates.values() if one.anonymous]
    assert [one.id for one in anonymous] == ["L23"]
    assert {one.told_by for one in anonymous[0].needed} == {"", "centre_name"}
    values = _open(anonymous[0], optional=True) | {"cases": "4", "persisting": "3"}
    few = _composed(catalogue, anonymous[0], values)
    assert [line for line in few.warnings if "Moins de 5" in line] == list(few.warnings[:2])
    assert not re.search(r"\b[34] situations|cette date : 3", MARK.sub(" ", few.text))
    many = _composed(catalogue, anonymous[0], values | {"cases": "5", "persisting": "5"})
    assert {"compté 5 situations", "cette date : 5"} <= set(
        re.findall(r"compté 5 situations|cette date : 5", MARK.sub(" ", many.text))
    )


def test_a_removal_is_notified_with_its_hour(catalogue: Catalogue) -> None:
    template = catalogue.letters.templates["L25"]
    values = _open(template, optional=True) | {"decision": "removal_detained", "legal_aid": "yes"}
    values["notified_at"] = "14 h 05"
    assert "1er octobre 2026 à 14 h 05" in MARK.sub(" ", _composed(catalogue, template, values).text)
    del values["notified_at"]
    assert [one.id for one in _composed(catalogue, template, values).missing] == ["notified_at"]


def test_an_employer_is_told_nothing_that_no_paper_proves(catalogue: Catalogue) -> None:
    template = catalogue.letters.templates["L13"]
    for way in _ways(template):
        found = _composed(catalogue, template, _open(template, optional=True) | way)
        if way["paper"] == "none":
            assert "régularité" not in found.text
            assert "ne pas envoyer" in found.warnings[0]
        if way["paper"] == "extension" and way["in_window"] == "no":
            assert not {"l433-3", "l433-3-rights"} & set(found.cited)


def test_explanations_are_short_sentences_for_the_person(catalogue: Catalogue) -> None:
    extracted = {text.context: text.french for text in translatable(catalogue)}
    for code, template in catalogue.letters.templates.items():
        assert 3 <= len(template.explanation) <= 5, code
        for place, sentence in enumerate(template.explanation):
            assert extracted[contexts.of_letter_explanation(template, place)] == sentence
            assert sentence.endswith(".")
            assert len(sentence.split()) <= 36, sentence
            assert not re.search(r"[{}]|\b[LR]\. ?\d", sentence)


def test_delays_are_ours_unless_a_text_says_them(catalogue: Catalogue) -> None:
    legal = {code for code, one in catalogue.letters.templates.items() if one.delay and one.delay.base}
    assert legal == {"L08", "L10", "L11", "L21"}
    assert all(one.delay is None or one.delay.base or one.delay.grade is Grade.C for one in _templates(catalogue))


def _templates(catalogue: Catalogue) -> Iterator[LetterTemplate]:
    yield from catalogue.letters.templates.values()


def test_what_the_file_may_tell_is_used(catalogue: Catalogue) -> None:
    asked = {one.told_by for template in _templates(catalogue) for one in template.needed} - {""}
    assert asked <= TOLD.keys()
    for template in _templates(catalogue):
        for one in template.warnings:  # a warning asks nothing: what it prints is asked elsewhere, or known
            bare = {field.id for field in template.needed if field.optional}
            assert all(one.when.holds({f"has_{name}": "no"}) is Truth.NO for name in bare & set(fields_in(one.text)))
