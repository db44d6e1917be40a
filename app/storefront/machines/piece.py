"""A piece as programs know it: a product, and an offer for each of its sizes."""

from urllib.parse import quote

from flask import url_for

from app.base import clock
from app.domain.catalogue import availability, destinations, labels
from app.domain.catalogue.availability import State
from app.domain.catalogue.known_labels import KNOWN
from app.domain.catalogue.models import Kind, Variant
from app.domain.catalogue.proofs import ItemLabel
from app.storefront.machines import house
from app.storefront.machines.maker import maker
from app.storefront.machines.saying import CURRENCY, VOCABULARY, ForMachines, Node, image, node, whole
from app.storefront.piece_page import PiecePage
from app.web import languages
from app.web.words import decimal

MILLIMETRE, GRAM, DAY = "MMT", "GRM", "DAY"
"""Units as UN/CEFACT names them."""


def piece(page: PiecePage) -> ForMachines:
    address = whole(url_for("storefront.catalogue.item", slug=page.item.slug))
    said_in = dict.fromkeys((languages.current(), page.title.lang, page.description.lang))
    about = node(
        "ItemPage",
        id_=address,
        url=address,
        name=page.title.text,
        inLanguage=list(said_in),
        isPartOf={"@id": whole("/#site")},
        mainEntity={"@id": f"{address}#piece"},
    )
    return ForMachines(
        nodes=(about, product(page, address)), picture=page.photos[0] if page.photos else None, price=page.price
    )


def product(page: PiecePage, address: str) -> Node:
    item, language = page.item, languages.current()
    return node(
        "Product",
        id_=f"{address}#piece",
        url=address,
        name=page.title.text,
        description=page.description.text or page.lead.text or page.title.text,
        image=[image(photo) for photo in page.photos],
        sku=item.reference,
        brand=node("Brand", name=item.artisan.known_as(language)),
        manufacturer=maker(item.artisan),
        countryOfOrigin="MA",
        category=item.craft.called(language),
        material=[material.called(language) for material in item.materials],
        color=[colour.called(language) for colour in item.colours],
        size=item.size,
        depth=_measure(item.length_mm, MILLIMETRE),
        width=_measure(item.width_mm, MILLIMETRE),
        height=_measure(item.height_mm, MILLIMETRE),
        weight=_measure(item.weight_g, GRAM),
        hasCertification=[certification(carried) for carried in labels.shown(item, clock.today())],
        offers=[offer(page, variant, address) for variant in item.variants],
    )


def certification(carried: ItemLabel) -> Node:
    return node(
        "Certification",
        name=KNOWN[carried.label].called(languages.current()),
        certificationIdentification=carried.number,
        expires=carried.expires_on.isoformat(),
    )


def offer(page: PiecePage, variant: Variant, address: str) -> Node:
    """What one size costs, when it can be had and what it looks like."""
    found, several = availability.of(variant), len(page.item.variants) > 1
    lead = variant.lead_days if found.state is State.ORDER else None
    return node(
        "Offer",
        url=address_of(variant, address) if several else address,
        sku=variant.sku,
        name=variant.called(languages.current()),
        image=image(page.photos[page.number_of(variant) - 1]) if several and variant.photo_id and page.photos else None,
        ineligibleRegion=sorted(destinations.closed(page.item)),
        price=decimal(variant.price),
        priceCurrency=CURRENCY,
        availability=f"{VOCABULARY}/{standing(variant)}",
        inventoryLevel=node("QuantitativeValue", value=found.count) if variant.is_stocked else None,
        deliveryLeadTime=_measure(lead, DAY),
        itemCondition=f"{VOCABULARY}/NewCondition",
        seller=house.name_only(),
    )


def address_of(variant: Variant, address: str) -> str:
    """A piece's page with one size chosen."""
    return f"{address}?variant={quote(variant.sku, safe='')}"


def standing(variant: Variant) -> str:
    """How a variant can be had, in the one word of schema.org that is true of it."""
    state = availability.of(variant).state
    if state is State.IN:
        return "InStock"
    if state is State.ORDER:
        return "MadeToOrder"
    if variant.kind is Kind.UNIQUE:
        return "Reserved" if variant.on_hand else "SoldOut"
    return "OutOfStock"


def _measure(value: int | None, unit: str) -> Node | None:
    return node("QuantitativeValue", value=value, unitCode=unit) if value else None
