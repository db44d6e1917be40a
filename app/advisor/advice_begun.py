"""A draft begun from an opportunity: its kind, whom it is for, its words and the figures it rests on."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.advisor import demand_words
from app.advisor.advice_form import chosen
from app.advisor.advice_voices import SPOKEN
from app.base import clock
from app.base.database import db
from app.base.errors import N_
from app.domain.advice import proofs, proposing, writing
from app.domain.advice.models import AdviceKind, Measure, Recommendation
from app.domain.advice.proof_offered import tells_of_few
from app.domain.advice.proofs import Subject
from app.domain.advice.proposing import Proposal
from app.domain.advice.writing import LONGEST_SENTENCE, MOST_PROOFS, Words
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.people.models import User
from app.domain.people.trades import Craft
from app.web import languages

_WHY = {
    Kind.NO_RESULT: N_("People look for it and nobody makes it."),
    Kind.POOR_RESULT: N_("People look for it and open nothing they are shown."),
    Kind.UNAVAILABLE: N_("People look for it and find only pieces that are gone."),
    Kind.REDUCED: N_("Artisans could promise only a part of what was asked for."),
    Kind.ATTRIBUTE: N_("It is wished in this material or colour, and nobody offers it."),
    Kind.OUT_OF_STOCK: N_("It is wanted and there is none left."),
    Kind.RISING: N_("More and more people look at it."),
    Kind.DECLINED: N_("Artisans had to decline requests for it."),
    Kind.REFUSED: N_("Customers refused what they were offered."),
}
_WHY_OF = {
    AdviceKind.PRICE: N_("Requests were lost over the price."),
    AdviceKind.DELAY: N_("Requests were lost over the delay."),
    AdviceKind.MATERIALS_TOGETHER: N_("Requests were declined for want of materials."),
}
SENTENCES = {
    AdviceKind.MAKE_MORE: N_("Make more of this piece: people ask for it."),
    AdviceKind.NEW_VARIATION: N_("Make a piece of yours in the material or colour people look for."),
    AdviceKind.PHOTOS_TEXT: N_("Show this piece better: a new photo, a clearer text."),
    AdviceKind.NEW_PIECE: N_("Make a piece of the kind people look for."),
    AdviceKind.PRICE: N_("Try another price for this piece."),
    AdviceKind.DELAY: N_("Promise this piece sooner."),
    AdviceKind.MATERIALS_TOGETHER: N_("Buy the materials together with others."),
}
"""To begin with: the advisor writes the number and the day."""


def why(proposal: Proposal) -> str:
    """In a sentence; the figure stands beside it."""
    return str(_(_WHY_OF.get(proposal.kind) or _WHY[proposal.opportunity.kind]))


def from_opportunity(opportunity: Opportunity, *, by: User, at: datetime) -> Recommendation:
    """The caller commits. It belongs to whoever took it up, and is sent by nobody else. Raises InHand."""
    proposing.must_be_free(opportunity, now=at)
    craft = db.session.get(Craft, opportunity.craft_id) if opportunity.craft_id else None
    (row,) = demand_words.rows([opportunity], {craft.id: craft} if craft else {})
    (proposal,) = proposing.described([opportunity], now=at)
    subject = Subject(opportunity.craft_id or None, opportunity.item_id or None, opportunity)
    chosen_for = [one.artisan.id for one in proposal.makers[:1]]
    known = proofs.candidates(subject, on=clock.local(at).date() - timedelta(days=1))
    offered = [one for one in known if not any(tells_of_few(one.makers, id_) for id_ in chosen_for)][:MOST_PROOFS]
    said = languages.everywhere(SENTENCES[proposal.kind])
    words = Words(
        kind=proposal.kind,
        title=row.title[:160],
        sentences={code: said[code] for code in SPOKEN if code in said and len(said[code]) <= LONGEST_SENTENCE},
        measure=Measure.DECLINES if proposal.kind is AdviceKind.MATERIALS_TOGETHER else Measure.REQUESTS,
        artisan_ids=chosen_for,
        craft_id=subject.craft_id,
        item_id=subject.item_id,
        opportunity=opportunity.key,
        priority=proposal.priority,
    )
    return writing.draft(words, chosen([one.source for one in offered], offered), by=by, at=at)
