"""What a crowd of visitors does in the shop: how often each thing is looked at, searched, opened and kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, product
from random import Random
from typing import NamedTuple, TypeVar

from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue import facets
from app.domain.catalogue.models import Colour, Item, Material, Variant
from app.domain.demand.models import SignalKind
from app.domain.people.trades import Craft, Place
from app.jobs.demo.content_files import read
from app.jobs.demo.world import LANGUAGES

MIXTURE = {
    SignalKind.VIEW: 0.50,
    SignalKind.IMPRESSION: 0.25,
    SignalKind.SEARCH: 0.13,
    SignalKind.CLICK: 0.08,
    SignalKind.WISH: 0.04,
}
RARE = 0.12
"""Searches in words that nobody else uses."""
MOST_ITEMS = 2_000
"""The others are hardly looked at."""
MORE_WORDS = ("bleu", "rouge", "ancien", "grand", "petit", "220 cm", "maroc", "fait main")
_Thing = TypeVar("_Thing")


class Sign(NamedTuple):
    """Columns of demand_signal, all that its moment and visitor do not say."""

    kind: str
    language: str | None
    item_id: int | None = None
    craft_id: int | None = None
    artisan_id: int | None = None
    words: str | None = None
    results: int | None = None
    quantity: int = 1
    value: int | None = None
    out_of_stock: bool = False
    facet: str | None = None


class Habits:
    """kept: each sign as a roll-up keeps it, with its share of all signs and its value in centimes."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._shares: dict[Sign, float] = {}
        self._rare: set[Sign] = set()
        pieces = list(self._pieces())
        phrases = _mixed(list(self._phrases()), dice)
        for kind in (SignalKind.VIEW, SignalKind.WISH):
            gone = kind is SignalKind.VIEW
            self._share(kind, [one._replace(kind=kind.value, out_of_stock=one.out_of_stock and gone) for one in pieces])
        self._share(SignalKind.IMPRESSION, _mixed(list(self._lists()), dice))
        self._share(SignalKind.SEARCH, phrases, 1 - RARE)
        self._share(SignalKind.CLICK, list(self._opened(phrases, pieces)))
        self._rare = {Sign(SignalKind.SEARCH.value, language, results=0) for language in LANGUAGES}
        self._share(SignalKind.SEARCH, sorted(self._rare), RARE)
        self._signs = list(self._shares)
        self._often = list(accumulate(self._shares.values()))
        self.kept = self._as_kept()

    def signs(self, count: int) -> list[Sign]:
        """What so many visitors do, one after the other."""
        found = self._dice.choices(self._signs, cum_weights=self._often, k=count)
        for place, sign in enumerate(found):
            if sign in self._rare:
                found[place] = sign._replace(words=f"cadeau pour {self._dice.getrandbits(40):010x}")
        return found

    def _share(self, kind: SignalKind, signs: Sequence[Sign], part: float = 1.0) -> None:
        """The first are the most frequent: the second half as much, the third a third."""
        whole = sum(1 / place for place in range(1, len(signs) + 1))
        for place, sign in enumerate(signs, 1):
            self._shares[sign] = self._shares.get(sign, 0.0) + MIXTURE[kind] * part / place / whole

    def _pieces(self) -> Iterable[Sign]:
        """One in twelve cannot be had."""
        chosen = select(Item.id, Item.craft_id, Item.artisan_id, Variant.price).join(Item.variants)
        rows = db.session.execute(chosen.where(Variant.position == 0).order_by(Item.id)).all()
        for number, (item_id, craft_id, artisan_id, price) in enumerate(_mixed(rows, self._dice)[:MOST_ITEMS]):
            language, gone = self._dice.choice(LANGUAGES), number % 12 == 7
            yield Sign("", language, item_id, craft_id, artisan_id, value=price, out_of_stock=gone)

    def _lists(self) -> Iterable[Sign]:
        crafts = db.session.execute(select(Craft.slug, Craft.id).order_by(Craft.id)).all()
        named = {"place": Place.slug, "material": Material.slug, "colour": Colour.slug}
        values = [(name, slug) for name, column in named.items() for slug in db.session.scalars(select(column))]
        values += [("ready", name) for name in (facets.NOW, facets.ORDER)]
        values += [("price", facets.band_value(number)) for number in range(len(facets.BANDS))]
        kind = SignalKind.IMPRESSION.value
        for slug, craft_id in crafts:
            yield Sign(kind, "fr", craft_id=craft_id, facet=f"craft:{slug}", results=12)
        for (name, slug), within in product(values, [None, *(id_ for _slug, id_ in crafts[:4])]):
            yield Sign(kind, "fr", craft_id=within, facet=f"{name}:{slug}"[:60], results=self._dice.choice((0, 3, 9)))

    def _phrases(self) -> Iterable[Sign]:
        """A quarter finds nothing, one in twenty nothing that can be had."""
        said = [(language, words) for table in read("year")["searches"] for language in LANGUAGES
                for words in table[language]]  # fmt: skip
        more = [(language, f"{words} {word}") for language, words in said for word in MORE_WORDS]
        for language, words in dict.fromkeys([*said, *self._dice.sample(more, len(said) * 2)]):
            lot = self._dice.random()
            results = 0 if lot < 0.25 else self._dice.randint(1, 40)
            yield Sign(SignalKind.SEARCH.value, language, words=words, results=results, out_of_stock=lot > 0.95)

    def _opened(self, phrases: Sequence[Sign], pieces: Sequence[Sign]) -> Iterable[Sign]:
        """Of nine in ten searches that find something, some pieces are opened."""
        for phrase in phrases:
            if phrase.results and self._dice.random() < 0.9:
                for piece in self._dice.sample(pieces, min(4, len(pieces))):
                    yield piece._replace(
                        kind=SignalKind.CLICK.value, language=phrase.language, words=phrase.words, value=None,
                        out_of_stock=False,
                    )  # fmt: skip

    def _as_kept(self) -> list[tuple[Sign, float, int]]:
        """Of what was opened the roll-up keeps words and craft, of all else but searches no language."""
        shares: defaultdict[Sign, float] = defaultdict(float)
        for sign, share in self._shares.items():
            kept = sign._replace(value=None, results=0 if sign.results == 0 else None)
            if sign.kind == SignalKind.CLICK:
                kept = kept._replace(item_id=None, artisan_id=None)
            elif sign.kind != SignalKind.SEARCH:
                kept = kept._replace(language=None)
            shares[kept] += share
        values = {(sign.kind, sign.item_id): sign.value or 0 for sign in self._shares}
        return [(sign, share, values.get((sign.kind, sign.item_id), 0)) for sign, share in shares.items()]


def _mixed(things: Sequence[_Thing], dice: Random) -> list[_Thing]:
    return dice.sample(things, len(things))
