"""The private page: a change asked for in figures, pictures of one's own, what was translated."""

import io
from datetime import timedelta

from flask import Flask
from PIL import Image
from sqlalchemy import select

from app.adapters import storage
from app.base import clock
from app.base.database import db
from app.domain.catalogue.revisions import PhotoState
from app.domain.purchasing import deciding, forgetting, links, talking, translating
from app.domain.purchasing.counter_models import CounterProposal
from app.domain.purchasing.models import AnswerKind, Message, PurchaseRequest, State
from app.domain.purchasing.offer_models import Offer, OfferState
from app.domain.purchasing.sending import Wanted, Wished
from app.domain.purchasing.talk_models import RequestPicture, Verdict
from app.jobs import pictures
from tests import drawn, given
from tests.pages import Visitor

CUSTOM = {
    "description": "Une lampe de mosquée",
    "quantity": "2",
    "craft": "0",
    "name": "Claire Morel",
    "channel": "email",
    "email": "claire@example.org",
    "country": "FR",
}


def opened(visitor: Visitor, request: PurchaseRequest, language: str = "fr") -> str:
    return visitor.get(f"/{language}/requests/open/{links.token(request)}", status=303).location


def offered() -> Offer:
    now = clock.now()
    return given.offer(given.request(Wanted(given.item(stock=5).main, 3), given.item(), at=now), at=now)


def photographed() -> bytes:
    """A photo that says where and with what it was taken."""
    exif, body = Image.Exif(), io.BytesIO()
    exif[0x010F] = "SecretPhone"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (35.0, 46.0, 12.0)
    Image.new("RGB", (900, 700), "teal").save(body, "JPEG", exif=exif, comment=b"SecretPlace")
    return body.getvalue()


def the_picture() -> RequestPicture:
    return db.session.scalars(select(RequestPicture)).one()


def prepare() -> None:
    db.session.commit()
    while pictures.render_next():
        pass
    db.session.expire_all()


def test_a_change_is_asked_for_in_figures(visitor: Visitor) -> None:
    offer = offered()
    first, _second = offer.lines
    page = opened(visitor, offer.request)
    shown = visitor.get(page).text
    assert f'name="qty-{first.id}"' in shown and f'name="price-{first.id}"' in shown and 'name="needed_by"' in shown
    day = (clock.today() + timedelta(days=9)).isoformat()
    visitor.post(f"{page}/ask_change", {f"qty-{first.id}": "٢", f"price-{first.id}": "240,50", "needed_by": day})
    db.session.refresh(offer)
    assert (offer.request.state, offer.state) == (State.ANSWERING, OfferState.REPLACED)
    line = offer.request.lines[0]
    assert (line.wanted_quantity, line.wanted_price) == (2, 24050)
    after = visitor.get(page).plain
    assert "Vous souhaitez 2 au lieu de 3" in after and "240,50 MAD la pièce au lieu de 260 MAD" in after
    assert db.session.scalars(select(CounterProposal)).one().needed_by.isoformat() == day
    assert f'name="qty-{first.id}"' not in after


def test_bad_figures_get_a_sentence_and_lose_nothing(visitor: Visitor) -> None:
    offer = offered()
    first, second = offer.lines
    page = opened(visitor, offer.request)
    good = {f"price-{second.id}": "199", "words": "Pour un mariage"}
    for name, typed in (
        (f"qty-{first.id}", "0"),
        (f"qty-{first.id}", "-1"),
        (f"qty-{first.id}", "1000000000"),
        (f"qty-{first.id}", "trois"),
        (f"price-{first.id}", "-5"),
        (f"price-{first.id}", "gratuit"),
        ("needed_by", "2020-01-01"),
    ):
        back = visitor.post(f"{page}/ask_change", {**good, name: typed}, status=422).text
        assert f'href="#{"change-needed-by" if name == "needed_by" else name}"' in back, typed
        assert f'value="{typed}"' in back and 'value="199"' in back and "Pour un mariage" in back, typed
    visitor.post(f"{page}/ask_change", {}, status=422)
    db.session.refresh(offer)
    assert offer.state is OfferState.SENT and not db.session.scalars(select(CounterProposal)).all()


