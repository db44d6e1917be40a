"""Who makes a piece, as programs know them: a person, or several who work under one name."""

from flask import url_for

from app.domain.people.models import Artisan, Wording
from app.domain.people.trades import in_language
from app.storefront.machines.saying import ForMachines, Node, image, node, whole
from app.storefront.tongues import Told
from app.web import languages
from app.web.pictures import Picture


def maker(artisan: Artisan) -> Node:
    """Their name and page, where they are but mentioned."""
    address = whole(url_for("storefront.makers.maker", slug=artisan.slug))
    name = artisan.known_as(languages.current())
    if artisan.wording is Wording.GROUP:
        return node("Organization", id_=f"{address}#maker", name=name, url=address)
    trade = in_language(artisan.trade, languages.current())
    return node("Person", id_=f"{address}#maker", name=name, url=address, jobTitle=trade)


def profile(artisan: Artisan, story: Told, picture: Picture | None) -> ForMachines:
    """Their own page."""
    known, language = maker(artisan), languages.current()
    place = node("Place", name=artisan.place.called(language), address=node("PostalAddress", addressCountry="MA"))
    where = "location" if artisan.wording is Wording.GROUP else "workLocation"
    about = node(
        "ProfilePage",
        id_=known["url"],
        url=known["url"],
        name=known["name"],
        inLanguage=list(dict.fromkeys((language, story.lang))),
        isPartOf={"@id": whole("/#site")},
        mainEntity={
            **known,
            where: place,
            **{name: fact for name, fact in (("description", story.text), ("image", image(picture))) if fact},
        },
    )
    return ForMachines(nodes=(about,), picture=picture)
