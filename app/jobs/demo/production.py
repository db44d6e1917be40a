"""What the production desk has before it today: pieces on their way to the shop, tasks in every state, differences."""

from datetime import datetime, timedelta
from typing import Any

from app.base.database import db, new_key
from app.domain.catalogue import judging, making, photos, publishing, tasks, texts
from app.domain.catalogue.making import Start
from app.domain.catalogue.models import Item, Kind
from app.domain.catalogue.reasons import Reason
from app.domain.catalogue.revisions import Photo, PhotoPlace, PhotoSet, Standing
from app.domain.catalogue.tasks import LEASE
from app.domain.catalogue.texts import Words
from app.domain.people.models import User
from app.jobs.demo.content_files import read
from app.jobs.demo.world import World


def fill(world: World) -> None:
    """Everything by the real rules, at moments of the last weeks."""
    if world.sizes.items:
        return  # for measuring, every piece is one of those asked for
    told = read("production")
    pieces = {piece["key"]: _piece(world, piece) for piece in told["pieces"]}
    for change in told["changes"]:
        _change(world, world.items[change["item"]], change)
    item, other = (world.items[told["photos"][name]] for name in ("item", "added_from"))
    own, more = photos.of_item(item).photos, photos.of_item(other).photos[:1]
    _put_forward(item, [*more, *reversed(own)], by=item.artisan.user or world.advisor, at=world.ago(1))
    _refuse(world, world.items[told["refused"]["item"]], told["refused"])
    for task in told["tasks"]:
        _task(world, pieces.get(task["item"]) or world.items[task["item"]], task)
    db.session.flush()


def _piece(world: World, told: dict[str, Any]) -> Item:
    """A piece as its maker sends it, and as far as the team has come with it."""
    maker, like = world.artisans[told["artisan"]], world.items[told["like"]]
    by = maker.user or world.advisor
    sent = world.ago(told["days"])
    start = Start(kind=Kind.READY, price=told["price"], counted=told["counted"])
    item = making.add(maker, like.craft, start, by=by, at=sent, note=told["note"])
    _put_forward(item, photos.of_item(like).photos[:1], by=by, at=sent)
    publishing.submit(item, by=by, at=sent)
    later = sent + timedelta(days=1)
    if told["step"] != "sent":
        photos.approve(item, by=world.advisor, at=later)
        for language, words in told["texts"].items():
            texts.propose(item, language, Words(**words), by=world.advisor, at=later)
    if told["step"] == "ready":
        texts.approve(item, "fr", by=world.advisor, at=later)
    if told["step"] == "sent back":
        why = [Reason(reason) for reason in told["reasons"]]
        publishing.send_back(item, told["word"], why=why, by=world.advisor, at=later)
    return item


def _put_forward(item: Item, shown: list[Photo], *, by: User, at: datetime) -> None:
    """A set of pictures that other pieces show too: the drawn ones are few, so a photo stands in several sets here."""
    waiting = PhotoSet(item_id=item.id, standing=Standing.PENDING, by_id=by.id, created_at=at)
    waiting.places = [PhotoPlace(position=position, photo=photo) for position, photo in enumerate(shown)]
    db.session.add(waiting)
    db.session.flush()


def _change(world: World, item: Item, told: dict[str, Any]) -> None:
    """One sentence said otherwise: what is public stays, and the difference waits."""
    old = texts.in_language(item, told["language"]).approved
    assert old is not None
    words = Words(told.get("title") or old.title, told.get("lead") or old.lead, old.description, old.care)
    more = Words(words.title, words.lead, f"{words.description} {told['more']}".strip(), words.care)
    texts.propose(item, told["language"], more, by=world.staff[told["by"]], at=world.ago(told["days"]))


def _refuse(world: World, item: Item, told: dict[str, Any]) -> None:
    """A text of the advisor whose sign-in is printed, which a colleague did not accept."""
    _change(world, item, told)
    pending = texts.in_language(item, told["language"]).pending
    assert pending is not None
    by, at = world.staff[told["refused_by"]], world.ago(told["days"] - 1)
    why = [Reason(reason) for reason in told["reasons"]]
    judging.refuse_text(item, told["language"], why, told["word"], by=by, at=at, seen=pending.id)


def _task(world: World, item: Item, told: dict[str, Any]) -> None:
    """taken, stale, handed on, given back or done."""
    kind, by = told["kind"], world.staff[told["by"]]
    at = world.ago(told.get("days", 1)) if told["state"] != "stale" else world.now - LEASE - timedelta(days=2)
    tasks.take(item, kind, by=by, at=at, move=new_key())
    later = at + timedelta(hours=5)
    match told["state"]:
        case "handed on":
            to = world.staff[told["to"]]
            tasks.hand_on(item, kind, to, word=told["word"], by=by, at=later, move=new_key())
        case "given back":
            tasks.give_back(item, kind, by=by, at=later)
        case "done":
            tasks.finish(item, kind, by=by, at=later)
