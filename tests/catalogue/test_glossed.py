"""The shares of each language, and the table of the README, which must be the one they give."""

from collections import Counter
from pathlib import Path

from anefdesk.catalogue import glossed
from anefdesk.domain.catalogue import Catalogue
from anefdesk.i18n.languages import APPLICANT_LANGUAGES
from anefdesk.i18n.reviews import State

ROOT = Path(__file__).resolve().parents[2]


def test_the_readme_has_the_table_that_the_translations_give(catalogue: Catalogue) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = readme.partition("<!-- languages -->\n")[2].partition("<!-- /languages -->")[0]
    assert shown == glossed.table(catalogue), "run python tools/write_language_table.py"
    assert shown.count("\n") == len(APPLICANT_LANGUAGES) + 1


def test_every_language_has_its_line(catalogue: Catalogue) -> None:
    lines = list(glossed.lines(catalogue))
    assert [line.split()[0] for line in lines] == [one.name_fr for one in APPLICANT_LANGUAGES if one.code != "fr"]
    assert all(" % " in line for line in lines)


def test_per_cents_never_lie_about_all_or_nothing() -> None:
    def whole(**states: int) -> dict[State, int]:
        return glossed.percent(Counter(states))  # type: ignore[arg-type]

    assert whole(read=1, draft=1999) == {"read": 1, "checked": 0, "draft": 99, "missing": 0}
    assert whole(checked=10) == {"read": 0, "checked": 100, "draft": 0, "missing": 0}
    assert whole() == {"read": 0, "checked": 0, "draft": 0, "missing": 0}
