"""When to file and what it costs, in words, never guessed where an answer is missing: the head of a démarche."""

from anefdesk.domain.facts import Truth
from anefdesk.domain.procedure import Fee, Grade
from anefdesk.i18n import dates
from anefdesk.i18n.texts import Texts, mark
from anefdesk.services import wording
from anefdesk.services.demarches import DeskView


def said_windows(texts: Texts, view: DeskView) -> tuple[list[str], list[str]]:
    """Windows that are over on the planned day, and the others."""
    late, others = [], []
    for window in view.windows:
        days = {"opens": dates.shown(window.opens)} if window.opens else {}
        if window.closes:
            days["closes"] = dates.shown(window.closes)
        if window.closes and window.closes < view.planned_on:
            over = mark("La période de dépôt est finie depuis le %(closes)s : déposez sans attendre.")
            late.append(texts.ui(wording.WINDOW_PAST if window.opens else over, **days))
        elif window.opens and window.closes:
            others.append(texts.ui("à déposer entre le %(opens)s et le %(closes)s", **days))
        else:
            others.append(window.window.statement.text)
    return late, others


def said_prices(texts: Texts, view: DeskView) -> list[str]:
    """What it costs: what is sure, then what depends on an answer still to be given."""
    sure: list[str] = [] if view.fees else [texts.ui("à vérifier")]
    waiting: dict[str, list[str]] = {}
    for fee in view.fees:
        asked = _unanswered(view, fee)
        (waiting.setdefault(asked, []) if asked else sure).append(_price(texts, fee))
    lines = [texts.ui("Prix : %(prices)s", prices=" ; ".join(sure))] if sure else []
    for asked, prices in waiting.items():
        given = {"question": asked, "prices": " ; ".join(prices)}
        lines.append(texts.ui("Prix, selon la réponse à « %(question)s » : %(prices)s", **given))
    return lines


def _price(texts: Texts, fee: Fee) -> str:
    text = fee.statement.text.replace(" €", "\u00a0€")
    unsure = fee.cents is None or fee.statement.evidence.grade is Grade.C
    return f"{text}, {texts.ui('à vérifier')}" if unsure and "à vérifier" not in text else text


def _unanswered(view: DeskView, fee: Fee) -> str:
    """The question this price waits for; empty when it is sure."""
    if fee.statement.when.holds(view.facts) is not Truth.UNKNOWN:
        return ""
    facts = view.catalogue.facts
    asked = (facts[name].question for name in fee.statement.when.mentioned() if not view.facts.get(name))
    return next(asked, "")
