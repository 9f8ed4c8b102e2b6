"""The foot of a printed page, as every service prints it: the centre, the day, the warning in the person's language."""

from anefdesk.domain.case import Centre
from anefdesk.domain.record import ObjectId
from anefdesk.i18n.texts import for_language
from anefdesk.letters.documents import Imprint
from anefdesk.services import wording
from anefdesk.services.speaking import Speaker
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading


def speaker_of(language: str) -> Speaker:
    """French and ``language``, said together.

    Raises:
        InputRefusedError: ``i18n.unknown_language``.
    """
    return Speaker(for_language("fr"), for_language(language))


def centre_of(at: Workplace) -> Centre:
    """The centre of this desk."""
    return reading.thing(at.store.connection, at.store.centre, ObjectId(at.store.centre), Centre)


def imprint(at: Workplace, speaker: Speaker, catalogue: str = "") -> Imprint:
    """What stands at the foot of a sheet in the languages of ``speaker``."""
    return Imprint(
        centre=centre_of(at).name,
        day=at.clock.today(),
        catalogue=catalogue or at.catalogue.version,
        language=speaker.other.language.code,
        notice=speaker.ui(wording.UNOFFICIAL).other,
        training=at.store.training,
    )
