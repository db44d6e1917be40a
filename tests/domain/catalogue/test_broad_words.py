"""Of words that many pieces hold the newest are found, the same whichever way they are looked for."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.base.database import db
from app.domain.catalogue import broad_words, search
from app.domain.catalogue.index_words import Asked
from app.domain.catalogue.models import Item
from tests import given

PIECES, MOST = 60, 5


@pytest.fixture
def shop(app: Flask) -> list[Item]:
    """Sixty pieces: all of wool, half of them red, every third of baked earth, one blue."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("its index begins with the newest")
    maker, craft, made = given.artisan(), given.craft(), []
    for number in range(PIECES):
        words = f"laine{' rouge' * (number % 2)}{' terre cuite' * (number % 3 == 0)}{' bleu' * (number == 7)}"
        made.append(given.item(maker, craft_=craft, title=words))
        search.index(made[-1])
    db.session.commit()
    return made


@pytest.fixture
def well_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a large table: of sixty rows among others that tests undid the planner knows too little."""

    def counted(question: str) -> int:
        count = text("SELECT count(*) FROM search_entry WHERE words @@ to_tsquery('simple', :question)")
        return int(db.session.execute(count, {"question": question}).scalar_one())

    monkeypatch.setattr(broad_words, "_estimated", counted)


def _newest(question: str) -> list[int] | None:
    return broad_words.newest(question, pieces=PIECES, most=MOST)


def _some(question: str, limit: int) -> list[int]:
    return broad_words.some(question, pieces=PIECES, limit=limit)


def _of(shop: list[Item], remainder: int, every: int) -> list[int]:
    chosen = [item.id for number, item in enumerate(shop) if number % every == remainder]
    return chosen[::-1][: MOST + 1]


def test_the_planner_says_how_many_it_believes_in(shop: list[Item]) -> None:
    db.session.execute(text("ANALYZE search_entry"))
    assert broad_words._estimated("'laine'") >= 1


@pytest.mark.usefixtures("well_estimated")
@pytest.mark.parametrize("a_vector", [1, 50])
def test_the_newest_of_many_and_of_nearly_all(shop: list[Item], monkeypatch: pytest.MonkeyPatch, a_vector: int) -> None:
    monkeypatch.setattr(broad_words, "A_VECTOR", a_vector)
    assert _newest("'laine'") == _of(shop, 0, 1)
    assert _newest("'rouge':*") == _of(shop, 1, 2)
    assert _newest("('laine' & 'rouge':*)") == _of(shop, 1, 2)
    assert _newest("('verte' | ('terre' <-> 'cuite'))") == _of(shop, 0, 3)


@pytest.mark.usefixtures("well_estimated")
def test_few_are_left_to_whoever_ranks_them(shop: list[Item]) -> None:
    assert _newest("'bleu'") is None and _newest("'vert'") is None
    assert broad_words.newest("'laine'", pieces=MOST, most=MOST) is None
    assert broad_words.newest("'rouge'", pieces=PIECES, most=40) is None


def test_a_wrong_estimate_makes_nobody_miss_a_piece(shop: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    for believed in (6, 20, 45, 60, 10_000):
        monkeypatch.setattr(broad_words, "_estimated", lambda _question, believed=believed: believed)
        assert _newest("'bleu'") is None
        assert _newest("'rouge'") in (None, _of(shop, 1, 2)), believed


@pytest.mark.usefixtures("well_estimated")
def test_a_search_shows_the_newest_and_says_that_there_are_more(
    shop: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = search.nearest(["rouge"])
    assert len(everything.ids) == PIECES // 2 and not everything.more
    monkeypatch.setattr(search, "MOST_FOUND", MOST)
    assert search.nearest(["rouge"]) == search.Matches(tuple(_of(shop, 1, 2)[:MOST]), more=True)
    assert search.nearest(["bleu"]) == search.Matches((shop[7].id,))
    monkeypatch.setattr(search, "MANY", PIECES - 1)
    monkeypatch.setattr(search, "MOST_OF_MANY", 3)
    assert search.nearest(["rouge"]) == search.Matches(tuple(_of(shop, 1, 2)[:3]), more=True)


@pytest.mark.usefixtures("well_estimated")
def test_where_many_hold_the_very_word_nobody_comes_to_its_synonyms(shop: list[Item]) -> None:
    broad, rare = Asked("'rouge':*", "('rouge':* | 'laine')"), Asked("'bleu':*", "('bleu':* | 'rouge')")
    assert search._newest_of_many(broad, PIECES, MOST) == _of(shop, 1, 2)
    assert search._newest_of_many(rare, PIECES, MOST) == _of(shop, 1, 2), "the one blue piece is red as well"


def test_a_few_that_hold_a_word_are_met_whether_many_do_or_none(
    shop: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    db.session.execute(text("ANALYZE search_entry"))
    everything = {item.id for item in shop}
    for rare, common in ((0, 2), (1_000, 2), (1_000, 0)):
        monkeypatch.setattr(broad_words, "RARE", rare)
        monkeypatch.setattr(broad_words, "COMMON", common)
        assert len(_some("'laine'", MOST)) == MOST
        assert set(_some("'laine'", 100)) == everything
        assert _some("'bleu'", MOST) == [shop[7].id] and not _some("'vert'", MOST)


def test_of_a_common_word_a_handful_is_drawn_and_nothing_else_read(
    shop: list[Item], monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(broad_words, "_estimated", lambda _question: MOST)
    monkeypatch.setattr(broad_words, "COMMON", 0)
    assert set(_some("'laine'", MOST)) <= {item.id for item in shop}
    assert not _some("'vert'", MOST), "believed in, and nowhere"
    drawn = ["TABLESAMPLE" in asked for asked in statements if "FROM search_entry" in asked]
    assert drawn == [True, True, False], "one that was not met among those drawn is looked for"


def test_words_are_looked_for_in_their_index_whatever_postgresql_believes(app: Flask, statements: list[str]) -> None:
    """It believes that to look at every row costs less: the rows are narrow, and their vectors lie elsewhere."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("its words are in an index of their own")
    given.item(title="Mendil")
    for _ in range(2):
        search.nearest(["mendil"])
        assert db.session.scalar(text("SHOW enable_seqscan")) == "off"
    assert sum("set_config" in statement for statement in statements) == 1, "said once a transaction"


def test_the_first_thing_asked_of_a_session_is_looked_for_in_the_index_too(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("its words are in an index of their own")
    db.session.remove()
    assert db.session().get_transaction() is None
    search.stands("mendil", begun=False)
    assert db.session.scalar(text("SHOW enable_seqscan")) == "off"
