"""The evidence file in words: for a lawyer or a judge, with identity. Facts and arithmetic; no promise, no opinion.

Used by ``evidence``.
"""

from collections.abc import Iterator
from datetime import date

from anefdesk.domain import blockage_proof
from anefdesk.domain.blockage import Attempt, Harm, Remedy, Reply
from anefdesk.domain.blockage_kinds import HarmKind
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.deadlines import Due
from anefdesk.domain.letter import Sending
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import ObjectId
from anefdesk.letters.documents import Imprint
from anefdesk.letters.evidence import AnnexPages, Chapter, EvidenceRow, EvidenceSheet, Told
from anefdesk.services import countries
from anefdesk.services import evidence_wording as say
from anefdesk.services.blockage_views import BlockageView
from anefdesk.services.evidence_gathering import Gathered, Item

_CHECK = "à vérifier"
_ORIGINALS = (
    "Ce dossier rassemble ce qui a été noté et reçu par le centre. Les captures sont reproduites en plus petit ; leurs "
    "originaux, inchangés, sont joints avec leur empreinte SHA-256, prise au moment où ils sont entrés au dossier."
)
_RECKONED = (
    "Les dates calculées indiquent leur règle et leur article ; « à vérifier » : la règle n’a pas encore été relue par "
    "un juriste. Les noms d’auteur sont ceux que les membres de l’équipe ont choisis."
)


