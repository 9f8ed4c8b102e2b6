import os
from pathlib import Path

import pytest

from anefdesk.errors import CatalogueError
from anefdesk.i18n import compiled, reviews
from anefdesk.i18n.texts import for_language

from .conftest import Write

PIECES = """
msgid "%(n)d pièce pour %(name)s"
msgid_plural "%(n)d pièces pour %(name)s"
msgstr[0] "%(n)d документ для %(name)s"
msgstr[1] "%(n)d документа для %(name)s"
msgstr[2] "%(n)d документов для %(name)s"

msgid "Bonjour %(name)s"
msgstr "Здравствуйте, %(nom)s"

msgid "Fermer"
msgstr "Закрыть"

#, fuzzy
msgid "Ouvrir"
msgstr "Закрыть"

msgid "Imprimer"
msgstr ""
"""


def test_french_is_the_source(shelf: Path) -> None:
    french = for_language("fr")
    assert french.ui("Bonjour %(name)s", name="Canari") == "Bonjour Canari"
    assert french.ui_n("%(n)d pièce", "%(n)d pièces", 0) == "0 pièce"
    assert french.ui_n("%(n)d pièce", "%(n)d pièces", 2) == "2 pièces"
    assert french.content("x.name", "Passeport").state == "source"
    assert not list(shelf.iterdir())


def test_translated_counted_and_refused(write: Write) -> None:
    write("ru", "ui", PIECES)
    texts = for_language("ru")
    assert texts.ui("Fermer") == "Закрыть"
    assert texts.ui_n("%(n)d pièce pour %(name)s", "%(n)d pièces pour %(name)s", 3, name="Canari") == (
        "3 документа для Canari"
    )
    assert texts.ui("Bonjour %(name)s", name="Canari") == "Bonjour Canari\u00a0[fr]"  # damaged place: French instead
    assert texts.ui("Ouvrir") == "Ouvrir\u00a0[fr]"  # fuzzy is not used
    assert texts.ui("Imprimer") == "Imprimer\u00a0[fr]"
    assert texts.ui("Jamais vu") == "Jamais vu\u00a0[fr]"
    assert for_language("en").ui("Jamais vu") == "Jamais vu"  # staff read French
    assert texts.ui("") == ""


def test_arabic_isolates_its_data(write: Write) -> None:
    write("ar", "ui", 'msgid "Appeler le %(phone)s"\nmsgstr "اتصلوا على %(phone)s"\n')
    shown = for_language("ar").ui("Appeler le %(phone)s", phone="+33 1 44")
    assert shown == "اتصلوا على \u2068+33 1 44\u2069"


@pytest.mark.usefixtures("shelf")
def test_missing_value_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        for_language("fr").ui("Bonjour %(name)s", nom="x")


CONTENT = """
msgctxt "refugie.passeport.name"
msgid "Passeport"
msgstr "Паспорт"

msgctxt "dcem.passeport.name"
msgid "Passeport"
msgstr "Заграничный паспорт"
"""


def test_glosses_know_their_context_and_state(write: Write, shelf: Path) -> None:
    write("ru", "content", CONTENT)
    context = "refugie.passeport.name"
    key = reviews.key(context, "Passeport", "Паспорт")
    (shelf / "ru" / "reviews.toml").write_text(f'[[read]]\nkey = "{key}"\nby = "relectrice 1"\non = 2027-01-02\n')
    texts = for_language("ru")
    read = texts.content(context, "Passeport")
    assert (read.text, read.state, read.language.code) == ("Паспорт", "read", "ru")
    draft = texts.content("dcem.passeport.name", "Passeport")
    assert (draft.text, draft.state) == ("Заграничный паспорт", "draft")
    missing = texts.content(context, "Passeport en cours de validité")
    assert (missing.text, missing.state) == ("Passeport en cours de validité", "missing")


def test_a_changed_gloss_is_a_draft_again(write: Write, shelf: Path) -> None:
    context = "refugie.passeport.name"
    key = reviews.key(context, "Passeport", "Паспорт")
    (shelf / "ru").mkdir()
    (shelf / "ru" / "reviews.toml").write_text(f'[[checked]]\nkey = "{key}"\nby = "x"\non = 2027-01-02\n')
    write("ru", "content", CONTENT)
    assert for_language("ru").content(context, "Passeport").state == "checked"
    write("ru", "content", CONTENT.replace('"Паспорт"', '"Паспорта"'))
    for_language.cache_clear()
    assert for_language("ru").content(context, "Passeport").state == "draft"


def test_review_without_reader_is_refused(write: Write, shelf: Path) -> None:
    write("ru", "content", CONTENT)
    (shelf / "ru" / "reviews.toml").write_text('[[read]]\nkey = "0123"\n')
    with pytest.raises(CatalogueError) as refused:
        for_language("ru").content("refugie.passeport.name", "Passeport")
    assert refused.value.code == "i18n.broken_reviews"


