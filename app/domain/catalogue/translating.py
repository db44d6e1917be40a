"""Writing a translation: what was before the translator's eyes goes with it, so that a change of that is noticed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from app.base.database import db
from app.base.errors import N_, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue import texts
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import ItemText, Standing, TextState
from app.domain.catalogue.texts import Pair, Words
from app.domain.people.models import User


class SameLanguage(Refusal):
    text = N_("Choose two different languages.")


@dataclass(frozen=True)
class Seen:
    """The revisions before the person's eyes, 0 where there was none: of the target, and of the source."""

    target: int
    source: int


def write(
    item: Item,
    language: str,
    words: Words,
    *,
    seen: Seen,
    by: User,
    at: datetime,
    state: TextState = TextState.DRAFT,
    approving: bool = False,
) -> None:
    """Keep a translation, and approve it where asked. Approving what is public as it is says that it still fits.

    item: loaded for update. state: draft, or machine. Raises Stale, and what ``texts.propose`` and ``approve`` raise.
    """
    pair = texts.in_language(item, language)
    if seen.target != pair.seen:
        raise Stale
    latest, made_from = pair.latest, seen.source or None
    if latest is None or words != texts.words_of(latest):
        texts.propose(item, language, words, by=by, at=at, state=state, made_from_id=made_from)
    else:
        latest.made_from_id = made_from or latest.made_from_id
        if pair.pending and not approving:
            pair.pending.state = state
    if approving and (pair.pending or latest is None or words != texts.words_of(latest)):
        texts.approve(item, language, by=by, at=at)
    elif approving:
        facts = {"language": language}
        trail.record("text.confirmed", subject="item", subject_id=item.id, by_id=by.id, at=at, facts=facts)
    db.session.flush()


@dataclass(frozen=True)
class Came:
    """A translation that came from outside. pair: the texts it stands beside now."""

    item: Item
    language: str
    words: Words
    pair: Pair
    made_from_id: int


def take_in(came: Sequence[Came], *, state: TextState, by: User, at: datetime) -> None:
    """Put them all forward at once, as drafts or as machine translations. They were looked at in this transaction."""
    for one in came:
        if one.pair.pending:
            one.pair.pending.standing = Standing.RETIRED
    db.session.flush()  # before others take their standing
    db.session.add_all(
        ItemText(
            item_id=one.item.id,
            language=one.language,
            **asdict(one.words),
            state=state,
            standing=Standing.PENDING,
            by_id=by.id,
            created_at=at,
            made_from_id=one.made_from_id,
        )
        for one in came
    )
    db.session.flush()
    trail.record(
        "texts.imported", subject="catalogue", subject_id=None, by_id=by.id, at=at, facts={"texts": len(came)}
    )  # fmt: skip
