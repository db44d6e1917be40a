"""The cooperative and its site, as programs know them."""

from flask import current_app, url_for
from flask_babel import gettext as _

from app.storefront.machines.saying import Node, node, whole
from app.web import languages
from app.web.assets import address_of


def name_only() -> Node:
    """The cooperative where it is but mentioned."""
    return node("Organization", id_=whole("/#cooperative"), name=_("Maalem"), url=whole("/"))


def cooperative() -> Node:
    """Who they are, where, how they are reached."""
    settings = current_app.config["SETTINGS"]
    return {
        **name_only(),
        "alternateName": _("Cooperative of the artisans of the Tangier region"),
        "description": _("Each piece is made by a person we know. That person sets the price."),
        "logo": whole(address_of("touch.png")),
        "telephone": settings.help_phone,
        "address": node(
            "PostalAddress",
            streetAddress=_("Maison de l’artisan, rue de la Kasbah"),
            addressLocality=_("Tangier"),
            addressCountry="MA",
        ),
        "knowsLanguage": list(languages.LOCALES),
    }


def site() -> Node:
    """The site, and how it is searched."""
    searched = whole(url_for("storefront.search.results")) + "?q={words}"
    return node(
        "WebSite",
        id_=whole("/#site"),
        name=_("Maalem"),
        url=whole("/"),
        inLanguage=list(languages.LOCALES),
        publisher={"@id": whole("/#cooperative")},
        potentialAction={
            **node("SearchAction", target=node("EntryPoint", urlTemplate=searched)),
            "query-input": "required name=words",
        },
    )


def about() -> Node:
    """The page that tells of the cooperative."""
    here = whole(url_for("storefront.pages.cooperative"))
    return node(
        "AboutPage",
        id_=here,
        url=here,
        inLanguage=languages.current(),
        mainEntity={"@id": whole("/#cooperative")},
    )
