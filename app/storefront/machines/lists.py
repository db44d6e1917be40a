"""Lists as programs know them: pieces in their order, and the way to a page."""

from collections.abc import Iterable, Sequence

from flask import request

from app.domain.catalogue import facets
from app.storefront.cards import Card
from app.storefront.machines.saying import ForMachines, Node, node, whole
from app.storefront.shelves import Listing
from app.web import languages


def listing(name: str, shown: Listing) -> ForMachines:
    """A list of pieces. Only what a search engine may keep is told piece by piece."""
    query = shown.indexed_query
    address = whole(request.path) + (f"?{query}" if query else "")
    before = (shown.asked.number - 1) * facets.PAGE
    nodes = (collection(name, address, shown.cards, total=shown.total, before=before),) if shown.is_indexed else ()
    return ForMachines(
        nodes=nodes,
        picture=next((card.picture for card in shown.cards if card.picture), None),
        query=query,
        indexed=shown.is_indexed,
    )


def collection(name: str, address: str, cards: Sequence[Card], *, total: int, before: int = 0) -> Node:
    """A page of pieces. before: how many stand on the pages before it."""
    site = whole("")
    entries = [
        {"@type": "ListItem", "position": before + place, "name": card.title, "url": f"{site}{card.url}"}
        for place, card in enumerate(cards, 1)
    ]
    return node(
        "CollectionPage",
        id_=address,
        url=address,
        name=name,
        inLanguage=languages.current(),
        isPartOf={"@id": whole("/#site")},
        mainEntity=node("ItemList", numberOfItems=total, itemListElement=entries),
    )


def breadcrumbs(links: Iterable[tuple[str, str | None]]) -> Node:
    """The way to a page, as the page shows it: (words, path), the last one without, for it is where we are."""
    steps = [
        node("ListItem", position=place, name=str(words), item=whole(path) if path else None)
        for place, (words, path) in enumerate(links, 1)
    ]
    return node("BreadcrumbList", itemListElement=steps)
