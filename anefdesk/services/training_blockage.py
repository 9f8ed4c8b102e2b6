"""Somebody of the training centre whom the State's site keeps waiting: filed in time, no attestation, a job at risk.

Used by ``training``, so that the clock, the ladder and the letters can be tried on a file that needs them.
"""

from datetime import date, timedelta

from anefdesk.domain.blockage import Answered, Attempt, Harm, Means
from anefdesk.domain.consent import Use
from anefdesk.domain.record import CaseId
from anefdesk.services.desk import Desk

_FILED = 90  # days before the permit ended: inside the window
_SAID = "Aucun document disponible."


def block(desk: Desk, case: CaseId, permit_end: date, today: date) -> None:
    """A request filed in its window, two tries in two weeks, a call, and wages suspended since the permit ended."""
    demarche = desk.casework.reload(case).file.demarches[-1]
    desk.demarches.filed(case, demarche.id, permit_end - timedelta(days=_FILED), "6700000000")
    first, second = today - timedelta(days=9), today - timedelta(days=1)
    blockage, _ = desk.blockages.log(
        case, "B11", on=first.isoformat(), at="10:20", demarche=demarche.id, said=_SAID, device="PC", browser="Firefox"
    )
    for means, said, reference, answered in (
        (Means.SITE, _SAID, "", Answered.UNKNOWN),
        (Means.CALL, "Le dossier est en cours, sans autre réponse.", "CCC-00000", Answered.YES),
    ):
        attempt = Attempt(
            id=desk.blockages.new_id(),
            means=means,
            on=second.isoformat(),
            at="15:05",
            said=said,
            reference=reference,
            answered=answered,
        )
        desk.blockages.attempt(case, blockage, attempt)
    lost = Harm(
        id=desk.blockages.new_id(),
        code="R-EMP-S",
        blockage=blockage,
        start=(permit_end + timedelta(days=1)).isoformat(),
        cents_month=142_000,
        household=1,
    )
    desk.blockages.harm(case, lost)
    desk.consents.give(case, Use.FILE, language="fr", interpreted=False, signed=True)
