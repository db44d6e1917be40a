"""What was begun in talk: what a *no* led on to, and what colleagues said of one's advice."""

from collections.abc import Iterator

from app.base import clock
from app.domain.advice import commenting, following_up
from app.domain.advice.calls import Matter, Source
from app.domain.advice.monday_facts import Known


def owed(known: Known) -> Iterator[Matter]:
    """A visit, a call, a training, materials together: nobody knows what a *no* that became a *yes* is worth."""
    for one in following_up.owed_to(known.ids):
        about = one.response.recommendation
        yield Matter(
            one.response.artisan_id,
            Source.OWED,
            on=clock.local(one.at).date(),
            row=about.id,
            name=about.title,
            parts=(one.step.value,),
        )


def comments(known: Known) -> Iterator[Matter]:
    """To be read before the artisan is called whom the advice is for: once, under the first of its author's own."""
    given_to = {(one.recommendation_id, one.artisan_id) for one in known.advised}
    authors = {artisan.advisor_id for artisan in known.artisans if artisan.advisor_id is not None}
    for one in commenting.unread_by(authors):
        for artisan in known.artisans:
            is_for = artisan.id in one.artisan_ids or (one.recommendation_id, artisan.id) in given_to
            if artisan.advisor_id == one.author_id and is_for:
                on = clock.local(one.since).date()
                yield Matter(
                    artisan.id, Source.COMMENTS, count=one.number, on=on, row=one.recommendation_id, name=one.title
                )
                break
