"""What a private page shows once its customer said yes: the money, the parcels, their word."""

from typing import NamedTuple

from flask import current_app, url_for

from app.base.legal import Legal, parts_of_rib
from app.domain.fulfilment import balance, praising, shipping, work_photos
from app.domain.fulfilment.balance import Balance, Entry
from app.domain.fulfilment.models import Shipment
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.purchasing.arrows import Actor, Deed, allowed
from app.domain.purchasing.document_models import PaymentWay
from app.domain.purchasing.models import PurchaseRequest, State
from app.web import work_pictures
from app.web.papers.naming import WAYS
from app.web.private_pictures import Shown


class Account(NamedTuple):
    """Where a transfer goes. rib: its parts, as banks write them apart."""

    holder: str
    bank: str
    rib: tuple[str, ...]


class Followed(NamedTuple):
    """word: what the customer said; empty: nothing yet. waits_for_deposit: the artisans begin once it is there.

    photos: of the pieces at work, by line of the offer. account: where a transfer goes while something is to be paid.
    """

    balance: Balance
    entries: list[Entry]
    shipments: list[Shipment]
    word: str
    may_praise: bool
    waits_for_deposit: bool
    photos: dict[int, list[Shown[WorkPicture]]]
    account: Account | None
    ways: dict[PaymentWay, str] = WAYS


def of(asked: PurchaseRequest) -> Followed | None:
    """None: the customer never said yes."""
    offer = balance.accepted_offer(asked)
    if offer is None:
        return None
    entries = balance.entries(asked)
    ours = current_app.config["SETTINGS"]
    money = balance.reckoned(asked, offer, entries, ours.deposit_share)
    word = praising.of(asked)
    return Followed(
        balance=money,
        entries=entries,
        shipments=shipping.of(asked),
        word=word.body if word else "",
        may_praise=word is None and allowed(asked, Deed.PRAISE, Actor.CUSTOMER),
        waits_for_deposit=asked.state is State.ACCEPTED and money.deposit_due > 0,
        photos=_photos(asked),
        account=_account(ours.legal) if money.still_due else None,
    )


def _account(legal: Legal) -> Account | None:
    return Account(legal.name, legal.bank, parts_of_rib(legal.rib)) if legal.rib else None


def _photos(asked: PurchaseRequest) -> dict[int, list[Shown[WorkPicture]]]:
    def address(key: str, width: int) -> str:
        return url_for("storefront.private.work", reference=asked.reference, key=key, width=width)

    return work_pictures.by_line(work_photos.seen_by_customer(asked), address)
