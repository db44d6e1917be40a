"""The search: pieces by words, artisans by name, and where nothing is found what is nearest."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from app.domain.catalogue import atlas, browsing, search, understanding, workshops
from app.domain.catalogue.facets import Shelf
from app.domain.catalogue.folding import roots
from app.domain.people.trades import Craft
from app.storefront import asked, shelves, signals
from app.storefront.cards import cards
from app.web import languages

blueprint = Blueprint("search", __name__)

MOST_DROPPED = 5
MOST_NEAR = 3


@dataclass(frozen=True)
class Near:
    """A search with fewer words that does find pieces. more: than are counted."""

    words: str
    pieces: int
    more: bool
    url: str


@blueprint.route("/search")
def results() -> str:
    """``exactly`` in the query: the very words are looked for, whether the shop knows them or not."""
    question = asked.read(request.args)
    if not search.wanted(question.q):
        return render_template("storefront/search/start.html", q=question.q, crafts=atlas.crafts())
    found = understanding.hits(question.q, language=languages.current(), exactly=question.exactly)
    listing = shelves.listing(Shelf(matches=found.matches.ids, more=found.matches.more), question, shelves.ALL)
    if question.number == 1 and not question.filters:
        signals.note_search(found.words.words, listing.total, can_be_had=listing.can_be_had)
    signals.note_list(listing)
    found_nothing = not listing.total and not question.filters
    words = found.words.words
    return render_template(
        "storefront/search/nothing.html" if found_nothing else "storefront/search/results.html",
        q=question.q,
        words=words,
        exactly_url=_url(question.q, exactly=1) if found.words.corrected else "",
        listing=listing,
        artisans=workshops.named(words),
        near=_nearest(words) if found_nothing else [],
        pieces=cards(browsing.cards(understanding.near(words))) if found_nothing else [],
        crafts=_crafts(found.asked) if found_nothing else [],
    )


def _nearest(typed: str) -> list[Near]:
    """The same words without one of them, else each alone, where that finds something; the most pieces first."""
    words = typed.split()[:MOST_DROPPED]
    if len(words) < 2:
        return []
    fewer = [" ".join(words[:n] + words[n + 1 :]) for n in range(len(words))]
    for tries in (fewer, words if len(words) > 2 else []):
        some = sorted((near for left in dict.fromkeys(tries) if (near := _near(left)).pieces), key=lambda n: -n.pieces)
        if some:
            return some[:MOST_NEAR]
    return []


def _near(words: str) -> Near:
    matches = search.nearest(search.wanted(words))
    return Near(words, understanding.public(matches), matches.more, _url(words))


def _crafts(understood: list[str]) -> list[Craft]:
    """The crafts whose name holds one of the words, in any language; all of them where none does."""
    every = [entry.craft for entry in atlas.crafts()]
    words = set(understood)
    named = [craft for craft in every if words & set(roots(" ".join(craft.names.values())))]
    return named or every


def _url(words: str, *, exactly: int | None = None) -> str:
    return url_for("storefront.search.results", q=words, exactly=exactly)
