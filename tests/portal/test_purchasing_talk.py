"""What a maker meets of a counter-proposal, of a customer's pictures and of translations. Never who the customer is."""

from datetime import timedelta

from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.purchasing import deciding, talking, translating
from app.domain.purchasing.countering import Wish
from app.domain.purchasing.models import AnswerKind, LineAnswer, RequestLine
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.sending import Wanted
from app.domain.purchasing.talk_models import Verdict
from tests import given
from tests.pages import Visitor


def offered() -> Offer:
    now = clock.now()
    mendil, bowl = given.item(stock=5, title="Mendil rouge"), given.item(title="Bol bleu")
    return given.offer(given.request(Wanted(mendil.main, 3), bowl, at=now), at=now)


def address(line: RequestLine) -> str:
    return f"/portal/requests/lines/{line.id}"


def signed_in(visitor: Visitor, line: RequestLine) -> Visitor:
    db.session.commit()
    assert line.artisan and line.artisan.user
    return visitor.sign_in(line.artisan.user)


def test_the_wish_stands_in_figures_and_is_answered_in_one_tap(visitor: Visitor) -> None:
    offer = offered()
    line, day = offer.lines[0].line, clock.today() + timedelta(days=9)
    deciding.ask_change(offer, wishes={offer.lines[0].id: Wish(2, 24000)}, needed_by=day, at=clock.now())
    signed_in(visitor, line)
    assert "Un changement est souhaité" in visitor.get("/portal/requests/").text
    page = visitor.get(address(line)).plain
    assert "Le client souhaite maintenant 2, à 240 MAD pièce. Offre précédente : 3, à 260 MAD." in page
    assert "Oui, comme le client le souhaite" in page and 'value="as_asked" checked' in page
    assert 'name="unit_price"' in page and 'value="240"' in page
    visitor.most_queries = 50  # an answer taken back and a new one
    visitor.post(address(line), {"kind": "as_asked"})
    db.session.refresh(line, ["answer"])
    assert line.answer is not None
    assert (line.answer.kind, line.answer.quantity, line.answer.unit_price) == (AnswerKind.AS_ASKED, 2, 24000)
    assert "Un changement est souhaité" not in visitor.get("/portal/requests/").text


def test_a_yes_to_what_the_page_showed_is_no_yes_to_a_wish_that_came_meanwhile(visitor: Visitor) -> None:
    line = given.request(Wanted(given.item(stock=5).main, 3), at=clock.now()).lines[0]
    given.answer(line, at=clock.now())
    shown = signed_in(visitor, line).get(address(line)).seen
    offer = given.offer(line.request, at=clock.now())
    deciding.ask_change(offer, wishes={offer.lines[0].id: Wish(2, 24000)}, at=clock.now())
    db.session.commit()
    page = visitor.post(address(line), {"kind": "as_asked", "seen": shown}, status=409)
    assert "Cela a changé entre-temps" in page.plain and "Le client souhaite maintenant 2" in page.plain
    db.session.refresh(line, ["answer"])
    assert line.answer is not None and line.answer.quantity == 3, "what was promised before stands"
    visitor.most_queries = 50
    visitor.post(address(line), {"kind": "as_asked", "seen": page.seen})
    db.session.refresh(line, ["answer"])
    assert line.answer.quantity == 2


def test_what_the_cooperative_said_for_a_maker_is_not_undone_unread(visitor: Visitor) -> None:
    line = given.request(given.item(stock=3)).lines[0]
    shown = signed_in(visitor, line).get(address(line)).seen
    said = given.answer(line, by=given.advisor(), on_behalf=True)
    db.session.commit()
    no = {"kind": "declined", "reason": "no_time", "why_note": "Je suis malade", "seen": shown}
    page = visitor.post(address(line), no, status=409)
    assert "Je suis malade" in page.text and "Dit par la coopérative pour vous" in page.plain
    assert db.session.scalars(select(LineAnswer)).one() is said


def test_a_maker_whose_figures_stay_is_told_so(visitor: Visitor) -> None:
    offer = offered()
    other = offer.lines[1].line
    deciding.ask_change(offer, "En bleu", wishes={offer.lines[0].id: Wish(2, 24000)}, at=clock.now())
    page = signed_in(visitor, other).get(address(other)).readable
    assert "Les chiffres de votre pièce ne changent pas." in page and "Lisez son message." in page
    assert "240" not in page and "Mendil rouge" not in page, "what is wished of another maker is theirs alone"


def test_a_maker_sees_passed_pictures_of_their_own_line_alone(visitor: Visitor) -> None:
    request = given.request(given.item(), given.item(), at=clock.now())
    mine, other = request.lines
    passed, hidden = given.picture(request, mine), given.picture(request, mine, verdict=Verdict.REFUSED)
    waits = given.picture(request, mine, verdict=Verdict.WAITING, judged_at=None)
    theirs = given.picture(request, other)
    signed_in(visitor, mine)
    page = visitor.get(address(mine)).text
    assert passed.key in page and not any(one.key in page for one in (hidden, waits, theirs))
    answer = visitor.get(f"{address(mine)}/pictures/{passed.key}/480").response
    assert answer.headers["Cache-Control"] == "private, no-store"
    for one in (hidden, waits, theirs):
        visitor.get(f"{address(mine)}/pictures/{one.key}/480", status=404)
    visitor.get(f"{address(other)}/pictures/{theirs.key}/480", status=404)


def test_translations_are_masked_for_makers_like_what_was_said(visitor: Visitor) -> None:
    request = given.request(Wanted(given.item().main, 1, "En bleu"), at=clock.now())
    said = talking.customer_writes(request, "Call me: 06 12 34 56 78", at=clock.now())
    line = request.lines[0]
    for about in (f"line-{line.id}", f"message-{said.id}"):
        translating.translate(request, about, "fr", "Au 0612345678", by=given.advisor(), at=clock.now())
    page = signed_in(visitor, line).get(address(line)).plain
    assert page.count("Traduit par la coopérative") == 2 and page.count("Au •••") == 2
    assert "0612345678" not in page and "06 12 34 56 78" not in page
