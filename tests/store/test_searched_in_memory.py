"""A file outside the index is found in memory by exactly what the index would find it by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anefdesk.domain.case import ContactPoint
from anefdesk.domain.record import ObjectId
from anefdesk.store import reading, search, summaries
from anefdesk.store.store import Store
from tests.store.conftest import DEVICE, KEY, Hand

_WORDS = st.sampled_from(
    ("haidari", "heydari", "hai", "zahra", "benali", "بن علي", "Щербакова", "chtcherb", "04/05/1990", "1990", "05/1990",
     "9900000001", "99000", "0639980001", "+33 6 39 98 00 01", "olga", "x", "canari", "ndiaye", "'\"*", "NEAR(")
)  # fmt: skip


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.create(tmp_path_factory.mktemp("memory") / "casebook.db", KEY, DEVICE, training=False)
    hand = Hand(store)
    first = hand.person(birth_date="1990-05-04", foreigner_number="9900000001")
    hand.add(first, ContactPoint(id=ObjectId(b"p" * 16), value="+33639980001"))
    hand.person("Canari-Benali", "Mohamed", birth_date="1990-05")
    hand.person("Canari-Chtcherbakova", "Olga", birth_date="1979-11")
    hand.person("N’Diaye Canari", "Aïssatou", birth_date="1991-05-04")
    return store


@given(words=st.lists(_WORDS, min_size=1, max_size=3), some=st.booleans())
@settings(max_examples=200)
def test_memory_finds_what_the_index_finds(crowd: Store, words: list[str], some: bool) -> None:  # noqa: FBT001 - drawn
    asked = " ".join(words)
    expression = search.expression(asked, some=some)
    by_index = {line.case for line in reading.matching(crowd.connection, expression, 100)} if expression else set()
    by_memory = set()
    for line in reading.recent(crowd.connection, 100):
        file = reading.case_file(crowd.connection, line.case)
        assert file is not None
        if search.found(asked, search.keys(file, summaries.identity(file)), some=some):
            by_memory.add(line.case)
    assert by_memory == by_index