class Wording:
    """One gathered file in words."""

    def __init__(self, gathered: Gathered, catalogue: Catalogue) -> None:
        self._g = gathered
        self._catalogue = catalogue

    def sheet(self, title: str, imprint: Imprint, annexes: tuple[AnnexPages, ...]) -> EvidenceSheet:
        """The whole, with its annexes."""
        chapters = (
            Chapter("En bref", rows=tuple(self._brief())),
            Chapter("Chronologie", rows=tuple(self._chronology())),
            Chapter("Essais par semaine", rows=tuple(self._weeks())),
            Chapter("Délais et dates calculés", rows=tuple(map(self._due, self._g.dues))),
            Chapter("Conséquences", tuple(self._total()), tuple(map(self._harm, self._g.harms))),
            Chapter("Décision du Conseil d’État du 5 mai 2026", rows=tuple(self._measures())),
            Chapter("Liste des annexes", rows=tuple(map(self._listed, self._g.items))),
        )
        return EvidenceSheet(
            title=title,
            imprint=imprint,
            head=tuple(self._head()),
            notices=(_ORIGINALS, _RECKONED),
            chapters=chapters,
            annexes=annexes,
        )

    # Who, and what in a few lines

    def _head(self) -> Iterator[Told]:
        file, person = self._g.file, self._g.file.person
        name = file.main_name
        if name is not None:
            yield Told("Personne : ", " – ".join(filter(None, (name.latin(), name.native()))))
        word = {"f": "née", "m": "né"}.get(person.gender, "né(e)")
        born = f"{word} le {say.day(person.birth_date)}"
        told = [
            born if person.birth_date else "",
            f"nationalité : {countries.name(person.nationality, 'fr')}" if person.nationality else "",
        ]
        if any(told):
            yield Told(" · ".join(filter(None, told)))
        numbers = {"Numéro étranger : ": person.foreigner_number, "Numéro de demande : ": person.anef_request_number}
        for words, number in numbers.items():
            if number:
                yield Told(words, number)
        department = self._catalogue.departments.get(person.department)
        if department is not None:
            yield Told(f"Préfecture : {department.prefecture}")

    def _brief(self) -> Iterator[EvidenceRow]:
        permit = self._g.file.permit
        if permit is not None:
            kind = self._catalogue.permits.get(permit.kind)
            until = f", jusqu’au {say.day(permit.end)}" if permit.end else ""
            yield EvidenceRow("Titre", f"{kind.name if kind else permit.kind}{until}")
        for view in self._g.views:
            yield EvidenceRow(
                f"Depuis le {say.day(view.blockage.on)}",
                f"{view.kind.code} – {view.kind.title}",
                (*self._stands(view),),
            )

    def _stands(self, view: BlockageView) -> Iterator[Told]:
        tries = say.counted(len(view.attempts), "essai noté", "essais notés")
        spread = say.counted(len(view.weeks), "semaine", "semaines")
        yield Told(f"{tries}, sur {spread} ; annexes : {self._numbers(view)}.")
        if ended := view.blockage.ended_on:
            yield Told(f"Terminé le {say.day(ended)}{self._lasted(view)}.")
        else:
            yield Told(f"Dure encore le {say.day(self._g.today)}{self._lasted(view)}.")
        taken = [self._step(remedy) for remedy in view.remedies]
        if taken:
            yield Told(f"Démarches faites : {' ; '.join(taken)}.")
        if view.next is not None:
            base = f" ({view.next.step.article}{self._grade(view.next.step.grade)})"
            yield Told(f"Prochaine étape : {view.next.step.title}{base}.")

    def _lasted(self, view: BlockageView) -> str:
        days = elapsed(view.blockage.on, view.blockage.ended_on or self._g.today.isoformat())
        return f", soit {say.counted(days, 'jour', 'jours')}" if days is not None else ""

    def _numbers(self, view: BlockageView) -> str:
        found = [str(item.number) for item in self._g.items if item.about == view.blockage.id]
        return ", ".join(found) or "aucune"

    def _step(self, remedy: Remedy) -> str:
        step = self._catalogue.blockages.steps.get(remedy.step)
        return f"{step.title if step else remedy.step} le {say.day(remedy.on)} ({say.REPLY[remedy.reply]})"

    @staticmethod
    def _grade(grade: Grade) -> str:
        return "" if grade is Grade.A else f", {_CHECK}"

    # In order of time

    def _chronology(self) -> Iterator[EvidenceRow]:
        found = [*self._events(), *self._tries(), *self._remedies(), *self._letters(), *self._harmed()]
        found.sort(key=_when)
        yield from (row for _, row in found)

    def _by(self, obj: ObjectId) -> Iterator[Told]:
        if label := self._g.labels.get(obj):
            yield Told("Noté par : ", label)

    def _events(self) -> Iterator[tuple[str, EvidenceRow]]:
        for told in self._g.derived:
            if told.kind.value == "birth":
                continue
            name = f" : {told.name}" if told.name else ""
            coming = " (à venir)" if told.on > self._g.today else ""
            yield told.on.isoformat(), EvidenceRow(say.day(told.on), f"{say.EVENT[told.kind]}{name}{coming}")
        for event in self._g.events:
            if event.kind is None:
                continue
            until = f" (jusqu’au {say.day(event.until)})" if event.until else ""
            told_ = (*((Told("", event.remark),) if event.remark else ()), *self._by(event.id))
            row = EvidenceRow(say.day(event.on, event.at), f"{say.EVENT[event.kind]}{until}", told_)
            yield f"{event.on}T{event.at}", row

    def _tries(self) -> Iterator[tuple[str, EvidenceRow]]:
        for view in self._g.views:
            for attempt in view.attempts:
                row = EvidenceRow(
                    say.day(attempt.on, attempt.at),
                    f"{say.MEANS[attempt.means]} ({view.kind.code})",
                    (*self._try(attempt), *self._by(attempt.id)),
                )
                yield f"{attempt.on}T{attempt.at}", row
            if view.blockage.ended_on:
                on = view.blockage.ended_on
                yield f"{on}T~", EvidenceRow(say.day(on), f"Fin du blocage {view.kind.code} – {view.kind.title}")

    def _try(self, attempt: Attempt) -> Iterator[Told]:
        if attempt.said:
            yield Told("Ce qui a été dit ou affiché : ", attempt.said)
        if answered := say.ANSWERED[attempt.answered]:
            yield Told(answered)
        for words, typed in (("Référence : ", attempt.reference), ("Page : ", attempt.address)):
            if typed:
                yield Told(words, typed)
        if device := ", ".join(filter(None, (attempt.device, attempt.browser))):
            yield Told("Appareil : ", device)
        if numbers := self._g.annexes_of(attempt.id):
            yield Told(f"Annexe {', '.join(map(str, numbers))}.")

    def _remedies(self) -> Iterator[tuple[str, EvidenceRow]]:
        for view in self._g.views:
            for remedy in view.remedies:
                step = self._catalogue.blockages.steps.get(remedy.step)
                title = step.title if step else remedy.step
                told = [Told(words, typed) for words, typed in _of_remedy(remedy) if typed]
                if step is not None:
                    told.insert(0, Told(f"{step.article}{self._grade(step.grade)}."))
                row = EvidenceRow(say.day(remedy.on), f"{title} ({view.kind.code})", (*told, *self._by(remedy.id)))
                yield f"{remedy.on}T", row
                if remedy.replied_on and remedy.reply is not Reply.WAITING:
                    days = elapsed(remedy.on, remedy.replied_on)
                    after = f", {say.counted(days, 'jour', 'jours')} après" if days is not None else ""
                    said = f"{title} : {say.REPLY[remedy.reply]}{after}"
                    yield f"{remedy.replied_on}T~", EvidenceRow(say.day(remedy.replied_on), said)

    def _letters(self) -> Iterator[tuple[str, EvidenceRow]]:
        numbers = {item.letter: item.number for item in self._g.items if item.letter}
        for letter in self._g.letters:
            annex = Told(f"Annexe {numbers[letter.id]}.") if letter.id in numbers else None
            sent = letter.sending not in {None, Sending.NOT_SENT} and letter.sent_on
            if not sent:
                row = EvidenceRow(
                    say.day(letter.issued_on), f"Lettre établie : {letter.title}", (annex,) if annex else ()
                )
                yield f"{letter.issued_on}T", row
                continue
            assert letter.sending is not None
            told = [Told(f"Envoi : {say.SENDING[letter.sending]}.")]
            if letter.reference:
                told.append(Told("Référence : ", letter.reference))
            row = EvidenceRow(
                say.day(letter.sent_on), f"Lettre envoyée : {letter.title}", (*told, *((annex,) if annex else ()))
            )
            yield f"{letter.sent_on}T", row
            if letter.replied_on and letter.reply is not Reply.WAITING:
                said = f"Réponse à la lettre « {letter.title} » : {say.REPLY[letter.reply]}"
                yield f"{letter.replied_on}T~", EvidenceRow(say.day(letter.replied_on), said)

    def _harmed(self) -> Iterator[tuple[str, EvidenceRow]]:
        for harm in self._g.harms:
            title = self._harm_kind(harm).title
            if harm.start:
                yield f"{harm.start}T", EvidenceRow(say.day(harm.start), f"Début : {title}")
            if harm.end:
                yield f"{harm.end}T~", EvidenceRow(say.day(harm.end), f"Fin : {title}")

    # Counts, dates, harms

    def _weeks(self) -> Iterator[EvidenceRow]:
        for view in self._g.views:
            for (year, week), count in view.weeks.items():
                monday, sunday = (date.fromisocalendar(year, week, at) for at in (1, 7))
                tries = say.counted(count, "essai", "essais")
                yield EvidenceRow(
                    f"Semaine {week} de {year}",
                    f"{tries} ({view.kind.code})",
                    (Told(f"Du {say.day(monday)} au {say.day(sunday)}."),),
                )

    def _due(self, due: Due) -> EvidenceRow:
        assert due.front is not None
        when = due.by_hour or say.day(due.front)
        check = f" – {_CHECK}" if due.to_check else ""
        told = [Told(f"{due.deadline.title} – {due.deadline.article}{check}.")]
        told += [Told(step.worded(self._g.table.steps)) for step in due.steps]
        if due.rescue is not None:
            told.append(Told(f"Un autre calcul donne le {say.day(due.rescue)} : à confirmer par un avocat."))
        return EvidenceRow(when, say.OUTCOME.get(due.what, due.deadline.title), tuple(told))

    def _harm_kind(self, harm: Harm) -> HarmKind:
        return self._catalogue.harms.get(harm.code) or HarmKind(harm.code, harm.code, "", (), None, (), date.min)

    def _harm(self, harm: Harm) -> EvidenceRow:
        kind = self._harm_kind(harm)
        until = f"au {say.day(harm.end)}" if harm.end else f"jusqu’à ce jour ({say.day(self._g.today)})"
        told = [Told(f"Du {say.day(harm.start)} {until} ; {say.RESTORED[harm.restored]}.")]
        if harm.household:
            told.append(Told(f"Foyer : {say.counted(harm.household, 'personne', 'personnes')}."))
        told.append(Told(arithmetic(harm, self._g.today)))
        if kind.article:
            told.append(Told(f"Texte : {kind.article}{self._grade(kind.grade or Grade.A)}."))
        if harm.remark:
            told.append(Told("", harm.remark))
        return EvidenceRow(harm.code, kind.title, tuple(told))

    def _total(self) -> Iterator[str]:
        found = [blockage_proof.loss(harm, self._g.today) for harm in self._g.harms]
        losses = [one for one in found if one is not None]
        if losses:
            known = say.counted(len(losses), "conséquence chiffrée", "conséquences chiffrées")
            rest = len(found) - len(losses)
            others = f" ; {say.counted(rest, 'autre', 'autres')} sans montant connu" if rest else ""
            total = say.euros(sum(one.cents for one in losses))
            yield f"Total au {say.day(self._g.today)} : {total} ({known}{others})."

    def _measures(self) -> Iterator[EvidenceRow]:
        yield from measures(self._g)

    def _listed(self, item: Item) -> EvidenceRow:
        exhibit = item.exhibit
        fine = [f"{item.name} · {say.size(exhibit.size)}", f"SHA-256 {exhibit.sha256.hex()}"]
        shown = f"Date montrée : {say.day(exhibit.on)}. " if exhibit.on else ""
        told = [Told(f"{shown}{entered(item)}"), *(Told(line) for line in fine)]
        head = "Lettre" if item.letter else say.ENTRY[exhibit.entry].capitalize()
        return EvidenceRow(f"Annexe {item.number}", head, (*((Told("", item.title),) if item.title else ()), *told))


