"""What the person agreed to, use by use: asked, signed or spoken, revoked, printed in their language.

Used by the page of consents, and by every service that lets something of a file leave: ``need`` comes first.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from anefdesk.domain.change import Touched
from anefdesk.domain.consent import Consent, Use, in_force
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import AccessRefusedError, InputRefusedError
from anefdesk.i18n import languages, reviews
from anefdesk.i18n.languages import FRENCH
from anefdesk.letters.documents import Both, ConsentLine, ConsentSheet
from anefdesk.services import consent_wording, typed
from anefdesk.services.imprints import imprint, speaker_of
from anefdesk.services.speaking import Speaker
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

_LATER_SAID = frozenset({Use.LAWYER, Use.PRESS, Use.OTHER_CENTRE})  # a line for whom or what


@dataclass(frozen=True, slots=True)
class UseView:
    """One use: the agreement in force, and every one there was, the latest first."""

    use: Use
    standing: Consent | None
    history: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentView:
    """The agreements of one file on one day."""

    case: CaseId
    today: date
    uses: tuple[UseView, ...]  # every use, in the order of the sheet
    language: str = ""  # the person's, as far as it is known

    def of(self, use: Use) -> UseView:
        """One use."""
        return next(one for one in self.uses if one.use is use)

    def stands(self, consent: Consent) -> bool:
        """Whether this one agreement is in force today."""
        return consent.use is not None and in_force((consent,), consent.use, self.today) is not None


def standing(at: Workplace, case: CaseId, use: Use) -> Consent | None:
    """The agreement in force today, for services of a file already entered."""
    return in_force(reading.things(at.store.connection, case, Consent), use, at.clock.today())


def require(at: Workplace, case: CaseId, use: Use) -> None:
    """Refuse what needs an agreement that is not in force.

    Raises:
        AccessRefusedError: ``consent.missing``.
    """
    if standing(at, case, use) is None:
        raise AccessRefusedError("consent.missing", use=use.value)


class Consents:
    """Deeds on what the person agreed to. Nothing is ever taken away: revoking sets a date."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def view(self, case: CaseId) -> ConsentView:
        """Every use with its history; the reading is logged once.

        Raises:
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        file = self._at.file(case)
        self._at.read_once(case)
        consents, today = reading.things(self._at.store.connection, case, Consent), self._at.clock.today()
        uses = tuple(
            UseView(
                use,
                in_force(consents, use, today),
                tuple(sorted((one for one in consents if one.use is use), key=_given, reverse=True)),
            )
            for use in Use
        )
        return ConsentView(case, today, uses, file.preferred_language)

    @staticmethod
    def may_be_taken_in(language: str, *, interpreted: bool) -> bool:
        """Whether a sheet in ``language`` may be taken as signed: read by a native speaker, or spoken to the person."""
        if interpreted:
            return True
        known = {spoken.code for spoken in languages.APPLICANT_LANGUAGES}
        return language in known and reviews.may_bind(_states(language), "")

    def need(self, case: CaseId, use: Use) -> None:
        """Refuse what ``use`` was not agreed to.

        Raises:
            AccessRefusedError: ``consent.missing``.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        require(self._at, case, use)

    def give(
        self,
        case: CaseId,
        use: Use,
        *,
        language: str,
        interpreted: bool = False,
        signed: bool = False,
        scope: str = "",
        on: date | None = None,
    ) -> Touched:
        """Note an agreement, signed or by word; in another language than French somebody spoke it, or it was read.

        Raises:
            InputRefusedError: ``consent.language``, nobody said in which; ``consent.unread``, the sheet in that
                language was read by no native speaker and nobody spoke it; ``consent.unspoken``, by word and nobody
                speaks the language; ``consent.stands``, the same is in force; ``consent.future``, ``text.too_long``.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        today, scope = self._at.clock.today(), typed.plain(scope)
        day = on or today
        if not language.strip():
            raise InputRefusedError("consent.language")
        if signed and not self.may_be_taken_in(language, interpreted=interpreted):
            raise InputRefusedError("consent.unread")
        if not signed and not interpreted and language != FRENCH.code:
            raise InputRefusedError("consent.unspoken")
        if day > today:
            raise InputRefusedError("consent.future")
        others = reading.things(self._at.store.connection, case, Consent)
        if in_force((one for one in others if one.scope == scope), use, day):
            raise InputRefusedError("consent.stands")
        consent = Consent(
            id=self._at.new_id(),
            use=use,
            given_on=day.isoformat(),
            language=language,
            interpreted=interpreted,
            signed=signed,
            scope=scope,
        )
        touched = self._at.record(adding(case, consent))
        self._at.can_undo(setting(case, consent, differences(consent, replace(consent, revoked_on=consent.given_on))))
        return touched

    def revoke(self, case: CaseId, consent: Consent) -> Touched:
        """From today on, nothing leaves for this any more, however many desks noted the same agreement.

        Raises:
            InputRefusedError: ``consent.revoked``, it was not in force.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        kept = reading.thing(self._at.store.connection, case, consent.id, Consent)
        today = self._at.clock.today()
        if kept.use is None or ((revoked := day_of(kept.revoked_on)) is not None and revoked <= today):
            raise InputRefusedError("consent.revoked")
        same = [
            one
            for one in reading.things(self._at.store.connection, case, Consent)
            if (one.use, one.scope) == (kept.use, kept.scope)
            and (one.id == kept.id or in_force((one,), kept.use, today))
        ]
        pairs = [(one, replace(one, revoked_on=today.isoformat())) for one in same]
        touched = self._at.record(*(setting(case, one, differences(one, gone)) for one, gone in pairs))
        self._at.can_undo(*(setting(case, gone, differences(gone, one)) for one, gone in pairs))
        return touched

    def sheet(self, case: CaseId, uses: Collection[Use], language: str) -> ConsentSheet:
        """The sheet to read, tick and sign together, in French and ``language``. The printing is logged.

        Raises:
            InputRefusedError: ``i18n.unknown_language``, ``consent.no_use``.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        file = self._at.file(case)
        speaker = speaker_of(language)
        name = file.main_name
        wanted = [use for use in Use if use in uses]
        if not wanted:
            raise InputRefusedError("consent.no_use")
        sheet = ConsentSheet(
            title=speaker.ui(consent_wording.TITLE),
            imprint=imprint(self._at, speaker),
            person=name.latin() if name else "",
            person_native=name.native() if name else "",
            intro=(speaker.joined(*_said(speaker, _INTRO)),),
            lines=tuple(_line(speaker, use) for use in wanted),
            closing=_said(speaker, _CLOSING),
            fields=_said(speaker, _FIELDS if speaker.alone else _FIELDS_SPOKEN),
        )
        self._at.read_logged(case, "print")
        return replace(sheet, unread=speaker.unread())


_INTRO = (consent_wording.INTRO, consent_wording.HELP_ANYWAY, consent_wording.TICK)
_CLOSING = (consent_wording.REVOKE, consent_wording.NO_MORE, consent_wording.NO_PASSWORD)
_FIELDS = (consent_wording.DATE, consent_wording.SIGNATURE, consent_wording.EXPLAINED_BY)
_FIELDS_SPOKEN = (*_FIELDS, consent_wording.INTERPRETER)


def _given(consent: Consent) -> str:
    return consent.given_on


def _said(speaker: Speaker, sentences: Iterable[str]) -> tuple[Both, ...]:
    return tuple(speaker.ui(sentence) for sentence in sentences)


def _line(speaker: Speaker, use: Use) -> ConsentLine:
    scope = speaker.ui(consent_wording.SCOPE) if use in _LATER_SAID else Both("")
    return ConsentLine(
        name=speaker.ui(consent_wording.SHORT[use]), text=speaker.ui(consent_wording.USE[use]), scope=scope
    )


def _states(language: str) -> set[reviews.State]:
    """How far every sentence of the sheet was reviewed in ``language``."""
    speaker = speaker_of(language)
    uses = chain.from_iterable((consent_wording.SHORT[use], consent_wording.USE[use]) for use in Use)
    _said(speaker, (consent_wording.TITLE, *_INTRO, *uses, consent_wording.SCOPE, *_CLOSING, *_FIELDS_SPOKEN))
    return speaker.states