def test_a_page_of_an_older_offer_decides_nothing_about_the_newer(visitor: Visitor) -> None:
    first = offered()
    page, seen, now = opened(visitor, first.request), {"seen": str(first.id)}, clock.now()
    deciding.ask_change(first, wishes={}, words="Plus vite", at=now)
    for line in first.request.lines:
        given.answer(line, at=now)
    second = given.offer(first.request, at=now)
    for deed, said in (
        ("accept", {}),
        ("accept_some", {"lines": str(second.lines[0].id)}),
        ("ask_change", {"words": "Encore"}),
        ("refuse", {"reason": "price"}),
    ):
        back = visitor.post(f"{page}/{deed}", {**seen, **said}, status=409)
        assert f'name="seen" value="{second.id}"' in back.text and f'name="seen" value="{first.id}"' not in back.text
    db.session.refresh(second)
    assert second.state is OfferState.SENT
    visitor.post(f"{page}/accept", {"seen": str(second.id)})
    db.session.refresh(second)
    assert second.state is OfferState.ACCEPTED


def test_words_for_an_offer_that_is_over_are_not_lost(visitor: Visitor) -> None:
    offer = offered()
    page = opened(visitor, offer.request)
    deciding.withdraw(offer.request, at=clock.now())
    back = visitor.post(f"{page}/ask_change", {"words": "Plutôt en bleu", "needed_by": "demain"}, status=422)
    assert "Plutôt en bleu</textarea>" in back.text


def test_the_new_offer_says_what_differs_from_the_wish(visitor: Visitor) -> None:
    offer, now = offered(), clock.now()
    deciding.ask_change(offer, wishes={offer.lines[0].id: deciding.Wish(2, 24000)}, at=now)
    said = {"kind": AnswerKind.CHANGED, "quantity_ready": 2, "unit_price": 25000, "lead_days": 0}
    given.answer(offer.lines[0].line, at=now, **said)
    given.answer(offer.lines[1].line, at=now)
    given.offer(offer.request, at=now)
    page = visitor.get(opened(visitor, offer.request)).plain
    assert "Prix revu : 250 au lieu de 240" in page and "au lieu de 3" not in page


def test_a_wish_comes_with_pictures_that_nobody_else_can_open(visitor: Visitor) -> None:
    files = [drawn.file(photographed(), "lampe.jpg"), drawn.file(name="salon.jpg")]
    page = visitor.post("/fr/request/custom", {**CUSTOM, "pictures": files}).location
    request = db.session.scalars(select(PurchaseRequest)).one()
    kept = db.session.scalars(select(RequestPicture)).all()
    assert [(one.request_id, one.line_id, one.verdict) for one in kept] == [
        (request.id, request.lines[0].id, Verdict.WAITING)
    ] * 2
    assert "en préparation" in visitor.get(page).text
    prepare()
    picture = kept[0]
    width = max(picture.renditions["jpeg"])
    address = f"{page}/pictures/{picture.key}/{width}"
    assert address in visitor.get(page).text
    answer = visitor.get(address).response
    assert answer.mimetype == "image/jpeg" and answer.headers["Cache-Control"] == "private, no-store"
    assert b"Secret" not in answer.data and b"Exif" not in answer.data
    visitor.get(f"{page}/pictures/{picture.key}/{width + 1}", status=404)
    visitor.get(f"/media/{picture.key}/{width}.jpg", status=404)
    Visitor(visitor.app).get(address, status=404)
    other = given.request()
    db.session.commit()
    visitor.get(f"{opened(visitor, other)}/pictures/{picture.key}/{width}", status=404)


def test_what_a_picture_says_of_its_place_is_gone_once_it_is_prepared(visitor: Visitor) -> None:
    visitor.post("/fr/request/custom", {**CUSTOM, "pictures": [drawn.file(photographed())]})
    prepare()
    place = storage.at(visitor.app.config["SETTINGS"].media_url)
    picture = the_picture()
    assert picture.state is PhotoState.READY and place.get(f"private/{picture.original}") is None
    files = [path for path in place.paths("private") if picture.key in path]
    assert files and all(b"Secret" not in place.get(path).body for path in files)
    assert not [path for path in place.paths("public") if picture.key in path]