def _when(found: tuple[str, EvidenceRow]) -> str:
    return found[0]


def _of_remedy(remedy: Remedy) -> tuple[tuple[str, str], ...]:
    return (("Référence : ", remedy.reference), ("", remedy.remark))


def entered(item: Item) -> str:
    """When it came into the file and who put it there."""
    when = (
        f"Entrée au dossier le {say.moment(item.entered)}" if item.entered else "Entrée au dossier à une date non sue"
    )
    return f"{when}{f', par {item.author}' if item.author else ''}."


def arithmetic(harm: Harm, today: date) -> str:
    """« 420,00 € par mois × 2 mois, et 12/30 de mois : 1 008,00 €. »."""
    found = blockage_proof.loss(harm, today)
    if found is None or harm.cents_month is None:
        return "Montant non connu."
    parts = [f"{found.months} mois"] if found.months else []
    if found.days:
        parts.append(f"{say.counted(found.days, 'jour', 'jours')} (trentièmes de mois)")
    spent = " et ".join(parts) or "0 jour"
    return f"{say.euros(harm.cents_month)} par mois × {spent} = {say.euros(found.cents)}."


def measures(gathered: Gathered) -> Iterator[EvidenceRow]:
    """What the decision ordered about each blockage, and whether its time is over."""
    for view in gathered.views:
        if view.measure is None:
            continue
        measure, limit = view.measure.measure, say.day(view.measure.limit)
        if not view.measure.counted:
            state = f"Le délai donné à l’État court jusqu’au {limit} : rien n’est compté avant."
        elif view.measure.persists:
            state = f"Le délai donné à l’État a pris fin le {limit} ; le blocage existe après cette date."
        else:
            state = f"Le délai donné à l’État a pris fin le {limit} ; le blocage était terminé."
        base = f"{measure.article}{Wording._grade(measure.grade)}."  # noqa: SLF001 - the same words
        yield EvidenceRow(view.kind.code, measure.title, (Told(state), Told(base)))


def elapsed(start: str, end: str) -> int | None:
    """Days from one stored day to another; ``None`` when either cannot be read."""
    first, last = day_of(start), day_of(end)
    return (last - first).days if first and last else None