def test_broken_catalogue_is_named(write: Write) -> None:
    write("ru", "ui", 'msgid "Fermer"\nmsgstr "Закрыть"\nnot a line of a catalogue\n')
    with pytest.raises(CatalogueError) as refused:
        for_language("ru").ui("Fermer")
    assert refused.value.code == "i18n.broken_catalogue"
    assert refused.value.params["file"] == "ru/LC_MESSAGES/ui.po"


def test_fresh_compiled_file_is_preferred_and_stale_one_ignored(write: Write) -> None:
    po = write("ru", "ui", 'msgid "Fermer"\nmsgstr "Закрыть"\n')
    compiled.main()
    mo = po.with_suffix(".mo")
    assert mo.is_file()
    write("ru", "ui", 'msgid "Fermer"\nmsgstr "Закройте"\n')
    os.utime(po, (1, 1))
    assert for_language("ru").ui("Fermer") == "Закрыть"
    os.utime(mo, (0, 0))
    for_language.cache_clear()
    assert for_language("ru").ui("Fermer") == "Закройте"


def test_broken_compiled_file_is_named(write: Write) -> None:
    po = write("ru", "ui", "")
    po.with_suffix(".mo").write_bytes(b"not a catalogue")
    os.utime(po, (1, 1))
    with pytest.raises(CatalogueError):
        for_language("ru").ui("Fermer")


@pytest.mark.usefixtures("shelf")
def test_invented_language_is_long_and_keeps_places() -> None:
    texts = for_language("xx")
    shown = texts.ui("Bonjour %(name)s", name="Canari")
    assert shown.startswith("[Böñjöûr Canari ~")
    assert len(texts.ui("Fermer")) > len("Fermer") * 1.3
    assert for_language("xx_RTL").language.rtl
    assert for_language("xx").content("a", "Passeport").state == "draft"


def test_french_in_place_of_a_translation_keeps_its_direction() -> None:
    missing = for_language("ar").ui("Phrase que personne n’a traduite : %(count)s sur 9", count=3)
    assert missing == "\u2066Phrase que personne n’a traduite : 3 sur 9\u00a0[fr]\u2069"
    assert for_language("ru").ui("Phrase que personne n’a traduite") == "Phrase que personne n’a traduite\u00a0[fr]"


def test_a_text_whose_french_changed_shows_the_new_french_with_a_mark_never_the_old_sense(
    write: Write, shelf: Path
) -> None:
    write("ar", "content", 'msgctxt "x.name"\nmsgid "Moins de 3 mois"\nmsgstr "أقل من 3 أشهر"\n')
    key = reviews.key("x.name", "Moins de 3 mois", "أقل من 3 أشهر")
    (shelf / "ar" / "reviews.toml").write_text(f'[[read]]\nkey = "{key}"\nby = "relectrice 1"\non = 2027-01-02\n')
    texts = for_language("ar")
    assert (texts.content("x.name", "Moins de 3 mois").state, texts.content("x.name", "Moins de 3 mois").marked) == (
        "read", "أقل من 3 أشهر",
    )  # fmt: skip
    changed = texts.content("x.name", "Moins de 6 mois")
    assert changed.state == "missing"
    assert changed.marked == "\u2066Moins de 6 mois\u00a0[fr]\u2069"


def test_states_of_the_interface(write: Write, shelf: Path) -> None:
    write("ru", "ui", PIECES)
    counted = ("%(n)d pièce pour %(name)s", "%(n)d pièces pour %(name)s")
    forms = [f"%(n)d {word} для %(name)s" for word in ("документ", "документа", "документов")]
    texts = for_language("ru")
    assert texts.ui_state("Fermer") == texts.ui_state(*counted) == "draft"
    assert texts.ui_state("Bonjour %(name)s") == texts.ui_state("Une %(n)d", "Des %(n)d") == "missing"
    keys = reviews.key_of(None, "Fermer", ["Закрыть"]), reviews.key_of(None, counted, forms)
    entries = "".join(f'[[read]]\nkey = "{key}"\nby = "relectrice 1"\non = 2027-01-02\n' for key in keys)
    (shelf / "ru" / "reviews.toml").write_text(entries)
    for_language.cache_clear()
    texts = for_language("ru")
    assert texts.ui_state("Fermer") == texts.ui_state(*counted) == "read"
    assert for_language("fr").ui_state("Fermer") == "source"


def test_who_may_sign_what() -> None:
    assert reviews.may_bind(["read", "source"], "")
    assert not reviews.may_bind(["read", "checked"], "")
    assert not reviews.may_bind(["missing"], "  ")
    assert reviews.may_bind(["draft", "missing"], "Mme Canari, interprète")
