"""From a customer's yes to their word, by the pages of the team, of the maker and of the customer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.base import clock
from app.base.database import db, new_key
from app.domain.fulfilment import balance
from app.domain.fulfilment.models import CustomerWord, Payment, Refund
from app.domain.people.models import Artisan
from app.domain.purchasing import deciding, links, papers
from app.domain.purchasing.document_models import DocumentKind
from app.domain.purchasing.models import PurchaseRequest, State
from app.domain.purchasing.offer_models import Offer
from tests import given
from tests.advisor.steps import at_desk, page_of
from tests.pages import Visitor


def accepted() -> Offer:
    now = clock.now()
    made = given.offer(given.request(given.item(price=20_000, stock=2), at=now), delivery_cost=10_000, at=now)
    deciding.accept(made, at=now)
    db.session.commit()
    return made


def state_of(request: PurchaseRequest) -> State:
    return db.session.scalars(select(PurchaseRequest.state).where(PurchaseRequest.id == request.id)).one()


def payment(amount: str = "90", **more: str) -> dict[str, str]:
    return {"amount": amount, "way": "transfer", "paid_on": clock.today().isoformat(), **more}


def test_a_request_goes_from_yes_to_a_word_that_everybody_reads(visitor: Visitor) -> None:
    made = accepted()
    request, line = made.request, made.lines[0]
    maker = db.session.get_one(Artisan, line.line.artisan_id)
    assert maker.user is not None
    team, workshop = at_desk(visitor), Visitor(visitor.app).sign_in(maker.user)
    customer = Visitor(visitor.app)
    private = customer.get(f"/fr/requests/open/{links.token(request)}", status=303).location
    assert "acompte de 90 MAD" in customer.get(private).plain

    team.post(page_of(request, "/prepare"), {}, status=422)
    page = team.get(page_of(request, "/payment"))
    assert 'value="90"' in page.text, "the deposit is proposed"
    team.post(page_of(request, "/payment"), payment(reference="VIR 12"))
    assert "VIR 12" in team.get(page_of(request)).text
    page = customer.get(private)
    assert "acompte de" not in page.plain and "90 MAD" in page.plain
    team.post(page_of(request, "/prepare"), {})
    assert state_of(request) is State.PREPARING

    assert "C’est prêt" in workshop.get(f"/portal/requests/lines/{line.line_id}").text
    workshop.post(f"/portal/requests/lines/{line.line_id}/ready", {})
    assert "La coopérative regarde" in workshop.get("/portal/requests/prepare").text
    team.post(page_of(request, f"/accepted/{line.id}/check"), {"verdict": "returned"}, status=422)
    returned = {"verdict": "returned", "fault": "flaw", "note": "Un fil tiré"}
    team.post(page_of(request, f"/accepted/{line.id}/check"), returned)
    page = workshop.get(f"/portal/requests/lines/{line.line_id}")
    assert "À reprendre" in page.text and "Un fil tiré" in page.text
    workshop.post(f"/portal/requests/lines/{line.line_id}/ready", {})
    team.post(page_of(request, "/ship"), {"carrier": "Amana"}, status=409)
    team.post(page_of(request, f"/accepted/{line.id}/check"), {"verdict": "passed"})
    team.post(page_of(request, "/ship"), {"carrier": " ", "tracking": "RR1"}, status=422)
    team.post(page_of(request, "/ship"), {"carrier": "Amana", "tracking": "RR123MA"})
    assert "RR123MA" in customer.get(private).text

    team.post(page_of(request, "/deliver"), {"cash": "210"})
    assert state_of(request) is State.CLOSED and balance.of(request).is_settled
    customer.post(f"{private}/praise", {"words": ""}, status=422)
    customer.post(f"{private}/praise", {"words": "Très beau travail"})
    public = Visitor(visitor.app)
    assert "Très beau travail" not in public.get(f"/fr/makers/{maker.slug}").text
    team.post(page_of(request, "/word/publish"), {})
    page = public.get(f"/fr/makers/{maker.slug}")
    assert "Très beau travail" in page.text and "Claire" not in page.text
    team.post(page_of(request, "/word/keep-back"), {})
    assert "Très beau travail" not in public.get(f"/fr/makers/{maker.slug}").text


def test_a_parcel_that_came_back_is_sent_once_more_or_given_up_and_refunded(visitor: Visitor) -> None:
    made = accepted()
    request, line = made.request, made.lines[0]
    team = at_desk(visitor)
    team.post(page_of(request, "/payment"), payment("300"))
    team.post(page_of(request, "/prepare"), {})
    team.post(page_of(request, f"/accepted/{line.id}/ready"), {})
    for _again in range(2):
        team.post(page_of(request, f"/accepted/{line.id}/check"), {"verdict": "passed"})
        team.post(page_of(request, "/ship"), {"carrier": "Amana"})
        team.post(page_of(request, "/return"), {}, status=422)
        team.post(page_of(request, "/return"), {"reason": "not_collected"})
        assert state_of(request) is State.RETURNED
        team.post(page_of(request, "/prepare-again"), {})
    team.post(page_of(request, "/cancel"), {"reason": "no_answer"})
    assert "À rembourser" in team.get(page_of(request)).plain
    team.post(page_of(request, "/refund"), payment("301"), status=422)
    team.post(page_of(request, "/refund"), payment("300"))
    assert balance.of(request).is_settled and "Soldé" in team.get(page_of(request)).plain


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "abc"},
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": "1000000000"},
        {"amount": "9" * 400},
        {"amount": "301"},
        {"way": "gold"},
        {"paid_on": ""},
        {"paid_on": "x"},
        {"paid_on": "2999-01-01"},
        {"paid_on": "0001-01-01"},
    ],
)
def test_money_that_cannot_be_is_explained_and_nothing_typed_is_lost(visitor: Visitor, wrong: dict[str, str]) -> None:
    made = accepted()
    page = at_desk(visitor).post(
        page_of(made.request, "/payment"), {**payment(), **wrong, "reference": "VIR 99"}, status=422
    )
    assert "VIR 99" in page.text and "msg-err" in page.text
    assert db.session.scalars(select(Payment)).all() == []


def test_sums_that_are_too_large_say_how_much_may_be_written(visitor: Visitor) -> None:
    page = at_desk(visitor).post(page_of(accepted().request, "/payment"), payment("1000000000"), status=422)
    assert "1 000 000 dirhams au plus" in page.plain


def test_tomorrow_is_no_day_on_which_money_moved(visitor: Visitor) -> None:
    made, team = accepted(), at_desk(visitor)
    tomorrow = {"paid_on": (clock.today() + timedelta(days=1)).isoformat()}
    team.post(page_of(made.request, "/payment"), payment(**tomorrow), status=422)
    team.post(page_of(made.request, "/payment"), payment("300"))
    page = team.post(page_of(made.request, "/refund"), payment("100", **tomorrow), status=422)
    assert "n’est pas encore" in page.plain
    assert balance.of(made.request).held == 300_00


def test_no_more_goes_back_than_came(visitor: Visitor) -> None:
    made, team = accepted(), at_desk(visitor)
    page = team.post(page_of(made.request, "/refund"), payment("1"), status=422)
    assert "0 MAD" in page.plain
    team.post(page_of(made.request, "/payment"), payment("90"))
    page = team.post(page_of(made.request, "/refund"), payment("90,01", reference="VIR 5"), status=422)
    assert "90 MAD" in page.plain and "VIR 5" in page.text
    team.post(page_of(made.request, "/refund"), payment("90", way="on_delivery"), status=422)
    team.post(page_of(made.request, "/refund"), payment("90"))
    assert [one.kind for one in papers.of_request(made.request)] == [
        DocumentKind.PRO_FORMA,
        DocumentKind.RECEIPT,
        DocumentKind.REFUND,
    ]


@pytest.mark.parametrize("deed", ["payment", "refund"])
def test_a_double_tap_moves_money_once_with_one_paper(visitor: Visitor, deed: str) -> None:
    made, team = accepted(), at_desk(visitor)
    team.post(page_of(made.request, "/payment"), payment("100"))
    tapped = {**payment("50"), "key": new_key()}
    for _tap in range(2):
        team.post(page_of(made.request, f"/{deed}"), tapped)
    kind, held = (Payment, 150_00) if deed == "payment" else (Refund, 50_00)
    assert len(db.session.scalars(select(kind).where(kind.amount == 50_00)).all()) == 1
    assert balance.of(made.request).held == held
    assert len(papers.of_request(made.request)) == 3


def test_the_same_transfer_recorded_in_two_tabs_counts_once(visitor: Visitor) -> None:
    made, team = accepted(), at_desk(visitor)
    address = page_of(made.request, "/payment")
    seen = team.get(address).seen
    team.post(address, payment("90", seen=seen))
    page = team.post(address, payment("90", seen=seen, reference="VIR 12"), status=409)
    assert "VIR 12" in page.text and balance.of(made.request).received == 90_00
    team.post(address, payment("90", seen=page.seen))
    assert balance.of(made.request).received == 180_00, "once it was said, the next try comes on top"


@pytest.mark.parametrize(
    ("deed", "wrong", "status"),
    [
        ("ship", {"carrier": "A" * 81, "tracking": "RR1"}, 422),
        ("ship", {"carrier": "Amana", "tracking": "R" * 10_000}, 422),
        ("deliver", {"cash": "abc"}, 422),
        ("deliver", {"cash": "-1"}, 422),
        ("deliver", {"cash": "1000000000"}, 422),
        ("deliver", {"cash": "301"}, 409),
        ("return", {"reason": "storm"}, 422),
        ("return", {"reason": "refused"}, 409),
        ("prepare-again", {}, 409),
    ],
)
def test_what_cannot_be_done_to_a_parcel_is_explained_and_changes_nothing(
    visitor: Visitor, deed: str, wrong: dict[str, str], status: int
) -> None:
    made, team = accepted(), at_desk(visitor)
    team.post(page_of(made.request, "/prepare"), {"waived": "y"})
    page = team.post(page_of(made.request, f"/{deed}"), wrong, status=status)
    assert "msg-err" in page.text or 'role="alert"' in page.text
    assert all(value[:120] in page.text for value in wrong.values() if value not in ("storm", "refused"))
    assert state_of(made.request) is State.PREPARING


def test_more_cash_than_is_owed_delivers_nothing(visitor: Visitor) -> None:
    made, team = accepted(), at_desk(visitor)
    team.post(page_of(made.request, "/prepare"), {"waived": "y"})
    team.post(page_of(made.request, f"/accepted/{made.lines[0].id}/check"), {"verdict": "passed"})
    team.post(page_of(made.request, "/ship"), {"carrier": "Amana", "key": new_key()})
    page = team.post(page_of(made.request, "/deliver"), {"cash": "301"}, status=422)
    assert "300 MAD" in page.plain and state_of(made.request) is State.SHIPPED
    tapped = {"cash": "300", "key": new_key()}
    for _tap in range(2):
        team.post(page_of(made.request, "/deliver"), tapped)
    team.post(page_of(made.request, "/deliver"), {"cash": "300"}, status=409)  # a tab left open
    assert balance.of(made.request).is_settled and state_of(made.request) is State.CLOSED


def test_more_than_is_due_is_recorded_when_it_is_meant(visitor: Visitor) -> None:
    made = accepted()
    at_desk(visitor).post(page_of(made.request, "/payment"), payment("301", more="y"))
    assert balance.of(made.request).to_refund == 100


def test_preparing_may_begin_without_the_deposit(visitor: Visitor) -> None:
    made = accepted()
    page = at_desk(visitor).post(page_of(made.request, "/prepare"), {}, status=422)
    assert "90 MAD" in page.plain
    visitor.post(page_of(made.request, "/prepare"), {"waived": "y"})
    assert state_of(made.request) is State.PREPARING


def test_whoever_is_forgotten_takes_their_word_along(visitor: Visitor) -> None:
    made = accepted()
    request = made.request
    said = {"body": "Canari", "language": "fr", "country": "FR", "at": clock.now()}
    db.session.add(CustomerWord(request_id=request.id, artisan_id=made.lines[0].line.artisan_id, **said))
    request.state, request.closed_at = State.CLOSED, clock.now()
    db.session.commit()
    private = visitor.get(f"/fr/requests/open/{links.token(request)}", status=303).location
    visitor.post(f"{private}/erase", {}, status=303)
    assert db.session.scalars(select(CustomerWord)).all() == []
