from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from anefdesk.i18n import check, extract, templates
from anefdesk.i18n.extract import Refused, sentences
from anefdesk.i18n.languages import language
from anefdesk.i18n.templates import Entry

from .conftest import Write

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def _extracted_once() -> Iterator[None]:
    """Read the program's own sentences once: they are the same in every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "interface", cache(extract.interface))
        yield


CODE = """
texts.ui("Fermer")
self.texts.ui(
    "Bonjour "
    "%(name)s", name=name)
texts.ui_n("%(n)d pièce", "%(n)d pièces", count)
TITLES = {1: mark("Accueil")}
texts.ui(TITLES[1])
texts.ui("Oui" if yes else "Non")
"""


def test_sentences_of_a_module() -> None:
    assert [(e.french, e.plural) for e in sentences(CODE, "m.py") if isinstance(e, Entry)] == [
        ("Fermer", ""),
        ("Bonjour %(name)s", ""),
        ("%(n)d pièce", "%(n)d pièces"),
        ("Accueil", ""),
        ("Oui", ""),
        ("Non", ""),
    ]


@pytest.mark.parametrize(
    "argument",
    ['f"Bonjour {name}"', '"Bonjour {}".format(name)', '"Bonjour %s" % name', '"Bonjour " + name', '" ".join(x)'],
)
def test_sentences_put_together_are_refused(argument: str) -> None:
    assert list(sentences(f"\ntexts.ui({argument})", "m.py")) == [Refused("m.py", 2)]


def test_no_sentence_of_the_program_is_put_together() -> None:
    assert extract.interface()[1] == []


ENTRIES = [
    Entry("Fermer", place="anefdesk/ui/applicant.py"),
    Entry("%(n)d pièce", "%(n)d pièces", place="anefdesk/ui/applicant_words.py"),
    Entry("Passeport", context="x.name", note="the booklet"),
]


def test_templates_are_stable_and_keep_translations(shelf: Path) -> None:
    assert templates.update("ui", ENTRIES) == 3
    file = shelf / "ar" / "LC_MESSAGES" / "ui.po"
    text = file.read_text("utf-8")
    assert f'"Plural-Forms: {language("ar").plural_forms}\\n"' in text
    assert text.count("msgstr[") == 6
    assert "the booklet" in text
    assert not (shelf / "fr").exists()
    file.write_text(text.replace('msgid "Fermer"\nmsgstr ""', 'msgid "Fermer"\nmsgstr "إغلاق"'), "utf-8")
    templates.update("ui", ENTRIES[::-1])
    assert 'msgid "Fermer"\nmsgstr "إغلاق"' in file.read_text("utf-8")
    before = file.read_text("utf-8")
    templates.update("ui", ENTRIES[::-1])
    assert file.read_text("utf-8") == before
    assert not templates.stale("ui", ENTRIES[::-1])
    assert templates.stale("ui", ENTRIES)


def test_only_what_the_applicant_reads_is_asked_of_their_languages(shelf: Path) -> None:
    staff = Entry("Réglages", place="anefdesk/ui/frame.py")
    templates.update("ui", [*ENTRIES, staff])
    assert "Réglages" not in (shelf / "ar" / "LC_MESSAGES" / "ui.po").read_text("utf-8")
    assert "Réglages" in (shelf / "en" / "LC_MESSAGES" / "ui.po").read_text("utf-8")


def test_a_text_that_comes_back_finds_its_translation(shelf: Path) -> None:
    templates.update("ui", ENTRIES)
    file = shelf / "ar" / "LC_MESSAGES" / "ui.po"
    body = file.read_text("utf-8")
    body = body.replace('msgid "Passeport"\nmsgstr ""', 'msgid "Passeport"\nmsgstr "جواز السفر"')
    body = body.replace('msgid "Fermer"\nmsgstr ""', 'msgid "Fermer"\nmsgstr "إغلاق"')
    file.write_text(body, "utf-8")
    templates.update("ui", ENTRIES[1:2])
    assert '#~ msgid "Fermer"' in file.read_text("utf-8")
    templates.update("ui", ENTRIES)
    text = file.read_text("utf-8")
    assert 'msgid "Fermer"\nmsgstr "إغلاق"' in text
    assert 'msgctxt "x.name"\nmsgid "Passeport"\nmsgstr "جواز السفر"' in text
    assert "#~" not in text


def faults(write: Write, code: str, body: str, capsys: pytest.CaptureFixture[str]) -> str:
    templates.update("ui", extract.interface()[0])
    write(code, "ui", body)
    status = check.main()
    printed = capsys.readouterr().err
    assert status == int(bool(printed))
    return printed


@pytest.mark.parametrize(
    ("code", "gloss", "fault"),
    [
        ("ru", "Закрити і", "letters of another language: і"),
        ("uk", "Закрыть", "letters of another language: ы"),
        ("ar", "پاسپورت", "letters of another language: پ"),
        ("fa_AF", "كارت", "letters of another language: ك"),
        ("ps", "كارت", "letters of another language: ك"),
        ("ar", "١٢ شهرا", "digits other than 0-9"),
        ("ar", "\u2066إغلاق", "isolates not balanced"),
        ("es", "Cerrar %(day)s", "places differ"),
        ("es", "Cerrar ☐", "no glyph for U+2610"),
    ],
)
def test_each_fault_is_seen(
    write: Write, capsys: pytest.CaptureFixture[str], code: str, gloss: str, fault: str
) -> None:
    assert fault in faults(write, code, f'msgid "Fermer"\nmsgstr "{gloss}"\n', capsys)


@pytest.mark.parametrize(
    ("code", "gloss"),
    [
        ("ru", "Закрыть"),
        ("uk", "Закрити"),
        ("ar", "إغلاق"),
        ("fa_AF", "بستن کارت"),
        ("ps", "ټړل ګرځنده"),
        ("tr", "Kapatır ğış"),
    ],
)
def test_good_texts_pass(write: Write, capsys: pytest.CaptureFixture[str], code: str, gloss: str) -> None:
    assert faults(write, code, f'msgid "Fermer"\nmsgstr "{gloss}"\n', capsys) == ""


def test_fuzzy_wrong_plural_rule_and_stale_template(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert "fuzzy" in faults(write, "es", '#, fuzzy\nmsgid "Fermer"\nmsgstr "Cerrar"\n', capsys)
    file = write("ar", "ui", "")
    file.write_text(file.read_text("utf-8").replace("? 4 : 5", "? 5 : 4"), "utf-8")
    write("es", "ui", "")
    assert check.main() == 1
    assert "Plural-Forms" in capsys.readouterr().err
    write("ar", "ui", "")
    templates.update("ui", [Entry("Texte d’avant")])
    assert check.main() == 1
    assert "not up to date" in capsys.readouterr().err


def test_every_sheet_s_words_are_offered_to_translators() -> None:
    """A module of words left out of the list prints French in both columns, and nothing else says so."""
    # for lawyers and courts; for the head office
    in_french_alone = {"anefdesk/services/evidence_wording.py", "anefdesk/services/figures_wording.py"}
    there = {f"anefdesk/services/{path.name}" for path in (ROOT / "anefdesk/services").glob("*wording.py")}
    assert in_french_alone < there
    assert there - in_french_alone <= set(templates.TO_APPLICANT)
