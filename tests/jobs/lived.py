"""What a canary does and has done to it, by the pages of everybody concerned, from a first word to a last one."""

import io
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.people.models import Artisan, User
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import OfferLine
from app.domain.purchasing.talk_models import RequestPicture
from app.jobs import clockwork, pictures, post
from tests import given
from tests.canary import NUMBERS, WORDS
from tests.gateways import PostOffice
from tests.pages import Visitor

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def photographed() -> bytes:
    """A photo that says with what it was taken, and something else."""
    exif, body = Image.Exif(), io.BytesIO()
    exif[0x010F] = WORDS["exif"]
    Image.new("RGB", (900, 700), "teal").save(body, "JPEG", exif=exif, comment=WORDS["comment"].encode())
    return body.getvalue()


def work() -> None:
    """What a worker does until there is nothing left to do."""
    db.session.commit()
    clockwork.plan()
    while post.deliver_due() or clockwork.run_next("a worker") or pictures.render_next():
        pass
    db.session.expire_all()


@dataclass
class Lived:
    """A maker with an account, the team, and the customer, each with a browser. office: where letters go."""

    app: Flask
    office: PostOffice
    pieces: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.maker: Artisan = given.artisan()
        self.pieces = [given.item(self.maker, stock=9), given.item(given.artisan(account=False, phone="+212600001111"))]
        self.advisor: User = given.advisor()
        boss = given.coordinator()
        assert self.maker.user
        db.session.commit()
        self.customer = Visitor(self.app)
        self.team = Visitor(self.app).sign_in(self.advisor)
        self.office_of_the_boss = Visitor(self.app).sign_in(boss)
        self.workshop = Visitor(self.app).sign_in(self.maker.user)
        for one in (self.customer, self.team, self.workshop):
            one.most_queries = 200  # counted where each page is tested

    def reached(self) -> dict[str, str]:
        return {
            **{"name": WORDS["name"], "channel": "email", "email": WORDS["email"], "phone": "+33 6 98 76 54 31"},
            **{"country": "FR", "city": WORDS["city"], "address": WORDS["address"]},
        }

    def waits_for_pieces(self) -> None:
        """Alerts by the same contacts, of a piece and of words."""
        sold_out = given.item(stock=0)
        db.session.commit()
        self.customer.post(f"/fr/notices/stock/{sold_out.slug}", {"channel": "email", "email": WORDS["email"].upper()})
        by_sms = {"channel": "sms", "phone": "+33 6 98 76 54 31", "words": WORDS["sought"]}
        self.customer.post("/fr/notices/words", by_sms)

    def asks_for_a_piece(self) -> PurchaseRequest:
        """Described, with pictures, of nobody in particular."""
        picture = (io.BytesIO(photographed()), "x.jpg")
        asked = {"description": WORDS["description"], "quantity": "2", "craft": "0", "pictures": [picture]}
        there = self.customer.post("/fr/request/custom", {**self.reached(), **asked}).location
        return self._of(there)

    def asks_for_two(self) -> PurchaseRequest:
        """Of the catalogue, with a wish and a word."""
        asked: dict[str, str] = {"message": WORDS["first word"]}
        for piece in self.pieces:
            asked |= {f"qty-{piece.main.id}": "1", f"wish-{piece.main.id}": WORDS["wish"]}
        return self._of(self.customer.post("/fr/request", {**self.reached(), **asked}).location)

    def writes(self, asked: PurchaseRequest) -> None:
        """To the artisans, with a number and a picture; the team translates, looks and answers."""
        number = NUMBERS["written phone"]
        said = f"{WORDS['message']}, {number[:2]}.{number[2:4]} {number[4:6]}-{number[6:].translate(EASTERN)}"
        picture = (io.BytesIO(photographed()), "y.jpg")
        self.customer.post(f"{self.page(asked)}/write", {"words": said, "pictures": [picture]})
        work()
        message = asked.messages[-1]
        here = f"/advisor/requests/{asked.reference}"
        told = {"language": "ar", "body": WORDS["translation"]}
        self.team.post(f"{here}/translate/message-{message.id}", told)
        for key in db.session.scalars(select(RequestPicture.key).where(RequestPicture.request_id == asked.id)):
            self.team.post(f"{here}/pictures/{key}/passed")
        self.team.post(f"{here}/messages", {"words": WORDS["letter"]})

    def is_answered(self, asked: PurchaseRequest) -> None:
        """Entrusted where it names nobody, answered with a word, offered with another."""
        here = f"/advisor/requests/{asked.reference}"
        for line in self._lines(asked):
            if line.artisan_id is None:
                self.team.post(f"{here}/lines/{line.id}/entrust", {"artisan": str(self.maker.id)})
            said = {
                "kind": "changed",
                "unit_price": "250",
                "quantity_ready": "0",
                "quantity_made": "1",
                "lead_days": "3",
            }
            there = f"/portal/requests/lines/{line.id}"
            self.workshop.post(there, {**said, "note": WORDS["answer"], "seen": self.workshop.get(there).seen})

    def is_offered(self, asked: PurchaseRequest) -> None:
        here, seen = f"/advisor/requests/{asked.reference}", self._seen(asked)
        until = (clock.today() + timedelta(days=5)).isoformat()
        self.team.post(
            f"{here}/offer", {"delivery_cost": "90", "expires_on": until, "note": WORDS["offer"], "seen": seen}
        )

    def asks_for_a_change(self, asked: PurchaseRequest) -> None:
        self.customer.post(f"{self.page(asked)}/ask_change", {"words": WORDS["change"]})

    def receives(self, asked: PurchaseRequest) -> None:
        """From yes to the customer's word: another address, money both ways, a fault, a parcel that came back."""
        page, here = self.page(asked), f"/advisor/requests/{asked.reference}"
        self.customer.post(f"{page}/accept", {})
        self.customer.post(f"{page}/address", {"address": WORDS["new address"], "city": WORDS["city"]})
        paid = {"way": "transfer", "paid_on": clock.today().isoformat()}
        self.team.post(f"{here}/payment", {**paid, "amount": "400", "more": "y", "reference": WORDS["payment"]})
        self.team.post(f"{here}/refund", {**paid, "amount": "60", "reference": WORDS["refund"]})
        self.team.post(f"{here}/prepare", {})
        lines = select(OfferLine).join(OfferLine.offer).where(OfferLine.accepted.is_(True))
        (line,) = [one for one in db.session.scalars(lines) if one.offer.request_id == asked.id]
        ready, check = f"/portal/requests/lines/{line.line_id}/ready", f"{here}/accepted/{line.id}/check"
        self.workshop.post(ready, {})
        self.team.post(check, {"verdict": "returned", "fault": "flaw", "note": WORDS["check"]})
        self.workshop.post(ready, {})
        for comes_back in (True, False):
            self.team.post(check, {"verdict": "passed"})
            self.team.post(f"{here}/ship", {"carrier": "Amana", "tracking": WORDS["tracking"]})
            if comes_back:
                self.team.post(f"{here}/return", {"reason": "wrong_address"})
                self.team.post(f"{here}/prepare-again", {})
        self.team.post(f"{here}/deliver", {})
        self.customer.post(f"{page}/praise", {"words": WORDS["praise"]})
        for number in set(re.findall(r"/papers/([\w-]+)\.pdf", self.customer.get(page).text)):
            self.customer.get(f"{page}/papers/{number}.pdf")

    def leaves_the_house_in_a_table(self) -> None:
        for kind in ("csv", "xlsx"):
            self.office_of_the_boss.post("/advisor/requests/export", {"kind": kind}, status=200)

    def page(self, asked: PurchaseRequest) -> str:
        return f"/fr/requests/{asked.reference}"

    def _of(self, there: str) -> PurchaseRequest:
        wanted = select(PurchaseRequest).where(PurchaseRequest.reference == there.rpartition("/")[2])
        return db.session.scalars(wanted).one()

    def _lines(self, asked: PurchaseRequest) -> list[RequestLine]:
        return list(db.session.scalars(select(RequestLine).where(RequestLine.request_id == asked.id)))

    def _seen(self, asked: PurchaseRequest) -> str:
        db.session.refresh(asked)
        return str(asked.version)
