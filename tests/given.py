"""Builders: plain functions that make rows, with noise around them where a WHERE could be forgotten."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.adapters import storage
from app.base import clock
from app.base.database import db, new_key
from app.domain.advice import judging
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.models import AdviceKind, AdviceState, Evidence, Recommendation, Response
from app.domain.advice.picture_models import AdvicePicture
from app.domain.advice.voice_models import VoiceNote
from app.domain.catalogue.models import Item, ItemState, Kind, MovementKind, StockMovement, Variant
from app.domain.catalogue.prints import CataloguePrint, Prices, PrintState
from app.domain.catalogue.proofs import ItemLabel, Proof
from app.domain.catalogue.revisions import ItemText, Photo, PhotoPlace, PhotoSet, PhotoState, Standing, TextState
from app.domain.demand.wish_models import WishedPiece
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.notices.models import Channel
from app.domain.people.models import Artisan, Role, RoleName, User
from app.domain.people.trades import Craft, Place
from app.domain.purchasing import answering, offering, papers, private_pictures, sending
from app.domain.purchasing.document_models import Document, PaymentWay
from app.domain.purchasing.models import AnswerKind, LineAnswer, PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine
from app.domain.purchasing.sending import Contact, Wanted, Wished
from app.domain.purchasing.talk_models import RequestPicture, Verdict

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_numbers = count(1)


def _add(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def user(*roles: RoleName, **columns: Any) -> User:
    n = next(_numbers)
    if not columns.keys() & {"email", "phone"}:
        columns["email"] = f"person{n}@example.org"
    held = [db.session.scalar(select(Role).where(Role.name == name)) or _add(Role(name=name)) for name in roles]
    made = User(
        **{"name": f"Person {n}", "fs_uniquifier": new_key(), "create_datetime": NOW, "update_datetime": NOW, **columns}
    )
    made.roles = held
    return _add(made)


def advisor(**columns: Any) -> User:
    return user(RoleName.ADVISOR, **{"name": "Nadia Temsamani", **columns})


def coordinator(**columns: Any) -> User:
    return user(RoleName.COORDINATOR, **{"name": "Karim Alaoui", **columns})


def place(slug: str | None = None, **columns: Any) -> Place:
    n = next(_numbers)
    slug = slug or f"place-{n}"
    return db.session.scalar(select(Place).where(Place.slug == slug)) or _add(
        Place(slug=slug, names={"fr": f"Lieu {n}", "ar": f"مكان {n}"}, **columns)
    )


def craft(slug: str | None = None, **columns: Any) -> Craft:
    n = next(_numbers)
    slug = slug or f"craft-{n}"
    found = db.session.scalar(select(Craft).where(Craft.slug == slug))
    return found or _add(
        Craft(
            **{
                "slug": slug,
                "names": {"fr": f"Métier {n}", "ar": f"حرفة {n}"},
                "icon": "loom",
                "code": "TIS",
                **columns,
            }
        )
    )


def artisan(*, account: bool = True, **columns: Any) -> Artisan:
    """A maker, by default with an account and a phone of their own."""
    n = next(_numbers)
    login = (
        user(RoleName.ARTISAN, phone=f"+2126{n:08d}", email=None, name=columns.get("name", f"Maker {n}"))
        if account
        else None
    )
    made = Artisan(
        **{
            "slug": f"maker-{n}",
            "name": f"Maker {n}",
            "place": place(),
            "trade": {"fr": "Tisserande"},
            "story": {"fr": "Je tisse."},
            "weekly_capacity": 6,
            "created_at": NOW,
            "user": login,
            **columns,
        }
    )
    return _add(made)


def item(
    artisan_: Artisan | None = None,
    *,
    stock: int = 3,
    kind: Kind = Kind.READY,
    price: int = 26000,
    published: bool = True,
    title: str | None = None,
    craft_: Craft | None = None,
    texts: dict[str, str] | None = None,
    variant: dict[str, Any] | None = None,
    photo: bool = True,
    **columns: Any,
) -> Item:
    """A piece with one variant, its texts (title by language) and a picture, published unless told otherwise."""
    n = next(_numbers)
    maker = artisan_ or artisan()
    made = _add(
        Item(
            **{
                "slug": f"piece-{n}",
                "reference": f"TIS-{n:04d}",
                "artisan": maker,
                "craft": craft_ or (maker.crafts[0] if maker.crafts else craft()),
                "state": ItemState.PUBLISHED if published else ItemState.DRAFT,
                "created_at": NOW,
                "published_at": NOW if published else None,
                "length_mm": 300,
                "weight_g": 400,
                **columns,
            }
        )
    )
    made_kinds = {"lead_days": 5, "weekly_capacity": 4} if kind in (Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE) else {}
    stock = 0 if kind is Kind.MADE_TO_ORDER else min(stock, 1) if kind is Kind.UNIQUE else stock
    only = _add(
        Variant(item=made, sku=f"SKU-{n}", kind=kind, price=price, on_hand=stock, **{**made_kinds, **(variant or {})})
    )
    if stock:
        _add(StockMovement(variant=only, change=stock, kind=MovementKind.MADE, at=NOW))
    for language, words in (texts or {"fr": title or f"Pièce {n}"}).items():
        _add(
            ItemText(
                item_id=made.id,
                language=language,
                title=words,
                lead="Une pièce.",
                description="Faite à la main.",
                state=TextState.REVIEWED,
                standing=Standing.APPROVED,
                created_at=NOW,
                approved_at=NOW,
            )
        )
    if photo:
        shown = _add(
            Photo(
                key=new_key(),
                original=f"originals/{n}.jpg",
                width=1200,
                height=1500,
                alt={"fr": "Une pièce"},
                renditions={"avif": [320, 480], "jpeg": [480]},
                state=PhotoState.READY,
                created_at=NOW,
            )
        )
        photo_set = _add(PhotoSet(item_id=made.id, standing=Standing.APPROVED, created_at=NOW, approved_at=NOW))
        _add(PhotoPlace(photo_set=photo_set, position=0, photo=shown))
    db.session.refresh(made)
    return made


def variant(item_: Item, label: str, *, stock: int = 2, **columns: Any) -> Variant:
    """A size or colour more of a piece, by its French label."""
    n = next(_numbers)
    kept = {"sku": f"SKU-{n}", "price": 26000, "kind": Kind.READY, "labels": {"fr": label}, "position": n, **columns}
    made = _add(Variant(item=item_, on_hand=stock, **kept))
    if stock:
        _add(StockMovement(variant=made, change=stock, kind=MovementKind.MADE, at=NOW))
    db.session.refresh(item_, ["variants"])
    return made


PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def label(item_: Item, name: str = "igp", *, proof: bool = False, **columns: Any) -> ItemLabel:
    """A label a piece carries until the end of the year, with its proof in the storage where wanted."""
    kept = {"number": "IGP-12", "expires_on": NOW.date() + timedelta(days=40), "has_ended": False, **columns}
    made = _add(ItemLabel(item_id=item_.id, label=name, **kept))
    if proof:
        made.proof = _add(Proof(key=new_key(), media_type="application/pdf", created_at=NOW))
        storage.at(current_app.config["SETTINGS"].media_url).put(f"{storage.PRIVATE}/{made.proof.path}", PDF)
        db.session.flush()
    db.session.refresh(item_, ["labels"])
    return made


def contact(**columns: Any) -> Contact:
    """A customer in Lyon, reached by e-mail."""
    reached = {"name": "Claire Morel", "channel": Channel.EMAIL, "email": "claire@example.org"}
    return Contact(**{**reached, "country": "FR", "city": "Lyon", "address": "12 rue des Tanneurs", **columns})


def request(*wanted: Item | Wanted | Wished, at: datetime = NOW, **columns: Any) -> PurchaseRequest:
    """A request as a customer sends it: one piece of each item, unless told otherwise."""
    lines = [Wanted(one.main, 1) if isinstance(one, Item) else one for one in wanted or (item(),)]
    order = {"key": new_key(), "language": "fr", **columns}
    return sending.send(order.pop("contact", contact()), lines, at=at, **order)


def answer(line: RequestLine, *, at: datetime = NOW, **said: Any) -> LineAnswer:
    """The maker's answer to a line, as asked unless told otherwise."""
    assert line.artisan and line.artisan.user
    return answering.answer(line, **{"kind": AnswerKind.AS_ASKED, "by": line.artisan.user, "at": at, **said})


