"""The proof that an opportunity is itself: what was counted, in a sentence for the artisan.

Every kind of opportunity has one, so that advice begun from it never has to go without.
"""

from app.base.errors import NP_
from app.domain.advice.proof_offered import LONGEST_SOURCE, Candidate, counting
from app.domain.demand.opportunities import WEEKS, Kind, Opportunity

Said = tuple[str, str]

SEARCHED: dict[Kind, Said] = {
    Kind.NO_RESULT: NP_(
        "person looked for “%(words)s” in twelve weeks and found nothing.",
        "people looked for “%(words)s” in twelve weeks and found nothing.",
    ),
    Kind.POOR_RESULT: NP_(
        "person looked for “%(words)s” in twelve weeks and opened nothing.",
        "people looked for “%(words)s” in twelve weeks and opened nothing.",
    ),
    Kind.UNAVAILABLE: NP_(
        "person looked for “%(words)s” in twelve weeks and found none to be had.",
        "people looked for “%(words)s” in twelve weeks and found none to be had.",
    ),
}
COUNTED: dict[Kind, Said] = {
    Kind.OUT_OF_STOCK: NP_(
        "person wanted this piece in twelve weeks when there was none left.",
        "people wanted this piece in twelve weeks when there was none left.",
    ),
    Kind.DECLINED: NP_(
        "request for this was declined in twelve weeks.", "requests for this were declined in twelve weeks."
    ),
    Kind.REDUCED: NP_(
        "request got fewer pieces than asked for in twelve weeks.",
        "requests got fewer pieces than asked for in twelve weeks.",
    ),
    Kind.REFUSED: NP_("offer was refused in twelve weeks.", "offers were refused in twelve weeks."),
    Kind.ATTRIBUTE: NP_(
        "person looked for this or asked for it in twelve weeks, in vain.",
        "people looked for this or asked for it in twelve weeks, in vain.",
    ),
}
REFUSED_FOR: dict[str, Said] = {
    "price": NP_(
        "offer was refused for its price in twelve weeks.", "offers were refused for their price in twelve weeks."
    ),
    "delay": NP_(
        "offer was refused for its delay in twelve weeks.", "offers were refused for their delay in twelve weeks."
    ),
}
RISING: Said = NP_(
    "person looked at pieces like these in six weeks; in the six weeks before: %(before)d.",
    "people looked at pieces like these in six weeks; in the six weeks before: %(before)d.",
)


def of(one: Opportunity | None) -> list[Candidate]:
    """One, or none where there is no opportunity. Spellings of one search together, as the demand page counts them."""
    if one is None:
        return []
    if one.kind is Kind.RISING:
        half = WEEKS // 2
        return [_made(one, RISING, sum(one.weeks[half:]), before=sum(one.weeks[:half]))]
    if one.kind in SEARCHED:
        return [_made(one, SEARCHED[one.kind], one.count, words=one.words)]
    said = REFUSED_FOR.get(one.reason) if one.kind is Kind.REFUSED else None
    return [_made(one, said or COUNTED[one.kind], one.count)]


def _made(one: Opportunity, said: Said, count: int, **facts: str | int) -> Candidate:
    source = f"searches:{one.words}" if one.kind is Kind.NO_RESULT else one.key
    return Candidate(
        source=source[:LONGEST_SOURCE],
        **counting(said, count),
        figure=str(count),
        series=one.weeks,
        facts={**facts, "people": count},
        small=one.is_small,
    )
