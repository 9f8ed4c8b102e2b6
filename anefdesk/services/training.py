"""The training centre: an encrypted store of its own, with invented people in several scripts.

Everybody in it is called Canari-something, so that nobody can be taken for real; its folder, its vault and its
database are marked, and neither opens where the other is expected.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from anefdesk.domain.case import (
    AddressKind,
    ItemState,
    JournalEntry,
    Language,
    Medium,
    Permit,
    RequestKind,
    Safe,
)
from anefdesk.domain.household import Relation
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services import training_blockage
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk
from anefdesk.services.session import Session, SessionState, SetUp
from anefdesk.services.training_access import LABEL, PASSPHRASE

CENTRE = "Centre d’entraînement"
_NO_ID = ObjectId(b"")


@dataclass(frozen=True)
class _Invented:
    person: NewPerson
    procedure: str
    request: RequestKind
    permit: str = ""
    permit_days: int = 0  # days from today to its end
    received: tuple[str, ...] = ()
    blocked: bool = False  # filed, and no attestation came


def _speaks(code: str, *, read: bool = True) -> tuple[Language, ...]:
    return (Language(id=_NO_ID, code=code, spoken=True, read=read, preferred=True),)


_PEOPLE = (
    _Invented(
        NewPerson(
            family="Canari-Haidari",
            given="Zahra",
            family_native="کناری حیدری",
            given_native="زهرا",
            birth_date="04/05/1990",
            nationality="AF",
            foreigner_number="9900000001",
            gender="f",
            languages=_speaks("fa_AF"),
            phone="06 39 98 00 01",
            phone_safe=Safe.YES,
            address_kind=AddressKind.HOSTED,
            department="69",
        ),
        "protection-subsidiaire",
        RequestKind.RENEWAL,
        "carte-pluriannuelle",
        75,
        ("c-identite", "c-ephoto"),
    ),
    _Invented(
        NewPerson(
            family="Canari-Benali",
            given="Youssef",
            family_native="كناري بن علي",
            given_native="يوسف",
            birth_date="1988",
            nationality="MA",
            foreigner_number="9900000002",
            gender="m",
            languages=_speaks("ar"),
            phone="06 39 98 00 02",
            address_kind=AddressKind.OWN,
            department="93",
        ),
        "conjoint-francais",
        RequestKind.RENEWAL,
        "carte-temporaire",
        40,
        ("c-domicile",),
    ),
    _Invented(
        NewPerson(
            family="Canari-Chtcherbakova",
            given="Olga",
            family_native="Канари-Щербакова",
            given_native="Ольга",
            birth_date="11/1979",
            nationality="RU",
            foreigner_number="9900000003",
            gender="f",
            languages=_speaks("ru"),
            phone="06 39 98 00 03",
            phone_safe=Safe.NO,
            address_kind=AddressKind.DOMICILED,
            department="75",
        ),
        "refugie",
        RequestKind.FIRST,
    ),
    _Invented(
        NewPerson(
            family="Canari-Tesfay",
            given="Selam",
            family_native="ተስፋይ",
            given_native="ሰላም",
            birth_date="2001",
            nationality="ER",
            gender="f",
            languages=_speaks("ti"),
            address_kind=AddressKind.STREET,
            department="35",
        ),
        "titre-de-voyage",
        RequestKind.FIRST,
    ),
    _Invented(
        NewPerson(
            family="Canari-Demir",
            given="Şükrü",
            birth_date="23/02/1999",
            nationality="TR",
            gender="m",
            languages=_speaks("tr"),
            address_kind=AddressKind.OWN,
            department="67",
        ),
        "etudiant-renouvellement",
        RequestKind.RENEWAL,
        "carte-pluriannuelle",
        -3,
        blocked=True,
    ),
    _Invented(
        NewPerson(
            family="Canari-Kovalenko",
            given="Mariia",
            family_native="Канарі-Коваленко",
            given_native="Марія",
            birth_date="30/09/1985",
            nationality="UA",
            gender="f",
            languages=_speaks("uk"),
            address_kind=AddressKind.HOTEL,
            department="06",
        ),
        "changement-adresse",
        RequestKind.DECLARATION,
    ),
    _Invented(
        NewPerson(
            family="Canari-Rahman",
            given="Abdul",
            family_native="রহমান",
            given_native="আব্দুল",
            birth_date="1992",
            nationality="BD",
            gender="m",
            languages=_speaks("bn"),
            address_kind=AddressKind.HOSTED,
            department="93",
        ),
        "duplicata",
        RequestKind.REPLACEMENT,
    ),
    _Invented(
        NewPerson(
            family="Canari-Diallo",
            given="Mariama",
            birth_date="01/01/2003",
            nationality="GN",
            gender="f",
            languages=_speaks("ff", read=False),
            address_kind=AddressKind.OWN,
            department="76",
        ),
        "parent-enfant-francais",
        RequestKind.FIRST,
    ),
)


def prepare(session: Session, today: date) -> None:
    """Open the training centre, creating it and its people the first time.

    Raises:
        ValueError: ``session`` is not a training session.
    """
    if not session.training:
        raise ValueError("not a training session")
    if session.state is SessionState.FIRST_RUN:
        sheet = session.set_up(SetUp(CENTRE, "69", LABEL, PASSPHRASE, passphrase_only=True))
        session.rehearse_recovery(sheet)
        mother, *others = _PEOPLE
        _add_son(session.desk, _enter(session.desk, mother, today), today)
        for invented in others:
            _enter(session.desk, invented, today)
    elif session.state is SessionState.LOCKED:
        session.unlock_by_label(LABEL, PASSPHRASE)


def _enter(desk: Desk, invented: _Invented, today: date) -> CaseId:
    case = desk.casework.create(invented.person)
    if invented.permit:
        end = today + timedelta(days=invented.permit_days)
        start = end - timedelta(days=365)
        permit = Permit(id=desk.casework.new_id(), kind=invented.permit, start=start.isoformat(), end=end.isoformat())
        desk.casework.add(case, permit)
    demarche = desk.demarches.begin(case, invented.procedure, invented.request, today + timedelta(days=14))
    view = desk.demarches.view(case, demarche)
    for document in invented.received:
        if view.procedure.document(document):
            dated = (today - timedelta(days=30)).isoformat()
            desk.demarches.set_item(case, demarche, document, ItemState.RECEIVED, dated=dated)
    desk.casework.add_journal(
        case,
        JournalEntry(id=_NO_ID, medium=Medium.DESK, text="Premier accueil. La personne a montré ses papiers."),
    )
    if invented.blocked:
        training_blockage.block(desk, case, today + timedelta(days=invented.permit_days), today)
    return case


def _add_son(desk: Desk, mother: CaseId, today: date) -> None:
    """A family: the son of the first person comes of age in a few weeks."""
    of_age = today + timedelta(days=40)
    day = min(of_age.day, 28)  # a day that every year has
    son = NewPerson(
        family="Canari-Haidari",
        given="Omid",
        family_native="کناری حیدری",
        given_native="امید",
        birth_date=f"{day:02}/{of_age.month:02}/{of_age.year - 18}",
        nationality="AF",
        gender="m",
        languages=_speaks("fa_AF"),
        department="69",
    )
    desk.families.create_linked(mother, son, Relation.CHILD)
