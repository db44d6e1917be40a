"""What schema.org and the search engines that read it ask of each kind of thing we tell them of.

Required: what search engines demand of a merchant listing, a breadcrumb, a list, an organization and a profile.
Known: what else schema.org lets such a thing have, as far as we use it. Anything else is a slip of the pen.
"""

import re
from typing import Any

from app.web import languages

CODES = set(languages.LOCALES)
KINDS: dict[str, tuple[set[str], set[str]]] = {
    "Product": (
        {"name", "image", "offers"},
        {
            *("@id", "url", "description", "sku", "brand", "manufacturer", "countryOfOrigin", "category", "material"),
            *("color", "size", "depth", "width", "height", "weight", "hasCertification"),
        },
    ),
    "Offer": (
        {"price", "priceCurrency"},
        {
            *("url", "sku", "name", "availability", "inventoryLevel", "deliveryLeadTime", "itemCondition", "seller"),
            *("image", "ineligibleRegion"),
        },
    ),
    "Brand": ({"name"}, set()),
    "Certification": ({"name"}, {"certificationIdentification", "expires"}),
    "QuantitativeValue": ({"value"}, {"unitCode"}),
    "Person": ({"name"}, {"@id", "url", "jobTitle", "description", "image", "workLocation"}),
    "Organization": (
        {"name", "url"},
        {
            *("@id", "alternateName", "description", "logo", "telephone", "address", "knowsLanguage", "location"),
            "image",
        },
    ),
    "PostalAddress": ({"addressCountry"}, {"streetAddress", "addressLocality"}),
    "Place": ({"name"}, {"address"}),
    "BreadcrumbList": ({"itemListElement"}, set()),
    "ItemList": ({"itemListElement"}, {"numberOfItems"}),
    "ListItem": ({"position"}, {"name", "item", "url"}),
    "WebSite": ({"name", "url"}, {"@id", "inLanguage", "publisher", "potentialAction"}),
    "SearchAction": ({"target", "query-input"}, set()),
    "EntryPoint": ({"urlTemplate"}, set()),
    **dict.fromkeys(
        ("ItemPage", "CollectionPage", "ProfilePage", "AboutPage"),
        ({"url", "inLanguage", "mainEntity"}, {"@id", "name", "isPartOf"}),
    ),
}
AVAILABILITY = {
    *("BackOrder", "Discontinued", "InStock", "InStoreOnly", "LimitedAvailability", "MadeToOrder", "OnlineOnly"),
    *("OutOfStock", "PreOrder", "PreSale", "Reserved", "SoldOut"),
}
UNITS = {"MMT", "GRM", "DAY"}
WHOLE_ADDRESSES = ("@id", "url", "item", "logo", "image")
VALUES = {
    "price": re.compile(r"\d+\.\d\d"),
    "ineligibleRegion": re.compile(r"[A-Z]{2}"),
    "expires": re.compile(r"\d{4}-\d\d-\d\d"),
    "priceCurrency": re.compile(r"[A-Z]{3}"),
    "countryOfOrigin": re.compile(r"[A-Z]{2}"),
    "availability": re.compile(r"https://schema\.org/(" + "|".join(AVAILABILITY) + ")"),
    "itemCondition": re.compile(r"https://schema\.org/(New|Used|Refurbished|Damaged)Condition"),
    "unitCode": re.compile("|".join(UNITS)),
    "inLanguage": re.compile("|".join(CODES)),
}


def mistakes(node: dict[str, Any], where: str = "") -> list[str]:
    """What is wrong with a node and all within it; empty where nothing is."""
    if set(node) == {"@id"}:
        return []
    kind = node.get("@type", "")
    where = f"{where}/{kind}"
    if kind not in KINDS:
        return [f"{where}: no such kind"]
    required, known = KINDS[kind]
    has = set(node) - {"@type", "@context"}
    wrong = [f"{where}: without {name}" for name in required - has]
    wrong += [f"{where}: {name} is none of its properties" for name in has - required - known]
    for name, value in node.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                wrong += mistakes(one, f"{where}.{name}")
            elif one in (None, ""):
                wrong.append(f"{where}: {name} is empty")
            elif name in WHOLE_ADDRESSES and not str(one).startswith(("http://", "https://")):
                wrong.append(f"{where}: {name} is no whole address: {one}")
            elif name in VALUES and not VALUES[name].fullmatch(str(one)):
                wrong.append(f"{where}: {name} cannot be {one}")
    return wrong


def of_kind(nodes: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The one node of that kind."""
    found = [node for node in nodes if node["@type"] == kind]
    assert len(found) == 1, f"{len(found)} of {kind}: {nodes}"
    return found[0]
