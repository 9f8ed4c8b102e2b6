"""French and the person's language said together, for paper; and how far what was said is reviewed."""

from dataclasses import dataclass, field

from anefdesk.i18n.isolates import ltr
from anefdesk.i18n.reviews import State
from anefdesk.i18n.texts import FRENCH_MARK, Texts
from anefdesk.letters.documents import Both
from anefdesk.services import wording


@dataclass(frozen=True, slots=True)
class Speaker:
    """French and one other language, said together; ``states`` gathers how far the other's texts were reviewed."""

    french: Texts
    other: Texts
    states: set[State] = field(default_factory=set)

    @property
    def alone(self) -> bool:
        """Whether there is French alone."""
        return self.other.language.code == "fr"

    def ui(self, french: str, **values: object) -> Both:
        """An interface sentence."""
        if self.alone:
            return Both(self.french.ui(french, **values))
        self.states.add(self.other.ui_state(french))
        return Both(self.french.ui(french, **values), self.other.ui(french, **values))

    def ui_n(self, singular: str, plural: str, n: int, **values: object) -> Both:
        """An interface sentence that counts."""
        said = self.french.ui_n(singular, plural, n, **values)
        if self.alone:
            return Both(said)
        self.states.add(self.other.ui_state(singular, plural))
        return Both(said, self.other.ui_n(singular, plural, n, **values))

    def content(self, context: str, french: str) -> Both:
        """A text of the catalogue."""
        if self.alone or not french:
            return Both(french)
        gloss = self.other.content(context, french)
        self.states.add(gloss.state)
        return Both(french, gloss.marked)

    def joined(self, *parts: Both) -> Both:
        """Sentences one after another."""
        said = [part for part in parts if part.fr]
        joint = "" if self.other.language.script == "Hans" else " "
        return Both(" ".join(part.fr for part in said), joint.join(part.other for part in said if part.other))

    def ended(self, part: Both) -> Both:
        """The same with a full stop."""
        return Both(_ended(part.fr, "."), _ended(part.other, self.other.language.full_stop))

    def unread(self) -> Both | None:
        """Said once everything else has been: that nobody who speaks the language has read some of it."""
        if self.alone or self.states <= {"source", "read"}:
            return None
        warnings = [self.ui(wording.UNREAD)]
        if "missing" in self.states:
            explained = self.ui(wording.NOT_TRANSLATED)
            mark = FRENCH_MARK.strip()
            warnings.append(Both(f"{mark} {explained.fr}", f"{ltr(mark)} {explained.other}"))
        return self.joined(*warnings)


def _ended(text: str, stop: str) -> str:
    return text if not text or text[-1] in ".!?؟。।።…" else text + stop
