"""What an item says, as revisions: for each language one approved text, and at most one that waits to be looked at."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue import search, tasks
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import ItemText, Standing, TextState
from app.domain.people.models import User

LANGUAGES = ("fr", "ar", "en", "es", "zgh")
LONGEST = {"title": 160, "lead": 500, "description": 4000, "care": 500}


class NoTitle(Refusal):
    text = N_("Write a title.")


class NoDescription(Refusal):
    text = N_("Write a description before you approve this text.")


class TooLong(Refusal):
    text = N_("This is too long: %(most)d characters at most.")


class UnknownLanguage(Refusal):
    text = N_("Pieces are not described in this language.")


class NothingWaits(Refusal):
    text = N_("Nothing waits to be approved here.")
    status = 409


@dataclass(frozen=True)
class Words:
    title: str
    lead: str = ""
    description: str = ""
    care: str = ""


@dataclass(frozen=True)
class Pair:
    """The text that is public and the one that waits, in one language."""

    approved: ItemText | None = None
    pending: ItemText | None = None

    @property
    def latest(self) -> ItemText | None:
        return self.pending or self.approved

    @property
    def seen(self) -> int:
        """What a person who opens the text has before their eyes: the revision's id, 0 where there is none."""
        return self.latest.id if self.latest else 0


def words_of(text: ItemText) -> Words:
    return Words(text.title, text.lead, text.description, text.care)


def of(items: Iterable[Item]) -> dict[int, dict[str, Pair]]:
    """The texts of some items, by item id and language, in one question. Every language is there."""
    ids = [item.id for item in items]
    living = select(ItemText).where(ItemText.item_id.in_(ids), ItemText.standing != Standing.RETIRED)
    found = {(text.item_id, text.language, text.standing): text for text in db.session.scalars(living)} if ids else {}
    return {
        item_id: {
            language: Pair(
                found.get((item_id, language, Standing.APPROVED)), found.get((item_id, language, Standing.PENDING))
            )
            for language in LANGUAGES
        }
        for item_id in ids
    }


def revision(text_id: int | None) -> ItemText | None:
    """One revision, whatever has become of it."""
    return db.session.get(ItemText, text_id) if text_id else None


def in_language(item: Item, language: str) -> Pair:
    """Raises UnknownLanguage."""
    if language not in LANGUAGES:
        raise UnknownLanguage
    return of([item])[item.id][language]


def propose(
    item: Item,
    language: str,
    words: Words,
    *,
    by: User,
    at: datetime,
    state: TextState = TextState.DRAFT,
    seen: int | None = None,
    made_from_id: int | None = None,
) -> ItemText:
    """Put a text forward. It takes the place of one that waits already; what is public stays public.

    item: loaded for update. state: draft, or machine for a translation nobody has read. seen: the revision the person
    had before their eyes (``Pair.seen``); where another has come since, Stale. made_from_id: the revision that it
    translates; without one, what the text before it did. Raises NoTitle, TooLong.
    """
    pair = in_language(item, language)
    if seen is not None and seen != pair.seen:
        raise Stale
    check(words)
    _retire(pair.pending)
    text = ItemText(
        item_id=item.id,
        language=language,
        **asdict(words),
        state=TextState.DRAFT if state is TextState.REVIEWED else state,
        standing=Standing.PENDING,
        by_id=by.id,
        created_at=at,
        made_from_id=made_from_id or (pair.latest.made_from_id if pair.latest else None),
    )
    db.session.add(text)
    db.session.flush()
    return text


def approve(item: Item, language: str, *, by: User, at: datetime, seen: int | None = None) -> ItemText:
    """Make the waiting text the public one. The one before is kept, retired; the search finds the new words.

    item: loaded for update. Raises Forbidden, Stale, NothingWaits, NoDescription.
    """
    if not by.is_staff:
        raise Forbidden
    pair = in_language(item, language)
    if seen is not None and seen != pair.seen:
        raise Stale
    text = pair.pending
    if text is None:
        raise NothingWaits
    if not text.description.strip():
        raise NoDescription(field="description")
    _retire(pair.approved)
    text.standing, text.state = Standing.APPROVED, TextState.REVIEWED
    text.approved_by_id, text.approved_at = by.id, at
    db.session.flush()
    db.session.expire(item, ["texts"])
    search.index(item)
    trail.record("text.approved", subject="item", subject_id=item.id, by_id=by.id, at=at, facts={"language": language})
    tasks.settle(item, by=by, at=at)
    return text


def check(words: Words) -> None:
    """Raises NoTitle, TooLong."""
    if not words.title.strip():
        raise NoTitle(field="title")
    for name, most in LONGEST.items():
        if len(getattr(words, name)) > most:
            raise TooLong(field=name, most=most)


def _retire(text: ItemText | None) -> None:
    """At once, before another takes its standing: the database allows only one of each."""
    if text is not None:
        text.standing = Standing.RETIRED
        db.session.flush()
