"""Sending a recommendation: each artisan it is for gets a response to give, and a message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.advice.baseline import Before
from app.domain.advice.models import AdviceState, Recommendation, Response, ResponseState
from app.domain.advice.proof_offered import tells_of_few
from app.domain.advice.writing import AlreadySent
from app.domain.audit import trail
from app.domain.catalogue.revisions import Photo
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people.models import Artisan, Standing, User


class ForNobody(Refusal):
    text = N_("Choose who this advice is for.")


class SaysNothing(Refusal):
    text = N_("Write in French what to do: a verb, a number, a date.")


class ProvesNothing(Refusal):
    text = N_("Join at least one proof: an artisan follows a reason, not an order.")


class TellsOfOthers(Refusal):
    text = N_("A proof would tell %(name)s what one or two others are asked for. Choose another one.")


class NotInGoodStanding(Refusal):
    text = N_("%(name)s is not a member at the moment.")


def must_be_ready(recommendation: Recommendation, artisans: Sequence[Artisan]) -> None:
    """Raises what keeps it from being sent: AlreadySent, SaysNothing, ForNobody, ProvesNothing, NotInGoodStanding,
    TellsOfOthers."""
    if recommendation.state is not AdviceState.DRAFT:
        raise AlreadySent
    if not recommendation.sentences.get("fr", "").strip():
        raise SaysNothing(field="sentence_fr")
    if not artisans:
        raise ForNobody(field="artisans")
    if not recommendation.evidence:
        raise ProvesNothing(field="proofs")
    for artisan in artisans:
        if artisan.standing is not Standing.GOOD:
            raise NotInGoodStanding(field="artisans", name=artisan.name)
        if any(tells_of_few(proof.facts.get("makers", ()), artisan.id) for proof in recommendation.evidence):
            raise TellsOfOthers(field="proofs", name=artisan.name)


def send(
    recommendation: Recommendation, artisans: Sequence[Artisan], *, before: Before, by: User, at: datetime
) -> None:
    """Send a draft to artisans: a response each, and an SMS to those who have a phone. About ten statements, however
    many they are.

    before: what the measure was until now. It is frozen here and never changes again.

    Raises what ``must_be_ready`` raises.
    """
    must_be_ready(recommendation, artisans)
    recommendation.state = AdviceState.SENT
    recommendation.sent_at = recommendation.changed_at = at
    recommendation.baseline = before.as_json()
    recommendation.photo = _photo(recommendation)
    db.session.flush()  # so that it has a number, which the responses say
    trail.record("advice.sent", subject="recommendation", subject_id=recommendation.id, by_id=by.id, at=at)
    _ask(recommendation, artisans, at)
    told = [_message(recommendation, artisan) for artisan in artisans]
    outbox.post_all("advice_sent", [one for one in told if one], channel=Channel.SMS, at=at)


def _ask(recommendation: Recommendation, artisans: Sequence[Artisan], at: datetime) -> None:
    """A response for each, by one statement however many they are."""
    rows = [
        {"recommendation_id": recommendation.id, "artisan_id": one.id, "state": ResponseState.SENT, "sent_at": at}
        for one in artisans
    ]
    db.session.execute(insert(Response), rows)
    db.session.expire(recommendation, ["responses"])


def _photo(recommendation: Recommendation) -> Photo | None:
    """What the piece looks like today: whoever reads the advice later sees what it was about."""
    photo_set = recommendation.item.photo_set if recommendation.item else None
    return next((photo for photo in photo_set.photos if photo.renditions), None) if photo_set else None


def _message(recommendation: Recommendation, artisan: Artisan) -> dict[str, Any] | None:
    """What is written to whoever has a telephone."""
    phone = (artisan.user.phone if artisan.user else None) or artisan.phone
    if phone is None:
        return None
    language = artisan.user.language if artisan.user else "fr"
    return {
        "recipient": phone,
        "language": language,
        "facts": {"advisor": recommendation.author.name, "sentence": recommendation.sentence(language)},
        "user_id": artisan.user_id,
    }
