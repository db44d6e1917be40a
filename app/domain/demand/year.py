"""The months of every craft, as the page of demand shows them: remembered where nothing narrows them."""

from collections.abc import Hashable, Iterable, Mapping

from app.base import together
from app.base.together import Question
from app.domain.demand import months, remembered
from app.domain.demand.counting import Cell
from app.domain.demand.counts import Fresh
from app.domain.demand.months import Asked, Eras
from app.domain.demand.reading import About


def questions(eras: Eras | None, fresh: Fresh, about: About | None, country: str) -> dict[str, Question]:
    """What must be asked, by name."""
    if eras is None or _known(eras, fresh, about, country) is not None:
        return {}
    return {"months": months.question(eras, fresh.day, about=about, country=country, by_maker=False)}


def made(
    answers: Mapping[str, together.Rows],
    eras: Eras | None,
    fresh: Fresh,
    raw: Iterable[Cell],
    *,
    about: About | None,
    country: str,
) -> list[Asked]:
    """Of the answers to the questions, and the cells since."""
    if eras is None:
        return []
    kept = _known(eras, fresh, about, country)
    if kept is None:
        asked = answers if "months" in answers else together.asked(**questions(eras, fresh, about, country))
        kept = asked["months"]
        if about is None:
            remembered.keep(fresh, _what(eras, country), kept)
    return months.made(kept, eras, fresh.day, raw, about=about, country=country)


def _known(eras: Eras, fresh: Fresh, about: About | None, country: str) -> together.Rows | None:
    return remembered.found(fresh, _what(eras, country)) if about is None else None


def _what(eras: Eras, country: str) -> Hashable:
    return "months", eras, country