def test_hostile_files_get_a_sentence_and_what_was_good_is_not_asked_for_twice(visitor: Visitor) -> None:
    files = [drawn.file(), drawn.file(b"%PDF-1.4 not a picture", "devis.pdf")]
    back = visitor.post("/fr/request/custom", {**CUSTOM, "pictures": files}, status=422).text
    picture = the_picture()
    assert "devis.pdf" in back and f'name="kept" value="{picture.key}" checked' in back
    assert "Une lampe de mosquée" in back and picture.request_id is None
    visitor.post("/fr/request/custom", {**CUSTOM, "kept": picture.key})
    db.session.expire_all()
    assert the_picture().request_id is not None
    too_many = [drawn.file(name=f"{n}.jpg") for n in range(4)]
    visitor.post("/fr/request/custom", {**CUSTOM, "pictures": too_many}, status=422)
    foreign = {**CUSTOM, "kept": [picture.key, "x" * 90, "../../etc/passwd"]}
    visitor.post("/fr/request/custom", foreign)
    assert len(db.session.scalars(select(RequestPicture)).all()) == 1, "another request's picture cannot be taken"


def test_a_form_that_is_not_in_order_keeps_its_pictures(visitor: Visitor) -> None:
    wrong = {**CUSTOM, "email": "claire", "pictures": [drawn.file()]}
    back = visitor.post("/fr/request/custom", wrong, status=422).text
    assert f'value="{the_picture().key}" checked' in back
    more = {**CUSTOM, "kept": the_picture().key, "pictures": [drawn.file() for _one in range(3)]}
    assert "3 images" in visitor.post("/fr/request/custom", more, status=422).text


def test_pictures_come_with_a_message_too(visitor: Visitor) -> None:
    request = given.request()
    page = opened(visitor, request)
    back = visitor.post(f"{page}/write", {"words": "", "pictures": [drawn.file()]}, status=422).text
    key = the_picture().key
    assert f'value="{key}" checked' in back and the_picture().request_id is None
    visitor.post(f"{page}/write", {"words": "Voici le salon", "kept": key})
    prepare()
    message = db.session.scalars(select(Message)).one()
    assert (the_picture().request_id, the_picture().message_id) == (request.id, message.id)
    assert f"{page}/pictures/{key}/" in visitor.get(page).text


def test_erasing_takes_the_files_too(visitor: Visitor) -> None:
    visitor.post("/fr/request/custom", {**CUSTOM, "pictures": [drawn.file(photographed())]})
    prepare()
    key, place = the_picture().key, storage.at(visitor.app.config["SETTINGS"].media_url)
    assert [path for path in place.paths("private") if key in path]
    request = db.session.scalars(select(PurchaseRequest)).one()
    forgetting.erase(request, at=clock.now())
    db.session.commit()
    assert pictures.forget_private(clock.now()) == 1
    db.session.commit()
    assert not [path for path in place.paths() if key in path]
    assert not db.session.scalars(select(RequestPicture)).all()


def test_translations_stand_beside_what_was_said(visitor: Visitor) -> None:
    request = given.request(Wished("Une lampe"), message="Bonjour", at=clock.now())
    said = talking.staff_write(request, "Merci", by=given.advisor(), at=clock.now())
    for about, words in (
        ("request", "مرحبا"),
        (f"line-{request.lines[0].id}", "مصباح"),
        (f"message-{said.id}", "شكرا"),
    ):
        translating.translate(request, about, "ar", words, by=given.advisor(), at=clock.now())
    page = visitor.get(opened(visitor, request)).text
    for original, words in (("Bonjour", "مرحبا"), ("Une lampe", "مصباح"), ("Merci", "شكرا")):
        assert original in page and words in page
    assert page.count("Traduit par la coopérative") == 3


def test_a_stranger_cannot_fill_the_storage(app: Flask, visitor: Visitor) -> None:
    for _time in range(60):
        given_up = visitor.client.post(
            "/fr/request/custom", data={"pictures": [drawn.file()]}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert given_up.status_code == 422
    back = visitor.post("/fr/request/custom", {**CUSTOM, "pictures": [drawn.file()]}, status=429)
    assert "Une lampe de mosquée" in back.text
    assert not db.session.scalars(select(PurchaseRequest)).all()
