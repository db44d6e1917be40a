"""From a maker's first photo to the shop: what an item still lacks, and the steps it goes through.

draft → submitted → published ⇄ paused, and archived from any of them. What is published stays so while new texts or
photos of it are looked at.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from app.base.errors import N_, Forbidden, Refusal
from app.domain.audit import trail
from app.domain.catalogue import food, photos, put_away, reasons, search, tasks, texts
from app.domain.catalogue.folding import fold
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.reasons import Reason
from app.domain.catalogue.revisions import ItemText, PhotoSet, PhotoState, TextState
from app.domain.people.models import Standing, User


class NotNow(Refusal):
    text = N_("This cannot be done with this piece as it is now.")
    status = 409


class NoFrench(Refusal):
    text = N_("The French title and description must be approved before this piece can be on sale.")


class NoReadyPhoto(Refusal):
    text = N_("At least one approved photo is needed before this piece can be on sale.")


class NoPrice(Refusal):
    text = N_("A price is needed before this piece can be on sale.")


class MakerAway(Refusal):
    text = N_("%(maker)s is not an active member at present, so this piece cannot be on sale.")


class Promised(Refusal):
    text = N_("Pieces of this item are promised to customers. It can be put away once they are sent.")
    status = 409


def lacks(item: Item, *, exception: str = "") -> list[Refusal]:
    """What keeps an item from being on sale, each as the sentence that says it. Empty: nothing does.

    exception: why food may be sold without an authorisation number, as the settings say it; empty: it may not.
    """
    french, shown = texts.in_language(item, "fr").approved, photos.of_item(item).approved
    return lacks_with(item, french, shown, exception=exception)


def lacks_with(item: Item, french: ItemText | None, shown: PhotoSet | None, *, exception: str = "") -> list[Refusal]:
    """The same, where its approved French text and photos are at hand."""
    return missing(
        is_described=french is not None
        and french.state is TextState.REVIEWED
        and bool(french.title.strip() and french.description.strip()),
        is_shown=shown is not None and any(photo.state is PhotoState.READY for photo in shown.photos),
        is_priced=bool(item.variants) and all(variant.price > 0 for variant in item.variants),
        is_allowed=bool(exception) or not food.needs_number(item),
        maker=item.artisan.name,
        is_good=item.artisan.standing is Standing.GOOD,
    )


def missing(
    *, is_described: bool, is_shown: bool, is_priced: bool, is_allowed: bool, maker: str, is_good: bool
) -> list[Refusal]:
    """What lacks of all that a piece on sale must have. is_allowed: it is no food, or food that may be sold."""
    wanting: list[Refusal] = []
    if not is_described:
        wanting.append(NoFrench())
    if not is_shown:
        wanting.append(NoReadyPhoto())
    if not is_priced:
        wanting.append(NoPrice())
    if not is_allowed:
        wanting.append(food.NoAuthorisation())
    if not is_good:
        wanting.append(MakerAway(maker=maker))
    return wanting


def submit(item: Item, *, by: User, at: datetime) -> None:
    """Its maker, or an advisor for them, hands it over to be described. Raises NotNow, photos.NoPhoto."""
    _only_from(item, ItemState.DRAFT)
    if not photos.of_item(item).photos:
        raise photos.NoPhoto(field="photos")
    item.state, item.sent_back, item.sent_back_for = ItemState.SUBMITTED, "", ""
    _note("item.submitted", item, by=by, at=at)


def answer(item: Item, words: str, *, by: User, at: datetime) -> None:
    """Its maker did what was asked, or says why not, and hands it over again. words: kept with what they told before.

    Raises NotNow, photos.NoPhoto.
    """
    submit(item, by=by, at=at)
    item.note = "\n\n".join(part for part in (item.note, words.strip()) if part)


def publish(item: Item, *, exception: str = "", by: User, at: datetime) -> None:
    """Put it on sale. item: loaded for update. exception: as for ``lacks``.

    Raises Forbidden, NotNow, and the first of what it lacks.
    """
    _staff(by)
    _only_from(item, ItemState.DRAFT, ItemState.SUBMITTED)
    _complete(item, exception)
    if item.published_at is None:
        item.published_at = at
        item.slug = address_of(item)
    item.state, item.sent_back, item.sent_back_for = ItemState.PUBLISHED, "", ""
    search.index(item)
    _note("item.published", item, by=by, at=at, facts=food.excused(item, exception))
    tasks.settle(item, by=by, at=at)


def send_back(item: Item, note: str, *, why: Collection[Reason] = (), by: User, at: datetime) -> None:
    """Ask its maker for something, by reasons, in words they will read, or both. Raises Forbidden, NotNow, SayWhy."""
    _staff(by)
    _only_from(item, ItemState.SUBMITTED)
    item.sent_back_for, item.sent_back = reasons.kept(why, note)
    item.state = ItemState.DRAFT
    _note("item.sent_back", item, by=by, at=at, facts={"reasons": item.sent_back_for.split()})
    tasks.settle(item, by=by, at=at)


def pause(item: Item, *, by: User, at: datetime) -> None:
    """Take it off sale for a while. Raises NotNow."""
    _only_from(item, ItemState.PUBLISHED)
    item.state = ItemState.PAUSED
    _note("item.paused", item, by=by, at=at)


def resume(item: Item, *, exception: str = "", by: User, at: datetime) -> None:
    """Put it on sale again. exception: as for ``lacks``. Raises NotNow, and the first of what it lacks."""
    _only_from(item, ItemState.PAUSED)
    _complete(item, exception)
    item.state = ItemState.PUBLISHED
    _note("item.resumed", item, by=by, at=at, facts=food.excused(item, exception))


def archive(item: Item, *, by: User, at: datetime) -> None:
    """Put it away for good; its records stay. Raises NotNow, Promised."""
    _only_from(item, *(state for state in ItemState if state is not ItemState.ARCHIVED))
    if any(variant.reserved for variant in (*item.variants, *put_away.of(item))):
        raise Promised
    item.state = ItemState.ARCHIVED
    _note("item.archived", item, by=by, at=at)
    tasks.drop(item, by=by, at=at)


def address_of(item: Item) -> str:
    """The end of its page's address: its French title in plain letters, and its reference, which no other has."""
    french = texts.in_language(item, "fr").approved
    return address(french.title if french else "", item.reference)


def address(title: str, reference: str) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(title))
    return "-".join([*plain.split()[:10], reference.lower()])[-120:].lstrip("-")


def is_for_another(item: Item, by: User) -> bool:
    """Whether somebody else than its maker acts."""
    return item.artisan.user_id != by.id


def _complete(item: Item, exception: str) -> None:
    missing = lacks(item, exception=exception)
    if missing:
        raise missing[0]


def _staff(by: User) -> None:
    if not by.is_staff:
        raise Forbidden


def _only_from(item: Item, *states: ItemState) -> None:
    if item.state not in states:
        raise NotNow


def _note(deed: str, item: Item, *, by: User, at: datetime, facts: dict[str, Any] | None = None) -> None:
    trail.record(
        deed,
        subject="item",
        subject_id=item.id,
        by_id=by.id,
        on_behalf_of_id=item.artisan_id if is_for_another(item, by) else None,
        at=at,
        facts=facts,
    )
