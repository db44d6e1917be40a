"""`/feeds/new.xml`: the newest pieces as an Atom feed, in one language."""

from datetime import UTC, datetime

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.catalogue import availability, browsing, harvest
from app.domain.catalogue.models import Item
from app.storefront.machines.asked_language import spoken
from app.storefront.machines.saying import image, whole
from app.storefront.tongues import Told, told
from app.web import caching
from app.web.pictures import first_picture
from app.web.words import listed, money, said
from app.web.xml import DECLARATION, element

blueprint = Blueprint("news", __name__)

NEWEST = 50
NEVER = datetime.fromtimestamp(0, UTC)
ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "xml__lang"


@blueprint.route("/feeds/new.xml")
def newest() -> Response:
    language = spoken()
    shown = browsing.newest(NEWEST)
    here = whole(url_for(".newest", lang=language))
    document = element(
        "feed",
        element("id", whole(url_for(".newest"))),
        element("title", _("Maalem: pieces made by hand in the Tangier region")),
        element("subtitle", _("Fresh from the workshop")),
        element("link", rel="self", type="application/atom+xml", href=here),
        element("link", rel="alternate", type="text/html", href=whole(url_for("storefront.home.index", lang=language))),
        element("updated", _moment(max((harvest.changed_of(item) for item in shown), default=NEVER))),
        element("author", element("name", _("Maalem"))),
        *(_entry(item, language) for item in shown),
        xmlns=ATOM,
        **{XML_LANG: language},
    )
    return caching.for_everybody(Response(DECLARATION + document, mimetype="application/atom+xml"))


def _entry(item: Item, language: str) -> Markup:
    address = whole(url_for("storefront.catalogue.item", slug=item.slug, lang=language))
    title, lead = (_told(item, part) for part in ("title", "lead"))
    picture = image(first_picture(item, language))
    return element(
        "entry",
        element("id", whole(url_for("storefront.catalogue.item", slug=item.slug, lang="fr"))),
        element("title", title.text, **{XML_LANG: title.lang}),
        element("link", rel="alternate", type="text/html", href=address),
        element("link", rel="enclosure", type="image/jpeg", href=picture) if picture else None,
        element("published", _moment(item.published_at or item.created_at)),
        element("updated", _moment(harvest.changed_of(item))),
        element("author", element("name", item.artisan.known_as(language))),
        element("summary", lead.text, **{XML_LANG: lead.lang}) if lead.text else None,
        element("content", _content(item, language, lead, picture), type="html"),
    )


def _content(item: Item, language: str, lead: Told, picture: str | None) -> str:
    """A little page, to be read where feeds are read; as text, for it is escaped once more in the feed."""
    found = availability.of_item(item)
    prices = [variant.price for variant in item.variants]
    parts = [
        Markup('<p><img src="{}" alt=""></p>').format(picture) if picture else Markup(),
        Markup('<p lang="{}" dir="{}">{}</p>').format(lead.lang, lead.dir, lead.text) if lead.text else Markup(),
        Markup("<p>{}. {}.</p>").format(money(min(prices)), said(found.full)),
        Markup("<p>{}</p>").format(listed([item.artisan.known_as(language), item.artisan.place.called(language)])),
    ]
    return str(Markup("").join(parts))


def _told(item: Item, part: str) -> Told:
    return told({text.language: getattr(text, part) for text in item.texts})


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