def offer(request_: PurchaseRequest | None = None, *, at: datetime = NOW, **terms: Any) -> Offer:
    """An offer on a request whose lines are all answered, good for ten days."""
    asked = request_ or request()
    for line in asked.lines:
        if line.answer is None:
            answer(line, at=at)
    terms = {"delivery_cost": 14500, "expires_on": at.date() + timedelta(days=10), "by": advisor(), **terms}
    return offering.offer(asked, at=at, **terms)


def receipt(request_: PurchaseRequest, *, at: datetime = NOW, **terms: Any) -> Document:
    """A receipt for a hundred dirhams that came by bank transfer."""
    terms = {"amount": 10000, "way": PaymentWay.TRANSFER, "paid_on": at.date(), "by": advisor(), **terms}
    return papers.issue_receipt(request_, at=at, **terms)


def refund(request_: PurchaseRequest, *, at: datetime = NOW, **terms: Any) -> Document:
    """The paper of a hundred dirhams that went back by bank transfer."""
    terms = {"amount": 10000, "way": PaymentWay.TRANSFER, "paid_on": at.date(), "by": advisor(), **terms}
    return papers.issue_refund(request_, at=at, **terms)


def delivery_note(offer_: Offer, *, at: datetime = NOW, **terms: Any) -> Document:
    """All that was accepted leaves."""
    return papers.issue_delivery_note(offer_.request, offer_, at=at, **{"by": advisor(), **terms})


