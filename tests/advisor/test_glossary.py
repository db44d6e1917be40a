"""The craft glossary: kept, found, never written over unseen, and its terms taken out and put back."""

import pytest

from app.domain.catalogue import glossary, search
from app.domain.catalogue.glossary import Told
from app.domain.catalogue.glossary_models import Term
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor

THERE = "/advisor/glossary/"


def teapot(**more: object) -> Term:
    told = Told({"fr": "théière", "ar": "براد", "en": "teapot"}, {"fr": ["brad"]}, **more)  # type: ignore[arg-type]  # a craft
    return glossary.add(told, by=given.advisor(), at=given.NOW)


def term_said(term: Term | None = None, **changed: object) -> dict[str, object]:
    said = {"fr": "théière", "fr_more": "brad, théière marocaine", "ar": "براد", "ar_more": "برارد، براد مغربي"}
    return {**said, **({"seen": str(term.version)} if term else {}), **changed}


def test_a_term_is_added_and_found_by_any_of_its_words(desk: Visitor) -> None:
    given.craft("copper", names={"fr": "Dinanderie"})
    desk.post(f"{THERE}add", term_said(craft="copper", note="De métal."), status=303)
    (term,) = glossary.terms()
    assert term.synonyms == {"fr": ["brad", "théière marocaine"], "ar": ["برارد", "براد مغربي"]}
    assert term.craft and term.craft.slug == "copper"
    for word in ("THEIERE", "مغربي", "métal"):
        assert "1 terme" in desk.get(f"{THERE}?q={word}").plain
    assert "pas dans le glossaire" in desk.get(f"{THERE}?q=samovar").plain
    assert "1 terme" in desk.get(f"{THERE}?craft=copper").plain
    given.craft("weaving")
    assert "0 terme" in desk.get(f"{THERE}?craft=weaving").plain


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"fr": ""}, "Écrivez le mot en français."),
        ({"fr": "x" * 81}, "trop long"),
        ({"ar_more": ", ".join("x" * n for n in range(1, 15))}, "trop de synonymes"),
        ({"ar_more": "x" * 81}, "trop long"),
        ({"ar": "", "fr_more": "", "ar_more": ""}, "ne traduit rien"),
        ({"fr": "Bol"}, "contient déjà"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_nothing_is_lost(
    desk: Visitor, wrong: dict[str, object], sentence: str
) -> None:
    glossary.add(Told({"fr": "bol", "ar": "زلافة"}), by=given.advisor(), at=given.NOW)
    page = desk.post(f"{THERE}add", term_said(note="à garder", **wrong), status=422)
    assert sentence in page.plain and "à garder" in page.text
    assert len(glossary.terms()) == 1


def test_a_stale_edit_shows_what_is_there_and_keeps_what_was_typed(desk: Visitor, nadia: User) -> None:
    term = teapot()
    said = term_said(term, note="ma note")
    glossary.change(term, Told({"fr": "théière", "ar": "براد من المعدن"}), seen=term.version, by=nadia, at=given.NOW)
    page = desk.post(f"{THERE}{term.id}", said, status=409)
    assert "براد من المعدن" in page.text and "ma note" in page.text
    desk.post(f"{THERE}{term.id}", term_said(glossary.term(term.id), note="ma note"), status=303)
    assert glossary.term(term.id).note == "ma note"


def test_a_term_taken_out_finds_nothing_until_it_is_put_back(desk: Visitor) -> None:
    term, pot = teapot(), given.item(texts={"ar": "براد"})
    search.index(pot)
    assert pot.slug in desk.get("/fr/search?q=teapot").text
    page = desk.get(desk.post(f"{THERE}{term.id}/remove", {}).location)
    assert "retiré du glossaire" in page.plain and "Le remettre" in page.plain
    assert pot.slug not in desk.get("/fr/search?q=teapot").text  # on the next request, though the page was kept
    assert "théière" in desk.get(f"{THERE}?removed=1").text
    desk.post(f"{THERE}{term.id}/put-back", {}, status=303)
    assert pot.slug in desk.get("/fr/search?q=teapot").text


def test_a_term_whose_place_was_taken_is_not_put_back(desk: Visitor) -> None:
    term = teapot()
    glossary.remove(term, by=given.advisor(), at=given.NOW)
    teapot()
    page = desk.post(f"{THERE}{term.id}/put-back", {}, status=422)
    assert "contient déjà" in page.plain


def test_the_list_costs_the_same_with_many_terms(desk: Visitor, statements: list[str]) -> None:
    desk.get(THERE)
    few = len(statements)
    for n in range(120):
        glossary.add(Told({"fr": f"mot {n}", "ar": f"كلمة {n}"}), by=given.advisor(), at=given.NOW)
    statements.clear()
    assert "120 termes" in desk.get(f"{THERE}?page=2").plain
    assert len(statements) <= few + 1
