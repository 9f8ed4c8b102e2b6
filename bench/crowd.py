"""A store of a given size with invented people, made once and kept in bench-output/ for the next run."""

import random
from pathlib import Path

from anefdesk.domain import ids
from anefdesk.domain.case import Name, Person
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change
from anefdesk.domain.interview import Interview
from anefdesk.domain.record import ObjectId, cells_of
from anefdesk.domain.staff import Member, Role
from anefdesk.errors import StorageError
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services.clock import Clock
from anefdesk.services.workplace import Privacy, Workplace
from anefdesk.store import reading
from anefdesk.store.casekeys import DeviceKeys
from anefdesk.store.store import Store

KEY = bytes(range(32))
FOLDER = Path(__file__).resolve().parent.parent / "bench-output"
AT_ONCE = 1000
ME = Member(ids.new_user(), "Banc", Role.LEAD)

GIVEN = """
Mohamed Ahmed Ali Fatima Youssef Ibrahim Omar Khaled Hassan Mustapha Aicha Mariam Zineb Karim Samir Rachid Nadia
Leila Amina Walid Nabil Farid Abdallah Abdelkader Noureddine Zohra Habibullah Ghulam Zahra Reza Farhad Rahmat
Vladimir Sergey Oleksandr Olena Andriy Natalia Igor Ivan Dmitri Yuriy Giorgi Nino Zurab Tamar Abdul Nasrin Haile
Tesfaye Selam Yonas Berhane Meron Dawit Mamadou Aminata Ousmane Fatou Boubacar Awa Seydou Kadiatou Moussa Adama
""".split()
BEGINNINGS = """
Ben Bou Bel Had Kar Sal Mans Rah Ham Zia Nour Sham Aza Taj Wal Gha Kha Dja Mez Petr Ivan Kovalen Shev Bondar Lysen
Kravch Melny Beri Gela Kvari Lomi Tser Nadi Gogo Chowd Hoss Mia Talukd Bisw Gebre Tekle Habte Desta Dial Trao Couli
Keit Barr
""".split()
ENDINGS = "ani aoui i ine ar our iri ouli zai ullah zada ov enko chuk shvili dze ia ava ain dar mariam lo re ba".split()


def name(number: int) -> tuple[str, str]:
    """Family and given name of invented person ``number``."""
    family = BEGINNINGS[number * number % len(BEGINNINGS)] + ENDINGS[(number // 7) % len(ENDINGS)]
    return f"Canari-{family}", GIVEN[(number * 7919 + number // 13) % len(GIVEN)]


def _as_it_is(data: bytes, _context: bytes) -> bytes:
    return data


DEVICE = DeviceKeys(_as_it_is, _as_it_is)


def _kept(file: Path) -> Store | None:
    """The store made by an earlier run; ``None`` when an earlier version of the program made it otherwise."""
    found = Store.open(file, KEY, DEVICE)
    try:
        next(found.records(reading.recent(found.connection, 1)[0].case))
    except StorageError:
        found.close()
        file.unlink()
        return None
    return found


def store(people: int) -> Store:
    """The kept store of ``people`` files, made when it is not there yet."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"crowd-{people}.db"
    if file.exists() and (kept := _kept(file)):
        return kept
    partial = file.with_suffix(".part")
    for left in FOLDER.glob(partial.name + "*"):
        left.unlink()
    made = Store.create(partial, KEY, DEVICE, training=True)
    dice = random.Random(people)
    for start in range(0, people, AT_ONCE):
        with made.transaction(ME.user, 1_800_000_000_000 + start) as deed:
            for number in range(start, min(start + AT_ONCE, people)):
                case = ids.new_case()
                deed.open_case(case)
                family, given = name(number)
                born = f"{dice.randint(1950, 2008)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
                person = Person(id=ObjectId(case), birth_date=born, foreigner_number=f"{9_900_000_000 + number}")
                written = Name(id=ids.new_object(number), family=family, given=given)
                for thing in (person, written):
                    deed.record(Change(case, thing.KIND, thing.id, cells_of(thing)))
    made.close()
    partial.rename(file)
    return Store.open(file, KEY, DEVICE)


def workplace(of: Store, catalogue: Catalogue | None = None) -> Workplace:
    """A desk over ``of``, without vault; without catalogue unless one is given."""
    empty = catalogue or Catalogue("bench", {}, {}, {}, {}, {}, {}, Interview())
    return Workplace(of, ChunkFolder(FOLDER / "chunks"), ME, Privacy(_as_it_is, _as_it_is), Clock(), empty)
