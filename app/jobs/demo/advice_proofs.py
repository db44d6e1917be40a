"""Two proofs that an advisor of the demonstration counted from the records: a best month, a better price."""

from collections import Counter
from datetime import date, datetime
from statistics import median

from babel.dates import format_date
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.advice.writing import Proof
from app.domain.catalogue.models import Item
from app.domain.people.models import Artisan
from app.domain.purchasing.models import RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine
from app.jobs.demo.world import LANGUAGES
from app.web import languages

_BEST = {
    "fr": "{month} est votre meilleur mois. Ventes ce mois-là, l’an passé : {sales}.",
    "ar": "{month} أفضل شهر عندك. مبيعات ذلك الشهر في السنة الماضية: {sales}.",
    "en": "{month} is your best month. Sales that month last year: {sales}.",
    "es": "{month} es su mejor mes. Ventas de ese mes, el año pasado: {sales}.",
}
_LONGER = {
    "fr": "de plus par pièce que le mendil court : c’est le prix accepté pour 220 cm.",
    "ar": "أكثر للقطعة من المنديل القصير: هذا هو الثمن المقبول لطول 220 سم.",
    "en": "more a piece than the short mendil: the price accepted for 220 cm.",
    "es": "más por pieza que el mendil corto: el precio aceptado por 220 cm.",
}


def best_month(artisan: Artisan, now: datetime) -> Proof | None:
    """The month of the year behind in which most lines of an artisan were accepted; None where none was."""
    accepted = (
        select(Offer.decided_at)
        .join(Offer.lines)
        .join(OfferLine.line)
        .where(RequestLine.artisan_id == artisan.id, OfferLine.accepted.is_(True), Offer.decided_at < now)
    )
    sales = Counter(clock.local(at).date().replace(day=1) for at in db.session.scalars(accepted) if at)
    if not sales:
        return None
    month, count = max(sales.items(), key=lambda pair: (pair[1], pair[0]))
    sentences = {
        language: words.format(month=_month(month, language), sales=count) for language, words in _BEST.items()
    }
    facts = {"artisan_id": artisan.id, "month": month.isoformat(), "sales": count}
    return Proof(f"best-month:{artisan.id}", sentences, icon="calendar", facts=facts)


def longer_price(item: Item) -> Proof | None:
    """What customers paid for pieces made to measure in a craft, above the price of an ordinary one; None where nobody
    paid for one."""
    accepted = (
        select(OfferLine.unit_price)
        .join(OfferLine.line)
        .where(RequestLine.craft_id == item.craft_id, RequestLine.variant_id.is_(None), OfferLine.accepted.is_(True))
    )
    prices = list(db.session.scalars(accepted))
    if not prices:
        return None
    paid, short = int(median(prices)), item.main.price
    facts = {"accepted": paid, "short": short, "offers": len(prices)}
    figure = f"+{(paid - short) // 100} MAD"
    return Proof(f"longer:{item.id}", dict(_LONGER), figure=figure, icon="coins", facts=facts)


def _month(month: date, language: str) -> str:
    name = format_date(month, "LLLL", locale=languages.LOCALES[language])
    return name[:1].upper() + name[1:]


assert set(_BEST) == set(_LONGER) == set(LANGUAGES)
