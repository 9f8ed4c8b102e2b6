import re
from collections import Counter

from anefdesk.catalogue.texts import translatable
from anefdesk.domain import contexts
from anefdesk.domain.catalogue import Catalogue


def test_each_context_once_and_never_blank(catalogue: Catalogue) -> None:
    texts = list(translatable(catalogue))
    assert max(Counter(text.context for text in texts).values()) == 1
    assert all(text.french.strip() and text.note for text in texts)
    assert len(texts) > 400


def test_what_screens_ask_is_what_translators_get(catalogue: Catalogue) -> None:
    known = {text.context: text.french for text in translatable(catalogue)}
    for procedure in catalogue.procedures.values():
        assert known[contexts.of_procedure(procedure)] == procedure.name
        for document in procedure.documents:
            for text in contexts.DOCUMENT_TEXTS:
                assert known.get(contexts.of_document(document, text), "") == getattr(document, text)
        for window in procedure.windows:
            assert known[contexts.of_statement(window.statement)] == window.statement.text
        for step in procedure.steps + procedure.pitfalls:
            assert known[contexts.of_statement(step)] == step.text
        assert contexts.of_statement(procedure.category) == ""
    for fact in catalogue.facts.values():
        assert known[contexts.of_fact(fact)] == fact.question
        for choice in fact.choices:
            assert known[contexts.of_choice(fact, choice)] == choice.name
    for entry in catalogue.elsewhere.values():
        assert known[contexts.of_elsewhere(entry)] == entry.what
        assert known[contexts.of_statement(entry.where)] == entry.where.text
    for permit in catalogue.permits.values():
        assert known[contexts.of_permit(permit)] == permit.name


def test_shared_wording_has_one_context_and_own_wording_another(catalogue: Catalogue) -> None:
    homes = {contexts.of_document(line) for p in catalogue.procedures.values() for line in p.documents}
    assert "c-domicile.name" in homes
    passport = catalogue.procedures["refugie"].document("c-identite")
    assert passport is not None
    assert contexts.of_document(passport) == "c-identite.name"
    assert contexts.of_document(passport, "if_missing") == "refugie.c-identite.if_missing"
    decision = catalogue.procedures["refugie"].document("ref-decision")
    assert decision is not None
    assert contexts.of_document(decision) == "refugie.ref-decision.name"


def test_french_is_typeset(catalogue: Catalogue) -> None:
    for text in translatable(catalogue):
        assert "'" not in text.french, text.context
        assert '"' not in text.french, text.context
        assert "  " not in text.french, text.context
        assert text.french[0].isupper() or text.french[0].isdigit() or text.french[0] == "«", text.context
        assert not re.search(r"\w[;:?!](?!\w|/)", text.french), text.context


def test_questions_are_questions(catalogue: Catalogue) -> None:
    assert all(fact.question.endswith(" ?") for fact in catalogue.facts.values())
