"""The classes of what the store keeps, by kind: whatever this version can make out of cells.

Used by the projection, by what is judged and summed up, and by tests that walk every field.
"""

from anefdesk.domain import blockage, centre, consent, erasing, happened, household, letter, report, sharing
from anefdesk.domain import case as trade
from anefdesk.domain.record import Stored
from anefdesk.domain.rival import Rival

CLASSES: dict[int, type[Stored]] = {
    cls.KIND: cls
    for cls in (
        trade.Person,
        trade.Name,
        trade.Language,
        trade.ContactPoint,
        trade.Permit,
        trade.JournalEntry,
        trade.Note,
        trade.Demarche,
        trade.Item,
        trade.Answer,
        trade.Piece,
        trade.Staff,
        trade.Centre,
        household.Link,
        household.SharedProof,
        household.LifeEvent,
        household.Handled,
        household.Keeper,
        centre.LocalDemand,
        centre.Sighting,
        centre.Pinned,
        happened.LegalEvent,
        happened.Told,
        blockage.Blockage,
        blockage.Attempt,
        blockage.Exhibit,
        blockage.Remedy,
        blockage.Harm,
        consent.Consent,
        letter.Letter,
        letter.Filled,
        centre.Address,
        centre.OwnTemplate,
        centre.Approval,
        erasing.Erasing,
        erasing.Agreed,
        erasing.Erased,
        report.MonthlyReport,
        Rival,
        sharing.Share,
        sharing.Brought,
    )
}
