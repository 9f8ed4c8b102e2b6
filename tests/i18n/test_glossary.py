from pathlib import Path

import pytest

from anefdesk import paths
from anefdesk.errors import CatalogueError
from anefdesk.i18n import check, glossary, languages, templates
from anefdesk.i18n.glossary import Exceptions

NOTHING = Exceptions({}, frozenset())
SPOKEN = [one.code for one in languages.APPLICANT_LANGUAGES if one.code != "fr"]


def ids(french: str) -> set[str]:
    return {term.id for term in glossary.terms_in(french)}


def test_every_term_has_a_gloss_in_every_language_typeset_and_drawable() -> None:
    terms = glossary.load()
    assert len(terms) >= 76
    assert len({term.id for term in terms}) == len(terms)
    for term in terms:
        assert set(term.glosses) == set(SPOKEN)
        assert "'" not in term.french + term.definition + term.note, term.id
        for code, gloss in term.glosses.items():
            assert list(check.faults_of_text(languages.language(code), gloss)) == [], (term.id, code)


def test_a_notion_is_drawn_by_a_pictogram_that_ships() -> None:
    drawn = {term.id: term.pictogram for term in glossary.load() if term.pictogram}
    assert {term.id for term in glossary.load()} - drawn.keys() <= {"nom_famille", "prenom", "nationalite"}
    assert [name for name in drawn.values() if not paths.resources("pictograms", f"{name}.svg").is_file()] == []


def test_terms_are_found_the_longest_first_and_not_in_quotes() -> None:
    assert ids("Justificatif de domicile à votre nom") == {"justificatif_domicile"}
    assert ids("Deux cartes de résident") == {"carte_resident"}
    assert ids("Carte de résident permanent") == set()
    assert ids("Choisissez « Je demande un titre de séjour »") == set()
    assert ids("Comptes rendus médicaux") == set()
    assert ids("Votre compte ANEF") == {"compte", "anef"}
    assert ids("Preuve du conjoint ou de la conjointe") == {"conjoint"}
    assert ids("Refuser") == set()


@pytest.mark.parametrize(
    ("code", "term", "text"),
    [
        ("ru", "titre_de_sejour", "без вида на жительство"),
        ("uk", "titre_de_sejour", "копію посвідки на проживання"),
        ("tr", "premiere_demande", "İlk başvuru için"),
        ("tr", "contrat_travail", "İş sözleşmesiyle çalışıyorum"),
        ("ar", "titre_de_sejour", "هل ضاعت بطاقة إقامتكم؟"),
        ("ar", "nationalite", "إثباتات أخرى للجنسية"),
        ("es", "titre_de_sejour", "sus permisos de residencia"),
        ("zh_Hans", "passeport", "护照复印件"),
    ],
)
def test_a_gloss_may_be_inflected(code: str, term: str, text: str) -> None:
    gloss = next(one for one in glossary.load() if one.id == term).glosses[code]
    assert glossary.says(code, gloss, text)


@pytest.mark.parametrize(
    ("code", "term", "text"),
    [
        ("ru", "compte", "откройте счёт"),
        ("en", "domiciliation", "find a direct debit"),
        ("es", "delai", "hay un retraso"),
        ("zh_Hans", "titre_de_sejour", "居住许可"),
        ("tr", "nationalite", "millet"),
        ("fa_AF", "facture", "رسید کرایه"),
    ],
)
def test_another_word_is_not_the_gloss(code: str, term: str, text: str) -> None:
    gloss = next(one for one in glossary.load() if one.id == term).glosses[code]
    assert not glossary.says(code, gloss, text)


@pytest.mark.parametrize("code", SPOKEN)
def test_what_is_translated_uses_the_chosen_gloss(code: str) -> None:
    catalogue = templates.read(paths.translations(code, "LC_MESSAGES", "content.po"), code)
    used = sum(len(ids(m.id)) for m in catalogue if m.id and m.string and isinstance(m.id, str))
    assert used > 500
    assert list(check.faults_of_terms(languages.language(code))) == []


def test_exceptions_need_a_reason_and_a_use(shelf: Path) -> None:
    file = shelf / "ru" / "glossary_exceptions.toml"
    file.parent.mkdir()
    french, gloss = "Votre compte", "Ваш счёт"
    assert [term.id for term in glossary.misses("ru", french, gloss, NOTHING)] == ["compte"]
    file.write_text('[[form]]\nterm = "compte"\ngloss = "счёт"\nwhy = "essai"\n', "utf-8")
    allowed = glossary.exceptions("ru")
    assert list(glossary.misses("ru", french, gloss, allowed)) == []
    assert list(glossary.unused("ru", [(french, gloss)], allowed)) == []
    assert list(glossary.unused("ru", [(french, "учётная запись")], allowed)) == ["form compte « счёт »"]
    file.write_text(f'[[text]]\nterm = "compte"\nfrench = "{french}"\nwhy = "essai"\n', "utf-8")
    allowed = glossary.exceptions("ru")
    assert list(glossary.misses("ru", french, gloss, allowed)) == []
    assert len(list(glossary.unused("ru", [], allowed))) == 1
    for wrong in (
        '[[form]]\nterm = "compte"\ngloss = "счёт"\n',
        '[[form]]\nterm = "compte"\ngloss = "счёт"\nwhy = ""\n',
        '[[text]]\nterm = "inconnu"\nfrench = "x"\nwhy = "x"\n',
        "[[form",
    ):
        file.write_text(wrong, "utf-8")
        with pytest.raises(CatalogueError) as refused:
            glossary.exceptions("ru")
        assert refused.value.code == "i18n.broken_glossary"


def test_a_glossary_with_a_hole_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = paths.resources("glossary.csv").read_text("utf-8")
    monkeypatch.setattr(paths, "resources", tmp_path.joinpath)
    glossary.load.cache_clear()
    try:
        for spoiled in (body.replace("居留证,መንበሪ ፍቓድ", "居留证,", 1), body.replace(",ti,", ",tig,", 1)):
            assert spoiled != body
            (tmp_path / "glossary.csv").write_text(spoiled, "utf-8")
            with pytest.raises(CatalogueError) as refused:
                glossary.load()
            assert refused.value.code == "i18n.broken_glossary"
    finally:
        glossary.load.cache_clear()
