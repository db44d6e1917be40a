"""The loaded demonstration keeps every rule, holds every state, and speaks four languages."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import ColumnElement, func, select

from app.base import clock
from app.base.database import begin_writing, db
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.follow_up_models import FollowUp, Visit
from app.domain.advice.models import AdviceState, Recommendation, Response, ResponseState
from app.domain.alerts import telling
from app.domain.alerts.models import Alert, AlertKind
from app.domain.catalogue import search
from app.domain.catalogue.models import Item, ItemState, Kind, StockMovement, Variant
from app.domain.catalogue.revisions import PhotoSet, TextState
from app.domain.demand import searching, wishes
from app.domain.demand.forecasting import outcome
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from app.domain.demand.sought import End
from app.domain.demand.wish_models import WishState
from app.domain.fulfilment import work_photos
from app.domain.fulfilment.models import Payment, Refund, Shipment, Verdict
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.people.models import Artisan, User
from app.domain.purchasing import arrows, private_pictures
from app.domain.purchasing.document_models import Document, DocumentKind
from app.domain.purchasing.models import AnswerKind, LineAnswer, PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import CapacityBooking, DocumentCounter, Hold, Offer, Reservation
from app.domain.work.models import Installation
from app.jobs.demo import content_files, loading
from app.jobs.demo.loading import NotEmpty, RealCooperative
from app.jobs.demo.world import LANGUAGES
from tests import given
from tests.databases import Template

SEASONS = {"sqlite": "2026-12-24 10:00+00:00", "postgresql": "2027-04-12 23:30+00:00"}


@pytest.fixture(scope="module")
def demo(template: Template) -> Iterator[Flask]:
    """One load for all tests of this file: they only read. Each engine has a season of its own, neither a good one."""
    with time_machine.travel(SEASONS[template.engine]), template.copy() as app, app.app_context():
        loading.load()
        begin_writing()
        yield app
        db.session.rollback()


def test_the_shelf_is_the_sum_of_its_movements(demo: Flask) -> None:
    moved = dict(
        db.session.execute(
            select(StockMovement.variant_id, func.sum(StockMovement.change)).group_by("variant_id")
        ).all()
    )
    for variant in db.session.scalars(select(Variant)):
        assert variant.on_hand == moved.get(variant.id, 0), variant.sku
        assert 0 <= variant.reserved <= variant.on_hand
        assert variant.kind is not Kind.UNIQUE or variant.on_hand <= 1


def test_the_shelf_was_never_below_zero(demo: Flask) -> None:
    levels: Counter[int] = Counter()
    for movement in db.session.scalars(select(StockMovement).order_by(StockMovement.at, StockMovement.id)):
        levels[movement.variant_id] += movement.change
        assert levels[movement.variant_id] >= 0, f"variant {movement.variant_id} on {movement.at}"


def test_reserved_is_the_sum_of_live_reservations_of_live_answers(demo: Flask) -> None:
    held: Counter[int] = Counter()
    for reservation in db.session.scalars(select(Reservation).where(Reservation.state == Hold.LIVE)):
        assert reservation.answer.live
        held[reservation.variant_id] += reservation.quantity
    assert held and held == Counter(
        {variant.id: variant.reserved for variant in db.session.scalars(select(Variant).where(Variant.reserved > 0))}
    )


def test_no_week_holds_more_than_its_maker_can_make(demo: Flask) -> None:
    booked = select(CapacityBooking.artisan_id, CapacityBooking.week, func.sum(CapacityBooking.quantity))
    for artisan_id, week, total in db.session.execute(
        booked.where(CapacityBooking.state == Hold.LIVE).group_by("artisan_id", "week")
    ):
        artisan = db.session.get_one(Artisan, artisan_id)
        assert week.weekday() == 0 and total <= artisan.weekly_capacity, (artisan.slug, week)


def test_every_request_followed_the_arrows(demo: Flask) -> None:
    for request in db.session.scalars(select(PurchaseRequest)):
        assert arrows.replay(request.events) is request.state, request.reference
        times = [event.at for event in request.events]
        assert times == sorted(times) and times[-1] <= clock.now(), request.reference
        assert (request.closed_at is not None) == (request.state in arrows.ENDED)


def test_offers_add_up_and_are_numbered_without_a_gap(demo: Flask) -> None:
    numbers: dict[int, list[int]] = {}
    for offer in db.session.scalars(select(Offer).order_by(Offer.sent_at, Offer.id)):
        assert offer.total == sum(line.quantity * line.unit_price for line in offer.lines) + offer.delivery_cost
        _kind, year, number = offer.number.split("-")
        numbers.setdefault(int(year), []).append(int(number))
    for year, found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1))
        assert db.session.get_one(DocumentCounter, ("OF", year)).last == len(found)


def test_what_happened_has_its_papers_numbered_without_a_gap(demo: Flask) -> None:
    """One for each offer, payment and refund, one for each parcel of the past, in the order of their issue."""
    numbers: dict[tuple[str, int], list[int]] = {}
    for paper in db.session.scalars(select(Document).order_by(Document.issued_at, Document.id)):
        kind, year, number = paper.number.split("-")
        assert int(year) == paper.year == clock.local(paper.issued_at).year
        assert paper.personal and paper.personal["name"] == paper.request.name
        numbers.setdefault((kind, int(year)), []).append(int(number))
    for series, found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1))
        assert db.session.get_one(DocumentCounter, series).last == len(found)
    issued = Counter(db.session.scalars(select(Document.kind)))
    told = {
        kind: db.session.scalar(select(func.count()).select_from(rows))
        for kind, rows in (
            (DocumentKind.PRO_FORMA, Offer),
            (DocumentKind.DELIVERY_NOTE, Shipment),
            (DocumentKind.RECEIPT, Payment),
            (DocumentKind.REFUND, Refund),
        )
    }
    assert issued == told and all(told.values())


def test_customers_see_photos_of_the_work_that_their_files_belong_to(demo: Flask) -> None:
    media = Path(demo.config["SETTINGS"].media_url) / "private" / private_pictures.FOLDER
    shown = db.session.scalars(select(WorkPicture)).all()
    assert {one.check.verdict if one.check else None for one in shown} == {None, *Verdict}
    assert all((media / one.key / f"{width}.jpg").is_file() for one in shown for width in one.renditions["jpeg"])
    told = [one for one in shown if one.line and one in work_photos.seen_by_customer(one.line.offer.request)]
    assert len(told) == len(shown) - 1, "all but those of the piece that was sent back"


def test_every_state_has_something_to_show(demo: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    requests = Counter(db.session.scalars(select(PurchaseRequest.state)))
    responses = Counter(db.session.scalars(select(Response.state)))
    advice = Counter(db.session.scalars(select(Recommendation.state)))
    with capsys.disabled():
        sys.stdout.write(f"\n  requests {_sizes(requests)}\n  advice {_sizes(advice)}, {_sizes(responses)}\n")
    assert set(requests) == set(State)
    assert set(responses) == set(ResponseState)
    assert set(advice) == set(AdviceState)
    assert 250 <= requests.total() <= 350


def test_the_first_artisan_finds_what_the_readme_promises(demo: Flask) -> None:
    rahma = db.session.scalars(select(User).where(User.phone == "+212612000001")).one().artisan
    assert rahma is not None and rahma.name == "Rahma Bakkali"
    waiting = (
        select(RequestLine)
        .join(RequestLine.request)
        .where(RequestLine.artisan_id == rahma.id, PurchaseRequest.state.in_((State.SENT, State.ANSWERING)))
        .where(~select(LineAnswer).where(LineAnswer.line_id == RequestLine.id, LineAnswer.live).exists())
    )
    assert len(db.session.scalars(waiting).all()) == 3
    assert db.session.scalar(select(func.count(Item.id)).where(Item.artisan_id == rahma.id)) == 14
    answered = select(Response.state).where(Response.artisan_id == rahma.id)
    assert sorted(db.session.scalars(answered)) == [ResponseState.CHECKED, ResponseState.OPENED, ResponseState.SENT]


def test_pieces_say_everything_in_every_language_but_the_marked_ones(demo: Flask) -> None:
    missing = {table["slug"]: set(table["texts_missing"]) for table in content_files.items()}
    for item in db.session.scalars(select(Item).where(Item.state == ItemState.PUBLISHED)):
        texts = {text.language: text for text in item.texts}
        assert set(texts) == set(LANGUAGES) - missing[item.slug], item.slug
        assert all(text.state is TextState.REVIEWED and text.title and text.description for text in texts.values())
        assert item.photo_set is not None and item.main.price > 0
        first = item.photo_set.photos[0]
        assert first.is_illustration and first.renditions["avif"] and set(first.alt) >= set(texts)
    for recommendation in db.session.scalars(select(Recommendation)):
        assert set(recommendation.sentences) == set(LANGUAGES)
        assert all(set(LANGUAGES) <= set(evidence.sentences) for evidence in recommendation.evidence)
    assert any(missing.values())


def test_the_pictures_lie_where_the_site_reads_them(demo: Flask) -> None:
    media = loading.media_folder(demo.config["SETTINGS"])
    shown = db.session.scalars(select(PhotoSet)).first()
    assert shown is not None
    for photo in shown.photos:
        assert (media / "private" / photo.original).stat().st_size > 1000
        for width in photo.renditions["avif"]:
            assert (media / "public" / photo.key / f"{width}.avif").stat().st_size > 1000


def test_unserved_wishes_can_be_seen(demo: Flask) -> None:
    """Words without result are so because the search finds nothing, and enough people typed them to be kept."""
    assert search.find("mendil 220").count == 0
    typed = db.session.execute(
        select(func.sum(DemandDay.visitors), func.sum(DemandDay.signals), func.sum(DemandDay.without_result)).where(
            DemandDay.words == "mendil 220"
        )
    ).one()
    assert typed[0] >= 20 and typed[1] == typed[2]
    kinds = set(db.session.scalars(select(DemandDay.kind).distinct()))
    assert kinds == set(SignalKind) - {SignalKind.PAST_SALE}, "past sales come by a table alone"


def test_each_way_in_which_searches_serve_nobody_has_something_to_show(demo: Flask) -> None:
    found = searching.insight(now=clock.now())
    assert all(len(found.lists[end]) >= 3 for end in End), {end: len(some) for end, some in found.lists.items()}
    assert all(search.find(one.said).count for one in found.lists[End.POOR])
    for one in found.lists[End.UNAVAILABLE]:
        pieces = [db.session.get_one(Item, id_) for id_ in search.find(one.said).ids]
        assert pieces and not any(piece.available or piece.main.can_be_made for piece in pieces), one.said
    kept = wishes.kept()
    assert {wish.state for wish in kept} == set(WishState) and all(search.find(wish.words).count == 0 for wish in kept)


def test_people_wait_for_pieces_and_nobody_real_does(demo: Flask) -> None:
    waiting = db.session.scalars(select(Alert)).all()
    assert {alert.kind for alert in waiting} == set(AlertKind)
    assert {alert.language for alert in waiting} == set(LANGUAGES)
    assert all(
        alert.confirmed_at and (alert.recipient.endswith("@example.org") or alert.recipient.startswith("+212612009"))
        for alert in waiting
    )
    assert telling.returned(clock.now()) + telling.cheaper(clock.now()) + telling.found(clock.now()) == 0


def test_nights_passed_over_the_year(demo: Flask) -> None:
    """Old signals are gone, days are rolled up to yesterday, and today's are still raw."""
    today = clock.today()
    assert (today - db.session.scalars(select(func.min(DemandDay.day))).one()).days >= 360
    assert db.session.scalars(select(func.max(DemandDay.day))).one() < today
    oldest = db.session.scalars(select(func.min(DemandSignal.at))).one()
    assert (clock.now() - oldest).days <= 91


