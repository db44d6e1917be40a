"""What a request's page shows once its customer said yes."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import current_app, url_for

from app.advisor import fulfilment_words, request_words
from app.domain.fulfilment import balance, praising, shipping, stages, work_photos
from app.domain.fulfilment.balance import Balance, Entry
from app.domain.fulfilment.models import CustomerWord, Shipment
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.fulfilment.stages import Stage, Standing
from app.domain.purchasing.arrows import Actor, Deed, allowed
from app.domain.purchasing.document_models import PaymentWay
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import Offer, OfferState
from app.web import work_pictures
from app.web.papers.naming import WAYS
from app.web.private_pictures import Shown


class Row(NamedTuple):
    """photos: of the pieces at work, the oldest first."""

    standing: Standing
    title: str
    may_say_ready: bool
    may_check: bool
    may_show: bool
    photos: list[Shown[WorkPicture]]


class Work(NamedTuple):
    balance: Balance
    entries: list[Entry]
    rows: list[Row]
    shipments: list[Shipment]
    word: CustomerWord | None
    may_ship: bool
    words: Any = fulfilment_words
    ways: dict[PaymentWay, str] = WAYS


def of(asked: PurchaseRequest, offers: Iterable[Offer]) -> Work | None:
    """offers: all of the request. None: its customer never said yes."""
    offer = next((one for one in offers if one.state is OfferState.ACCEPTED), None)
    if offer is None:
        return None
    done = {event.deed for event in asked.events}  # what never happened has left no rows to look for
    entries = balance.entries(asked) if done & {Deed.PAY, Deed.REFUND} else []
    photos = _photos(asked) if any("pictures" in event.facts for event in asked.events) else {}
    rows = [_row(asked, standing, photos.get(standing.line.id, [])) for standing in stages.of(offer)]
    return Work(
        balance=balance.reckoned(asked, offer, entries, deposit_share()),
        entries=entries,
        rows=rows,
        shipments=shipping.of(asked) if Deed.SHIP in done else [],
        word=praising.of(asked) if Deed.PRAISE in done else None,
        may_ship=allowed(asked, Deed.SHIP, Actor.STAFF) and all(row.standing.stage is Stage.PASSED for row in rows),
    )


def money(asked: PurchaseRequest) -> Balance:
    return balance.of(asked, deposit_share=deposit_share())


def deposit_share() -> int:
    """Thousandths of a total that are paid before preparing begins."""
    return int(current_app.config["SETTINGS"].deposit_share)


def _photos(asked: PurchaseRequest) -> dict[int, list[Shown[WorkPicture]]]:
    """By line of the offer."""

    def address(key: str, width: int) -> str:
        return url_for("advisor.work.picture", reference=asked.reference, key=key, width=width)

    return work_pictures.by_line(work_photos.seen_by_team(asked), address)


def _row(asked: PurchaseRequest, standing: Standing, photos: list[Shown[WorkPicture]]) -> Row:
    return Row(
        standing=standing,
        title=request_words.title_of(standing.line.line),
        may_say_ready=standing.stage is Stage.TO_PREPARE and allowed(asked, Deed.READY, Actor.STAFF),
        may_check=allowed(asked, Deed.CHECK, Actor.STAFF)
        and standing.stage is not Stage.PASSED
        and not standing.to_make
        and standing.sent_back is None,
        may_show=standing.is_at_work and allowed(asked, Deed.SHOW, Actor.STAFF),
        photos=photos,
    )
