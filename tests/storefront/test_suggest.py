"""What is offered while somebody types."""

from typing import Any

import pytest

from app.base.database import db
from app.domain.catalogue.models import Item, ItemState, Material
from app.domain.people.models import Standing
from tests import given
from tests.pages import Visitor
from tests.storefront import shop

MOST_STATEMENTS = 6


def _offered(visitor: Visitor, typed: str, language: str = "fr") -> list[dict[str, Any]]:
    page = visitor.get(f"/{language}/suggest", query_string={"q": typed})
    assert len(page.queries) <= MOST_STATEMENTS
    offered: list[dict[str, Any]] = page.response.get_json()["suggestions"]
    assert len(offered) <= 10
    return offered


def _words(offered: list[dict[str, Any]]) -> list[str]:
    return [one["words"] for one in offered]


@pytest.mark.parametrize(
    ("typed", "kind", "words", "url"),
    [
        ("tiss", "Métier", "Tissage", "/fr/crafts/weaving"),
        ("نسي", "Métier", "Tissage", "/fr/crafts/weaving"),
        ("cot", "Matière", "Coton", "/fr/items/?material=cotton"),
        ("قطن", "Matière", "Coton", "/fr/items/?material=cotton"),
        ("chefch", "Lieu", "Chefchaouen", "/fr/items/?place=chefchaouen"),
        ("rahma bak", "Artisan", "Rahma Bakkali", "/fr/makers/rahma-bakkali"),
        ("bakali", "Artisan", "Rahma Bakkali", "/fr/makers/rahma-bakkali"),
        ("mend", "Pièce", "Mendil rayé rouge", "/fr/items/mendil-raye-rouge"),
        ("RAYÉ men", "Pièce", "Mendil rayé rouge", "/fr/items/mendil-raye-rouge"),
        ("mendyl", "Pièce", "Mendil rayé rouge", "/fr/items/mendil-raye-rouge"),
        ("mindil", "Pièce", "Mendil rayé rouge", "/fr/items/mendil-raye-rouge"),
        ("منديل", "Pièce", "Mendil rayé rouge", "/fr/items/mendil-raye-rouge"),
    ],
)
def test_offered(visitor: Visitor, typed: str, kind: str, words: str, url: str) -> None:
    place = given.place("chefchaouen", x=232, y=170)
    shop.filled()
    place.names = {"fr": "Chefchaouen", "ar": "شفشاون"}
    db.session.flush()
    found = [(one["kind"], one["words"], one["url"]) for one in _offered(visitor, typed)]
    assert (kind, words, url) in found


def test_in_the_readers_language(visitor: Visitor) -> None:
    shop.filled()
    assert _offered(visitor, "tiss", "ar")[0]["words"] == "النسيج"
    assert _offered(visitor, "rahma", "ar")[0]["words"] == "رحمة البقالي"
    piece = _offered(visitor, "mendil", "ar")[-1]
    assert (piece["words"], piece["lang"], piece["dir"]) == ("Mendil rayé rouge", "fr", "ltr")


def test_things_come_before_pieces_and_there_are_ten_at_most(visitor: Visitor) -> None:
    shop.filled()
    assert len(_offered(visitor, "rayon")) == 10
    for name in ("Rayonne", "Rayonnage"):
        shop.piece("Étagère", materials=[Material(slug=name.lower(), names={"fr": name})])
    kinds = [one["kind"] for one in _offered(visitor, "rayon")]
    assert kinds[0] == "Matière" and kinds.count("Pièce") == 9


def test_what_nobody_may_see_is_not_offered(visitor: Visitor) -> None:
    item: Item = shop.filled()
    item.state = ItemState.PAUSED
    assert _words(_offered(visitor, "mendil")) == _words(_offered(visitor, "coton")) == []
    item.artisan.standing = Standing.SUSPENDED
    assert _words(_offered(visitor, "rahma")) == []


@pytest.mark.parametrize("typed", ["", " ", "m", "\x00\x00", "!!!", "zz", "\ud800", "%", "'\"*"])
def test_nothing_to_offer(visitor: Visitor, typed: str) -> None:
    shop.filled()
    page = visitor.get("/fr/suggest", query_string={"q": typed.encode("utf-8", "surrogatepass")})
    assert page.response.get_json() == {"said": "", "suggestions": []}


def test_a_long_word_is_cut_and_the_answer_can_be_kept(visitor: Visitor) -> None:
    shop.filled()
    assert _offered(visitor, "a" * 5000) == []
    page = visitor.get("/fr/suggest?q=mendil")
    assert page.response.get_json()["said"] == "1 suggestion"
    assert page.response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    visitor.get("/fr/suggest?q=mendil", 304, headers={"If-None-Match": page.response.headers["ETag"]})