def advice(*artisans: Artisan, author: User | None = None, sent: bool = True, **columns: Any) -> Recommendation:
    """A recommendation with one frozen proof, sent to these makers (or a draft for them)."""
    made = _add(
        Recommendation(
            **{
                "kind": AdviceKind.NEW_PIECE,
                "state": AdviceState.SENT if sent else AdviceState.DRAFT,
                "title": "Mendil de plus de 2 m",
                "sentences": {"fr": "Faites 6 mendils bleus de 220 cm avant le 10 décembre."},
                "artisan_ids": [one.id for one in artisans],
                "author": author or advisor(),
                "created_at": NOW,
                "changed_at": NOW,
                "sent_at": NOW if sent else None,
                **columns,
            }
        )
    )
    proof = {"fr": "personnes ont cherché un mendil de plus de 2 m."}
    _add(
        Evidence(
            recommendation_id=made.id,
            position=0,
            source="searches:mendil 220",
            figure="37",
            sentences=proof,
            series=[4, 3, 5, 6, 5, 8, 9, 8, 11, 12, 14, 17],
            frozen_at=NOW,
        )
    )
    for one in artisans if sent else ():
        _add(Response(recommendation=made, artisan=one, sent_at=NOW))
    db.session.refresh(made)
    return made


def picture(
    request_: PurchaseRequest, line: RequestLine | None = None, *, width: int = 480, **columns: Any
) -> RequestPicture:
    """A customer's picture of a line (the first, unless told otherwise), prepared and passed, with its file."""
    made = _private(
        RequestPicture,
        width,
        {
            "request_id": request_.id,
            "line_id": (line or request_.lines[0]).id,
            "verdict": Verdict.PASSED,
            "judged_at": NOW,
            **columns,
        },
    )
    db.session.expire(request_, ["pictures"])
    return made