def test_some_advice_helped_of_some_nobody_can_tell_and_of_some_it_is_too_early(demo: Flask) -> None:
    found = db.session.scalars(select(Comparison)).all()
    assert {outcome.Verdict.CLEARLY_HELPED, outcome.Verdict.CANNOT_TELL, None} <= {one.verdict for one in found}
    today = clock.local(clock.now()).date()
    assert all((one.verdict is None) == (one.last >= today) for one in found if one.response.checked_at)
    open_ones, closed = (db.session.scalar(select(func.count(FollowUp.id)).where(chosen)) for chosen in _owed())
    assert open_ones and closed and db.session.scalar(select(func.count(Visit.id)))


def _owed() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return FollowUp.closed_at.is_(None), FollowUp.closed_at.is_not(None)


def test_declines_say_why(demo: Flask) -> None:
    declined = db.session.scalars(select(LineAnswer).where(LineAnswer.kind == AnswerKind.DECLINED)).all()
    assert len({answer.reason for answer in declined}) >= 5


def test_it_is_loaded_once(demo: Flask) -> None:
    with pytest.raises(NotEmpty):
        loading.load()


def test_a_real_cooperative_is_left_alone(app: Flask) -> None:
    db.session.add(Installation(is_demo=False, created_at=given.NOW))
    with pytest.raises(RealCooperative):
        loading.mark()


def test_a_database_with_people_is_left_alone(app: Flask) -> None:
    given.advisor()
    with pytest.raises(NotEmpty):
        loading.mark()


def _sizes(counter: Counter[object]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items(), key=lambda pair: str(pair[0])))
