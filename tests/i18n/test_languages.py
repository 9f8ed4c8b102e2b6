import gettext
import io

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from anefdesk.errors import InputRefusedError
from anefdesk.i18n.languages import APPLICANT_LANGUAGES, PREPARED_LANGUAGES, language


def form(code: str, n: int) -> int:
    rule = gettext.c2py(language(code).plural_forms.split("plural=")[1].rstrip(";"))  # type: ignore[attr-defined]
    return rule(n)


def test_arabic_forms_follow_gnu_and_not_cldr_order() -> None:
    assert [form("ar", n) for n in (0, 1, 2, 3, 11, 99, 100, 101)] == [0, 1, 2, 3, 4, 4, 5, 5]


def test_slavic_forms() -> None:
    for code in ("ru", "uk"):
        assert [form(code, n) for n in (1, 2, 5, 11, 12, 21, 22, 111)] == [0, 1, 2, 2, 2, 0, 1, 2]


def test_every_rule_stays_within_its_count_of_forms() -> None:
    for spoken in APPLICANT_LANGUAGES + PREPARED_LANGUAGES:
        count = int(spoken.plural_forms.split("nplurals=")[1].split(";")[0])
        assert {form(spoken.code, n) for n in range(250)} == set(range(count)), spoken.code


# Portugal’s rule, not Brazil’s; after a number, Dari, Georgian and Turkish keep the singular: one form says it all.
_CLDR = {"pt": "pt_PT"}
_NO_PLURAL_AFTER_A_NUMBER = {"fa_AF", "ka", "tr"}


@pytest.mark.parametrize("spoken", [one.code for one in APPLICANT_LANGUAGES + PREPARED_LANGUAGES])
def test_numbers_share_a_form_as_cldr_says(spoken: str) -> None:
    if spoken in _NO_PLURAL_AFTER_A_NUMBER:
        assert {form(spoken, n) for n in range(250)} == {0}
        return
    cldr = Locale.parse(_CLDR.get(spoken, spoken)).plural_form
    pairs = {(form(spoken, n), cldr(n)) for n in range(250)}
    assert len(pairs) == len({ours for ours, _ in pairs}) == len({theirs for _, theirs in pairs})


def test_every_rule_is_readable_from_a_compiled_catalogue() -> None:
    for spoken in APPLICANT_LANGUAGES + PREPARED_LANGUAGES:
        compiled = io.BytesIO()
        write_mo(compiled, Catalog(locale=spoken.code))
        compiled.seek(0)
        gettext.GNUTranslations(compiled)


def test_names_direction_and_order() -> None:
    assert [spoken.code for spoken in APPLICANT_LANGUAGES] == [
        "fr", "ar", "en", "fa_AF", "ps", "ru", "uk", "es", "tr", "pt", "bn", "zh_Hans", "ti",
    ]  # fmt: skip
    assert [spoken.code for spoken in PREPARED_LANGUAGES] == ["ka"]
    assert [spoken.code for spoken in APPLICANT_LANGUAGES if spoken.rtl] == ["ar", "fa_AF", "ps"]
    assert language("fa_AF").name_native == "دری"
    assert language("ti").fonts[0] == "Noto Sans Ethiopic"


def test_unknown_language_is_refused() -> None:
    with pytest.raises(InputRefusedError) as refused:
        language("tlh")
    assert refused.value.code == "i18n.unknown_language"