def work_picture(line: OfferLine, *, width: int = 480, **columns: Any) -> WorkPicture:
    """A photo of the pieces of an accepted line while they are made, prepared, with its file."""
    return _private(WorkPicture, width, {"line_id": line.id, **columns})


def advice_picture(response: Response, *, width: int = 480, **columns: Any) -> AdvicePicture:
    """A photo with which an artisan said that it is done, prepared, with its file."""
    return _private(AdvicePicture, width, {"response_id": response.id, **columns})


def voice_note(recommendation: Recommendation | None, language: str = "fr", **columns: Any) -> VoiceNote:
    """What a recommendation says, said aloud, with its file. None: it belongs to nothing yet."""
    said = {"key": new_key(), "seconds": 42, "bars": [10, 100, 40], "at": NOW, "language": language, **columns}
    by = {"by_id": recommendation.author_id if recommendation else None}
    made = _add(VoiceNote(**{"recommendation_id": recommendation.id if recommendation else None, **by, **said}))
    place = storage.at(current_app.config["SETTINGS"].media_url)
    place.put(f"{storage.PRIVATE}/{made.path}", b"\x1a\x45\xdf\xa3 spoken " + made.key.encode())
    return made


def comparison(response: Response, **columns: Any) -> Comparison:
    """What was to be expected of eight weeks that ended yesterday, not judged yet."""
    today = clock.local(NOW).date()
    return _add(
        Comparison(
            **{
                "response": response,
                "frozen_at": NOW,
                "measure": response.recommendation.measure,
                "first": today - timedelta(days=56),
                "last": today - timedelta(days=1),
                "mean": 8.0,
                "size": 6.0,
                "before": 8,
                "past": [1] * 12,
                "similar": [{"item": 999_000 + n, "mean": 8.0, "size": 6.0, "before": 8} for n in range(4)],
                **columns,
            }
        )
    )


def judged(response: Response, came: int = 40, **columns: Any) -> Comparison:
    """Forty came where eight were to be expected, unless told otherwise; the similar pieces were as usual."""
    made = comparison(response, **columns)
    made.came, made.weeks, made.others = came, [came // 8] * 8, [8] * len(made.similar)
    found = judging.outcome_of(made)
    made.verdict, made.judged_at = judging.verdict_of(made, found), NOW
    made.expected, made.spread, made.chance = found.expected.mean, found.expected.size, found.chance
    made.effect, made.low, made.high = found.effect, found.low, found.high
    db.session.flush()
    return made


def _private(kind: type[Any], width: int, columns: dict[str, Any]) -> Any:
    key = new_key()
    made = kind(
        **{
            "key": key,
            "original": f"originals/{key}",
            "width": 1200,
            "height": 900,
            "renditions": {"jpeg": [width]},
            "state": PhotoState.READY,
            "at": NOW,
            **columns,
        }
    )
    place = storage.at(current_app.config["SETTINGS"].media_url)
    place.put(f"{storage.PRIVATE}/{private_pictures.FOLDER}/{key}/{width}.jpg", b"\xff\xd8\xff a picture")
    return _add(made)


def catalogue_print(by: User, media_url: str, craft_: Craft | None = None, **columns: Any) -> CataloguePrint:
    """A printed catalogue that is ready, with its file."""
    body = b"%PDF-1.7"
    made = _add(
        CataloguePrint(
            **{
                "key": new_key(),
                "craft": craft_,
                "language": "fr",
                "prices": Prices.NONE,
                "state": PrintState.READY,
                "done": 1,
                "total": 1,
                "size": len(body),
                "by": by,
                "created_at": NOW,
                **columns,
            }
        )
    )
    storage.at(media_url).put(f"{storage.PRIVATE}/{made.file}", body)
    return made


def wish(by: User, sought: str = "fouta", **columns: Any) -> WishedPiece:
    """A wished piece that is open."""
    said = {"words": sought, "people": 9, "by_id": by.id, "at": NOW, "changed_by": by, "changed_at": NOW}
    return _add(WishedPiece(sought=sought, **{**said, **columns}))
