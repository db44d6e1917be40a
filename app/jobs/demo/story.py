"""One request of the past as it is written down: what was sent, what was said, and every arrow it went along."""

from datetime import datetime, timedelta
from typing import Any

from app.base.database import new_key
from app.domain.people.models import Artisan, User
from app.domain.purchasing import arrows
from app.domain.purchasing.arrows import Actor, Deed, Who
from app.domain.purchasing.models import Author, Message, PurchaseRequest, RequestEvent, RequestLine, State
from app.domain.purchasing.sending import reference_of, titles
from app.jobs.demo import calendar
from app.jobs.demo.content_files import custom, read
from app.jobs.demo.customers import street
from app.jobs.demo.pile import Pile, Row
from app.jobs.demo.plans import Plan
from app.jobs.demo.world import World


class Story:
    """The rows of one request. at: how far its story has come. state: None until it is sent."""

    def __init__(self, world: World, pile: Pile, plan: Plan) -> None:
        self.world, self.pile, self.plan = world, pile, plan
        self.dice = world.dice
        self.at = calendar.moment(plan.sent, self.dice)
        self.state: State | None = None
        self.request = self._request()
        self.lines = [self._line(position) for position in range(len(plan.lines))]

    def _request(self) -> Row:
        customer, message = self.plan.customer, None
        if self.dice.random() < 0.45:
            message = self.dice.choice(read("letters")["messages"][customer.language])
        row = self.pile.add(
            PurchaseRequest,
            reference="",
            key=new_key(),
            state=State.SENT,
            language=customer.language,
            name=customer.name,
            email=customer.email,
            phone=customer.phone,
            channel=customer.channel,
            country=customer.country,
            city=customer.city,
            address=street(customer, self.dice) if Deed.SHIP in self.plan.deeds else None,
            needed_by=None,
            message=message,
            sent_at=self.at,
            changed_at=self.at,
            closed_at=None,
        )
        row["reference"] = reference_of(row["id"])
        return row

    def _line(self, position: int) -> Row:
        asked = self.plan.lines[position]
        item = asked.variant.item if asked.variant else None
        wish = description = None
        if item is None:
            description = custom(asked.craft)[self.plan.customer.language]
        elif self.dice.random() < 0.15:
            wish = self.dice.choice(read("letters")["wishes"][self.plan.customer.language])
        return self.pile.add(
            RequestLine,
            request_id=self.request["id"],
            position=position,
            variant_id=asked.variant.id if asked.variant else None,
            artisan_id=item.artisan_id if item else None,
            craft_id=self.world.crafts[asked.craft].id,
            titles=titles(asked.variant) if asked.variant else {},
            description=description,
            quantity=asked.quantity,
            unit_price=asked.variant.price if asked.variant else None,
            wish=wish,
        )

    @property
    def _advisor(self) -> User:
        maker_id = self.lines[0]["artisan_id"]
        advisor = self._maker(self.lines[0]).advisor if maker_id else None
        return advisor or self.world.advisor

    @property
    def _staff(self) -> Who:
        return Who(Actor.STAFF, self._advisor)

    def _maker(self, line: Row) -> Artisan:
        return next(artisan for artisan in self.world.artisans.values() if artisan.id == line["artisan_id"])

    def _talk(self) -> None:
        """Now and then a question, and the maker's answer the day after."""
        later = self.request["sent_at"] + timedelta(days=1.3)
        if self.dice.random() > 0.22 or self.lines[0]["artisan_id"] is None or later > self.at:
            return
        language = self.plan.customer.language
        question, reply = self.dice.choice(read("letters")["talks"])[language]
        maker = self._maker(self.lines[0])
        self._say(Author.CUSTOMER, question, language, self.request["sent_at"] + timedelta(hours=2))
        spoken = "ar" if language == "ar" else "fr"
        self._say(Author.ARTISAN, reply, spoken, later, maker)

    def _say(self, author: Author, body: str, language: str, at: datetime, maker: Artisan | None = None) -> None:
        by = (maker.user or self._advisor) if maker else None
        self.pile.add(
            Message,
            request_id=self.request["id"],
            author=author,
            by_id=by.id if by else None,
            artisan_id=maker.id if maker else None,
            body=body,
            language=language,
            at=at,
        )

    def _move(self, deed: Deed, who: Who, **facts: Any) -> None:
        arrow = arrows.check(self.state, deed, who)
        self.pile.add(
            RequestEvent,
            request_id=self.request["id"],
            at=self.at,
            deed=deed.value,
            from_state=self.state,
            to_state=arrow.to,
            by_customer=who.actor is Actor.CUSTOMER,
            by_id=who.user.id if who.user else None,
            on_behalf_of_id=who.on_behalf_of.id if who.on_behalf_of else None,
            facts=facts,
        )
        self.state = arrow.to
