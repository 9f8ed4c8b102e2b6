"""The evidence file without identity, for advocacy: codes, months, counts, delays and amounts; nothing anybody typed.

Used by ``evidence``. Free words, references and captures may name people: none is in it.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from anefdesk.domain import blockage_proof
from anefdesk.domain.blockage import Reply
from anefdesk.domain.catalogue import Catalogue
from anefdesk.letters.documents import Imprint
from anefdesk.letters.evidence import Chapter, EvidenceRow, EvidenceSheet, Told
from anefdesk.services import evidence_wording as say
from anefdesk.services.blockage_views import BlockageView
from anefdesk.services.evidence_gathering import Gathered
from anefdesk.services.evidence_sheet import elapsed, measures

_NOTICE = (
    "Ce document ne nomme personne : ni nom, ni numéro, ni date de naissance, ni adresse, ni commune. Les dates sont "
    "données au mois. Les textes libres, les captures et les lettres n’y sont pas : ils pourraient nommer quelqu’un."
)
_CARE = "Une situation rare peut suffire à reconnaître une personne : relisez avant de publier."
_LONG_MONTH = 31  # days: never more months than there were


def sheet(gathered: Gathered, catalogue: Catalogue, title: str, imprint: Imprint) -> EvidenceSheet:
    """The whole."""
    chapters = (
        Chapter("Blocages", rows=tuple(_blockages(gathered, catalogue))),
        Chapter("Étapes de la demande", rows=tuple(_steps(gathered))),
        Chapter("Essais par mois", rows=tuple(_tries(gathered))),
        Chapter("Démarches faites et délais", rows=tuple(_remedies(gathered, catalogue))),
        Chapter("Conséquences", rows=tuple(_harms(gathered, catalogue))),
        Chapter("Décision du Conseil d’État du 5 mai 2026", rows=tuple(measures(gathered))),
    )
    return EvidenceSheet(title=title, imprint=imprint, notices=(_NOTICE, _CARE), chapters=chapters)


def _blockages(gathered: Gathered, catalogue: Catalogue) -> Iterator[EvidenceRow]:
    permit = gathered.file.permit
    kind = catalogue.permits.get(permit.kind) if permit else None
    if kind is not None:
        yield EvidenceRow("Titre", kind.name)
    for view in gathered.views:
        yield EvidenceRow(view.kind.code, view.kind.title, tuple(_stands(view, gathered.today)))


def _stands(view: BlockageView, today: date) -> Iterator[Told]:
    ended = view.blockage.ended_on
    lasted = _lasted(view.blockage.on, ended, today)
    state = f"terminé en {say.month(ended)}" if ended else "dure encore"
    yield Told(f"Depuis {say.month(view.blockage.on)} ; {state}{lasted}.")
    tries, weeks = len(view.attempts), len(view.weeks)
    yield Told(
        f"{say.counted(tries, 'essai', 'essais')} sur {say.counted(weeks, 'semaine', 'semaines')} ; "
        f"{say.counted(len(view.exhibits), 'capture gardée', 'captures gardées')}."
    )


def _lasted(start: str, end: str, today: date) -> str:
    """How long: in days between two months, in months up to today, whose date is printed: days would tell which."""
    if not end:
        months = (elapsed(start, today.isoformat()) or 0) // _LONG_MONTH
        return f", plus de {months} mois" if months > 0 else ""
    days = elapsed(start, end)
    return f", {say.counted(days, 'jour', 'jours')}" if days is not None else ""


def _steps(gathered: Gathered) -> Iterator[EvidenceRow]:
    """Steps that any request has, and how long after the filing they came."""
    found = [(one.on.isoformat(), one.kind) for one in gathered.derived]
    found += [(one.on, one.kind) for one in gathered.events if one.kind is not None]
    told = sorted({(on, kind.value, kind) for on, kind in found if kind in say.OF_ANYBODY})
    filed = next((on for on, name, _ in told if name == "filed"), "")
    for on, _, kind in told:
        days = elapsed(filed, on) if filed and on > filed else None
        after = (Told(f"{say.counted(days, 'jour', 'jours')} après le dépôt."),) if days is not None else ()
        yield EvidenceRow(say.month(on), say.EVENT[kind], after)


def _tries(gathered: Gathered) -> Iterator[EvidenceRow]:
    for view in gathered.views:
        months: dict[str, dict[str, int]] = {}
        for attempt in view.attempts:
            of_month = months.setdefault(attempt.on[:7], {})
            name = say.MEANS[attempt.means].lower()
            of_month[name] = of_month.get(name, 0) + 1
        for found, means in sorted(months.items()):
            yield EvidenceRow(say.month(f"{found}-01"), view.kind.code, (Told(f"{_counts(means)}."),))


def _counts(means: Mapping[str, int]) -> str:
    return ", ".join(f"{name} : {count}" for name, count in means.items())


def _remedies(gathered: Gathered, catalogue: Catalogue) -> Iterator[EvidenceRow]:
    for view in gathered.views:
        for remedy in view.remedies:
            step = catalogue.blockages.steps.get(remedy.step)
            waited = _lasted(remedy.on, remedy.replied_on, gathered.today)
            reply = say.REPLY[remedy.reply]
            so_far = " à ce jour" if remedy.reply is Reply.WAITING else ""
            name = step.title if step else remedy.step
            yield EvidenceRow(say.month(remedy.on), f"{name} ({view.kind.code})", (Told(f"{reply}{so_far}{waited}."),))


def _harms(gathered: Gathered, catalogue: Catalogue) -> Iterator[EvidenceRow]:
    for harm in gathered.harms:
        kind = catalogue.harms.get(harm.code)
        until = f"à {say.month(harm.end)}" if harm.end else "à ce jour"
        told = [Told(f"De {say.month(harm.start)} {until} ; {say.RESTORED[harm.restored]}.")]
        found = blockage_proof.loss(harm, gathered.today)
        if found is not None:
            told.append(Told(f"Montant : environ {say.euros(found.cents // 1000 * 1000)}."))
        yield EvidenceRow(harm.code, kind.title if kind else harm.code, tuple(told))
