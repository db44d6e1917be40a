"""The catalogue to produce: what each item lacks, what comes next, who is at it; most worth doing first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.base.errors import Missing
from app.domain.catalogue import completeness, desk_memory, lacking, narrowing, photos, tasks, texts
from app.domain.catalogue.completeness import LACKS, TASKS, Next, parts_of
from app.domain.catalogue.desk_models import Task
from app.domain.catalogue.models import Item, ItemState, Variant
from app.domain.catalogue.narrowing import ALL, STATES, TO_DO, Wanted
from app.domain.catalogue.photos import Sets
from app.domain.catalogue.revisions import ItemText, PhotoState
from app.domain.catalogue.texts import Pair

__all__ = ["ALL", "LACKS", "NEEDED", "STATES", "TO_DO", "Row", "Wanted"]

PAGE = 25
NEEDED = ("fr", "ar", "en", "es")
"""The languages every item is to be described in; Amazigh is welcome and not waited for."""


@dataclass(frozen=True)
class Row:
    """An item and how far it is."""

    item: Item
    texts: dict[str, Pair]
    photos: Sets
    lacks: frozenset[str] = frozenset()
    tasks: dict[str, Task] = field(default_factory=dict)
    """Those that somebody has, by kind."""

    @property
    def score(self) -> int:
        return completeness.score(self.lacks)

    @property
    def next(self) -> Next:
        """What is worth most now."""
        return completeness.next_step(
            self.lacks,
            self.waiting,
            was_on_sale=self.item.state not in (ItemState.DRAFT, ItemState.SUBMITTED),
            with_maker=self.item.state is ItemState.DRAFT and self.item.is_sent_back,
        )

    @property
    def open_tasks(self) -> list[str]:
        """The kinds of work that end what it lacks."""
        return [kind for kind in TASKS if self.lacks & set(parts_of(kind))]

    @property
    def waiting(self) -> list[str]:
        """The parts of which something new waits to be looked at."""
        pending = [language for language, pair in self.texts.items() if pair.pending]
        return [*(["photo"] if self.photos.pending else []), *pending]

    def name(self, language: str) -> ItemText | None:
        """The words for it so far: in a language, else in French, else in any."""
        wanted = (language, *self.texts)
        return next(
            (self.texts[code].latest for code in wanted if code in self.texts and self.texts[code].latest), None
        )

    @property
    def waits(self) -> bool:
        """Whether something waits to be looked at."""
        return bool(self.waiting)

    def text_state(self, language: str) -> str:
        """missing, draft, machine (nobody has read it), reviewed, or changed: reviewed, and a new one waits."""
        pair = self.texts[language]
        if pair.approved:
            return "changed" if pair.pending else pair.approved.state.value
        return pair.pending.state.value if pair.pending else "missing"

    @property
    def photo_state(self) -> str:
        """missing, waiting (being prepared), failed, draft (to be looked at), reviewed, or changed."""
        if self.photos.latest is None:
            return "missing"
        states = {photo.state for photo in self.photos.photos}
        for trouble in (PhotoState.FAILED, PhotoState.WAITING):
            if trouble in states:
                return trouble.value
        if self.photos.pending:
            return "changed" if self.photos.approved else "draft"
        return "reviewed"


def queue(wanted: Wanted, page: int = 1) -> tuple[list[Row], int, int]:
    """A page of the queue, how many items there are in all, and how many pages. In a fixed number of questions."""
    with desk_memory.opened() as desk:
        found = narrowing.narrowed(desk, wanted)
        count = found.bit_count()
        pages = max(1, -(-count // PAGE))
        page = min(max(page, 1), pages)
        ids = narrowing.in_order(desk, found, wanted.sort, (page - 1) * PAGE, page * PAGE)
    shown = (joinedload(Item.artisan), joinedload(Item.craft), selectinload(Item.variants), selectinload(Item.labels))
    loaded = select(Item).where(Item.id.in_(ids)).options(*shown)
    there = {item.id: item for item in db.session.scalars(loaded)} if ids else {}
    return rows([there[item_id] for item_id in ids if item_id in there]), count, pages


def distribution(wanted: Wanted) -> list[int]:
    """How many items there are in each group of scores, as ``narrowing`` counts them."""
    with desk_memory.opened() as desk:
        return narrowing.distribution(desk, wanted)


def waiting() -> int:
    """How many items wait for the team's work."""
    with desk_memory.opened() as desk:
        return narrowing.to_do(desk).bit_count()


def rows(items: Sequence[Item]) -> list[Row]:
    said, seen, held = texts.of(items), photos.of(items), tasks.held(items)
    lacks = lacking.of(item.id for item in items)
    return [Row(item, said[item.id], seen[item.id], lacks[item.id], held[item.id]) for item in items]


def items(ids: Sequence[int], *, for_update: bool = False) -> Sequence[Item]:
    """Some items, in the order of their numbers; those that are not there are left out."""
    wanted = select(Item).where(Item.id.in_(ids)).order_by(Item.id)
    if for_update:
        wanted = wanted.with_for_update(of=Item).execution_options(populate_existing=True)
    return db.session.scalars(wanted).all() if ids else []


def item(item_id: int, *, for_update: bool = False) -> Item:
    """An item as the team sees it, whatever its state. Raises Missing. for_update: its variants are locked too."""
    wanted = select(Item).where(Item.id == item_id)
    if not for_update:
        wanted = wanted.options(joinedload(Item.artisan), joinedload(Item.craft))
    else:
        wanted = wanted.with_for_update(of=Item).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise Missing
    if for_update:
        locked = select(Variant).where(Variant.item_id == item_id).order_by(Variant.id).with_for_update()
        db.session.scalars(locked.execution_options(populate_existing=True)).all()
    return found
